//! Commands under watch: after each of them everything that is on the disk by then is searched, and everything it said.

use super::cluster::Cluster;
use super::inside;
use super::search::{Form, Search};
use super::words::Class;
use crate::lists::Random;
use crate::place::{Place, execute};
use crate::run::{Ran, Run, gather, text};
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::ops::Range;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

/// Canaries that a line of the report names.
const NAMED_MAX: usize = 3;

/// Bytes of a file that are compared at a time.
const BLOCK: usize = 8 << 10;

/// What was found where it must not be: where, at which step, what, in which form; how often.
type Leaks = BTreeMap<(String, String, Class, Form), Vec<String>>;

/// A file as it was when it was searched: when it had been changed, how long it was, what it held.
#[derive(Default)]
struct Seen {
    state: (i64, i64, u64),
    bytes: Vec<u8>,
}

/// An archive, and all places into which something of it could have gone.
pub(super) struct Watched<'place> {
    pub(super) place: &'place Place,
    cluster: Option<&'place Cluster>,
    search: Search,
    home: PathBuf,
    /// Files that commands write elsewhere.
    others: Vec<PathBuf>,
    seen: HashMap<PathBuf, Seen>,
    leaks: Leaks,
    pub(super) searched: u64,
    pub(super) samples: u32,
    random: Random,
}

impl<'place> Watched<'place> {
    pub(super) fn new(place: &'place Place, cluster: Option<&'place Cluster>, search: Search) -> Watched<'place> {
        let home = place.dir.path().join("home");
        fs::create_dir_all(home.join("tmp")).unwrap();
        let (seen, leaks, random) = (HashMap::new(), BTreeMap::new(), Random(11));
        Watched { place, cluster, search, home, others: Vec::new(), seen, leaks, searched: 0, samples: 0, random }
    }

    /// Watches a file, too.
    pub(super) fn also(&mut self, file: &Path) {
        self.others.push(file.to_owned());
    }

    /// A run on the archive, whose home, working folder and temporary files are watched.
    pub(super) fn athar<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        let mut run = self.place.athar(arguments).folder(&self.home).patience(120);
        for name in ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            run = run.env(name, text(&self.home));
        }
        let temporary = self.home.join("tmp");
        for name in ["TMPDIR", "SQLITE_TMPDIR"] {
            run = run.env(name, text(&temporary));
        }
        run.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").env("SQLX_LOG", "trace")
    }

    /// Runs a command to its end, and searches what it said and left behind.
    pub(super) fn run(&mut self, step: &str, run: Run) -> Ran {
        let ran = run.go();
        self.said(step, &ran.out, &ran.err);
        self.look(step);
        ran
    }

    /// The same without a look at the disk: more of the kind follow.
    pub(super) fn only(&mut self, step: &str, run: Run) -> Ran {
        let ran = run.go();
        self.said(step, &ran.out, &ran.err);
        ran
    }

    fn said(&mut self, step: &str, out: &str, err: &str) {
        self.bytes(step, "standard output", out.as_bytes(), Class::is_shown);
        self.bytes(step, "standard error", err.as_bytes(), |_| false);
    }

    /// Runs a command, and stops it again and again to search what is there at that instant: temporary files, too, and
    /// those without a name that it holds open.
    pub(super) fn sampled(&mut self, step: &str, run: Run) -> ExitStatus {
        let mut child = run.start_piped();
        let (out, err) = (gather(child.stdout.take().unwrap()), gather(child.stderr.take().unwrap()));
        let status = loop {
            std::thread::sleep(Duration::from_millis(5 + self.random.below(90)));
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            self.sample(step, &child);
        };
        let [out, err] = [out, err].map(|said| said.join().unwrap());
        self.said(step, &out, &err);
        self.look(step);
        status
    }

    /// Kills a command after a while, and searches what it left behind.
    pub(super) fn killed(&mut self, step: &str, run: Run, after: Duration) {
        let mut child = run.start_unheard();
        std::thread::sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
        self.look(step);
    }

    fn sample(&mut self, step: &str, child: &Child) {
        let process = child.id().to_string();
        signal("STOP", &process);
        self.samples += 1;
        for path in self.own_files().into_iter().chain(self.cluster.map(Cluster::temporary)) {
            self.below(step, &path);
        }
        let open = fs::read_dir(Path::new("/proc").join(&process).join("fd"));
        for descriptor in open.into_iter().flatten().flatten().map(|entry| entry.path()) {
            let target = fs::read_link(&descriptor).unwrap_or_default().to_string_lossy().into_owned();
            // What has no name any more. Memory with a descriptor is memory.
            if target.ends_with(" (deleted)") && !target.starts_with("/memfd:") {
                self.file(step, &descriptor, (0, 0, 0));
            }
        }
        signal("CONT", &process);
    }

    fn own_files(&self) -> Vec<PathBuf> {
        let archive = self.place.archive();
        let keys = vault::keys::beside(&archive);
        self.others.iter().cloned().chain([archive, keys, self.home.clone()]).collect()
    }

    /// Searches every file that was changed since the last look, the server's too, and everything in the folder that is
    /// not known by name.
    pub(super) fn look(&mut self, step: &str) {
        if let Some(cluster) = self.cluster {
            cluster.checkpoint();
        }
        for path in self.own_files().into_iter().chain(self.cluster.map(|cluster| cluster.dir().to_owned())) {
            self.below(step, &path);
        }
    }

    fn below(&mut self, step: &str, path: &Path) {
        let Ok(about) = fs::symlink_metadata(path) else { return };
        self.name(step, path);
        if about.is_dir() {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            for entry in entries.map(|entry| entry.path()) {
                self.below(step, &entry);
            }
        } else if about.is_file() {
            let state = (about.mtime(), about.mtime_nsec(), about.len());
            if self.seen.get(path).is_none_or(|seen| seen.state != state) {
                self.file(step, path, state);
            }
        }
    }

    /// The name of a file says something, too.
    fn name(&mut self, step: &str, path: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.bytes(step, "the name of a file", name.as_bytes(), |_| false);
    }

    /// Searches what was changed of a file. Segments of a log are long, and little of them changes at a time.
    fn file(&mut self, step: &str, path: &Path, state: (i64, i64, u64)) {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            // A file of the server's that went meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        let shown = self.short(path);
        let before = self.seen.remove(path).unwrap_or_default();
        for changed in changed(&before.bytes, &bytes) {
            self.bytes(step, &shown, &bytes[changed.clone()], |_| false);
            for inside in inside::unpacked(&bytes[changed]) {
                self.bytes(step, &format!("inside {shown}"), &inside, |_| false);
            }
        }
        self.seen.insert(path.to_owned(), Seen { state, bytes });
    }

    /// A workbook that a command wrote for people: its parts may hold what staff may see.
    pub(super) fn workbook(&mut self, step: &str, path: &Path) {
        let bytes = fs::read(path).unwrap();
        let parts = inside::unpacked(&bytes);
        assert!(parts.len() > 5, "this is no workbook");
        for part in parts {
            self.bytes(step, "a workbook for people", &part, Class::is_shown);
        }
    }

    /// What stands in each row of each table, also as what it would be unpacked to.
    pub(super) fn cells(&mut self, step: &str) {
        let place = self.place;
        inside::cells(place, |table, bytes| {
            self.bytes(step, &format!("table {table}"), bytes, |_| false);
            self.bytes(step, &format!("unpacked of table {table}"), &inside::whole_of_deflated(bytes), |_| false);
        });
    }

    /// Searches bytes, and keeps what is found there, unless that may be seen there.
    pub(super) fn bytes(&mut self, step: &str, place: &str, bytes: &[u8], may: impl Fn(Class) -> bool) {
        self.searched += bytes.len() as u64;
        for hit in self.search.find(bytes).into_iter().filter(|hit| !may(hit.class)) {
            let key = (step.to_owned(), place.to_owned(), hit.class, hit.form);
            let canary = &self.search.canaries()[hit.canary].text;
            self.leaks.entry(key).or_default().push(format!("{canary} at {}", hit.offset));
        }
    }

    /// A path from the folder of the test or the server on.
    fn short(&self, path: &Path) -> String {
        let bases = [Some(self.place.dir.path()), self.cluster.map(Cluster::dir)];
        let short = bases.into_iter().flatten().find_map(|base| path.strip_prefix(base).ok());
        short.unwrap_or(path).display().to_string()
    }

    /// Every leak, a line each. Canaries are about nobody: they may be shown.
    pub(super) fn leaks(&self) -> Vec<String> {
        let line = |((step, place, class, form), found): (&(String, String, Class, Form), &Vec<String>)| {
            let some: Vec<&str> = found.iter().take(NAMED_MAX).map(String::as_str).collect();
            format!("{step}: {place}: {class:?} as {form:?}, {} times ({})", found.len(), some.join(", "))
        };
        self.leaks.iter().map(line).collect()
    }

    pub(super) fn cluster(&self) -> Option<&'place Cluster> {
        self.cluster
    }

    /// Control: canaries that are put in clear where commands and the server write are found there.
    pub(super) fn sees(mut self) {
        self.leaks.clear();
        let canary = self.search.canaries()[0].text.clone();
        let mut places = vec![self.place.archive().join("planted"), self.home.join("tmp/planted")];
        for place in &places {
            fs::write(place, format!("x{canary}y")).unwrap();
        }
        if let Some(cluster) = self.cluster {
            let sql = format!("CREATE TABLE planted (word TEXT); INSERT INTO planted VALUES ('{canary}')");
            execute(&cluster.url, sql);
            places.extend(["data/base", "data/pg_wal", "server.log"].map(|place| cluster.dir().join(place)));
        }
        self.look("control");
        let leaks = self.leaks();
        for place in places {
            let place = self.short(&place);
            assert!(leaks.iter().any(|leak| leak.contains(&place)), "control: nothing was seen in {place}: {leaks:?}");
        }
    }

    pub(super) fn search(&self) -> &Search {
        &self.search
    }
}

/// The parts of a file that are not what they were, each with what lies beside it: a canary may lie across.
fn changed(before: &[u8], now: &[u8]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (number, block) in now.chunks(BLOCK).enumerate() {
        let from = number * BLOCK;
        if before.get(from..from + block.len()) == Some(block) {
            continue;
        }
        let part = from.saturating_sub(BLOCK)..(from + 2 * BLOCK).min(now.len());
        match parts.last_mut() {
            Some(last) if last.end >= part.start => last.end = part.end,
            _ => parts.push(part),
        }
    }
    parts
}

fn signal(name: &str, process: &str) {
    // It may have ended meanwhile.
    let _ = Command::new("kill").args([&format!("-{name}"), process]).status();
}
