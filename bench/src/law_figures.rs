//! The figures of the law that a peer needs for the cases, as JSON.

use serde_json::json;
use yiju_lawbook::At;
use yiju_rules::Sources;
use yiju_terms::Money;

use crate::cases::{MINIMUM_WAGE, REASONS};

/// The figures of the law the three kinds rest on.
pub fn law(sources: Sources<'_>) -> serde_json::Value {
    let at = At::new(sources.region.clone(), crate::day("2024-06-01"));
    let (book, papers) = (sources.book, sources.confirmed);
    let number = |key: &str, row: Option<&str>| {
        let answer = book.int(&format!("benefits.{key}"), row, &at, papers);
        answer.map_or(0, |answer| answer.value)
    };
    let percent = |key: &str, row: Option<&str>| {
        let answer = book.rate(key, row, &at, papers);
        answer.map_or(0, |answer| answer.value.ppm() / 10_000)
    };
    let grades = |key: &str| -> Vec<i64> {
        (1..=10)
            .map(|grade: i32| number(key, Some(&grade.to_string())))
            .collect()
    };
    let yearly = |stem: &str, year: i16| {
        let answer = book.yearly(stem, year, sources.region, papers);
        answer.map_or(0, |answer| answer.value.fen())
    };
    let years = |stem: &str, offset: i16| {
        let value = |year: i16| (year.to_string(), json!(yearly(stem, year + offset)));
        serde_json::Value::Object([2023, 2024, 2025].map(value).into_iter().collect())
    };
    let near = |stem: &str| -> Vec<i64> {
        let key = format!("benefits.{stem}.near_retirement_percent");
        (0..6)
            .map(|years: i32| percent(&key, Some(&years.to_string())))
            .collect()
    };
    let allowance = |grade: i32| {
        percent(
            "benefits.disability_allowance.percent",
            Some(&grade.to_string()),
        )
    };
    let care = |level: &str| percent("benefits.attendance_allowance.percent", Some(level));
    let reasons = |grade: i32| {
        let key = "benefits.entitlement.leaving_reasons";
        let text = book.text(key, Some(&grade.to_string()), &at, papers);
        let text = text.map_or_else(|_| String::new(), |answer| answer.value);
        REASONS.map(|reason| text.split(' ').any(|stem| stem == reason.stem()))
    };
    let care_percent = ["total", "major", "partial"].map(care);
    let minimum: Money = MINIMUM_WAGE.parse().expect("an amount");
    json!({
        "average_fen": years("average_wage_for_benefits", 0),
        "floor_percent": percent("wages.own_wage.floor_percent", None),
        "ceiling_percent": percent("wages.own_wage.ceiling_percent", None),
        "lump_months": grades("disability_lump_sum.months"),
        "allowance_percent": (1..=6).map(allowance).collect::<Vec<i64>>(),
        "minimum_wage_fen": minimum.fen(),
        "care_percent": care_percent,
        "medical_months": grades("medical_lump_sum.months"),
        "employment_months": grades("employment_lump_sum.months"),
        "medical_near_percent": near("medical_lump_sum"),
        "employment_near_percent": near("employment_lump_sum"),
        "leaving_reasons": (5..=10).map(reasons).collect::<Vec<_>>(),
        "death_times": number("death_lump_sum.times", None),
        "income_fen": years("disposable_income", i16::try_from(number("death_lump_sum.base_year_offset", None)).expect("small")),
        "funeral_months": number("funeral_grant.months", None),
        "cap_percent": percent("benefits.survivor_pension.cap_percent", None),
    })
}
