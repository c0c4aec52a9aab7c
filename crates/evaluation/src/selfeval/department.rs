//! 附件3: the department's table — funds, goals, indicators, points.

use yiju_documents::{Block, Cell, Span};
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use super::facts::{Facts, Stage};
use super::narrative::said;
use super::score::shown;
use super::sheet::{Sheet, money, table};

fn word(key: &str) -> String {
    words::word(Lang::Zh, &format!("evaluation.table.{key}"))
}

pub fn blocks(facts: &mut Facts<'_>, sheet: &Sheet) -> Result<Vec<Block>, Fault> {
    let year = facts.year.to_string();
    let title = words::text(
        Lang::Zh,
        "evaluation.table.department_title",
        &[("year", &year)],
    );
    let mut table = table("附件3");
    table.rows.push(vec![
        Cell::label(word("department")).span(2, 1),
        Cell::new(facts.office.name.clone()).span(6, 1),
    ]);
    table.rows.extend(funds(facts, sheet)?);
    table.rows.extend(goals(facts, "department")?);
    table.rows.extend(sheet.indicator_rows());
    Ok(vec![
        Block::attachment("附件3", title),
        table.into(),
        Block::note(super::filled_in(facts)),
    ])
}

/// The head of the funds block: initial, adjusted, outturn, points, rate, score.
pub fn fund_head(rows: usize) -> Vec<Cell> {
    let mut row = vec![
        Cell::label(word("funds")).span(1, rows),
        Cell::label("").span(1, 1),
    ];
    for key in ["initial", "adjusted", "outturn", "points", "rate", "score"] {
        row.push(Cell::label(word(key)));
    }
    row
}

/// The row of the year's total.
pub fn fund_total(sheet: &Sheet) -> Vec<Cell> {
    let line = sheet.budget_line;
    vec![
        Cell::label(word("year_total")),
        money(sheet.initial_fen, line, Stage::Initial),
        money(sheet.adjusted_fen, line, Stage::Adjusted),
        money(sheet.outturn_fen, line, Stage::Outturn),
        Cell::new(sheet.form.execution_points.to_string()),
        Cell::new(sheet.execution_rate()),
        Cell::new(shown(sheet.execution_score)),
    ]
}

fn funds(facts: &mut Facts<'_>, sheet: &Sheet) -> Result<Vec<Vec<Cell>>, Fault> {
    let total = facts.line("total", Stage::Outturn)?;
    let basic = facts.line("basic", Stage::Outturn)?;
    let project = facts.line("project", Stage::Outturn)?;
    let pair = |label: &str, amount: Span| {
        Cell::new(vec![Span::text(word(label)), amount])
            .span(4, 1)
            .start()
    };
    let none = |label: &str| Cell::new(format!("{}0", word(label))).span(4, 1).start();
    let half = |cell: Cell| Cell { colspan: 3, ..cell };
    Ok(vec![
        fund_head(6),
        fund_total(sheet),
        vec![
            half(pair("by_income", total.clone())),
            pair("by_nature", total.clone()),
        ],
        vec![half(pair("general_budget", total)), pair("basic", basic)],
        vec![half(none("government_fund")), pair("project", project)],
        vec![half(none("other_income")), none("other_expenditure")],
    ])
}

/// Expected goals beside what was reached.
pub fn goals(facts: &mut Facts<'_>, form: &str) -> Result<Vec<Vec<Cell>>, Fault> {
    let expected = said(facts, &format!("evaluation.goal.{form}.expected"), &[])?;
    let reached = said(facts, &format!("evaluation.goal.{form}.reached"), &[])?;
    Ok(vec![
        vec![
            Cell::label(word("goals")).span(1, 2),
            Cell::label(word("expected")).span(3, 1),
            Cell::label(word("reached")).span(4, 1),
        ],
        vec![
            Cell::new(expected).span(3, 1).start(),
            Cell::new(reached).span(4, 1).start(),
        ],
    ])
}
