//! What stands in a record, made fit for a page: nothing in it can turn a line around or hide.

use crate::api::parts::{Origin, Where};
use crate::shell::Shell;
use record::{Position, Role};
use std::fmt::Write;
use store::{Import, RecordId};

/// What somebody is in their source, as the stable word of a message. Of those who are never matched no more is told.
pub(crate) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Sought => "sought",
        Role::Held => "held",
        Role::Freed => "freed",
        Role::Dead => "dead",
        _ => "other",
    }
}

/// What the source of a record is called. Pages of requests are called after what they are: of one family each.
pub(crate) fn source(shell: &Shell, imports: &[Import], id: RecordId) -> String {
    Origin::of(imports, id).words(shell)
}

/// Where in its source a record stands, in words.
pub(crate) fn position(shell: &Shell, position: &Position) -> String {
    place(shell, &Where::of(position))
}

/// The same of what was read of it.
pub(crate) fn place(shell: &Shell, place: &Where) -> String {
    let row = place.row.to_string();
    match (&place.sheet, place.page) {
        (Some(sheet), _) => shell.tell("person-at-sheet", &[("sheet", sheet.into()), ("row", (&row).into())]),
        (None, Some(page)) => {
            let page = page.to_string();
            shell.tell("person-at-page", &[("page", (&page).into()), ("row", (&row).into())])
        }
        (None, None) => shell.with("person-at-row", "row", &row),
    }
}

/// A text of a source without characters that turn or hide what follows them (UAX 9, UTR 36). Templates escape the rest.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|&letter| !turns_or_hides(letter)).collect::<String>().trim().to_owned()
}

/// The same of a cell as its source wrote it: what cannot be seen is made visible, since it stands there.
pub(crate) fn verbatim(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if turns_or_hides(letter) {
            let _ = write!(shown, "⟨U+{:04X}⟩", letter as u32);
        } else {
            shown.push(letter);
        }
    }
    shown
}

fn turns_or_hides(letter: char) -> bool {
    // The joiners are letters of Kurdish and Persian words.
    let joins = matches!(letter, '\u{200C}' | '\u{200D}');
    (letter.is_control() && letter != '\n' && letter != '\t') || (record::is_hidden(letter) && !joins)
}

#[cfg(test)]
mod tests {
    use super::{plain, verbatim};

    #[test]
    fn an_override_turns_nothing() {
        assert_eq!(plain("أحمد\u{202E}dlog"), "أحمدdlog");
        assert_eq!(verbatim("a\u{202E}b"), "a⟨U+202E⟩b");
    }
}
