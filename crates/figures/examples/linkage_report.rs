//! Writes the report of a linkage that never happened, in English and Arabic:
//! `cargo run -p athar-figures --example linkage_report -- report.html`.
//!
//! All numbers and names are made up. The words are those of the program.

use figures::Direction;
use figures::linkage::{
    AdjustmentFigure, BlockFigure, CalibrationClass, ClusterFigure, ClusterFigures, ClusterSize, ComparisonFigure,
    EdgeFigure, Edition, LevelFigure, LinkageReport, Name, RuleFigure, RuleFigures, RuleUnion, ScoreFigure,
    StageFigure, StepFigure, Summary, TableFigure, Texts, ThresholdPoint, WaterfallFigure, Word, page,
};
use std::collections::HashMap;

const ENGLISH: [&str; 2] =
    [include_str!("../../athar/i18n/en/report.ftl"), include_str!("../../athar/i18n/en/athar.ftl")];
const ARABIC: [&str; 2] =
    [include_str!("../../athar/i18n/ar/report.ftl"), include_str!("../../athar/i18n/ar/athar.ftl")];

/// As much of Fluent as the report needs: a message a line, arguments put in by name.
struct Lines(HashMap<&'static str, &'static str>);

impl Lines {
    fn of(files: [&'static str; 2]) -> Lines {
        Lines(files.iter().flat_map(|file| file.lines()).filter_map(|line| line.split_once(" = ")).collect())
    }
}

impl Texts for Lines {
    fn say(&self, word: Word, arguments: &[(&'static str, String)]) -> String {
        let mut text = self.0.get(word.key()).copied().unwrap_or(word.key()).to_owned();
        for (name, value) in arguments {
            text = text.replace(&format!("{{ ${name} }}"), &format!("\u{2068}{value}\u{2069}"));
        }
        text
    }

    fn name(&self, name: Name<'_>) -> String {
        let kind = match name {
            Name::Comparison(_) => "comparison",
            Name::Level(_) => "level",
            Name::Rule(_) => "rule",
            Name::Stage(_) => "stage",
            Name::Adjustment(_) => "adjustment",
        };
        let key = format!("{kind}-{}", name.as_str().replace(',', "").replace(' ', "-"));
        self.0.get(key.as_str()).copied().unwrap_or(name.as_str()).to_owned()
    }
}

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "report.html".to_owned());
    let (english, arabic) = (Lines::of(ENGLISH), Lines::of(ARABIC));
    let editions = [
        Edition { language: "en", direction: Direction::LeftToRight, texts: &english },
        Edition { language: "ar", direction: Direction::RightToLeft, texts: &arabic },
    ];
    std::fs::write(path, page(&report(), &editions))
}

fn report() -> LinkageReport {
    LinkageReport {
        title: "made-up-requests.csv, made-up-lists.csv".to_owned(),
        summary: summary(),
        prior_weight: -14.3,
        comparisons: comparisons(),
        waterfalls: waterfalls(),
        scores: scores(),
        calibration: Some(calibration()),
        thresholds: Some(thresholds()),
        clusters: clusters(),
        rules: rules(),
        blocks: blocks(),
    }
}

fn summary() -> Summary {
    let table = |name: &str, records| TableFigure { name: name.to_owned(), records };
    let stage = |name: &str, seconds| StageFigure { name: name.to_owned(), seconds };
    Summary {
        tables: vec![table("made-up-requests.csv", 18_240), table("made-up-lists.csv", 61_903)],
        records: 80_143,
        pairs_possible: Some(1_129_110_720),
        pairs_compared: 2_418_766,
        links: 9_471,
        clusters: 8_020,
        model: "person, learnt".to_owned(),
        threshold_probability: 0.5,
        threshold_weight: 0.0,
        seed: 1,
        stages: vec![
            stage("read", 0.84),
            stage("train", 3.1),
            stage("block and score", 12.62),
            stage("cluster", 0.11),
            stage("write", 0.42),
        ],
    }
}

fn comparisons() -> Vec<ComparisonFigure> {
    let of = |name: &str, is_learnt, levels: &[(&str, f64, f64)]| ComparisonFigure {
        name: name.to_owned(),
        is_learnt,
        levels: levels
            .iter()
            .map(|&(label, m, u)| LevelFigure { label: label.to_owned(), m, u, weight: (m / u).log2() })
            .collect(),
    };
    let part = [
        ("same", 0.61, 0.0105),
        ("spelling", 0.24, 0.0038),
        ("unusual spelling", 0.09, 0.0041),
        ("similar", 0.045, 0.0186),
        ("different", 0.015, 0.963),
        ("same across scripts", 0.71, 0.0112),
        ("different across scripts", 0.029, 0.951),
    ];
    vec![
        of("given", true, &part),
        of("father", true, &part),
        of("family", true, &part),
        of("mother", true, &part[..5]),
        of(
            "birth",
            true,
            &[
                ("same day", 0.52, 0.000_071),
                ("keying error", 0.08, 0.0011),
                ("day differs, within a year", 0.17, 0.0317),
                ("off by one year", 0.14, 0.041),
                ("off by four to nine", 0.06, 0.24),
                ("years apart", 0.03, 0.686),
            ],
        ),
        of("sex", true, &[("same", 0.994, 0.71), ("different", 0.006, 0.29)]),
        of("place", true, &[("same", 0.68, 0.061), ("one within the other", 0.19, 0.083), ("other", 0.13, 0.856)]),
        of(
            "national_number",
            false,
            &[("same", 0.93, 0.000_000_4), ("one digit off", 0.05, 0.000_02), ("other", 0.02, 0.999_98)],
        ),
    ]
}

fn step(comparison: &str, level: &str, values: [&str; 2], weight: f64, term_frequency: Option<f64>) -> StepFigure {
    let level = (!level.is_empty()).then(|| level.to_owned());
    let [left, right] = values.map(str::to_owned);
    StepFigure { comparison: comparison.to_owned(), level, left, right, weight, term_frequency }
}

fn waterfall(ids: [&str; 2], is_match: bool, steps: Vec<StepFigure>, kin: f64) -> WaterfallFigure {
    let steps_sum: f64 = steps.iter().map(|step| step.weight + step.term_frequency.unwrap_or(0.0)).sum();
    let weight = -14.3 + steps_sum + kin;
    let [left, right] = ids.map(str::to_owned);
    let adjustments =
        if kin == 0.0 { Vec::new() } else { vec![AdjustmentFigure { name: "kin".to_owned(), weight: kin }] };
    let probability = weight.exp2() / (1.0 + weight.exp2());
    let rule = Some("name part and birth year".to_owned());
    WaterfallFigure { left, right, rule, is_match: Some(is_match), steps, adjustments, weight, probability }
}

fn waterfalls() -> Vec<WaterfallFigure> {
    vec![
        waterfall(
            ["requests:17", "lists:4021"],
            true,
            vec![
                step("given", "same across scripts", ["شخص أ", "Person A"], 5.98, Some(1.9)),
                step("father", "spelling", ["والد أ", "والد ا"], 5.98, Some(-1.4)),
                step("family", "same across scripts", ["عائلة المثال", "Example Family"], 5.98, Some(2.7)),
                step("mother", "", ["والدة أ", ""], 0.0, None),
                step("birth", "off by one year", ["1981", "42 (18 December 2024)"], 1.77, None),
                step("sex", "same", ["ذكر", "M"], 0.49, None),
                step("place", "same", ["مدينة المثال", "Exampletown"], 3.48, None),
                step("national_number", "", ["", ""], 0.0, None),
            ],
            -1.2,
        ),
        waterfall(
            ["requests:204", "lists:88"],
            false,
            vec![
                step("given", "different", ["Person B", "Person C"], -6.0, None),
                step("father", "same", ["Father of B and C", "Father of B and C"], 5.86, Some(0.6)),
                step("family", "same", ["Sample", "Sample"], 5.86, Some(-2.1)),
                step("mother", "same", ["Mother of B and C", "Mother of B and C"], 5.86, Some(2.2)),
                step("birth", "off by four to nine", ["1979-03-02", "1985"], -2.0, None),
                step("sex", "same", ["F", "F"], 0.49, None),
                step("place", "one within the other", ["Exampletown", "Province of Examples"], 1.19, None),
                step("national_number", "other", ["000 000 001", "000 000 002"], -5.64, None),
            ],
            -4.4,
        ),
        waterfall(
            ["requests:511", "lists:90117"],
            true,
            vec![
                step("given", "same", ["Person D", "Person D"], 5.86, Some(-1.1)),
                step(
                    "father",
                    "similar",
                    ["Father of D, whose name is long enough to need a second line", "Fathr"],
                    1.27,
                    None,
                ),
                step("birth", "same day", ["1990-01-01", "1990-01-01"], 12.84, Some(-2.0)),
            ],
            0.0,
        ),
    ]
}

/// A bell over the weights, of so many pairs.
fn bell(pairs: f64, middle: f64, spread: f64) -> Vec<u64> {
    let at = |class: i32| -20.0 + (f64::from(class) + 0.5) - middle;
    (0..48).map(|class| (pairs / spread * (-0.5 * (at(class) / spread).powi(2)).exp()) as u64).collect()
}

fn scores() -> ScoreFigure {
    let matches = bell(3800.0, 11.0, 5.0);
    ScoreFigure {
        from: -20.0,
        class_width: 1.0,
        pairs: bell(160_000.0, -13.0, 3.2),
        matches: Some(matches),
        pairs_below: 2_011_402,
    }
}

fn calibration() -> Vec<CalibrationClass> {
    let classes = [
        (0.02, 5210, 97),
        (0.09, 402, 30),
        (0.21, 240, 44),
        (0.34, 171, 63),
        (0.47, 150, 64),
        (0.58, 144, 81),
        (0.69, 160, 117),
        (0.81, 233, 190),
        (0.93, 611, 580),
        (0.997, 8204, 8170),
    ];
    classes.map(|(predicted, pairs, matches)| CalibrationClass { predicted, pairs, matches }).to_vec()
}

fn thresholds() -> Vec<ThresholdPoint> {
    let smooth = |at: f64| 1.0 / (1.0 + (-at).exp());
    let points = (-20..=28).map(f64::from);
    let of = |weight: f64| {
        let (precision, recall) = (0.05 + 0.945 * smooth((weight + 5.0) / 2.2), 0.985 * smooth((16.0 - weight) / 3.0));
        ThresholdPoint { weight, precision, recall, f1: 2.0 * precision * recall / (precision + recall) }
    };
    points.map(of).collect()
}

fn clusters() -> ClusterFigures {
    let sizes = [(1, 60_411), (2, 6_874), (3, 911), (4, 172), (5, 41), (6, 12), (8, 6), (11, 3), (23, 1)];
    let cluster = |name: &str, records, links, weight: f64| ClusterFigure {
        name: name.to_owned(),
        records,
        links,
        weakest: Some(EdgeFigure {
            left: format!("requests:{}", records * 31),
            right: format!("lists:{}", records * 977),
            weight,
            probability: weight.exp2() / (1.0 + weight.exp2()),
        }),
    };
    ClusterFigures {
        sizes: sizes.map(|(records, clusters)| ClusterSize { records, clusters }).to_vec(),
        largest: vec![
            cluster("4021", 23, 61, 0.4),
            cluster("88", 11, 27, 1.1),
            cluster("90", 11, 55, 6.3),
            cluster("7", 11, 30, 0.9),
            cluster("120", 8, 28, 4.8),
        ],
    }
}

fn rules() -> RuleFigures {
    let rows = [
        ("two name parts", 1_204_311, 1_204_311, 310_204, 8_410.2, 0.861),
        ("name part and mother", 402_119, 120_450, 88_120, 7_011.9, 0.718),
        ("name part and birth year", 610_872, 402_330, 391_118, 7_902.4, 0.809),
        ("same number", 3_204, 410, 402, 2_930.0, 0.300),
        ("same birth day", 88_412, 61_003, 60_110, 5_102.7, 0.522),
        ("name parts, one a letter off", 630_262, 630_262, 630_001, 122.5, 0.012),
    ];
    let rule = |(name, pairs, pairs_new, only, expected_matches, recall): (&str, u64, u64, u64, f64, f64)| RuleFigure {
        name: name.to_owned(),
        pairs,
        pairs_new,
        pairs_only: Some(only),
        expected_matches,
        recall: Some(recall),
    };
    let union = RuleUnion { pairs: 2_418_766, expected_matches: 9_388.6, recall: Some(0.961) };
    RuleFigures { rules: rows.map(rule).to_vec(), union }
}

fn blocks() -> Vec<BlockFigure> {
    let rows = [
        ("two name parts", "شخص المثال", 4_120, true),
        ("two name parts", "Example Family", 812, false),
        ("name part and birth year", "عائلة المثال 1980", 604, false),
        ("same birth day", "1980-01-01", 411, false),
        ("name part and place", "Sample, Exampletown", 190, false),
        ("name part and mother", "<script>alert(1)</script>", 44, false),
    ];
    let block = |(rule, value, records, is_passed_over): (&str, &str, u64, bool)| BlockFigure {
        rule: rule.to_owned(),
        value: value.to_owned(),
        records,
        pairs: records * (records - 1) / 2,
        is_passed_over,
    };
    rows.map(block).to_vec()
}
