//! Weights: what they are made of, and that they do not depend on order or threads.

use crate::lists::{people, row, table};
use link::person::{Explainer, Model, Options, TableBuilder, link, search_keys};
use record::{AsOf, Gazetteer, Property, read_cell};

fn options(threads: usize) -> Options {
    Options::new(7, threads)
}

fn two_scripts(count: usize) -> link::person::Table {
    let people = people(count, 11);
    let mut rows = Vec::new();
    for person in &people {
        rows.push((0_u16, person.arabic()));
    }
    for person in people.iter().step_by(2) {
        rows.push((1_u16, person.latin()));
    }
    table(&rows)
}

#[test]
fn the_lines_the_kin_term_and_the_prior_add_up_exactly() {
    let table = two_scripts(200);
    let model = Model::defaults(&table, 20_000.0);
    let mut explainer = Explainer::new(&table, &model);
    for other in 1..200 {
        let explanation = explainer.lines(0, other);
        let lines: i32 = explanation.lines.iter().map(|line| line.weight).sum();
        let explanation = explanation.beside_rivals(-512);
        let rest = explanation.kin + explanation.calibration + explanation.rivals;
        assert_eq!(lines + rest, explanation.weight);
        assert_eq!(explanation.weight + explanation.prior, explanation.log_odds);
    }
}

#[test]
fn a_pair_weighs_the_same_from_either_side() {
    let table = two_scripts(150);
    let model = Model::defaults(&table, 10_000.0);
    let mut explainer = Explainer::new(&table, &model);
    for one in 0..30 {
        for other in 100..200 {
            let (there, back) = (explainer.lines(one, other), explainer.lines(other, one));
            assert_eq!(there.weight, back.weight, "{one} and {other}");
        }
    }
}

#[test]
fn one_two_and_three_threads_give_the_same_links() {
    let table = two_scripts(3_000);
    let run = |threads| link(&table, &options(threads), &mut |_, _, _| true).expect("nothing stops it");
    let alone = run(1);
    assert!(alone.links.len() > 1_000);
    for threads in [2, 3, 8] {
        let together = run(threads);
        assert_eq!(alone.links, together.links);
        assert_eq!(alone.model.to_json(), together.model.to_json());
        assert_eq!(alone.rules, together.rules);
    }
}

#[test]
fn names_meet_across_scripts() {
    let table = two_scripts(400);
    let linkage = link(&table, &Options { across_lists_only: true, ..options(2) }, &mut |_, _, _| true).expect("done");
    let met = |person: u32| linkage.links.iter().any(|link| link.left == person * 2 && link.right == 400 + person);
    assert_eq!((0..200).filter(|&person| !met(person)).count(), 0);
}

#[test]
fn work_that_is_asked_to_stop_gives_nothing() {
    let table = two_scripts(2_000);
    assert!(link(&table, &options(2), &mut |_, done: u64, total: u64| done * 2 < total.max(2)).is_none());
}

#[test]
fn brothers_weigh_less_than_one_person() {
    let person = |given: &str, born: &str| {
        row(&[
            (Property::Given, given),
            (Property::Father, "محمود"),
            (Property::Family, "الخطيب"),
            (Property::Mother, "فاطمة"),
            (Property::BirthDate, born),
        ])
    };
    let mut rows = vec![
        (0, person("سامر", "1985")),
        (1, person("سامر", "1986")),
        (1, person("وليد", "1988")),
        (1, person("وليد", "1985")),
    ];
    // Others around them, so that names are as rare as they are in life.
    rows.extend(people(400, 3).iter().map(|other| (2, other.arabic().to_vec())));
    let table = table(&rows);
    let model = Model::defaults(&table, 100_000.0);
    let mut explainer = Explainer::new(&table, &model);
    let same = explainer.lines(0, 1);
    for brother in [2, 3] {
        let kin = explainer.lines(0, brother);
        assert!(kin.log_odds < 0, "a brother is no match: {}", kin.log_odds);
        assert!(same.log_odds > 0 && same.log_odds > kin.log_odds + 5 * 1024);
    }
}

#[test]
fn what_one_side_does_not_say_weighs_nothing() {
    let full = row(&[(Property::Given, "سامر"), (Property::Family, "بكور"), (Property::Sex, "ذكر")]);
    let bare = row(&[(Property::Given, "سامر"), (Property::Family, "بكور")]);
    let table = table(&[(0, full), (1, bare)]);
    let model = Model::defaults(&table, 10_000.0);
    let explanation = Explainer::new(&table, &model).lines(0, 1);
    assert!(explanation.lines.iter().all(|line| line.comparison != "sex"));
}

#[test]
fn a_father_is_not_his_son() {
    let son = row(&[(Property::FullName, "علي خالد اللحام"), (Property::BirthDate, "1969")]);
    let father = row(&[(Property::FullName, "خالد اللحام"), (Property::Father, "مازن"), (Property::BirthDate, "1969")]);
    let table = table(&[(0, son), (1, father)]);
    let model = Model::defaults(&table, 1_000_000.0);
    assert!(Explainer::new(&table, &model).lines(0, 1).log_odds < 0);
}

#[test]
fn a_family_first_name_is_the_same_name() {
    let first = row(&[(Property::FullName, "الفياض أنس"), (Property::Father, "مازن")]);
    let second = row(&[(Property::Given, "أنس"), (Property::Family, "الفياض"), (Property::Father, "مازن")]);
    let table = table(&[(0, first), (1, second)]);
    let model = Model::defaults(&table, 10_000.0);
    let explanation = Explainer::new(&table, &model).lines(0, 1);
    let level = |comparison: &str| explanation.lines.iter().find(|line| line.comparison == comparison).map(|l| l.level);
    assert_eq!(level("given"), Some("same"));
    assert_eq!(level("family"), Some("same"));
    assert_eq!(level("father"), Some("same"));
    assert_eq!(level("order"), Some("another order"));
}

#[test]
fn a_model_reads_back_from_its_text() {
    let table = two_scripts(50);
    let model = Model::defaults(&table, 1_000.0);
    assert_eq!(Model::read(&model.to_json(), &table).expect("it was just written"), model);
    assert!(Model::read("{}", &table).is_err());
    assert!(Model::read("not json", &table).is_err());
}

#[test]
fn search_keys_are_shared_across_scripts() {
    let keys = |given: &str, mother: &str, number: &str| {
        let claim = |property, text| read_cell(property, text, AsOf::default(), Gazetteer::syria()).0.expect("a claim");
        let claims =
            [claim(Property::Given, given), claim(Property::Mother, mother), claim(Property::NationalNumber, number)];
        search_keys(&claims)
    };
    let arabic = keys("محمد", "فاطمة", "02010000001");
    assert_eq!(arabic.len(), 2);
    for (given, mother) in [("Mohammed", "Fatima"), ("Mohamad", "Fatmeh"), ("Mihemed", "Fatma")] {
        assert_eq!(keys(given, mother, "02010000001"), arabic, "{given} {mother}");
    }
    assert!(keys("محمد", "خديجة", "02010000002").iter().all(|key| !arabic.contains(key)));
}

#[test]
fn blocks_that_are_too_large_are_passed_over_and_named() {
    let mut builder = TableBuilder::new();
    for _ in 0..6_000 {
        builder.push_cells(0, &AsOf::default(), &[(Property::Given, "محمد"), (Property::Family, "الأحمد")]);
    }
    let table = builder.finish();
    let linkage = link(&table, &options(2), &mut |_, _, _| true).expect("done");
    assert!(linkage.blocks.passed_over_total > 0);
    assert!(linkage.blocks.passed_over.iter().any(|(_, records)| *records == 6_000));
}

#[test]
fn an_uncle_is_not_the_nephew_named_after_him() {
    // The dead man's father is the sought man's grandfather.
    let nephew = row(&[(Property::Given, "أحمد"), (Property::Father, "خالد"), (Property::Family, "الخطيب")]);
    let uncle = row(&[
        (Property::Given, "أحمد"),
        (Property::Father, "محمود"),
        (Property::Grandfather, "خالد"),
        (Property::Family, "الخطيب"),
    ]);
    let table = table(&[(0, nephew), (1, uncle)]);
    let model = Model::defaults(&table, 10_000.0);
    let explanation = Explainer::new(&table, &model).lines(0, 1);
    let father = explanation.lines.iter().find(|line| line.comparison == "father").expect("both name a father");
    assert_eq!(father.level, "different");
    assert!(father.weight < 0);
}

#[test]
fn a_last_word_may_be_the_fathers_name() {
    let short = row(&[(Property::FullName, "سامر محمود")]);
    let long = row(&[(Property::Given, "سامر"), (Property::Father, "محمود"), (Property::Family, "بكور")]);
    let table = table(&[(0, short), (1, long)]);
    let model = Model::defaults(&table, 10_000.0);
    let explanation = Explainer::new(&table, &model).lines(0, 1);
    assert!(explanation.lines.iter().any(|line| line.comparison == "father" && line.level == "same"));
    assert!(explanation.lines.iter().all(|line| line.comparison != "family"));
}

#[test]
fn one_of_two_telephone_numbers_is_enough() {
    let two = row(&[(Property::Given, "سامر"), (Property::Phone, "0944123457"), (Property::Phone, "0933111333")]);
    let one = row(&[(Property::Given, "سامر"), (Property::Phone, "0944123457")]);
    let table = table(&[(0, two), (1, one)]);
    let model = Model::defaults(&table, 10_000.0);
    let explanation = Explainer::new(&table, &model).lines(0, 1);
    assert!(explanation.lines.iter().any(|line| line.comparison == "phone" && line.level == "same"));
}

#[test]
fn two_equal_initials_are_no_evidence() {
    let initials = || row(&[(Property::Given, "M."), (Property::Family, "Khatib")]);
    let table = table(&[(0, initials()), (1, initials())]);
    let model = Model::defaults(&table, 10_000.0);
    let explanation = Explainer::new(&table, &model).lines(0, 1);
    assert!(explanation.lines.iter().all(|line| line.comparison != "given"));
}

#[test]
fn a_model_of_impossible_probabilities_is_refused() {
    let table = two_scripts(50);
    let mut model = Model::defaults(&table, 1_000.0);
    model.prior = 1.0;
    assert!(Model::read(&model.to_json(), &table).is_err());
    let mut model = Model::defaults(&table, 1_000.0);
    model.parameters[0].m[1] = 0.0;
    assert!(Model::read(&model.to_json(), &table).is_err());
}

fn level_of_given(one: &str, other: &str) -> &'static str {
    let given = |text: &str| row(&[(Property::Given, text), (Property::Family, "الفياض")]);
    let table = table(&[(0, given(one)), (1, given(other))]);
    let model = Model::defaults(&table, 10_000.0);
    let explanation = Explainer::new(&table, &model).lines(0, 1);
    explanation.lines.iter().find(|line| line.comparison == "given").map_or("", |line| line.level)
}

#[test]
fn what_another_name_explains_better_is_no_spelling() {
    assert_eq!(level_of_given("مالك", "Malik"), "same across scripts");
    for (one, other) in [("حسين", "Hassan"), ("بسام", "Bassem")] {
        assert_ne!(level_of_given(one, other), "same across scripts", "{one} {other}");
    }
    assert!(!matches!(level_of_given("حسن", "حسين"), "same" | "spelling"));
}

#[test]
fn a_slip_that_resembles_no_other_name_is_a_spelling() {
    assert_eq!(level_of_given("إبراهيم", "إبرهيم"), "spelling");
}

#[test]
fn an_explanation_weighs_what_the_batch_did() {
    let table = two_scripts(400);
    let linkage = link(&table, &options(2), &mut |_, _, _| true).expect("nothing stops it");
    let mut explainer = Explainer::new(&table, &linkage.model);
    for link in &linkage.links {
        assert_eq!(explainer.lines(link.left, link.right).beside_rivals(link.rivals).weight, link.weight);
    }
}

/// Somebody who goes by several names is compared by the two that fit, and a short name takes back nothing that the long
/// one contradicts.
#[test]
fn another_name_fits_and_hides_no_contradiction() {
    let papers = |father: &str| {
        row(&[
            (Property::FullName, &format!("محمد {father} الخطيب")),
            (Property::AlsoCalled, "Mohammad Alkhatib"),
            (Property::BirthDate, "1980"),
        ])
    };
    let called = row(&[(Property::Given, "Hamoudi"), (Property::Father, "Samir"), (Property::Family, "Alkhatib")]);
    let nick = row(&[
        (Property::FullName, "محمد سمير الخطيب"),
        (Property::AlsoCalled, "حمودي"),
        (Property::Teknonym, "أبو علي"),
    ]);
    let table = table(&[(0, papers("أحمد")), (1, papers("سمير")), (2, called), (3, nick)]);
    let model = Model::defaults(&table, 10_000.0);
    let mut explainer = Explainer::new(&table, &model);
    let mut level = |one, other, comparison: &str| {
        let explanation = explainer.lines(one, other);
        explanation.lines.iter().find(|line| line.comparison == comparison).map(|line| line.level)
    };
    assert_eq!(level(0, 1, "father"), Some("different"), "the name in Latin letters leaves the father out");
    assert_eq!(level(1, 3, "father"), Some("same"));
    let nickname = level(2, 3, "given");
    assert!(
        nickname.is_some_and(|level| level.contains("across scripts") && !level.contains("different")),
        "{nickname:?}"
    );
    assert_eq!(level(2, 3, "teknonym"), None, "one side has none");
}

#[test]
fn what_people_mix_up_is_not_contradicted() {
    let of = |cells: &[(Property, &str)]| {
        let mut cells = cells.to_vec();
        cells.extend([(Property::Given, "سامر"), (Property::Family, "بكور")]);
        row(&cells)
    };
    let table = table(&[
        (0, of(&[(Property::Origin, "حلب"), (Property::Residence, "دمشق")])),
        (1, of(&[(Property::Origin, "حلب"), (Property::Residence, "درعا")])),
        (2, of(&[(Property::BirthPlace, "حمص"), (Property::Residence, "دمشق")])),
        (3, of(&[(Property::BirthPlace, "درعا"), (Property::Residence, "إدلب")])),
    ]);
    let model = Model::defaults(&table, 10_000.0);
    let mut explainer = Explainer::new(&table, &model);
    let mut places = |one, other| -> Vec<(&str, &str)> {
        let is_place = |name: &str| matches!(name, "birth_place" | "residence" | "place");
        let lines = explainer.lines(one, other).lines;
        lines.iter().filter(|line| is_place(line.comparison)).map(|line| (line.comparison, line.level)).collect()
    };
    assert_eq!(places(0, 1), [("place", "same")], "who moved is from one place still");
    assert_eq!(places(0, 2), [("residence", "same")]);
    assert_eq!(places(2, 3), [("birth_place", "other"), ("residence", "other")]);
}
