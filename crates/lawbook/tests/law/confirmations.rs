//! What a paper can confirm: names, periods, values, no two values; and what the law folder does not ask for.

use yiju_lawbook::{Confirmation, GivenConfirmation, Lawbook};
use yiju_terms::{Lang, Refusal};

fn row(parameter: &str, period: &str, value: &str) -> Confirmation {
    Confirmation {
        parameter: parameter.into(),
        period: period.into(),
        value: value.into(),
        document: "某文〔2024〕1号".into(),
        region: None,
    }
}

/// `row field code` of each fault, each with words in both languages.
fn faults(rows: &[Confirmation]) -> Vec<String> {
    let given: Vec<GivenConfirmation<'_>> = rows.iter().map(Into::into).collect();
    let found = Lawbook::builtin().confirmation_faults(&given);
    let one = |fault: yiju_lawbook::ConfirmationFault| {
        let refusal = Refusal {
            args: fault.args,
            ..Refusal::new(fault.code)
        };
        for lang in [Lang::Zh, Lang::En] {
            let text = refusal.message(lang);
            assert!(!text.contains(['⟦', '{']), "{text}");
        }
        format!("{} {} {}", fault.row, fault.field, fault.code)
    };
    found.into_iter().map(one).collect()
}

const WAGE: &str = "average_wage_for_benefits";

#[test]
fn a_value_that_cannot_be_is_a_fault() {
    let cases = [
        (WAGE, "2023", "-1", "confirmed_yuan"),
        (WAGE, "2023", "0", "confirmed_yuan"),
        (WAGE, "2023", "99999999999.00", "confirmed_yuan"),
        (WAGE, "2023", "abc", "confirmed_yuan"),
        (WAGE, "2023", " 6284.00", "confirmed_yuan"),
        ("hospital_meal_per_day", "2023", "-30.00", "confirmed_yuan"),
        ("disposable_income", "2022", "-100.00", "confirmed_yuan"),
        (
            "contributions.industry_base_rate.4",
            "2023",
            "-0.50",
            "confirmed_percent",
        ),
        (
            "contributions.temporary_reduction.percent",
            "2023",
            "500",
            "confirmed_percent",
        ),
        (
            "contributions.project_rate",
            "2022",
            "1000.1",
            "confirmed_permille",
        ),
        ("wages.own_wage.months", "2023", "1.5", "confirmed_whole"),
        ("back_pay_after_pause", "2023", "1", "confirmed_yes_no"),
    ];
    for (parameter, period, value, code) in cases {
        let found = faults(&[row(parameter, period, value)]);
        assert_eq!(found, [format!("0 value {code}")], "{parameter} {value}");
    }
    let sound = [
        row(WAGE, "2023", "6284.00"),
        row("contributions.project_rate", "2022", "1.8"),
        row("contributions.industry_base_rate.4", "2022", "0.90"),
        row("hospital_meal_per_day", "2023-05-01", "30.00"),
        row("minimum_wage", "2024", "1740.00"),
        row("minimum_wage.2", "2024", "1740.00"),
        row("back_pay_after_pause", "2023", "false"),
        row("own_wage_short_record", "2025", "mean_of_actual_months"),
    ];
    assert_eq!(faults(&sound), [""; 0]);
}

#[test]
fn names_rows_and_periods_are_known_and_everything_wrong_is_said_at_once() {
    let rows = [
        row("no_such", "23", "abc"),
        row(WAGE, "2023-05", "-1"),
        row(WAGE, "2023-05-01", "6284.00"),
        row("hospital_meal_per_day", "2023-05", "30.00"),
        row("contributions.industry_base_rate", "2022", "0.90"),
        row("contributions.industry_base_rate.9", "2022", "0.90"),
        row("hospital_meal_per_day.1", "2022", "30.00"),
    ];
    let want = [
        "0 parameter confirmed_unknown",
        "1 period confirmed_year",
        "1 value confirmed_yuan",
        "2 period confirmed_year",
        "3 period confirmed_period",
        "4 parameter confirmed_row",
        "5 parameter confirmed_row",
        "6 parameter confirmed_no_rows",
    ];
    assert_eq!(faults(&rows), want);
    let given: Vec<GivenConfirmation<'_>> = rows[..1].iter().map(Into::into).collect();
    let unknown = &Lawbook::builtin().confirmation_faults(&given)[0];
    let known = &unknown.args[1].1;
    assert!(
        known.contains(WAGE) && known.contains("minimum_wage"),
        "{known}"
    );
}

#[test]
fn two_values_for_one_thing_are_a_fault_whatever_they_are_called() {
    let mut rows = vec![
        row(WAGE, "2023", "6284.00"),
        row(WAGE, "2024", "6711.00"),
        // The same number written otherwise.
        row(WAGE, "2023", "6284"),
        row(WAGE, "2023", "6584.00"),
        row("hospital_meal_per_day", "2023", "30.00"),
        row("benefits.hospital_meal_allowance.per_day", "2023", "40.00"),
    ];
    let want = ["3 value confirmed_twice", "5 value confirmed_twice"];
    assert_eq!(faults(&rows), want);
    // Two counties may differ; a county and its city may not.
    rows = vec![row(WAGE, "2023", "6284.00"), row(WAGE, "2023", "6584.00")];
    rows[0].region = "431123".parse().ok();
    rows[1].region = "431122".parse().ok();
    assert_eq!(faults(&rows), [""; 0]);
    rows[1].region = "4311".parse().ok();
    assert_eq!(faults(&rows), ["1 value confirmed_twice"]);
}

#[test]
fn what_the_law_folder_knows_for_sure_is_not_asked_for() {
    let county = "431123".parse().unwrap();
    let mut rows = [
        // Provisional, missing, missing, provisional, missing.
        row("average_wage_for_contributions", "2023", "6284.00"),
        row(WAGE, "2023", "6284.00"),
        row("contributions.industry_base_rate.4", "2022", "0.90"),
        row("hospital_meal_per_day", "2023", "30.00"),
        row("minimum_wage", "2023", "1550.00"),
        // Verified: 49 283.00.
        row("disposable_income", "2022", "50000.00"),
        // Verified: 20 percent since May 2023, before that derived.
        row("contributions.temporary_reduction.percent", "2023", "30"),
        // No provisional figure begins on that day.
        row("hospital_meal_per_day", "2023-05-02", "30.00"),
        row(WAGE, "2024", "6711.00"),
    ];
    rows[8].region = "431122".parse().ok();
    let found = Lawbook::builtin().unused_confirmations(&rows, &county);
    let found: Vec<(usize, &str)> = found.iter().map(|one| (one.row, one.code)).collect();
    let want = [
        (5, "known"),
        (6, "known"),
        (7, "not_asked"),
        (8, "elsewhere"),
    ];
    assert_eq!(found, want);
}

#[test]
fn a_figure_has_a_name_people_know() {
    let name = |parameter: &str| Lawbook::builtin().parameter_name(parameter, Lang::Zh);
    let wage = "缴费基数用的月平均工资（全口径城镇单位就业人员）";
    assert_eq!(
        name("average_wage_for_contributions").as_deref(),
        Some(wage)
    );
    let rate = name("contributions.industry_base_rate.4");
    assert_eq!(rate.as_deref(), Some("行业基准费率（4 类）"));
    assert_eq!(name("no_such"), None);
}
