//! Power is lost: a seeded generator says what of the log had reached the disk, and the disk is made so.

use super::bytes::{Fate, after_loss};
use super::disk::Disk;
use super::image::is_volatile;
use super::log::{Change, Naming, Operation};
use super::names;
use crate::fixtures::Random;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::DirEntryExt;
use std::path::{Path, PathBuf};

/// What a flush of a file does for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Promise {
    /// Nothing: a name lasts from the flush of its directory on (POSIX, and fsync(2), "Description").
    Strict,
    /// Names share a journal with everything else, in order; any flush writes all of it so far, as on ext4.
    Journalled,
}

/// What a refused flush leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Pages that are still to be written: the next flush does it.
    Waiting,
    /// Pages that the system takes for clean, so that no later flush writes them, as on Linux.
    Forgotten,
}

/// How a point treats what was not flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Temper {
    /// All of it is lost.
    Nothing,
    /// All of it had been written, as when a process is killed.
    Everything,
    /// Each change by itself, with this chance in eight of being kept.
    Each(u64),
    /// All but one.
    AllButOne,
    /// Only the last few: later ones overtook earlier ones.
    OnlyLast,
    /// Up to one, and that one torn.
    TornEnd,
    /// Each torn.
    AllTorn,
}

impl Temper {
    fn draw(random: &mut Random) -> Temper {
        match random.below(10) {
            0 => Temper::Nothing,
            1 => Temper::Everything,
            2 => Temper::AllButOne,
            3 | 4 => Temper::OnlyLast,
            5 | 6 => Temper::TornEnd,
            7 => Temper::AllTorn,
            _ => Temper::Each(1 + random.below(7)),
        }
    }

    fn fates(self, count: u64, random: &mut Random) -> Vec<Fate> {
        let one = if count == 0 { 0 } else { random.below(count) };
        let fate = |number: u64, random: &mut Random| match self {
            Temper::Each(chance) => match random.below(8) {
                drawn if drawn < chance => Fate::Kept,
                7 => Fate::Some(random.next()),
                _ => Fate::Lost,
            },
            Temper::TornEnd if number == one => Fate::Prefix(random.below(9)),
            Temper::AllTorn => Fate::Some(random.next()),
            whole => {
                let kept = match whole {
                    Temper::Everything => true,
                    Temper::AllButOne => number != one,
                    Temper::OnlyLast => number >= one,
                    Temper::TornEnd => number < one,
                    Temper::Nothing | Temper::Each(_) | Temper::AllTorn => false,
                };
                if kept { Fate::Kept } else { Fate::Lost }
            }
        };
        (0..count).map(|number| fate(number, random)).collect()
    }
}

/// How a cut treats what was not flushed.
struct Model {
    promise: Promise,
    refused: Refused,
    temper: Temper,
    /// The chance in eight that a change of names is undone, where each goes by itself.
    undoing: u64,
}

impl Model {
    fn draw(random: &mut Random, refused: Refused) -> Model {
        Model {
            refused,
            promise: if random.below(2) == 0 { Promise::Strict } else { Promise::Journalled },
            temper: Temper::draw(random),
            undoing: [0, 3, 7, 8][random.below(4) as usize],
        }
    }
}

/// What a cut did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lost {
    /// Changes of bytes that did not reach the disk whole.
    pub(crate) lost: u64,
    /// Changes of names that were undone.
    pub(crate) undone: u64,
}

/// Takes from the disk what had not reached it.
pub(crate) fn lose_power(disk: &Disk, random: &mut Random, refused: Refused) -> Lost {
    let model = Model::draw(random, refused);
    let lost = lose(disk, &model, random);
    scramble_volatile(&disk.root(), random);
    lost
}

/// Takes from the disk whatever a cut may take. Where flushes were lies that is everything since power came on.
pub(crate) fn lose_unflushed(disk: &Disk) -> Lost {
    let model = Model { promise: Promise::Strict, refused: Refused::Waiting, temper: Temper::Nothing, undoing: 8 };
    lose(disk, &model, &mut Random(0))
}

fn lose(disk: &Disk, model: &Model, random: &mut Random) -> Lost {
    let log = disk.log();
    let lost = lose_bytes(disk, &log, model, random);
    Lost { undone: lose_names(disk, &log, model, random), ..lost }
}

/// The changes of each file that no flush has made to last, by the file's inode, with their place in the log. Where a
/// flush was refused, all from then on stand here, and which of them last all the same.
fn unflushed(log: &[Operation], refused: Refused) -> BTreeMap<u64, Vec<(usize, &Change, bool)>> {
    let mut files: BTreeMap<u64, Vec<(usize, &Change, bool)>> = BTreeMap::new();
    // Those that a refused flush has left: no later flush writes them, as the system takes their pages for clean.
    let mut forgotten: BTreeMap<u64, usize> = BTreeMap::new();
    for (position, operation) in log.iter().enumerate() {
        match operation {
            Operation::Change { inode, change } => {
                files.entry(*inode).or_default().push((position, change, false));
            }
            Operation::Sync { inode } => {
                let Some(changes) = files.get_mut(inode) else { continue };
                let from = forgotten.get(inode).copied().unwrap_or(0);
                if from == 0 {
                    changes.clear();
                } else {
                    changes.iter_mut().skip(from).for_each(|change| change.2 = true);
                }
            }
            Operation::SyncFailed { inode } if refused == Refused::Forgotten => {
                let count = files.get(inode).map_or(0, Vec::len);
                forgotten.insert(*inode, count);
            }
            Operation::SyncFailed { .. } | Operation::SyncDir { .. } | Operation::Naming(_) => {}
        }
    }
    files
}

fn lose_bytes(disk: &Disk, log: &[Operation], model: &Model, random: &mut Random) -> Lost {
    let files = unflushed(log, model.refused);
    let mut loose: Vec<usize> = Vec::new();
    for changes in files.values() {
        loose.extend(changes.iter().filter(|change| !change.2).map(|change| change.0));
    }
    // In the order of time over all files, so that a point of time can be meant.
    loose.sort_unstable();
    let fates: BTreeMap<usize, Fate> =
        loose.iter().copied().zip(model.temper.fates(loose.len() as u64, random)).collect();
    let paths = if files.is_empty() { BTreeMap::new() } else { paths(disk) };
    for (inode, changes) in files.iter().filter(|(_, changes)| changes.iter().any(|change| !change.2)) {
        let Some(path) = paths.get(inode) else { continue };
        let now = fs::read(path).unwrap();
        let met: Vec<(&Change, Fate)> = changes
            .iter()
            .map(|(position, change, _)| (*change, fates.get(position).copied().unwrap_or(Fate::Kept)))
            .collect();
        let left = after_loss(now.clone(), &met);
        if left != now {
            fs::write(path, left).unwrap();
        }
    }
    let lost = fates.values().filter(|fate| **fate != Fate::Kept).count() as u64;
    Lost { lost, undone: 0 }
}

/// Every file of the disk by inode, those whose last name was taken away too.
fn paths(disk: &Disk) -> BTreeMap<u64, PathBuf> {
    let mut paths = BTreeMap::new();
    let mut open = vec![disk.root(), disk.grave()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                open.push(entry.path());
            } else {
                paths.insert(entry.ino(), entry.path());
            }
        }
    }
    paths
}

/// Positions from which on a change of names is not durable: by directory, and for the journal.
struct Flushes {
    folders: BTreeMap<u64, usize>,
    any: Option<usize>,
}

impl Flushes {
    fn of(log: &[Operation]) -> Flushes {
        let mut flushes = Flushes { folders: BTreeMap::new(), any: None };
        for (position, operation) in log.iter().enumerate() {
            match operation {
                Operation::SyncDir { inode } => {
                    flushes.folders.insert(*inode, position);
                    flushes.any = Some(position);
                }
                Operation::Sync { .. } => flushes.any = Some(position),
                _ => {}
            }
        }
        flushes
    }

    fn cover(&self, position: usize, change: &Naming, promise: Promise) -> bool {
        match promise {
            Promise::Journalled => self.any.is_some_and(|flush| flush > position),
            // A rename is one change: the flush of either directory writes it.
            Promise::Strict => {
                change.names().iter().any(|(folder, _)| self.folders.get(folder).is_some_and(|&flush| flush > position))
            }
        }
    }
}

fn lose_names(disk: &Disk, log: &[Operation], model: &Model, random: &mut Random) -> u64 {
    let flushes = Flushes::of(log);
    let changes: Vec<(usize, &Naming)> = log
        .iter()
        .enumerate()
        .filter_map(|(position, operation)| match operation {
            Operation::Naming(naming) => Some((position, naming)),
            _ => None,
        })
        .collect();
    let cut = if changes.is_empty() { 0 } else { random.below(changes.len() as u64 + 1) as usize };
    let chosen: Vec<(&Naming, bool)> = changes
        .iter()
        .enumerate()
        .map(|(number, &(position, change))| {
            let drawn = random.below(8) < model.undoing;
            let may = !flushes.cover(position, change, model.promise);
            (change, may && if model.promise == Promise::Strict { drawn } else { number >= cut })
        })
        .collect();
    let undone = names::with_what_follows(&chosen);
    let undone: Vec<&Naming> =
        chosen.iter().zip(&undone).filter(|(_, undone)| **undone).map(|(one, _)| one.0).collect();
    names::undo(disk, &undone);
    undone.len() as u64
}

/// SQLite's shared index is not watched: after a cut it may hold anything.
fn scramble_volatile(folder: &Path, random: &mut Random) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            scramble_volatile(&path, random);
        } else if is_volatile(&path) {
            match random.below(3) {
                0 => fs::remove_file(path).unwrap(),
                1 => {
                    let length = fs::metadata(&path).unwrap().len();
                    fs::write(&path, (0..length).map(|_| random.next() as u8).collect::<Vec<_>>()).unwrap();
                }
                _ => {}
            }
        }
    }
}
