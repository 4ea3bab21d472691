//! Lists that are pictures: who gets which line, when a line is done, what nobody sees before their own, and what becomes of it.

use crate::casework::worker;
use crate::fixtures::{Place, TIME, meta, on_both, record};
use record::{Area, Cut, Position, Property, Record, Role, Row, SourceKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use store::{
    AccountId, Archive, ImportNumber, LineId, LineText, NewLine, NewPicture, PictureMeta, PictureState, RecordId,
    Session, Settled, StaffRole, StoreError,
};

const NOW: i64 = 1_733_817_600;
const CANARY: &str = "typed and hidden from the disk";

fn cut(rows: u32) -> Cut {
    let rows = (0..rows).map(|row| Row { top: row * 50, bottom: row * 50 + 50 }).collect();
    Cut { width: 1_000, height: 5_000, scale_milli: 1_000, fall_milli: 0, rows }
}

/// A picture of one page that is open for typing; a strip is its own number.
pub(crate) fn picture(archive: &Archive, rows: u32) -> u32 {
    let number = kept(archive, rows, b"bytes of a photograph").unwrap();
    open(archive, number, rows);
    number
}

fn kept(archive: &Archive, rows: u32, mut bytes: &[u8]) -> Result<u32, StoreError> {
    let meta = PictureMeta {
        original: archive.keep_original_from(&mut bytes, "page.jpg").unwrap(),
        source: "register".to_owned(),
        kind: SourceKind::Register,
        as_of: String::new(),
        by: None,
        time: TIME.to_owned(),
        columns: Vec::new(),
        is_left_to_right: false,
        import: None,
    };
    archive.keep_picture(&NewPicture { meta, pages: vec![(cut(rows), b"the page".to_vec())] })
}

fn open(archive: &Archive, number: u32, rows: u32) {
    let lines = (1..=rows).map(|line| NewLine { page: 1, line, area: Area::default(), strip: vec![line as u8; 3] });
    let columns = [Property::FullName, Property::BirthDate];
    archive.open_picture(number, &columns, false, &lines.collect::<Vec<_>>()).unwrap();
}

fn text(name: &str) -> LineText {
    LineText { cells: vec![name.to_owned(), "1980".to_owned()], is_no_entry: false }
}

fn at_work(archive: &Archive, account: AccountId) -> Session<'_> {
    archive.session(account, None, NOW).unwrap()
}

fn workers<const N: usize>(archive: &Archive) -> [AccountId; N] {
    std::array::from_fn(|_| worker(archive, StaffRole::Intake, ""))
}

#[test]
fn two_people_type_a_line_and_neither_sees_the_other() {
    on_both(|place| {
        let archive = place.archive();
        let number = picture(&archive, 2);
        let [first, second, third] = workers(&archive);
        let line = |line| LineId { picture: number, page: 1, line };
        let [a, b, c] = [first, second, third].map(|account| at_work(&archive, account));
        // Both may have the first line at once, a third gets the next.
        assert_eq!(a.next_line(None).unwrap(), Some(line(1)));
        assert_eq!(a.next_line(None).unwrap(), Some(line(1)), "the line that one has comes again");
        assert_eq!(b.next_line(None).unwrap(), Some(line(1)));
        assert_eq!(c.next_line(None).unwrap(), Some(line(2)));
        assert_eq!(a.line_strip(line(1)).unwrap(), [1, 1, 1]);
        assert!(matches!(c.line_strip(line(1)), Err(StoreError::NoSuch(_))), "nobody looks at a line that others have");
        assert!(matches!(c.line_to_type(line(1)), Err(StoreError::NoSuch(_))));
        assert!(matches!(c.type_line(line(1), &text("سامر")), Err(StoreError::Refused(_))));

        a.type_line(line(1), &text("سامر")).unwrap();
        let before = b.line_to_type(line(1)).unwrap();
        assert_eq!((before.above, before.columns.len(), before.of), (None, 2, 2));
        assert!(matches!(b.dispute(line(1)), Err(StoreError::NoSuch(_))));
        assert!(matches!(a.line_strip(line(1)), Err(StoreError::NoSuch(_))), "what is typed is done with");
        assert!(matches!(a.type_line(line(1), &text("وائل")), Err(StoreError::Refused(_))), "{}", place.engine);
        assert_eq!(a.next_line(Some(line(1))).unwrap(), Some(line(2)));
        assert_eq!(a.line_to_type(line(2)).unwrap().above, Some(text("سامر")), "one's own line above, no one else's");
        b.type_line(line(1), &text(" سامر ")).unwrap();
        let lines = archive.picture_lines(number).unwrap();
        assert_eq!(lines[0].agreed, Some(text("سامر")), "{}", place.engine);
        let one = archive.picture(number).unwrap();
        assert_eq!((one.state, one.lines, one.done, one.disputed), (PictureState::Typing, 2, 1, 0));
        // Two have the second line already, and of the first everybody has typed or two have.
        assert_eq!(b.next_line(Some(line(1))).unwrap(), None);
    });
}

#[test]
fn a_line_that_is_held_comes_free_and_nobody_types_it_twice() {
    on_both(|place| {
        let archive = place.archive();
        let number = picture(&archive, 1);
        let id = LineId { picture: number, page: 1, line: 1 };
        let [a, b, c] = workers(&archive);
        for account in [a, b] {
            assert_eq!(at_work(&archive, account).next_line(None).unwrap(), Some(id));
        }
        assert_eq!(at_work(&archive, c).next_line(None).unwrap(), None);
        let later = archive.session(c, None, NOW + 601).unwrap();
        assert_eq!(later.next_line(None).unwrap(), Some(id), "{}", place.engine);
        // One of the two has lost it, the other may still write.
        let kept = [a, b].map(|account| at_work(&archive, account).type_line(id, &text("x")).is_ok());
        assert_eq!(kept.iter().filter(|kept| **kept).count(), 1, "{}", place.engine);
        later.let_line_go(id).unwrap();
        let typed = if kept[0] { a } else { b };
        assert_eq!(at_work(&archive, typed).next_line(None).unwrap(), None, "never twice by one account");
    });
}

#[test]
fn where_two_differ_nobody_decides_alone() {
    on_both(|place| {
        let archive = place.archive();
        let number = picture(&archive, 2);
        let [first, second, third, fourth] = workers(&archive);
        let line = |line| LineId { picture: number, page: 1, line };
        for (account, names) in [(first, ["سامر", "أحمد"]), (second, ["سمر", "احمد"])] {
            let session = at_work(&archive, account);
            for name in names {
                let id = session.next_line(None).unwrap().unwrap();
                session.type_line(id, &text(name)).unwrap();
            }
        }
        assert_eq!(archive.picture(number).unwrap().disputed, 2, "the form of a letter differs, too");
        let [a, b, c, d] = [first, second, third, fourth].map(|account| at_work(&archive, account));
        assert_eq!(a.disputes().unwrap(), [(line(1), false), (line(2), false)]);
        assert_eq!(c.disputes().unwrap(), [(line(1), true), (line(2), true)]);
        let seen = c.dispute(line(1)).unwrap();
        assert_eq!(seen.texts.len(), 2);
        assert!(seen.texts.iter().all(|one| !one.is_own) && seen.proposal.is_none());
        assert_eq!(c.line_strip(line(1)).unwrap(), [1, 1, 1]);
        c.propose(line(1), "سامر").unwrap();
        assert_eq!(c.dispute(line(1)).unwrap().proposal.as_deref(), Some("سامر"));

        assert_eq!(a.settle(line(1), &text("سمر")).unwrap(), Settled::NotTheirs);
        assert_eq!(c.settle(line(1), &text("سامر")).unwrap(), Settled::Agreed);
        assert!(matches!(d.settle(line(1), &text("سمر")), Err(StoreError::NoSuch(_))), "it is done");
        assert_eq!(c.settle(line(2), &text("أحمَد")).unwrap(), Settled::Awaits);
        assert_eq!(c.settle(line(2), &text("أحمَد")).unwrap(), Settled::Awaits, "not by saying it twice");
        assert_eq!(b.settle(line(2), &text("أحمَد")).unwrap(), Settled::Agreed, "{}", place.engine);
        let agreed: Vec<_> = archive.picture_lines(number).unwrap().into_iter().map(|line| line.agreed).collect();
        assert_eq!(agreed, [Some(text("سامر")), Some(text("أحمَد"))]);
    });
}

#[test]
fn many_at_once_never_get_one_line_in_one_turn() {
    on_both(|place| {
        let archive = place.archive();
        let number = picture(&archive, 12);
        let accounts: [AccountId; 5] = workers(&archive);
        let typed: Mutex<BTreeMap<LineId, Vec<AccountId>>> = Mutex::default();
        std::thread::scope(|scope| {
            for account in accounts {
                let (archive, typed) = (&archive, &typed);
                scope.spawn(move || {
                    let session = at_work(archive, account);
                    let mut after = None;
                    while let Some(id) = session.next_line(after).unwrap() {
                        session.type_line(id, &text("same")).unwrap();
                        typed.lock().unwrap().entry(id).or_default().push(account);
                        after = Some(id);
                    }
                });
            }
        });
        let typed = typed.into_inner().unwrap();
        assert_eq!(typed.len(), 12, "{}", place.engine);
        for (id, accounts) in typed {
            assert_eq!(accounts.len(), 2, "{id:?}");
            assert_ne!(accounts[0], accounts[1], "{id:?}");
        }
        let one = archive.picture(number).unwrap();
        assert_eq!((one.lines, one.done), (12, 12), "{}", place.engine);
    });
}

#[test]
fn what_is_wrong_is_refused_and_what_is_dropped_is_gone() {
    on_both(|place| {
        let archive = place.archive();
        let number = kept(&archive, 2, b"one").unwrap();
        assert!(matches!(kept(&archive, 2, b"one"), Err(StoreError::Refused(_))), "the same bytes are here");
        let crossing = Cut { rows: vec![Row { top: 0, bottom: 60 }, Row { top: 50, bottom: 90 }], ..cut(0) };
        assert!(matches!(archive.cut_page(number, 1, &crossing), Err(StoreError::Refused(_))));
        archive.cut_page(number, 1, &cut(3)).unwrap();
        assert_eq!(archive.picture_pages(number).unwrap()[0].cut.rows.len(), 3);
        open(&archive, number, 3);
        assert!(matches!(archive.cut_page(number, 1, &cut(2)), Err(StoreError::Refused(_))), "they are being typed");
        let [a] = workers(&archive);
        let session = at_work(&archive, a);
        let id = session.next_line(None).unwrap().unwrap();
        for wrong in [vec![], vec!["one".to_owned()], vec![String::new(), "  ".to_owned()]] {
            let wrong = LineText { cells: wrong, is_no_entry: false };
            assert!(matches!(session.type_line(id, &wrong), Err(StoreError::Refused(_))));
        }
        archive.close_picture(number).unwrap();
        assert_eq!(archive.picture(number).unwrap().state, PictureState::Cutting);
        open(&archive, number, 3);
        let id = session.next_line(None).unwrap().unwrap();
        session.type_line(id, &LineText { cells: Vec::new(), is_no_entry: true }).unwrap();
        assert!(matches!(archive.close_picture(number), Err(StoreError::Refused(_))), "somebody has typed");
        let original = archive.picture(number).unwrap().meta.original;
        assert!(archive.original_path(original.sha256).is_file());
        // An import of the same bytes that fails does not take the file away from the picture.
        archive.drop_unused_original(original.sha256).unwrap();
        assert!(archive.original_path(original.sha256).is_file());
        archive.drop_picture(number).unwrap();
        assert!(matches!(archive.picture(number), Err(StoreError::NoSuch(_))));
        assert!(!archive.original_path(original.sha256).exists(), "{}", place.engine);
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

/// An import of the lines of a picture, as the desk makes it.
fn imported(archive: &Archive, number: u32, lines: u32) -> Vec<(LineId, RecordId)> {
    let mut writer = archive.begin_import(meta("register")).unwrap();
    let mut records = Vec::new();
    for line in 1..=lines {
        let position = Position { page: Some(1), row: u64::from(line), area: Some(Area::default()), sheet: None };
        let own = Record { position, role: Role::Held, ..record(u64::from(line)) };
        let id = writer.push(own, Vec::new(), &[]).unwrap();
        records.push((LineId { picture: number, page: 1, line }, id));
    }
    let accepted = writer.accept(TIME).unwrap();
    archive.picture_imported(number, accepted.number, &records).unwrap();
    records
}

#[test]
fn a_record_keeps_its_strip_until_it_is_erased() {
    on_both(|place| {
        let mut archive = place.archive();
        let number = picture(&archive, 3);
        let records = imported(&archive, number, 3);
        let [typist] = workers(&archive);
        let caseworker = worker(&archive, StaffRole::Caseworker, "");
        let one = archive.picture(number).unwrap();
        assert_eq!((one.state, one.meta.import), (PictureState::Imported, Some(records[0].1.import())));
        assert!(archive.picture_page_image(number, 1).is_err(), "the page is gone, the original is kept");
        let session = at_work(&archive, caseworker);
        assert_eq!(session.evidence(records[1].1).unwrap(), [2, 2, 2]);
        assert!(
            matches!(at_work(&archive, typist).evidence(records[1].1), Err(StoreError::NoSuch(_))),
            "a typist sees no person"
        );
        let ids: Vec<RecordId> = records.iter().map(|(_, id)| *id).collect();
        assert_eq!(session.with_evidence(&ids).unwrap(), ids);
        // Who may not see all of a record does not see its strip, which shows all of it.
        let hidden = store::Restriction {
            record: ids[0],
            property: Some(Property::Given),
            visibility: record::Visibility::Restricted,
            teams: BTreeSet::new(),
            reason: "".into(),
        };
        archive.restrict(hidden, None, TIME).unwrap();
        assert!(matches!(session.evidence(ids[0]), Err(StoreError::NoSuch(_))), "{}", place.engine);
        assert_eq!(session.with_evidence(&ids).unwrap(), ids[1..]);
        drop(session);

        archive.ask_withdrawal(ids[1], "it is me".into(), None, TIME).unwrap();
        archive.answer_withdrawal(ids[1], true, "she came in person".into(), None, TIME).unwrap();
        let due = archive.due("2026-01-01", None, false).unwrap();
        archive.purge(&due, None, "asked".into(), "2026-01-01T08:00:00Z").unwrap();
        let session = at_work(&archive, caseworker);
        assert!(matches!(session.evidence(ids[1]), Err(StoreError::NoSuch(_))));
        assert_eq!(session.evidence(ids[2]).unwrap(), [3, 3, 3]);
        let left: BTreeSet<u32> = archive.picture_lines(number).unwrap().iter().map(|line| line.id.line).collect();
        assert_eq!(left, BTreeSet::from([1, 3]), "{}", place.engine);
        drop(session);
        // An import that was taken back shows nothing, by any road.
        archive.undo_import(ImportNumber(records[0].1.import().0), TIME).unwrap();
        assert!(matches!(at_work(&archive, caseworker).evidence(ids[2]), Err(StoreError::NoSuch(_))));
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
    });
}

#[test]
fn what_was_typed_lies_nowhere_in_clear() {
    on_both(|place: &Place| {
        let archive = place.archive();
        let number = picture(&archive, 1);
        let id = LineId { picture: number, page: 1, line: 1 };
        let [a, b] = workers(&archive);
        for account in [a, b] {
            let session = at_work(&archive, account);
            assert_eq!(session.next_line(None).unwrap(), Some(id));
            session.type_line(id, &text(CANARY)).unwrap();
        }
        assert!(!format!("{:?}", archive.picture_lines(number).unwrap()).contains(CANARY));
        drop(archive);
        // Sealed, it opens in its own place only.
        place.tamper("UPDATE picture_turn SET turn = 1 - turn + 10");
        let archive = place.archive();
        assert!(matches!(at_work(&archive, a).line_to_type(id), Err(StoreError::Damaged(_))), "{}", place.engine);
        for file in files(place.dir.path()) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()), "{}", file.display());
        }
    });
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files
}
