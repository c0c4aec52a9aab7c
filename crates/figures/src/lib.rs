//! 指标: named figures. Each has one definition, one query and one way down to the records, vouchers and articles.
//!
//! Read `figure` first (what a figure is), then any file of `figures/` (one each). A figure never re-computes a booked
//! amount by another formula: money is read from the ledger. This room only reads; its statements are `SELECT`s that
//! run unchanged on both engines (see `docs/decisions/0002-figures-hold-their-select.md`).

#[macro_use]
mod fragments;
mod answer;
mod basis;
mod figure;
mod figures;
mod handbook;
mod mask;
mod names;
mod remarks;
mod remembered;
mod rows;
mod scope;

pub use answer::{FigureValue, Part, Target};
pub use basis::{Basis, MatterReference, Records, VoucherReference};
pub use figure::{Column, Figure, Kind, Measure, Query, Unit};
pub use handbook::handbook;
pub use names::named;
pub use remembered::{Answers, Remembered};
pub use rows::{Rows, without_names};

use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, Region};

/// Every figure, in the order of the handbook.
pub fn all() -> &'static [Figure] {
    figures::all()
}

/// The figure of that stem.
pub fn find(stem: &str) -> Option<&'static Figure> {
    all().iter().find(|figure| figure.stem == stem)
}

/// The figure's value for a year. An unknown stem is a fault: ask [`find`] first.
pub fn compute(
    store: &mut dyn Rows,
    book: &Lawbook,
    region: &Region,
    year: i16,
    stem: &str,
) -> Result<FigureValue, Fault> {
    let figure = known(stem)?;
    scope::Scope::new(store, book, region, year).value(figure)
}

/// What stands behind the figure: at most `limit` records, vouchers and matters each (their totals are exact).
pub fn drill(
    store: &mut dyn Rows,
    book: &Lawbook,
    region: &Region,
    year: i16,
    stem: &str,
    lang: Lang,
    limit: usize,
) -> Result<Basis, Fault> {
    let figure = known(stem)?;
    let mut scope = scope::Scope::new(store, book, region, year);
    basis::drill(&mut scope, figure, lang, limit)
}

/// The target set for a figure in a year: the latest one, with its document.
pub fn target(
    store: &mut dyn Rows,
    region: &Region,
    year: i16,
    stem: &str,
) -> Result<Option<Target>, Fault> {
    answer::target(store, region, year, stem)
}

fn known(stem: &str) -> Result<&'static Figure, Fault> {
    find(stem)
        .ok_or_else(|| Fault::new("looking up a figure", format!("no figure is called {stem}")))
}
