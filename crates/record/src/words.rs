//! Short words with a fixed meaning: what says nothing, sex, states and reasons of leaving.

use crate::fold;

/// Whether the text says nothing: empty, punctuation only, or a word for "unknown". Such a cell makes no claim.
pub fn says_nothing(text: &str) -> bool {
    folded_says_nothing(&fold(text))
}

pub(crate) fn folded_says_nothing(folded: &str) -> bool {
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    words.is_empty() || NOTHING.iter().any(|table| table.split('|').any(|nothing| nothing == words))
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

fn lookup(table: &[(&'static str, &str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(_, words)| words.split('|').any(|known| known == word)).map(|(meaning, _)| *meaning)
}

/// Every way in which lists say "not known".
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

#[cfg(test)]
mod tests {
    use super::{NOTHING, SEX, STATUS, says_nothing, sex, status};
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
