//! Messages from phones.

use crate::{Outcome, file, normal, read_all, said};
use exchange::Format;
use record::{ProblemKind, Property};

fn message(text: &str) -> Outcome {
    let (_folder, path) = file("message.txt", text.as_bytes());
    let read = read_all(&path);
    assert_eq!(read.mapping.format, Format::Text);
    read
}

#[test]
fn the_sentence_of_the_lists() {
    let read = message("السلام عليكم ورحمة الله 🌿\n12- سامر الورداني بن خليل والدته نجاح تولد 1985\n");
    assert_eq!(read.records.len(), 1);
    let record = &read.records[0];
    assert_eq!(said(record, Property::FullName), "سامر الورداني");
    assert_eq!(said(record, Property::Father), "خليل");
    assert_eq!(said(record, Property::Mother), "نجاح");
    assert_eq!(normal(record, Property::BirthDate), "1985");
    assert_eq!(record.verbatim[0].text, "12- سامر الورداني بن خليل والدته نجاح تولد 1985");
    assert_eq!(record.position.row, 2);
    assert_eq!(read.kinds(), [ProblemKind::LineNotUnderstood]);
}

#[test]
fn variants() {
    let read = message(
        "• نزار بن أنور الكرمي ووالدته سعدة مواليد عام ١٩٧٩ من أهالي داريا معتقل منذ 2013\n\
         ✅ هيفاء الصبوري بنت جميل أمها وفاء 40 سنة (دوما) خرج من سجن عدرا\n\
         \u{202B}- عبد الرحمن علاء الدين النوري م ١٢/٣/١٩٩٠ - حمص - الخالدية\u{202C}\n\
         علي السمان من درعا اعتقل عام 2012 على حاجز القطيفة\n\
         ريما النوري - سامي - أسماء - 1988 - حلب\n\
         ٤٤. أبو محمد بلال الحريري والده خالد مواليد داريا 1970\n",
    );
    assert_eq!(read.records.len(), 6, "{:?}", read.problems);
    let [nizar, haifa, abd, ali, rima, bilal] = &read.records[..] else { panic!() };
    assert_eq!(
        (said(nizar, Property::Given), said(nizar, Property::Father), said(nizar, Property::Family)),
        ("نزار", "أنور", "الكرمي")
    );
    assert_eq!((said(nizar, Property::Origin), normal(nizar, Property::ArrestDate)), ("داريا", "2013"));
    assert_eq!(
        (said(haifa, Property::Sex), said(haifa, Property::Mother), said(haifa, Property::Origin)),
        ("female", "وفاء", "دوما")
    );
    assert_eq!((said(haifa, Property::Age), said(haifa, Property::Facility)), ("40 سنة", "سجن عدرا"));
    assert_eq!(
        (said(abd, Property::FullName), said(abd, Property::Origin)),
        ("عبد الرحمن علاء الدين النوري", "حمص - الخالدية")
    );
    assert_eq!(normal(ali, Property::ArrestDate), "2012");
    assert_eq!((said(ali, Property::FullName), said(ali, Property::ArrestPlace)), ("علي السمان", "القطيفة"));
    assert_eq!(
        (said(rima, Property::Father), said(rima, Property::Mother), said(rima, Property::Origin)),
        ("سامي", "أسماء", "حلب")
    );
    assert_eq!((said(bilal, Property::BirthPlace), normal(bilal, Property::BirthDate)), ("داريا", "1970"));
    assert_eq!(read.kinds(), [ProblemKind::HiddenCharacters]);
}

#[test]
fn latin_and_kurdish() {
    let read = message(
        "1. Samer Wardani son of Khalil, mother Najah, born 1985, from Daraya, arrested 2013\n\
         2. Azad Demir kurê Serhed, diya wî Berfin, ji dayik bûye 1990, ji Kobanî\n\
         3. Rojda Aslan keça Welat diya wê Gulê 1988 ji Efrîn\n",
    );
    assert_eq!(read.records.len(), 3, "{:?}", read.problems);
    assert_eq!(said(&read.records[0], Property::Mother), "Najah");
    assert_eq!(normal(&read.records[0], Property::ArrestDate), "2013");
    assert_eq!(
        (said(&read.records[1], Property::Father), said(&read.records[1], Property::Mother)),
        ("Serhed", "Berfin")
    );
    assert_eq!(normal(&read.records[1], Property::BirthDate), "1990");
}

#[test]
fn labels() {
    let read = message(
        "الاسم: سامر الكنية: الورداني الأب: خليل الأم: نجاح تولد: 1985\n\n\
         الاسم: نزار\nالكنية: الكرمي\nاسم الأم: سعدة\nتاريخ الولادة: ١٩٧٩\n\n\
         الاسم: هيفاء\nالكنية: الصبوري\nاسم الأم: وفاء\n",
    );
    assert_eq!(read.records.len(), 3, "{:?}", read.problems);
    assert_eq!(
        (said(&read.records[0], Property::Given), said(&read.records[0], Property::Family)),
        ("سامر", "الورداني")
    );
    assert_eq!((said(&read.records[1], Property::Given), said(&read.records[1], Property::Mother)), ("نزار", "سعدة"));
    assert_eq!(read.records[1].position.row, 3);
    assert_eq!(read.records[1].verbatim.len(), 4);
    assert_eq!(read.summary.problems, 0);
}

#[test]
fn greetings_are_about_nobody() {
    let read = message(
        "السلام عليكم\nقائمة بأسماء المفرج عنهم من سجن صيدنايا بتاريخ 8/12/2024\n\
         سامر الورداني بن خليل تولد 1985\nنزار الكرمي بن أنور تولد 1979\nيا رب\nالرجاء النشر\nForwarded many times\n👇👇👇\n\
         ريما النوري بنت سامي والدتها أسماء\n",
    );
    assert_eq!(read.records.len(), 3);
    assert_eq!(read.problems.len(), 5);
    assert_eq!(read.mapping.as_of.as_deref(), Some("2024-12-08?"));
    assert_eq!(said(&read.records[2], Property::Mother), "أسماء");
}
