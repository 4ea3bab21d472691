//! Expressions on one record into columns of the model. The same expression becomes the same column, under a name
//! that reads like the expression, so that a translated model can be read and edited by people.

use std::collections::BTreeMap;

use super::node::{Node, Operator, Record, Type};
use super::{Dialect, Refusal, date, join, limits, pattern};
use crate::model::{ColumnDefinition, Source, Step};

/// The columns that a model has got so far.
pub(super) struct Columns {
    dialect: Dialect,
    defined: Vec<ColumnDefinition>,
    /// How each of the table's columns was first written, by its name in lower case.
    spellings: BTreeMap<String, String>,
    /// Meanings that differ from the other tool's in rare cases.
    remarks: Vec<&'static str>,
}

/// A column that is not yet defined: it may be only a step on the way to another.
pub(super) struct Draft {
    pub(super) record: Record,
    /// How the expression reads.
    pub(super) name: String,
    pub(super) from: Source,
    pub(super) steps: Vec<Step>,
}

impl Draft {
    fn then(mut self, step: Step, name: String) -> Draft {
        self.steps.push(step);
        self.name = name;
        self
    }

    /// Whether the column holds dates without a time of day.
    fn is_date(&self) -> bool {
        matches!(self.steps.last(), Some(Step::Date { format }) if !date::has_time(format))
    }
}

const CONCAT: &str = "`concat` leaves missing parts out there; here the whole is missing when a part is. `||` means the \
     same in both";
const EXTRACT: &str = "`regexp_extract` gives an empty text where it finds nothing, and two empty texts agree there; here \
     nothing found is a missing value, as with `nullif(regexp_extract(..), '')`";
const CAST_DATE: &str = "a text cast to a date is read as %Y-%m-%d only";

impl Columns {
    pub(super) fn new(dialect: Dialect) -> Columns {
        Columns { dialect, defined: Vec::new(), spellings: BTreeMap::new(), remarks: Vec::new() }
    }

    pub(super) fn into_parts(self) -> (Vec<ColumnDefinition>, Vec<&'static str>) {
        (self.defined, self.remarks)
    }

    /// The column that the expression is, and whose.
    pub(super) fn of(&mut self, node: &Node) -> Result<(Record, String), Refusal> {
        let draft = self.draft(node)?;
        Ok((draft.record, self.define(draft)?))
    }

    /// The name of a column of the table. All dialects but Postgres take small and capital letters for the same, so that
    /// the first spelling stands for all.
    pub(super) fn spelled(&mut self, name: &str) -> String {
        if self.dialect == Dialect::Postgres {
            return name.to_owned();
        }
        self.spellings.entry(name.to_lowercase()).or_insert_with(|| name.to_owned()).clone()
    }

    /// The columns that two expressions are: the left record's and the right record's.
    pub(super) fn pair(&mut self, one: &Node, other: &Node) -> Result<(String, String), Refusal> {
        match (self.of(one)?, self.of(other)?) {
            ((Record::Left, left), (Record::Right, right)) | ((Record::Right, right), (Record::Left, left)) => {
                Ok((left, right))
            }
            _ => Err(Refusal::new("it compares two columns of the same record".to_owned())),
        }
    }

    /// Whether the expression is a date without a time of day.
    pub(super) fn is_date(&mut self, node: &Node) -> Result<bool, Refusal> {
        Ok(self.draft(node)?.is_date())
    }

    /// The name of the column, which is made if it is not there.
    pub(super) fn define(&mut self, draft: Draft) -> Result<String, Refusal> {
        if let (Source::Column(column), true) = (&draft.from, draft.steps.is_empty()) {
            return Ok(column.clone());
        }
        let known = self.defined.iter().find(|known| known.from == draft.from && known.steps == draft.steps);
        if let Some(known) = known {
            return Ok(known.name.clone());
        }
        if self.defined.len() == limits::COLUMNS_MAX {
            return Err(Refusal::new(format!("the model has more than {} such expressions", limits::COLUMNS_MAX)));
        }
        // Two expressions read alike only where a column of the table is named like an expression.
        let mut name = draft.name.clone();
        for number in 2.. {
            if self.defined.iter().all(|known| known.name != name) {
                break;
            }
            name = format!("{} ({number})", draft.name);
        }
        self.defined.push(ColumnDefinition { name: name.clone(), from: draft.from, steps: draft.steps });
        Ok(name)
    }

    pub(super) fn draft(&mut self, node: &Node) -> Result<Draft, Refusal> {
        match node {
            Node::Column(record, name) => {
                let name = self.spelled(name);
                Ok(Draft { record: *record, name: name.clone(), from: Source::Column(name), steps: Vec::new() })
            }
            // Every value is a text here.
            Node::Cast(Type::Text, inner) => self.draft(inner),
            Node::Cast(Type::Date, inner) => self.date_only(inner),
            Node::Arithmetic(Operator::Concatenate, ..) => self.join(&join::parts(node)),
            Node::Call(name, arguments) => self.call(name, arguments),
            Node::Text(_) | Node::Number(..) => {
                Err(Refusal::new("a constant stands where a column is needed".to_owned()))
            }
            Node::Cast(..) => Err(Refusal::new(
                "a value is made a number or a time, which is done here in `abs(.. - ..)` only; compare it as it is"
                    .to_owned(),
            )),
            _ => Err(Refusal::new("a condition or a calculation stands where a column is needed".to_owned())),
        }
    }

    fn call(&mut self, name: &str, arguments: &[Node]) -> Result<Draft, Refusal> {
        match (name, arguments) {
            ("lower", [of]) => self.simple(of, Step::Lowercase, name),
            ("upper", [of]) => self.simple(of, Step::Uppercase, name),
            ("trim", [of]) => self.simple(of, Step::Trim, name),
            ("coalesce", [of]) => self.draft(of),
            ("substr", [of, Node::Text(pattern)]) if self.dialect == Dialect::Postgres => {
                let group = usize::from(pattern::has_group(pattern));
                self.extract(of, pattern.clone(), group)
            }
            ("substr", [of, start, length @ ..]) if length.len() < 2 => self.slice(of, start, length.first()),
            ("left", [of, length]) => self.slice(of, &Node::Number(1.0, "1".to_owned()), Some(length)),
            ("right", [of, length]) => {
                let length = length.as_whole().filter(|&length| length > 0).ok_or_else(|| Refusal::constant(name))?;
                let draft = self.draft(of)?;
                let reads = format!("substr({}, -{length})", draft.name);
                Ok(draft.then(Step::Slice { start: -length, length: None }, reads))
            }
            ("nullif", [of, text]) => {
                let text = text.as_text().ok_or_else(|| Refusal::constant(name))?;
                let remarked = self.remarks.contains(&EXTRACT);
                let draft = self.draft(of)?;
                if text.is_empty() {
                    // An empty text is a missing value here anyway, so that `EXTRACT` does not hold of this one.
                    self.remarks.retain(|&remark| remarked || remark != EXTRACT);
                    return Ok(draft);
                }
                let reads = format!("nullif({}, '{text}')", draft.name);
                Ok(draft.then(Step::MissingIf { text }, reads))
            }
            ("regexp_extract", [of, Node::Text(pattern), rest @ ..]) if rest.len() < 3 => {
                let group = match rest.first() {
                    Some(group) => group.as_whole().and_then(|group| usize::try_from(group).ok()),
                    None => Some(usize::from(self.dialect == Dialect::Spark)),
                };
                let group = group.ok_or_else(|| Refusal::constant(name))?;
                let pattern = pattern::with_options(pattern, rest.get(1))?;
                let draft = self.extract(of, pattern, group)?;
                self.remark(EXTRACT);
                Ok(draft)
            }
            ("regexp_replace", [of, Node::Text(pattern), Node::Text(with), rest @ ..]) if rest.len() < 2 => {
                let pattern = pattern::every_find(pattern, rest.first(), self.dialect)?;
                self.replace(of, pattern, pattern::replacement(with))
            }
            ("replace", [of, Node::Text(text), Node::Text(with)]) if !text.is_empty() => {
                self.replace(of, pattern::escaped(text), with.replace('$', "$$"))
            }
            ("date", [of]) => self.date_only(of),
            (
                "try_strptime" | "strptime" | "try_to_timestamp" | "to_timestamp" | "to_date" | "try_cast_date"
                | "try_cast_timestamp",
                [of, Node::Text(written)],
            ) => {
                let c_style = matches!(name, "try_strptime" | "strptime");
                let format = if c_style { Ok(written.clone()) } else { date::format(written, self.dialect) };
                let format = format?;
                let draft = self.draft(of)?;
                let reads = format!("{} as date {format}", draft.name);
                Ok(draft.then(Step::Date { format }, reads))
            }
            ("concat", parts) if !parts.is_empty() => {
                self.remark(CONCAT);
                self.join(&parts.iter().collect::<Vec<&Node>>())
            }
            ("concat_ws", [separator @ Node::Text(_), first, rest @ ..]) => {
                self.remark(CONCAT);
                let mut parts = vec![first];
                parts.extend(rest.iter().flat_map(|part| [separator, part]));
                self.join(&parts)
            }
            ("coalesce", _) => Err(Refusal::new(
                "`coalesce` takes the first of several columns; prepare it as a column of the table".to_owned(),
            )),
            _ => Err(Refusal::function_of(name, arguments)),
        }
    }

    fn simple(&mut self, of: &Node, step: Step, function: &str) -> Result<Draft, Refusal> {
        let draft = self.draft(of)?;
        let reads = format!("{function}({})", draft.name);
        Ok(draft.then(step, reads))
    }

    fn slice(&mut self, of: &Node, start: &Node, length: Option<&Node>) -> Result<Draft, Refusal> {
        let start = start.as_whole().filter(|&start| start != 0).ok_or_else(|| Refusal::constant("substr"))?;
        let length = match length {
            None => None,
            Some(length) => {
                let length =
                    length.as_whole().filter(|&length| length > 0).and_then(|length| u32::try_from(length).ok());
                Some(length.ok_or_else(|| Refusal::constant("substr"))?)
            }
        };
        let draft = self.draft(of)?;
        let reads = match length {
            Some(length) => format!("substr({}, {start}, {length})", draft.name),
            None => format!("substr({}, {start})", draft.name),
        };
        Ok(draft.then(Step::Slice { start, length }, reads))
    }

    fn extract(&mut self, of: &Node, pattern: String, group: usize) -> Result<Draft, Refusal> {
        let draft = self.draft(of)?;
        let reads = match group {
            0 => format!("regexp_extract({}, '{pattern}')", draft.name),
            _ => format!("regexp_extract({}, '{pattern}', {group})", draft.name),
        };
        Ok(draft.then(Step::Extract { pattern, group }, reads))
    }

    fn replace(&mut self, of: &Node, pattern: String, with: String) -> Result<Draft, Refusal> {
        let draft = self.draft(of)?;
        let reads = format!("regexp_replace({}, '{pattern}', '{with}')", draft.name);
        Ok(draft.then(Step::Replace { pattern, with }, reads))
    }

    fn date_only(&mut self, of: &Node) -> Result<Draft, Refusal> {
        let draft = self.draft(of)?;
        if draft.is_date() {
            return Ok(draft);
        }
        if draft.steps.iter().any(|step| matches!(step, Step::Date { .. })) {
            return Err(Refusal::new("a time of day is cut off, which has no counterpart here".to_owned()));
        }
        self.remark(CAST_DATE);
        let format = "%Y-%m-%d".to_owned();
        let reads = format!("{} as date {format}", draft.name);
        Ok(draft.then(Step::Date { format }, reads))
    }

    fn remark(&mut self, remark: &'static str) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }
}
