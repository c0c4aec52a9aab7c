//! `yiju rate`: why an employer's rate is what it is in a month, and what would change it.

use serde_json::json;
use yiju_actions::employer_rate::{EmployerRate, employer_rate};
use yiju_lawbook::Lawbook;
use yiju_rules::output::before_value;
use yiju_store::Fault;
use yiju_terms::{Lang, Money, Month, Refusal, words};

use crate::place::{self, At, Stop};

pub fn run(
    at: At<'_>,
    law: &Lawbook,
    (employer, month): (&str, &str),
    format: &str,
    lang: Lang,
) -> Result<u8, Stop> {
    let month: Month = month
        .parse()
        .map_err(|_| Refusal::new("month_unreadable").with("text", month))?;
    let mut place = place::open(at, law)?;
    let found = employer_rate(
        &mut place.store,
        &place.region,
        &place.book,
        employer,
        month,
    )?;
    if format == "json" {
        let text = serde_json::to_string_pretty(&shown(&found, lang))
            .map_err(|error| Fault::new("writing JSON", error))?;
        println!("{text}");
    } else {
        if !place.office.notice.is_empty() {
            println!("{}", place.office.notice);
        }
        for line in lines(&found, &place.book, lang) {
            println!("{line}");
        }
    }
    Ok(0)
}

fn shown(found: &EmployerRate, lang: Lang) -> serde_json::Value {
    let row = &found.assessment;
    json!({
        "employer": found.employer.id,
        "name": found.employer.name,
        "month": row.month,
        "risk_class": found.employer.risk_class,
        "experience_tier": found.employer.experience_tier.to_string(),
        "base": Money::from_fen(row.base_fen),
        "assessed": Money::from_fen(row.amount_fen),
        "as_assessed": found.is_as_assessed(),
        "provisional": row.provisional == 1,
        "why": found.reasons.output(lang),
    })
}

fn lines(found: &EmployerRate, book: &Lawbook, lang: Lang) -> Vec<String> {
    let say =
        |key: &str, args: &[(&str, &str)]| words::text(lang, &format!("app.rate.{key}"), args);
    let out = found.reasons.output(lang);
    let (rate, amount) = (out.rate.to_string(), out.amount.to_string());
    let base = Money::from_fen(found.assessment.base_fen).to_string();
    let args = [
        ("name", found.employer.name.as_str()),
        ("month", found.assessment.month.as_str()),
        ("base", base.as_str()),
        ("rate", rate.as_str()),
        ("amount", amount.as_str()),
    ];
    let mut lines = vec![say("head", &args)];
    if !found.is_as_assessed() {
        let assessed = Money::from_fen(found.assessment.amount_fen).to_string();
        lines.push(say("other", &[("assessed", &assessed)]));
    }
    if found.assessment.provisional == 1 {
        lines.push(say("provisional", &[]));
    }
    lines.push(say("why", &[]));
    for step in &out.reasons {
        let value = step.shown(lang);
        let formula = step.formula.as_deref();
        let formula = formula.map(|text| before_value(text, &step.value, lang));
        let args = [
            ("name", step.name.as_str()),
            ("value", value.as_str()),
            ("formula", formula.as_deref().unwrap_or("")),
            ("cite", &book.written(&step.cite, lang)),
        ];
        let key = if formula.is_some() { "step_of" } else { "step" };
        lines.push(say(key, &args));
    }
    lines.push(say("what_if", &[]));
    for one in &out.alternatives {
        let sign = if one.difference > Money::ZERO {
            "+"
        } else {
            ""
        };
        let (amount, difference) = (one.amount.to_string(), format!("{sign}{}", one.difference));
        let args = [
            ("message", one.message.as_str()),
            ("amount", amount.as_str()),
            ("difference", difference.as_str()),
        ];
        lines.push(say("alternative", &args));
    }
    lines
}
