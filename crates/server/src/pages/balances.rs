//! 科目余额表: every account of a book before, within and after a period; each leads to its vouchers. Also as a workbook.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;
use yiju_actions::balances::trial_balance;
use yiju_documents::{Block, Cell, Document, Table, xlsx};
use yiju_ledger::Ledger;
use yiju_ledger::statements::{Columns, TrialBalance, TrialRow};
use yiju_terms::Money;

use super::Answer;
use super::period::Period;
use super::shared::{address, badge};
use super::statements::checks;
use super::vouchers::ledger_tabs;
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{money_cell, yuan};
use crate::layout::{self, Page};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    ledger: String,
    /// `2023` or `2023-05`.
    period: String,
}

/// What is shown: a book and a period.
#[derive(Clone, Copy)]
struct Chosen {
    ledger: Ledger,
    period: Period,
}

impl Chosen {
    fn read(desk: &Desk<'_>, asked: &Asked) -> Result<Chosen, Trouble> {
        Ok(Chosen {
            ledger: Ledger::asked(&asked.ledger).ok_or(Trouble::Unreadable)?,
            period: Period::read(desk, &asked.period)?,
        })
    }

    fn balances(self, desk: &mut Desk<'_>) -> Result<TrialBalance, Trouble> {
        let (region, days) = (desk.code(), self.period.days()?);
        Ok(trial_balance(desk.store, &region, self.ledger, days)?)
    }

    fn address(self, path: &str) -> String {
        let (ledger, period) = (self.ledger.stem(), self.period.text());
        address(path, &[("ledger", ledger), ("period", &period)])
    }
}

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let chosen = Chosen::read(desk, asked)?;
    let found = chosen.balances(desk)?;
    let (ledger, period) = (chosen.ledger, chosen.period);
    let body = html! {
        (ledger_tabs(desk, ledger, "/balances", &period.text()))
        (period.form(desk, "/balances", &[("ledger", ledger.stem())]))
        div.card {
            @if found.rows.is_empty() { (layout::nothing(desk.lang)) } @else {
                (layout::table(&headers(desk), rows(chosen, &found), Some(total(desk, &found))))
                (checks(desk, &found.verdicts))
                @if found.has_provisional_codes() {
                    p.note { (badge("warn", &desk.word("status.provisional"))) " " (desk.word("server.balances.provisional")) }
                }
                p.more { a href=(chosen.address("/balances.xlsx")) download { (desk.word("server.balances.workbook")) } }
            }
        }
    };
    let title = desk.word("server.balances.title");
    let lead = desk.word("server.balances.lead");
    let above = desk.word("server.statements.title");
    Ok(Page::new("statements", title, body)
        .lead(lead)
        .under(above, address("/statements", &[("period", &period.text())])))
}

/// The three pairs of debit and credit.
const AMOUNTS: [&str; 3] = ["opening", "turnover", "closing"];

fn headers(desk: &Desk<'_>) -> Vec<(String, &'static str)> {
    let say = |stem: &str| desk.word(&format!("server.balances.{stem}"));
    let mut headers = vec![(say("code"), ""), (say("account"), "")];
    for amount in AMOUNTS {
        for side in ["debit", "credit"] {
            headers.push((format!("{}{}", say(amount), say(side)), "amount"));
        }
    }
    headers
}

fn rows(chosen: Chosen, found: &TrialBalance) -> Markup {
    html! { @for row in &found.rows { (line(chosen, row)) } }
}

fn line(chosen: Chosen, row: &TrialRow) -> Markup {
    let (ledger, period) = (chosen.ledger.stem(), chosen.period.text());
    let vouchers = [
        ("ledger", ledger),
        ("account", &row.stem),
        ("period", &period),
    ];
    html! {
        tr.subtotal[!row.is_leaf] {
            td.keep { (row.code().unwrap_or("—")) }
            td class={ "level-" (row.depth) } { a href=(address("/vouchers", &vouchers)) { (row.name) } }
            (amounts(&row.columns))
        }
    }
}

fn amounts(columns: &Columns) -> Markup {
    html! { @for both in columns.pairs() { (money_cell(both.debit.fen())) (money_cell(both.credit.fen())) } }
}

fn total(desk: &Desk<'_>, found: &TrialBalance) -> Markup {
    html! { tr { th scope="row" colspan="2" { (desk.word("server.balances.total")) } (amounts(&found.total)) } }
}

/// The same table as a file for a spreadsheet.
pub async fn file(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let (organization, notice) = (app.office().name.clone(), app.office().notice.clone());
    let (name, document) = app
        .read(&visit, move |desk| {
            let chosen = Chosen::read(desk, &asked)?;
            let found = chosen.balances(desk)?;
            let name = format!("balances-{}-{}", chosen.ledger.stem(), chosen.period.text());
            Ok((name, document(desk, chosen, &found)?))
        })
        .await?;
    let document = Document {
        organization: Some(organization),
        notice: Some(notice).filter(|notice| !notice.is_empty()),
        ..document
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.xlsx\""),
        ),
    ];
    Ok((headers, xlsx::render(&document)).into_response())
}

fn document(desk: &Desk<'_>, chosen: Chosen, found: &TrialBalance) -> Result<Document, Trouble> {
    let say = |stem: &str| desk.word(&format!("server.balances.{stem}"));
    let book = desk.word(&format!("server.ledger.{}.name", chosen.ledger.stem()));
    let period = crate::format::month(desk.lang, &chosen.period.text());
    let title = format!("{book} · {} · {period}", say("title"));
    let pairs = AMOUNTS.map(|amount| Cell::label(say(amount)).span(2, 1));
    let sides = AMOUNTS
        .iter()
        .flat_map(|_| ["debit", "credit"])
        .map(|side| Cell::label(say(side)));
    let mut head = vec![
        Cell::label(say("code")).span(1, 2),
        Cell::label(say("account")).span(1, 2),
    ];
    head.extend(pairs);
    let mut rows = vec![head, sides.collect()];
    rows.extend(found.rows.iter().map(|row| {
        let name = format!("{}{}", "　".repeat(row.depth), row.name);
        let mut cells = vec![
            Cell::new(row.code().unwrap_or("—")).start(),
            Cell::new(name).start(),
        ];
        cells.extend(printed(&row.columns));
        cells
    }));
    let mut last = vec![Cell::label(say("total")).span(2, 1)];
    last.extend(printed(&found.total));
    rows.push(last);
    let mut document = Document::new(title, desk.lang, chosen.period.days()?.last);
    document.push(Table {
        name: say("title"),
        unit: Some(say("unit")),
        columns: vec![10, 26, 14, 14, 14, 14, 14, 14],
        header_rows: 2,
        rows,
        ..Table::default()
    });
    for verdict in &found.verdicts {
        document.push(Block::note(verdict.message(desk.lang)));
    }
    Ok(document)
}

/// A zero is left empty, as on paper.
fn printed(columns: &Columns) -> Vec<Cell> {
    let amounts = columns
        .pairs()
        .into_iter()
        .flat_map(|both| [both.debit, both.credit]);
    amounts
        .map(|amount| match amount == Money::ZERO {
            true => Cell::empty(),
            false => Cell::new(yuan(amount.fen())).end(),
        })
        .collect()
}
