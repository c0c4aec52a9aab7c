//! Whose a survivor's line is: the family reads which of several pensions is for whom.

use yiju_rules::BenefitCase;

use crate::paper::Paper;

/// `（子女，2011年9月6日出生）`, or nothing where the line is of no dependent.
pub(crate) fn of(
    paper: &Paper<'_>,
    case: Option<&BenefitCase>,
    dependent: Option<usize>,
) -> String {
    let found = case.zip(dependent);
    let found = found.and_then(|(case, number)| case.dependents.get(number));
    found.map_or_else(String::new, |one| {
        let relation = paper.say(&format!("relation.{}", one.relation.stem()), &[]);
        let birth = paper.day(&one.birth.to_string());
        let args = [("relation", relation.as_str()), ("birth", birth.as_str())];
        paper.say("kin_of", &args)
    })
}
