//! What each part of the index says for a part of a query: found by walks, weighed by the formula of
//! `Vocabulary::evidence`.
//!
//! The background of the query part is the sum over what its walk found; those of the index's parts were
//! stored when it was built. Looks at no names.

use crate::alphabet::Encoded;
use crate::evidence::{UNRELATED, across_scripts, evidence_bits, same_script};
use crate::index::ceiling::Ceiling;
use crate::index::delta::Delta;
use crate::index::emission::Emissions;
use crate::index::layout::View;
use crate::index::record::{PartRecord, background};
use crate::index::spelling::{Spelling, find_encoded};
use crate::index::{frequent, spread};
use crate::script::Script;
use crate::tables::Tables;

/// Parts of each frame with one consonant left out that are looked at before a walk.
const FREQUENT: usize = 10;
/// Share of the background below which a part is not looked at: what is left out adds up to less than
/// this share, because the shares of parts add up to one, and speaks against the query part by 5 bits.
const LEFT_OUT: f32 = 1.0 / 32.0;
/// The same where the background is stored: what speaks against the query part by more than 2 bits is as good as
/// unrelated.
const COUNTED_LEFT_OUT: f32 = 1.0 / 4.0;
/// Likewise relative to the likeliest part found: one slip of the keyboard and a little more. A rare query
/// part has so small a background that half the trie would be walked for evidence of a few bits.
const BELOW_BEST: f32 = 1.0 / (1 << 14) as f32;
/// Where a walk begins when nothing is known of the background, and how it goes on.
const FIRST_THRESHOLD: f32 = 1.0 / (1 << 18) as f32;
const DEEPER: f32 = 1.0 / 256.0;
/// log2 of where it ends: so much, and so much for each letter.
const LAST_THRESHOLD: f32 = -18.0;
const LAST_THRESHOLD_LETTER: f32 = -2.0;
/// Least probability of one part being miswritten as another of its script.
const SAME_SCRIPT_THRESHOLD: f32 = 1.0 / (1 << 15) as f32;
/// Least probability of a Latin part for an Arabic query part, relative to its usual spelling.
const SPREAD_THRESHOLD: f32 = 1.0 / (1 << 16) as f32;

/// The parts of an index that were looked at for one query part.
#[derive(Debug, Default, Clone)]
pub(super) struct Near {
    /// Parts that speak for it, the most convincing first: number, evidence in bits.
    pub(super) speaking: Vec<(u32, f32)>,
    /// All parts looked at: a table by number with open addressing, at most half full.
    known: Vec<(u32, f32)>,
}

/// Marks an empty place of the table; no part has this number.
const NO_PART: u32 = u32::MAX;

impl Near {
    /// The evidence of an index part; that of unrelated parts where it was not looked at.
    pub(super) fn evidence(&self, part: u32) -> f32 {
        let mask = self.known.len().wrapping_sub(1);
        let mut at = place(part, mask);
        while let Some(&(id, evidence)) = self.known.get(at) {
            if id == part {
                return evidence;
            }
            if id == NO_PART {
                break;
            }
            at = (at + 1) & mask;
        }
        UNRELATED.log2()
    }

    /// The most that any part says.
    pub(super) fn best(&self) -> f32 {
        self.speaking.first().map_or(0.0, |(_, evidence)| *evidence)
    }

    fn of(mut known: Vec<(u32, f32)>) -> Self {
        known.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        known.dedup_by_key(|(part, _)| *part);
        let mut speaking: Vec<(u32, f32)> = known.iter().copied().filter(|(_, evidence)| *evidence > 0.0).collect();
        speaking.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut table = vec![(NO_PART, 0.0); (known.len() * 2).next_power_of_two().max(2)];
        let mask = table.len() - 1;
        for (part, evidence) in known {
            let mut at = place(part, mask);
            while table[at].0 != NO_PART {
                at = (at + 1) & mask;
            }
            table[at] = (part, evidence);
        }
        Self { speaking, known: table }
    }
}

fn place(part: u32, mask: usize) -> usize {
    (part.wrapping_mul(0x9e37_79b1) >> 8) as usize & mask
}

/// What parts are looked for in.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) tables: &'a Tables,
    pub(super) view: View<'a>,
    pub(super) delta: &'a Delta,
    pub(super) ceilings: &'a [Ceiling; 3],
    /// Whether any name holds a part of this script.
    pub(super) has: [bool; 3],
}

/// One part looked at.
struct Seen {
    id: u32,
    encoded: Encoded,
    /// The frozen share; 0 outside the population.
    population: f32,
    same: f32,
    across: f32,
    /// Whether it stands in a name, or explains only.
    named: bool,
}

impl Ground<'_> {
    /// The parts near a query part.
    pub(super) fn near(&self, text: &str, emissions: &mut Emissions) -> Near {
        let asked = Spelling::of(text);
        let mut known = Vec::new();
        match asked.script() {
            Script::Other => self.identical(&asked, &mut known),
            Script::Latin => {
                self.as_source(&asked.encoded, Script::Arabic, emissions, &mut known);
                self.as_source(&asked.encoded, Script::Latin, emissions, &mut known);
            }
            Script::Arabic => {
                self.as_source(&asked.encoded, Script::Arabic, emissions, &mut known);
                self.as_target(&asked.encoded, &mut known);
            }
        }
        Near::of(known)
    }

    /// Parts of a script without letters here are equal or not.
    fn identical(&self, asked: &Spelling<'_>, known: &mut Vec<(u32, f32)>) {
        if let Some(id) = asked.find(&self.view).or_else(|| self.delta.find(asked)) {
            let share = self.view.part(id).map_or(0.0, |part| part.share);
            known.push((id, evidence_bits(1.0 / (share + self.tables.unlisted(&asked.encoded)))));
        }
    }

    /// The share of a part, the chance that nobody listed it included.
    fn share(&self, population: f32, part: &Encoded) -> f32 {
        population + self.tables.unlisted(part)
    }

    /// The record of the query part itself, where the population has it.
    fn counted(&self, asked: &Encoded) -> Option<PartRecord> {
        find_encoded(&self.view, asked).and_then(|id| self.view.part(id)).filter(|part| part.share > 0.0)
    }

    fn see(&self, id: u32) -> Option<Seen> {
        if let Some(part) = self.view.part(id) {
            return Some(Seen {
                id,
                encoded: self.view.encoded(&part),
                population: part.share,
                same: background(part.same),
                across: background(part.across),
                named: part.names > 0 || self.delta.names_base_part(id),
            });
        }
        let part = self.delta.part(id)?;
        Some(Seen {
            id,
            encoded: part.encoded,
            population: 0.0,
            same: background(part.backgrounds.same),
            across: background(part.backgrounds.across),
            named: true,
        })
    }

    /// Parts of a script that the query part may be a spelling of.
    fn as_source(&self, asked: &Encoded, script: Script, emissions: &mut Emissions, known: &mut Vec<(u32, f32)>) {
        if !self.has[script as usize] {
            return;
        }
        let across = script != asked.script;
        let mut ids = frequent::near(&self.view, script, asked, FREQUENT);
        self.add_attested(asked, script, &mut ids);
        let mut seen: Vec<(Seen, f32)> = Vec::new();
        let first = self.take(asked, &mut ids, &mut seen);
        if !across {
            // Of its own script only the parts of names are walked to, so the background is the sum over the
            // frequent ones, as it was for the parts of the index.
            let sum = explained(seen.iter().filter(|(part, _)| part.encoded.hash != asked.hash));
            self.walk(asked, script, SAME_SCRIPT_THRESHOLD, emissions, &mut ids);
            self.take(asked, &mut ids, &mut seen);
            self.weigh_same(asked, sum, &seen, known);
            return;
        }
        let floor = last_threshold(asked);
        // Where it is known how likely the query part comes up, less likely explanations do not matter.
        let stored = self.counted(asked).map(|part| background(part.across));
        let first = stored.map_or(first, |chance| first.max(chance * COUNTED_LEFT_OUT));
        let mut threshold = first.max(FIRST_THRESHOLD);
        loop {
            self.walk(asked, script, threshold, emissions, &mut ids);
            let enough = self.take(asked, &mut ids, &mut seen);
            let enough = stored.map_or(enough, |chance| enough.max(chance * COUNTED_LEFT_OUT));
            if threshold <= floor || enough >= threshold {
                break;
            }
            threshold = (threshold * DEEPER).max(enough).max(floor);
        }
        let chance = stored.unwrap_or_else(|| explained(seen.iter()) + self.tables.unlisted(asked));
        known.extend(seen.iter().filter(|(part, _)| part.named).map(|(part, spelled)| {
            let share = self.share(part.population, &part.encoded);
            (part.id, evidence_bits(across_scripts(share, chance, *spelled)))
        }));
    }

    /// Weighs parts of the query part's own script; `sum` is what the other frequent parts explain of it.
    fn weigh_same(&self, asked: &Encoded, sum: f32, seen: &[(Seen, f32)], known: &mut Vec<(u32, f32)>) {
        let counted = self.counted(asked);
        let share = self.share(counted.map_or(0.0, |part| part.share), asked);
        let chance = counted.map_or(share + sum, |part| background(part.same));
        known.extend(seen.iter().filter(|(part, _)| part.named).map(|(part, likelihood)| {
            let ratio = if part.encoded.hash == asked.hash {
                1.0 / chance
            } else {
                let other = self.share(part.population, &part.encoded);
                same_script((share, other), (chance, part.same), likelihood.min(1.0))
            };
            (part.id, evidence_bits(ratio))
        }));
    }

    /// Weighs the parts not seen before; returns the threshold below which no part matters.
    fn take(&self, asked: &Encoded, ids: &mut Vec<u32>, seen: &mut Vec<(Seen, f32)>) -> f32 {
        ids.sort_unstable();
        ids.dedup();
        let before = seen.len();
        let asked_form = self.tables.form(*asked);
        for id in ids.drain(..) {
            if seen[..before].binary_search_by_key(&id, |(part, _)| part.id).is_ok() {
                continue;
            }
            let Some(part) = self.see(id) else { continue };
            let form = self.tables.form(part.encoded);
            let mut bits = self.tables.likelihood(&form, &asked_form);
            if part.encoded.script != asked.script {
                bits += if asked.script == Script::Arabic { asked_form.usual } else { form.usual };
            }
            seen.push((part, bits.exp2()));
        }
        seen.sort_unstable_by_key(|(part, _)| part.id);
        let best = seen.iter().map(|(_, spelled)| *spelled).fold(0.0, f32::max);
        (explained(seen.iter()) * LEFT_OUT).max(best * BELOW_BEST)
    }

    /// Latin parts that an Arabic query part may be written as.
    fn as_target(&self, asked: &Encoded, known: &mut Vec<(u32, f32)>) {
        if !self.has[Script::Latin as usize] {
            return;
        }
        let channel = &self.tables.across;
        let threshold = channel.best_spelling(asked.units()).exp2() * SPREAD_THRESHOLD;
        let mut found = Vec::new();
        spread::run(channel, asked, self.view.latin, threshold, &mut found);
        let mut ids: Vec<u32> = found.iter().map(|(id, _)| *id).collect();
        self.add_attested(asked, Script::Latin, &mut ids);
        let written = |part: &Encoded| {
            channel.probability(asked.units(), part.letters(), &channel.columns(part.letters())) >= threshold
        };
        ids.extend(self.not_in_tries(Script::Latin).filter(|(_, part)| written(part)).map(|(id, _)| id));
        let share = self.share(self.counted(asked).map_or(0.0, |part| part.share), asked);
        let mut seen = Vec::new();
        self.take(asked, &mut ids, &mut seen);
        known.extend(
            seen.iter()
                .filter(|(part, _)| part.named)
                .map(|(part, spelled)| (part.id, evidence_bits(across_scripts(share, part.across, *spelled)))),
        );
    }
}

fn last_threshold(asked: &Encoded) -> f32 {
    (LAST_THRESHOLD + LAST_THRESHOLD_LETTER * f32::from(asked.length)).exp2()
}

/// What parts explain of a query part: the sum of share times likelihood.
fn explained<'a>(parts: impl Iterator<Item = &'a (Seen, f32)>) -> f32 {
    parts.map(|(part, spelled)| part.population * spelled).sum()
}
