//! Lists to test with: the demo's six, made once for all tests, and registers of any length.

use crate::run::{athar, text};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The demo's lists and what each is, in the order in which they come.
pub(crate) const SIX: [(&str, &str); 6] = [
    ("1-gate-list.csv", "freed"),
    ("2-hospital.xlsx", "freed"),
    ("3-prison-register.csv", "register"),
    ("4-phone-message.txt", "freed"),
    ("5-morgue.csv", "dead"),
    ("6-requests.csv", "sought"),
];

/// People in the demo that the ordinary tests share.
pub(crate) const PEOPLE: u64 = 400;

struct Demo {
    dir: PathBuf,
    summary: String,
}

static DEMO: OnceLock<Demo> = OnceLock::new();

/// The folder of the shared demo: nobody writes into it.
pub(crate) fn demo() -> &'static Path {
    &made().dir
}

/// What the demo printed.
pub(crate) fn demo_summary() -> serde_json::Value {
    serde_json::from_str(&made().summary).unwrap()
}

fn made() -> &'static Demo {
    DEMO.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        // Whoever made such a folder and has ended needs it no more.
        for old in fs::read_dir(folder).unwrap() {
            let old = old.unwrap().path();
            let name = old.file_name().unwrap().to_string_lossy().into_owned();
            if let Some(process) = name.strip_prefix("demo-")
                && !Path::new("/proc").join(process).exists()
            {
                let _ = fs::remove_dir_all(old);
            }
        }
        let dir = folder.join(format!("demo-{}", std::process::id()));
        let people = PEOPLE.to_string();
        let arguments = ["demo", "--no-serve", "--json", "--people", &people, "--dir", text(&dir)];
        let ran = athar(arguments).patience(300).done();
        Demo { dir, summary: ran.out }
    })
}

/// A row of a list and whom it is about.
pub(crate) struct Truth {
    pub(crate) list: String,
    pub(crate) row: u64,
    pub(crate) kinds: String,
}

/// The rows about each person, as the demo's `truth.tsv` says.
pub(crate) fn truth() -> BTreeMap<u32, Vec<Truth>> {
    let text = fs::read_to_string(demo().join("truth.tsv")).unwrap();
    let mut people: BTreeMap<u32, Vec<Truth>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [list, _, row, person, kinds] = cells[..] else { panic!("truth.tsv has another layout") };
        if let Ok(person) = person.parse() {
            let row = row.parse().unwrap();
            people.entry(person).or_default().push(Truth { list: list.to_owned(), row, kinds: kinds.to_owned() });
        }
    }
    people
}

/// The cell of a delimited list of the demo where a name stands.
pub(crate) fn name_in(list: &str, row: u64) -> String {
    let path = demo().join(list);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    reader.records().nth(row as usize - 1).unwrap().unwrap()[1].to_owned()
}

/// A small generator, so that every run is the same.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// One of these, the first ones far more often, as names are.
    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let end = self.below(from.len() as u64) + 1;
        from[self.below(end) as usize]
    }
}

const GIVEN: [&str; 24] = [
    "محمد",
    "أحمد",
    "خالد",
    "محمود",
    "عمر",
    "علي",
    "حسن",
    "حسين",
    "يوسف",
    "إبراهيم",
    "مصطفى",
    "عبد الله",
    "ياسر",
    "سامر",
    "بسام",
    "أنس",
    "مازن",
    "طارق",
    "نضال",
    "وائل",
    "فراس",
    "غسان",
    "مروان",
    "زياد",
];
const MOTHERS: [&str; 16] = [
    "فاطمة",
    "خديجة",
    "مريم",
    "عائشة",
    "آمنة",
    "زينب",
    "سعاد",
    "هدى",
    "نجاح",
    "رجاء",
    "سميرة",
    "نوال",
    "وفاء",
    "إلهام",
    "جميلة",
    "غادة",
];
const STEMS: [&str; 40] = [
    "خطيب",
    "حلبي",
    "حموي",
    "شامي",
    "درعاوي",
    "حمصي",
    "نجار",
    "حداد",
    "خياط",
    "صباغ",
    "عطار",
    "بيطار",
    "سمان",
    "قصاب",
    "زعبي",
    "مصري",
    "رفاعي",
    "جاسم",
    "صالح",
    "أسعد",
    "عيسى",
    "موسى",
    "سليمان",
    "داود",
    "رمضان",
    "شعبان",
    "حمدان",
    "سلامة",
    "عثمان",
    "عباس",
    "كيلاني",
    "حوراني",
    "بكري",
    "عمري",
    "أيوبي",
    "ناصر",
    "غزال",
    "ديب",
    "نمر",
    "صقر",
];
const PLACES: [&str; 12] = [
    "داريا",
    "دوما",
    "المعضمية",
    "حرستا",
    "الزبداني",
    "تلبيسة",
    "الرستن",
    "القصير",
    "جاسم",
    "نوى",
    "سراقب",
    "جسر الشغور",
];

/// A row of a register about nobody: family names are many, so that blocks are as large as real ones.
fn register_row(random: &mut Random, number: u64, filler: usize, row: &mut String) {
    use std::fmt::Write;
    let (given, father, mother) = (random.pick(&GIVEN), random.pick(&GIVEN), random.pick(&MOTHERS));
    let (stem, second) = (random.pick(&STEMS), STEMS[random.below(STEMS.len() as u64) as usize]);
    let family = match random.below(3) {
        0 => format!("ال{stem}"),
        1 => format!("{stem} {second}"),
        _ => format!("أبو {stem}"),
    };
    let born = 1950 + random.below(55);
    let (entered, month, day) = (2011 + random.below(5), 1 + random.below(12), 1 + random.below(28));
    row.clear();
    write!(
        row,
        "{number},{},{given},{family},{father},{mother},{},{},{born},{entered}/{month}/{day},",
        1_000 + number,
        random.pick(&PLACES),
        1 + random.below(900)
    )
    .unwrap();
    // Long remarks, where a file is to be large.
    row.extend(std::iter::repeat_n("نقل ", filler / 7));
    row.push_str("\r\n");
}

/// Writes a register of so many rows, each longer by so many bytes.
pub(crate) fn write_register(path: &Path, rows: u64, filler: usize, seed: u64) -> u64 {
    let mut output = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    let header = "م,رقم المعتقل,الاسم,الكنية,اسم الأب,اسم الأم,محل القيد,رقم القيد,تولد,تاريخ الدخول,ملاحظات\r\n";
    output.write_all(header.as_bytes()).unwrap();
    let (mut random, mut row) = (Random(seed), String::new());
    for number in 1..=rows {
        register_row(&mut random, number, filler, &mut row);
        output.write_all(row.as_bytes()).unwrap();
    }
    output.flush().unwrap();
    drop(output);
    fs::metadata(path).unwrap().len()
}
