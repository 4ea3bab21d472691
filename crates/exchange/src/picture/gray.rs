//! A picture in shades of gray: all that reading a list needs.

/// A picture in shades of gray, 0 is black.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gray {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

impl Gray {
    /// A white sheet.
    pub fn white(width: usize, height: usize) -> Gray {
        Gray { width, height, shades: vec![u8::MAX; width * height] }
    }

    /// Of shades, line by line; nothing where their number does not fit.
    pub fn of(width: usize, height: usize, shades: Vec<u8>) -> Option<Gray> {
        (width > 0 && height > 0 && width.checked_mul(height) == Some(shades.len())).then_some(Gray {
            width,
            height,
            shades,
        })
    }

    /// Of colours, three bytes a pixel, as eyes weigh them (ITU-R BT.601).
    pub fn of_colours(width: usize, height: usize, colours: &[u8]) -> Option<Gray> {
        let weigh = |one: &[u8]| {
            let sum = u32::from(one[0]) * 299 + u32::from(one[1]) * 587 + u32::from(one[2]) * 114;
            (sum / 1_000) as u8
        };
        Gray::of(width, height, colours.chunks_exact(3).map(weigh).collect())
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Every shade, line by line.
    pub fn shades(&self) -> &[u8] {
        &self.shades
    }

    /// One line.
    pub fn line(&self, line: usize) -> &[u8] {
        let from = line * self.width;
        self.shades.get(from..from + self.width).unwrap_or_default()
    }

    /// The shade of a pixel, where there is one.
    pub fn at(&self, column: usize, line: usize) -> Option<u8> {
        if column < self.width { self.shades.get(line * self.width + column).copied() } else { None }
    }

    /// Sets the shade of a pixel that is there.
    pub fn set(&mut self, column: usize, line: usize, shade: u8) {
        if column < self.width
            && let Some(place) = self.shades.get_mut(line * self.width + column)
        {
            *place = shade;
        }
    }

    /// The same, made smaller by whole areas until it is no wider than that: strokes stay, noise goes.
    #[must_use]
    pub fn no_wider_than(&self, width: usize) -> Gray {
        if self.width <= width || width == 0 {
            return self.clone();
        }
        let height = (self.height * width / self.width).max(1);
        let mut small = Gray::white(width, height);
        let edges =
            |at: usize, of: usize, full: usize| (at * full / of, ((at + 1) * full / of).max(at * full / of + 1));
        for line in 0..height {
            let (top, bottom) = edges(line, height, self.height);
            for column in 0..width {
                let (left, right) = edges(column, width, self.width);
                let mut sum = 0_u64;
                for own in top..bottom {
                    sum += self.line(own)[left..right].iter().map(|&shade| u64::from(shade)).sum::<u64>();
                }
                let count = ((bottom - top) * (right - left)) as u64;
                small.set(column, line, (sum / count.max(1)) as u8);
            }
        }
        small
    }

    /// The same, turned by quarters to the right, and mirrored before that where it says so.
    #[must_use]
    pub fn turned(&self, quarters: u8, is_mirrored: bool) -> Gray {
        let is_upright = quarters.is_multiple_of(2);
        let (width, height) = if is_upright { (self.width, self.height) } else { (self.height, self.width) };
        let mut turned = Gray::white(width, height);
        for line in 0..self.height {
            for (column, &shade) in self.line(line).iter().enumerate() {
                let from = if is_mirrored { self.width - 1 - column } else { column };
                let (to_column, to_line) = match quarters % 4 {
                    0 => (from, line),
                    1 => (self.height - 1 - line, from),
                    2 => (self.width - 1 - from, self.height - 1 - line),
                    _ => (line, self.width - 1 - from),
                };
                turned.set(to_column, to_line, shade);
            }
        }
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::Gray;

    #[test]
    fn four_quarters_are_a_whole_turn() {
        let one = Gray::of(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let once = one.turned(1, false);
        assert_eq!((once.width(), once.height()), (2, 3));
        assert_eq!(once.shades(), [4, 1, 5, 2, 6, 3]);
        assert_eq!(once.turned(1, false).turned(2, false), one);
        assert_eq!(one.turned(0, true).shades(), [3, 2, 1, 6, 5, 4]);
        assert_eq!(one.turned(3, false).turned(1, false), one);
    }

    #[test]
    fn smaller_is_the_mean() {
        let one = Gray::of(4, 2, vec![0, 100, 10, 30, 100, 200, 10, 30]).unwrap();
        assert_eq!(one.no_wider_than(2).shades(), [100, 20]);
        assert_eq!(one.no_wider_than(9), one);
        assert!(Gray::of(2, 2, vec![0; 3]).is_none() && Gray::of(0, 0, Vec::new()).is_none());
    }
}
