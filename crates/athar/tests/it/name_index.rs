//! The index of names beside an archive: a search is right at any time, whatever has become of the file.

use crate::lists;
use crate::place::{Place, on_both};
use crate::run::text;
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

/// Invented people, in Arabic letters only.
const ARABIC: &str = "الاسم,اسم الأب,الكنية,اسم الأم,تولد\n\
                      زلمقار,نوفان,القطانجي,فضيلة,1984\n\
                      شيركوه,بهزاد,الورداني,گلستان,1990\n\
                      نزار,فوزي,الكرملاني,هيفاء,1971\n";
/// Others, in Latin letters only.
const LATIN: &str = "Name,Father,Born\nMirwan Sabburi,Tawfiq,1979\nXelat Zinarvan,Serbest,1992\n";

fn index_of(place: &Place) -> PathBuf {
    place.archive().join("names.idx")
}

fn import(place: &Place, name: &str, table: &str) {
    place.import(&place.file(name, table), "register").ends(0);
}

/// The records found, best first.
fn ids(place: &Place, name: &str) -> Vec<String> {
    place.find(name).iter().map(|one| one["record"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_import_is_found_at_once_and_no_more_after_its_undo() {
    on_both(|place| {
        import(place, "arabic.csv", ARABIC);
        assert_eq!(ids(place, "Zulmaqar Alqatanji")[0], "R1.1", "{}", place.engine);
        assert_eq!(ids(place, "Sherko Wardani")[0], "R1.2");
        assert!(index_of(place).is_file());
        import(place, "latin.csv", LATIN);
        assert_eq!(ids(place, "مروان الصبوري")[0], "R2.1", "{}", place.engine);
        assert_eq!(ids(place, "خلات زينارفان")[0], "R2.2");
        place.athar(["undo", "I1"]).done();
        assert!(ids(place, "Zulmaqar Alqatanji").iter().all(|id| !id.starts_with("R1.")), "{}", place.engine);
        assert_eq!(ids(place, "مروان الصبوري")[0], "R2.1");
        // The same bytes once more are another import, with records of its own.
        import(place, "arabic.csv", ARABIC);
        assert_eq!(ids(place, "Zulmaqar Alqatanji"), ["R3.1"], "{}", place.engine);
    });
}

#[test]
fn the_index_is_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    import(&place, "arabic.csv", ARABIC);
    assert_eq!(ids(&place, "زلمقار القطانجي"), ["R1.1"]);
    assert_eq!(fs::metadata(index_of(&place)).unwrap().permissions().mode() & 0o777, 0o600);
    let left = fs::read_dir(place.archive()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| !name.ends_with("partial")), "nothing is left half written");
}

#[test]
fn a_damaged_index_changes_no_answer() {
    let place = Place::sqlite();
    import(&place, "arabic.csv", ARABIC);
    let asked = ["Zulmaqar Alqatanji", "شيركوه الورداني", "Nizar Karmalani"];
    let answers = || asked.map(|name| place.find(name));
    let right = answers();
    let (good, content) = (fs::read(index_of(&place)).unwrap(), opened(&place));
    let mut damaged: Vec<Vec<u8>> = Vec::new();
    for length in [0, 1, 7, 12, 15, 40, good.len() / 2, good.len() - 1] {
        damaged.push(good[..length].to_vec());
    }
    for at in [0, 9, 13, 30, 200, good.len() / 3, good.len() / 2, good.len() - 9] {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        damaged.push(bytes);
    }
    damaged.push(b"something else altogether".to_vec());
    damaged.push([&good[..], b"more"].concat());
    for bytes in damaged {
        fs::write(index_of(&place), &bytes).unwrap();
        assert_eq!(answers(), right);
        assert!(opened(&place) == content, "it was made anew");
    }
}

#[test]
fn the_index_of_another_archive_is_not_believed() {
    let (place, other) = (Place::sqlite(), Place::sqlite());
    import(&place, "arabic.csv", ARABIC);
    import(&other, "latin.csv", LATIN);
    assert_eq!(ids(&other, "Mirwan Sabburi"), ["R1.1"]);
    fs::copy(index_of(&other), index_of(&place)).unwrap();
    assert_eq!(ids(&place, "Zulmaqar Alqatanji"), ["R1.1"]);
    assert!(ids(&place, "Mirwan Sabburi").is_empty());
}

#[test]
fn a_folder_that_takes_no_file_is_searched_all_the_same() {
    on_both(|place| {
        import(place, "arabic.csv", ARABIC);
        // Not by rights: tests may run as root, whom rights do not hold back.
        fs::create_dir_all(index_of(place).join("taken")).unwrap();
        assert_eq!(ids(place, "Zulmaqar Alqatanji"), ["R1.1"], "{}", place.engine);
        import(place, "latin.csv", LATIN);
        assert_eq!(ids(place, "مروان الصبوري"), ["R2.1"], "{}", place.engine);
        assert!(index_of(place).is_dir());
    });
}

/// What the file holds: it lies under another key each time that it is written.
fn opened(place: &Place) -> Vec<u8> {
    let keys = vault::keys::Keyring::open(&place.location().keys_path(), None).unwrap();
    let file = fs::File::open(index_of(place)).unwrap();
    let mut content = Vec::new();
    keys.opening_reader(b"names.idx", file).unwrap().read_to_end(&mut content).unwrap();
    content
}

/// The bytes of the index itself, behind what says which imports it is of.
fn index_bytes(place: &Place) -> Vec<u8> {
    let bytes = opened(place);
    let state = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    bytes[16 + state..].to_vec()
}

#[test]
fn informers_and_witnesses_are_in_no_index() {
    let held = "الاسم الكامل,الصفة\nشيركوه الورداني,معتقل\n";
    let others = "نزار الكرملاني,مخبر\nهيفاء الصبوري,شاهدة\nزلمقار القطانجي,بواب\n";
    let (alone, place) = (Place::sqlite(), Place::sqlite());
    import(&alone, "alone.csv", held);
    let file = place.file("all.csv", format!("{held}{others}"));
    place.import(&file, "register");
    for place in [&alone, &place] {
        assert_eq!(ids(place, "Sherko Wardani"), ["R1.1"]);
    }
    assert_eq!(index_bytes(&place), index_bytes(&alone));
    // Nor in what is inserted afterwards.
    let later = place.file("later.csv", format!("الاسم الكامل,الصفة\n{others}"));
    place.import(&later, "register");
    for name in ["نزار الكرملاني", "Hayfa Sabburi", "Zulmaqar Qatanji"] {
        assert!(ids(&place, name).is_empty());
    }
}

/// What is found for people of the demo, by names in both scripts.
fn answers(place: &Place) -> Vec<Vec<Value>> {
    let asked = |list: &'static str| (3..15).map(move |row| lists::name_in(list, row));
    asked("1-gate-list.csv").chain(asked("6-requests.csv")).map(|name| place.find(&name)).collect()
}

/// Imports a register of so many rows about nobody.
fn import_register(place: &Place, rows: u64) {
    let list = place.dir.path().join(format!("register of {rows}.csv"));
    lists::write_register(&list, rows, 0, rows);
    place.athar(["import", text(&list), "--kind", "register", "--quiet"]).done();
}

#[test]
fn disk_memory_and_a_new_index_give_the_same_answers() {
    let place = Place::with_demo();
    let read = || fs::read(index_of(&place)).unwrap();
    place.find("Samer Wardani");
    let of_six = read();
    // Few: each search inserts them in memory.
    import_register(&place, 100);
    let in_memory = answers(&place);
    assert_eq!(read(), of_six);
    fs::remove_file(index_of(&place)).unwrap();
    place.find("Samer Wardani");
    let of_seven = read();
    assert_eq!(answers(&place), in_memory, "from disk");
    // More: the first search keeps them.
    import_register(&place, 300);
    place.find("Samer Wardani");
    assert_ne!(read(), of_seven);
    let kept = answers(&place);
    fs::remove_file(index_of(&place)).unwrap();
    assert_eq!(answers(&place), kept, "anew");
    // Taken back, they are passed over, and left out once it is worth writing.
    for import in ["I7", "I8"] {
        place.athar(["undo", import]).done();
    }
    let taken_back = answers(&place);
    fs::remove_file(index_of(&place)).unwrap();
    assert_eq!(answers(&place), taken_back, "after undos");
    assert_eq!(read().len(), of_six.len());
}

#[test]
fn a_rebuild_drops_the_index_and_the_next_search_makes_it_again() {
    on_both(|place| {
        import(place, "arabic.csv", ARABIC);
        let before = place.find("Zulmaqar Alqatanji");
        let index = opened(place);
        place.rebuilt();
        assert!(!index_of(place).exists(), "{}", place.engine);
        assert_eq!(place.find("Zulmaqar Alqatanji"), before, "{}", place.engine);
        assert!(opened(place) == index, "{}", place.engine);
        place.is_clean();
    });
}
