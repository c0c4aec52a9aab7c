//! Reading settlements: which determinations stand, what corrected them, what is still to come back.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::tables::{
    AssessmentRow, BenefitLineRow, ConfirmationRow, DeterminationRow, FactCorrectionRow,
    ReplacementRow, SettlementLineRow, SettlementRow,
};

/// A determination with its lines.
pub struct Standing {
    pub determination: DeterminationRow,
    pub lines: Vec<BenefitLineRow>,
}

/// Determinations that rest on a case's facts and that no later one replaced, in their order. Bills (a list of amounts
/// asked) are not worked out by rules and are left out.
pub fn standing(store: &mut Store, region: &str) -> Result<Vec<Standing>, Fault> {
    let determinations = store.select::<DeterminationRow>(
        "region = $1 AND facts LIKE '{%' AND NOT EXISTS (
           SELECT 1 FROM replacement r WHERE r.region = $1 AND r.replaces = determination.id)
         ORDER BY id",
        &[region.into()],
    )?;
    let mut lines: BTreeMap<i64, Vec<BenefitLineRow>> = BTreeMap::new();
    for line in store.select::<BenefitLineRow>(
        "region = $1 ORDER BY determination_id, line",
        &[region.into()],
    )? {
        lines.entry(line.determination_id).or_default().push(line);
    }
    let with_lines = |determination: DeterminationRow| Standing {
        lines: lines.remove(&determination.id).unwrap_or_default(),
        determination,
    };
    Ok(determinations.into_iter().map(with_lines).collect())
}

pub fn determination(store: &mut Store, region: &str, id: i64) -> Result<Option<Standing>, Fault> {
    let mut found =
        store.select::<DeterminationRow>("region = $1 AND id = $2", &[region.into(), id.into()])?;
    let Some(determination) = found.pop() else {
        return Ok(None);
    };
    let lines = store.select::<BenefitLineRow>(
        "region = $1 AND determination_id = $2 ORDER BY line",
        &[region.into(), id.into()],
    )?;
    Ok(Some(Standing {
        determination,
        lines,
    }))
}

/// The corrections of facts as known at journal entry `known_seq`, by determination and in order.
pub fn all_corrections(
    store: &mut Store,
    region: &str,
    known_seq: i64,
) -> Result<Vec<FactCorrectionRow>, Fault> {
    store.select::<FactCorrectionRow>(
        "region = $1 AND +seq <= $2 ORDER BY determination_id, seq",
        &[region.into(), known_seq.into()],
    )
}

/// What each later determination took the place of, by its number.
pub fn replacements(
    store: &mut Store,
    region: &str,
) -> Result<BTreeMap<i64, ReplacementRow>, Fault> {
    let rows = store
        .select::<ReplacementRow>("region = $1 ORDER BY determination_id", &[region.into()])?;
    Ok(rows
        .into_iter()
        .map(|row| (row.determination_id, row))
        .collect())
}

/// What the office had confirmed at journal entry `known_seq`, in order.
pub fn confirmations_at(
    store: &mut Store,
    region: &str,
    known_seq: i64,
) -> Result<Vec<ConfirmationRow>, Fault> {
    store.select::<ConfirmationRow>(
        "region = $1 AND +seq <= $2 ORDER BY seq, parameter, period",
        &[region.into(), known_seq.into()],
    )
}

/// The last journal entry recorded on or before a day (0 before the first).
pub fn seq_on(store: &mut Store, region: &str, day: &str) -> Result<i64, Fault> {
    let row = store.one(
        "SELECT COALESCE(MAX(seq), 0) FROM journal WHERE region = $1 AND recorded_on <= $2",
        &[region.into(), day.into()],
    )?;
    Ok(row.int(0))
}

/// The months through `through` for which employers were assessed.
pub fn assessed_months(
    store: &mut Store,
    region: &str,
    through: &str,
) -> Result<Vec<String>, Fault> {
    let rows = store.query(
        "SELECT DISTINCT month FROM assessment
         WHERE region = $1 AND payer_kind = 'employer' AND month <= $2 ORDER BY month",
        &[region.into(), through.into()],
    )?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// The last assessment of every employer for a month, by number.
pub fn assessments(
    store: &mut Store,
    region: &str,
    month: &str,
) -> Result<Vec<AssessmentRow>, Fault> {
    let mut rows = store.select::<AssessmentRow>(
        "region = $1 AND payer_kind = 'employer' AND month = $2 ORDER BY payer_id, seq",
        &[region.into(), month.into()],
    )?;
    let mut last: Vec<AssessmentRow> = Vec::new();
    for row in rows.drain(..) {
        match last.last_mut() {
            Some(known) if known.payer_id == row.payer_id => *known = row,
            _ => last.push(row),
        }
    }
    Ok(last)
}

/// The months of a determination that are paid by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// It took another's place: only later months are paid by it, and no one-off.
    pub after: Option<String>,
    /// Another took its place: only months up to this one are paid by it.
    pub through: Option<String>,
}

/// The spans of every determination that replaced another or was replaced.
pub fn spans(store: &mut Store, region: &str) -> Result<BTreeMap<i64, Span>, Fault> {
    let mut spans: BTreeMap<i64, Span> = BTreeMap::new();
    let rows = store.select::<ReplacementRow>("region = $1 ORDER BY seq", &[region.into()])?;
    for row in rows {
        spans.entry(row.determination_id).or_default().after = Some(row.through.clone());
        spans.entry(row.replaces).or_default().through = Some(row.through);
    }
    Ok(spans)
}

/// What a settlement asked back of one benefit of a determination, and what came back so far, in fen.
pub fn recovery(
    store: &mut Store,
    region: &str,
    settlement_id: i64,
    determination_id: i64,
    benefit: &str,
) -> Result<(i64, i64), Fault> {
    let keys = [
        region.into(),
        settlement_id.into(),
        determination_id.into(),
        benefit.into(),
    ];
    let asked = store.one(
        "SELECT CAST(COALESCE(SUM(before_fen - after_fen), 0) AS BIGINT) FROM settlement_line
         WHERE region = $1 AND settlement_id = $2 AND determination_id = $3 AND benefit = $4
           AND kind = 'recovery' AND payer = 'fund'",
        &keys,
    )?;
    let came = store.one(
        "SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM recovery_receipt
         WHERE region = $1 AND settlement_id = $2 AND determination_id = $3 AND benefit = $4",
        &keys,
    )?;
    Ok((asked.int(0), came.int(0)))
}

/// What the fund paid on a determination's benefit, in fen, and in which year the last of it left.
pub fn paid_on(
    store: &mut Store,
    region: &str,
    determination_id: i64,
    benefit: &str,
) -> Result<(i64, Option<String>), Fault> {
    let row = store.one(
        "SELECT CAST(COALESCE(SUM(p.amount_fen), 0) AS BIGINT), MAX(b.paid_on) FROM payment p
         JOIN pay_batch b ON b.region = p.region AND b.id = p.batch_id
         WHERE p.region = $1 AND p.determination_id = $2 AND p.benefit = $3",
        &[region.into(), determination_id.into(), benefit.into()],
    )?;
    Ok((row.int(0), row.opt_text(1).map(str::to_owned)))
}

/// The settlement that a journal entry wrote.
pub fn settlement_of(
    store: &mut Store,
    region: &str,
    seq: i64,
) -> Result<Option<SettlementRow>, Fault> {
    let mut rows =
        store.select::<SettlementRow>("region = $1 AND seq = $2", &[region.into(), seq.into()])?;
    Ok(rows.pop())
}

/// Every settlement, oldest first.
pub fn settlements(store: &mut Store, region: &str) -> Result<Vec<SettlementRow>, Fault> {
    store.select::<SettlementRow>("region = $1 ORDER BY id", &[region.into()])
}

/// The lines of a settlement, in order.
pub fn lines(
    store: &mut Store,
    region: &str,
    settlement_id: i64,
) -> Result<Vec<SettlementLineRow>, Fault> {
    store.select::<SettlementLineRow>(
        "region = $1 AND settlement_id = $2 ORDER BY line",
        &[region.into(), settlement_id.into()],
    )
}

/// A top-up that a settlement gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUp {
    pub determination_id: i64,
    pub line: i64,
    pub person_id: String,
    pub amount_fen: i64,
}

/// The top-ups of a settlement that the fund owes.
pub fn top_ups(store: &mut Store, region: &str, settlement_id: i64) -> Result<Vec<TopUp>, Fault> {
    let rows = store.query(
        "SELECT l.determination_id, l.line, d.person_id, l.amount_fen FROM replacement r CROSS JOIN benefit_line l
         JOIN determination d ON d.region = l.region AND d.id = l.determination_id
         WHERE r.region = $1 AND r.settlement_id = $2 AND l.region = r.region AND l.determination_id = r.determination_id AND l.paid = 'top_up' AND l.payer = 'fund'
         ORDER BY l.determination_id, l.line",
        &[region.into(), settlement_id.into()],
    )?;
    let top_up = |row: &crate::Row| TopUp {
        determination_id: row.int(0),
        line: row.int(1),
        person_id: row.text(2).to_owned(),
        amount_fen: row.int(3),
    };
    Ok(rows.iter().map(top_up).collect())
}
