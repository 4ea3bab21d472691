//! Charts by themselves: they are SVG, and they know nothing of linkage.

use figures::charts::{Curve, Curves, Histogram, Ink, Lane, Reliability, ReliabilityPoint, Ruler};
use figures::{Axis, Direction};

const DIRECTIONS: [Direction; 2] = [Direction::LeftToRight, Direction::RightToLeft];

/// The kinds and numbers of elements of a drawing.
fn count(svg: &str, name: &str) -> usize {
    let document = roxmltree::Document::parse(svg).unwrap();
    document.descendants().filter(|node| node.tag_name().name() == name).count()
}

#[test]
fn a_histogram_has_a_bar_for_every_class_that_is_not_empty() {
    let histogram = Histogram {
        from: -2.0,
        class_width: 1.0,
        up: &[0, 3, 9, 1],
        down: Some(&[5, 0, 0, 0]),
        threshold: Some((0.0, "here & now")),
        x_label: "x",
        told: "bars",
    };
    for direction in DIRECTIONS {
        let svg = histogram.draw(direction);
        assert_eq!(count(&svg, "rect"), 4);
        assert!(svg.contains("here &amp; now"));
    }
}

#[test]
fn a_curve_breaks_where_a_number_is_missing() {
    let places = vec![(0.0, 0.1), (1.0, 0.2), (2.0, f64::NAN), (3.0, 0.4), (4.0, 0.5)];
    let curves = Curves {
        curves: vec![Curve { name: "a", ink: Ink::One, places }],
        threshold: None,
        x_label: "x",
        told: "a curve",
    };
    assert_eq!(count(&curves.draw(Direction::LeftToRight), "polyline"), 2);
}

#[test]
fn a_reliability_diagram_has_a_dot_for_every_known_class() {
    let point = |predicted| ReliabilityPoint { predicted, observed: 0.5, interval: (0.4, 0.6), count: 10 };
    let points = [point(0.1), point(f64::NAN), point(0.9)];
    let diagram = Reliability { points: &points, x_label: "predicted", y_label: "seen", told: "dots" };
    for direction in DIRECTIONS {
        assert_eq!(count(&diagram.draw(direction), "circle"), 2);
    }
}

#[test]
fn the_strips_of_a_column_share_one_grid() {
    let ruler = Ruler::new(Direction::RightToLeft, "grid", Axis::spanning([-4.0, 4.0], 4));
    assert_eq!(count(&ruler.head(), "g"), 1);
    let bar = ruler.bar(2.0, None);
    assert!(bar.contains("<use href=\"#grid\"/>") && bar.contains(Ink::For.class_name()));
    assert!(ruler.bar(-2.0, None).contains(Ink::Against.class_name()));
    assert_eq!(count(&ruler.bar(f64::NAN, None), "rect"), 0);
    assert_eq!(count(&ruler.step(1.0, 1.0, None), "rect"), 0);
    let mut strip = ruler.strip();
    strip.bar(0.0, 1e-9, Lane::Whole, Ink::Neutral);
    assert_eq!(count(&strip.finish(), "rect"), 1);
}
