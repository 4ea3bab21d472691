//! A program of somebody else's as a child process that can do little: so much memory, so many seconds, so much output, no
//! network where the system lets us take it away. Arguments are fixed by whoever calls; the environment is empty but for the path.
//!
//! A hostile file stays out of this process: what the child does with it, it does within these limits or not at all.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What a child may use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Bytes of address space.
    pub(crate) memory: u64,
    /// Seconds of a processor, and as many by the clock.
    pub(crate) seconds: u64,
    /// Bytes that it may write to us.
    pub(crate) output: u64,
}

/// What a child reads from its standard input. A path would have to be one that it may open; a file need not.
pub(crate) enum Input<'bytes> {
    /// Nothing.
    Nothing,
    /// These bytes.
    Bytes(&'bytes [u8]),
    /// An open file, from where it stands.
    File(File),
}

/// How a child ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// By itself, with that code.
    Code(Option<i32>),
    /// We ended it: it took too long, or wrote too much.
    Late,
}

/// Runs a program with its arguments; gives what it wrote and how it ended. `NotFound`: there is no such program.
pub(crate) fn run(
    program: &str,
    arguments: &[OsString],
    input: Input<'_>,
    limits: Limits,
) -> io::Result<(Vec<u8>, Ended)> {
    let mut child = spawn(program, arguments, &input, limits)?;
    let output = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.map(|output| output.take(limits.output + 1).read_to_end(&mut bytes));
        read.transpose().map(|_| bytes)
    });
    if let (Some(mut pipe), Input::Bytes(input)) = (child.stdin.take(), input) {
        let input = input.to_owned();
        // A child that reads nothing must not keep us; when it ends, so does the pipe.
        std::thread::spawn(move || drop(pipe.write_all(&input)));
    }
    let ended = wait(&mut child, &reader, limits.seconds)?;
    let bytes = reader.join().map_err(|_| io::Error::other("the output could not be read"))??;
    match ended {
        // 127 is what `prlimit` answers when it finds no program to run.
        Ended::Code(Some(127)) => Err(io::ErrorKind::NotFound.into()),
        _ if bytes.len() as u64 > limits.output => Ok((bytes, Ended::Late)),
        ended => Ok((bytes, ended)),
    }
}

fn spawn(program: &str, arguments: &[OsString], input: &Input<'_>, limits: Limits) -> io::Result<Child> {
    let mut words: Vec<OsString> = Vec::new();
    if can_part_from_the_network() {
        words.extend(["unshare", "--map-current-user", "--net", "--"].map(OsString::from));
    }
    words.push("prlimit".into());
    words.push(format!("--as={}", limits.memory).into());
    words.push(format!("--cpu={}", limits.seconds).into());
    words.extend(["--core=0", "--"].map(OsString::from));
    words.push(program.into());
    let start = |words: &[OsString]| -> io::Result<Child> {
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(arguments).env_clear();
        command.stdin(match input {
            Input::Nothing => Stdio::null(),
            Input::Bytes(_) => Stdio::piped(),
            Input::File(file) => Stdio::from(file.try_clone()?),
        });
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        if let Some(search) = std::env::var_os("PATH") {
            command.env("PATH", search);
        }
        // Programs that compute on every core would take the pages' processors.
        command.env("OMP_THREAD_LIMIT", "1");
        command.spawn()
    };
    match start(&words) {
        // A system without `prlimit`: its clock and its output are limited all the same.
        Err(error) if error.kind() == io::ErrorKind::NotFound => start(&[program.into()]),
        started => started,
    }
}

/// Whether this system lets us start a child without a network (user namespaces may be switched off).
fn can_part_from_the_network() -> bool {
    static CAN: OnceLock<bool> = OnceLock::new();
    *CAN.get_or_init(|| {
        let mut command = Command::new("unshare");
        command.args(["--map-current-user", "--net", "--", "true"].map(OsStr::new));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    })
}

type Output = JoinHandle<io::Result<Vec<u8>>>;

/// Waits for the child, and ends it when its time is over or its output too long.
fn wait(child: &mut Child, reader: &Output, seconds: u64) -> io::Result<Ended> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::Code(status.code()));
        }
        let late = start.elapsed() > Duration::from_secs(seconds);
        // A reader that has ended before the child has met the limit on output.
        if late || (reader.is_finished() && start.elapsed() > Duration::from_secs(1)) {
            child.kill()?;
            let status = child.wait()?;
            return Ok(if late { Ended::Late } else { Ended::Code(status.code()) });
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(test)]
mod tests {
    use super::{Ended, Input, Limits, run};
    use std::ffi::OsString;
    use std::io;
    use std::time::Instant;

    const FEW: Limits = Limits { memory: 64 << 20, seconds: 1, output: 1_000 };

    fn words(words: &[&str]) -> Vec<OsString> {
        words.iter().map(OsString::from).collect()
    }

    #[test]
    fn a_child_that_goes_too_far_is_ended() {
        let began = Instant::now();
        let (_, ended) = run("sleep", &words(&["30"]), Input::Nothing, FEW).unwrap();
        assert_eq!(ended, Ended::Late);
        let (bytes, ended) = run("yes", &[], Input::Nothing, FEW).unwrap();
        assert!(ended != Ended::Code(Some(0)) && bytes.len() <= 1_001, "{ended:?}");
        assert!(began.elapsed().as_secs() < 10);
        // More memory than it may have.
        let (_, ended) = run("head", &words(&["-c", "500M", "/dev/zero"]), Input::Nothing, FEW).unwrap();
        assert_ne!(ended, Ended::Code(Some(0)));
    }

    #[test]
    fn a_child_reads_and_writes_and_one_that_is_not_there_is_told() {
        let (bytes, ended) = run("cat", &[], Input::Bytes(b"words"), FEW).unwrap();
        assert_eq!((bytes.as_slice(), ended), (b"words".as_slice(), Ended::Code(Some(0))));
        let missing = run("athar-no-such-program", &[], Input::Nothing, FEW);
        assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_child_has_no_network_where_the_system_allows_that() {
        if !super::can_part_from_the_network() {
            return;
        }
        let (bytes, _) =
            run("cat", &words(&["/proc/net/dev"]), Input::Nothing, Limits { output: 100_000, ..FEW }).unwrap();
        let cards = String::from_utf8_lossy(&bytes).lines().skip(2).filter(|line| !line.contains("lo:")).count();
        assert_eq!(cards, 0);
    }
}
