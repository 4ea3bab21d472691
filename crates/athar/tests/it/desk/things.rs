//! Things to ask for, by words that stand for their ids in a table.

use super::{House, TIME, open};
use record::{Position, Private, Property, Record, Role};
use store::{Asker, NewRequest};

/// Ids of things in a house.
pub(super) struct Things(Vec<(&'static str, String)>);

impl Things {
    /// A case of the caseworker's team and one of another's, a pair, a decision, somebody whom the caseworker knows, an export and
    /// pictures.
    pub(super) fn of(house: &House) -> Things {
        let archive = open(&house.place);
        let caseworker = house.accounts[1];
        let case = |team: &str, name: &str| {
            let claims = [(Property::Given, name), (Property::Family, "الحموي")];
            let gazetteer = record::Gazetteer::syria();
            let claims = claims.iter().filter_map(|(property, text)| {
                record::read_cell(*property, text, record::AsOf::default(), gazetteer).0
            });
            let claims = claims.collect();
            let position = Position { row: 1, ..Position::default() };
            let record = Record { position, role: Role::Sought, verbatim: Vec::new(), claims };
            let asker = Asker { name: Private::from("أم"), contact: Private::from("0999"), ..Asker::default() };
            let request = NewRequest {
                asker,
                consent: store::Consent::default(),
                team: team.to_owned(),
                contact_until: crate::run::day_in(365),
            };
            archive.open_request(record, Vec::new(), request, None, &crate::run::day_in(0)).unwrap()
        };
        let (own, other) = (case("north", "سامر"), case("south", "وائل"));
        let mut proposed = Vec::new();
        archive
            .proposals(200_000, |proposal| {
                proposed.push(proposal);
                Ok(())
            })
            .unwrap();
        let pair = proposed.first().expect("a pair is proposed");
        let decided = proposed.last().unwrap();
        let decision = store::NewDecision {
            left: decided.one,
            right: decided.other,
            verdict: store::Verdict::Unsure,
            reason: Private::from("to be looked at"),
            weight_1024: None,
            evidence: store::Json::default(),
            run: None,
            token: None,
            compared: Vec::new(),
            signatures: Vec::new(),
        };
        let decision = archive.decide(decision, TIME).unwrap();
        let person = archive.person_of(pair.one).unwrap();
        // Somebody whom the caseworker knows.
        let known = proposed[proposed.len() / 2].one;
        archive.recuse(caseworker, known, TIME).unwrap();
        let export = asked_export(&archive, house.accounts[2]);
        // One whose rows are looked at, one that is typed.
        let [cutting, typing] = [1_u8, 2].map(|byte| super::pictures::kept(&archive, "a register", &[byte]));
        super::pictures::open_lines(&archive, typing);
        Things(vec![
            ("{pair}", format!("{}/{}", pair.one, pair.other)),
            ("{unproposed}", "R1.1/R1.2".to_owned()),
            ("{record}", pair.one.to_string()),
            ("{known}", known.to_string()),
            ("{person}", person.to_string()),
            ("{own}", own.case.to_string()),
            ("{other}", other.case.to_string()),
            ("{decision}", decision.to_string()),
            ("{import}", "I1".to_owned()),
            // One that is nobody's.
            ("{token}", "T9999".to_owned()),
            ("{export}", export.to_string()),
            ("{list}", "I1".to_owned()),
            ("{requests}", own.record.import().to_string()),
            ("{facility}", "sy.branch-215".to_owned()),
            ("{picture}", cutting.to_string()),
            ("{typing}", typing.to_string()),
            // The seventh account, whom the others do not need.
            ("{account}", house.accounts[6].to_string()),
        ])
    }

    /// A text with ids in the place of words.
    pub(super) fn named(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (word, id)| text.replace(word, id))
    }
}

/// An export that waits for a second human.
fn asked_export(archive: &store::Archive, by: store::AccountId) -> store::ExportNumber {
    let export = store::ExportAsked {
        recipient: "an institute".into(),
        shared_with: store::SharedWith::Organisations,
        purpose: "to compare".into(),
        format: "csv".to_owned(),
        fields: [record::Property::Given].into(),
        imports: [store::ImportNumber(1)].into(),
        until: crate::run::day_in(30),
    };
    archive.ask_export(export, by, &format!("{}T08:00:00Z", crate::run::day_in(0))).unwrap()
}
