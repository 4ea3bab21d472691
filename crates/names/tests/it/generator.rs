//! Random letters, invented names and slips, from a seed: the same every time.

/// Pieces of names and of the sentences they stand in.
const WORDS: [&str; 72] = [
    "خالد",
    "محمود",
    "سامر",
    "نزار",
    "سلمى",
    "هدى",
    "الحكيم",
    "الخطيب",
    "الشامي",
    "زيدون",
    "عبد",
    "عبدال",
    "ال",
    "الرحمن",
    "رحمن",
    "الله",
    "هللا",
    "الدين",
    "صلاح",
    "أبو",
    "أبي",
    "أم",
    "كلثوم",
    "بن",
    "ابن",
    "بنت",
    "والدته",
    "والدة",
    "زوجة",
    "حرم",
    "الملقب",
    "بأبو",
    "تولد",
    "1985",
    "ئاراس",
    "کوڕی",
    "شێرکۆ",
    "الدكتور",
    "الحاج",
    "Samer",
    "Nizar",
    "Zaydun",
    "al-Hakim",
    "El",
    "Abd",
    "Abdul",
    "Abdel-",
    "Rahman",
    "Allah",
    "Eddine",
    "Salah",
    "Abou",
    "Umm",
    "Ben",
    "bin",
    "Ould",
    "Dr.",
    "HAKIM",
    "Şêrko",
    "kurê",
    "oğlu",
    "baba",
    "adı",
    "née",
    "fils",
    "d'Anwar",
    "alias",
    "a.k.a.",
    "3abd",
    "Иван",
    "Վարդան",
    "חנא",
];

/// What stands between words.
const GAPS: [&str; 10] = [" ", " ", " ", " ", "-", ", ", "  ", " (", ") ", "،"];

/// A generator of random numbers (`SplitMix64`).
pub(crate) struct Generator {
    state: u64,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A character of any plane, half of the time of the scripts that names here are written in.
    pub(crate) fn letter(&mut self) -> char {
        let (first, last) = match self.below(8) {
            0 => (0x20, 0x7e),
            1 => (0x600, 0x6ff),
            2 => (0xa0, 0x24f),
            3 => (0xfb50, 0xfeff),
            4 => (0x300, 0x5ff),
            5 => (0x1e00, 0x2fff),
            _ => (0, 0x0010_ffff),
        };
        char::from_u32(first + self.below((last - first + 1) as usize) as u32).unwrap_or(' ')
    }

    /// Up to eight words in any order.
    pub(crate) fn name(&mut self) -> String {
        let mut name = String::new();
        for _ in 0..self.below(9) {
            name.push_str(WORDS[self.below(WORDS.len())]);
            name.push_str(GAPS[self.below(GAPS.len())]);
        }
        name
    }

    /// The text with one to four letters changed, put in, left out or moved.
    pub(crate) fn mutated(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(4) {
            let at = self.below(letters.len() + 1);
            let letter = self.letter();
            match self.below(4) {
                0 => letters.insert(at, letter),
                1 if at < letters.len() => letters[at] = letter,
                2 if at < letters.len() => {
                    letters.remove(at);
                }
                _ if at + 1 < letters.len() => letters.swap(at, at + 1),
                _ => letters.push(letter),
            }
        }
        letters.into_iter().collect()
    }
}
