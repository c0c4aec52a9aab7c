//! Whether the facts of a case fit together: order of dates, ages, overlaps, what belongs to which kind.
//!
//! Works on the JSON, field by field, so that a field of the wrong shape does not hide what is wrong elsewhere.

use serde_json::Value;
use yiju_terms::{Date, Exact, Money, Month};

use crate::input::parse_date;
use crate::problem::InputProblem;
use crate::sense_facts;

/// Bounds on plausible input, not numbers of the law.
pub(crate) const OLDEST_YEARS: i16 = 130;
pub(crate) const CAREER_YEARS: i16 = 80;
pub(crate) const EARLIEST_INJURY_YEAR: i16 = 1950;
const LONGEST_PREGNANCY_DAYS: i32 = 310;

pub(crate) type Problems = Vec<InputProblem>;

pub(crate) fn benefit_case(case: &Value) -> Problems {
    let mut problems = Problems::new();
    date_order(case, &mut problems);
    person(case, &mut problems);
    wages(case, &mut problems);
    hospital(case, &mut problems);
    match case.get("kind").and_then(Value::as_str) {
        Some("disability") => disability(case, &mut problems),
        Some("death") => death(case, &mut problems),
        Some("missing") => missing(case, &mut problems),
        _ => {}
    }
    dependents(case, &mut problems);
    sense_facts::check(case, &mut problems);
    problems
}

pub(crate) fn date(value: &Value, field: &str) -> Option<Date> {
    value.get(field)?.as_str().and_then(parse_date)
}

pub(crate) fn has(value: &Value, field: &str) -> bool {
    match value.get(field) {
        None | Some(Value::Null) => false,
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    }
}

pub(crate) fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Reports `later` when it lies before `earlier`.
pub(crate) fn in_order(
    problems: &mut Problems,
    (earlier_field, earlier): (&str, Option<Date>),
    (later_field, later): (&str, Option<Date>),
) {
    if let (Some(earlier), Some(later)) = (earlier, later)
        && later < earlier
    {
        problems.push(
            InputProblem::new("dates_out_of_order", later_field)
                .with("date", later)
                .with("other", earlier_field)
                .with("other_date", earlier),
        );
    }
}

fn date_order(case: &Value, problems: &mut Problems) {
    let injured = ("injured_on", date(case, "injured_on"));
    let died = ("died_on", date(case, "died_on"));
    for field in ["appraised_on", "died_on", "as_of"] {
        in_order(problems, injured, (field, date(case, field)));
    }
    let leaving = case.get("leaving").and_then(|leaving| date(leaving, "on"));
    in_order(problems, injured, ("leaving.on", leaving));
    in_order(problems, ("leaving.on", leaving), died);
    in_order(problems, ("appraised_on", date(case, "appraised_on")), died);
    in_order(problems, died, ("as_of", date(case, "as_of")));
    if let Some(day) = injured.1
        && day.year() < EARLIEST_INJURY_YEAR
    {
        problems.push(InputProblem::new("absurd_date", "injured_on").with("date", day));
    }
}

/// Monthly benefits begin after the appraisal: a day before it gives none.
pub(crate) fn day_of_reference(case: &Value) -> Problems {
    let mut problems = Problems::new();
    let appraised = ("appraised_on", date(case, "appraised_on"));
    in_order(&mut problems, appraised, ("as_of", date(case, "as_of")));
    problems
}

fn person(case: &Value, problems: &mut Problems) {
    let (birth, injured) = (date(case, "birth"), date(case, "injured_on"));
    in_order(problems, ("birth", birth), ("injured_on", injured));
    if let (Some(birth), Some(injured)) = (birth, injured)
        && injured.year() - birth.year() > CAREER_YEARS
    {
        problems.push(InputProblem::new("absurd_date", "birth").with("date", birth));
    }
    let word = |field: &str| case.get(field).and_then(Value::as_str);
    if let (Some(sex), Some(category)) = (word("sex"), word("retirement_category"))
        && !category.starts_with(sex)
        && matches!(sex, "male" | "female")
    {
        problems.push(
            InputProblem::new("category_and_sex", "retirement_category")
                .with("text", category)
                .with("sex", sex),
        );
    }
}

fn wages(case: &Value, problems: &mut Problems) {
    let injured = date(case, "injured_on").map(Month::of);
    let mut months: Vec<Month> = Vec::new();
    let mut sum = Some(Money::ZERO);
    for (index, row) in list(case, "contribution_wages").iter().enumerate() {
        let text = |field: &str| row.get(field).and_then(Value::as_str);
        let amount: Option<Money> = text("amount").and_then(|text| text.parse().ok());
        sum = sum.zip(amount).map(|(sum, amount)| sum + amount);
        let Some(month) = text("month").and_then(|text| text.parse::<Month>().ok()) else {
            continue;
        };
        let problem = |code| {
            InputProblem::new(code, format!("contribution_wages[{index}].month"))
                .with("month", month)
        };
        if months.contains(&month) {
            problems.push(problem("month_twice"));
        }
        months.push(month);
        // The twelve months before the one of the injury.
        if let Some(injured) = injured
            && !(1..=12).contains(&injured.since(month))
        {
            let (from, until) = (injured.plus(-12), injured.previous());
            problems.push(
                problem("month_outside")
                    .with("from", from)
                    .with("until", until),
            );
        }
    }
    let mean = case.get("own_wage_mean").and_then(Value::as_str);
    let mean = mean.and_then(|text| text.parse::<Money>().ok());
    if let (Some(mean), Some(sum), false) = (mean, sum, months.is_empty()) {
        let found = Exact::from(sum)
            .times(1, months.len() as i128)
            .round_half_up();
        if found != mean {
            problems.push(
                InputProblem::new("mean_differs", "own_wage_mean")
                    .with("mean", mean)
                    .with("found", found),
            );
        }
    }
}

fn hospital(case: &Value, problems: &mut Problems) {
    let injured = ("injured_on", date(case, "injured_on"));
    let mut stays: Vec<(usize, Date, Date)> = Vec::new();
    for (index, stay) in list(case, "hospital").iter().enumerate() {
        let (from, to) = (date(stay, "from"), date(stay, "to"));
        let from_field = format!("hospital[{index}].from");
        let to_field = format!("hospital[{index}].to");
        in_order(problems, injured, (&from_field, from));
        in_order(problems, (&from_field, from), (&to_field, to));
        in_order(
            problems,
            (&to_field, to),
            ("died_on", date(case, "died_on")),
        );
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        // Leaving one hospital and entering the next on the same day is no overlap.
        if let Some((other, ..)) = stays.iter().find(|(_, f, t)| from < *t && *f < to) {
            problems.push(
                InputProblem::new("stays_overlap", format!("hospital[{index}]"))
                    .with("other", format!("hospital[{other}]")),
            );
        }
        stays.push((index, from, to));
    }
}

fn disability(case: &Value, problems: &mut Problems) {
    for field in ["died_on", "after_injury_leave", "dependents"] {
        if has(case, field) {
            problems.push(InputProblem::new("only_for_death", field));
        }
    }
    if !has(case, "grade") {
        for field in ["self_care_level", "leaving"] {
            if has(case, field) {
                problems.push(InputProblem::new("needs_grade", field));
            }
        }
        let bills = ["hospital", "expenses", "injury_leave"];
        if !bills.into_iter().any(|field| has(case, field)) {
            problems.push(InputProblem::new("nothing_to_determine", "grade"));
        }
    }
}

fn death(case: &Value, problems: &mut Problems) {
    if !has(case, "died_on") {
        problems.push(InputProblem::new("missing_field", "died_on"));
    }
    for field in ["leaving", "self_care_level", "pension"] {
        if has(case, field) {
            problems.push(InputProblem::new("only_for_disability", field));
        }
    }
    if case.get("after_injury_leave") == Some(&Value::Bool(true)) && !has(case, "grade") {
        problems.push(InputProblem::new("needs_grade", "after_injury_leave"));
    }
}

fn missing(case: &Value, problems: &mut Problems) {
    for field in [
        "died_on",
        "after_injury_leave",
        "declared_dead",
        "advance_paid",
    ] {
        if has(case, field) {
            problems.push(InputProblem::new("only_for_death", field));
        }
    }
    for field in ["grade", "leaving", "self_care_level", "pension"] {
        if has(case, field) {
            problems.push(InputProblem::new("only_for_disability", field));
        }
    }
    if !has(case, "dependents") && case.get("advance_requested") != Some(&Value::Bool(true)) {
        problems.push(InputProblem::new("nothing_to_determine", "dependents"));
    }
}

fn dependents(case: &Value, problems: &mut Problems) {
    let died = date(case, "died_on");
    let mut spouses = 0;
    for (index, dependent) in list(case, "dependents").iter().enumerate() {
        let relation = dependent.get("relation").and_then(Value::as_str);
        if relation == Some("spouse") {
            spouses += 1;
            if spouses == 2 {
                let field = format!("dependents[{index}].relation");
                problems.push(InputProblem::new("two_spouses", field));
            }
        }
        let (Some(birth), Some(died)) = (date(dependent, "birth"), died) else {
            continue;
        };
        // A child may be born after the death.
        let unborn_days = (birth - died).get_days();
        let born_in_time = unborn_days <= 0
            || (relation == Some("child") && unborn_days <= LONGEST_PREGNANCY_DAYS);
        if !born_in_time || died.year() - birth.year() > OLDEST_YEARS {
            let field = format!("dependents[{index}].birth");
            problems.push(InputProblem::new("absurd_date", field).with("date", birth));
        }
    }
}
