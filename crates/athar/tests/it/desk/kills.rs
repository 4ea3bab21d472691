//! The server is killed while people decide: what the desk showed as done is done, and what it did not show is whole or not
//! there.

use super::{Browser, House, Server, open};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use store::{DecisionId, StaffRole, Verdict};

/// What the desk said is kept: the decision and what was decided.
type Shown = BTreeMap<DecisionId, Verdict>;

#[test]
fn what_was_shown_as_done_is_done() {
    kill(6);
}

#[test]
#[ignore = "takes long"]
fn long_killed_at_two_hundred_instants() {
    kill(200);
}

fn kill(times: u64) {
    let house = House::new(if times > 20 { 4_000 } else { 400 });
    let mut shown = Shown::new();
    let mut time = 0;
    // On a busy machine more often, until there is something to lose.
    while time < times || (shown.len() as u64 <= times && time < 6 * times) {
        let server = Server::over(&house.place);
        let links = [house.link_of(StaffRole::Caseworker), &house.links[StaffRole::ALL.len()]];
        // Instants spread over the time in which pages are answered, by a sequence that repeats itself at no round number.
        let instant = Duration::from_millis(40 + (time * 7_919) % 900);
        let workers: Vec<_> = links
            .iter()
            .enumerate()
            .map(|(at, link)| {
                let browser = server.browser(link);
                std::thread::spawn(move || decide_until_the_end(browser, at))
            })
            .collect();
        std::thread::sleep(instant);
        server.kill();
        for worker in workers {
            shown.extend(worker.join().unwrap());
        }
        time += 1;
    }
    assert!(shown.len() as u64 > times, "{} decisions were shown", shown.len());
    let archive = open(&house.place);
    for (id, verdict) in &shown {
        let kept = archive.decision(*id).unwrap_or_else(|error| panic!("{id} was shown as done: {error}"));
        assert_eq!(kept.decision.verdict, *verdict, "{id}");
        assert_eq!(kept.humans, 1, "{id} is signed");
    }
    drop(archive);
    house.place.is_clean();
    println!("killed {time} times: {} decisions were shown as done, 0 lost", shown.len());
}

/// Takes the next pair, looks at it and decides, again and again, until the server is gone.
fn decide_until_the_end(mut browser: Browser, at: usize) -> Shown {
    let mut shown = Shown::new();
    let began = Instant::now();
    let mut next = "/queue/next".to_owned();
    while began.elapsed() < Duration::from_secs(30) {
        let Ok(answer) = browser.try_send("GET", &next, "") else { break };
        if answer.status == 303 {
            if !answer.to().starts_with("/pair/") {
                break;
            }
            answer.to().clone_into(&mut next);
            continue;
        }
        let mark = answer.body.split("name=\"shown\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let Some(mark) = mark else { break };
        let verdict = if (shown.len() + at).is_multiple_of(2) { Verdict::Different } else { Verdict::Same };
        let form = format!("verdict={}&because=shown&shown={mark}", verdict.as_str());
        let pair = next.split('?').next().unwrap_or_default().to_owned();
        let Ok(answer) = browser.try_send("POST", &pair, &form) else { break };
        "/queue/next".clone_into(&mut next);
        if answer.status == 303
            && let Some(done) = answer.to().split("done=").nth(1).and_then(|done| done.parse().ok())
        {
            shown.insert(done, verdict);
            answer.to().clone_into(&mut next);
        }
    }
    shown
}
