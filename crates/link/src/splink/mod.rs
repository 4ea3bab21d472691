//! Models of Splink, versions 4 and 5: settings and trained models as JSON.
//!
//! A translated model gives each pair the weight that Splink gives it: the SQL of levels and blocking rules is read
//! into a syntax tree and that into tests and columns. What has no counterpart is refused by name; nothing is
//! approximated in silence. How training is done is not in such a file, and stays at what a new model has.
//!
//! In one point the two differ everywhere: an empty text is a missing value here, and a value there.

mod column;
mod comparison;
mod condition;
mod date;
mod file;
mod join;
mod level;
mod limits;
mod measure;
mod node;
mod parse;
mod pattern;
mod rule;
mod sql;
mod write;

use std::fmt;

use sqlparser::dialect as grammars;

use crate::model::{Kind, Letters, Model, ModelError, Prior, Rule, Training};
use column::Columns;
use node::{Node, Record};
use parse::Naming;
pub use write::write;

/// Something that a translation had to decide, which people may want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Which part of the model.
    pub place: String,
    /// What was decided.
    pub text: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.text)
    }
}

/// Translates a model.
pub fn read(json: &str) -> Result<Model, ModelError> {
    read_with_remarks(json).map(|(model, _)| model)
}

/// Translates a model, and says what had to be decided.
pub fn read_with_remarks(json: &str) -> Result<(Model, Vec<Remark>), ModelError> {
    if json.len() > limits::JSON_BYTES_MAX {
        return Err(ModelError::Syntax(format!("the file is longer than {} bytes", limits::JSON_BYTES_MAX)));
    }
    let settings: file::Settings = serde_json::from_str(json)
        .map_err(|error| ModelError::Syntax(format!("this is not a model of Splink 4 or 5: {error}")))?;
    let few = |what: &str, count: usize, most: usize| {
        if count > most { Err(invalid("the model", format!("it has {count} {what}; {most} are read"))) } else { Ok(()) }
    };
    few("comparisons", settings.comparisons.len(), limits::COMPARISONS_MAX)?;
    few("blocking rules", settings.blocking_rules_to_generate_predictions.len(), limits::RULES_MAX)?;

    let dialect = Dialect::of(&settings)?;
    let mut remarks = Vec::new();
    let mut columns = Columns::new(dialect);
    let rules = rules(&settings, dialect, &mut columns)?;
    let comparisons = comparison::translate(&settings, dialect, &mut columns, &mut remarks)?;
    let (columns, decided) = columns.into_parts();
    let column_remark = |text: &str| Remark { place: "columns".to_owned(), text: text.to_owned() };
    remarks.extend(decided.into_iter().map(column_remark));

    let model = Model {
        name: "Splink model".to_owned(),
        kind: kind(&settings.link_type)?,
        id: Some(settings.unique_id_column_name.clone().unwrap_or_else(|| "unique_id".to_owned())),
        letters: dialect.letters(),
        columns,
        prior: prior(&settings, &comparisons, &mut remarks)?,
        training: Training::default(),
        rules,
        comparisons,
    };
    Ok((model, remarks))
}

fn kind(link_type: &str) -> Result<Kind, ModelError> {
    match link_type {
        "dedupe_only" => Ok(Kind::Deduplicate),
        "link_only" | "two_dataset_link_only" => Ok(Kind::Link),
        "link_and_dedupe" => Ok(Kind::LinkAndDeduplicate),
        other => Err(invalid(
            "link_type",
            format!("`{other}` is not known; write dedupe_only, link_only or link_and_dedupe"),
        )),
    }
}

/// What Splink takes when a file says nothing.
const PRIOR_DEFAULT: f64 = 0.0001;

fn prior(
    settings: &file::Settings,
    comparisons: &[crate::model::Comparison],
    remarks: &mut Vec<Remark>,
) -> Result<Prior, ModelError> {
    let place = "probability_two_random_records_match";
    let given = settings.probability_two_random_records_match;
    if given.is_some_and(|given| given.is_nan() || given <= 0.0 || given >= 1.0) {
        return Err(invalid(place, "it must lie between 0 and 1".to_owned()));
    }
    let is_trained = comparisons
        .iter()
        .flat_map(|comparison| &comparison.levels)
        .any(|level| level.m.is_some() && level.u.is_some());
    let probability = given.or(is_trained.then_some(PRIOR_DEFAULT));
    // Splink itself takes the number for "not yet learnt" (`_lambda_is_default`).
    if probability == Some(PRIOR_DEFAULT) {
        let text = format!("{PRIOR_DEFAULT} is what Splink writes when it was neither given nor learnt");
        remarks.push(Remark { place: place.to_owned(), text });
    }
    Ok(Prior { probability, ..Prior::default() })
}

fn rules(settings: &file::Settings, dialect: Dialect, columns: &mut Columns) -> Result<Vec<Rule>, ModelError> {
    let rule = |(index, rule): (usize, &file::Rule)| {
        let refused = |refusal: Refusal| refusal.at(&format!("blocking rule {}", index + 1), rule.sql());
        if rule.explodes_arrays() {
            let why = "it meets the elements of lists one by one; write them as rows of the table".to_owned();
            return Err(refused(Refusal::new(why)));
        }
        if rule.dialect().is_some_and(|other| Dialect::named(other) != Some(dialect)) {
            return Err(refused(Refusal::new("its dialect is not that of the model".to_owned())));
        }
        let node = parse::parse(rule.sql(), dialect, Naming::Table).map_err(refused)?;
        rule::translate(&node, columns).map_err(refused)
    };
    settings.blocking_rules_to_generate_predictions.iter().enumerate().map(rule).collect()
}

/// The SQL that a model is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    DuckDb,
    Spark,
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The model's dialect. Settings that were never in a linker name it with their rules only.
    fn of(settings: &file::Settings) -> Result<Dialect, ModelError> {
        let rules = &settings.blocking_rules_to_generate_predictions;
        let named = settings.sql_dialect.as_deref().or_else(|| rules.iter().find_map(file::Rule::dialect));
        let name = named.unwrap_or("duckdb");
        Dialect::named(name).ok_or_else(|| {
            invalid("sql_dialect", format!("`{}` is not read; make the settings again with `duckdb`", shortened(name)))
        })
    }

    fn named(name: &str) -> Option<Dialect> {
        match name {
            "duckdb" => Some(Dialect::DuckDb),
            "spark" => Some(Dialect::Spark),
            "sqlite" => Some(Dialect::Sqlite),
            "postgres" => Some(Dialect::Postgres),
            _ => None,
        }
    }

    fn grammar(self) -> Box<dyn grammars::Dialect> {
        match self {
            Dialect::DuckDb => Box::new(grammars::DuckDbDialect {}),
            Dialect::Spark => Box::new(grammars::DatabricksDialect {}),
            Dialect::Sqlite => Box::new(grammars::SQLiteDialect {}),
            Dialect::Postgres => Box::new(grammars::PostgreSqlDialect {}),
        }
    }

    /// DuckDB's string functions alone count bytes.
    fn letters(self) -> Letters {
        if self == Dialect::DuckDb { Letters::Bytes } else { Letters::Characters }
    }
}

/// Why an expression is not translated. Its place and text are added where they are known.
#[derive(Debug)]
struct Refusal(String);

impl Refusal {
    fn new(why: String) -> Refusal {
        Refusal(why)
    }

    /// A function that has no counterpart.
    fn function(name: &str) -> Refusal {
        let shown = shortened(name);
        if is_of_lists(name) {
            return Refusal(format!("`{shown}` works on lists, which have no counterpart here; leave the level out"));
        }
        Refusal(format!("the function `{shown}` has no counterpart here; prepare it as a column of the table"))
    }

    /// The same, knowing what it is taken of: one value can be prepared, two records' values cannot.
    fn function_of(name: &str, arguments: &[Node]) -> Refusal {
        let of = |wanted| arguments.iter().any(|node| matches!(node, Node::Column(record, _) if *record == wanted));
        if of(Record::Left) && of(Record::Right) {
            let known = "levenshtein, damerau_levenshtein, jaro_similarity, jaro_winkler_similarity, jaccard, hamming";
            return Refusal(format!("the measure `{}` is not known; known are {known}", shortened(name)));
        }
        Refusal::function(name)
    }

    /// A function whose argument should have been a constant of another kind.
    fn constant(function: &str) -> Refusal {
        Refusal(format!("`{function}` is known with positive constants only"))
    }

    fn at(self, place: &str, expression: &str) -> ModelError {
        ModelError::Untranslatable { place: place.to_owned(), expression: shortened(expression), why: self.0 }
    }
}

/// Whether a function's name says that it takes or gives lists.
fn is_of_lists(function: &str) -> bool {
    function.starts_with("list_")
        || function.starts_with("array_")
        || matches!(function, "flatten" | "cardinality" | "size" | "transform" | "aggregate" | "zip_with" | "unnest")
}

/// An expression on one line, cut where it becomes long.
fn shortened(expression: &str) -> String {
    let mut shown = String::new();
    for word in expression.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
        if shown.chars().count() > limits::SHOWN_LETTERS_MAX {
            return shown.chars().take(limits::SHOWN_LETTERS_MAX).chain(['…']).collect();
        }
    }
    shown
}

fn invalid(place: &str, problem: String) -> ModelError {
    ModelError::Invalid { place: place.to_owned(), problem }
}
