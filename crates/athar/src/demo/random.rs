//! A small seeded generator (`SplitMix64`, Steele, Lea and Flood 2014): one seed, the same lists, on every machine.
//!
//! It is not for secrets. It is written out here because the stream must never change under a dependency's update.

/// A stream of numbers that a seed and a label determine.
#[derive(Clone, Debug)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// The stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed ^ 0x6a09_e667_f3bc_c908 }
    }

    /// A stream of its own for one part of the work, so that a change in one list leaves the others as they were.
    pub(super) fn fork(seed: u64, label: &str) -> Self {
        Self::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash(label))
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `count - 1`; 0 when `count` is 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }

    /// A whole number between both ends, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as usize) as i32
    }

    /// Whether something with this probability happens.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        ((self.next() >> 11) as f64) < probability * 2f64.powi(53)
    }

    /// One of the items, each alike.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of several spellings: the first most of the time, the others now and then.
    pub(super) fn mostly_first<'a>(&mut self, items: &'a [&'a str], first: f64) -> &'a str {
        if items.len() < 2 || self.chance(first) { items[0] } else { items[1 + self.below(items.len() - 1)] }
    }

    /// Puts the items in an order of its own (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.below(end + 1);
            items.swap(end, other);
        }
    }
}

/// FNV-1a with a final mix: stable across machines and releases, unlike the standard library's hasher.
pub(super) fn hash(text: &str) -> u64 {
    let fnv =
        text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (fnv ^ (fnv >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (fnv >> 32)
}

/// Items with weights, drawn as often as they weigh.
#[derive(Clone, Debug)]
pub(super) struct Wheel<T> {
    items: Vec<(u64, T)>,
}

impl<T: Copy> Wheel<T> {
    /// A wheel of the items that weigh more than nothing.
    pub(super) fn new(items: impl IntoIterator<Item = (T, u32)>) -> Self {
        let mut sum = 0;
        let weigh = |(item, weight): (T, u32)| {
            sum += u64::from(weight);
            (sum, item, weight)
        };
        let items = items.into_iter().map(weigh).filter(|(.., weight)| *weight > 0).map(|(sum, item, _)| (sum, item));
        Self { items: items.collect() }
    }

    /// One item. The tables leave no wheel empty (tested in `tables`).
    pub(super) fn spin(&self, random: &mut Random) -> T {
        let sum = self.items.last().map_or(0, |(sum, _)| *sum);
        let mark = random.below(sum as usize) as u64;
        self.items[self.items.partition_point(|(sum, _)| *sum <= mark)].1
    }
}
