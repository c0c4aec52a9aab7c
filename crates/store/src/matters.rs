//! Matters and their steps: the rows behind 受理 → 初审 → 复核 → 审批.

use crate::engine::{Fault, Store};
use crate::tables::{ApprovalRow, MatterRow, StepHolderRow, StepRow};
use crate::value::Value;

/// The next free number of a table whose rows are numbered within the region.
pub fn next_id(store: &mut Store, table: &str, region: &str) -> Result<i64, Fault> {
    let sql = format!("SELECT COALESCE(MAX(id), 0) + 1 FROM {table} WHERE region = $1");
    next_number(store, table, &sql, &[region.into()])
}

/// The number `sql` finds for the scope, or the one remembered.
pub(crate) fn next_number(
    store: &mut Store,
    table: &str,
    sql: &str,
    scope: &[Value],
) -> Result<i64, Fault> {
    if let Some(number) = (store.memory()).and_then(|memory| memory.number(table, scope)) {
        return Ok(number);
    }
    let number = store.one(sql, scope)?.int(0);
    if let Some(memory) = store.memory() {
        memory.keep_number(table, scope, number);
    }
    Ok(number)
}

pub fn matter(store: &mut Store, region: &str, id: i64) -> Result<Option<MatterRow>, Fault> {
    let mut rows =
        store.select::<MatterRow>("region = $1 AND id = $2", &[region.into(), id.into()])?;
    Ok(rows.pop())
}

/// The keys of all requests, of every region the session sees.
pub fn each_request(store: &mut Store, mut take: impl FnMut(&str)) -> Result<(), Fault> {
    store.each("SELECT request_key FROM matter", &[], |row| {
        take(row.text(0));
        Ok(())
    })
}

/// The matter made from the same request before, if any: a repeated click does not make a second one.
pub fn matter_of_request(
    store: &mut Store,
    region: &str,
    request_key: &str,
) -> Result<Option<i64>, Fault> {
    if let Some(memory) = store.memory() {
        // One it does not know is taken for new; the unique key refuses a repeated one, which is then asked for alone.
        return Ok(memory.request(region, request_key));
    }
    let rows = store.query(
        "SELECT id FROM matter WHERE region = $1 AND request_key = $2",
        &[region.into(), request_key.into()],
    )?;
    Ok(rows.first().map(|row| row.int(0)))
}

/// The steps of a matter in the order they were taken.
pub fn steps(store: &mut Store, region: &str, id: i64) -> Result<Vec<StepRow>, Fault> {
    store.select::<StepRow>(
        "region = $1 AND matter_id = $2 ORDER BY number",
        &[region.into(), id.into()],
    )
}

/// Records a step; the person becomes its holder. A person who holds another step of the matter is refused by the key.
pub fn add_step(store: &mut Store, step: &StepRow) -> Result<(), Fault> {
    let key: [Value; 4] = [
        (&step.region).into(),
        step.matter_id.into(),
        (&step.actor_id).into(),
        (&step.kind).into(),
    ];
    let held = store.query(
        "SELECT kind FROM step_holder WHERE region = $1 AND matter_id = $2 AND actor_id = $3 AND kind = $4",
        &key,
    )?;
    if held.is_empty() {
        store.insert(&StepHolderRow {
            region: step.region.clone(),
            matter_id: step.matter_id,
            actor_id: step.actor_id.clone(),
            kind: step.kind.clone(),
        })?;
    }
    store.insert(step)
}

/// Whether the matter was approved, and when.
pub fn approval(store: &mut Store, region: &str, id: i64) -> Result<Option<ApprovalRow>, Fault> {
    let mut rows = store.select::<ApprovalRow>(
        "region = $1 AND matter_id = $2",
        &[region.into(), id.into()],
    )?;
    Ok(rows.pop())
}
