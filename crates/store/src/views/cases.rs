//! Injury cases: the list, and everything that happened to one of them.

use super::{Conditions, Listing, Window, contains};
use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::{
    BenefitLineRow, CaseEventRow, DeterminationRow, EmployeeRow, InjuryRow, PaymentRow,
};
use crate::value::{Row, Value};

/// An injury as a line of a list. Names are whole here: the page masks them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    pub id: String,
    pub injured_on: String,
    pub noticed_on: String,
    pub cause: String,
    pub severity: String,
    pub person_name: String,
    pub cover_kind: String,
    pub cover_id: String,
    pub cover_name: String,
    /// The kind of the last event; none when only the notice is there.
    pub last_event: Option<String>,
    pub determinations: i64,
    pub paid_fen: i64,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub severity: Option<String>,
    pub cause: Option<String>,
    /// A year of injury, `2023`.
    pub year: Option<String>,
    /// Part of the case number or of the employer's name.
    pub text: String,
}

// A part that is asked once a row names the region itself (`$1` is the region everywhere): from `i.region` PostgreSQL cannot
// know beforehand which partition it is, and plans over all.
const NAME: &str = "(SELECT p.name FROM employee p WHERE p.region = $1 AND p.id = i.person_id ORDER BY p.valid_from DESC, p.seq DESC LIMIT 1)";
const COVER_NAME: &str = "CASE i.cover_kind WHEN 'project'
   THEN (SELECT c.name FROM project c WHERE c.region = $1 AND c.id = i.cover_id ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1)
   ELSE (SELECT c.name FROM employer c WHERE c.region = $1 AND c.id = i.cover_id ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1) END";
const LAST_EVENT: &str = "(SELECT v.kind FROM case_event v WHERE v.region = $1 AND v.injury_id = i.id ORDER BY v.number DESC LIMIT 1)";
const DETERMINATIONS: &str = "(SELECT COUNT(*) FROM determination d WHERE d.region = $1 AND d.subject_kind = 'injury' AND d.subject_id = i.id)";
// Not a join: of the two, SQLite would begin with all payments of the region.
const PAID: &str = "(SELECT CAST(COALESCE(SUM(y.amount_fen), 0) AS BIGINT) FROM payment y WHERE y.region = $1 AND y.determination_id IN (
   SELECT d.id FROM determination d WHERE d.region = $1 AND d.subject_kind = 'injury' AND d.subject_id = i.id))";

/// The year of the earliest injury.
pub fn first_year(store: &mut Store, region: &str) -> Result<Option<i64>, Fault> {
    let sql = "SELECT COALESCE(MIN(injured_on), '') FROM injury WHERE region = $1";
    let first = store.one(sql, &[region.into()])?;
    Ok(first.text(0).get(..4).and_then(|year| year.parse().ok()))
}

/// Injuries, newest first.
pub fn cases(
    store: &mut Store,
    region: &str,
    filter: &Filter,
    window: Window,
) -> Result<Listing<CaseLine>, Fault> {
    let mut conditions = Conditions::of("i.", region);
    for (column, value) in [("severity", &filter.severity), ("cause", &filter.cause)] {
        if let Some(value) = value {
            let place = conditions.place(value);
            conditions.and(&format!("i.{column} = {place}"));
        }
    }
    if let Some(year) = &filter.year {
        let place = conditions.place(year);
        conditions.and(&format!("SUBSTR(i.injured_on, 1, 4) = {place}"));
    }
    if !filter.text.is_empty() {
        let place = conditions.place(contains(&filter.text));
        conditions.and(&format!(
            "(i.id LIKE {place} ESCAPE '\\' OR {COVER_NAME} LIKE {place} ESCAPE '\\')"
        ));
    }
    let count = format!("SELECT COUNT(*) FROM injury i WHERE {}", conditions.text);
    let total = store.one(&count, &conditions.values)?.int(0);
    let sql = shown(&mut conditions, window);
    let rows = store.query(&sql, &conditions.values)?;
    Ok(Listing {
        rows: rows.iter().map(line).collect(),
        total,
    })
}

/// The page is cut out first: asked for in one go, SQLite works out what happened to every injury of the region, then sorts
/// and throws away all but one page.
fn shown(conditions: &mut Conditions, window: Window) -> String {
    let (size, offset) = (
        conditions.place(window.size),
        conditions.place(window.offset()),
    );
    format!(
        "WITH i AS MATERIALIZED (
           SELECT i.id, i.injured_on, i.noticed_on, i.cause, i.severity, i.person_id, i.cover_kind, i.cover_id
           FROM injury i WHERE {} ORDER BY i.injured_on DESC, i.id DESC LIMIT {size} OFFSET {offset})
         SELECT i.id, i.injured_on, i.noticed_on, i.cause, i.severity, {NAME}, i.cover_kind, i.cover_id, {COVER_NAME},
                {LAST_EVENT}, {DETERMINATIONS}, {PAID}
         FROM i ORDER BY i.injured_on DESC, i.id DESC",
        conditions.text
    )
}

fn line(row: &Row) -> CaseLine {
    let text = |index: usize| row.opt_text(index).unwrap_or_default().to_owned();
    CaseLine {
        id: text(0),
        injured_on: text(1),
        noticed_on: text(2),
        cause: text(3),
        severity: text(4),
        person_name: text(5),
        cover_kind: text(6),
        cover_id: text(7),
        cover_name: text(8),
        last_event: row.opt_text(9).map(str::to_owned),
        determinations: row.int(10),
        paid_fen: row.int(11),
    }
}

/// The injury of that number.
pub fn injury(store: &mut Store, region: &str, id: &str) -> Result<Option<InjuryRow>, Fault> {
    let mut rows =
        store.select::<InjuryRow>("region = $1 AND id = $2", &[region.into(), id.into()])?;
    Ok(rows.pop())
}

/// The person as known now.
pub fn person(store: &mut Store, region: &str, id: &str) -> Result<Option<EmployeeRow>, Fault> {
    let mut rows = store.select::<EmployeeRow>(
        "region = $1 AND id = $2 ORDER BY valid_from DESC, seq DESC LIMIT 1",
        &[region.into(), id.into()],
    )?;
    Ok(rows.pop())
}

/// What happened after the notice, in order of recording.
pub fn events(store: &mut Store, region: &str, injury: &str) -> Result<Vec<CaseEventRow>, Fault> {
    store.select::<CaseEventRow>(
        "region = $1 AND injury_id = $2 ORDER BY number",
        &[region.into(), injury.into()],
    )
}

/// The determinations of an injury (`injury`) or an old injury (`legacy`), oldest version first.
pub fn determinations(
    store: &mut Store,
    region: &str,
    subject_kind: &str,
    subject: &str,
) -> Result<Vec<DeterminationRow>, Fault> {
    store.select::<DeterminationRow>(
        "region = $1 AND subject_kind = $2 AND subject_id = $3 ORDER BY version",
        &[region.into(), subject_kind.into(), subject.into()],
    )
}

/// The determination of that number.
pub fn determination(
    store: &mut Store,
    region: &str,
    id: i64,
) -> Result<Option<DeterminationRow>, Fault> {
    let mut rows =
        store.select::<DeterminationRow>("region = $1 AND id = $2", &[region.into(), id.into()])?;
    Ok(rows.pop())
}

/// The lines of a determination.
pub fn lines(store: &mut Store, region: &str, id: i64) -> Result<Vec<BenefitLineRow>, Fault> {
    store.select::<BenefitLineRow>(
        "region = $1 AND determination_id = $2 ORDER BY line",
        &[region.into(), id.into()],
    )
}

/// A payment, the day its batch was paid and the voucher that booked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    pub payment: PaymentRow,
    pub paid_on: String,
    pub voucher_id: i64,
}

/// The payments that rest on a determination, oldest first.
pub fn payments(store: &mut Store, region: &str, determination: i64) -> Result<Vec<Paid>, Fault> {
    let sql = format!(
        "SELECT {}, b.paid_on, b.voucher_id FROM payment y JOIN pay_batch b ON b.region = y.region AND b.id = y.batch_id
         WHERE y.region = $1 AND y.determination_id = $2 ORDER BY b.paid_on, y.line, y.id",
        PaymentRow::select_list("y.")
    );
    let values: [Value; 2] = [region.into(), determination.into()];
    let width = PaymentRow::COLUMNS.len();
    let rows = store.query(&sql, &values)?;
    Ok(rows
        .iter()
        .map(|row| Paid {
            payment: PaymentRow::from_row(row),
            paid_on: row.text(width).to_owned(),
            voucher_id: row.int(width + 1),
        })
        .collect())
}

/// The matter behind a journal entry.
pub fn matter_of(store: &mut Store, region: &str, seq: i64) -> Result<Option<i64>, Fault> {
    let rows = store.query(
        "SELECT matter_id FROM journal WHERE region = $1 AND seq = $2",
        &[region.into(), seq.into()],
    )?;
    Ok(rows.first().map(|row| row.int(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::plan;

    /// Sixteen seconds for a county of a million: what happened to each injury was worked out before the page was cut, and a
    /// payment's determination was looked for among all of the region.
    #[test]
    fn a_page_looks_only_into_its_own_cases() {
        let window = Window {
            number: 2,
            size: 30,
        };
        let mut conditions = Conditions::of("i.", "431123");
        let sql = shown(&mut conditions, window);
        let plan = plan(&sql, &conditions.values);
        let (cut, rest) = plan.split_at(plan.iter().position(|line| *line == "SCAN i").unwrap());
        assert_eq!(cut[0], "MATERIALIZE i", "{plan:?}");
        let wide = rest.iter().find(|line| line.ends_with("(region=?)"));
        assert_eq!(wide, None, "{plan:?}");
    }
}
