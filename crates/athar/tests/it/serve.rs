//! The desk as a browser meets it: the real binary on a demo archive, over plain HTTP.

use crate::place::Place;
use crate::run::{athar, gather, text};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use store::{Archive, Location};

/// A page each that only staff may see, of every part of the desk.
const PAGES: [&str; 14] = [
    "/",
    "/queue",
    "/pair/R1.1/R6.1",
    "/awaiting",
    "/record/R1.1",
    "/requests",
    "/requests/new",
    "/requests/form",
    "/case/C0123456789",
    "/calendar",
    "/corrections",
    "/accounts",
    "/audit",
    "/nowhere",
];

/// A process that serves.
pub(crate) struct Served {
    child: Child,
    port: u16,
    /// Lines of its output, to the last of those waited for.
    said: Vec<String>,
    rest: Option<(JoinHandle<String>, JoinHandle<String>)>,
}

/// What a browser is answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    fields: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Served {
    /// Starts it, and waits until it has said something.
    fn start(words: &[&str], last: &str) -> Served {
        Served::start_with(words, last, &[])
    }

    /// The same with some of its environment.
    pub(crate) fn start_with(words: &[&str], last: &str, env: &[(&str, &str)]) -> Served {
        let run = athar(words.iter().copied());
        let mut child = env.iter().fold(run, |run, (name, value)| run.env(name, value)).start_piped();
        let err = gather(child.stderr.take().unwrap());
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (mut said, mut port) = (Vec::new(), None);
        while !said.last().is_some_and(|line: &String| line.contains(last)) {
            let mut line = String::new();
            // It ended before it served; why is in what it says of itself.
            assert!(out.read_line(&mut line).unwrap() > 0, "athar {} ended: {:?}", words[0], child.wait().unwrap());
            let after = line.split_once("http://localhost:").map(|(_, rest)| rest.to_owned());
            let digits = after.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
            port = port.or(digits.and_then(|digits| digits.parse().ok()));
            said.push(line);
        }
        let rest = Some((gather(out), err));
        Served { child, port: port.expect("no port was said"), said, rest }
    }

    /// The path of the link in the line with these words.
    pub(crate) fn link(&self, kind: &str, at: usize) -> String {
        let links = self.said.iter().filter(|line| line.contains("http://localhost:"));
        let mut links = links.filter_map(|line| line.trim_end().split_once(kind));
        format!("{kind}{}", links.nth(at).expect("a link is printed").1)
    }

    fn send(&self, first: &str, fields: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut head = format!("{first} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n", self.port);
        for (name, value) in fields {
            head.extend([name, ": ", value, "\r\n"]);
        }
        stream.write_all((head + "\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let fields = lines.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
        let answer = Answer { status, fields, body: body.to_owned() };
        answer.has_the_headers(first);
        answer
    }

    /// Where it is.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> String {
        self.child.id().to_string()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(&format!("GET {path}"), &[("Cookie", cookie), ("Accept-Language", "en")])
    }

    /// Tells it to stop; what it said from the line on that was waited for, and in what it said of itself.
    pub(crate) fn stop(mut self) -> (String, String) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let ended = self.child.wait().unwrap();
        let (out, err) = self.rest.take().unwrap();
        let (out, err) = (out.join().unwrap(), err.join().unwrap());
        assert!(ended.success(), "it should end when it is told to: {ended}, {err}");
        (out, err)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    #[track_caller]
    fn leads_to(&self, path: &str) {
        assert_eq!((self.status, self.field("location")), (303, path));
    }

    /// The cookie that an answer sets, as a browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        let cookie = self.field("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap().to_owned()
    }

    #[track_caller]
    fn has_the_headers(&self, of: &str) {
        let policy = self.field("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{of}: {policy}");
        assert!(!policy.contains("unsafe"), "{of}: {policy}");
        assert_eq!(self.field("cache-control"), "no-store", "{of}");
        assert_eq!(self.field("referrer-policy"), "same-origin", "{of}");
        assert_eq!(self.field("x-content-type-options"), "nosniff", "{of}");
    }
}

fn demo(dir: &Path, people: &str) -> Served {
    let words = ["demo", "--people", people, "--dir", text(dir), "--listen", "127.0.0.1:0"];
    Served::start(&words, "as the administrator")
}

/// Pairs that wait in the queue, and how many of them a family waits for.
fn waiting(archive: &Path) -> (usize, usize) {
    let archive = Archive::open(&Location::dir(archive)).unwrap();
    let (mut pairs, mut of_families) = (0, 0);
    archive
        .proposals(200_000, |pair| {
            pairs += 1;
            of_families += usize::from(pair.case.is_some());
            Ok(())
        })
        .unwrap();
    (pairs, of_families)
}

/// Every whole name of two lists, as it is written there.
fn names(dir: &Path) -> Vec<String> {
    let read =
        |list: &str| csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(dir.join(list)).unwrap();
    let mut names = Vec::new();
    for list in ["1-gate-list.csv", "6-requests.csv"] {
        names.extend(read(list).records().filter_map(|row| Some(row.unwrap().get(1)?.trim().to_owned())));
    }
    names.retain(|name| name.contains(' '));
    assert!(names.len() > 50);
    names
}

#[test]
fn the_demo_ends_with_a_desk_that_one_click_opens() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("demo");
    let served = demo(&dir, "200");

    for page in PAGES {
        served.get(page, "").leads_to("/login");
        served.get(page, &format!("desk={}", "0".repeat(64))).leads_to("/login");
    }
    assert_eq!(served.get("/login", "").status, 200);
    assert_eq!(served.get("/healthy", "").status, 200);

    let opened = served.get(&served.link("/demo/", 0), "");
    opened.leads_to("/");
    let cookie = opened.cookie();
    served.get("/", &cookie).leads_to("/queue");
    // On a machine that has much else to do a page looks for pairs until its time is up, and says so.
    let mut queue = served.get("/queue", &cookie);
    for _ in 0..20 {
        if queue.body.contains("/pair/R") {
            break;
        }
        queue = served.get("/queue", &cookie);
    }
    assert_eq!(queue.status, 200);
    assert!(queue.body.contains("<html") && queue.body.contains("/pair/R"), "no pair waits on the page");
    // A link of the demo opens again, for each of the three.
    for at in 0..3 {
        served.get(&served.link("/demo/", at), "").leads_to("/");
    }
    assert_eq!(served.get("/demo/no-such-token", "").status, 200);
    // Whoever keeps accounts sees nobody.
    let administrator = served.get(&served.link("/demo/", 2), "").cookie();
    assert_eq!(served.get("/queue", &administrator).status, 403);
    assert_eq!(served.get("/accounts", &administrator).status, 200);
    assert_eq!(served.get("/accounts", &cookie).status, 403);

    // What another site sends does nothing, cookie or not.
    let from_elsewhere = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site"), ("Content-Length", "0")];
    assert_eq!(served.send("POST /logout", &from_elsewhere).status, 403);
    let named = [("Cookie", cookie.as_str()), ("Origin", "http://elsewhere.example"), ("Content-Length", "0")];
    assert_eq!(served.send("POST /logout", &named).status, 403);
    assert_eq!(served.get("/queue", &cookie).status, 200, "still logged in");
    let own = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin"), ("Content-Length", "0")];
    served.send("POST /logout", &own).leads_to("/login");
    served.get("/queue", &cookie).leads_to("/login");

    // 300 of 5,000 people are 12 of 200.
    let (pairs, of_families) = waiting(&dir.join("archive"));
    println!("demo of 200 people: {pairs} pairs wait, {of_families} of families who asked");
    assert!(pairs >= 12 && of_families > 0);

    let desk = served.said.iter().position(|line| line.starts_with("The desk is open")).unwrap();
    let mut heard = served.said[desk..].concat();
    let (out, err) = served.stop();
    heard += &(out + &err);
    let told = names(&dir).iter().filter(|name| heard.contains(name.as_str())).count();
    assert_eq!(told, 0, "names in what the desk says");
}

#[test]
#[ignore = "long: scripts/test --long"]
fn three_hundred_pairs_wait_in_the_demo() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("demo");
    let served = demo(&dir, "5000");
    let (pairs, of_families) = waiting(&dir.join("archive"));
    println!("demo: {pairs} pairs wait, {of_families} of families who asked");
    assert!(pairs >= 300 && of_families >= 40);
    let cookie = served.get(&served.link("/demo/", 0), "").cookie();
    let queue = served.get("/queue", &cookie).body;
    let pair: String = queue.split_once("\"/pair/").unwrap().1.chars().take_while(|letter| *letter != '"').collect();
    let mut millis: Vec<u128> = Vec::new();
    for _ in 0..50 {
        let began = Instant::now();
        assert_eq!(served.get(&format!("/pair/{pair}"), &cookie).status, 200);
        millis.push(began.elapsed().as_millis());
    }
    millis.sort_unstable();
    println!("a pair: {} ms in the middle, {} ms at most", millis[25], millis[49]);
    served.stop();
}

#[test]
fn the_first_administrator_is_invited_once() {
    let place = Place::sqlite();
    place.import(&place.file("one.csv", "Name,Age\nSamer Wardani,33\n"), "sought").ends(0);
    let archive = place.archive();
    let words = ["serve", "--archive", text(&archive), "--listen", "127.0.0.1:0", "--no-jobs"];
    let served = Served::start(&words, "/join/");
    let invitation = served.link("/join/", 0);
    assert_eq!(served.get(&invitation, "").status, 200);
    // A demo's links open nothing here.
    assert!(served.get(&invitation.replace("/join/", "/demo/"), "").field("set-cookie").is_empty());
    served.stop();
    let again = Served::start(&words, "The desk is open");
    assert_eq!(again.get(&invitation, "").status, 200, "it still opens");
    let (out, _) = again.stop();
    assert!(!out.contains("/join/"), "another invitation was printed");
    // Lost, it is given again by whoever holds the machine.
    let accounts = place.athar(["account", "list", "--json"]).done().json();
    let administrator = accounts[0]["account"].as_str().unwrap().to_owned();
    let anew = place.athar(["account", "invite", &administrator]).done();
    assert!(anew.out.starts_with("/join/") && !anew.out.starts_with(&invitation), "{}", anew.out);
}

/// Whoever reads a machine's journal is not let in by it.
#[test]
fn the_first_invitation_is_in_no_journal() {
    let place = Place::sqlite();
    let archive = place.archive();
    let words = ["serve", "--archive", text(&archive), "--listen", "127.0.0.1:0", "--no-jobs", "--new"];
    let (mut child, journal) = athar(words).start_in_a_journal();
    let mut printed = String::new();
    let mut lines = BufReader::new(journal).lines();
    while !printed.contains("Nobody works here yet") {
        printed += &lines.next().expect("it ended").unwrap();
    }
    let link = std::fs::read_to_string(archive.join("first-invitation")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(printed.contains("first-invitation") && !printed.contains("/join/"), "{printed}");
    assert!(link.starts_with("http://localhost:") && link.contains("/join/") && link.ends_with('\n'));
    let mode = std::fs::metadata(archive.join("first-invitation")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "its owner alone reads it");
    // A pipe that is no journal is a console.
    let place = Place::sqlite();
    let archive = place.archive();
    let words = ["serve", "--archive", text(&archive), "--listen", "127.0.0.1:0", "--no-jobs", "--new"];
    let served = Served::start_with(&words, "/join/", &[("JOURNAL_STREAM", "1:1")]);
    // Whoever answers listens to signals as well.
    assert_eq!(served.get("/login", "").status, 200);
    served.stop();
    assert!(!archive.join("first-invitation").exists());
}

#[test]
fn a_desk_begins_with_an_empty_archive_where_that_is_asked_for() {
    let place = Place::sqlite();
    let archive = place.archive();
    let words = ["serve", "--archive", text(&archive), "--listen", "127.0.0.1:0", "--no-jobs"];
    athar(words).go().ends(3).says("there is no archive");
    assert!(!archive.exists(), "a path that was mistyped makes nothing");
    let new = [words.as_slice(), &["--new"]].concat();
    let served = Served::start(&new, "/join/");
    let invitation = served.link("/join/", 0);
    assert_eq!(served.get(&invitation, "").status, 200);
    let (_, err) = served.stop();
    assert!(err.contains("athar keys protect"), "what its safety rests on is said: {err}");
    // The same words again open what is there.
    let again = Served::start(&new, "The desk is open");
    assert_eq!(again.get(&invitation, "").status, 200);
    again.stop();
    place.athar(["verify"]).done();
}

#[test]
fn what_is_new_is_linked_by_itself() {
    let place = Place::sqlite();
    let rows = |first: &str| {
        format!(
            "Name,Father,Mother,Born,From\nSamer Wardani,{first},Rima,1985,Homs\nNidal Kassab,Omar,Huda,1990,Hama\n"
        )
    };
    place.import(&place.file("sought.csv", rows("Nidal")), "sought").ends(0);
    let archive = place.archive();
    let words = ["serve", "--archive", text(&archive), "--listen", "127.0.0.1:0"];
    let served = Served::start(&words, "/join/");
    let latest = || Archive::open(&Location::dir(&archive)).unwrap().latest_run_number().unwrap();
    let since = Instant::now();
    let wait = |what: &str, done: &dyn Fn() -> bool| {
        while !done() {
            assert!(since.elapsed() < Duration::from_secs(90), "{what}");
            std::thread::sleep(Duration::from_millis(300));
        }
    };
    wait("what was there is linked", &|| latest().is_some());
    let first = latest();
    place.import(&place.file("freed.csv", rows("Nidhal")), "freed").ends(0);
    wait("a list that came is linked", &|| latest() != first);
    let (_, err) = served.stop();
    assert!(!err.contains("Wardani") && !err.contains("failed"), "{err}");
}

#[test]
fn what_would_travel_in_clear_is_refused() {
    let place = Place::with_demo();
    let archive = place.archive();
    let serve = |words: &[&str]| athar(["serve", "--archive", text(&archive)].iter().chain(words)).go();
    serve(&["--listen", "0.0.0.0:0"]).ends(2).says("without TLS");
    serve(&["--listen", "0.0.0.0:0", "--tls", "self-made"]).ends(2).says("--origin");
    serve(&["--listen", "0.0.0.0:0", "--behind-proxy"]).ends(2).says("--origin");
    serve(&["--behind-proxy", "--origin", "http://desk.example"]).ends(2).says("https://");
    serve(&["--origin", "https://desk.example/here"]).ends(2).says("--origin is an address");
    serve(&["--tls-key", "key.pem"]).ends(2);
    athar(["demo", "--listen", "0.0.0.0:0"]).go().ends(2).says("this machine alone");
}
