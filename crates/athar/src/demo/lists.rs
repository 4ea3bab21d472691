//! The six lists as files: who stands on which, in which order, in which bytes.

use super::fate::{OPENED, Outcome};
use super::kinds::{ErrorKind, Kinds};
use super::pen::{Pen, Row};
use super::people::Person;
use super::random::Random;
use super::rates::Tally;
use super::{PersonNumber, gate, hospital, message, morgue, register, requests};

/// Where a row stands in its file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RowPosition {
    /// The sheet, in a workbook.
    pub(crate) sheet: Option<String>,
    /// The row in the sheet, or the line in the file, from 1; titles and header count.
    pub(crate) row: u32,
}

/// One list as somebody sent it, with the truth about it.
#[derive(Clone, Debug)]
pub(crate) struct List {
    /// The file's name.
    pub(crate) name: String,
    /// What it claims to be, as `athar import --kind` says it.
    pub(crate) kind: &'static str,
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// Each data row in order: where it stands, and whom it is about, if anybody.
    pub(crate) truth: Vec<(RowPosition, Option<PersonNumber>)>,
    /// The day for which the list speaks (EDTF): ages are ages on that day, or a few days from it.
    pub(crate) as_of: &'static str,
    /// What is hard about each row of `truth`.
    pub(crate) traits: Vec<Kinds>,
}

/// How many rows of the requests went into the message, of the whole number of people.
const FORWARDED_SHARE: f64 = 0.032;

/// Who stands on which list.
#[derive(Debug, Default)]
struct Listed {
    gate: Vec<usize>,
    hospital: Vec<usize>,
    register: Vec<usize>,
    message: Vec<usize>,
    morgue: Vec<usize>,
    requests: Vec<usize>,
}

/// Writes the six lists.
pub(super) fn write(
    people: &[Person],
    seed: u64,
    tally: &mut Tally,
    progress: &mut dyn FnMut(&str, usize, usize),
) -> Result<Vec<List>, rust_xlsxwriter::XlsxError> {
    let listed = listed(people, seed);
    let mut lists = Vec::with_capacity(6);
    let mut done = |name: &str, so_far: usize| progress(name, so_far, 6);

    done("gate list", 0);
    let mut pen = Pen::new(seed, "gate", tally);
    let rows = gate::rows(&mut pen, people, &listed.gate);
    lists.push(table("1-gate-list.csv", "freed", "2024-12-13", b',', "\n", &gate::HEADER, rows));

    done("hospital list", 1);
    let mut pen = Pen::new(seed, "hospital", tally);
    let rows = hospital::rows(&mut pen, people, &listed.hospital);
    lists.push(workbook(hospital::workbook(&mut pen, rows)?));

    done("prison register", 2);
    let mut pen = Pen::new(seed, "register", tally);
    let rows = register::rows(&mut pen, people, &listed.register);
    let mut list = table("3-prison-register.csv", "register", "2024-12-08", b',', "\r\n", &register::HEADER, rows);
    list.bytes = windows_1256(&list.bytes);
    lists.push(list);

    done("requests", 3);
    let mut pen = Pen::new(seed, "requests", tally);
    let requested = requests::rows(&mut pen, people, &listed.requests);

    done("phone message", 4);
    let mut pen = Pen::new(seed, "message", tally);
    let rows = message::lines(&mut pen, people, &listed.message);
    lists.push(text(rows, &forwarded(&requested, people.len())));

    done("morgue list", 5);
    let mut pen = Pen::new(seed, "morgue", tally);
    let rows = morgue::rows(&mut pen, people, &listed.morgue);
    lists.push(table("5-morgue.csv", "dead", "2012/2016", b';', "\n", &morgue::HEADER, rows));

    let mut list = table("6-requests.csv", "sought", "2024-12-09", b',', "\r\n", &requests::HEADER, requested);
    // Spreadsheets of associations are saved with a byte order mark.
    list.bytes.splice(0..0, *b"\xef\xbb\xbf");
    lists.push(list);
    done("done", 6);
    Ok(lists)
}

/// Draws who stands where. Everybody stands somewhere: whom no list has, the family asks for.
fn listed(people: &[Person], seed: u64) -> Listed {
    let mut random = Random::fork(seed, "listed");
    let mut listed = Listed::default();
    for (number, person) in people.iter().enumerate() {
        let is_freed = matches!(person.outcome, Outcome::Freed(_));
        let is_unknown = person.outcome == Outcome::Unknown;
        let is_dead = matches!(person.outcome, Outcome::Died(day) if (2012..=2016).contains(&day.year));
        let was_in_prison = person.stays.iter().any(|stay| stay.facility.key == register::PRISON && stay.from < OPENED);
        let mut places = 0;
        let mut stands = |list: &mut Vec<usize>, condition: bool, share: f64| {
            if random.chance(share) && condition {
                list.push(number);
                places += 1;
            }
        };
        stands(&mut listed.gate, is_freed, 0.80);
        stands(&mut listed.hospital, is_freed || is_unknown, if is_freed { 0.30 } else { 0.04 });
        stands(&mut listed.register, was_in_prison, 0.90);
        stands(&mut listed.message, is_freed, 0.26);
        stands(&mut listed.morgue, is_dead, 0.56);
        stands(&mut listed.requests, true, 0.57);
        let is_asked_for_twice = listed.requests.last() == Some(&number) && random.chance(0.04);
        if places == 0 || is_asked_for_twice {
            listed.requests.push(number);
        }
    }
    for list in [&mut listed.gate, &mut listed.hospital, &mut listed.message, &mut listed.morgue, &mut listed.requests]
    {
        random.shuffle(list);
    }
    listed
}

/// Lines with their delimiter; the row's number is its line.
fn table(
    name: &str,
    kind: &'static str,
    as_of: &'static str,
    delimiter: u8,
    ending: &str,
    header: &[&str],
    rows: Vec<Row>,
) -> List {
    let quote = |cell: &str| {
        if cell.contains([delimiter as char, '"', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let joint = (delimiter as char).to_string();
    let line = |cells: &mut dyn Iterator<Item = &str>| cells.map(quote).collect::<Vec<_>>().join(&joint) + ending;
    let mut text = line(&mut header.iter().copied());
    let mut list =
        List { name: name.to_owned(), kind, bytes: Vec::new(), truth: Vec::new(), as_of, traits: Vec::new() };
    for (place, row) in (2u32..).zip(rows) {
        text.push_str(&line(&mut row.cells.iter().map(String::as_str)));
        list.note(None, place, &row);
    }
    list.bytes = text.into_bytes();
    list
}

fn workbook(placed: hospital::Placed) -> List {
    let mut list = List {
        name: "2-hospital.xlsx".to_owned(),
        kind: "freed",
        bytes: placed.bytes,
        truth: Vec::new(),
        as_of: "2024-12-17",
        traits: Vec::new(),
    };
    for (sheet, place, row) in &placed.rows {
        list.note(Some(sheet), *place, row);
    }
    list
}

/// The message: greeting, names and chatter, the forwarded requests in the middle, farewell.
fn text(rows: Vec<Row>, forwarded: &[Row]) -> List {
    let mut list = List {
        name: "4-phone-message.txt".to_owned(),
        kind: "freed",
        bytes: Vec::new(),
        truth: Vec::new(),
        as_of: "2024-12-13",
        traits: Vec::new(),
    };
    let nobody = |line: &&str| Row { cells: vec![String::from(*line)], person: None, kinds: Kinds::default() };
    let middle = rows.len() * 2 / 3;
    let mut lines: Vec<Row> = message::GREETING.iter().map(nobody).collect();
    let mut rows = rows;
    let after = rows.split_off(middle);
    lines.extend(rows);
    lines.extend(message::FORWARDED.iter().map(nobody));
    lines.extend(forwarded.iter().cloned());
    lines.extend(after);
    lines.extend(message::FAREWELL.iter().map(nobody));
    let mut text = String::new();
    for (place, line) in (1u32..).zip(&lines) {
        text.push_str(&line.cells.concat());
        text.push('\n');
        if !line.cells.concat().is_empty() {
            list.note(None, place, line);
        }
    }
    list.bytes = text.into_bytes();
    list
}

/// A run of requests as they were forwarded: the cells verbatim, joined by dashes, without contact.
fn forwarded(requested: &[Row], people: usize) -> Vec<Row> {
    let count = ((people as f64 * FORWARDED_SHARE) as usize).min(requested.len() / 2);
    let start = requested.len() / 3;
    let forward = |row: &Row| {
        let cells: Vec<&str> = row.cells[1..6].iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        let mut kinds = row.kinds;
        kinds.add(ErrorKind::CopiedRow);
        Row { cells: vec![cells.join(" - ")], person: row.person, kinds }
    };
    requested[start..start + count].iter().map(forward).collect()
}

/// The text in the code page of old Arabic programs. What it does not have, it would lose: a test holds that nothing is lost.
fn windows_1256(utf8: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(utf8);
    encoding_rs::WINDOWS_1256.encode(&text).0.into_owned()
}

impl List {
    fn note(&mut self, sheet: Option<&str>, row: u32, of: &Row) {
        self.truth.push((
            RowPosition { sheet: sheet.map(str::to_owned), row },
            of.person.map(|person| person as PersonNumber),
        ));
        self.traits.push(of.kinds);
    }
}
