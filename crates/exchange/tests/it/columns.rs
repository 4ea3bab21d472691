//! What columns are taken for.

use exchange::column::guess_columns;
use record::Gazetteer;
use record::Property::{self, *};

fn guessed(headers: &[&str], rows: &[&[&str]]) -> Vec<Option<Property>> {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let sample: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    guess_columns(&headers, &sample, Gazetteer::syria()).into_iter().map(|guess| guess.property).collect()
}

#[test]
fn english_tables_of_linkage() {
    let headers = [
        "rec_id",
        "given_name",
        "surname",
        "street_number",
        "address_1",
        "address_2",
        "suburb",
        "postcode",
        "state",
        "date_of_birth",
        "soc_sec_id",
        "cluster",
    ];
    let expected = [
        RowIdentifier,
        Given,
        Family,
        HouseNumber,
        Address,
        Address,
        Residence,
        Postcode,
        Origin,
        BirthDate,
        NationalNumber,
    ]
    .map(Some);
    assert_eq!(guessed(&headers, &[])[..11], expected);
    assert_eq!(guessed(&headers, &[])[11], None, "a truth is no property");
    assert_eq!(
        guessed(&["unique_id", "first_name", "surname", "dob", "city", "email"], &[]),
        [RowIdentifier, Given, Family, BirthDate, Residence, Email].map(Some)
    );
    assert_eq!(
        guessed(
            &["full_name", "first_name", "surname", "dob", "birth_place", "postcode_fake", "gender", "occupation"],
            &[]
        ),
        [FullName, Given, Family, BirthDate, BirthPlace, Postcode, Sex, Occupation].map(Some)
    );
}

#[test]
fn a_name_is_whole_or_given_by_its_neighbours() {
    assert_eq!(
        guessed(&["الاسم", "الكنية"], &[&["سامر", "الورداني"], &["عبد الله", "الكرمي"], &["هيفاء", "الصبوري"]]),
        [Some(Given), Some(Family)]
    );
    assert_eq!(
        guessed(&["الاسم", "تولد"], &[&["سامر خليل الورداني", "1985"], &["نزار الكرمي", "1990"]]),
        [Some(FullName), Some(BirthDate)]
    );
    assert_eq!(guessed(&["name"], &[&["Samer Wardani"], &["Nizar Karmi"], &["Rima Nuri"]]), [Some(FullName)]);
    assert_eq!(
        guessed(&["Nom", "Prénom"], &[&["Wardani", "Samer"], &["Karmi", "Nizar"], &["Nuri", "Rima"]]),
        [Some(Family), Some(Given)]
    );
    assert_eq!(
        guessed(&["Nom", "Né en"], &[&["Samer Wardani", "1985"], &["Nizar Karmi", "1990"], &["Rima Nuri", "1991"]]),
        [Some(FullName), Some(BirthDate)]
    );
}

/// A table of several lists has whole names of some and given names of others, and the first list may have none of the one.
#[test]
fn an_empty_column_of_names_is_not_taken_for_other_names() {
    let rows: &[&[&str]] = &[&["", "Samer", "Wardani"], &["", "Nizar", "Karmi"], &["", "Rima", "Nuri"]];
    assert_eq!(guessed(&["name", "given", "family"], rows), [Some(FullName), Some(Given), Some(Family)]);
    assert_eq!(guessed(&["family", "mother_family"], &[]), [Some(Family), Some(MotherFamily)]);
}

#[test]
fn the_name_in_another_script_is_also_the_persons() {
    let rows: &[&[&str]] =
        &[&["سامر الورداني", "Samer Wardani"], &["نزار الكرمي", "Nizar Karmi"], &["هيفاء الصبوري", "Haifa Sabouri"]];
    assert_eq!(guessed(&["name", "en_name"], rows), [Some(FullName), Some(AlsoCalled)]);
    let rows: &[&[&str]] = &[
        &["Samer Khalil Wardani", "Samer Wardani"],
        &["Nizar Karmi", "Nizar Karmi"],
        &["Haifa Sabouri", "Haifa Sabouri"],
    ];
    assert_eq!(
        guessed(&["full_name", "first_and_surname"], rows),
        [Some(FullName), None],
        "a repetition is not another name"
    );
}

#[test]
fn mothers_and_their_families() {
    assert_eq!(
        guessed(&["اسم الأم", "كنية الأم", "اسم الوالد", "نسبة الأم ", "والدتها"], &[]),
        [Some(Mother), Some(MotherFamily), Some(Father), None, None]
    );
    assert_eq!(guessed(&["اسم والده", "اسم الوالدة"], &[]), [Some(Father), Some(Mother)]);
}

#[test]
fn kurdish_turkish_french() {
    assert_eq!(
        guessed(&["Nav", "Paşnav", "Navê bav", "Navê dê", "Roja jidayikbûnê"], &[]),
        [Given, Family, Father, Mother, BirthDate].map(Some)
    );
    assert_eq!(
        guessed(&["Adı Soyadı", "Baba Adı", "Doğum Tarihi", "Cinsiyet"], &[]),
        [FullName, Father, BirthDate, Sex].map(Some)
    );
    assert_eq!(
        guessed(&["Nom complet", "Date de naissance", "Lieu d'arrestation"], &[]),
        [FullName, BirthDate, ArrestPlace].map(Some)
    );
}

#[test]
fn content_speaks_where_there_is_no_header() {
    let rows: &[&[&str]] = &[
        &["1", "سامر خليل الورداني", "1985", "ذكر", "0933000001", "حمص"],
        &["2", "هيفاء جميل الصبوري", "1990", "أنثى", "0933000002", "داريا"],
        &["3", "نزار أنور الكرمي", "1979", "ذكر", "0933000003", "حمص"],
        &["4", "ريما سامي النوري", "1981", "أنثى", "0933000004", "حلب"],
    ];
    assert_eq!(
        guessed(&[], rows),
        [Some(RunningNumber), Some(FullName), Some(BirthDate), Some(Sex), Some(Phone), Some(Origin)]
    );
}

#[test]
fn content_contradicts_a_header() {
    let rows: &[&[&str]] = &[&["سامر الورداني", "1985"], &["نزار الكرمي", "1990"], &["ريما النوري", "1988"]];
    assert_eq!(guessed(&["الاسم", "العمر"], rows), [Some(FullName), Some(BirthDate)]);
}
