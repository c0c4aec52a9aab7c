//! The law's numbers the peers of the assessment need, as one JSON line: bounds in fen, rates by class and first month.

use serde_json::{Value, json};
use yiju_lawbook::{Confirmation, Confirmed, Lawbook};
use yiju_rules::{NoTrace, RateTable, Sources, contribution_limits};
use yiju_terms::{Money, Month, RiskClass};

const MONTH: &str = "2023-06";

fn main() {
    let region = yiju_bench::region();
    // An invented paper for the year's average wage.
    let paper = Confirmation {
        parameter: "average_wage_for_contributions".to_owned(),
        period: "2023".to_owned(),
        value: "6284.00".to_owned(),
        document: "合成文件".to_owned(),
        region: None,
    };
    let papers = Confirmed { rows: vec![paper] };
    let month: Month = MONTH.parse().expect("a month");
    let sources = Sources {
        book: Lawbook::builtin(),
        confirmed: &papers,
        region: &region,
    };
    let limits = contribution_limits(sources, month.year(), &mut NoTrace).expect("bounds");
    let number = |month: Month| i64::from(month.year()) * 100 + i64::from(month.month());
    let mut rates = serde_json::Map::new();
    for class in 1..=8u8 {
        let mut dated: Vec<Value> = Vec::new();
        let mut last = None;
        for back in (0..24).rev() {
            let at = month.plus(-back);
            let table = RateTable::prepare(sources.book, &region, at, &papers);
            let class = RiskClass::new(class).expect("a class");
            // A month of which the law folder knows no rate has no line; the month assessed must have one.
            let found = table.assess(class, Money::from_yuan(1), 100, &mut NoTrace);
            let Ok(ppm) = found.map(|found| found.rate.ppm()) else {
                assert!(back > 0, "the month has a rate");
                continue;
            };
            if last != Some(ppm) {
                dated.push(json!([number(at), ppm]));
                last = Some(ppm);
            }
        }
        rates.insert(class.to_string(), Value::Array(dated));
    }
    println!(
        "{}",
        json!({"floor_fen": limits.floor.fen(), "ceiling_fen": limits.ceiling.fen(), "month": number(month), "rates": rates})
    );
}
