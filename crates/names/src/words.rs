//! The small closed lists of words that are not names: articles, separators, honorifics, keywords of
//! family sentences, heads and tails of compounds.
//!
//! All entries are in folded form. Names that must not lose their first syllable are here too.

/// Latin spellings of the article before a vowel or moon letter, and their sun-letter forms.
pub(crate) fn is_latin_article(word: &str) -> bool {
    matches!(word, "al" | "el" | "ul" | "il" | "l") || is_sun_article(word)
}

/// Latin article written as it sounds before a sun letter: ar-Rahman, ash-Shami, ed-Din, ur Rehman.
pub(crate) fn is_sun_article(word: &str) -> bool {
    matches!(
        word,
        "ar" | "as"
            | "ash"
            | "ad"
            | "adh"
            | "an"
            | "at"
            | "ath"
            | "az"
            | "er"
            | "es"
            | "esh"
            | "ech"
            | "ed"
            | "en"
            | "et"
            | "ez"
            | "ur"
            | "us"
            | "ush"
            | "ud"
            | "un"
            | "ut"
            | "uz"
    )
}

/// Words that say "son of" or "daughter of" the next part.
pub(crate) fn is_son(word: &str) -> bool {
    matches!(
        word,
        "bin"
            | "ibn"
            | "bint"
            | "ben"
            | "bent"
            | "ould"
            | "wuld"
            | "wild"
            | "weld"
            | "kure"
            | "keca"
            | "بن"
            | "ابن"
            | "بنت"
            | "ولد"
            | "ابنه"
    )
}

/// Separators that in the Maghreb are part of a family name (Ben Ali) when they stand last.
pub(crate) fn is_family_son(word: &str) -> bool {
    matches!(word, "ben" | "bent" | "ould" | "weld")
}

/// Keywords after which the mother's name stands.
pub(crate) fn is_mother_word(word: &str) -> bool {
    matches!(
        word,
        "والدته"
            | "والدتها"
            | "ووالدته"
            | "ووالدتها"
            | "والدتي"
            | "امه"
            | "امها"
            | "وامه"
            | "وامها"
            | "الام"
            | "للام"
            | "امي"
            | "mother"
            | "mere"
            | "diya"
            | "dayik"
            | "dayika"
            | "anne"
            | "annesi"
    )
}

/// Keywords after which the father's name stands.
pub(crate) fn is_father_word(word: &str) -> bool {
    matches!(
        word,
        "والده"
            | "والدها"
            | "ووالده"
            | "ووالدها"
            | "ابوه"
            | "ابوها"
            | "ابيه"
            | "الاب"
            | "father"
            | "pere"
            | "baba"
            | "bave"
            | "babasi"
    )
}

/// Keywords after which the husband's name stands.
pub(crate) fn is_husband_word(word: &str) -> bool {
    matches!(word, "زوجه" | "حرم" | "ارمله" | "زوجها" | "wife" | "widow" | "epouse" | "veuve" | "husband" | "jina")
}

/// Keywords after which no name follows (birth data, remarks).
pub(crate) fn ends_the_name(word: &str) -> bool {
    matches!(
        word,
        "تولد"
            | "مواليد"
            | "المولود"
            | "المولوده"
            | "تاريخ"
            | "عمره"
            | "عمرها"
            | "رقم"
            | "born"
            | "dob"
            | "aged"
    )
}

/// Words of sentences that say nothing by themselves: "name of the", "of", "and".
pub(crate) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "اسم" | "واسم" | "of" | "the" | "son" | "daughter" | "fils" | "fille" | "nee" | "المدعو" | "المدعوه" | "الملقب"
    )
}

/// Honorifics and ranks that are never a person's name.
pub(crate) fn is_honorific(word: &str) -> bool {
    matches!(
        word,
        "dr" | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "prof"
            | "professor"
            | "doctor"
            | "eng"
            | "engineer"
            | "ing"
            | "ustadh"
            | "ustaz"
            | "martyr"
            | "colonel"
            | "captain"
            | "lieutenant"
            | "lt"
            | "gen"
            | "sgt"
            | "sergeant"
            | "sir"
            | "mme"
            | "mlle"
            | "madame"
            | "monsieur"
            | "hajja"
            | "hajjah"
            | "haji"
            | "hajji"
            | "hadji"
            | "haci"
            | "sheikh"
            | "shaykh"
            | "sheik"
            | "cheikh"
            | "shex"
            | "sheykh"
            | "mamosta"
            | "mele"
            | "الدكتور"
            | "دكتور"
            | "دكتوره"
            | "الدكتوره"
            | "الاستاذ"
            | "استاذ"
            | "الاستاذه"
            | "المهندس"
            | "مهندس"
            | "المهندسه"
            | "الشهيد"
            | "الشهيده"
            | "المرحوم"
            | "المرحومه"
            | "المحامي"
            | "المحاميه"
            | "العقيد"
            | "العميد"
            | "اللوا"
            | "الرايد"
            | "النقيب"
            | "الملازم"
            | "المجند"
            | "الرقيب"
            | "المساعد"
            | "المعتقل"
            | "المعتقله"
            | "المفقود"
            | "المفقوده"
            | "الطفل"
            | "الطفله"
            | "الحاجه"
            | "الشيخ"
            | "المختار"
            | "الانسه"
    )
}

/// Honorifics that are also given or family names: taken as honorific only before a long name.
pub(crate) fn is_weak_honorific(word: &str) -> bool {
    matches!(
        word,
        "hajj"
            | "haj"
            | "sayyid"
            | "sayyed"
            | "sayed"
            | "shahid"
            | "shaheed"
            | "major"
            | "general"
            | "mullah"
            | "mulla"
            | "imam"
            | "الحاج"
            | "حاج"
            | "شيخ"
            | "شهيد"
            | "السيد"
            | "السيده"
            | "سيد"
            | "الملا"
            | "ملا"
            | "د"
            | "م"
            | "ا"
    )
}

/// The pilgrim's title: rarely a given name, so that two names after it are enough.
pub(crate) fn is_pilgrim(word: &str) -> bool {
    matches!(word, "hajj" | "haj" | "الحاج" | "حاج")
}

/// Heads of "servant of" that are also a name by themselves (عبدو): they join only with one of God's names.
pub(crate) fn is_weak_servant(word: &str) -> bool {
    matches!(word, "abdou" | "abdu" | "abdi" | "abdo" | "ebdo" | "ebdi" | "ebdu")
}

/// Whether a word is, by its consonants, one of the names of God that follow "servant of".
pub(crate) fn is_name_of_god(word: &str) -> bool {
    const NAMES: [&str; 44] = [
        "رحمن", "رحيم", "كريم", "قادر", "رزاق", "عزيز", "حميد", "مجيد", "حليم", "جبار", "ناصر", "وهاب", "غني", "هادي",
        "سلام", "ستار", "لطيف", "مطلب", "صمد", "باسط", "رؤوف", "خالق", "غفور", "ودود", "واحد", "جليل", "حكيم", "منعم",
        "معين", "فتاح", "باقي", "حق", "له", "مجد", "ملك", "مؤمن", "مولى", "نور", "قدوس", "رب", "عظيم", "علي", "حي",
        "محسن",
    ];
    static FRAMES: std::sync::OnceLock<std::collections::BTreeSet<crate::Skeleton>> = std::sync::OnceLock::new();
    let frames = FRAMES.get_or_init(|| NAMES.iter().map(|name| crate::skeleton(&crate::normalise(name))).collect());
    frames.contains(&crate::skeleton(word))
}

/// Heads that join with the next word: servant of.
pub(crate) fn is_servant(word: &str) -> bool {
    matches!(
        word,
        "عبد"
            | "abd"
            | "abdel"
            | "abdul"
            | "abdal"
            | "abdol"
            | "abdil"
            | "abdu"
            | "abdi"
            | "abdoul"
            | "abder"
            | "abdur"
            | "abdus"
            | "abdes"
            | "abden"
            | "abdun"
            | "abdou"
            | "ebd"
            | "ebdul"
            | "ebdel"
            | "ebdi"
            | "ebdu"
            | "evd"
            | "evdi"
            | "evdil"
            | "evdel"
            | "evdul"
            | "avdi"
    )
}

/// Heads that join with the next word: father of.
pub(crate) fn is_abu(word: &str) -> bool {
    matches!(
        word,
        "ابو" | "ابي" | "ابا" | "بو" | "abu" | "abou" | "abo" | "abi" | "aboo" | "aboul" | "abul" | "ebu" | "bou"
    )
}

/// Heads that join with the next word: mother of.
pub(crate) fn is_umm(word: &str) -> bool {
    matches!(word, "ام" | "um" | "umm" | "oum" | "oumm" | "om" | "omm")
}

/// Arabic second halves of compounds, with their article.
pub(crate) fn is_arabic_tail(word: &str) -> bool {
    matches!(
        word,
        "الدين"
            | "الله"
            | "الاسلام"
            | "النبي"
            | "الرسول"
            | "الزهرا"
            | "الحق"
            | "العابدين"
            | "الهدي"
            | "اللات"
    )
}

/// Latin second halves of compounds after an article: al-Din, ul-Islam, al-Abidin.
pub(crate) fn is_latin_tail(word: &str) -> bool {
    matches!(
        word,
        "din"
            | "deen"
            | "dine"
            | "dien"
            | "islam"
            | "nabi"
            | "haq"
            | "haqq"
            | "abidin"
            | "abidine"
            | "abideen"
            | "abdin"
            | "abdeen"
            | "abedin"
            | "huda"
            | "zahra"
            | "rasul"
    )
}

/// Latin second halves written without a separate article: Nur Eddin, Nasr Allah.
pub(crate) fn latin_tail_core(word: &str) -> Option<&'static str> {
    Some(match word {
        "din" | "eddin" | "eddine" | "uddin" | "eldin" | "aldin" | "aldeen" | "eldeen" | "addin" | "addine"
        | "eldine" | "ddin" | "ddine" | "aldine" | "uldin" | "edin" | "adin" | "odin" => "aldin",
        "allah" | "ullah" | "alla" | "ellah" | "ulla" | "illah" | "olah" | "ulah" => "allah",
        _ => return None,
    })
}

/// Arabic names that begin with alef-lam without an article.
pub(crate) fn is_articleless(word: &str) -> bool {
    matches!(
        word,
        "الياس"
            | "الهام"
            | "الفت"
            | "البير"
            | "الكسندر"
            | "الكسان"
            | "الينا"
            | "اليسا"
            | "اليسار"
            | "اليزابيث"
            | "الماز"
            | "الماس"
            | "المازا"
            | "الفريد"
            | "اليان"
            | "الند"
            | "النا"
            | "الونا"
            | "الين"
            | "اليف"
            | "الوند"
            | "الهان"
    )
}
