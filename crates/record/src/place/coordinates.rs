//! Where a place lies on the globe, in whole units of 1/100,000 degree (about a metre).
//!
//! Whole numbers, so that places can be equal and be written again as they were read. Nothing here measures a way.

use std::fmt;

/// Units of a degree.
const UNITS: i32 = 100_000;
/// Digits after the point that a unit has.
const DIGITS: usize = 5;
const LATITUDE_MAX: i32 = 90 * UNITS;
const LONGITUDE_MAX: i32 = 180 * UNITS;

/// A point of WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinates {
    latitude: i32,
    longitude: i32,
}

/// Degrees as a file writes them, in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Degrees(i32);

impl Degrees {
    /// Reads `33.665` or `-1.5`; digits after the fifth are dropped. Degrees and minutes are not read: a file that
    /// mixes both forms would put places into the sea unseen.
    pub(super) fn parse(text: &str) -> Option<Degrees> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(part) || whole.len() > 3 {
            return None;
        }
        let part = format!("{:0<DIGITS$}", &part[..part.len().min(DIGITS)]);
        let units = whole.parse::<i32>().ok()? * UNITS + part.parse::<i32>().ok()?;
        Some(Degrees(sign * units))
    }

    pub(super) fn is_latitude(self) -> bool {
        self.0.abs() <= LATITUDE_MAX
    }

    pub(super) fn is_longitude(self) -> bool {
        self.0.abs() <= LONGITUDE_MAX
    }
}

/// As few digits as say the same.
impl fmt::Display for Degrees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / UNITS, self.0.abs() % UNITS);
        let part = format!("{part:0DIGITS$}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

impl Coordinates {
    /// A point; none where the degrees lie outside -90..90 and -180..180.
    pub(super) fn of(latitude: Degrees, longitude: Degrees) -> Option<Coordinates> {
        (latitude.is_latitude() && longitude.is_longitude())
            .then_some(Coordinates { latitude: latitude.0, longitude: longitude.0 })
    }

    /// Reads the two cells of a gazetteer or a map: decimal degrees, north and east positive.
    pub fn parse(latitude: &str, longitude: &str) -> Option<Coordinates> {
        Coordinates::of(Degrees::parse(latitude)?, Degrees::parse(longitude)?)
    }

    /// North of the equator, in degrees.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / f64::from(UNITS)
    }

    /// East of Greenwich, in degrees.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / f64::from(UNITS)
    }

    /// Both as a file writes them.
    pub(super) fn written(self) -> (String, String) {
        (Degrees(self.latitude).to_string(), Degrees(self.longitude).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Coordinates, Degrees};

    #[test]
    fn degrees_are_read_and_written() {
        for text in ["33.665", "0", "-0.5", "36.00001", "180", "-179.99999"] {
            assert_eq!(Degrees::parse(text).map(|degrees| degrees.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Degrees::parse("33.6650049"), Degrees::parse("33.665"));
        for text in ["", "-", ".5", "5.", "33,6", "33°39'", "1e3", "+5", "٣٣", "1234"] {
            assert_eq!(Degrees::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_point_lies_on_the_globe() {
        let saydnaya = Coordinates::parse("33.665", "36.329").unwrap();
        assert!((saydnaya.latitude() - 33.665).abs() < 1e-9 && (saydnaya.longitude() - 36.329).abs() < 1e-9);
        assert_eq!(Coordinates::parse("90", "-180").map(Coordinates::written), Some(("90".into(), "-180".into())));
        assert_eq!(Coordinates::parse("90.00001", "0"), None);
        assert_eq!(Coordinates::parse("0", "180.5"), None);
    }
}
