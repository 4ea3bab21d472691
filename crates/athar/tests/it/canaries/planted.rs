//! Lists and requests in which canaries stand where something must be sealed, beside rows as real lists have them.

use super::words::{Class, Words};
use crate::lists::Random;
use rust_xlsxwriter::Workbook;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const GIVEN: [&str; 12] =
    ["سامر", "نضال", "باسم", "خلدون", "رفيق", "غسان", "ماهر", "هيثم", "وائل", "زاهر", "طارق", "مروان"];
const FATHER: [&str; 7] = ["عدنان", "فواز", "جهاد", "نزار", "هشام", "سليم", "كمال"];
const FAMILY: [&str; 14] = [
    "ورداني",
    "كساب",
    "حلاق",
    "زيتوني",
    "بيطار",
    "صباغ",
    "نحاس",
    "قباني",
    "دباغ",
    "خياط",
    "سقا",
    "طباع",
    "عطار",
    "شربجي",
];
const MOTHER: [&str; 9] = ["فاطمة", "خديجة", "أمينة", "سعاد", "نجاح", "هدى", "ليلى", "مريم", "وفاء"];
const PLACES: [&str; 6] = ["حمص", "داريا", "دوما", "الرقة", "جبلة", "حلب"];
/// Words for those who are never matched.
const ROLES: [&str; 6] = ["informer", "witness", "guard", "officer", "judge", "مخبر"];

/// The first record of a list about somebody who will be forgotten, and how many there are.
pub(super) const FORGOTTEN: usize = 12;

/// How many rows of each kind.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) people: usize,
    pub(super) sealed_roles: usize,
    pub(super) register: usize,
}

/// Files outside everything that is watched, and what is said to commands.
pub(super) struct Planted {
    pub(super) freed: PathBuf,
    pub(super) sought: PathBuf,
    pub(super) workbook: PathBuf,
    pub(super) message: PathBuf,
    pub(super) problems: PathBuf,
    pub(super) undone: PathBuf,
    pub(super) register: PathBuf,
    pub(super) requests: Vec<String>,
    pub(super) askers: Vec<String>,
    /// Names in the first records of the list of the freed, who ask to be removed.
    pub(super) forgotten: Vec<String>,
    /// Names of an import that is taken back.
    pub(super) taken_back: Vec<String>,
}

impl Planted {
    /// Writes everything into a folder.
    pub(super) fn write(folder: &Path, words: &mut Words, scale: Scale) -> Planted {
        fs::create_dir_all(folder).unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let (freed, forgotten) = freed(words, scale);
        let (undone, taken_back) = undone(words);
        let workbook_path = folder.join("ward.xlsx");
        workbook(words, &workbook_path);
        Planted {
            freed: file("freed.csv", &freed),
            sought: file("sought.csv", &sought(words, scale)),
            workbook: workbook_path,
            message: file("message.txt", &message(words)),
            problems: file("problems.csv", &problems(words)),
            undone: file("undone.csv", &undone),
            register: file("register.csv", &register(words, scale)),
            requests: (0..8).map(|number| request(words, number)).collect(),
            askers: (0..8).map(|_| asker(words)).collect(),
            forgotten,
            taken_back,
        }
    }
}

/// Name, father, mother, birth and place of an invented person.
fn person(number: usize) -> String {
    format!(
        "{} {},{},{},{},{}",
        GIVEN[number % 12],
        FAMILY[number / 12 % 14],
        FATHER[number * 5 % 7],
        MOTHER[number * 7 % 9],
        1960 + number * 3 % 40,
        PLACES[number % 6]
    )
}

/// Three names that nobody has: of the person, the father, the mother.
fn names(words: &mut Words) -> (String, String, String) {
    let given = words.word(Class::Name);
    let family = words.word(Class::Name);
    (format!("{given} {family}"), words.word(Class::Name), words.word(Class::Name))
}

fn freed(words: &mut Words, scale: Scale) -> (String, Vec<String>) {
    let mut list = String::from(
        "Name,Father,Mother,Born,From,Role,Phone,Email,Present whereabouts,Street address,House number,Postcode,Qqzz,غثغث\n",
    );
    let mut forgotten = Vec::new();
    for _ in 0..FORGOTTEN {
        let (name, father, mother) = names(words);
        writeln!(list, "{name},{father},{mother},1981,حمص,,{},,,,,,,", words.phone(Class::Phone)).unwrap();
        forgotten.push(name);
    }
    for number in 0..scale.people {
        writeln!(
            list,
            "{},,{},{},{},{},{},{},{},{}",
            person(number),
            words.phone(Class::Phone),
            words.email(Class::Email),
            words.word(Class::Whereabouts),
            words.word(Class::FreedAddress),
            words.latin(Class::FreedAddress),
            words.latin(Class::FreedAddress),
            words.latin(Class::UnknownColumn),
            words.arabic(Class::UnknownColumn),
        )
        .unwrap();
    }
    for number in 0..scale.sealed_roles {
        let mut word = || words.word(Class::SealedRole);
        let name = format!("{} {}", word(), word());
        let (father, mother, from, whereabouts, house) = (word(), word(), word(), word(), word());
        let role = ROLES[number % ROLES.len()];
        let (phone, other) = (words.phone(Class::SealedRole), words.word(Class::SealedRole));
        writeln!(list, "{name},{father},{mother},1970,{from},{role},{phone},,{whereabouts},{house},,,{other},")
            .unwrap();
    }
    (list, forgotten)
}

fn sought(words: &mut Words, scale: Scale) -> String {
    let mut list = String::from("الاسم,اسم الأب,اسم الأم,تولد,من,الهاتف,مقدم الطلب,من شاهده,المبلغ المدفوع,تت خخ\n");
    for number in 0..scale.people {
        writeln!(
            list,
            "{},{},{},{},{},{}",
            person(number),
            words.phone(Class::Phone),
            words.word(Class::Requester),
            words.word(Class::Witness),
            words.word(Class::Witness),
            words.word(Class::UnknownColumn),
        )
        .unwrap();
    }
    list
}

fn workbook(words: &mut Words, path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = ["الاسم الكامل", "اسم الأم", "العمر", "من", "الصفة", "الهاتف", "زز شش"];
    let mut rows: Vec<Vec<String>> = vec![header.map(str::to_owned).to_vec()];
    for number in 0..10 {
        let name = format!("{} {}", GIVEN[number], FAMILY[number]);
        let mother = MOTHER[number % 9].to_owned();
        let (phone, other) = (words.phone(Class::Workbook), words.word(Class::Workbook));
        rows.push(vec![name, mother, "33".into(), "حمص".into(), String::new(), phone, other]);
    }
    let mut word = || words.word(Class::Workbook);
    let witness = [format!("{} {}", word(), word()), word(), "40".into(), word(), "شاهد".into(), word(), word()];
    rows.push(witness.to_vec());
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save(path).unwrap();
}

fn message(words: &mut Words) -> String {
    let mut text = String::from("السلام عليكم\nأسماء الواصلين اليوم\n");
    let before = ["هاتف", "رقم الهاتف", "واتساب", "موبايل", "للتواصل"];
    for number in 0..20 {
        let (given, family) = (GIVEN[(number * 5 + 3) % 12], FAMILY[(number * 3 + 1) % 14]);
        let (father, place) = (FATHER[number % 7], PLACES[number % 6]);
        let phone = words.phone(Class::Sentence);
        let word = before[number % before.len()];
        writeln!(text, "{given} {family} ابن {father} والدته {} من {place} {word} {phone}", MOTHER[number % 9])
            .unwrap();
    }
    for _ in 0..6 {
        // Lines that are no sentence about a person.
        writeln!(text, "؟؟ {} {} !!", words.word(Class::NoRecord), words.phone(Class::NoRecord)).unwrap();
    }
    text
}

fn problems(words: &mut Words) -> String {
    let mut list = String::from("Name,Mother,Born,Phone,Email,Requester,Wwxx\n");
    for number in 0..40 {
        let name = format!("{} {}", GIVEN[number % 12], FAMILY[number % 14]);
        let mother = MOTHER[number % 9];
        match number % 4 {
            // A telephone number with letters, and a formula where an address should stand.
            0 => {
                let (phone, email) = (words.word(Class::NotUnderstood), words.latin(Class::NotUnderstood));
                writeln!(list, "{name},{mother},1980,{phone},=HYPERLINK({email}),,").unwrap();
            }
            1 => {
                let [one, two] = [0, 1].map(|_| words.word(Class::Ragged));
                writeln!(list, "{name},{mother},1980,,,,,{one},{two}").unwrap();
            }
            // A row that is cut short after its contact.
            2 => writeln!(list, "{name},{mother},1980,{}", words.phone(Class::Ragged)).unwrap(),
            _ => {
                let (email, other) = (words.latin(Class::NoRecord), words.word(Class::NoRecord));
                writeln!(list, ",,,,{email} {other},,{}", words.word(Class::NoRecord)).unwrap();
            }
        }
    }
    // Rows that say nothing under any header that is known.
    for _ in 0..10 {
        writeln!(list, ",,,,,,{}", words.word(Class::NoRecord)).unwrap();
    }
    list
}

fn undone(words: &mut Words) -> (String, Vec<String>) {
    let mut list = String::from("Name,Father,Mother,Born,Phone\n");
    let mut taken_back = Vec::new();
    for _ in 0..FORGOTTEN {
        let (name, father, mother) = names(words);
        writeln!(list, "{name},{father},{mother},1979,{}", words.phone(Class::Phone)).unwrap();
        taken_back.push(name);
    }
    (list, taken_back)
}

/// A long list, whose import takes long enough to be looked at while it runs.
fn register(words: &mut Words, scale: Scale) -> String {
    let mut list = String::from("م,الاسم,الكنية,اسم الأب,اسم الأم,تولد,الهاتف,ملاحظات,ثثثث\n");
    let mut random = Random(3);
    for number in 0..scale.register {
        let (given, family) = (random.pick(&GIVEN), random.pick(&FAMILY));
        let (father, mother, born) = (random.pick(&FATHER), random.pick(&MOTHER), 1950 + random.below(50));
        let (phone, other) = if number % 25 == 0 {
            (words.phone(Class::Phone), words.word(Class::UnknownColumn))
        } else {
            (String::new(), String::new())
        };
        writeln!(list, "{number},{given},{family},{father},{mother},{born},{phone},نقل,{other}").unwrap();
    }
    list
}

fn asker(words: &mut Words) -> String {
    let mut text = String::new();
    for field in ["name", "contact", "safe_hour", "code_word", "who_knows", "must_not_know", "legal_needs"] {
        let said = if field == "contact" { words.phone(Class::Asker) } else { words.word(Class::Asker) };
        writeln!(text, "{field} = \"{said}\"").unwrap();
    }
    let [one, two] = [0, 1].map(|_| words.word(Class::Asker));
    writeln!(text, "kinship = \"أم\"\nnumbers_elsewhere = [\"{one}\", \"{two}\"]").unwrap();
    text
}

fn request(words: &mut Words, number: usize) -> String {
    let (given, family, mother) = (GIVEN[number], FAMILY[number + 4], MOTHER[number]);
    format!(
        "contact_until = \"{}\"\n[person]\ngiven = \"{given}\"\nfamily = \"{family}\"\nmother = \"{mother}\"\n\
         birth_date = \"19{}\"\nphone = \"{}\"\nrequester = \"{}\"\nseen_by = \"{}\"\n[asker]\n{}",
        crate::run::day_in(365),
        60 + number,
        words.phone(Class::Phone),
        words.word(Class::Requester),
        words.word(Class::Witness),
        asker(words)
    )
}
