//! Problems of an input in the words of the form: fields by their labels, not by the names of the JSON.

use std::collections::BTreeMap;

use maud::{Markup, html};
use yiju_rules::InputProblem;
use yiju_terms::Lang;
use yiju_terms::words::{has, text, word};

use super::calculator_form::{Form, Sheet};
use super::calculator_inputs::{anchor, label};
use super::calculator_result::without_stem;

/// One problem in words. Where the form needs other words than the JSON, they stand under `calculator.input.<code>`.
fn said(sheet: &'static Sheet, problem: &InputProblem, lang: Lang) -> String {
    let field = label(sheet, &problem.field, lang);
    let mut args: Vec<(&str, String)> = vec![("field", field.clone())];
    for (name, value) in &problem.args {
        let value = match *name {
            "other" => label(sheet, value, lang),
            _ => value.clone(),
        };
        args.push((name, value));
    }
    let own = format!("calculator.input.{}", problem.code);
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    match has(lang, &own) {
        true => text(lang, &own, &args),
        false => {
            let stem = args.iter().find(|(name, _)| *name == "parameter");
            without_stem(
                &problem.message_with(lang, &args),
                stem.map(|(_, stem)| *stem),
            )
        }
    }
}

/// All problems by the path they stand at.
pub fn by_path(
    sheet: &'static Sheet,
    problems: &[InputProblem],
    lang: Lang,
) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in problems {
        let at = found.entry(problem.field.clone()).or_default();
        at.push(said(sheet, problem, lang));
    }
    found
}

/// The list above the form; each line leads to its field.
pub fn summary(
    sheet: &'static Sheet,
    form: &Form,
    problems: &[InputProblem],
    lang: Lang,
) -> Markup {
    let count = problems.len().to_string();
    html! {
        section.card.problems role="alert" {
            h2 { (text(lang, "calculator.problems", &[("count", &count)])) }
            ul { @for problem in problems { li {
                @let on_form = sheet.is_on(&problem.field, form.kind) || problem.field.ends_with(']');
                @if on_form { a href=(format!("#{}", anchor(&problem.field))) { (said(sheet, problem, lang)) } }
                @else { (said(sheet, problem, lang)) }
            } } }
            p.small { (word(lang, "calculator.nothing_stored")) }
        }
    }
}
