//! Twenty people at work on one archive in PostgreSQL, through two servers: what each was shown as done is done, no pair is handed
//! to two, and nothing breaks.

use super::{Browser, House, Server, lists, open};
use crate::place::Place;
use crate::run::day_in;
use record::Private;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use store::{AccountId, CaseNumber, DecisionId, Profile, StaffRole, Verdict};

/// Caseworkers, people who take requests, and reviewers.
const PEOPLE: [(StaffRole, usize); 3] = [(StaffRole::Caseworker, 13), (StaffRole::Intake, 4), (StaffRole::Reviewer, 3)];
/// Between two things that one person does. Nobody may read more than so much in an hour.
const PACE: Duration = Duration::from_millis(700);

#[test]
#[ignore = "takes long"]
fn long_twenty_people_for_ten_minutes() {
    work(Duration::from_mins(10), 12_000);
}

/// What the desk has shown as done, to anybody.
#[derive(Default)]
struct Shown {
    /// Who was handed which pair.
    handed: HashMap<String, AccountId>,
    decided: BTreeMap<DecisionId, Verdict>,
    confirmed: BTreeSet<DecisionId>,
    cases: BTreeSet<CaseNumber>,
    calls: BTreeMap<CaseNumber, usize>,
    searches: usize,
    pages: usize,
}

impl Shown {
    fn is_enough(&self) -> bool {
        self.decided.len() > 20 && self.cases.len() > 2 && self.searches > 2 && self.calls.values().sum::<usize>() > 2
    }
}

fn work(time: Duration, rows: usize) {
    let Some(place) = Place::postgres() else { return };
    let house = House::at(place, &lists(rows));
    let people = enrolled(&house);
    let servers = [Server::over(&house.place), Server::over(&house.place)];
    let shown = Mutex::new(Shown::default());
    std::thread::scope(|scope| {
        for (at, (role, account, link)) in people.iter().enumerate() {
            let (mut browser, shown) = (servers[at % 2].browser(link), &shown);
            scope.spawn(move || {
                let since = Instant::now();
                let mut turn = at;
                // On a busy machine a little longer, until there is something to lose.
                while since.elapsed() < time || (since.elapsed() < 10 * time && !shown.lock().unwrap().is_enough()) {
                    let began = Instant::now();
                    match role {
                        StaffRole::Caseworker => decide(&mut browser, *account, turn, shown),
                        StaffRole::Reviewer => confirm(&mut browser, *account, shown),
                        _ => answer_the_telephone(&mut browser, turn, shown),
                    }
                    turn += 1;
                    std::thread::sleep(PACE.saturating_sub(began.elapsed()));
                }
            });
        }
    });
    let shown = shown.into_inner().unwrap();
    for server in &servers {
        assert!(!server.output().contains("broken"), "{}", server.output());
    }
    drop(servers);
    all_is_there(&house, &shown);
    println!(
        "{} people, two servers, {} s: {} pages, {} pairs handed out, none to two; {} decisions, {} second words, {} requests, {} calls, {} searches, none lost",
        people.len(),
        time.as_secs(),
        shown.pages,
        shown.handed.len(),
        shown.decided.len(),
        shown.confirmed.len(),
        shown.cases.len(),
        shown.calls.values().sum::<usize>(),
        shown.searches
    );
}

fn enrolled(house: &House) -> Vec<(StaffRole, AccountId, String)> {
    let archive = open(&house.place);
    let admin = house.account_of(StaffRole::Admin);
    let one = |(role, number): (StaffRole, usize)| {
        let name = Private::from(format!("{} {number}", role.as_str()).as_str());
        let profile = Profile { name, roles: BTreeSet::from([role]), ..Profile::default() };
        let account = archive.enrol(profile, None, Some(admin), super::TIME).unwrap();
        (role, account, web::invite(&archive, account, Some(admin), true).unwrap())
    };
    PEOPLE.into_iter().flat_map(|(role, count)| (0..count).map(move |number| (role, number))).map(one).collect()
}

/// Everything that somebody was shown as done.
fn all_is_there(house: &House, shown: &Shown) {
    let archive = open(&house.place);
    for (id, verdict) in &shown.decided {
        let kept = archive.decision(*id).unwrap_or_else(|error| panic!("{id} was shown as done: {error}"));
        assert_eq!(kept.decision.verdict, *verdict, "{id}");
    }
    for id in &shown.confirmed {
        // Two reviewers may sign at once: then it is three.
        assert!(archive.decision(*id).unwrap().humans >= 2, "{id} was shown as confirmed");
    }
    for case in &shown.cases {
        archive.case(*case).unwrap_or_else(|error| panic!("{case} was shown as taken: {error}"));
    }
    for (case, calls) in &shown.calls {
        assert_eq!(archive.calls(*case).unwrap().len(), *calls, "calls of {case}");
    }
    let (decided, cases, calls) = (shown.decided.len(), shown.cases.len(), shown.calls.len());
    assert!(shown.is_enough(), "{decided} decisions, {cases} requests, {} searches, {calls} calls", shown.searches);
    drop(archive);
    house.place.is_clean();
    house.place.rebuilt();
}

/// Asks, and fails where a page breaks. An account that has read enough for an hour is told so.
fn ask(browser: &mut Browser, method: &str, path: &str, form: &[(&str, &str)], shown: &Mutex<Shown>) -> super::Answer {
    let answer = if method == "GET" { browser.get(path) } else { browser.post(path, form) };
    assert!(answer.status < 500, "{method} {path}: {} {}", answer.status, answer.body);
    shown.lock().unwrap().pages += 1;
    answer
}

/// Takes the next pair and decides on it; now and then searches for a case, and writes down a call.
fn decide(browser: &mut Browser, account: AccountId, turn: usize, shown: &Mutex<Shown>) {
    let case = shown.lock().unwrap().cases.iter().copied().nth(turn % 7);
    if let Some(case) = case.filter(|_| turn.is_multiple_of(9)) {
        let answer = ask(browser, "POST", &format!("/case/{case}/search"), &[("name", "زكريا الطرابلسي")], shown);
        shown.lock().unwrap().searches += usize::from(answer.status == 200);
        let at = format!("{}T10:00", day_in(0));
        let call = [("call-outcome", "no_answer"), ("call-note", "later"), ("call-at", at.as_str())];
        let answer = ask(browser, "POST", &format!("/case/{case}/called/1"), &call, shown);
        if answer.status == 303 {
            *shown.lock().unwrap().calls.entry(case).or_default() += 1;
        }
    }
    let answer = ask(browser, "GET", "/queue/next", &[], shown);
    let to = answer.to().split('?').next().unwrap_or_default().to_owned();
    if !to.starts_with("/pair/") {
        return;
    }
    {
        let mut shown = shown.lock().unwrap();
        let holder = *shown.handed.entry(to.clone()).or_insert(account);
        assert_eq!(holder, account, "{to} was handed to two");
    }
    let page = ask(browser, "GET", &to, &[], shown);
    let mark = page.body.split("name=\"shown\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let Some(mark) = mark else { return };
    let verdict = if turn.is_multiple_of(3) { Verdict::Different } else { Verdict::Same };
    let form = [("verdict", verdict.as_str()), ("because", "shown"), ("shown", mark)];
    let answer = ask(browser, "POST", &to, &form, shown);
    if let Some(id) = answer.to().split("done=").nth(1).and_then(|id| id.split('&').next()?.parse().ok()) {
        shown.lock().unwrap().decided.insert(id, verdict);
    }
    // The answer leads to the next one, which this worker now has.
    let next = answer.to().split('?').next().unwrap_or_default().to_owned();
    if next.starts_with("/pair/") {
        let holder = *shown.lock().unwrap().handed.entry(next.clone()).or_insert(account);
        assert_eq!(holder, account, "{next} was handed to two");
    }
}

/// Confirms what waits for a second human.
fn confirm(browser: &mut Browser, account: AccountId, shown: &Mutex<Shown>) {
    let page = ask(browser, "GET", "/awaiting", &[], shown);
    // Each reviewer begins elsewhere, so that they meet now and then and not always.
    let pairs: Vec<&str> = page.body.split("href=\"/pair/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let Some(pair) = pairs.get(account.0 as usize % pairs.len().max(1)) else { return };
    let pair = pair.split('?').next().unwrap_or_default();
    let page = ask(browser, "GET", &format!("/pair/{pair}"), &[], shown);
    let field = |name: &str| {
        let rest = page.body.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        rest.split('"').next().map(str::to_owned)
    };
    let decision = page.body.split("action=\"/decision/").nth(1).and_then(|rest| rest.split('/').next());
    let (Some(mark), Some(decision)) = (field("shown"), decision) else { return };
    let path = format!("/decision/{decision}/confirm");
    let answer = ask(browser, "POST", &path, &[("shown", &mark)], shown);
    if answer.status == 303 {
        shown.lock().unwrap().confirmed.insert(decision.parse().unwrap());
    }
}

/// Takes a request.
fn answer_the_telephone(browser: &mut Browser, turn: usize, shown: &Mutex<Shown>) {
    let until = day_in(90);
    let given = format!("زكريا {}", ["سالم", "عادل", "فارس", "ماهر", "هاني"][turn % 5]);
    let born = format!("{}", 1950 + turn % 50);
    let form = [
        ("person-given", given.as_str()),
        ("person-family", "الطرابلسي"),
        ("person-mother", ["سلمى", "حياة", "مريم"][turn % 3]),
        ("person-birth_date", born.as_str()),
        ("asker-name", "أم العائلة"),
        ("asker-kinship", "mother"),
        ("asker-contact", "0933000000"),
        ("until", until.as_str()),
        ("confirmed", "on"),
    ];
    let answer = ask(browser, "POST", "/requests/new", &form, shown);
    let Some(case) = answer.to().strip_prefix("/case/").and_then(|case| case.parse::<CaseNumber>().ok()) else {
        return;
    };
    shown.lock().unwrap().cases.insert(case);
}
