//! Moves regions between stores, of either engine: all of it or nothing, and proved before it stands.

use yiju_terms::digest::sm3_of;

use crate::engine::{Fault, Store};
use crate::journal;
use crate::partitions;
use crate::schema;
use crate::tables::{self, TableInfo};
use crate::value::Value;
use crate::verify::{self, Verdict};

/// One table of a region on one side: how many rows, the sum of each money column, and a fold of every row's digest in
/// which the order of the rows does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableProof {
    pub table: &'static str,
    pub rows: i64,
    pub sums_fen: Vec<(&'static str, i128)>,
    pub fold: u64,
}

/// A region that was moved, with the proof that held on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub region: String,
    pub tables: Vec<TableProof>,
    pub verdict: Verdict,
}

impl Moved {
    pub fn rows(&self) -> i64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// How far a move has come.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    pub region: &'a str,
    pub table: &'static str,
    pub rows: i64,
}

/// Rows between two words of progress.
const STRIDE: i64 = 50_000;

/// Which of the regions the store already holds.
pub fn present(store: &mut Store, regions: &[String]) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    if schema::version(store)?.is_none() {
        return Ok(found);
    }
    for region in regions {
        let count = store.one(
            "SELECT COUNT(*) FROM office WHERE region = $1",
            &[region.into()],
        )?;
        if count.int(0) > 0 {
            found.push(region.clone());
        }
    }
    Ok(found)
}

/// Every region the store holds an office of, in order.
pub fn regions(store: &mut Store) -> Result<Vec<String>, Fault> {
    let rows = store.query("SELECT region FROM office ORDER BY region", &[])?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// Moves the regions from one state of `from` into one transaction of `to`. A region that is there already, a proof that
/// fails or a chain that does not hold undoes everything. Rows pass one by one: memory does not grow with their number.
pub fn migrate(
    from: &mut Store,
    to: &mut Store,
    regions: &[String],
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Vec<Moved>, Fault> {
    from.snapshot(|from| {
        // A region that is not there, or out of this session's sight, would be "moved" as nothing.
        if present(from, regions)?.len() != regions.len() {
            return Err(failed("the source does not hold every region asked for"));
        }
        to.transaction(|to| {
            schema::prepare(to)?;
            let there = present(to, regions)?;
            if !there.is_empty() {
                return Err(failed(format!("the target holds {}", there.join(", "))));
            }
            regions
                .iter()
                .map(|region| move_region(from, to, region, progress))
                .collect()
        })
    })
}

fn failed(cause: impl std::fmt::Display) -> Fault {
    Fault::new("moving a region", cause)
}

fn move_region(
    from: &mut Store,
    to: &mut Store,
    region: &str,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Moved, Fault> {
    partitions::attach(to, region)?;
    let mut proofs = Vec::new();
    for table in tables::ALL {
        let sent = send(from, to, region, table, progress)?;
        let arrived = proof(to, region, table)?;
        if sent != arrived {
            return Err(failed(format!(
                "{region} {}: {sent:?} was sent, {arrived:?} arrived",
                table.name
            )));
        }
        proofs.push(sent);
    }
    let head = journal::head(from, region)?.digest;
    let expected = (head != journal::ORIGIN).then_some(head.as_str());
    let verdict = verify::verify(to, region, expected)?;
    if !verdict.breaks.is_empty() || verdict.head != head {
        return Err(failed(format!(
            "{region}: the chain does not hold at the target: {:?}",
            verdict.breaks
        )));
    }
    Ok(Moved {
        region: region.to_owned(),
        tables: proofs,
        verdict,
    })
}

fn select(table: &TableInfo) -> String {
    format!(
        "SELECT {} FROM {} WHERE region = $1",
        table.columns.join(", "),
        table.name
    )
}

fn send(
    from: &mut Store,
    to: &mut Store,
    region: &str,
    table: &'static TableInfo,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<TableProof, Fault> {
    let mut count = Count::of(table);
    to.bulk(table.name, table.columns, |bulk| {
        from.each(&select(table), &[region.into()], |row| {
            count.take(&row.0);
            if count.proof.rows % STRIDE == 0 {
                progress(Step {
                    region,
                    table: table.name,
                    rows: count.proof.rows,
                });
            }
            bulk.push(&row.0)
        })
    })?;
    progress(Step {
        region,
        table: table.name,
        rows: count.proof.rows,
    });
    Ok(count.proof)
}

/// What a table of a region holds.
pub fn proof(
    store: &mut Store,
    region: &str,
    table: &'static TableInfo,
) -> Result<TableProof, Fault> {
    let mut count = Count::of(table);
    store.each(&select(table), &[region.into()], |row| {
        count.take(&row.0);
        Ok::<(), Fault>(())
    })?;
    Ok(count.proof)
}

/// A proof while its rows pass.
struct Count {
    proof: TableProof,
    money: Vec<usize>,
}

impl Count {
    fn of(table: &'static TableInfo) -> Count {
        let is_money = |index: &usize| table.columns[*index].ends_with("_fen");
        let money: Vec<usize> = (0..table.columns.len()).filter(is_money).collect();
        Count {
            proof: TableProof {
                table: table.name,
                rows: 0,
                sums_fen: money.iter().map(|at| (table.columns[*at], 0)).collect(),
                fold: 0,
            },
            money,
        }
    }

    fn take(&mut self, values: &[Value]) {
        self.proof.rows += 1;
        for (at, sum) in self.money.iter().zip(&mut self.proof.sums_fen) {
            if let Value::Int(fen) = values[*at] {
                sum.1 += i128::from(fen);
            }
        }
        let digest = sm3_of(journal::row_line(self.proof.table, values).as_bytes());
        let head = digest.trim_start_matches("sm3:").get(..16);
        let number = head.and_then(|hex| u64::from_str_radix(hex, 16).ok());
        self.proof.fold = self.proof.fold.wrapping_add(number.unwrap_or_default());
    }
}
