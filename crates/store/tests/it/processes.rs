//! Several processes on one archive: conflicting decisions, and processes that are killed at any instant of mixed work.
//! What was acknowledged is there; what was not is there whole or not at all.

use crate::fixtures::{Human, Place, Random, TIME, decision, import_as, keys, meta, postgres, record, request, sqlite};
use record::Role;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use store::{Archive, ImportNumber, Json, LinkRunMeta, Location, RecordId, StaffRole, StoreError, Verdict};

const DIR: &str = "ATHAR_TEST_CHILD_DIR";
const URL: &str = "ATHAR_TEST_CHILD_URL";
const SEED: &str = "ATHAR_TEST_CHILD_SEED";
const STEPS: &str = "ATHAR_TEST_CHILD_STEPS";

const RECORDS: u64 = 60;

/// The archive of a child, its seed and its steps.
pub(crate) fn child_archive() -> Option<(Archive, u64, u64)> {
    let dir = std::env::var_os(DIR)?;
    let location = Location { database: std::env::var(URL).ok(), ..Location::dir(dir) };
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    Some((Archive::open(&location).unwrap(), number(SEED), number(STEPS)))
}

pub(crate) fn spawn(place: &Place, test: &str, seed: u64, steps: u64) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture"]);
    command.env(DIR, &place.location.dir).env(SEED, seed.to_string()).env(STEPS, steps.to_string());
    if let Some(url) = &place.location.database {
        command.env(URL, url);
    }
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Not a test: a process that decides about few records, so that it contradicts itself and others.
#[test]
#[ignore = "run by another test"]
fn decider() {
    let Some((archive, seed, steps)) = child_archive() else { return };
    let mut random = Random(seed);
    let mut own = Vec::new();
    for _ in 0..steps {
        let id = |ordinal: u64| RecordId::new(ImportNumber(1), ordinal as u32 + 1);
        let (left, right) = (id(random.below(RECORDS)), id(random.below(RECORDS)));
        let verdict = [Verdict::Same, Verdict::Same, Verdict::Different][random.below(3) as usize];
        if random.below(8) == 0 && !own.is_empty() {
            let taken = own.swap_remove(random.below(own.len() as u64) as usize);
            match archive.undo_decision(taken, TIME) {
                Ok(entry) => println!("\nundone {entry}"),
                Err(StoreError::Contradicts(_) | StoreError::AlreadyUndone(_)) => {}
                Err(error) => panic!("{error}"),
            }
            continue;
        }
        match archive.decide(decision(left, right, verdict), TIME) {
            Ok(made) => {
                own.push(made);
                println!("\ndecided {}", made.0);
            }
            Err(StoreError::Contradicts(_) | StoreError::SameRecord) => println!("\nrefused"),
            Err(error) => panic!("{error}"),
        }
    }
    println!("\nended");
}

/// Everything that a child said.
pub(crate) fn lines(child: &mut Child) -> Vec<String> {
    let output = BufReader::new(child.stdout.take().unwrap());
    output.lines().map_while(Result::ok).filter(|line| !line.is_empty()).collect()
}

/// The entries that a line acknowledges.
fn entry(line: &str) -> Option<u64> {
    let (word, number) = line.split_once(' ')?;
    ["decided", "undone", "entry"].contains(&word).then(|| number.parse().ok()).flatten()
}

fn conflicts(place: &Place, each: u64) {
    {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..RECORDS);
    }
    let mut children: Vec<Child> = (0..4).map(|seed| spawn(place, "processes::decider", seed, each)).collect();
    let heard: Vec<Vec<String>> = std::thread::scope(|scope| {
        let hearing: Vec<_> = children.iter_mut().map(|child| scope.spawn(move || lines(child))).collect();
        hearing.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for child in &mut children {
        assert!(child.wait().unwrap().success(), "{}", place.engine);
    }
    let mut archive = place.archive();
    let mut acknowledged: Vec<u64> = heard.iter().flatten().filter_map(|line| entry(line)).collect();
    let refused = heard.iter().flatten().filter(|line| *line == "refused").count();
    acknowledged.sort_unstable();
    // The import is entry 0; every other entry is one that a process was told of, once.
    assert_eq!(acknowledged, (1..archive.head().unwrap().size).collect::<Vec<_>>());
    assert!(refused > 0, "they were to contradict one another");
    let decisions = archive.decisions().unwrap();
    for one in &decisions {
        let joined = archive.person_of(one.decision.left).unwrap() == archive.person_of(one.decision.right).unwrap();
        assert!(!(joined && one.decision.verdict == Verdict::Different), "{} joins whom it parts", one.id);
    }
    assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}: rebuild equals live", place.engine);
    println!(
        "{}: 4 processes, {} attempts: {} entries, {refused} refused, {} in effect",
        place.engine,
        4 * each,
        acknowledged.len(),
        decisions.len()
    );
}

#[test]
fn four_processes_decide_against_one_another() {
    conflicts(&sqlite(), 100);
    match postgres() {
        Some(place) => conflicts(&place, 300),
        None => println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)"),
    }
}

#[test]
#[ignore = "takes minutes: scripts/test --long"]
fn long_four_processes_make_ten_thousand_conflicting_decisions() {
    match postgres() {
        Some(place) => conflicts(&place, 2_500),
        None => println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)"),
    }
}

/// Not a test: a process that does a bit of everything without end, and says what was acknowledged.
#[test]
#[ignore = "run by another test"]
fn mixed() {
    let Some((archive, seed, _)) = child_archive() else { return };
    let mut random = Random(seed);
    let human = Human::new(&archive, StaffRole::Caseworker);
    println!("\nentry {}", human.account.0);
    loop {
        let records: Vec<_> = crate::fixtures::ids(&archive);
        let one = records[random.below(records.len() as u64) as usize];
        let other = records[random.below(records.len() as u64) as usize];
        match random.below(6) {
            0 => {
                let mut writer = archive.begin_import(meta("child")).unwrap();
                for number in 0..random.below(1_500) {
                    writer.push(record(number), vec![], &keys(number)).unwrap();
                }
                println!("\nentry {}", writer.accept(TIME).unwrap().entry);
            }
            1 => {
                let number = random.below(9);
                let case = archive.open_request(record(number), keys(number), request(), None, TIME).unwrap();
                println!("\ncase {}", case.case);
            }
            2 => {
                let meta = LinkRunMeta {
                    model: Json::default(),
                    seed: 1,
                    threshold_micro: 1,
                    snapshot: "s".to_owned(),
                    copies: Vec::new(),
                };
                archive.begin_links(meta).unwrap().accept(TIME).unwrap();
            }
            3 => match archive.ask_withdrawal(one, "me".into(), Some(human.account), TIME) {
                Ok(entry) => println!("\nentry {entry}"),
                Err(error) => panic!("{error}"),
            },
            4 => {
                let session = archive.session(human.account, None, random.below(1 << 40) as i64).unwrap();
                session.record(one).unwrap();
                println!("\nread");
            }
            _ => match human.decides(&archive, one, other, Verdict::Same) {
                Ok(made) => println!("\ndecided {}", made.0),
                Err(StoreError::Contradicts(_) | StoreError::SameRecord | StoreError::DecidedAlready(_)) => {}
                Err(error) => panic!("{error}"),
            },
        }
    }
}

/// Two processes at work, killed together at a random instant, again and again.
fn kills(place: &Place, instants: u64) {
    {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..RECORDS);
    }
    let mut random = Random(7);
    let (mut entries, mut cases, mut readings) = (0, 0, 0);
    for instant in 0..instants {
        let mut children: Vec<Child> =
            (0..2).map(|child| spawn(place, "processes::mixed", instant * 2 + child, 0)).collect();
        std::thread::sleep(Duration::from_millis(30 + random.below(450)));
        for child in &mut children {
            child.kill().unwrap();
        }
        let heard: Vec<String> = children.iter_mut().flat_map(lines).collect();
        for child in &mut children {
            child.wait().unwrap();
        }
        let archive = Archive::open(&place.location).unwrap();
        let report = archive.verify().unwrap();
        assert_eq!(report.differences, [""; 0], "{} instant {instant}", place.engine);
        for acknowledged in heard.iter().filter_map(|line| entry(line)) {
            assert!(acknowledged < report.entries, "{} instant {instant}: entry {acknowledged}", place.engine);
            entries += 1;
        }
        for case in heard.iter().filter_map(|line| line.strip_prefix("case ")) {
            archive.case(case.parse().unwrap()).unwrap();
            cases += 1;
        }
        readings += heard.iter().filter(|line| *line == "read").count() as u64;
        assert!(archive.readings_kept().unwrap() >= readings, "{} instant {instant}: a reading is lost", place.engine);
    }
    let mut archive = Archive::open(&place.location).unwrap();
    assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
    println!(
        "{}: {instants} instants: {entries} entries, {cases} cases, {readings} readings acknowledged, none lost",
        place.engine
    );
}

#[test]
fn killed_at_twenty_five_instants_of_mixed_work() {
    kills(&sqlite(), 25);
    match postgres() {
        Some(place) => kills(&place, 25),
        None => println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)"),
    }
}

#[test]
#[ignore = "takes many minutes: scripts/test --long"]
fn long_killed_at_a_thousand_instants_on_sqlite() {
    kills(&sqlite(), 1_000);
}

#[test]
#[ignore = "takes many minutes: scripts/test --long"]
fn long_killed_at_a_thousand_instants_on_postgres() {
    match postgres() {
        Some(place) => kills(&place, 1_000),
        None => println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)"),
    }
}
