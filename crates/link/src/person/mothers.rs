//! What is learnt of mothers, beside the cousins who would teach it wrongly.
//!
//! Cousins who carry their grandfathers' names differ in nothing but the mother, and would teach that one person's two rows
//! often name two mothers. They do so no more often than they name two fathers: both stand on one paper, and are written
//! by one hand.

use crate::person::comparison::Comparison;
use crate::person::level::part;
use crate::person::model::Model;
use crate::person::table::Table;

/// Share of how often one person's fathers are found to differ that is believed of the mothers. What is found of the
/// fathers is more than the truth: namesakes of a village differ in the father, and are taken for one person at times.
const OF_FATHERS: f64 = 0.5;

/// Holds how often one person's mothers differ to how often the fathers do, where both were learnt and the father is not
/// held out.
pub(crate) fn hold_to_father(table: &Table, model: &mut Model, held_out: &[usize]) {
    let places = (table.place_of(Comparison::Mother), table.place_of(Comparison::Father));
    let (Some(mother), Some(father)) = places else { return };
    let is_learnt = |at: usize| model.parameters[at].m_learnt && !held_out.contains(&at);
    if !is_learnt(mother) || !is_learnt(father) {
        return;
    }
    for group in part::GROUPS {
        let Some(&differs) = group.levels.iter().find(|&&level| part::differs(level)) else { continue };
        let most = model.parameters[father].m[differs as usize] * OF_FATHERS;
        hold(&mut model.parameters[mother].m, group.levels, differs, most);
    }
}

/// Lowers the share of one level of a group to the most that is believed; the others make up for it.
fn hold(m: &mut [f64], levels: &[u8], held: u8, most: f64) {
    let share = m[held as usize];
    if share <= most || share >= 1.0 {
        return;
    }
    let more = (1.0 - most) / (1.0 - share);
    for &level in levels {
        m[level as usize] = if level == held { most } else { m[level as usize] * more };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_no_greater_and_the_group_stays_whole() {
        let mut m = vec![1.0, 0.6, 0.1, 0.05, 0.05, 0.2, 0.7, 0.3];
        hold(&mut m, &[1, 2, 3, 4, 5], 5, 0.002);
        assert!((m[5] - 0.002).abs() < 1e-12);
        assert!((m[1..6].iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((m[1] / m[2] - 6.0).abs() < 1e-9, "the others keep their proportions");
        assert_eq!(m[6..], [0.7, 0.3]);
        let before = m.clone();
        hold(&mut m, &[1, 2, 3, 4, 5], 5, 0.5);
        assert_eq!(m, before);
    }
}
