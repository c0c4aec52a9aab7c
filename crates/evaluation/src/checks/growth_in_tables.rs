//! A part of A13: the growth that a sentence tells without its two amounts, against the columns of the base-data table.

use super::a13_growth::direction_of;
use super::case::Case;
use super::claims::line_in;
use super::equal::{addends, sum_equal};
use super::outcome::Figures;
use super::told;
use crate::report::value::money_wan;
use crate::report::{BaseLine, Decimal, Mention, Passage};

/// 三公经费比上年下降8.7%, 基本支出比上年增加2.1万元.
pub fn check(case: &mut Case, passage: &Passage, mention: &Mention) {
    let Some(grows) = direction_of(&mention.label) else {
        return;
    };
    let clause = told::clause(passage, mention);
    let last = ["上年", "去年", "同比"];
    // Another basis than final against final, or another stretch of time.
    let elsewhere = ["预算", "年初", "均", "其中", "占", "累计"];
    if case.of_another_year(mention)
        || !last.iter().any(|word| clause.contains(word))
        || elsewhere.iter().any(|word| clause.contains(word))
        || told::is_part(passage, mention)
        || told::is_goal(case.report, passage, mention)
    {
        return;
    }
    let Some((line, before, now)) = line_of(case, passage, mention, clause) else {
        return;
    };
    let (more, less) = if grows { (now, before) } else { (before, now) };
    let change = more - less;
    let (sum, exact, found) = if mention.unit == "%" {
        let Some(exact) = change.percent_of(before, 6) else {
            return;
        };
        let shown = exact.rounded(2).trimmed();
        let sum = format!("({more}-{less})/{before}={shown}%");
        (sum, exact, mention.number)
    } else if let Some(told) = money_wan(mention.number, &mention.unit)
        && mention.is_money()
    {
        let sum = format!("{more}-{less}={change}");
        let both = addends(&[more, less]);
        if sum_equal(change, told, both) {
            let formula = format!("{more}-{less}");
            case.held_sum(&passage.place, &formula, (change, told), both);
            return;
        }
        (sum, change, told)
    } else {
        return;
    };
    judge(case, passage, (mention, line), sum, (exact, found));
}

fn judge(
    case: &mut Case,
    passage: &Passage,
    (mention, line): (&Mention, &BaseLine),
    sum: String,
    (exact, found): (Decimal, Decimal),
) {
    let digits = found.decimals();
    let agrees = [exact.rounded(digits), exact.truncated(digits)].contains(&found);
    if agrees {
        case.held(&passage.place, sum);
        return;
    }
    let is_rate = mention.unit == "%";
    let shown = if is_rate {
        exact.rounded(digits.max(2))
    } else {
        exact
    };
    let figures = Figures::numbers(sum, shown, found);
    let key = if is_rate {
        "a13.table_rate"
    } else {
        "a13.table_change"
    };
    let args: &[(&str, &str)] = &[("name", &line.name), ("label", &mention.label)];
    case.find(&passage.place, key, figures, args);
}

/// The line that the clause, or the one before it in the sentence, is about; both years must be in the table.
fn line_of<'a>(
    case: &Case<'a>,
    passage: &Passage,
    mention: &Mention,
    clause: &str,
) -> Option<(&'a BaseLine, Decimal, Decimal)> {
    let sentence = passage.plain_sentence(mention);
    // A sentence with figures of several years is left to the rule that reads both of its amounts.
    let amounts = passage.mentions().iter();
    let amounts = amounts.filter(|other| other.sentence == mention.sentence && other.is_money());
    let others = amounts.filter(|other| direction_of(&other.label).is_none());
    if others.count() > 1 {
        return None;
    }
    let line = line_in(case, clause).or_else(|| line_in(case, sentence))?;
    let (before, now) = (line.prior.wan_yuan()?, line.outturn.wan_yuan()?);
    before.is_positive().then_some((line, before, now))
}
