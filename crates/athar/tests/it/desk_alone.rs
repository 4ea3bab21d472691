//! `athar desk`: a person's own archive, made and opened under a passphrase, one desk at a time.

use crate::place::Place;
use crate::run::{athar, text};
use crate::serve::Served;
use std::fs;
use std::path::PathBuf;

const PASSPHRASE: &str = "six words that dice have drawn\n";

/// A person's home, with a file that holds their passphrase.
struct Home {
    place: Place,
}

impl Home {
    fn new() -> Home {
        let place = Place::sqlite();
        place.file("passphrase", PASSPHRASE);
        place.file("another", "six other words of the dice\n");
        place.file("short", "short\n");
        Home { place }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.dir.path().join(name)
    }

    fn archive(&self) -> PathBuf {
        self.path("athar/archive")
    }

    /// Opens the desk with a file of this home as passphrase.
    fn open(&self, option: &str, file: &str, more: &[&str]) -> Served {
        let (home, file) = (self.path(""), self.path(file));
        let words = ["desk", "--no-browser", option, text(&file)];
        let words: Vec<&str> = words.iter().chain(more).copied().collect();
        let env = [("XDG_DATA_HOME", text(&home)), ("XDG_RUNTIME_DIR", ""), ("LANG", "C"), ("LC_ALL", "")];
        let served = Served::start_with(&words, if more.contains(&"ar") { "النافذة" } else { "closed" }, &env);
        // It says where it is before it serves; until then a signal ends it as it ends any program.
        assert_eq!(served.get("/healthy", "").body, "ok");
        served
    }

    fn refused(&self, words: &[&str], code: i32, says: &str) {
        let home = self.path("");
        athar(["desk", "--no-browser"].iter().chain(words))
            .env("XDG_DATA_HOME", text(&home))
            .go()
            .ends(code)
            .says(says);
    }
}

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions()) & 0o777
}

#[test]
fn the_first_start_makes_an_archive_under_a_passphrase_and_the_next_one_opens_it() {
    let home = Home::new();
    let short = home.path("short");
    home.refused(&["--new-passphrase-file", text(&short)], 3, "passphrase");
    assert!(!home.archive().exists(), "nothing is made under no passphrase");

    let served = home.open("--new-passphrase-file", "passphrase", &["--language", "ar"]);
    let login = served.get("/login", "").body;
    assert!(login.contains("lang=\"ar\" dir=\"rtl\""), "an English browser is shown what the menu entry says");
    let chosen = served.get("/login", "language=en").body;
    assert!(chosen.contains("lang=\"en\""), "what somebody chose counts for more");
    // Who starts it again is led to the one that runs, before any passphrase is asked for.
    let (again, data) = (athar(["desk", "--no-browser", "--language", "en"]), home.path(""));
    let again = again.env("XDG_DATA_HOME", text(&data)).done();
    assert!(again.out.contains(&served.origin()), "{}", again.out);

    let keys = vault::keys::beside(&home.archive());
    #[cfg(unix)]
    assert_eq!([mode(&home.archive()), mode(&keys), mode(home.archive().parent().unwrap())], [0o700, 0o600, 0o700]);
    let bytes = fs::read(home.archive().join("archive.sqlite")).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"), "it lies in clear");
    let (out, err) = served.stop();
    assert!(out.contains("/join/"), "the first administrator is let in: {out}");
    assert!(!(out + &err).contains("dice"), "a passphrase was printed");
    assert!(!home.path("athar/archive.desk").exists(), "the address of a desk that is closed");

    let wrong = home.path("another");
    home.refused(&["--passphrase-file", text(&wrong)], 3, "does not open these keys");
    let served = home.open("--passphrase-file", "passphrase", &[]);
    assert_eq!(served.get("/healthy", "").body, "ok");
    served.stop();
}

#[test]
fn an_archive_that_lay_open_gets_a_passphrase_first() {
    let home = Home::new();
    let list = home.place.file("one.csv", "Name,Age\nSamer Wardani,33\n");
    fs::create_dir(home.path("athar")).unwrap();
    athar(["import", text(&list), "--archive", text(&home.archive()), "--kind", "sought"]).done();
    home.open("--new-passphrase-file", "passphrase", &[]).stop();
    athar(["verify", "--archive", text(&home.archive())]).go().ends(3).says("a passphrase is needed");
    let (file, archive) = (home.path("passphrase"), home.archive());
    let words = ["find", "-", "--archive", text(&archive), "--passphrase-file", text(&file)];
    assert!(athar(words).stdin("Samer Wardani").done().out.contains("R1.1"));
}

#[test]
fn a_desk_for_work_opens_no_demonstration_and_no_archive_without_its_keys() {
    let home = Home::new();
    let demo = home.path("demo");
    fs::create_dir(&demo).unwrap();
    fs::write(demo.join("ATHAR-DEMO"), "").unwrap();
    let archive = demo.join("archive");
    home.refused(&["--archive", text(&archive)], 2, "a demonstration or a drill");
    home.open("--new-passphrase-file", "passphrase", &[]).stop();
    fs::remove_file(vault::keys::beside(&home.archive())).unwrap();
    home.refused(&[], 3, "there is no key file");
    home.refused(&["--language", "de"], 2, "languages are");
}
