//! A text as numbers are looked for in it: without blanks, with the place of every sign kept.

use yiju_terms::credit_code::CreditCode;
use yiju_terms::id_number::IdNumber;

use super::{Hit, Kind, figures};
use crate::report::plain;

/// A text in half-width signs without blanks, and where each of its bytes comes from.
pub struct Squeezed {
    pub text: String,
    /// Byte in `text` → (start, end) of the character in the original; one entry a byte.
    from: Vec<(usize, usize)>,
    /// Bytes before which the original has a blank.
    blanks: Vec<usize>,
    /// Bytes before which a line of the original ends.
    breaks: Vec<usize>,
}

impl Squeezed {
    pub fn of(original: &str) -> Squeezed {
        let mut squeezed = Squeezed {
            text: String::with_capacity(original.len()),
            from: Vec::with_capacity(original.len()),
            blanks: Vec::new(),
            breaks: Vec::new(),
        };
        for (start, c) in original.char_indices() {
            // Signs that nobody sees part nothing.
            if matches!(
                c,
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
            ) {
                continue;
            }
            let c = match c {
                '\u{2010}'..='\u{2013}' => '-',
                other => plain::half_width_char(other),
            };
            if c.is_whitespace() {
                squeezed.blanks.push(squeezed.text.len());
                if c == '\n' {
                    squeezed.breaks.push(squeezed.text.len());
                }
                continue;
            }
            let end = original[start..]
                .chars()
                .next()
                .map_or(start, |first| start + first.len_utf8());
            squeezed.text.push(c);
            squeezed.from.resize(squeezed.text.len(), (start, end));
        }
        squeezed
    }

    /// Runs of digits and X; `parted` ends them at blanks of the original too.
    pub fn runs(&self, parted: bool) -> Vec<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut runs = Vec::new();
        let mut start = None;
        for at in 0..=bytes.len() {
            let inside = bytes
                .get(at)
                .is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x' | b'-'));
            let cut = parted && self.blanks.binary_search(&at).is_ok();
            if (!inside || cut)
                && let Some(from) = start.take()
            {
                runs.push((from, at));
            }
            if inside && start.is_none() {
                start = Some(at);
            }
        }
        runs.into_iter().flat_map(|run| self.pieces(run)).collect()
    }

    /// A run whole when its hyphens are those of a telephone (3-4-4), else its parts between them.
    fn pieces(&self, (start, end): (usize, usize)) -> Vec<(usize, usize)> {
        let run = &self.text[start..end];
        let lengths: Vec<usize> = run.split('-').map(str::len).collect();
        if lengths == [3, 4, 4] {
            return vec![(start, end)];
        }
        let mut at = start;
        let mut pieces = Vec::new();
        for length in lengths {
            if length > 0 {
                pieces.push((at, at + length));
            }
            at += length + 1;
        }
        pieces
    }

    /// Whether the number is plainly something else: an amount, the number of a document, the code of an organization.
    pub fn is_other(&self, kind: Kind, start: usize, end: usize) -> bool {
        let token = figures::token(&self.text, start, end);
        let is_code = CreditCode::parse(token).is_ok();
        match kind {
            Kind::IdNumber => is_code && IdNumber::parse(&self.text[start..end]).is_err(),
            Kind::Mobile | Kind::Account => {
                is_code
                    || figures::is_amount(&self.text, start, end)
                    || (kind == Kind::Mobile && figures::is_reference(&self.text, start, end))
            }
            Kind::Address | Kind::Name => false,
        }
    }

    /// Blanks inside a number are typesetting; two figures that happen to stand side by side are no telephone number.
    pub fn belongs_together(&self, kind: Kind, start: usize, end: usize, named: bool) -> bool {
        if kind != Kind::Mobile || named {
            return true;
        }
        let inside = |places: &[usize]| -> Vec<usize> {
            let from = places.partition_point(|at| *at <= start);
            let to = places.partition_point(|at| *at < end);
            places[from..to.max(from)]
                .iter()
                .map(|at| at - start)
                .collect()
        };
        if !inside(&self.breaks).is_empty() {
            return false;
        }
        let mut cuts = inside(&self.blanks);
        cuts.dedup();
        cuts.push(end - start);
        figures::is_telephone_grouping(&cuts)
    }

    pub fn hit(&self, kind: Kind, start: usize, end: usize) -> Hit {
        Hit {
            kind,
            start: self.from[start].0,
            end: self.from[end - 1].1,
            value: self.text[start..end].to_owned(),
        }
    }
}
