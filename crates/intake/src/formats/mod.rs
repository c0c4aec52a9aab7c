//! One file per format; each gives the same neutral document.

pub mod docx;
pub mod html;
pub mod pdf;
pub mod text;
pub mod unpack;
pub mod xls;
pub mod xlsx;
pub mod xml;

mod cell_format;
mod date_format;
mod entities;
mod flattened;
mod nested;
mod numbering;
mod pasted;
mod run;
mod sheet;
mod tag;
