//! Backups: nothing in clear in them, and what was erased does not come back from one of before, where the key file of
//! today lies.

use super::planted::{FORGOTTEN, Planted, Scale};
use super::search::Search;
use super::understood;
use super::watched::Watched;
use super::words::{Class, Words};
use crate::place::Place;
use crate::run::{Run, text};
use std::collections::BTreeSet;
use std::path::Path;
use store::{Archive, Location, RecordFilter};
use zeroize::Zeroizing;

const SMALL: Scale = Scale { people: 30, sealed_roles: 10, register: 40 };
const STAFF: &str = "the well behind the third house";

/// Names that are read in an archive under the passphrase: in its records, and in what its runs learnt.
fn names_read(search: &Search, dir: &Path) -> BTreeSet<usize> {
    let passphrase = Some(Zeroizing::new(STAFF.to_owned()));
    let archive = Archive::open(&Location { passphrase, ..Location::dir(dir) }).unwrap();
    let mut contents = Vec::new();
    let mut read = |_, record: record::Record| {
        contents.push(serde_json::to_string(&record).unwrap());
        Ok(())
    };
    archive.records(RecordFilter::All, &mut read).unwrap();
    contents.extend(archive.link_runs().unwrap().iter().map(|run| run.meta.model.get().to_owned()));
    let hits = contents.iter().flat_map(|content| search.find(content.as_bytes()));
    hits.filter(|hit| hit.class == Class::Name).map(|hit| hit.canary).collect()
}

fn restore(watched: &Watched<'_>, backup: &Path, to: &Place, staff: &Path) -> BTreeSet<usize> {
    to.athar(["restore", text(backup), "--passphrase-file", text(staff)]).done();
    to.athar(["verify", "--deep", "--passphrase-file", text(staff)]).done();
    names_read(watched.search(), &to.archive())
}

#[test]
fn what_was_erased_does_not_come_back_from_a_backup() {
    let place = Place::sqlite();
    let mut words = Words::new(9);
    let inputs = tempfile::tempdir().unwrap();
    let planted = Planted::write(inputs.path(), &mut words, SMALL);
    let mut watched = Watched::new(&place, None, Search::new(words.made));
    let staff = place.file("staff", format!("{STAFF}\n"));
    let backup = place.dir.path().join("backup");
    watched.also(&backup);
    for (file, kind) in [(&planted.freed, "freed"), (&planted.sought, "sought")] {
        understood(&place.athar(["import", text(file), "--kind", kind]).go());
    }
    let archive = place.archive();
    let keys = ["keys", "protect", "--archive", text(&archive), "--new-passphrase-file", text(&staff)];
    crate::run::athar(keys).done();
    let with = |run: Run| run.word("--passphrase-file").word(text(&staff));
    let run = with(watched.athar(["link", "--quiet"]));
    watched.run("link", run).ends(0);
    let run = with(watched.athar(["backup", text(&backup), "--json"]));
    watched.run("backup", run).ends(0);
    let old = inputs.path().join("old.backup");
    std::fs::copy(&backup, &old).unwrap();
    for record in ["R1.1", "R1.2"] {
        for answer in [&[][..], &["--verify"]] {
            let run = with(watched.athar(["withdraw", record].iter().chain(answer))).stdin("it is them");
            watched.only("withdraw", run).ends(0);
        }
    }
    let run = with(watched.athar(["purge", "--yes"]));
    watched.run("purge", run).ends(0);
    let run = with(watched.athar(["backup", text(&backup), "--json"]));
    watched.run("backup after the purge", run).ends(0);
    assert_eq!(watched.leaks(), [""; 0]);

    // Each person has a name of two words, a father and a mother.
    let (all, left) = (4 * FORGOTTEN, 4 * (FORGOTTEN - 2));
    let there = Place::sqlite();
    assert_eq!(restore(&watched, &old, &there, &staff).len(), all, "control: a backup of before, without today's keys");
    let there = Place::sqlite();
    std::fs::copy(vault::keys::beside(&place.archive()), vault::keys::beside(&there.archive())).unwrap();
    assert_eq!(restore(&watched, &old, &there, &staff).len(), left, "a backup of before, beside today's keys");
    let there = Place::sqlite();
    assert_eq!(restore(&watched, &backup, &there, &staff).len(), left, "a backup of today");
    assert_eq!(names_read(watched.search(), &place.archive()).len(), left, "the archive itself");
}
