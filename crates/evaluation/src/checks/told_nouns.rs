//! A part of C01: 举办精准培训8场 where the only indicator counted in 场 is called 工伤预防培训场次, and the passage is
//! about 工伤预防.

use super::case::Case;
use super::outcome::Figures;
use super::told;
use crate::report::value::{same_figure, to_base};
use crate::report::{Indicator, Mention, Passage, ScoreTable};

pub fn counts(case: &mut Case, passage: &Passage, mention: &Mention) {
    let counted = !mention.unit.is_empty() && mention.unit != "%" && !mention.is_money();
    if !counted || mention.opens_detail {
        return;
    }
    for table in case.report.score_tables() {
        let Some(row) = only_row(table, passage, mention) else {
            continue;
        };
        let (Some(actual), unit) = (row.actual.number, row.unit()) else {
            continue;
        };
        if same_figure((mention.number, &mention.unit), (actual, unit)) {
            let exact = mention.base().0 == to_base(actual, unit).0;
            let sign = if exact { "=" } else { "≈" };
            let formula = format!("{}{sign}{actual}{unit}", mention.shown());
            case.held(&passage.place, formula);
        } else if !told::is_target(mention, row)
            && !told::is_goal(case.report, passage, mention)
            && !told::is_part(passage, mention)
        {
            let formula = format!("{}≠{actual}", mention.number);
            let figures = Figures::numbers(formula, actual, mention.number);
            let figures = figures.each_of(&mention.unit, unit, unit);
            let args: &[(&str, &str)] = &[("name", &row.name), ("table", &table.title)];
            case.find(&passage.place, "c01.count", figures, args);
        }
    }
}

/// The one row of a table with this unit and this noun, where the passage is about what else its name says.
fn only_row<'a>(
    table: &'a ScoreTable,
    passage: &Passage,
    mention: &Mention,
) -> Option<&'a Indicator> {
    let label = told::core(&mention.label);
    let noun = ending(&label)?;
    let unit = mention.base().1;
    let mut rows = table.indicators.iter().filter(|row| {
        let same = row
            .actual
            .number
            .is_some_and(|actual| to_base(actual, row.unit()).1 == unit);
        same && !unit.is_empty() && told::core(&row.name).ends_with(&noun)
    });
    let row = rows.next().filter(|_| rows.next().is_none())?;
    // A second figure of that kind in the passage, and it is not said which of them is meant.
    let like =
        |other: &&Mention| other.base().1 == unit && told::core(&other.label).ends_with(&noun);
    let alone = passage.mentions().iter().filter(like).count() == 1;
    let by_name = told::is_count(mention) && told::names(mention, row);
    // Told of each, of others, or of what the office's own people went to.
    let each = [
        "每",
        "各",
        "期均",
        "其他",
        "其它",
        "另",
        "参加",
        "内部",
        "本单位",
        "干部",
        "党",
        "赴",
        "外出",
    ];
    let each = each.iter().any(|word| mention.label.contains(word));
    (alone && !by_name && !each && is_about(table, passage, row, &label, &noun)).then_some(row)
}

/// The summary in the table itself tells of its rows; another passage must name what the row is about.
fn is_about(
    table: &ScoreTable,
    passage: &Passage,
    row: &Indicator,
    label: &str,
    noun: &str,
) -> bool {
    let summary = table.goal_actual.as_ref();
    if summary.is_some_and(|goal| goal.place == passage.place) {
        return label == noun;
    }
    let name = told::core(&row.name);
    let about = name.strip_suffix(noun).unwrap_or_default();
    about.chars().count() >= 2 && passage.in_body && passage.squeezed.contains(about)
}

/// The last two characters.
fn ending(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let from = letters.len().checked_sub(2)?;
    Some(letters[from..].iter().collect())
}
