//! Tests of both books: charts, booking patterns, refusals, statements, and properties over random years.

mod charts;
mod department;
mod patterns;
mod properties;
mod refusals;
mod statements;
mod trial_balance;
mod wording;

use yiju_ledger::{Chart, Dimensions, Ledger, Voucher, VoucherDraft};
use yiju_terms::{Date, Money};

fn yuan(text: &str) -> Money {
    text.parse().expect("an amount in yuan")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn fund() -> &'static Chart {
    Chart::builtin(Ledger::Fund)
}

fn employer(id: &str) -> Dimensions {
    Dimensions {
        employer_id: Some(id.to_owned()),
        ..Dimensions::default()
    }
}

/// The draft as if it had been written under `id`.
fn written(id: i64, draft: &VoucherDraft) -> Voucher {
    Voucher {
        id,
        ledger: draft.ledger,
        pattern: draft.pattern.to_owned(),
        on: draft.on,
        summary: draft.summary.clone(),
        postings: draft.postings.clone(),
        reverses: draft.reverses,
    }
}
