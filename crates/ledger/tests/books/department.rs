//! The department's lines carry the county's base-data table: 2022 outturn, 2023 budget, 2023 outturn (万元).

use std::collections::BTreeMap;

use yiju_ledger::department::{over_budget, sum};
use yiju_terms::Money;

use super::yuan;

/// By leaf. 人员 = 基本 − 公用; 其他公用 = 公用 − the items printed below it.
const LEAVES: &[(&str, [&str; 3])] = &[
    ("personnel", ["696700.00", "715800.00", "715800.00"]),
    ("office", ["10900.00", "15000.00", "14800.00"]),
    ("utilities_travel", ["15100.00", "15000.00", "15000.00"]),
    ("meeting_training", ["0.00", "0.00", "0.00"]),
    ("reception", ["12700.00", "13000.00", "10200.00"]),
    ("other_public", ["72100.00", "47100.00", "50100.00"]),
    ("legacy_pooling", ["0.00", "20000.00", "19900.00"]),
    ("procurement", ["0.00", "20000.00", "29800.00"]),
];

/// As printed.
const PRINTED: &[(&str, [&str; 3])] = &[
    ("basic", ["80.75", "80.59", "80.59"]),
    ("public", ["11.08", "9.01", "9.01"]),
    ("three_public", ["1.27", "1.30", "1.02"]),
    ("vehicle", ["0.00", "0.00", "0.00"]),
    ("abroad", ["0.00", "0.00", "0.00"]),
    ("project", ["0.00", "2.00", "1.99"]),
    ("procurement", ["0.00", "2.00", "2.98"]),
    // Procurement is a memo line: it is not added once more. Budget 80.59 + 2 is 82.59; the report prints 82.58.
    ("total", ["80.75", "82.59", "82.58"]),
];

fn column(index: usize) -> BTreeMap<String, Money> {
    let amount = |(stem, yuans): &(&str, [&str; 3])| ((*stem).to_owned(), yuan(yuans[index]));
    LEAVES.iter().map(amount).collect()
}

#[test]
fn the_printed_table_adds_up() {
    for index in 0..3 {
        let amounts = column(index);
        for (stem, printed) in PRINTED {
            assert_eq!(sum(stem, &amounts).wan(2), printed[index], "{stem}");
        }
    }
}

/// 2023 as the county spent it: 其他公用 passes its own budget within 公用经费; procurement does not fit until adjusted.
#[test]
fn the_year_fits_its_budget_except_procurement() {
    let (budget, outturn) = (column(1), column(2));
    let mut spent = BTreeMap::new();
    for (stem, amount) in &outturn {
        let refusals = over_budget(stem, *amount, &budget, &spent);
        let codes: Vec<_> = refusals.iter().map(|refusal| refusal.code).collect();
        if stem == "procurement" {
            assert_eq!(codes, ["over_budget"]);
            assert_eq!(refusals[0].arg("limit"), Some("20000.00"));
            assert_eq!(refusals[0].arg("after"), Some("29800.00"));
        } else {
            assert!(codes.is_empty(), "{stem}: {refusals:?}");
        }
        spent.insert(stem.clone(), *amount);
    }
    let mut adjusted = budget;
    adjusted.insert("procurement".to_owned(), yuan("29800.00"));
    spent.remove("procurement");
    assert!(over_budget("procurement", yuan("29800.00"), &adjusted, &spent).is_empty());
    assert_eq!(
        over_budget("procurement", yuan("29800.01"), &adjusted, &spent).len(),
        1
    );
}
