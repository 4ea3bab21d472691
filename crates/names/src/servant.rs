//! Which words follow "servant of": the names of God, and the few companions that take their place.
//!
//! Lists cut «عبد الكريم» to "Abd", so what stands after "Abd" may be the father. Arabic words are
//! looked up; Latin spellings are read letter by letter against the Arabic names. No frequencies, no
//! learned costs: this runs before any table is at hand.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Names of God, folded, without article.
const NAMES_OF_GOD: &str = "رحمن رحيم كريم قادر رزاق عزيز حميد مجيد حليم جبار ناصر وهاب غني هادي سلام ستار لطيف \
    مطلب صمد باسط رووف خالق غفور غفار ودود واحد جليل حكيم منعم معين فتاح باقي حق اله له مجد ملك مالك مومن مولي نور \
    قدوس رب عظيم حي محسن جواد بصير قهار شكور كافي وارث مقصود مهيمن متعال عال عاطي معطي دايم تواب قيوم رافع باري \
    كبير شافي بديع حافظ حفيظ رشيد وكيل ولي مجيب قوي متين محيي ماجد جامع صبور منان حنان خبير رقيب عدل بر حسيب عليم \
    سيد احد رازق معيد مقتدر مغني محيط مغيث معز مقيت مصور عفو واسع باعث نافع محصي منجي موجود";

/// People and things that «عبد» goes with in one name or another.
const COMPANIONS: &str = "ربه علي حسين رضا نبي رسول مسيح زهره زهرا امير مهدي مناف شمس عباس كاظم سجاد صاحب سلام \
    رب المسيح الحسين النبي الزهره";

static GOD: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES_OF_GOD.split_whitespace().collect());
static COMPANION: LazyLock<HashSet<&str>> = LazyLock::new(|| COMPANIONS.split_whitespace().collect());
/// Spellings that fit no Arabic word above but only these: سميع is near Sami, who is nobody's Lord.
const LATIN: [&str; 4] = ["samie", "samei", "samii", "samee"];

/// Fathers' names too, so that only a head with the article in it ("Abdel Sami") makes them God's.
const AFTER_ARTICLE: [&str; 8] = ["sami", "samy", "hasan", "hassan", "hakam", "fadil", "fadhil", "fadel"];

/// Whether a folded Latin word follows "Abdel", "Abdul" and the like, beside what follows any head.
pub(crate) fn follows_article(word: &str) -> bool {
    AFTER_ARTICLE.contains(&word)
}

static SPELLED: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    NAMES_OF_GOD.split_whitespace().chain(COMPANIONS.split_whitespace()).map(|name| name.chars().collect()).collect()
});

/// Whether a folded Arabic word without article is a name of God, so that «عبد رحمن» lacks an article.
pub(crate) fn is_name_of_god(word: &str) -> bool {
    GOD.contains(word)
}

/// Whether a folded Arabic word follows «عبد» without an article.
pub(crate) fn follows_arabic(word: &str) -> bool {
    GOD.contains(word) || COMPANION.contains(word)
}

/// Whether a folded Latin word spells what follows "Abd".
pub(crate) fn is_spelled(word: &str) -> bool {
    LATIN.contains(&word) || SPELLED.iter().any(|name| opens_and_spells(word, name))
}

/// The same with at most one letter inserted inside or two neighbours exchanged.
pub(crate) fn follows_latin(word: &str) -> bool {
    if is_spelled(word) {
        return true;
    }
    if word.len() < SLIP_LETTERS || !word.is_ascii() {
        return false;
    }
    let mut letters = word.as_bytes().to_vec();
    (1..letters.len() - 1).any(|at| {
        letters.swap(at, at + 1);
        let exchanged = std::str::from_utf8(&letters).is_ok_and(is_spelled);
        letters.swap(at, at + 1);
        let inserted = letters.remove(at);
        let shorter = std::str::from_utf8(&letters).is_ok_and(is_spelled);
        letters.insert(at, inserted);
        exchanged || shorter
    })
}

/// Letters of a word in which a slip is looked for: in shorter ones it makes another name.
const SLIP_LETTERS: usize = 6;

fn opens_and_spells(word: &str, name: &[char]) -> bool {
    let opens_with_vowel = word.bytes().next().is_some_and(is_vowel);
    match name.first() {
        // Any vowel stands for an opening alef.
        Some('ا') => opens_with_vowel && spells(&word.as_bytes()[1..], &name[1..]),
        Some('ع' | 'و') => spells(word.as_bytes(), name),
        _ => !opens_with_vowel && spells(word.as_bytes(), name),
    }
}

/// Whether Latin letters can spell an Arabic word: its consonants in order, its long vowels at their
/// place, short vowels anywhere. Skeletons alone would take Ahmad for حميد and Nizar for ناصر.
fn spells(latin: &[u8], arabic: &[char]) -> bool {
    let Some((&letter, rest)) = arabic.split_first() else {
        return latin.is_empty() || latin == b"e" || latin == b"o";
    };
    let vowels = latin.iter().take_while(|letter| is_vowel(**letter)).count();
    let written = match letter {
        'ا' | 'ي' | 'و' => {
            let long: &[u8] = match letter {
                'ا' => b"ae",
                'ي' => b"iey",
                _ => b"ou",
            };
            let spelled = |end: &usize| latin[..*end].iter().any(|vowel| long.contains(vowel));
            if (1..=vowels).filter(spelled).any(|end| spells(&latin[end..], rest)) {
                return true;
            }
            if letter == 'ا' { "" } else { sounds(letter) }
        }
        // Ayn is a vowel or nothing.
        'ع' => return spells(&latin[vowels..], rest) || spells(latin, rest),
        'ه' if rest.is_empty() => return latin.len() == vowels || latin[vowels..] == *b"h",
        _ => sounds(letter),
    };
    // A vowel that Arabic does not write is short: one letter, or one doubled.
    if vowels > 2 || vowels == 2 && latin[0] != latin[1] {
        return false;
    }
    let consonants = &latin[vowels..];
    written.split(' ').filter(|sound| !sound.is_empty()).any(|sound| {
        consonants.strip_prefix(sound.as_bytes()).is_some_and(|after| {
            // A doubled letter is one sound.
            spells(after, rest) || after.strip_prefix(sound.as_bytes()).is_some_and(|after| spells(after, rest))
        })
    })
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Latin spellings of an Arabic consonant.
fn sounds(letter: char) -> &'static str {
    match letter {
        'ب' => "b p",
        'ت' | 'ط' => "t",
        'ث' => "th s",
        'ج' => "j g dj c",
        'ح' | 'ه' => "h",
        'خ' => "kh k x h",
        'د' => "d t",
        'ذ' => "dh z",
        'ر' => "r",
        'ز' => "z",
        'س' => "s c",
        'ش' => "sh ch s",
        'ص' => "s",
        'ض' => "d dh z",
        'ظ' => "z dh d",
        'غ' => "gh g",
        'ف' => "f ph",
        'ق' => "q k g c",
        'ك' => "k c q",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' => "w v",
        'ي' => "y",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{follows_arabic, follows_latin};

    #[test]
    fn spellings_of_names_of_god_are_known() {
        for word in [
            "rahman", "rahmane", "rehman", "rahim", "karim", "kareem", "kader", "qadir", "gader", "kadir", "razzaq",
            "razak", "aziz", "azeez", "hamid", "hameed", "hemid", "majid", "mecid", "halim", "jabbar", "gabbar",
            "nasser", "naser", "nasir", "wahab", "vahap", "ghani", "gani", "hadi", "hady", "salam", "sattar", "latif",
            "lateef", "samad", "basset", "basit", "rauf", "raouf", "khaleq", "ghafour", "wadoud", "wahid", "wahed",
            "jalil", "hakim", "moneim", "munim", "mouin", "fattah", "fatah", "baki", "haqq", "ilah", "malik", "nour",
            "azim", "azeem", "razek", "rahmna", "kdarim", "hay", "mohsen", "gawad", "jawad", "ali", "hussein", "rida",
            "nabi", "rabbo", "rabboh", "zahra", "ati", "aal", "daim", "salaam",
        ] {
            assert!(follows_latin(word), "{word}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for word in [
            "fathi", "muhammad", "mohammed", "ahmad", "ahmed", "hamad", "nizar", "nazir", "samir", "khaled", "omar",
            "mahmoud", "ibrahim", "sabri", "amin", "hassoun", "taha", "sami", "jamal",
        ] {
            assert!(!follows_latin(word), "{word}");
        }
        assert!(follows_arabic("ربه") && follows_arabic("كريم") && !follows_arabic("فتحي"));
    }
}
