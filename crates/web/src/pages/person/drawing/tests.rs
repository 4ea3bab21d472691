//! The timeline's marks lie where their dates are, in both directions.

use super::super::timeline::{Extent, Kind, Lane, Mark};
use super::draw;
use crate::Language;
use crate::shell::Shell;
use crate::visit::Visit;
use record::PartialDate;
use store::{ImportNumber, RecordId};

fn shell(language: Language) -> Shell {
    let visit = Visit { language, theme: "", path: "/".to_owned(), is_reading: true, token: None };
    Shell::plain(&visit, crate::Mark::None, "person-title")
}

fn date(edtf: &str) -> PartialDate {
    PartialDate::parse_edtf(edtf).unwrap()
}

fn lane(marks: Vec<(Kind, Extent)>) -> Lane {
    let mark = |(kind, extent)| Mark {
        kind,
        extent,
        record: RecordId::new(ImportNumber(1), 1),
        what: "held".to_owned(),
        place: "<Sednaya>".to_owned(),
        when: "then".to_owned(),
        note: String::new(),
    };
    Lane { source: "A & B".to_owned(), marks: marks.into_iter().map(mark).collect(), import: ImportNumber(1) }
}

/// The numbers of an attribute of every element of a class.
fn values(svg: &str, class: &str, attribute: &str) -> Vec<f64> {
    let elements = svg.split('<').filter(|element| element.contains(&format!("class=\"{class}\"")));
    let value = |element: &str| Some(element.split_once(&format!(" {attribute}=\""))?.1.split_once('"')?.0.to_owned());
    elements.filter_map(value).map(|number| number.parse().unwrap()).collect()
}

#[test]
fn precision_is_drawn() {
    let lanes = [lane(vec![
        (Kind::Arrest, Extent::At(date("2012-03-07"))),
        (Kind::Sighting, Extent::At(date("2013"))),
        (Kind::Stay, Extent::Between(Some(date("2012-05-01")), Some(date("2014-05-01")))),
        (Kind::Stay, Extent::Between(Some(date("2013-01-01")), None)),
    ])];
    let svg = draw(&shell(Language::English), &lanes).unwrap();
    assert_eq!(values(&svg, "full", "width").len(), 1, "between two days all of it is sure");
    let soft = values(&svg, "soft", "width");
    assert!(soft[0] > 100.0, "a year is wide: {soft:?}");
    assert_eq!(values(&svg, "fade-3", "width").len(), 1, "one end is open");
    assert!(svg.contains("<path class=\"sharp\""), "a day is a sharp mark");
    assert!(!svg.contains("style=") && svg.contains("&lt;Sednaya&gt;") && svg.contains("A &amp; B"));
}

#[test]
fn the_axis_runs_as_the_page_is_read() {
    let lanes = [lane(vec![(Kind::Stay, Extent::Between(Some(date("2012-05-01")), Some(date("2014-05-01"))))])];
    let [left, right] = [Language::English, Language::Arabic].map(|one| draw(&shell(one), &lanes).unwrap());
    let years = |svg: &str| values(svg, "year", "x1");
    assert!(years(&left).is_sorted() && years(&right).iter().rev().is_sorted());
    let (x, width) = (values(&left, "full", "x")[0], values(&left, "full", "width")[0]);
    assert!((values(&right, "full", "x")[0] - (super::WIDTH - x - width)).abs() < 0.2, "mirrored");
}

#[test]
fn nothing_is_drawn_outside_whatever_the_dates_are() {
    let extents = ["2012", "2012-03", "2012-03-07", "../2012", "2012/..", "2011-02-01/2013", "201X"].map(date);
    let mut marks: Vec<(Kind, Extent)> = extents.iter().map(|&one| (Kind::Death, Extent::At(one))).collect();
    for &one in &extents {
        marks.push((Kind::Stay, Extent::Between(Some(one), None)));
        marks.push((Kind::Stay, Extent::Between(None, Some(one))));
        marks.extend(extents.iter().map(|&other| (Kind::Stay, Extent::Between(Some(one), Some(other)))));
    }
    let count = marks.len();
    for language in Language::ALL {
        let marks = marks.clone();
        let svg = draw(&shell(language), &[lane(marks)]).unwrap();
        assert_eq!(svg.matches("class=\"label\"").count(), count);
        for class in ["soft", "full", "fade-1", "fade-2", "fade-3"] {
            for (x, width) in values(&svg, class, "x").into_iter().zip(values(&svg, class, "width")) {
                assert!(x >= -0.1 && width >= 0.0 && x + width <= super::WIDTH + 0.1, "{class} {x} {width}");
            }
        }
    }
    assert!(draw(&shell(Language::English), &[lane(vec![(Kind::Stay, Extent::Unknown)])]).is_none());
}
