//! Numbers as text: Western digits in every language, no more of them than say something, and a sign for what is no
//! number.

/// Stands for what is no number.
pub const NO_NUMBER: &str = "–";

/// A count, in groups of three.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number that need not be whole: whole above a hundred, a decimal below, two below one.
pub fn amount(number: f64) -> String {
    let size = number.abs();
    if let Some(text) = not_finite(number) {
        text.to_owned()
    } else if size >= 1e15 {
        format!("{number:.2e}")
    } else if size >= 100.0 {
        let whole = count(size.round() as u64);
        if number < 0.0 { format!("−{whole}") } else { whole }
    } else {
        with_minus(format!("{number:.*}", if size >= 1.0 || size == 0.0 { 1 } else { 2 }))
    }
}

/// A match weight in bits, always with its sign.
pub fn weight(bits: f64) -> String {
    if let Some(text) = not_finite(bits) {
        return text.to_owned();
    }
    if bits.abs() >= 1e6 {
        return with_minus(format!("{bits:+.1e}"));
    }
    let text = format!("{bits:+.1}");
    if text == "-0.0" || text == "+0.0" { "0.0".to_owned() } else { with_minus(text) }
}

/// A probability or share in percent. What is not nought or everything is never rounded to it.
pub fn percent(share: f64) -> String {
    if let Some(text) = not_finite(share) {
        return text.to_owned();
    }
    let percent = share * 100.0;
    let rest = 100.0 - percent;
    if percent == 0.0 || rest == 0.0 {
        format!("{percent:.0}%")
    } else if rest > 0.0 && rest < 1e-6 {
        "> 99.999999%".to_owned()
    } else if percent > 0.0 && percent < 1e-6 {
        "< 0.000001%".to_owned()
    } else if !(0.0..=100.0).contains(&percent) {
        with_minus(format!("{percent:.0}%"))
    } else {
        let decimals = if rest < percent { decimals(rest).saturating_sub(1) } else { decimals(percent) };
        format!("{percent:.decimals$}%")
    }
}

/// A round share in percent, as on an axis.
pub fn round_percent(share: f64) -> String {
    let text = percent(share);
    match text.strip_suffix('%') {
        Some(number) if number.contains('.') => format!("{}%", number.trim_end_matches('0').trim_end_matches('.')),
        _ => text,
    }
}

/// Decimals that show two digits of a number below ten.
fn decimals(number: f64) -> usize {
    if number >= 9.95 { 0 } else { (1.0 - number.log10().floor()).clamp(1.0, 7.0) as usize }
}

fn not_finite(number: f64) -> Option<&'static str> {
    if number.is_nan() {
        Some(NO_NUMBER)
    } else if number.is_infinite() {
        Some(if number > 0.0 { "+∞" } else { "−∞" })
    } else {
        None
    }
}

fn with_minus(text: String) -> String {
    if text.starts_with('-') { text.replacen('-', "−", 1) } else { text }
}

#[cfg(test)]
mod tests {
    use super::{amount, count, percent, weight};

    #[test]
    fn counts_stand_in_groups_of_three() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn a_weight_carries_its_sign() {
        assert_eq!([3.25, -3.27, 0.0, -0.01].map(weight), ["+3.2", "−3.3", "0.0", "0.0"]);
        assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(weight), ["–", "+∞", "−∞"]);
    }

    #[test]
    fn what_is_not_certain_never_shows_as_certain() {
        let shown = [0.0, 1e-12, 0.000_042, 0.012, 0.5, 0.973, 0.999_96, 1.0 - 1e-12, 1.0].map(percent);
        let wanted = ["0%", "< 0.000001%", "0.0042%", "1.2%", "50%", "97%", "99.996%", "> 99.999999%", "100%"];
        assert_eq!(shown, wanted);
    }

    #[test]
    fn amounts_lose_decimals_as_they_grow() {
        assert_eq!([0.0, 0.123, 4.56, 1234.4, -1234.4].map(amount), ["0.0", "0.12", "4.6", "1,234", "−1,234"]);
    }
}
