//! The gate list: names called out at a prison gate and typed on phones, in Latin letters, by seven hands.

use super::fate::Outcome;
use super::kinds::ErrorKind;
use super::latin::{GATE_HANDS, Hand};
use super::pen::{Pen, Row};
use super::people::Person;
use super::rates;
use super::tables::{Place, TABLES};

/// The header, as the first volunteer typed it.
pub(super) const HEADER: [&str; 8] = ["No", "Name", "Age", "From", "Prison", "Arrested", "Date out", "Notes"];

/// Rows about these people, in runs of one hand.
pub(super) fn rows(pen: &mut Pen, people: &[Person], listed: &[usize]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(listed.len());
    let mut hand = &GATE_HANDS[0];
    let mut run = 0;
    for &number in listed {
        if run == 0 {
            hand = pen.random.pick(&GATE_HANDS);
            run = pen.random.between(14, 50);
        }
        run -= 1;
        let cells = cells(pen, hand, &people[number], rows.len() + 1);
        rows.push(pen.row(cells, number, people));
    }
    rows
}

fn cells(pen: &mut Pen, hand: &Hand, person: &Person, number: usize) -> Vec<String> {
    pen.mark(ErrorKind::OtherScript);
    let Outcome::Freed(out) = person.outcome else { return vec![String::new(); HEADER.len()] };
    let prison = person.stays.last().map_or(String::new(), |stay| hand.choose(&stay.facility.latin).to_owned());
    let name = name(pen, hand, person);
    let age = pen.age(person.born, out).to_string();
    let year = pen.day(person.arrest.date).year.to_string();
    let written_out = if hand.id % 2 == 0 { format!("{:02}.{:02}.{}", out.day, out.month, out.year) } else { out.iso() };
    let notes = ["", "", "", "", "", "", "injured", "cannot walk", "does not speak", "family came", "needs medicine", "confused"];
    vec![
        number.to_string(),
        name,
        pen.unless_missing(0.05, age),
        place(pen, hand, person.home),
        pen.unless_missing(0.2, prison),
        pen.unless_missing(0.4, year),
        written_out,
        (*pen.random.pick(&notes)).to_owned(),
    ]
}

fn name(pen: &mut Pen, hand: &Hand, person: &Person) -> String {
    let given = pen.slip(hand.spell(person.given));
    let family = pen.slip(hand.spell(person.family));
    let title = pen.random.chance(0.02).then(|| *pen.random.pick(&["Dr. ", "Hajj ", "Sheikh ", "Eng. "]));
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
        8..=15 if hand.son_of() == "oğlu" => format!("{father} oğlu {given} {family}"),
        8..=15 => format!("{title}{given} {} {father} {family}", hand.son_of()),
        16..=23 => {
            let grandfather = pen.slip(hand.spell(person.grandfather));
            format!("{given} {father} {grandfather} {family}")
        }
        _ => format!("{title}{given} {father} {family}"),
    }
}

/// The village as this hand spells it; sometimes the governorate with it, or alone.
fn place(pen: &mut Pen, hand: &Hand, home: &Place) -> String {
    let village = hand.choose(&home.latin);
    let governorate = hand.choose(TABLES.governorate_latin(home.governorate));
    match pen.random.below(20) {
        0 => String::new(),
        1 | 2 => governorate.to_owned(),
        3..=5 if village != governorate => format!("{village}, {governorate}"),
        _ => pen.slip(village.to_owned()),
    }
}
