//! Overlaps of sets, columns with names, and maps: counts against a slow count, drawings with any number and text.

use figures::Direction;
use figures::charts::{Choropleth, Columns, Combinations, Dot, Region, UpSet};
use proptest::prelude::*;

const DIRECTIONS: [Direction; 2] = [Direction::LeftToRight, Direction::RightToLeft];

fn elements(svg: &str, name: &str, class: Option<&str>) -> usize {
    let document = roxmltree::Document::parse(svg).unwrap();
    let own = document.descendants().filter(|node| node.tag_name().name() == name);
    own.filter(|node| class.is_none_or(|class| node.attribute("class") == Some(class))).count()
}

/// How many things are in exactly the sets of a mask, asked of every thing and every set.
fn slowly(things: &[Vec<usize>], sets: usize, mask: u32) -> u64 {
    let is_exactly = |thing: &&Vec<usize>| (0..sets).all(|set| thing.contains(&set) == (mask >> set & 1 == 1));
    things.iter().filter(is_exactly).count() as u64
}

proptest! {
    #[test]
    fn combinations_are_what_a_slow_count_finds(
        things in proptest::collection::vec(proptest::collection::vec(0_usize..5, 0..7), 0..60),
    ) {
        let mut counted = Combinations::default();
        for thing in &things {
            counted.add(thing.iter().copied());
        }
        let found = counted.of_at_least(1);
        for mask in 1_u32..32 {
            let sets: Vec<usize> = (0..5).filter(|set| mask >> set & 1 == 1).collect();
            let own = found.iter().find(|one| one.sets == sets).map_or(0, |one| one.count);
            prop_assert_eq!(own, slowly(&things, 5, mask), "{:?}", sets);
        }
        prop_assert!(found.iter().all(|one| one.count > 0));
        prop_assert!(found.windows(2).all(|two| two[0].count >= two[1].count));
        for set in 0..5 {
            let slow = things.iter().filter(|thing| thing.contains(&set)).count() as u64;
            prop_assert_eq!(counted.size(set), slow);
        }
        let of_two = counted.of_at_least(2);
        prop_assert!(of_two.iter().all(|one| one.sets.len() >= 2));
        let lone: u64 = found.iter().filter(|one| one.sets.len() == 1).map(|one| one.count).sum();
        let all: u64 = found.iter().map(|one| one.count).sum();
        prop_assert_eq!(of_two.iter().map(|one| one.count).sum::<u64>() + lone, all);
    }

    #[test]
    fn a_plot_has_a_full_dot_for_each_set_of_each_combination(
        things in proptest::collection::vec(proptest::collection::btree_set(0_usize..6, 1..5), 1..40),
        name in any::<String>(),
    ) {
        let mut counted = Combinations::default();
        for thing in &things {
            counted.add(thing.iter().copied());
        }
        let columns = counted.of_at_least(1);
        let sets: Vec<(&str, u64)> = (0..6).map(|set| (name.as_str(), counted.size(set))).collect();
        let wanted: usize = columns.iter().map(|one| one.sets.len()).sum();
        for direction in DIRECTIONS {
            let svg = UpSet { sets: &sets, columns: &columns, y_label: &name, told: &name }.draw(direction);
            prop_assert_eq!(elements(&svg, "circle", Some("i-one")), wanted);
            prop_assert_eq!(elements(&svg, "circle", None), 6 * columns.len());
            prop_assert_eq!(elements(&svg, "rect", Some("i-one")), columns.len());
        }
    }

    #[test]
    fn any_number_and_text_draw_columns(
        counts in proptest::collection::vec(any::<u64>(), 0..50),
        name in any::<String>(),
    ) {
        let columns: Vec<(&str, u64)> = counts.iter().map(|count| (name.as_str(), *count)).collect();
        for direction in DIRECTIONS {
            let svg = Columns { columns: &columns, x_label: &name, told: &name }.draw(direction);
            prop_assert_eq!(elements(&svg, "rect", None), counts.iter().filter(|count| **count > 0).count());
        }
    }

    #[test]
    fn any_outline_draws_a_map(
        ring in proptest::collection::vec((any::<f64>(), any::<f64>()), 0..20),
        name in any::<String>(),
        shade in any::<usize>(),
    ) {
        let rings = [ring];
        let region = Region { name: &name, told: &name, rings: &rings, shade, link: "" };
        let dot = Dot { told: &name, at: (f64::NAN, 3.0), shade, link: &name };
        let svg = Choropleth { regions: &[region], dots: &[dot], told: &name }.draw();
        prop_assert_eq!(elements(&svg, "path", None), 1);
        prop_assert_eq!(elements(&svg, "circle", None), 0);
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

/// The picture that is mirrored is the same picture: a column stands as far from the end as it stood from the start.
#[test]
fn a_plot_that_runs_from_the_right_is_the_mirror_of_the_other() {
    let mut counted = Combinations::default();
    for _ in 0..7 {
        counted.add([0, 1]);
    }
    counted.add([1]);
    let columns = counted.of_at_least(1);
    let plot = UpSet { sets: &[("a", 7), ("b", 8)], columns: &columns, y_label: "y", told: "t" };
    let places = |direction: Direction| -> Vec<f64> {
        let svg = plot.draw(direction);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let dots = document.descendants().filter(|node| node.tag_name().name() == "circle");
        dots.map(|node| node.attribute("cx").unwrap().parse().unwrap()).collect()
    };
    let (ltr, rtl) = (places(Direction::LeftToRight), places(Direction::RightToLeft));
    let sums: Vec<f64> = ltr.iter().zip(&rtl).map(|(one, other)| one + other).collect();
    assert!(sums.windows(2).all(|two| (two[0] - two[1]).abs() < 0.2), "{sums:?}");
    assert!(ltr[0] < ltr[2] && rtl[0] > rtl[2]);
}

/// One column filled the page, and its letters were as large as a hand.
#[test]
fn a_plot_of_one_column_has_letters_as_large_as_one_of_many() {
    let mut counted = Combinations::default();
    counted.add([0, 1]);
    let columns = counted.of_at_least(2);
    let svg = UpSet { sets: &[("a", 1), ("b", 1)], columns: &columns, y_label: "y", told: "t" };
    let svg = svg.draw(Direction::LeftToRight);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let width =
        document.root_element().attribute("viewBox").unwrap().split(' ').nth(2).unwrap().parse::<f64>().unwrap();
    assert!(width >= 900.0, "{width}");
}

/// East is at the right and north above, in every language: the picture takes no direction at all.
#[test]
fn a_map_is_never_mirrored() {
    let rings = [vec![(36.0, 33.0), (38.0, 33.0), (38.0, 35.0), (36.0, 35.0)]];
    let region = Region { name: "a", told: "a: 5", rings: &rings, shade: 2, link: "/facilities" };
    let dots = [(36.5, 34.5), (37.5, 33.5)].map(|at| Dot { told: "d", at, shade: 1, link: "" });
    let svg = Choropleth { regions: &[region], dots: &dots, told: "t" }.draw();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let circles = document.descendants().filter(|node| node.tag_name().name() == "circle");
    let at = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let places: Vec<(f64, f64)> = circles.map(|node| (at(node, "cx"), at(node, "cy"))).collect();
    assert!(places[0].0 < places[1].0 && places[0].1 < places[1].1, "{places:?}");
    assert_eq!(elements(&svg, "path", Some("shade-2")), 1);
}
