//! The year at a glance: key figures that open, money by month, coverage, injuries by industry, the department's budget.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use maud::{Markup, PreEscaped, html};
use yiju_documents::charts::{self, Bar, Progress, Series};
use yiju_ledger::{AccountClass, Chart, Ledger, department, patterns};
use yiju_store::views::year;

use super::Answer;
use super::figures::{Asked, compute, link, year_form};
use super::shared::{optional, section};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, yuan};
use crate::layout::Page;
use crate::visit::Visit;

/// The figures shown as tiles, in this order.
pub const TILES: &[&str] = &["persons_insured"];
/// The figure whose target the coverage chart shows.
const COVERAGE: &str = "persons_insured";

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let office = app.office().name.clone();
    app.show(visit, move |desk| page(desk, &office, &asked))
        .await
}

fn page(desk: &mut Desk<'_>, office: &str, asked: &Asked) -> Result<Page, Trouble> {
    let year = desk.year(optional(&asked.year)?);
    let mut tiles = Vec::new();
    for stem in TILES {
        tiles.push(super::figure::tile(desk, stem, year)?);
    }
    let body = html! {
        (year_form(desk, "/", year))
        div.tiles { @for tile in &tiles { (tile) } }
        div.charts {
            (flows(desk, year)?)
            (coverage(desk, year)?)
            (industries(desk, year)?)
            (budget(desk, year)?)
        }
    };
    let lead = desk.text(
        "server.dashboard.lead",
        &[("office", office), ("on", &desk.day())],
    );
    let title = desk.text("server.dashboard.title", &[("year", &year.to_string())]);
    Ok(Page::new("dashboard", title, body).lead(lead))
}

/// A drawing in its box, with a sentence and a way on below it.
fn drawing(desk: &Desk<'_>, svg: &str, alt: &str, note: Option<String>, href: &str) -> Markup {
    html! {
        section.card {
            figure.chart {
                // The drawing is made by the charts room, which escapes every label.
                div role="img" aria-label=(alt) { (PreEscaped(svg)) }
                figcaption {
                    @if let Some(note) = note { (note) " " }
                    a href=(href) { (desk.word("server.dashboard.open")) }
                }
            }
        }
    }
}

/// Contributions and spending of the fund by month: as booked, without closing entries and flows between levels.
fn flows(desk: &mut Desk<'_>, of: i64) -> Result<Markup, Trouble> {
    let region = desk.code();
    let chart = Chart::builtin(Ledger::Fund);
    let (mut income, mut spending) = ([0_i64; 12], [0_i64; 12]);
    for row in year::turnover_by_month(desk.store, &region, "fund", of)? {
        let at = row.month.wrapping_sub(1);
        if at >= 12 || patterns::is_closing(&row.pattern) {
            continue;
        }
        let class = chart.account(&row.account).map(|account| account.class);
        let between_levels = matches!(
            row.account.as_str(),
            "upward_remittance" | "downward_allocation"
        );
        if row.account.starts_with("contribution_income") {
            income[at] -= row.net_debit_fen;
        } else if class == Some(AccountClass::Expenditure) && !between_levels {
            spending[at] += row.net_debit_fen;
        }
    }
    let wan = |months: &[i64; 12]| months.map(|fen| fen as f64 / 1_000_000.0);
    let names: Vec<String> = (1..=12)
        .map(|month: i32| desk.text("server.dashboard.month", &[("month", &month.to_string())]))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (contributions, spent) = (
        desk.word("server.dashboard.contributions"),
        desk.word("server.dashboard.spending"),
    );
    let title = desk.word("server.dashboard.flows");
    let series = [
        Series {
            name: &contributions,
            values: &wan(&income),
        },
        Series {
            name: &spent,
            values: &wan(&spending),
        },
    ];
    let svg = charts::monthly_bars(
        &title,
        &desk.word("server.dashboard.unit_wan"),
        &names,
        &series,
    );
    let note = desk.text(
        "server.dashboard.flows_note",
        &[
            ("income", &yuan(income.iter().sum())),
            ("spending", &yuan(spending.iter().sum())),
        ],
    );
    Ok(drawing(
        desk,
        &svg,
        &title,
        Some(note),
        &format!("/statements?period={of}"),
    ))
}

/// People insured against the target set for the year.
fn coverage(desk: &mut Desk<'_>, of: i64) -> Result<Markup, Trouble> {
    let value = compute(desk, of, COVERAGE)?;
    let target = yiju_figures::target(desk.store, desk.region, value.year, COVERAGE)?;
    let title = desk.word("server.dashboard.coverage");
    let name = super::figures::name(desk, COVERAGE);
    let goal = target.as_ref().map_or(0, |target| target.value);
    let shown = desk.text(
        "server.dashboard.coverage_shown",
        &[("value", &count(value.value)), ("target", &count(goal))],
    );
    let row = Progress {
        label: &name,
        value: value.value as f64,
        target: goal as f64,
        shown: &shown,
    };
    let svg = charts::bullet(&title, &[row]);
    let note = match target {
        Some(target) => target.document,
        None => desk.word("server.dashboard.no_target"),
    };
    Ok(drawing(desk, &svg, &title, Some(note), &link(COVERAGE, of)))
}

/// Injuries reported in the year by the section of the employer's industry.
fn industries(desk: &mut Desk<'_>, of: i64) -> Result<Markup, Trouble> {
    let region = desk.code();
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for (code, number) in year::injuries_by_industry(desk.store, &region, of)? {
        let stem = match code.as_str() {
            "project" => "project",
            code => section(code).unwrap_or("unknown"),
        };
        *counts
            .entry(desk.word(&format!("server.industry.{stem}")))
            .or_default() += number;
    }
    let mut rows: Vec<(String, i64, String)> = counts
        .into_iter()
        .map(|(name, number)| {
            let shown = desk.text("server.dashboard.cases", &[("count", &count(number))]);
            (name, number, shown)
        })
        .collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let bars: Vec<Bar<'_>> = rows
        .iter()
        .map(|(label, value, shown)| Bar {
            label,
            value: *value as f64,
            shown,
        })
        .collect();
    let title = desk.word("server.dashboard.industry");
    let svg = charts::bars(&title, &bars);
    Ok(drawing(
        desk,
        &svg,
        &title,
        None,
        &format!("/cases?year={of}"),
    ))
}

/// The outturn of the department's lines that are sums, and of purchases, against the adjusted budget.
fn budget(desk: &mut Desk<'_>, of: i64) -> Result<Markup, Trouble> {
    let region = desk.code();
    let leaves = year::budget(desk.store, &region, of)?;
    let mut rows = Vec::new();
    for line in department::lines()
        .iter()
        .filter(|line| line.memo || !line.parts.is_empty())
    {
        let sum = super::statements::sum_of(line, &leaves);
        let granted = sum.initial_fen + sum.adjustment_fen;
        if granted != 0 || sum.outturn_fen != 0 {
            let places = [
                ("outturn", yuan(sum.outturn_fen)),
                ("budget", yuan(granted)),
            ];
            let places = places
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            let shown = desk.text("server.dashboard.budget_shown", &places);
            rows.push((line.name.as_str(), sum.outturn_fen, granted, shown));
        }
    }
    let bars: Vec<Progress<'_>> = rows
        .iter()
        .map(|(label, outturn, granted, shown)| Progress {
            label,
            value: *outturn as f64,
            target: *granted as f64,
            shown,
        })
        .collect();
    let title = desk.word("server.dashboard.budget");
    let svg = charts::bullet(&title, &bars);
    Ok(drawing(
        desk,
        &svg,
        &title,
        None,
        &format!("/statements?period={of}#budget"),
    ))
}
