//! The secret of codes as a picture: a telephone's program for codes photographs it, so that nobody types 32 letters.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use store::AccountId;

/// Light modules around the picture (ISO/IEC 18004, section 5.3.8).
const QUIET: i32 = 4;

/// What programs for codes read ("Key URI Format" of the Google Authenticator project): whose secret it is, and the secret.
fn address(account: AccountId, secret: &str) -> String {
    format!("otpauth://totp/Athar:{account}?secret={secret}&issuer=Athar")
}

/// The picture as SVG; nothing where the text is longer than any picture, which a secret never is.
pub(crate) fn svg(account: AccountId, secret: &str, label: &str) -> Option<String> {
    let code = QrCode::encode_text(&address(account, secret), QrCodeEcc::Medium).ok()?;
    let whole = code.size() + 2 * QUIET;
    // The label is one of ours; nothing else of the picture is a text.
    let mut svg = format!(
        "<svg class=\"code-picture\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {whole} {whole}\">\
         <rect width=\"{whole}\" height=\"{whole}\" fill=\"#fff\"/><path fill=\"#000\" d=\""
    );
    for (row, column) in (0..code.size()).flat_map(|row| (0..code.size()).map(move |column| (row, column))) {
        if code.get_module(column, row) {
            let _ = write!(svg, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
    }
    svg.push_str("\"/></svg>");
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::{address, svg};
    use qrcodegen::{QrCode, QrCodeEcc};
    use store::AccountId;

    #[test]
    fn a_picture_says_what_programs_for_codes_read() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let text = address(AccountId(7), secret);
        assert_eq!(text, format!("otpauth://totp/Athar:A7?secret={secret}&issuer=Athar"));
        let picture = svg(AccountId(7), secret, "a label").unwrap();
        let code = QrCode::encode_text(&text, QrCodeEcc::Medium).unwrap();
        let dark = (0..code.size()).flat_map(|row| (0..code.size()).map(move |column| (column, row)));
        let dark: Vec<(i32, i32)> = dark.filter(|&(column, row)| code.get_module(column, row)).collect();
        assert_eq!(picture.matches("h1v1h-1z").count(), dark.len());
        for (column, row) in dark {
            assert!(picture.contains(&format!("M{} {}h", column + 4, row + 4)));
        }
        assert!(!picture.contains(" style=") && !picture.contains(secret), "no style, and no secret in words");
    }
}
