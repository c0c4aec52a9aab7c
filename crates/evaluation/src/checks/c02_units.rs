//! C02 单位换算 · Units
//!
//! ## What it checks
//! An amount or count given twice in two units (元 and 万元, 人 and 万人) is the same within rounding; an amount in the
//! text is not ten thousand times the one in the table. A year's income or spending of some hundred 元 beside amounts in
//! 万元 has lost its 万; the unit written above a table is the unit of the table.
//! ## Why
//! A wrong 万 is the largest error a report can hold, and the easiest to overlook.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 1234567元（12.35万元）; 32万元 in the table, 32元 in the text.
//! ## False alarms
//! Only figures side by side and figures of the same line are compared; what a few cases cost (先行支付1件，基金支出8600元)
//! may well be some thousand 元.

use super::c01_same_fact::line_of;
use super::case::Case;
use super::outcome::Figures;
use super::told;
use crate::report::value::{money_wan, same_figure};
use crate::report::{BaseLine, Decimal, LineKey, Mention, Passage, plain};

pub fn run(case: &mut Case) {
    for passage in &case.report.passages {
        let mentions = passage.mentions();
        for pair in mentions.windows(2) {
            side_by_side(case, passage, &pair[0], &pair[1]);
        }
        for mention in mentions {
            against_table(case, passage, mention);
            too_small(case, passage, mention);
        }
        over_a_table(case, passage);
    }
}

/// `1234567元（123.46万元）`, `17320人，即1.73万人`.
fn side_by_side(case: &mut Case, passage: &Passage, one: &Mention, other: &Mention) {
    let says_again = ["", "即", "合", "约", "约合", "折合", "合计约", "约为"];
    if one.sentence != other.sentence
        || one.unit == other.unit
        || !says_again.contains(&other.label.as_str())
        || one.base().1 != other.base().1
        || one.base().1.is_empty()
        || one.base().1 == "%"
    {
        return;
    }
    let sign = if one.base() == other.base() {
        "="
    } else {
        "≈"
    };
    let formula = format!("{}{sign}{}", one.shown(), other.shown());
    if same_figure((one.number, &one.unit), (other.number, &other.unit)) {
        case.held(&passage.place, formula);
        return;
    }
    let mut expected = one.base().0;
    if other.unit.starts_with('万') {
        expected = expected.shifted(-4);
    } else if other.unit.starts_with('亿') {
        expected = expected.shifted(-8);
    }
    let formula = format!("{}≠{}", one.shown(), other.shown());
    let expected = expected.rounded(other.number.decimals());
    let figures = Figures::numbers(formula, expected, other.number);
    case.find(
        &passage.place,
        "c02.pair",
        figures,
        &[("unit", &other.unit)],
    );
}

fn against_table(case: &mut Case, passage: &Passage, mention: &Mention) {
    // The table has a column of last year, and none of the years around these two.
    let year = case.report.year;
    if mention.when.is_other(year) && !mention.when.is_last(year) {
        return;
    }
    let Some(line) = line_of(case, mention) else {
        return;
    };
    let (Some(told), Some(name)) = (
        money_wan(mention.number, &mention.unit)
            .filter(|amount| mention.is_money() && amount.is_positive()),
        Some(line.name.clone()),
    ) else {
        return;
    };
    let Some(printed) = wrong_by_ten_thousand(line, told) else {
        return;
    };
    let formula = format!("{}≠{printed}万元", mention.shown());
    let figures = Figures::numbers(formula, printed, told);
    case.find(&passage.place, "c02.table", figures, &[("name", &name)]);
}

/// 征缴收入360.9元 beside 基金支出303.73万元: a year's income of a fund is no three hundred yuan.
fn too_small(case: &mut Case, passage: &Passage, mention: &Mention) {
    const WHOLE: [&str; 8] = [
        "征缴收入",
        "保险费收入",
        "基金收入",
        "基金支出",
        "总收入",
        "总支出",
        "财政拨款收入",
        "财政拨款支出",
    ];
    const LEAST: Decimal = Decimal::whole(10_000);
    let each = ["均", "每", "单", "标准"];
    let is_whole = WHOLE.iter().any(|word| mention.label.ends_with(word))
        && !each.iter().any(|word| mention.label.contains(word));
    let in_yuan = mention.unit == "元" && mention.number.is_positive() && mention.number < LEAST;
    let mut others = passage.mentions().iter();
    let beside = others.find(|other| {
        other.sentence == mention.sentence && ["万元", "亿元"].contains(&other.unit.as_str())
    });
    let is_meant = is_whole && in_yuan && !of_a_case(passage, mention);
    let Some(beside) = beside.filter(|_| is_meant) else {
        return;
    };
    let meant = format!("{}万元", mention.number);
    let figures = Figures::words(
        format!("{}，{}", mention.shown(), beside.shown()),
        meant,
        mention.shown(),
    );
    let other = format!("{}{}", beside.label, beside.shown());
    let args: &[(&str, &str)] = &[("name", &mention.label), ("other", &other)];
    case.find(&passage.place, "c02.small", figures, args);
}

/// 先行支付1件，基金支出8600元: what a few cases cost, and no year's amount. Some 元 for thousands of people are none.
fn of_a_case(passage: &Passage, mention: &Mention) -> bool {
    const COUNTS: [&str; 9] = ["件", "人", "人次", "起", "笔", "户", "家", "次", "宗"];
    const EACH_LEAST: Decimal = Decimal::whole(5);
    const SINGLE: [&str; 15] = [
        "先行支付",
        "一次性",
        "个案",
        "案件",
        "退付",
        "退回",
        "补缴",
        "补支",
        "一件",
        "一人",
        "一起",
        "一笔",
        "一户",
        "单笔",
        "单件",
    ];
    let here = || {
        let all = passage.mentions().iter();
        all.filter(|other| other.sentence == mention.sentence)
    };
    let at = here().position(|other| std::ptr::eq(other, mention));
    let Some(at) = at else { return false };
    let counts = |other: &Mention| {
        let least = other.number.times(EACH_LEAST);
        COUNTS.contains(&other.unit.as_str()) && least <= mention.number
    };
    let led = at > 0 && here().nth(at - 1).is_some_and(counts);
    let says_for = |other: &Mention| {
        let words = ["用于", "涉及", "共", "为", "给", "支付"];
        words.iter().any(|word| other.label.starts_with(word)) && counts(other)
    };
    let clause = told::clause(passage, mention);
    led || here().nth(at + 1).is_some_and(says_for)
        || SINGLE.iter().any(|word| clause.contains(word))
}

/// 单位：元 over a table whose own head says 万元, or whose total is the figure that another table has in 万元.
fn over_a_table(case: &mut Case, passage: &Passage) {
    const NOTE_MAX: usize = 40;
    let text = passage.squeezed.trim_end_matches([')', '。']);
    let states = text.ends_with("单位:元") && text.chars().count() <= NOTE_MAX;
    let report = case.report;
    let mut tables = report.tables.iter();
    let below = tables.find(|table| {
        let block = table.rows.first().map(|row| row.block);
        block > passage.place.block && passage.place.block.is_some()
    });
    let Some(table) = below.filter(|_| states) else {
        return;
    };
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let head = cells().find(|cell| {
        let text = &cell.squeezed;
        text.contains("(万元") || text.contains("单位:万元")
    });
    let evidence = match head {
        Some(cell) => Some(plain::one_line(&cell.text)),
        None => same_as_base(case, &table.title),
    };
    if let Some(evidence) = evidence {
        let figures = Figures::words(evidence.clone(), "万元", "元");
        let args: &[(&str, &str)] = &[("table", &table.title), ("evidence", &evidence)];
        case.find(&passage.place, "c02.note", figures, args);
    }
}

/// The executed total of the department, where it is to the digit what the base-data table adds up to.
fn same_as_base(case: &Case, title: &str) -> Option<String> {
    let base = case.report.base.as_ref()?;
    let table = case
        .report
        .department
        .as_ref()
        .filter(|table| table.title == title)?;
    let total = table.total_fund()?.executed.number?;
    let outturn = |key| base.line(key)?.outturn.wan_yuan();
    let sum = outturn(LineKey::Basic)? + outturn(LineKey::ProjectTotal)?;
    (sum == total && sum.is_positive()).then(|| format!("{total}={sum}万元"))
}

/// The figure of the line that differs from this one by a whole 万.
pub fn wrong_by_ten_thousand(line: &BaseLine, told: Decimal) -> Option<Decimal> {
    let cells = [&line.prior, &line.budget, &line.outturn];
    let amounts: Vec<Decimal> = cells.iter().filter_map(|cell| cell.wan_yuan()).collect();
    amounts
        .into_iter()
        .filter(|amount| amount.is_positive())
        .find(|amount| told == amount.shifted(4) || told == amount.shifted(-4))
}
