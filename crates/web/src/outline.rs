//! The areas of the map: outlines of places of the gazetteer, from a file of RFC 7946 (`GeoJSON`) that the deployer gives, or the plain
//! drawing of Syria that Athar ships.
//!
//! A drawing for orientation: nothing is measured on it, and it says nothing about borders.

use serde_json::Value;

/// Areas of a file, at most.
const AREAS_MAX: usize = 500;
/// Points of all of them, at most: each is sent with every map.
const POINTS_MAX: usize = 20_000;

/// One place's area.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Area {
    /// The id in the gazetteer.
    pub(crate) place: String,
    /// Outer rings and holes, as longitude and latitude.
    pub(crate) rings: Vec<Vec<(f64, f64)>>,
}

/// The areas of a map, the lower first.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub(crate) areas: Vec<Area>,
}

/// Why a file is no outline, and what to do. Features are counted from 1.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutlineError {
    /// Too long.
    #[error(
        "the file has more than {} bytes: simplify its lines; a map of a few thousand points is enough",
        Outline::BYTES_MAX
    )]
    TooLong,
    /// No JSON.
    #[error("the file is no JSON (line {line}, column {column}): save it as GeoJSON")]
    NotJson {
        /// Where it stops being JSON.
        line: usize,
        /// And in that line.
        column: usize,
    },
    /// Other JSON.
    #[error("the file is no GeoJSON of areas: it must be an object of type FeatureCollection with a list of features")]
    NotFeatures,
    /// Nothing in it.
    #[error("the file has no features: give one a place, each a Polygon or a MultiPolygon")]
    Empty,
    /// Too many.
    #[error("the file has more than {AREAS_MAX} features: leave out all but the areas that are counted")]
    TooManyAreas,
    /// Too many points.
    #[error("the file has more than {POINTS_MAX} points: simplify its lines; every map is sent with all of them")]
    TooManyPoints,
    /// No property `place`.
    #[error("feature {0} has no property `place`: write the id of the gazetteer there, such as \"sy.homs\"")]
    NoPlace(usize),
    /// Two of one place.
    #[error("feature {feature} is of {place}, as one before it: put both into one MultiPolygon")]
    Twice {
        /// Which.
        feature: usize,
        /// The place.
        place: String,
    },
    /// Points, lines, nothing.
    #[error(
        "feature {0} is no area: its geometry must be a Polygon or a MultiPolygon with rings of four points or more"
    )]
    NotArea(usize),
    /// A coordinate that is none.
    #[error(
        "feature {0} has a point that lies nowhere: a point is [longitude, latitude] in degrees, longitude first (-180 to 180), \
         then latitude (-90 to 90)"
    )]
    Nowhere(usize),
    /// Not in the gazetteer.
    #[error("{0} is no place of this archive's gazetteer: correct the property `place`, or load the gazetteer first")]
    UnknownPlace(String),
}

impl Outline {
    /// Bytes of a file, at most.
    pub const BYTES_MAX: u64 = 8 << 20;

    /// The drawing of Syria's fourteen governorates that Athar ships.
    pub(crate) fn syria() -> Outline {
        // A test reads the file and holds that it is whole; were it not, there would be a table and no map.
        Outline::read(include_bytes!("../data/syria-outline.geojson")).unwrap_or(Outline { areas: Vec::new() })
    }

    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Outline, OutlineError> {
        if bytes.len() as u64 > Outline::BYTES_MAX {
            return Err(OutlineError::TooLong);
        }
        // Some programs begin a file with the mark of its encoding.
        let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        let file: Value = serde_json::from_slice(bytes)
            .map_err(|error| OutlineError::NotJson { line: error.line(), column: error.column() })?;
        if file.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
            return Err(OutlineError::NotFeatures);
        }
        let features = file.get("features").and_then(Value::as_array).ok_or(OutlineError::NotFeatures)?;
        if features.is_empty() {
            return Err(OutlineError::Empty);
        }
        if features.len() > AREAS_MAX {
            return Err(OutlineError::TooManyAreas);
        }
        let (mut areas, mut points): (Vec<Area>, usize) = (Vec::new(), 0);
        for (feature, number) in features.iter().zip(1..) {
            let place = feature.pointer("/properties/place").and_then(Value::as_str).map(str::trim);
            let place = place.filter(|place| !place.is_empty()).ok_or(OutlineError::NoPlace(number))?.to_owned();
            if areas.iter().any(|area| area.place == place) {
                return Err(OutlineError::Twice { feature: number, place });
            }
            let rings = rings(feature.get("geometry"), number)?;
            points += rings.iter().map(Vec::len).sum::<usize>();
            if points > POINTS_MAX {
                return Err(OutlineError::TooManyPoints);
            }
            areas.push(Area { place, rings });
        }
        Ok(Outline { areas })
    }

    /// Refuses an outline of a place that a gazetteer does not know: its area would stay white for ever.
    pub fn check(&self, gazetteer: &record::Gazetteer) -> Result<(), OutlineError> {
        match self.areas.iter().find(|area| gazetteer.by_text_id(&area.place).is_none()) {
            Some(area) => Err(OutlineError::UnknownPlace(area.place.clone())),
            None => Ok(()),
        }
    }
}

fn rings(geometry: Option<&Value>, feature: usize) -> Result<Vec<Vec<(f64, f64)>>, OutlineError> {
    let no_area = || OutlineError::NotArea(feature);
    let geometry = geometry.ok_or_else(no_area)?;
    let coordinates = geometry.get("coordinates").and_then(Value::as_array).ok_or_else(no_area)?;
    let polygons: Vec<&Vec<Value>> = match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => vec![coordinates],
        Some("MultiPolygon") => {
            coordinates.iter().map(|one| one.as_array().ok_or_else(no_area)).collect::<Result<_, _>>()?
        }
        _ => return Err(no_area()),
    };
    let mut rings = Vec::new();
    for ring in polygons.into_iter().flatten() {
        let points = ring.as_array().filter(|points| points.len() >= 4).ok_or_else(no_area)?;
        rings.push(points.iter().map(|point| at(point, feature)).collect::<Result<Vec<_>, _>>()?);
    }
    if rings.is_empty() { Err(no_area()) } else { Ok(rings) }
}

/// A point; what stands after latitude (a height) is not read.
fn at(point: &Value, feature: usize) -> Result<(f64, f64), OutlineError> {
    let degree = |index: usize, most: f64| {
        let degree = point.get(index).and_then(Value::as_f64);
        degree.filter(|degree| degree.is_finite() && degree.abs() <= most).ok_or(OutlineError::Nowhere(feature))
    };
    Ok((degree(0, 180.0)?, degree(1, 90.0)?))
}

#[cfg(test)]
mod tests {
    use super::{Area, Outline, OutlineError};
    use record::{Gazetteer, PlaceKind};
    use std::collections::BTreeMap;

    fn is_inside(area: &Area, (x, y): (f64, f64)) -> bool {
        let crosses = |ring: &Vec<(f64, f64)>| {
            let next = ring.iter().cycle().skip(1);
            let sides = ring.iter().zip(next);
            sides
                .filter(|((x1, y1), (x2, y2))| (y1 > &y) != (y2 > &y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
                .count()
        };
        area.rings.iter().map(crosses).sum::<usize>() % 2 == 1
    }

    fn degrees(place: &record::Place) -> Option<(f64, f64)> {
        let position = place.position?;
        Some((position.longitude(), position.latitude()))
    }

    #[test]
    fn the_drawing_has_each_governorate_around_its_own_point() {
        let (outline, gazetteer) = (Outline::syria(), Gazetteer::syria());
        outline.check(gazetteer).unwrap();
        let governorates: Vec<_> =
            gazetteer.places().iter().filter(|place| place.kind == PlaceKind::Governorate).collect();
        assert_eq!((governorates.len(), outline.areas.len()), (14, 14));
        for place in governorates {
            let at = degrees(place).unwrap();
            let around: Vec<&str> =
                outline.areas.iter().filter(|area| is_inside(area, at)).map(|area| area.place.as_str()).collect();
            assert_eq!(around, [place.id.as_str()]);
        }
    }

    /// Coarse, but a town is mostly drawn in the governorate that it lies in, and never in two.
    #[test]
    fn most_towns_lie_in_the_area_of_their_governorate() {
        let (outline, gazetteer) = (Outline::syria(), Gazetteer::syria());
        let areas: BTreeMap<&str, &Area> = outline.areas.iter().map(|area| (area.place.as_str(), area)).collect();
        let (mut own, mut all) = (0, 0);
        for place in gazetteer.places() {
            let (Some(at), Some(governorate)) = (degrees(place), gazetteer.governorate(&place.id)) else { continue };
            all += 1;
            own += usize::from(is_inside(areas[governorate.id.as_str()], at));
            assert!(outline.areas.iter().filter(|area| is_inside(area, at)).count() <= 1, "{:?}", place.id);
        }
        assert!(all > 300 && own * 100 >= all * 93, "{own} of {all}");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_place_and_a_remedy() {
        let square = "[[[36,33],[37,33],[37,34],[36,33]]]";
        let feature = |place: &str, kind: &str, coordinates: &str| {
            format!(
                r#"{{"type":"Feature","properties":{{"place":"{place}"}},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
            )
        };
        let file =
            |features: &[String]| format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        let good = feature("sy.homs", "Polygon", square);
        let read = |text: &str| Outline::read(text.as_bytes());
        assert_eq!(read(&file(std::slice::from_ref(&good))).unwrap().areas.len(), 1);
        let many = feature("sy.hama", "MultiPolygon", &format!("[{square},{square}]"));
        assert_eq!(read(&format!("\u{FEFF}{}", file(&[good.clone(), many]))).unwrap().areas[1].rings.len(), 2);
        let wrong = [
            (String::new(), OutlineError::NotJson { line: 1, column: 0 }),
            ("{\n]".to_owned(), OutlineError::NotJson { line: 2, column: 1 }),
            ("[]".to_owned(), OutlineError::NotFeatures),
            (file(&[]), OutlineError::Empty),
            (file(&[good.clone(), good.clone()]), OutlineError::Twice { feature: 2, place: "sy.homs".to_owned() }),
            (file(&[good.clone(), feature(" ", "Polygon", square)]), OutlineError::NoPlace(2)),
            (file(&[feature("sy.homs", "LineString", "[[36,33],[37,33]]")]), OutlineError::NotArea(1)),
            (file(&[feature("sy.homs", "Polygon", "[]")]), OutlineError::NotArea(1)),
            (file(&[feature("sy.homs", "Polygon", "[[[36,33],[37,33]]]")]), OutlineError::NotArea(1)),
            (file(&[feature("sy.homs", "Polygon", "[[[36,91],[37,33],[37,34],[36,33]]]")]), OutlineError::Nowhere(1)),
            (file(&[feature("sy.homs", "Polygon", "[[[\"a\",3],[37,33],[37,34],[36,33]]]")]), OutlineError::Nowhere(1)),
            (file(&vec![good.clone(); 501]), OutlineError::TooManyAreas),
            (
                file(&[feature("sy.homs", "Polygon", &format!("[[{}[36,33]]]", "[36,33],".repeat(20_000)))]),
                OutlineError::TooManyPoints,
            ),
            ("x".repeat(Outline::BYTES_MAX as usize + 1), OutlineError::TooLong),
        ];
        for (text, error) in wrong {
            assert_eq!(read(&text).unwrap_err(), error);
            assert!(error.to_string().contains(':'), "{error}");
        }
        let elsewhere = read(&file(&[feature("xx.nowhere", "Polygon", square)])).unwrap();
        assert_eq!(elsewhere.check(Gazetteer::syria()), Err(OutlineError::UnknownPlace("xx.nowhere".to_owned())));
    }
}
