//! The engine's rows brought together, and looked at before anything is made of them: nothing lost, nothing twice.

use std::collections::BTreeMap;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::{Int32Type, Int64Type};
use yiju_terms::Region;

use crate::Stop;
use crate::files::manifest::{EMPLOYERS, PEOPLE};
use crate::files::people::damaged;
use crate::files::{FileEntry, Manifest, fault};
use crate::law::number;
use crate::own::same_sums;
use crate::totals::Line;

/// The lines of a region, and the sums of what they were made of.
#[derive(Default)]
struct Part {
    lines: Vec<Line>,
    wages_fen: i64,
    risk_class: i64,
    experience_tier: i64,
}

/// What came of each region.
#[derive(Default)]
pub struct Collected {
    regions: BTreeMap<i32, Part>,
}

impl Collected {
    /// Takes rows of `region, employer, people, wages, base, amount, unreduced, at base rate, provisional, class, tier`.
    pub fn take(&mut self, batch: &RecordBatch) -> Result<(), Stop> {
        let wrong = || fault("reading the engine's rows", "columns of other types");
        let number = |at: usize| batch.column(at).as_primitive_opt::<Int32Type>();
        let long = |at: usize| batch.column(at).as_primitive_opt::<Int64Type>();
        let (region, employer) = number(0).zip(number(1)).ok_or_else(wrong)?;
        let columns: Option<Vec<_>> = (2..11).map(long).collect();
        let columns = columns.ok_or_else(wrong)?;
        for row in 0..batch.num_rows() {
            let of = |at: usize| columns[at].value(row);
            let (amount, unreduced, at_base_rate) = (of(3), of(4), of(5));
            let entry = self.regions.entry(region.value(row)).or_default();
            entry.lines.push(Line {
                region: region.value(row),
                employer: employer.value(row),
                people: of(0),
                base_fen: of(2),
                amount_fen: amount,
                relief_local_fen: at_base_rate - unreduced,
                relief_temporary_fen: unreduced - amount,
                provisional: of(6) == 1,
            });
            let added = entry.wages_fen.checked_add(of(1));
            entry.wages_fen =
                added.ok_or_else(|| fault("adding up wages", "the sum is too large"))?;
            entry.risk_class += of(0) * of(7);
            entry.experience_tier += of(0) * of(8);
        }
        Ok(())
    }

    /// The lines of each region in the employers' order. An error where employers, people or wages are not those of the
    /// manifest: rows were lost, or came twice.
    pub fn checked(
        mut self,
        manifest: &Manifest,
        month: &str,
    ) -> Result<Vec<(Region, Vec<Line>)>, Stop> {
        let mut found = Vec::new();
        for people in manifest.files_of(PEOPLE, Some(month)) {
            let code = number(&people.region);
            let mut part = self.regions.remove(&code).unwrap_or_default();
            part.lines.sort_unstable_by_key(|line| line.employer);
            let employers = manifest
                .files_of(EMPLOYERS, Some(month))
                .find(|file| file.region == people.region)
                .ok_or_else(|| damaged(people, "no file of employers"))?;
            fits(people, employers, &part)?;
            found.push((people.region.clone(), part.lines));
        }
        match self.regions.keys().next() {
            None => Ok(found),
            Some(code) => Err(fault(
                "checking the result",
                format!("region {code} is not in the manifest"),
            )
            .into()),
        }
    }
}

fn fits(people: &FileEntry, employers: &FileEntry, part: &Part) -> Result<(), Stop> {
    let lines = &part.lines;
    let in_order = (0..).zip(lines).all(|(at, line)| line.employer == at);
    let count = lines.iter().map(|line| line.people).sum::<i64>();
    let complete =
        in_order && lines.len() as u64 == employers.rows && u64::try_from(count) == Ok(people.rows);
    if !complete {
        let found = format!(
            "{} ≠ {} employers, {count} ≠ {} people",
            lines.len(),
            employers.rows,
            people.rows
        );
        return Err(damaged(people, found));
    }
    let sums = [
        ("wage_fen", part.wages_fen),
        ("risk_class", part.risk_class),
        ("experience_tier", part.experience_tier),
    ];
    same_sums(people, &sums).map_err(|why| damaged(people, why))
}
