//! A level as it stands in a model file: flat, with a word for the test and what belongs to it.

use super::error::ModelError;
use super::test::{Bound, Measure, Side, Test};
use super::{Level, TermFrequency};
use serde::{Deserialize, Serialize};

/// Tests of a level may stand in each other this deep.
const DEPTH_MAX: usize = 16;

/// A level or a test inside one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelFile {
    is: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<Side>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    above: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Vec<LevelFile>>,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    missing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    m: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    u: Option<f64>,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    fix_m: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    fix_u: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    term_frequency: Option<TermFrequencyFile>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum TermFrequencyFile {
    Switch(bool),
    Full(TermFrequencyTable),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TermFrequencyTable {
    column: String,
    #[serde(default = "one")]
    strength: f64,
    #[serde(default)]
    share_min: f64,
    exact: usize,
}

fn one() -> f64 {
    1.0
}

/// Where a level stands, and the column that its tests mean when they name none.
pub(super) struct Context<'model> {
    pub(super) comparison: &'model str,
    pub(super) column: Option<&'model str>,
    pub(super) at: usize,
}

impl Context<'_> {
    fn wrong(&self, problem: impl Into<String>) -> ModelError {
        let place = format!("comparison `{}`, level {}", self.comparison, self.at + 1);
        ModelError::Invalid { place, problem: problem.into() }
    }
}

impl LevelFile {
    /// The level that is meant.
    pub(super) fn level(&self, context: &Context<'_>) -> Result<Level, ModelError> {
        let test = self.test(context, 0)?;
        let term_frequency = match &self.term_frequency {
            None | Some(TermFrequencyFile::Switch(false)) => None,
            Some(TermFrequencyFile::Switch(true)) => match &test {
                Test::Equal { left, right } if left == right => {
                    Some(TermFrequency { column: left.clone(), strength: 1.0, share_min: 0.0, exact: context.at })
                }
                _ => {
                    let text = "`term_frequency = true` belongs to a level of equal values; elsewhere write \
                                `term_frequency = { column = \"…\", exact = n }`, n being the number of that level, from 0";
                    return Err(context.wrong(text));
                }
            },
            Some(TermFrequencyFile::Full(table)) => Some(TermFrequency {
                column: table.column.clone(),
                strength: table.strength,
                share_min: table.share_min,
                exact: table.exact,
            }),
        };
        Ok(Level {
            label: self.label.clone().unwrap_or_else(|| label(&test)),
            is_missing: self.missing || self.is == "missing",
            m: self.m,
            u: self.u,
            fix_m: self.fix_m,
            fix_u: self.fix_u,
            term_frequency,
            test,
        })
    }

    fn test(&self, context: &Context<'_>, depth: usize) -> Result<Test, ModelError> {
        if depth > DEPTH_MAX {
            return Err(context.wrong(format!("tests stand in each other more than {DEPTH_MAX} deep")));
        }
        let column = self.column.as_deref().or(context.column);
        let need = |given: &Option<String>| {
            let name = given.as_deref().or(column).map(str::to_owned);
            name.ok_or_else(|| context.wrong(format!("`{}` names no column: write `column = \"…\"`", self.is)))
        };
        let sides = || Ok((need(&self.left)?, need(&self.right)?));
        let of = || {
            let tests = self.of.as_ref().filter(|tests| !tests.is_empty());
            let tests = tests.ok_or_else(|| context.wrong(format!("`{}` needs `of = [ … ]`", self.is)))?;
            tests.iter().map(|test| test.test(context, depth + 1)).collect::<Result<Vec<Test>, ModelError>>()
        };
        let measure = |measure| {
            let ((left, right), bound) = (sides()?, self.bound(context)?);
            Ok(Test::Measure { measure, left, right, bound })
        };
        match self.is.as_str() {
            "missing" => Ok(Test::Missing { column: need(&None)?, side: self.side.unwrap_or(Side::Either) }),
            "equal" => sides().map(|(left, right)| Test::Equal { left, right }),
            "text" => {
                let text = self.text.clone().ok_or_else(|| context.wrong("`text` needs `text = \"…\"`"))?;
                Ok(Test::Is { column: need(&None)?, side: self.side.unwrap_or(Side::Both), text })
            }
            "jaro" => measure(Measure::Jaro),
            "jaro_winkler" => measure(Measure::JaroWinkler),
            "levenshtein" => measure(Measure::Levenshtein),
            "damerau_levenshtein" => measure(Measure::DamerauLevenshtein),
            "jaccard" => measure(Measure::Jaccard),
            "hamming" => measure(Measure::Hamming),
            "seconds_apart" => {
                let ((left, right), bound) = (sides()?, self.bound(context)?);
                Ok(Test::SecondsApart { left, right, bound })
            }
            "days_apart" => {
                let ((left, right), bound) = (sides()?, scaled(self.bound(context)?, 86_400.0));
                Ok(Test::SecondsApart { left, right, bound })
            }
            "numbers_apart" => {
                let ((left, right), bound) = (sides()?, self.bound(context)?);
                Ok(Test::NumbersApart { left, right, bound })
            }
            "shares_apart" => {
                let ((left, right), bound) = (sides()?, self.bound(context)?);
                Ok(Test::SharesApart { left, right, bound })
            }
            "kilometres_apart" => {
                let both = self.latitude.clone().zip(self.longitude.clone());
                let text = "`kilometres_apart` needs `latitude = \"…\"` and `longitude = \"…\"`";
                let (latitude, longitude) = both.ok_or_else(|| context.wrong(text))?;
                Ok(Test::KilometresApart { latitude, longitude, bound: self.bound(context)? })
            }
            "all" => of().map(Test::All),
            "any" => of().map(Test::Any),
            "not" => {
                let mut tests = of()?;
                let one = tests.pop().filter(|_| tests.is_empty());
                one.map(|test| Test::Not(Box::new(test))).ok_or_else(|| context.wrong("`not` takes one test"))
            }
            "otherwise" => Ok(Test::Otherwise),
            other => Err(context.wrong(format!(
                "no test is called `{other}`; there are missing, equal, text, jaro, jaro_winkler, levenshtein, \
                 damerau_levenshtein, jaccard, hamming, seconds_apart, days_apart, numbers_apart, shares_apart, \
                 kilometres_apart, all, any, not, otherwise"
            ))),
        }
    }

    fn bound(&self, context: &Context<'_>) -> Result<Bound, ModelError> {
        let given = [
            self.at_least.map(Bound::AtLeast),
            self.above.map(Bound::Above),
            self.at_most.map(Bound::AtMost),
            self.below.map(Bound::Below),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(bound), None) if bound.number().is_finite() => Ok(bound),
            _ => Err(context.wrong(format!("`{}` needs one of at_least, above, at_most, below: a number", self.is))),
        }
    }

    /// How a level is written.
    pub(super) fn of(level: &Level, at: usize) -> LevelFile {
        let mut file = written(&level.test);
        file.label = Some(level.label.clone());
        file.missing = level.is_missing && file.is != "missing";
        (file.m, file.u, file.fix_m, file.fix_u) = (level.m, level.u, level.fix_m, level.fix_u);
        file.term_frequency = level.term_frequency.as_ref().map(|adjustment| {
            let is_full = (adjustment.strength - 1.0).abs() < f64::EPSILON && adjustment.share_min <= 0.0;
            let plain = adjustment.exact == at && is_full;
            match &level.test {
                Test::Equal { left, right } if plain && left == right && *left == adjustment.column => {
                    TermFrequencyFile::Switch(true)
                }
                _ => TermFrequencyFile::Full(TermFrequencyTable {
                    column: adjustment.column.clone(),
                    strength: adjustment.strength,
                    share_min: adjustment.share_min,
                    exact: adjustment.exact,
                }),
            }
        });
        file
    }
}

fn scaled(bound: Bound, factor: f64) -> Bound {
    match bound {
        Bound::AtLeast(number) => Bound::AtLeast(number * factor),
        Bound::Above(number) => Bound::Above(number * factor),
        Bound::AtMost(number) => Bound::AtMost(number * factor),
        Bound::Below(number) => Bound::Below(number * factor),
    }
}

fn written(test: &Test) -> LevelFile {
    let named = |is: &str| LevelFile { is: is.to_owned(), ..LevelFile::default() };
    let sided = |is: &str, left: &String, right: &String, bound: Option<Bound>| {
        let mut file = named(is);
        if left == right {
            file.column = Some(left.clone());
        } else {
            (file.left, file.right) = (Some(left.clone()), Some(right.clone()));
        }
        bounded(file, bound)
    };
    match test {
        Test::Equal { left, right } => sided("equal", left, right, None),
        Test::Measure { measure, left, right, bound } => sided(measure_name(*measure), left, right, Some(*bound)),
        Test::SecondsApart { left, right, bound } => sided("seconds_apart", left, right, Some(*bound)),
        Test::NumbersApart { left, right, bound } => sided("numbers_apart", left, right, Some(*bound)),
        Test::SharesApart { left, right, bound } => sided("shares_apart", left, right, Some(*bound)),
        Test::KilometresApart { latitude, longitude, bound } => {
            let mut file = named("kilometres_apart");
            (file.latitude, file.longitude) = (Some(latitude.clone()), Some(longitude.clone()));
            bounded(file, Some(*bound))
        }
        Test::Missing { column, side } => {
            LevelFile { column: Some(column.clone()), side: Some(*side), ..named("missing") }
        }
        Test::Is { column, side, text } => {
            LevelFile { column: Some(column.clone()), side: Some(*side), text: Some(text.clone()), ..named("text") }
        }
        Test::All(tests) => LevelFile { of: Some(tests.iter().map(written).collect()), ..named("all") },
        Test::Any(tests) => LevelFile { of: Some(tests.iter().map(written).collect()), ..named("any") },
        Test::Not(test) => LevelFile { of: Some(vec![written(test)]), ..named("not") },
        Test::Otherwise => named("otherwise"),
    }
}

fn bounded(mut file: LevelFile, bound: Option<Bound>) -> LevelFile {
    match bound {
        Some(Bound::AtLeast(number)) => file.at_least = Some(number),
        Some(Bound::Above(number)) => file.above = Some(number),
        Some(Bound::AtMost(number)) => file.at_most = Some(number),
        Some(Bound::Below(number)) => file.below = Some(number),
        None => {}
    }
    file
}

fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Jaro => "jaro",
        Measure::JaroWinkler => "jaro_winkler",
        Measure::Levenshtein => "levenshtein",
        Measure::DamerauLevenshtein => "damerau_levenshtein",
        Measure::Jaccard => "jaccard",
        Measure::Hamming => "hamming",
    }
}

/// What a level is called when nobody said.
fn label(test: &Test) -> String {
    let bound_words = |bound: &Bound| match bound {
        Bound::AtLeast(number) => format!("{number} or more"),
        Bound::Above(number) => format!("above {number}"),
        Bound::AtMost(number) => format!("{number} or less"),
        Bound::Below(number) => format!("below {number}"),
    };
    match test {
        Test::Missing { .. } => "missing".to_owned(),
        Test::Equal { .. } => "equal".to_owned(),
        Test::Measure { measure, bound, .. } => format!("{} {}", measure_name(*measure), bound_words(bound)),
        Test::SecondsApart { bound, .. } => {
            let days = scaled(*bound, 1.0 / 86_400.0);
            format!("days apart: {}", bound_words(&days))
        }
        Test::NumbersApart { bound, .. } => format!("apart: {}", bound_words(bound)),
        Test::SharesApart { bound, .. } => format!("share apart: {}", bound_words(bound)),
        Test::KilometresApart { bound, .. } => format!("kilometres apart: {}", bound_words(bound)),
        Test::Is { text, .. } => format!("text `{text}`"),
        Test::All(tests) => tests.iter().map(label).collect::<Vec<String>>().join(" and "),
        Test::Any(tests) => tests.iter().map(label).collect::<Vec<String>>().join(" or "),
        Test::Not(test) => format!("not {}", label(test)),
        Test::Otherwise => "otherwise".to_owned(),
    }
}
