//! Properties that hold for any rows.

use crate::lists::{row, table};
use link::person::{Explainer, Model};
use proptest::prelude::*;
use record::Property;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_two_rows_are_weighed_alike_from_both_sides(
        one in "\\PC{0,40}", other in "\\PC{0,40}", born in "[0-9/؟ -]{0,10}", place in "\\PC{0,20}",
    ) {
        let rows = [
            (0, row(&[(Property::FullName, &one), (Property::BirthDate, &born), (Property::Origin, &place)])),
            (1, row(&[(Property::FullName, &other), (Property::BirthDate, "1985"), (Property::Origin, "داريا")])),
        ];
        let table = table(&rows);
        let model = Model::defaults(&table, 1_000.0);
        let mut explainer = Explainer::new(&table, &model);
        let (there, back) = (explainer.lines(0, 1), explainer.lines(1, 0));
        prop_assert_eq!(there.weight, back.weight);
        prop_assert_eq!(there.lines.iter().map(|line| line.weight).sum::<i32>() + there.kin + there.calibration, there.weight);
    }

    #[test]
    fn one_more_thing_that_agrees_never_lowers_the_weight(given in "[a-z]{3,9}", family in "[a-z]{3,9}") {
        let name = [(Property::Given, given.as_str()), (Property::Family, family.as_str())];
        let more = [name[0], name[1], (Property::Mother, "Fatima")];
        let weight = |cells: &[(Property, &str)]| {
            let table = table(&[(0, row(cells)), (1, row(cells))]);
            let model = Model::defaults(&table, 1_000.0);
            Explainer::new(&table, &model).lines(0, 1).weight
        };
        prop_assert!(weight(&more) >= weight(&name));
    }
}
