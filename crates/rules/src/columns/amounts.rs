//! A column of amounts, and the rows parted among the processors.

use std::num::NonZero;
use std::sync::OnceLock;

use yiju_terms::Money;

/// A column of amounts, some of them absent; eight bytes a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmountColumn {
    /// In fen.
    pub(super) cells: Vec<i64>,
}

/// No amount is as small as this.
pub(super) const ABSENT: i64 = i64::MIN;

impl AmountColumn {
    /// So many rows, to be written over.
    pub(super) fn make(&mut self, rows: usize) {
        make(&mut self.cells, rows, 0);
    }

    /// The amount of a row; `None` where nothing is due or a figure is missing. Panics on a row too many (a bug).
    pub fn get(&self, row: usize) -> Option<Money> {
        let fen = self.cells[row];
        (fen != ABSENT).then_some(Money::from_fen(fen))
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Option<Money>> {
        (0..self.len()).map(|row| self.get(row))
    }
}

/// So many cells, to be written over. Room that is there already is used again: the system gives fresh memory page by
/// page, which takes longer than the work on it.
pub(super) fn make<V: Clone>(cells: &mut Vec<V>, rows: usize, value: V) {
    match cells.capacity() < rows {
        true => *cells = vec![value; rows],
        false => cells.resize(rows, value),
    }
}

/// The amount, or [`ABSENT`].
#[inline]
pub(super) fn cell(present: bool, amount: Money) -> i64 {
    if present { amount.fen() } else { ABSENT }
}

pub(super) fn optional(amount: Option<Money>) -> i64 {
    amount.map_or(ABSENT, Money::fen)
}

/// Rows a thread must have to be worth starting one.
const ROWS_A_THREAD: usize = 16_384;

/// How many rows each processor takes.
pub(super) fn rows_a_piece(rows: usize) -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    let processors =
        PROCESSORS.get_or_init(|| std::thread::available_parallelism().map_or(1, NonZero::get));
    rows.div_ceil((*processors).min(rows / ROWS_A_THREAD).max(1))
        .max(1)
}

/// Runs the pieces at once, the last on this thread.
pub(super) fn run_pieces<W: FnOnce() + Send>(mut pieces: Vec<W>) {
    std::thread::scope(|scope| {
        let own = pieces.pop();
        for piece in pieces {
            scope.spawn(piece);
        }
        own.into_iter().for_each(|piece| piece());
    });
}
