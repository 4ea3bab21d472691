//! When a level of a comparison holds. Tests have three outcomes, as in SQL: yes, no, and not known for want of a
//! value; only "yes" takes the level.

/// A test of a pair of records. Columns are names of the model's or the table's columns.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The left record's value is the right record's value.
    Equal {
        /// Column of the left record.
        left: String,
        /// Column of the right record.
        right: String,
    },
    /// A measure of two texts is within a bound.
    Measure {
        /// What is measured.
        measure: Measure,
        /// Column of the left record.
        left: String,
        /// Column of the right record.
        right: String,
        /// Which values pass.
        bound: Bound,
    },
    /// The value is missing. Never "not known".
    Missing {
        /// The column.
        column: String,
        /// Of which record.
        side: Side,
    },
    /// The value is this text.
    Is {
        /// The column.
        column: String,
        /// Of which record.
        side: Side,
        /// The text.
        text: String,
    },
    /// The two times are this many seconds apart. The columns hold dates (`Step::Date`), or are read as ISO 8601.
    SecondsApart {
        /// Column of the left record.
        left: String,
        /// Column of the right record.
        right: String,
        /// Which distances pass, in seconds.
        bound: Bound,
    },
    /// The two numbers are this far apart.
    NumbersApart {
        /// Column of the left record.
        left: String,
        /// Column of the right record.
        right: String,
        /// Which absolute differences pass.
        bound: Bound,
    },
    /// The two numbers are this far apart, as a share of the larger one.
    SharesApart {
        /// Column of the left record.
        left: String,
        /// Column of the right record.
        right: String,
        /// Which shares pass.
        bound: Bound,
    },
    /// The two points are this far apart on a sphere of 6,371 km radius.
    KilometresApart {
        /// Column of latitudes, in degrees.
        latitude: String,
        /// Column of longitudes, in degrees.
        longitude: String,
        /// Which distances pass, in kilometres.
        bound: Bound,
    },
    /// All of these hold.
    All(Vec<Test>),
    /// One of these holds.
    Any(Vec<Test>),
    /// This does not hold.
    Not(Box<Test>),
    /// Whatever the others left.
    Otherwise,
}

/// Which record of a pair is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// One of them, whichever.
    Either,
    /// Both of them.
    Both,
}

/// A measure of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Jaro's similarity (JASA 1989), 0 to 1.
    Jaro,
    /// Jaro–Winkler: raised for a common beginning of up to four letters, from .7 on (Winkler 1990).
    JaroWinkler,
    /// Insertions, deletions and substitutions of letters (Levenshtein 1966).
    Levenshtein,
    /// The same with exchanges of neighbours, in any order (Damerau 1964; Lowrance and Wagner 1975).
    DamerauLevenshtein,
    /// Letters that both have, of those that either has (Jaccard 1901), 0 to 1.
    Jaccard,
    /// Places at which two texts of one length differ.
    Hamming,
}

/// Which values of a measure pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// This or more.
    AtLeast(f64),
    /// More than this.
    Above(f64),
    /// This or less.
    AtMost(f64),
    /// Less than this.
    Below(f64),
}

impl Bound {
    /// Whether a value passes. Not a number never does.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Bound::AtLeast(bound) => value >= bound,
            Bound::Above(bound) => value > bound,
            Bound::AtMost(bound) => value <= bound,
            Bound::Below(bound) => value < bound,
        }
    }

    /// The number itself.
    pub fn number(self) -> f64 {
        match self {
            Bound::AtLeast(bound) | Bound::Above(bound) | Bound::AtMost(bound) | Bound::Below(bound) => bound,
        }
    }
}

impl Test {
    /// Every column that the test looks at, the left record's first.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Test::Equal { left, right }
            | Test::Measure { left, right, .. }
            | Test::SecondsApart { left, right, .. }
            | Test::NumbersApart { left, right, .. }
            | Test::SharesApart { left, right, .. } => vec![left, right],
            Test::Missing { column, .. } | Test::Is { column, .. } => vec![column],
            Test::KilometresApart { latitude, longitude, .. } => vec![latitude, longitude],
            Test::All(tests) | Test::Any(tests) => tests.iter().flat_map(Test::columns).collect(),
            Test::Not(test) => test.columns(),
            Test::Otherwise => Vec::new(),
        }
    }
}
