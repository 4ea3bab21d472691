//! A person's page, from an archive to the words on it.

use super::{FilePage, PersonPage};
use crate::Language;
use crate::desk::{Desk, Mark, Settings};
use crate::failure::Failure;
use crate::matching::{Matching, Told};
use crate::visit::Visit;
use crate::work::Work;
use askama::Template;
use link::person::Explanation;
use record::Property::{
    ArrestDate, ArrestedWith, DeathDate, EntryDate, ExitDate, Facility, Family, Given, Phone, RelativeKinship,
    RelativeName, SightingDate,
};
use record::{Cell, Claim, Gazetteer, Position, Property, Record, Role, SourceKind};
use std::sync::Arc;
use store::{
    AccountId, Archive, Asker, Hash, ImportMeta, ImportNumber, Json, Location, NewDecision, NewRequest, Outside,
    Profile, Recipient, RecordId, SecretKey, Session, StaffRole, Telling, Verdict, Vetting, Wish,
};

const TIME: &str = "2024-12-10T08:00:00Z";

/// Knows places, and compares nothing.
struct Places;

impl crate::giving::Giving for Places {
    fn write(&self, _: crate::giving::CopyToWrite<'_>) -> anyhow::Result<crate::giving::Written> {
        anyhow::bail!("no list leaves here")
    }
}

impl crate::bringing::Bringing for Places {
    fn receive(&self, _: &str, _: &[u8]) -> anyhow::Result<Arc<dyn crate::bringing::Received>> {
        anyhow::bail!("no list comes in here")
    }
}

impl Matching for Places {
    fn places(&self, _: &Archive) -> anyhow::Result<&'static Gazetteer> {
        Ok(Gazetteer::syria())
    }
    fn claims(&self, _: &Archive, _: &[(Property, &str)]) -> anyhow::Result<Vec<Claim>> {
        Ok(Vec::new())
    }
    fn keys(&self, _: &[Claim]) -> Vec<i64> {
        Vec::new()
    }
    fn find(&self, _: &Archive, _: &Session<'_>, _: &[Claim], _: usize) -> anyhow::Result<Vec<(RecordId, f64)>> {
        Ok(Vec::new())
    }
    fn explain(&self, _: &Archive, _: &Session<'_>, _: RecordId, _: RecordId) -> anyhow::Result<Option<Explanation>> {
        Ok(None)
    }
    fn tell(&self, _: &Archive, _: Language, _: &Explanation, _: &Record, _: &Record) -> anyhow::Result<Told> {
        Ok(Told::default())
    }
}

fn record(role: Role, claims: &[(Property, &str)]) -> Record {
    let cells =
        claims.iter().map(|(property, text)| Cell { header: property.as_str().to_owned(), text: (*text).to_owned() });
    let claims = claims.iter().map(|(property, text)| Claim::new(*property, *text));
    Record {
        position: Position { row: 7, ..Position::default() },
        role,
        verbatim: cells.collect(),
        claims: claims.collect(),
    }
}

struct Human {
    account: AccountId,
    key: SecretKey,
}

struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Place {
    desk: Arc<Desk>,
    case: String,
    person: String,
    workers: [AccountId; 3],
    _folder: Folder,
}

/// A family asks for somebody; a register held him, a list says that he is dead, another that he came out. Two humans have
/// joined the first three, one the last.
fn place(name: &str) -> Place {
    let folder = Folder(std::env::temp_dir().join(format!("athar-person-{name}-{}", std::process::id())));
    let _ = std::fs::remove_dir_all(&folder.0);
    let archive = Archive::open_or_create(&Location::dir(folder.0.clone())).unwrap();
    let enrol = |role: StaffRole, is_cleared: bool| {
        let key = SecretKey::generate().unwrap();
        let profile = Profile { name: "N. <b>".into(), roles: [role].into(), is_cleared, ..Profile::default() };
        Human { account: archive.enrol(profile, Some(key.public()), None, TIME).unwrap(), key }
    };
    let [one, other, admin] = [(StaffRole::Caseworker, false), (StaffRole::Reviewer, true), (StaffRole::Admin, false)]
        .map(|(role, is)| enrol(role, is));
    let import = |source: &str, kind: SourceKind, record: Record| {
        let meta = ImportMeta {
            source: source.to_owned(),
            kind,
            original: None,
            mapping: "given = \"x\"\n".to_owned(),
            as_of: "2014-08".to_owned(),
            one_row_per_person: false,
            by: None,
        };
        let mut writer = archive.begin_import(meta).unwrap();
        let id = writer.push(record, Vec::new(), &[]).unwrap();
        writer.accept(TIME).unwrap();
        id
    };
    let named = [(Given, "سامر"), (Family, "<script>")];
    let held = [
        &named[..],
        &[
            (Facility, "صيدنايا"),
            (EntryDate, "2013-04-02"),
            (ExitDate, "2014"),
            (SightingDate, "2016-02-03"),
            (ArrestedWith, "رفيق السر"),
            (Phone, "0933111222"),
        ],
    ]
    .concat();
    let held = import("Register & co", SourceKind::Register, record(Role::Held, &held));
    let dead = import(
        "List of the dead",
        SourceKind::Dead,
        record(Role::Dead, &[&named[..], &[(DeathDate, "2014-05-06")]].concat()),
    );
    let freed = import("Released", SourceKind::Freed, record(Role::Freed, &named));
    let asker = Asker { kinship: "mother".into(), contact: "0933000000".into(), ..Asker::default() };
    let request = NewRequest {
        asker,
        consent: store::Consent::default(),
        team: String::new(),
        contact_until: "2025-12-31".to_owned(),
    };
    let sought = [&named[..], &[(ArrestDate, "2012-11"), (RelativeName, "منى"), (RelativeKinship, "sister")]].concat();
    let case = archive.open_request(record(Role::Sought, &sought), Vec::new(), request, None, TIME).unwrap();
    let decide = |left: RecordId, right: RecordId, verdict: Verdict, confirmed: bool| {
        let mut made = NewDecision {
            left,
            right,
            verdict,
            reason: "the same mother".into(),
            weight_1024: None,
            evidence: Json::parse("{}".to_owned()).unwrap(),
            run: None,
            token: None,
            compared: Vec::new(),
            signatures: Vec::new(),
        };
        archive.freeze(&mut made).unwrap();
        made.signatures.push(one.key.sign(made.packet().unwrap(), TIME));
        let id = archive.decide(made, TIME).unwrap();
        if confirmed {
            let packet = archive.confirmation_packet(id).unwrap();
            archive.confirm(id, other.key.sign(packet, TIME), TIME).unwrap();
        }
    };
    decide(case.record, held, Verdict::Same, true);
    decide(case.record, dead, Verdict::Same, true);
    archive.vet((case.case, 1), Vetting::Kin, "by questions".into(), None, TIME).unwrap();
    let wish = Wish { record: held, recipient: Recipient::Kin, telling: Telling::Alive, asked: "x".into() };
    archive.wish(wish, None, TIME).unwrap();
    let told = Outside::Told { case: case.case, asker: 1, how: "at her door".into() };
    archive.record_outside(told, Some(one.account), TIME).unwrap();
    decide(case.record, freed, Verdict::Same, false);
    let person = archive.person_of(held).unwrap().to_string();
    let case = case.case.to_string();
    let settings = Settings { origin: "http://localhost:8080".to_owned(), mark: Mark::None, language: None };
    let desk =
        Arc::new(Desk::new(Arc::new(archive), Arc::new(Places), Arc::new(Places), Arc::new(Places), settings).unwrap());
    Place { desk, case, person, workers: [one.account, other.account, admin.account], _folder: folder }
}

impl Place {
    fn work(&self, account: AccountId, language: Language) -> Work {
        let visit = Visit { language, theme: "", path: "/person".to_owned(), is_reading: true, token: None };
        let account = self.desk.archive.account(account).unwrap();
        Work { time: TIME.to_owned(), ..Work::of(Arc::clone(&self.desk), visit, account, Hash::of(b"")) }
    }

    fn page(&self, account: AccountId, language: Language) -> String {
        PersonPage::of(&self.work(account, language), &self.person).unwrap().render().unwrap()
    }

    fn file(&self, account: AccountId, language: Language) -> String {
        FilePage::of(&self.work(account, language), &self.person).unwrap().render().unwrap()
    }
}

/// Whatever a page says, it says of all of it: nothing is missing from the words.
fn holds_no_key(html: &str) {
    let main = html.split_once("<main").unwrap().1;
    assert!(!main.contains("person-fate-") && !main.contains("person-where-") && !main.contains("person-basis-"));
    for word in main.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_\"=".contains(letter))) {
        let is_anchor = word.contains('"');
        assert!(is_anchor || !word.starts_with("person-"), "{word}");
    }
}

#[test]
fn a_page_tells_what_each_source_says_and_concludes_nothing() {
    let place = place("page");
    let [worker, ..] = place.workers;
    let english = place.page(worker, Language::English);
    for said in [
        "Reported dead by",
        "Held, as told by",
        "Against it stands:",
        "at her door",
        "the same mother",
        "Signed by",
        &place.case,
    ] {
        assert!(english.contains(said), "{said}");
    }
    assert!(english.contains("<svg class=\"timeline\"") && english.contains("If it is confirmed"));
    assert!(!english.contains("<script>") && english.contains("&#60;script&#62;"), "a record's text is no markup");
    assert!(!english.contains(" style="), "the policy of the page forbids it");
    let title = english.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
    assert!(!title.contains("سامر"));
    for language in Language::ALL {
        holds_no_key(&place.page(worker, language));
        holds_no_key(&place.file(worker, language));
    }
    // An Arabic date runs from right to left also within a sentence: nothing isolates its parts there.
    assert!(place.page(worker, Language::Arabic).contains("2 نيسان 2013"));
    if let Ok(folder) = std::env::var("ATHAR_PAGES") {
        for language in Language::ALL {
            std::fs::write(format!("{folder}/person-{}.html", language.tag()), place.page(worker, language)).unwrap();
            std::fs::write(format!("{folder}/file-{}.html", language.tag()), place.file(worker, language)).unwrap();
        }
    }
}

#[test]
fn what_may_not_be_seen_is_on_no_page_and_no_paper() {
    let place = place("unseen");
    let [worker, cleared, admin] = place.workers;
    for html in [place.page(worker, Language::Arabic), place.file(worker, Language::Arabic)] {
        assert!(!html.contains("0933"), "a contact");
        assert!(!html.contains("رفيق السر"), "restricted");
    }
    let html = place.page(cleared, Language::Arabic);
    assert!(html.contains("رفيق السر") && !html.contains("0933"));
    assert!(matches!(PersonPage::of(&place.work(admin, Language::English), &place.person), Err(Failure::NotThere)));
    assert!(matches!(PersonPage::of(&place.work(worker, Language::English), "P000000000000"), Err(Failure::NotThere)));
    let file = place.file(worker, Language::English);
    let main = file.split_once("<main").unwrap().1;
    assert!(!main.contains("<button") && !main.contains("Proposed by the machine"));
    assert!(main.contains("Printed by account") && main.contains(&place.case));
    assert_eq!(place.desk.archive.sources().unwrap().iter().filter(|one| one.import > ImportNumber(0)).count(), 4);
}
