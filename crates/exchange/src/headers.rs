//! What headers mean: the forms of `data/headers.tsv`, matched whole or by the words they contain.

use crate::fold::fold_header;
use record::Property;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// This property.
    Is(Property),
    /// A name; whether whole or given, the other columns and the cells tell.
    Name,
    /// A date of what, the cells tell.
    Date,
    /// What the person is in the source.
    Role,
    /// Nothing about a person.
    Nothing,
}

/// A header's meaning, and how sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct HeaderMatch {
    pub(crate) meaning: Meaning,
    pub(crate) confidence: f32,
    /// The whole header is a known form.
    pub(crate) whole: bool,
}

static FORMS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for (meaning, form) in listed() {
        forms.entry(fold_header(form)).or_insert(meaning);
    }
    forms
});

/// Every form of the data file with its meaning.
fn listed() -> impl Iterator<Item = (Meaning, &'static str)> {
    let lines = include_str!("../data/headers.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let meaning = meaning_of(fields.next()?)?;
            let forms = fields.nth(1)?;
            Some(forms.split('|').map(move |form| (meaning, form)))
        })
        .flatten()
}

fn meaning_of(word: &str) -> Option<Meaning> {
    Some(match word {
        "name" => Meaning::Name,
        "date" => Meaning::Date,
        "role" => Meaning::Role,
        "none" => Meaning::Nothing,
        property => Meaning::Is(Property::parse(property)?),
    })
}

/// What that header means, when it is known.
pub(crate) fn lookup(header: &str) -> Option<HeaderMatch> {
    let folded = fold_header(header);
    if folded.is_empty() || folded.len() > 200 {
        return None;
    }
    if let Some(meaning) = FORMS.get(&folded) {
        return Some(HeaderMatch { meaning: *meaning, confidence: 0.95, whole: true });
    }
    // "الاسم / Name" says the same thing twice.
    let sides: Vec<&str> =
        header.split(['/', '|', '-', '(', ')', '\n', '–']).filter(|side| !fold_header(side).is_empty()).collect();
    if sides.len() > 1 {
        let found = sides.iter().find_map(|side| FORMS.get(&fold_header(side)));
        if let Some(meaning) = found {
            return Some(HeaderMatch { meaning: *meaning, confidence: 0.85, whole: true });
        }
    }
    contained(&folded)
}

/// The longest known form among the header's words.
fn contained(folded: &str) -> Option<HeaderMatch> {
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() < 2 || words.len() > 8 {
        return None;
    }
    for length in (1..words.len()).rev() {
        for run in words.windows(length) {
            let form = run.join(" ");
            // One or two letters stand for a column only when they stand alone.
            if form.chars().count() < 3 {
                continue;
            }
            let Some(meaning) = FORMS.get(&form) else { continue };
            if *meaning == Meaning::Nothing {
                continue;
            }
            let confidence = 0.5 + 0.3 * length as f32 / words.len() as f32;
            return Some(HeaderMatch { meaning: *meaning, confidence, whole: false });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Meaning, fold_header, listed, lookup};
    use record::Property;
    use std::collections::HashMap;

    #[test]
    fn no_form_means_two_things() {
        let mut seen: HashMap<String, (Meaning, &str)> = HashMap::new();
        for (meaning, form) in listed() {
            let before = seen.entry(fold_header(form)).or_insert((meaning, form));
            assert_eq!(before.0, meaning, "{form} and {}", before.1);
        }
        assert!(seen.len() > 500);
    }

    #[test]
    fn every_line_of_the_data_file_is_read() {
        let lines =
            include_str!("../data/headers.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        for line in lines {
            assert_eq!(line.split('\t').count(), 3, "{line}");
            assert!(super::meaning_of(line.split('\t').next().unwrap()).is_some(), "{line}");
        }
    }

    #[test]
    fn every_property_has_a_header() {
        for &property in Property::ALL {
            let has = listed().any(|(meaning, _)| meaning == Meaning::Is(property));
            assert!(has, "{property:?}");
        }
    }

    #[test]
    fn headers_of_custody_papers_and_bodies() {
        for (header, property) in [
            ("موقوف لمصلحة", Property::HeldFor),
            ("جهة الإحالة", Property::ReferringBody),
            ("تاريخ الكتاب", Property::PaperDate),
            ("شوهد مع", Property::SeenWith),
            ("date last seen", Property::SightingDate),
            ("موقع الدفن", Property::BurialPlace),
            ("رقم القبر", Property::GraveNumber),
            ("رمز الاستخراج", Property::ExhumationCode),
            ("تاريخ تسجيل الوفاة", Property::RegistrationDate),
            ("طفل مع أمه", Property::TakenWith),
            ("موقوف لصالح", Property::HeldFor),
            ("الجهة المحيلة", Property::ReferringBody),
            ("رقم الأساس", Property::CaseNumber),
            ("شعبة التجنيد", Property::RecruitmentOffice),
            ("أمانة السجل المدني", Property::RegistryOffice),
            ("رقم الزنزانة", Property::Cell),
            ("نقل إلى", Property::TransferredTo),
            ("علامات فارقة", Property::Mark),
            // What was known keeps its meaning.
            ("last seen", Property::Facility),
            ("last contact number", Property::Phone),
            ("relative phone", Property::Phone),
        ] {
            assert_eq!(lookup(header).unwrap().meaning, Meaning::Is(property), "{header}");
        }
        assert!(lookup("photo number").is_none_or(|found| found.meaning != Meaning::Is(Property::PhotographSet)));
    }

    #[test]
    fn the_kunya_of_syria_is_a_family_name() {
        assert_eq!(lookup("الكنية").unwrap().meaning, Meaning::Is(Property::Family));
        assert_eq!(lookup("كنية الأم").unwrap().meaning, Meaning::Is(Property::MotherFamily));
        assert_eq!(lookup("Date_of_Birth").unwrap().meaning, Meaning::Is(Property::BirthDate));
        assert_eq!(lookup("الاسم / Name").unwrap().meaning, Meaning::Name);
        assert_eq!(lookup("اسم الأم رحمها الله").unwrap().meaning, Meaning::Is(Property::Mother));
        assert_eq!(lookup("soc_sec_id").unwrap().meaning, Meaning::Is(Property::NationalNumber));
        assert_eq!(lookup("cluster").unwrap().meaning, Meaning::Nothing);
        assert!(lookup("qwertz").is_none());
    }
}
