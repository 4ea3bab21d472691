//! Searching a small list of invented names.

use names::{NameIndex, Tables};

const LIST: [(u32, &str); 8] = [
    (1, "خالد محمود سليم الخطيب"),
    (2, "نزار محمود سليم الخطيب"),
    (3, "سامر نزار وهيب الحكيم"),
    (4, "عبد الرحمن يوسف الشامي"),
    (5, "هدى وهيب البارودي"),
    (6, "Catherine Mercier"),
    (7, "Robert John Pemberton"),
    (8, "شيركو خليل"),
];

#[test]
fn the_right_name_comes_first() {
    let index = NameIndex::new(Tables::shipped(), LIST);
    assert_eq!(index.len(), LIST.len());
    for (query, expected) in [
        ("Khaled Mahmoud al-Khatib", 1),
        ("Nizar Khatib", 2),
        ("al-Hakim Samer Nizar", 3),
        ("Evdirehman Ûsiv Şamî", 4),
        ("Houda Baroudi", 5),
        ("Katherine Mercier", 6),
        ("Pemberton, Robert", 7),
        ("Şêrko Xelîl", 8),
    ] {
        let found = index.search(query, 3);
        assert_eq!(found.first().map(|(id, _)| *id), Some(expected), "{query}");
        assert!(found.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    }
}

#[test]
fn an_empty_query_or_list_finds_nothing() {
    let index = NameIndex::new(Tables::shipped(), LIST);
    assert!(index.search("", 5).is_empty());
    assert!(index.search("خالد", 0).is_empty());
    let empty: NameIndex<u32> = NameIndex::new(Tables::shipped(), []);
    assert!(empty.is_empty());
    assert!(empty.search("خالد", 5).is_empty());
}
