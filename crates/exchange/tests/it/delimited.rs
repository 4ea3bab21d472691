//! Delimited lists: encodings, delimiters, and what is wrong in them.

use crate::{file, normal, read_all, read_with, said};
use exchange::{ExchangeError, Format, Hints, Mapping, detect, guess};
use proptest::prelude::*;
use record::{Gazetteer, ProblemKind, Property, Role, SourceKind};
use std::fmt::Write as _;
use std::io::Write as _;

const ARABIC: &str = "م,الاسم,الكنية,اسم الأب,اسم الأم,تولد,محل القيد\r\n\
    1,سامر,الورداني,خليل,نجاح,1985,داريا\r\n\
    2,هيفاء,الصبوري,جميل,وفاء,12/3/1990,حمص\r\n\
    3,نزار,الكرمي,أنور,سعدة,25/7/1979,دوما\r\n";

fn check_arabic(bytes: &[u8], encoding: &str) {
    let (_folder, path) = file("list.csv", bytes);
    let read = read_all(&path);
    assert_eq!(read.mapping.encoding.name(), encoding);
    assert_eq!(read.records.len(), 3, "{encoding}");
    assert_eq!(read.property("الاسم"), Some(Property::Given));
    assert_eq!(read.property("الكنية"), Some(Property::Family));
    assert_eq!(read.property("تولد"), Some(Property::BirthDate));
    assert_eq!(said(&read.records[1], Property::Mother), "وفاء");
    assert_eq!(normal(&read.records[2], Property::BirthDate), "1979-07-25");
    assert_eq!(read.records[0].position.row, 2);
    assert_eq!(read.records[0].verbatim[1].text, "سامر");
    assert_eq!(read.summary.problems, 0);
}

#[test]
fn encodings() {
    check_arabic(ARABIC.as_bytes(), "UTF-8");
    check_arabic(format!("\u{FEFF}{ARABIC}").as_bytes(), "UTF-8");
    check_arabic(&encoding_rs::WINDOWS_1256.encode(ARABIC).0, "windows-1256");
    let little: Vec<u8> = ARABIC.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = ARABIC.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check_arabic(&little, "UTF-16LE");
    check_arabic(&big, "UTF-16BE");
    check_arabic(&[&[0xFF, 0xFE], little.as_slice()].concat(), "UTF-16LE");
    check_arabic(&[&[0xFE, 0xFF], big.as_slice()].concat(), "UTF-16BE");
}

#[test]
fn latin_headers_over_windows_1256_and_french_accents() {
    let list = "id,name,city\n1,سامر الورداني,حمص\n2,نزار الكرمي,حلب\n";
    let (_folder, path) = file("list.csv", &encoding_rs::WINDOWS_1256.encode(list).0);
    assert_eq!(detect(&path).unwrap().encoding.name(), "windows-1256");
    let list = "Prénom;Nom;Né le;Décès\nAndré;Lefèvre;1985;été\nHélène;Béranger;1990;février\n";
    let (_folder, path) = file("liste.csv", &encoding_rs::WINDOWS_1252.encode(list).0);
    let read = read_all(&path);
    assert_eq!(read.mapping.encoding.name(), "windows-1252");
    assert_eq!(read.mapping.delimiter, ';');
    assert_eq!(said(&read.records[1], Property::Given), "Hélène");
}

#[test]
fn delimiters_and_quotes() {
    for delimiter in [',', ';', '\t', '|'] {
        let list = "name,father,born\n\"Samer, the elder\",Khalil,1985\n\"Nizar \"\"Abu Ali\"\" Karmi\",Anwar,1990\n"
            .replace(',', &delimiter.to_string());
        let (_folder, path) = file("list.csv", list.as_bytes());
        let read = read_all(&path);
        assert_eq!(read.mapping.delimiter, delimiter);
        assert_eq!(read.records.len(), 2);
        assert_eq!(read.records[1].verbatim[0].text, "Nizar \"Abu Ali\" Karmi");
    }
}

#[test]
fn titles_above_the_header() {
    let list = format!("قائمة المعتقلين,,,,,,\nبتاريخ 20/12/2024,,,,,,\n,,,,,,\n{ARABIC}");
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.mapping.sheets[0].header_row, 4);
    assert_eq!(read.mapping.as_of.as_deref(), Some("2024-12-20"));
    assert_eq!(read.records[0].position.row, 5);
}

#[test]
fn a_row_of_header_words_among_people_is_no_header() {
    let mut list = String::from("ar,en\n");
    (0..30).for_each(|row| writeln!(list, "كلمة{row},word{row}").unwrap());
    list.push_str("أبو,abu\nاسم,name\n");
    let (_folder, path) = file("words.csv", list.as_bytes());
    assert_eq!(guess(&path, &Hints::default(), Gazetteer::syria()).unwrap().sheets[0].header_row, 1);
}

#[test]
fn gzip_is_read_as_it_is_and_may_break_off() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(b"id,name,born\n").unwrap();
    for row in 0..5_000 {
        writeln!(packed, "{row},Name{row} Family{row},19{:02}", row % 90 + 10).unwrap();
    }
    let bytes = packed.finish().unwrap();
    let (_folder, path) = file("list.csv.gz", &bytes);
    assert_eq!(read_all(&path).records.len(), 5_000);
    let (_folder, path) = file("list.csv.gz", &bytes[..bytes.len() / 2]);
    let read = read_all(&path);
    assert!(read.records.len() > 100 && read.records.len() < 5_000);
    assert!(read.kinds().contains(&ProblemKind::Encoding));
}

#[test]
fn nothing_and_what_is_no_list() {
    let error = |name: &str, bytes: &[u8]| {
        let (_folder, path) = file(name, bytes);
        guess(&path, &Hints::default(), Gazetteer::syria()).unwrap_err()
    };
    assert!(matches!(error("a.csv", b""), ExchangeError::Empty { .. }));
    assert!(matches!(error("a.csv", b" \r\n\r\n "), ExchangeError::Empty { .. }));
    assert!(matches!(error("a.csv", b"\x7FELF\x02\x01\x01\0\0\0\0"), ExchangeError::NotAList { .. }));
    assert!(matches!(error("a.csv", b"name,father\nA\0\0\0,B\n"), ExchangeError::NotAList { .. }));
    assert!(matches!(error("a.csv", b"\x89PNG\r\n\x1a\n"), ExchangeError::NotAList { .. }));
    assert!(matches!(
        error("a.xls", b"<html><table><tr><td>x</td></tr></table></html>"),
        ExchangeError::NotAList { .. }
    ));
    let noise: Vec<u8> = (0..5_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(matches!(error("a.csv", &noise), ExchangeError::NotAList { .. }));
    let gone = guess(std::path::Path::new("/nonexistent/list.csv"), &Hints::default(), Gazetteer::syria()).unwrap_err();
    assert!(matches!(gone, ExchangeError::Io { .. }));
}

#[test]
fn a_wrong_ending_is_said_and_the_bytes_are_read() {
    let (_folder, path) = file("list.xlsx", ARABIC.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::Csv);
    assert_eq!(read.records.len(), 3);
    assert_eq!(read.kinds(), [ProblemKind::WrongExtension]);
}

#[test]
fn ragged_rows_are_imported() {
    let (_folder, path) = file("list.csv", b"name,father,born\nSamer Wardani,Khalil\nNizar Karmi,Anwar,1990,extra\nHaifa Sabouri,Jamil,1991,,\nRima Nuri,Sami,1988\n");
    let read = read_all(&path);
    assert_eq!(read.records.len(), 4);
    assert_eq!(read.kinds(), [ProblemKind::RaggedRow]);
    assert_eq!(read.problems.len(), 2, "trailing empty cells are no problem");
    assert_eq!(read.records[1].verbatim[3].text, "extra");
}

#[test]
fn duplicate_headers_are_both_kept() {
    let (_folder, path) =
        file("list.csv", b"name,born,born,father\nSamer Wardani,1985,1986,Khalil\nNizar Karmi,1990,1990,Anwar\n");
    let read = read_all(&path);
    assert_eq!(read.kinds(), [ProblemKind::DuplicateHeader]);
    assert_eq!(read.records[0].verbatim.len(), 4);
    assert_eq!(normal(&read.records[0], Property::BirthDate), "1985");
}

#[test]
fn ten_thousand_columns() {
    let mut list = String::from("name,born");
    (2..10_000).for_each(|column| write!(list, ",c{column}").unwrap());
    list.push_str("\nSamer Wardani,1985");
    (2..10_000).for_each(|_| list.push_str(",x"));
    list.push('\n');
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.records.len(), 1);
    assert!(read.kinds().contains(&ProblemKind::TooManyColumns));
    assert_eq!(read.records[0].verbatim.len(), exchange::limits::VERBATIM_COLUMNS);
    assert_eq!(read.mapping.sheets[0].columns.len(), exchange::limits::MAPPED_COLUMNS);
}

#[test]
fn an_unclosed_quote_swallows_nothing() {
    let mut list = String::from("id,name,father\n");
    for row in 0..3_000 {
        let quote = if row == 7 { "\"" } else { "" };
        writeln!(list, "{row},{quote}Name Family,Father").unwrap();
    }
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.records.len(), 3_000);
    assert_eq!(read.kinds(), [ProblemKind::RaggedRow]);
    assert_eq!(read.problems.len(), 1);
    assert_eq!(read.problems[0].position.row, 9);
}

#[test]
fn a_stray_quote_before_a_quoted_cell_swallows_nothing() {
    let list =
        "id,name,father\n1,\"Samer Wardani,Khalil\n2,Nizar Karmi,Anwar\n3,\"Haifa Sabouri\",Jamil\n4,Rima Nuri,Sami\n";
    let (_folder, path) = file("list.csv", list.as_bytes());
    assert_eq!(read_all(&path).records.len(), 4);
}

#[test]
fn a_cell_over_several_lines() {
    let list = "name,note,born\nSamer Wardani,\"first line\nsecond line\n\nfourth\",1985\nNizar Karmi,,1990\n";
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.records.len(), 2);
    assert_eq!(read.records[0].verbatim[1].text, "first line\nsecond line\n\nfourth");
    assert_eq!(read.records[1].position.row, 6);
}

#[test]
fn one_endless_line_is_cut() {
    let mut list = b"name,born\nSamer Wardani,1985\nNizar ".to_vec();
    list.resize(5 << 20, b'x');
    list.extend_from_slice(b"\nRima Nuri,1988\n");
    let (_folder, path) = file("list.csv", &list);
    let read = read_all(&path);
    assert_eq!(read.records.len(), 3);
    assert!(read.kinds().contains(&ProblemKind::CellTooLong));
    assert_eq!(said(&read.records[2], Property::FullName), "Rima Nuri");
}

#[test]
fn long_names_hidden_characters_formulas_and_impossible_dates() {
    let long = "ا".repeat(10_000);
    let list = format!(
        "الاسم الكامل,تاريخ الميلاد,اسم الأب\n{long},1985,سامي\n\u{202E}سامر\u{202C} \u{200F}الورداني,0000-01-01,أنور\n=HYPERLINK(\"http://x\"),9999-12-31,جميل\nنزار الكرمي,31/2/1990,خليل\n"
    );
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.records.len(), 4);
    assert_eq!(read.records[0].verbatim[0].text.chars().count(), 10_000);
    assert!(said(&read.records[0], Property::FullName).chars().count() <= 2_000);
    let kinds = read.kinds();
    for kind in [
        ProblemKind::CellTooLong,
        ProblemKind::HiddenCharacters,
        ProblemKind::Formula,
        ProblemKind::DateNotUnderstood,
        ProblemKind::YearOutOfRange,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} of {kinds:?}");
    }
    assert!(read.problems.iter().all(|problem| problem.as_written.reveal().chars().count() <= 200));
}

#[test]
fn bytes_that_are_no_text_are_a_problem_of_their_row() {
    let mut list = "name,born\n".to_owned().into_bytes();
    for row in 0..200 {
        list.extend_from_slice(format!("سامر الورداني,{}\n", 1950 + row % 50).as_bytes());
    }
    list.extend_from_slice(b"Ni\xFFzar Karmi,1990\n");
    let (_folder, path) = file("list.csv", &list);
    let read = read_all(&path);
    assert_eq!(read.records.len(), 201);
    assert_eq!(read.kinds(), [ProblemKind::Encoding]);
    assert_eq!(read.problems[0].position.row, 202);
}

#[test]
fn totals_and_repeated_headers_are_no_people() {
    let list = "م,الاسم الكامل,تولد\n1,سامر الورداني,1985\nم,الاسم الكامل,تولد\n2,نزار الكرمي,1990\n3,,\n";
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.records.len(), 2);
    assert_eq!(read.kinds(), [ProblemKind::NothingToKnowBy]);
}

#[test]
fn a_mapping_round_trips_and_overrules() {
    let (_folder, path) = file("list.csv", ARABIC.as_bytes());
    let hints = Hints { kind: SourceKind::Sought, as_of: Some("2024-12-09".to_owned()) };
    let mapping = guess(&path, &hints, Gazetteer::syria()).unwrap();
    assert_eq!(mapping.role, Role::Sought);
    let text = mapping.to_toml().unwrap();
    assert_eq!(Mapping::from_toml(&text).unwrap(), mapping);
    let mut changed =
        Mapping::from_toml(&text.replace("property = \"registration_place\"", "property = \"birth_place\"")).unwrap();
    // Found by its header although the number is another file's.
    changed.sheets[0].columns[1].index = 5;
    let read = read_with(&path, changed);
    assert_eq!(said(&read.records[0], Property::BirthPlace), "داريا");
    assert_eq!(said(&read.records[0], Property::Given), "سامر");
    assert_eq!(read.records[0].role, Role::Sought);
    assert!(Mapping::from_toml(&format!("{text}\nunknown = 1\n")).is_err());
    assert!(Mapping::from_toml(&text.replace("2024-12-09", "some day")).is_err());
}

#[test]
fn the_role_column_keeps_informers_apart() {
    let list = "الاسم الكامل,الصفة,تولد\nسامر الورداني,معتقل,1985\nنزار الكرمي,مخبر,1970\nهيفاء الصبوري,شاهدة,1980\n";
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    let roles: Vec<Role> = read.records.iter().map(|record| record.role).collect();
    assert_eq!(roles, [Role::Held, Role::Informer, Role::Witness]);
}

#[test]
fn reading_stops_when_asked() {
    let (_folder, path) = file("list.csv", ARABIC.as_bytes());
    let mapping = guess(&path, &Hints::default(), Gazetteer::syria()).unwrap();
    let summary =
        exchange::read(&path, &mapping, Gazetteer::syria(), &mut |_| std::ops::ControlFlow::Break(())).unwrap();
    assert!(summary.stopped);
    assert_eq!(summary.records, 1);
}

#[test]
fn circumstances_of_an_arrest_are_a_date_and_a_place() {
    let list = "الاسم والكنية,ظروف الاعتقال\nسامر الورداني,اعتقل من المنزل في تفتناز في نيسان ٢٠١٣\nنزار الكرمي,اعتقل عام 2014 على حاجز القطيفة\n";
    let (_folder, path) = file("list.csv", list.as_bytes());
    let read = read_all(&path);
    assert_eq!(normal(&read.records[0], Property::ArrestDate), "2013-04");
    assert_eq!(said(&read.records[1], Property::ArrestPlace), "القطيفة");
    assert_eq!(normal(&read.records[1], Property::ArrestDate), "2014");
}

/// Guessing and reading end well or say why; they never panic.
fn survives(name: &str, bytes: &[u8]) {
    let (_folder, path) = file(name, bytes);
    if let Ok(mapping) = guess(&path, &Hints::default(), Gazetteer::syria()) {
        let _ = exchange::read(&path, &mapping, Gazetteer::syria(), &mut |_| std::ops::ControlFlow::Continue(()));
    }
    if let Ok(mut table) = exchange::table::open(&path) {
        while let Ok(Some(row)) = table.next_row() {
            assert_eq!(row.iter().count(), table_width(row));
        }
    }
}

fn table_width(row: exchange::table::Row<'_>) -> usize {
    row.iter().map(|_| 1).sum()
}

/// Standard input has no ending; three rows below a header were taken for sentences, and the header for a person.
#[test]
fn a_short_table_without_an_ending_is_a_table() {
    for name in ["input", "list.txt", "list.xlsx"] {
        let (_folder, path) = file(name, b"No,Name,Age\n1,Samer Wardani,33\n2,Nidal Kassab,20\n");
        let read = read_all(&path);
        assert_eq!((read.mapping.format, read.records.len()), (Format::Csv, 2), "{name}");
        assert_eq!(said(&read.records[0], Property::FullName), "Samer Wardani");
    }
    let message = "الأسماء، من السجن:\nسامر الورداني بن خليل، تولد 1985\nنزار الكرمي بن أنور، والدته سعدة\n";
    let (_folder, path) = file("input", message.as_bytes());
    assert_eq!(read_all(&path).mapping.format, Format::Text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        survives("list.csv", &bytes);
    }

    #[test]
    fn any_text_is_survived(text in "(name|الاسم|بن|تولد|[a-zاأبم0-9٠-٩\",;:\t\r\n()\u{202E}=-]{0,6}| ){0,200}") {
        survives("list.csv", text.as_bytes());
        survives("list.txt", text.as_bytes());
    }

    #[test]
    fn any_bytes_behind_a_magic_number_are_survived(magic in 0..4_usize, bytes in proptest::collection::vec(any::<u8>(), 0..1_000)) {
        let magic: &[u8] = [b"PK\x03\x04".as_slice(), b"PAR1", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\x1F\x8B\x08"][magic];
        survives("list.xlsx", &[magic, &bytes, b"PAR1"].concat());
    }
}
