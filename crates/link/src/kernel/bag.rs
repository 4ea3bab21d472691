//! How many letters two texts can have in common at the most, in a few instructions: a bound for every measure.

/// The letters of a text without their order: 32 classes, counted to four, and how many letters were beyond that.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bag {
    /// Four planes of 32 bits: bit c of plane k says that class c occurs more than k times.
    planes: u128,
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
            if counts[class] < 4 {
                bag.planes |= 1 << (32 * u32::from(counts[class]) + class as u32);
            } else {
                bag.beyond += 1;
            }
            counts[class] += 1;
            bag.length += 1;
        }
        bag
    }

    /// No more letters than this stand in both, however they are arranged.
    pub(crate) fn common_at_most(&self, other: &Bag) -> u32 {
        (self.planes & other.planes).count_ones() + u32::from(self.beyond.min(other.beyond))
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
