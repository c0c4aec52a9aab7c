//! Documents: one neutral model of a report, set as docx, xlsx, PDF and HTML, and small charts as SVG.
//!
//! Everything here is a pure function of its arguments: the same model gives the same bytes. The one exception is
//! [`fonts::find_system`], which reads font files from the usual folders when the program asks it to.

pub mod basis;
pub mod charts;
pub mod docx;
mod docx_package;
mod docx_style;
mod docx_table;
pub mod fonts;
pub mod grid;
pub mod html;
pub mod model;
mod number;
pub mod outline;
pub mod pdf;
mod raster;
mod svg;
#[cfg(feature = "pdf")]
mod typesetter;
pub mod xlsx;

pub use basis::{FigureBasis, Records, Reference};
pub use fonts::Fonts;
pub use model::{
    Align, Block, Cell, Chart, Document, Figure, Level, Opening, Span, Spans, Table, plain,
};
pub use outline::Outline;
