//! Invented names that occur nowhere else, and looking for them where they must not be: on a disk, in a memory.

use crate::fixtures::{Random, TIME, keys, meta, record};
use record::{Cell, Claim, Property, Record};
use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use store::jobs::JobKind;
use store::{AcceptedImport, Archive};

/// How each of them begins, so that they are found quickly.
const BACKWARDS: [u8; 3] = *b"xzQ";
const LETTERS: usize = 13;
/// Bytes looked through at a time.
const PIECE: usize = 1 << 20;

/// How each begins. It stands in no program's own texts, where letters of others can follow it.
fn start() -> [u8; 3] {
    let [last, middle, first] = std::hint::black_box(BACKWARDS);
    [first, middle, last]
}

/// As many names, the same ones every time.
pub(crate) fn names(count: usize) -> Vec<String> {
    let mut random = Random(0x0ca4_a41e);
    let mut name = |_| {
        let letters = (0..LETTERS).map(|_| char::from(b'a' + random.below(26) as u8));
        String::from_utf8_lossy(&start()).chars().chain(letters).collect()
    };
    (0..count).map(&mut name).collect()
}

/// Imports a record for each name. Content is ciphertext in any case, so every name also stands where it does not belong,
/// as what a job is about: that is what lies in clear in a table unless the whole disk is ciphertext.
pub(crate) fn import_names(archive: &Archive, names: &[String]) -> AcceptedImport {
    let mut writer = archive.begin_import(meta("list")).unwrap();
    for (number, name) in (0..).zip(names) {
        let cell = Cell { header: "الاسم".to_owned(), text: name.clone() };
        let claims = vec![Claim::new(Property::Given, name)];
        writer.push(Record { verbatim: vec![cell], claims, ..record(number) }, vec![], &keys(number)).unwrap();
    }
    let accepted = writer.accept(TIME).unwrap();
    if archive.jobs().unwrap().is_empty() {
        for name in names {
            archive.ask_job(JobKind::Notify, name, 0).unwrap();
        }
    }
    accepted
}

/// What was found of canaries.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Different names, whole.
    pub(crate) names: BTreeSet<Vec<u8>>,
    /// Bytes that were looked at.
    pub(crate) bytes: u64,
}

impl Found {
    /// Looks through bytes for whole names.
    pub(crate) fn look(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let (mut rest, start) = (bytes, start());
        while let Some(at) = rest.iter().position(|&byte| byte == start[0]) {
            rest = &rest[at..];
            let name = rest.get(..start.len() + LETTERS).unwrap_or_default();
            if name.starts_with(&start) && name[start.len()..].iter().all(u8::is_ascii_lowercase) {
                self.names.insert(name.to_vec());
            }
            rest = &rest[1..];
        }
    }

    /// Looks through a file, or a part of one, in pieces that overlap; what cannot be read is passed over.
    pub(crate) fn look_through(&mut self, file: &mut std::fs::File, start: u64, length: u64) {
        let mut piece = vec![0; PIECE + BACKWARDS.len() + LETTERS];
        let mut offset = 0;
        while offset < length {
            let taken = usize::try_from(length - offset).unwrap().min(piece.len());
            if file.seek(SeekFrom::Start(start + offset)).is_err() {
                return;
            }
            let mut there = 0;
            while let Ok(more @ 1..) = file.read(&mut piece[there..taken]) {
                there += more;
            }
            self.look(&piece[..there]);
            offset += PIECE as u64;
        }
    }

    /// Looks through every file of a folder as they lie there now.
    pub(crate) fn look_through_folder(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.look_through_folder(&path);
            } else if let Ok(mut file) = std::fs::File::open(&path) {
                let length = file.metadata().map_or(0, |metadata| metadata.len());
                self.look_through(&mut file, 0, length);
            }
        }
    }
}
