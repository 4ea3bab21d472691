//! The small closed lists of words that are not names: articles, separators, honorifics, keywords of
//! family sentences, heads and tails of compounds.
//!
//! All entries are in folded form. Names that must not lose their first syllable are here too. What a
//! word is known for is looked up once and kept as marks ([`Known`]); nothing here looks at neighbours.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word is known for: any number of marks.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Known(u32);

impl Known {
    pub(crate) const NOTHING: Self = Self(0);
    /// The article with a vowel of its own: al, el, ul, ال.
    pub(crate) const ARTICLE: Self = Self(1);
    /// The article after a hyphen only: il, l.
    pub(crate) const SHORT_ARTICLE: Self = Self(1 << 1);
    /// The article as it sounds before a sun letter: ar-Rahman, ash-Shami, ed-Din, ur Rehman.
    pub(crate) const SUN_ARTICLE: Self = Self(1 << 2);
    /// "Son of" or "daughter of" the next part.
    pub(crate) const SON: Self = Self(1 << 3);
    /// A separator that in the Maghreb is part of a family name (Ben Ali) when it stands last.
    pub(crate) const FAMILY_SON: Self = Self(1 << 4);
    /// "Son of" that follows the father's name (Turkish).
    pub(crate) const SON_AFTER: Self = Self(1 << 5);
    /// After it stands the mother's name,
    pub(crate) const MOTHER: Self = Self(1 << 6);
    /// the father's,
    pub(crate) const FATHER: Self = Self(1 << 7);
    /// the husband's,
    pub(crate) const HUSBAND: Self = Self(1 << 8);
    /// the family name,
    pub(crate) const FAMILY: Self = Self(1 << 9);
    /// the family name of birth,
    pub(crate) const BORN: Self = Self(1 << 10);
    /// a by-name.
    pub(crate) const ALIAS: Self = Self(1 << 11);
    /// After it no name follows (birth data, remarks).
    pub(crate) const END: Self = Self(1 << 12);
    /// Says nothing by itself: "name of the", "of".
    pub(crate) const FILLER: Self = Self(1 << 13);
    /// Says nothing right after a keyword: "fils *de*", "baba *adı*", "bavê *wî*".
    pub(crate) const PARTICLE: Self = Self(1 << 14);
    /// Honorifics and ranks that are never a person's name.
    pub(crate) const HONORIFIC: Self = Self(1 << 15);
    /// Honorifics that are also given or family names.
    pub(crate) const WEAK_HONORIFIC: Self = Self(1 << 16);
    /// The pilgrim's title: rarely a given name, so that two names after it are enough.
    pub(crate) const PILGRIM: Self = Self(1 << 17);
    /// "Servant of": joins with what follows.
    pub(crate) const SERVANT: Self = Self(1 << 18);
    /// "Servant of" that is also a name by itself (عبدو).
    pub(crate) const WEAK_SERVANT: Self = Self(1 << 19);
    /// "Father of": joins with what follows.
    pub(crate) const ABU: Self = Self(1 << 20);
    /// "Mother of".
    pub(crate) const UMM: Self = Self(1 << 21);
    /// The second half of a compound after an article, or with it in Arabic: al-Din, «الدين».
    pub(crate) const TAIL: Self = Self(1 << 22);
    /// A second half written without a separate article: Nur *Eddin*,
    pub(crate) const TAIL_DIN: Self = Self(1 << 23);
    /// Nasr *Allah*.
    pub(crate) const TAIL_ALLAH: Self = Self(1 << 24);
    /// An Arabic name that begins with alef-lam without an article.
    pub(crate) const ARTICLELESS: Self = Self(1 << 25);
    /// A father's name so common that «بن» glued to it can be told.
    pub(crate) const COMMON: Self = Self(1 << 26);
    /// "Born" only before "in" or "on", or at the end (né en, ولد عام).
    pub(crate) const DATED: Self = Self(1 << 27);
    /// Follows `DATED`.
    pub(crate) const DATE_OPENS: Self = Self(1 << 28);
    /// «أبو بكر», «أم كلثوم»: a given name, not a teknonym.
    pub(crate) const NAMESAKE: Self = Self(1 << 29);

    /// "Son of" in a sentence, before which the person's own family name may stand.
    pub(crate) const SENTENCE_SON: Self = Self(1 << 30);

    /// A word after which the next is about somebody else or something else.
    pub(crate) const KEYWORD: Self =
        Self(Self::MOTHER.0 | Self::FATHER.0 | Self::HUSBAND.0 | Self::FAMILY.0 | Self::BORN.0 | Self::ALIAS.0);

    /// Whether any of the marks is set.
    pub(crate) const fn is(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }

    pub(crate) const fn with(self, marks: Self) -> Self {
        Self(self.0 | marks.0)
    }

    pub(crate) const fn without(self, marks: Self) -> Self {
        Self(self.0 & !marks.0)
    }

    /// What a folded word is known for.
    pub(crate) fn of(word: &str) -> Self {
        if word.len() > LONGEST { Self::NOTHING } else { TABLE.get(word).copied().unwrap_or_default() }
    }
}

/// Bytes of the longest word in the lists.
const LONGEST: usize = 20;

/// The lists, words separated by spaces. A word may stand in several.
const LISTS: [(Known, &str); 45] = [
    (Known::ARTICLE, "al el ul ال"),
    (Known::SHORT_ARTICLE, "il l"),
    (Known::SUN_ARTICLE, "ar as ash ad adh an at ath az er es esh ech ed en et ez ur us ush ud un ut uz"),
    (Known::SON, "bin ibn bint ben bent ould wuld wild weld son daughter fils fille"),
    // Kurmanji kurê, lawê, keça, qîza; Sorani کوڕی، کچی; Persian فرزند.
    (Known::SON, "kure lawe keca kecha qiza بن ابن بنت ولد ابنه كوري كچي فرزند"),
    (Known::SENTENCE_SON, "son daughter fils fille kure lawe keca kecha qiza كوري كچي فرزند"),
    (Known::FAMILY_SON, "ben bent ould weld"),
    (Known::SON_AFTER, "oglu kizi"),
    (Known::MOTHER, "والدته والدتها ووالدته ووالدتها والدتي الوالده امه امها وامه وامها الام للام امي"),
    (Known::MOTHER, "mother mere diya dayik dayika dayiki anne annesi دايكي"),
    (Known::FATHER, "والده والدها ووالده ووالدها ابوه ابوها ابيه وابوه الاب باوكي"),
    (Known::FATHER, "father pere baba bave babasi"),
    (Known::HUSBAND, "زوجه حرم ارمله زوجها ارملته مطلقه"),
    (Known::HUSBAND, "wife widow epouse veuve husband jina hevjina eshi ep"),
    (Known::FAMILY, "الكنيه كنيته كنيتها الشهره شهرته شهرتها surname soyadi"),
    (Known::BORN, "nee"),
    (Known::ALIAS, "الملقب الملقبه ملقب ملقبه المكني المكناه يكني لقبه لقبها المعروف المعروفه المدعو المدعوه الحركي"),
    (Known::ALIAS, "alias aka dit dite surnomme surnommee known nicknamed bilinen"),
    (Known::END, "تولد مواليد المولود المولوده تاريخ عمره عمرها رقم من born dob aged from dogumlu dogum"),
    (Known::DATED, "ne nee ولد ولدت"),
    (Known::DATE_OPENS, "en le a vers في عام سنه بتاريخ"),
    (Known::FILLER, "اسم واسم الاسم of the"),
    (Known::PARTICLE, "de du d la le of the adi wi we as by name nave"),
    (Known::HONORIFIC, "dr mr mrs ms miss prof professor doctor eng engineer ing ustadh ustaz martyr colonel captain"),
    (Known::HONORIFIC, "lieutenant lt gen sgt sergeant sir mme mlle madame monsieur hajja hajjah haji hajji hadji"),
    (Known::HONORIFIC, "haci sheikh shaykh sheik cheikh shex sheykh mamosta mele"),
    (Known::HONORIFIC, "الدكتور دكتور دكتوره الدكتوره الاستاذ استاذ الاستاذه المهندس مهندس المهندسه الشهيد الشهيده"),
    (Known::HONORIFIC, "المرحوم المرحومه المحامي المحاميه العقيد العميد اللوا الرايد النقيب الملازم المجند الرقيب"),
    (Known::HONORIFIC, "المساعد المعتقل المعتقله المفقود المفقوده الطفل الطفله الحاجه الشيخ المختار الانسه"),
    (Known::WEAK_HONORIFIC, "hajj haj sayyid sayyed sayed shahid shaheed major general mullah mulla imam"),
    (Known::WEAK_HONORIFIC, "الحاج حاج شيخ شهيد السيد السيده سيد الملا ملا د م ا"),
    (Known::PILGRIM, "hajj haj الحاج حاج"),
    (Known::SERVANT, "عبد عبدال abd abdel abdul abdal abdol abdil abdoul abder abdur abdus abdes abden abdun"),
    (Known::SERVANT, "ebd ebdul ebdel evd evdi evdil evdel evdul avdi abdi abdu abdou ebdi ebdu"),
    (Known::WEAK_SERVANT, "abdou abdu abdi ebdi ebdu evdi avdi"),
    (Known::ABU, "ابو ابي ابا بو abu abou abo abi aboo aboul abul ebu bou"),
    (Known::UMM, "ام um umm oum oumm om omm"),
    (Known::TAIL, "الدين الله الاسلام النبي الرسول الزهرا الحق العابدين الهدي اللات"),
    (Known::TAIL, "din deen dine dien islam nabi haq haqq abidin abidine abideen abdin abdeen abedin huda zahra rasul"),
    (Known::TAIL_DIN, "din eddin eddine uddin eldin aldin aldeen eldeen addin addine eldine ddin ddine aldine uldin"),
    (Known::TAIL_DIN, "edin adin odin"),
    (Known::TAIL_ALLAH, "allah ullah alla ellah ulla illah olah ulah hlla"),
    (Known::ARTICLELESS, ARTICLELESS),
    (Known::COMMON, "محمد احمد محمود حسين خالد ابراهيم اسماعيل يوسف مصطفي عبدالله سليمان عثمان خليل"),
    (Known::NAMESAKE, "بكر كلثوم bakr bekr bakar kulthum kalthoum kalthum kulthoum kulsum koulthoum gulsum"),
];

const ARTICLELESS: &str = "الياس الهام الفت البير الكسندر الكسان الينا اليسا اليسار اليزابيث الماز الماس المازا \
                           الفريد اليان الند النا الونا الين اليف الوند الهان";

static TABLE: LazyLock<HashMap<&'static str, Known>> = LazyLock::new(|| {
    let mut table: HashMap<&str, Known> = HashMap::new();
    for (marks, words) in LISTS {
        for word in words.split_whitespace() {
            let known = table.entry(word).or_default();
            *known = known.with(marks);
        }
    }
    table
});

#[cfg(test)]
mod tests {
    use super::{LISTS, LONGEST};

    /// A word in a form that folding never gives would never be found.
    #[test]
    fn all_words_are_folded_and_short_enough() {
        for (_, words) in LISTS {
            for word in words.split_whitespace() {
                assert_eq!(crate::normalise(word), word);
                assert!(word.len() <= LONGEST, "{word}");
            }
        }
    }
}
