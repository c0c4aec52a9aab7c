//! No statement of a figure compares every row of one list with every row of another: time must not grow with the square.

use std::collections::{BTreeMap, BTreeSet};

use yiju_figures::Rows;
use yiju_lawbook::Lawbook;
use yiju_store::{Fault, Row, Store, Value};
use yiju_terms::Lang;

use crate::rows::{REGION, YEAR};
use crate::year::fill;

/// Keeps SQLite's plan of each statement it is asked.
struct Planned<'a> {
    store: &'a mut Store,
    plans: BTreeMap<String, Vec<Row>>,
}

impl Rows for Planned<'_> {
    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let plan = self
            .store
            .query(&format!("EXPLAIN QUERY PLAN {sql}"), values)?;
        self.plans.insert(sql.to_owned(), plan);
        Store::each(self.store, sql, values, take)
    }

    fn keep_to(&self, region: &str) -> Result<(), Fault> {
        Store::keep_to(self.store, region)
    }
}

/// The steps of a plan that are done once for each row of another one, and walk a whole list or a whole region.
fn squares(plan: &[Row]) -> Vec<&str> {
    let (mut looped, mut begun, mut found) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for step in plan {
        let (id, within, says) = (step.int(0), step.int(1), step.text(3));
        if looped.contains(&within) || says.starts_with("CORRELATED") {
            looped.insert(id);
        }
        if !says.starts_with("SCAN") && !says.starts_with("SEARCH") {
            continue;
        }
        let again = looped.contains(&within) || !begun.insert(within);
        let walks = says.starts_with("SCAN") && !says.contains("CONSTANT ROW");
        let wide = says.trim_end_matches(" LEFT-JOIN").ends_with("(region=?)");
        if again && (walks || wide) {
            found.push(says);
        }
    }
    found
}

#[test]
fn no_figure_compares_every_row_with_every_row() {
    let mut place = crate::places("plans").swap_remove(0);
    fill(&mut place.store);
    let region = REGION.parse().unwrap();
    let mut planned = Planned {
        store: &mut place.store,
        plans: BTreeMap::new(),
    };
    for figure in yiju_figures::all() {
        let book = Lawbook::builtin();
        yiju_figures::compute(&mut planned, book, &region, YEAR, figure.stem).unwrap();
        yiju_figures::drill(
            &mut planned,
            book,
            &region,
            YEAR,
            figure.stem,
            Lang::Zh,
            100,
        )
        .unwrap();
    }
    assert!(planned.plans.len() > 100, "{}", planned.plans.len());
    for (sql, plan) in &planned.plans {
        assert_eq!(squares(plan), Vec::<&str>::new(), "{sql}");
    }
}

#[test]
fn a_square_is_seen() {
    let mut place = crate::places("square").swap_remove(0);
    fill(&mut place.store);
    // `+` keeps SQLite from making an index for the moment.
    let sql = "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM injury i LEFT JOIN employer u ON u.region = i.region AND +u.id = +i.cover_id WHERE i.region = $1";
    let plan = place.store.query(sql, &[REGION.into()]).unwrap();
    assert_eq!(squares(&plan).len(), 1);
}
