//! The prison register: a ledger typed into an old program, windows-1256, with Hijri, Syriac and numeric dates side by side.
//!
//! Registers list transfers: who went to a court or a hospital and came back stands there twice.

use super::arabic::CLERK;
use super::calendar::Date;
use super::fate::{Outcome, Stay};
use super::kinds::ErrorKind;
use super::pen::{Pen, Row};
use super::people::Person;
use super::rates;

/// The prison whose register this is, by its key in `facilities.tsv`.
pub(super) const PRISON: &str = "saydnaya";

/// The ledger's columns.
pub(super) const HEADER: [&str; 15] = [
    "م",
    "رقم المعتقل",
    "الاسم",
    "الكنية",
    "اسم الأب",
    "اسم الأم",
    "كنية الأم",
    "محل القيد",
    "رقم القيد",
    "تولد",
    "تاريخ الدخول",
    "الجهة المحيلة",
    "تاريخ الخروج",
    "الجهة المحال إليها",
    "ملاحظات",
];

/// One line of the ledger before it is written: who, which stay, whether a transfer cut it in two.
struct Entry {
    person: usize,
    from: Date,
    to: Option<Date>,
    came_from: String,
    went_to: String,
    number: i32,
    is_part_of_two: bool,
}

/// Rows about these people's stays, in the order of arrival.
pub(super) fn rows(pen: &mut Pen, people: &[Person], listed: &[usize]) -> Vec<Row> {
    let mut entries: Vec<Entry> = Vec::new();
    for &person in listed {
        if let Some(stay) = people[person].stays.iter().find(|stay| stay.facility.key == PRISON) {
            enter(pen, people, person, stay, &mut entries);
        }
    }
    entries.sort_by_key(|entry| (entry.from, entry.person));
    let mut rows = Vec::with_capacity(entries.len());
    for entry in &entries {
        let cells = cells(pen, &people[entry.person], entry, rows.len() + 1);
        rows.push(pen.row(cells, entry.person, people));
    }
    rows
}

fn enter(pen: &mut Pen, people: &[Person], person: usize, stay: &Stay, entries: &mut Vec<Entry>) {
    let branch = people[person].stays.first().map_or(String::new(), |first| pen.arabic_facility(first.facility));
    let (to, went_to) = match people[person].outcome {
        // Those whom the opening freed were never written out.
        Outcome::Freed(_) | Outcome::Unknown => (None, String::new()),
        Outcome::FreedEarlier => (Some(stay.to), "إخلاء سبيل".to_owned()),
        Outcome::Died(_) => (
            Some(stay.to),
            (*pen.random.pick(&[
                "مشفى تشرين العسكري",
                "المشفى العسكري 601",
                "مشفى حرستا",
                "محكمة الميدان العسكرية",
                "",
            ]))
            .to_owned(),
        ),
    };
    let whole =
        Entry { person, from: stay.from, to, came_from: branch, went_to, number: stay.number, is_part_of_two: false };
    let days = stay.to.julian() - stay.from.julian();
    if days < 120 || !pen.random.chance(0.16) {
        return entries.push(whole);
    }
    let left = stay.from.plus(pen.random.between(30, days - 60));
    let back = left.plus(pen.random.between(5, 50));
    let elsewhere = *pen.random.pick(&[
        "محكمة الإرهاب",
        "محكمة الميدان العسكرية",
        "مشفى تشرين العسكري",
        "الفرع 248",
        "سجن عدرا المركزي",
    ]);
    let again = if pen.random.chance(0.5) { stay.number } else { pen.random.between(11, 7999) };
    entries.push(Entry {
        to: Some(left),
        went_to: elsewhere.to_owned(),
        is_part_of_two: true,
        came_from: whole.came_from.clone(),
        ..whole
    });
    entries.push(Entry {
        from: back,
        came_from: elsewhere.to_owned(),
        number: again,
        is_part_of_two: true,
        to,
        went_to: whole.went_to,
        person,
    });
}

fn cells(pen: &mut Pen, person: &Person, entry: &Entry, number: usize) -> Vec<String> {
    if entry.is_part_of_two {
        pen.mark(ErrorKind::Transfer);
    }
    let given = pen.arabic(&CLERK, person.given);
    let family = pen.arabic_family(&CLERK, person.family);
    let parents = if pen.is_given_family_only(rates::given_family_only::REGISTER) {
        [String::new(), String::new(), String::new()]
    } else {
        let father = pen.arabic(&CLERK, person.father);
        let mother = pen.unless_missing(0.08, |pen| pen.arabic(&CLERK, person.mother));
        [father, mother, pen.unless_missing(0.3, |pen| pen.arabic_family(&CLERK, person.mother_family))]
    };
    let [father, mother, mother_family] = parents;
    let home = pen.unless_missing(0.06, |pen| pen.arabic_place(&CLERK, person.home));
    let page = pen.unless_missing(0.3, |_| person.register_number.to_string());
    let born = pen.unless_missing(0.07, |pen| pen.birth(person.born, Date::slashed_year_first));
    let from = date(pen, entry.from);
    let to = entry.to.map_or(String::new(), |day| date(pen, day));
    let note = *pen.random.pick(&["", "", "", "", "", "", "", "منفرد", "حسب الكتاب", "أمانات"]);
    vec![
        number.to_string(),
        entry.number.to_string(),
        given,
        family,
        father,
        mother,
        mother_family,
        home,
        page,
        born,
        from,
        entry.came_from.clone(),
        to,
        entry.went_to.clone(),
        note.to_owned(),
    ]
}

/// A date as the clerk of that year wrote it.
fn date(pen: &mut Pen, day: Date) -> String {
    let day = pen.day(day);
    match pen.random.below(100) {
        0..=54 => day.slashed(),
        55..=69 => day.slashed_year_first(),
        70..=84 => day.syriac(),
        85..=89 => day.hijri_words(),
        90..=93 => format!("{} هـ", day.hijri_words()),
        _ => day.hijri_numbers(),
    }
}
