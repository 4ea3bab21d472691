//! A desk for one person's own machine: whose archive it is, how it is made and opened under a passphrase, that there is one desk at a
//! time, and how the browser gets there.
//!
//! What is deliberately absent: another way in. The passphrase is asked for where the program runs; accounts, invitations and
//! logins are those of every desk.

mod opening;
mod running;

pub(crate) use opening::{Passphrases, is_for_work, open_or_create};
pub(crate) use running::{Running, Started};

use crate::system;
use crate::words;
use std::path::PathBuf;
use web::Language;

/// A person's own archive, where nothing else was said.
pub(crate) fn own_archive() -> Option<PathBuf> {
    Some(system::data_home()?.join("athar").join("archive"))
}

/// The language of the person's system, as POSIX locales say it (`ar_SY.UTF-8`); nothing where it is none of ours.
pub(crate) fn system_language() -> Option<Language> {
    let said = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let locale = said("LC_ALL").or_else(|| said("LC_MESSAGES")).or_else(|| said("LANG"))?;
    Language::parse(locale.split('.').next()?)
}

/// The language of what is said where the program runs.
pub(crate) fn spoken(language: Option<Language>) -> words::Language {
    match language {
        Some(Language::Arabic) => words::Language::Arabic,
        Some(Language::English | Language::Kurmanji) | None => words::Language::English,
    }
}
