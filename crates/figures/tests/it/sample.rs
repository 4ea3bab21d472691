//! A small report with something in every section, and words that are their own keys.

use figures::Direction;
use figures::linkage::*;

/// Says the key, and the arguments after it.
pub(crate) struct Keys(pub(crate) &'static str);

impl Texts for Keys {
    fn say(&self, word: Word, arguments: &[(&'static str, String)]) -> String {
        let arguments = arguments.iter().map(|(name, value)| format!(" {name}=\u{2068}{value}\u{2069}"));
        format!("{}:{}{}", self.0, word.key(), arguments.collect::<String>())
    }
}

/// The page in two languages.
pub(crate) fn page_of(report: &LinkageReport) -> String {
    let (english, arabic) = (Keys("en"), Keys("ar"));
    page(
        report,
        &[
            Edition { language: "en", direction: Direction::LeftToRight, texts: &english },
            Edition { language: "ar", direction: Direction::RightToLeft, texts: &arabic },
        ],
    )
}

/// The drawings of a page.
pub(crate) fn drawings(page: &str) -> Vec<&str> {
    let pieces = page.split("<svg").skip(1);
    pieces.map(|piece| piece.split_once("</svg>").expect("a drawing that ends").0).collect()
}

/// A report in which every name and value is the same text, and every number the same number.
pub(crate) fn report(text: &str, number: f64, count: u64) -> LinkageReport {
    let text = || text.to_owned();
    let edge = EdgeFigure { left: text(), right: text(), weight: number, probability: number };
    let step = |level: Option<String>| StepFigure {
        comparison: text(),
        level,
        left: text(),
        right: text(),
        weight: number,
        term_frequency: Some(number),
    };
    LinkageReport {
        title: text(),
        summary: Summary {
            tables: vec![TableFigure { name: text(), records: count }],
            records: count,
            pairs_possible: Some(count),
            pairs_compared: count,
            links: count,
            clusters: count,
            model: text(),
            threshold_probability: number,
            threshold_weight: number,
            seed: count,
            stages: vec![StageFigure { name: text(), seconds: number }],
        },
        prior_weight: number,
        comparisons: vec![ComparisonFigure {
            name: text(),
            is_learnt: false,
            levels: vec![LevelFigure { label: text(), m: number, u: number, weight: number }; 2],
        }],
        waterfalls: vec![WaterfallFigure {
            left: text(),
            right: text(),
            rule: Some(text()),
            is_match: Some(true),
            steps: vec![step(Some(text())), step(None)],
            adjustments: vec![AdjustmentFigure { name: text(), weight: number }],
            weight: number,
            probability: number,
        }],
        scores: ScoreFigure {
            from: number,
            class_width: number,
            pairs: vec![count; 3],
            matches: Some(vec![count; 2]),
            pairs_below: count,
        },
        calibration: Some(vec![CalibrationClass { predicted: number, pairs: count, matches: count }; 2]),
        thresholds: Some(vec![ThresholdPoint { weight: number, precision: number, recall: number, f1: number }; 3]),
        clusters: ClusterFigures {
            sizes: vec![ClusterSize { records: count, clusters: count }; 2],
            largest: vec![ClusterFigure { name: text(), records: count, links: count, weakest: Some(edge) }],
        },
        rules: RuleFigures {
            rules: vec![RuleFigure {
                name: text(),
                pairs: count,
                pairs_new: count,
                pairs_only: Some(count),
                expected_matches: number,
                recall: Some(number),
            }],
            union: RuleUnion { pairs: count, expected_matches: number, recall: Some(number) },
        },
        blocks: vec![BlockFigure { rule: text(), value: text(), records: count, pairs: count, is_passed_over: true }],
    }
}
