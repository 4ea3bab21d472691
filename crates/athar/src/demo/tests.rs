//! The lists hold what they promise: bytes by seed, rates, positions.

use super::*;

fn made(seed: u64) -> Demo {
    make(&Plan { people: 5000, seed }, &mut |_, _, _| ()).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let plan = Plan { people: 400, seed: 7 };
    let (one, other) = (make(&plan, &mut |_, _, _| ()).unwrap(), make(&plan, &mut |_, _, _| ()).unwrap());
    for (one, other) in one.lists.iter().zip(&other.lists) {
        assert_eq!(one.bytes, other.bytes, "{}", one.name);
        assert_eq!(one.truth, other.truth);
    }
    let third = make(&Plan { people: 400, seed: 8 }, &mut |_, _, _| ()).unwrap();
    assert_ne!(one.lists[0].bytes, third.lists[0].bytes);
}

#[test]
fn few_people_or_many_make_no_trouble() {
    for people in [0, 1, 7, 60, 12_000] {
        let demo = make(&Plan { people, seed: 11 }, &mut |_, _, _| ()).unwrap();
        assert_eq!((demo.people, demo.lists.len()), (people, 6));
    }
}

#[test]
fn rates_are_kept() {
    for seed in 1..=3 {
        for (name, intended, measured) in made(seed).rates {
            let tolerance = if (0.2..1.0).contains(&intended) { 0.02 } else { 0.004 };
            assert!((intended - measured).abs() <= tolerance, "seed {seed}: {name} {intended} {measured}");
        }
    }
}

#[test]
fn every_list_has_rows_and_a_truth_for_each() {
    let demo = made(1);
    assert_eq!(demo.lists.len(), 6);
    let rows: usize = demo.lists.iter().map(|list| list.truth.len()).sum();
    assert!((9_000..=11_500).contains(&rows), "{rows}");
    assert!(demo.true_pairs() > 5_000);
    for list in &demo.lists {
        assert!(list.truth.len() > 300, "{}", list.name);
        assert_eq!(list.truth.len(), list.traits.len());
        assert!(list.truth.windows(2).all(|pair| pair[0].0.sheet != pair[1].0.sheet || pair[0].0.row < pair[1].0.row));
    }
}

#[test]
fn nobody_stands_on_no_list_or_on_too_many() {
    let demo = made(2);
    let mut lists: BTreeMap<PersonNumber, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for list in &demo.lists {
        for person in list.truth.iter().filter_map(|(_, person)| *person) {
            lists.entry(person).or_default().insert(&list.name);
        }
    }
    assert_eq!(lists.len(), demo.people);
    assert!(lists.values().all(|on| on.len() <= 5));
}

#[test]
fn the_register_goes_through_its_code_page_and_back() {
    let demo = made(3);
    let bytes = &demo.lists[2].bytes;
    let (text, _, lost) = encoding_rs::WINDOWS_1256.decode(bytes);
    assert!(!lost && text.contains("الكنية") && !text.contains("&#"));
    assert_eq!(text.lines().count(), demo.lists[2].truth.len() + 1);
    let (again, _, unmappable) = encoding_rs::WINDOWS_1256.encode(&text);
    assert!(!unmappable && again.as_ref() == bytes.as_slice());
}

#[test]
fn copied_rows_stand_in_the_requests_word_for_word() {
    let demo = made(1);
    let message = String::from_utf8(demo.lists[3].bytes.clone()).unwrap();
    let requests = String::from_utf8(demo.lists[5].bytes.clone()).unwrap();
    let lines: Vec<&str> = message.lines().collect();
    let copied =
        demo.lists[3].truth.iter().zip(&demo.lists[3].traits).filter(|(_, kinds)| kinds.has(ErrorKind::CopiedRow));
    let mut count = 0;
    for ((position, _), _) in copied {
        let cells = lines[position.row as usize - 1].split(" - ");
        assert!(cells.into_iter().all(|cell| requests.contains(cell)));
        count += 1;
    }
    assert!(count > 100);
}
