//! Invented people for the tests, drawn from a seed.

use link::person::{Table, TableBuilder};
use record::{AsOf, Property};

const GIVEN: [(&str, &str); 12] = [
    ("محمد", "Mohammed"),
    ("أحمد", "Ahmad"),
    ("خالد", "Khaled"),
    ("يوسف", "Yousef"),
    ("سامر", "Samer"),
    ("وليد", "Waleed"),
    ("فراس", "Firas"),
    ("نزار", "Nizar"),
    ("باسل", "Basel"),
    ("طارق", "Tareq"),
    ("زياد", "Ziad"),
    ("حسان", "Hassan"),
];
const FAMILY: [(&str, &str); 12] = [
    ("الخطيب", "al-Khatib"),
    ("الحلبي", "Halabi"),
    ("النجار", "Najjar"),
    ("الشامي", "Shami"),
    ("قباني", "Qabbani"),
    ("العمري", "Omari"),
    ("زيدان", "Zeidan"),
    ("بكور", "Bakkour"),
    ("درويش", "Darwish"),
    ("المصري", "Masri"),
    ("حداد", "Haddad"),
    ("سلوم", "Salloum"),
];

/// A person: numbers into the tables of names, and a year of birth.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    given: usize,
    father: usize,
    family: usize,
    born: u32,
}

/// `count` people, the same for the same seed.
pub(crate) fn people(count: usize, seed: u64) -> Vec<Person> {
    let mut state = seed;
    let mut draw = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    (0..count)
        .map(|_| Person { given: draw(12), father: draw(12), family: draw(12), born: 1950 + draw(50) as u32 })
        .collect()
}

impl Person {
    pub(crate) fn arabic(&self) -> [(Property, String); 4] {
        self.row(|pair| pair.0)
    }

    pub(crate) fn latin(&self) -> [(Property, String); 4] {
        self.row(|pair| pair.1)
    }

    fn row(&self, script: impl Fn(&(&'static str, &'static str)) -> &'static str) -> [(Property, String); 4] {
        [
            (Property::Given, script(&GIVEN[self.given]).to_owned()),
            (Property::Father, script(&GIVEN[self.father]).to_owned()),
            (Property::Family, script(&FAMILY[self.family]).to_owned()),
            (Property::BirthDate, self.born.to_string()),
        ]
    }
}

/// A table of rows, each with its list.
pub(crate) fn table<R: AsRef<[(Property, String)]>>(rows: &[(u16, R)]) -> Table {
    let mut builder = TableBuilder::new();
    for (list, row) in rows {
        let cells: Vec<(Property, &str)> =
            row.as_ref().iter().map(|(property, text)| (*property, text.as_str())).collect();
        builder.push_cells(*list, &AsOf::default(), &cells);
    }
    builder.finish()
}

/// A row by property and text.
pub(crate) fn row(cells: &[(Property, &str)]) -> Vec<(Property, String)> {
    cells.iter().map(|&(property, text)| (property, text.to_owned())).collect()
}
