//! Every rule of reading, on invented people.

use names::{MAX_PARTS, Order, PartRole, Reading, read, read_column, readings};

pub(crate) fn roles(reading: &Reading) -> Vec<(&str, PartRole)> {
    reading.parts.iter().map(|part| (part.text.as_str(), part.role)).collect()
}

/// Reads a text and compares its parts and roles.
macro_rules! reads {
    ($text:expr, $(($part:expr, $role:ident)),* $(,)?) => {
        assert_eq!(crate::reading::roles(&names::read($text)), [$(($part, names::PartRole::$role)),*], "{}", $text);
    };
}
pub(crate) use reads;

#[test]
fn roles_follow_the_number_of_parts() {
    reads!("سامر", ("سامر", Given));
    reads!("سامر الحكيم", ("سامر", Given), ("حكيم", Family));
    reads!("سامر نزار الحكيم", ("سامر", Given), ("نزار", Father), ("حكيم", Family));
    reads!("سامر نزار وهيب الحكيم", ("سامر", Given), ("نزار", Father), ("وهيب", Grandfather), ("حكيم", Family));
    reads!(
        "Samer Nizar Wahib Anwar Munir Hakim",
        ("samer", Given),
        ("nizar", Father),
        ("wahib", Grandfather),
        ("anwar", Ancestor),
        ("munir", Ancestor),
        ("hakim", Family)
    );
}

#[test]
fn compounds_are_one_part() {
    reads!("عبد الرحمن نزار أبو شامة", ("عبدالرحمن", Given), ("نزار", Father), ("ابوشامه", Family));
    reads!("عبدالرحمن صلاح الدين الحكيم", ("عبدالرحمن", Given), ("صلاحالدين", Father), ("حكيم", Family));
    reads!("Abd al-Rahman Abu Shama", ("abdalrahman", Given), ("abushama", Family));
    reads!("Abdurrahman Salah ad-Din Hakim", ("abdalrahman", Given), ("salahaldin", Father), ("hakim", Family));
    reads!("Abdul Karim Nasr Allah", ("abdalkarim", Given), ("nasrallah", Family));
    reads!("Nour Eddine Bou Azza", ("nouraldin", Given), ("abuazza", Family));
    reads!("Evdirehman Xelîl", ("abdalrehman", Given), ("xelil", Family));
    reads!("زين العابدين نصر الله", ("زينالعابدين", Given), ("نصرالله", Family));
}

#[test]
fn articles_come_off_and_are_remembered() {
    let reading = read("Samer ash-Shami");
    assert_eq!(roles(&reading), [("samer", PartRole::Given), ("shami", PartRole::Family)]);
    assert!(reading.parts[1].article);
    assert!(!reading.parts[0].article);
    assert_eq!(reading.parts[1].as_written, "ash-Shami");
    reads!("Samer Al Hakim", ("samer", Given), ("hakim", Family));
    reads!("سامر آل حكيم", ("سامر", Given), ("حكيم", Family));
    reads!("إلياس إلهام", ("الياس", Given), ("الهام", Family));
}

#[test]
fn separators_mark_ancestors() {
    reads!("خالد بن محمود بن سليم الحكيم", ("خالد", Given), ("محمود", Father), ("سليم", Grandfather), ("حكيم", Family));
    reads!("Layla bint Mahmoud al-Hakim", ("layla", Given), ("mahmoud", Father), ("hakim", Family));
    reads!("Khaled ibn Mahmoud", ("khaled", Given), ("mahmoud", Father));
    reads!("Karim Ben Slimane", ("karim", Given), ("slimane", Family));
    reads!("Khaled, son of Mahmoud", ("khaled", Given), ("mahmoud", Father));
}

#[test]
fn family_sentences_name_father_and_mother() {
    reads!(
        "خالد الحسين بن محمود والدته فاطمة تولد 1985",
        ("خالد", Given),
        ("حسين", Family),
        ("محمود", Father),
        ("فاطمه", Mother)
    );
    reads!(
        "سامر الحكيم والده نزار والدته هدى الشامي",
        ("سامر", Given),
        ("حكيم", Family),
        ("نزار", Father),
        ("هدي", Mother),
        ("شامي", MotherFamily)
    );
    reads!("سلمى زوجة نزار الحكيم", ("سلمي", Given), ("نزار", Husband), ("حكيم", Husband));
    reads!("Salma wife of Nizar", ("salma", Given), ("nizar", Husband));
}

#[test]
fn honorifics_are_typed_not_names() {
    reads!("الدكتور سامر الحكيم", ("دكتور", Honorific), ("سامر", Given), ("حكيم", Family));
    reads!("Dr. Samer Hakim", ("dr", Honorific), ("samer", Given), ("hakim", Family));
    reads!("الحاج سامر نزار الحكيم", ("حاج", Honorific), ("سامر", Given), ("نزار", Father), ("حكيم", Family));
    // A title that is also a name stays a name when little else is there.
    reads!("Sayed Hakim", ("sayed", Given), ("hakim", Family));
    assert!(read("Dr. Prof. Sheikh").parts.iter().all(|part| part.role == PartRole::Honorific));
    assert_eq!(read("Dr. Prof. Sheikh").core().len(), 3);
}

#[test]
fn a_kunya_before_a_full_name_is_a_teknonym() {
    reads!("أبو نزار سامر الحكيم", ("ابونزار", Teknonym), ("سامر", Given), ("حكيم", Family));
    reads!("Umm Nizar Salma Hakim", ("umnizar", Teknonym), ("salma", Given), ("hakim", Family));
    reads!("أبو نزار", ("ابونزار", Given));
}

#[test]
fn a_nisba_after_a_family_name_is_its_own() {
    reads!("سامر نزار الحكيم الحلبي", ("سامر", Given), ("نزار", Father), ("حكيم", Family), ("حلبي", Nisba));
    reads!("Samer al-Hakim al-Halabi", ("samer", Given), ("hakim", Family), ("halabi", Nisba));
    reads!("Samer al-Halabi", ("samer", Given), ("halabi", Family));
}

#[test]
fn family_first_is_seen_by_comma_capitals_or_article() {
    for text in ["al-Hakim, Samer Nizar", "HAKIM Samer Nizar", "الحكيم سامر نزار", "Al-Hakim Samer Nizar"]
    {
        let reading = read(text);
        assert_eq!(reading.order, Order::FamilyFirst, "{text}");
        assert_eq!(reading.parts[0].role, PartRole::Family, "{text}");
        assert_eq!(reading.parts[1].role, PartRole::Given, "{text}");
    }
    reads!("Saint Martin, Claire", ("saint", Family), ("martin", Family), ("claire", Given));
    assert_eq!(read("SAMER HAKIM").order, Order::GivenFirst);
}

#[test]
fn initials_are_marked() {
    let reading = read("J. R. Hakim");
    assert_eq!(reading.parts.iter().map(|part| part.initial).collect::<Vec<_>>(), [true, true, false]);
}

#[test]
fn other_readings_follow_the_best() {
    let all = readings("Samer Nizar Hakim");
    assert!(all.len() >= 2 && all.len() <= 4);
    assert_eq!(all[0].order, Order::GivenFirst);
    assert_eq!(all[1].order, Order::FamilyFirst);
    let sum: f32 = all.iter().map(|reading| reading.confidence).sum();
    assert!((sum - 1.0).abs() < 1e-5);
    assert!(all.windows(2).all(|pair| pair[0].confidence >= pair[1].confidence));
}

#[test]
fn cells_of_known_columns() {
    assert_eq!(roles(&read_column("عبد الرحمن", PartRole::Father)), [("عبدالرحمن", PartRole::Father)]);
    assert_eq!(roles(&read_column("al-Hakim", PartRole::Family)), [("hakim", PartRole::Family)]);
    assert_eq!(
        roles(&read_column("هدى الشامي", PartRole::Mother)),
        [("هدي", PartRole::Mother), ("شامي", PartRole::MotherFamily)]
    );
    assert_eq!(
        roles(&read_column("نزار وهيب", PartRole::Father)),
        [("نزار", PartRole::Father), ("وهيب", PartRole::Grandfather)]
    );
    assert_eq!(roles(&read_column("حاج", PartRole::Family)), [("حاج", PartRole::Family)]);
    assert!(read_column("", PartRole::Father).parts.is_empty());
}

#[test]
fn odd_names_are_read_sanely() {
    assert!(read("").parts.is_empty());
    assert!(read(" — 123 …").parts.is_empty());
    assert_eq!(read("a b c d e f g h i j k l m n o p").parts.len(), MAX_PARTS);
    assert_eq!(read("Samer Nizar Wahib Anwar Munir Adel Jamil Kamal Hakim").parts.len(), 9);
    reads!("Иван Петров", ("иван", Given), ("петров", Family));
    reads!("Վարդան Պետրոսյան", ("վարդան", Given), ("պետրոսյան", Family));
    reads!("דוד כהן", ("דוד", Given), ("כהן", Family));
    reads!("Jean-Pierre Dupont", ("jean", Given), ("pierre", Father), ("dupont", Family));
}
