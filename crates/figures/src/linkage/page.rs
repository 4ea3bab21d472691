//! The report as a page: its sections, in order.

use super::teller::{Teller, value};
use super::words::{Texts, Word};
use super::{LinkageReport, calibration, clusters, m_and_u, rules, scores, summary, thresholds, waterfalls, weights};
use crate::Direction;
use crate::shell::{Body, document};

/// The report in one language.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// The language's code, such as `ar`: what is no letter, digit or hyphen is left out.
    pub language: &'a str,
    /// How it is read.
    pub direction: Direction,
    /// Its words.
    pub texts: &'a dyn Texts,
}

/// A section: its id, its heading, and how it is written.
type Section = (&'static str, Word, fn(&LinkageReport, &mut Teller<'_>));

/// The sections that a report has, in order.
fn sections(report: &LinkageReport) -> Vec<Section> {
    let mut sections: Vec<Section> = vec![
        ("summary", Word::SummaryTitle, summary::write),
        ("weights", Word::WeightsTitle, weights::write),
        ("chances", Word::ChancesTitle, m_and_u::write),
        ("waterfalls", Word::WaterfallsTitle, waterfalls::write),
        ("scores", Word::ScoresTitle, scores::write),
    ];
    if report.calibration.is_some() {
        sections.push(("calibration", Word::CalibrationTitle, calibration::write));
    }
    if report.thresholds.is_some() {
        sections.push(("thresholds", Word::ThresholdsTitle, thresholds::write));
    }
    sections.push(("clusters", Word::ClustersTitle, clusters::write));
    sections.push(("rules", Word::RulesTitle, rules::write));
    sections.push(("blocks", Word::BlocksTitle, rules::write_blocks));
    sections
}

/// One HTML file with the report in each language, the first one shown at first.
pub fn page(report: &LinkageReport, editions: &[Edition<'_>]) -> String {
    let bodies: Vec<Body> = editions
        .iter()
        .map(|edition| {
            let code = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
            let language: String = edition.language.chars().filter(code).collect();
            let mut teller = Teller::new(edition.texts, edition.direction, &language);
            let name = teller.unescaped(Word::Language);
            write(report, &mut teller);
            let html = teller.out.finish();
            Body { language, direction: edition.direction, name, html }
        })
        .collect();
    document(&report.title, &bodies)
}

fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    let sections = sections(report);
    let (kind, title, contents) = (teller.say(Word::Kind), value(&report.title), teller.say(Word::Contents));
    teller.out.add(format_args!(
        "<header><p class=\"kind\">{kind}</p><h1>{title}</h1></header><nav class=\"contents\" aria-label=\"{contents}\"><ol>"
    ));
    for &(id, title, _) in &sections {
        let (title, language) = (teller.say(title), teller.language);
        teller.out.add(format_args!("<li><a href=\"#{language}-{id}\">{title}</a></li>"));
    }
    teller.out.raw("</ol></nav>");
    for (_, _, write) in sections {
        write(report, teller);
    }
}
