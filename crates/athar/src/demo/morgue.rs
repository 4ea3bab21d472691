//! The morgue list of 2012 to 2016: bodies with three numbers that are not one (branch, detainee, examination), four of ten without a name.

use super::arabic::CLERK;
use super::calendar::Date;
use super::fate::Outcome;
use super::kinds::ErrorKind;
use super::pen::{Pen, Row};
use super::people::Person;
use super::rates;

/// The columns; the delimiter is a semicolon.
pub(super) const HEADER: [&str; 11] = [
    "رقم الفحص",
    "رقم الفرع",
    "رقم المعتقل",
    "الاسم",
    "اسم الأم",
    "العمر التقديري",
    "الجنس",
    "المحافظة",
    "المشفى",
    "تاريخ الوفاة",
    "ملاحظات",
];

/// How the list says that it does not know.
const UNKNOWN: [&str; 5] = ["مجهول الهوية", "مجهول الهوية", "مجهول", "غير معروف", "م. الهوية"];

/// Of the bodies without a name, those whose numbers still lead to somebody on other lists.
const UNKNOWN_YET_NUMBERED: f64 = 0.10;

/// Rows about these dead, and about bodies that nobody has named, in the order of examination.
pub(super) fn rows(pen: &mut Pen, people: &[Person], listed: &[usize]) -> Vec<Row> {
    // With u nameless bodies, of whom a part is listed: u = share * (listed + (1 - part) * u).
    let share = rates::UNKNOWN_NAMES;
    let nameless = share * listed.len() as f64 / (1.0 - share * (1.0 - UNKNOWN_YET_NUMBERED));
    let yet_numbered = (nameless * UNKNOWN_YET_NUMBERED).round() as usize;
    let nobody = nameless.round() as usize - yet_numbered;
    let mut bodies: Vec<(Option<usize>, bool)> =
        listed.iter().enumerate().map(|(place, &person)| (Some(person), place < yet_numbered)).collect();
    bodies.extend(std::iter::repeat_n((None, true), nobody));
    pen.random.shuffle(&mut bodies);
    let mut rows = Vec::with_capacity(bodies.len());
    let mut examination = 1180;
    for (person, is_unknown) in bodies {
        examination += pen.random.between(1, 4);
        pen.is_unknown_name(is_unknown);
        let model = person.unwrap_or_else(|| pen.random.below(people.len()));
        let cells = cells(pen, &people[model], person.is_some(), is_unknown, examination);
        rows.push(match person {
            Some(number) => pen.row(cells, number, people),
            None => pen.row_about_nobody(cells),
        });
    }
    rows
}

fn cells(pen: &mut Pen, person: &Person, is_listed: bool, is_unknown: bool, examination: i32) -> Vec<String> {
    let died = match person.outcome {
        Outcome::Died(day) if is_listed => day,
        _ => Date::new(2013, 1, 1).plus(pen.random.between(0, 1400)),
    };
    // The branch or prison that sent the body, under whose number it lies.
    let sent_by = person.stays.iter().rev().find(|stay| stay.facility.sort != "hospital");
    let hospital = person
        .stays
        .last()
        .filter(|stay| stay.facility.sort == "hospital")
        .map_or("مشفى تشرين العسكري", |stay| stay.facility.arabic[0]);
    let branch = sent_by.map_or(String::new(), |stay| branch_number(stay.facility.key));
    let number = if is_listed { sent_by.map_or(0, |stay| stay.number) } else { pen.random.between(11, 7999) };
    let (name, mother) =
        if is_unknown { ((*pen.random.pick(&UNKNOWN)).to_owned(), String::new()) } else { names(pen, person) };
    let age = age_range(pen, person.born.age_on(died));
    let missing_number = if is_unknown && is_listed { 0.0 } else { 0.35 };
    vec![
        examination.to_string(),
        branch,
        pen.unless_missing(missing_number, |_| number.to_string()),
        name,
        mother,
        age,
        if person.is_woman { "أنثى" } else { "ذكر" }.to_owned(),
        if is_unknown { String::new() } else { pen.unless_missing(0.15, |pen| pen.arabic_place(&CLERK, person.home)) },
        hospital.to_owned(),
        pen.day(died).iso(),
        (*pen.random.pick(&["", "", "", "", "صورة مرفقة", "بدون صورة", "توقف قلب وتنفس", "وشم على الساعد"])).to_owned(),
    ]
}

fn names(pen: &mut Pen, person: &Person) -> (String, String) {
    let given = pen.arabic(&CLERK, person.given);
    let family = pen.arabic_family(&CLERK, person.family);
    if pen.is_given_family_only(rates::given_family_only::MORGUE) {
        return (format!("{given} {family}"), String::new());
    }
    let father = pen.arabic(&CLERK, person.father);
    let mother = pen.unless_missing(0.4, |pen| pen.arabic(&CLERK, person.mother));
    if pen.random.chance(0.06) {
        pen.mark(ErrorKind::FamilyFirst);
        return (format!("{family} {given} {father}"), mother);
    }
    (format!("{given} {father} {family}"), mother)
}

/// What a doctor says of an age: mostly a decade.
fn age_range(pen: &mut Pen, age: i32) -> String {
    match pen.random.below(10) {
        0..=4 => format!("{}-{}", age / 10 * 10, age / 10 * 10 + 10),
        5..=7 => {
            let low = (age - pen.random.between(0, 5)) / 5 * 5;
            format!("{low}-{}", low + 10)
        }
        8 => format!("حوالي {}", (age + 2) / 5 * 5),
        _ => pen.age(Date::new(2000 - age, 1, 1), Date::new(2000, 6, 1)).to_string(),
    }
}

/// Branches are known by number; a prison has none, and its name stands there.
fn branch_number(key: &str) -> String {
    match key {
        "saydnaya" => "صيدنايا".to_owned(),
        "air_harasta" | "air_aleppo" | "mezzeh" => "جوية".to_owned(),
        "political" => "سياسية".to_owned(),
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => number.to_owned(),
        _ => String::new(),
    }
}
