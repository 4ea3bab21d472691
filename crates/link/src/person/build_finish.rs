//! The end of building: what takes part, and by what it is weighed.

use crate::person::build::TableBuilder;
use crate::person::comparison::Comparison;
use crate::person::places::kind_of;
use crate::person::stays::Custody;
use crate::person::table::{FAMILY, FATHER, GIVEN, GRANDFATHER, ORIGIN, PLACES, POPULATIONS, Table};
use crate::person::values::Birth;
use record::Property;

/// People for whom the shipped frequencies of names stand beside any table.
const SHIPPED_PEOPLE: u32 = 500;

impl TableBuilder {
    /// Rarity as in a population of `people` instead of in these rows alone, by the shipped frequencies of
    /// name parts: for a table that holds only the candidates of one search.
    pub fn assume_population(&mut self, people: u32) {
        let shipped = names::Tables::shipped();
        for part in 1..self.table.parts.len() {
            let share = shipped.prior(self.table.parts.text(part as u32)).unwrap_or(0.0);
            let count = (f64::from(share) * f64::from(people)) as u32;
            let skeleton = self.table.part_info[part].skeleton;
            for population in 0..POPULATIONS {
                self.table.part_counts[part][population] += count;
                self.table.skeleton_counts.entry(skeleton).or_default()[population] += count;
            }
        }
        for total in &mut self.table.population_totals {
            *total += people;
        }
        self.table.place_total += people;
    }

    /// Spellings as in the shipped tables instead of on these rows: for a table that holds only the candidates of one search,
    /// whose names say nothing of how people spell. What a search finds does then not depend on what else it looked at, and
    /// nothing is made anew for each.
    pub fn assume_spellings(&mut self) {
        self.table.speak_as_shipped();
    }

    /// The table. Only comparisons for which some record says something take part; under a snapshot, those that it
    /// knows.
    pub fn finish(mut self) -> Table {
        if let Some((known, frequencies)) = self.under.take() {
            let mut table = self.table;
            table.weigh_by(&frequencies);
            table.order_names_as_counted();
            let said = said(&table);
            table
                .unknown
                .extend(said.iter().filter(|comparison| !known.contains(comparison)).copied().collect::<Vec<_>>());
            table.unknown.sort_unstable();
            table.unknown.dedup();
            return finished(table, known);
        }
        self.table.order_names();
        self.table.learn_local();
        // A handful of rows says little about how rare their names are: the shipped frequencies count as some
        // hundreds of people more.
        self.assume_population(SHIPPED_PEOPLE);
        let comparisons = said(&self.table);
        finished(self.table, comparisons)
    }
}

/// The comparisons for which some record says something.
fn said(table: &Table) -> Vec<Comparison> {
    let slot = |slot: usize| table.names.iter().any(|name| name[slot] != 0);
    let mother = |at: usize| table.mothers.iter().any(|mother| mother[at] != 0);
    let place = |kind: usize| table.places.iter().any(|places| places[kind] != 0);
    let is_said = |comparison: &Comparison| match comparison {
        Comparison::Given => slot(GIVEN),
        Comparison::Father => slot(FATHER),
        Comparison::Grandfather => slot(GRANDFATHER),
        Comparison::Family => slot(FAMILY),
        Comparison::Mother => mother(0),
        Comparison::MotherFamily => mother(1),
        Comparison::Teknonym => table.teknonyms.iter().any(|&part| part != 0),
        Comparison::Husband => table.husbands.iter().any(|parts| parts[0] != 0),
        Comparison::Order => true,
        Comparison::Birth => table.births.iter().any(|birth| *birth != Birth::Unknown),
        Comparison::Sex => table.sexes.iter().any(|&sex| sex != 0),
        Comparison::Place => (0..PLACES).filter(|&kind| place(kind)).count() > 1 || place(ORIGIN),
        Comparison::Custody => table.custodies.iter().any(|custody| *custody != Custody::default()),
        Comparison::Stays => table.says_of_stays(),
        like => kind_of(*like).is_some_and(place),
    };
    let mut columns: Vec<Comparison> = table.others.iter().map(|other| other.comparison).collect();
    columns.sort_unstable();
    Comparison::FIXED.into_iter().filter(is_said).chain(columns).collect()
}

pub(crate) fn finished(mut table: Table, comparisons: Vec<Comparison>) -> Table {
    table.others.sort_by_key(|other| other.comparison);
    let column = |wanted: Comparison| table.others.iter().position(|other| other.comparison == wanted);
    table.facility = column(Comparison::Site(Property::Facility));
    table.deaths = column(Comparison::Date(Property::DeathDate));
    table.exits = column(Comparison::Date(Property::ExitDate));
    table.other_of_comparison = comparisons
        .iter()
        .map(|&comparison| table.others.iter().position(|other| other.comparison == comparison))
        .collect();
    table.comparisons = comparisons;
    table.take_fingerprints();
    table
}
