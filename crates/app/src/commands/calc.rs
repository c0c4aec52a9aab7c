//! `yiju calc contribution` and `yiju calc benefits`: a case in JSON in, the figures with their trace out.

use serde::Serialize;
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{
    ContributionCase, ContributionResult, InputProblem, Trace, assess_case, determine, output,
    read_benefit_case, read_contribution_case,
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
    let shown = output::contribution(&result, &trace.steps, book.digest(), lang);
    (pretty(&shown), code)
}

/// The JSON for standard output and the exit code.
pub fn benefits(text: &str, lang: Lang, book: &Lawbook) -> (String, i32) {
    let case = match read_benefit_case(text, book) {
        Ok(case) => case,
        Err(problems) => return wrong_input(&problems, lang),
    };
    let determination = determine(book, &case, &Confirmed::NONE, &mut Trace::default());
    let code = if determination.refusals.is_empty() {
        FINE
    } else {
        LOOK
    };
    (pretty(&determination.output(lang)), code)
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
