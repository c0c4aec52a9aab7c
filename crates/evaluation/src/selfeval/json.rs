//! `report.json`: every number of the report with its figure, value, unit and basis, in one canonical order.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yiju_documents::FigureBasis;

use super::facts::Facts;
use super::proposals::Offer;
use super::score::shown;
use super::sheet::{Line, Sheet};

pub fn write(
    facts: &Facts<'_>,
    sheets: &[(&str, &Sheet)],
    offers: &[Offer],
    bases: &BTreeMap<String, FigureBasis>,
) -> Value {
    let figures: Vec<Value> = facts
        .asked()
        .map(|value| {
            let mut entry = serde_json::to_value(value).unwrap_or_default();
            if let Some(basis) = bases.get(value.stem) {
                entry["name"] = json!(basis.name);
                entry["definition"] = json!(basis.definition);
                entry["formula"] = json!(basis.formula);
                entry["records_total"] = json!(basis.records.total);
                entry["vouchers"] = json!(basis.vouchers.len());
                entry["articles"] =
                    json!(basis.articles.iter().map(|a| &a.text).collect::<Vec<_>>());
            }
            entry
        })
        .collect();
    let tables: serde_json::Map<String, Value> = sheets
        .iter()
        .map(|(name, sheet)| ((*name).to_owned(), table(sheet)))
        .collect();
    json!({
        "year": facts.year,
        "agency": facts.office.name,
        "region": facts.region.code(),
        "notice": facts.office.notice,
        "law": facts.book.digest(),
        "tables": tables,
        "proposals": offers.iter().map(Offer::json).collect::<Vec<_>>(),
        "figures": figures,
    })
}

fn table(sheet: &Sheet) -> Value {
    let line = |line: &Line| {
        json!({
            "class": line.class, "group": line.group, "name": line.name, "figure": line.figure, "unit": line.unit,
            "operator": line.operator.stem(), "target_value": line.target, "actual_value": line.actual,
            "target": line.target_shown, "actual": line.actual_shown, "points_max": line.points,
            "points": shown(line.score), "remark": line.remark,
        })
    };
    json!({
        "form": sheet.form.name,
        "execution": {
            "initial_budget": super::facts::wan(sheet.initial_fen), "adjusted_budget": super::facts::wan(sheet.adjusted_fen),
            "outturn": super::facts::wan(sheet.outturn_fen), "rate": sheet.execution_rate(),
            "points_max": sheet.form.execution_points, "points": shown(sheet.execution_score),
        },
        "indicators": sheet.lines.iter().map(line).collect::<Vec<_>>(),
        "points_max": super::form::TOTAL_POINTS,
        "points": shown(sheet.total()),
    })
}
