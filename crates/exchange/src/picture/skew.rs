//! How far the lines of a page fall: the slope at which its projection has the sharpest profile (Postl 1986). Lines are followed
//! along the slope, not the picture turned: letters that stand three degrees askew are read as well.

use super::ink::Ink;

/// Columns that are projected together.
const BAND: usize = 8;
/// Slopes that are tried, in thousandths: five and a half degrees to both sides.
const FALL_MAX_MILLI: i32 = 96;

/// How much ink each line of a band has.
pub(super) struct Bands {
    pub(super) counts: Vec<Vec<u16>>,
    pub(super) height: usize,
    width: usize,
}

impl Bands {
    /// Of a page, without the lines that rule it from top to bottom where its slope is known.
    pub(super) fn of(ink: &Ink, fall_milli: Option<i32>) -> Bands {
        let mut counts = vec![vec![0_u16; ink.height]; ink.width.div_ceil(BAND)];
        let ruled = fall_milli.map(|fall| RuledColumns::of(ink, fall));
        for (line, marks) in ink.lines().enumerate() {
            for (column, _) in marks.iter().enumerate().filter(|(_, mark)| **mark) {
                let is_ruled = ruled.as_ref().is_some_and(|ruled| ruled.runs_through(column, line));
                counts[column / BAND][line] += u16::from(!is_ruled);
            }
        }
        Bands { counts, height: ink.height, width: ink.width }
    }

    /// By how many pixels a band has fallen.
    pub(super) fn fallen(&self, band: usize, fall_milli: i32) -> i64 {
        let column = (band * BAND + BAND / 2) as i64 - (self.width / 2) as i64;
        (column * i64::from(fall_milli)).div_euclid(1_000)
    }

    /// For each line along a slope what is made of it, band by band.
    pub(super) fn along(&self, fall_milli: i32, mut each: impl FnMut(usize, usize, u16)) {
        for (band, counts) in self.counts.iter().enumerate() {
            let fallen = self.fallen(band, fall_milli);
            for line in 0..self.height {
                if let Some(&count) = usize::try_from(line as i64 + fallen).ok().and_then(|at| counts.get(at)) {
                    each(band, line, count);
                }
            }
        }
    }

    fn sharpness(&self, fall_milli: i32) -> u64 {
        let mut profile = vec![0_u32; self.height];
        self.along(fall_milli, |_, line, count| profile[line] += u32::from(count));
        profile.windows(2).map(|two| u64::from(two[0].abs_diff(two[1])).pow(2)).sum()
    }

    /// The slope of the lines, in thousandths: how much they fall to the right.
    pub(super) fn fall_milli(&self) -> i32 {
        let sharpest = |from: i32, to: i32, step: usize| {
            let tried = (from..=to).step_by(step);
            tried.max_by_key(|&fall| (self.sharpness(fall), -fall.abs())).unwrap_or_default()
        };
        let rough = sharpest(-FALL_MAX_MILLI, FALL_MAX_MILLI, 4);
        sharpest(rough - 4, rough + 4, 1)
    }
}

/// Lines that rule a page from top to bottom: square to its rows, mostly ink over a tenth of its height.
struct RuledColumns {
    fall_milli: i64,
    middle: i64,
    /// For each column at the middle of the height, whether one runs through it.
    ruled: Vec<bool>,
}

impl RuledColumns {
    fn of(ink: &Ink, fall_milli: i32) -> RuledColumns {
        let mut own =
            RuledColumns { fall_milli: i64::from(fall_milli), middle: (ink.height / 2) as i64, ruled: Vec::new() };
        let run_min = (ink.height / 10).max(24);
        let mut longest = vec![0_usize; ink.width];
        for (at, longest) in longest.iter_mut().enumerate() {
            let mut run = 0;
            for line in 0..ink.height {
                let column = at as i64 - own.shift(line);
                let marks = (column - 1..=column + 1).filter_map(|column| usize::try_from(column).ok());
                let is_ink = marks.into_iter().any(|column| ink.line(line).get(column) == Some(&true));
                run = if is_ink { run + 1 } else { 0 };
                *longest = run.max(*longest);
            }
        }
        own.ruled = longest.iter().map(|&run| run >= run_min).collect();
        own
    }

    /// How far such a line has moved to the left, at a line of the page.
    fn shift(&self, line: usize) -> i64 {
        ((line as i64 - self.middle) * self.fall_milli).div_euclid(1_000)
    }

    fn runs_through(&self, column: usize, line: usize) -> bool {
        let at = usize::try_from(column as i64 + self.shift(line)).ok();
        at.and_then(|at| self.ruled.get(at)).copied().unwrap_or(false)
    }
}
