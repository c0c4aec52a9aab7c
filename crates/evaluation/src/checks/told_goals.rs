//! A part of C01: the goal that a text states (参保人数目标16700人, 参保人数不低于16700人 under 年度绩效目标) against the
//! target of the indicator in the table.

use super::case::Case;
use super::outcome::Figures;
use super::told;
use crate::report::value::{same_figure, to_base};
use crate::report::{Indicator, Mention, Passage, Report};

pub fn goals(case: &mut Case) {
    let report = case.report;
    let mut section = Section::Other;
    for passage in &report.passages {
        if passage.in_body {
            section = section.after(passage);
        }
        let of_table = report
            .score_tables()
            .filter_map(|table| table.goal_expected.as_ref())
            .any(|goal| goal.place == passage.place);
        let head: String = passage.squeezed.chars().take(14).collect();
        let heads_goals = head.contains("目标") && !head.contains("完成");
        let in_goals = of_table || passage.in_body && (section == Section::Goals || heads_goals);
        if section == Section::Plans && passage.in_body {
            continue;
        }
        for mention in passage.mentions() {
            if let Some(named) = stated(passage, mention, in_goals) {
                check(case, passage, mention, &named);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Section {
    /// Under （三）年度绩效目标.
    Goals,
    /// Under 下一步改进措施: other years' goals.
    Plans,
    Other,
}

impl Section {
    /// A short paragraph with a number before it begins a section.
    fn after(self, passage: &Passage) -> Section {
        const HEADING_MAX: usize = 40;
        let text = &passage.squeezed;
        let numbered = text.starts_with('(')
            || text
                .chars()
                .next()
                .is_some_and(|c| "一二三四五六七八九十".contains(c))
                && text.contains('、');
        let short = text.chars().count() <= HEADING_MAX;
        let tells = passage.mentions().iter().any(|told| !told.unit.is_empty());
        let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
        // `2．完成情况` ends the goals, and `2．做好工伤预防` is one of them.
        let item = text.starts_with(|c: char| c.is_ascii_digit());
        let ends = item && any(&["完成情况", "实现情况", "措施", "下一步"]);
        if tells || !short || !(numbered || ends) {
            return self;
        }
        if any(&[
            "下一步",
            "下步",
            "改进",
            "打算",
            "建议",
            "措施",
            "下年",
            "明年",
        ]) {
            Section::Plans
        } else if text.contains("目标") && !any(&["完成", "实现", "情况"]) {
            Section::Goals
        } else {
            Section::Other
        }
    }
}

/// The figure with what it is the goal of, where it is plainly this year's goal.
fn stated(passage: &Passage, mention: &Mention, in_goals: bool) -> Option<Mention> {
    let label = told::without_goal(&mention.label);
    let says = ["目标", "任务"]
        .iter()
        .any(|word| mention.label.contains(word));
    // What others set, what is done, and what is told of other years is no goal of this table.
    let clause = told::clause(passage, mention);
    let not = [
        "省",
        "市",
        "上级",
        "国家",
        "县下达",
        "完成",
        "超",
        "力争",
        "下年",
        "明年",
        "上年",
        "去年",
        "提高",
        "增长",
        "增加",
    ];
    let elsewhere = not.iter().any(|word| clause.contains(word));
    let is_goal = says || in_goals;
    (is_goal && !elsewhere && !mention.unit.is_empty() && !mention.is_money()).then(|| Mention {
        label: label.to_owned(),
        ..mention.clone()
    })
}

fn check(case: &mut Case, passage: &Passage, mention: &Mention, named: &Mention) {
    if case.of_another_year(mention)
        || told::is_part(passage, mention)
        || told::is_detail(passage, mention)
    {
        return;
    }
    // 确保参保人数 sets the goal of 参保人数.
    let sets = ["确保", "保证", "保持", "做到", "使"];
    let label = sets.iter().find_map(|word| named.label.strip_prefix(word));
    let core = told::core(label.unwrap_or(&named.label));
    let meant = |row: &&Indicator| is_meant(case.report, passage, named, &core, row);
    let tables = case.report.score_tables();
    let rows: Vec<&Indicator> = tables
        .flat_map(|table| &table.indicators)
        .filter(meant)
        .collect();
    let figure = (mention.number, mention.unit.as_str());
    let target = |row: &Indicator| Some((row.target.number?, row.target.unit.clone()));
    let same = |row: &&Indicator| {
        target(row).is_some_and(|(number, unit)| same_figure(figure, (number, &unit)))
    };
    if let Some(row) = rows.iter().copied().find(same) {
        let Some((number, unit)) = target(row) else {
            return;
        };
        let text = format!("{}={number}{unit}（{}）", mention.shown(), row.name);
        if same_base(mention, number, &unit) {
            case.held(&passage.place, text);
        }
        return;
    }
    // A row whose name has further words, or fewer, may be a part or the whole.
    let certain = |row: &&&Indicator| bears_the_name(&core, row);
    let Some(first) = rows.iter().find(certain) else {
        return;
    };
    let Some((number, unit)) = target(first) else {
        return;
    };
    // The figure may be the result, whatever the words before it.
    let is_result = |row: &&Indicator| {
        let actual = row.actual.number;
        actual.is_some_and(|actual| same_figure(figure, (actual, &row.target.unit)))
    };
    if rows.iter().any(is_result) {
        return;
    }
    let formula = format!("{}≠{number}{unit}", mention.shown());
    let figures = Figures::numbers(formula, number, mention.number);
    let apart = case.apart(&unit);
    let figures = figures.each_of(&mention.unit, &unit, &apart);
    let args: &[(&str, &str)] = &[("name", &first.name), ("table", &first.place.table)];
    case.find(&passage.place, "c01.goal", figures, args);
}

/// 城镇参保人数 and 参保人数, whichever of them is the row: one is a part of the other.
fn is_narrower(core: &str, name: &str) -> bool {
    told::has_further_words(core, name) || told::has_further_words(&told::core(name), core)
}

fn same_base(mention: &Mention, number: crate::report::Decimal, unit: &str) -> bool {
    mention.base().0 == to_base(number, unit).0
}

/// Whether a goal is the target of this row, by its words and its unit.
fn is_meant(
    report: &Report,
    passage: &Passage,
    named: &Mention,
    core: &str,
    row: &Indicator,
) -> bool {
    let Some((_, unit)) = row.target.base() else {
        return false;
    };
    if unit != named.base().1 || unit.is_empty() {
        return false;
    }
    // The goals of a project are its own, those of the text may be anybody's.
    let own = report.score_tables().find(|table| {
        let goal = table.goal_expected.as_ref();
        goal.is_some_and(|goal| goal.place == passage.place)
    });
    if own.is_some_and(|table| table.title != row.place.table) {
        return false;
    }
    match unit.as_str() {
        "%" => row.name.chars().count() >= 3 && named.label.ends_with(row.name.as_str()),
        _ => told::is_count(named) && told::names_with(named, core, row),
    }
}

/// Whether a goal is that of the row, and not of a part of it or of something wider.
fn bears_the_name(core: &str, row: &Indicator) -> bool {
    // The words of the target name the row as well as its own name does: 参保人数达到2.10万人.
    let lead = &row.target.lead;
    if !lead.is_empty() && told::core(lead) == core {
        return true;
    }
    let names = [&row.name, lead].into_iter();
    !names
        .filter(|name| !name.is_empty())
        .any(|name| is_narrower(core, name))
}
