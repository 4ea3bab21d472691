//! One row of a list about one person, as the list's hand writes it.

use super::super::calendar::{Date, eastern};
use super::super::kinds::ErrorKind;
use super::super::latin::{Habit, Hand};
use super::super::pen::Pen;
use super::super::people::Person;
use super::super::tables::{Part, Place, TABLES};
use super::columns::Layout;
use super::fields::{Cells, Field, Language};
use super::style::{Kind, Style};

/// The row's cells, those that the list does not carry empty, and whether a parent is named among them.
pub(super) fn cells(pen: &mut Pen, style: &Style, hand: Option<Hand>, person: &Person) -> (Cells, bool) {
    if hand.is_some() {
        pen.mark(ErrorKind::OtherScript);
    }
    let mut writer = Writer { pen, style, hand, person, cells: Cells::default(), names_parent: false };
    let has_parents = style.asks_for_parents() && !writer.pen.is_given_family_only(style.given_family_only);
    writer.names(has_parents);
    if has_parents {
        writer.mother();
    }
    writer.birth();
    writer.whereabouts();
    if style.has_eastern_digits {
        for cell in &mut writer.cells {
            *cell = eastern(cell);
        }
    }
    (writer.cells, writer.names_parent)
}

struct Writer<'a, 'b> {
    pen: &'a mut Pen<'b>,
    style: &'a Style,
    hand: Option<Hand>,
    person: &'a Person,
    cells: Cells,
    names_parent: bool,
}

impl Writer<'_, '_> {
    /// Whether the list fills this field this time.
    fn has(&mut self, field: Field) -> bool {
        let filled = self.style.filled[field as usize];
        filled > 0.0 && self.pen.random.chance(filled)
    }

    fn put(&mut self, field: Field, cell: String) {
        self.cells[field as usize] = cell;
    }

    fn given(&mut self, part: Part) -> String {
        match self.hand {
            Some(hand) => self.pen.slip(hand.spell(part)),
            None => self.pen.arabic(&self.style.scribe, part),
        }
    }

    fn family(&mut self, part: Part) -> String {
        match self.hand {
            // Offices that write French put the family name in capitals.
            Some(hand) if hand.habit == Habit::French => self.pen.slip(hand.spell(part)).to_uppercase(),
            Some(hand) => self.pen.slip(hand.spell(part)),
            None => self.pen.arabic_family(&self.style.scribe, part),
        }
    }

    fn names(&mut self, has_parents: bool) {
        let given = self.given(self.person.given);
        let family = self.family(self.person.family);
        let has_father = has_parents && self.has(Field::Father);
        self.names_parent |= has_father;
        let father = if has_father { self.given(self.person.father) } else { String::new() };
        let has_grandfather = has_father && self.has(Field::Grandfather);
        let grandfather = if has_grandfather { self.given(self.person.grandfather) } else { String::new() };
        match self.style.layout {
            Layout::Columns => {
                self.put(Field::Given, given);
                self.put(Field::Family, family);
            }
            Layout::GivenFamily => {
                let is_family_first = self.pen.is_family_first(self.style.family_first);
                let (one, other) = if is_family_first { (&family, &given) } else { (&given, &family) };
                let name = format!("{one} {other}");
                self.put(Field::Name, name);
            }
            Layout::Whole => {
                let name = self.whole(&given, &father, &grandfather, &family);
                self.put(Field::Name, name);
                return;
            }
        }
        self.put(Field::Father, father);
        self.put(Field::Grandfather, grandfather);
    }

    /// The whole name in one cell, in one of the orders in which people say it.
    fn whole(&mut self, given: &str, father: &str, grandfather: &str, family: &str) -> String {
        let is_family_first = self.pen.is_family_first(self.style.family_first);
        let says_child_of = !father.is_empty() && !is_family_first && self.pen.random.chance(0.08);
        let child_of = match self.hand {
            _ if !says_child_of => "",
            // Turkish has the father first and the word after him.
            Some(hand) if hand.habit == Habit::Turkish => "",
            Some(hand) => hand.child_of(self.person.is_woman),
            None if self.person.is_woman => "بنت",
            None => "بن",
        };
        let family_after_given = !is_family_first && child_of == "بن" && self.pen.random.chance(0.4);
        let order: &[&str] = if is_family_first {
            &[family, given, father, grandfather]
        } else if family_after_given {
            &[given, family, child_of, father]
        } else {
            &[given, child_of, father, grandfather, family]
        };
        let words: Vec<&str> = order.iter().copied().filter(|word| !word.is_empty()).collect();
        let name = words.join(" ");
        if self.person.is_woman || is_family_first || !self.pen.random.chance(0.01) {
            return name;
        }
        self.pen.mark(ErrorKind::Honorific);
        let titles = if self.hand.is_some() { ["Dr.", "Hajj", "Sheikh"] } else { ["الحاج", "الشيخ", "د."] };
        format!("{} {name}", self.pen.random.pick(&titles))
    }

    fn mother(&mut self) {
        if !self.has(Field::Mother) {
            return;
        }
        self.names_parent = true;
        let mother = self.given(self.person.mother);
        let knows_family = self.has(Field::MotherFamily);
        if knows_family {
            let family = self.family(self.person.mother_family);
            self.put(Field::MotherFamily, family);
        } else if self.style.filled[Field::MotherFamily as usize] == 0.0 && self.pen.random.chance(0.25) {
            // Lists without the column put her family name beside her own.
            let family = self.family(self.person.mother_family);
            return self.put(Field::Mother, format!("{mother} {family}"));
        }
        self.put(Field::Mother, mother);
    }

    fn birth(&mut self) {
        if self.has(Field::BirthDate) {
            let born = self.pen.birth(self.person.born, self.style.date);
            self.put(Field::BirthDate, born);
        }
        if self.has(Field::Age) {
            let age = self.pen.age(self.person.born, self.style.as_of);
            self.put(Field::Age, age.to_string());
        }
        if self.has(Field::Sex) {
            self.put(Field::Sex, self.style.language.sex(self.person.is_woman).to_owned());
        }
        if self.has(Field::RegisterNumber) {
            self.put(Field::RegisterNumber, self.person.register_number.to_string());
        }
    }

    fn whereabouts(&mut self) {
        if self.has(Field::BirthPlace) {
            let place = self.place(self.person.home);
            self.put(Field::BirthPlace, place);
        }
        if self.has(Field::Residence) {
            let place = self.place(self.person.home);
            self.put(Field::Residence, place);
        }
        if self.has(Field::Facility) {
            let facility = self.facility();
            self.put(Field::Facility, facility);
        }
        if self.has(Field::ArrestDate) {
            let day = self.pen.day(self.person.arrest.date);
            let only_year = if self.style.kind == Kind::Register { 0.1 } else { 0.5 };
            let written = if self.pen.random.chance(only_year) { day.year.to_string() } else { self.long_date(day) };
            self.put(Field::ArrestDate, written);
        }
    }

    /// Arabic registers and requests have the month as a word now and then.
    fn long_date(&mut self, day: Date) -> String {
        if self.style.language == Language::Arabic && self.pen.random.chance(0.1) {
            return day.syriac();
        }
        (self.style.date)(day)
    }

    fn place(&mut self, home: &Place) -> String {
        let Some(hand) = self.hand else { return self.pen.arabic_place(&self.style.scribe, home) };
        let village = hand.place(&home.latin);
        match self.pen.random.below(20) {
            0 => hand.place(TABLES.governorate_latin(home.governorate)).to_owned(),
            1 | 2 if home.arabic[0] != home.governorate => {
                format!("{village}, {}", hand.place(TABLES.governorate_latin(home.governorate)))
            }
            _ => self.pen.slip(village.to_owned()),
        }
    }

    /// The list's own prison or hospital; where it has none, one in which the person was held.
    fn facility(&mut self) -> String {
        let stays = &self.person.stays;
        let held = match self.style.kind {
            Kind::Message => stays.last(),
            _ => stays.get(self.pen.random.below(stays.len())),
        };
        let Some(facility) = self.style.facility.or(held.map(|stay| stay.facility)) else { return String::new() };
        match self.hand {
            Some(hand) => hand.choose(&facility.latin).to_owned(),
            None => self.pen.arabic_facility(facility),
        }
    }
}
