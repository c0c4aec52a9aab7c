//! What stands on a page of a PDF: characters and ruled lines, measured in points from the top left corner.

/// One drawn character (or ligature).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glyph {
    pub text: String,
    pub left: f64,
    pub right: f64,
    /// The line it stands on.
    pub base: f64,
    pub size: f64,
}

impl Glyph {
    pub fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, self.base - self.size * 0.35)
    }

    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

/// A straight line along one of the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ruling {
    pub horizontal: bool,
    /// The coordinate that all its points share.
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

#[derive(Clone, Debug, Default)]
pub struct Page {
    /// From 1.
    pub number: usize,
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub rulings: Vec<Ruling>,
    /// A picture that covers most of the page.
    pub is_picture: bool,
    /// Characters drawn unseen: the guessed text under a scan.
    pub unseen: usize,
    /// Characters that the font does not name.
    pub unknown: usize,
}

/// An affine map as PDF writes it: `[a b c d e f]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    pub const SAME: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub fn shift(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This map first, then the other.
    pub fn then(self, next: Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let [g, h, i, j, k, l] = next.0;
        Matrix([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    pub fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_follow_one_another() {
        let double = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let both = Matrix::shift(1.0, 3.0).then(double);
        assert_eq!(both.apply(1.0, 1.0), (4.0, 8.0));
    }
}
