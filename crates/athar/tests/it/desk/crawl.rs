//! Somebody wrote markup, marks that turn lines around, formulas and overlong words into every cell and every form: no page
//! breaks, and nothing of it runs.

use super::{Answer, Browser, House, Server};
use crate::place::Place;
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;
use store::StaffRole;

/// What hostile cells hold.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "أحمد\u{202E}\u{2066}gnp.exe",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "javascript:alert(1)",
    "a\u{0000}b\u{0007}",
    "&lt;script&gt;",
];
/// Pages that one crawl looks at.
const PAGES_MAX: usize = 400;

#[test]
fn no_page_breaks_and_nothing_hostile_runs() {
    let mut sought = "الاسم,الكنية,اسم الأب,اسم الأم,سنة الولادة,المحافظة,ملاحظات\n".to_owned();
    for row in 0..36 {
        let cell = |at: usize| format!("\"{}\"", HOSTILE[(row + at) % HOSTILE.len()].replace('"', "\"\""));
        let _ = writeln!(
            sought,
            "{},{},{},{},{},{},{}",
            cell(0),
            cell(1),
            cell(2),
            cell(3),
            1970 + row % 9,
            cell(4),
            cell(5)
        );
    }
    let house = House::at(Place::sqlite(), &(sought.clone(), sought));
    super::pictures::read_differently(&house, &HOSTILE);
    let server = Server::over(&house.place);
    let mut seen = 0;
    // The administrator last: what they do to invitations ends others' links.
    for role in [StaffRole::Caseworker, StaffRole::Reviewer, StaffRole::Intake, StaffRole::Admin] {
        let mut browser = server.browser(house.link_of(role));
        seen += crawl(&mut browser, &HOSTILE, &check);
    }
    // The one that is not logged in, too.
    seen += crawl(&mut server.nobody(), &HOSTILE, &check);
    assert!(seen > 150, "{seen} pages");
    house.place.is_clean();
}

#[test]
fn no_name_is_in_an_address_a_title_a_header_or_the_output() {
    let house = House::new(60);
    let server = Server::over(&house.place);
    // Names and telephones of the lists, and what is typed into the forms.
    let mut secrets: Vec<String> =
        super::lists(60).0.lines().skip(1).flat_map(|line| line.split(',')).map(str::to_owned).collect();
    secrets.retain(|cell| {
        cell.chars().count() > 3 && !cell.starts_with("201") && !cell.starts_with("19") && !cell.starts_with("200")
    });
    let typed = ["وضاح الجندلي", "Waddah Aljandali", "0944123123", "2026-12-31T10:00", "2027-01-01"];
    secrets.extend(typed[..3].iter().map(|word| (*word).to_owned()));
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() > 60);
    let clean = |what: &str, text: &str| {
        let text = unescaped(text);
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{what}: {secret}");
        }
    };
    let look = |path: &str, answer: &Answer| {
        clean("an address", path);
        for (name, value) in &answer.fields {
            clean(name, value);
        }
        let title = answer.body.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        clean("a title", title.unwrap_or_default());
        for address in attributes(&answer.body, "href=\"").chain(attributes(&answer.body, "action=\"")) {
            clean("a link", &address);
        }
    };
    let mut seen = 0;
    for role in [StaffRole::Caseworker, StaffRole::Reviewer, StaffRole::Intake] {
        seen += crawl(&mut server.browser(house.link_of(role)), &typed, &look);
    }
    assert!(seen > 100, "{seen} pages");
    clean("the output", &server.output());
}

/// An address or a form's words as they were before they were coded.
fn unescaped(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        if let Some(byte) = code {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(if first == b'+' { b' ' } else { first });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Looks at every page that pages lead to, and sends every form of each with hostile words; gives how many answers it saw.
fn crawl(browser: &mut Browser, words: &[&str], look: &dyn Fn(&str, &Answer)) -> usize {
    let (mut known, mut waiting) = (BTreeSet::new(), VecDeque::from(["/".to_owned(), "/login".to_owned()]));
    let mut answers = 0;
    while let Some(path) = waiting.pop_front() {
        if answers > PAGES_MAX || path.starts_with("/demo/") || !known.insert(kind_of(&path, answers)) {
            continue;
        }
        let page = browser.get(&path);
        answers += 1;
        look(&path, &page);
        waiting.extend(Some(page.to().to_owned()).filter(|to| to.starts_with('/')));
        waiting.extend(attributes(&page.body, "href=\"").filter(|href| href.starts_with('/')));
        for form in page.body.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let action = attributes(form, "action=\"").next().unwrap_or_default();
            let actions = attributes(form, "formaction=\"").chain([action]).filter(|action| !action.is_empty());
            for action in actions.collect::<BTreeSet<_>>() {
                // Logging out ends the crawl, and closing accounts, dropping a picture or taking a list back would end others'.
                if action == "/logout"
                    || action.ends_with("/close")
                    || action.ends_with("/recuse")
                    || action.ends_with("/end-sessions")
                    || action == "/own/end"
                    || action.ends_with("/drop")
                    || action.starts_with("/import/")
                {
                    continue;
                }
                for turn in 0..3 {
                    let names: BTreeSet<String> = attributes(form, "name=\"").collect();
                    let fields: Vec<(String, String)> = names
                        .into_iter()
                        .enumerate()
                        .map(|(at, name)| (name, words[(at + turn * 4) % words.len()].to_owned()))
                        .collect();
                    let fields: Vec<(&str, &str)> =
                        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    let answer = browser.post(&action, &fields);
                    answers += 1;
                    look(&action, &answer);
                    waiting.extend(Some(answer.to().to_owned()).filter(|to| to.starts_with('/')));
                }
            }
        }
    }
    answers
}

/// One page of each kind, and a few more: there is no need to look at each of a thousand pairs.
fn kind_of(path: &str, answers: usize) -> String {
    let kind: String =
        path.split('?').next().unwrap_or(path).chars().filter(|letter| !letter.is_ascii_digit()).collect();
    format!("{kind}{}", answers % 4)
}

#[track_caller]
fn check(path: &str, answer: &Answer) {
    let (status, body) = (answer.status, &answer.body);
    assert!(status < 500 && status != 0, "{path}: {status}");
    // What was typed stands in its own field again, and turns nothing outside of it.
    let outside: String = body
        .split("value=\"")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('"').map_or("", |(_, rest)| rest) })
        .collect();
    let outside: String =
        outside.split("<textarea").map(|part| part.split_once("</textarea>").map_or(part, |(_, rest)| rest)).collect();
    let lower = outside.to_lowercase();
    for wrong in
        ["<script>alert", "<img src=x", "' onmouseover='", "49$", "href=\"javascript:", "\u{202e}", "\u{2066}gnp"]
    {
        assert!(!lower.contains(wrong), "{path}: {wrong:?}");
    }
    for script in lower.split("<script").skip(1) {
        assert!(script.starts_with(" src=\"/assets/"), "{path}: a script of its own");
    }
    // Of each tag what stands outside of its quoted values: what was escaped is text there and between tags.
    for tag in lower.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
        let own: String = tag.split('"').step_by(2).collect();
        assert!(!own.contains(" onerror=") && !own.contains(" style="), "{path}: {own}");
    }
}

/// What no page asks for is told in the reader's language, without the names of our code and without what was sent.
#[test]
fn what_no_page_asks_for_is_told_in_the_readers_language() {
    let house = House::new(6);
    let server = Server::over(&house.place);
    let mut browser = server.browser(house.link_of(StaffRole::Caseworker));
    let form = "application/x-www-form-urlencoded";
    let mut told = |method: &str, path: &str, kind: &str, body: &[u8], status: u16| {
        let answer = browser.exchange(method, path, kind, body).unwrap();
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        assert!(answer.body.contains("<html lang=\"en\""), "{path}");
        let lower = answer.body.to_lowercase();
        for word in ["missing field", "deserialize", "utf-8 in", "expected", "wardani"] {
            assert!(!lower.contains(word), "{path}: {word}");
        }
        assert_eq!(lower.contains("load the page anew"), status == 422, "{path}");
    };
    told("POST", "/choose", form, b"theme=wardani", 422);
    told("POST", "/choose", "text/plain", b"back=%2F", 422);
    told("POST", "/login/passkey/finish", "application/json", br#"{"ceremony": "wardani"}"#, 422);
    told("POST", "/login/passkey/finish", "application/json", b"{wardani", 422);
    told("GET", "/list/I1/rows?after=wardani", form, b"", 422);
    told("GET", "/case/%ff", form, b"", 404);
}

/// Values of an attribute in a page.
fn attributes<'page>(page: &'page str, opening: &'static str) -> impl Iterator<Item = String> + 'page {
    let values = page.split(opening).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(|value| value.replace("&amp;", "&").replace("&#38;", "&"))
}
