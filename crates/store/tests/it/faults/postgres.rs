//! Power loss and failing disks on PostgreSQL: the server, its clients and the archive's folder are one machine.

use super::cluster::{Programs, Server};
use super::disk::{Disk, Settings, generator};
use super::failing::fault;
use super::image::Image;
use super::loss::{Refused, lose_power, lose_unflushed};
use super::run::{Tally, Work, chains, setting, work};
use super::witness::Witness;
use super::worker::first_import;
use crate::fixtures::Random;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;
use store::{Archive, Location};

/// Cuts that one cluster goes through in long tests.
const CHAIN: u64 = 20;
/// As many operations may be done after workers begin.
const OPERATIONS_MAX: u64 = 300;
/// As many until a server has come up after a cut: it flushes every file of its own.
const OPENING_MAX: u64 = 1_500;
/// One in so many archives is compared with a rebuild.
const DEEP: u64 = 5;

/// What goes wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Power,
    /// Power, on a disk that claims to flush.
    Lies,
    /// Operations fail, and power in half of the points afterwards.
    Fails,
}

/// A cluster with an archive of one list, made once a run.
fn template(programs: &Programs) -> &'static (Image, Witness) {
    static TEMPLATE: OnceLock<(Image, Witness)> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let disk = Disk::new().unwrap();
        programs.make(&disk);
        let server = programs.start(&disk, false).unwrap();
        let archive = Archive::open_or_create(&Location::postgres(disk.archive(), server.url())).unwrap();
        first_import(&archive).unwrap();
        let witness = Witness::of(&archive);
        drop(archive);
        server.stop();
        (Image::of(&disk.root()), witness)
    })
}

struct Chain<'a> {
    programs: &'a Programs,
    disk: Disk,
    witness: Witness,
    trouble: Trouble,
    tally: Tally,
}

impl Chain<'_> {
    fn begin(&mut self) {
        for folder in ["cluster", "archive"] {
            let _ = fs::remove_dir_all(self.disk.root().join(folder));
        }
        let (image, witness) = template(self.programs);
        image.write(&self.disk.root());
        self.witness = witness.clone();
    }

    fn lies(&self) -> bool {
        self.trouble == Trouble::Lies
    }

    /// Power comes on, and perhaps fails again while the server recovers.
    fn start(&mut self, random: &mut Random) -> Result<Server, String> {
        if random.below(5) == 0 && self.trouble != Trouble::Fails {
            let stop_at = Some(1 + random.below(OPENING_MAX));
            self.disk.power_on(Settings { stop_at, lies: self.lies(), ..Settings::default() });
            let started = self.programs.start(&self.disk, true);
            if started.is_none() && !self.disk.is_dead() {
                return Err("the server does not start (server.log)".to_owned());
            }
            if let Some(server) = started {
                server.kill(&self.disk);
            }
            self.tally.twice += 1;
            self.lose(random);
        }
        self.disk.power_on(Settings { lies: self.lies(), ..Settings::default() });
        self.programs.start(&self.disk, true).ok_or_else(|| "the server does not start (server.log)".to_owned())
    }

    fn lose(&mut self, random: &mut Random) {
        let lost = lose_power(&self.disk, random, Refused::Waiting);
        self.tally.lost += lost.lost;
        self.tally.undone += lost.undone;
    }

    fn location(&self, server: &Server) -> Location {
        Location::postgres(self.disk.archive(), server.url())
    }

    /// Power comes on, and everything is there.
    fn look(&mut self, random: &mut Random) -> Result<Server, String> {
        let server = self.start(random)?;
        match self.witness.check(&self.location(&server), random.below(DEEP) == 0) {
            Ok(()) => Ok(server),
            Err(failure) => {
                server.kill(&self.disk);
                Err(failure)
            }
        }
    }

    /// A look at what the point before has left, and workers at work until something happens. What the look appended must
    /// last as well.
    fn point(&mut self, random: &mut Random) -> Result<(), String> {
        let server = self.look(random)?;
        let location = self.location(&server);
        if self.trouble == Trouble::Fails {
            self.disk.fail_after(fault(random, OPERATIONS_MAX));
        } else {
            self.disk.stop_after(1 + random.below(OPERATIONS_MAX));
        }
        let works = [(); 2].map(|()| Work { seed: random.next(), steps: 40, verifies: false });
        let (lines, ended) = work(&self.disk, &location, &works);
        server.kill(&self.disk);
        // Kept for whoever looks at what a failure left.
        fs::write(self.disk.beside().join("heard.log"), lines.join("\n")).unwrap();
        let heard = self.witness.hear(&lines)?;
        if !self.disk.is_dead() && ended.iter().any(|ended| !ended.success()) {
            return Err("a worker did not end well (workers.log)".to_owned());
        }
        self.tally.points += 1;
        self.tally.acknowledged += heard.acknowledged;
        self.tally.told += u64::from(heard.acknowledged > 0);
        self.tally.syncs += self.disk.syncs();
        self.tally.faults += self.disk.faults();
        if self.trouble != Trouble::Fails || random.below(2) == 0 {
            self.lose(random);
        }
        Ok(())
    }
}

fn points(what: &str, count: u64, length: u64, trouble: Trouble) -> Tally {
    let seed = setting("ATHAR_FAULTS_SEED", 1);
    let Some(programs) = Programs::find() else {
        println!("skipped: no PostgreSQL (apt-get install postgresql)");
        return Tally::default();
    };
    chains(what, count.div_ceil(length), |number| {
        let Some(disk) = Disk::new() else { return Ok(Tally::default()) };
        let (witness, tally) = (Witness::default(), Tally::default());
        let mut chain = Chain { programs: &programs, disk, witness, trouble, tally };
        chain.begin();
        for place in 0..=length {
            let random = &mut generator(seed, number, place);
            // After the last point comes one more look.
            let done = if place < length {
                chain.point(random)
            } else {
                // Stopped in order, since a killed server leaves a segment of shared memory.
                chain.look(random).map(Server::stop)
            };
            match done {
                Ok(()) => {}
                Err(_) if trouble == Trouble::Lies => {
                    chain.tally.broken += 1;
                    chain.begin();
                }
                Err(failure) => {
                    let kept = chain.disk.keep();
                    let kept = kept.display();
                    return Err(format!("seed {seed}, chain {number}, point {place}: {failure}\n  left in {kept}"));
                }
            }
        }
        Ok(chain.tally)
    })
}

#[test]
fn everything_that_a_server_does_passes_the_library() {
    let (Some(programs), Some(disk)) = (Programs::find(), Disk::new()) else { return };
    let (before, _) = template(&programs);
    before.write(&disk.root());
    disk.power_on(Settings { lies: true, ..Settings::default() });
    let server = programs.start(&disk, true).unwrap();
    let location = Location::postgres(disk.archive(), server.url());
    let (lines, _) = work(&disk, &location, &[Work { seed: 3, steps: 60, verifies: true }]);
    assert!(lines.iter().any(|line| line.starts_with("leaf")), "{lines:?}");
    server.kill(&disk);
    lose_unflushed(&disk);
    assert_eq!(before.differences(&Image::of(&disk.root())), [""; 0].map(PathBuf::from));
}

#[test]
fn power_is_lost_at_twenty_operations_on_postgres() {
    let tally = points("postgres", 20, 10, Trouble::Power);
    assert!(tally.points == 0 || tally.acknowledged > 50, "they were to get something done");
}

#[test]
fn a_disk_fails_at_six_operations_on_postgres() {
    points("postgres, a disk that fails", 6, 3, Trouble::Fails);
}

/// The control.
#[test]
fn a_disk_that_lies_about_flushes_loses_what_postgres_acknowledged() {
    let tally = points("postgres, a disk that lies", 10, 5, Trouble::Lies);
    assert!(tally.points == 0 || tally.broken >= 2, "{} of {} points", tally.broken, tally.told);
}

#[test]
#[ignore = "takes many minutes: scripts/test --long"]
fn long_power_is_lost_at_a_thousand_operations_on_postgres() {
    points("postgres", setting("ATHAR_FAULTS_POINTS", 1_000), CHAIN, Trouble::Power);
}

#[test]
#[ignore = "takes many minutes: scripts/test --long"]
fn long_a_disk_fails_at_three_hundred_operations_on_postgres() {
    points("postgres, a disk that fails", setting("ATHAR_FAULTS_POINTS", 300), CHAIN, Trouble::Fails);
}
