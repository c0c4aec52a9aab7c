//! 工伤保险费计算器: what an employer owes for a month, or a construction project for its cost. Public, nothing is stored.

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use yiju_lawbook::Confirmed;
use yiju_rules::output::{self, ContributionOutput};
use yiju_rules::{ContributionCase, ContributionResult, InputProblem, Step, Trace};
use yiju_rules::{assess_case, read_contribution_case};
use yiju_terms::words::{text, word};
use yiju_terms::{Lang, Money, Rate, Refusal};

use super::Answer;
use super::calculator_fields::CONTRIBUTION;
use super::calculator_form::{Form, Wish};
use super::calculator_result::{self as result, arithmetic, articles};
use super::shared::badge;
use crate::desk::App;
use crate::format::{percent, yuan};
use crate::layout::facts;
use crate::visit::Visit;

/// What the rules found: the case, the figures or the refusals, and the steps.
struct Found {
    case: ContributionCase,
    /// The figures that came with the case; in `case` those of the office stand behind them.
    given: Confirmed,
    result: Result<ContributionResult, Vec<Refusal>>,
    steps: Vec<Step>,
}

/// The form, and what follows from it once it is filled in; with `format=json` what `yiju calc contribution` answers.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    app.calculate(move |app| {
        let form = Form::read(&CONTRIBUTION, &pairs);
        let json = form.json(&CONTRIBUTION).to_string();
        if result::wants_json(&pairs) {
            return answer_json(app, &json, visit.lang);
        }
        let outcome = match form.wish {
            Wish::Calculate => {
                work_out(app, &json).map(|found| Some(result_of(app, &form, &found, visit.lang)))
            }
            _ => Ok(None),
        };
        result::page(app, &visit, &CONTRIBUTION, &form, outcome)
    })
    .await
}

/// The same for programs: the case in JSON comes as the body. Reads and answers; nothing is stored.
pub async fn answer(State(app): State<App>, visit: Visit, body: String) -> Answer {
    app.calculate(move |app| answer_json(app, &body, visit.lang))
        .await
}

fn answer_json(app: &App, case: &str, lang: Lang) -> Response {
    result::json(
        work_out(app, case).map(|found| shown(app, &found, lang)),
        lang,
    )
}

/// The same entrance as that of the command line; what the case does not bring, the office has confirmed or not.
fn work_out(app: &App, json: &str) -> Result<Found, Vec<InputProblem>> {
    let mut case = read_contribution_case(json, app.book())?;
    let given = case.confirmed().clone();
    let (ContributionCase::Employer { confirmed, .. }
    | ContributionCase::Project { confirmed, .. }) = &mut case;
    confirmed.rows.extend(app.papers().rows.iter().cloned());
    let mut trace = Trace::default();
    let result = assess_case(app.book(), &case, &mut trace);
    Ok(Found {
        case,
        given,
        result,
        steps: trace.steps,
    })
}

fn shown(app: &App, found: &Found, lang: Lang) -> ContributionOutput {
    let mut shown = output::contribution(&found.result, &found.steps, app.book().digest(), lang);
    let (book, region) = (app.book(), found.case.region());
    shown.notes = output::unused_confirmations(book, &found.given, region, lang);
    shown
}

fn result_of(app: &App, form: &Form, found: &Found, lang: Lang) -> Markup {
    let say = |stem: &str| word(lang, &format!("calculator.{stem}"));
    let shown = shown(app, found, lang);
    let refusals: Vec<_> = found
        .result
        .as_ref()
        .err()
        .into_iter()
        .flatten()
        .map(|refusal| (refusal, Vec::new()))
        .collect();
    html! {
        @if let Ok(result) = &found.result {
            section.card.result #result {
                h2 { (say("result")) }
                (figures(app, found, result, lang))
                @if shown.provisional {
                    p.warn { (badge("warn", &word(lang, "status.provisional"))) " " (say("provisional_note")) }
                }
                (arithmetic(app, &shown.trace, lang))
                (result::notes(&shown.notes))
                (result::keep(&CONTRIBUTION, form, lang))
                p.small { (say("contribution.disclaimer")) " " (word(lang, "server.law_digest")) " " (super::shared::digest(&shown.law)) }
            }
        }
        (result::refusals(&CONTRIBUTION, form, &refusals, lang))
    }
}

fn figures(app: &App, found: &Found, result: &ContributionResult, lang: Lang) -> Markup {
    let unit = word(lang, "lawbook.unit.yuan");
    let name = |stem: &str| word(lang, &format!("calculator.contribution.{stem}"));
    let money = |amount: Money| html! { (yuan(amount.fen())) " " (unit) };
    let rate = |rate: Rate| html! { (percent(rate.ppm())) };
    let (base, month, sentence) = match &found.case {
        ContributionCase::Employer {
            total_wages, month, ..
        } => (*total_wages, *month, "sentence"),
        ContributionCase::Project {
            project_cost,
            month,
            ..
        } => (*project_cost, *month, "project_sentence"),
    };
    let sentence = text(
        lang,
        &format!("calculator.contribution.{sentence}"),
        &[
            ("month", &crate::format::month(lang, &month.to_string())),
            ("base", &yuan(base.fen())),
            ("rate", &percent(result.rate.ppm())),
            ("amount", &yuan(result.amount.fen())),
        ],
    );
    let mut lines = vec![
        (name("base_rate"), rate(result.base_rate)),
        (name("reference_rate"), rate(result.reference_rate)),
        (name("rate"), rate(result.rate)),
        (name("reference_amount"), money(result.reference_amount)),
        (name("relief"), money(result.relief())),
        (name("amount"), html! { strong { (money(result.amount)) } }),
    ];
    if let Some(local) = result.local_rate {
        lines.insert(1, (name("local_rate"), rate(local)));
        lines.push((name("relief_local"), money(result.relief_local())));
    }
    let first_day = month.first_day();
    lines.push((
        name("article"),
        articles(app, &found.steps, (first_day, "contributions."), lang),
    ));
    html! {
        p.value { (name("amount")) " " strong { (yuan(result.amount.fen())) } " " (unit) }
        p { (sentence) }
        (facts(&lines))
    }
}
