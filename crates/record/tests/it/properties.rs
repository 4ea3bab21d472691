//! What holds for every text.

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use record::{AsOf, Gazetteer, PartialDate, Property, age, fold, read_cell};
use std::time::{Duration, Instant};

/// Pieces of which dates are made, in any order.
fn date_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        (1800u32..2200).prop_map(|year| year.to_string()),
        (0u32..40).prop_map(|day| day.to_string()),
        (1300u32..1500).prop_map(|year| format!("{year}هـ")),
        proptest::sample::select(vec![
            "/",
            "-",
            ".",
            " ",
            "?",
            "~",
            "%",
            "..",
            "X",
            "آذار",
            "رمضان",
            "كانون الثاني",
            "May",
            "بين",
            "و",
            "الى",
            "حوالي",
            "قبل",
            "after",
            "الموافق",
            "تولد",
            "شهر",
            ":",
            "٢٠١٣",
            "s",
            "ت",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..9).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn every_date_reads_back_from_its_normal_form(text in date_like(), tight in any::<bool>()) {
        let text = if tight { text.replace(' ', "") } else { text };
        if let Ok(date) = PartialDate::parse(&text) {
            let edtf = date.to_edtf();
            let back = PartialDate::parse_edtf(&edtf);
            prop_assert_eq!(back.map(PartialDate::to_edtf), Ok(edtf.clone()));
            prop_assert_eq!(back.map(PartialDate::interval), Ok(date.interval()));
            let (first, last) = date.interval();
            prop_assert!(first <= last);
            if date.calendar() == record::Calendar::Gregorian {
                prop_assert_eq!(back, Ok(date));
            }
            // What people read is at least what machines wrote.
            prop_assert_eq!(PartialDate::parse(&edtf).map(PartialDate::to_edtf), Ok(edtf));
        }
    }

    #[test]
    fn days_of_every_order_are_one_day(year in 1850i16..=2100, month in 1u8..=12, day in 13u8..=28) {
        let expected = PartialDate::of_day(year, month, day);
        for text in [format!("{day}/{month}/{year}م"), format!("{month}/{day}/{year}م"), format!("{year}-{month:02}-{day:02}")] {
            prop_assert_eq!(PartialDate::parse(&text), expected);
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        for &property in Property::ALL {
            let (claim, _) = read_cell(property, &text, AsOf::year(2013), Gazetteer::syria());
            prop_assert!(claim.is_none_or(|claim| text.starts_with(&claim.as_written)));
        }
        let _ = (age::parse(&text), PartialDate::parse_edtf(&text), Gazetteer::syria().find(&text));
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn ages_and_births_agree(age in 0u16..=90, year in 1980i16..=2030) {
        let as_of = PartialDate::of_year(year).unwrap();
        let birth = age::birth_interval((age, age), as_of).unwrap();
        prop_assert_eq!(birth.years(), (year - age as i16 - 1, year - age as i16));
    }
}

/// The time that a text of so many characters takes, the best of three.
fn time(piece: &str, characters: usize) -> Duration {
    let text = piece.repeat(characters / piece.chars().count());
    let once = |_| {
        let start = Instant::now();
        for property in [Property::FullName, Property::BirthDate, Property::Age, Property::Facility, Property::Phone] {
            let _ = read_cell(property, &text, AsOf::year(2013), Gazetteer::syria());
        }
        let _ = (PartialDate::parse(&text), age::parse(&text), Gazetteer::syria().find(&text), fold(&text));
        start.elapsed()
    };
    (0..3).map(once).min().unwrap_or_default()
}

/// Ten times the text takes about ten times as long; four times that is allowed, for machines with other work.
#[test]
fn reading_is_linear() {
    for piece in ["ا", "1", "/", "-", "1-", "2013 و ", "\u{0301}", "\u{202E}", "ﷺ", "a ", "(", "؟", "\u{10FFFF}", "۱/"]
    {
        let (short, long) = (time(piece, 1_000), time(piece, 10_000));
        assert!(long < short * 40 + Duration::from_millis(50), "{piece:?}: {short:?}, then {long:?}");
    }
}
