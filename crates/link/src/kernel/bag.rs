//! How many letters two texts can have in common at the most, in a few instructions: a bound for every measure.

/// The letters of a text without their order: 32 classes, counted to three, and how many letters were beyond that.
/// Sixteen bytes, because looking at a bag that lies far away in memory is most of what a comparison costs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bag {
    /// Planes of 32 bits: bit c of plane k says that class c occurs more than k times.
    once: u32,
    twice: u32,
    thrice: u32,
    beyond: u16,
    /// Letters of the text.
    pub(crate) length: u16,
}

impl Bag {
    /// The bag of a text's letters.
    pub(crate) fn of(letters: impl Iterator<Item = usize>) -> Bag {
        let mut counts = [0_u16; 32];
        let mut bag = Bag::default();
        for letter in letters {
            let class = letter & 31;
            match counts[class] {
                0 => bag.once |= 1 << class,
                1 => bag.twice |= 1 << class,
                2 => bag.thrice |= 1 << class,
                _ => bag.beyond += 1,
            }
            counts[class] += 1;
            bag.length += 1;
        }
        bag
    }

    /// No more letters than this stand in both, however they are arranged.
    pub(crate) fn common_at_most(&self, other: &Bag) -> u32 {
        let once_and_twice = u64::from(self.once & other.once) << 32 | u64::from(self.twice & other.twice);
        let planes = once_and_twice.count_ones() + (self.thrice & other.thrice).count_ones();
        planes + u32::from(self.beyond.min(other.beyond))
    }

    /// No fewer insertions, deletions and substitutions than this turn one into the other. Holds with exchanges too.
    pub(crate) fn edits_at_least(&self, other: &Bag) -> u32 {
        u32::from(self.length.max(other.length)).saturating_sub(self.common_at_most(other))
    }

    /// Jaro's similarity is no more than this.
    pub(crate) fn jaro_at_most(&self, other: &Bag) -> f64 {
        let (one, two) = (f64::from(self.length), f64::from(other.length));
        let common = f64::from(self.common_at_most(other)).min(one).min(two);
        if common == 0.0 {
            return 0.0;
        }
        (common / one + common / two + 1.0) / 3.0
    }
}
