//! The numbers of a report. Names are as the model, the tables and the program have them: [`super::Texts::name`] may
//! translate those it knows, and all others are shown as they are, escaped.

/// A linkage in numbers.
#[derive(Clone, Debug, Default)]
pub struct LinkageReport {
    /// What the page is called in the browser and in its heading: say, the names of the tables.
    pub title: String,
    /// The run as a whole.
    pub summary: Summary,
    /// Log2 of the odds that two records match, before anything is compared.
    pub prior_weight: f64,
    /// The comparisons with their levels, in the order of the model.
    pub comparisons: Vec<ComparisonFigure>,
    /// Chosen pairs, step by step.
    pub waterfalls: Vec<WaterfallFigure>,
    /// How many pairs have which weight.
    pub scores: ScoreFigure,
    /// Predicted against observed; where truth is known.
    pub calibration: Option<Vec<CalibrationClass>>,
    /// Precision, recall and F1, by rising threshold; where truth is known.
    pub thresholds: Option<Vec<ThresholdPoint>>,
    /// Sizes of clusters, and the largest.
    pub clusters: ClusterFigures,
    /// What each blocking rule found.
    pub rules: RuleFigures,
    /// The values that bring most pairs, largest first.
    pub blocks: Vec<BlockFigure>,
}

/// The run as a whole.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The tables that were linked.
    pub tables: Vec<TableFigure>,
    /// Records in all of them.
    pub records: u64,
    /// Pairs that could have been compared, where it is known.
    pub pairs_possible: Option<u64>,
    /// Pairs that were compared.
    pub pairs_compared: u64,
    /// Links at the threshold or above.
    pub links: u64,
    /// Clusters of two records or more.
    pub clusters: u64,
    /// The model's name.
    pub model: String,
    /// The probability from which on a pair is kept as a link.
    pub threshold_probability: f64,
    /// The same as a weight: log2 of the odds.
    pub threshold_weight: f64,
    /// The seed of everything that was drawn at random.
    pub seed: u64,
    /// Time by stage.
    pub stages: Vec<StageFigure>,
}

/// A table that was linked.
#[derive(Clone, Debug, Default)]
pub struct TableFigure {
    /// Its name: say, that of its file.
    pub name: String,
    /// Its records.
    pub records: u64,
}

/// Time that a stage took.
#[derive(Clone, Debug, Default)]
pub struct StageFigure {
    /// Its name.
    pub name: String,
    /// Seconds.
    pub seconds: f64,
}

/// A comparison of the model.
#[derive(Clone, Debug, Default)]
pub struct ComparisonFigure {
    /// Its name.
    pub name: String,
    /// Whether its numbers were learnt from these tables.
    pub is_learnt: bool,
    /// Its levels, without the one for "not known".
    pub levels: Vec<LevelFigure>,
}

/// A level of a comparison.
#[derive(Clone, Debug, Default)]
pub struct LevelFigure {
    /// Its label.
    pub label: String,
    /// Its probability among pairs that match.
    pub m: f64,
    /// Its probability among pairs that do not.
    pub u: f64,
    /// What it is worth: log2(m/u).
    pub weight: f64,
}

/// One pair, weighed step by step.
#[derive(Clone, Debug, Default)]
pub struct WaterfallFigure {
    /// The id of the one record.
    pub left: String,
    /// The id of the other.
    pub right: String,
    /// The rule by which they met.
    pub rule: Option<String>,
    /// Whether they match in truth, where it is known.
    pub is_match: Option<bool>,
    /// The comparisons, in the order of the model.
    pub steps: Vec<StepFigure>,
    /// What is added or taken off after the comparisons: say, for kin.
    pub adjustments: Vec<AdjustmentFigure>,
    /// The final weight: log2 of the odds, the prior included.
    pub weight: f64,
    /// The same as a probability.
    pub probability: f64,
}

/// What one comparison adds to a pair.
#[derive(Clone, Debug, Default)]
pub struct StepFigure {
    /// The comparison's name.
    pub comparison: String,
    /// The label of the level that it reached; none where a value is missing.
    pub level: Option<String>,
    /// What the one record says.
    pub left: String,
    /// What the other says.
    pub right: String,
    /// What the level adds, without what follows.
    pub weight: f64,
    /// What is added because the value is rarer, or taken off because it is more frequent, than values are on average.
    pub term_frequency: Option<f64>,
}

/// A part of a weight that is no comparison's.
#[derive(Clone, Debug, Default)]
pub struct AdjustmentFigure {
    /// Its name.
    pub name: String,
    /// What it adds.
    pub weight: f64,
}

/// How many pairs have which weight.
#[derive(Clone, Debug, Default)]
pub struct ScoreFigure {
    /// The weight at which the first class begins.
    pub from: f64,
    /// How wide a class is.
    pub class_width: f64,
    /// Pairs of each class; where truth is known, of those that do not match.
    pub pairs: Vec<u64>,
    /// Pairs of each class that match; where truth is known.
    pub matches: Option<Vec<u64>>,
    /// Compared pairs whose weight is below the first class.
    pub pairs_below: u64,
}

/// Pairs of about the same predicted probability.
#[derive(Clone, Copy, Debug, Default)]
pub struct CalibrationClass {
    /// The mean of what was predicted.
    pub predicted: f64,
    /// How many pairs.
    pub pairs: u64,
    /// How many of them match in truth.
    pub matches: u64,
}

/// How good the links from one weight on are.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThresholdPoint {
    /// The weight.
    pub weight: f64,
    /// Share of links that match.
    pub precision: f64,
    /// Share of matches that are linked.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
}

/// Clusters in numbers.
#[derive(Clone, Debug, Default)]
pub struct ClusterFigures {
    /// How many clusters are of which size, by rising size.
    pub sizes: Vec<ClusterSize>,
    /// The largest, largest first.
    pub largest: Vec<ClusterFigure>,
}

/// How many clusters are of one size.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClusterSize {
    /// Records in each.
    pub records: u64,
    /// How many clusters.
    pub clusters: u64,
}

/// One cluster.
#[derive(Clone, Debug, Default)]
pub struct ClusterFigure {
    /// Its id.
    pub name: String,
    /// Its records.
    pub records: u64,
    /// Links within it.
    pub links: u64,
    /// The weakest link that it needs in order to hold together.
    pub weakest: Option<EdgeFigure>,
}

/// A link between two records.
#[derive(Clone, Debug, Default)]
pub struct EdgeFigure {
    /// The id of the one record.
    pub left: String,
    /// The id of the other.
    pub right: String,
    /// Log2 of the odds.
    pub weight: f64,
    /// The same as a probability.
    pub probability: f64,
}

/// What blocking cost and brought.
#[derive(Clone, Debug, Default)]
pub struct RuleFigures {
    /// The rules, in the order in which they are asked.
    pub rules: Vec<RuleFigure>,
    /// All rules together, each pair once.
    pub union: RuleUnion,
}

/// One blocking rule.
#[derive(Clone, Debug, Default)]
pub struct RuleFigure {
    /// Its name.
    pub name: String,
    /// Pairs that it finds.
    pub pairs: u64,
    /// Those of them that no earlier rule finds.
    pub pairs_new: u64,
    /// Those of them that no other rule finds, where it was counted or estimated.
    pub pairs_only: Option<u64>,
    /// Matches expected among its pairs: the sum of their probabilities.
    pub expected_matches: f64,
    /// Share of all matches that it finds, as far as it can be estimated.
    pub recall: Option<f64>,
}

/// All rules together.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleUnion {
    /// Pairs.
    pub pairs: u64,
    /// Matches expected among them.
    pub expected_matches: f64,
    /// Share of all matches that they find, as far as it can be estimated.
    pub recall: Option<f64>,
}

/// Records that share a value, so that a rule compares them.
#[derive(Clone, Debug, Default)]
pub struct BlockFigure {
    /// The rule.
    pub rule: String,
    /// The value.
    pub value: String,
    /// Records that have it.
    pub records: u64,
    /// Pairs among them.
    pub pairs: u64,
    /// Whether it was passed over because it is too large.
    pub is_passed_over: bool,
}
