//! 附录: where the county's printed report of 2023 says otherwise — printed, from the books, and why.

use yiju_documents::{Block, Cell, Table};
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use super::facts::Facts;
use super::narrative::{Extra, said};

/// The year whose printed report the appendix is about.
pub const YEAR: i16 = 2023;

const ROWS: &[&str] = &[
    "points",
    "completion",
    "old_injuries",
    "relief",
    "execution",
    "budget_column",
    "procurement",
];

pub fn blocks(facts: &mut Facts<'_>, extra: Extra<'_>) -> Result<Vec<Block>, Fault> {
    let word = |key: &str| words::word(Lang::Zh, &format!("evaluation.appendix.{key}"));
    let mut table = Table {
        name: "附录".to_owned(),
        caption: None,
        unit: None,
        columns: vec![20, 18, 22, 40],
        header_rows: 1,
        rows: vec![
            ["item", "printed", "booked", "why"]
                .iter()
                .map(|key| Cell::label(word(key)))
                .collect(),
        ],
    };
    for row in ROWS {
        let cell = |facts: &mut Facts<'_>, part: &str| {
            said(facts, &format!("evaluation.appendix.{row}.{part}"), extra)
        };
        table.rows.push(vec![
            Cell::label(cell(facts, "item")?),
            Cell::new(cell(facts, "printed")?),
            Cell::new(cell(facts, "booked")?),
            Cell::new(cell(facts, "why")?).start(),
        ]);
    }
    Ok(vec![
        Block::attachment(word("label"), word("title")),
        Block::note(word("note")),
        table.into(),
    ])
}
