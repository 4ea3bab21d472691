//! The gate list: names called out at a prison gate and typed on phones, in Latin letters, by seven hands.

use super::fate::Outcome;
use super::kinds::ErrorKind;
use super::latin::{GATE_HANDS, Habit, Hand};
use super::pen::{Pen, Row};
use super::people::Person;
use super::rates;
use super::tables::{Place, TABLES};

/// The header, as the first volunteer typed it.
pub(super) const HEADER: [&str; 8] = ["No", "Name", "Age", "From", "Prison", "Arrested", "Date out", "Notes"];

/// Rows about these people, in runs of one hand.
pub(super) fn rows(pen: &mut Pen, people: &[Person], listed: &[usize]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(listed.len());
    let mut hand = GATE_HANDS[0];
    let mut run = 0;
    for &number in listed {
        if run == 0 {
            hand = *pen.random.pick(&GATE_HANDS);
            run = pen.random.between(14, 50);
        }
        run -= 1;
        let cells = cells(pen, hand, &people[number], rows.len() + 1);
        rows.push(pen.row(cells, number, people));
    }
    rows
}

fn cells(pen: &mut Pen, hand: Hand, person: &Person, number: usize) -> Vec<String> {
    pen.mark(ErrorKind::OtherScript);
    let Outcome::Freed(out) = person.outcome else {
        return vec![String::new(); HEADER.len()];
    };
    let prison = person.stays.last().map_or(String::new(), |stay| hand.choose(&stay.facility.latin).to_owned());
    let name = name(pen, hand, person);
    let written_out =
        if hand.id.is_multiple_of(2) { format!("{:02}.{:02}.{}", out.day, out.month, out.year) } else { out.iso() };
    let notes = [
        "",
        "",
        "",
        "",
        "",
        "",
        "injured",
        "cannot walk",
        "does not speak",
        "family came",
        "needs medicine",
        "confused",
    ];
    vec![
        number.to_string(),
        name,
        pen.unless_missing(0.05, |pen| pen.age(person.born, out).to_string()),
        place(pen, hand, person.home),
        pen.unless_missing(0.2, |_| prison),
        pen.unless_missing(0.4, |pen| pen.day(person.arrest.date).year.to_string()),
        written_out,
        (*pen.random.pick(&notes)).to_owned(),
    ]
}

fn name(pen: &mut Pen, hand: Hand, person: &Person) -> String {
    let given = pen.slip(hand.spell(person.given));
    let family = pen.slip(hand.spell(person.family));
    // Offices that write French put the family name in capitals.
    let family = if hand.habit == Habit::French { family.to_uppercase() } else { family };
    let title =
        (!person.is_woman && pen.random.chance(0.02)).then(|| *pen.random.pick(&["Dr. ", "Hajj ", "Sheikh ", "Eng. "]));
    if title.is_some() {
        pen.mark(ErrorKind::Honorific);
    }
    let title = title.unwrap_or("");
    if pen.is_given_family_only(rates::given_family_only::GATE) {
        if pen.random.chance(0.08) {
            pen.mark(ErrorKind::FamilyFirst);
            let comma = if hand.plain { "" } else { "," };
            return format!("{family}{comma} {given}");
        }
        return format!("{title}{given} {family}");
    }
    let father = pen.slip(hand.spell(person.father));
    match pen.random.below(100) {
        0..=7 => {
            pen.mark(ErrorKind::FamilyFirst);
            format!("{family} {given} {father}")
        }
        8..=15 if hand.habit == Habit::Turkish => {
            format!("{father} {} {given} {family}", hand.child_of(person.is_woman))
        }
        8..=15 => format!("{title}{given} {} {father} {family}", hand.child_of(person.is_woman)),
        16..=23 => {
            let grandfather = pen.slip(hand.spell(person.grandfather));
            format!("{given} {father} {grandfather} {family}")
        }
        _ => format!("{title}{given} {father} {family}"),
    }
}

/// The village as this hand spells it; sometimes the governorate with it, or alone.
fn place(pen: &mut Pen, hand: Hand, home: &Place) -> String {
    let village = hand.place(&home.latin);
    let governorate = hand.place(TABLES.governorate_latin(home.governorate));
    match pen.random.below(20) {
        0 => String::new(),
        1 | 2 => governorate.to_owned(),
        3..=5 if village != governorate => format!("{village}, {governorate}"),
        _ => pen.slip(village.to_owned()),
    }
}
