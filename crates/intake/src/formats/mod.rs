//! One file per format; each gives the same neutral document.

pub mod docx;
pub mod html;
pub mod text;

mod numbering;
mod unpack;
