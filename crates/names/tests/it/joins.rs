//! Which words make one part, on invented people.

use names::{PartRole, readings};

use crate::reading::reads;

#[test]
fn abd_cut_short_does_not_swallow_the_father() {
    reads!(
        "Basil Abd Muhammad Zaydun",
        ("basil", Given),
        ("abd", Father),
        ("muhammad", Grandfather),
        ("zaydun", Family)
    );
    reads!("Abd Fathi Zaydun", ("abd", Given), ("fathi", Father), ("zaydun", Family));
    reads!("Abdel Wael Zaydun", ("abd", Given), ("wael", Father), ("zaydun", Family));
    reads!("عبد سامر الحكيم", ("عبد", Given), ("سامر", Father), ("حكيم", Family));
    for (text, part) in
        [("Samer Abd", "abd"), ("Samer Abdul", "abd"), ("Samer Abou", "abu"), ("سامر عبد", "عبد"), ("سامر أبو", "ابو")]
    {
        let reading = names::read(text);
        assert_eq!((reading.parts.len(), reading.parts[1].text.as_str()), (2, part), "{text}");
    }
}

#[test]
fn abd_joins_what_it_is_the_servant_of() {
    for text in [
        "Abdul-Rahman Zaydun",
        "Abd-al-Rahman Zaydun",
        "Abdel Rahman Zaydun",
        "Abd Er-Rahman Zaydun",
        "ʿAbd al-Raḥmān Zaydun",
        "Abd Arrahman Zaydun",
        "Abdurrahman Zaydun",
    ] {
        reads!(text, ("abdalrahman", Given), ("zaydun", Family));
    }
    for text in ["عبد ال رحمن سامر", "عبدال رحمن سامر", "عبد الرحمن سامر", "عبد رحمن سامر", "عبدرحمن سامر"]
    {
        reads!(text, ("عبدالرحمن", Given), ("سامر", Family));
    }
    reads!("Abd-el-Kader Zaydun", ("abdalkader", Given), ("zaydun", Family));
    reads!("Abd Allah Zaydun", ("abdallah", Given), ("zaydun", Family));
    reads!("Abd-Rabbo Zaydun", ("abdalrabbo", Given), ("zaydun", Family));
    reads!("Abdul Hussein Zaydun", ("abdalhussein", Given), ("zaydun", Family));
    reads!("Abd Almoez Zaydun", ("abdalmoez", Given), ("zaydun", Family));
    reads!("Abdul Abbas Zaydun", ("abdalabbas", Given), ("zaydun", Family));
    reads!("Abdel Sami Zaydun", ("abdalsami", Given), ("zaydun", Family));
    reads!("Abd Sami Zaydun", ("abd", Given), ("sami", Father), ("zaydun", Family));
    reads!("Abdou Madian", ("abdou", Given), ("madian", Family));
    reads!("عبد ربه سامر", ("عبدربه", Given), ("سامر", Family));
    reads!("عبد الحسين سامر", ("عبدالحسين", Given), ("سامر", Family));
    reads!("عبد مناف سامر", ("عبدمناف", Given), ("سامر", Family));
    reads!("أبو عبد الله سامر الحكيم", ("ابوعبدالله", Teknonym), ("سامر", Given), ("حكيم", Family));
}

#[test]
fn a_slip_in_a_name_of_god_still_joins() {
    reads!("Abdul Rahmnan Zaydun", ("abdalrahmnan", Given), ("zaydun", Family));
    reads!("Abdel Kadrim Zaydun", ("abdalkadrim", Given), ("zaydun", Family));
}

#[test]
fn tails_join_what_stands_before() {
    for text in ["Nour ed-Dine Zaydun", "Noureddine Zaydun", "Nour Eddine Zaydun"] {
        reads!(text, ("nouraldin", Given), ("zaydun", Family));
    }
    reads!("Nur-ul-Din Zaydun", ("nuraldin", Given), ("zaydun", Family));
    for text in ["Jad Allah Zaydun", "Jadallah Zaydun"] {
        reads!(text, ("jadallah", Given), ("zaydun", Family));
    }
    reads!("Fath Allah Zaydun", ("fathallah", Given), ("zaydun", Family));
    for text in ["فتح الله سامر", "فتحالله سامر", "فتح هللا سامر"] {
        reads!(text, ("فتحالله", Given), ("سامر", Family));
    }
}

#[test]
fn father_of_joins_glued_or_not() {
    reads!("Samer Abu al-Naja", ("samer", Given), ("abualnaja", Family));
    for text in ["Samer Abou El Naga", "Samer Aboalnaga", "Samer Abouelnaga", "Samer Abulnaga"] {
        reads!(text, ("samer", Given), ("abualnaga", Family));
    }
    reads!("Samer Aboajinah", ("samer", Given), ("abuajinah", Family));
    reads!("Samer Abumutlaq", ("samer", Given), ("abumutlaq", Family));
    reads!("Bou Salem Zaydun", ("abusalem", Given), ("zaydun", Family));
    reads!("Samer Aboud", ("samer", Given), ("aboud", Family));
}

#[test]
fn names_that_look_like_teknonyms_are_given_names() {
    reads!("Umm Kulthum Nizar Zaydun", ("umkulthum", Given), ("nizar", Father), ("zaydun", Family));
    reads!("Oum Kalthoum Zaydun", ("umkalthoum", Given), ("zaydun", Family));
    reads!("أم كلثوم نزار الحكيم", ("امكلثوم", Given), ("نزار", Father), ("حكيم", Family));
    reads!("أبو بكر نزار الحكيم", ("ابوبكر", Given), ("نزار", Father), ("حكيم", Family));
    // Ubayy, not «أبو» in another case.
    reads!("أبي نزار وهيب الحكيم", ("ابي", Given), ("نزار", Father), ("وهيب", Grandfather), ("حكيم", Family));
}

#[test]
fn a_separator_glued_to_a_frequent_name_comes_off() {
    for text in ["خالد بنمحمود الحكيم", "خالدبن محمود الحكيم", "خالد ابنمحمود الحكيم"]
    {
        reads!(text, ("خالد", Given), ("محمود", Father), ("حكيم", Family));
    }
    reads!("سامر بنان", ("سامر", Given), ("بنان", Family));
}

#[test]
fn ben_is_glued_or_parted_in_other_readings() {
    let families = |text: &str| -> Vec<String> {
        readings(text)
            .iter()
            .filter_map(|reading| reading.part(PartRole::Family))
            .map(|part| part.text.clone())
            .collect()
    };
    assert!(families("Karim Ben Ali").contains(&"benali".to_owned()));
    assert!(families("Karim Bennaceur").contains(&"naceur".to_owned()));
    reads!("Karim Ben Ali", ("karim", Given), ("ali", Family));
    reads!("Karim Bin Nasser", ("karim", Given), ("nasser", Father));
    reads!("Ahmad Ould Zaydun", ("ahmad", Given), ("zaydun", Family));
    reads!("Ibn Khaldoun", ("khaldoun", Family));
    reads!("ابن زيدون الحلبي", ("زيدون", Given), ("حلبي", Family));
    reads!("Ben Salem Karim", ("salem", Family), ("karim", Given));
}

#[test]
fn a_separator_glued_in_another_reading_begins_where_it_was_written() {
    let all = readings("Karim Ben\u{2003}\u{2003}Ali");
    let glued = all.iter().filter_map(|reading| reading.part(PartRole::Family)).find(|part| part.text == "benali");
    assert_eq!(glued.map(|part| part.as_written.as_str()), Some("Ben\u{2003}\u{2003}Ali"));
}

#[test]
fn half_spaces_do_not_part_a_compound() {
    reads!("عبدالرحمن\u{200c}زاده سامر", ("عبدالرحمنزاده", Given), ("سامر", Family));
    reads!("عبد\u{200c}الرحمن سامر", ("عبدالرحمن", Given), ("سامر", Family));
    reads!("سامر ال خطيب", ("سامر", Given), ("خطيب", Family));
}

#[test]
fn parts_keep_the_words_as_they_were_written() {
    let reading = names::read("Dr. ʿAbd  al-Raḥmān, Salah ad-Din");
    let written: Vec<&str> = reading.parts.iter().map(|part| part.as_written.as_str()).collect();
    assert_eq!(written, ["Dr", "ʿAbd  al-Raḥmān", "Salah ad-Din"]);
}
