//! Desks: who comes in by what, for how long, and which pair they have before them.

use crate::fixtures::{Place, TIME, block_on, import, keeper, keys, meta, on_both, postgres, record, sqlite};
use crate::processes::{child_archive, lines, spawn};
use sqlx::{ConnectOptions, Connection, Row};
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::{
    AccountId, Archive, DESK_IDLE_SECONDS, DESK_SECONDS, HOLD_SECONDS, Hash, ImportNumber, Location, Login, LoginKind,
    Profile, RecordId, RestoreWith, StaffRole, StoreError,
};
use vault::keys::{Cost, Summary};
use zeroize::Zeroizing;

const NOW: i64 = 1_733_817_600;
const PASSPHRASE: &str = "the well behind the third house";
const CONTENT: &[u8] = b"a secret of a login, in clear";

fn account(archive: &Archive) -> AccountId {
    let profile = Profile { name: "N.".into(), roles: [StaffRole::Caseworker].into(), ..Profile::default() };
    archive.enrol(profile, None, keeper(archive), TIME).unwrap()
}

fn login(account: AccountId, name: &str, kind: LoginKind) -> Login {
    let name = Hash::of(name.as_bytes());
    Login { name, account, kind, content: CONTENT.to_owned(), created: NOW, used: 0, uses: 0 }
}

fn id(ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(1), ordinal)
}

#[test]
fn a_login_is_kept_used_and_dropped() {
    on_both(|place| {
        let archive = place.archive();
        let [own, other] = [account(&archive), account(&archive)];
        let kept = login(own, "passkey", LoginKind::Passkey);
        archive.keep_login(&kept).unwrap();
        archive.keep_login(&login(own, "code", LoginKind::Totp)).unwrap();
        assert!(matches!(archive.keep_login(&login(other, "code", LoginKind::Totp)), Err(StoreError::Refused(_))));
        let nobody = login(AccountId(99), "nobody", LoginKind::Totp);
        assert!(matches!(archive.keep_login(&nobody), Err(StoreError::NoSuch(_))));
        let long = Login { content: vec![0; 1 << 20], ..login(own, "long", LoginKind::Totp) };
        assert!(matches!(archive.keep_login(&long), Err(StoreError::Limit { .. })));

        assert_eq!(archive.login(kept.name).unwrap(), Some(kept.clone()));
        assert_eq!(archive.login(Hash::of(b"none")).unwrap(), None);
        assert_eq!(archive.logins_of(own).unwrap().len(), 2);
        assert_eq!(archive.logins_of(other).unwrap(), []);
        assert!(!format!("{kept:?}").contains("content"), "{kept:?}");

        // Twice within one second, with nothing changed but that it was used.
        assert!(archive.use_login(&kept, CONTENT, NOW).unwrap());
        assert!(!archive.use_login(&kept, CONTENT, NOW).unwrap(), "what was read is not what is there");
        let used = archive.login(kept.name).unwrap().unwrap();
        assert_eq!((used.used, used.uses), (NOW, 1));
        assert!(archive.use_login(&used, b"counter 2", NOW).unwrap());
        assert_eq!(archive.login(kept.name).unwrap().unwrap().content, b"counter 2");

        // Made anew under its old name, it is another.
        assert!(archive.drop_login(kept.name).unwrap());
        assert!(!archive.drop_login(kept.name).unwrap());
        assert!(!archive.use_login(&used, CONTENT, NOW).unwrap());
        archive.keep_login(&Login { content: b"another".to_vec(), ..kept.clone() }).unwrap();
        assert!(!archive.use_login(&kept, CONTENT, NOW).unwrap());
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
        assert_eq!(archive.head().unwrap().size, 2, "{}: the ledger knows the accounts and no more", place.engine);
    });
}

/// Whoever writes the table without the keys lets nobody in.
#[test]
fn a_row_that_was_changed_opens_nothing() {
    on_both(|place| {
        let archive = place.archive();
        let [own, other] = [account(&archive), account(&archive)];
        let kept = login(own, "passkey", LoginKind::Passkey);
        archive.keep_login(&kept).unwrap();
        assert!(archive.use_login(&kept, CONTENT, NOW).unwrap());
        let (mine, token) = (Hash::of(b"mine"), Hash::of(b"token"));
        archive.open_desk(mine, own, LoginKind::Passkey, NOW).unwrap();
        archive.open_desk(token, own, LoginKind::Totp, NOW).unwrap();
        drop(archive);
        place.tamper(&format!("UPDATE login SET account = {}", other.0));
        place.tamper(&format!("UPDATE desk SET account = {} WHERE kind = 'passkey'", other.0));
        place.tamper(&format!("UPDATE desk SET opened = {} WHERE kind = 'totp'", NOW + 1));
        let archive = place.archive();
        assert!(matches!(archive.login(kept.name), Err(StoreError::Damaged(_))), "{}", place.engine);
        assert_eq!(archive.verify().unwrap().differences.len(), 1);
        assert_eq!([archive.desk(mine, NOW).unwrap(), archive.desk(token, NOW).unwrap()], [None, None]);
        place.tamper(&format!("UPDATE login SET account = {}, uses = 0", own.0));
        assert!(archive.login(kept.name).is_err(), "a use is not taken back");
        place.tamper("UPDATE login SET uses = 1");
        assert_eq!(archive.login(kept.name).unwrap().unwrap().uses, 1);
    });
}

#[test]
fn a_desk_ends_when_nobody_is_there_and_after_a_day() {
    on_both(|place| {
        let archive = place.archive();
        let own = account(&archive);
        let token = Hash::of(b"token");
        assert_eq!(archive.desk(token, NOW).unwrap(), None);
        archive.open_desk(token, own, LoginKind::Totp, NOW).unwrap();
        assert!(matches!(archive.open_desk(token, own, LoginKind::Totp, NOW), Err(StoreError::Refused(_))));
        let seen = |now| archive.desk(token, now).unwrap().map(|desk| desk.seen - NOW);
        assert_eq!(seen(NOW + 59), Some(0), "not written twice a minute");
        assert_eq!(seen(NOW + 60), Some(60));
        assert_eq!(seen(NOW + 60 + DESK_IDLE_SECONDS + 1), None);
        assert_eq!(seen(NOW + 60 + DESK_IDLE_SECONDS), Some(60 + DESK_IDLE_SECONDS));
        let mut now = NOW;
        while now < NOW + DESK_SECONDS {
            now += DESK_IDLE_SECONDS / 2;
            assert!(seen(now).is_some());
        }
        assert_eq!(seen(NOW + DESK_SECONDS + 1), None, "busy all the while");

        archive.open_desk(Hash::of(b"second"), own, LoginKind::Passkey, NOW + DESK_SECONDS).unwrap();
        archive.open_desk(Hash::of(b"third"), own, LoginKind::Passkey, NOW + DESK_SECONDS).unwrap();
        assert_eq!(archive.sweep_desks(NOW + DESK_SECONDS + 1).unwrap(), 1);
        let second = archive.desk(Hash::of(b"second"), NOW + DESK_SECONDS + 1).unwrap().unwrap();
        assert_eq!((second.account, second.by), (own, LoginKind::Passkey));
        assert!(archive.close_desk(Hash::of(b"second")).unwrap());
        assert!(!archive.close_desk(Hash::of(b"second")).unwrap());
        assert_eq!(archive.close_desks_of(own).unwrap(), 1);
        assert!(matches!(archive.open_desk(token, AccountId(99), LoginKind::Totp, NOW), Err(StoreError::NoSuch(_))));
        assert_eq!(archive.head().unwrap().size, 1, "{}", place.engine);
    });
}

#[test]
fn a_closed_account_comes_in_by_nothing() {
    on_both(|place| {
        let archive = place.archive();
        let [own, other] = [account(&archive), account(&archive)];
        let (token, stays) = (Hash::of(b"token"), Hash::of(b"stays"));
        for (account, token) in [(own, token), (other, stays)] {
            archive.open_desk(token, account, LoginKind::Totp, NOW).unwrap();
            archive.keep_login(&login(account, &account.to_string(), LoginKind::Totp)).unwrap();
        }
        assert!(archive.hold(id(1), id(2), own, NOW).unwrap());
        // Closed by a process that ended before it took anything away.
        archive.close_account(own, None, TIME).unwrap();
        assert_eq!(archive.desk(token, NOW).unwrap(), None);
        assert!(archive.desk(stays, NOW).unwrap().is_some());
        assert_eq!((archive.logins_of(own).unwrap().len(), archive.logins_of(other).unwrap().len()), (0, 1));
        assert_eq!(archive.holds(NOW).unwrap(), []);
        assert!(archive.open_desk(token, own, LoginKind::Totp, NOW).is_err());
        assert!(archive.keep_login(&login(own, "again", LoginKind::Totp)).is_err(), "{}", place.engine);
    });
}

#[test]
fn a_desk_asks_for_its_account_each_time() {
    on_both(|place| {
        let archive = place.archive();
        let own = account(&archive);
        let token = Hash::of(b"token");
        archive.open_desk(token, own, LoginKind::Totp, NOW).unwrap();
        // The row is kept aside and put back: as if closing had been cut off.
        place.tamper("CREATE TABLE kept AS SELECT * FROM desk");
        archive.close_account(own, None, TIME).unwrap();
        place.tamper("INSERT INTO desk SELECT * FROM kept; DROP TABLE kept");
        assert_eq!(archive.desk(token, NOW).unwrap(), None, "{}", place.engine);
        assert!(archive.close_desk(token).unwrap(), "it was there");
    });
}

#[test]
fn a_pair_is_before_one_worker() {
    on_both(|place| {
        let archive = place.archive();
        let (own, other) = (AccountId(1), AccountId(2));
        assert!(archive.hold(id(2), id(1), own, NOW).unwrap());
        assert!(!archive.hold(id(1), id(2), other, NOW + 1).unwrap());
        assert!(archive.hold(id(1), id(2), own, NOW + 1).unwrap(), "one's own is renewed");
        assert!(archive.hold(id(1), id(3), own, NOW).unwrap());
        assert_eq!(archive.held_by(own, NOW).unwrap(), [(id(1), id(2)), (id(1), id(3))]);
        archive.release(id(1), id(2), other).unwrap();
        assert_eq!(archive.holds(NOW).unwrap(), [(id(1), id(2), own), (id(1), id(3), own)], "it is not theirs");
        archive.release(id(2), id(1), own).unwrap();
        assert!(archive.hold(id(1), id(2), other, NOW).unwrap());
        assert_eq!(archive.held_by(other, NOW + HOLD_SECONDS).unwrap(), [], "it has run out");
        assert!(archive.hold(id(1), id(2), own, NOW + HOLD_SECONDS).unwrap());
        archive.sweep_desks(NOW + HOLD_SECONDS).unwrap();
        assert_eq!(archive.holds(0).unwrap(), [(id(1), id(2), own)], "{}", place.engine);
        assert_eq!(archive.head().unwrap().size, 0);
    });
}

const FOUGHT_FOR: u32 = 40;

/// Not a test: a process that wants every pair, and every code.
#[test]
#[ignore = "run by another test"]
fn fighter() {
    let Some((archive, seed, _)) = child_archive() else { return };
    for number in 1..=FOUGHT_FOR {
        if archive.hold(id(number), id(number + 1), AccountId(seed), NOW).unwrap() {
            println!("\nheld {number}");
        }
        let code = archive.login(Hash::of(&number.to_be_bytes())).unwrap().unwrap();
        // All at one second, and all with the same words.
        if code.uses == 0 && archive.use_login(&code, CONTENT, NOW).unwrap() {
            println!("\nused {number}");
        }
    }
}

fn fight(place: &Place) {
    let archive = place.archive();
    let own = account(&archive);
    for number in 1..=FOUGHT_FOR {
        let name = Hash::of(&number.to_be_bytes());
        archive.keep_login(&Login { name, ..login(own, "", LoginKind::Totp) }).unwrap();
    }
    let mut children: Vec<Child> = (1..=4).map(|seed| spawn(place, "desks::fighter", seed, 0)).collect();
    // And threads of one process beside them.
    let archive = &archive;
    let held = std::thread::scope(|scope| {
        let threads: Vec<_> = (5..=8)
            .map(|seed| {
                scope.spawn(move || {
                    let takes = |&number: &u32| archive.hold(id(number), id(number + 1), AccountId(seed), NOW).unwrap();
                    (1..=FOUGHT_FOR).filter(takes).count()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
    });
    let heard: Vec<String> = children.iter_mut().flat_map(lines).collect();
    assert!(children.iter_mut().all(|child| child.wait().unwrap().success()), "{}", place.engine);
    let mut won: Vec<&String> =
        heard.iter().filter(|line| line.starts_with("held ") || line.starts_with("used ")).collect();
    won.sort();
    let before = won.len();
    won.dedup();
    assert_eq!(won.len(), before, "{}: two took one: {won:?}", place.engine);
    let used = won.iter().filter(|line| line.starts_with("used ")).count();
    assert_eq!((won.len() - used + held, used), (FOUGHT_FOR as usize, FOUGHT_FOR as usize), "{}", place.engine);
    assert_eq!(archive.holds(NOW).unwrap().len(), FOUGHT_FOR as usize);
}

#[test]
fn four_processes_fight_for_one_pair_and_one_code() {
    fight(&sqlite());
    match postgres() {
        Some(place) => fight(&place),
        None => println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)"),
    }
}

/// Every byte of the tables of the desk.
fn bytes_of(place: &Place) -> Vec<u8> {
    let Some(url) = &place.location.database else {
        let files = std::fs::read_dir(&place.location.dir).unwrap().map(|entry| entry.unwrap().path());
        return files.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect();
    };
    block_on(async {
        let mut connection = url.parse::<sqlx::postgres::PgConnectOptions>().unwrap().connect().await.unwrap();
        let mut bytes = Vec::new();
        for rows in ["SELECT name, content FROM login", "SELECT token, proof FROM desk"] {
            for row in sqlx::query(rows).fetch_all(&mut connection).await.unwrap() {
                bytes.extend(row.get::<Vec<u8>, _>(0));
                bytes.extend(row.get::<Vec<u8>, _>(1));
            }
        }
        connection.close().await.unwrap();
        bytes
    })
}

#[test]
fn nothing_of_a_login_or_a_token_lies_in_clear() {
    on_both(|place| {
        let archive = place.archive();
        let own = account(&archive);
        let kept = login(own, "passkey", LoginKind::Passkey);
        archive.keep_login(&kept).unwrap();
        archive.use_login(&kept, CONTENT, NOW).unwrap();
        let token = Hash::of(b"token");
        archive.open_desk(token, own, LoginKind::Passkey, NOW).unwrap();
        let there = |what: &[u8]| bytes_of(place).windows(what.len()).any(|bytes| bytes == what);
        assert!(there(&kept.name.0), "the control: the table was looked through");
        assert!(!there(CONTENT), "{}", place.engine);
        assert!(!there(&token.0), "{}: not even the hash that came in", place.engine);

        // With it goes the key that it lay under.
        let destroyed = || Summary::of_file(&place.location.keys_path()).unwrap().destroyed_keys;
        assert_eq!(destroyed(), 0);
        archive.drop_login(kept.name).unwrap();
        assert_eq!(destroyed(), 1);
    });
}

/// A backup brings back accounts, and none of what they came in by.
#[test]
fn a_restored_archive_lets_nobody_in() {
    on_both(|place| {
        let archive = place.archive();
        archive.keys().set_cost(Cost::LEAST).unwrap();
        archive.keys().protect(PASSPHRASE, 0).unwrap();
        let own = account(&archive);
        archive.keep_login(&login(own, "passkey", LoginKind::Passkey)).unwrap();
        archive.open_desk(Hash::of(b"token"), own, LoginKind::Passkey, NOW).unwrap();
        archive.hold(id(1), id(2), own, NOW).unwrap();
        let file = place.dir.path().join("backup");
        archive.backup(&file, TIME, |_, _, _| ()).unwrap();
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(CONTENT.len()).any(|found| found == CONTENT));
        let passphrase = Some(Zeroizing::new(PASSPHRASE.to_owned()));
        let to = Location { passphrase: passphrase.clone(), ..Location::dir(place.dir.path().join("restored")) };
        let with = RestoreWith { passphrase, ..RestoreWith::default() };
        let restored = Archive::restore(&file, &to, &with, TIME, |_, _, _| ()).unwrap();
        assert_eq!(restored.differences, [""; 0]);
        let archive = Archive::open(&to).unwrap();
        assert!(!archive.account(own).unwrap().is_closed);
        assert_eq!(archive.logins_of(own).unwrap(), []);
        assert_eq!(archive.desk(Hash::of(b"token"), NOW).unwrap(), None);
        assert_eq!(archive.holds(NOW).unwrap(), [], "{}", place.engine);
    });
}

/// A rebuild makes projections anew; nobody is sent home by it.
#[test]
fn a_rebuild_leaves_desks_open() {
    on_both(|place| {
        let mut archive = place.archive();
        let own = account(&archive);
        archive.keep_login(&login(own, "passkey", LoginKind::Passkey)).unwrap();
        archive.open_desk(Hash::of(b"token"), own, LoginKind::Passkey, NOW).unwrap();
        archive.hold(id(1), id(2), own, NOW).unwrap();
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.logins_of(own).unwrap().len(), 1);
        assert!(archive.desk(Hash::of(b"token"), NOW).unwrap().is_some());
        assert_eq!(archive.holds(NOW).unwrap().len(), 1, "{}", place.engine);
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
    });
}

/// How long a pair and a desk take beside imports that never end.
#[test]
fn desks_do_not_wait_for_an_import_to_end() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..5);
        let own = account(&archive);
        let ended = AtomicBool::new(false);
        let (ended, other) = (&ended, place.archive());
        let slowest = std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut writer = other.begin_import(meta("hospital")).unwrap();
                let mut number = 0;
                while !ended.load(Ordering::Relaxed) {
                    writer.push(record(number), vec![], &keys(number)).unwrap();
                    number += 1;
                }
                assert_eq!(writer.accept(TIME).unwrap().counts.records, number);
            });
            let mut slowest = Duration::ZERO;
            for number in 0..100_u32 {
                let began = Instant::now();
                assert!(archive.hold(id(number), id(number + 1), own, NOW).unwrap());
                archive.open_desk(Hash::of(&number.to_be_bytes()), own, LoginKind::Totp, NOW).unwrap();
                slowest = slowest.max(began.elapsed());
            }
            ended.store(true, Ordering::Relaxed);
            slowest
        });
        println!("{}: the slowest of 100 took {slowest:?}", place.engine);
        assert!(slowest < Duration::from_secs(3), "{}: {slowest:?}", place.engine);
    });
}
