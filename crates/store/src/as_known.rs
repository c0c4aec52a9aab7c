//! Reading by two dates: what held on a day (`valid_from`), as it was known at an entry of the journal (`seq`).

use crate::engine::{Fault, Store};
use crate::register::{Cover, CoveredWage};
use crate::tables::{AssessmentRow, DeterminationRow, EmployerRow, LegacyInjuryRow};
use crate::value::Row;

/// Every version of cover with every version of the wage there, by employer, person and version: walked by two keys.
const COVERED_WAGES: &str = "SELECT c.cover_id, c.person_id, c.state, w.wage_fen, c.seq, w.seq
     FROM enrollment c CROSS JOIN wage_declaration w
     WHERE c.region = $1 AND c.cover_kind = 'employer' AND c.valid_from <= $2
       AND w.region = c.region AND w.employer_id = c.cover_id AND w.person_id = c.person_id AND w.valid_from <= $3
     ORDER BY c.cover_id, c.person_id, c.valid_from, c.seq, w.valid_from, w.seq";

/// Gives everyone under cover at an employer on `day`, with the wage in force for `month`, as known at `seq`, one by one,
/// however many they are; ordered by employer and person.
pub fn covered_wages<E: From<Fault>>(
    store: &mut Store,
    region: &str,
    (day, month): (&str, &str),
    seq: i64,
    mut take: impl FnMut(CoveredWage<'_>) -> Result<(), E>,
) -> Result<(), E> {
    // Read in the order of both keys, so that nothing is sorted: of a person's versions the last row holds. Picking it in
    // the statement would sort both histories first. So would a condition on `seq`, which SQLite would answer from the
    // index of entries: rows are read by entry then, in no order of the keys. CROSS JOIN has SQLite begin with the cover.
    let mut last: Option<Row> = None;
    let mut give = |row: &Row| match row.text(2) {
        "on" => take(CoveredWage {
            employer_id: row.text(0),
            wage_fen: row.int(3),
        }),
        _ => Ok(()),
    };
    store.each::<E>(
        COVERED_WAGES,
        &[region.into(), day.into(), month.into()],
        |row| {
            if row.int(4).max(row.int(5)) > seq {
                return Ok(());
            }
            let same = |last: &&Row| last.0[..2] == row.0[..2];
            if let Some(done) = last.as_ref().filter(|last| !same(last)) {
                give(done)?;
            }
            last = Some(row);
            Ok(())
        },
    )?;
    last.as_ref().map_or(Ok(()), give)
}

/// Employers as they are on a day and were known at `seq`, active ones only, by number.
pub fn employers_on(
    store: &mut Store,
    region: &str,
    day: &str,
    seq: i64,
) -> Result<Vec<EmployerRow>, Fault> {
    let mut rows = store.select::<EmployerRow>(
        "region = $1 AND valid_from <= $2 AND +seq <= $3 AND NOT EXISTS (
           SELECT 1 FROM employer later WHERE later.region = $1 AND later.id = employer.id
             AND later.valid_from <= $2 AND +later.seq <= $3 AND (later.valid_from > employer.valid_from
               OR (later.valid_from = employer.valid_from AND later.seq > employer.seq)))
         ORDER BY id",
        &[region.into(), day.into(), seq.into()],
    )?;
    rows.retain(|employer| employer.state == "active");
    Ok(rows)
}

/// Whether a person was under cover somewhere on a day, as known at `seq`.
pub fn is_covered(
    store: &mut Store,
    region: &str,
    cover: Cover<'_>,
    person_id: &str,
    (on, seq): (&str, i64),
) -> Result<bool, Fault> {
    let rows = store.query(
        "SELECT state FROM enrollment
         WHERE region = $1 AND cover_kind = $2 AND cover_id = $3 AND person_id = $4 AND valid_from <= $5 AND +seq <= $6
         ORDER BY valid_from DESC, seq DESC LIMIT 1",
        &[
            region.into(),
            cover.kind.into(),
            cover.id.into(),
            person_id.into(),
            on.into(),
            seq.into(),
        ],
    )?;
    Ok(rows.first().is_some_and(|row| row.text(0) == "on"))
}

/// An old injury as it stood on a day, as known at `seq`.
pub fn legacy_injury(
    store: &mut Store,
    region: &str,
    id: &str,
    (on, seq): (&str, i64),
) -> Result<Option<LegacyInjuryRow>, Fault> {
    let mut rows = store.select::<LegacyInjuryRow>(
        "region = $1 AND id = $2 AND valid_from <= $3 AND +seq <= $4 ORDER BY valid_from DESC, seq DESC LIMIT 1",
        &[region.into(), id.into(), on.into(), seq.into()],
    )?;
    Ok(rows.pop())
}

/// The last determination by the facts of a case, decided by a day, as known at `seq`. Bills determined later stand beside
/// it and take its place in nothing.
pub fn last_determination(
    store: &mut Store,
    region: &str,
    (kind, id): (&str, &str),
    (on, seq): (&str, i64),
) -> Result<Option<DeterminationRow>, Fault> {
    let mut rows = store.select::<DeterminationRow>(
        "region = $1 AND subject_kind = $2 AND subject_id = $3 AND decided_on <= $4 AND +seq <= $5
           AND facts LIKE '{%' ORDER BY version DESC LIMIT 1",
        &[region.into(), kind.into(), id.into(), on.into(), seq.into()],
    )?;
    Ok(rows.pop())
}

/// Every assessment of a payer for a month, oldest first.
pub fn assessments(
    store: &mut Store,
    region: &str,
    (kind, id): (&str, &str),
    month: &str,
) -> Result<Vec<AssessmentRow>, Fault> {
    store.select::<AssessmentRow>(
        "region = $1 AND payer_kind = $2 AND payer_id = $3 AND month = $4 ORDER BY seq",
        &[region.into(), kind.into(), id.into(), month.into()],
    )
}

/// A register row that came after an assessment and reaches into its month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// `employer`, `enrollment` or `wage_declaration`.
    pub table: String,
    pub seq: i64,
    pub valid_from: String,
    pub rows: i64,
}

/// What the register learnt of an employer after `seq` that holds on `day` (wages: for `month`), one line an entry.
pub fn register_news(
    store: &mut Store,
    region: &str,
    employer_id: &str,
    (day, month): (&str, &str),
    seq: i64,
) -> Result<Vec<News>, Fault> {
    let rows = store.query(
        "SELECT 'employer', +seq, MIN(valid_from), COUNT(*) FROM employer
           WHERE region = $1 AND id = $2 AND +seq > $3 AND valid_from <= $4 GROUP BY +seq
         UNION ALL SELECT 'enrollment', +seq, MIN(valid_from), COUNT(*) FROM enrollment
           WHERE region = $1 AND cover_kind = 'employer' AND cover_id = $2 AND +seq > $3 AND valid_from <= $4 GROUP BY +seq
         UNION ALL SELECT 'wage_declaration', +seq, MIN(valid_from), COUNT(*) FROM wage_declaration
           WHERE region = $1 AND employer_id = $2 AND +seq > $3 AND valid_from <= $5 GROUP BY +seq
         ORDER BY 2, 1",
        &[
            region.into(),
            employer_id.into(),
            seq.into(),
            day.into(),
            month.into(),
        ],
    )?;
    let news = |row: &crate::Row| News {
        table: row.text(0).to_owned(),
        seq: row.int(1),
        valid_from: row.text(2).to_owned(),
        rows: row.int(3),
    };
    Ok(rows.iter().map(news).collect())
}

/// An entry of the journal with the matter behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub seq: i64,
    pub recorded_on: String,
    pub effect: String,
    pub matter_id: i64,
    pub subject: String,
}

pub fn entry(store: &mut Store, region: &str, seq: i64) -> Result<Option<Entry>, Fault> {
    let rows = store.query(
        "SELECT j.seq, j.recorded_on, j.effect, j.matter_id, m.subject FROM journal j
         JOIN matter m ON m.region = j.region AND m.id = j.matter_id WHERE j.region = $1 AND j.seq = $2",
        &[region.into(), seq.into()],
    )?;
    Ok(rows.first().map(|row| Entry {
        seq: row.int(0),
        recorded_on: row.text(1).to_owned(),
        effect: row.text(2).to_owned(),
        matter_id: row.int(3),
        subject: row.text(4).to_owned(),
    }))
}

/// The account a person was last paid into (its last four digits).
pub fn last_account(
    store: &mut Store,
    region: &str,
    person_id: &str,
) -> Result<Option<String>, Fault> {
    let rows = store.query(
        "SELECT account_tail FROM payment WHERE region = $1 AND person_id = $2 ORDER BY +id DESC LIMIT 1",
        &[region.into(), person_id.into()],
    )?;
    Ok(rows.first().map(|row| row.text(0).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::plan;

    /// SQLite read the people by entry of the journal and sorted them: a county ten times as large took fifteen times as
    /// long from the disk.
    #[test]
    fn covered_wages_are_not_sorted() {
        let steps = [
            "SEARCH c USING INDEX sqlite_autoindex_enrollment_1 (region=? AND cover_kind=?)",
            "SEARCH w USING INDEX sqlite_autoindex_wage_declaration_1 (region=? AND employer_id=? AND person_id=? AND valid_from<?)",
        ];
        let plan = plan(
            COVERED_WAGES,
            &["431123".into(), "2024-01-31".into(), "2024-01".into()],
        );
        assert_eq!(plan, steps);
    }
}
