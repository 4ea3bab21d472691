//! Power loss on SQLite: one archive goes through many cuts, each at another operation.

use super::disk::{Disk, Settings, generator, in_memory};
use super::image::Image;
use super::loss::{Refused, lose_power, lose_unflushed};
use super::run::{Tally, Work, chains, setting, work};
use super::witness::Witness;
use super::worker::first_import;
use crate::fixtures::Random;
use std::fs;
use std::sync::OnceLock;
use store::{Archive, Location};

/// Cuts that one archive goes through.
const CHAIN: u64 = 20;
/// As many operations a worker may do before the power fails, at the most.
const OPERATIONS_MAX: u64 = 900;
/// As many while an archive is opened again.
const OPENING_MAX: u64 = 60;
/// One in so many archives is compared with a rebuild.
const DEEP: u64 = 10;

/// An archive with one list, made once a run.
pub(crate) fn template() -> &'static (Image, Witness) {
    static TEMPLATE: OnceLock<(Image, Witness)> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = in_memory();
        let archive = Archive::open_or_create(&Location::dir(folder.path().join("archive"))).unwrap();
        first_import(&archive).unwrap();
        let witness = Witness::of(&archive);
        drop(archive);
        (Image::of(folder.path()), witness)
    })
}

/// At which operation the power fails: at each of the first ones often, at later ones too.
fn instant(random: &mut Random) -> u64 {
    let most = [40, 200, OPERATIONS_MAX, OPERATIONS_MAX][random.below(4) as usize];
    1 + random.below(most)
}

struct Chain {
    disk: Disk,
    witness: Witness,
    location: Location,
    /// Whether it begins with nothing, and does so again and again.
    empty: bool,
    lies: bool,
    tally: Tally,
}

impl Chain {
    fn new(disk: Disk, empty: bool, lies: bool) -> Chain {
        let location = Location::dir(disk.archive());
        let mut chain = Chain { disk, witness: Witness::default(), location, empty, lies, tally: Tally::default() };
        chain.begin();
        chain
    }

    /// Begins with the template, or with nothing.
    fn begin(&mut self) {
        let _ = fs::remove_dir_all(self.disk.archive());
        self.witness = Witness::default();
        if !self.empty {
            let (template, witness) = template();
            template.write(&self.disk.root());
            self.witness = witness.clone();
        }
    }

    /// Workers work until the power fails.
    fn cut(&mut self, works: &[Work], stop_at: u64, random: &mut Random) -> Result<(), String> {
        self.disk.power_on(Settings { stop_at: Some(stop_at), lies: self.lies, ..Settings::default() });
        let (lines, ended) = work(&self.disk, &self.location, works);
        // Kept for whoever looks at what a failure left.
        fs::write(self.disk.beside().join("heard.log"), lines.join("\n")).unwrap();
        let heard = self.witness.hear(&lines)?;
        if !self.disk.is_dead() && ended.iter().any(|ended| !ended.success()) {
            return Err("a worker failed before power was lost (workers.log)".to_owned());
        }
        if let Some(failed) = heard.failed.first() {
            return Err(format!("a worker {failed}"));
        }
        let lost = lose_power(&self.disk, random, Refused::Waiting);
        self.tally.acknowledged += heard.acknowledged;
        self.tally.told += u64::from(heard.acknowledged > 0);
        self.tally.lost += lost.lost;
        self.tally.undone += lost.undone;
        self.tally.syncs += self.disk.syncs();
        Ok(())
    }

    fn point(&mut self, random: &mut Random) -> Result<(), String> {
        self.tally.points += 1;
        if self.empty && random.below(2) == 0 {
            self.begin();
        }
        // Mostly one worker, so that the same seed gives the same point.
        let workers = if random.below(8) == 0 && !self.empty { 2 } else { 1 };
        let works: Vec<Work> = (0..workers).map(|_| Work { seed: random.next(), steps: 60, verifies: false }).collect();
        let stop_at = instant(random);
        self.cut(&works, stop_at, random)?;
        while random.below(4) == 0 {
            self.tally.twice += 1;
            let stop_at = 1 + random.below(OPENING_MAX);
            self.cut(&[Work { seed: random.next(), steps: 2, verifies: true }], stop_at, random)?;
        }
        let deep = random.below(DEEP) == 0;
        if random.below(2) == 0 {
            return self.witness.check(&self.location, deep);
        }
        // Looked at beside, so that the log that the cut left is what the next worker finds.
        let copy = self.disk.beside().join("copy");
        Image::of(&self.disk.root()).write(&copy);
        let checked = self.witness.clone().check(&Location::dir(copy.join("archive")), deep);
        fs::remove_dir_all(&copy).unwrap();
        checked
    }
}

fn chain(seed: u64, number: u64, points: u64, lies: bool) -> Result<Tally, String> {
    let Some(disk) = Disk::new() else { return Ok(Tally::default()) };
    let mut chain = Chain::new(disk, number % 4 == 3, lies);
    for point in 0..points {
        let random = &mut generator(seed, number, point);
        match chain.point(random) {
            Ok(()) => {}
            Err(_) if lies => {
                chain.tally.broken += 1;
                chain.begin();
            }
            Err(failure) => {
                let kept = chain.disk.keep();
                return Err(format!(
                    "seed {seed}, chain {number}, point {point}: {failure}\n  left in {}",
                    kept.display()
                ));
            }
        }
    }
    Ok(chain.tally)
}

fn points(what: &str, count: u64, lies: bool) -> Tally {
    let seed = setting("ATHAR_FAULTS_SEED", 1);
    chains(what, count.div_ceil(CHAIN), |number| chain(seed, number, CHAIN, lies))
}

#[test]
fn power_is_lost_at_two_hundred_operations_on_sqlite() {
    let tally = points("sqlite", 200, false);
    assert!(tally.points == 0 || tally.acknowledged > 500, "they were to get something done");
}

/// A new archive that was cut off between the steps that make its tables said that it was damaged, for ever.
#[test]
fn making_an_archive_may_be_cut_at_every_operation() {
    let Some(disk) = Disk::new() else { return };
    let mut chain = Chain::new(disk, true, false);
    for operation in 1.. {
        chain.begin();
        let random = &mut generator(setting("ATHAR_FAULTS_SEED", 1), u64::MAX, operation);
        let work = Work { seed: operation, steps: 1, verifies: false };
        let cut = chain.cut(&[work], operation, random);
        let checked = cut.and_then(|()| chain.witness.check(&chain.location, false));
        assert_eq!(checked, Ok(()), "operation {operation}");
        if !chain.disk.is_dead() {
            println!("{} operations make an archive and its first list", operation - 1);
            return;
        }
    }
}

/// The name of a new archive's folder was not flushed: the archive was lost with what had been acknowledged in it.
#[test]
fn a_new_archive_has_a_name_that_lasts() {
    let Some(disk) = Disk::new() else { return };
    let location = Location::dir(disk.root().join("new/archive"));
    let (lines, _) = work(&disk, &location, &[Work { seed: 1, steps: 5, verifies: false }]);
    let mut witness = Witness::default();
    assert!(witness.hear(&lines).unwrap().acknowledged > 0);
    lose_unflushed(&disk);
    assert_eq!(witness.check(&location, true), Ok(()));
}

/// The control: where a disk claims to have flushed and has not, what was acknowledged gets lost, and that is seen.
#[test]
fn a_disk_that_lies_about_flushes_loses_what_was_acknowledged() {
    let tally = points("sqlite, a disk that lies", 60, true);
    assert!(tally.broken * 4 >= tally.told, "{} of {} points", tally.broken, tally.told);
}

#[test]
#[ignore = "takes many minutes: scripts/test --long"]
fn long_power_is_lost_at_ten_thousand_operations_on_sqlite() {
    points("sqlite", setting("ATHAR_FAULTS_POINTS", 10_000), false);
}
