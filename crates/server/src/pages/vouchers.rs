//! 凭证: both ledgers, by month and text; and for an account, the vouchers that touch it.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_ledger::{Chart, Ledger};
use yiju_store::views::vouchers::{self, Filter, VoucherLine};

use super::Answer;
use super::shared::{address, badge, voucher_link, window};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::money_cell;
use crate::guard::known_word;
use crate::layout::{self, Page, choice};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    ledger: String,
    period: String,
    account: String,
    text: String,
    page: String,
}

pub async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let window = window(&asked.page)?;
    let ledger = Ledger::asked(&asked.ledger).ok_or(Trouble::Unreadable)?;
    let filter = Filter {
        period: asked.period.clone(),
        account: asked.account.clone(),
        text: asked.text.trim().to_owned(),
    };
    let region = desk.code();
    let found = vouchers::vouchers(desk.store, &region, ledger.stem(), &filter, window)?;
    let span = vouchers::span(desk.store, &region, ledger.stem())?;
    let here = address(
        "/vouchers",
        &[
            ("ledger", ledger.stem()),
            ("period", &filter.period),
            ("account", &filter.account),
            ("text", &filter.text),
        ],
    );
    let say = |stem: &str| desk.word(&format!("server.vouchers.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("booked_on"), ""),
        (say("pattern"), ""),
        (say("summary"), ""),
        (say("amount"), "amount"),
    ];
    let rows = html! { @for row in &found.rows { (line(desk, ledger, row)) } };
    let body = html! {
        (ledger_tabs(desk, ledger, "/vouchers", ""))
        (form(desk, asked, ledger, span))
        div.card {
            @if found.rows.is_empty() { (layout::nothing(desk.lang)) }
            @else { (layout::table(&headers, rows, None)) }
            (layout::pager(desk.lang, &here, window, found.total))
        }
    };
    Ok(Page::new("vouchers", say("title"), body).lead(say("lead")))
}

/// The same page of the other book.
pub fn ledger_tabs(desk: &Desk<'_>, here: Ledger, path: &str, period: &str) -> Markup {
    html! {
        p.tabs {
            @for ledger in Ledger::ALL {
                a href=(address(path, &[("ledger", ledger.stem()), ("period", period)])) aria-current=[(ledger == here).then_some("page")] {
                    (desk.word(&format!("server.ledger.{}.name", ledger.stem())))
                }
            }
        }
    }
}

fn form(desk: &Desk<'_>, asked: &Asked, ledger: Ledger, span: Option<(String, String)>) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.vouchers.{stem}"));
    let chart = Chart::builtin(ledger);
    html! {
        form.filter method="get" action="/vouchers" role="search" {
            input type="hidden" name="ledger" value=(ledger.stem());
            label { span { (say("find")) } input type="search" name="text" value=(asked.text) maxlength="60"; }
            label { span { (say("period")) } select name="period" {
                (choice("", &desk.word("server.all"), &asked.period))
                @for period in periods(span) { (choice(&period, &crate::format::month(desk.lang, &period), &asked.period)) }
            } }
            label { span { (say("account")) } select name="account" {
                (choice("", &desk.word("server.all"), &asked.account))
                @for account in chart.accounts() {
                    (choice(&account.stem, &format!("{}{}", "　".repeat(account.depth()), account.name), &asked.account))
                }
            } }
            button type="submit" { (desk.word("server.show")) }
        }
    }
}

/// The months between two days, newest first, each year before its months.
fn periods(span: Option<(String, String)>) -> Vec<String> {
    let month = |day: &str| day.get(..7)?.parse::<yiju_terms::Month>().ok();
    let Some((first, last)) = span.and_then(|(from, to)| month(&from).zip(month(&to))) else {
        return Vec::new();
    };
    let mut periods = Vec::new();
    let mut at = last;
    while at >= first {
        if periods.is_empty() || at.month() == 12 {
            periods.push(format!("{:04}", at.year()));
        }
        periods.push(at.to_string());
        at = at.previous();
    }
    periods
}

fn line(desk: &Desk<'_>, ledger: Ledger, row: &VoucherLine) -> Markup {
    html! {
        tr {
            td.keep { (voucher_link(desk.lang, ledger.stem(), row.id)) }
            td.keep { (row.booked_on) }
            td.keep title=(row.pattern) { (known_word(desk.lang, &format!("ledger.pattern.{}", row.pattern), &row.pattern)) }
            td {
                (row.summary)
                @if row.reverses.is_some() { " " (badge("refused", &desk.word("server.voucher.reversal"))) }
            }
            (money_cell(row.debit_fen))
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_year_stands_before_its_months() {
        let span = Some(("2022-11-30".to_owned(), "2023-02-01".to_owned()));
        let expected = ["2023", "2023-02", "2023-01", "2022", "2022-12", "2022-11"];
        assert_eq!(super::periods(span), expected);
        assert!(super::periods(None).is_empty());
    }
}
