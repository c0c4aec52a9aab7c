//! A part of C01 and C03: 全年预算80.59万元 and 执行率99.5% without a name, behind the item that the sentence is about.

use super::a13_growth::direction_of;
use super::case::Case;
use super::equal::copy_equal;
use super::outcome::Figures;
use super::{c01_same_fact, told};
use crate::report::value::money_wan;
use crate::report::{BaseLine, Decimal, LineKey, Mention, Passage};

/// A budget in a sentence, with nothing before it that says of what.
const BUDGETS: [&str; 7] = [
    "全年预算",
    "全年预算数",
    "年初预算",
    "年初预算数",
    "调整后预算",
    "调整后预算数",
    "预算",
];

/// Amounts of the item that a sentence began with, in words that name no other.
const OF_IT: [&str; 17] = [
    "",
    "支出",
    "实际",
    "实际支出",
    "执行",
    "实际执行",
    "全年执行",
    "执行数",
    "全年执行数",
    "决算",
    "决算数",
    "上年",
    "上年决算",
    "去年",
    "节约",
    "结余",
    "超支",
];

const RATES: [&str; 3] = ["执行率", "其执行率", "资金执行率"];

/// The line of the base-data table that a sentence began with, where nothing else came between.
fn subject<'a>(case: &Case<'a>, passage: &Passage, mention: &Mention) -> Option<&'a BaseLine> {
    let line = first_line(case, passage, mention)?;
    let (first, rest) = passage.before(mention).split_first()?;
    let mut in_detail = None;
    let other_came = rest.iter().any(|other| {
        if other.opens_detail {
            in_detail = Some(other.sentence);
        }
        in_detail != Some(other.sentence) && is_another(case, line, first, other)
    });
    // Behind a semicolon other words may have come before the figure.
    let plain = passage.plain_sentence(mention);
    let mut bare = BUDGETS.iter().chain(&RATES).chain(&["预算执行率"]);
    let at_once = mention.sentence == first.sentence || bare.any(|word| plain.starts_with(word));
    (!other_came && at_once).then_some(line)
}

/// Whether a figure between the item and its budget is told of something else: another amount, or a count of the next
/// clause.
fn is_another(case: &Case, line: &BaseLine, first: &Mention, other: &Mention) -> bool {
    if let Some(named) = line_named(case, other) {
        return named.key != line.key;
    }
    let label = other.label.as_str();
    let of_it = OF_IT.contains(&label) || BUDGETS.contains(&label);
    match other.is_money() {
        true => !of_it && direction_of(label).is_none(),
        false => other.unit != "%" && other.sentence != first.sentence,
    }
}

/// The line that a sentence began with, whatever else it tells; none where it names several lines side by side.
fn first_line<'a>(case: &Case<'a>, passage: &Passage, mention: &Mention) -> Option<&'a BaseLine> {
    let before = passage.before(mention);
    let (first, rest) = before.split_first()?;
    let line = line_named(case, first)?;
    // What stands behind 其中 is a part of the first, and what bears no name is another figure of it.
    let mut in_detail = None;
    let beside = rest.iter().any(|other| {
        if other.opens_detail {
            in_detail = Some(other.sentence);
        }
        in_detail != Some(other.sentence)
            && line_named(case, other).is_some_and(|named| named.key != line.key)
    });
    // Behind 其中 in its own sentence it may be the budget of the part.
    let of_part = in_detail == Some(mention.sentence);
    (!beside && !of_part && first.is_money() && !case.of_another_year(first)).then_some(line)
}

fn line_named<'a>(case: &Case<'a>, mention: &Mention) -> Option<&'a BaseLine> {
    let whole = ["整体", "总支出", "总额", "合计"];
    let is_whole = whole.iter().any(|word| mention.label.contains(word));
    let line = c01_same_fact::line_of(case, mention)?;
    (!is_whole).then_some(line)
}

/// 三公经费全年执行1.02万元；全年预算1.3万元: the second is the budget of the first.
pub fn bare(case: &mut Case, passage: &Passage, mention: &Mention) {
    if !BUDGETS.contains(&mention.label.as_str()) || !mention.is_money() {
        return;
    }
    let (Some(line), Some(told)) = (
        first_line(case, passage, mention),
        money_wan(mention.number, &mention.unit),
    ) else {
        return;
    };
    let initial = mention.label.starts_with("年初");
    let adjusted = line.adjusted.as_ref().filter(|_| !initial);
    let cells = [Some(&line.budget), adjusted];
    let known: Vec<Decimal> = cells
        .into_iter()
        .flatten()
        .filter_map(|cell| cell.wan_yuan())
        .collect();
    let Some(first) = known.first() else { return };
    let name = format!("{}{}", line.name, mention.label);
    if let Some(same) = known.iter().find(|amount| copy_equal(**amount, told)) {
        case.held_copy(&passage.place, told, *same, &name);
        return;
    }
    // A form without a column for it cannot tell what the year made of the budget.
    let mut adjusting = case.profile.words.adjustment.iter();
    let adjusting = adjusting.any(|word| passage.text.contains(word.as_str()));
    if (adjusting && line.adjusted.is_none())
        || told::is_part(passage, mention)
        || subject(case, passage, mention).is_none()
    {
        return;
    }
    let figures = Figures::numbers(format!("{told}≠{first}"), *first, told).of("万元");
    case.find(&passage.place, "c01.amount", figures, &[("name", &name)]);
}

/// Outturn and budgets of the line that a bare 执行率 is told of.
pub fn of_bare_rate(case: &Case, passage: &Passage, mention: &Mention) -> Vec<(Decimal, Decimal)> {
    let bare = RATES.contains(&mention.label.as_str());
    match bare && subject(case, passage, mention).is_some() {
        true => of_line(case, passage, mention),
        false => Vec::new(),
    }
}

/// Outturn and budgets of the line that a sentence began with: a rate may be that of the line.
pub fn of_line(case: &Case, passage: &Passage, mention: &Mention) -> Vec<(Decimal, Decimal)> {
    let Some(line) = first_line(case, passage, mention) else {
        return Vec::new();
    };
    // A sentence on procurement tells of contracts as well.
    if line.key == LineKey::Procurement {
        return Vec::new();
    }
    outturn_and_budgets(line)
}

/// The outturn of a line beside its adjusted budget and its first one, as far as it has them.
pub fn outturn_and_budgets(line: &BaseLine) -> Vec<(Decimal, Decimal)> {
    let adjusted = line.adjusted.as_ref().and_then(|value| value.wan_yuan());
    let budgets = [adjusted, line.budget.wan_yuan()].into_iter().flatten();
    let outturn = line.outturn.wan_yuan();
    budgets
        .filter_map(|budget| Some((outturn?, budget)))
        .collect()
}
