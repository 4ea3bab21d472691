//! The page as a whole: both languages, all sections, nothing fetched, limits kept and told.

use crate::sample::{drawings, page_of, report};
use figures::linkage::{BLOCKS_MAX, LEVELS_MAX, LinkageReport, WATERFALLS_MAX, Word};
use std::collections::BTreeSet;

#[test]
fn both_languages_are_in_one_file() {
    let page = page_of(&report("Person A", 0.5, 40));
    for (language, direction) in [("en", "ltr"), ("ar", "rtl")] {
        assert!(page.contains(&format!("<main id=\"page-{language}\" lang=\"{language}\" dir=\"{direction}\">")));
        assert!(page.contains(&format!("<label for=\"show-{language}\"")), "no switch to {language}");
        for section in [
            "summary",
            "weights",
            "chances",
            "waterfalls",
            "scores",
            "calibration",
            "thresholds",
            "clusters",
            "rules",
            "blocks",
        ] {
            assert!(page.contains(&format!("<section id=\"{language}-{section}\"")), "{language} {section}");
            assert!(page.contains(&format!("<a href=\"#{language}-{section}\"")), "{language} {section}");
        }
    }
    assert_eq!(page.matches(" checked>").count(), 1);
}

#[test]
fn every_word_is_used() {
    let mut page = page_of(&report("Person A", 0.5, 40));
    let mut plain = report("Person A", 0.5, 4000);
    (plain.scores.matches, plain.waterfalls[0].is_match) = (None, Some(false));
    plain.blocks = vec![plain.blocks[0].clone(); BLOCKS_MAX + 1];
    plain.blocks[0].pairs = 1;
    plain.clusters.sizes[0].records = 7;
    plain.clusters.sizes[1] = figures::linkage::ClusterSize { records: 1, clusters: 8 };
    page += &page_of(&plain);
    plain.blocks[0].pairs = 50;
    page += &page_of(&plain);
    plain.clusters.sizes[0].records = 1001;
    page += &page_of(&plain);
    page += &page_of(&LinkageReport::default());
    let unused: Vec<&str> =
        Word::ALL.iter().map(|word| word.key()).filter(|key| !page.contains(&format!("en:{key}"))).collect();
    assert!(unused.is_empty(), "{unused:?}");
    let keys: BTreeSet<&str> = Word::ALL.iter().map(|word| word.key()).collect();
    assert_eq!(keys.len(), Word::ALL.len());
}

#[test]
fn nothing_is_fetched_and_no_script_runs() {
    let page = page_of(&report("Person A", 0.5, 40));
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
    let lower = page.to_lowercase();
    for forbidden in
        ["<script", "javascript:", "<link", "<img", "<iframe", "@import", "url(", "src=", " onload", " onclick"]
    {
        assert!(!lower.contains(forbidden), "{forbidden}");
    }
    // The one address is the name of SVG.
    assert_eq!(lower.replace("http://www.w3.org/2000/svg", "").matches("://").count(), 0);
}

#[test]
fn sections_that_need_the_truth_are_left_out_without_it() {
    let mut report = report("Person A", 0.5, 40);
    (report.calibration, report.thresholds) = (None, None);
    let page = page_of(&report);
    assert!(!page.contains("calibration-title") && !page.contains("thresholds-title"));
    assert!(page.contains("report-scores-title"));
}

#[test]
fn right_to_left_is_the_mirror_image() {
    let page = page_of(&report("Person A", 0.5, 40));
    let (english, arabic) = page.split_once("<main id=\"page-ar\"").unwrap();
    let bar = |part: &str| {
        let section = part.split_once("-weights\"").unwrap().1;
        let rect = section.split_once("<rect x=\"").unwrap().1;
        let (x, rest) = rect.split_once("%\"").unwrap();
        let width = rest.split_once("width=\"").unwrap().1.split_once('%').unwrap().0;
        (x.parse::<f64>().unwrap(), width.parse::<f64>().unwrap())
    };
    let english = english.split_once("<section id=\"en-summary\"").unwrap().1;
    let arabic = arabic.split_once("<section id=\"ar-summary\"").unwrap().1;
    let ((left, width), (mirrored, same_width)) = (bar(english), bar(arabic));
    assert!((width - same_width).abs() < 0.11 && (left + width + mirrored - 100.0).abs() < 0.21, "{left} {mirrored}");
}

#[test]
fn what_is_beyond_a_limit_is_counted() {
    let mut report = report("Person A", 0.5, 40);
    report.waterfalls = vec![report.waterfalls[0].clone(); WATERFALLS_MAX + 7];
    let page = page_of(&report);
    assert_eq!(page.matches("<article").count(), 2 * WATERFALLS_MAX);
    assert!(page.contains("en:report-more count=\u{2068}7\u{2069}"));
    report.comparisons[0].levels = vec![report.comparisons[0].levels[0].clone(); LEVELS_MAX + 3];
    assert!(page_of(&report).contains("<small>en:report-more count=\u{2068}3\u{2069}</small>"));
}

#[test]
fn an_empty_report_is_a_page() {
    let page = page_of(&LinkageReport::default());
    assert!(page.contains("en:report-nothing") && page.ends_with("</html>\n"));
    assert!(!page.contains("NaN") && !drawings(&page).is_empty());
}

#[test]
fn the_same_numbers_give_the_same_bytes() {
    let report = report("Person A", 0.25, 12);
    assert_eq!(page_of(&report), page_of(&report));
}
