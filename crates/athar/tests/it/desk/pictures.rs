//! A photographed register, from the upload to the records: two people type it, a third settles what they read differently, one act
//! makes an import of it whose every record shows the line that it was typed from.

#[path = "../../../../exchange/tests/it/picture/page.rs"]
mod page;

use super::{Answer, Browser, House, Server, open};
use page::{Chance, Shot};
use record::{Cut, Property, Row};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;
use store::{Archive, ImportNumber, LineText, NewLine, NewPicture, PictureMeta, RecordFilter, RecordId, StaffRole};

const LINES: usize = 40;
const COLUMNS: [&str; 6] = ["running_number", "full_name", "father", "mother", "birth_date", "arrest_date"];
/// Seconds for a key: somebody who types all day, in Arabic, from paper.
const SECONDS_A_KEY: f64 = 0.28;

/// A page of forty lines, askew and in a shadow, as a photograph.
fn photograph() -> Vec<u8> {
    let shot =
        Shot { rows: LINES, is_ruled: true, has_columns: true, degrees: 1.4, shadow_percent: 45, stamps: 2, seed: 11 };
    exchange::picture::to_png(&page::page(shot).0).unwrap()
}

/// What stands on the page, as whoever invented it knows.
fn register() -> Vec<Vec<String>> {
    let (sought, _) = super::lists(LINES);
    let rows = sought.lines().skip(1).enumerate().map(|(at, row)| {
        let cells: Vec<&str> = row.split(',').collect();
        let name = format!("{} {}", cells[0], cells[1]);
        [(at + 1).to_string(), name, cells[2].into(), cells[3].into(), cells[4].into(), cells[6].into()].into()
    });
    rows.collect()
}

/// A form with a file, as browsers send it (RFC 7578).
pub(super) fn upload(browser: &mut Browser, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    const EDGE: &str = "athar-edge-of-a-part";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
        );
    }
    let head =
        "Content-Disposition: form-data; name=\"file\"; filename=\"page.png\"\r\nContent-Type: image/png\r\n\r\n";
    body.extend(format!("--{EDGE}\r\n{head}").into_bytes());
    body.extend(file);
    body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
    browser.exchange("POST", path, &format!("multipart/form-data; boundary={EDGE}"), &body).unwrap()
}

pub(super) const SOURCE: [(&str, &str); 3] =
    [("source", "a register, photographed"), ("kind", "register"), ("as-of", "2013-12-31")];

/// Brings a picture in and opens it for typing; gives its address.
pub(super) fn opened(browser: &mut Browser, file: &[u8]) -> String {
    let brought = upload(browser, "/pictures", &SOURCE, file);
    assert_eq!(brought.status, 303, "{}", brought.body);
    let picture = brought.to().to_owned();
    let form: Vec<(String, &str)> =
        COLUMNS.iter().enumerate().map(|(at, column)| (format!("column-{at}"), *column)).collect();
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let opened = browser.post(&format!("{picture}/open"), &form);
    assert_eq!((opened.status, opened.to()), (303, picture.as_str()), "{}", opened.body);
    picture
}

/// A picture of one page with three rows, kept as the desk keeps it; its pixels are nobody's.
pub(super) fn kept(archive: &Archive, source: &str, mut bytes: &[u8]) -> u32 {
    let rows = (0..3).map(|row| Row { top: row * 40, bottom: row * 40 + 40 }).collect();
    let cut = Cut { width: 64, height: 120, scale_milli: 1_000, fall_milli: 0, rows };
    let page = exchange::picture::to_png(&exchange::picture::Gray::white(64, 120)).unwrap();
    let meta = PictureMeta {
        original: archive.keep_original_from(&mut bytes, "page.png").unwrap(),
        source: source.to_owned(),
        kind: record::SourceKind::Register,
        as_of: String::new(),
        by: None,
        time: super::TIME.to_owned(),
        columns: Vec::new(),
        is_left_to_right: false,
        import: None,
    };
    archive.keep_picture(&NewPicture { meta, pages: vec![(cut, page)] }).unwrap()
}

/// Opens its lines for typing.
pub(super) fn open_lines(archive: &Archive, number: u32) {
    let strip = exchange::picture::to_png(&exchange::picture::Gray::white(64, 40)).unwrap();
    let line = |line| NewLine { page: 1, line, area: record::Area::default(), strip: strip.clone() };
    let columns = [Property::FullName, Property::Mother];
    archive.open_picture(number, &columns, false, &[line(1), line(2), line(3)]).unwrap();
}

/// A picture of that name, one whose two readings of each line are such words, and one that waits for its rows.
pub(super) fn read_differently(house: &House, words: &[&str]) {
    let archive = open(&house.place);
    kept(&archive, words[0], b"one");
    let number = kept(&archive, words[1], b"other");
    open_lines(&archive, number);
    for (at, role) in [StaffRole::Caseworker, StaffRole::Intake].into_iter().enumerate() {
        let account = house.account_of(role);
        let session = archive.session(account, None, 1_800_000_000).unwrap();
        // The third line waits for whoever looks in.
        for line in 1..=2 {
            let id = session.next_line(None).unwrap().unwrap();
            assert_eq!(id.line, line);
            let cells = [at + line as usize, at + 4].map(|word| words[word % words.len()].to_owned()).to_vec();
            session.type_line(id, &LineText { cells, is_no_entry: false }).unwrap();
        }
    }
}

/// Which line of a page an address is of, from 1.
fn line_of(path: &str) -> usize {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// What it took to type.
#[derive(Default)]
struct Typed {
    lines: usize,
    /// Seconds that pages and strips took.
    waited: f64,
    keys: usize,
}

/// Types every line that comes, as `says` has it; looks at each page and its strip.
fn type_all(browser: &mut Browser, says: &dyn Fn(usize) -> Vec<String>, look: &dyn Fn(usize, &Answer)) -> Typed {
    let mut typed = Typed::default();
    let mut to = browser.get("/pictures/next").to().to_owned();
    while !to.starts_with("/pictures?") {
        let line = line_of(&to);
        let began = Instant::now();
        let shown = browser.get(&to);
        let strip = browser.get(&format!("{to}/strip"));
        typed.waited += began.elapsed().as_secs_f64();
        assert_eq!((shown.status, strip.status), (200, 200), "{to}: {}", shown.body);
        assert_eq!(strip.fields["content-type"], "image/png");
        assert_eq!(strip.fields["cache-control"], "no-store");
        look(line, &shown);
        let cells = says(line);
        // A key for each letter, one from field to field, and one that ends the line.
        typed.keys += cells.iter().map(|cell| cell.chars().count() + 1).sum::<usize>();
        let form: Vec<(String, String)> =
            cells.into_iter().enumerate().map(|(at, cell)| (format!("cell-{at}"), cell)).collect();
        let form: Vec<(&str, &str)> = form.iter().map(|(name, cell)| (name.as_str(), cell.as_str())).collect();
        let began = Instant::now();
        let kept = browser.post(&to, &form);
        typed.waited += began.elapsed().as_secs_f64();
        assert_eq!(kept.status, 303, "{to}: {}", kept.body);
        kept.to().clone_into(&mut to);
        typed.lines += 1;
    }
    typed
}

/// Files that are no pictures, rows that are put right, columns that are chosen.
fn brought_cut_and_opened(server: &Server, house: &House, caseworker: &mut Browser, file: &[u8]) {
    // What is no picture is told with what to do, and leaves nothing behind.
    let wrong = upload(caseworker, "/pictures", &SOURCE, b"a list of names");
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("photograph the page"), "{}", wrong.body);
    assert_eq!(upload(caseworker, "/pictures", &[("source", "x")], file).status, 422, "what they are is asked");
    // One that is too long is refused before all of it was sent.
    let mut other = server.browser(house.link_of(StaffRole::Reviewer));
    let long = other.exchange("POST", "/pictures", "multipart/form-data; boundary=x", &vec![0xFF; 40 << 20]);
    assert!(long.map_or(true, |answer| answer.status == 413));

    // The rows, and a correction that makes none of them worse.
    let brought = upload(caseworker, "/pictures", &SOURCE, file);
    let picture = brought.to().to_owned();
    assert_eq!(picture, "/pictures/1");
    let again = upload(caseworker, "/pictures", &SOURCE, file);
    assert!(again.status == 422 && again.body.contains("here already"), "{}", again.status);
    let rows = caseworker.get("/pictures/1/1");
    assert_eq!(rows.body.matches("<polygon").count(), LINES);
    let image = caseworker.get("/pictures/1/1/image");
    assert_eq!((image.status, image.fields["cache-control"].as_str()), (200, "no-store"));
    assert_eq!(caseworker.post("/pictures/1/1", &[("act", "remove-41")]).status, 422);
    let sides: Vec<(String, String)> = ["top", "bottom"]
        .iter()
        .flat_map(|side| {
            let body = rows.body.clone();
            (1..=LINES).map(move |at| {
                let name = format!("{side}-{at}");
                let value = body.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap();
                (name, value.to_owned())
            })
        })
        .collect();
    let mut form: Vec<(&str, &str)> = sides.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.push(("act", "split-40"));
    assert_eq!(caseworker.post("/pictures/1/1", &form).status, 303);
    assert_eq!(caseworker.get("/pictures/1/1").body.matches("<polygon").count(), LINES + 1);
    assert_eq!(caseworker.post("/pictures/1/1", &[("act", "find")]).status, 303);
    assert_eq!(caseworker.get("/pictures/1/1").body.matches("<polygon").count(), LINES);
    assert_eq!(
        caseworker.post("/pictures/1/open", &[("column-0", "phone")]).status,
        422,
        "what is sealed is not typed"
    );
    let twice = [("column-0", "father"), ("column-1", "father")];
    assert_eq!(caseworker.post("/pictures/1/open", &twice).status, 422);
    let form: Vec<(String, &str)> =
        COLUMNS.iter().enumerate().map(|(at, one)| (format!("column-{at}"), *one)).collect();
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(caseworker.post("/pictures/1/open", &form).status, 303);
}

/// The import, and the records of an adult and of a child.
fn records_cite_their_lines(house: &House, truth: &[Vec<String>], bytes: u64) -> (ImportNumber, [RecordId; 2]) {
    let archive = open(&house.place);
    let import = archive.imports().unwrap().pop().unwrap();
    assert_eq!((import.counts.records, import.meta.kind), (LINES as u64, record::SourceKind::Register));
    assert!(import.meta.original.as_ref().is_some_and(|original| original.size == bytes));
    let mut records = BTreeMap::new();
    archive
        .records(RecordFilter::Import(import.number), |id, record| {
            records.insert(record.position.row, (id, record));
            Ok(())
        })
        .unwrap();
    assert_eq!(records.len(), LINES);
    for (line, (_, record)) in &records {
        let area = record.position.area.expect("the strip is cited");
        assert_eq!((record.position.page, area.left), (Some(1), 0));
        assert!(area.width == 1_400 && area.height > 40 && area.rise < 0, "{area:?}");
        let said = |property| record.claims_of(property).next().map_or("", |claim| claim.as_written.as_str());
        let own = &truth[*line as usize - 1];
        assert_eq!(said(Property::FullName), own[1], "line {line}");
        assert_eq!(said(Property::Mother), if *line == 29 { "سلوة" } else { &own[3] }, "line {line}");
        assert_eq!(record.verbatim.len(), COLUMNS.len());
    }
    // Born in 1966; whoever stands above was a child, which is restricted.
    (import.number, [records[&8].0, records[&7].0])
}

#[test]
fn a_photographed_register_becomes_forty_records_with_their_lines() {
    let house = House::new(60);
    let server = Server::over(&house.place);
    let truth = register();
    let mut caseworker = server.browser(house.link_of(StaffRole::Caseworker));
    let file = photograph();

    brought_cut_and_opened(&server, &house, &mut caseworker, &file);

    // Two people. The second errs in three lines, once in the form of a letter only.
    let says_other = |line: usize| {
        let mut cells = truth[line - 1].clone();
        match line {
            5 => cells[1] = cells[1].replacen('ا', "أ", 1),
            17 => cells[4] = "1999".to_owned(),
            29 => cells[3] = "سلوى".to_owned(),
            _ => {}
        }
        cells
    };
    let nothing = |_: usize, _: &Answer| {};
    let mut first = server.browser(house.link_of(StaffRole::Intake));
    let typed = type_all(&mut first, &|line| truth[line - 1].clone(), &nothing);
    assert_eq!(typed.lines, LINES);
    assert_eq!(first.get("/pictures/1/1/3").status, 404, "what was typed is not looked at again");
    let mut second = server.browser(&house.links[StaffRole::ALL.len()]);
    let blind = |line: usize, page: &Answer| {
        let own = &truth[line - 1];
        // Nothing of this line; what the second typed of the line above is theirs.
        let shown = page.body.replace(&truth[line.saturating_sub(2)][1], "");
        assert!(line == 1 || truth[line - 2][1] == own[1] || !shown.contains(&own[1]), "line {line} shows the other's");
    };
    assert_eq!(type_all(&mut second, &says_other, &blind).lines, LINES);

    // The first two do not settle it, a third does; a new reading waits for one more.
    assert_eq!(first.post("/pictures/1/1/17/difference", &[("act", "take-1")]).status, 422);
    assert_eq!(first.post("/pictures/1/finish", &[]).status, 403);
    assert_eq!(caseworker.post("/pictures/1/finish", &[]).status, 422, "not whole yet");
    let mut reviewer = server.browser(house.link_of(StaffRole::Reviewer));
    let queue = reviewer.get("/pictures/differences");
    assert_eq!(queue.body.matches("/difference\"").count(), 3, "{}", queue.body);
    let small = reviewer.get("/pictures/1/1/5/difference");
    assert!(small.body.contains("the form of a letter") && small.body.contains(&truth[4][1]));
    assert!(!small.body.contains("intake") && !small.body.contains("second"), "nobody is named");
    for line in ["5", "17"] {
        let taken = reviewer.post(&format!("/pictures/1/1/{line}/difference"), &[("act", "take-0")]);
        assert_eq!((taken.status, taken.to()), (303, "/pictures/differences"), "{}", taken.body);
    }
    let anew: Vec<(String, String)> = truth[28]
        .iter()
        .enumerate()
        .map(|(at, cell)| (format!("cell-{at}"), if at == 3 { "سلوة".to_owned() } else { cell.clone() }))
        .collect();
    let anew: Vec<(&str, &str)> = anew.iter().map(|(name, cell)| (name.as_str(), cell.as_str())).collect();
    assert_eq!(reviewer.post("/pictures/1/1/29/difference", &anew).status, 303);
    assert_eq!(caseworker.post("/pictures/1/finish", &[]).status, 422, "a reading that one person holds is none");
    assert_eq!(caseworker.post("/pictures/1/1/29/difference", &[("act", "take-2")]).status, 303);

    let finished = caseworker.post("/pictures/1/finish", &[]);
    assert_eq!((finished.status, finished.to()), (303, "/pictures/1"), "{}", finished.body);
    assert!(caseworker.get("/pictures/1").body.contains("I3"), "the import is named");
    assert_eq!(caseworker.post("/pictures/1/finish", &[]).status, 422, "once");
    drop((server, caseworker));

    let (import, [id, child]) = records_cite_their_lines(&house, &truth, file.len() as u64);

    // The strip is evidence on the page of the person, for those who see all of the record; and an import is taken back.
    let server = Server::over(&house.place);
    let mut reviewer = server.browser(house.link_of(StaffRole::Reviewer));
    let person = reviewer.get(&format!("/record/{id}")).to().to_owned();
    let page = reviewer.get(&person);
    assert!(page.body.contains(&format!("src=\"/record/{id}/strip\"")), "{}", page.body);
    let strip = reviewer.get(&format!("/record/{id}/strip"));
    assert_eq!((strip.status, strip.fields["content-type"].as_str()), (200, "image/png"));
    assert_eq!(reviewer.get(&format!("/record/{child}/strip")).status, 404, "a strip shows all of its line");
    let mut intake = server.browser(house.link_of(StaffRole::Intake));
    assert_eq!(intake.get(&format!("/record/{id}/strip")).status, 404);
    assert_eq!(server.nobody().get(&format!("/record/{id}/strip")).status, 303);
    house.place.athar(["undo", &import.to_string()]).go();
    assert_eq!(reviewer.get(&format!("/record/{id}/strip")).status, 404);
    // Undone, the same file may be brought in again.
    let mut caseworker = server.browser(house.link_of(StaffRole::Caseworker));
    assert_eq!(upload(&mut caseworker, "/pictures", &SOURCE, &file).status, 303);
    let output = server.output();
    assert!(!output.contains(&truth[0][1]) && !output.contains("page.png"), "{output}");
}

/// Letters that are taken for one another in handwriting.
const ALIKE: [(char, char); 12] = [
    ('ب', 'ت'),
    ('ت', 'ن'),
    ('ن', 'ب'),
    ('ح', 'خ'),
    ('خ', 'ج'),
    ('ر', 'ز'),
    ('د', 'ذ'),
    ('س', 'ش'),
    ('ص', 'ض'),
    ('ط', 'ظ'),
    ('ع', 'غ'),
    ('ة', 'ه'),
];

/// A line with one error in it: a letter taken for one like it, or a slip of the fingers.
fn erring(cells: &[String], chance: &mut Chance) -> Vec<String> {
    let mut cells = cells.to_vec();
    loop {
        let at = chance.below(cells.len());
        let before = cells[at].clone();
        let mut letters: Vec<char> = before.chars().collect();
        let place = chance.below(letters.len());
        match chance.below(4) {
            0 | 1 => {
                let alike = ALIKE.iter().find(|(one, _)| *one == letters[place]);
                if let Some((_, other)) = alike {
                    letters[place] = *other;
                } else if letters[place].is_ascii_digit() {
                    letters[place] = char::from(b'0' + chance.below(10) as u8);
                }
            }
            2 if letters.len() > 1 => drop(letters.remove(place)),
            _ if place + 1 < letters.len() => letters.swap(place, place + 1),
            _ => {}
        }
        cells[at] = letters.into_iter().collect();
        if cells[at] != before {
            return cells;
        }
    }
}

/// Of the lines that somebody typed wrong, how many two people together notice: where errors fall by chance, and where they fall
/// mostly on lines that are hard to read for everybody.
fn caught(share_of_hard_lines: usize, errs_on_hard: usize, errs_elsewhere: usize, lines: usize) -> (usize, usize) {
    let truth = register();
    let mut chance = Chance(0x0a7a);
    let (mut wrong, mut missed) = (0, 0);
    for at in 0..lines {
        let own = &truth[at % truth.len()];
        let errs = if chance.below(1_000) < share_of_hard_lines { errs_on_hard } else { errs_elsewhere };
        let mut types = || if chance.below(1_000) < errs { erring(own, &mut chance) } else { own.clone() };
        let [one, other] = [types(), types()].map(|cells| LineText { cells, is_no_entry: false }.tidy());
        let right = LineText { cells: own.clone(), is_no_entry: false }.tidy();
        wrong += usize::from(one != right || other != right);
        missed += usize::from(one == other && one != right);
    }
    (wrong, missed)
}

#[test]
fn two_typists_catch_errors_and_take_little_longer_than_a_spreadsheet() {
    let house = House::new(60);
    let server = Server::over(&house.place);
    let truth = register();
    opened(&mut server.browser(house.link_of(StaffRole::Caseworker)), &photograph());
    // Each errs on one line in twenty, each on lines of their own.
    let erred = |seed: u64| {
        let mut chance = Chance(seed);
        let lines: Vec<Vec<String>> = truth
            .iter()
            .map(|own| if chance.below(20) == 0 { erring(own, &mut chance) } else { own.clone() })
            .collect();
        lines
    };
    let (one, other) = (erred(3), erred(8));
    let nothing = |_: usize, _: &Answer| {};
    let mut first = server.browser(house.link_of(StaffRole::Intake));
    let typed = type_all(&mut first, &|line| one[line - 1].clone(), &nothing);
    let mut second = server.browser(&house.links[StaffRole::ALL.len()]);
    type_all(&mut second, &|line| other[line - 1].clone(), &nothing);
    let wrong = (0..LINES).filter(|&at| one[at] != truth[at] || other[at] != truth[at]).count();
    let queue = server.browser(house.link_of(StaffRole::Reviewer)).get("/pictures/differences");
    let noticed = queue.body.matches("/difference\"").count();
    assert!(wrong > 0 && noticed == wrong, "{noticed} of {wrong}");

    let mut told = "errors\tlines\twrong\tmissed\tcaught\n".to_owned();
    // By chance, one line in twenty each; and the same share where one line in ten is hard, and read wrong four times in ten.
    for (name, hard, on_hard, elsewhere) in [("by chance", 0, 0, 50), ("on hard lines", 100, 400, 11)] {
        let (wrong, missed) = caught(hard, on_hard, elsewhere, 200_000);
        let share = 1.0 - missed as f64 / wrong as f64;
        let _ = writeln!(told, "{name}\t200000\t{wrong}\t{missed}\t{share:.4}");
        assert!(share >= 0.95, "{name}: {share}");
    }
    let sheet = typed.keys as f64 * SECONDS_A_KEY;
    let desk = sheet + typed.waited;
    let _ = writeln!(
        told,
        "typist\tlines\tkeys\tseconds in a spreadsheet\tseconds at the desk\tmore\n\
         one\t{}\t{}\t{sheet:.1}\t{desk:.1}\t{:.4}",
        typed.lines,
        typed.keys,
        desk / sheet - 1.0
    );
    println!("{told}");
    assert!(desk <= sheet * 1.15, "{desk:.1} s against {sheet:.1} s");
}
