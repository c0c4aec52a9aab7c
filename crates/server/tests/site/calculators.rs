//! The public calculators: page and answer give what the rules give, with the papers the office has confirmed.

use axum::http::StatusCode;
use serde_json::{Value, json};
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{Trace, determine, read_benefit_case};
use yiju_terms::Lang;

use crate::common::ask::{ask, check_citations, check_html, check_words, post};
use crate::common::{app, confirm, confirm_average_wage, place};

/// Grade 7 on a mean of 5,350.75: 13 months, 69,559.75 by hand.
fn grade_seven() -> Value {
    json!({
        "region": "431123", "kind": "disability", "injured_on": "2025-03-10", "own_wage_mean": "5350.75",
        "grade": 7, "appraised_on": "2025-08-01",
        "confirmed": [{"parameter": "average_wage_for_benefits", "period": "2025", "value": "6787.00", "document": "测试文件"}],
    })
}

/// The address of a page on which a flat case and one confirmed figure are filled in.
fn address(path: &str, case: &Value) -> String {
    let mut pairs = Vec::new();
    for (key, value) in case.as_object().unwrap() {
        let Some(rows) = value.as_array() else {
            let text = match value {
                Value::Bool(given) => if *given { "yes" } else { "no" }.to_owned(),
                _ => value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            };
            pairs.push(format!("{key}={text}"));
            continue;
        };
        for (index, row) in rows.iter().enumerate() {
            for (field, value) in row.as_object().unwrap() {
                // A ticked box of the form is a `yes`.
                let text = value.as_str().unwrap_or("yes");
                pairs.push(format!("{key}[{index}].{field}={text}"));
            }
        }
    }
    let query = pairs.join("&").replace('[', "%5B").replace(']', "%5D");
    let query = query.replace("测试文件", "%E6%B5%8B%E8%AF%95%E6%96%87%E4%BB%B6");
    format!("{path}?{query}&do=calc")
}

#[test]
fn contributions_are_those_of_the_contract() {
    let place = place();
    let app = app(&place);
    let case = json!({"region": "431123", "month": "2023-06", "kind": "employer", "risk_class": 4,
                      "total_wages": "512340.00", "experience_tier": "120"});
    let answer = post(&app, "/api/calc/contribution", &case.to_string());
    assert_eq!(answer.status, StatusCode::OK);
    let found: Value = serde_json::from_str(&answer.body).unwrap();
    for (field, value) in [
        ("amount", "6885.85"),
        ("rate", "1.344"),
        ("reference_rate", "1.68"),
        ("relief", "1721.46"),
    ] {
        assert_eq!(found[field], value, "{field}");
    }
    let uri = address("/calc/contribution", &case);
    let page = ask(&app, &uri);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("6,885.85") && page.body.contains("1.344"));
    check_html(&uri, &page.body);
    check_words(&uri, &page.body);
    check_citations(&uri, &page.body);
}

#[test]
fn benefits_are_those_of_the_rules() {
    let place = place();
    let app = app(&place);
    let death = json!({
        "region": "431123", "kind": "death", "injured_on": "2025-03-10", "own_wage_mean": "5350.75",
        "died_on": "2025-03-20", "after_injury_leave": false,
        "dependents": [{"relation": "spouse", "birth": "1965-03-01", "sex": "female", "relied_on": true}],
        "confirmed": [{"parameter": "average_wage_for_benefits", "period": "2025", "value": "6787.00", "document": "测试文件"}],
    });
    for case in [grade_seven(), death] {
        let book = Lawbook::builtin();
        let read = read_benefit_case(&case.to_string(), book).unwrap();
        let expected = determine(book, &read, &Confirmed::NONE, &mut Trace::default());
        let expected = serde_json::to_value(expected.output(Lang::Zh)).unwrap();
        let answer = post(&app, "/api/calc/benefits", &case.to_string());
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let found: Value = serde_json::from_str(&answer.body).unwrap();
        // The whole answer, digest of the law included: what `yiju calc benefits` prints.
        assert_eq!(found, expected);
        assert!(!found["items"].as_array().unwrap().is_empty());
        let link = format!("{}&format=json", address("/calc/benefits", &case));
        let downloaded: Value = serde_json::from_str(&ask(&app, &link).body).unwrap();
        assert_eq!(downloaded, expected);
    }
    let uri = address("/calc/benefits", &grade_seven());
    let page = ask(&app, &uri);
    assert!(page.body.contains("69,559.75"));
    check_html(&uri, &page.body);
    check_words(&uri, &page.body);
    check_citations(&uri, &page.body);
    let english = ask(&app, &format!("{uri}&lang=en"));
    assert!(english.body.contains("69,559.75"));
    check_words(&uri, &english.body);
    check_citations(&uri, &english.body);
}

/// Without a paper the attendance allowance is refused; with the office's it is worked out, but only where it works.
#[test]
fn the_offices_papers_count_where_it_works() {
    let mut place = place();
    let mut case = grade_seven();
    case["self_care_level"] = json!("partial");
    case["grade"] = json!(4);
    case.as_object_mut().unwrap().remove("confirmed");
    let refused = |body: &str| {
        let found: Value = serde_json::from_str(body).unwrap();
        !found["refusals"].as_array().unwrap().is_empty()
    };
    let before = post(&app(&place), "/api/calc/benefits", &case.to_string());
    assert!(refused(&before.body));
    confirm_average_wage(&mut place.store, "2025", "6787.00");
    let after = app(&place);
    let here = post(&after, "/api/calc/benefits", &case.to_string());
    assert!(!refused(&here.body), "{}", here.body);
    // 6,787.00 × 30 % by hand.
    assert!(here.body.contains("2036.10"));
    case["region"] = json!("430000");
    let elsewhere = post(&after, "/api/calc/benefits", &case.to_string());
    assert!(refused(&elsewhere.body));
}

#[test]
fn every_problem_is_named_and_nothing_is_worked_out() {
    let place = place();
    let app = app(&place);
    let case = json!({"region": "431123", "kind": "disability", "injured_on": "2025-02-30",
                      "own_wage_mean": "-1", "grade": 11});
    let answer = post(&app, "/api/calc/benefits", &case.to_string());
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["injured_on", "own_wage_mean", "grade"] {
        assert!(
            answer.body.contains(field),
            "{field} is not named: {}",
            answer.body
        );
    }
    let uri = address("/calc/benefits", &case);
    let page = ask(&app, &uri);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_html(&uri, &page.body);
}

/// A case of the largest size is read; one byte more is answered in words, in both languages.
#[test]
fn a_case_that_is_too_large_is_said_to_be() {
    let place = place();
    let app = app(&place);
    let padded = |bytes: usize| {
        let case = grade_seven().to_string();
        format!("{}{case}", " ".repeat(bytes - case.len()))
    };
    let largest = post(&app, "/api/calc/benefits", &padded(64 * 1024));
    assert_eq!(largest.status, StatusCode::OK);
    let answer = post(&app, "/api/calc/benefits", &padded(64 * 1024 + 1));
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(said["error"]["code"], "too_large");
    assert!(answer.body.contains("没有处理"), "{}", answer.body);
    let english = post(&app, "/api/calc/benefits?lang=en", &padded(70_000));
    assert!(english.body.contains("not stored"), "{}", english.body);
}

/// What the office has confirmed is named on the page where it counts, with its paper.
#[test]
fn the_page_names_the_papers_it_works_with() {
    let mut place = place();
    let uri = address("/calc/benefits", &grade_seven());
    assert!(
        !ask(&app(&place), &uri)
            .body
            .contains("details class=\"papers\"")
    );
    confirm_average_wage(&mut place.store, "2025", "6787.00");
    let page = ask(&app(&place), &uri);
    assert!(page.body.contains("details class=\"papers\""));
    assert!(page.body.contains("待遇用的职工月平均工资") && page.body.contains("测试文件"));
    check_html(&uri, &page.body);
    check_words(&uri, &page.body);
    check_citations(&uri, &page.body);
    check_words(&uri, &ask(&app(&place), &format!("{uri}&lang=en")).body);
}

/// What a reader sees of a page: the text outside of tags.
fn seen(body: &str) -> String {
    let parts = body.split('<').filter_map(|part| part.split_once('>'));
    parts.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_pages_name_figures_in_words_and_say_bounds_without_signs() {
    let mut place = place();
    confirm(
        &mut place.store,
        "average_wage_for_contributions",
        "2025",
        "6787.00",
    );
    confirm(
        &mut place.store,
        "contributions.industry_base_rate.4",
        "2022",
        "0.90",
    );
    let app = app(&place);
    let body = seen(&ask(&app, &address("/calc/benefits", &grade_seven())).body);
    for stem in ["average_wage_for", "contributions.industry", "min(max", "⟦"] {
        assert!(!body.contains(stem), "{stem}");
    }
    assert!(body.contains("缴费基数用的月平均工资") && body.contains("行业基准费率（4 类）"));
    // 6,787.00 × 60 % and × 300 % by hand.
    assert!(body.contains("5350.75（不低于 4072.20，不高于 20361.00） ="));
    // A missing figure, a wrong one and one that is not needed.
    let mut case = grade_seven();
    case.as_object_mut().unwrap().remove("confirmed");
    let missing = seen(&ask(&app, &address("/calc/benefits", &case)).body);
    assert!(missing.contains("缺少参数“待遇用的统筹地区职工月平均工资”（2025）"));
    let with = |parameter: &str, period: &str, value: &str| {
        let mut case = grade_seven();
        let row = json!({"parameter": parameter, "period": period, "value": value, "document": "测试文件"});
        case["confirmed"].as_array_mut().unwrap().push(row);
        seen(&ask(&app, &address("/calc/benefits", &case)).body)
    };
    let wrong = with("average_wage_for_benefits", "2024", "-1");
    assert!(
        wrong.contains("“待遇用的统筹地区职工月平均工资”的数值不能是“-1”。"),
        "{wrong}"
    );
    let unneeded = with("disposable_income", "2022", "50000.00");
    assert!(
        unneeded.contains("（2022）确认的数50000.00没有用"),
        "{unneeded}"
    );
}

/// 80 % of 5 350.75 is 4 280.60; 40 % of 6 284.00 was 2 513.60 a month, 40 % of 6 584.00 is 2 633.60. Paid each month from
/// 2024 on: 4 280.60 + 2 633.60 = 6 914.20. The year before is listed and over.
#[test]
fn years_of_one_allowance_are_not_added_up() {
    let place = place();
    let paper = |period: &str, value: &str| json!({"parameter": "average_wage_for_benefits", "period": period, "value": value, "document": "测试文件"});
    let case = json!({
        "kind": "disability", "region": "431123", "injured_on": "2023-03-10", "own_wage_mean": "5350.75", "grade": 3,
        "self_care_level": "major", "appraised_on": "2023-08-01", "as_of": "2024-02-29",
        "confirmed": [paper("2023", "6284.00"), paper("2024", "6584.00")],
    });
    let page = ask(&app(&place), &address("/calc/benefits", &case));
    for amount in ["6,914.20", "2,513.60", "2,633.60"] {
        assert!(page.body.contains(amount), "{amount}");
    }
    assert!(!page.body.contains("9,427.80"));
}
