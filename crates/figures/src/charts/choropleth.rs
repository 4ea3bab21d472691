//! Areas of a map in shades, and dots on it. Longitudes and latitudes in, one picture out.
//!
//! It is the one chart that is never mirrored: east is at the right in every language. It draws outlines as they are given and
//! says nothing about borders.

use super::canvas::Place;
use crate::Plain;
use crate::markup::Markup;
use crate::plain::Own;

/// Classes of shade above the one that says "too few to tell".
pub const SHADES: usize = 5;
const WIDTH: f64 = 760.0;
const MARGIN: f64 = 14.0;
const HEIGHT_MAX: f64 = 900.0;
/// An area that is narrower or lower than this has no room for its name.
const NAMED_MIN: (f64, f64) = (44.0, 22.0);
/// A letter is about so wide: a name that is wider than its area is written smaller.
const LETTER: f64 = 8.5;
/// Beyond these no place on the globe lies; what is beyond is drawn there.
const DEGREES_MAX: (f64, f64) = (180.0, 85.0);

/// An area in a shade.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    /// What is written on it.
    pub name: &'a str,
    /// What it says when pointed at.
    pub told: &'a str,
    /// Its rings, as longitude and latitude in degrees: outer ones and holes alike.
    pub rings: &'a [Vec<(f64, f64)>],
    /// 0 where it is too few to tell, then 1 to [`SHADES`].
    pub shade: usize,
    /// Where pointing at it leads, in this site; nowhere where it is empty.
    pub link: &'a str,
}

/// A place on the map.
#[derive(Clone, Copy, Debug)]
pub struct Dot<'a> {
    /// What it says when pointed at.
    pub told: &'a str,
    /// Longitude and latitude.
    pub at: (f64, f64),
    /// 0 where it is too few to tell, then 1 to [`SHADES`].
    pub shade: usize,
    /// Where pointing at it leads, in this site; nowhere where it is empty.
    pub link: &'a str,
}

/// A map.
#[derive(Clone, Copy, Debug)]
pub struct Choropleth<'a> {
    /// The areas, the lower first.
    pub regions: &'a [Region<'a>],
    /// Dots above all of them.
    pub dots: &'a [Dot<'a>],
    /// What it shows, for those who do not see it.
    pub told: &'a str,
}

/// From degrees to places: straight, with degrees of longitude as long as they are in the middle of the map.
struct Projection {
    west: f64,
    north: f64,
    x_scale: f64,
    y_scale: f64,
    width: f64,
    height: f64,
}

impl Projection {
    fn over(rings: impl Iterator<Item = (f64, f64)>) -> Projection {
        let sane = rings.filter(|(x, y)| x.is_finite() && y.is_finite()).map(clamped);
        let nothing = (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY);
        let (west, east, south, north) = sane
            .fold(nothing, |(west, east, south, north), (x, y)| (west.min(x), east.max(x), south.min(y), north.max(y)));
        if west >= east || south >= north {
            return Projection { west: 0.0, north: 0.0, x_scale: 1.0, y_scale: 1.0, width: WIDTH, height: WIDTH };
        }
        let shrink = f64::midpoint(south, north).to_radians().cos();
        let (degrees_wide, degrees_high) = ((east - west) * shrink, north - south);
        let scale = ((WIDTH - 2.0 * MARGIN) / degrees_wide).min((HEIGHT_MAX - 2.0 * MARGIN) / degrees_high);
        let (x_scale, y_scale) = (scale * shrink, scale);
        let (width, height) = (degrees_wide * scale + 2.0 * MARGIN, degrees_high * scale + 2.0 * MARGIN);
        Projection { west, north, x_scale, y_scale, width, height }
    }

    fn place(&self, at: (f64, f64)) -> (f64, f64) {
        let (x, y) = clamped(at);
        (MARGIN + (x - self.west) * self.x_scale, MARGIN + (self.north - y) * self.y_scale)
    }
}

fn clamped((x, y): (f64, f64)) -> (f64, f64) {
    (x.clamp(-DEGREES_MAX.0, DEGREES_MAX.0), y.clamp(-DEGREES_MAX.1, DEGREES_MAX.1))
}

impl Choropleth<'_> {
    /// The picture.
    pub fn draw(&self) -> String {
        let all = self.regions.iter().flat_map(|region| region.rings.iter().flatten().copied());
        let projection = Projection::over(all);
        let mut svg = Markup::default();
        let (width, height, told) = (Place(projection.width), Place(projection.height), Own(self.told));
        svg.add(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="map" direction="ltr" viewBox="0 0 {width} {height}" role="group" aria-label="{told}">"#
        ));
        for region in self.regions {
            draw_region(&mut svg, &projection, region);
        }
        for region in self.regions {
            name_region(&mut svg, &projection, region);
        }
        for dot in self.dots.iter().filter(|dot| dot.at.0.is_finite() && dot.at.1.is_finite()) {
            let (x, y) = projection.place(dot.at);
            let shade = dot.shade.min(SHADES);
            let radius = Place(3.0 + shade as f64 * 1.3);
            let (x, y) = (Place(x), Place(y));
            linked(&mut svg, dot.link, dot.told, |svg| {
                svg.add(format_args!(
                    r#"<circle cx="{x}" cy="{y}" r="{radius}" class="dot"><title>{}</title></circle>"#,
                    Own(dot.told)
                ));
            });
        }
        svg.raw("</svg>");
        svg.finish()
    }
}

/// Something that leads somewhere, where it does.
fn linked(svg: &mut Markup, link: &str, told: &str, draw: impl FnOnce(&mut Markup)) {
    if link.is_empty() {
        draw(svg);
        return;
    }
    svg.add(format_args!(r#"<a href="{}" aria-label="{}">"#, Plain(link), Own(told)));
    draw(svg);
    svg.raw("</a>");
}

fn draw_region(svg: &mut Markup, projection: &Projection, region: &Region<'_>) {
    let shade = region.shade.min(SHADES);
    linked(svg, region.link, region.told, |svg| {
        svg.raw("<path fill-rule=\"evenodd\" d=\"");
        for ring in region.rings {
            let places = ring.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
            for (at, &degrees) in places.enumerate() {
                let (x, y) = projection.place(degrees);
                svg.add(format_args!("{}{},{}", if at == 0 { "M" } else { "L" }, Place(x), Place(y)));
            }
            if ring.iter().any(|(x, y)| x.is_finite() && y.is_finite()) {
                svg.raw("Z");
            }
        }
        svg.add(format_args!("\" class=\"shade-{shade}\"><title>{}</title></path>", Own(region.told)));
    });
}

/// Writes the name in the middle of an area, where it has room. Which is the middle of its places, not of its surface: for areas as
/// they are drawn here that is near enough.
fn name_region(svg: &mut Markup, projection: &Projection, region: &Region<'_>) {
    let outer = region.rings.iter().max_by_key(|ring| ring.len());
    let places: Vec<(f64, f64)> = outer
        .into_iter()
        .flatten()
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .map(|&degrees| projection.place(degrees))
        .collect();
    let Some(bounds) = bounds(&places) else { return };
    let (left, right, top, bottom) = bounds;
    if right - left < NAMED_MIN.0 || bottom - top < NAMED_MIN.1 {
        return;
    }
    let (x, y) = middle_of(&places).unwrap_or((f64::midpoint(left, right), f64::midpoint(top, bottom)));
    let (x, y, name) = (Place(x), Place(y + 4.0), Plain(region.name));
    let is_wide = region.name.chars().count() as f64 * LETTER > right - left;
    let class = if is_wide { " class=\"small\"" } else { "" };
    svg.add(format_args!(
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" aria-hidden=\"true\"{class}>\u{2068}{name}\u{2069}</text>"
    ));
}

fn bounds(places: &[(f64, f64)]) -> Option<(f64, f64, f64, f64)> {
    let &(x, y) = places.first()?;
    Some(places.iter().fold((x, x, y, y), |(left, right, top, bottom), &(x, y)| {
        (left.min(x), right.max(x), top.min(y), bottom.max(y))
    }))
}

/// The centroid of a ring (the shoelace formula); nothing where it has no surface.
fn middle_of(places: &[(f64, f64)]) -> Option<(f64, f64)> {
    let next = places.iter().cycle().skip(1);
    let (mut twice, mut x_sum, mut y_sum) = (0.0, 0.0, 0.0);
    for (&(x1, y1), &(x2, y2)) in places.iter().zip(next) {
        let cross = x1 * y2 - x2 * y1;
        twice += cross;
        x_sum += (x1 + x2) * cross;
        y_sum += (y1 + y2) * cross;
    }
    (twice.abs() > 1.0).then(|| (x_sum / (3.0 * twice), y_sum / (3.0 * twice)))
}
