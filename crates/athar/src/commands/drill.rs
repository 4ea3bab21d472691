//! `athar drill`: an archive of made-up people for practice, which wipes itself at a stated time or when the desk is closed.

use super::demo::desk::{Opening, serve};
use super::demo::lists::{self, TRUTH};
use crate::demo::Plan;
use crate::demo_desk::Staff;
use crate::drill::{Made, Marker, Refused, State, archive_in, wipe};
use crate::linking::{How, link_archive};
use crate::printer::Printer;
use crate::{Outcome, WrongUse, system};
use anyhow::Context;
use std::fs::{self, File, TryLockError};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::{Archive, Location};
use vault::keys::Keyring;
use web::Mark;

/// Whoever holds it runs the drill of a folder.
const LOCK: &str = ".drill-lock";
/// How often wiping is tried again, a second each.
const WIPED_AGAIN: u32 = 10;
/// Longer is no drill.
const HOURS_MAX: u32 = 24 * 14;

/// Open a desk for practice, over people who do not exist. It is wiped, keys first, when it is closed or its time is over.
///
/// Lists that are brought into it at the desk are wiped with it; the files that they came from are not touched. If the machine
/// dies meanwhile, the next `athar drill` in the same folder finishes the wiping, or `athar drill --wipe`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the drill. It must be empty or absent, or hold an earlier drill, which is wiped first.
    #[arg(long, default_value = "drill")]
    dir: PathBuf,
    /// How many people the lists are about.
    #[arg(long, default_value_t = 500)]
    people: usize,
    /// Seed: the same seed gives the same lists.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Hours until it wipes itself, unless it is closed before.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=i64::from(HOURS_MAX)))]
    hours: u32,
    /// When it wipes itself, such as `2026-12-01T18:00:00+03:00`, instead of hours.
    #[arg(long, value_name = "TIME", conflicts_with = "hours")]
    until: Option<String>,
    /// Where the desk listens, on this machine. Without it, the first free port of 127.0.0.1 from 8080 on.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Only wipe what an earlier drill left in the folder.
    #[arg(long)]
    wipe: bool,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let dir = &arguments.dir;
    if !(100..=20_000).contains(&arguments.people) {
        return Err(WrongUse("--people is from 100 to 20,000".to_owned()).into());
    }
    if arguments.listen.is_some_and(|address| !address.ip().is_loopback()) {
        let text =
            "whoever opens the drill's links is let in: it listens on this machine alone, such as 127.0.0.1:8081";
        return Err(WrongUse(text.to_owned()).into());
    }
    let ends = ends(arguments)?;
    // A folder that no drill marked is not touched.
    if Marker::read(dir)?.is_some() {
        let _lock = lock(dir)?;
        let had_one = wipe(dir)?;
        if had_one {
            printer.remark(format!("What an earlier drill had left in {} was wiped.", dir.display()));
        }
        unlock(dir);
        if arguments.wipe {
            return Ok(if had_one { Outcome::Done } else { Outcome::No });
        }
    } else if arguments.wipe {
        return Ok(Outcome::No);
    }
    begin_folder(dir)?;
    let lock = lock(dir)?;
    let served = practise(arguments, ends, printer);
    let wiped = wiped(dir);
    unlock(dir);
    drop(lock);
    if wiped? {
        printer.remark("The drill was wiped: its keys first, then everything else.");
    }
    served
}

/// Wipes it, more than once where something still writes: work behind the desk may take a while to end.
fn wiped(dir: &Path) -> anyhow::Result<bool> {
    for _ in 0..WIPED_AGAIN {
        match wipe(dir) {
            Err(error) if !error.is::<Refused>() => {}
            done => return done,
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    wipe(dir)
}

/// From the first list to the closing of the desk.
fn practise(arguments: &Arguments, ends: jiff::Timestamp, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let dir = &arguments.dir;
    let made = lists::make(Plan { people: arguments.people, seed: arguments.seed }, printer)?;
    let names = made.lists.iter().map(|list| list.name.clone()).chain([TRUTH.to_owned()]).collect();
    let mut marker = Marker::begin(dir, &ends.to_string(), names)?;
    lists::write(&made, dir)?;
    let keys = marker.keys_in(dir);
    // Before there is a file that could lie in clear.
    let ring = Keyring::create(&keys)?;
    marker.made = Some(Made::with(&ring));
    marker.keep(dir, State::Making)?;
    ring.set_laptop(true)?;
    drop(ring);
    let _ = store::memory::forgetful_memory();
    let archive = Archive::open_or_create(&Location { keys: Some(keys), ..Location::dir(archive_in(dir)) })?;
    let staff = Staff::enrol(&archive)?;
    marker.made = Some(Made::of(&archive)?);
    marker.keep(dir, State::Open)?;
    lists::bring_in(&made, dir, &archive, printer)?;
    let how = How::usual(arguments.seed);
    let linked = link_archive(&archive, how, printer)?;
    let told = format!(
        "The drill is open. Everything in it is wiped at {ends}, or when it is closed (Ctrl-C). As a caseworker:"
    );
    let opening = Opening { listen: arguments.listen, told: &told, mark: Mark::Drill, ends: Some(ends.as_second()) };
    serve(archive, &staff, linked, how, &opening, printer)
}

/// When it ends, to the second.
fn ends(arguments: &Arguments) -> anyhow::Result<jiff::Timestamp> {
    let now = jiff::Timestamp::now().as_second();
    let second = match &arguments.until {
        None => now + i64::from(arguments.hours) * 3_600,
        Some(text) => {
            let until: jiff::Timestamp = text.parse().map_err(|_| {
                WrongUse("--until is a time with its distance from UTC, such as 2026-12-01T18:00:00+03:00".to_owned())
            })?;
            until.as_second()
        }
    };
    if !(now + 1..=now + i64::from(HOURS_MAX) * 3_600).contains(&second) {
        return Err(WrongUse("a drill ends in the future, and within two weeks".to_owned()).into());
    }
    jiff::Timestamp::from_second(second).context("there is no such time")
}

/// A folder with nothing in it.
fn begin_folder(dir: &Path) -> anyhow::Result<()> {
    if dir.exists() && fs::read_dir(dir)?.next().is_some() {
        return Err(WrongUse(format!(
            "{} is not empty: a drill is made in a folder of its own; give another one with --dir",
            dir.display()
        ))
        .into());
    }
    system::make_owners_folder(dir)?;
    anyhow::ensure!(
        system::is_private(dir),
        "others may write in {}, or it is somebody else's: a drill is made in a folder of one's own",
        dir.display()
    );
    Ok(())
}

/// Keeps others from a folder while its drill runs or is wiped.
fn lock(dir: &Path) -> anyhow::Result<File> {
    let path = dir.join(LOCK);
    let file = vault::system::owners_only(system::no_link(File::options().create(true).append(true))).open(&path);
    let file = file.with_context(|| format!("cannot open {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(WrongUse(format!(
            "a drill runs in {}: close it first, or give another folder with --dir",
            dir.display()
        ))
        .into()),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
    }
}

/// Takes the lock's name away, and the folder where nothing else is in it.
fn unlock(dir: &Path) {
    let _ = fs::remove_file(dir.join(LOCK));
    let _ = fs::remove_dir(dir);
}
