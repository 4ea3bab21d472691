//! Hostile text and strange numbers.

use crate::sample::{drawings, page_of, report};
use proptest::prelude::*;

/// Fails unless the page is well-formed as XML, once what HTML leaves open is closed.
fn assert_well_formed(page: &str) {
    let body = page.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0;
    let closed: String = body
        .split_inclusive('>')
        .map(|piece| match piece.find("<input ") {
            Some(_) => piece.replace(" checked>", " checked=\"\">").trim_end_matches('>').to_owned() + "/>",
            None => piece.to_owned(),
        })
        .collect();
    let parsed = roxmltree::Document::parse(&format!("<body>{closed}</body>")).map(|_| ());
    assert!(parsed.is_ok(), "{parsed:?}");
}

const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></style></svg></main><script>",
    "]]><![CDATA[ <!-- -- --> &lt;b&gt; &#60;",
    "\u{202E}txet desrever\u{202C} \u{2067}\u{2066}\u{200F}\u{061C}",
    "\u{0}\u{8}\u{1b}[31m\u{fffe}\u{ffff}\u{feff}\u{7f}\u{85}\r\n\t",
    "\u{E0041}\u{E0001} \u{1FFFE}",
];

#[test]
fn hostile_text_stays_text() {
    for text in HOSTILE {
        let page = page_of(&report(text, 0.5, 40));
        assert_well_formed(&page);
        for forbidden in ["<script", "<img", "<!--", "<![CDATA", "onerror=alert(1)>", "' onmouseover"] {
            assert!(!page.contains(forbidden), "{text:?} {forbidden}");
        }
        let reorders = |letter: char| {
            matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}' | '\u{2067}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
        };
        assert!(!page.contains(reorders), "{text:?}");
        let hidden = |letter: char| letter.is_control() && letter != '\n';
        assert!(!page.contains(hidden), "{text:?}");
    }
}

/// The control of the test above: without escaping, the page would not be well-formed, or would hold a script.
#[test]
fn what_is_hostile_would_do_harm_unescaped() {
    for text in &HOSTILE[..5] {
        let page = page_of(&report("Person A", 0.5, 40)).replacen("Person A", "", 1).replace("Person A", text);
        let is_harmed = std::panic::catch_unwind(|| assert_well_formed(&page)).is_err() || page.contains("<script");
        assert!(is_harmed || text.contains("onmouseover"), "{text:?}");
    }
}

#[test]
fn an_isolate_that_a_value_opens_or_closes_is_dropped() {
    let page = page_of(&report("\u{2069}\u{2069}A\u{2068}", 0.5, 40));
    let (opened, closed) = (page.matches('\u{2068}').count(), page.matches('\u{2069}').count());
    assert_eq!(opened, closed);
    assert!(!page.contains("<bdi>\u{2069}"));
}

#[test]
fn joiners_that_kurdish_is_written_with_stay() {
    assert!(page_of(&report("نا\u{200C}م", 0.5, 40)).contains("نا\u{200C}م"));
}

#[test]
fn a_long_value_is_cut() {
    let page = page_of(&report(&"ا".repeat(100_000), 0.5, 40));
    assert!(page.len() < 200_000, "{}", page.len());
    assert!(page.contains("ا…"));
}

#[test]
fn strange_numbers_break_no_drawing() {
    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 0.0, -0.0, -3.0];
    for number in numbers {
        for count in [0, 1, u64::MAX] {
            let page = page_of(&report("Person A", number, count));
            assert_well_formed(&page);
            assert_drawable(&page, &format!("{number} {count}"));
        }
    }
}

/// Fails when an attribute that places something is no plain number.
fn assert_drawable(page: &str, told: &str) {
    for drawing in drawings(page) {
        let names = ["x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r"];
        for name in names {
            for value in drawing.split(&format!(" {name}=\"")).skip(1) {
                let value = value.split_once('"').unwrap().0;
                let number = value.trim_end_matches(['%', 'm', 'e']).parse::<f64>();
                assert!(number.is_ok_and(|number| number.abs() <= 20_000.0), "{told}: {name}=\"{value}\"");
            }
        }
        assert!(!drawing.contains("width=\"-") && !drawing.contains("height=\"-"), "{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_and_number_make_a_page(text in any::<String>(), number in any::<f64>(), count in any::<u64>()) {
        let page = page_of(&report(&text, number, count));
        assert_well_formed(&page);
        assert_drawable(&page, &text);
    }
}
