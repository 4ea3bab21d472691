//! The message copied from a phone: names of those who came out, a person a line, in sentences, as it went from group to group.
//!
//! Part of it is not what it says: in the middle stand families' requests, forwarded verbatim. A copy never corroborates, and a
//! request never corroborates (`records.md`, Sources).

use super::arabic::PHONE;
use super::calendar::eastern;
use super::fate::{OPENED, Outcome};
use super::kinds::ErrorKind;
use super::pen::{Pen, Row};
use super::people::Person;
use super::rates;

/// Lines before the first name.
pub(super) const GREETING: [&str; 5] = [
    "السلام عليكم ورحمة الله 🌿",
    "أسماء المعتقلين يلي طلعوا اليوم الحمد لله على سلامتهم 🤲",
    "انشروها لعل الأهالي يشوفوا",
    "",
    "👇👇👇",
];

/// The line before the forwarded requests.
pub(super) const FORWARDED: [&str; 2] = ["", "↪️ تتمة القائمة منقولة"];

/// Lines between names, about nobody.
const CHATTER: [&str; 10] = [
    "الله يفرج عن الجميع 🤲🤲",
    "تابع 👇",
    "يا رب",
    "مين عندو معلومات يتواصل معنا",
    "الرجاء النشر",
    "حسبنا الله ونعم الوكيل",
    "القائمة التانية بعد شوي",
    "🕊️🕊️🕊️",
    "في أسماء ما قدرنا نقراها منيح",
    "Forwarded many times",
];

/// The last lines.
pub(super) const FAREWELL: [&str; 2] = ["", "انتهت القائمة، إن شاء الله في أسماء تانية بكرا 🌹"];

/// Lines about these people, with chatter between them (rows about nobody).
pub(super) fn lines(pen: &mut Pen, people: &[Person], listed: &[usize]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(listed.len() + listed.len() / 30);
    let mut numbering = 0;
    for (place, &number) in listed.iter().enumerate() {
        if place > 0 && pen.random.chance(0.03) {
            let chatter = (*pen.random.pick(&CHATTER)).to_owned();
            rows.push(pen.row_about_nobody(vec![chatter]));
            numbering = pen.random.below(3);
        }
        let sentence = sentence(pen, &people[number]);
        let bullet = match numbering {
            0 => format!("{}- ", place + 1),
            1 => format!("{}. ", eastern(&(place + 1).to_string())),
            _ => (*pen.random.pick(&["", "• ", "✅ ", "▪️", "- "])).to_owned(),
        };
        let line = format!("{bullet}{sentence}");
        rows.push(pen.row(vec![line], number, people));
    }
    rows
}

fn sentence(pen: &mut Pen, person: &Person) -> String {
    let given = pen.arabic(&PHONE, person.given);
    let family = pen.arabic_family(&PHONE, person.family);
    let mut clauses = Vec::new();
    if !person.is_woman && pen.random.chance(0.03) {
        pen.mark(ErrorKind::Honorific);
        clauses.push((*pen.random.pick(&["الحاج", "الشيخ", "أبو محمد", "الدكتور", "المهندس"])).to_owned());
    }
    let is_short = pen.is_given_family_only(rates::given_family_only::MESSAGE);
    clauses.push(if is_short { format!("{given} {family}") } else { with_parents(pen, person, &given, &family) });
    if pen.random.chance(0.75) {
        clauses.push(born(pen, person));
    }
    if pen.random.chance(0.8) {
        let home = pen.arabic_place(&PHONE, person.home);
        clauses.push(match pen.random.below(5) {
            0 => format!("من أهالي {home}"),
            1 => format!("- {home}"),
            2 => format!("({home})"),
            _ => format!("من {home}"),
        });
    }
    if pen.random.chance(0.3) {
        let since = pen.random.mostly_first(&["من عام", "من سنة", "من"], 0.4);
        clauses.push(format!("معتقل {since} {}", person.arrest.date.year));
    }
    if let (true, Some(stay)) = (pen.random.chance(0.3), person.stays.last()) {
        clauses.push(format!("خرج من {}", pen.arabic_facility(stay.facility)));
    }
    let words = clauses.join(" ");
    let words = if pen.random.chance(0.3) { eastern(&words) } else { words };
    // Phones put marks of direction around what was copied, and some people draw letters out.
    match pen.random.below(100) {
        0..=2 => format!("\u{200f}{words}"),
        3 => format!("\u{202b}{words}\u{202c}"),
        4 => words.replacen("مح", "مـحـ", 1),
        _ => words,
    }
}

fn with_parents(pen: &mut Pen, person: &Person, given: &str, family: &str) -> String {
    let father = pen.arabic(&PHONE, person.father);
    let (son, his_mother) = if person.is_woman { ("بنت", "والدتها") } else { ("بن", "والدته") };
    let named = match pen.random.below(10) {
        0..=4 => format!("{given} {family} {son} {father}"),
        5 => format!("{given} {son} {father} {family}"),
        6 => {
            pen.mark(ErrorKind::FamilyFirst);
            format!("{family} {given} {son} {father}")
        }
        7 => format!("{given} {family} والده {father}"),
        _ => format!("{given} {father} {family}"),
    };
    if pen.random.chance(0.35) {
        return named;
    }
    let mother = pen.arabic(&PHONE, person.mother);
    match pen.random.below(5) {
        0 => format!("{named} الأم {mother}"),
        1 => format!("{named} أمه {mother}"),
        2 => format!("{named} و{his_mother} {mother}"),
        _ => format!("{named} {his_mother} {mother}"),
    }
}

fn born(pen: &mut Pen, person: &Person) -> String {
    if pen.random.chance(0.25) {
        let day = if let Outcome::Freed(day) = person.outcome { day } else { OPENED };
        let age = pen.age(person.born, day);
        let words = [if person.is_woman { "عمرها " } else { "عمره " }, "العمر ", ""];
        let word = *pen.random.pick(&words);
        return format!("{word}{age} {}", pen.random.pick(&["سنة", "عام", "سنه"]));
    }
    let written = pen.birth(person.born, |day| format!("{}/{}/{}", day.day, day.month, day.year));
    format!("{} {written}", pen.random.pick(&["تولد", "تولد", "مواليد", "م", "مواليد عام"]))
}
