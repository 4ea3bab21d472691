//! The names of one record as an index of names takes them: columns of parts and a whole name become one
//! reading, by the same rules by which a [`crate::TableBuilder`] fills its row; further names stand by themselves.
//!
//! Not evidence: who is found by a name is weighed by the model afterwards, like everyone else.

use names::{Part, PartRole, Reader, Reading};
use record::{Claim, Property, Visibility};

/// The columns that hold parts of the person's own name, in the usual order.
const OWN_COLUMNS: [(Property, PartRole); 4] = [
    (Property::Given, PartRole::Given),
    (Property::Father, PartRole::Father),
    (Property::Grandfather, PartRole::Grandfather),
    (Property::Family, PartRole::Family),
];

/// The columns that hold the mother's.
const MOTHER_COLUMNS: [(Property, PartRole); 2] =
    [(Property::Mother, PartRole::Mother), (Property::MotherFamily, PartRole::MotherFamily)];

/// The properties that hold another name of the same person.
const OTHER_NAMES: [Property; 3] = [Property::AlsoCalled, Property::ImposedName, Property::NomDeGuerre];

/// Reads the names of many records, remembering the words it has seen.
#[derive(Debug, Default)]
pub struct NameReader {
    reader: Reader,
}

impl NameReader {
    /// A reader that has seen nothing.
    pub fn new() -> NameReader {
        NameReader::default()
    }

    /// The names that these claims give one person, the fullest first; none when they name nobody. Another name
    /// that is restricted or sealed is left out.
    pub fn readings(&mut self, claims: &[Claim]) -> Vec<Reading> {
        let mut own = self.columns(claims, &OWN_COLUMNS);
        let mothers = self.columns(claims, &MOTHER_COLUMNS);
        let whole = last_of(claims, Property::FullName).map(|text| self.reader.read(text).parts).unwrap_or_default();
        let mut readings = Vec::new();
        if own.iter().any(|part| part.role == PartRole::Given) {
            // The columns say it more clearly; a whole name beside them is worth finding by where it says
            // something else, as in another script.
            let says_more = whole.iter().any(|part| own.iter().all(|known| known.text != part.text));
            readings.push(joined(own.clone(), &mothers));
            if says_more {
                readings.push(joined(whole, &mothers));
            }
        } else {
            add_whole(&mut own, whole);
            readings.push(joined(own.clone(), &mothers));
        }
        let others =
            OTHER_NAMES.iter().flat_map(|property| claims.iter().filter(move |claim| claim.property == *property));
        for claim in others.filter(|claim| claim.visibility == Visibility::Staff) {
            let parts = self.reader.read(text_of(claim)).parts;
            readings.push(joined(in_place_of_given(parts, &own), &mothers));
        }
        readings.retain(|reading| !reading.parts.is_empty());
        readings
    }

    /// The parts of some columns. What spills over from one (a grandfather in the father's cell) gives way to a
    /// column of its own; of two columns of one meaning the later counts.
    fn columns(&mut self, claims: &[Claim], columns: &[(Property, PartRole)]) -> Vec<Part> {
        let mut parts = Vec::new();
        for &(property, role) in columns {
            let Some(text) = last_of(claims, property) else { continue };
            let has_own_column =
                |part: &Part| columns.iter().any(|&(own, of)| of == part.role && last_of(claims, own).is_some());
            let read = self.reader.read_column(text, role).parts;
            parts.extend(read.into_iter().filter(|part| part.role == role || !has_own_column(part)));
        }
        parts
    }
}

fn last_of(claims: &[Claim], property: Property) -> Option<&str> {
    claims.iter().rfind(|claim| claim.property == property).map(text_of)
}

fn text_of(claim: &Claim) -> &str {
    if claim.normal.is_empty() { &claim.as_written } else { &claim.normal }
}

/// Adds a whole name to parts from columns, which outrank what was read out of it.
fn add_whole(own: &mut Vec<Part>, whole: Vec<Part>) {
    let is_told = |part: &Part| {
        own.iter().any(|known| known.role == part.role || part.role != PartRole::Given && known.text == part.text)
    };
    let more: Vec<Part> = whole.into_iter().filter(|part| !is_told(part)).collect();
    own.extend(more);
}

/// Another name of one part ("called Hamoudi") is said in place of the given name, the rest staying as it is.
fn in_place_of_given(mut other: Vec<Part>, own: &[Part]) -> Vec<Part> {
    if let [only] = other.as_mut_slice() {
        if only.role != PartRole::Teknonym {
            only.role = PartRole::Given;
        }
        other.extend(own.iter().filter(|part| part.role != PartRole::Given).cloned());
    }
    other
}

/// One reading of parts whose roles say where they belong: an index lays parts out by role.
fn joined(mut parts: Vec<Part>, mothers: &[Part]) -> Reading {
    if !parts.iter().any(|part| part.role == PartRole::Mother) {
        parts.extend(mothers.iter().cloned());
    }
    Reading { parts, order: names::Order::Unknown, confidence: 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{AsOf, Gazetteer, read_cell};

    fn claims(cells: &[(Property, &str)]) -> Vec<Claim> {
        cells
            .iter()
            .filter_map(|&(property, text)| read_cell(property, text, AsOf::default(), Gazetteer::syria()).0)
            .collect()
    }

    /// Text and role of each part of each reading, in the order of roles.
    fn read(cells: &[(Property, &str)]) -> Vec<Vec<(PartRole, String)>> {
        let readings = NameReader::new().readings(&claims(cells));
        let parts = |reading: Reading| {
            let mut parts: Vec<_> = reading.parts.into_iter().map(|part| (part.role, part.text)).collect();
            parts.sort_by_key(|part| part.0);
            parts
        };
        readings.into_iter().map(parts).collect()
    }

    fn same(cells: &[(Property, &str)], expected: &[(PartRole, &str)]) {
        let expected: Vec<_> = expected.iter().map(|&(role, text)| (role, text.to_owned())).collect();
        assert_eq!(read(cells)[0], expected);
    }

    #[test]
    fn columns_of_parts_make_one_name() {
        let parts = [
            (PartRole::Given, "رفيق"),
            (PartRole::Father, "مروان"),
            (PartRole::Grandfather, "سليم"),
            (PartRole::Family, "حداد"),
            (PartRole::Mother, "مريم"),
        ];
        let cells = [
            (Property::Family, "الحداد"),
            (Property::Given, "رفيق"),
            (Property::Mother, "مريم"),
            (Property::Grandfather, "سليم"),
            (Property::Father, "مروان"),
        ];
        same(&cells, &parts);
        // The father's cell holds the grandfather as well; its own column would outrank it.
        let cells = [
            (Property::Given, "رفيق"),
            (Property::Father, "مروان سليم"),
            (Property::Family, "الحداد"),
            (Property::Mother, "مريم"),
        ];
        same(&cells, &parts);
        let cells = [&cells[..], &[(Property::Grandfather, "سليم")]].concat();
        same(&cells, &parts);
    }

    #[test]
    fn a_column_beside_a_whole_name_outranks_it() {
        let expected = [(PartRole::Given, "رفيق"), (PartRole::Father, "مروان"), (PartRole::Family, "حداد")];
        same(&[(Property::FullName, "رفيق الحداد"), (Property::Father, "مروان")], &expected);
        same(&[(Property::FullName, "رفيق مروان الحداد"), (Property::Father, "مروان")], &expected);
        // The same word in two places is one person named after the other, not one part said twice.
        let expected = [(PartRole::Given, "رفيق"), (PartRole::Father, "رفيق"), (PartRole::Family, "حداد")];
        same(&[(Property::FullName, "رفيق الحداد"), (Property::Father, "رفيق")], &expected);
    }

    #[test]
    fn a_whole_name_in_another_script_is_a_name_of_its_own() {
        let columns = [(Property::Given, "رفيق"), (Property::Family, "الحداد")];
        let found = read(&[&columns[..], &[(Property::FullName, "Rafiq Alhadad")]].concat());
        assert_eq!(found.len(), 2);
        assert_eq!(found[1][0].1, "rafiq");
        assert_eq!(read(&[&columns[..], &[(Property::FullName, "رفيق الحداد")]].concat()).len(), 1);
    }

    #[test]
    fn another_name_of_one_part_takes_the_place_of_the_given_name() {
        let cells = [(Property::FullName, "رفيق الحداد"), (Property::AlsoCalled, "فوفو")];
        let found = read(&cells);
        assert_eq!(found[1], [(PartRole::Given, "فوفو".to_owned()), (PartRole::Family, "حداد".to_owned())]);
        let mut sealed = claims(&cells);
        sealed[1].visibility = Visibility::Sealed;
        assert_eq!(NameReader::new().readings(&sealed).len(), 1);
    }

    #[test]
    fn who_names_nobody_has_no_name() {
        assert!(read(&[(Property::Origin, "الرقة")]).is_empty());
        assert!(read(&[]).is_empty());
    }
}
