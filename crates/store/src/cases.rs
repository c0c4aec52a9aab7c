//! Reading cases: injuries, old injuries, determinations and what was paid on them.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::settlements::Span;
use crate::tables::PaymentRow;

/// Whose case it is, since when, and whether it gives a right: a recognition on file, or a place in the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub person_id: String,
    pub injured_on: String,
    pub entitled: bool,
}

/// The subject of determinations: `injury` or `legacy`.
pub fn subject(
    store: &mut Store,
    region: &str,
    kind: &str,
    id: &str,
) -> Result<Option<Subject>, Fault> {
    let sql = match kind {
        "injury" => {
            "SELECT i.person_id, i.injured_on, CASE WHEN EXISTS (
               SELECT 1 FROM case_event e WHERE e.region = $1 AND e.injury_id = i.id AND e.kind = 'recognized')
             THEN 'yes' ELSE 'no' END
             FROM injury i WHERE i.region = $1 AND i.id = $2"
        }
        "legacy" => {
            "SELECT person_id, injured_on, CASE WHEN pooled = 1 THEN 'yes' ELSE 'no' END
             FROM legacy_injury WHERE region = $1 AND id = $2 ORDER BY valid_from DESC, seq DESC LIMIT 1"
        }
        _ => return Ok(None),
    };
    let rows = store.query(sql, &[region.into(), id.into()])?;
    Ok(rows.first().map(|row| Subject {
        person_id: row.text(0).to_owned(),
        injured_on: row.text(1).to_owned(),
        entitled: row.text(2) == "yes",
    }))
}

/// Two questions rather than one `OR`, for which SQLite reads every injury of the region.
const INJURY_KNOWN: &str = "SELECT id FROM injury WHERE region = $1 AND id = $2
     UNION ALL SELECT id FROM injury WHERE region = $1 AND person_id = $3 AND injured_on = $4";

/// Whether the injury is on record: by its number, or the same person on the same day.
pub fn injury_is_known(
    store: &mut Store,
    region: &str,
    id: &str,
    person_id: &str,
    injured_on: &str,
) -> Result<bool, Fault> {
    let rows = store.query(
        INJURY_KNOWN,
        &[
            region.into(),
            id.into(),
            person_id.into(),
            injured_on.into(),
        ],
    )?;
    Ok(!rows.is_empty())
}

/// The number of the next event of an injury.
pub fn next_event(store: &mut Store, region: &str, injury_id: &str) -> Result<i64, Fault> {
    let row = store.one(
        "SELECT COALESCE(MAX(number), 0) + 1 FROM case_event WHERE region = $1 AND injury_id = $2",
        &[region.into(), injury_id.into()],
    )?;
    Ok(row.int(0))
}

/// The next version of a subject's determinations.
pub fn next_version(store: &mut Store, region: &str, kind: &str, id: &str) -> Result<i64, Fault> {
    let row = store.one(
        "SELECT COALESCE(MAX(version), 0) + 1 FROM determination
         WHERE region = $1 AND subject_kind = $2 AND subject_id = $3",
        &[region.into(), kind.into(), id.into()],
    )?;
    Ok(row.int(0))
}

pub fn payment(store: &mut Store, region: &str, id: i64) -> Result<Option<PaymentRow>, Fault> {
    let mut rows =
        store.select::<PaymentRow>("region = $1 AND id = $2", &[region.into(), id.into()])?;
    Ok(rows.pop())
}

/// A line the fund still owes: a one-off never paid, or a monthly line with the months it was paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLine {
    pub determination_id: i64,
    pub line: i64,
    pub benefit: String,
    pub is_monthly: bool,
    pub from_month: Option<String>,
    pub until_month: Option<String>,
    pub span: Span,
    pub paid_months: Vec<String>,
    /// The first month paid of the benefit by this determination, whichever of its lines the month belongs to.
    pub first_paid: Option<String>,
}

impl DueLine {
    /// Whether the line is owed for the month (`2023-05`) and was not paid for it.
    pub fn is_due(&self, month: &str) -> bool {
        if !self.is_monthly {
            return true;
        }
        let late_enough = |from: &Option<String>| from.as_deref().is_none_or(|from| from <= month);
        let not_over = |until: &Option<String>| until.as_deref().is_none_or(|until| month <= until);
        late_enough(&self.from_month)
            && not_over(&self.until_month)
            && not_over(&self.span.through)
            && self.span.after.as_deref().is_none_or(|after| after < month)
            && !self.paid_months.iter().any(|paid| paid == month)
    }
}

fn months_paid_of_monthly_lines(
    store: &mut Store,
    region: &str,
) -> Result<BTreeMap<(i64, i64), Vec<String>>, Fault> {
    let mut paid: BTreeMap<(i64, i64), Vec<String>> = BTreeMap::new();
    store.each(
        "SELECT p.determination_id, p.line, p.month FROM payment p JOIN benefit_line l
           ON l.region = p.region AND l.determination_id = p.determination_id AND l.line = p.line
         WHERE p.region = $1 AND l.region = $1 AND l.paid = 'monthly' ORDER BY p.determination_id, p.line, p.month",
        &[region.into()],
        |row| {
            let months = paid.entry((row.int(0), row.int(1))).or_default();
            months.push(row.text(2).to_owned());
            Ok::<(), Fault>(())
        },
    )?;
    Ok(paid)
}

/// Every fund line that is not a paid one-off, in the order it was determined: what a pay run is drawn up from.
pub fn due_lines(store: &mut Store, region: &str) -> Result<Vec<DueLine>, Fault> {
    let rows = store.query(
        "SELECT l.determination_id, l.line, l.paid, l.from_month, l.until_month, l.benefit, l.dependent FROM benefit_line l
         WHERE l.region = $1 AND l.payer = 'fund' AND l.amount_fen > 0 AND (l.paid = 'monthly' OR NOT EXISTS (
           SELECT 1 FROM payment p WHERE p.region = $1 AND p.determination_id = l.determination_id AND p.line = l.line))
         ORDER BY l.determination_id, l.line",
        &[region.into()],
    )?;
    let spans = crate::settlements::spans(store, region)?;
    let mut paid = months_paid_of_monthly_lines(store, region)?;
    let mut lines = Vec::new();
    let mut first_paid: BTreeMap<(i64, String, Option<i64>), String> = BTreeMap::new();
    let of = |row: &crate::Row| (row.int(0), row.text(5).to_owned(), row.opt_int(6));
    for row in &rows {
        if let Some(month) = paid
            .get(&(row.int(0), row.int(1)))
            .and_then(|all| all.first())
        {
            let first = first_paid.entry(of(row)).or_insert_with(|| month.clone());
            if month < first {
                first.clone_from(month);
            }
        }
    }
    for row in &rows {
        let (determination_id, line) = (row.int(0), row.int(1));
        let is_monthly = row.text(2) == "monthly";
        let span = spans.get(&determination_id);
        // A one-off of a replacement was due by the determination it replaced; only its top-up is paid by it.
        if span.is_some_and(|span| span.after.is_some())
            && matches!(row.text(2), "once" | "per_event")
        {
            continue;
        }
        lines.push(DueLine {
            determination_id,
            line,
            benefit: row.text(5).to_owned(),
            is_monthly,
            from_month: row.opt_text(3).map(str::to_owned),
            until_month: row.opt_text(4).map(str::to_owned),
            span: span.cloned().unwrap_or_default(),
            paid_months: paid.remove(&(determination_id, line)).unwrap_or_default(),
            first_paid: first_paid.get(&of(row)).cloned(),
        });
    }
    Ok(lines)
}

/// Suspensions and resumptions of cases, by the determinations they stop: determination, kind, day, facts; in order of time.
pub fn suspensions(
    store: &mut Store,
    region: &str,
) -> Result<Vec<(i64, String, String, String)>, Fault> {
    let rows = store.query(
        "SELECT d.id, v.kind, v.happened_on, v.detail FROM case_event v
         JOIN determination d ON d.region = v.region AND d.subject_kind = 'injury' AND d.subject_id = v.injury_id
         WHERE v.region = $1 AND v.kind IN ('suspended', 'resumed') ORDER BY d.id, v.happened_on, v.seq, v.number",
        &[region.into()],
    )?;
    let text = |row: &crate::Row, index: usize| row.text(index).to_owned();
    let line = |row: &crate::Row| (row.int(0), text(row, 1), text(row, 2), text(row, 3));
    Ok(rows.iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::plan;

    /// The register of accidents was read for each new one.
    #[test]
    fn a_known_injury_is_found_by_keys() {
        let plan = plan(
            INJURY_KNOWN,
            &[
                "431123".into(),
                "I1".into(),
                "P1".into(),
                "2024-01-31".into(),
            ],
        );
        let reads = plan.iter().filter(|step| step.starts_with("SEARCH"));
        assert_eq!(reads.count(), 2, "{plan:?}");
        let wide = plan.iter().find(|step| step.ends_with("(region=?)"));
        assert_eq!(wide, None, "{plan:?}");
    }
}
