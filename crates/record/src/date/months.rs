//! Month names of the calendars and languages in which Syrian lists are written, in folded form.

use super::Calendar::{self, Gregorian, Hijri};

/// The month of a folded name of up to three words.
pub(super) fn named(words: &str) -> Option<(Calendar, u8)> {
    let find = |table: &[&str]| table.iter().position(|names| names.split('|').any(|name| name == words));
    let number = |index: usize| u8::try_from(index + 1).ok();
    if let Some(month) = GREGORIAN.iter().find_map(|table| find(table)).and_then(number) {
        return Some((Gregorian, month));
    }
    // Kurmanji declines: "17ê Gulanê", "Adara 2013".
    let stem = words.strip_suffix(['e', 'a']).filter(|stem| stem.len() > 3 && words.is_ascii());
    let declined = stem.and_then(|stem| KURMANJI.iter().position(|names| names.split('|').any(|name| name == stem)));
    if let Some(month) = declined.and_then(number) {
        return Some((Gregorian, month));
    }
    find(&HIJRI).and_then(number).map(|month| (Hijri, month))
}

/// "كانون 2", "ت1", "ربيع 1": months told apart by a number.
pub(super) fn numbered(word: &str, number: u32) -> Option<(Calendar, u8)> {
    let (calendar, first, second) = match word {
        "كانون" | "ك" | "kanun" => (Gregorian, 12, 1),
        "تشرين" | "ت" | "tishreen" | "tishrin" => (Gregorian, 10, 11),
        "ربيع" => (Hijri, 3, 4),
        "جمادي" | "جماد" => (Hijri, 5, 6),
        _ => return None,
    };
    match number {
        1 => Some((calendar, first)),
        2 => Some((calendar, second)),
        _ => None,
    }
}

/// "الخامس" after "الشهر": a month by its ordinal.
pub(super) fn ordinal(words: &str) -> Option<u8> {
    let words = words.strip_prefix("ال").unwrap_or(words);
    let index = ORDINALS.iter().position(|names| names.split('|').any(|name| name == words))?;
    u8::try_from(index + 1).ok()
}

const GREGORIAN: [[&str; 12]; 6] = [LEVANTINE, EGYPTIAN, ENGLISH, FRENCH, TURKISH, KURMANJI];

const LEVANTINE: [&str; 12] = [
    "كانون الثاني|كانون ثاني|كانون التاني|كانون تاني|kanun al thani|kanoun al thani",
    "شباط|شبط|shbat|shubat",
    "اذار|ادار|azar|athar|adhar",
    "نيسان|naysan|neesan",
    "ايار|ayar|ayyar",
    "حزيران|hazeran|huzayran|hzayran",
    "تموز|tamuz|tammuz|tammouz|tamouz",
    "اب|ab",
    "ايلول|aylul|ayloul|eylol",
    "تشرين الاول|تشرين اول|tishreen al awwal|tishrin al awwal",
    "تشرين الثاني|تشرين ثاني|تشرين التاني|تشرين تاني|tishreen al thani|tishrin al thani",
    "كانون الاول|كانون اول|kanun al awwal|kanoun al awwal",
];

/// Egypt and the Gulf, with the forms of the Maghreb.
const EGYPTIAN: [&str; 12] = [
    "يناير|جانفي",
    "فبراير|فيفري",
    "مارس",
    "ابريل|افريل",
    "مايو|ماي",
    "يونيو|يونيه|جوان",
    "يوليو|يوليه|جويليه",
    "اغسطس|اوت|اغسطوس",
    "سبتمبر|شتنبر",
    "اكتوبر",
    "نوفمبر|نونبر",
    "ديسمبر|دجنبر",
];

const ENGLISH: [&str; 12] = [
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sep|sept",
    "october|oct",
    "november|nov",
    "december|dec",
];

const FRENCH: [&str; 12] = [
    "janvier|janv",
    "fevrier|fevr|fev",
    "mars",
    "avril|avr",
    "mai",
    "juin",
    "juillet|juil",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

const TURKISH: [&str; 12] = [
    "ocak|oca",
    "subat|sub",
    "mart",
    "nisan|nis",
    "mayis",
    "haziran|haz",
    "temmuz|tem",
    "agustos|agu",
    "eylul|eyl",
    "ekim|eki",
    "kasim|kas",
    "aralik|ara",
];

const KURMANJI: [&str; 12] = [
    "cile|cileya pasin|kanuna pasin|rebendan",
    "sibat|resemi|resemeh",
    "adar|avdar",
    "nisan|avrel",
    "gulan",
    "heziran|puser|pusper",
    "tirmeh|temuz|tirmih",
    "tebax|gelawej",
    "ilon|rezber",
    "cotmeh|ciriya pesin|kewcer",
    "mijdar|ciriya pasin|sermawez",
    "kanun|kanuna pesin|cileya pesin|befranbar",
];

const HIJRI: [&str; 12] = [
    "محرم|المحرم|محرم الحرام|muharram|muharrem|moharram",
    "صفر|safar|sefer",
    "ربيع الاول|ربيع اول|rabi al awwal|rabi al awal|rabi i",
    "ربيع الثاني|ربيع ثاني|ربيع الاخر|ربيع التاني|rabi al thani|rabi al akhir|rabi ii",
    "جمادي الاولي|جمادي الاول|جماد الاول|جماد اول|جمادي اول|جماد الاولي|jumada al ula|jumada al awwal|jumada i",
    "جمادي الاخره|جمادي الثانيه|جمادي الثاني|جماد الاخر|جماد الثاني|جمادي الاخر|جماد ثاني|jumada al thani|\
     jumada al akhira|jumada ii",
    "رجب|rajab|recep",
    "شعبان|shaban|shaaban|saban",
    "رمضان|ramadan|ramazan|ramadhan|remezan",
    "شوال|shawwal|shawal|sevval",
    "ذو القعده|ذي القعده|ذوالقعده|ذيالقعده|ذو قعده|ذي قعده|dhu al qida|dhu al qadah|dhul qidah|zul qida",
    "ذو الحجه|ذي الحجه|ذوالحجه|ذيالحجه|ذو حجه|ذي حجه|dhu al hijja|dhu al hijjah|dhul hijja|dhul hijjah|zul hijja",
];

const ORDINALS: [&str; 12] = [
    "اول",
    "ثاني|تاني",
    "ثالث|تالت",
    "رابع",
    "خامس",
    "سادس",
    "سابع",
    "ثامن|تامن",
    "تاسع",
    "عاشر",
    "حادي عشر|حادي عش",
    "ثاني عشر|تاني عشر",
];

#[cfg(test)]
pub(super) mod tests {
    use super::{GREGORIAN, HIJRI, named};
    use crate::date::Calendar;
    use crate::fold;

    /// Every name with its calendar and month.
    pub(in crate::date) fn all_names() -> Vec<(String, Calendar, u8)> {
        let tables = GREGORIAN.iter().map(|table| (Calendar::Gregorian, table));
        let mut names = Vec::new();
        for (calendar, table) in tables.chain([(Calendar::Hijri, &HIJRI)]) {
            for (index, spellings) in table.iter().enumerate() {
                names.extend(spellings.split('|').map(|name| (name.to_owned(), calendar, index as u8 + 1)));
            }
        }
        names
    }

    #[test]
    fn names_are_folded_and_mean_one_month() {
        for (name, calendar, month) in all_names() {
            assert_eq!(fold(&name), name);
            assert_eq!(named(&name), Some((calendar, month)), "{name}");
        }
    }
}
