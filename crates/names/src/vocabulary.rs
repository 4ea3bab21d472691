//! How frequent each part is where one searches, and what a matched part is worth there.
//!
//! A match on a rare family name says much, one on محمد little; and حسين against حسن says little even
//! though they are close, because the searched data hold a better explanation. One formula gives all
//! of it: the likelihood of the spelling under "same name" against the likelihood under "any name
//! drawn from the data", which is its *background*. The data's own counts are smoothed with the shipped
//! frequencies, and names that nobody listed are given the probability of their letters.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use crate::alphabet::Encoded;
use crate::bits::bits;
use crate::closeness::{FLOOR, Form, other_closeness};
use crate::evidence::{PartEvidence, UNRELATED, across_scripts, evidence_bits, same_script};
use crate::population::Population;
use crate::script::Script;
use crate::tables::Tables;

/// Names that the shipped frequencies weigh as much as.
pub(crate) const PRIOR_COUNT: f32 = 20_000.0;
/// Sightings from which on a part is a name, and how often it is written so is known; a rarer one may be a slip, and
/// how likely it comes up is summed over what it may be.
pub(crate) const LISTED: f32 = 5.0;
/// Where the smallest background there can be leaves so little, the background does not matter.
const NEEDS_NO_BACKGROUND: f32 = 1.0 / 64.0;

/// Frequencies of name parts in the searched data. Frozen: nothing in it changes by being used.
pub struct Vocabulary {
    tables: Tables,
    /// Share of each part, and whether it is listed.
    shares: HashMap<String, (f32, bool)>,
    arabic: Population,
    latin: Population,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary").field("parts", &self.shares.len()).finish_non_exhaustive()
    }
}

/// A part with what the vocabulary knows of it.
pub(crate) struct Known {
    pub(crate) text: Box<str>,
    pub(crate) form: Form,
    pub(crate) share: f32,
    /// Whether the data or the shipped frequencies hold it.
    listed: bool,
    /// Whether those who bear it as a given name are nearly all women, or nearly all men.
    pub(crate) woman: Option<bool>,
    /// The share in 1/1024 bit: how rare the part is.
    pub(crate) rarity: i32,
    /// Backgrounds: by the part's own script, and of a Latin part as a spelling of an Arabic one. Not a
    /// number until asked for.
    own: f32,
    across: f32,
    /// The least they are.
    pub(crate) chance_min: f32,
}

impl Known {
    pub(crate) fn script(&self) -> Script {
        self.form.encoded.script
    }
}

impl Vocabulary {
    /// A vocabulary of the shipped frequencies alone.
    pub fn shipped(tables: &Tables) -> Self {
        Self::from_counts(tables, [])
    }

    /// A vocabulary from counts of folded parts in the searched data.
    pub fn from_counts(tables: &Tables, counts: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut weighed: HashMap<String, f32> = HashMap::new();
        let mut totals = [PRIOR_COUNT; 3];
        for (part, count) in counts {
            totals[Script::of(&part) as usize] += count as f32;
            *weighed.entry(part).or_default() += count as f32;
        }
        for (part, share) in tables.prior.iter() {
            *weighed.entry(part.clone()).or_default() += share * PRIOR_COUNT;
        }
        let mut shares = HashMap::with_capacity(weighed.len());
        let arabic = Population::of(tables, Script::Arabic, &weighed, totals[0], &mut shares);
        let latin = Population::of(tables, Script::Latin, &weighed, totals[1], &mut shares);
        // Other scripts have shares but no neighbourhood.
        let _ = Population::of(tables, Script::Other, &weighed, totals[2], &mut shares);
        Self { tables: tables.clone(), shares, arabic, latin }
    }

    /// The vocabulary of the shipped tables alone, made once: for whoever compares a few names and knows no lists.
    pub fn of_shipped_tables() -> &'static Self {
        static SHIPPED: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::shipped(Tables::shipped()));
        &SHIPPED
    }

    /// The tables the vocabulary was made with.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The smoothed share of a folded part among the parts of its script.
    pub fn share(&self, part: &str) -> f32 {
        self.know(part).share
    }

    /// Looks a part up.
    pub(crate) fn know(&self, text: &str) -> Known {
        let encoded = Encoded::of(text);
        let (counted, listed) = self.shares.get(text).copied().unwrap_or_default();
        let share = counted + self.tables.unlisted(&encoded);
        Known {
            text: text.into(),
            form: self.tables.form(encoded),
            share,
            listed,
            woman: self.tables.woman(text),
            rarity: bits(-share.log2()),
            own: f32::NAN,
            across: f32::NAN,
            chance_min: 0.0,
        }
    }

    /// What it says in bits that two parts are `a` and `b`, for being one name against being two names
    /// drawn from the data. Symmetric.
    pub fn evidence(&self, a: &str, b: &str) -> f32 {
        crate::bits::as_bits(self.between(&mut self.know(a), &mut self.know(b)).evidence)
    }

    /// Evidence of two parts that cannot be one name.
    pub(crate) fn unrelated() -> i32 {
        bits(UNRELATED.log2())
    }

    /// Evidence, closeness and rarity of two parts. Backgrounds are filled in where they are needed.
    pub(crate) fn between(&self, a: &mut Known, b: &mut Known) -> PartEvidence {
        let closeness = if a.text == b.text {
            0.0
        } else if a.script() == Script::Other && b.script() == Script::Other {
            other_closeness(&a.text, &b.text)
        } else {
            self.tables.likelihood(&a.form, &b.form)
        };
        let evidence = bits(self.evidence_at(a, b, closeness));
        Self::told(a, b, evidence, bits(closeness.min(0.0)))
    }

    /// Evidence and closeness of two parts, with how rare they are.
    pub(crate) fn told(a: &Known, b: &Known, evidence: i32, closeness: i32) -> PartEvidence {
        PartEvidence { evidence, closeness, perfect: Self::perfect(a, b), oddity: a.rarity.max(b.rarity) }
    }

    /// Evidence of two parts if the one were the usual spelling of the other: how rare the name is.
    pub(crate) fn perfect(a: &Known, b: &Known) -> i32 {
        match (a.script(), b.script()) {
            (Script::Arabic, Script::Latin) => a.rarity,
            (Script::Latin, Script::Arabic) => b.rarity,
            _ => a.rarity.min(b.rarity),
        }
    }

    fn evidence_at(&self, a: &mut Known, b: &mut Known, closeness: f32) -> f32 {
        if closeness <= FLOOR {
            return UNRELATED.log2();
        }
        let ratio = if a.text == b.text {
            1.0 / self.own_background(a).max(self.own_background(b))
        } else if a.script() == b.script() {
            // One true name, spelled twice: it may be either, and by chance each comes by itself.
            let likelihood = closeness.exp2().min(1.0);
            let greatest = (a.share + b.share) * likelihood / (a.share * b.share);
            if greatest < NEEDS_NO_BACKGROUND {
                greatest
            } else {
                let backgrounds = (self.own_background(a), self.own_background(b));
                same_script((a.share, b.share), backgrounds, likelihood)
            }
        } else {
            let (arabic, latin) = if a.script() == Script::Arabic { (a, b) } else { (b, a) };
            let spelled = (closeness + arabic.form.usual).exp2();
            let greatest = spelled / self.tables.unlisted(&latin.form.encoded);
            if greatest < NEEDS_NO_BACKGROUND {
                greatest
            } else {
                across_scripts(arabic.share, self.across_background(latin), spelled)
            }
        };
        evidence_bits(ratio)
    }

    /// The probability that a part drawn from the data is spelled like this one, in its own script.
    fn own_background(&self, part: &mut Known) -> f32 {
        if part.own.is_nan() {
            part.own = match part.script() {
                Script::Other => part.share,
                _ if part.listed => part.share,
                script => {
                    let population = if script == Script::Arabic { &self.arabic } else { &self.latin };
                    population.sum(part, part.share, |word| {
                        if word.encoded.hash == part.form.encoded.hash {
                            return 0.0;
                        }
                        self.tables.likelihood(word, &part.form).min(0.0).exp2()
                    })
                }
            };
        }
        part.own.max(part.chance_min)
    }

    /// The probability that a Latin part is the spelling of an Arabic part drawn from the data.
    fn across_background(&self, latin: &mut Known) -> f32 {
        if latin.across.is_nan() && latin.listed {
            latin.across = latin.share;
        }
        if latin.across.is_nan() {
            let unlisted = self.tables.unlisted(&latin.form.encoded);
            latin.across = self
                .arabic
                .sum(latin, unlisted, |word| (self.tables.likelihood(word, &latin.form) + word.usual).exp2());
        }
        latin.across.max(latin.chance_min)
    }
}
