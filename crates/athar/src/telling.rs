//! Tells a person why two rows were set beside each other, in sentences.

use crate::places;
use crate::words::{Language, Words};
use link::person::{Explanation, Line};
use record::{Claim, Gazetteer, Property, Record, Visibility};
use store::{Archive, RecordId};

/// The sentences about a pair of records of an archive, a line each.
pub(crate) fn tell(
    archive: &Archive,
    one: RecordId,
    other: RecordId,
    explanation: &Explanation,
    language: Language,
) -> anyhow::Result<String> {
    let (one, other) = (shown(archive, one)?, shown(archive, other)?);
    let gazetteer = places::of(archive)?;
    let teller = Teller { words: Words::of(language), language, gazetteer, one: &one, other: &other };
    Ok(format!("{}\n{}\n{}", teller.verdict(explanation), teller.reasons(explanation), teller.next(explanation)))
}

/// A record as it may be told of: what a human has restricted is marked so.
pub(crate) fn shown(archive: &Archive, id: RecordId) -> anyhow::Result<Record> {
    let mut record = archive.record(id)?;
    archive.obey_restrictions(std::iter::once((id, &mut record)))?;
    Ok(record)
}

/// Whether a line is about names: it quotes their parts, unless these are kept from the reader.
fn is_of_names(line: &Line) -> bool {
    let property = Property::parse(line.comparison);
    line.parts.is_some() || property.is_some_and(|property| property.family() == record::Family::Name)
}

/// Stands for what only those may see who are cleared for it.
pub(crate) const HIDDEN: &str = "…";

/// Tells about one pair.
pub(crate) struct Teller<'a> {
    pub(crate) words: Words,
    pub(crate) language: Language,
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) one: &'a Record,
    pub(crate) other: &'a Record,
}

impl Teller<'_> {
    /// The verdict in words; never more than "most probably".
    pub(crate) fn verdict(&self, explanation: &Explanation) -> String {
        self.words.say(match explanation.probability {
            probability if probability >= 0.99 => "verdict-strong",
            probability if probability >= 0.8 => "verdict-likely",
            probability if probability >= 0.2 => "verdict-open",
            _ => "verdict-weak",
        })
    }

    /// What agrees and what does not, in one sentence.
    pub(crate) fn reasons(&self, explanation: &Explanation) -> String {
        let mut clauses = Vec::new();
        let same: Vec<String> = explanation
            .lines
            .iter()
            .filter(|line| is_of_names(line) && line.level == "same")
            .map(|line| self.words.say(&format!("comparison-{}", line.comparison)))
            .collect();
        if !same.is_empty() {
            clauses.push(self.words.tell("told-same", &[("what", self.list(&same).into())]));
        }
        clauses.extend(explanation.lines.iter().filter_map(|line| self.clause(line)));
        if explanation.kin < -2 * 1024 {
            clauses.push(self.words.say("told-kin"));
        }
        if explanation.rivals < -1024 {
            clauses.push(self.words.say("told-rivals"));
        }
        let separator = if self.language.is_right_to_left() { "؛ " } else { "; " };
        let mut sentence = clauses.join(separator);
        if let Some(first) = sentence.get(..1) {
            sentence = first.to_uppercase() + &sentence[1..];
        }
        sentence + "."
    }

    /// Who else would agree, and what to ask.
    pub(crate) fn next(&self, explanation: &Explanation) -> String {
        let mut text = self.others(explanation);
        let asked = self.questions(explanation);
        if !asked.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&self.words.tell("ask-for", &[("what", asked.into())]));
        }
        text
    }

    /// Who else would agree; nothing where nobody has looked.
    pub(crate) fn others(&self, explanation: &Explanation) -> String {
        let key = if explanation.same_place { "others-alike-there" } else { "others-alike" };
        explanation.others_alike.map(|others| self.words.count(key, u64::from(others))).unwrap_or_default()
    }

    /// What would help to know, as a list in words.
    pub(crate) fn questions(&self, explanation: &Explanation) -> String {
        self.list(&self.asked(explanation))
    }

    /// The same, one by one.
    pub(crate) fn asked(&self, explanation: &Explanation) -> Vec<String> {
        explanation.ask_next.iter().map(|what| self.words.say(&format!("ask-{what}"))).collect()
    }

    fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                first.join(&self.words.say("comparison-comma")) + &self.words.say("comparison-and") + last
            }
        }
    }

    fn clause(&self, line: &Line) -> Option<String> {
        if is_of_names(line) {
            return self.name_clause(line);
        }
        let level = BESIDES.iter().fold(line.level, |level, beside| level.trim_end_matches(beside));
        let key = match (line.comparison, level) {
            ("order", "another order") => "told-another-order",
            ("order", _) | ("sex", "same") => return None,
            ("sex", _) => "told-sex-other",
            ("birth", "same day") => "told-birth-same",
            ("birth", "same year") => "told-birth-year",
            ("birth", "off by one year") => "told-birth-off-by-one",
            ("birth", "keying error" | "day differs, within a year" | "off by two or three") => "told-birth-close",
            ("birth", "within the range") => "told-birth-range",
            ("birth", _) => "told-birth-apart",
            ("place" | "birth_place" | "registration_place" | "residence", level) => place_key(line.comparison, level),
            ("custody", "same day") => "told-custody-same",
            ("custody", "apart" | "off by one year") => "told-custody-apart",
            ("custody", "entered within a month of that arrest" | "entered within a year of that arrest") => {
                "told-custody-entered-soon"
            }
            ("custody", "entered before that arrest") => "told-custody-entered-before",
            ("custody", "entered within three years of that arrest" | "entered later than that arrest") => {
                "told-custody-entered-later"
            }
            ("custody", _) => "told-custody-close",
            ("stays", "one stay ends where the other begins") => "told-stays-handed-over",
            ("stays", "in two facilities at once") => "told-stays-at-once",
            ("stays", "born after that death") => "told-stays-born-after",
            ("stays", _) | (_, "other, perhaps of another facility") => return None,
            (_, "same, perhaps of another facility") => "told-same-value-unscoped",
            (_, "same" | "same day") => "told-same-value",
            (_, "other" | "apart") => "told-other-value",
            (_, "one within the other") => "told-within-value",
            _ => "told-close-value",
        };
        let properties = self.properties_of(line.comparison);
        let (one, other) = match self.shared_value(&properties) {
            Some(shared) if matches!(level, "same" | "same, perhaps of another facility") => (shared.clone(), shared),
            _ => (self.value(self.one, &properties), self.value(self.other, &properties)),
        };
        let (one, other) = hidden_together(one, other);
        let what = self.words.say(&format!("comparison-{}", line.comparison));
        Some(self.words.tell(key, &[("what", what.into()), ("one", one.into()), ("other", other.into())]))
    }

    fn name_clause(&self, line: &Line) -> Option<String> {
        let key = match line.level {
            "same" => return None,
            "spelling" | "unusual spelling" => "told-spelling",
            "same across scripts" | "unusual across scripts" => "told-across",
            "different" | "different across scripts" => "told-different",
            _ => "told-similar",
        };
        let what = self.words.say(&format!("comparison-{}", line.comparison));
        let own = Property::parse(line.comparison);
        let shown = |record: &Record, part: Option<&String>| {
            let Some(part) = part else { return HIDDEN.to_owned() };
            let claim = own.and_then(|property| record.claims_of(property).next());
            match claim {
                Some(claim) if claim.visibility != Visibility::Staff => HIDDEN.to_owned(),
                // Of somebody who goes by several names another one may have been compared.
                Some(claim) if !has_other_names(record) => claim.as_written.trim().to_owned(),
                _ => part.clone(),
            }
        };
        let parts = line.parts.as_ref();
        let one = shown(self.one, parts.map(|parts| &parts.one));
        let (one, other) = hidden_together(one, shown(self.other, parts.map(|parts| &parts.other)));
        Some(self.words.tell(key, &[("what", what.into()), ("one", one.into()), ("other", other.into())]))
    }

    /// Where the values of a comparison stand in a record.
    fn properties_of(&self, comparison: &str) -> Vec<Property> {
        let both_say = |property: Property| {
            [self.one, self.other].iter().all(|record| record.claims_of(property).next().is_some())
        };
        match comparison {
            "birth" => vec![Property::BirthDate, Property::Age],
            "place" => vec![Property::RegistrationPlace, Property::BirthPlace, Property::Residence, Property::Origin],
            // Two entries, where there are not two arrests.
            "custody" if !both_say(Property::ArrestDate) && both_say(Property::EntryDate) => vec![Property::EntryDate],
            "custody" => vec![Property::ArrestDate, Property::EntryDate],
            other => Property::parse(other).into_iter().collect(),
        }
    }

    /// What both records say, where they say the same under any of these properties: people mix up birthplace,
    /// registration and residence.
    fn shared_value(&self, properties: &[Property]) -> Option<String> {
        let of = |record: &'_ Record| -> Vec<Claim> {
            properties.iter().flat_map(|&property| record.claims_of(property)).cloned().collect()
        };
        let others = of(self.other);
        let (shared, beside) = of(self.one).into_iter().find_map(|claim| {
            let beside = others.iter().find(|other| !claim.normal.is_empty() && other.normal == claim.normal)?;
            Some((claim, beside))
        })?;
        Some(if beside.visibility == Visibility::Staff { self.shown(&shared) } else { HIDDEN.to_owned() })
    }

    /// What a record says of the first of these properties that it speaks of, in words for the reader.
    fn value(&self, record: &Record, properties: &[Property]) -> String {
        let claim = properties.iter().find_map(|&property| record.claims_of(property).next());
        claim.map(|claim| self.shown(claim)).unwrap_or_default()
    }

    /// A claim in words for the reader.
    fn shown(&self, claim: &Claim) -> String {
        if claim.visibility != Visibility::Staff {
            return HIDDEN.to_owned();
        }
        if let Some(place) = self.gazetteer.by_text_id(&claim.normal) {
            let name = if self.language == Language::Arabic {
                place.name()
            } else {
                place.latin.first().map_or(place.name(), String::as_str)
            };
            return name.to_owned();
        }
        if claim.property == Property::Age
            && let Ok(born) = record::PartialDate::parse_edtf(&claim.normal)
        {
            let (first, last) = born.years();
            return if first == last { first.to_string() } else { format!("{first}–{last}") };
        }
        if claim.property == Property::BirthDate && !claim.normal.is_empty() {
            return claim.normal.clone();
        }
        claim.as_written.trim().to_owned()
    }
}

/// Beside a hidden value the other side's would give it away. Of what was compared nothing is empty, unless it was left out of a
/// record for this reader.
fn hidden_together(one: String, other: String) -> (String, String) {
    let is_hidden = |text: &String| text.is_empty() || text == HIDDEN;
    if is_hidden(&one) || is_hidden(&other) { (HIDDEN.to_owned(), HIDDEN.to_owned()) } else { (one, other) }
}

fn has_other_names(record: &Record) -> bool {
    let others = [Property::AlsoCalled, Property::ImposedName, Property::NomDeGuerre];
    others.into_iter().any(|property| record.claims_of(property).next().is_some())
}

/// What a level's name says of the group that it is in, which is no matter in a sentence.
const BESIDES: [&str; 3] = [" of namesakes", " of neighbours", " of two kinds"];

/// The sentence about a level of a place.
fn place_key(comparison: &str, level: &str) -> &'static str {
    match (comparison, level) {
        ("birth_place", "same") => "told-birth-place-same",
        ("registration_place", "same") => "told-registration-place-same",
        ("residence", "same") => "told-residence-same",
        ("birth_place", "other") => "told-birth-place-other",
        ("registration_place", "other") => "told-registration-place-other",
        ("residence", "other") => "told-residence-other",
        (_, "same") => "told-place-same",
        (_, "one within the other") => "told-place-within",
        (_, "similar") => "told-place-similar",
        _ => "told-place-other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use link::person::Comparison;
    use record::{AsOf, read_cell};

    fn record(cells: &[(Property, &str)]) -> Record {
        let claims = cells
            .iter()
            .filter_map(|&(property, text)| read_cell(property, text, AsOf::default(), Gazetteer::syria()).0)
            .collect();
        let position = record::Position { row: 1, ..record::Position::default() };
        Record { position, role: record::Role::Held, verbatim: Vec::new(), claims }
    }

    fn line(comparison: &'static str, level: &'static str) -> Line {
        Line { comparison, level, weight: 0, m: 0.5, u: 0.5, parts: None }
    }

    fn told(one: &Record, other: &Record, line: &Line) -> Option<String> {
        let language = Language::English;
        let teller = Teller { words: Words::of(language), language, gazetteer: Gazetteer::syria(), one, other };
        teller.clause(line)
    }

    #[test]
    fn every_level_has_a_sentence_of_its_own_kind() {
        let columns = Property::ALL.iter().filter_map(|property| Comparison::named(property.as_str()));
        let record = record(&[]);
        for comparison in columns {
            for level in &comparison.levels()[1..] {
                let Some(told) = told(&record, &record, &line(comparison.name(), level.name)) else { continue };
                assert!(!told.contains("told-"), "{} {}: {told}", comparison.name(), level.name);
                let is_other = level.name.starts_with("other") || level.name.starts_with("apart");
                let says_alike = told.contains("alike") || told.contains("both") || told.starts_with("the same");
                assert!(!(is_other && says_alike), "{} {}: {told}", comparison.name(), level.name);
            }
        }
    }

    #[test]
    fn dates_are_those_that_were_compared() {
        let one = record(&[(Property::ArrestDate, "2012-01-05"), (Property::EntryDate, "2014-06-01")]);
        let other = record(&[(Property::EntryDate, "2014-06-01")]);
        let told = told(&one, &other, &line("custody", "same day")).unwrap_or_default();
        assert!(told.contains("2014-06-01") && !told.contains("2012"), "{told}");
    }

    #[test]
    fn another_name_is_not_told_as_the_one_on_papers() {
        let one = record(&[(Property::Given, "أحمد"), (Property::AlsoCalled, "حمودي")]);
        let other = record(&[(Property::Given, "حمودي")]);
        let parts = link::person::NameParts { one: "حمودي".to_owned(), other: "حمودي".to_owned() };
        let spelt = Line { parts: Some(parts), ..line("given", "spelling") };
        let told = told(&one, &other, &spelt).unwrap_or_default();
        assert!(told.contains("حمودي / حمودي"), "{told}");
    }

    #[test]
    fn what_was_left_out_for_a_reader_is_not_guessed_from_the_other_side() {
        let one = record(&[(Property::BirthDate, "1985"), (Property::Husband, "محمود")]);
        let other = record(&[]);
        let birth = told(&one, &other, &line("birth", "same year")).unwrap_or_default();
        assert!(!birth.contains("1985"), "{birth}");
        let husband = told(&one, &other, &line("husband", "different")).unwrap_or_default();
        assert!(!husband.contains("محمود") && husband.contains(HIDDEN), "{husband}");
    }

    #[test]
    fn what_is_restricted_is_not_shown() {
        let mut one = record(&[(Property::Husband, "محمود")]);
        one.claims[0].visibility = Visibility::Restricted;
        let parts = link::person::NameParts { one: "محمود".to_owned(), other: "محمد".to_owned() };
        let differs = Line { parts: Some(parts), ..line("husband", "different") };
        assert!(!told(&one, &one, &differs).unwrap_or_default().contains("محم"));
    }
}
