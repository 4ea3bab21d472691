//! The keys of an archive from the command line: protected, shared, lost, recovered; and keys to sign with.

use crate::run::{Run, athar, text};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;
use vault::keys::{Keyring, beside};

const STAFF: &str = "the well behind the third house";
const KEYHOLDERS: &str = "seven grey stones by the river";

/// An archive's key file, and files with passphrases.
struct Keys {
    dir: TempDir,
}

impl Keys {
    fn new() -> Keys {
        let keys = Keys { dir: tempfile::tempdir().unwrap() };
        Keyring::create(&beside(&keys.archive())).unwrap();
        for (name, passphrase) in [("staff", STAFF), ("keyholders", KEYHOLDERS), ("short", "short"), ("empty", "")] {
            fs::write(keys.file(name), format!("{passphrase}\n")).unwrap();
        }
        keys
    }

    fn archive(&self) -> PathBuf {
        self.dir.path().join("archive")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A run with files for passphrases; none for those that are not named.
    fn run(&self, what: &[&str], files: &[(&str, &str)]) -> Run {
        let archive = self.archive();
        let mut arguments = vec!["keys".to_owned(), what[0].to_owned(), "--archive".to_owned()];
        arguments.push(text(&archive).to_owned());
        arguments.extend(what[1..].iter().map(|&word| word.to_owned()));
        for (option, file) in files {
            arguments.push(format!("--{option}-file"));
            arguments.push(text(&self.file(file)).to_owned());
        }
        athar(arguments)
    }

    fn slots(&self) -> Vec<(String, bool, bool)> {
        let shown = self.run(&["show", "--json"], &[]).done().json();
        let slots = shown["slots"].as_array().unwrap().iter();
        let flag = |slot: &Value, name: &str| slot[name].as_bool().unwrap();
        slots
            .map(|slot| {
                let kind = slot["kind"].as_str().unwrap().to_owned();
                (kind, flag(slot, "opens_working"), flag(slot, "opens_sealed"))
            })
            .collect()
    }
}

#[test]
fn keys_are_protected_lost_and_recovered() {
    let keys = Keys::new();
    let told = keys.run(&["show"], &[]).done().out;
    assert!(told.contains("open: whoever has this file reads everything"));
    keys.run(&["protect"], &[("new-passphrase", "short")]).go().ends(3).says("at least 12 characters");
    keys.run(&["protect"], &[("new-passphrase", "empty")]).go().ends(3).says("holds no passphrase");
    keys.run(&["protect"], &[("new-passphrase", "none")]).go().ends(3).says("cannot read a passphrase");
    keys.run(&["protect"], &[("new-passphrase", "staff")]).done();
    let staff = ("passphrase", "staff");
    keys.run(&["protect-sealed"], &[staff, ("new-passphrase", "keyholders")]).done();
    let passphrases = [("passphrase".to_owned(), true, false), ("passphrase".to_owned(), false, true)];
    assert_eq!(keys.slots(), passphrases);

    keys.run(&["rotate"], &[("passphrase", "keyholders")]).go().ends(3).says("does not open");
    keys.run(&["rotate"], &[staff]).done();
    let keyholders = ("keyholder-passphrase", "keyholders");
    keys.run(&["share"], &[staff, ("keyholder-passphrase", "staff")]).go().ends(3).says("keyholders' passphrase");
    let shares = keys.run(&["share"], &[staff, keyholders]).done().out;
    let shares: Vec<&str> = shares.lines().collect();
    assert_eq!(shares.len(), 3);

    let recover = |input: &str| keys.run(&["recover"], &[("new-passphrase", "staff")]).stdin(input);
    recover("").go().ends(3).says("two different shares");
    recover(&format!("{}\n{}\n", shares[0], shares[0])).go().ends(3).says("two different");
    let wrong = recover("athar-share-1-0000\n").go().ends(3).says("a letter of it was written wrong");
    assert!(!wrong.err.contains("0000"));
    recover(&format!("{}\n\n{}\n", shares[2], shares[0].to_lowercase())).done();
    assert_eq!(keys.slots(), [("shares".to_owned(), true, true), ("passphrase".to_owned(), true, true)]);
    let team = keys.run(&["revoke", "4", "--json"], &[staff]).done().json();
    let states = team["team_keys"].as_array().unwrap().iter().map(|key| key["revoked"].is_null());
    assert_eq!(states.collect::<Vec<_>>(), [false, false, false, false, true]);
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let keys = Keys::new();
    keys.run(&["rotate", "--team", "--rewrap"], &[]).done();
    let missing = keys.file("missing");
    athar(["keys", "show", "--archive", text(&missing)]).go().ends(3).says("there is no key file");
    athar(["keys", "protect", "--archive", text(&missing)]).go().ends(3).says("there is no key file");
    let before = fs::read(beside(&keys.archive())).unwrap();
    fs::write(beside(&keys.archive()), [&before[..20], &[before[20] ^ 1], &before[21..]].concat()).unwrap();
    keys.run(&["show"], &[]).go().ends(3).says("damaged");
    fs::write(beside(&keys.archive()), [before.as_slice(), &[7; 256]].concat()).unwrap();
    keys.run(&["show"], &[]).done();
}

#[test]
fn a_key_to_sign_with_can_be_locked() {
    let keys = Keys::new();
    let (open, locked) = (keys.file("open.key"), keys.file("locked.key"));
    let public = athar(["keys", "new", text(&open)]).done().out;
    assert_eq!(athar(["keys", "public", text(&open)]).done().out, public);
    let before = fs::read_to_string(&open).unwrap();
    let staff = keys.file("staff");
    athar(["keys", "lock", text(&open), "--new-passphrase-file", text(&staff)]).done();
    let after = fs::read_to_string(&open).unwrap();
    assert!(before.starts_with("athar-secret-key-") && after.starts_with("athar-locked-"));
    athar(["keys", "public", text(&open), "--passphrase-file", text(&keys.file("keyholders"))])
        .go()
        .ends(3)
        .says("the passphrase does not open");
    let with_passphrase = ["keys", "public", text(&open), "--passphrase-file", text(&staff)];
    assert_eq!(athar(with_passphrase).done().out, public);
    athar(["keys", "new", text(&locked), "--lock", "--new-passphrase-file", text(&staff)]).done();
    assert!(fs::read_to_string(&locked).unwrap().starts_with("athar-locked-"));
    athar(["keys", "new", text(&locked), "--lock", "--new-passphrase-file", text(&staff)]).go().ends(3);
}
