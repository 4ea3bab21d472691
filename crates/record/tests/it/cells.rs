//! What one cell becomes.

use record::{
    AsOf, CLAIM_CHARACTERS_MAX, Certainty, Claim, Gazetteer, PartialDate, ProblemKind, Property, Visibility, read_cell,
};

fn read(property: Property, text: &str) -> (Claim, Vec<ProblemKind>) {
    let (claim, problems) = read_cell(property, text, AsOf::year(2013), Gazetteer::syria());
    (claim.expect("a claim"), problems)
}

fn normal(property: Property, text: &str) -> String {
    let (claim, problems) = read(property, text);
    assert_eq!((claim.as_written.as_str(), problems), (text, vec![]));
    claim.normal
}

#[test]
fn values_have_normal_forms() {
    for (property, text, expected) in [
        (Property::Given, "  أحمد  ", "أحمد"),
        (Property::FullName, "Ahmad al-Khateeb", "Ahmad al-Khateeb"),
        (Property::BirthDate, "تولد ١٩٨٥", "1985"),
        (Property::ArrestDate, "15/3/13", "2013-03-15?"),
        (Property::EntryDate, "15 رمضان 1433", "2012-08-03"),
        (Property::Age, "34", "1978/1979"),
        (Property::Age, "about 34", "1978~/1979~"),
        (Property::Age, "1979", "1979"),
        (Property::Sex, "أنثى", "female"),
        (Property::BirthPlace, "داريا - ريف دمشق", "sy.daraya"),
        (Property::BirthPlace, "قرية لا يعرفها أحد", "قرية لا يعرفها أحد"),
        (Property::Facility, "الفرع 215", "sy.branch-215"),
        (Property::NationalNumber, "٠١٠١٠٠١٢٣٤٥", "01010012345"),
        (Property::DetaineeNumber, "ب/٤٧١١", "ب4711"),
        (Property::BranchNumber, "الفرع ٢١٥", "215"),
        (Property::Phone, "+963 944 000 111", "963944000111"),
        (Property::Status, "تم الإفراج عنه", "released"),
        (Property::ExitReason, "سافر", "سافر"),
        (Property::RowIdentifier, "rec-12-org", "rec-12-org"),
        (Property::Note, "a  note", "a note"),
    ] {
        assert_eq!(normal(property, text), expected, "{property:?} {text}");
    }
}

#[test]
fn what_says_nothing_makes_no_claim() {
    for text in ["", "  ", "-", "؟", "غير معروف", "مجهول الهوية", "unknown", "N/A", "لا يوجد"]
    {
        for &property in Property::ALL {
            assert_eq!(
                read_cell(property, text, AsOf::default(), Gazetteer::syria()),
                (None, vec![]),
                "{property:?} {text}"
            );
        }
    }
    assert_eq!(read_cell(Property::RunningNumber, "17", AsOf::default(), Gazetteer::syria()), (None, vec![]));
    assert_eq!(read_cell(Property::BirthDate, "0", AsOf::default(), Gazetteer::syria()), (None, vec![]));
    assert!(read_cell(Property::Age, "0", AsOf::default(), Gazetteer::syria()).0.is_some());
}

#[test]
fn problems_keep_the_claim() {
    for (property, text, problem) in [
        (Property::BirthDate, "31/2/1985", ProblemKind::DateNotUnderstood),
        (Property::BirthDate, "1/1/0000", ProblemKind::YearOutOfRange),
        (Property::ArrestDate, "9999", ProblemKind::YearOutOfRange),
        (Property::Age, "some", ProblemKind::AgeNotUnderstood),
        (Property::Age, "400", ProblemKind::AgeNotUnderstood),
        (Property::Sex, "7", ProblemKind::SexNotUnderstood),
        (Property::NationalNumber, "123", ProblemKind::NumberNotUnderstood),
        (Property::Phone, "12", ProblemKind::NumberNotUnderstood),
        (Property::Given, "أحمد 2", ProblemKind::NameNotUnderstood),
        (Property::Given, "=cmd|' /C calc'!A0", ProblemKind::Formula),
        (Property::Note, "@SUM(A1)", ProblemKind::Formula),
        (Property::Family, "ال\u{202E}خطيب", ProblemKind::HiddenCharacters),
    ] {
        let (claim, problems) = read(property, text);
        assert!(problems.contains(&problem), "{property:?} {text} {problems:?}");
        assert_eq!(claim.as_written, text);
    }
    assert_eq!(read(Property::Family, "ال\u{202E}خطيب").0.normal, "الخطيب");
    assert_eq!(read(Property::BirthDate, "31/2/1985").0.normal, "");
    for text in ["-5", "+963 944 000 111", "- 12"] {
        assert!(!read(Property::OtherNumber, text).1.contains(&ProblemKind::Formula), "{text}");
    }
}

#[test]
fn a_long_cell_is_cut_in_the_claim() {
    let long = "ا".repeat(10_000);
    let (claim, problems) = read(Property::FullName, &long);
    assert_eq!(claim.as_written.chars().count(), CLAIM_CHARACTERS_MAX);
    assert_eq!(problems, [ProblemKind::CellTooLong]);
}

#[test]
fn the_sources_reservations_are_kept() {
    let certainty = |property, text| read(property, text).0.certainty;
    assert_eq!(certainty(Property::Given, "أحمد"), Certainty::Stated);
    assert_eq!(certainty(Property::Given, "أحمد ؟"), Certainty::Unsure);
    assert_eq!(read(Property::Given, "أحمد (؟)").0.normal, "أحمد");
    assert_eq!(read(Property::Given, "أحمد (أبو علي)?").0.normal, "أحمد (أبو علي)");
    assert_eq!(certainty(Property::BirthDate, "1985?"), Certainty::Unsure);
    assert_eq!(read(Property::BirthDate, "1985?").0.normal, "1985?");
    assert_eq!(read(Property::BirthDate, "199?").0.normal, "199X");
    assert_eq!(certainty(Property::BirthDate, "199?"), Certainty::Approximate);
    assert_eq!(certainty(Property::Age, "34?"), Certainty::Unsure);
    assert_eq!(certainty(Property::BirthDate, "حوالي 1985"), Certainty::Approximate);
    assert_eq!(certainty(Property::ArrestDate, "between 2012 and 2014"), Certainty::Approximate);
    assert_eq!(certainty(Property::Age, "تقريباً 40"), Certainty::Approximate);
    assert_eq!(certainty(Property::ArrestDate, "2013 غير مؤكد"), Certainty::Unsure);
    // Day or month first was our doubt, not the source's.
    assert_eq!(certainty(Property::BirthDate, "03/04/1985"), Certainty::Stated);
}

#[test]
fn an_age_needs_the_day_it_was_said() {
    let (claim, problems) = read_cell(Property::Age, "34", AsOf::default(), Gazetteer::syria());
    assert_eq!((claim.map(|claim| claim.normal), problems), (Some(String::new()), vec![]));
    let as_of = AsOf::from(PartialDate::parse_edtf("2013-05-20").unwrap());
    let (claim, _) = read_cell(Property::Age, "34", as_of, Gazetteer::syria());
    assert_eq!(claim.map(|claim| claim.normal).as_deref(), Some("1978-05-21/1979-05-20"));
}

#[test]
fn minors_and_contacts_are_not_for_everyone() {
    let visibility = |property, text| read(property, text).0.visibility;
    assert_eq!(visibility(Property::Age, "17"), Visibility::Restricted);
    assert_eq!(visibility(Property::Age, "34"), Visibility::Staff);
    assert_eq!(visibility(Property::BirthDate, "2001"), Visibility::Restricted);
    assert_eq!(visibility(Property::BirthDate, "1980"), Visibility::Staff);
    assert_eq!(visibility(Property::Phone, "0944000111"), Visibility::Sealed);
}
