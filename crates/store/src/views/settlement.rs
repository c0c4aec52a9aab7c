//! What a settlement led to: the vouchers of the money that moved on it, so far.

use crate::engine::{Fault, Store};

/// A voucher of the fund that a settlement led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// `top_up`, `recovery` or `refund`.
    pub kind: String,
    pub voucher_id: i64,
    pub on: String,
    pub amount_fen: i64,
}

/// Top-ups paid, money that came back, and refunds to employers for months that the settlement lowered.
pub fn moved(store: &mut Store, region: &str, settlement: i64) -> Result<Vec<Moved>, Fault> {
    let rows = store.query(
        "SELECT 'top_up', b.voucher_id, b.paid_on, CAST(SUM(p.amount_fen) AS BIGINT) FROM replacement r
           CROSS JOIN payment p CROSS JOIN benefit_line l CROSS JOIN pay_batch b
           WHERE r.region = $1 AND r.settlement_id = $2 AND p.region = r.region AND p.determination_id = r.determination_id
             AND l.region = p.region AND l.determination_id = p.determination_id AND l.line = p.line
             AND b.region = p.region AND b.id = p.batch_id AND l.paid = 'top_up' GROUP BY b.voucher_id, b.paid_on
         UNION ALL SELECT 'recovery', c.voucher_id, c.received_on, c.amount_fen FROM recovery_receipt c
           WHERE c.region = $1 AND c.settlement_id = $2
         UNION ALL SELECT 'refund', f.voucher_id, f.refunded_on, f.amount_fen FROM refund f
           JOIN settlement s ON s.region = f.region AND s.id = $2 AND s.seq < f.seq
           WHERE f.region = $1 AND f.payer_kind = 'employer' AND EXISTS (
             SELECT 1 FROM settlement_line l WHERE l.region = $1 AND l.settlement_id = s.id
               AND l.kind = 'credit' AND l.employer_id = f.payer_id AND l.month = f.month)
         ORDER BY 3, 2",
        &[region.into(), settlement.into()],
    )?;
    let moved = |row: &crate::Row| Moved {
        kind: row.text(0).to_owned(),
        voucher_id: row.int(1),
        on: row.text(2).to_owned(),
        amount_fen: row.int(3),
    };
    Ok(rows.iter().map(moved).collect())
}

/// The month of the last pay run.
pub fn last_run(store: &mut Store, region: &str) -> Result<Option<String>, Fault> {
    let row = store.one(
        "SELECT MAX(month) FROM pay_batch WHERE region = $1",
        &[region.into()],
    )?;
    Ok(row.opt_text(0).map(str::to_owned))
}

/// A pay run with signatures, and the application it came from.
pub struct SignedRun {
    pub id: i64,
    pub month: String,
    pub matter_id: i64,
    /// The day of its journal entry.
    pub on: String,
    pub proposal: String,
}

/// The runs of the months `from` … `through` that were approved with signatures, the last first.
pub fn signed_runs(
    store: &mut Store,
    region: &str,
    from: &str,
    through: &str,
) -> Result<Vec<SignedRun>, Fault> {
    let rows = store.query(
        "SELECT b.id, b.month, j.matter_id, j.recorded_on, m.proposal FROM pay_batch b
         JOIN journal j ON j.region = b.region AND j.seq = b.seq
         JOIN matter m ON m.region = j.region AND m.id = j.matter_id
         WHERE b.region = $1 AND b.month BETWEEN $2 AND $3 AND m.proposal LIKE '%\"signed\":[{%'
         ORDER BY b.month DESC, b.id DESC",
        &[region.into(), from.into(), through.into()],
    )?;
    let run = |row: &crate::Row| SignedRun {
        id: row.int(0),
        month: row.text(1).to_owned(),
        matter_id: row.int(2),
        on: row.text(3).to_owned(),
        proposal: row.text(4).to_owned(),
    };
    Ok(rows.iter().map(run).collect())
}
