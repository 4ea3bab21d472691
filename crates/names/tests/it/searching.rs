//! Searching a small list of invented names.

use names::{IndexBuilder, IndexError, NameIndex, Session, Tables};
use proptest::prelude::*;

const LIST: [(u64, &str); 8] = [
    (1, "خالد محمود سليم الخطيب"),
    (2, "نزار محمود سليم الخطيب"),
    (3, "سامر نزار وهيب الحكيم"),
    (4, "عبد الرحمن يوسف الشامي"),
    (5, "هدى وهيب البارودي"),
    (6, "Catherine Mercier"),
    (7, "Robert John Pemberton"),
    (8, "شيركو خليل"),
];

const QUERIES: [(&str, u64); 8] = [
    ("Khaled Mahmoud al-Khatib", 1),
    ("Nizar Khatib", 2),
    ("al-Hakim Samer Nizar", 3),
    ("Evdirehman Ûsiv Şamî", 4),
    ("Houda Baroudi", 5),
    ("Katherine Mercier", 6),
    ("Pemberton, Robert", 7),
    ("Şêrko Xelîl", 8),
];

fn bytes_of(names: &[(u64, &str)]) -> Vec<u8> {
    let mut builder = IndexBuilder::new(Tables::shipped());
    for (key, name) in names {
        builder.push(*key, name).expect("room for a few names");
    }
    builder.finish()
}

fn index_of(names: &[(u64, &str)]) -> NameIndex<Vec<u8>> {
    NameIndex::open(Tables::shipped(), bytes_of(names)).expect("bytes just built")
}

#[test]
fn the_right_name_comes_first() {
    let index = index_of(&LIST);
    index.verify().unwrap();
    assert_eq!(index.len(), LIST.len());
    for (query, expected) in QUERIES {
        let found = index.search(query, 3);
        assert_eq!(found.first().map(|hit| hit.key), Some(expected), "{query}");
        assert!(found.is_sorted_by(|a, b| a.bits >= b.bits));
        assert!(index.candidates(query).keys.contains(&expected));
    }
}

#[test]
fn an_empty_query_or_list_finds_nothing() {
    let index = index_of(&LIST);
    assert!(index.search("", 5).is_empty());
    assert!(index.search("خالد", 0).is_empty());
    let empty = index_of(&[]);
    empty.verify().unwrap();
    assert!(empty.is_empty());
    assert!(empty.search("خالد", 5).is_empty());
    assert_eq!(empty.candidates("خالد").count, 0);
}

#[test]
fn arabic_and_latin_find_each_other_both_ways() {
    let index =
        index_of(&[(1, "Khaled Mahmoud al-Khatib"), (2, "Nizar Baroudi"), (3, "Sêrko Xelîl"), (4, "ՎԱՐԴԱՆ Հակոբյան")]);
    for (query, expected) in [("خالد محمود الخطيب", 1), ("نزار البارودي", 2), ("سيركو خليل", 3), ("Վարդան ՀԱԿՈԲՅԱՆ", 4)]
    {
        assert_eq!(index.search(query, 1).first().map(|hit| hit.key), Some(expected), "{query}");
    }
}

#[test]
fn words_glued_or_parted_wrongly_are_found() {
    let index = index_of(&LIST);
    for (query, expected) in
        [("Abd Alrahman Yousef Shami", 4), ("Khaled Mah moud Alkhatib", 1), ("SamerNizar Hakim", 3)]
    {
        assert_eq!(index.search(query, 1).first().map(|hit| hit.key), Some(expected), "{query}");
    }
}

#[test]
fn names_of_one_key_are_one_answer() {
    let index = index_of(&[(9, "خالد الخطيب"), (9, "خالد محمود الخطيب"), (4, "خالد الخطيب")]);
    let keys: Vec<u64> = index.search("Khaled Khatib", 5).iter().map(|hit| hit.key).collect();
    // Equal bits: the smaller key first.
    assert_eq!(keys, [4, 9]);
}

#[test]
fn a_session_changes_no_answer() {
    let (index, other) = (index_of(&LIST), index_of(&LIST[2..5]));
    let mut session = Session::new();
    for _ in 0..2 {
        for (query, _) in QUERIES {
            assert_eq!(index.search_with(&mut session, query, 5), index.search(query, 5));
            // A session that comes from another index begins anew.
            assert_eq!(other.search_with(&mut session, query, 5), other.search(query, 5));
        }
    }
}

#[test]
fn what_is_inserted_is_found_and_what_is_removed_is_not() {
    let mut index = index_of(&LIST);
    let mut session = Session::new();
    let first = |index: &NameIndex<Vec<u8>>, session: &mut Session, query: &str| {
        index.search_with(session, query, 1).first().map(|hit| hit.key)
    };
    assert_ne!(first(&index, &mut session, "Zuhair Qattan"), Some(20));
    index.insert(20, "زهير القطان").unwrap();
    index.insert(21, "Thaddeus Wexcombe").unwrap();
    assert_eq!(index.len(), 10);
    assert_eq!(first(&index, &mut session, "Zuhair Qattan"), Some(20));
    assert_eq!(first(&index, &mut session, "Tadeus Wexcombe"), Some(21));
    assert_eq!(index.remove(20), 1);
    assert_eq!(index.remove(20), 0);
    assert_eq!(index.remove(1), 1);
    assert_eq!(index.len(), 8);
    assert_ne!(first(&index, &mut session, "Zuhair Qattan"), Some(20));
    assert_eq!(first(&index, &mut session, "Khaled Mahmoud al-Khatib"), Some(2));
    let compact = NameIndex::open(Tables::shipped(), index.compact().unwrap()).unwrap();
    compact.verify().unwrap();
    assert_eq!(compact.len(), 8);
    assert_eq!(first(&compact, &mut session, "Tadeus Wexcombe"), Some(21));
}

#[test]
fn other_bytes_are_refused_by_name() {
    let tables = Tables::shipped();
    let open = |bytes: &[u8]| NameIndex::open(tables, bytes.to_vec()).map(|_| ()).unwrap_err();
    let bytes = bytes_of(&LIST);
    assert_eq!(open(b"something"), IndexError::NotAnIndex);
    assert_eq!(open(&[]), IndexError::NotAnIndex);
    let mut other = bytes.clone();
    other[8] = 99;
    assert!(matches!(open(&other), IndexError::Version { found: 99, .. }));
    let mut other = bytes.clone();
    other[20] ^= 1;
    assert_eq!(open(&other), IndexError::OtherTables);
    for length in [9, 60, 200, bytes.len() / 2, bytes.len() - 1] {
        assert!(NameIndex::open(tables, bytes[..length].to_vec()).is_err(), "{length}");
    }
}

#[test]
fn damaged_bytes_never_panic_and_verify_tells() {
    let tables = Tables::shipped();
    let bytes = bytes_of(&LIST);
    // The middle of each stretch of bytes, the whole header, and the ends, each with several values.
    let step = bytes.len() / 60;
    for at in
        (100..500).step_by(3).chain((500..bytes.len()).step_by(step)).chain((bytes.len() - 300..bytes.len()).step_by(5))
    {
        for value in [0xff, bytes[at] ^ 1, bytes[at] ^ 0x80] {
            let mut damaged = bytes.clone();
            damaged[at] = value;
            let Ok(index) = NameIndex::open(tables, damaged) else { continue };
            for (query, _) in &QUERIES[..3] {
                index.search(query, 3);
            }
            assert!(value == bytes[at] || index.verify().is_err(), "byte {at}");
        }
    }
    for stretch in bytes.chunks(bytes.len() / 40).map(<[u8]>::len).scan(0, |from, length| {
        *from += length;
        Some((*from - length, *from))
    }) {
        for value in [0, 0x7f, 0xff] {
            let mut damaged = bytes.clone();
            damaged[stretch.0.max(300)..stretch.1.max(300)].fill(value);
            let Ok(index) = NameIndex::open(tables, damaged) else { continue };
            for (query, _) in QUERIES {
                index.search(query, 3);
            }
        }
    }
}

const WORDS: [&str; 14] = [
    "خالد",
    "محمود",
    "سليم",
    "الخطيب",
    "نزار",
    "وهيب",
    "خليل",
    "محمد",
    "Khalid",
    "Mahmoud",
    "Zuhayr",
    "Wexcombe",
    "قطان",
    "عبد الرحمن",
];

fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..5).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Names inserted and removed answer as if the index had been built with them, by the same frequencies.
    #[test]
    fn inserting_and_removing_is_building_anew(
        base in prop::collection::vec(name(), 1..12),
        inserted in prop::collection::vec(name(), 0..6),
        removed in prop::collection::vec(0u64..18, 0..5),
    ) {
        let base: Vec<(u64, &str)> = (0..).zip(base.iter().map(String::as_str)).collect();
        let mut index = index_of(&base);
        for (key, name) in (100..).zip(&inserted) {
            index.insert(key, name).unwrap();
        }
        for key in removed {
            index.remove(if key < 12 { key } else { key + 88 });
        }
        let anew = NameIndex::open(Tables::shipped(), index.compact_with_frequencies().unwrap()).unwrap();
        anew.verify().unwrap();
        prop_assert_eq!(index.len(), anew.len());
        for query in ["Khaled Mahmud al-Khatib", "زهير قطان", "Xelîl", "Mohammed Wexcomb", "محمد خالد سليم", "Abdalrahman Nizar"] {
            let (delta, built) = (index.search(query, 8), anew.search(query, 8));
            prop_assert_eq!(delta.iter().map(|hit| hit.key).collect::<Vec<_>>(), built.iter().map(|hit| hit.key).collect::<Vec<_>>());
            for (one, other) in delta.iter().zip(&built) {
                prop_assert!((one.bits - other.bits).abs() < 1e-3, "{} {}", one.bits, other.bits);
            }
        }
    }
}
