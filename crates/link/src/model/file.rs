//! A model as a TOML file.

use super::column::{ColumnDefinition, Source, Step};
use super::error::ModelError;
use super::level_file::{Context, LevelFile};
use super::{Comparison, Kind, Letters, Model, Prior, Rule, Training};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelFile {
    name: String,
    #[serde(default)]
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default)]
    letters: Letters,
    #[serde(default)]
    prior: PriorFile,
    #[serde(default)]
    training: TrainingFile,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    column: Vec<ColumnFile>,
    #[serde(default)]
    rule: Vec<RuleFile>,
    #[serde(default)]
    comparison: Vec<ComparisonFile>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriorFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recall: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<Vec<TermFile>>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TrainingFile {
    random_pairs: Option<u64>,
    level_pairs: Option<u64>,
    session_pairs: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sessions: Vec<Vec<TermFile>>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum TermFile {
    Same(String),
    Sides(SidesFile),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SidesFile {
    left: String,
    right: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    on: Vec<TermFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    join: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepFile>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum StepFile {
    Trim,
    Lowercase,
    Uppercase,
    Slice {
        start: i32,
        #[serde(skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
    },
    Extract {
        pattern: String,
        #[serde(default)]
        group: usize,
    },
    Replace {
        pattern: String,
        with: String,
    },
    Date(String),
    MissingIf(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparisonFile {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    levels: Vec<LevelFile>,
}

impl Model {
    /// Reads a model in TOML.
    pub fn from_toml(text: &str) -> Result<Model, ModelError> {
        let file: ModelFile = toml::from_str(text).map_err(|error| ModelError::Syntax(error.to_string()))?;
        let defaults = Training::default();
        let mut comparisons = Vec::new();
        for comparison in &file.comparison {
            let mut levels = Vec::new();
            for (at, level) in comparison.levels.iter().enumerate() {
                let context = Context { comparison: &comparison.name, column: comparison.column.as_deref(), at };
                levels.push(level.level(&context)?);
            }
            comparisons.push(Comparison { name: comparison.name.clone(), levels });
        }
        let columns = file.column.into_iter().map(column_of).collect::<Result<Vec<ColumnDefinition>, ModelError>>()?;
        let model = Model {
            name: file.name,
            kind: file.kind,
            id: file.id,
            letters: file.letters,
            columns,
            prior: Prior {
                probability: file.prior.probability,
                rules: file.prior.rules.into_iter().map(rule_of).collect(),
                recall: file.prior.recall,
            },
            training: Training {
                random_pairs: file.training.random_pairs.unwrap_or(defaults.random_pairs),
                level_pairs: file.training.level_pairs.unwrap_or(defaults.level_pairs),
                sessions: file.training.sessions.into_iter().map(rule_of).collect(),
                session_pairs: file.training.session_pairs.unwrap_or(defaults.session_pairs),
            },
            rules: file.rule.into_iter().map(|rule| rule_of(rule.on)).collect(),
            comparisons,
        };
        model.check()?;
        Ok(model)
    }

    /// The model as TOML, trained probabilities included. Reading it gives an equal model.
    pub fn to_toml(&self) -> String {
        let file = ModelFile {
            name: self.name.clone(),
            kind: self.kind,
            id: self.id.clone(),
            letters: self.letters,
            prior: PriorFile {
                probability: self.prior.probability,
                recall: self.prior.recall,
                rules: self.prior.rules.iter().map(terms_of).collect(),
            },
            training: TrainingFile {
                random_pairs: Some(self.training.random_pairs),
                level_pairs: Some(self.training.level_pairs),
                session_pairs: Some(self.training.session_pairs),
                sessions: self.training.sessions.iter().map(terms_of).collect(),
            },
            column: self.columns.iter().map(column_file).collect(),
            rule: self.rules.iter().map(|rule| RuleFile { on: terms_of(rule) }).collect(),
            comparison: self
                .comparisons
                .iter()
                .map(|comparison| ComparisonFile {
                    name: comparison.name.clone(),
                    column: None,
                    levels: comparison.levels.iter().enumerate().map(|(at, level)| LevelFile::of(level, at)).collect(),
                })
                .collect(),
        };
        // Every type of the file is one that TOML holds: a failure would be a bug of ours, told in the file itself.
        toml::to_string_pretty(&file).unwrap_or_else(|error| format!("# this model cannot be written: {error}\n"))
    }
}

fn rule_of(terms: Vec<TermFile>) -> Rule {
    let side = |term| match term {
        TermFile::Same(column) => (column.clone(), column),
        TermFile::Sides(sides) => (sides.left, sides.right),
    };
    Rule { on: terms.into_iter().map(side).collect() }
}

fn terms_of(rule: &Rule) -> Vec<TermFile> {
    let term = |(left, right): &(String, String)| {
        if left == right {
            TermFile::Same(left.clone())
        } else {
            TermFile::Sides(SidesFile { left: left.clone(), right: right.clone() })
        }
    };
    rule.on.iter().map(term).collect()
}

fn column_of(file: ColumnFile) -> Result<ColumnDefinition, ModelError> {
    let from = match (file.from, file.join) {
        (Some(column), None) => Source::Column(column),
        (None, Some(columns)) => Source::Join { columns, separator: file.separator.unwrap_or_else(|| " ".to_owned()) },
        _ => {
            let problem = "write either `from = \"a column\"` or `join = [\"a\", \"b\"]`".to_owned();
            return Err(ModelError::Invalid { place: format!("column `{}`", file.name), problem });
        }
    };
    let steps = file.steps.into_iter().map(|step| match step {
        StepFile::Trim => Step::Trim,
        StepFile::Lowercase => Step::Lowercase,
        StepFile::Uppercase => Step::Uppercase,
        StepFile::Slice { start, length } => Step::Slice { start, length },
        StepFile::Extract { pattern, group } => Step::Extract { pattern, group },
        StepFile::Replace { pattern, with } => Step::Replace { pattern, with },
        StepFile::Date(format) => Step::Date { format },
        StepFile::MissingIf(text) => Step::MissingIf { text },
    });
    Ok(ColumnDefinition { name: file.name, from, steps: steps.collect() })
}

fn column_file(column: &ColumnDefinition) -> ColumnFile {
    let (from, join, separator) = match &column.from {
        Source::Column(name) => (Some(name.clone()), None, None),
        Source::Join { columns, separator } => (None, Some(columns.clone()), Some(separator.clone())),
    };
    let steps = column.steps.iter().map(|step| match step {
        Step::Trim => StepFile::Trim,
        Step::Lowercase => StepFile::Lowercase,
        Step::Uppercase => StepFile::Uppercase,
        Step::Slice { start, length } => StepFile::Slice { start: *start, length: *length },
        Step::Extract { pattern, group } => StepFile::Extract { pattern: pattern.clone(), group: *group },
        Step::Replace { pattern, with } => StepFile::Replace { pattern: pattern.clone(), with: with.clone() },
        Step::Date { format } => StepFile::Date(format.clone()),
        Step::MissingIf { text } => StepFile::MissingIf(text.clone()),
    });
    ColumnFile { name: column.name.clone(), from, join, separator, steps: steps.collect() }
}
