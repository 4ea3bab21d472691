//! When a line is done: the one rule, pure.
//!
//! A line is done when two different people hold the same text of it. The first two type blind. Where they differ, somebody who is
//! neither of them takes one of the two texts (then two hold it), or types it anew (then nobody else holds that yet): a text typed
//! anew waits until another person takes it, and that may be one of the first two. So no one settles a line alone, and the first
//! two cannot talk each other round.

use crate::AccountId;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Texts of one line, at most: whoever comes after so many looks at the paper.
pub(crate) const TURNS_MAX: usize = 8;

/// What somebody typed of a line.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineText {
    /// Its cells, in the order of the page's columns.
    pub cells: Vec<String>,
    /// The strip holds no entry: a title, a crossed-out line, nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_no_entry: bool,
}

impl fmt::Debug for LineText {
    /// Names are in no log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LineText").field("cells", &self.cells.len()).finish_non_exhaustive()
    }
}

impl LineText {
    /// As it is kept and compared: each cell in NFC, without white space around it. Nothing else is folded: what differs in the
    /// form of one letter differs.
    #[must_use]
    pub fn tidy(&self) -> LineText {
        let tidy = |cell: &String| cell.nfc().collect::<String>().trim().to_owned();
        let cells = if self.is_no_entry { Vec::new() } else { self.cells.iter().map(tidy).collect() };
        LineText { cells, is_no_entry: self.is_no_entry }
    }

    /// Whether nothing was typed at all.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// What comes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Two people hold it: the line is done.
    Agreed,
    /// Nobody else holds it: another person has to.
    Awaits,
    /// This account may not say so.
    NotTheirs,
    /// Too many have tried.
    TooMany,
}

/// What comes of it when an account gives a text in sight of those before.
pub(crate) fn settled(turns: &[(AccountId, LineText)], account: AccountId, text: &LineText) -> Settled {
    let is_of_the_first_two = turns.iter().take(2).any(|(own, _)| *own == account);
    let mut held = turns.iter().enumerate().filter(|(_, (own, theirs))| *own != account && theirs == text);
    let is_taken = if is_of_the_first_two { held.any(|(turn, _)| turn >= 2) } else { held.next().is_some() };
    match (is_taken, is_of_the_first_two) {
        (true, _) => Settled::Agreed,
        (false, true) => Settled::NotTheirs,
        (false, false) if turns.len() >= TURNS_MAX => Settled::TooMany,
        (false, false) => Settled::Awaits,
    }
}

/// Whether there is anything that an account may say of a line that two people read differently.
pub(crate) fn may_settle(turns: &[(AccountId, LineText)], account: AccountId) -> bool {
    let is_of_the_first_two = turns.iter().take(2).any(|(own, _)| *own == account);
    let anew_by_another = turns.iter().skip(2).any(|(own, _)| *own != account);
    let has_spoken_last = turns.last().is_some_and(|(own, _)| *own == account);
    if is_of_the_first_two { anew_by_another } else { !has_spoken_last || turns.len() < 3 }
}

#[cfg(test)]
mod tests {
    use super::{LineText, Settled, may_settle, settled};
    use crate::AccountId;

    fn text(cell: &str) -> LineText {
        LineText { cells: vec![cell.to_owned()], is_no_entry: false }
    }

    const A: AccountId = AccountId(1);
    const B: AccountId = AccountId(2);
    const C: AccountId = AccountId(3);
    const D: AccountId = AccountId(4);

    #[test]
    fn nobody_settles_a_line_alone() {
        let two = vec![(A, text("سامر")), (B, text("سمر"))];
        // Neither of the two, whichever they choose.
        for own in [A, B] {
            for said in ["سامر", "سمر", "تامر"] {
                assert_eq!(settled(&two, own, &text(said)), Settled::NotTheirs);
            }
            assert!(!may_settle(&two, own));
        }
        assert_eq!(settled(&two, C, &text("سمر")), Settled::Agreed);
        assert_eq!(settled(&two, C, &text("تامر")), Settled::Awaits);
        let three = [two, vec![(C, text("تامر"))]].concat();
        // Typed anew: not by themselves, but by anybody else, and one of the two takes nothing but that.
        assert_eq!(settled(&three, A, &text("تامر")), Settled::Agreed);
        assert_eq!(settled(&three, A, &text("سمر")), Settled::NotTheirs);
        assert!(may_settle(&three, A) && may_settle(&three, D) && !may_settle(&three, C));
        assert_eq!(settled(&three, D, &text("سامر")), Settled::Agreed);
        assert_eq!(settled(&three, C, &text("تامر")), Settled::Awaits, "their own word is not a second one");
    }

    #[test]
    fn white_space_and_composition_do_not_differ_and_forms_of_letters_do() {
        assert_eq!(text(" ا\u{653}دم ").tidy(), text("آدم").tidy());
        assert_ne!(text("احمد").tidy(), text("أحمد").tidy());
        assert_ne!(text("فاطمه").tidy(), text("فاطمة").tidy());
        let nothing = LineText { cells: vec!["x".to_owned()], is_no_entry: true };
        assert!(nothing.tidy().cells.is_empty());
        assert!(!format!("{:?}", text("سامر")).contains("سامر"));
    }
}
