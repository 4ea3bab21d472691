//! Letters of other scripts as Arabic or Latin ones, so that a name written in them can meet both.
//!
//! Syriac and Hebrew have the consonants of Arabic, one for one. Armenian, Cyrillic, Greek and Georgian
//! write their vowels, so they become Latin, in the usual digraphs of the Latin channel. Armenian has two
//! pronunciations; the table is **Western Armenian** (Վարդան is Vartan, Պետրոս Bedros), that of the
//! communities of Aleppo, Qamishli and Beirut, and the channel knows p/b, t/d and k/g for confusable, so
//! that Eastern spellings stay near.
//!
//! These tables are by hand and coarse. What they give is for comparing, never for showing: a part keeps
//! its own letters, and a reading with such a part is of low confidence.

use crate::script::Script;

/// The part in Arabic or in Latin letters, by the script of its first letter that has a value; `None` for
/// a part without one (Chinese).
pub(crate) fn transliterate(part: &str) -> Option<(Script, String)> {
    let letters: Vec<char> = part.chars().collect();
    let mut out = String::with_capacity(part.len());
    let mut script = None;
    let mut at = 0;
    while at < letters.len() {
        let (first, rest) = (at == 0, &letters[at..]);
        if let Some(consonant) = semitic(rest[0]).filter(|_| script != Some(Script::Latin)) {
            script = Some(Script::Arabic);
            out.push(consonant);
        } else if script != Some(Script::Arabic) {
            if let Some((sound, length)) = pair(rest, first) {
                script = Some(Script::Latin);
                out.push_str(sound);
                at += length;
                continue;
            }
            if let Some(sound) = european(rest[0]) {
                script = Some(Script::Latin);
                out.push_str(sound);
            }
        }
        at += 1;
    }
    script.filter(|_| !out.is_empty()).map(|script| (script, out))
}

/// Syriac and Hebrew consonants in the order of their alphabet, with the Arabic letter of the same root.
const SEMITIC: [(char, char, char); 22] = [
    ('ܐ', 'א', 'ا'),
    ('ܒ', 'ב', 'ب'),
    ('ܓ', 'ג', 'ج'),
    ('ܕ', 'ד', 'د'),
    ('ܗ', 'ה', 'ه'),
    ('ܘ', 'ו', 'و'),
    ('ܙ', 'ז', 'ز'),
    ('ܚ', 'ח', 'ح'),
    ('ܛ', 'ט', 'ط'),
    ('ܝ', 'י', 'ي'),
    ('ܟ', 'כ', 'ك'),
    ('ܠ', 'ל', 'ل'),
    ('ܡ', 'מ', 'م'),
    ('ܢ', 'נ', 'ن'),
    ('ܣ', 'ס', 'س'),
    ('ܥ', 'ע', 'ع'),
    ('ܦ', 'פ', 'ف'),
    ('ܨ', 'צ', 'ص'),
    ('ܩ', 'ק', 'ق'),
    ('ܪ', 'ר', 'ر'),
    ('ܫ', 'ש', 'ش'),
    ('ܬ', 'ת', 'ت'),
];

fn semitic(letter: char) -> Option<char> {
    // Final and variant forms are the letter itself.
    let letter = match letter {
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        'ܤ' => 'ܣ',
        'ܧ' => 'ܦ',
        'ܔ' => 'ܓ',
        'ܜ' => 'ܛ',
        other => other,
    };
    SEMITIC.iter().find_map(|&(syriac, hebrew, arabic)| (letter == syriac || letter == hebrew).then_some(arabic))
}

/// Two letters that are one sound, and first letters with a sound of their own.
fn pair(letters: &[char], first: bool) -> Option<(&'static str, usize)> {
    Some(match letters {
        ['ո', 'ւ', ..] | ['ο', 'υ', ..] => ("ou", 2),
        ['ե', 'ա', ..] => ("ia", 2),
        ['μ', 'π', ..] => ("b", 2),
        ['ν', 'τ', ..] if first => ("d", 2),
        // Classical spelling, which Western Armenian keeps: Յակոբ is Hagop, Ոսկան is Voskan.
        ['յ', ..] if first => ("h", 1),
        ['ո', ..] if first => ("vo", 1),
        _ => return None,
    })
}

/// Armenian (Western), Cyrillic, Greek and Georgian letters.
fn european(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ա' | 'а' | 'ә' | 'α' | 'ა' => "a",
        'պ' | 'б' | 'ბ' => "b",
        'չ' | 'ջ' | 'ч' | 'ჩ' | 'ჭ' => "ch",
        'տ' | 'д' | 'δ' | 'დ' => "d",
        'ծ' | 'ძ' => "dz",
        'ե' | 'է' | 'ը' | 'е' | 'э' | 'є' | 'ε' | 'ე' => "e",
        'ֆ' | 'ф' | 'φ' => "f",
        'կ' | 'г' | 'ґ' | 'γ' | 'გ' => "g",
        'ղ' | 'ғ' | 'ღ' => "gh",
        'հ' | 'һ' | 'ჰ' => "h",
        'ի' | 'и' | 'і' | 'ι' | 'η' | 'ი' => "i",
        'ճ' | 'җ' | 'ჯ' => "j",
        'գ' | 'ք' | 'к' | 'κ' | 'კ' | 'ქ' => "k",
        'խ' | 'х' | 'χ' | 'ხ' => "kh",
        'ξ' => "ks",
        'լ' | 'л' | 'λ' | 'ლ' => "l",
        'մ' | 'м' | 'μ' | 'მ' => "m",
        'ն' | 'н' | 'ң' | 'ν' | 'ნ' => "n",
        'ո' | 'օ' | 'о' | 'ө' | 'ο' | 'ω' | 'ო' => "o",
        'բ' | 'փ' | 'п' | 'π' | 'პ' | 'ფ' => "p",
        'ψ' => "ps",
        'қ' | 'ԛ' | 'ყ' => "q",
        'ռ' | 'ր' | 'р' | 'ρ' | 'რ' => "r",
        'ս' | 'с' | 'σ' | 'ς' | 'ს' => "s",
        'շ' | 'ш' | 'щ' | 'შ' => "sh",
        'դ' | 'թ' | 'т' | 'τ' | 'თ' | 'ტ' => "t",
        'θ' => "th",
        'ձ' | 'ց' | 'ц' | 'ც' | 'წ' => "ts",
        'у' | 'ұ' | 'ү' | 'უ' => "u",
        'վ' | 'ւ' | 'в' | 'β' | 'ვ' => "v",
        'ԝ' => "w",
        'յ' | 'й' | 'ы' | 'υ' => "y",
        'я' => "ya",
        'ю' => "yu",
        'զ' | 'з' | 'ζ' | 'ზ' => "z",
        'ժ' | 'ж' | 'ჟ' => "zh",
        // Signs that soften or part the letters beside them.
        'ъ' | 'ь' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::transliterate;
    use crate::script::Script;

    #[test]
    fn letters_of_six_scripts_have_values() {
        for (part, script, expected) in [
            ("ܚܢܐ", Script::Arabic, "حنا"),
            ("יוסף", Script::Arabic, "يوسف"),
            ("վարդան", Script::Latin, "vartan"),
            ("պետրոսեան", Script::Latin, "bedrosian"),
            ("յակոբ", Script::Latin, "hagop"),
            ("иван", Script::Latin, "ivan"),
            ("γιωργος", Script::Latin, "giorgos"),
            ("παυλου", Script::Latin, "paylou"),
            ("დავით", Script::Latin, "davit"),
        ] {
            assert_eq!(transliterate(part), Some((script, expected.to_owned())), "{part}");
        }
        assert_eq!(transliterate("王"), None);
        assert_eq!(transliterate(""), None);
    }
}
