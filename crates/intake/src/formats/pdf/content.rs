//! Draws a page without drawing: follows the operators of a content stream and keeps where each character and each
//! ruled line would stand. Pictures, colours and clipping are passed over.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document, Error, Object};

use super::font::Font;
use super::marks::{Glyph, Matrix, Page};
use super::operands::{matrix_of, named_stream, numbers};
use super::path::Path;
use super::state::State;
use crate::limits::DRAWING_BYTES_MAX;
use crate::problem::Problem;

/// Forms inside forms; a loop ends here.
const DEPTH_MAX: usize = 12;
/// Operators of a whole file, and characters drawn.
const OPERATIONS_MAX: usize = 6_000_000;
const GLYPHS_MAX: usize = 3_000_000;
/// Forms drawn by a whole file; forms that draw forms multiply.
const FORMS_MAX: usize = 20_000;
/// Each font brings a table of its own.
const FONTS_MAX: usize = 500;

/// Reads pages one after the other; fonts and budgets are shared by all of them.
pub struct Interpreter<'a> {
    document: &'a Document,
    fonts: HashMap<*const Dictionary, Rc<Font>>,
    operations_left: usize,
    glyphs_left: usize,
    forms_left: usize,
    bytes_left: usize,
    page: Page,
    state: State,
    stack: Vec<State>,
    line: Matrix,
    text: Matrix,
    path: Path,
}

impl<'a> Interpreter<'a> {
    pub fn new(document: &'a Document) -> Interpreter<'a> {
        Interpreter {
            document,
            fonts: HashMap::new(),
            operations_left: OPERATIONS_MAX,
            glyphs_left: GLYPHS_MAX,
            forms_left: FORMS_MAX,
            bytes_left: DRAWING_BYTES_MAX,
            page: Page::default(),
            state: State::new(Matrix::SAME),
            stack: Vec::new(),
            line: Matrix::SAME,
            text: Matrix::SAME,
            path: Path::default(),
        }
    }

    /// Follows one page. `place` turns its coordinates into points from the top left.
    pub fn page(
        &mut self,
        page: Page,
        place: Matrix,
        content: &[u8],
        resources: &'a Dictionary,
    ) -> Result<Page, Problem> {
        self.page = page;
        self.state = State::new(place);
        self.stack.clear();
        self.path = Path::default();
        self.charge(content.len())?;
        self.run(content, resources, 0)?;
        Ok(std::mem::take(&mut self.page))
    }

    pub fn bytes_left(&self) -> usize {
        self.bytes_left
    }

    fn charge(&mut self, bytes: usize) -> Result<(), Problem> {
        self.bytes_left = self
            .bytes_left
            .checked_sub(bytes)
            .ok_or(Problem::TooMuchInside)?;
        Ok(())
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &'a Dictionary,
        depth: usize,
    ) -> Result<(), Problem> {
        for operation in Content::decode_iter(content) {
            // A damaged stream keeps what came before the damage, as a viewer does.
            let Ok(operation) = operation else { break };
            self.operations_left = self
                .operations_left
                .checked_sub(1)
                .ok_or(Problem::TooMuchInside)?;
            if operation.operator == "Do" {
                self.external(&operation, resources, depth)?;
            } else if !self.graphics(&operation) {
                self.textual(&operation, resources)?;
            }
        }
        Ok(())
    }

    /// Graphics state and paths. Returns whether the operator was one of them.
    fn graphics(&mut self, operation: &Operation) -> bool {
        let n = numbers(operation);
        let place = self.state.place;
        match (operation.operator.as_str(), n.as_slice()) {
            // Nobody nests states this deep; a stream that does is only counting.
            ("q", _) if self.stack.len() < 512 => self.stack.push(self.state.clone()),
            ("Q", _) => {
                if let Some(state) = self.stack.pop() {
                    self.state = state;
                }
            }
            ("cm", &[a, b, c, d, e, f]) => {
                self.state.place = Matrix([a, b, c, d, e, f]).then(place);
            }
            ("m", &[x, y]) => self.path.begin(place.apply(x, y)),
            ("l", &[x, y]) => self.path.line(place.apply(x, y)),
            ("c", &[_, _, _, _, x, y]) | ("v" | "y", &[_, _, x, y]) => {
                self.path.curve(place.apply(x, y));
            }
            ("h", _) => self.path.close(),
            ("re", &[x, y, width, height]) => {
                self.path.begin(place.apply(x, y));
                self.path.line(place.apply(x + width, y));
                self.path.line(place.apply(x + width, y + height));
                self.path.line(place.apply(x, y + height));
                self.path.close();
            }
            ("S", _) => self.path.paint(true, false, &mut self.page.rulings),
            ("s" | "b" | "b*", _) => {
                self.path.close();
                self.path.paint(true, true, &mut self.page.rulings);
            }
            ("B" | "B*", _) => self.path.paint(true, true, &mut self.page.rulings),
            ("f" | "F" | "f*", _) => self.path.paint(false, true, &mut self.page.rulings),
            ("n", _) => self.path = Path::default(),
            ("BI", _) => self.picture(),
            _ => return false,
        }
        true
    }

    fn textual(&mut self, operation: &Operation, resources: &'a Dictionary) -> Result<(), Problem> {
        let n = numbers(operation);
        match (operation.operator.as_str(), n.as_slice()) {
            ("BT", _) => {
                self.line = Matrix::SAME;
                self.text = Matrix::SAME;
            }
            ("Tf", _) => self.set_font(operation, resources),
            ("Tc", &[space]) => self.state.character_space = space,
            ("Tw", &[space]) => self.state.word_space = space,
            ("Tz", &[percent]) => self.state.stretch = percent / 100.0,
            ("TL", &[leading]) => self.state.leading = leading,
            ("Ts", &[rise]) => self.state.rise = rise,
            ("Tr", &[mode]) => self.state.is_unseen = mode == 3.0,
            ("Td", &[x, y]) => self.next_line(x, y),
            ("TD", &[x, y]) => {
                self.state.leading = -y;
                self.next_line(x, y);
            }
            ("Tm", &[a, b, c, d, e, f]) => {
                self.line = Matrix([a, b, c, d, e, f]);
                self.text = self.line;
            }
            ("T*", _) => self.next_line(0.0, -self.state.leading),
            ("Tj", _) => self.show(&operation.operands)?,
            ("TJ", _) => {
                if let Some(Object::Array(parts)) = operation.operands.first() {
                    self.show(parts)?;
                }
            }
            ("'", _) => {
                self.next_line(0.0, -self.state.leading);
                self.show(&operation.operands)?;
            }
            ("\"", _) => {
                if let [word, character, ..] = n.as_slice() {
                    self.state.word_space = *word;
                    self.state.character_space = *character;
                }
                self.next_line(0.0, -self.state.leading);
                self.show(operation.operands.get(2..).unwrap_or_default())?;
            }
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    fn set_font(&mut self, operation: &Operation, resources: &'a Dictionary) {
        let name = operation
            .operands
            .first()
            .and_then(|name| name.as_name().ok());
        if let Some(size) = operation
            .operands
            .get(1)
            .and_then(|size| size.as_float().ok())
        {
            self.state.size = f64::from(size);
        }
        let fonts = resources
            .get_deref(b"Font", self.document)
            .and_then(Object::as_dict);
        let font = name.and_then(|name| {
            let font = fonts.ok()?.get_deref(name, self.document).ok()?;
            font.as_dict().ok()
        });
        let document = self.document;
        if self.fonts.len() >= FONTS_MAX {
            return;
        }
        self.state.font = font.map(|font| {
            let known = self.fonts.entry(std::ptr::from_ref(font));
            Rc::clone(known.or_insert_with(|| Rc::new(Font::read(font, document))))
        });
    }

    /// Strings and, between them, shifts in thousandths of an em.
    fn show(&mut self, parts: &[Object]) -> Result<(), Problem> {
        for part in parts {
            match part {
                Object::String(bytes, _) => self.string(bytes)?,
                other => {
                    if let Ok(shift) = other.as_float() {
                        let shift = -f64::from(shift) / 1000.0 * self.state.size;
                        self.advance(shift * self.state.stretch, shift);
                    }
                }
            }
        }
        Ok(())
    }

    fn is_vertical(&self) -> bool {
        self.state.font.as_ref().is_some_and(|font| font.vertical)
    }

    fn advance(&mut self, across: f64, down: f64) {
        let step = if self.is_vertical() {
            Matrix::shift(0.0, down)
        } else {
            Matrix::shift(across, 0.0)
        };
        self.text = step.then(self.text);
    }

    fn string(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let Some(font) = self.state.font.clone() else {
            return Ok(());
        };
        for code in font.codes(bytes) {
            self.glyphs_left = self
                .glyphs_left
                .checked_sub(1)
                .ok_or(Problem::TooMuchInside)?;
            self.glyph(code.text, code.width);
            let spaces = self.state.character_space
                + if code.is_blank {
                    self.state.word_space
                } else {
                    0.0
                };
            let across = (code.width * self.state.size + spaces) * self.state.stretch;
            self.advance(across, spaces - self.state.size);
        }
        Ok(())
    }

    fn glyph(&mut self, text: Option<String>, width: f64) {
        let state = &self.state;
        let scale = Matrix([
            state.size * state.stretch,
            0.0,
            0.0,
            state.size,
            0.0,
            state.rise,
        ]);
        let place = scale.then(self.text).then(state.place);
        let offset = if self.is_vertical() {
            -width / 2.0
        } else {
            0.0
        };
        let (left, base) = place.apply(offset, 0.0);
        let (right, end) = place.apply(offset + width, 0.0);
        let (top_x, top_y) = place.apply(offset, 1.0);
        let size = (top_x - left).hypot(top_y - base);
        let upright = (end - base).abs() <= (right - left).abs() * 0.05 + 0.01 && right >= left;
        // A quarter turn is a heading written along its column; an oblique text is a watermark.
        let turned = (right - left).abs() <= (end - base).abs() * 0.05;
        let outside = !(-20.0..self.page.width + 20.0).contains(&left)
            || !(-20.0..self.page.height + 20.0).contains(&base);
        if !(upright || turned) || outside || !size.is_finite() || size < 0.5 {
            return;
        }
        let Some(text) = text else {
            self.page.unknown += 1;
            return;
        };
        if state.is_unseen && !text.trim().is_empty() {
            self.page.unseen += 1;
        }
        self.page.glyphs.push(Glyph {
            text,
            left: left.min(right),
            right: if turned { left + size } else { right },
            base: if turned { base.min(end) + size } else { base },
            size,
        });
    }

    /// A form is a content stream of its own; a picture only counts.
    fn external(
        &mut self,
        operation: &Operation,
        resources: &'a Dictionary,
        depth: usize,
    ) -> Result<(), Problem> {
        let document = self.document;
        let stream = named_stream(operation, resources, document);
        let Some(stream) = stream else { return Ok(()) };
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        if kind.is_ok_and(|kind| kind == b"Image") {
            self.picture();
            return Ok(());
        }
        if depth >= DEPTH_MAX {
            return Ok(());
        }
        self.forms_left = self
            .forms_left
            .checked_sub(1)
            .ok_or(Problem::TooMuchInside)?;
        let limit = self.bytes_left;
        let content = match stream.get_plain_content_with_limit(limit) {
            Ok(content) => content,
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                return Err(Problem::TooMuchInside);
            }
            // A form that cannot be unpacked is passed over; the rest of the page stands.
            Err(_) => return self.charge(stream.content.len()),
        };
        self.charge(content.len())?;
        let own = stream
            .dict
            .get_deref(b"Resources", document)
            .and_then(Object::as_dict);
        let saved = (self.state.clone(), self.line, self.text);
        if let Some(matrix) = matrix_of(stream, document) {
            self.state.place = matrix.then(self.state.place);
        }
        let stacked = self.stack.len();
        let outcome = self.run(&content, own.unwrap_or(resources), depth + 1);
        self.stack.truncate(stacked);
        (self.state, self.line, self.text) = saved;
        outcome
    }

    /// A picture fills the unit square of the present coordinates.
    fn picture(&mut self) {
        let [a, b, c, d, ..] = self.state.place.0;
        let covered = (a * d - b * c).abs();
        if covered > self.page.width * self.page.height * 0.4 {
            self.page.is_picture = true;
        }
    }
}
