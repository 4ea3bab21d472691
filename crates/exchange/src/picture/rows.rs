//! The rows of a page: between ruled lines where it has them, else where its projection has its hills.
//!
//! What counts on a line is in how many places it has ink, not how much: a stamp over three lines is black in one place only.

use super::gray::Gray;
use super::ink::Ink;
use super::skew::Bands;
use crate::limits;
use record::{ROWS_PER_PAGE_MAX, Row};

/// A band of a ruled line is ink on so many of its columns, in eighths.
const RULED_COLUMNS: u16 = 6;
/// A ruled line runs through so many percent of the bands that are written on; the base line of a row of words through fewer.
const RULED_PERCENT: usize = 85;
/// Less ink than on this many bands in a hundred is no row.
const WRITTEN_PERCENT: usize = 3;

/// The slope of the lines of a page, in thousandths, and its rows, from above.
pub fn find_rows(page: &Gray) -> (i32, Vec<Row>) {
    let small = page.no_wider_than(limits::ROWS_WIDTH);
    let ink = Ink::of(&small);
    let fall_milli = Bands::of(&ink, None).fall_milli();
    let profile = Profile::of(&Bands::of(&ink, Some(fall_milli)), fall_milli);
    let rows = profile.between_rules().unwrap_or_else(|| profile.hills());
    let scale = |pixels: usize| (pixels * page.width() / small.width().max(1)).min(page.height()) as u32;
    let rows =
        rows.into_iter().take(ROWS_PER_PAGE_MAX).map(|(top, bottom)| Row { top: scale(top), bottom: scale(bottom) });
    (fall_milli, rows.collect())
}

struct Profile {
    /// In how many bands each line has ink.
    written: Vec<usize>,
    /// Whether a ruled line runs along it.
    ruled: Vec<bool>,
    bands: usize,
}

impl Profile {
    fn of(bands: &Bands, fall_milli: i32) -> Profile {
        let mut written = vec![0_usize; bands.height];
        let mut ruling = vec![0_usize; bands.height];
        let mut is_used = vec![false; bands.counts.len()];
        let mut above = 0;
        bands.along(fall_milli, |band, line, count| {
            written[line] += usize::from(count >= 2);
            is_used[band] |= count >= 2;
            // A ruled line that a pixel of slope is missing from lies on two lines.
            let both = if line == 0 { count } else { count.max(above) };
            ruling[line] += usize::from(both >= RULED_COLUMNS);
            above = count;
        });
        let used = is_used.iter().filter(|used| **used).count().max(1);
        let ruled = ruling.iter().map(|&count| count * 100 >= used * RULED_PERCENT).collect();
        Profile { ruled, written, bands: bands.counts.len() }
    }

    /// The rows between ruled lines; nothing where the page has no regular ones.
    fn between_rules(&self) -> Option<Vec<(usize, usize)>> {
        let mut rules: Vec<(usize, usize)> = Vec::new();
        for (line, _) in self.ruled.iter().enumerate().filter(|(_, ruled)| **ruled) {
            match rules.last_mut() {
                Some((_, last)) if line <= *last + 3 => *last = line,
                _ => rules.push((line, line)),
            }
        }
        let gaps: Vec<(usize, usize)> = rules.windows(2).map(|two| (two[0].1 + 1, two[1].0)).collect();
        let pitch =
            median(gaps.iter().map(|(top, bottom)| bottom.saturating_sub(*top)).filter(|gap| *gap > 6).collect())?;
        let is_like = |gap: usize| gap * 10 >= pitch * 7 && gap * 10 <= pitch * 13;
        let regular = gaps.iter().filter(|(top, bottom)| is_like(bottom - top)).count();
        if regular < 4 || regular * 10 < gaps.len() * 5 {
            return None;
        }
        let mut rows = Vec::new();
        for (top, bottom) in gaps {
            let height = bottom - top;
            if height * 10 < pitch * 6 {
                continue;
            }
            // Where a line is missing, the gap holds several rows.
            let count = ((height + pitch / 2) / pitch).max(1);
            for at in 0..count {
                let own = (top + height * at / count, top + height * (at + 1) / count);
                if self.is_written(own) {
                    rows.push(own);
                }
            }
        }
        Some(rows)
    }

    /// Whether something stands on those lines: in their middle, since strokes hang over from both sides.
    fn is_written(&self, (top, bottom): (usize, usize)) -> bool {
        let inset = (bottom - top) / 5;
        let most = self.written[top + inset..bottom - inset].iter().max().copied().unwrap_or_default();
        most * 100 >= self.bands * WRITTEN_PERCENT
    }

    /// The rows by their hills.
    fn hills(&self) -> Vec<(usize, usize)> {
        let clear: Vec<f32> = self
            .written
            .iter()
            .zip(&self.ruled)
            .map(|(&count, &ruled)| if ruled { 0.0 } else { count as f32 })
            .collect();
        let Some(pitch) = pitch_of(&clear) else { return self.one_block() };
        let smooth = smoothed(&clear, (pitch / 5).max(1));
        let threshold = self.bands as f32 * WRITTEN_PERCENT as f32 / 100.0;
        let mut peaks: Vec<usize> = Vec::new();
        for line in 0..smooth.len() {
            let around = line.saturating_sub(pitch / 3)..(line + pitch / 3 + 1).min(smooth.len());
            let is_peak = smooth[line] > threshold && smooth[around].iter().all(|&other| other <= smooth[line]);
            if !is_peak {
                continue;
            }
            match peaks.last_mut() {
                // Two tops of one hill.
                Some(last) if (line - *last) * 10 < pitch * 6 => {
                    if smooth[line] > smooth[*last] {
                        *last = line;
                    }
                }
                _ => peaks.push(line),
            }
        }
        let valley = |from: usize, to: usize| {
            let lowest = (from..to).min_by(|one, other| smooth[*one].total_cmp(&smooth[*other])).unwrap_or(from);
            // The middle of the ground between them.
            let flat: Vec<usize> = (from..to).filter(|&line| smooth[line] <= smooth[lowest] + 0.5).collect();
            flat.get(flat.len() / 2).copied().unwrap_or(lowest)
        };
        let half = pitch / 2 + pitch / 10;
        let rows = peaks.iter().enumerate().map(|(at, &peak)| {
            let above = at.checked_sub(1).map_or(0, |before| valley(peaks[before], peak));
            let below = peaks.get(at + 1).map_or(smooth.len(), |&next| valley(peak, next));
            (above.max(peak.saturating_sub(half)), below.min(peak + half))
        });
        rows.filter(|(top, bottom)| bottom > top).collect()
    }

    /// A page of one line, or of nothing.
    fn one_block(&self) -> Vec<(usize, usize)> {
        let is_written = |count: &usize| *count * 100 >= self.bands * WRITTEN_PERCENT;
        let top = self.written.iter().position(is_written);
        let bottom = self.written.iter().rposition(is_written);
        top.zip(bottom)
            .filter(|(top, bottom)| bottom > top)
            .map(|(top, bottom)| (top, bottom + 1))
            .into_iter()
            .collect()
    }
}

fn median(mut values: Vec<usize>) -> Option<usize> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

/// The distance at which the profile is most like itself; nothing where it repeats nothing.
fn pitch_of(profile: &[f32]) -> Option<usize> {
    let mean = profile.iter().sum::<f32>() / profile.len().max(1) as f32;
    let even: Vec<f32> = smoothed(profile, 2).iter().map(|value| value - mean).collect();
    let like = |lag: usize| {
        even.iter().zip(&even[lag..]).map(|(one, other)| one * other).sum::<f32>() / (even.len() - lag) as f32
    };
    let most = profile.len() / 4;
    let own = like(0);
    if most < 12 || own <= 0.0 {
        return None;
    }
    let likes: Vec<f32> = (0..most).map(like).collect();
    // A stroke is as thick as it is, and like itself so far.
    let is_low = |&lag: &usize| likes[lag] <= 0.0 || (likes[lag] < likes[lag - 1] && likes[lag] < likes[lag + 1]);
    let from = (4..most - 1).find(is_low)?.max(9);
    let best = (from..most).max_by(|one, other| likes[*one].total_cmp(&likes[*other]))?;
    if likes[best] < own * 0.1 {
        return None;
    }
    // Two rows are as like as one: the shortest distance that is nearly as like is meant.
    let is_top = |lag: usize| lag + 1 < most && likes[lag] >= likes[lag - 1] && likes[lag] >= likes[lag + 1];
    (from..=best).find(|&lag| (is_top(lag) || lag == best) && likes[lag] >= likes[best] * 0.8)
}

/// The mean around each value, twice: nearly a bell.
fn smoothed(values: &[f32], radius: usize) -> Vec<f32> {
    let once = |values: &[f32]| -> Vec<f32> {
        let mean = |at: usize| {
            let (from, to) = (at.saturating_sub(radius), (at + radius + 1).min(values.len()));
            values[from..to].iter().sum::<f32>() / (to - from) as f32
        };
        (0..values.len()).map(mean).collect()
    };
    once(&once(values))
}
