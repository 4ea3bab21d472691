//! How well a search finds: families' requests asked of made-up lists of which the truth is known, with the rarity of names taken
//! from the whole archive and from the candidates alone, and with fewer candidates.

use super::latest::Latest;
use crate::commands::demo::lists;
use crate::demo;
use crate::finding::{Candidates, likely, weighed};
use crate::linking::{How, link_archive};
use crate::name_index::{ArchiveNames, Kept};
use crate::printer::Printer;
use link::person::NameReader;
use record::{Claim, Property};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{Archive, ImportNumber, Location, RecordFilter, RecordId};

/// Candidates from the index, at most.
const CANDIDATES: [usize; 4] = [50, 100, 200, 400];
/// Records that a page shows.
const SHOWN: usize = 10;
/// Every so many requests one is asked.
const EVERY: usize = 4;

struct Made {
    _dir: tempfile::TempDir,
    archive: Archive,
    /// Who each record is about.
    person: HashMap<RecordId, u32>,
    requests: ImportNumber,
}

fn made(people: usize) -> Made {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(&Location::dir(dir.path().join("archive"))).unwrap();
    let mut printer = Printer::unheard(Arc::default());
    let mut person = HashMap::new();
    let demo = demo::make(&demo::Plan { people, seed: 11 }, &mut |_, _, _| ()).unwrap();
    lists::write(&demo, dir.path()).unwrap();
    lists::bring_in(&demo, dir.path(), &archive, &mut printer).unwrap();
    for (list, number) in demo.lists.iter().zip(1..) {
        let truth: HashMap<_, _> =
            list.truth.iter().map(|(at, person)| ((at.sheet.clone(), u64::from(at.row)), *person)).collect();
        archive
            .records(RecordFilter::Import(ImportNumber(number)), |id, record| {
                let of = truth.get(&(record.position.sheet.clone(), record.position.row)).copied().flatten();
                person.extend(of.map(|of| (id, of)));
                Ok(())
            })
            .unwrap();
    }
    let requests = demo.lists.iter().position(|list| list.name.contains("requests")).unwrap();
    link_archive(&archive, How::usual(2), &mut printer).unwrap();
    Made { _dir: dir, archive, person, requests: ImportNumber(requests as u32 + 1) }
}

/// Of the first ten: how many questions have one right, and the mean of one by the rank of the first right one.
#[derive(Default)]
struct Score {
    questions: u32,
    found: u32,
    reciprocal: f64,
}

impl Score {
    fn add(&mut self, made: &Made, wanted: u32, own: RecordId, ranked: &[(RecordId, f64)]) {
        let others = ranked.iter().filter(|(id, _)| *id != own).take(SHOWN);
        let right = others.map(|(id, _)| made.person.get(id) == Some(&wanted)).position(|right| right);
        self.questions += 1;
        self.found += u32::from(right.is_some());
        self.reciprocal += right.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
    }

    fn told(&self) -> (f64, f64) {
        let questions = f64::from(self.questions);
        (f64::from(self.found) / questions, self.reciprocal / questions)
    }
}

/// What is asked of a request: its names alone, with the mother, with the birth.
fn questions(claims: &[Claim]) -> [Vec<Claim>; 3] {
    use Property::{Age, BirthDate, Family, Father, FullName, Given, Grandfather, Mother};
    let of = |wanted: &[Property]| claims.iter().filter(|claim| wanted.contains(&claim.property)).cloned().collect();
    let names = [FullName, Given, Father, Grandfather, Family];
    [of(&names), of(&[&names[..], &[Mother]].concat()), of(&[&names[..], &[BirthDate, Age]].concat())]
}

#[test]
#[ignore = "measures; run by scripts/test --long"]
fn long_how_well_a_search_finds() {
    let people = std::env::var("ATHAR_BENCH_PEOPLE").map_or(5_000, |people| people.parse().unwrap());
    let made = made(people);
    let names =
        ArchiveNames::open(&made.archive, Kept::begin(made.archive.dir()), &Printer::unheard(Arc::default())).unwrap();
    let latest = Latest::default();
    latest.freshen(&made.archive).unwrap();
    let mut asked = Vec::new();
    made.archive
        .records(RecordFilter::Import(made.requests), |id, record| {
            asked.push((id, record));
            Ok(())
        })
        .unwrap();
    let elsewhere: HashSet<u32> =
        made.person.iter().filter(|(id, _)| id.import() != made.requests).map(|(_, person)| *person).collect();
    let mut scores: HashMap<(usize, &str, usize), Score> = HashMap::new();
    let mut same_ten: HashMap<(&str, usize), (u32, u32)> = HashMap::new();
    for (id, record) in asked.iter().step_by(EVERY) {
        let Some(&person) = made.person.get(id).filter(|person| elsewhere.contains(person)) else { continue };
        for (kind, question) in questions(&record.claims).iter().enumerate() {
            let Some(reading) = NameReader::new().readings(question).into_iter().next() else { continue };
            let mut most: HashMap<&str, Vec<RecordId>> = HashMap::new();
            for candidates in CANDIDATES.into_iter().rev() {
                let compared = || Candidates { open: names.search(&reading, candidates), ..Candidates::default() };
                let whole = latest.weigh(&made.archive, question, &compared()).unwrap().unwrap();
                let alone = weighed(&made.archive, question, compared()).unwrap();
                for (by, ranked) in [("archive", likely(whole, 20)), ("candidates", likely(alone, 20))] {
                    scores.entry((kind, by, candidates)).or_default().add(&made, person, *id, &ranked);
                    let ten: Vec<RecordId> = ranked.iter().take(SHOWN).map(|(id, _)| *id).collect();
                    let first = most.entry(by).or_insert_with(|| ten.clone());
                    let (same, all) = same_ten.entry((by, candidates)).or_default();
                    (*same, *all) = (*same + u32::from(*first == ten), *all + 1);
                }
            }
        }
    }
    let told = |kind: usize, by, candidates| scores[&(kind, by, candidates)].told();
    for kind in 0..3 {
        for by in ["archive", "candidates"] {
            for candidates in CANDIDATES {
                let (found, reciprocal) = told(kind, by, candidates);
                let (same, all) = same_ten[&(by, candidates)];
                println!(
                    "{}\trarity of the {by}\t{candidates} candidates\tin the first ten {found:.4}\tmean reciprocal rank {reciprocal:.4}\tsame ten as of 400 {:.3}\t{} questions",
                    ["names", "names and mother", "names and birth"][kind],
                    f64::from(same) / f64::from(all),
                    scores[&(kind, by, candidates)].questions
                );
            }
        }
        // It finds what it found by rarity among the candidates, and hangs less on how many there are.
        assert!(told(kind, "archive", 200).0 >= told(kind, "candidates", 200).0 - 0.01);
    }
    let share = |by, candidates| f64::from(same_ten[&(by, candidates)].0) / f64::from(same_ten[&(by, candidates)].1);
    assert!(share("archive", 200) > share("candidates", 200));
}
