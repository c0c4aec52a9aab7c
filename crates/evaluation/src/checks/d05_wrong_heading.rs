//! D05 指标归类 · Wrong heading
//!
//! ## What it checks
//! A cost indicator is about money or a limit; a quantity is no amount of money; spending is no output; an effect is not
//! a step of work.
//! ## Why
//! Under a wrong heading a head count earns the points that belong to costs.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! 老工伤人员情况摸底 208 under 成本; 公务接待支出 under 产出; 资料审核 as an economic effect.
//! ## False alarms
//! It goes by keywords: social and ecological costs are not judged, nor names that say money.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Content, Indicator, ScoreTable};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            if let Some(kind) = misplaced(case, table, row) {
                let figures = Figures::words("", "", row.target.raw.clone());
                let heading = match row.level2.as_str() {
                    "" => &table.groups[row.group].name,
                    level2 => level2,
                };
                let args: &[(&str, &str)] = &[("name", &row.name), ("heading", heading)];
                case.find(&row.place, &format!("d05.{kind}"), figures, args);
            }
        }
    }
}

fn misplaced(case: &Case, table: &ScoreTable, row: &Indicator) -> Option<&'static str> {
    if row.name.is_empty() || row.does_not_apply() || !row.is_weighted() {
        return None;
    }
    let words = &case.profile.words;
    let level1 = outermost(table, row);
    let has = |list: &[String]| list.iter().any(|word| row.name.contains(word.as_str()));
    let money =
        ["元", "万元", "亿元"].contains(&row.target.unit.as_str()) && row.target.unit_written;
    let under = |word: &str| row.level2.contains(word) || level1.contains(word);
    if under("成本") {
        let other_cost = row.level2.contains("社会") || row.level2.contains("生态");
        let says_money = has(&words.cost) || money || row.target.raw.contains('元');
        let limit = row.target.operator.is_some() || row.target.unit == "%";
        let counted = row.target.content == Content::Number;
        return (counted && !other_cost && !says_money && !limit).then_some("cost");
    }
    if under("产出") || under("数量") {
        let spending = ["支出", "经费", "费用"]
            .iter()
            .any(|end| row.name.ends_with(end));
        if spending || (row.level2.contains("数量") && money) {
            return Some("output");
        }
    }
    if under("效益") || under("影响") {
        let step = words
            .process
            .iter()
            .any(|end| row.name.ends_with(end.as_str()));
        return step.then_some("effect");
    }
    None
}

fn outermost<'a>(table: &'a ScoreTable, row: &Indicator) -> &'a str {
    let group = &table.groups[row.group];
    let outer = group.inside.map_or(group, |outer| &table.groups[outer]);
    &outer.name
}
