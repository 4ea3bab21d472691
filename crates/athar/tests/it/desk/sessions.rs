//! Sessions and what browsers keep of them: one ends where another begins, an administrator ends somebody's, wrong attempts stop
//! an account, and under TLS every cookie is this host's alone.

use super::{House, Server};
use crate::place::Place;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use store::StaffRole;

/// Whether a cookie still opens a page.
fn opens(server: &Server, cookie: &str, page: &str) -> bool {
    let mut browser = server.nobody();
    cookie.clone_into(&mut browser.cookie);
    browser.get(page).status == 200
}

#[test]
fn a_login_ends_what_the_same_browser_had_open() {
    let house = House::new(20);
    let server = Server::over(&house.place);
    let link = house.link_of(StaffRole::Caseworker);
    let mut browser = server.browser(link);
    let elsewhere = server.browser(link);
    let before = browser.cookie.clone();
    assert!(opens(&server, &before, "/requests"));
    let again = browser.get(link);
    let now = again.fields["set-cookie"].split(';').next().unwrap().to_owned();
    assert!(again.status == 303 && !before.starts_with(&now), "a token of its own");
    assert!(opens(&server, &now, "/requests"));
    assert!(!opens(&server, &before, "/requests"), "the token of before opens nothing");
    assert!(opens(&server, &elsewhere.cookie, "/requests"), "another browser of the same person stays");
}

#[test]
fn an_administrator_ends_the_sessions_of_an_account() {
    let house = House::new(20);
    let server = Server::over(&house.place);
    let link = house.link_of(StaffRole::Caseworker);
    let own = [(); 2].map(|()| server.browser(link).cookie);
    let reviewer = server.browser(house.link_of(StaffRole::Reviewer)).cookie;
    let mut admin = server.browser(house.link_of(StaffRole::Admin));
    let end = format!("/accounts/{}/end-sessions", house.accounts[1]);
    assert!(admin.get("/accounts").body.contains(&end), "the page has the button");
    assert_eq!(server.nobody().post(&end, &[]).to(), "/login");
    assert!(own.iter().all(|cookie| opens(&server, cookie, "/requests")));
    assert_eq!(admin.post(&end, &[]).status, 303);
    assert!(!own.iter().any(|cookie| opens(&server, cookie, "/requests")), "both browsers of the account");
    assert!(opens(&server, &reviewer, "/requests") && opens(&server, &admin.cookie, "/accounts"));
    // The account is open still.
    assert!(opens(&server, &server.browser(link).cookie, "/requests"));
}

#[test]
fn whoever_is_logged_in_ends_all_sessions_of_their_own() {
    let house = House::new(20);
    let server = Server::over(&house.place);
    let link = house.link_of(StaffRole::Caseworker);
    let [mut here, there] = [(); 2].map(|()| server.browser(link));
    let reviewer = server.browser(house.link_of(StaffRole::Reviewer)).cookie;
    assert!(here.get("/own").body.contains("action=\"/own/end\""));
    assert_eq!(server.nobody().post("/own/end", &[]).to(), "/login");
    let before = here.cookie.clone();
    let ended = here.post("/own/end", &[]);
    assert!(ended.to() == "/login" && ended.fields["set-cookie"].contains("Max-Age=0"));
    assert!(!opens(&server, &before, "/requests") && !opens(&server, &there.cookie, "/requests"));
    assert!(opens(&server, &reviewer, "/requests"), "nobody else's");
}

#[test]
fn a_session_leaves_nothing_in_the_browser_and_a_page_that_stands_open_goes() {
    let house = House::at(Place::sqlite(), &super::lists(6));
    let server = Server::over(&house.place);
    let link = house.link_of(StaffRole::Caseworker);
    for end in ["/logout", "/own/end"] {
        let mut browser = server.browser(link);
        let page = browser.get("/requests").body;
        assert!(page.contains("<body data-idle=\"1800\" data-ends=\""), "the script is told when");
        assert!(page.contains("<noscript><meta http-equiv=\"refresh\" content=\"1800;url=/login\"></noscript>"));
        for written in ["/own", "/requests/new"] {
            let page = browser.get(written).body;
            assert!(!page.contains("http-equiv"), "{written}: what is typed there is not taken away");
        }
        let ended = browser.post(end, &[]);
        assert_eq!((ended.status, ended.to()), (303, "/login"), "{end}");
        assert_eq!(ended.fields["clear-site-data"], "\"cache\", \"storage\"", "{end}");
    }
    let mut browser = server.browser(link);
    assert!(browser.get("/own").body.contains("data-idle=\"1800\""));
    assert_eq!(browser.post("/own/here", &[]).status, 204);
    assert_eq!(server.nobody().post("/own/here", &[]).to(), "/login", "it opens nothing");
    let nobody = server.nobody().get("/login").body;
    assert!(nobody.contains("<body>") && !nobody.contains("http-equiv"), "whoever is not logged in waits for nothing");
}

#[test]
fn browsers_keep_files_that_are_there_and_nothing_else() {
    let house = House::at(Place::sqlite(), &super::lists(6));
    let server = Server::over(&house.place);
    let mut nobody = server.nobody();
    let page = nobody.get("/login").body;
    let icon = page.split('"').find(|part| part.ends_with("/athar.svg")).expect("an icon");
    let icon = nobody.get(icon);
    assert_eq!(icon.fields["content-type"], "image/svg+xml; charset=utf-8");
    assert_eq!(icon.fields["cache-control"], "public, max-age=31536000, immutable");
    for path in ["/assets/0/nothing.js", "/assets/", "/assets/0", "/login"] {
        assert_eq!(nobody.get(path).fields["cache-control"], "no-store", "{path}");
    }
}

#[test]
fn a_name_that_was_led_here_is_answered_nothing() {
    let house = House::at(Place::sqlite(), &super::lists(6));
    let server = Server::over(&house.place);
    let asked = |path: &str, host: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    for path in ["/login", house.link_of(StaffRole::Caseworker), "/api/v1/openapi.json", "/assets/0/desk.js"] {
        let answer = asked(path, "evil.example");
        assert!(answer.starts_with("HTTP/1.1 421") && !answer.contains("set-cookie"), "{path}: {answer}");
        assert!(!asked(path, &format!("127.0.0.1:{}", server.port)).starts_with("HTTP/1.1 421"), "{path}");
    }
    assert!(asked("/healthy", "evil.example").starts_with("HTTP/1.1 200"));
    assert!(asked("/login", "192.0.2.1").contains("\r\n\r\nhttp"), "somebody near is told where it is");
    assert!(!asked("/login", "192.0.2.1\r\nX-Forwarded-For: 192.0.2.9").contains("\r\n\r\nhttp"), "a stranger is not");
}

#[test]
fn five_wrong_attempts_stop_an_account_and_no_other() {
    let house = House::at(Place::sqlite(), &super::lists(6));
    let server = Server::over(&house.place);
    let attempt = |account: &str| {
        let form = [("account", account), ("passphrase", "not the right words"), ("code", "123456")];
        server.nobody().post("/login/passphrase", &form).status
    };
    let (own, other) = (house.accounts[1].to_string(), house.accounts[2].to_string());
    for _ in 0..5 {
        assert_eq!(attempt(&own), 200);
    }
    assert_eq!(attempt(&own), 429);
    assert_eq!(attempt(&other), 200);
    // Nobody learns whether there is such an account.
    for _ in 0..5 {
        assert_eq!(attempt("A9999"), 200);
    }
    assert_eq!(attempt("A9999"), 429);
}

#[test]
fn who_comes_tries_to_and_goes_is_on_the_audit_page() {
    let house = House::at(Place::sqlite(), &super::lists(6));
    let server = Server::over(&house.place);
    let mut own = server.browser(house.link_of(StaffRole::Intake));
    let mut reviewer = server.browser(house.link_of(StaffRole::Reviewer));
    let account = house.accounts[0].to_string();
    assert_eq!(own.get("/audit").status, 403);
    let form = [("account", account.as_str()), ("passphrase", "not the right words"), ("code", "123456")];
    for attempt in 0..12 {
        let status = server.nobody().post("/login/passphrase", &form).status;
        assert_eq!(status, if attempt < 5 { 200 } else { 429 });
    }
    // Of an account that is not there nothing is kept.
    server.nobody().post("/login/passphrase", &[("account", "A9999"), ("passphrase", "x"), ("code", "1")]);
    assert_eq!(own.post("/logout", &[]).to(), "/login");
    let mut lines = |what: &str, by: &str| {
        let page = reviewer.get(&format!("/audit?what=read-{what}&by={by}")).body;
        page.split_once("<tbody>").unwrap().1.matches("<tr>").count()
    };
    for (what, expected) in
        [("logged_in", 1), ("no_role", 1), ("wrong_login", 5), ("locked_out", 1), ("logged_out", 1), ("no_scope", 0)]
    {
        // Attempts are written after their answers.
        let since = Instant::now();
        while lines(what, &account) != expected {
            assert!(since.elapsed() < Duration::from_secs(20), "{what}: {}", lines(what, &account));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    assert_eq!(lines("wrong_login", ""), 5, "nobody else's");
    // Each takes its turn a second after its answer: what was to come of the flood has come.
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(lines("locked_out", ""), 1, "a flood of attempts is one line");
}

#[test]
fn under_tls_cookies_are_of_this_host_alone() {
    let house = House::at(Place::sqlite(), &super::lists(6));
    let server = Server::over_with(&house.place, &["--behind-proxy", "--origin", "https://desk.example.org"]);
    let is_bound = |line: &str, name: &str| {
        let attributes: Vec<&str> = line.split("; ").collect();
        assert!(attributes[0].starts_with(&format!("__Host-{name}=")), "{line}");
        for attribute in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(attributes.contains(&attribute), "{line}: {attribute}");
        }
        assert!(!line.contains("Domain"), "{line}");
    };
    let opened = server.nobody().get(house.link_of(StaffRole::Caseworker));
    is_bound(&opened.fields["set-cookie"], "desk");
    assert_eq!(opened.fields["strict-transport-security"], "max-age=31536000; includeSubDomains");
    for (name, value) in [("language", "en"), ("theme", "dark")] {
        let chosen = server.nobody().post("/choose", &[(name, value), ("back", "/login")]);
        is_bound(&chosen.fields["set-cookie"], name);
    }
    // A cookie that another host of the domain has set is not looked at.
    let with = |cookie: &str| {
        let mut browser = server.nobody();
        cookie.clone_into(&mut browser.cookie);
        browser.get("/login").body
    };
    assert!(with("__Host-language=en").contains("<html lang=\"en\""));
    assert!(with("language=en").contains("<html lang=\"ar\""));
    let session = opened.fields["set-cookie"].split(';').next().unwrap().trim_start_matches("__Host-").to_owned();
    assert!(!opens(&server, &session, "/requests"), "a session without the prefix is none");
}

#[test]
fn a_choice_leads_back_to_pages_of_the_desk_alone() {
    let house = House::at(Place::sqlite(), &super::lists(6));
    let server = Server::over(&house.place);
    let back = |to: &str| server.nobody().post("/choose", &[("language", "en"), ("back", to)]).to().to_owned();
    assert_eq!(back("/case/C0123456789"), "/case/C0123456789");
    for elsewhere in
        ["//evil.example", "https://evil.example", "/\\evil.example", "/%2f/evil.example", "evil", "", "/a:b"]
    {
        assert_eq!(back(elsewhere), "/", "{elsewhere}");
    }
}
