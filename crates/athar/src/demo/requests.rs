//! Families' requests: what the relatives of the disappeared told an association, in Arabic or in Kurdish with Latin letters.
//!
//! The contacts are made up and begin with a country code that no country has.

use super::arabic::FAMILY;
use super::calendar::{Date, eastern};
use super::fate::How;
use super::kinds::ErrorKind;
use super::latin::{Hand, KURDISH_HANDS};
use super::pen::{Pen, Row};
use super::people::Person;
use super::random::Random;
use super::rates;

/// The form's headings, in both languages of the association.
pub(super) const HEADER: [&str; 11] = [
    "رقم الطلب",
    "الاسم والكنية / Nav û paşnav",
    "اسم الأب / Navê bav",
    "اسم الأم / Navê dê",
    "تاريخ الميلاد / Roja bûyînê",
    "من / Ji",
    "ظروف الاعتقال / Çawa hat girtin",
    "آخر مكان معروف / Cihê dawî",
    "صلة القرابة / Xizmatî",
    "الهاتف / Telefon",
    "تاريخ الطلب / Dîrok",
];

/// Who asks: mother, father, uncle, brother, sister, wife, son, daughter, cousin, husband.
const RELATIONS_ARABIC: [&str; 10] = ["أم", "أب", "خال", "أخ", "أخت", "زوجة", "ابن", "ابنة", "ابن عم", "زوج"];
const RELATIONS_KURDISH: [&str; 10] = ["dê", "bav", "xal", "bira", "xwişk", "jin", "kur", "keç", "pismam", "mêr"];

/// Rows about these people; somebody listed twice was asked for by two relatives.
pub(super) fn rows(pen: &mut Pen, people: &[Person], listed: &[usize]) -> Vec<Row> {
    let mut times = vec![0; people.len()];
    for &person in listed {
        times[person] += 1;
    }
    let mut rows = Vec::with_capacity(listed.len());
    for &number in listed {
        let person = &people[number];
        if times[number] > 1 {
            pen.mark(ErrorKind::SecondRequest);
        }
        let in_kurdish = person.community == 'k' && pen.random.chance(0.65);
        let cells = if in_kurdish {
            let hand = *pen.random.pick(&KURDISH_HANDS);
            kurdish(pen, hand, person, rows.len() + 1)
        } else {
            arabic(pen, person, rows.len() + 1)
        };
        rows.push(pen.row(cells, number, people));
    }
    rows
}

fn arabic(pen: &mut Pen, person: &Person, number: usize) -> Vec<String> {
    let given = pen.arabic(&FAMILY, person.given);
    let family = pen.arabic_family(&FAMILY, person.family);
    let (father, mother) = if pen.is_given_family_only(rates::given_family_only::REQUESTS) {
        (String::new(), String::new())
    } else {
        let father = pen.arabic(&FAMILY, person.father);
        let mother = pen.unless_missing(0.05, |pen| {
            let mother = pen.arabic(&FAMILY, person.mother);
            if pen.random.chance(0.5) {
                format!("{mother} {}", pen.arabic_family(&FAMILY, person.mother_family))
            } else {
                mother
            }
        });
        (father, mother)
    };
    let name = if pen.random.chance(0.03) {
        pen.mark(ErrorKind::FamilyFirst);
        format!("{family} {given}")
    } else {
        format!("{given} {family}")
    };
    let is_eastern = pen.random.chance(0.25);
    let style = if pen.random.chance(0.5) { Date::slashed } else { Date::slashed_year_first };
    let born = pen.unless_missing(0.05, |pen| pen.birth(person.born, style));
    let born = if is_eastern { eastern(&born) } else { born };
    let home = pen.unless_missing(0.04, |pen| pen.arabic_place(&FAMILY, person.home));
    let last = person.stays[pen.random.below(person.stays.len())].facility;
    let last = pen.unless_missing(0.4, |pen| pen.arabic_facility(last));
    let told = told_in_arabic(pen, person);
    vec![
        number.to_string(),
        name,
        father,
        mother,
        born,
        home,
        if is_eastern { eastern(&told) } else { told },
        last,
        relation(pen, person, &RELATIONS_ARABIC),
        phone(&mut pen.random),
        asked(&mut pen.random, person.arrest.date).iso(),
    ]
}

fn told_in_arabic(pen: &mut Pen, person: &Person) -> String {
    let day = pen.day(person.arrest.date);
    let when = match pen.random.below(10) {
        0..=5 => format!("عام {}", day.year),
        6 | 7 => format!("في {}", day.syriac().split_once(' ').map_or(String::new(), |(_, month)| month.to_owned())),
        _ => format!("بتاريخ {}", day.slashed()),
    };
    let place = person.arrest.place.arabic[0];
    let verb = match (person.is_woman, pen.random.below(3)) {
        (true, 0) => "اعتقلت",
        (true, _) => "تم اعتقالها",
        (false, 0) => "تم اعتقاله",
        (false, _) => "اعتقل",
    };
    match person.arrest.how {
        How::Checkpoint => format!("{verb} {when} على حاجز {}{place}", pen.random.pick(&["قرب ", "عند مدخل ", ""])),
        How::Home => format!("{verb} من المنزل في {place} {when}"),
        How::Work => format!("{verb} {when} من مكان العمل في {place}"),
        How::University => format!("{verb} {when} من الجامعة"),
        How::Airport => format!("{verb} {when} في مطار دمشق"),
        How::Street => format!("{verb} {when} في {place}"),
    }
}

fn kurdish(pen: &mut Pen, hand: Hand, person: &Person, number: usize) -> Vec<String> {
    pen.mark(ErrorKind::OtherScript);
    let given = pen.slip(hand.spell(person.given));
    let family = pen.slip(hand.spell(person.family));
    let (father, mother) = if pen.is_given_family_only(rates::given_family_only::REQUESTS) {
        (String::new(), String::new())
    } else {
        let father = pen.slip(hand.spell(person.father));
        (father, pen.unless_missing(0.05, |pen| pen.slip(hand.spell(person.mother))))
    };
    let born = pen.unless_missing(0.05, |pen| {
        pen.birth(person.born, |day| format!("{:02}.{:02}.{}", day.day, day.month, day.year))
    });
    let last = person.stays[pen.random.below(person.stays.len())].facility;
    let last = hand.choose(&last.latin).to_owned();
    let year = pen.day(person.arrest.date).year;
    let place = hand.place(&person.arrest.place.latin);
    let told = match person.arrest.how {
        How::Checkpoint => {
            format!("Di sala {year} de li nuqteya kontrolê ya nêzîkî {place} hat girtin")
        }
        How::Home => format!("Di sala {year} de li malê li {place} hat girtin"),
        How::Work => format!("Di {year} de li cihê kar li {place} hat girtin"),
        How::University => format!("Di sala {year} de li zanîngehê hat girtin"),
        How::Airport => format!("Sala {year} li balafirgeha Şamê hat girtin"),
        How::Street => format!("Di sala {year} de li {place} hat girtin"),
    };
    vec![
        number.to_string(),
        format!("{given} {family}"),
        father,
        mother,
        born,
        pen.unless_missing(0.04, |_| hand.place(&person.home.latin).to_owned()),
        told,
        pen.unless_missing(0.4, |_| last),
        relation(pen, person, &RELATIONS_KURDISH),
        phone(&mut pen.random),
        asked(&mut pen.random, person.arrest.date).iso(),
    ]
}

/// Children ask for those who can have grown children, a wife for a man and a husband for a woman.
fn relation(pen: &mut Pen, person: &Person, words: &[&str; 10]) -> String {
    let kin = if person.born.year < 1980 { &words[2..9] } else { &words[..6] };
    let word = *pen.random.pick(kin);
    let is_spouse = word == words[5];
    if is_spouse && person.is_woman { words[9] } else { word }.to_owned()
}

fn phone(random: &mut Random) -> String {
    format!("+000 000 {:03} {:03}", random.below(1000), random.below(1000))
}

/// Some ask within weeks, most when somebody begins to collect names.
fn asked(random: &mut Random, arrested: Date) -> Date {
    let longest = Date::new(2024, 12, 9).julian() - arrested.julian();
    arrested.plus(random.between(longest.min(14), longest.max(14)))
}
