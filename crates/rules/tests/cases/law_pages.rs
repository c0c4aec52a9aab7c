//! The worked cases on the pages of the law folder, each run through the calculators.
use crate::common::{amount, benefits, book, contribution, items, not_due};
use serde_json::Value;
use yiju_lawbook::{WorkedCase, WorkedItem};
use yiju_terms::{Benefit, Lang, Money, words};

/// The page's word for "this is not paid".
const NOT_PAID: &str = "不付";
const SUM: &str = "合计";

/// The stem of a benefit by its Chinese name.
fn stem(name: &str) -> Option<&'static str> {
    let named = |b: &&Benefit| words::word(Lang::Zh, &format!("benefit.{}", b.stem())) == name;
    Benefit::ALL
        .iter()
        .find(named)
        .map(|benefit| benefit.stem())
}

fn sum(out: &Value, benefit: &str) -> String {
    let amounts = items(out, benefit)
        .into_iter()
        .map(|item| item["amount"].as_str().unwrap());
    let total: Money = amounts.map(|text| text.parse::<Money>().unwrap()).sum();
    total.to_string()
}

/// What came out for the page's item.
fn found(out: &Value, item: &str) -> String {
    match item {
        "工伤保险费" => return out["amount"].as_str().unwrap_or("-").to_owned(),
        "本人工资" => return out["own_wage"]["amount"].as_str().unwrap_or("-").to_owned(),
        _ => {}
    }
    if let Some(benefit) = item.strip_suffix(SUM).and_then(stem) {
        return sum(out, benefit);
    }
    if let Some((name, index)) = item.strip_suffix(']').and_then(|item| item.split_once('[')) {
        let benefit = stem(name).unwrap_or_else(|| panic!("no benefit is called {name}"));
        let index: u64 = index.parse().expect("the number of a dependent");
        let lines = items(out, benefit);
        let line = lines.iter().find(|line| line["dependent"] == index);
        return line.map_or("-".to_owned(), |line| {
            line["amount"].as_str().unwrap().to_owned()
        });
    }
    let benefit = stem(item).unwrap_or_else(|| panic!("no benefit is called {item}"));
    if amount(out, benefit) == "-" && !not_due(out, benefit).is_empty() {
        return NOT_PAID.to_owned();
    }
    amount(out, benefit)
}

fn check(case: &WorkedCase, item: &WorkedItem, out: &Value, wrong: &mut Vec<String>) {
    let found = found(out, &item.item);
    if found != item.expected {
        let place = format!("{}:{}", case.file, item.line);
        wrong.push(format!(
            "{place}: {} is {found}, the page says {}",
            item.item, item.expected
        ));
    }
}

#[test]
fn every_worked_case_on_the_law_pages_comes_out() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in book().worked_cases() {
        let input: Value = serde_json::from_str(&case.input)
            .unwrap_or_else(|error| panic!("{}:{}: {error}", case.file, case.line));
        let out = match input["kind"].as_str() {
            Some("employer" | "project") => contribution(&input),
            _ => benefits(&input),
        };
        for item in &case.items {
            count += 1;
            check(&case, item, &out, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 40, "only {count} lines of worked cases found");
}
