//! 附件2: the base-data table, every amount read from the department's budget and books.

use yiju_documents::{Block, Cell, Span, Table};
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use super::facts::{Facts, Stage, line_name};

/// Label key (or the line's own name), line of the budget, whether last year has a figure.
const ROWS: &[(&str, &str, bool)] = &[
    ("basic", "basic", true),
    ("public", "public", true),
    ("office", "office", true),
    ("utilities_travel", "utilities_travel", true),
    ("meeting_training", "meeting_training", true),
    ("three_public", "three_public", true),
    ("vehicle", "vehicle", true),
    ("vehicle_purchase", "vehicle_purchase", true),
    ("vehicle_running", "vehicle_running", true),
    ("abroad", "abroad", true),
    ("reception", "reception", true),
    ("project", "project", true),
    ("", "legacy_pooling", true),
    ("procurement", "procurement", false),
];

const STAGES: [Stage; 4] = [
    Stage::PriorOutturn,
    Stage::Initial,
    Stage::Adjusted,
    Stage::Outturn,
];

fn word(key: &str) -> String {
    words::word(Lang::Zh, &format!("evaluation.base.{key}"))
}

pub fn blocks(facts: &mut Facts<'_>) -> Result<Vec<Block>, Fault> {
    let year = facts.year.to_string();
    let prior = (facts.year - 1).to_string();
    let say = |key: &str| {
        words::text(
            Lang::Zh,
            &format!("evaluation.base.{key}"),
            &[("year", &year), ("prior", &prior)],
        )
    };
    let mut table = Table {
        name: "附件2".to_owned(),
        caption: None,
        unit: None,
        columns: vec![30, 13, 13, 13, 13, 18],
        header_rows: 0,
        rows: Vec::new(),
    };
    staff(facts, &mut table, &say)?;
    let heads = [
        "spending",
        "prior_outturn",
        "initial",
        "adjusted",
        "outturn",
        "remark",
    ];
    table
        .rows
        .push(heads.iter().map(|key| Cell::label(say(key))).collect());
    for (label, line, has_prior) in ROWS {
        let row = spending_row(facts, label, line, *has_prior)?;
        table.rows.push(row);
    }
    table.rows.push(adjustment_row(facts)?);
    buildings(&mut table);
    table.rows.push(vec![
        Cell::label(word("thrift")),
        Cell::new(word("thrift_text")).span(5, 1).start(),
    ]);
    Ok(vec![
        Block::attachment(word("attachment"), say("title")),
        table.into(),
        Block::note(word("note")),
    ])
}

fn staff(
    facts: &mut Facts<'_>,
    table: &mut Table,
    say: &dyn Fn(&str) -> String,
) -> Result<(), Fault> {
    let posts = facts.span("authorized_posts", "count")?;
    let filled = facts.span("filled_posts", "count")?;
    let (authorized, present) = (
        facts.value("authorized_posts")?.value,
        facts.value("filled_posts")?.value,
    );
    let rate =
        yiju_terms::exact::div_half_up(i128::from(present) * 10_000, i128::from(authorized.max(1)));
    table.rows.push(vec![
        Cell::label(say("staff")).span(1, 2),
        Cell::label(say("posts")).span(2, 1),
        Cell::label(say("filled")).span(2, 1),
        Cell::label(say("staff_rate")),
    ]);
    table.rows.push(vec![
        Cell::new(posts).span(2, 1),
        Cell::new(filled).span(2, 1),
        Cell::new(format!("{}%", super::score::shown(rate as i64))),
    ]);
    Ok(())
}

fn spending_row(
    facts: &mut Facts<'_>,
    label: &str,
    line: &str,
    has_prior: bool,
) -> Result<Vec<Cell>, Fault> {
    let name = match label {
        "" => format!("1．{}", line_name(line)),
        key => word(&format!("row.{key}")),
    };
    let mut row = vec![Cell::label(name).start()];
    for stage in STAGES {
        if stage == Stage::PriorOutturn && !has_prior {
            row.push(Cell::new("——"));
            continue;
        }
        row.push(Cell::new(facts.line(line, stage)?));
    }
    row.push(Cell::new(reason(facts, line)?).start());
    Ok(row)
}

/// The approved adjustment of a line, in words with its document.
pub fn reason(facts: &mut Facts<'_>, line: &str) -> Result<String, Fault> {
    let rows = yiju_store::books::budget(facts.store, facts.region.code(), facts.year)?;
    let mut reasons = Vec::new();
    for row in rows
        .iter()
        .filter(|row| row.stage == "adjustment" && row.line == line)
    {
        let amount = super::facts::wan(row.amount_fen);
        let args = [
            ("amount", amount.as_str()),
            ("reason", &row.reason),
            ("document", &row.document),
        ];
        reasons.push(words::text(Lang::Zh, "evaluation.base.adjustment", &args));
    }
    Ok(reasons.join("；"))
}

fn adjustment_row(facts: &mut Facts<'_>) -> Result<Vec<Cell>, Fault> {
    let change =
        facts.line_fen("basic", Stage::Adjusted)? - facts.line_fen("basic", Stage::Initial)?;
    Ok(vec![
        Cell::label(word("row.basic_adjustment")).start(),
        Cell::new("——"),
        Cell::new("0"),
        Cell::new(Span::figure(
            super::facts::wan(change),
            super::facts::line_key("basic", Stage::Adjusted),
        )),
        Cell::new(Span::figure(
            super::facts::wan(change),
            super::facts::line_key("basic", Stage::Adjusted),
        )),
        Cell::empty(),
    ])
}

fn buildings(table: &mut Table) {
    let heads = [
        "approved_area",
        "actual_area",
        "planned_cost",
        "actual_cost",
        "building_remark",
    ];
    let mut first = vec![Cell::label(word("buildings")).span(1, 2)];
    first.extend(heads.iter().map(|key| Cell::label(word(key))));
    table.rows.push(first);
    let none = word("none");
    table
        .rows
        .push((0..5).map(|_| Cell::new(none.clone())).collect());
}
