//! What letters are written from: one event, replacement, settlement, assessment or refund at a time.

use crate::engine::{Fault, Store};
use crate::tables::{
    AssessmentRow, CaseEventRow, RefundRow, ReplacementRow, SettlementLineRow, SettlementRow,
};

/// The case events that a journal entry brought.
pub fn events_of_entry(
    store: &mut Store,
    region: &str,
    seq: i64,
) -> Result<Vec<CaseEventRow>, Fault> {
    store.select::<CaseEventRow>(
        "region = $1 AND seq = $2 ORDER BY injury_id || '', number",
        &[region.into(), seq.into()],
    )
}

/// Which determination this one took the place of.
pub fn replacement(
    store: &mut Store,
    region: &str,
    determination_id: i64,
) -> Result<Option<ReplacementRow>, Fault> {
    let mut rows = store.select::<ReplacementRow>(
        "region = $1 AND determination_id = $2",
        &[region.into(), determination_id.into()],
    )?;
    Ok(rows.pop())
}

/// A settlement with its lines in their order.
pub fn settlement(
    store: &mut Store,
    region: &str,
    id: i64,
) -> Result<Option<(SettlementRow, Vec<SettlementLineRow>)>, Fault> {
    let mut rows =
        store.select::<SettlementRow>("region = $1 AND id = $2", &[region.into(), id.into()])?;
    let Some(row) = rows.pop() else {
        return Ok(None);
    };
    let lines = store.select::<SettlementLineRow>(
        "region = $1 AND settlement_id = $2 ORDER BY line",
        &[region.into(), id.into()],
    )?;
    Ok(Some((row, lines)))
}

/// The assessments of a payer for a month, oldest first.
pub fn assessments_of(
    store: &mut Store,
    region: &str,
    payer_id: &str,
    month: &str,
) -> Result<Vec<AssessmentRow>, Fault> {
    store.select::<AssessmentRow>(
        "region = $1 AND payer_id = $2 AND month = $3 AND payer_kind = 'employer' ORDER BY seq",
        &[region.into(), payer_id.into(), month.into()],
    )
}

/// The assessments that a journal entry brought, by payer and month.
pub fn assessments_of_entry(
    store: &mut Store,
    region: &str,
    seq: i64,
) -> Result<Vec<AssessmentRow>, Fault> {
    store.select::<AssessmentRow>(
        "region = $1 AND seq = $2 AND payer_kind = 'employer' ORDER BY payer_id, month",
        &[region.into(), seq.into()],
    )
}

pub fn refund(store: &mut Store, region: &str, id: i64) -> Result<Option<RefundRow>, Fault> {
    let mut rows =
        store.select::<RefundRow>("region = $1 AND id = $2", &[region.into(), id.into()])?;
    Ok(rows.pop())
}

/// The refunds that a journal entry brought.
pub fn refunds_of_entry(
    store: &mut Store,
    region: &str,
    seq: i64,
) -> Result<Vec<RefundRow>, Fault> {
    store.select::<RefundRow>(
        "region = $1 AND seq = $2 ORDER BY +id",
        &[region.into(), seq.into()],
    )
}

/// The determinations that a settlement put in the place of others.
pub fn replacements_of(
    store: &mut Store,
    region: &str,
    settlement_id: i64,
) -> Result<Vec<ReplacementRow>, Fault> {
    store.select::<ReplacementRow>(
        "region = $1 AND settlement_id = $2 ORDER BY determination_id",
        &[region.into(), settlement_id.into()],
    )
}
