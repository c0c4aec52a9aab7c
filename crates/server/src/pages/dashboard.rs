//! The year at a glance: key figures that open, money by month, coverage, injuries by industry, the department's budget.

use axum::extract::{Query, State};
use maud::{Markup, PreEscaped, html};
use yiju_documents::charts::{self, Bar, Progress, Series};
use yiju_figures::FigureValue;
use yiju_ledger::department;
use yiju_store::views::{people, year};

use super::Answer;
use super::figures::{Asked, compute, link, name, year_form};
use super::shared::optional;
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, yuan};
use crate::layout::Page;
use crate::visit::Visit;

/// The figures shown as tiles, in this order.
pub const TILES: &[&str] = &[
    "employers_insured",
    "persons_insured",
    "contributions_received",
    "fund_expenditure",
    "relief_total",
    "accident_notices",
    "benefit_person_times",
    "matters_handled",
    "determinations_on_time",
    "satisfaction",
];
/// The figures behind the charts.
const COVERAGE: &str = "persons_insured";
const INCOME: &str = "contributions_received";
const SPENDING: &str = "fund_expenditure";
const INDUSTRIES: &str = "injuries_by_industry";

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let office = app.office().name.clone();
    app.show(visit, move |desk| page(desk, &office, &asked))
        .await
}

fn page(desk: &mut Desk<'_>, office: &str, asked: &Asked) -> Result<Page, Trouble> {
    let year = desk.year(optional(&asked.year)?)?;
    let mut tiles = Vec::new();
    for stem in TILES {
        tiles.push(super::figure::tile(desk, stem, year)?);
    }
    let body = html! {
        (year_form(desk, "/", year))
        div.tiles { @for tile in &tiles { (tile) } }
        div.charts {
            div { (flows(desk, year)?) (industries(desk, year)?) }
            div { (coverage(desk, year)?) (budget(desk, year)?) }
        }
    };
    let lead = desk.text(
        "server.dashboard.lead",
        &[("office", office), ("on", &desk.day())],
    );
    let title = desk.text("server.dashboard.title", &[("year", &year.to_string())]);
    Ok(Page::new("dashboard", title, body).lead(lead))
}

/// Computes every figure of the last year once and looks for somebody, so that the first visitor does not wait: of a
/// session of PostgreSQL the first look takes forty times as long as the others.
pub fn warm(desk: &mut Desk<'_>) -> Result<(), Trouble> {
    let (region, on) = (desk.code(), desk.day());
    for text in ["000000", "赵"] {
        people::find(desk.store, &region, text, &on, 1)?;
    }
    let year = desk.year(None)?;
    for figure in yiju_figures::all() {
        compute(desk, year, figure.stem)?;
    }
    Ok(())
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

/// Contributions and spending of the fund by month: the monthly parts of two figures.
fn flows(desk: &mut Desk<'_>, of: i64) -> Result<Markup, Trouble> {
    let income = compute(desk, of, INCOME)?;
    let spending = compute(desk, of, SPENDING)?;
    // A length on paper is a fraction; the exact amounts stand in the sentence below.
    let wan = |value: &FigureValue| -> Vec<f64> {
        value
            .parts
            .iter()
            .map(|part| part.value as f64 / 1_000_000.0)
            .collect()
    };
    let months: Vec<String> = (1..=12)
        .map(|month: i32| desk.text("server.dashboard.month", &[("month", &month.to_string())]))
        .collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    let names = [name(desk, INCOME), name(desk, SPENDING)];
    let values = [wan(&income), wan(&spending)];
    let series: Vec<Series<'_>> = names
        .iter()
        .zip(&values)
        .map(|(name, values)| Series { name, values })
        .collect();
    let title = desk.word("server.dashboard.flows");
    let unit = desk.word("server.dashboard.unit_wan");
    let svg = charts::monthly_bars(&title, &unit, &months, &series);
    let (received, spent) = (yuan(income.value), yuan(spending.value));
    let note = desk.text(
        "server.dashboard.flows_note",
        &[("income", &received), ("spending", &spent)],
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
    let label = name(desk, COVERAGE);
    let number = count(value.value);
    let (svg, note) = match &target {
        Some(target) => {
            let places = [("value", number.as_str()), ("target", &count(target.value))];
            let row = Progress {
                label: &label,
                value: value.value as f64,
                target: target.value as f64,
                shown: &desk.text("server.dashboard.coverage_shown", &places),
            };
            (charts::bullet(&title, &[row]), target.document.clone())
        }
        None => {
            let row = Bar {
                label: &label,
                value: value.value as f64,
                shown: &number,
            };
            (
                charts::bars(&title, &[row]),
                desk.word("server.dashboard.no_target"),
            )
        }
    };
    Ok(drawing(desk, &svg, &title, Some(note), &link(COVERAGE, of)))
}

/// Injuries reported in the year by the section of the employer's industry, most first.
fn industries(desk: &mut Desk<'_>, of: i64) -> Result<Markup, Trouble> {
    let value = compute(desk, of, INDUSTRIES)?;
    let mut rows: Vec<(String, i64, String)> = value
        .parts
        .iter()
        .filter(|part| part.value > 0)
        .map(|part| {
            let shown = desk.text("server.dashboard.cases", &[("count", &count(part.value))]);
            (
                super::figures::part_name(desk, INDUSTRIES, &part.key),
                part.value,
                shown,
            )
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

#[cfg(test)]
mod tests {
    #[test]
    fn every_figure_of_the_dashboard_is_known() {
        for stem in super::TILES.iter().chain(&[super::INDUSTRIES]) {
            assert!(yiju_figures::find(stem).is_some(), "{stem}");
        }
    }
}
