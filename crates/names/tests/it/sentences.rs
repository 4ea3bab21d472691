//! Sentences, keywords and by-names in five languages, on invented people.

use names::{Order, PartRole, read, read_column};

use crate::reading::{reads, roles};

#[test]
fn arabic_sentences() {
    reads!(
        "خالد الحسين بن محمود والدته فاطمة الحسن تولد 1985",
        ("خالد", Given),
        ("حسين", Family),
        ("محمود", Father),
        ("فاطمه", Mother),
        ("حسن", MotherFamily)
    );
    // Folded, «والدة» and «والده» are one word.
    reads!("سامر الحكيم والدة هدى", ("سامر", Given), ("حكيم", Family), ("هدي", Mother));
    reads!("سامر الحكيم والده نزار", ("سامر", Given), ("حكيم", Family), ("نزار", Father));
    reads!(
        "سامر الحكيم اسم الأب نزار اسم الأم هدى",
        ("سامر", Given),
        ("حكيم", Family),
        ("نزار", Father),
        ("هدي", Mother)
    );
    reads!("سلمى حرم نزار الحكيم", ("سلمي", Given), ("نزار", Husband), ("حكيم", Husband));
    reads!("سامر نزار الكنية الحكيم", ("سامر", Given), ("نزار", Father), ("حكيم", Family));
    reads!("سامر الحكيم ولد عام 1985", ("سامر", Given), ("حكيم", Family));
    reads!("سامر الحكيم ولد 1985", ("سامر", Given), ("حكيم", Family));
    reads!("سامر ولد نزار الحكيم", ("سامر", Given), ("نزار", Father), ("حكيم", Family));
    reads!("سامر الحكيم من حلب", ("سامر", Given), ("حكيم", Family));
}

#[test]
fn kurdish_sentences() {
    reads!("Azad kurê Şêrko", ("azad", Given), ("sherko", Father));
    reads!("Berfîn keça Azad Zaydun", ("berfin", Given), ("azad", Father), ("zaydun", Family));
    reads!("Azad Zaydun bavê wî Şêrko", ("azad", Given), ("zaydun", Family), ("sherko", Father));
    reads!("Azad Zaydun dayika wî Xecê", ("azad", Given), ("zaydun", Family), ("xece", Mother));
    reads!("ئازاد کوڕی شێرکۆ", ("ازاد", Given), ("شێركۆ", Father));
    reads!("نازدار کچی ئازاد", ("نازدار", Given), ("ازاد", Father));
    reads!("ئازاد دایکی نازدار باوکی شێرکۆ", ("ازاد", Given), ("نازدار", Mother), ("شێركۆ", Father));
}

#[test]
fn turkish_sentences() {
    reads!("Mehmet Zeydun, Ahmet oğlu", ("mehmet", Given), ("zeydun", Family), ("ahmet", Father));
    reads!("Ahmet oğlu Mehmet Zeydun", ("ahmet", Father), ("mehmet", Given), ("zeydun", Family));
    reads!("Elif Zeydun Ahmet kızı", ("elif", Given), ("zeydun", Family), ("ahmet", Father));
    reads!(
        "Mehmet Zeydun baba adı Ahmet anne adı Fatma",
        ("mehmet", Given),
        ("zeydun", Family),
        ("ahmet", Father),
        ("fatma", Mother)
    );
}

#[test]
fn french_and_english_sentences() {
    reads!("Samer Zaydun fils d'Anwar", ("samer", Given), ("zaydun", Family), ("anwar", Father));
    reads!(
        "Salma Zaydun fille de Nizar Zaydun",
        ("salma", Given),
        ("zaydun", Family),
        ("nizar", Father),
        ("zaydun", Family)
    );
    reads!("Samer Zaydun, son of Anwar", ("samer", Given), ("zaydun", Family), ("anwar", Father));
    reads!("Salma Zaydun née Hakim", ("salma", Given), ("zaydun", Family), ("hakim", Family));
    reads!("Salma Zaydun née le 3 mai 1985", ("salma", Given), ("zaydun", Family));
    reads!(
        "Salma Zaydun épouse de Nizar Hakim",
        ("salma", Given),
        ("zaydun", Family),
        ("nizar", Husband),
        ("hakim", Husband)
    );
    reads!("Salma Zaydun ép. Hakim", ("salma", Given), ("zaydun", Family), ("hakim", Husband));
    reads!("Salma Zaydun veuve de Nizar", ("salma", Given), ("zaydun", Family), ("nizar", Husband));
}

#[test]
fn by_names_are_not_core_parts() {
    for text in [
        "Samer Zaydun alias Abu Nizar",
        "Samer Zaydun dit Abu Nizar",
        "Samer Zaydun a.k.a. Abu Nizar",
        "Samer Zaydun known as Abu Nizar",
        "Samer Zaydun (Abu Nizar)",
    ] {
        reads!(text, ("samer", Given), ("zaydun", Family), ("abunizar", Laqab));
        assert_eq!(read(text).core().len(), 2);
    }
    reads!("Samer \"Abu Nizar\" Zaydun", ("samer", Given), ("abunizar", Laqab), ("zaydun", Family));
    for text in ["سامر الحكيم الملقب أبو نزار", "سامر الحكيم الملقب بأبو نزار", "سامر الحكيم (أبو نزار)"]
    {
        reads!(text, ("سامر", Given), ("حكيم", Family), ("ابونزار", Laqab));
    }
    reads!("(Samer Zaydun)", ("samer", Given), ("zaydun", Family));
    reads!("المدعو سامر الحكيم", ("سامر", Given), ("حكيم", Family));
    assert_eq!(
        roles(&read_column("سامر (أبو نزار)", PartRole::Given)),
        [("سامر", PartRole::Given), ("ابونزار", PartRole::Laqab)]
    );
}

#[test]
fn capitals_mark_the_family_name_of_any_length() {
    for (text, families) in [
        ("ZAYDUN Samer Nizar", 1),
        ("SAINT MARTIN Claire", 2),
        ("AL-HAKIM Samer", 1),
        ("AL HAKIM Samer", 1),
        ("ABU SHAMA Samer", 1),
        ("BEN SALEM Karim", 1),
    ] {
        let reading = read(text);
        assert_eq!(reading.order, Order::FamilyFirst, "{text}");
        let found = reading.parts.iter().filter(|part| part.role == PartRole::Family).count();
        assert_eq!(found, families, "{text}");
    }
}

#[test]
fn a_keyword_alone_is_a_name() {
    reads!("Al Baba Samer", ("baba", Given), ("samer", Family));
    reads!("سامر حرم", ("سامر", Given), ("حرم", Family));
    reads!("Osman Oğlu", ("osman", Given), ("oglu", Family));
    reads!("Fils Aimar", ("fils", Given), ("aimar", Family));
    reads!("Samer Alias", ("samer", Given), ("alias", Family));
}
