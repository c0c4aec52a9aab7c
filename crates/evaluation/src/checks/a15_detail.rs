//! A15 明细与合计 · Detail and total
//!
//! ## What it checks
//! Amounts listed after 其中 add to the amount before it. Indicators that differ only in a bracketed part add to the
//! indicator without one, in the table and with the counts that the text gives. The total line of any other table is the
//! sum of the rows above it, column by column; where its make-up is not plain, that is said.
//! ## Why
//! A list that does not add up hides an entry or counts one twice.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 63+148 = 211 in the text, 208 in the table.
//! ## False alarms
//! Open lists (等), and lists that name only a part: a sum far below the total is left alone. Each addend may be off by
//! half a unit of the last digit it shows, and so may a total with fewer digits; a single row under its subtotal and
//! figures without a digit after the point may not. Columns of rates and changes are not added up.

use super::case::{Case, sum_text};
use super::equal::{addends, sum_equal};
use super::outcome::Figures;
use super::plain_tables;
use crate::report::{
    BaseLine, Decimal, Indicator, LineKey, Mention, Passage, ScoreTable, Value, plain,
};

pub fn run(case: &mut Case) {
    plain_tables::totals(case);
    projects(case);
    for passage in &case.report.passages {
        lists(case, passage);
        grades(case, passage);
    }
    for table in case.report.score_tables() {
        families(case, table);
    }
}

/// 项目支出小计 is the sum of the projects below it, column by column.
fn projects(case: &mut Case) {
    let Some(base) = &case.report.base else {
        return;
    };
    let Some(total) = base.line(LineKey::ProjectTotal) else {
        return;
    };
    let columns: [fn(&BaseLine) -> &Value; 3] = [|l| &l.prior, |l| &l.budget, |l| &l.outturn];
    for column in columns {
        let parts: Vec<Decimal> = base
            .all(LineKey::Project)
            .filter_map(|line| column(line).number)
            .collect();
        let (Some(printed), false) = (column(total).number, parts.is_empty()) else {
            continue;
        };
        let (formula, count) = (sum_text(&parts), addends(&parts));
        let sum: Decimal = parts.into_iter().sum();
        if sum_equal(sum, printed, count) {
            case.held_sum(&column(total).place, &formula, (sum, printed), count);
        } else {
            let figures = Figures::numbers(formula, printed, sum).of(&column(total).unit);
            case.find(
                &column(total).place,
                "a15.list",
                figures,
                &[("label", &total.name)],
            );
        }
    }
}

fn lists(case: &mut Case, passage: &Passage) {
    let mentions = passage.mentions();
    for (index, total) in mentions.iter().enumerate() {
        let detail = detail_after(&mentions, index);
        // 三公经费 has a rule of its own; a net figure is no sum of what came and what went.
        if detail.len() < 2 || total.label.contains("三公") || total.label.contains('净') {
            continue;
        }
        let parts: Vec<Decimal> = detail.iter().map(|part| part.number).collect();
        let sum: Decimal = parts.iter().copied().sum();
        let (formula, count) = (sum_text(&parts), addends(&parts));
        let equal = if total.is_money() {
            sum_equal(sum, total.number, count)
        } else {
            sum == total.number
        };
        if equal {
            case.held_sum(&passage.place, &formula, (sum, total.number), count);
            continue;
        }
        // A list that stays far below names only a part.
        let gap = (total.number - sum).times(Decimal::whole(10));
        if sum < total.number && (total.open_list || gap > total.number) {
            continue;
        }
        let figures = Figures::numbers(formula, total.number, sum).of(&total.unit);
        case.find(
            &passage.place,
            "a15.list",
            figures,
            &[("label", &total.label)],
        );
    }
}

/// Projects by grade, told in a sentence after the one with their number.
fn grades(case: &mut Case, passage: &Passage) {
    let mentions = passage.mentions();
    let is_graded = |mention: &&Mention| {
        let words = case.profile.grades.iter().map(|grade| grade.word.as_str());
        let ends = |word: &str| mention.label.ends_with(&format!("{word}的项目"));
        mention.unit == "个" && words.chain(["合格", "不合格"]).any(ends)
    };
    let parts: Vec<Decimal> = mentions
        .iter()
        .filter(is_graded)
        .map(|mention| mention.number)
        .collect();
    let total = mentions.iter().position(|mention| {
        mention.unit == "个" && mention.label.ends_with("项目") && !is_graded(&mention)
    });
    let Some(index) =
        total.filter(|index| parts.len() >= 3 && detail_after(&mentions, *index).is_empty())
    else {
        return;
    };
    let (total, formula) = (&mentions[index], sum_text(&parts));
    let sum: Decimal = parts.into_iter().sum();
    if sum == total.number {
        case.held(&passage.place, format!("{formula}={sum}"));
    } else {
        let figures = Figures::numbers(formula, total.number, sum).of(&total.unit);
        case.find(
            &passage.place,
            "a15.list",
            figures,
            &[("label", &total.label)],
        );
    }
}

/// What is listed after 其中: the amounts in the same unit up to the end of the sentence.
pub fn detail_after(mentions: &[Mention], total: usize) -> &[Mention] {
    let rest = &mentions[total + 1..];
    let head = &mentions[total];
    if !rest
        .first()
        .is_some_and(|first| first.opens_detail && !head.opens_detail)
    {
        return &[];
    }
    let same = |part: &&Mention| part.sentence == head.sentence && part.unit == head.unit;
    let length = rest.iter().take_while(same).count();
    &rest[..length]
}

/// `摸底（已纳入）` and `摸底（未纳入）` are children of `摸底`.
fn families(case: &mut Case, table: &ScoreTable) {
    child_rows(case, table);
    for parent in &table.indicators {
        let children: Vec<&Indicator> = table
            .indicators
            .iter()
            .filter(|child| {
                child
                    .name
                    .strip_prefix(&parent.name)
                    .is_some_and(|rest| rest.starts_with('('))
            })
            .collect();
        if children.len() < 2 {
            continue;
        }
        family(case, parent, &children, |row| &row.target);
        family(case, parent, &children, |row| &row.actual);
        told(case, parent, &children);
    }
}

/// Rows without points below a weighted one, the first of them with 其中: together they cannot be more than it.
fn child_rows(case: &mut Case, table: &ScoreTable) {
    for (index, parent) in table.indicators.iter().enumerate() {
        let children: Vec<&Indicator> = table.indicators[index + 1..]
            .iter()
            .take_while(|row| !row.is_weighted())
            .collect();
        let is_detail = children.first().is_some_and(|row| row.opens_detail);
        if !parent.is_weighted() || !is_detail || children.len() < 2 {
            continue;
        }
        let same_unit = children
            .iter()
            .all(|row| row.actual.unit == parent.actual.unit);
        let parts: Vec<Decimal> = children
            .iter()
            .filter_map(|row| row.actual.number)
            .collect();
        let (Some(whole), true) = (
            parent.actual.number,
            same_unit && parts.len() == children.len(),
        ) else {
            continue;
        };
        let formula = sum_text(&parts);
        let sum: Decimal = parts.into_iter().sum();
        if sum > whole {
            let figures = Figures::numbers(formula, sum, whole).of(parent.unit());
            case.find(
                &parent.actual.place,
                "a15.family",
                figures,
                &[("label", &parent.name)],
            );
        } else if sum == whole {
            case.held(&parent.actual.place, format!("{formula}={whole}"));
        }
    }
}

fn family(
    case: &mut Case,
    parent: &Indicator,
    children: &[&Indicator],
    pick: fn(&Indicator) -> &Value,
) {
    let parts: Vec<Decimal> = children.iter().filter_map(|row| pick(row).number).collect();
    let (Some(whole), true) = (pick(parent).number, parts.len() == children.len()) else {
        return;
    };
    let formula = sum_text(&parts);
    let sum: Decimal = parts.into_iter().sum();
    if sum == whole {
        case.held(&pick(parent).place, format!("{formula}={whole}"));
    } else {
        let figures = Figures::numbers(formula, sum, whole).of(parent.unit());
        case.find(
            &pick(parent).place,
            "a15.family",
            figures,
            &[("label", &parent.name)],
        );
    }
}

/// The counts of the children as the text tells them, against the parent in the table.
fn told(case: &mut Case, parent: &Indicator, children: &[&Indicator]) {
    let Some(whole) = parent.actual.number else {
        return;
    };
    for passage in &case.report.passages {
        let mentions = passage.mentions();
        let parts: Vec<Decimal> = children
            .iter()
            .filter_map(|child| {
                let meant = |mention: &&Mention| {
                    super::c01_same_fact::names(mention, child) && !case.of_another_year(mention)
                };
                mentions.iter().find(meant).map(|mention| mention.number)
            })
            .collect();
        if parts.len() != children.len() {
            continue;
        }
        let formula = sum_text(&parts);
        let sum: Decimal = parts.into_iter().sum();
        if sum == whole {
            case.held(&passage.place, format!("{formula}={whole}"));
        } else {
            let figures = Figures::numbers(formula, whole, sum).of(parent.unit());
            let text = plain::shortened(&parent.name, 20);
            case.find(&passage.place, "a15.told", figures, &[("label", &text)]);
        }
    }
}
