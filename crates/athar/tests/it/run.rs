//! Runs the real binary: what it printed, how it ended, what it took.

use serde_json::Value;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{PipeReader, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Nothing that an ordinary test asks for takes longer: what does, hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// The day in so many days, by this machine's clock, which the binary goes by.
pub(crate) fn day_in(days: i64) -> String {
    let seconds = jiff::Timestamp::now().as_second() + days * 86_400;
    jiff::Timestamp::from_second(seconds).unwrap().to_string()[..10].to_owned()
}

/// One run of the binary, before it starts.
pub(crate) struct Run {
    command: Command,
    stdin: Vec<u8>,
    patience: Duration,
}

/// What became of a run.
pub(crate) struct Ran {
    what: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) seconds: f64,
    pub(crate) peak_mib: u64,
}

/// A run of `athar` with these arguments.
pub(crate) fn athar<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_athar"));
    command.args(arguments).env_remove("ATHAR_DATABASE");
    Run { command, stdin: Vec::new(), patience: PATIENCE }
}

impl Run {
    pub(crate) fn stdin(mut self, text: &str) -> Run {
        text.as_bytes().clone_into(&mut self.stdin);
        self
    }

    /// One more word.
    pub(crate) fn word(mut self, word: &str) -> Run {
        self.command.arg(word);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Run {
        self.command.env(name, value);
        self
    }

    /// Runs it in a folder of its own.
    pub(crate) fn folder(mut self, folder: &Path) -> Run {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn patience(mut self, seconds: u64) -> Run {
        self.patience = Duration::from_secs(seconds);
        self
    }

    /// Starts it with nothing to read and nobody who listens: for those who kill it.
    pub(crate) fn start_unheard(mut self) -> Child {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Starts it with a pipe for its output.
    pub(crate) fn start_piped(mut self) -> Child {
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Starts it as systemd starts a service, whose output goes into the journal, and which is told so (`systemd.exec(5)`).
    pub(crate) fn start_in_a_journal(mut self) -> (Child, PipeReader) {
        let (reader, writer) = std::io::pipe().unwrap();
        let journal = File::from(OwnedFd::from(writer.try_clone().unwrap())).metadata().unwrap();
        self.command.env("JOURNAL_STREAM", format!("{}:{}", journal.dev(), journal.ino()));
        let child = self.command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::null()).spawn().unwrap();
        (child, reader)
    }

    /// Runs it to its end.
    pub(crate) fn go(mut self) -> Ran {
        let what = self.command.get_args().next().unwrap_or_default().to_string_lossy().into_owned();
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = self.command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // It may end without having read everything.
        let _ = input.write_all(&self.stdin);
        drop(input);
        let out = gather(child.stdout.take().unwrap());
        let err = gather(child.stderr.take().unwrap());
        let mut peak_mib = 0;
        let status = loop {
            peak_mib = peak_mib.max(peak_of(child.id()));
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if started.elapsed() > self.patience {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("athar {what} was not done after {} s", self.patience.as_secs());
            }
            std::thread::sleep(Duration::from_millis(if started.elapsed().as_millis() < 400 { 1 } else { 10 }));
        };
        let seconds = started.elapsed().as_secs_f64();
        let [out, err] = [out, err].map(|thread| thread.join().unwrap());
        Ran { what, code: status.code(), out, err, seconds, peak_mib }
    }

    /// Runs it and expects that it is done.
    pub(crate) fn done(self) -> Ran {
        self.go().ends(0)
    }
}

impl Ran {
    /// Expects an exit code. What is shown when it is another one holds no names: standard error never does.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "athar {} ended otherwise; it said: {}", self.what, self.err);
        assert!(!self.err.contains("panicked"), "athar {}: {}", self.what, self.err);
        self
    }

    /// Its output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        match serde_json::from_str(&self.out) {
            Ok(value) => value,
            Err(error) => panic!("athar {} --json printed no JSON: {error}", self.what),
        }
    }

    /// Expects a text in what it said of itself.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Ran {
        assert!(self.err.contains(text), "athar {} should say `{text}`; it said: {}", self.what, self.err);
        self
    }
}

/// Reads what a process says, on a thread of its own.
pub(crate) fn gather(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).expect("output is UTF-8")
    })
}

/// Peak resident memory so far; 0 when the process has ended.
fn peak_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// A path as a word of a command line; the paths of tests are plain text.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
