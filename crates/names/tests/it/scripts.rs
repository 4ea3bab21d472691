//! Names in other scripts, and texts that hold little: read sanely, never surely.

use names::{Finding, Order, PartRole, Script, Tables, Vocabulary, compare, read, read_column};

use crate::reading::reads;

#[test]
fn other_scripts_are_read_with_little_confidence() {
    for text in ["ܚܢܐ ܝܘܣܦ", "יוסף כהן", "Վարդան Պետրոսեան", "Иван Петров", "Γιώργος Παύλου", "დავით პავლე"]
    {
        let reading = read(text);
        assert_eq!(reading.parts.len(), 2, "{text}");
        assert_eq!(reading.parts[0].role, PartRole::Given, "{text}");
        assert_eq!(reading.parts[1].role, PartRole::Family, "{text}");
        assert!(reading.parts.iter().all(|part| part.script == Script::Other), "{text}");
        assert!(reading.confidence > 0.0 && reading.confidence <= 0.3, "{text}");
        assert!(read_column(text, PartRole::Father).confidence <= 0.3, "{text}");
    }
    assert!(read("Samer Петров").confidence <= 0.3);
    reads!("王小明", ("王小明", Given));
}

#[test]
fn parts_of_other_scripts_meet_arabic_and_latin() {
    let tables = Tables::shipped();
    for (other, arabic, latin, stranger) in [
        ("ܚܢܐ", "حنا", "hanna", "nizar"),
        ("יוסף", "يوسف", "yusuf", "mahmoud"),
        ("вадим", "وديم", "vadim", "olga"),
        ("դաւիթ", "داويت", "tavit", "mahmoud"),
        ("նիզար", "نزار", "nizar", "mahmoud"),
        ("დავით", "داويت", "davit", "mahmoud"),
        ("νιζαρ", "نزار", "nizar", "mahmoud"),
    ] {
        assert!(tables.closeness(other, latin) > -12.0, "{other} {latin} {}", tables.closeness(other, latin));
        assert!(tables.closeness(other, arabic) > -16.0, "{other} {arabic} {}", tables.closeness(other, arabic));
        assert!(tables.closeness(other, stranger) < -18.0, "{other} {stranger} {}", tables.closeness(other, stranger));
    }
    assert!(tables.closeness("王小明", "nizar") < -20.0);
}

#[test]
fn whole_names_meet_across_scripts() {
    let vocabulary = Vocabulary::shipped(Tables::shipped());
    let compared = |a: &str, b: &str| compare(&vocabulary, a, b);
    let same = compared("Низар Заидун", "Nizar Zaidun");
    assert!(same.score > 0.6, "{}", same.score);
    assert_ne!(compared("Низар Заидун", "Samer Hakim").finding, Finding::Same);
    assert_ne!(compared("王小明", "Nizar Zaydun").finding, Finding::Same);
}

#[test]
fn little_is_read_with_little_confidence() {
    for text in ["سامر", "Samer", "Dr.", "الدكتور", "أبو نزار", "Abu Nizar", "Dr. Samer", "Ibn Khaldoun"]
    {
        let reading = read(text);
        assert!(!reading.parts.is_empty(), "{text}");
        assert!(reading.confidence > 0.0 && reading.confidence <= 0.5, "{text}");
        assert_eq!(reading.order, Order::Unknown, "{text}");
    }
    reads!("Dr.", ("dr", Honorific));
    reads!("أبو نزار", ("ابونزار", Given));
    assert!((read("Samer Hakim").confidence - 1.0).abs() < f32::EPSILON);
    assert!(read("Samer Nizar Wahib Anwar Munir Adel Jamil Kamal Hakim").confidence > 0.5);
}

#[test]
fn nothing_is_read_with_no_confidence() {
    for text in ["", " ", "—", "12 / 34", "\u{200f}"] {
        let reading = read(text);
        assert!(reading.parts.is_empty(), "{text:?}");
        assert!(reading.confidence.abs() < f32::EPSILON, "{text:?}");
        assert_eq!(reading.order, Order::Unknown);
        assert!(read_column(text, PartRole::Mother).confidence.abs() < f32::EPSILON);
    }
}
