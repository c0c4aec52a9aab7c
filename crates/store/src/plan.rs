//! What SQLite means to do for a statement: for the tests that look at it instead of at the clock.

use crate::engine::Store;
use crate::value::Value;

/// The steps of the plan, in an empty store.
pub fn plan(sql: &str, values: &[Value]) -> Vec<String> {
    let mut store = Store::open("sqlite::memory:").unwrap();
    crate::schema::prepare(&mut store).unwrap();
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    let steps = store.query(&explain, values).unwrap();
    steps.iter().map(|row| row.text(3).to_owned()).collect()
}
