//! Company: who was taken together, and who is of one house, on one list.
//!
//! That a man's brother, or somebody arrested with him, is linked as well is something to see. It is shown beside a link
//! and weighs nothing: on made lists (136,000 sought and 50,000 freed, where one in ten was arrested with a brother) it
//! stood beside 14 of 26,700 undecided pairs, 3 of them matches: too few to learn from what it is worth.

use crate::person::table::{FAMILY, FATHER, GIVEN, Table};
use crate::person::values::Birth;

/// Companions that are looked for, at the most: more rows of one day and place are a raid, and nobody's company.
const COMPANIONS_MAX: usize = 20;

impl Table {
    /// The other rows of the same list that speak of somebody arrested on the same day at the same place, or of the same
    /// father and family and the same place; none where there are too many to mean anything.
    pub fn companions(&self, row: u32) -> Vec<u32> {
        let list = self.list_of(row);
        let others = (0..self.len() as u32).filter(|&other| other != row && self.list_of(other) == list);
        let found: Vec<u32> = others
            .filter(|&other| self.is_somebody_else(row, other) && self.shared_place(row, other).is_some())
            .filter(|&other| self.were_taken_together(row, other) || self.are_of_one_house(row, other))
            .take(COMPANIONS_MAX + 1)
            .collect();
        if found.len() > COMPANIONS_MAX { Vec::new() } else { found }
    }

    /// A list may name one person twice: company has another given name.
    fn is_somebody_else(&self, one: u32, other: u32) -> bool {
        let (given, other_given) = (self.names[one as usize][GIVEN], self.names[other as usize][GIVEN]);
        given != 0 && other_given != 0 && !self.is_one_frame(given, other_given)
    }

    fn were_taken_together(&self, one: u32, other: u32) -> bool {
        let day = |row: u32| self.custodies[row as usize].arrest.filter(|arrest| arrest.is_one_day());
        day(one).is_some_and(|arrest| day(other) == Some(arrest))
    }

    /// Siblings, as far as a list says it: born within a generation of each other.
    fn are_of_one_house(&self, one: u32, other: u32) -> bool {
        let (name, other_name) = (&self.names[one as usize], &self.names[other as usize]);
        let alike = [FATHER, FAMILY]
            .into_iter()
            .all(|slot| name[slot] != 0 && other_name[slot] != 0 && self.is_one_frame(name[slot], other_name[slot]));
        let of_one_age = match (self.births[one as usize], self.births[other as usize]) {
            (Birth::Dated(one), Birth::Dated(other)) => one.gap_years(other) < 25.0,
            _ => true,
        };
        alike && of_one_age
    }

    fn is_one_frame(&self, part: u32, other: u32) -> bool {
        self.part_info[part as usize].skeleton == self.part_info[other as usize].skeleton
    }
}

#[cfg(test)]
mod tests {
    use crate::person::TableBuilder;
    use record::{AsOf, Property};

    #[test]
    fn company_is_of_one_list_and_somebody_else() {
        let mut builder = TableBuilder::new();
        let mut push = |list: u16, given: &str, father: &str, place: &str, arrest: &str| {
            let cells = [
                (Property::Given, given),
                (Property::Father, father),
                (Property::Family, "الخطيب"),
                (Property::Residence, place),
                (Property::ArrestDate, arrest),
            ];
            builder.push_cells(list, &AsOf::default(), &cells);
        };
        push(0, "سامر", "محمود", "دوما", "2013-05-02");
        push(0, "وليد", "محمود", "دوما", "2014-01-01"); // a brother
        push(0, "نزار", "خالد", "دوما", "2013-05-02"); // taken with him
        push(0, "سامر", "محمود", "دوما", "2013-05-02"); // himself again
        push(0, "نزار", "خالد", "داريا", "2013-05-02"); // elsewhere
        push(0, "باسل", "خالد", "دوما", "2013"); // that year
        push(1, "وليد", "محمود", "دوما", "2013-05-02"); // on another list
        assert_eq!(builder.finish().companions(0), [1, 2]);
    }

    #[test]
    fn a_raid_is_nobodys_company() {
        let mut builder = TableBuilder::new();
        let letters = ["b", "d", "f", "k", "l"];
        let names = letters.iter().flat_map(|one| letters.iter().map(move |two| format!("{one}a{two}ar")));
        for given in names {
            let cells = [
                (Property::Given, given.as_str()),
                (Property::Residence, "Douma"),
                (Property::ArrestDate, "2013-05-02"),
            ];
            builder.push_cells(0, &AsOf::default(), &cells);
        }
        assert!(builder.finish().companions(0).is_empty());
    }
}
