//! From numbers to places: axes with round ticks, on a straight, a square root or a logarithmic scale.

use crate::number;

/// Numbers beyond this are drawn at the edge: no figure here counts higher, and sums of them stay finite.
const DRAWN_MAX: f64 = 1e15;
/// Ticks of an axis, at most.
const TICKS_MAX: usize = 24;

/// How lengths grow with numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// In proportion.
    Linear,
    /// With the root: small counts stay visible beside large ones.
    SquareRoot,
    /// With the logarithm of one more: each factor of ten about as long as the next.
    Logarithm,
}

/// An axis: from a low to a high number, with ticks.
#[derive(Clone, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    ticks: Vec<f64>,
    shape: Shape,
}

impl Axis {
    /// A straight axis that spans what is given, widened to round numbers, with about as many ticks as wanted.
    pub fn spanning(numbers: impl IntoIterator<Item = f64>, ticks: usize) -> Axis {
        let drawn = numbers.into_iter().filter(|number| !number.is_nan());
        let (low, high) = drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| {
            let number = number.clamp(-DRAWN_MAX, DRAWN_MAX);
            (low.min(number), high.max(number))
        });
        if low > high {
            return Axis::spanning([0.0, 1.0], ticks);
        }
        if high - low < 1e-9 * high.abs().max(1.0) {
            let reach = low.abs().max(high.abs()).max(2.0) / 2.0;
            return Axis::spanning([low - reach, high + reach], ticks);
        }
        let step = round_step((high - low) / ticks.clamp(1, TICKS_MAX) as f64);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let count = (last - first).min(2.0 * TICKS_MAX as f64) as usize;
        let ticks = (0..=count).map(|at| (first + at as f64) * step).collect();
        Axis { low: first * step, high: last * step, ticks, shape: Shape::Linear }
    }

    /// An axis of counts, from nought. Its shape is the straightest on which a small count can still be seen.
    pub fn of_counts(counts: impl IntoIterator<Item = u64>) -> Axis {
        let (mut lowest, mut highest) = (u64::MAX, 0);
        for count in counts.into_iter().filter(|&count| count > 0) {
            (lowest, highest) = (lowest.min(count), highest.max(count));
        }
        if highest == 0 {
            (lowest, highest) = (1, 1);
        }
        let (high, ratio) = ((highest as f64).min(DRAWN_MAX), highest as f64 / lowest as f64);
        let shape = match ratio {
            ratio if ratio > 2000.0 => Shape::Logarithm,
            ratio if ratio > 40.0 => Shape::SquareRoot,
            _ => Shape::Linear,
        };
        let mut axis = Axis { low: 0.0, high, ticks: Vec::new(), shape };
        axis.ticks = axis.round_counts();
        axis
    }

    /// Round counts that stand apart enough to be read, from nought up.
    fn round_counts(&self) -> Vec<f64> {
        if self.shape == Shape::Linear {
            let step = round_step(self.high / 4.0).max(1.0);
            let count = (self.high / step).floor().min(TICKS_MAX as f64) as usize;
            return (0..=count).map(|at| at as f64 * step).collect();
        }
        let factors: &[f64] = if self.shape == Shape::Logarithm { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let rounds = (0..16).flat_map(|power| factors.iter().map(move |factor| factor * 10_f64.powi(power)));
        let mut kept: Vec<f64> = Vec::new();
        let mut last = f64::INFINITY;
        for round in rounds.filter(|&round| round <= self.high).collect::<Vec<_>>().into_iter().rev() {
            let place = self.fraction(round);
            if last - place >= 0.22 && place >= 0.1 {
                last = place;
                kept.push(round);
            }
        }
        kept.push(0.0);
        kept.reverse();
        kept
    }

    /// The same axis without its ticks' widening: from one number to another, with the ticks between them.
    pub fn between(low: f64, high: f64, ticks: usize) -> Axis {
        let mut axis = Axis::spanning([low, high], ticks);
        if low.is_finite() && high.is_finite() && low < high && low.abs().max(high.abs()) <= DRAWN_MAX {
            axis.ticks.retain(|tick| (low..=high).contains(tick));
            (axis.low, axis.high) = (low, high);
        }
        axis
    }

    /// The place of a number, from 0 at the start to 1 at the end; what is beyond is at the edge, and what is no
    /// number at the start.
    pub fn fraction(&self, number: f64) -> f64 {
        let bend = |number: f64| match self.shape {
            Shape::Linear => number,
            Shape::SquareRoot => number.max(0.0).sqrt(),
            Shape::Logarithm => number.max(0.0).ln_1p(),
        };
        if number.is_nan() {
            return 0.0;
        }
        let number = number.clamp(self.low, self.high);
        ((bend(number) - bend(self.low)) / (bend(self.high) - bend(self.low))).clamp(0.0, 1.0)
    }

    /// Places and texts of the ticks.
    pub fn ticks(&self) -> impl Iterator<Item = (f64, String)> + '_ {
        let fine = self.ticks.iter().any(|tick| tick.fract().abs() > 1e-9);
        self.ticks.iter().map(move |&tick| {
            let text = if tick.abs() >= 1e7 {
                format!("{tick:.0e}")
            } else if fine {
                let step = self.ticks.get(1).map_or(1.0, |next| next - self.ticks[0]);
                format!("{tick:.*}", if step < 0.1 { 2 } else { 1 })
            } else {
                number::count(tick.abs().round() as u64)
            };
            let minus = if tick < 0.0 { "−" } else { "" };
            (self.fraction(tick), format!("{minus}{}", text.trim_start_matches('-')))
        })
    }

    /// How lengths grow on it.
    pub fn shape(&self) -> Shape {
        self.shape
    }
}

/// The next of 1, 2, 5, 10, … that is no smaller.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * 0.999_999).unwrap_or(10.0);
    factor * power
}

#[cfg(test)]
mod tests {
    use super::{Axis, Shape};

    fn texts(axis: &Axis) -> Vec<String> {
        axis.ticks().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(texts(&Axis::spanning([-7.3, 11.0], 5)), ["−10", "−5", "0", "5", "10", "15"]);
        assert_eq!(texts(&Axis::spanning([0.0, 1.0], 4)), ["0.0", "0.5", "1.0"]);
    }

    #[test]
    fn few_beside_many_bends_the_axis() {
        assert_eq!(Axis::of_counts([3, 5, 60]).shape(), Shape::Linear);
        assert_eq!(Axis::of_counts([3, 5, 600]).shape(), Shape::SquareRoot);
        let axis = Axis::of_counts([1, 90_000]);
        assert_eq!(axis.shape(), Shape::Logarithm);
        assert_eq!(texts(&axis), ["0", "100", "10,000"]);
    }

    #[test]
    fn no_number_breaks_an_axis() {
        for numbers in
            [[f64::NAN, f64::NAN], [f64::NEG_INFINITY, f64::INFINITY], [7.0, 7.0], [1e15, 1e15], [1e300, -1e300]]
        {
            let axis = Axis::spanning(numbers, 6);
            for number in [f64::NAN, f64::INFINITY, -1e300, 0.0] {
                assert!((0.0..=1.0).contains(&axis.fraction(number)), "{numbers:?} {number}");
            }
            assert!(axis.ticks().count() <= 50);
        }
        assert!((Axis::of_counts([u64::MAX]).fraction(1e300) - 1.0).abs() < 1e-9);
    }
}
