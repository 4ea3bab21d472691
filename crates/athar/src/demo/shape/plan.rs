//! How many rows, lists and people: what is settled by counting before anything is drawn.
//!
//! The sought lists have exactly as many rows as were asked for, and so have the lists of the freed. Rows that repeat a person (a second
//! request, a transfer, a copy) are counted off first; what is left is the number of people.

use super::super::rates;

/// Rows that a list has at least.
const LIST_ROWS_MIN: usize = 20;
/// People and lists that a shape may have.
const ROWS_MAX: usize = 2_000_000;
const LISTS_MAX: usize = 200;
/// Six of ten lists are of sought people.
const SOUGHT_LISTS: f64 = 0.6;

/// What was asked for, found possible.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    sought_rows: usize,
    freed_rows: usize,
    lists: usize,
    overlap: f64,
    pub(super) seed: u64,
}

/// Rows of one list that repeat others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) rows: usize,
    /// Rows of a register that list somebody again after a transfer.
    pub(super) transfers: usize,
    /// Rows copied from the first list.
    pub(super) copied: usize,
}

impl Size {
    /// Rows that remain for people whom the list does not have yet.
    pub(super) fn places(self) -> usize {
        self.rows - self.transfers - self.copied
    }
}

/// Every number.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Sought lists, the largest first.
    pub(super) sought: Vec<Size>,
    /// Lists of the freed, the largest first.
    pub(super) freed: Vec<Size>,
    /// People on sought lists.
    pub(super) sought_people: usize,
    /// People on lists of the freed.
    pub(super) freed_people: usize,
    /// People on both.
    pub(super) both: usize,
    pub(super) overlap: f64,
}

/// What a sought list is, by its rank.
pub(super) fn is_register(rank: usize) -> bool {
    rank % 5 == 1
}

/// The sought list that is in part a copy of the first one, where there are so many.
pub(super) fn copier(lists: usize) -> Option<usize> {
    match lists {
        0..=2 => None,
        _ => Some(2),
    }
}

impl Shape {
    /// # Errors
    /// What cannot be, in words for whoever asked.
    pub(crate) fn checked(
        sought_rows: usize,
        freed_rows: usize,
        lists: usize,
        overlap: f64,
        seed: u64,
    ) -> Result<Self, String> {
        if !(2..=LISTS_MAX).contains(&lists) {
            return Err(format!("--lists is from 2 to {LISTS_MAX}"));
        }
        if !(0.0..=1.0).contains(&overlap) {
            return Err("--overlap is a share from 0 to 1".to_owned());
        }
        if sought_rows.saturating_add(freed_rows) > ROWS_MAX {
            return Err("--sought and --freed together are at most 2,000,000".to_owned());
        }
        let shape = Self { sought_rows, freed_rows, lists, overlap, seed };
        let (of_sought, of_freed) = shape.lists_by_side();
        for (option, rows, lists) in [("--sought", sought_rows, of_sought), ("--freed", freed_rows, of_freed)] {
            if rows < lists * LIST_ROWS_MIN {
                return Err(format!(
                    "{lists} lists need {option} {} or more, {LIST_ROWS_MIN} rows a list",
                    lists * LIST_ROWS_MIN
                ));
            }
        }
        let plan = shape.plan();
        if plan.both > plan.sought_people {
            return Err(format!(
                "--overlap {overlap} of {} freed people would be {} sought people, and --sought {sought_rows} makes {}",
                plan.freed_people, plan.both, plan.sought_people
            ));
        }
        Ok(shape)
    }

    fn lists_by_side(&self) -> (usize, usize) {
        let sought = ((self.lists as f64 * SOUGHT_LISTS).round() as usize).clamp(1, self.lists - 1);
        (sought, self.lists - sought)
    }

    pub(super) fn plan(&self) -> Plan {
        let (of_sought, of_freed) = self.lists_by_side();
        let share = |rows: usize, share: f64| (rows as f64 * share).round() as usize;
        let mut sought = sizes(self.sought_rows, of_sought);
        for (_, size) in sought.iter_mut().enumerate().filter(|(rank, _)| is_register(*rank)) {
            size.transfers = share(size.rows, rates::TRANSFERS);
        }
        if let Some(copier) = copier(of_sought) {
            sought[copier].copied = share(sought[copier].rows, rates::COPIED_ROWS).min(sought[0].rows / 2);
        }
        let freed = sizes(self.freed_rows, of_freed);
        let places: usize = sought.iter().map(|size| size.places()).sum();
        let sought_people = places - share(places, rates::SECOND_REQUESTS);
        // Whoever is on the only list of the freed is there once.
        let again = if of_freed == 1 { 0 } else { share(self.freed_rows, rates::FREED_AGAIN) };
        let freed_people = self.freed_rows - again;
        Plan {
            sought,
            freed,
            sought_people,
            freed_people,
            both: share(freed_people, self.overlap),
            overlap: self.overlap,
        }
    }
}

/// So many rows in so many lists, unequal as lists are: the k-th is about 1/k of the largest (Zipf).
fn sizes(rows: usize, lists: usize) -> Vec<Size> {
    let weights: Vec<f64> = (0..lists).map(|rank| (rank as f64 + 1.7).powf(-1.1)).collect();
    let sum: f64 = weights.iter().sum();
    let spare = rows - lists * LIST_ROWS_MIN;
    let size = |weight: &f64| LIST_ROWS_MIN + (spare as f64 * weight / sum) as usize;
    let mut sizes: Vec<usize> = weights.iter().map(size).collect();
    sizes[0] += rows - sizes.iter().sum::<usize>();
    sizes.into_iter().map(|rows| Size { rows, ..Size::default() }).collect()
}

impl Plan {
    /// Everybody on any list.
    pub(super) fn people(&self) -> usize {
        self.sought_people + self.freed_people - self.both
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_exactly_and_lists_are_unequal() {
        for (sought, freed, lists) in
            [(136_000, 50_000, 20), (2_000, 700, 12), (40, 20, 3), (1_000_000, 1_000_000, 200)]
        {
            let plan = Shape::checked(sought, freed, lists, 0.5, 1).unwrap().plan();
            assert_eq!(plan.sought.iter().map(|size| size.rows).sum::<usize>(), sought);
            assert_eq!(plan.freed.iter().map(|size| size.rows).sum::<usize>(), freed);
            assert_eq!(plan.sought.len() + plan.freed.len(), lists);
            assert!(plan.sought.windows(2).all(|pair| pair[0].rows >= pair[1].rows));
            assert!(plan.both <= plan.sought_people.min(plan.freed_people));
        }
    }

    #[test]
    fn what_cannot_be_is_said() {
        let refused = |sought, freed, lists, overlap| Shape::checked(sought, freed, lists, overlap, 1).unwrap_err();
        assert!(refused(2_000, 2_000, 1, 0.5).contains("--lists"));
        assert!(refused(2_000, 2_000, 201, 0.5).contains("--lists"));
        assert!(refused(2_000, 2_000, 20, 1.5).contains("--overlap"));
        assert!(refused(2_000, 2_000, 20, f64::NAN).contains("--overlap"));
        assert!(refused(1_500_000, 600_000, 20, 0.5).contains("2,000,000"));
        assert!(refused(100, 2_000, 20, 0.5).contains("--sought 240"));
        assert!(refused(2_000, 100, 20, 0.5).contains("--freed 160"));
        assert!(refused(1_000, 50_000, 20, 0.9).contains("--overlap 0.9 of"));
    }
}
