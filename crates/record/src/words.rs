//! Short words with a fixed meaning: what says nothing, sex, states and reasons of leaving.

use crate::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether the text says nothing: empty, punctuation only, or a word for "unknown". Such a cell makes no claim.
pub fn says_nothing(text: &str) -> bool {
    folded_says_nothing(&fold(text))
}

pub(crate) fn folded_says_nothing(folded: &str) -> bool {
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    words.is_empty() || SAYS_NOTHING.contains(words)
}

/// Whether a text only says no. Columns such as "death certificate" or "body" hold yes and no as often as a kind.
pub fn says_no(text: &str) -> bool {
    let folded = fold(text);
    NO.contains(&folded.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a text says that somebody is alive. Only as a whole, for "حي" begins the name of many a neighbourhood.
pub fn says_alive(text: &str) -> bool {
    let folded = fold(text);
    let words = || folded.split(|c: char| !c.is_alphanumeric());
    ALIVE.contains(&folded.trim_matches(|c: char| !c.is_alphanumeric()))
        || (folded.contains("علي قيد الحياه") && !words().any(|word| DENYING.contains(&word)))
}

/// `male` or `female`.
pub fn sex(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    lookup(&SEX, folded.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// A stable word for a state or a reason of leaving: `released`, `transferred`, `hospital`, `court`, `executed`,
/// `died`, `held`, `sought`, `missing`, `injured`.
pub fn status(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    // "تم الإفراج عنه", "was released": the phrase without what introduces it.
    let core = words.strip_prefix("تم ").or_else(|| words.strip_prefix("was ")).unwrap_or(words);
    let core = [" عنه", " عنها", " عليه", " عليها"].iter().find_map(|end| core.strip_suffix(end)).unwrap_or(core);
    lookup(&STATUS, words).or_else(|| lookup(&STATUS, core))
}

/// The stable word for a state that a longer text says, when it says one only and does not deny it: "توفي في المشفى"
/// is `died`. Whoever decides reads the text; this only puts it before them.
pub fn status_within(text: &str) -> Option<&'static str> {
    if let Some(whole) = status(text) {
        return Some(whole);
    }
    let folded = fold(text).replace("غير موكد", "");
    if folded.split(|c: char| !c.is_alphanumeric()).any(|word| DENYING.contains(&word)) {
        return None;
    }
    let mut found = statuses_within(&folded, &MANY_MEANINGS);
    // In a hospital, at a court or on the way there, one is held, freed or dead as well.
    found.retain(|meaning| !matches!(*meaning, "hospital" | "court" | "transferred" | "injured"));
    if found.contains(&"executed") {
        found.retain(|meaning| *meaning != "died");
    }
    if let [only] = found[..] { Some(only) } else { None }
}

/// Whether a text speaks of release or death at all, even to deny it: then humans read it before anything follows.
pub fn touches_fate(text: &str) -> bool {
    let folded = fold(text);
    let says = |meaning: &&str| matches!(*meaning, "released" | "executed" | "died");
    statuses_within(&folded, &[]).iter().any(says) || OF_DEATH.iter().any(|words| folded.contains(words))
}

/// Every state that one to three words of a folded text mean, each once, by the table's order.
fn statuses_within(folded: &str, passed_over: &[&str]) -> Vec<&'static str> {
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut phrases: Vec<String> = Vec::new();
    for length in 1..=3 {
        for run in words.windows(length) {
            let phrase = run.join(" ");
            let plain = phrase.strip_prefix("ال").or_else(|| phrase.strip_prefix("و")).map(str::to_owned);
            phrases.extend(plain);
            phrases.push(phrase);
        }
    }
    phrases.retain(|phrase| !passed_over.contains(&phrase.as_str()));
    let said = |known: &str| phrases.iter().any(|phrase| phrase == known);
    STATUS.iter().filter(|(_, known)| known.split('|').any(said)).map(|(meaning, _)| *meaning).collect()
}

fn lookup(table: &[(&'static str, &str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(_, words)| words.split('|').any(|known| known == word)).map(|(meaning, _)| *meaning)
}

/// Every way in which lists say "not known".
/// Every cell of a list is looked up in it.
static SAYS_NOTHING: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NOTHING.iter().flat_map(|table| table.split('|')).collect());

const NOTHING: [&str; 5] = [
    "غير معروف|غير معروفه|مجهول|م. الهويه|م.الهويه|م الهويه|م. ه.|مجهول هويه|مجهوله|مجهول الهويه|مجهوله الهويه|مجهول الاسم|مجهوله الاسم|مجهولي الهويه|غير معلوم|\
     غير معلومه|غير محدد|غير محدده|غير مذكور|غير مذكوره|لم يذكر|لا يوجد|لايوجد|لا توجد|لا شيء|بدون|بلا|لا نعرف|لا نعلم|لا يعرف|\
     لا اعرف|غير متوفر|غير متوفره|غير متاح|غير واضح|فارغ|لم يحدد|بدون اسم|غير معرف",
    "unknown|unkown|unk|n/a|n.a|na|n a|none|nil|null|nan|not known|not available|not applicable|not stated|not given|unidentified|\
     unspecified|missing value|no data|no name|anonymous|x|xx|xxx|xxxx|undefined|#n/a|tbd|blank|empty",
    "inconnu|inconnue|non connu|non connue|non renseigne|aucun|aucune|neant|nr|sans nom|non identifie|nonidentifie",
    "bilinmiyor|bilinmeyen|yok|belirsiz|kimligi belirsiz|bilgi yok|mechul",
    "nenas|nayi|nayete zanin|naye zanin|tune|nediyar|nayete naskirin",
];

const SEX: [(&str, &str); 2] = [
    ("male", "ذكر|ذكور|م|رجل|شاب|صبي|ولد|male|m|man|boy|homme|h|masculin|garcon|erkek|e|bay|ner|mer|kur|xort|نير"),
    (
        "female",
        "انثي|انثه|اناث|ف|امراه|سيده|فتاه|بنت|نساء|female|f|woman|girl|femme|feminin|fille|kadin|k|kiz|bayan|me|jin|kec",
    ),
];

const STATUS: [(&str, &str); 10] = [
    (
        "released",
        "released|freed|free|liberated|discharged|out|افراج|مفرج|الافراج|افرج|مفرج عنه|مفرج عنها|محرر|محرره|خرج|خرجت|اخلاء سبيل|\
         اخلي سبيله|اخلاء السبيل|اطلاق سراح|اطلق سراحه|ناج|ناجي|ناجيه|libere|liberee|relache|serbest|serbest birakildi|tahliye|\
         azad|azadkiri|berdan|hate berdan",
    ),
    (
        "transferred",
        "transferred|transfer|moved|نقل|محول|محوله|تحويل|حول|منقول|منقوله|نقله|نقلها|تم نقله|تم تحويله|ترحيل|رحل|احاله|احيل|محال|\
         transfere|transferee|nakil|nakledildi|sevk|hate veguhastin",
    ),
    (
        "hospital",
        "hospital|hospitalised|hospitalized|مشفي|مستشفي|المشفي|المستشفي|الي المشفي|اسعاف|اسعف|hopital|hastane|nexwesxane",
    ),
    ("court", "court|محكمه|المحكمه|الي المحكمه|القضاء|الي القضاء|tribunal|mahkeme|dadgeh"),
    (
        "executed",
        "executed|execution|اعدام|اعدم|اعدمت|معدوم|معدم|نفذ حكم الاعدام|execute|executee|idam|idam edildi|hate darvekirin|sedare",
    ),
    (
        "died",
        "died|dead|deceased|death|killed|martyr|متوفي|متوفيه|توفي|توفيت|وفاه|ميت|ميته|مات|ماتت|شهيد|شهيده|استشهد|استشهدت|قتل|قتلت|\
         قتيل|مقتول|وفيات|mort|morte|decede|decedee|oldu|olu|vefat|sehit|mir|miri|sehid",
    ),
    (
        "held",
        "held|detained|detainee|in custody|imprisoned|arrested|prisoner|معتقل|معتقله|محتجز|محتجزه|موقوف|موقوفه|سجين|سجينه|مسجون|\
         قيد الاعتقال|قيد الاحتجاز|اسير|detenu|detenue|tutuklu|gozaltinda|girti",
    ),
    (
        "sought",
        "sought|wanted by family|looked for|searched for|مطلوب البحث عنه|قيد البحث|نبحث عنه|recherche|araniyor|te geren",
    ),
    (
        "missing",
        "missing|disappeared|forcibly disappeared|مفقود|مفقوده|مختف|مختفي|مختفيه|مختفي قسرا|مخفي|مخفي قسرا|مغيب|مغيب قسرا|مغيبه|فقد|\
         disparu|disparue|kayip|winda|wenda",
    ),
    ("injured", "injured|wounded|جريح|جريحه|مصاب|مصابه|blesse|blessee|yarali|birindar"),
];

const NO: [&str; 11] = ["لا", "كلا", "ليس", "لم", "no", "n", "false", "non", "hayir", "na", "0"];

const ALIVE: [&str; 11] =
    ["حي", "حيه", "حي يرزق", "still alive", "احياء", "alive", "living", "vivant", "vivante", "hayatta", "yasiyor"];

/// Words that deny.
const DENYING: [&str; 13] = ["لم", "لا", "لن", "غير", "ليس", "ليست", "ما", "not", "no", "never", "non", "pas", "degil"];

/// What else speaks of a death, inside other words too: "تمت تصفيته", "لقي حتفه", "فارق الحياة".
const OF_DEATH: [&str; 10] =
    ["وفات", "تصفي", "حتف", "فارق الحياه", "انفاس", "استشهاد", "اعدام", "جثه", "جثمان", "مقتل"];

/// Words that mean a state when they stand alone, and much else in a sentence: "خرج إلى المحكمة", "بتهمة قتل",
/// "taken out", and Naji, who is somebody's name.
const MANY_MEANINGS: [&str; 11] = ["out", "free", "خرج", "خرجت", "حول", "قتل", "ناج", "ناجي", "mir", "oldu", "olu"];

#[cfg(test)]
mod tests {
    use super::{
        ALIVE, DENYING, MANY_MEANINGS, NO, NOTHING, OF_DEATH, SEX, STATUS, says_alive, says_nothing, sex, status,
        status_within, touches_fate,
    };
    use crate::fold;

    #[test]
    fn tables_are_folded_and_unambiguous() {
        for (table, name) in [(&SEX[..], "sex"), (&STATUS[..], "status")] {
            let mut seen = std::collections::HashSet::new();
            for word in table.iter().flat_map(|(_, words)| words.split('|')) {
                assert_eq!(fold(word), word);
                assert!(seen.insert(word), "{name}: {word} twice");
            }
        }
        for word in NOTHING.iter().flat_map(|table| table.split('|')) {
            assert_eq!(fold(word), word);
        }
    }

    #[test]
    fn sentences_say_states() {
        for word in DENYING.iter().chain(&MANY_MEANINGS).chain(&OF_DEATH).chain(&NO).chain(&ALIVE) {
            assert_eq!(fold(word), *word);
        }
        for (text, expected, touches) in [
            ("توفي في المشفى عام 2014", Some("died"), true),
            ("نفذ حكم الإعدام بحقه", Some("executed"), true),
            ("أفرج عنه بعد سنة", Some("released"), true),
            ("لم يفرج عنه", None, false),
            ("غير متوفى", None, true),
            ("متوفى - غير مؤكد", Some("died"), true),
            ("خرج إلى المحكمة", None, true),
            ("موقوف بتهمة قتل", Some("held"), true),
            ("released, died later", None, true),
            ("تمت تصفيته", None, true),
            ("فارق الحياة تحت التعذيب", None, true),
            ("سافر", None, false),
        ] {
            assert_eq!((status_within(text), touches_fate(text)), (expected, touches), "{text}");
        }
    }

    #[test]
    fn alive_is_said_and_denied() {
        for (text, expected) in [
            ("حي", true),
            ("على قيد الحياة", true),
            ("Alive", true),
            ("ليس حياً", false),
            ("not alive", false),
            ("حي التضامن", false),
            ("محيي", false),
        ] {
            assert_eq!(says_alive(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_said_in_many_ways() {
        for text in ["", " - ", "؟؟", "غير معروف", "مجهول الهويّة", "UNKNOWN", "N/A", "لا يوجد", "—", "\u{200F}"]
        {
            assert!(says_nothing(text), "{text}");
        }
        for text in ["0", "نعمة", "Nada", "محمد"] {
            assert!(!says_nothing(text), "{text}");
        }
    }

    #[test]
    fn words_have_meanings() {
        for word in ["ذكر", "M", "male", "homme", "Erkek", "nêr"] {
            assert_eq!(sex(word), Some("male"), "{word}");
        }
        for word in ["أنثى", "انثى", "ف", "F", "femme", "Kadın", "mê"] {
            assert_eq!(sex(word), Some("female"), "{word}");
        }
        for (word, meaning) in [
            ("تم الإفراج عنه", "released"),
            ("Transferred", "transferred"),
            ("المشفى", "hospital"),
            ("إعدام", "executed"),
            ("متوفّى", "died"),
            ("مفقود", "missing"),
            ("معتقل", "held"),
        ] {
            assert_eq!(status(word), Some(meaning), "{word}");
        }
        assert_eq!(status("سافر"), None);
    }
}
