//! 工伤保险待遇计算器: public, without an account. The form asks by GET: nothing is written, no name or number of a person
//! is asked, and an address with its result can be kept, printed and shown in the other language.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use yiju_rules::output::{DeterminationOutput, ItemOutput, OwnWageOutput, notes};
use yiju_rules::{BenefitCase, BenefitItem, Determination, InputProblem, Trace};
use yiju_rules::{determine_by_years, read_benefit_case};
use yiju_terms::words::{text, word};
use yiju_terms::{Date, Lang, Money, Paid, Payer};

use super::Answer;
use super::calculator_fields::BENEFITS;
use super::calculator_form::{Form, Wish};
use super::calculator_result::{self as result, arithmetic, articles};
use super::shared::badge;
use crate::desk::App;
use crate::format::yuan;
use crate::layout::{self, card, facts};
use crate::visit::Visit;

/// The form, and what follows from it once it is filled in; with `format=json` what `yiju calc benefits` answers.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    app.calculate(move |app| {
        let form = Form::read(&BENEFITS, &pairs);
        let json = form.json(&BENEFITS).to_string();
        if result::wants_json(&pairs) {
            return answer_json(app, &json, visit.lang);
        }
        let outcome = match form.wish {
            Wish::Calculate => work_out(app, &json)
                .map(|(case, found)| Some(result_of(app, &form, (&case, &found), visit.lang))),
            _ => Ok(None),
        };
        result::page(app, &visit, &BENEFITS, &form, outcome)
    })
    .await
}

/// The same for programs: the case in JSON comes as the body. Reads and answers; nothing is stored.
pub async fn answer(State(app): State<App>, visit: Visit, body: String) -> Answer {
    app.calculate(move |app| answer_json(app, &body, visit.lang))
        .await
}

fn answer_json(app: &App, case: &str, lang: Lang) -> Response {
    let found = work_out(app, case).map(|(case, found)| shown(app, &case, &found, lang));
    result::json(found, lang)
}

fn shown(app: &App, case: &BenefitCase, found: &Determination, lang: Lang) -> DeterminationOutput {
    let mut shown = found.output(lang);
    shown.notes = notes(app.book(), case, lang);
    shown
}

/// The same entrance as that of the command line; what the case does not bring, the office has confirmed or not.
fn work_out(app: &App, json: &str) -> Result<(BenefitCase, Determination), Vec<InputProblem>> {
    let case = read_benefit_case(json, app.book())?;
    let found = determine_by_years(app.book(), &case, app.papers(), &mut Trace::default());
    Ok((case, found))
}

fn result_of(
    app: &App,
    form: &Form,
    (case, found): (&BenefitCase, &Determination),
    lang: Lang,
) -> Markup {
    let shown = shown(app, case, found, lang);
    let say = |stem: &str| word(lang, &format!("calculator.{stem}"));
    let provisional = shown.items.iter().any(|item| item.provisional);
    let stops = |index: usize| {
        let of_it = found
            .stops
            .iter()
            .filter(move |(refusal, _)| *refusal == index);
        of_it
            .map(|(_, benefit)| word(lang, &format!("benefit.{}", benefit.stem())))
            .collect()
    };
    let refusals: Vec<_> = found
        .refusals
        .iter()
        .enumerate()
        .map(|(index, refusal)| (refusal, stops(index)))
        .collect();
    html! {
        section.card.result #result {
            h2 { (say("result")) }
            @if shown.items.is_empty() { p.nothing { (say("no_items")) } }
            @else {
                (totals(&shown.items, case.reference_day(), lang))
                (item_table(app, (case, found), &shown, lang))
                @if provisional { p.warn { (say("provisional_note")) } }
                @if case.as_of.is_none() { p.small { (text(lang, "calculator.reckoned_on", &[("day", &case.reference_day().to_string())])) } }
            }
            (result::notes(&shown.notes))
            (result::keep(&BENEFITS, form, lang))
            p.small { (say("disclaimer")) " " (word(lang, "server.law_digest")) " " (super::shared::digest(&shown.law)) }
        }
        (result::refusals(&BENEFITS, form, &refusals, lang))
        @if !shown.not_due.is_empty() { (card(&say("not_due"), not_due(app, case, &shown, lang))) }
        @if let Some(wage) = &shown.own_wage { (card(&say("own_wage"), own_wage(app, wage, lang))) }
    }
}

/// What each payer pays at once, each month and by the event; months are never added to what is paid once. What is paid
/// each month is that of the day reckoned to: the years of one allowance follow each other, they are not added.
fn totals(items: &[ItemOutput], day: Date, lang: Lang) -> Markup {
    let mut sums: BTreeMap<(Payer, Paid), Money> = BTreeMap::new();
    let is_over = |item: &&ItemOutput| {
        item.paid == Paid::Monthly && item.until.is_some_and(|until| until < day)
    };
    for item in items.iter().filter(|item| !is_over(item)) {
        let sum = sums.entry((item.payer, item.paid)).or_insert(Money::ZERO);
        *sum = *sum + item.amount;
    }
    html! {
        ul.totals { @for ((payer, paid), sum) in &sums { li {
            span { (word(lang, &format!("calculator.total.{}.{}", payer.stem(), paid.stem()))) }
            strong { (yuan(sum.fen())) " " small { (word(lang, "lawbook.unit.yuan")) } }
        } } }
    }
}

fn item_table(
    app: &App,
    (case, found): (&BenefitCase, &Determination),
    shown: &DeterminationOutput,
    lang: Lang,
) -> Markup {
    let say = |stem: &str| word(lang, &format!("calculator.column.{stem}"));
    let headers = [
        (say("benefit"), ""),
        (say("payer"), ""),
        (say("paid"), ""),
        (say("amount"), "amount"),
        (say("period"), ""),
        (say("article"), ""),
    ];
    let lines = html! {
        @for (item, shown) in found.items.iter().zip(&shown.items) { (line(app, case, (item, shown), lang)) }
    };
    html! { div.stack { (layout::table(&headers, lines, None)) } }
}

fn line(
    app: &App,
    case: &BenefitCase,
    (item, shown): (&BenefitItem, &ItemOutput),
    lang: Lang,
) -> Markup {
    let say = |stem: &str| word(lang, &format!("calculator.column.{stem}"));
    let (payer, paid) = (shown.payer.stem(), shown.paid.stem());
    let key = format!("benefits.{}", shown.benefit.stem());
    let sentence = text(
        lang,
        &format!("calculator.pays.{payer}.{paid}"),
        &[("amount", &yuan(shown.amount.fen()))],
    );
    html! {
        tr {
            td {
                strong { (shown.name) } @if let Some(index) = shown.dependent { br; (dependent(case, index, lang)) }
                @if shown.provisional { " " (badge("warn", &word(lang, "status.provisional"))) }
            }
            td data-label=(say("payer")) { (word(lang, &format!("payer.{payer}"))) }
            td.keep data-label=(say("paid")) { (word(lang, &format!("calculator.paid.{paid}"))) }
            td.amount data-label=(say("amount")) { (yuan(shown.amount.fen())) }
            td data-label=(say("period")) { (period(shown, lang)) }
            td.cite data-label=(say("article")) { (articles(app, &item.trace, (case.reference_day(), &key), lang)) }
        }
        tr.more { td colspan="6" {
            p { (sentence) }
            @for note in &shown.notes { p.soft { (note) } }
            (arithmetic(app, &shown.trace, lang))
        } }
    }
}

/// From when until when, in words.
fn period(item: &ItemOutput, lang: Lang) -> String {
    let from = item.from.map(|day| day.to_string()).unwrap_or_default();
    let until = item.until.map(|day| day.to_string()).unwrap_or_default();
    let key = match (item.from, item.until, item.paid) {
        (Some(_), Some(_), _) => "from_until",
        (Some(_), None, _) => "from",
        (None, Some(_), _) => "until",
        (None, None, Paid::Monthly) => "open",
        (None, None, _) => "none",
    };
    text(
        lang,
        &format!("calculator.period.{key}"),
        &[("from", &from), ("until", &until)],
    )
}

/// Which dependent a line is about: number, relation, birth.
fn dependent(case: &BenefitCase, index: usize, lang: Lang) -> Markup {
    let number = (index + 1).to_string();
    let Some(one) = case.dependents.get(index) else {
        return html! { (number) };
    };
    let relation = format!(
        "calculator.field.dependents.relation.option.{}",
        one.relation.stem()
    );
    let (relation, birth) = (word(lang, &relation), one.birth.to_string());
    let places = [
        ("number", number.as_str()),
        ("relation", relation.as_str()),
        ("birth", birth.as_str()),
    ];
    html! { span.soft { (text(lang, "calculator.dependent", &places)) } }
}

fn not_due(app: &App, case: &BenefitCase, shown: &DeterminationOutput, lang: Lang) -> Markup {
    html! {
        ul.plain { @for line in &shown.not_due { li {
            p {
                strong { (line.name) } " "
                @if let Some(index) = line.dependent { (dependent(case, index, lang)) " " }
                (line.message) " " span.soft { (app.book().written(&line.cite, lang)) }
            }
        } } }
    }
}

fn own_wage(app: &App, wage: &OwnWageOutput, lang: Lang) -> Markup {
    let pair = |stem: &str, money: Money| {
        let name = word(lang, &format!("calculator.wage.{stem}"));
        let unit = word(lang, "lawbook.unit.yuan");
        (name, html! { (yuan(money.fen())) " " (unit) })
    };
    html! {
        p.soft { (word(lang, "calculator.wage.why")) }
        (facts(&[
            pair("mean", wage.mean),
            pair("floor", wage.floor),
            pair("ceiling", wage.ceiling),
            pair("amount", wage.amount),
        ]))
        (arithmetic(app, &wage.trace, lang))
    }
}

#[cfg(test)]
mod tests {
    use super::super::calculator_fields::CONTRIBUTION;
    use super::super::calculator_inputs::label;
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        all.iter().map(own).collect()
    }

    #[test]
    fn rows_left_empty_are_closed_up() {
        let form = Form::read(
            &BENEFITS,
            &pairs(&[
                ("hospital[0].from", ""),
                ("hospital[2].from", "2023-03-10"),
                ("hospital[2].out_of_area", "yes"),
                ("leaving.on", "2024-02-29"),
                ("grade", "6"),
                ("own_wage_mean", "5,350.75"),
            ]),
        );
        let want = serde_json::json!({
            "kind": "disability", "grade": 6, "own_wage_mean": "5350.75",
            "leaving": {"on": "2024-02-29"},
            "hospital": [{"from": "2023-03-10", "out_of_area": true}]});
        assert_eq!(form.json(&BENEFITS), want);
        assert_eq!(form.wish, Wish::Calculate);
    }

    #[test]
    fn what_is_no_field_reaches_the_rules() {
        let form = Form::read(
            &CONTRIBUTION,
            &pairs(&[("colour", "red"), ("kind", "boat")]),
        );
        assert_eq!(form.json(&CONTRIBUTION)["colour"], "red");
        assert_eq!(form.json(&CONTRIBUTION)["kind"], "boat");
    }

    #[test]
    fn every_label_has_its_words() {
        for sheet in [&BENEFITS, &CONTRIBUTION] {
            for group in sheet.groups {
                for field in group.fields {
                    let path = match group.rows {
                        Some(_) => super::super::calculator_form::path(group.stem, 0, field.name),
                        None => field.name.to_owned(),
                    };
                    for lang in [Lang::Zh, Lang::En] {
                        assert!(!label(sheet, &path, lang).contains('⟦'), "{path}");
                    }
                }
            }
        }
    }
}
