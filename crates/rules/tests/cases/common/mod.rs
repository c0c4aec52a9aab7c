//! Helpers of the tests: one entrance, so that a change of the calls touches one place.
#![allow(dead_code)]

use serde_json::{Value, json};
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{
    Trace, determine, determine_by_years, output, read_benefit_case, read_contribution_case,
};
use yiju_terms::{Lang, Money};

pub fn book() -> &'static Lawbook {
    Lawbook::builtin()
}

pub fn yuan(text: &str) -> Money {
    text.parse().expect("an amount")
}

pub fn paper(parameter: &str, period: &str, value: &str) -> Value {
    json!({"parameter": parameter, "period": period, "value": value, "document": "测试文件"})
}

/// Puts the fields of `extra` over those of `base`.
pub fn with(mut base: Value, extra: Value) -> Value {
    for (key, value) in extra.as_object().expect("an object") {
        base[key] = value.clone();
    }
    base
}

/// A disability in Hunan in 2025, with an average wage of 6 787 yuan confirmed.
pub fn disability(extra: Value) -> Value {
    let base = json!({
        "region": "431123", "kind": "disability", "injured_on": "2025-03-10",
        "own_wage_mean": "5350.75", "appraised_on": "2025-08-01",
        "confirmed": [paper("average_wage_for_benefits", "2025", "6787.00")],
    });
    with(base, extra)
}

/// A death in Hunan in 2025, with an average wage of 6 787 yuan confirmed.
pub fn death(extra: Value) -> Value {
    let base = json!({
        "region": "431123", "kind": "death", "injured_on": "2025-03-10", "died_on": "2025-03-12",
        "own_wage_mean": "5350.75",
        "confirmed": [paper("average_wage_for_benefits", "2025", "6787.00")],
    });
    with(base, extra)
}

/// The JSON that comes out of a benefit case, in Chinese.
pub fn benefits(case: &Value) -> Value {
    let text = case.to_string();
    let case = read_benefit_case(&text, book()).unwrap_or_else(|problems| {
        panic!("{text}: {problems:?}");
    });
    let found = determine(book(), &case, &Confirmed::NONE, &mut Trace::default());
    serde_json::to_value(found.output(Lang::Zh)).expect("JSON")
}

/// The same as the calculators answer: an attendance allowance year by year.
pub fn by_years(case: &Value) -> Value {
    let case = read_benefit_case(&case.to_string(), book()).expect("a sound case");
    let found = determine_by_years(book(), &case, &Confirmed::NONE, &mut Trace::default());
    serde_json::to_value(found.output(Lang::Zh)).expect("JSON")
}

/// The items of `benefit`.
pub fn items<'v>(out: &'v Value, benefit: &str) -> Vec<&'v Value> {
    let all = out["items"].as_array().expect("items");
    all.iter()
        .filter(|item| item["benefit"] == benefit)
        .collect()
}

/// The one amount of `benefit`, or `-`.
pub fn amount(out: &Value, benefit: &str) -> String {
    match items(out, benefit).as_slice() {
        [one] => one["amount"].as_str().expect("an amount").to_owned(),
        [] => "-".to_owned(),
        more => panic!("{} lines of {benefit}", more.len()),
    }
}

pub fn payer(out: &Value, benefit: &str) -> String {
    items(out, benefit)[0]["payer"]
        .as_str()
        .expect("a payer")
        .to_owned()
}

/// The codes of what is lawfully not due for `benefit`.
pub fn not_due(out: &Value, benefit: &str) -> Vec<String> {
    let all = out["not_due"].as_array().expect("not_due");
    let of_it = all.iter().filter(|line| line["benefit"] == benefit);
    of_it
        .map(|line| line["code"].as_str().expect("a code").to_owned())
        .collect()
}

/// `code parameter period` of each refusal.
pub fn refusals(out: &Value) -> Vec<String> {
    let all = out["refusals"].as_array().expect("refusals");
    let text = |refusal: &Value, field: &str| refusal[field].as_str().unwrap_or("-").to_owned();
    all.iter()
        .map(|r| {
            format!(
                "{} {} {}",
                text(r, "code"),
                text(r, "parameter"),
                text(r, "period")
            )
        })
        .collect()
}

/// The JSON that comes out of a contribution case, in Chinese.
pub fn contribution(case: &Value) -> Value {
    let case = read_contribution_case(&case.to_string(), book()).expect("a sound case");
    let mut trace = Trace::default();
    let result = yiju_rules::assess_case(book(), &case, &mut trace);
    let out = output::contribution(&result, &trace.steps, book().digest(), Lang::Zh);
    serde_json::to_value(out).expect("JSON")
}

/// `code field` of every problem of a benefit case.
pub fn problems(case: &Value) -> Vec<String> {
    let found = read_benefit_case(&case.to_string(), book()).expect_err("problems");
    found
        .iter()
        .map(|p| format!("{} {}", p.code, p.field))
        .collect()
}

pub fn spouse() -> Value {
    json!({"relation": "spouse", "birth": "1960-01-01", "sex": "female", "relied_on": true})
}

pub fn child(birth: &str) -> Value {
    json!({"relation": "child", "birth": birth, "sex": "male", "relied_on": true})
}
