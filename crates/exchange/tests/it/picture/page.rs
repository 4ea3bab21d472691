//! Pages of registers that nobody wrote: strokes like handwriting in columns, ruled or not, photographed askew, in a shadow, with
//! stamps over them. The same seed gives the same page, and where its rows are.

use exchange::picture::Gray;
use record::Row;

/// How a page is photographed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shot {
    pub(crate) rows: usize,
    /// Horizontal lines between rows.
    pub(crate) is_ruled: bool,
    /// Vertical lines between columns.
    pub(crate) has_columns: bool,
    /// How far the page is turned, in degrees; to the right is positive.
    pub(crate) degrees: f64,
    /// How much darker the dark side is, in percent.
    pub(crate) shadow_percent: usize,
    pub(crate) stamps: usize,
    pub(crate) seed: u64,
}

const WIDTH: usize = 1_400;
const MARGIN: usize = 120;

/// Numbers that look like chance (splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (self.next() >> 11) as f64 / (1_u64 << 53) as f64 * (high - low)
    }
}

struct Pen {
    page: Gray,
    sine: f64,
    cosine: f64,
}

impl Pen {
    /// A dot of ink at a place of the page before it was turned.
    fn dot(&mut self, x: f64, y: f64, radius: f64, shade: u8) {
        let (middle_x, middle_y) = (self.page.width() as f64 / 2.0, self.page.height() as f64 / 2.0);
        let (from_x, from_y) = (x - middle_x, y - middle_y);
        let turned_x = middle_x + from_x * self.cosine - from_y * self.sine;
        let turned_y = middle_y + from_x * self.sine + from_y * self.cosine;
        let reach = radius.ceil() as i64;
        for line in -reach..=reach {
            for column in -reach..=reach {
                if ((line * line + column * column) as f64) <= radius * radius + 0.3 {
                    let (at_x, at_y) = (turned_x.round() as i64 + column, turned_y.round() as i64 + line);
                    if let (Ok(at_x), Ok(at_y)) = (usize::try_from(at_x), usize::try_from(at_y)) {
                        let before = self.page.at(at_x, at_y).unwrap_or(0);
                        self.page.set(at_x, at_y, before.min(shade));
                    }
                }
            }
        }
    }

    fn stroke(&mut self, from: (f64, f64), to: (f64, f64), radius: f64, shade: u8) {
        let steps = ((to.0 - from.0).hypot(to.1 - from.1) / 0.8).ceil().max(1.0);
        for step in 0..=steps as usize {
            let part = step as f64 / steps;
            self.dot(from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part, radius, shade);
        }
    }

    /// A word that runs from right to left along a base line.
    fn word(&mut self, chance: &mut Chance, right: f64, base: f64, pitch: f64) -> f64 {
        let mut at = (right, base);
        for _ in 0..3 + chance.below(4) {
            let width = chance.between(0.18, 0.34) * pitch;
            let next = (at.0 - width, base + chance.between(-0.06, 0.06) * pitch);
            match chance.below(6) {
                // An upright letter, as alif and lam.
                0 | 1 => self.stroke((at.0, at.1), (at.0, base - chance.between(0.34, 0.5) * pitch), 1.4, 40),
                // A bow below the line, as nun and ya at the end.
                2 => {
                    let below = base + chance.between(0.14, 0.24) * pitch;
                    self.stroke(at, (at.0 - width / 2.0, below), 1.4, 40);
                    self.stroke((at.0 - width / 2.0, below), next, 1.4, 40);
                }
                // A tooth.
                _ => {
                    let top = base - chance.between(0.12, 0.26) * pitch;
                    self.stroke(at, (at.0 - width / 2.0, top), 1.4, 40);
                    self.stroke((at.0 - width / 2.0, top), next, 1.4, 40);
                }
            }
            if chance.below(3) == 0 {
                let side = if chance.below(2) == 0 { -0.38 } else { 0.2 };
                self.dot(at.0 - width / 2.0, base + side * pitch, 1.8, 40);
            }
            self.stroke(at, next, 1.4, 40);
            at = next;
        }
        at.0
    }
}

/// A page and its rows, where they cross its middle.
pub(crate) fn page(shot: Shot) -> (Gray, Vec<Row>) {
    let mut chance = Chance(shot.seed);
    let pitch = 46.0;
    let height = MARGIN * 2 + (pitch * shot.rows as f64) as usize;
    let radians = shot.degrees.to_radians();
    let mut pen = Pen { page: Gray::white(WIDTH, height), sine: radians.sin(), cosine: radians.cos() };
    let (left, right) = (MARGIN as f64, (WIDTH - MARGIN) as f64);
    let edges = [right, right - 90.0, right - 420.0, right - 640.0, right - 860.0, left];
    let mut rows = Vec::new();
    for row in 0..shot.rows {
        let top = MARGIN as f64 + row as f64 * pitch;
        let base = top + pitch * 0.66;
        for (column, two) in edges.windows(2).enumerate() {
            let mut at = two[0] - 8.0;
            // Cells are left empty now and then; the name never is.
            if column != 1 && chance.below(6) == 0 {
                continue;
            }
            let words = if column == 1 { 2 + chance.below(2) } else { 1 };
            for _ in 0..words {
                if at - two[1] > pitch * 2.1 || column == 0 {
                    at = pen.word(&mut chance, at, base, if column == 0 { pitch * 0.6 } else { pitch }) - pitch * 0.3;
                }
            }
        }
        // Where the row crosses the middle of the turned page.
        let turned = |y: f64| ((y - height as f64 / 2.0) / pen.cosine + height as f64 / 2.0).round() as u32;
        rows.push(Row { top: turned(top), bottom: turned(top + pitch) });
    }
    let bottom = MARGIN as f64 + shot.rows as f64 * pitch;
    if shot.is_ruled {
        for row in 0..=shot.rows {
            let y = MARGIN as f64 + row as f64 * pitch;
            pen.stroke((left, y), (right, y), 1.0, 120);
        }
    }
    if shot.has_columns {
        for edge in edges {
            pen.stroke((edge, MARGIN as f64), (edge, bottom), 1.0, 120);
        }
    }
    for _ in 0..shot.stamps {
        stamp(&mut pen, &mut chance, bottom);
    }
    photograph(&mut pen.page, &mut chance, shot.shadow_percent);
    (pen.page, rows)
}

/// A round stamp over three lines or four.
fn stamp(pen: &mut Pen, chance: &mut Chance, bottom: f64) {
    let middle = (chance.between(300.0, WIDTH as f64 - 300.0), chance.between(MARGIN as f64 + 120.0, bottom - 120.0));
    for radius in [84.0, 78.0, 52.0] {
        for step in 0..720 {
            let angle = f64::from(step).to_radians() / 2.0;
            pen.dot(middle.0 + radius * angle.cos(), middle.1 + radius * angle.sin(), 1.6, 90);
        }
    }
    for step in 0..36 {
        let angle = f64::from(step * 10).to_radians();
        let at = |radius: f64| (middle.0 + radius * angle.cos(), middle.1 + radius * angle.sin());
        pen.stroke(at(58.0), at(72.0), 1.6, 90);
    }
}

/// Paper that is not white, light that falls from one side, and a camera's noise.
fn photograph(page: &mut Gray, chance: &mut Chance, shadow_percent: usize) {
    for line in 0..page.height() {
        for column in 0..page.width() {
            let dark = shadow_percent * (column + line) / (page.width() + page.height());
            let shade = usize::from(page.at(column, line).unwrap_or(0)) * 225 / 255;
            let lit = shade * (100 - dark) / 100;
            let noise = chance.below(13);
            page.set(column, line, (lit + noise).saturating_sub(6).min(255) as u8);
        }
    }
}
