//! A model of linkage for any table: columns, comparisons with ordered levels, blocking rules, a prior, and what
//! training learnt.
//!
//! The model is Fellegi and Sunter's (JASA 1969): each comparison of two records falls into one level, each level has
//! a probability among pairs of one person (m) and of different people (u). It says nothing of how a table is read
//! or how pairs are found quickly; a model is plain data, written as TOML (`file`) or translated from another tool's
//! settings. What is learnt is kept in the model itself, so that a trained model is one file.

mod check;
mod column;
mod error;
mod file;
mod level_file;
mod test;

pub use column::{ColumnDefinition, Source, Step};
pub use error::ModelError;
pub use test::{Bound, Measure, Side, Test};

/// Which pairs are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Pairs within one table.
    #[default]
    Deduplicate,
    /// Pairs between two tables.
    Link,
    /// Both.
    LinkAndDeduplicate,
}

/// What a text's letters are to a string comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// Unicode characters.
    #[default]
    Characters,
    /// Bytes of UTF-8, as DuckDB's string functions count them: for models trained there.
    Bytes,
}

/// A model of linkage.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What people call it.
    pub name: String,
    /// Which pairs are asked for.
    pub kind: Kind,
    /// The column that names a row; without it the usual names are tried.
    pub id: Option<String>,
    /// How string comparisons count letters.
    pub letters: Letters,
    /// Columns made from columns of the table. A name that stands here hides the table's own column.
    pub columns: Vec<ColumnDefinition>,
    /// How likely two random records are one person.
    pub prior: Prior,
    /// How to learn what is not given.
    pub training: Training,
    /// Which records meet. A pair counts for the first rule that finds it.
    pub rules: Vec<Rule>,
    /// What is compared, in this order.
    pub comparisons: Vec<Comparison>,
}

/// How likely it is that two records, drawn at random from the pairs asked for, are one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prior {
    /// The probability, given or learnt.
    pub probability: Option<f64>,
    /// Rules that hardly ever find two different people: their pairs, divided by `recall`, are the matches.
    pub rules: Vec<Rule>,
    /// The share of all matches that `rules` are believed to find.
    pub recall: Option<f64>,
}

/// How m and u are learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// Random pairs for u, at the most. Sampling stops earlier when every level has been seen often enough.
    pub random_pairs: u64,
    /// How often each level must have been seen among random pairs for sampling to stop.
    pub level_pairs: u64,
    /// Sessions of expectation maximisation, each on the pairs of one rule, whose columns are held out of it.
    pub sessions: Vec<Rule>,
    /// Pairs of a session, at the most; above it a seeded sample is taken.
    pub session_pairs: u64,
}

impl Default for Training {
    fn default() -> Self {
        Training { random_pairs: 4_000_000, level_pairs: 400, sessions: Vec::new(), session_pairs: 500_000 }
    }
}

/// A blocking rule: two records meet when each of these columns agrees. A missing value never meets anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Pairs of columns: the left record's and the right record's; mostly the same column twice.
    pub on: Vec<(String, String)>,
}

impl Rule {
    /// A rule on columns of one name on both sides.
    pub fn of<const N: usize>(columns: [&str; N]) -> Rule {
        Rule { on: columns.iter().map(|&column| (column.to_owned(), column.to_owned())).collect() }
    }

    /// The rule as people read it: its columns with a plus between, `a=b` where the sides differ.
    pub fn name(&self) -> String {
        let terms: Vec<String> = self
            .on
            .iter()
            .map(|(left, right)| if left == right { left.clone() } else { format!("{left}={right}") })
            .collect();
        terms.join(" + ")
    }

    /// Whether both sides of every term are the same column.
    pub fn is_symmetric(&self) -> bool {
        self.on.iter().all(|(left, right)| left == right)
    }
}

/// One thing that is compared, with its levels from best to worst; the first level whose test holds is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What people call it.
    pub name: String,
    /// Levels in the order in which they are tried.
    pub levels: Vec<Level>,
}

/// One level of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// What people call it.
    pub label: String,
    /// When it holds.
    pub test: Test,
    /// Something that is needed is missing: the level weighs nothing and is left out of training.
    pub is_missing: bool,
    /// Probability among pairs of one person.
    pub m: Option<f64>,
    /// Probability among pairs of different people.
    pub u: Option<f64>,
    /// Training leaves m as it is.
    pub fix_m: bool,
    /// Training leaves u as it is.
    pub fix_u: bool,
    /// Rare values weigh more at this level.
    pub term_frequency: Option<TermFrequency>,
}

/// How the rarity of a value that agrees changes the weight: by
/// `strength · (log2 u − log2 max(share of left, share of right, share_min))`, u being that of the level `exact`.
#[derive(Clone, Debug, PartialEq)]
pub struct TermFrequency {
    /// The column whose values are counted.
    pub column: String,
    /// How much of the adjustment is made: 1 is all of it.
    pub strength: f64,
    /// No value counts as rarer than this share.
    pub share_min: f64,
    /// The level whose u is the share of an average value: that of exact agreement on the column.
    pub exact: usize,
}

impl Comparison {
    /// The level that stands for missing values, if there is one.
    pub fn missing(&self) -> Option<usize> {
        self.levels.iter().position(|level| level.is_missing)
    }
}

impl Model {
    /// Whether every level that weighs something has both its probabilities, and the prior is known.
    pub fn is_trained(&self) -> bool {
        let levels = self.comparisons.iter().flat_map(|comparison| &comparison.levels);
        self.prior.probability.is_some()
            && levels.filter(|level| !level.is_missing).all(|level| level.m.is_some() && level.u.is_some())
    }
}
