//! Documents: one neutral model of a report, set as docx, xlsx, PDF and HTML, and small charts as SVG.
//!
//! Everything here is a pure function of its arguments: the same model gives the same bytes. The one exception is
//! [`fonts::find_system`], which reads font files from the usual folders when the program asks it to.

pub mod basis;
pub mod grid;
pub mod html;
pub mod model;
pub mod outline;

pub use html::FigureBasis;
pub use model::{
    Align, Block, Cell, Chart, Document, Figure, Level, Opening, Span, Spans, Table, plain,
};
pub use outline::Outline;
