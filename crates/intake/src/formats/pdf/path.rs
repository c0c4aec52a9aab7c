//! Paths of a page: what becomes of them is a ruled line or nothing.

use super::marks::Ruling;

/// Lines of one page beyond which it is a drawing and no table.
const RULINGS_MAX: usize = 60_000;
/// A filled bar up to this thickness is a line.
const BAR_MAX: f64 = 3.0;
/// How far from straight a line may be.
const SLANT: f64 = 0.8;

#[derive(Clone, Debug, Default)]
pub struct Path {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Default)]
struct Part {
    points: Vec<(f64, f64)>,
    is_curved: bool,
    is_closed: bool,
}

impl Path {
    pub fn begin(&mut self, point: (f64, f64)) {
        if self.parts.len() < RULINGS_MAX {
            self.parts.push(Part {
                points: vec![point],
                ..Part::default()
            });
        }
    }

    pub fn line(&mut self, point: (f64, f64)) {
        if let Some(part) = self.parts.last_mut()
            && part.points.len() < RULINGS_MAX
        {
            part.points.push(point);
        }
    }

    pub fn curve(&mut self, point: (f64, f64)) {
        self.line(point);
        if let Some(part) = self.parts.last_mut() {
            part.is_curved = true;
        }
    }

    pub fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.is_closed = true;
        }
    }

    /// Ends the path and keeps its lines: each stroke along an axis, each thin filled bar.
    pub fn paint(&mut self, stroked: bool, filled: bool, rulings: &mut Vec<Ruling>) {
        for part in std::mem::take(&mut self.parts) {
            if rulings.len() > RULINGS_MAX {
                return;
            }
            let bar = if filled { part.bar() } else { None };
            match bar {
                Some(ruling) => rulings.push(ruling),
                None if stroked && !part.is_curved => part.strokes(rulings),
                None => {}
            }
        }
    }
}

impl Part {
    fn strokes(&self, rulings: &mut Vec<Ruling>) {
        let mut points = self.points.clone();
        if self.is_closed {
            points.extend(self.points.first());
        }
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let (across, down) = ((x1 - x0).abs(), (y1 - y0).abs());
            if down <= SLANT && across > down {
                rulings.push(Ruling {
                    horizontal: true,
                    at: (y0 + y1) / 2.0,
                    from: x0.min(x1),
                    to: x0.max(x1),
                });
            } else if across <= SLANT && down > across {
                rulings.push(Ruling {
                    horizontal: false,
                    at: (x0 + x1) / 2.0,
                    from: y0.min(y1),
                    to: y0.max(y1),
                });
            }
        }
    }

    /// A long thin area is a line drawn with ink.
    fn bar(&self) -> Option<Ruling> {
        let bounds = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let (left, right) = bounds(&mut self.points.iter().map(|point| point.0));
        let (top, bottom) = bounds(&mut self.points.iter().map(|point| point.1));
        let (width, height) = (right - left, bottom - top);
        if height <= BAR_MAX && width > height * 2.0 {
            Some(Ruling {
                horizontal: true,
                at: (top + bottom) / 2.0,
                from: left,
                to: right,
            })
        } else if width <= BAR_MAX && height > width * 2.0 {
            Some(Ruling {
                horizontal: false,
                at: (left + right) / 2.0,
                from: top,
                to: bottom,
            })
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroked_frame_has_four_lines_and_a_bar_is_one() {
        let mut path = Path::default();
        for point in [(0.0, 0.0), (100.0, 0.0), (100.0, 20.0), (0.0, 20.0)] {
            if point == (0.0, 0.0) {
                path.begin(point);
            } else {
                path.line(point);
            }
        }
        path.close();
        let mut rulings = Vec::new();
        path.clone().paint(true, false, &mut rulings);
        assert_eq!(rulings.iter().filter(|r| r.horizontal).count(), 2);
        assert_eq!(rulings.len(), 4);
        rulings.clear();
        // The same area filled is a shade and no line.
        path.paint(false, true, &mut rulings);
        assert!(rulings.is_empty());
        path.begin((0.0, 5.0));
        path.line((100.0, 5.0));
        path.line((100.0, 5.5));
        path.line((0.0, 5.5));
        path.paint(false, true, &mut rulings);
        assert_eq!(rulings.len(), 1);
        assert!(rulings[0].horizontal && rulings[0].at == 5.25);
    }
}
