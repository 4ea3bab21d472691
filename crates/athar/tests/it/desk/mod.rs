//! The desk under test: an archive with accounts of every role, the real server over it, and a browser of few words.

mod api;
mod colleagues;
mod counts;
mod counts_cost;
mod crawl;
mod exports;
mod figures;
mod imports;
mod kills;
mod pictures;
mod roles;
mod searches;
mod sessions;
mod things;

use crate::place::Place;
use crate::run::{day_in, text};
use record::{AsOf, Gazetteer, Position, Private, Property, Record, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::{AccountId, Archive, Asker, CaseNumber, Consent, NewRequest, Profile, StaffRole};

pub(super) const TIME: &str = "2026-11-30T10:00:00Z";

/// What stands before the port in what a server says first.
const LISTENING: &str = "(listening on 127.0.0.1:";

/// A server over an archive.
pub(super) struct Server {
    child: Child,
    pub(super) port: u16,
    /// What it prints.
    printed: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    /// Serves an archive that lies beside the mark of a demonstration, so that its links open again and again.
    pub(super) fn over(place: &Place) -> Server {
        Server::over_with(place, &[])
    }

    /// The same, with more words of the command.
    pub(super) fn over_with(place: &Place, words: &[&str]) -> Server {
        let mut run = place.athar(["serve", "--listen", "127.0.0.1:0", "--no-jobs"]);
        for word in words {
            run = run.word(word);
        }
        let mut child = run.start_piped();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let err = child.stderr.take().unwrap();
        let printed = Arc::new(Mutex::new(Vec::new()));
        gather(err, &printed);
        let mut line = String::new();
        while !line.contains(LISTENING) {
            line.clear();
            assert_ne!(out.read_line(&mut line).unwrap(), 0, "the server ended");
        }
        gather(out, &printed);
        let digits = line.split_once(LISTENING).unwrap().1.chars().take_while(char::is_ascii_digit);
        Server { child, port: digits.collect::<String>().parse().unwrap(), printed }
    }

    /// What it has printed since it said where it listens.
    pub(super) fn output(&self) -> String {
        String::from_utf8_lossy(&self.printed.lock().unwrap()).into_owned()
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power cut would.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Somebody who opens a link.
    pub(super) fn browser(&self, link: &str) -> Browser {
        let mut browser = Browser { cookie: String::new(), ..self.nobody() };
        let answer = browser.get(link);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let cookie = answer.fields.get("set-cookie").expect("a cookie").split(';').next().unwrap();
        browser.cookie = format!("{cookie}; language=en");
        browser
    }

    /// Somebody who is not logged in.
    pub(super) fn nobody(&self) -> Browser {
        let (cookie, more, bytes) = (String::new(), String::new(), Vec::new());
        Browser { port: self.port, cookie, more, stream: None, used: Instant::now(), bytes }
    }
}

fn gather(mut from: impl Read + Send + 'static, into: &Arc<Mutex<Vec<u8>>>) {
    let into = Arc::clone(into);
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            into.lock().unwrap().extend(&bytes[..count]);
        }
    });
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How long a browser keeps a connection that it does not use.
const KEPT: Duration = Duration::from_secs(10);

/// A browser that keeps its connection.
pub(super) struct Browser {
    port: u16,
    pub(super) cookie: String,
    /// Lines of its head besides.
    pub(super) more: String,
    stream: Option<BufReader<TcpStream>>,
    /// When it was last answered.
    used: Instant,
    /// The body of the latest answer.
    bytes: Vec<u8>,
}

/// What it is answered.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) fields: BTreeMap<String, String>,
    pub(super) body: String,
}

impl Browser {
    pub(super) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    pub(super) fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        self.send("POST", path, &pairs.join("&"))
    }

    /// Sends an empty form that is answered with a file.
    pub(super) fn post_for_bytes(&mut self, path: &str) -> (Answer, Vec<u8>) {
        let answer = self.send("POST", path, "");
        let bytes = std::mem::take(&mut self.bytes);
        (answer, bytes)
    }

    /// Sends a file with a form (RFC 7578).
    pub(super) fn upload(&mut self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &str) -> Answer {
        let boundary = "----a-line-that-no-file-has";
        let mut body = String::new();
        for (field, value) in fields {
            let _ = write!(body, "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        }
        let _ = write!(
            body,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{bytes}\r\n--{boundary}--\r\n"
        );
        let kind = format!("multipart/form-data; boundary={boundary}");
        self.exchange("POST", path, &kind, body.as_bytes()).expect("the server answers")
    }

    pub(super) fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        self.try_send(method, path, body).expect("the server answers")
    }

    /// The same, where the server may be killed meanwhile.
    pub(super) fn try_send(&mut self, method: &str, path: &str, body: &str) -> std::io::Result<Answer> {
        let answer = self.exchange(method, path, "application/x-www-form-urlencoded", body.as_bytes());
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }

    /// Sends a body of some kind.
    pub(super) fn exchange(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> std::io::Result<Answer> {
        // The server lets go of a connection that nobody uses for a while.
        if self.stream.is_none() || self.used.elapsed() > KEPT {
            let stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            stream.set_nodelay(true)?;
            self.stream = Some(BufReader::new(stream));
        }
        let stream = self.stream.as_mut().unwrap();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{0}\r\nSec-Fetch-Site: same-origin\r\nCookie: {1}\r\n{2}",
            self.port, self.cookie, self.more
        );
        if method != "GET" {
            let _ = write!(head, "Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
        }
        stream.get_mut().write_all(&[head.as_bytes(), b"\r\n", body].concat())?;
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::ConnectionAborted.into());
        }
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let mut fields = BTreeMap::new();
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            fields.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = fields.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        let text = String::from_utf8_lossy(&body).into_owned();
        (self.bytes, self.used) = (body, Instant::now());
        Ok(Answer { status, fields, body: text })
    }
}

impl Answer {
    /// Where it leads.
    pub(super) fn to(&self) -> &str {
        self.fields.get("location").map_or("", String::as_str)
    }
}

/// A text as a form sends it (WHATWG URL, application/x-www-form-urlencoded).
pub(super) fn coded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// An archive with a list of the sought, a list of the freed, links between them, and an account of each role.
pub(super) struct House {
    pub(super) place: Place,
    /// The link of each role's account, in the order of [`StaffRole::ALL`]; then a second caseworker's, of another team.
    pub(super) links: Vec<String>,
    pub(super) accounts: Vec<AccountId>,
}

impl House {
    pub(super) fn new(rows: usize) -> House {
        House::at(Place::sqlite(), &lists(rows))
    }

    /// The same at a place, of two lists.
    pub(super) fn at(place: Place, (sought, freed): &(String, String)) -> House {
        place.file("ATHAR-DEMO", "");
        for (name, list, kind) in [("sought.csv", sought, "sought"), ("freed.csv", freed, "freed")] {
            let file = place.file(name, list);
            place.athar(["import", text(&file), "--kind", kind, "--quiet"]).patience(600).go();
        }
        place.athar(["link", "--quiet"]).patience(600).done();
        House::of(place)
    }

    /// The same of an archive that is there, linked.
    pub(super) fn of(place: Place) -> House {
        let archive = open(&place);
        let mut accounts = Vec::new();
        let enrol = |name: &str, role: StaffRole, team: &str| {
            let teams = BTreeSet::from([team.to_owned()]).into_iter().filter(|team| !team.is_empty()).collect();
            let profile =
                Profile { name: Private::from(name), roles: BTreeSet::from([role]), teams, ..Profile::default() };
            archive.enrol(profile, None, None, TIME).unwrap()
        };
        for role in StaffRole::ALL {
            accounts.push(enrol(role.as_str(), role, "north"));
        }
        accounts.push(enrol("second", StaffRole::Caseworker, "south"));
        let invite = |account: &AccountId| web::invite(&archive, *account, None, true).unwrap();
        // An administrator who has a key keeps the accounts from then on: theirs is made last.
        let admin = place_of(StaffRole::Admin);
        let mut links = vec![String::new(); accounts.len()];
        for at in (0..accounts.len()).filter(|at| *at != admin).chain([admin]) {
            links[at] = invite(&accounts[at]);
        }
        House { place, links, accounts }
    }

    pub(super) fn link_of(&self, role: StaffRole) -> &str {
        &self.links[place_of(role)]
    }

    pub(super) fn account_of(&self, role: StaffRole) -> AccountId {
        self.accounts[place_of(role)]
    }

    /// A request for somebody who is called and described so, of the first caseworker's team.
    pub(super) fn request(&self, cells: &[(Property, &str)]) -> CaseNumber {
        let claims = cells
            .iter()
            .filter_map(|(property, cell)| record::read_cell(*property, cell, AsOf::default(), Gazetteer::syria()).0);
        let position = Position { row: 1, ..Position::default() };
        let sought = Record { position, role: Role::Sought, verbatim: Vec::new(), claims: claims.collect() };
        let request = NewRequest {
            asker: Asker { name: Private::from("أم"), ..Asker::default() },
            consent: Consent::default(),
            team: "north".to_owned(),
            contact_until: day_in(365),
        };
        open(&self.place).open_request(sought, Vec::new(), request, None, &day_in(0)).unwrap().case
    }
}

/// Where a role stands in a house.
fn place_of(role: StaffRole) -> usize {
    StaffRole::ALL.iter().position(|one| *one == role).unwrap()
}

pub(super) fn open(place: &Place) -> Archive {
    Archive::open(&place.location()).unwrap()
}

/// Two lists of invented people, most of them in both.
pub(super) fn lists(rows: usize) -> (String, String) {
    const GIVEN: [&str; 12] =
        ["سامر", "وائل", "باسل", "نبيل", "غسان", "هيثم", "زياد", "مازن", "رائد", "أنس", "طارق", "عمار"];
    const FAMILY: [&str; 10] =
        ["الحموي", "الديري", "الشامي", "القاسم", "المصري", "النجار", "الصباغ", "الحداد", "العطار", "الخياط"];
    const MOTHER: [&str; 7] = ["ليلى", "هدى", "نوال", "سميرة", "وداد", "رباب", "ناهد"];
    const FROM: [&str; 6] = ["حمص", "حماة", "درعا", "إدلب", "دير الزور", "حلب"];
    let mut sought = "الاسم,الكنية,اسم الأب,اسم الأم,سنة الولادة,المحافظة,تاريخ الاعتقال,هاتف\n".to_owned();
    let mut freed = "الاسم,الكنية,اسم الأب,اسم الأم,سنة الولادة,المحافظة\n".to_owned();
    for row in 0..rows {
        let (given, father) = (GIVEN[row % 12], GIVEN[(row / 12 + 5) % 12]);
        let (family, mother, from) = (FAMILY[(row / 7) % 10], MOTHER[(row / 3) % 7], FROM[(row / 11) % 6]);
        let born = 1960 + (row * 7) % 43;
        let _ =
            writeln!(sought, "{given},{family},{father},{mother},{born},{from},2013-0{}-11,09{row:08}", 1 + row % 9);
        if row % 3 != 0 {
            let _ = writeln!(freed, "{given},{family},{father},{mother},{born},{from}");
        }
    }
    (sought, freed)
}
