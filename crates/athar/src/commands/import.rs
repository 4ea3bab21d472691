//! `athar import`: brings lists into an archive, in the layouts and scripts in which they come.

use crate::archive_at::ArchiveAt;
use crate::importing::{How, Imported, import_file};
use crate::places;
use crate::printer::Printer;
use crate::words::{Language, Words};
use crate::{Outcome, WrongUse};
use anyhow::Context;
use exchange::{Hints, Item, Mapping};
use record::{Gazetteer, Problem, ProblemKind, Property, SourceKind, Visibility};
use serde::Serialize;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use web::Mark;

/// Rows that a dry run shows.
const SHOWN_ROWS: usize = 5;
/// Problems of one file that are shown; all are kept.
const SHOWN_PROBLEMS: usize = 10;
/// Before a list goes where it will not stay.
const OF_A_DRILL: &str =
    "This archive is a drill's, for practice: it is wiped when the drill ends, with whatever is imported into it.";
/// What stands where something is sealed.
const SEALED: &str = "(sealed)";

/// Import lists: CSV, XLSX, text, PDF. What a column means is guessed, printed, and can be fixed by a mapping.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The files; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    at: ArchiveAt,
    /// Name of the source (default: the file's name).
    #[arg(long)]
    source: Option<String>,
    /// Kind of list: what the people on it are, unless a column says otherwise.
    #[arg(long, default_value = "other", value_parser = kind_of)]
    kind: SourceKind,
    /// A mapping of columns to meanings (TOML), as a dry run with --write-mapping makes.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Write the mapping that was guessed to this file.
    #[arg(long)]
    write_mapping: Option<PathBuf>,
    /// Date of the list (such as 2024-12-09), which ages are as of.
    #[arg(long)]
    as_of: Option<String>,
    /// No two rows of the list are about the same person.
    #[arg(long)]
    one_row_per_person: bool,
    /// Show how the first rows are understood, and import nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn kind_of(text: &str) -> Result<SourceKind, String> {
    SourceKind::parse(text).ok_or_else(|| "kinds are freed, sought, register, dead, report and other".to_owned())
}

#[derive(Serialize)]
struct Report {
    file: String,
    /// Number of the import; none for a dry run or a file imported before.
    import: Option<String>,
    already_imported_as: Option<String>,
    records: u64,
    problems: u64,
    mapping: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<serde_json::Value>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if arguments.dry_run && arguments.files.iter().any(|file| file.as_os_str() == "-") {
        return Err(WrongUse("a dry run reads a file twice, so it takes no standard input".to_owned()).into());
    }
    if arguments.files.len() > 1
        && (arguments.mapping.is_some() || arguments.source.is_some() || arguments.write_mapping.is_some())
    {
        return Err(WrongUse("--mapping, --write-mapping and --source go with one file".to_owned()).into());
    }
    let mapping = match &arguments.mapping {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Some(Mapping::from_toml(&text).with_context(|| format!("mapping {}", path.display()))?)
        }
        None => None,
    };
    if arguments.at.mark() == Mark::Drill && !arguments.dry_run {
        printer.remark(OF_A_DRILL);
    }
    let mut reports = Vec::new();
    let mut clean = true;
    for file in &arguments.files {
        let report = if arguments.dry_run {
            dry_run(arguments, file, mapping.clone(), printer)?
        } else {
            import(arguments, file, mapping.clone(), printer)?
        };
        clean &= report.problems == 0 && report.already_imported_as.is_none();
        reports.push(report);
    }
    if arguments.json {
        printer.json(&reports)?;
    }
    Ok(if clean { Outcome::Done } else { Outcome::No })
}

fn name_of(file: &Path) -> String {
    file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn import(
    arguments: &Arguments,
    file: &Path,
    mapping: Option<Mapping>,
    printer: &mut Printer,
) -> anyhow::Result<Report> {
    let archive = arguments.at.open_or_create(printer)?;
    let source = arguments.source.clone().unwrap_or_else(|| name_of(file));
    let how = How {
        source: &source,
        kind: arguments.kind,
        mapping,
        as_of: arguments.as_of.clone(),
        one_row_per_person: arguments.one_row_per_person,
        by: None,
    };
    match import_file(&archive, file, &how, printer)? {
        Imported::Before(before) => {
            printer.remark(format!(
                "{}: the same file was imported as {} on {}; nothing was done. `athar undo` takes an import back.",
                file.display(),
                before.number,
                before.time
            ));
            Ok(Report {
                file: file.display().to_string(),
                import: None,
                already_imported_as: Some(before.number.to_string()),
                records: before.counts.records,
                problems: before.counts.problems,
                mapping: before.meta.mapping,
                rows: Vec::new(),
            })
        }
        Imported::New { accepted, mapping, summary } => {
            let text = mapping.to_toml()?;
            write_mapping(arguments, &text)?;
            if !arguments.json {
                print_mapping(file, &mapping, printer)?;
                printer.line(format!(
                    "{}: {} records from {} rows, {} problems",
                    accepted.number, accepted.counts.records, summary.rows, accepted.counts.problems
                ))?;
                let mut problems = Vec::new();
                archive.problems(accepted.number, |_, problem| {
                    if problems.len() < SHOWN_PROBLEMS {
                        problems.push(problem);
                    }
                    Ok(())
                })?;
                print_problems(file, &problems, accepted.counts.problems, printer)?;
            }
            Ok(Report {
                file: file.display().to_string(),
                import: Some(accepted.number.to_string()),
                already_imported_as: None,
                records: accepted.counts.records,
                problems: accepted.counts.problems,
                mapping: text,
                rows: Vec::new(),
            })
        }
    }
}

fn write_mapping(arguments: &Arguments, text: &str) -> anyhow::Result<()> {
    match &arguments.write_mapping {
        Some(path) => fs::write(path, text).with_context(|| format!("cannot write {}", path.display())),
        None => Ok(()),
    }
}

fn dry_run(
    arguments: &Arguments,
    file: &Path,
    mapping: Option<Mapping>,
    printer: &mut Printer,
) -> anyhow::Result<Report> {
    // Of the archive, where there is one already.
    let gazetteer = arguments.at.open().map_or_else(|_| Ok(Gazetteer::syria()), |archive| places::of(&archive))?;
    let mapping = match mapping {
        Some(mapping) => mapping,
        None => exchange::guess(file, &Hints { kind: arguments.kind, as_of: arguments.as_of.clone() }, gazetteer)?,
    };
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    let summary = exchange::read(file, &mapping, gazetteer, &mut |item| {
        match item {
            Item::Record(mut record, mut own) => {
                store::leave_open(&mut record, &mut own);
                problems.extend(own);
                records.push(record);
            }
            Item::Problem(mut problem) => {
                store::leave_problems_open(std::slice::from_mut(&mut problem));
                problems.push(problem);
            }
        }
        if records.len() < SHOWN_ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let text = mapping.to_toml()?;
    write_mapping(arguments, &text)?;
    if !arguments.json {
        print_mapping(file, &mapping, printer)?;
        for record in &records {
            printer.line(format!("{}:", record.position))?;
            for claim in &record.claims {
                let normal = if claim.normal == claim.as_written || claim.normal.is_empty() {
                    String::new()
                } else {
                    format!("  = {}", claim.normal)
                };
                let written = if claim.visibility == Visibility::Sealed { SEALED } else { &claim.as_written };
                printer.line(format!("    {:<20} {written}{normal}", claim.property.as_str()))?;
            }
        }
        print_problems(file, &problems, summary.problems, printer)?;
        printer.line("A dry run: nothing was imported.")?;
    }
    let rows =
        if arguments.json { records.iter().map(serde_json::to_value).collect::<Result<_, _>>()? } else { Vec::new() };
    Ok(Report {
        file: file.display().to_string(),
        import: None,
        already_imported_as: None,
        records: summary.records,
        problems: summary.problems,
        mapping: text,
        rows,
    })
}

fn print_mapping(file: &Path, mapping: &Mapping, printer: &mut Printer) -> anyhow::Result<()> {
    let date = mapping.as_of.as_deref().map_or_else(|| "date unknown".to_owned(), |date| format!("as of {date}"));
    printer.line(format!(
        "{}: {:?}, {date}. Columns as understood (--mapping corrects them):",
        file.display(),
        mapping.format
    ))?;
    for sheet in &mapping.sheets {
        if let Some(name) = &sheet.name {
            printer.line(format!("  sheet {name}, header in row {}", sheet.header_row))?;
        }
        for column in &sheet.columns {
            let property = if column.is_role { "role" } else { column.property.map_or("-", Property::as_str) };
            printer.line(format!("  {:<26} {property:<20} {}", column.header, column.why))?;
        }
    }
    Ok(())
}

/// The message that says what a problem is and what to do.
fn problem_key(kind: ProblemKind) -> String {
    let name = serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    format!("problem-{name}")
}

/// What a problem quotes, where that is not sealed.
fn quoted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(": \"{text}\"") }
}

fn print_problems(file: &Path, problems: &[Problem], total: u64, printer: &mut Printer) -> anyhow::Result<()> {
    let words = Words::of(Language::English);
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        let column = problem.column.as_deref().map(|column| format!(", column {column}")).unwrap_or_default();
        printer.line(format!(
            "  {}, {}{column}: {}{}",
            file.display(),
            problem.position,
            words.say(&problem_key(problem.kind)),
            quoted(problem.as_written.reveal())
        ))?;
    }
    if total > problems.len().min(SHOWN_PROBLEMS) as u64 {
        printer.line(format!("  … {total} problems in all; each is kept beside its row"))?;
    }
    Ok(())
}
