//! A part of C01: a count in a sentence against the indicator that it names; a whole against the sum of its parts.

use super::case::{Case, sum_text};
use super::outcome::Figures;
use super::told;
use crate::report::value::{same_figure, to_base};
use crate::report::{Decimal, Indicator, Mention, Passage, ScoreTable};

pub fn counts(case: &mut Case, passage: &Passage, mention: &Mention) {
    if !told::is_count(mention) {
        return;
    }
    for table in case.report.score_tables() {
        in_table(case, passage, mention, table);
    }
}

/// The figure of a row and its unit: a bare actual value stands in the unit of its target.
fn figure<'a>(row: &'a Indicator, mention: &'a Mention) -> Option<(Decimal, &'a str)> {
    let units = [&row.actual.unit, &row.target.unit, &mention.unit];
    let unit = units.into_iter().find(|unit| !unit.is_empty())?;
    Some((row.actual.number?, unit))
}

/// Whether a row counts in the unit of a figure, without 万.
pub fn counts_in(row: &Indicator, mention: &Mention, base_unit: &str) -> bool {
    figure(row, mention).is_some_and(|(actual, unit)| to_base(actual, unit).1 == base_unit)
}

fn in_table(case: &mut Case, passage: &Passage, mention: &Mention, table: &ScoreTable) {
    let (core, base_unit) = (told::core(&mention.label), mention.base().1);
    let is_named = |row: &&Indicator| {
        let in_table = passage.place.table == table.title && passage.place.row == row.place.row;
        // The unit first: it costs least to look at.
        counts_in(row, mention, &base_unit) && !in_table && told::names_with(mention, &core, row)
    };
    let named: Vec<&Indicator> = table.indicators.iter().filter(is_named).collect();
    for row in &named {
        let Some((actual, unit)) = figure(row, mention) else {
            continue;
        };
        if told::is_target(mention, row) && row.target.number != row.actual.number {
            // The text tells the goal.
        } else if same_figure((mention.number, &mention.unit), (actual, unit)) {
            let exact = mention.base().0 == to_base(actual, unit).0;
            let sign = if exact { "=" } else { "≈" };
            let formula = format!("{}{sign}{actual}{unit}", mention.shown());
            case.held(&passage.place, formula);
        } else if !told::is_goal(case.report, passage, mention)
            && !told::is_part(passage, mention)
            && !told::is_detail_of_nothing(passage, mention)
            && !is_part_of(passage, mention, &core, row)
        {
            match Parts::of(mention, &core, table, &named, row) {
                Some(parts) => whole(case, passage, mention, &parts),
                None => differs(case, passage, mention, (row, actual, unit)),
            }
        }
    }
}

/// 参保人数17320人，其中城镇参保人数8000人: the second is no figure of the row 参保人数.
fn is_part_of(passage: &Passage, mention: &Mention, core: &str, row: &Indicator) -> bool {
    let lead = &row.target.lead;
    let mut names = [&row.name, lead].into_iter();
    names.any(|name| told::has_further_words(core, name)) && told::is_detail(passage, mention)
}

fn differs(
    case: &mut Case,
    passage: &Passage,
    mention: &Mention,
    (row, actual, unit): (&Indicator, Decimal, &str),
) {
    let formula = format!("{}≠{actual}", mention.number);
    let mut figures = Figures::numbers(formula, actual, mention.number);
    figures = figures.each_of(&mention.unit, unit, unit);
    if unit != mention.unit {
        // 26400人 and 2.46万人 are 1800人 apart.
        let (told, printed) = (mention.base(), to_base(actual, unit));
        let apart = (told.0 - printed.0).abs().trimmed();
        figures.difference = format!("{apart}{}", told.1);
        figures.units[2].clear();
    }
    let args: &[(&str, &str)] = &[("name", &row.name), ("table", &row.place.table)];
    case.find(&passage.place, "c01.count", figures, args);
}

/// Rows that each hold a part of what a figure counts.
struct Parts<'a> {
    rows: Vec<&'a Indicator>,
    /// 已纳入 and 未纳入 leave nothing out; other parts may.
    complete: bool,
}

impl<'a> Parts<'a> {
    /// The rows that share out what the words mean, where this row holds a part of it only.
    fn of(
        mention: &Mention,
        core: &str,
        table: &'a ScoreTable,
        named: &[&'a Indicator],
        row: &'a Indicator,
    ) -> Option<Parts<'a>> {
        let other = |other: &&Indicator| {
            let unit = |row: &Indicator| Some(row.actual.base()?.1);
            turned(&other.name, &row.name) && unit(other) == unit(row)
        };
        if let Some(other) = table.indicators.iter().find(other)
            && !names_the_part(&mention.label, &row.name)
            && !names_the_part(&mention.label, &other.name)
        {
            let mut rows = vec![row, other];
            rows.sort_by_key(|row| row.place.row);
            return Some(Parts {
                rows,
                complete: true,
            });
        }
        // 参保人数 beside 城镇参保人数 and 农村参保人数.
        let narrower = |row: &&&Indicator| {
            let name = told::core(&row.name);
            name != core && name.contains(core)
        };
        let rows: Vec<&Indicator> = named.iter().filter(narrower).copied().collect();
        let others = rows.iter().any(|other| other.name != row.name);
        (others && rows.iter().any(|other| other.name == row.name)).then_some(Parts {
            rows,
            complete: false,
        })
    }
}

const TURNS: [char; 3] = ['已', '未', '非'];

/// 已纳入统筹人数 and 未纳入统筹人数.
fn turned(a: &str, b: &str) -> bool {
    const NEVER: [char; 2] = ['未', '非'];
    a.contains(NEVER) != b.contains(NEVER) && without(a) == without(b)
}

fn without(name: &str) -> String {
    name.replace(TURNS, "")
}

/// 已纳入63人 names the part 已纳入统筹; 摸底211人 does not.
fn names_the_part(label: &str, name: &str) -> bool {
    let Some((_, tail)) = name.split_once(TURNS) else {
        return false;
    };
    let word: String = tail.chars().take(2).collect();
    label.contains(&word)
}

fn whole(case: &mut Case, passage: &Passage, mention: &Mention, parts: &Parts) {
    let figures = parts.rows.iter().filter_map(|row| figure(row, mention));
    let amounts: Vec<Decimal> = figures
        .map(|(actual, unit)| to_base(actual, unit).0)
        .collect();
    let (formula, told) = (sum_text(&amounts), mention.base().0);
    let sum: Decimal = amounts.into_iter().sum();
    if sum == told {
        case.held(&passage.place, format!("{formula}={sum}"));
    } else if parts.complete {
        let figures = Figures::numbers(formula, sum, told).of(&mention.base().1);
        let names: Vec<&str> = parts.rows.iter().map(|row| row.name.as_str()).collect();
        let names = names.join("、");
        let table = &parts.rows[0].place.table;
        let args: &[(&str, &str)] = &[("name", &names), ("table", table)];
        case.find(&passage.place, "c01.parts", figures, args);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_leave_nothing_out() {
        assert!(turned("已纳入统筹摸底人数", "未纳入统筹摸底人数"));
        assert!(turned("纳入统筹摸底人数", "未纳入统筹摸底人数"));
        assert!(!turned("已纳入统筹摸底人数", "已纳入统筹摸底人数"));
        assert!(!turned("已建档人数", "未纳入人数"));
        assert!(names_the_part("已纳入统筹", "未纳入统筹摸底人数"));
        assert!(!names_the_part("老工伤摸底", "未纳入统筹摸底人数"));
    }
}
