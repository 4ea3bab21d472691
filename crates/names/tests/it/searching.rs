//! Searching a small list of invented names.

use names::{IndexBuilder, NameIndex, Session, Tables};

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
        builder.push(*key, name).unwrap();
    }
    builder.finish()
}

fn index_of(names: &[(u64, &str)]) -> NameIndex<Vec<u8>> {
    NameIndex::open(Tables::shipped(), bytes_of(names)).unwrap()
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
    assert!(empty.is_empty());
    assert!(empty.search("خالد", 5).is_empty());
}

#[test]
fn a_session_changes_no_answer() {
    let index = index_of(&LIST);
    let mut session = Session::new();
    for _ in 0..2 {
        for (query, _) in QUERIES {
            assert_eq!(index.search_with(&mut session, query, 5), index.search(query, 5));
        }
    }
}
