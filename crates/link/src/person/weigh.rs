//! From levels to a match weight, line by line, in integers of 1/1024 bit that add up exactly.

use crate::person::align::Alignment;
use crate::person::comparison::Comparison;
use crate::person::kin::{KIN, Kin};
use crate::person::level::{part, text};
use crate::person::model::Model;
use crate::person::pattern::{PairComparer, Pattern};
use crate::person::places::kind_of;
use crate::person::table::{FAMILY, FATHER, GIVEN, GRANDFATHER, MOTHERS, OWN, Table, population_of_slot};
use serde::Serialize;

/// Units of a weight in one bit.
pub(crate) const UNIT: f64 = 1024.0;
/// How far one line may speak against a pair without anybody wondering, in 1/1024 bit.
const SLACK: i32 = 3 * 1024;

/// What speaks against a pair, in 1/1024 bit: zero or negative. Of each line three bits are let off: one person's rows
/// differ in this and that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Against {
    /// All lines that do, together.
    pub lines: i32,
    /// Of these, the mother's: what cousins of one name differ in.
    pub mother: i32,
}

/// A pair with its weight and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weighed {
    /// Weight of each comparison, in 1/1024 bit; 0 where one side is silent.
    pub(crate) lines: Vec<i32>,
    /// Of these, the mother's alone.
    pub(crate) mother: i32,
    /// What kin would agree on as well: zero or negative.
    pub(crate) kin: i32,
    /// Log odds before anything was compared.
    pub(crate) prior: i32,
}

impl Weighed {
    /// The match weight: all lines and the kin term.
    pub(crate) fn weight(&self) -> i32 {
        self.lines.iter().sum::<i32>() + self.kin
    }

    /// What speaks against it.
    pub(crate) fn against(&self) -> Against {
        let of_line = |line: i32| (line + SLACK).min(0);
        Against { lines: self.lines.iter().map(|&line| of_line(line)).sum(), mother: of_line(self.mother) }
    }

    /// Log odds that the two are one person.
    pub(crate) fn log_odds(&self) -> i32 {
        self.weight() + self.prior
    }
}

/// Weighs patterns under one model.
pub(crate) struct Scale<'model> {
    table: &'model Table,
    model: &'model Model,
    prior: i32,
}

impl<'model> Scale<'model> {
    pub(crate) fn new(table: &'model Table, model: &'model Model) -> Self {
        Scale { table, model, prior: model.prior_log_odds() }
    }

    /// Compares and weighs one pair.
    pub(crate) fn compared(&self, comparer: &mut PairComparer<'_>, pair: (u32, u32)) -> Weighed {
        let (pattern, alignment) = comparer.compare(pair.0, pair.1);
        self.weigh(pair, pattern, &alignment)
    }

    /// Weighs one pair that was compared.
    pub(crate) fn weigh(&self, pair: (u32, u32), pattern: Pattern, alignment: &Alignment) -> Weighed {
        let pair = self.table.in_order(pair.0, pair.1);
        let mut lines = vec![0; self.table.comparisons.len()];
        let mut mother = 0;
        let mut kin_bits = [0.0_f64; KIN.len()];
        for (at, &comparison) in self.table.comparisons.iter().enumerate() {
            let level = pattern.level(at);
            if level == 0 {
                continue;
            }
            let parameters = self.model.at(at);
            let m = parameters.m[level as usize];
            let u = self.chance(pair, at, comparison, level, alignment, parameters.u[level as usize]);
            lines[at] = ((m / u).log2() * UNIT).round() as i32;
            if comparison == Comparison::Mother {
                mother = lines[at];
            }
            for (bits, kin) in kin_bits.iter_mut().zip(KIN) {
                *bits += kin_ratio(kin, comparison, level, m / u).log2();
            }
        }
        let kin: f64 = kin_bits.iter().zip(&self.model.kin).map(|(bits, frequency)| frequency * bits.exp2()).sum();
        let kin = -((1.0 + kin).log2() * UNIT).round() as i32;
        Weighed { lines, mother, kin, prior: self.prior }
    }

    /// How likely strangers reach this level: u, or the rarity of the value that agrees.
    fn chance(
        &self,
        pair: (u32, u32),
        at: usize,
        comparison: Comparison,
        level: u8,
        alignment: &Alignment,
        u: f64,
    ) -> f64 {
        if !comparison.levels()[level as usize].rarity {
            return u;
        }
        let table = self.table;
        let (one, other) = (pair.0 as usize, pair.1 as usize);
        match comparison {
            Comparison::Given => self.role_chance(pair, alignment, GIVEN, level),
            Comparison::Father => self.role_chance(pair, alignment, FATHER, level),
            Comparison::Grandfather => self.role_chance(pair, alignment, GRANDFATHER, level),
            Comparison::Family => self.role_chance(pair, alignment, FAMILY, level),
            Comparison::Mother => {
                let parts = (table.mothers[one][0], table.mothers[other][0]);
                self.part_chance(pair, parts, MOTHERS, level, alignment.mothers[0])
            }
            Comparison::MotherFamily => {
                let parts = (table.mothers[one][1], table.mothers[other][1]);
                self.part_chance(pair, parts, MOTHERS, level, alignment.mothers[1])
            }
            Comparison::Teknonym => {
                let parts = (table.teknonyms[one], table.teknonyms[other]);
                self.part_chance(pair, parts, OWN, level, alignment.teknonym)
            }
            Comparison::Husband => {
                let parts = (table.husbands[one][0], table.husbands[other][0]);
                self.part_chance(pair, parts, OWN, level, alignment.husband)
            }
            Comparison::Birth => table.birth_day_share(pair.0).unwrap_or(u).max(u.min(1e-3)),
            Comparison::BirthPlace | Comparison::RegistrationPlace | Comparison::Residence => {
                kind_of(comparison).map_or(u, |kind| table.place_share(table.places[one][kind]))
            }
            Comparison::Place => table.shared_place(pair.0, pair.1).map_or(u, |place| table.place_share(place)),
            _ => table.other_of_comparison[at].map_or(u, |column| {
                let column = &table.others[column];
                let value = column.shared(one, other).unwrap_or(column.rows[one]);
                let share = crate::person::table::share(column.counts[value as usize], column.filled);
                let is_of_namesakes = matches!(comparison, Comparison::Text(_)) && level == text::SAME_OF_NAMESAKES;
                if is_of_namesakes { share.max(u) } else { share }
            }),
        }
    }

    fn role_chance(&self, pair: (u32, u32), alignment: &Alignment, role: usize, level: u8) -> f64 {
        let (parts, evidence) = (alignment.parts[role], alignment.evidence[role]);
        let chance = self.part_chance(pair, parts, population_of_slot(role), level, evidence);
        // The best of several names fits a stranger so much more often, all parts together: it is told once.
        if role == GIVEN { (chance * f64::from(alignment.tried)).min(1.0) } else { chance }
    }

    /// Rarity of the parts that agree, among those from where both rows are from.
    fn part_chance(&self, pair: (u32, u32), parts: (u32, u32), population: usize, level: u8, evidence: i32) -> f64 {
        let anywhere = self.part_chance_anywhere(parts, population, level, evidence);
        (anywhere * self.table.local_factor(pair, population, parts.0)).min(1.0)
    }

    /// Rarity of the parts that agree. For two spellings it is such that the line weighs the channel's evidence, more
    /// where these lists spell in many ways (m above the share that the channel presumes) and less where they copy.
    fn part_chance_anywhere(&self, (one, other): (u32, u32), population: usize, level: u8, evidence: i32) -> f64 {
        let table = self.table;
        if level == part::EXACT {
            return table.part_share(one, population);
        }
        let presumed = part::LEVELS[level as usize].m;
        // The evidence knows how rare the name is on these lists, but not in this role.
        let here = table.frame_share(one, population).max(table.frame_share(other, population));
        let anywhere = table.frame_share_anywhere(one).max(table.frame_share_anywhere(other));
        (presumed * (-f64::from(evidence) / UNIT).exp2() * here / anywhere).min(1.0)
    }
}

/// Likelihood of a level among kin, relative to strangers.
pub(crate) fn kin_ratio(kin: Kin, comparison: Comparison, level: u8, match_ratio: f64) -> f64 {
    if comparison == Comparison::Birth {
        return kin.birth_factor(level);
    }
    let share = kin.share(comparison);
    share * match_ratio + (1.0 - share)
}
