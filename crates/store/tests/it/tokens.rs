//! Tokens: what a program may do in somebody's name, for how long, how much in a day, and how it ends.

use crate::fixtures::{Place, TIME, import, keeper, keys, on_both, record, request};
use std::collections::BTreeSet;
use store::access::{Asked, Kind, permits};
use store::{
    Account, AccountId, Archive, Hash, HistoryFilter, ImportNumber, NewToken, Profile, Reading, RecordId, Scope,
    StaffRole, StoreError, Token, TokenNumber, TokenShown, TokenUse,
};

const NOW: i64 = 1_733_817_600;
const DAY: i64 = 86_400;
const TODAY: &str = "2024-12-10";

fn account(archive: &Archive, role: StaffRole) -> AccountId {
    let profile = Profile { name: "N.".into(), roles: [role].into(), ..Profile::default() };
    archive.enrol(profile, None, keeper(archive), TIME).unwrap()
}

fn new(secret: &str, scopes: &[Scope]) -> NewToken {
    NewToken {
        hash: Hash::of(secret.as_bytes()),
        name: "a program".into(),
        scopes: scopes.iter().copied().collect(),
        requests_per_day: 3,
        persons_per_day: 5,
        until: "2025-03-10".to_owned(),
    }
}

fn made(archive: &Archive, own: AccountId, secret: &str, scopes: &[Scope]) -> TokenNumber {
    archive.make_token(own, new(secret, scopes), Some(own), (NOW, TIME)).unwrap()
}

fn found(archive: &Archive, secret: &str) -> Option<(Account, Token)> {
    archive.token_of(Hash::of(secret.as_bytes()), TODAY).unwrap()
}

fn id(ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(1), ordinal)
}

#[test]
fn a_token_opens_until_it_is_over_or_taken_away_and_both_stand_in_the_ledger() {
    on_both(|place| {
        let archive = place.archive();
        let own = account(&archive, StaffRole::Reviewer);
        let number = made(&archive, own, "secret", &[Scope::Counts]);
        let (whose, token) = found(&archive, "secret").unwrap();
        assert_eq!((whose.id, token.number, token.by), (own, number, Some(own)), "{}", place.engine);
        assert!(found(&archive, "another").is_none());
        let hash = Hash::of(b"secret");
        assert!(archive.token_of(hash, "2025-03-10").unwrap().is_some(), "its last day is one of its days");
        assert!(archive.token_of(hash, "2025-03-11").unwrap().is_none());

        archive.revoke_token(own, number, Some(own), TIME).unwrap();
        assert!(found(&archive, "secret").is_none());
        assert_eq!(archive.login(hash).unwrap(), None, "nothing of it lies beside the ledger");
        assert!(matches!(archive.revoke_token(own, number, Some(own), TIME), Err(StoreError::NoSuch(_))));
        let session = archive.session(own, None, NOW).unwrap();
        let (lines, _) = session.history(None, &HistoryFilter::default()).unwrap();
        let words: Vec<&str> = lines.iter().map(|line| line.what).collect();
        assert_eq!(words[..2], ["token_revoked", "token_made"]);
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

#[test]
fn a_token_ends_with_its_account_and_with_what_the_account_comes_in_by() {
    on_both(|place| {
        let archive = place.archive();
        let [one, other] = [StaffRole::Caseworker; 2].map(|role| account(&archive, role));
        made(&archive, one, "one", &[Scope::Records]);
        made(&archive, other, "other", &[Scope::Records]);
        archive.close_account(one, keeper(&archive), TIME).unwrap();
        assert!(found(&archive, "one").is_none(), "{}", place.engine);
        assert!(archive.account(one).unwrap().tokens[0].is_revoked);
        // As when the account is invited anew.
        for login in archive.logins_of(other).unwrap() {
            archive.drop_login(login.name).unwrap();
        }
        assert!(found(&archive, "other").is_none());
        let token = archive.account(other).unwrap().tokens.remove(0);
        assert_eq!((token.is_live(TODAY), archive.has_token(&token).unwrap()), (true, false));
    });
}

/// Whoever could see the secret of another's token would read as them.
#[test]
fn whoever_keeps_accounts_makes_no_token_for_another_that_shows_people() {
    on_both(|place| {
        let archive = place.archive();
        let (own, other) = (account(&archive, StaffRole::Caseworker), account(&archive, StaffRole::Analyst));
        let admin = account(&archive, StaffRole::Admin);
        let by = |by: AccountId, scopes: &[Scope], secret: &str| {
            archive.make_token(own, new(secret, scopes), Some(by), (NOW, TIME)).map(drop)
        };
        assert!(matches!(by(admin, &[Scope::Counts, Scope::Records], "a"), Err(StoreError::Denied(_))));
        assert!(matches!(by(other, &[Scope::Counts], "b"), Err(StoreError::Denied(_))), "{}", place.engine);
        by(admin, &[Scope::Counts], "c").unwrap();
        by(own, &[Scope::Records], "d").unwrap();
        // And takes any of them away.
        let tokens = archive.account(own).unwrap().tokens;
        assert!(matches!(archive.revoke_token(own, tokens[1].number, Some(other), TIME), Err(StoreError::Denied(_))));
        archive.revoke_token(own, tokens[1].number, Some(admin), TIME).unwrap();
        assert!(found(&archive, "d").is_none());
    });
}

#[test]
fn what_is_no_budget_no_scope_or_no_day_is_no_token() {
    on_both(|place| {
        let archive = place.archive();
        let own = account(&archive, StaffRole::Analyst);
        let good = new("secret", &[Scope::Counts]);
        let wrong = [
            NewToken { scopes: BTreeSet::new(), ..good.clone() },
            NewToken { name: " ".into(), ..good.clone() },
            NewToken { name: "n".repeat(101).as_str().into(), ..good.clone() },
            NewToken { requests_per_day: 0, ..good.clone() },
            NewToken { requests_per_day: 100_001, ..good.clone() },
            NewToken { persons_per_day: 12_001, ..good.clone() },
            NewToken { until: "2024-12-09".to_owned(), ..good.clone() },
            NewToken { until: "2025-03-11".to_owned(), ..good.clone() },
            NewToken { until: "2025-03".to_owned(), ..good.clone() },
            NewToken { until: "soon".to_owned(), ..good.clone() },
        ];
        for one in wrong {
            let refused = archive.make_token(own, one, Some(own), (NOW, TIME));
            assert!(matches!(refused, Err(StoreError::Refused(_) | StoreError::Limit { .. })), "{refused:?}");
        }
        for number in 0..16 {
            made(&archive, own, &number.to_string(), &[Scope::Counts]);
        }
        let more = archive.make_token(own, good, Some(own), (NOW, TIME));
        assert!(matches!(more, Err(StoreError::Refused(_))), "{}", place.engine);
    });
}

#[test]
fn a_day_has_a_budget_and_the_next_day_another() {
    on_both(|place| {
        let archive = place.archive();
        let own = account(&archive, StaffRole::Analyst);
        made(&archive, own, "secret", &[Scope::Counts]);
        let token = new("secret", &[Scope::Counts]);
        let used = |requests, persons, now| archive.use_token(&token, (requests, persons), now);
        assert_eq!(used(1, 0, NOW).unwrap(), TokenUse { day: NOW / DAY, requests: 1, persons: 0 });
        used(0, 5, NOW).unwrap();
        assert!(matches!(used(0, 1, NOW), Err(StoreError::OverBudget)));
        used(2, 0, NOW).unwrap();
        assert!(matches!(used(1, 0, NOW + 1), Err(StoreError::OverBudget)), "{}", place.engine);
        assert_eq!(archive.token_use(token.hash, NOW).unwrap().requests, 3, "what was refused is not counted");
        assert_eq!(archive.token_use(token.hash, NOW + DAY).unwrap().requests, 0);
        assert_eq!(used(1, 1, NOW + DAY).unwrap().persons, 1);
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

/// Two requests at one moment: the last of a budget is one's.
#[test]
fn no_two_requests_have_the_last_of_a_budget() {
    on_both(|place| {
        let archive = place.archive();
        let own = account(&archive, StaffRole::Analyst);
        made(&archive, own, "secret", &[Scope::Counts]);
        let token = new("secret", &[Scope::Counts]);
        let done: usize = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| usize::from(archive.use_token(&token, (1, 0), NOW).is_ok()))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(done, 3, "{}", place.engine);
    });
}

#[test]
fn what_is_read_and_done_by_a_token_says_so_and_is_no_more_than_its_day_has_left() {
    on_both(|place: &Place| {
        let archive = place.archive();
        import(&archive, "list", 0..9);
        let own = account(&archive, StaffRole::Reviewer);
        let number = made(&archive, own, "secret", &[Scope::Records]);
        let (account, token) = found(&archive, "secret").unwrap();
        let read = |ordinal| archive.session_of(&account, None, NOW).unwrap().record(id(ordinal)).map(drop);
        let (over, shown) = archive.by_token(number, 3, || {
            for ordinal in 1..=3 {
                read(ordinal).unwrap();
            }
            read(4)
        });
        assert!(matches!(over, Err(StoreError::OverBudget)));
        assert_eq!(shown, TokenShown { persons: 3, is_over: true }, "{}", place.engine);
        // Two records side by side are two.
        let pair = |left| {
            archive.by_token(number, left, || archive.session_of(&account, None, NOW).unwrap().pair(id(1), id(2)))
        };
        assert!(matches!(pair(1), (Err(StoreError::OverBudget), TokenShown { persons: 0, is_over: true })));
        assert!(matches!(pair(2), (Ok(_), TokenShown { persons: 2, is_over: false })));
        // What is done afterwards on this thread is not the token's.
        read(5).unwrap();
        archive.by_token(number, 0, || archive.recuse(own, id(9), TIME).unwrap());
        let session = archive.session(own, None, NOW).unwrap();
        let lines = session.readings(0).unwrap();
        let marked: Vec<_> =
            lines.iter().map(|line| (line.token == Some(number), line.what == Reading::Refused)).collect();
        let [yes, refused, no] = [(true, false), (true, true), (false, false)];
        assert_eq!(marked, [yes, yes, yes, refused, refused, yes, no, no]);
        let (history, _) = session.history(None, &HistoryFilter::default()).unwrap();
        assert_eq!([history[0].token, history[1].token], [Some(number), None]);
        assert_eq!(token.token.hash, Hash::of(b"secret"));
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

/// A panic in the middle leaves the thread as it was.
#[test]
fn a_thread_that_panicked_acts_by_no_token_any_more() {
    let place = crate::fixtures::sqlite();
    let archive = place.archive();
    import(&archive, "list", 0..2);
    let own = account(&archive, StaffRole::Reviewer);
    let number = made(&archive, own, "secret", &[Scope::Records]);
    let broken =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| archive.by_token(number, 1, || panic!("on purpose"))));
    assert!(broken.is_err());
    let session = archive.session(own, None, NOW).unwrap();
    session.record(id(1)).unwrap();
    assert_eq!(session.readings(0).unwrap()[0].token, None);
}

#[test]
fn what_a_scope_covers_is_written_by_hand() {
    use Kind::{
        Account, Case, Claim, Contact, Correction, Counts, Decision, Export, Import, Job, Original, Person, Picture,
        Readings, Record, Source, Withdrawal,
    };
    let table: [(Scope, &[Kind]); 8] = [
        (Scope::Counts, &[Import, Source, Job, Counts, Picture]),
        (Scope::Records, &[Record, Claim, Person, Decision]),
        (Scope::Cases, &[Person, Case, Correction]),
        (Scope::Search, &[Record, Claim, Case]),
        (Scope::Intake, &[Case]),
        (Scope::Decide, &[Record, Claim, Case, Decision]),
        (Scope::Exports, &[Import, Export]),
        (Scope::Audit, &[Account, Readings]),
    ];
    assert_eq!(table.map(|(scope, _)| scope), Scope::ALL);
    for (scope, kinds) in table {
        for kind in Kind::ALL {
            assert_eq!(scope.covers(kind), kinds.contains(&kind), "{scope:?} {kind:?}");
        }
        // What a family entrusted to us, what is sealed, original files and wishes to be removed are under none.
        assert!(![Contact, Original, Withdrawal].iter().any(|kind| scope.covers(*kind)));
    }
    // Neither a scope alone nor a role alone opens anything.
    for role in StaffRole::ALL {
        for scope in Scope::ALL {
            for kind in Kind::ALL {
                let whole = Profile { roles: [role].into(), ..Profile::default() };
                let part = Profile { scopes: Some([scope].into()), ..whole.clone() };
                let none = Profile { scopes: Some(BTreeSet::new()), ..whole.clone() };
                for asked in [Asked::see(kind), Asked::change(kind)] {
                    assert_eq!(permits(&part, asked), permits(&whole, asked) && scope.covers(kind));
                    assert!(!permits(&none, asked));
                }
            }
        }
    }
}

/// What a case shows of a family is not shown under a scope of records alone.
#[test]
fn a_session_by_a_token_sees_what_its_scopes_cover() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "list", 0..2);
        let case = archive.open_request(record(7), keys(7), request(), None, TIME).unwrap();
        let own = account(&archive, StaffRole::Caseworker);
        made(&archive, own, "secret", &[Scope::Records]);
        let (mut account, token) = found(&archive, "secret").unwrap();
        account.profile.scopes = Some(token.token.scopes);
        let session = archive.session_of(&account, None, NOW).unwrap();
        session.record(id(1)).unwrap();
        assert!(matches!(session.case(case.case), Err(StoreError::NoSuch(_))), "{}", place.engine);
        assert!(matches!(session.contact(case.case, 1), Err(StoreError::NoSuch(_))));
        assert!(archive.session_of(&account, Some(case.case), NOW).is_err());
    });
}
