//! C01 同一事实前后一致 · Same fact, same figure
//!
//! ## What it checks
//! Amounts, staff, counts, rates and the score in the text agree with the tables, as far as the coarser figure shows;
//! two sentences about one thing agree with each other; a budget without a name belongs to the item before it, and this
//! year's goals agree with the targets. Goals of other years are left out.
//! ## Why
//! The same figure is typed into several tables and the text; this is where reports most often contradict themselves.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 63 people in the text, 60 in the table.
//! ## False alarms
//! Different bases (appropriation or all money), year-end and average figures; a year named in a sentence holds for the
//! figures behind it until another one is named, and other years are left out. A budget behind another amount, and a part
//! behind 其中 whose name has further words, are left alone.

use super::case::{Case, sum_text};
use super::equal::copy_equal;
use super::outcome::Figures;
use super::points::{self, Pick};
use super::{told, told_budget, told_counts, told_goals, told_nouns, told_total, told_twice};
use crate::report::value::money_wan;
use crate::report::{BaseLine, Decimal, LineKey, Mention, Passage, ScoreTable, Value};

pub fn run(case: &mut Case) {
    for passage in &case.report.passages {
        let mentions = passage.mentions();
        for (index, mention) in mentions.iter().enumerate() {
            if about_another_year(case, mention) {
                last_year(case, passage, mention);
                continue;
            }
            amounts(case, passage, &mentions, index);
            told_total::total(case, passage, mention);
            staff(case, passage, mention);
            told_budget::bare(case, passage, mention);
            told_counts::counts(case, passage, mention);
            told_nouns::counts(case, passage, mention);
            score(case, passage, mention);
            told_twice::rates(case, passage, mention);
        }
    }
    told_goals::goals(case);
    told_twice::in_two_places(case);
}

fn about_another_year(case: &Case, mention: &Mention) -> bool {
    let other = case
        .report
        .year
        .map(|year| (year - 1).to_string())
        .unwrap_or_default();
    let before = [
        "上年", "去年", "同比", "比上", "增加", "减少", "节约", "下降",
    ];
    case.of_another_year(mention)
        || (!other.is_empty() && mention.label.contains(&other))
        || before.iter().any(|word| mention.label.contains(word))
}

/// 2022年…三公经费1.27万元 is in the table's column of last year. What is not may stand on another basis.
fn last_year(case: &mut Case, passage: &Passage, mention: &Mention) {
    if !mention.when.is_last(case.report.year) || !mention.is_money() {
        return;
    }
    let line = line_of(case, mention);
    let prior = line.and_then(|line| Some((line.prior.wan_yuan()?, &line.name)));
    if let (Some((prior, name)), Some(told)) = (prior, money_wan(mention.number, &mention.unit))
        && prior == told
    {
        case.held(&passage.place, format!("{told}={prior}（{name}）"));
    }
}

const LINES: [(&str, LineKey); 9] = [
    ("三公", LineKey::ThreePublic),
    ("出国", LineKey::Abroad),
    ("用车购置及运行", LineKey::Vehicles),
    ("公务接待费", LineKey::Reception),
    ("公用经费", LineKey::Public),
    ("商品和服务支出", LineKey::Public),
    ("基本支出", LineKey::Basic),
    ("项目支出", LineKey::ProjectTotal),
    ("政府采购", LineKey::Procurement),
];

/// The line of the base-data table that an amount in the text means.
pub fn line_of<'a>(case: &Case<'a>, mention: &Mention) -> Option<&'a BaseLine> {
    let base = case.report.base.as_ref()?;
    let (_, key) = LINES
        .iter()
        .find(|(word, _)| mention.label.contains(word))?;
    base.line(*key)
}

fn amounts(case: &mut Case, passage: &Passage, mentions: &[Mention], index: usize) {
    let mention = &mentions[index];
    let Some(line) = line_of(case, mention) else {
        return;
    };
    let Some(told) = money_wan(mention.number, &mention.unit).filter(|_| mention.is_money()) else {
        return;
    };
    let basis = basis_of(mentions, index);
    let is_budget = basis.label.contains("预算") && !basis.label.contains("预算拨款");
    let cells: Vec<&Value> = if is_budget {
        [Some(&line.budget), line.adjusted.as_ref()]
            .into_iter()
            .flatten()
            .collect()
    } else {
        vec![&line.outturn]
    };
    let other_basis = [
        "财政拨款",
        "平均",
        "月均",
        "人均",
        "累计",
        "每年",
        "压减",
        "占",
    ];
    let known: Vec<Decimal> = cells.iter().filter_map(|cell| cell.wan_yuan()).collect();
    let Some(first) = known.first() else { return };
    // A sentence about an adjustment may name the steps; one of them must be in the table.
    let adjusting = case
        .profile
        .words
        .adjustment
        .iter()
        .any(|word| passage.text.contains(word.as_str()));
    // The same figure before one that rounds to it.
    let same = known.iter().find(|amount| **amount == told);
    match same.or_else(|| known.iter().find(|amount| copy_equal(**amount, told))) {
        Some(amount) => case.held_copy(&passage.place, told, *amount, &line.name),
        None if other_basis.iter().any(|word| mention.label.contains(word)) => {}
        None if is_share_of_item(case, passage, mentions, index, *first) => {}
        // The form has no column for what the year made of the budget.
        None if adjusting && is_budget && line.adjusted.is_none() => {}
        None if adjusting && line.budget.wan_yuan().is_some_and(|amount| amount == told) => {}
        None => {
            let figures = Figures::numbers(format!("{told}≠{first}"), *first, told).of("万元");
            case.find(
                &passage.place,
                "c01.amount",
                figures,
                &[("name", &line.name)],
            );
        }
    }
}

/// 其中公务接待费0.5万元用于招商，其余0.52万元…: the first is no figure of the item, and both together are.
fn is_share_of_item(
    case: &mut Case,
    passage: &Passage,
    mentions: &[Mention],
    index: usize,
    whole: Decimal,
) -> bool {
    let here = &mentions[index];
    let next = mentions.get(index + 1);
    let rest = next.filter(|next| {
        let is_rest = ["其余", "余下", "剩余", "其他"].map(|word| next.label.starts_with(word));
        next.sentence == here.sentence && next.unit == here.unit && is_rest.contains(&true)
    });
    if let Some(rest) = rest {
        let both = money_wan(here.number + rest.number, &here.unit);
        if both == Some(whole) {
            let formula = format!(
                "{}+{}={}",
                here.number,
                rest.number,
                rest.number + here.number
            );
            case.held(&passage.place, formula);
        }
        return true;
    }
    told::is_detail_of_nothing(passage, here)
}

/// A detail after 其中 stands on the basis of the amount before it.
fn basis_of(mentions: &[Mention], index: usize) -> &Mention {
    let here = &mentions[index];
    let opening = mentions[..=index]
        .iter()
        .position(|before| before.sentence == here.sentence && before.opens_detail);
    match opening {
        Some(opening) if opening > 0 && mentions[opening - 1].sentence == here.sentence => {
            &mentions[opening - 1]
        }
        _ => here,
    }
}

fn staff(case: &mut Case, passage: &Passage, mention: &Mention) {
    let Some(base) = &case.report.base else {
        return;
    };
    if mention.unit != "人"
        || ["编外", "聘", "临时", "退休", "超过", "超编", "缺编", "空编"]
            .iter()
            .any(|word| mention.label.contains(word))
        || told::within_the_year(told::clause(passage, mention))
    {
        return;
    }
    let value = if mention.label.contains("编制") {
        &base.posts
    } else if mention.label.contains("在职") {
        &base.filled
    } else {
        return;
    };
    let Some(printed) = value.as_ref().and_then(|value| value.number) else {
        return;
    };
    if printed == mention.number {
        case.held(
            &passage.place,
            format!("{}={printed}（{}）", mention.number, mention.label),
        );
    } else {
        let formula = format!("{}≠{printed}", mention.number);
        let figures = Figures::numbers(formula, printed, mention.number).of("人");
        case.find(
            &passage.place,
            "c01.amount",
            figures,
            &[("name", &mention.label)],
        );
    }
}

pub use super::told::names;

/// 自评总分98分 tells the score as well, unless the sentence goes on with it: 自评总分100分，得分98分.
fn is_score(passage: &Passage, mention: &Mention) -> bool {
    let is_told = |mention: &Mention| mention.label.contains("得分");
    let total = ["自评总分", "自评分", "综合评分", "评价总分"];
    let by_total = total.iter().any(|word| mention.label.ends_with(word));
    let mut others = passage.mentions().iter();
    let told_beside = others.any(|other| other.sentence == mention.sentence && is_told(other));
    is_told(mention) || by_total && !told_beside
}

/// A score in the text belongs to the table it names: 项目支出自评得分 to a project's, any other to the department's.
fn score(case: &mut Case, passage: &Passage, mention: &Mention) {
    if mention.unit != "分" || !passage.in_body || !is_score(passage, mention) {
        return;
    }
    let of_project = mention.label.contains("项目") && !mention.label.contains("部门");
    let tables: Vec<&ScoreTable> = match of_project {
        true => case.report.projects.iter().collect(),
        false => case.report.department.iter().collect(),
    };
    let sums = |table: &&ScoreTable| {
        let addends = points::addends(table, Pick::Score);
        let formula = sum_text(&addends);
        let sum: Decimal = addends.iter().copied().sum();
        (!addends.is_empty()).then(|| (formula, sum, table.title.clone()))
    };
    let sums: Vec<(String, Decimal, String)> = tables.iter().filter_map(sums).collect();
    let slack = Decimal::new(5, 2);
    let near = |sum: Decimal| (sum - mention.number).abs() <= slack;
    if let Some((formula, sum, _)) = sums.iter().find(|(_, sum, _)| near(*sum)) {
        case.held_score(&passage.place, formula, (*sum, mention.number), slack);
        return;
    }
    // With several projects the text does not say which table it means; the first shows the difference.
    if let Some((formula, sum, title)) = sums.first() {
        let figures = Figures::numbers(formula.clone(), *sum, mention.number);
        case.find(&passage.place, "c01.score", figures, &[("table", title)]);
    }
}
