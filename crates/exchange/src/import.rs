//! Rows into records, by the mapping of their sheet. Formats hand in cells; what a cell says, `record` reads.

use crate::content::is_blank;
use crate::fold::fold;
use crate::mapping::{ColumnMapping, Mapping, NameOrder, SheetMapping};
use crate::{limits, table};
use record::{
    AsOf, Cell, Family, Gazetteer, PartialDate, Position, Private, Problem, ProblemKind, Property, Record, Role, Thing,
    read_cell,
};
use std::borrow::Cow;
use std::ops::ControlFlow;

/// What a reader hands out, in the order of the source.
#[derive(Clone, Debug)]
pub enum Item {
    /// A record, with what was wrong in its row.
    Record(Record, Vec<Problem>),
    /// A problem that belongs to no record.
    Problem(Problem),
}

/// What was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows or lines with anything in them, titles and header not counted.
    pub rows: u64,
    /// Records handed out.
    pub records: u64,
    /// Problems handed out, with records and alone.
    pub problems: u64,
    /// The receiver asked to stop before the end.
    pub stopped: bool,
}

/// Receives items and counts them.
pub(crate) struct Sink<'a> {
    receive: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    pub(crate) summary: Summary,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(receive: &'a mut dyn FnMut(Item) -> ControlFlow<()>) -> Sink<'a> {
        Sink { receive, summary: Summary::default() }
    }

    pub(crate) fn problem(&mut self, problem: Problem) {
        self.give(Item::Problem(problem));
    }

    pub(crate) fn give(&mut self, item: Item) {
        if self.summary.stopped {
            return;
        }
        match &item {
            Item::Record(_, problems) => {
                self.summary.records += 1;
                self.summary.problems += problems.len() as u64;
            }
            Item::Problem(_) => self.summary.problems += 1,
        }
        self.summary.stopped = (self.receive)(item).is_break();
    }
}

/// One row as a format hands it in.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowIn {
    pub(crate) position: Position,
    pub(crate) cells: Vec<CellIn>,
    /// What the format noticed about the row as a whole.
    pub(crate) problems: Vec<ProblemKind>,
}

/// One cell as a format hands it in.
#[derive(Clone, Debug, Default)]
pub(crate) struct CellIn {
    /// What is read for claims.
    pub(crate) text: String,
    /// What is kept, when that is not `text` (a formula).
    pub(crate) verbatim: Option<String>,
}

impl From<&str> for CellIn {
    fn from(text: &str) -> Self {
        CellIn { text: text.to_owned(), verbatim: None }
    }
}

/// A problem without a column.
pub(crate) fn problem(kind: ProblemKind, position: &Position, as_written: &str) -> Problem {
    Problem { position: position.clone(), column: None, as_written: shorten(as_written), kind }
}

fn shorten(text: &str) -> Private {
    Private::from(text.chars().take(limits::PROBLEM_CHARS).collect::<String>())
}

/// Turns the rows of one table into records.
pub(crate) struct Importer<'a> {
    headers: Vec<String>,
    columns: Vec<ColumnMapping>,
    /// Columns of the mapping that the file does not have.
    missing: Vec<ColumnMapping>,
    role: Role,
    as_of: AsOf,
    places: &'a Gazetteer,
    too_wide: bool,
    family_first: bool,
    ragged_counts: bool,
}

impl<'a> Importer<'a> {
    /// `headers` are those of the file; columns of the mapping find theirs by header, else by number.
    pub(crate) fn new(
        mapping: &Mapping,
        sheet: &SheetMapping,
        headers: Vec<String>,
        places: &'a Gazetteer,
    ) -> Importer<'a> {
        let columns: Vec<ColumnMapping> = sheet.columns.iter().filter_map(|column| place(column, &headers)).collect();
        let meant = |column: &&ColumnMapping| column.property.is_some() || column.is_role;
        let missing: Vec<ColumnMapping> =
            sheet.columns.iter().filter(meant).filter(|column| place(column, &headers).is_none()).cloned().collect();
        // Where the column is gone that said who is an informer, nobody on the list is taken for a detainee.
        let role = if missing.iter().any(|column| column.is_role) { Role::Unclear } else { mapping.role };
        let ragged_counts = !headers.is_empty();
        Importer {
            headers,
            columns,
            missing,
            role,
            as_of: mapping.as_of(),
            places,
            too_wide: false,
            family_first: mapping.name_order == NameOrder::FamilyFirst,
            ragged_counts,
        }
    }

    /// Workbooks have no ragged rows: cells that nobody filled are simply not there.
    pub(crate) fn without_ragged_rows(mut self) -> Importer<'a> {
        self.ragged_counts = false;
        self
    }

    /// Ages of the rows from here on are as of that.
    pub(crate) fn dated(&mut self, as_of: AsOf) {
        self.as_of = as_of;
    }

    /// Problems of the header itself.
    pub(crate) fn header_problems(&self, position: &Position, sink: &mut Sink<'_>) {
        for column in &self.missing {
            let mut gone = problem(ProblemKind::ColumnMissing, position, &column.header);
            gone.column = Some(column.header.clone());
            sink.problem(gone);
        }
        let mut seen: Vec<&str> = Vec::new();
        for header in self.headers.iter().take(limits::MAPPED_COLUMNS) {
            let shown = header.trim();
            if !shown.is_empty() && seen.contains(&shown) {
                let mut double = problem(ProblemKind::DuplicateHeader, position, shown);
                double.column = Some(shown.to_owned());
                sink.problem(double);
            }
            seen.push(shown);
        }
        if self.headers.len() > limits::MAPPED_COLUMNS {
            sink.problem(problem(ProblemKind::TooManyColumns, position, &self.headers.len().to_string()));
        }
    }

    pub(crate) fn row(&mut self, row: RowIn, sink: &mut Sink<'_>) {
        if row.cells.iter().all(|cell| cell.text.trim().is_empty() && cell.verbatim.is_none()) || self.is_header(&row) {
            return;
        }
        sink.summary.rows += 1;
        let position = row.position;
        let mut problems: Vec<Problem> = row.problems.iter().map(|kind| problem(*kind, &position, "")).collect();
        if self.ragged_counts && is_ragged(&row.cells, self.headers.len()) {
            problems.push(problem(ProblemKind::RaggedRow, &position, &row.cells.len().to_string()));
        }
        if row.cells.len() > limits::MAPPED_COLUMNS && self.headers.len() <= limits::MAPPED_COLUMNS && !self.too_wide {
            self.too_wide = true;
            problems.push(problem(ProblemKind::TooManyColumns, &position, &row.cells.len().to_string()));
        }
        let mut claims = Vec::new();
        let mut role = self.role;
        let as_of = self.as_of_row(&row.cells);
        for column in &self.columns {
            let Some(cell) = row.cells.get(column.index) else { continue };
            if column.is_role {
                role = match role_of(&cell.text) {
                    Some(said) => said,
                    None if is_blank(&cell.text) => role,
                    None => {
                        problems.push(problem(ProblemKind::RoleNotUnderstood, &position, &cell.text));
                        Role::Unclear
                    }
                };
            }
            let Some(property) = column.property else { continue };
            let header = self.headers.get(column.index).map_or("", String::as_str);
            for (property, text) in self.split(property, &cell.text) {
                let (mut claim, kinds) = read_cell(property, &text, as_of, self.places);
                if let Some(claim) =
                    claim.as_mut().filter(|claim| self.family_first && claim.property == Property::FullName)
                {
                    claim.normal = family_first(&claim.normal);
                }
                claims.extend(claim);
                problems.extend(kinds.into_iter().map(|kind| Problem {
                    position: position.clone(),
                    column: Some(header.trim().to_owned()).filter(|header| !header.is_empty()),
                    as_written: shorten(&cell.text),
                    kind,
                }));
            }
        }
        for (index, cell) in row.cells.iter().enumerate() {
            if let Some(formula) = &cell.verbatim {
                let mut computed = problem(ProblemKind::Formula, &position, formula);
                computed.column = self.headers.get(index).cloned();
                problems.push(computed);
            }
        }
        if claims.iter().all(|claim| !knows_by(claim.property)) {
            problems.push(problem(ProblemKind::NothingToKnowBy, &position, &joined(&row.cells)));
        }
        if claims.is_empty() {
            for problem in problems {
                sink.problem(problem);
            }
            return;
        }
        let verbatim = self.verbatim(row.cells);
        sink.give(Item::Record(Record { position, role, verbatim, claims }, problems));
    }

    fn has(&self, property: Property) -> bool {
        self.columns.iter().any(|column| column.property == Some(property))
    }

    /// An age on a row that states a death is as of the death; on an undated list, as of the row's own dates.
    fn as_of_row(&self, cells: &[CellIn]) -> AsOf {
        if !self.has(Property::Age) {
            return self.as_of;
        }
        let dated = |wanted: Property| {
            let column = self.columns.iter().find(|column| column.property == Some(wanted))?;
            PartialDate::parse_recent(&cells.get(column.index)?.text).ok().map(AsOf::from)
        };
        let undated = || {
            self.as_of
                .date
                .is_none()
                .then(|| dated(Property::EntryDate).or_else(|| dated(Property::ExitDate)))
                .flatten()
        };
        dated(Property::DeathDate).or_else(undated).unwrap_or(self.as_of)
    }

    /// A cell about an arrest may say when and where in one sentence.
    fn split<'t>(&self, property: Property, text: &'t str) -> Vec<(Property, Cow<'t, str>)> {
        if property == Property::ArrestPlace
            && !self.has(Property::ArrestDate)
            && text.chars().any(char::is_numeric)
            && text.len() < 1_000
        {
            let said = crate::sentence::arrest(text, self.places);
            if said.iter().any(|(own, _)| *own == Property::ArrestDate) {
                return said.into_iter().map(|(own, words)| (own, Cow::Owned(words))).collect();
            }
        }
        vec![(property, Cow::Borrowed(text))]
    }

    fn verbatim(&self, cells: Vec<CellIn>) -> Vec<Cell> {
        let kept = cells.into_iter().take(limits::VERBATIM_COLUMNS).enumerate();
        kept.map(|(index, cell)| Cell {
            header: self.headers.get(index).cloned().unwrap_or_default(),
            text: cell.verbatim.unwrap_or(cell.text),
        })
        .collect()
    }

    /// Long lists repeat their header on every page.
    fn is_header(&self, row: &RowIn) -> bool {
        let filled = self.headers.iter().filter(|header| !header.trim().is_empty()).count();
        filled > 1
            && row.cells.len() >= filled
            && self.headers.iter().zip(&row.cells).all(|(header, cell)| header.trim() == cell.text.trim())
    }
}

/// Trailing empty cells are how spreadsheets save, not a ragged row.
fn is_ragged(cells: &[CellIn], width: usize) -> bool {
    cells.len() < width || cells.iter().skip(width).any(|cell| !cell.text.trim().is_empty())
}

fn place(column: &ColumnMapping, headers: &[String]) -> Option<ColumnMapping> {
    if column.index >= limits::MAPPED_COLUMNS {
        return None;
    }
    let wanted = table::clean_header(&column.header);
    let same = |header: &String| table::clean_header(header) == wanted;
    let found = if wanted.is_empty() || headers.get(column.index).is_some_and(same) {
        column.index
    } else {
        // A header that the file does not have is no column: another one in its place would be read for it.
        headers.iter().position(same)?
    };
    Some(ColumnMapping { index: found, ..column.clone() })
}

/// Properties that a person can be known by, alone or with others of the kind.
pub(crate) fn knows_by(property: Property) -> bool {
    match property.family() {
        // The names of whoever asks, or of kin alone, are another person's.
        Family::Name => property.thing() == Thing::Person,
        Family::Number => !matches!(property, Property::RunningNumber | Property::RowIdentifier),
        Family::Contact => property == Property::Phone,
        Family::Text => matches!(property, Property::Appearance | Property::Mark),
        Family::Date | Family::Place | Family::Category => false,
    }
}

/// A whole name that the mapping says is written family name first, with the comma that says so to whoever
/// reads its parts. Words that open a compound (عبد, ابو, Abd, al) keep the next one.
fn family_first(name: &str) -> String {
    const OPENING: [&str; 14] =
        ["عبد", "ابو", "أبو", "ام", "أم", "ال", "آل", "abd", "abdul", "abdel", "abu", "abou", "al", "el"];
    if name.contains([',', '،']) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let opening = words.iter().take_while(|word| OPENING.contains(&word.to_lowercase().as_str())).count();
    match words.split_at_checked(opening + 1) {
        Some((family, rest)) if !rest.is_empty() => format!("{}, {}", family.join(" "), rest.join(" ")),
        _ => name.to_owned(),
    }
}

fn joined(cells: &[CellIn]) -> String {
    let filled = cells.iter().map(|cell| cell.text.trim()).filter(|text| !is_blank(text)).take(20);
    filled.collect::<Vec<_>>().join(" | ")
}

/// Words for what a person is in a source. Whoever is named for another reason than being sought must not be
/// taken for a detainee.
pub(crate) fn role_of(text: &str) -> Option<Role> {
    let folded = fold(text);
    let has = |words: &[&str]| {
        words.iter().any(|word| folded.split(' ').any(|own| own == *word || own.strip_prefix("ال") == Some(word)))
    };
    let roles: [(&[&str], Role); 13] = [
        (&["شاهد", "شاهده", "witness", "temoin", "tanik", "sahid"], Role::Witness),
        (
            &["مخبر", "واش", "مخبرون", "عميل", "متعاون", "مصدر", "informer", "informant", "indicateur", "muhbir"],
            Role::Informer,
        ),
        (&["شريك", "متهم", "accused", "coaccused", "accomplice", "suphe", "complice"], Role::CoAccused),
        (&["حارس", "guard", "gardien", "gardiyan"], Role::Guard),
        (&["قاض", "قاضي", "judge", "juge", "hakim", "yargic"], Role::Judge),
        (&["موقع", "signatory", "signataire", "imza"], Role::Signatory),
        (&["موظف", "ضابط", "محقق", "سجان", "staff", "officer", "interrogator", "personel"], Role::Staff),
        (&["مبلغ", "مراسل", "reporter", "declarant", "bildiren"], Role::Reporter),
        (&["قريب", "ذوي", "اهل", "relative", "family", "proche", "akraba", "xizm"], Role::Relative),
        (&["متوفي", "شهيد", "قتيل", "dead", "deceased", "killed", "decede", "olu", "miri", "sehid"], Role::Dead),
        (&["مفرج", "محرر", "حر", "released", "freed", "libere", "serbest", "azad"], Role::Freed),
        (
            &["مفقود", "مطلوب", "مغيب", "مختف", "missing", "sought", "disappeared", "disparu", "kayip", "winda"],
            Role::Sought,
        ),
        (&["معتقل", "موقوف", "سجين", "نزيل", "held", "detainee", "prisoner", "detenu", "tutuklu", "girti"], Role::Held),
    ];
    roles.iter().find(|(words, _)| has(words)).map(|(_, role)| *role)
}

#[cfg(test)]
mod tests {
    use super::family_first;

    #[test]
    fn a_family_first_name_says_so_with_a_comma() {
        assert_eq!(family_first("الخطيب سامر محمود"), "الخطيب, سامر محمود");
        assert_eq!(family_first("عبد الله سامر"), "عبد الله, سامر");
        assert_eq!(family_first("al Khatib Samer"), "al Khatib, Samer");
        assert_eq!(family_first("سامر"), "سامر");
        assert_eq!(family_first("Khatib, Samer"), "Khatib, Samer");
    }
}
