//! Folding of headers and marker words, so that one written form stands for many.
//!
//! Names of people are folded by the crate `names`; this is for the words around them.

/// Letters and digits only, as [`record::fold`] makes them, single spaces between words.
pub(crate) fn fold(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut was_lower = false;
    for character in text.chars() {
        // "DateOfBirth" is three words.
        if was_lower && character.is_uppercase() {
            spaced.push(' ');
        }
        was_lower = character.is_lowercase();
        // "d'arrestation" is two words here; record::fold makes it one, as names need.
        spaced.push(if matches!(character, '\'' | '’' | '`') { ' ' } else { character });
    }
    let mut folded = String::with_capacity(spaced.len());
    let mut space = false;
    for character in record::fold(&spaced).chars() {
        if character.is_alphanumeric() {
            if space && !folded.is_empty() {
                folded.push(' ');
            }
            space = false;
            folded.push(character);
        } else {
            space = true;
        }
    }
    folded
}

/// [`fold`], without the Arabic article: headers come with and without it.
pub(crate) fn fold_header(text: &str) -> String {
    // Folding makes "والدة" (mother) and "والده" (his father) one; the article is never with "his".
    let folded = fold(&text.replace("والدة", "أم")).replace("الوالده", "ام");
    let words: Vec<&str> = folded.split(' ').map(without_article).collect();
    words.join(" ")
}

/// The word without the Arabic article, when enough of it remains.
fn without_article(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() >= 2 => rest,
        _ => word,
    }
}

fn digit(character: char, zero: char) -> char {
    char::from_digit(u32::from(character) - u32::from(zero), 10).unwrap_or(character)
}

/// A letter of the Arabic script.
pub(crate) fn is_arabic(character: char) -> bool {
    matches!(character, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{6FA}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Digits of any script as ASCII digits; everything else as it is.
pub(crate) fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '٠'..='٩' => digit(character, '٠'),
            '۰'..='۹' => digit(character, '۰'),
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_header};

    #[test]
    fn one_form_for_many() {
        assert_eq!(fold("Date_of-Birth"), "date of birth");
        assert_eq!(fold("DateOfBirth"), "date of birth");
        assert_eq!(fold("DOB"), "dob");
        assert_eq!(fold("الكُنـيـة:"), "الكنيه");
        assert_eq!(fold_header("اسم الأب"), fold_header("إسم أب"));
        assert_eq!(fold("Doğum Yılı"), "dogum yili");
        assert_eq!(fold("٢٠١٣"), "2013");
    }
}
