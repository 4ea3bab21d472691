//! Workers on a disk, from their start to the cut, and many points one after the other.

use super::disk::Disk;
use super::worker::{DIR, SEED, STEPS, URL, VERIFIES};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Location;

/// Chains that run at once.
const THREADS: usize = 2;
/// How often a long test says how far it is.
const PROGRESS: Duration = Duration::from_secs(10);

/// What one worker is to do.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    pub(crate) seed: u64,
    pub(crate) steps: u64,
    pub(crate) verifies: bool,
}

/// Runs workers until they end or power is lost: what they said, and how those ended that were not cut off.
pub(crate) fn work(disk: &Disk, location: &Location, works: &[Work]) -> (Vec<String>, Vec<ExitStatus>) {
    let mut workers: Vec<Child> = works.iter().map(|work| spawn(disk, location, *work)).collect();
    let mut lines = Vec::new();
    for worker in &mut workers {
        let output = BufReader::new(worker.stdout.take().unwrap());
        lines.extend(output.lines().map_while(Result::ok).filter(|line| !line.is_empty()));
    }
    let ended = disk.bury(&mut workers);
    (lines, ended)
}

fn spawn(disk: &Disk, location: &Location, work: Work) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["faults::worker::worker", "--exact", "--ignored", "--nocapture"]);
    command.env(DIR, &location.dir).env(SEED, work.seed.to_string()).env(STEPS, work.steps.to_string());
    command.env(VERIFIES, u8::from(work.verifies).to_string());
    if let Some(url) = &location.database {
        command.env(URL, url);
    }
    disk.watch(&mut command);
    let said = File::options().create(true).append(true).open(disk.beside().join("workers.log")).unwrap();
    command.stdout(Stdio::piped()).stderr(said).spawn().unwrap()
}

/// Figures of many points.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) points: u64,
    /// Entries, cases and readings that workers were told of.
    pub(crate) acknowledged: u64,
    /// Changes that the cuts took back.
    pub(crate) lost: u64,
    /// Changes of names that they undid.
    pub(crate) undone: u64,
    /// Flushes that workers waited for.
    pub(crate) syncs: u64,
    /// Cuts while an archive was being opened again after a cut.
    pub(crate) twice: u64,
    /// Operations that were made to fail.
    pub(crate) faults: u64,
    /// Points after which something acknowledged was gone: of a disk that lies only.
    pub(crate) broken: u64,
    /// Points at which something had been acknowledged since the cut before.
    pub(crate) told: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Tally) {
        self.points += other.points;
        self.acknowledged += other.acknowledged;
        self.lost += other.lost;
        self.undone += other.undone;
        self.syncs += other.syncs;
        self.twice += other.twice;
        self.faults += other.faults;
        self.broken += other.broken;
        self.told += other.told;
    }
}

/// A number that the environment may set.
pub(crate) fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Runs chains of points, two at once, and says how fast. A chain is told by its number; `ATHAR_FAULTS_FROM` is the first.
pub(crate) fn chains(what: &str, chains: u64, chain: impl Fn(u64) -> Result<Tally, String> + Sync) -> Tally {
    let first = setting("ATHAR_FAULTS_FROM", 0);
    let next = AtomicU64::new(first);
    let total = Mutex::new((Tally::default(), Instant::now()));
    let failures = Mutex::new(Vec::new());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while failures.lock().unwrap().is_empty() {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= first + chains {
                        return;
                    }
                    match chain(number) {
                        Ok(tally) => {
                            let mut total = total.lock().unwrap();
                            total.0.add(&tally);
                            if total.1.elapsed() > PROGRESS {
                                total.1 = Instant::now();
                                println!("{what}: chain {number}: {}", figures(&total.0, began));
                            }
                        }
                        Err(failure) => failures.lock().unwrap().push(failure),
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{what}\n{}", failures.join("\n"));
    let total = total.into_inner().unwrap().0;
    println!("{what}: {}", figures(&total, began));
    total
}

fn figures(tally: &Tally, began: Instant) -> String {
    let seconds = began.elapsed().as_secs_f64();
    let Tally { points, acknowledged, lost, undone, syncs, twice, faults, broken, told } = tally;
    format!(
        "{points} points ({twice} cut again while opening) in {seconds:.0} s, {:.1} a second; {acknowledged} acknowledged \
         at {told} points, {syncs} flushes, {lost} changes and {undone} names taken back, {faults} operations failed; \
         {broken} points with a loss",
        *points as f64 / seconds
    )
}
