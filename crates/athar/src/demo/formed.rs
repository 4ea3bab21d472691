//! Names formed by rule, for lists about more people than the tables have names for.
//!
//! Arabic makes names from roots: نجّار, ناجر, نجّاري, النجّار. Families are also called after a man (أبو زيد, آل زيد, شيخ زيد), a town
//! (حموي), or a man with the ending of the language (زيدو, زيد أوغلو). Some of the results nobody bears; all of them are spelled, read and
//! confused as real ones are, which is what linking must bear. No list of real people stands behind them.

use std::collections::BTreeSet;

use super::random::Random;
use super::tables::{NamePart, Part, TABLES};

/// The letters of roots and their sounds.
const SOUNDS: [(char, char); 26] = [
    ('ب', 'b'),
    ('ت', 't'),
    ('ث', 'ṯ'),
    ('ج', 'j'),
    ('ح', 'h'),
    ('خ', 'ḫ'),
    ('د', 'd'),
    ('ذ', 'ḏ'),
    ('ر', 'r'),
    ('ز', 'z'),
    ('س', 's'),
    ('ش', 'š'),
    ('ص', 's'),
    ('ض', 'd'),
    ('ط', 't'),
    ('ظ', 'ẓ'),
    ('ع', 'ʿ'),
    ('غ', 'ġ'),
    ('ف', 'f'),
    ('ق', 'q'),
    ('ك', 'k'),
    ('ل', 'l'),
    ('م', 'm'),
    ('ن', 'n'),
    ('ه', 'h'),
    ('ي', 'y'),
];

/// Sound roots of three letters: crafts, goods, beasts, land, virtues.
const ROOTS: &str = "نجر حدد صبغ دبغ قصب عطر خبز طحن سمن لحم بقل حلق حجم غزل قطن خشب نحس حجر رخم بلط بقر جمل حمل سرج سقط حطب \
    فحم ملح عسل سكر حمص طبخ شرب صرف نقد كسب تجر قفل زرع حصد غرس حرث عصر نشر نقش رسم كتب خطب درس حكم عدل رشد شهد سعد سعف فرج \
    فرح صبر شكر حمد سلم غنم كرم نجم قمر شمس بدر بحر نهر جبل سهل رمل صخر رعد برق مطر حرب رمح درع فرس صقر نسر فهد سبع ضبع جحش \
    كبش عقل فهم علم نظر سمع بصر نطق صمت ضحك عبس غضب حلم كتم ظفر نصر فتح غلب قهر ملك رجح طرش عرج قصر شقر سمر حمر خضر زرق صفر كحل \
    بهج نعم رغد خصب قحط جدب ربع خمس عشر نصف بكر عجل صلح صدق خلص شرف كرز عزم جزم حزم قسم رزق برك شبل عرب عجم ترك حجز نجد بلد قرن";

/// How a root becomes a family name: letters, with 1, 2, 3 for those of the root, and sounds.
const PATTERNS: [(&str, &str); 15] = [
    ("12ا3", "1a22ā3"),
    ("1ا23", "1ā2e3"),
    ("12ي3", "1a2ī3"),
    ("12و3", "1a22ū3"),
    ("123ان", "1a23ān"),
    ("123ي", "1a23ī"),
    ("123اوي", "1a23āwī"),
    ("12ا3ي", "1a22ā3ī"),
    ("1ا23ي", "1ā2e3ī"),
    ("م12و3", "ma12ū3"),
    ("م123", "mu1a22e3"),
    ("12و3ي", "1a22ū3ī"),
    ("123ة", "1i23a"),
    ("123و", "1a23ō"),
    ("أ123", "a12a3"),
];

/// Towns by which families are called, and their sounds, beyond those of the tables.
const TOWNS: &str = "إدلبي idlibī|معري maʿarrī|جسري jisrī|سرميني sarmīnī|حارمي hārmī|بابي bābī|منبجي manbijī|عفريني ʿafrīnī|رقاوي raqqāwī|\
    طبقاوي tabqāwī|ديري dērī|ميادني mayādnī|حسكاوي hasakāwī|سلموني salamūnī|مصيافي masyāfī|محرداوي muhardāwī|رستني rastnī|قصيري qusayrī|\
    قريتيني qaryatēnī|نوواوي nawāwī|بصراوي busrāwī|طفساوي tafsāwī|دوماني dūmānī|حرستاني harastānī|داراني dārānī|زبداني zabdānī|نبكي nabkī|\
    يبرودي yabrūdī|قلموني qalamūnī|جولاني jōlānī|طرطوسي tartūsī|لاذقاني lāḏqānī|جبلاوي jablāwī|بانياسي bānyāsī|موصلي mawsilī|بغدادي baġdādī|\
    بيروتي bayrūtī|طرابلسي tarābulsī|صيداوي saydāwī|صفدي safadī|نابلسي nābulsī|غزاوي ġazzāwī|خليلي ḫalīlī|يافاوي yāfāwī|عمرلي ʿumarlī|\
    مغربي maġribī|تونسي tūnsī|مصراوي misrāwī|نجداوي najdāwī|يمني yamanī|كردي kurdī|تركماني turkmānī|شركسي šarkasī|داغستاني dāġistānī|\
    بخاري buḫārī|أفغاني afġānī|هندي hindī|عينتابي ʿayntābī|أورفلي ōrfalī|مارديني mārdīnī|بوطاني bōtānī|جزراوي jazrāwī|عانوتي ʿānūtī";

/// What stands after «عبد» beside what the tables have, and its sounds.
const SERVED: &str = "الجليل jalīl|الحليم halīm|الحكيم hakīm|الحفيظ hafīẓ|الرؤوف raʾūf|السميع samīʿ|الصمد samad|الغفور ġafūr|الفتاح fattāh|اللطيف latīf|\
    المجيد majīd|المؤمن muʾmen|الناصر nāser|الوهاب wahhāb|العظيم ʿaẓīm|العليم ʿalīm|الخالق ḫāleq|الغفار ġaffār|القهار qahhār|الودود wadūd|\
    الوارث wāreṯ|الجبار jabbār|الرزاق razzāq|المنعم munʿem|المحسن muhsen|الستار sattār|العال ʿāl|المولى mawlā|الجواد jawād|البديع badīʿ";

/// What stands before «الدين», and its sounds.
const OF_RELIGION: &str = "شرف šaraf|جمال jamāl|كمال kamāl|سراج sirāj|تاج tāj|بدر badr|فخر faḫr|زين zayn|محيي muhyī|تقي taqī|جلال jalāl|خير ḫayr|ناصر nāser|عماد ʿimād|\
    بهاء bahāʾ|رضي radī|قطب qutb|سعد saʿd|نجم najm|ظهير ẓahīr";

/// Given names that are often the first or second of a double name.
const DOUBLED: [&str; 2] = ["محمد", "أحمد"];

/// Given names of men beside those of the tables: double names, servants of, and of religion.
pub(super) fn men() -> Vec<NamePart> {
    let mut names = Names::beside(&TABLES.men);
    for (arabic, roman) in pairs(SERVED) {
        names.add(format!("عبد {arabic}"), format!("ʿabd+{roman}"), "akp", 2);
    }
    for (arabic, roman) in pairs(OF_RELIGION) {
        names.add(format!("{arabic} الدين"), format!("{roman}+dīn"), "akp", 2);
    }
    for first in DOUBLED {
        let of_table = |arabic| TABLES.men.iter().find(|name: &&NamePart| name.arabic == arabic);
        let Some(first) = of_table(first) else { continue };
        for second in TABLES.men.iter().filter(|name| name.is_used_by('a') && !DOUBLED.contains(&name.arabic)).take(60)
        {
            names.add_part(double(first, second));
        }
    }
    names.parts
}

/// Given names of women beside those of the tables: the feminine of men's names.
pub(super) fn women() -> Vec<NamePart> {
    let mut names = Names::beside(&TABLES.women);
    for man in TABLES.men.iter().filter(|name| name.is_used_by('a') && !name.arabic.contains(' ')) {
        let is_adjective = man.roman.contains(['ā', 'ī']) && man.arabic.chars().count() == 4;
        if is_adjective && man.roman.ends_with(|sound: char| "bdfhjklmnqrstšẓġḫʿ".contains(sound)) {
            let roman = man.roman.replace('e', "i");
            names.add(format!("{}ة", man.arabic), format!("{roman}a"), "ap", 3);
        }
    }
    names.parts
}

/// Families: those of the tables, and others that are rarer the later they come in an order of chance.
pub(super) fn families() -> Vec<NamePart> {
    /// The tables' weights in units that leave room for families a hundred times rarer.
    const UNIT: u32 = 200;
    let mut names = Names::beside(&[]);
    for family in &TABLES.families {
        names.add_part(family.weighing(family.weights[0] * UNIT));
    }
    let of_tables = names.parts.len();
    from_roots(&mut names);
    from_towns(&mut names);
    from_men(&mut names);
    let mut formed = names.parts.split_off(of_tables);
    // One order for every seed: the country stays the same.
    Random::fork(0, "formed families").shuffle(&mut formed);
    let rank = |(part, rank): (NamePart, u32)| part.weighing(80_000 / (rank + 60));
    names.parts.extend(formed.into_iter().zip(0u32..).map(rank));
    names.parts
}

fn from_roots(names: &mut Names) {
    for root in ROOTS.split_whitespace() {
        for (letters, sounds) in PATTERNS {
            let arabic: String = letters.chars().map(|sign| radical(root, sign).unwrap_or(sign)).collect();
            let sound = |sign| radical(root, sign).map_or(sign, sound_of);
            names.add_with_article(arabic, sounds.chars().map(sound).collect(), "ap");
        }
    }
}

/// The letter of the root for which 1, 2 or 3 stands.
fn radical(root: &str, sign: char) -> Option<char> {
    root.chars().nth(sign.to_digit(10)?.checked_sub(1)? as usize)
}

fn sound_of(letter: char) -> char {
    SOUNDS.iter().find(|(written, _)| *written == letter).map_or(letter, |(_, sound)| *sound)
}

fn from_towns(names: &mut Names) {
    for (arabic, roman) in pairs(TOWNS) {
        names.add_with_article(arabic.to_owned(), roman.to_owned(), "ap");
    }
}

fn from_men(names: &mut Names) {
    for man in TABLES.men.iter().filter(|man| !man.arabic.contains(' ')) {
        let (arabic, roman) = (man.arabic, man.roman);
        let is_arab = man.is_used_by('a') || man.is_used_by('p');
        let ends_in_consonant = !roman.ends_with(['a', 'ā', 'ī', 'ū', 'ō', 'ē', 'ʾ', 'ʿ']);
        if is_arab {
            names.add(format!("أبو {arabic}"), format!("abū {roman}"), "ap", 1);
            names.add(format!("آل {arabic}"), format!("āl {roman}"), "a", 1);
            names.add_with_article(arabic.to_owned(), roman.to_owned(), "ap");
        }
        if man.is_used_by('k') {
            names.add(arabic.to_owned(), roman.to_owned(), "k", 1);
            names.add(format!("شيخ {arabic}"), format!("šēḫ {roman}"), "k", 1);
            if ends_in_consonant {
                names.add(format!("{arabic}و"), format!("{roman}ō"), "k", 1);
            }
        }
        if man.is_used_by('t') {
            names.add(format!("{arabic} أوغلو"), format!("{roman} ōġlū"), "t", 1);
        }
        if ends_in_consonant {
            names.add(format!("{arabic}يان"), format!("{roman}yān"), "r", 1);
        }
        if man.is_used_by('c') {
            names.add(format!("بيت {arabic}"), format!("bayt {roman}"), "c", 1);
            names.add(format!("شماس {arabic}"), format!("šammās {roman}"), "c", 1);
        }
    }
}

/// «محمد علي»: both names as people spell them.
fn double(first: Part, second: Part) -> NamePart {
    let spellings = |habit: &'static str| {
        let (ones, others) = (first.attested(habit), second.attested(habit));
        let count = if ones.is_empty() || others.is_empty() { 0 } else { ones.len().max(others.len()) };
        let join = |place: usize| format!("{} {}", ones[place % ones.len()], others[place % others.len()]);
        (habit, (0..count).map(|place| &*join(place).leak()).collect::<Vec<&'static str>>())
    };
    let spelled = ["en", "fr", "tr", "ku"].map(spellings).into_iter().filter(|(_, spellings)| !spellings.is_empty());
    let weight = 1 + second.weights[1] / 12;
    NamePart::formed(
        format!("{} {}", first.arabic, second.arabic),
        format!("{} {}", first.roman, second.roman),
        "ap",
        weight,
    )
    .with_spellings(spelled.collect())
}

/// «كلمة sound|…» in pairs.
fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.split('|').filter_map(|pair| pair.trim().split_once(' '))
}

/// Names gathered, each Arabic spelling once.
struct Names {
    known: BTreeSet<&'static str>,
    parts: Vec<NamePart>,
}

impl Names {
    fn beside(others: &'static [NamePart]) -> Self {
        Self { known: others.iter().map(|part| part.arabic).collect(), parts: Vec::new() }
    }

    fn add(&mut self, arabic: String, roman: String, communities: &'static str, weight: u32) {
        self.add_part(NamePart::formed(arabic, roman, communities, weight));
    }

    /// The name alone and with its article, which is spoken as the first sound where that is of the sun.
    fn add_with_article(&mut self, arabic: String, roman: String, communities: &'static str) {
        let first = roman.chars().next().filter(|sound| "tṯdḏrzsšẓln".contains(*sound)).unwrap_or('l');
        let spoken = format!("a{first}-{roman}");
        if !arabic.starts_with(['أ', 'إ', 'آ']) {
            self.add(format!("ال{arabic}"), spoken, communities, 1);
        }
        self.add(arabic, roman, communities, 1);
    }

    fn add_part(&mut self, part: NamePart) {
        if self.known.insert(part.arabic) {
            self.parts.push(part);
        }
    }
}
