//! A list comes in by the browser: seen before it is kept, corrected, whole or not at all, taken back.

use super::{Browser, House, Server, open};
use record::Property;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use store::{ImportNumber, RecordFilter, StaffRole};

/// The fourth column's header says nothing.
const LIST: &str = "الاسم,الكنية,اسم الأب,س٤,سنة الولادة,هاتف\n\
    وائل,الحموي,سامر,ليلى,1980,0933111222\nباسل,الديري,نبيل,هدى,1975,0933111223\nغسان,الشامي,مازن,نوال,1,0933111224\n";

fn browser(house: &House, server: &Server, role: StaffRole) -> Browser {
    server.browser(house.link_of(role))
}

fn sent(browser: &mut Browser, name: &str, list: &str) -> String {
    let answer = browser.upload("/imports", &[("source", "قائمة المشفى"), ("kind", "freed")], name, list);
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.to().to_owned()
}

/// Waits until a file is in, and gives the page of its list.
fn brought_in(browser: &mut Browser, waiting: &str) -> String {
    let since = Instant::now();
    loop {
        let answer = browser.get(waiting);
        if answer.status == 303 {
            return answer.to().to_owned();
        }
        assert_eq!(answer.fields.get("refresh").map(String::as_str), Some("2"), "{}", answer.body);
        assert!(since.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn a_list_is_seen_corrected_brought_in_and_taken_back() {
    let house = House::new(20);
    let server = Server::over(&house.place);
    let mut own = browser(&house, &server, StaffRole::Caseworker);
    let waiting = sent(&mut own, "../../<b>list.csv", LIST);
    let page = own.get(&waiting);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("وائل") && !page.body.contains("import-known"));
    assert!(page.body.contains("<option value=\"kept\" selected>"), "the fourth column is not known");
    assert!(page.body.contains("no date that a calendar has") || page.body.contains("a year that no living person"));
    for sealed in ["0933111222", "933111222"] {
        assert!(!page.body.contains(sealed), "what is sealed is not shown");
    }
    // Nothing is kept yet, and it is nobody else's.
    assert!(open(&house.place).import(ImportNumber(3)).is_err());
    let mut other = browser(&house, &server, StaffRole::Reviewer);
    for path in [waiting.clone(), format!("{waiting}/bring-in")] {
        assert_eq!(other.send(if path == waiting { "GET" } else { "POST" }, &path, "").status, 404);
    }
    // A column is corrected; what cannot be is refused.
    assert_eq!(own.post(&waiting, &[("kind", "freed"), ("column-0-3", "nonsense")]).status, 422);
    let mother = [("kind", "freed"), ("as-of", "2024-12-10"), ("column-0-3", "mother")];
    assert_eq!(own.post(&waiting, &mother).status, 303);
    assert!(own.get(&waiting).body.contains("<option value=\"mother\" selected>"));
    assert_eq!(own.post(&format!("{waiting}/bring-in"), &mother).status, 303);
    let import = brought_in(&mut own, &waiting);
    assert_eq!(import, "/import/I3");
    let archive = open(&house.place);
    let mut mothers = Vec::new();
    let filter = RecordFilter::Import(ImportNumber(3));
    archive
        .records(filter, |_, record| {
            mothers.extend(record.claims_of(Property::Mother).map(|claim| claim.as_written.clone()));
            Ok(())
        })
        .unwrap();
    assert_eq!(mothers, ["ليلى", "هدى", "نوال"]);
    let listed = archive.import(ImportNumber(3)).unwrap();
    assert_eq!((listed.meta.source.as_str(), listed.meta.by), ("قائمة المشفى", Some(house.accounts[1])));
    assert_eq!(listed.meta.as_of, "2024-12-10");
    assert_eq!(own.get(&import).status, 200);

    // The same headers again: what they mean is known.
    let again = sent(&mut own, "next.csv", &LIST.replace("وائل", "عمار"));
    let page = own.get(&again).body;
    assert!(page.contains("<option value=\"mother\" selected>") && page.contains("with the same headers"));
    assert_eq!(own.post(&format!("{again}/throw-away"), &[]).status, 303);
    assert_eq!(own.get(&again).status, 404);
    // The same bytes again: nothing is done.
    let same = sent(&mut own, "same.csv", LIST);
    own.post(&format!("{same}/bring-in"), &mother);
    assert_eq!(brought_in(&mut own, &same), "/import/I3");

    assert_eq!(own.post("/import/I3/undo", &[("reason", "a forgery")]).status, 403, "no caseworker alone");
    assert_eq!(other.post("/import/I3/undo", &[("reason", "a forgery")]).status, 303);
    assert!(own.get(&import).body.contains("This list was taken back"));
    assert!(open(&house.place).import(ImportNumber(3)).unwrap().undone.is_some());
    house.place.is_clean();
}

#[test]
fn what_is_no_list_is_refused_with_a_reason_and_keeps_nothing() {
    let house = House::new(20);
    let server = Server::over(&house.place);
    let mut own = browser(&house, &server, StaffRole::Caseworker);
    let kind = [("source", "x"), ("kind", "freed")];
    assert_eq!(own.upload("/imports", &kind, "empty.csv", "").status, 422);
    assert_eq!(own.upload("/imports", &[("source", "x"), ("kind", "perhaps")], "a.csv", LIST).status, 422);
    assert_eq!(own.upload("/imports", &[("source", "x"), ("kind", "freed"), ("as-of", "soon")], "a", LIST).status, 422);
    let waiting = sent(&mut own, "a.xlsx", "PK\u{3}\u{4}no workbook");
    let page = own.get(&waiting);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("role=\"alert\"") && !page.body.contains("/proc/"), "{}", page.body);
    own.post(&format!("{waiting}/bring-in"), &kind);
    let since = Instant::now();
    while own.get(&waiting).fields.contains_key("refresh") {
        assert!(since.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(30));
    }
    assert!(own.get(&waiting).body.contains("It was not brought in"));
    assert_eq!(open(&house.place).imports().unwrap().len(), 2);
    // So many may wait, and no more.
    sent(&mut own, "b.csv", LIST);
    sent(&mut own, "c.csv", LIST);
    assert_eq!(own.upload("/imports", &kind, "d.csv", LIST).status, 422);
    // Whoever brings no lists in sends none.
    for role in [StaffRole::Intake, StaffRole::Analyst, StaffRole::Keyholder] {
        assert_eq!(browser(&house, &server, role).upload("/imports", &kind, "a.csv", LIST).status, 403);
    }
    house.place.is_clean();
}

/// How a form of so many bytes is answered, of which none was sent yet.
fn announced(server: &Server, path: &str, bytes: usize) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {bytes}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    String::from_utf8(status.to_vec()).unwrap()
}

#[test]
fn what_is_longer_than_a_form_or_a_file_is_refused_before_it_is_read() {
    let house = House::new(6);
    let server = Server::over(&house.place);
    for (path, bytes) in
        [("/requests/new", 300 << 10), ("/choose", 300 << 10), ("/imports", 65 << 20), ("/pictures", 34 << 20)]
    {
        assert_eq!(announced(&server, path, bytes), "HTTP/1.1 413", "{path}");
    }
}

/// Begins to send a file, and stands still.
fn begun(server: &Server, cookie: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost:{}\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: 9999\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nName",
        server.port
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[test]
fn uploads_that_stand_still_keep_nobody_else_out() {
    let house = House::new(6);
    let server = Server::over(&house.place);
    let mut own = browser(&house, &server, StaffRole::Caseworker);
    let second = server.browser(house.links.last().unwrap());
    let mut reviewer = browser(&house, &server, StaffRole::Reviewer);
    let mut slow = [begun(&server, &own.cookie, "/imports"), begun(&server, &second.cookie, "/pictures")];
    // One at a time of an account, after twenty seconds' waiting.
    let since = Instant::now();
    let form = [("source", "x"), ("kind", "freed")];
    loop {
        // On a busy machine the half minute of silence after which they are let go would be over before the twenty seconds are.
        for one in &mut slow {
            one.write_all(b"x").unwrap();
        }
        // No list, which is not kept: before the slow one has the turn, some of them get one.
        let answer = own.upload("/imports", &form, "a.csv", "");
        if answer.body.contains("are being received") {
            assert_eq!(answer.status, 422);
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(90), "{}", answer.body);
    }
    sent(&mut reviewer, "b.csv", LIST);
    // A turn is over when whoever had it goes away.
    drop(slow);
    let since = Instant::now();
    while own.upload("/imports", &form, "c.csv", LIST).status != 303 {
        assert!(since.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
#[ignore = "long: scripts/test --long"]
fn whoever_sends_nothing_for_half_a_minute_is_let_go() {
    let house = House::new(6);
    let server = Server::over(&house.place);
    let cookie = browser(&house, &server, StaffRole::Caseworker).cookie;
    let mut idle = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    idle.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
    idle.write_all(b"GET /login HTTP/1.1\r\nHost: loc").unwrap();
    let since = Instant::now();
    let mut body = begun(&server, &cookie, "/imports");
    let mut told = String::new();
    assert_eq!(idle.read_to_string(&mut told).unwrap(), 0, "{told}");
    assert!(since.elapsed() > Duration::from_secs(15));
    body.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("HTTP/1.1 422") && since.elapsed() > Duration::from_secs(25), "{told}");
}
