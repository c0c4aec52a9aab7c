//! 报表: balance sheet and income statement of the fund with their built-in checks; the department's budget execution.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_ledger::department::{self, Line};
use yiju_ledger::statements::{self, Row, Statement, Verdict};
use yiju_ledger::{Balances, Chart, Ledger, patterns};
use yiju_store::views::year::{self, BudgetLine};
use yiju_terms::Money;
use yiju_terms::exact::div_half_up;

use super::Answer;
use super::period::Period;
use super::shared::{address, badge};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{money_cell, share};
use crate::layout::{self, Page, card};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `2023` or `2023-05`.
    period: String,
}

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let period = Period::read(desk, &asked.period)?;
    let (balance_sheet, income) = fund(desk, period)?;
    let budget = year::budget(desk.store, desk.region.code(), period.year)?;
    let heading = |statement: &Statement| {
        let span = crate::format::month(desk.lang, &period.text());
        format!("{} · {span}", statement.title(desk.lang))
    };
    let body = html! {
        (period.form(desk, "/statements", &[]))
        p.more { a href=(address("/balances", &[("period", &period.text())])) { (desk.word("server.balances.title")) } }
        (card(&heading(&income), statement(desk, &income, period)))
        (card(&heading(&balance_sheet), statement(desk, &balance_sheet, period)))
        div.across #budget { (card(&desk.text("server.statements.budget", &[("year", &period.year.to_string())]), execution(desk, &budget))) }
    };
    let lead = desk.word("server.statements.lead");
    Ok(Page::new("statements", desk.word("server.statements.title"), body).lead(lead))
}

/// Both statements of the fund from the sums of its postings.
fn fund(desk: &mut Desk<'_>, period: Period) -> Result<(Statement, Statement), Trouble> {
    let chart = Chart::builtin(Ledger::Fund);
    let new_year = format!("{}-01-01", period.year);
    let before = format!("{}-12-31", period.year - 1);
    let days = period.days()?;
    let (first, last) = (days.first.to_string(), days.last.to_string());
    let opening = sums(desk, "0000-01-01", &before, true)?;
    let year_to_date = sums(desk, &new_year, &last, true)?;
    let turnover = sums(desk, &first, &last, false)?;
    let turnover_to_date = sums(desk, &new_year, &last, false)?;
    let closing = opening.plus(&year_to_date);
    Ok((
        statements::balance_sheet(chart, &opening, &closing),
        statements::income_expenditure(chart, &opening, &turnover, &turnover_to_date),
    ))
}

/// The totals of the fund over a span of days; the turnover of an income statement leaves closing entries out.
fn sums(
    desk: &mut Desk<'_>,
    from: &str,
    to: &str,
    with_closing: bool,
) -> Result<Balances, Trouble> {
    let region = desk.code();
    let mut balances = Balances::new();
    for (pattern, account, totals) in
        year::totals_by_pattern(desk.store, &region, "fund", from, to)?
    {
        if with_closing || !patterns::is_closing(&pattern) {
            let (debit, credit) = (totals.debit_fen, totals.credit_fen);
            balances.add(&account, Money::from_fen(debit), Money::from_fen(credit));
        }
    }
    Ok(balances)
}

fn statement(desk: &Desk<'_>, statement: &Statement, period: Period) -> Markup {
    // Of a whole year, the month's column of the income statement says the same as the year's.
    let from = usize::from(period.month.is_none() && statement.columns[0] == "period");
    let mut headers = vec![(desk.word("server.statements.row"), "")];
    headers.extend(
        statement
            .column_titles(desk.lang)
            .into_iter()
            .skip(from)
            .map(|title| (title, "amount")),
    );
    let rows = html! { @for row in &statement.rows { (statement_row(desk, row, period, from)) } };
    html! {
        (layout::table(&headers, rows, None))
        (checks(desk, &statement.verdicts))
    }
}

/// The built-in checks of a statement, each with its verdict.
pub fn checks(desk: &Desk<'_>, verdicts: &[Verdict]) -> Markup {
    html! {
        h3 { (desk.word("server.statements.checks")) }
        ul.checks { @for verdict in verdicts {
            @let (class, key) = if verdict.holds() { ("approved", "holds") } else { ("refused", "broken") };
            li { (badge(class, &desk.word(&format!("server.statements.{key}")))) " " (verdict.message(desk.lang)) }
        } }
    }
}

/// A row leads to the vouchers of its account.
fn statement_row(desk: &Desk<'_>, row: &Row, period: Period, from: usize) -> Markup {
    let label = row.label(desk.lang);
    let of = period.text();
    let href = row
        .accounts
        .first()
        .filter(|_| row.accounts.len() == 1)
        .map(|account| {
            address(
                "/vouchers",
                &[("ledger", "fund"), ("account", account), ("period", &of)],
            )
        });
    html! {
        tr.subtotal[row.is_total] {
            td class={ "level-" (row.level) } {
                @if let Some(href) = href { a href=(href) { (label) } } @else { (label) }
            }
            @for amount in row.amounts.iter().skip(from) { (money_cell(amount.fen())) }
        }
    }
}

/// Initial budget, adjustments with their reasons, outturn and progress of each line, in the order of the form.
fn execution(desk: &Desk<'_>, leaves: &BTreeMap<String, BudgetLine>) -> Markup {
    if leaves.is_empty() {
        return layout::nothing(desk.lang);
    }
    let say = |stem: &str| desk.word(&format!("server.budget.{stem}"));
    let headers = [
        (say("line"), ""),
        (say("prior"), "amount"),
        (say("initial"), "amount"),
        (say("adjustment"), "amount"),
        (say("adjusted"), "amount"),
        (say("outturn"), "amount"),
        (say("progress"), "amount"),
        (say("reason"), ""),
    ];
    let rows = html! { @for line in department::lines() { (execution_row(desk, line, leaves)) } };
    layout::table(&headers, rows, None)
}

fn execution_row(desk: &Desk<'_>, line: &Line, leaves: &BTreeMap<String, BudgetLine>) -> Markup {
    let total = sum_of(line, leaves);
    let adjusted = total.initial_fen + total.adjustment_fen;
    let memo = line.memo.then(|| desk.word("server.budget.memo"));
    html! {
        tr.subtotal[!line.parts.is_empty()] {
            td { (line.name) @if let Some(memo) = memo { " " span.soft { (memo) } } }
            (money_cell(total.prior_outturn_fen))
            (money_cell(total.initial_fen))
            (money_cell(total.adjustment_fen))
            (money_cell(adjusted))
            (money_cell(total.outturn_fen))
            td.amount { (progress(total.outturn_fen, adjusted)) }
            td { @if line.parts.is_empty() { (total.reasons.join("；")) } }
        }
    }
}

/// A line with parts is the sum of its leaves.
pub fn sum_of(line: &Line, leaves: &BTreeMap<String, BudgetLine>) -> BudgetLine {
    let mut total = BudgetLine::default();
    for leaf in department::leaves(&line.stem)
        .into_iter()
        .filter_map(|leaf| leaves.get(leaf))
    {
        total.prior_outturn_fen += leaf.prior_outturn_fen;
        total.initial_fen += leaf.initial_fen;
        total.adjustment_fen += leaf.adjustment_fen;
        total.outturn_fen += leaf.outturn_fen;
        total.reasons.extend(leaf.reasons.iter().cloned());
    }
    total
}

/// Outturn over budget as a share, as the figure of the same name gives it; a dash without a budget.
fn progress(outturn_fen: i64, budget_fen: i64) -> String {
    if budget_fen <= 0 {
        return "—".to_owned();
    }
    let ppm = div_half_up(i128::from(outturn_fen) * 1_000_000, i128::from(budget_fen));
    share(i64::try_from(ppm).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    #[test]
    fn progress_is_outturn_over_budget() {
        assert_eq!(super::progress(8_059, 8_058), "100.01%");
        // 80.58 of 80.59 is 99.9876 %: nothing is rounded up to a budget that was spent whole.
        assert_eq!(super::progress(8_058, 8_059), "99.99%");
        assert_eq!(super::progress(298, 200), "149.00%");
        assert_eq!(super::progress(1, 3), "33.33%");
        assert_eq!(super::progress(5, 0), "—");
    }
}
