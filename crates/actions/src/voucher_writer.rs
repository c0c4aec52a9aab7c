//! Writes a checked voucher into the books inside an effect, and reads one back.

use yiju_ledger::{Chart, Dimensions, Ledger, PostingDraft, Voucher, VoucherDraft};
use yiju_store::tables::{PostingRow, VoucherRow};
use yiju_store::{Effect, Fault, Store, books};
use yiju_terms::{Date, Money, Month, Refusal};

use crate::error::ActionError;

/// Checks the draft (balanced, accounts, flows), its month (open), and writes it. Gives the voucher number.
pub fn write(effect: &mut Effect<'_>, draft: &VoucherDraft) -> Result<i64, ActionError> {
    draft.check(Chart::builtin(draft.ledger))?;
    let region = effect.region().to_owned();
    let refusals = closed(effect.store, &region, draft.ledger, draft.on)?;
    if !refusals.is_empty() {
        return Err(ActionError::Refused(refusals));
    }
    let id = books::next_voucher(effect.store, &region, draft.ledger.stem())?;
    effect.insert(&VoucherRow {
        region: region.clone(),
        ledger: draft.ledger.stem().to_owned(),
        id,
        seq: effect.seq(),
        booked_on: draft.on.to_string(),
        pattern: draft.pattern.to_owned(),
        summary: draft.summary.clone(),
        reverses: draft.reverses,
        reason: draft.reason.clone(),
    })?;
    let rows: Vec<PostingRow> = (1..)
        .zip(&draft.postings)
        .map(|(line, posting)| posting_row(effect, draft, id, line, posting))
        .collect();
    effect.insert_all(&rows)?;
    Ok(id)
}

fn posting_row(
    effect: &Effect<'_>,
    draft: &VoucherDraft,
    voucher_id: i64,
    line: i64,
    posting: &PostingDraft,
) -> PostingRow {
    let about = posting.dimensions.clone();
    PostingRow {
        region: effect.region().to_owned(),
        ledger: draft.ledger.stem().to_owned(),
        voucher_id,
        line,
        seq: effect.seq(),
        booked_on: draft.on.to_string(),
        account: posting.account.clone(),
        debit_fen: posting.debit.fen(),
        credit_fen: posting.credit.fen(),
        employer_id: about.employer_id,
        person_id: about.person_id,
        benefit: about.benefit,
        month: about.month,
        project_id: about.project_id,
        legacy: about.legacy,
        payment_id: about.payment_id,
        budget_line: about.budget_line,
        procurement: about.procurement,
    }
}

/// The refusal when the month of `on` is closed in that book.
pub fn closed(
    store: &mut Store,
    region: &str,
    ledger: Ledger,
    on: Date,
) -> Result<Vec<Refusal>, Fault> {
    let month = Month::of(on).to_string();
    if !books::is_closed(store, region, ledger.stem(), &month)? {
        return Ok(Vec::new());
    }
    Ok(vec![Refusal::new("period_closed").with("period", month)])
}

/// A written voucher with its postings, or nothing.
pub fn read(
    store: &mut Store,
    region: &str,
    ledger: Ledger,
    id: i64,
) -> Result<Option<Voucher>, Fault> {
    let Some((row, postings)) = books::voucher(store, region, ledger.stem(), id)? else {
        return Ok(None);
    };
    let on = row
        .booked_on
        .parse()
        .map_err(|error| Fault::new("reading a voucher's day", error))?;
    Ok(Some(Voucher {
        id,
        ledger,
        pattern: row.pattern,
        on,
        summary: row.summary,
        postings: postings.into_iter().map(draft_of).collect(),
        reverses: row.reverses,
    }))
}

fn draft_of(row: PostingRow) -> PostingDraft {
    PostingDraft {
        account: row.account,
        debit: Money::from_fen(row.debit_fen),
        credit: Money::from_fen(row.credit_fen),
        dimensions: Dimensions {
            employer_id: row.employer_id,
            person_id: row.person_id,
            benefit: row.benefit,
            month: row.month,
            project_id: row.project_id,
            legacy: row.legacy,
            payment_id: row.payment_id,
            budget_line: row.budget_line,
            procurement: row.procurement,
        },
    }
}
