//! Control: an archive of before sealing, where the same search finds names in tables, in chunks, in originals.

use super::inside;
use super::search::Search;
use super::words::{Canary, Class};
use flate2::read::GzDecoder;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Words shorter than this are met by chance.
const LETTERS_MIN: usize = 6;

#[test]
fn names_are_found_in_an_archive_of_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/tests/compat/form2");
    let list = folder.join("originals/7f/7f013ddb81387283eef856748f0af9a0396e9b4084ba67561cb0ef85f0c336c4");
    let text = fs::read_to_string(list).unwrap();
    let names: BTreeSet<&str> = text.lines().skip(1).filter_map(|row| row.split(',').nth(1)).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| name.len() >= LETTERS_MIN).collect();
    assert!(names.len() > 10, "{} names", names.len());
    let canaries = names.iter().map(|name| Canary { text: (*name).to_owned(), class: Class::Name }).collect();
    let search = Search::new(canaries);

    let mut bytes = Vec::new();
    GzDecoder::new(File::open(folder.join("archive.sqlite.gz")).unwrap()).read_to_end(&mut bytes).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("archive.sqlite");
    fs::write(&file, &bytes).unwrap();
    let found = |bytes: &[u8]| search.find(bytes).into_iter().map(|hit| hit.canary).collect::<BTreeSet<_>>();
    assert_eq!(found(&bytes).len(), names.len(), "in the pages of the file");
    let (mut rows, mut chunks) = (BTreeSet::new(), BTreeSet::new());
    inside::cells_of_sqlite(&file, &mut |table, cell| {
        let into = if table == "batch_chunk" { &mut chunks } else { &mut rows };
        into.extend(found(cell));
        into.extend(found(&inside::whole_of_deflated(cell)));
    });
    assert_eq!((rows.len(), chunks.len()), (names.len(), names.len()), "in the rows of tables, in the lines of chunks");
    let packed = fs::read(folder.join("archive.sqlite.gz")).unwrap();
    assert_eq!(found(&packed).len(), 0);
    assert!(inside::unpacked(&packed).iter().any(|inside| found(inside).len() == names.len()), "inside what is packed");
}
