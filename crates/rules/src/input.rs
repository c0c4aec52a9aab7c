//! Reading a case strictly: shape first, then sense; all problems in one pass.

use serde_json::Value;
use yiju_lawbook::Lawbook;
use yiju_terms::{Benefit, Date, DisabilityGrade, Money, Month, Region, RiskClass};

use crate::case::{BenefitCase, ContributionCase};
use crate::given;
use crate::json::{self, not_json};
use crate::problem::InputProblem;
use crate::sense;
use crate::shapes::{BENEFIT_CASE, EMPLOYER_CASE, Field, PROJECT_CASE, Shape};

/// Counts above this are typing errors (a bound on input, not a number of the law).
pub(crate) const COUNT_ABSURD: u64 = 10_000;

/// Reads the JSON of `calc benefits`. Errors: every problem, with its field.
pub fn read_benefit_case(text: &str, book: &Lawbook) -> Result<BenefitCase, Vec<InputProblem>> {
    let (value, mut problems) = parse(text)?;
    problems.extend(benefit_problems(&value, book));
    problems.extend(given::confirmed(&value, book));
    problems.extend(given::days(&value, BENEFIT_CASE, book, &problems));
    problems.extend(sense::day_of_reference(&value));
    sound(value, problems)
}

/// Reads the JSON of `calc contribution`. Errors: every problem, with its field.
pub fn read_contribution_case(
    text: &str,
    book: &Lawbook,
) -> Result<ContributionCase, Vec<InputProblem>> {
    let (value, mut problems) = parse(text)?;
    let fields = match value.get("kind").and_then(Value::as_str) {
        Some("project") => PROJECT_CASE,
        _ => EMPLOYER_CASE,
    };
    problems.extend(shape_problems(&value, fields));
    problems.extend(unknown_region(&value, book));
    problems.extend(given::confirmed(&value, book));
    problems.extend(given::days(&value, fields, book, &problems));
    problems.extend(given::unknown_tier(&value, book));
    sound(value, problems)
}

/// The case, where nothing is wrong with it.
fn sound<C: serde::de::DeserializeOwned>(
    value: Value,
    problems: Vec<InputProblem>,
) -> Result<C, Vec<InputProblem>> {
    if problems.is_empty() {
        return serde_json::from_value(value).map_err(|error| vec![not_json(&error)]);
    }
    Err(problems)
}

impl BenefitCase {
    /// Problems of facts that did not come through [`read_benefit_case`].
    pub fn problems(&self, book: &Lawbook) -> Vec<InputProblem> {
        match crate::sound::plainly_fits(self, book) {
            true => Vec::new(),
            false => self.strictly_read(book),
        }
    }

    /// The same, always field by field.
    pub(crate) fn strictly_read(&self, book: &Lawbook) -> Vec<InputProblem> {
        match serde_json::to_value(self) {
            Ok(value) => benefit_problems(&value, book),
            Err(error) => vec![not_json(&error)],
        }
    }
}

fn benefit_problems(value: &Value, book: &Lawbook) -> Vec<InputProblem> {
    let mut problems = shape_problems(value, BENEFIT_CASE);
    problems.extend(unknown_region(value, book));
    problems.extend(sense::benefit_case(value));
    problems
}

/// A place is known when it, or a place around it, has a law folder of its own; the nation alone is not enough.
fn unknown_region(value: &Value, book: &Lawbook) -> Option<InputProblem> {
    let text = value
        .get("region")?
        .as_str()
        .filter(|text| is_region(text))?;
    let known = book.is_written_for(&text.parse().ok()?);
    (!known).then(|| InputProblem::new("unknown_region", "region").with("text", text))
}

fn parse(text: &str) -> Result<(Value, Vec<InputProblem>), Vec<InputProblem>> {
    let (value, twice) = json::read(text).map_err(|problem| vec![problem])?;
    if value.is_object() {
        return Ok((value, twice));
    }
    Err(vec![InputProblem::new("not_object", "")])
}

fn shape_problems(value: &Value, fields: &'static [Field]) -> Vec<InputProblem> {
    let mut problems = Vec::new();
    walk_object(value, fields, &Place::Whole, &mut problems);
    problems
}

/// Where the walk is; written out only where something is wrong.
enum Place<'p> {
    Whole,
    Field(&'p Place<'p>, &'p str),
    Item(&'p Place<'p>, usize),
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Whole => Ok(()),
            Place::Field(Place::Whole, name) => f.write_str(name),
            Place::Field(outer, name) => write!(f, "{outer}.{name}"),
            Place::Item(list, index) => write!(f, "{list}[{index}]"),
        }
    }
}

fn walk_object(value: &Value, fields: &[Field], at: &Place<'_>, problems: &mut Vec<InputProblem>) {
    let Some(object) = value.as_object() else {
        problems.push(InputProblem::new("want_object", at.to_string()));
        return;
    };
    let named = |name: &str| Place::Field(at, name).to_string();
    for name in object.keys() {
        if !fields.iter().any(|field| field.name == name) {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let problem = InputProblem::new("unknown_field", named(name));
            problems.push(problem.with("known", known.join(", ")));
        }
    }
    for field in fields {
        match object.get(field.name) {
            Some(Value::Null) | None if field.required => {
                problems.push(InputProblem::new("missing_field", named(field.name)));
            }
            Some(Value::Null) | None => {}
            Some(value) => walk(value, &field.shape, &Place::Field(at, field.name), problems),
        }
    }
}

fn walk(value: &Value, shape: &Shape, at: &Place<'_>, problems: &mut Vec<InputProblem>) {
    match shape {
        Shape::Object(fields) => walk_object(value, fields, at, problems),
        Shape::List(item) => match value.as_array() {
            Some(list) => {
                for (index, value) in list.iter().enumerate() {
                    walk(value, item, &Place::Item(at, index), problems);
                }
            }
            None => problems.push(InputProblem::new("want_list", at.to_string())),
        },
        scalar => problems.extend(scalar_problem(value, scalar, at)),
    }
}

fn scalar_problem(value: &Value, shape: &Shape, at: &Place<'_>) -> Option<InputProblem> {
    let problem = |code| {
        let problem = InputProblem::new(code, at.to_string());
        Some(match value {
            Value::String(text) => problem.with("text", text),
            other => problem.with("text", other),
        })
    };
    let text = value.as_str();
    let small = value.as_u64().and_then(|number| u8::try_from(number).ok());
    match shape {
        Shape::Region if value.is_u64() => problem("quotes_missing"),
        Shape::Count | Shape::Grade | Shape::RiskClass
            if text.is_some_and(|text| text.trim().parse::<u64>().is_ok()) =>
        {
            problem("quotes_too_many")
        }
        Shape::Region if !text.is_some_and(is_region) => problem("bad_region"),
        Shape::Month if text.is_none_or(|t| t.parse::<Month>().is_err()) => problem("bad_month"),
        Shape::Date if text.and_then(parse_date).is_none() => problem("bad_date"),
        Shape::MoneyOrZero(_) if text.is_some_and(is_zero) => None,
        Shape::Money(most) | Shape::MoneyOrZero(most) => {
            let (code, absurd) = money_problem(text, *most)?;
            problem(code).map(|problem| match absurd {
                true => problem.with("most", most),
                false => problem,
            })
        }
        Shape::Count if value.as_u64().is_none_or(|n| n > COUNT_ABSURD) => problem("bad_count"),
        Shape::Grade if small.and_then(DisabilityGrade::new).is_none() => problem("bad_grade"),
        Shape::RiskClass if small.and_then(RiskClass::new).is_none() => problem("bad_risk_class"),
        Shape::Tier if text.is_none_or(|t| t.parse::<u16>().is_err()) => problem("bad_tier"),
        Shape::Bool if !value.is_boolean() => problem("want_bool"),
        Shape::Text if text.is_none_or(|t| t.trim().is_empty()) => problem("want_text"),
        Shape::Benefit if text.and_then(Benefit::from_stem).is_none() => problem("bad_benefit"),
        Shape::OneOf(known) if !text.is_some_and(|t| known.contains(&t)) => {
            problem("unknown_word").map(|problem| problem.with("known", known.join(", ")))
        }
        _ => None,
    }
}

fn is_zero(text: &str) -> bool {
    text.parse::<Money>().is_ok_and(Money::is_zero)
}

/// The code, and whether the most that is allowed belongs to it.
fn money_problem(text: Option<&str>, most: Money) -> Option<(&'static str, bool)> {
    match text.map(str::parse::<Money>) {
        Some(Ok(money)) if money <= Money::ZERO => Some(("not_positive", false)),
        Some(Ok(money)) if money > most => Some(("absurd_amount", true)),
        Some(Ok(_)) => None,
        _ => Some(("bad_amount", false)),
    }
}

fn is_region(text: &str) -> bool {
    text.len() == 6 && text.parse::<Region>().is_ok()
}

/// Only `2023-05-01`, ten characters: other ISO spellings would make stored facts differ.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}
