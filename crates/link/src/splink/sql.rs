//! Tests, columns and rules as DuckDB's SQL, the way Splink writes it.

use super::pattern;
use crate::model::{Bound, ColumnDefinition, Measure, Rule, Side, Source, Step, Test};

/// The columns of a model, for what is written of it.
pub(super) struct Sql<'m> {
    columns: &'m [ColumnDefinition],
}

/// How a column says which record it belongs to.
#[derive(Clone, Copy)]
enum Owner {
    /// `"first_name_l"`.
    Suffix(char),
    /// `l."first_name"`.
    Table(char),
}

impl<'m> Sql<'m> {
    /// Nothing is written of columns in numbers that no model has: each may stand within another.
    pub(super) fn new(columns: &'m [ColumnDefinition]) -> Option<Sql<'m>> {
        (columns.len() <= super::limits::COLUMNS_MAX).then_some(Sql { columns })
    }

    pub(super) fn rule(&self, rule: &Rule) -> Option<String> {
        let terms = rule.on.iter().map(|(left, right)| {
            let (left, right) = (self.column(left, Owner::Table('l'))?, self.column(right, Owner::Table('r'))?);
            Some(format!("({left} = {right})"))
        });
        let terms = terms.collect::<Option<Vec<String>>>()?;
        (!terms.is_empty()).then(|| terms.join(" AND "))
    }

    pub(super) fn condition(&self, test: &Test) -> Option<String> {
        let joined = |tests: &[Test], word: &str| {
            let parts = tests.iter().map(|test| Some(format!("({})", self.condition(test)?)));
            let parts = parts.collect::<Option<Vec<String>>>()?;
            (!parts.is_empty()).then(|| parts.join(word))
        };
        match test {
            Test::Equal { left, right } => Some(format!("{} = {}", self.left(left)?, self.right(right)?)),
            Test::Measure { measure, left, right, bound } => {
                let known = self.columns.len();
                let left = self.text_before(left, Owner::Suffix('l'), known)?;
                let right = self.text_before(right, Owner::Suffix('r'), known)?;
                Some(format!("{}({left}, {right}) {}", function(*measure), within(*bound)))
            }
            Test::Missing { column, side } => self.sides(column, *side, "IS NULL"),
            Test::Is { column, side, text } => self.sides(column, *side, &format!("= {}", quoted(text, '\''))),
            Test::SecondsApart { left, right, bound } => {
                Some(format!("ABS(EPOCH({}) - EPOCH({})) {}", self.left(left)?, self.right(right)?, within(*bound)))
            }
            Test::NumbersApart { left, right, bound } => {
                Some(format!("ABS({} - {}) {}", self.left(left)?, self.right(right)?, within(*bound)))
            }
            Test::SharesApart { left, right, bound } => {
                let (left, right) = (self.left(left)?, self.right(right)?);
                let larger = format!("CASE WHEN {right} > {left} THEN {right} ELSE {left} END");
                Some(format!("(ABS({left} - {right}) / ({larger})) {}", within(*bound)))
            }
            Test::KilometresApart { latitude, longitude, bound } => Some(distance(
                [&self.left(latitude)?, &self.right(latitude)?],
                [&self.left(longitude)?, &self.right(longitude)?],
                *bound,
            )),
            Test::All(tests) => joined(tests, " AND "),
            Test::Any(tests) => joined(tests, " OR "),
            Test::Not(test) => Some(format!("NOT ({})", self.condition(test)?)),
            // It stands for the level that nothing else took, and cannot be a part of another condition.
            Test::Otherwise => None,
        }
    }

    fn left(&self, column: &str) -> Option<String> {
        self.column(column, Owner::Suffix('l'))
    }

    fn right(&self, column: &str) -> Option<String> {
        self.column(column, Owner::Suffix('r'))
    }

    fn sides(&self, column: &str, side: Side, said: &str) -> Option<String> {
        let (left, right) = (self.left(column)?, self.right(column)?);
        Some(match side {
            Side::Left => format!("{left} {said}"),
            Side::Right => format!("{right} {said}"),
            Side::Either => format!("{left} {said} OR {right} {said}"),
            Side::Both => format!("{left} {said} AND {right} {said}"),
        })
    }

    fn column(&self, name: &str, owner: Owner) -> Option<String> {
        self.column_before(name, owner, self.columns.len())
    }

    /// A column as a text: the table's own may be of another type there.
    fn text_before(&self, name: &str, owner: Owner, known: usize) -> Option<String> {
        let written = self.column_before(name, owner, known)?;
        let is_defined = self.columns[..known].iter().any(|column| column.name == name);
        Some(if is_defined { written } else { format!("CAST({written} AS TEXT)") })
    }

    /// A column as one of the first `known` definitions has it, or the table's own.
    fn column_before(&self, name: &str, owner: Owner, known: usize) -> Option<String> {
        let Some(index) = self.columns[..known].iter().position(|column| column.name == name) else {
            return Some(match owner {
                Owner::Suffix(letter) => quoted(&format!("{name}_{letter}"), '"'),
                Owner::Table(letter) => format!("{letter}.{}", quoted(name, '"')),
            });
        };
        let column = &self.columns[index];
        let mut expression = match &column.from {
            Source::Column(from) => self.text_before(from, owner, index)?,
            Source::Join { columns, separator } => {
                let parts = columns.iter().map(|part| self.text_before(part, owner, index));
                let between = match separator.as_str() {
                    "" => " || ".to_owned(),
                    text => format!(" || {} || ", quoted(text, '\'')),
                };
                format!("({})", parts.collect::<Option<Vec<String>>>()?.join(&between))
            }
        };
        for (position, step) in column.steps.iter().enumerate() {
            // What follows a date works on its text, and DuckDB's text of a time is another.
            if position > 0 && matches!(column.steps[position - 1], Step::Date { .. }) {
                return None;
            }
            expression = applied(step, &expression)?;
        }
        // Columns of columns grow without end where each is joined from the last, twice.
        (expression.len() <= super::limits::SQL_BYTES_MAX).then_some(expression)
    }
}

fn applied(step: &Step, to: &str) -> Option<String> {
    let text = |text: &str| quoted(text, '\'');
    Some(match step {
        Step::Lowercase => format!("lower({to})"),
        Step::Uppercase => format!("upper({to})"),
        // An empty text is a value there and a missing one here.
        Step::Trim => format!("NULLIF(trim({to}), '')"),
        Step::Slice { start, length: Some(length) } => format!("NULLIF(substr({to}, {start}, {length}), '')"),
        Step::Slice { start, length: None } => format!("NULLIF(substr({to}, {start}), '')"),
        Step::Extract { pattern, group } => format!("NULLIF(regexp_extract({to}, {}, {group}), '')", text(pattern)),
        Step::Replace { pattern, with } => {
            format!(
                "NULLIF(regexp_replace({to}, {}, {}, 'g'), '')",
                text(pattern),
                text(&pattern::replacement_of(with)?)
            )
        }
        Step::Date { format } => format!("try_strptime({to}, {})", text(format)),
        Step::MissingIf { text: missing } => format!("NULLIF({to}, {})", text(missing)),
    })
}

fn function(measure: Measure) -> &'static str {
    match measure {
        Measure::Jaro => "jaro_similarity",
        Measure::JaroWinkler => "jaro_winkler_similarity",
        Measure::Levenshtein => "levenshtein",
        Measure::DamerauLevenshtein => "damerau_levenshtein",
        Measure::Jaccard => "jaccard",
        Measure::Hamming => "hamming",
    }
}

fn within(bound: Bound) -> String {
    let sign = match bound {
        Bound::AtLeast(_) => ">=",
        Bound::Above(_) => ">",
        Bound::AtMost(_) => "<=",
        Bound::Below(_) => "<",
    };
    format!("{sign} {}", bound.number())
}

/// The law of cosines, cut to what an arc cosine takes.
fn distance(latitude: [&str; 2], longitude: [&str; 2], bound: Bound) -> String {
    let [latitude_l, latitude_r] = latitude;
    let [longitude_l, longitude_r] = longitude;
    let cosine = format!(
        "sin(radians({latitude_l})) * sin(radians({latitude_r})) + cos(radians({latitude_l})) * \
         cos(radians({latitude_r})) * cos(radians({longitude_r} - {longitude_l}))"
    );
    let cut = format!("case when ({cosine}) > 1 then 1 when ({cosine}) < -1 then -1 else ({cosine}) end");
    format!("cast(acos({cut}) * 6371 as float) {}", within(bound))
}

fn quoted(text: &str, quote: char) -> String {
    let doubled: String = [quote, quote].iter().collect();
    format!("{quote}{}{quote}", text.replace(quote, &doubled))
}
