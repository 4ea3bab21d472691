//! Lists that come after a model was learnt: under one snapshot the links are the same in whatever order lists come.

use crate::lists::{Person, people, row};
use link::person::{Link, Linkage, Options, Snapshot, SnapshotError, Stage, Table, TableBuilder, link};
use record::{AsOf, Property};
use std::collections::BTreeMap;
use std::sync::Arc;

type Row = Vec<(Property, String)>;

/// Four lists about some of the same people, some with a second row of theirs.
fn lists() -> Vec<Vec<Row>> {
    let all: Vec<Person> = people(420, 11);
    let places = ["Homs", "حمص", "Az-Zabadani", "Idlib", "Kafr Takharim"];
    let of = |persons: &[Person], latin: bool, every: usize| -> Vec<Row> {
        let mut rows = Vec::new();
        for (at, person) in persons.iter().enumerate() {
            let mut cells = if latin { person.latin() } else { person.arabic() }.to_vec();
            if at % every == 0 {
                cells.remove(1);
            }
            if at % 3 != 1 {
                // Some name another mother: cousins, or a slip.
                let mothers = ["فاطمة", "زينب", "مريم", "سعاد"];
                cells.push((Property::Mother, mothers[(at / 2 + usize::from(at % 17 == 0 && latin)) % 4].to_owned()));
            }
            cells.push((Property::Origin, places[(at / 3 + usize::from(latin)) % places.len()].to_owned()));
            if at % 7 == 0 {
                cells.push((Property::Phone, format!("09330{:05}", at % 40)));
            }
            say_more(at, latin, &mut cells);
            rows.push(cells);
        }
        rows
    };
    let mut first = of(&all[..200], false, 9);
    // Rows that say the same word for word.
    first.extend(of(&all[40..60], false, 9));
    let mut last = of(&all[250..], true, 3);
    for cells in &mut last {
        write_family_first(cells);
    }
    vec![first, of(&all[100..300], true, 5), of(&all[50..180], false, 4), last]
}

/// Custody, further names, husbands and other places, here and there.
fn say_more(at: usize, latin: bool, cells: &mut Row) {
    let mut say = |property, text: String| cells.push((property, text));
    let year = 2011 + at % 6;
    if at.is_multiple_of(4) {
        say(Property::ArrestDate, format!("{year}-03-{:02}", 1 + at % 28));
    }
    if at % 5 == 1 {
        say(Property::EntryDate, format!("{year}-05-{:02}", 1 + at % 28));
        say(Property::ExitDate, format!("{}-06-01", year + 1));
        say(Property::Facility, ["الفرع 215", "Branch 227", "صيدنايا"][at % 3].to_owned());
        say(Property::DetaineeNumber, (at % 30).to_string());
    }
    if at % 6 == 2 {
        say(Property::AlsoCalled, if latin { "Abu Khalid" } else { "أبو خالد" }.to_owned());
        say(Property::NomDeGuerre, ["Hamoudi", "حمودي"][usize::from(latin)].to_owned());
    }
    if at % 8 == 3 {
        say(Property::Husband, "محمود الخطيب".to_owned());
        say(Property::BirthPlace, "دوما".to_owned());
        say(Property::Residence, ["حلب", "Aleppo"][usize::from(latin)].to_owned());
        say(Property::RegisterNumber, (at % 9).to_string());
    }
    if at % 11 == 4 {
        say(Property::DeathDate, "1979".to_owned());
    }
}

/// One cell for the whole name, the family's first.
fn write_family_first(cells: &mut Row) {
    let of = |property: Property| cells.iter().find(|cell| cell.0 == property).map(|cell| cell.1.clone());
    let parts = [Property::Family, Property::Given, Property::Father].map(of);
    let whole: Vec<String> = parts.into_iter().flatten().collect();
    cells.retain(|cell| !matches!(cell.0, Property::Family | Property::Given | Property::Father));
    cells.push((Property::FullName, whole.join(" ")));
}

/// A table of some lists in some order, and which row of which list each row is.
fn build(mut builder: TableBuilder, lists: &[Vec<Row>], order: &[usize]) -> (Table, Vec<(usize, usize)>) {
    let mut identities = Vec::new();
    for &list in order {
        for (at, cells) in lists[list].iter().enumerate() {
            let cells: Vec<(Property, &str)> =
                cells.iter().map(|(property, text)| (*property, text.as_str())).collect();
            builder.push_cells(list as u16, &AsOf::default(), &cells);
            identities.push((list, at));
        }
    }
    (builder.finish(), identities)
}

fn run(table: &Table, options: &Options) -> Linkage {
    link(table, options, &mut |_: Stage, _, _| true).expect("nobody stops it")
}

/// Links by who they are about: weights and all.
fn told(linkage: &Linkage, identities: &[(usize, usize)]) -> BTreeMap<[(usize, usize); 2], [i32; 7]> {
    let entry = |link: &Link| {
        let against = [link.against.lines, link.against.mother];
        let line =
            [link.weight, link.log_odds, link.calibration, link.rivals, link.raw_log_odds, against[0], against[1]];
        (ends(identities, link.left, link.right), line)
    };
    linkage.links.iter().map(entry).collect()
}

/// What clustering takes of them.
fn edges(linkage: &Linkage, identities: &[(usize, usize)]) -> BTreeMap<[(usize, usize); 2], i32> {
    let entry = |edge: link::Edge| (ends(identities, edge.left, edge.right), edge.log_odds);
    linkage.edges().into_iter().map(entry).collect()
}

fn ends(identities: &[(usize, usize)], left: u32, right: u32) -> [(usize, usize); 2] {
    let mut ends = [identities[left as usize], identities[right as usize]];
    ends.sort_unstable();
    ends
}

fn learnt(lists: &[Vec<Row>], order: &[usize]) -> (Snapshot, Linkage, Vec<(usize, usize)>) {
    let (mut table, identities) = build(TableBuilder::new(), lists, order);
    table.freeze();
    let linkage = run(&table, &Options::new(3, 2));
    (Snapshot::of(&table, &linkage), linkage, identities)
}

#[test]
fn lists_one_by_one_in_any_order_give_what_all_at_once_give() {
    let lists = lists();
    let (snapshot, _, _) = learnt(&lists, &[0, 1]);
    let snapshot = Arc::new(Snapshot::read(&snapshot.to_json()).expect("it was just written"));
    let under = |threads| Options { snapshot: Some(snapshot.clone()), ..Options::new(3, threads) };
    let (batch, batch_edges) = {
        let (table, identities) = build(TableBuilder::under(&snapshot), &lists, &[0, 1, 2, 3]);
        let linkage = run(&table, &under(2));
        (told(&linkage, &identities), edges(&linkage, &identities))
    };
    assert!(batch.values().any(|line| line[6] != 0), "somebody has two mothers");
    assert!(batch_edges.len() > batch.len(), "somebody stands beside another by way of a third alone");
    assert!(batch.len() > 500, "{}", batch.len());
    assert!(batch.values().any(|line| line[3] != 0), "somebody has rivals");
    for (threads, order) in [(1, [0, 1, 2, 3]), (2, [3, 1, 0, 2]), (3, [2, 3, 1, 0])] {
        let mut earlier = Vec::new();
        let mut linked = 0;
        for upto in 1..=order.len() {
            let (table, identities) = build(TableBuilder::under(&snapshot), &lists, &order[..upto]);
            let options = Options { only_from: linked, earlier, ..under(threads) };
            let linkage = run(&table, &options);
            linked = table.len() as u32;
            if upto == order.len() {
                let inserted = told(&linkage, &identities);
                assert_eq!(inserted.len(), batch.len());
                let other = batch.iter().find(|(pair, line)| inserted.get(*pair) != Some(*line));
                assert_eq!(other.map(|(pair, line)| (pair, line, inserted.get(pair))), None, "{order:?}");
                assert!(edges(&linkage, &identities) == batch_edges, "{order:?}");
            }
            earlier = linkage.raw;
        }
    }
}

#[test]
fn what_learnt_a_snapshot_is_what_the_snapshot_gives() {
    let lists = lists();
    let (snapshot, linkage, identities) = learnt(&lists, &[0, 1, 2]);
    let (table, again) = build(TableBuilder::under(&snapshot), &lists, &[1, 2, 0]);
    let options = Options { snapshot: Some(Arc::new(snapshot)), ..Options::new(3, 1) };
    assert_eq!(told(&linkage, &identities), told(&run(&table, &options), &again));
}

#[test]
fn a_list_taken_back_takes_its_links_along() {
    let lists = lists();
    let (snapshot, linkage, identities) = learnt(&lists, &[0, 1, 2]);
    let snapshot = Arc::new(snapshot);
    let (table, left) = build(TableBuilder::under(&snapshot), &lists, &[0, 2]);
    let row_of = |identity: (usize, usize)| left.iter().position(|&known| known == identity).map(|row| row as u32);
    let earlier = linkage.raw.iter().filter_map(|link| {
        let left = row_of(identities[link.left as usize])?;
        Some(link::person::RawLink { left, right: row_of(identities[link.right as usize])?, ..*link })
    });
    let options = Options { snapshot: Some(snapshot), ..Options::new(3, 2) };
    let kept = Options { earlier: earlier.collect(), only_from: table.len() as u32, ..options.clone() };
    assert_eq!(told(&run(&table, &kept), &left), told(&run(&table, &options), &left));
}

#[test]
fn a_column_that_the_snapshot_does_not_know_takes_no_part_and_is_named() {
    let lists = vec![
        people(300, 5).iter().map(|person| person.arabic().to_vec()).collect::<Vec<Row>>(),
        vec![row(&[(Property::Given, "سامر"), (Property::Mother, "مريم"), (Property::Email, "a@example.org")])],
    ];
    let (snapshot, _, _) = learnt(&lists, &[0]);
    let (table, _) = build(TableBuilder::under(&snapshot), &lists, &[0, 1]);
    assert_eq!(table.comparisons(), snapshot.comparisons());
    let left_out: Vec<&str> = table.left_out().iter().map(|comparison| comparison.name()).collect();
    assert_eq!(left_out, ["mother", "email"]);
}

#[test]
fn what_is_no_snapshot_is_refused_and_the_bytes_are_the_same() {
    let lists = lists();
    let (snapshot, _, _) = learnt(&lists, &[0, 1]);
    let json = snapshot.to_json();
    assert_eq!(json, learnt(&lists, &[0, 1]).0.to_json());
    assert_eq!(Snapshot::read(&json).expect("it was just written"), snapshot);
    assert!(matches!(Snapshot::read("{}"), Err(SnapshotError::NotASnapshot(_))));
    assert!(matches!(Snapshot::read(&json.replacen("\"form\":4", "\"form\":9", 1)), Err(SnapshotError::Form(9))));
    let unknown = json.replacen("\"comparison\":\"birth\"", "\"comparison\":\"shoe\"", 1);
    assert!(matches!(Snapshot::read(&unknown), Err(SnapshotError::Comparison(_))));
    let mut unsound = snapshot;
    unsound.model.prior = 2.0;
    assert!(matches!(Snapshot::read(&unsound.to_json()), Err(SnapshotError::Model(_))));
}

#[test]
fn records_one_by_one_give_what_a_run_weighs() {
    let lists = lists();
    let (snapshot, _, _) = learnt(&lists, &[0, 1]);
    let (table, _) = build(TableBuilder::under(&snapshot), &lists, &[0, 1, 3]);
    let there = (lists[0].len() + lists[1].len()) as u32;
    let options = Options { snapshot: Some(Arc::new(snapshot.clone())), only_from: there, ..Options::new(3, 1) };
    let mut wanted: Vec<(u32, u32, i32)> =
        run(&table, &options).raw.iter().map(|link| (link.left, link.right, link.raw_log_odds)).collect();
    let mut arrivals = link::person::Arrivals::new(&table, &snapshot, there, false);
    let mut found: Vec<(u32, u32, i32)> = Vec::new();
    for row in (there..table.len() as u32).rev() {
        found.extend(arrivals.insert(row).iter().map(|link| (link.left, link.right, link.raw_log_odds)));
    }
    found.sort_unstable();
    // Calibration leaves some out; those that stay are weighed alike.
    wanted.retain(|link| found.binary_search(link).is_ok());
    assert_eq!(found, wanted);
    assert!(found.len() > 100, "{}", found.len());
}
