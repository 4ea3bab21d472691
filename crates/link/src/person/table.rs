//! The table that is linked: for each record the values that are compared, interned and read once.
//!
//! A table holds no verbatim text: whoever built it knows which row is which record.

use crate::person::column::Other;
use crate::person::comparison::Comparison;
use crate::person::intern::Interner;
use crate::person::limits::NAME_SLOTS;
use crate::person::places::Places;
use crate::person::stays::Custody;
use crate::person::values::{Birth, PartInfo, PlaceInfo};
use crate::random::NumberMap;
use names::{Tables, Vocabulary};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Slots of a name, by number.
pub(crate) const GIVEN: usize = 0;
pub(crate) const FATHER: usize = 1;
pub(crate) const GRANDFATHER: usize = 2;
pub(crate) const FAMILY: usize = 3;
pub(crate) const FURTHER: usize = 4;

/// Kinds of place: of birth, of registration, of residence, and an origin of no known kind, the last one.
pub(crate) const PLACES: usize = 4;
pub(crate) const ORIGIN: usize = PLACES - 1;

/// The parts of a name by slot; 0 where it says none.
pub(crate) type Name = [u32; NAME_SLOTS];

/// A name and how it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadName {
    pub(crate) parts: Name,
    /// The slots that were read out of a whole name, a bit each: their order is a guess.
    pub(crate) guessed: u8,
    /// Whether given and family name stood in columns of their own.
    pub(crate) roles_known: bool,
}

/// Beside the slots that were guessed: that the text itself said "family name first".
pub(crate) const READ_FAMILY_FIRST: u8 = 1 << 7;

/// In which population a name part is rare or common.
pub(crate) const POPULATIONS: usize = 3;
pub(crate) const OWN: usize = 0;
pub(crate) const FAMILIES: usize = 1;
pub(crate) const MOTHERS: usize = 2;

/// The population of a name slot.
pub(crate) fn population_of_slot(slot: usize) -> usize {
    if slot == FAMILY { FAMILIES } else { OWN }
}

/// Rows by slot and frame, and how many rows there were when it was made.
type ByFrame = (usize, HashMap<(usize, u64), Vec<u32>>);

/// Records laid out for comparing.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub(crate) lists: Vec<u16>,
    /// The side that a list stands on, where two sides of several lists are linked; else a list is its own side.
    pub(crate) sides: HashMap<u16, u16>,
    pub(crate) names: Vec<Name>,
    /// Rows by the consonant frame of a part of their own name, made when somebody first asks: saves time, changes no answer.
    by_frame: OnceLock<ByFrame>,
    /// Whether given and family name stood in columns of their own.
    pub(crate) roles_known: Vec<bool>,
    /// The slots that were read out of a whole name, a bit each: their order is a guess.
    pub(crate) guessed_slots: Vec<u8>,
    /// Rows whose names were turned from family first, with the name and its guessed slots as they were read.
    pub(crate) turned: HashMap<u32, (Name, u8)>,
    /// Further names of those who go by several: one on papers, one at home.
    pub(crate) also_called: HashMap<u32, Vec<ReadName>>,
    pub(crate) mothers: Vec<[u32; 2]>,
    /// The given name in each teknonym: of Abu Muhammad, Muhammad.
    pub(crate) teknonyms: Vec<u32>,
    /// Husbands' given and family names.
    pub(crate) husbands: Vec<[u32; 2]>,
    pub(crate) parts: Interner,
    pub(crate) part_info: Vec<PartInfo>,
    pub(crate) part_counts: Vec<[u32; POPULATIONS]>,
    pub(crate) skeleton_counts: HashMap<u64, [u32; POPULATIONS]>,
    pub(crate) population_totals: [u32; POPULATIONS],
    pub(crate) births: Vec<Birth>,
    /// How often each full date of birth occurs: the first of January stands on many papers.
    pub(crate) birth_day_counts: HashMap<i32, u32>,
    pub(crate) birth_days: u32,
    pub(crate) sexes: Vec<u8>,
    pub(crate) places: Vec<Places>,
    pub(crate) place_values: Interner,
    pub(crate) place_info: Vec<PlaceInfo>,
    pub(crate) place_counts: Vec<u32>,
    pub(crate) place_total: u32,
    /// How much commoner names are in some places, by place, population and frame: see `local`.
    pub(crate) local: Arc<NumberMap<u64, i16>>,
    pub(crate) custodies: Vec<Custody>,
    pub(crate) others: Vec<Other>,
    /// Where in `others` facilities, deaths and exits stand.
    pub(crate) facility: Option<usize>,
    pub(crate) deaths: Option<usize>,
    pub(crate) exits: Option<usize>,
    pub(crate) comparisons: Vec<Comparison>,
    /// For each comparison of kind site, date, number or text: its place in `others`.
    pub(crate) other_of_comparison: Vec<Option<usize>>,
    /// What each row says, as a number: the order of rows that does not depend on arrival.
    pub(crate) fingerprints: Vec<u64>,
    /// Comparisons of which rows say something, and that the snapshot does not know: they take no part.
    pub(crate) unknown: Vec<Comparison>,
    /// Whether the shipped vocabulary serves.
    is_spoken_as_shipped: bool,
    /// Made of the parts when two of them are first compared.
    vocabulary: Arc<OnceLock<Vocabulary>>,
}

impl Table {
    /// Rows whose given or family name has a frame; nothing where the table has grown since this was first asked.
    pub(crate) fn rows_of_frame(&self, slot: usize, frame: u64) -> Option<&[u32]> {
        let (rows, of) = self.by_frame.get_or_init(|| {
            let mut of: HashMap<(usize, u64), Vec<u32>> = HashMap::new();
            for (row, name) in (0..).zip(&self.names) {
                for slot in [GIVEN, FAMILY].into_iter().filter(|&slot| name[slot] != 0) {
                    of.entry((slot, self.part_info[name[slot] as usize].skeleton)).or_default().push(row);
                }
            }
            (self.names.len(), of)
        });
        (*rows == self.names.len()).then(|| of.get(&(slot, frame)).map_or(&[][..], Vec::as_slice))
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The comparisons that this table bears, in their order in patterns and models.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// Where a comparison stands in patterns and models, if the table bears it.
    pub(crate) fn place_of(&self, wanted: Comparison) -> Option<usize> {
        self.comparisons.iter().position(|&comparison| comparison == wanted)
    }

    /// The list that a record stands on.
    pub fn list_of(&self, row: u32) -> u16 {
        self.lists[row as usize]
    }

    /// The lists that two records stand on, the one of the smaller number first.
    pub(crate) fn lists_of(&self, one: u32, other: u32) -> (u16, u16) {
        in_order(self.list_of(one), self.list_of(other))
    }

    /// How many records each list has.
    pub(crate) fn list_sizes(&self) -> BTreeMap<u16, usize> {
        let mut sizes = BTreeMap::new();
        for &list in &self.lists {
            *sizes.entry(list).or_default() += 1;
        }
        sizes
    }

    /// The side that a list stands on: itself, unless lists were put together.
    pub(crate) fn side_of_list(&self, list: u16) -> u16 {
        self.sides.get(&list).copied().unwrap_or(list)
    }

    /// The side that a record stands on: its list, unless lists were put together.
    pub fn side_of(&self, row: u32) -> u16 {
        self.side_of_list(self.list_of(row))
    }

    /// Whether a record gives any name of the person's own.
    pub fn names_somebody(&self, row: u32) -> bool {
        self.names_of(row).any(|name| name.parts.iter().any(|&part| part != 0))
    }

    /// Counts the parts of a row, or takes them out of the counts. A teknonym is as rare as the name in it is among given
    /// names, so it is not counted, nor is a husband.
    pub(crate) fn count_row(&mut self, row: u32, counts: bool) {
        let names: Vec<ReadName> = self.names_of(row).collect();
        let first = names[0].parts;
        // Of further names only what the first does not say.
        let further = names[1..].iter().flat_map(|name| name.parts.iter().enumerate());
        let own = first.iter().enumerate().chain(further.filter(|(_, part)| !first.contains(part)));
        let own = own.map(|(slot, &part)| (population_of_slot(slot), part));
        let mothers = self.mothers[row as usize].into_iter().map(|part| (MOTHERS, part));
        for (population, part) in own.chain(mothers).filter(|&(_, part)| part != 0) {
            let frame = self.part_info[part as usize].skeleton;
            let in_frame = &mut self.skeleton_counts.entry(frame).or_default()[population];
            for count in
                [&mut self.part_counts[part as usize][population], &mut self.population_totals[population], in_frame]
            {
                *count = if counts { *count + 1 } else { count.saturating_sub(1) };
            }
        }
    }

    /// Every name of a record, the first one first.
    pub(crate) fn names_of(&self, row: u32) -> impl Iterator<Item = ReadName> + '_ {
        let at = row as usize;
        let (guessed, roles_known) = (self.guessed_slots[at], self.roles_known[at]);
        let first = ReadName { parts: self.names[at], guessed, roles_known };
        let also = if self.also_called.is_empty() { None } else { self.also_called.get(&row) };
        std::iter::once(first).chain(also.into_iter().flatten().copied())
    }

    pub(crate) fn part_text(&self, part: u32) -> &str {
        self.parts.text(part)
    }

    /// Comparisons of which some record says something and that take no part, because the snapshot that the table was
    /// built under does not know them.
    pub fn left_out(&self) -> &[Comparison] {
        &self.unknown
    }

    /// Takes the shipped vocabulary in place of one made of this table's parts.
    pub(crate) fn speak_as_shipped(&mut self) {
        self.is_spoken_as_shipped = true;
    }

    /// Takes the vocabulary of another table.
    pub(crate) fn hear_as(&mut self, whole: &Table) {
        // Made of all its parts, if nobody has compared two yet: here they are not.
        let _ = whole.vocabulary();
        self.is_spoken_as_shipped = whole.is_spoken_as_shipped;
        self.vocabulary = Arc::clone(&whole.vocabulary);
    }

    /// Fixes the vocabulary in place of one made of this table's parts.
    pub(crate) fn set_vocabulary(&mut self, counts: Vec<(String, u32)>) {
        self.vocabulary = Arc::new(OnceLock::from(Vocabulary::from_counts(Tables::shipped(), counts)));
    }

    /// How frequent each part is on these lists, in whatever role: what else a spelling could be. It depends on
    /// nothing but the rows, or the snapshot, so that a batch, an explanation and the archive's run see the same one.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        if self.is_spoken_as_shipped {
            return Vocabulary::of_shipped_tables();
        }
        self.vocabulary.get_or_init(|| {
            let counts = (1..self.parts.len()).map(|part| {
                let count: u32 = self.part_counts[part].iter().sum();
                (self.parts.text(part as u32).to_owned(), count)
            });
            // What was read and then outranked by another column is no name that anybody bears.
            Vocabulary::from_counts(Tables::shipped(), counts.filter(|(_, count)| *count > 0))
        })
    }

    /// Share of a population that carries this very part.
    pub(crate) fn part_share(&self, part: u32, population: usize) -> f64 {
        share(self.part_counts[part as usize][population], self.population_totals[population])
    }

    /// Share of a population that carries a part of the same consonant frame: the part in any spelling.
    pub(crate) fn frame_share(&self, part: u32, population: usize) -> f64 {
        let count =
            self.skeleton_counts.get(&self.part_info[part as usize].skeleton).map_or(0, |counts| counts[population]);
        share(count, self.population_totals[population])
    }

    /// The same over all populations, families and mothers included.
    pub(crate) fn frame_share_anywhere(&self, part: u32) -> f64 {
        let counts = self.skeleton_counts.get(&self.part_info[part as usize].skeleton);
        share(counts.map_or(0, |counts| counts.iter().sum()), self.population_totals.iter().sum())
    }

    /// A key under which one place meets itself, however it was written.
    pub(crate) fn place_key(&self, place: u32) -> u64 {
        let info = &self.place_info[place as usize];
        crate::random::hash_text(info.around.first().unwrap_or(&info.folded))
    }

    pub(crate) fn birth_day_share(&self, row: u32) -> Option<f64> {
        match self.births[row as usize] {
            Birth::Dated(days) if days.is_one_day() => {
                Some(share(self.birth_day_counts.get(&days.first).copied().unwrap_or(0), self.birth_days))
            }
            _ => None,
        }
    }

    pub(crate) fn place_share(&self, place: u32) -> f64 {
        share(self.place_counts[place as usize], self.place_total)
    }
}

/// Two lists, the one of the smaller number first.
pub(crate) fn in_order(one: u16, other: u16) -> (u16, u16) {
    (one.min(other), one.max(other))
}

/// A share with half a count added, so that a value seen once in few rows is not taken for rarer than it is.
pub(crate) fn share(count: u32, total: u32) -> f64 {
    (f64::from(count.max(1)) + 0.5) / (f64::from(total) + 20.0)
}
