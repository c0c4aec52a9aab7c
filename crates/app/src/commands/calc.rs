//! `yiju calc contribution` and `yiju calc benefits`: a case in JSON in, the figures with their trace out.

use serde::Serialize;
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{
    ContributionCase, ContributionResult, InputProblem, Trace, assess_case, determine_by_years,
    output, read_benefit_case, read_contribution_case,
};
use yiju_terms::{Lang, Refusal};

/// Done and nothing wrong; done with refusals; the input is wrong.
const FINE: i32 = 0;
const LOOK: i32 = 1;
const WRONG_INPUT: i32 = 2;

/// The JSON for standard output and the exit code.
pub fn contribution(text: &str, lang: Lang, book: &Lawbook) -> (String, i32) {
    let case: ContributionCase = match read_contribution_case(text, book) {
        Ok(case) => case,
        Err(problems) => return wrong_input(&problems, lang),
    };
    let mut trace = Trace::default();
    let result: Result<ContributionResult, Vec<Refusal>> = assess_case(book, &case, &mut trace);
    let code = if result.is_ok() { FINE } else { LOOK };
    let mut shown = output::contribution(&result, &trace.steps, book.digest(), lang);
    shown.notes = output::unused_confirmations(book, case.confirmed(), case.region(), lang);
    (pretty(&shown), code)
}

/// The JSON for standard output and the exit code.
pub fn benefits(text: &str, lang: Lang, book: &Lawbook) -> (String, i32) {
    let case = match read_benefit_case(text, book) {
        Ok(case) => case,
        Err(problems) => return wrong_input(&problems, lang),
    };
    let determination = determine_by_years(book, &case, &Confirmed::NONE, &mut Trace::default());
    let code = if determination.refusals.is_empty() {
        FINE
    } else {
        LOOK
    };
    let mut shown = determination.output(lang);
    shown.notes = output::notes(book, &case, lang);
    (pretty(&shown), code)
}

/// Every problem as JSON, and as lines for a person on standard error.
fn wrong_input(problems: &[InputProblem], lang: Lang) -> (String, i32) {
    for problem in problems {
        eprintln!("{}", problem.message(lang));
    }
    (pretty(&output::errors(problems, lang)), WRONG_INPUT)
}

fn pretty<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("these structures hold text keys only")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A sound case with some fields replaced.
    fn benefit_case(changes: Value) -> String {
        let mut case = json!({
            "region": "431123", "kind": "disability", "injured_on": "2023-03-10", "own_wage_mean": "5350.75",
            "grade": 7, "appraised_on": "2023-08-01",
        });
        for (key, value) in changes.as_object().expect("an object") {
            case[key] = value.clone();
        }
        case.to_string()
    }

    fn contribution_case(changes: Value) -> String {
        let mut case = json!({
            "region": "431123", "month": "2023-06", "kind": "employer", "risk_class": 4, "total_wages": "512340.00",
        });
        for (key, value) in changes.as_object().expect("an object") {
            case[key] = value.clone();
        }
        case.to_string()
    }

    /// The exit code, and each problem as code and field.
    fn problems((json, code): (String, i32)) -> (i32, Vec<String>) {
        let answer: Value = serde_json::from_str(&json).expect("JSON");
        assert!(
            answer.get("items").is_none() && answer.get("amount").is_none(),
            "{answer}"
        );
        let list = answer["errors"].as_array().cloned().unwrap_or_default();
        let one = |problem: &Value| {
            let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
            assert!(
                !text("message").is_empty() && !text("message").contains('⟦'),
                "{problem}"
            );
            format!("{} {}", text("code"), text("field"))
        };
        let mut found: Vec<String> = list.iter().map(one).collect();
        found.sort();
        (code, found)
    }

    /// Each bad input the program must know, and all at once.
    fn bad_cases() -> Vec<(Value, &'static [&'static str])> {
        let twice = json!([{"employer": "E1", "from": "2022-01-01"}, {"employer": "E1", "from": "2022-06-01"}]);
        let kin = json!({"relation": "spouse", "birth": "1970-01-01", "sex": "female", "relied_on": true});
        vec![
            (
                json!({"injured_on": "2023-02-30"}),
                &["bad_date injured_on"],
            ),
            (json!({"grade": 11}), &["bad_grade grade"]),
            (
                json!({"kind": "death", "grade": null, "appraised_on": null, "died_on": "2023-03-09", "dependents": [kin]}),
                &["dates_out_of_order died_on"],
            ),
            (
                json!({"own_wage_mean": "-0.01"}),
                &["not_positive own_wage_mean"],
            ),
            (
                json!({"own_wage_mean": "99999999.00"}),
                &["absurd_amount own_wage_mean"],
            ),
            (
                json!({"enrollments": twice}),
                &["enrollments_overlap enrollments[1]"],
            ),
            (json!({"region": "991123"}), &["unknown_region region"]),
            (
                json!({"region": "991123", "grade": 0, "own_wage_mean": "-1.00", "appraised_on": "2023-13-01"}),
                &[
                    "bad_date appraised_on",
                    "bad_grade grade",
                    "not_positive own_wage_mean",
                    "unknown_region region",
                ],
            ),
        ]
    }

    #[test]
    fn each_named_bad_input_ends_in_two_with_all_problems() {
        let book = Lawbook::builtin();
        for (changes, want) in bad_cases() {
            for lang in [Lang::Zh, Lang::En] {
                let (code, found) = problems(benefits(&benefit_case(changes.clone()), lang, book));
                assert_eq!(
                    (code, found),
                    (2, want.iter().map(ToString::to_string).collect())
                );
            }
        }
        let wrong = json!({"region": "991123", "month": "2023-13", "total_wages": "-1.00"});
        let (code, found) = problems(contribution(&contribution_case(wrong), Lang::Zh, book));
        assert_eq!(code, 2);
        let want = [
            "bad_month month",
            "not_positive total_wages",
            "unknown_region region",
        ];
        assert_eq!(found, want);
        let absurd = json!({"total_wages": "99999999999999.00"});
        let (code, found) = problems(contribution(&contribution_case(absurd), Lang::Zh, book));
        assert_eq!((code, found.len()), (2, 1), "{found:?}");
    }

    #[test]
    fn a_figure_that_the_law_folder_knows_is_said_to_be_unused() {
        let book = Lawbook::builtin();
        let paper = |parameter: &str, period: &str, value: &str| json!([{"parameter": parameter, "period": period, "value": value, "document": "测试文件"}]);
        let notes = |(answer, code): (String, i32)| {
            let answer: Value = serde_json::from_str(&answer).expect("JSON");
            (code, answer["notes"][0]["code"].clone())
        };
        // 20 percent is verified from May 2023 on: 30 changes nothing.
        let key = "contributions.temporary_reduction.percent";
        let with = json!({"confirmed": paper(key, "2023", "30")});
        let answer = contribution(&contribution_case(with), Lang::Zh, book);
        assert_eq!(notes(answer), (0, json!("known")));
        let later =
            json!({"as_of": "2023-12-31", "leaving": {"on": "2024-02-29", "reason": "resigned"}});
        let answer = benefits(&benefit_case(later), Lang::Zh, book);
        assert_eq!(notes(answer), (1, json!("leaves_after_as_of")));
        let used = json!({"confirmed": paper("average_wage_for_benefits", "2023", "6284.00")});
        let answer = benefits(&benefit_case(used), Lang::Zh, book);
        assert_eq!(notes(answer), (0, Value::Null));
    }

    #[test]
    fn sound_cases_end_in_nothing_and_missing_papers_in_one() {
        let book = Lawbook::builtin();
        assert_eq!(
            contribution(&contribution_case(json!({})), Lang::Zh, book).1,
            0
        );
        let far = json!({"month": "2022-06"});
        assert_eq!(contribution(&contribution_case(far), Lang::Zh, book).1, 1);
        // The average wage of 2023 for benefits has no paper: the lump sum waits for it.
        assert_eq!(benefits(&benefit_case(json!({})), Lang::Zh, book).1, 1);
    }
}
