//! 附件4, 附件5, 附件6: the project's report and table, and the roster of contacts (names only).

use yiju_documents::{Block, Cell, Table};
use yiju_store::Fault;
use yiju_store::tables::ActorRow;
use yiju_terms::{Lang, words};

use super::department::{fund_head, fund_total, goals};
use super::facts::{Facts, Stage};
use super::narrative::said;
use super::sheet::{Sheet, money, table};

fn word(key: &str) -> String {
    words::word(Lang::Zh, &format!("evaluation.project.{key}"))
}

fn titled(facts: &Facts<'_>, key: &str) -> String {
    let year = facts.year.to_string();
    words::text(
        Lang::Zh,
        &format!("evaluation.project.{key}"),
        &[("year", &year)],
    )
}

/// 附件4: a form, not prose.
pub fn report(facts: &mut Facts<'_>, sheet: &Sheet) -> Result<Vec<Block>, Fault> {
    let mut table = Table {
        name: "附件4".to_owned(),
        caption: None,
        unit: None,
        columns: vec![18, 24, 58],
        header_rows: 0,
        rows: Vec::new(),
    };
    let initial = facts.line(sheet.budget_line, Stage::Adjusted)?;
    let groups: [(&str, &[&str]); 3] = [
        ("about", &["name", "budget", "supervisor", "purpose"]),
        ("performance", &["management", "reached"]),
        ("issues", &["problems", "measures", "other"]),
    ];
    for (group, rows) in groups {
        for (index, key) in rows.iter().enumerate() {
            let content = match *key {
                "name" => vec![yiju_documents::Span::text(sheet.form.name.clone())],
                "budget" => vec![
                    initial.clone(),
                    yiju_documents::Span::text(word("wan_yuan")),
                ],
                "supervisor" => vec![yiju_documents::Span::text(facts.office.department.clone())],
                key => said(facts, &format!("evaluation.project.text.{key}"), &[])?,
            };
            let mut row = Vec::new();
            if index == 0 {
                row.push(Cell::label(word(group)).span(1, rows.len()));
            }
            row.push(Cell::label(word(&format!("label.{key}"))));
            row.push(Cell::new(content).start());
            table.rows.push(row);
        }
    }
    Ok(vec![
        Block::attachment("附件4", titled(facts, "report_title")),
        table.into(),
        Block::note(super::filled_in(facts)),
    ])
}

/// 附件5.
pub fn evaluation(facts: &mut Facts<'_>, sheet: &Sheet) -> Result<Vec<Block>, Fault> {
    let mut table = table("附件5");
    table.rows.push(vec![
        Cell::label(word("name_row")).span(2, 1),
        Cell::new(sheet.form.name.clone()).span(6, 1),
    ]);
    table.rows.push(vec![
        Cell::label(word("supervisor_row")).span(2, 1),
        Cell::new(facts.office.department.clone()).span(2, 1),
        Cell::label(word("unit_row")),
        Cell::new(facts.office.name.clone()).span(3, 1),
    ]);
    table.rows.push(fund_head(5));
    table.rows.push(fund_total(sheet));
    let line = sheet.budget_line;
    table.rows.push(vec![
        Cell::label(word("appropriation")),
        money(sheet.initial_fen, line, Stage::Initial),
        money(sheet.adjusted_fen, line, Stage::Adjusted),
        money(sheet.outturn_fen, line, Stage::Outturn),
        Cell::new("—"),
        Cell::new("—"),
        Cell::new("—"),
    ]);
    for key in ["carried_over", "other_funds"] {
        let mut row = vec![Cell::label(word(key))];
        row.extend((0..3).map(|_| Cell::new("0")));
        row.extend((0..3).map(|_| Cell::new("—")));
        table.rows.push(row);
    }
    table.rows.extend(goals(facts, "project")?);
    table.rows.extend(sheet.indicator_rows());
    Ok(vec![
        Block::attachment("附件5", titled(facts, "table_title")),
        table.into(),
        Block::note(super::filled_in(facts)),
    ])
}

/// 附件6: names and duties; private telephone numbers are not published.
pub fn roster(facts: &mut Facts<'_>) -> Result<Vec<Block>, Fault> {
    let people = yiju_store::register::staff(facts.store, facts.region.code())?;
    let mut table = Table {
        name: "附件6".to_owned(),
        caption: None,
        unit: None,
        columns: vec![20, 24, 26, 30],
        header_rows: 1,
        rows: vec![
            ["role_row", "person", "duty", "phone"]
                .iter()
                .map(|key| Cell::label(word(key)))
                .collect(),
        ],
    };
    for (key, role) in [("leader", "director"), ("contact", "accountant")] {
        let person = people.iter().find(|actor: &&ActorRow| actor.role == role);
        let name = person.map_or_else(String::new, |actor| actor.name.clone());
        table.rows.push(vec![
            Cell::label(word(key)),
            Cell::new(name),
            Cell::new(words::word(Lang::Zh, &format!("role.{role}"))),
            Cell::new(word("no_private_phone")),
        ]);
    }
    let title = words::text(
        Lang::Zh,
        "evaluation.project.roster_title",
        &[("office", &facts.office.name)],
    );
    Ok(vec![Block::attachment("附件6", title), table.into()])
}
