//! The graphics state of a page, as far as text and lines need it.

use std::rc::Rc;

use super::font::Font;
use super::marks::Matrix;

#[derive(Clone)]
pub struct State {
    pub place: Matrix,
    pub font: Option<Rc<Font>>,
    pub size: f64,
    pub character_space: f64,
    pub word_space: f64,
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    pub is_unseen: bool,
}

impl State {
    pub fn new(place: Matrix) -> State {
        State {
            place,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_unseen: false,
        }
    }
}
