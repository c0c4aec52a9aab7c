//! A little SVG writer: texts, bars, lines, with every label escaped and every number rounded alike.

use std::fmt::Write;

pub const INK: &str = "#1d2327";
pub const SOFT: &str = "#5b6670";
pub const GRID: &str = "#e1e5e8";
/// Dark blue and pale ochre: apart in lightness, so also in grey and for the colour-blind.
pub const DARK: &str = "#2f5d8a";
pub const LIGHT: &str = "#dfe4e8";
pub const HATCH: &str = "url(#hatch)";
const HATCH_GROUND: &str = "#f0dcb4";
const HATCH_STROKE: &str = "#b07d2b";

const FONTS: &str = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','SimHei','WenQuanYi Micro Hei',sans-serif";

#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

pub struct Canvas {
    out: String,
}

impl Canvas {
    /// `title` is read aloud to those who cannot see the drawing.
    pub fn new(width: f64, height: f64, title: &str) -> Canvas {
        let (width, height) = (number(width), number(height));
        let mut out = String::new();
        let _ = write!(
            out,
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" "#,
                r#"role="img" font-family="{fonts}"><title>{title}</title><defs><pattern id="hatch" width="5" height="5" "#,
                r#"patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="{ground}"/>"#,
                r#"<path d="M0 0V5" stroke="{stroke}" stroke-width="3"/></pattern></defs>"#,
            ),
            width = width,
            height = height,
            fonts = FONTS,
            title = escape(title),
            ground = HATCH_GROUND,
            stroke = HATCH_STROKE,
        );
        Canvas { out }
    }

    pub fn text(&mut self, x: f64, y: f64, size: f64, anchor: Anchor, colour: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.out,
            r#"<text x="{}" y="{}" font-size="{}" text-anchor="{anchor}" fill="{colour}">{}</text>"#,
            number(x),
            number(y),
            number(size),
            escape(text)
        );
    }

    /// A bar; `hint` appears under the pointer.
    pub fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, fill: &str, hint: &str) {
        let _ = write!(
            self.out,
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{fill}""#,
            number(x),
            number(y),
            number(width),
            number(height)
        );
        self.hint("rect", hint);
    }

    pub fn dot(&mut self, x: f64, y: f64, colour: &str, hint: &str) {
        let _ = write!(
            self.out,
            r##"<circle cx="{}" cy="{}" r="3.2" fill="#fff" stroke="{colour}" stroke-width="2""##,
            number(x),
            number(y)
        );
        self.hint("circle", hint);
    }

    pub fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, colour: &str, thickness: f64) {
        let _ = write!(
            self.out,
            r#"<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{colour}" stroke-width="{}"/>"#,
            number(x1),
            number(y1),
            number(x2),
            number(y2),
            number(thickness)
        );
    }

    pub fn path(&mut self, path: &str, colour: &str, dashed: bool) {
        let dashes = if dashed {
            r#" stroke-dasharray="6 4""#
        } else {
            ""
        };
        let _ = write!(
            self.out,
            r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"{dashes}/>"#
        );
    }

    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    fn hint(&mut self, element: &str, hint: &str) {
        if hint.is_empty() {
            self.out.push_str("/>");
        } else {
            let _ = write!(self.out, "><title>{}</title></{element}>", escape(hint));
        }
    }
}

/// At most two decimals, no trailing zeros, nothing that is not a number.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// A mark of the scale, thousands grouped.
pub fn tick_label(value: f64) -> String {
    let text = number(value);
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (text.as_str(), String::new()),
    };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + &fraction
}

/// The least of 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10 × 10ⁿ that holds `most`: quarters of it are round.
pub fn nice_ceiling(most: f64) -> f64 {
    const STEPS: [f64; 10] = [1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0];
    if !most.is_finite() || most <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(most.log10().floor());
    STEPS
        .iter()
        .map(|step| step * power)
        .find(|ceiling| *ceiling >= most * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

fn escape(text: &str) -> String {
    crate::docx_package::clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_on_round_numbers() {
        let ceilings: Vec<String> = [0.0, 0.9, 27.3, 33.0, 361.0, 1000.0, 17_320.0]
            .map(|most| tick_label(nice_ceiling(most)))
            .to_vec();
        assert_eq!(ceilings, ["1", "1", "32", "40", "400", "1,000", "20,000"]);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(1.50), "1.5");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(f64::INFINITY), "0");
    }
}
