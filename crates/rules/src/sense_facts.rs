//! Whether the facts beside the injury fit: bills, leave, earlier appraisals, events of dependents, enrollments.

use serde_json::Value;
use yiju_terms::{Benefit, Date, Money, Month};

use crate::problem::InputProblem;
use crate::sense::{Problems, date, has, in_order, list};

pub(crate) fn check(case: &Value, problems: &mut Problems) {
    only_where_they_belong(case, problems);
    cover(case, problems);
    expenses(case, problems);
    leave(case, problems);
    appraisals(case, problems);
    events(case, problems);
    pauses(case, problems);
    enrollments(case, problems);
}

fn only_where_they_belong(case: &Value, problems: &mut Problems) {
    let kind = case.get("kind").and_then(Value::as_str).unwrap_or_default();
    let wrong = |fields: &[&str], code: &'static str, problems: &mut Problems| {
        for field in fields.iter().filter(|field| has(case, field)) {
            problems.push(InputProblem::new(code, *field));
        }
    };
    if kind == "disability" {
        let fields = [
            "dependent_events",
            "pension_fund_grants_taken",
            "declared_dead",
            "advance_paid",
        ];
        wrong(&fields, "only_for_death", problems);
    }
    if kind == "death" {
        let fields = ["attendance_in_payment", "other_injuries", "pauses"];
        wrong(&fields, "only_for_disability", problems);
    }
    if (kind == "disability" || kind == "death") && has(case, "advance_requested") {
        problems.push(InputProblem::new("only_for_missing", "advance_requested"));
    }
    if has(case, "earlier_appraisal") && !has(case, "grade") {
        problems.push(InputProblem::new("needs_grade", "earlier_appraisal"));
    }
}

fn cover(case: &Value, problems: &mut Problems) {
    let injured = ("injured_on", date(case, "injured_on"));
    if let Some(insurance) = case.get("insurance") {
        in_order(
            problems,
            injured,
            ("insurance.joined_on", date(insurance, "joined_on")),
        );
        if has(insurance, "joined_on") && insurance["status"] != "uninsured" {
            problems.push(InputProblem::new(
                "only_for_uninsured",
                "insurance.joined_on",
            ));
        }
    }
    if let Some(application) = case.get("application") {
        let applied = (
            "application.employer_applied_on",
            date(application, "employer_applied_on"),
        );
        let accepted = ("application.accepted_on", date(application, "accepted_on"));
        in_order(problems, injured, applied);
        in_order(problems, injured, accepted);
        in_order(problems, applied, accepted);
    }
}

fn money(value: &Value, field: &str) -> Option<Money> {
    value.get(field)?.as_str()?.parse().ok()
}

fn expenses(case: &Value, problems: &mut Problems) {
    let injured = ("injured_on", date(case, "injured_on"));
    for (index, bill) in list(case, "expenses").iter().enumerate() {
        let at = |field: &str| format!("expenses[{index}].{field}");
        in_order(problems, injured, (&at("on"), date(bill, "on")));
        let last = date(bill, "last_fitted_on");
        in_order(
            problems,
            (&at("last_fitted_on"), last),
            (&at("on"), date(bill, "on")),
        );
        let benefit = bill.get("benefit").and_then(Value::as_str);
        if let Some(benefit) = benefit.and_then(Benefit::from_stem)
            && !paid_by_bills(benefit)
        {
            let problem = InputProblem::new("not_paid_by_bills", at("benefit"));
            problems.push(problem.with("text", benefit.stem()));
        }
        let Some(amount) = money(bill, "amount") else {
            continue;
        };
        let parts = ["outside_catalogue", "third_party_paid"];
        for field in parts {
            if let Some(part) = money(bill, field)
                && part > amount
            {
                let problem = InputProblem::new("part_over_whole", at(field));
                problems.push(problem.with("part", part).with("whole", amount));
            }
        }
    }
}

pub(crate) fn paid_by_bills(benefit: Benefit) -> bool {
    matches!(
        benefit,
        Benefit::MedicalExpense
            | Benefit::RehabilitationExpense
            | Benefit::TravelLodgingExpense
            | Benefit::AssistiveDevice
            | Benefit::AppraisalFee
    )
}

fn leave(case: &Value, problems: &mut Problems) {
    let Some(leave) = case.get("injury_leave") else {
        return;
    };
    let from = ("injury_leave.from", date(leave, "from"));
    in_order(problems, ("injured_on", date(case, "injured_on")), from);
    in_order(problems, from, ("injury_leave.until", date(leave, "until")));
}

fn appraisals(case: &Value, problems: &mut Problems) {
    let injured = ("injured_on", date(case, "injured_on"));
    if let Some(earlier) = case.get("earlier_appraisal") {
        let before = (
            "earlier_appraisal.appraised_on",
            date(earlier, "appraised_on"),
        );
        in_order(problems, injured, before);
        in_order(
            problems,
            before,
            ("appraised_on", date(case, "appraised_on")),
        );
    }
    for (index, other) in list(case, "other_injuries").iter().enumerate() {
        let field = format!("other_injuries[{index}].injured_on");
        let day = date(other, "injured_on");
        in_order(problems, (&field, day), ("leaving.on", leaving_day(case)));
        if day.is_some() && day == injured.1 {
            problems.push(InputProblem::new("same_injury", field));
        }
    }
}

fn leaving_day(case: &Value) -> Option<Date> {
    case.get("leaving").and_then(|leaving| date(leaving, "on"))
}

fn events(case: &Value, problems: &mut Problems) {
    let dependents = list(case, "dependents");
    let died = ("died_on", date(case, "died_on"));
    for (index, event) in list(case, "dependent_events").iter().enumerate() {
        let at = |field: &str| format!("dependent_events[{index}].{field}");
        let number = event.get("dependent").and_then(Value::as_u64);
        let whose = number.and_then(|number| dependents.get(usize::try_from(number).ok()?));
        if number.is_some() && whose.is_none() {
            let problem = InputProblem::new("no_such_dependent", at("dependent"));
            problems.push(problem.with("count", dependents.len()));
        }
        let word = event.get("event").and_then(Value::as_str);
        let relation = whose
            .and_then(|one| one.get("relation"))
            .and_then(Value::as_str);
        if word == Some("remarried") && relation.is_some_and(|relation| relation != "spouse") {
            problems.push(InputProblem::new("event_does_not_fit", at("event")));
        }
        if word.is_some_and(|word| word != "imprisoned") {
            in_order(problems, died, (&at("on"), date(event, "on")));
            if has(event, "until") {
                problems.push(InputProblem::new("event_has_no_end", at("until")));
            }
        }
        let on = date(event, "on");
        in_order(
            problems,
            (&at("on"), on),
            (&at("until"), date(event, "until")),
        );
    }
}

fn pauses(case: &Value, problems: &mut Problems) {
    for (index, pause) in list(case, "pauses").iter().enumerate() {
        let from = pause.get("from").and_then(Value::as_str);
        let from = from.and_then(|text| text.parse::<Month>().ok());
        let first_day = from.map(Month::first_day);
        let from_field = format!("pauses[{index}].from");
        let until_field = format!("pauses[{index}].ended_on");
        let injured = date(case, "injured_on").map(|day| Month::of(day).first_day());
        in_order(problems, ("injured_on", injured), (&from_field, first_day));
        in_order(
            problems,
            (&from_field, first_day),
            (&until_field, date(pause, "ended_on")),
        );
    }
}

/// Two employers at one time are lawful, twice the same is not.
fn enrollments(case: &Value, problems: &mut Problems) {
    let mut known: Vec<(usize, &str, Date, Option<Date>)> = Vec::new();
    for (index, row) in list(case, "enrollments").iter().enumerate() {
        let (from, until) = (date(row, "from"), date(row, "until"));
        let fields = [
            format!("enrollments[{index}].from"),
            format!("enrollments[{index}].until"),
        ];
        in_order(problems, (&fields[0], from), (&fields[1], until));
        let employer = row.get("employer").and_then(Value::as_str);
        let (Some(from), Some(employer)) = (from, employer) else {
            continue;
        };
        if until.is_some_and(|until| until < from) {
            continue;
        }
        let meets = |(_, other, other_from, other_until): &&(usize, &str, Date, Option<Date>)| {
            *other == employer
                && other_until.is_none_or(|end| from <= end)
                && until.is_none_or(|end| *other_from <= end)
        };
        if let Some((other, ..)) = known.iter().find(meets) {
            let problem = InputProblem::new("enrollments_overlap", format!("enrollments[{index}]"));
            problems.push(
                problem
                    .with("other", format!("enrollments[{other}]"))
                    .with("employer", employer),
            );
        }
        known.push((index, employer, from, until));
    }
    let injured = date(case, "injured_on");
    let covers = |(_, _, from, until): &(usize, &str, Date, Option<Date>)| {
        injured.is_some_and(|day| *from <= day && until.is_none_or(|end| day <= end))
    };
    let insured = case
        .get("insurance")
        .is_none_or(|insurance| insurance["status"] == "insured");
    if injured.is_some() && insured && !known.is_empty() && !known.iter().any(covers) {
        problems.push(InputProblem::new("not_enrolled_at_injury", "enrollments"));
    }
}
