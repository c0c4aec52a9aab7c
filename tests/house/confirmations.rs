//! A figure that the office confirms from a paper: all that is wrong with it is refused at the window.

use yiju_actions::parameter_confirmation::ParameterConfirmation;
use yiju_actions::{ActionError, Office};
use yiju_tests::{MANAGEMENT_HANDS, application, day};

fn confirm(
    office: &mut Office<'_>,
    key: &str,
    (parameter, period, value): (&str, &str, &str),
) -> Vec<&'static str> {
    let proposal = ParameterConfirmation {
        parameter: parameter.into(),
        period: period.into(),
        value: value.into(),
        document: "示例文件".into(),
    };
    let application = application(key, "2024-01-05", proposal);
    match office.handle(&MANAGEMENT_HANDS, &application, day("2024-01-05")) {
        Ok(_) => Vec::new(),
        Err(ActionError::Refused(refusals)) => refusals.iter().map(|one| one.code).collect(),
        Err(ActionError::Fault(fault)) => panic!("{fault}"),
    }
}

#[test]
fn a_figure_that_cannot_be_is_not_booked_and_all_reasons_are_said() {
    let mut place = yiju_tests::sqlite();
    let mut office = yiju_tests::found(&mut place.store);
    let wage = "average_wage_for_benefits";
    let cases: [((&str, &str, &str), &[&str]); 7] = [
        ((wage, "2023", "-1"), &["confirmed_yuan"]),
        ((wage, "2023", "abc"), &["confirmed_yuan"]),
        (("no_such", "2023", "1"), &["confirmed_unknown"]),
        ((wage, "23", "6284.00"), &["confirmed_year"]),
        ((wage, "23", "-1"), &["confirmed_year", "confirmed_yuan"]),
        (
            ("contributions.industry_base_rate", "2022", "0.9"),
            &["confirmed_row"],
        ),
        ((wage, "2023", "6284.00"), &[]),
    ];
    for (number, (given, want)) in cases.into_iter().enumerate() {
        let found = confirm(&mut office, &format!("k{number}"), given);
        assert_eq!(found, want, "{given:?}");
    }
    // A later paper on the same figure may say otherwise.
    assert_eq!(
        confirm(&mut office, "k9", (wage, "2023", "6584.00")),
        [""; 0]
    );
}
