//! Numbers of papers, registers and telephones: one normal form, and whether the scheme was kept.
//!
//! A number is text: nothing is computed with it, and a leading zero belongs to it.

use crate::{Property, fold};

/// Digits of a Syrian national number.
pub const NATIONAL_NUMBER_DIGITS: usize = 11;
/// Fewest digits of a telephone number that can be called.
const PHONE_DIGITS_MIN: usize = 6;
/// Most digits of a telephone number (ITU-T E.164: 15).
const PHONE_DIGITS_MAX: usize = 15;

/// The normal form of a number, and whether it is as its scheme has it. Upper-case letters and digits; empty when
/// digits were lost on the way (`1.01E+10`).
pub(crate) fn read(property: Property, text: &str) -> (String, bool) {
    let folded = fold(text);
    if is_rounded(&folded) {
        return (String::new(), false);
    }
    // A spreadsheet's number which a program wrote as a fraction: 4711.0 is 4711.
    let whole = folded.strip_suffix(".0").filter(|head| head.bytes().all(|b| b.is_ascii_digit()));
    let normal: String =
        whole.unwrap_or(&folded).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let digits_only = normal.bytes().all(|b| b.is_ascii_digit());
    let has_digit = normal.bytes().any(|b| b.is_ascii_digit());
    match property {
        Property::NationalNumber => {
            let understood = digits_only && normal.len() == NATIONAL_NUMBER_DIGITS;
            (normal, understood)
        }
        // "الفرع 215" in a column of branch numbers.
        Property::BranchNumber if has_digit => (normal.chars().filter(char::is_ascii_digit).collect(), true),
        _ => (normal, has_digit),
    }
}

/// The digits of a telephone number without `+` or `00`; several numbers in one cell are joined by a space.
pub(crate) fn read_phone(text: &str) -> (String, bool) {
    let folded = fold(text);
    if is_rounded(&folded) {
        return (String::new(), false);
    }
    let mut numbers: Vec<String> = Vec::new();
    let mut understood = true;
    for part in folded.split(['/', ',', ';', '|']) {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.strip_prefix("00").unwrap_or(&digits).to_owned();
        understood &=
            (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len()) && !part.chars().any(char::is_alphabetic);
        if !digits.is_empty() {
            numbers.push(digits);
        }
    }
    (numbers.join(" "), understood && !numbers.is_empty())
}

/// `1.01001E+10`: a spreadsheet kept some digits only.
fn is_rounded(folded: &str) -> bool {
    let Some((mantissa, exponent)) = folded.split_once('e') else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    is_number(mantissa) && mantissa.contains(['.', ',']) && exponent.strip_prefix('+').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::{read, read_phone};
    use crate::Property;

    #[test]
    fn separators_and_scripts_vanish() {
        let number = |text| read(Property::DetaineeNumber, text);
        assert_eq!(number("٢١٥ / ٤٧١١"), ("2154711".to_owned(), true));
        assert_eq!(number("b-12"), ("B12".to_owned(), true));
        assert_eq!(number("4711.0"), ("4711".to_owned(), true));
        assert_eq!(number("1.01001E+10"), (String::new(), false));
        assert_eq!(number("abc"), ("ABC".to_owned(), false));
    }

    #[test]
    fn national_numbers_have_eleven_digits() {
        assert_eq!(read(Property::NationalNumber, "٠١٠ ١٠٠ ١٢٣٤٥"), ("01010012345".to_owned(), true));
        assert_eq!(read(Property::NationalNumber, "1010012345"), ("1010012345".to_owned(), false));
        assert!(!read(Property::NationalNumber, "0101001234A").1);
    }

    #[test]
    fn phones() {
        assert_eq!(read_phone("+963 944 000 111"), ("963944000111".to_owned(), true));
        assert_eq!(read_phone("00963944000111 / ٠٩٤٤٠٠٠١١٢"), ("963944000111 0944000112".to_owned(), true));
        assert!(!read_phone("12").1);
        assert!(!read_phone("call him").1);
    }
}
