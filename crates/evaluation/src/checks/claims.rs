//! Claims in sentences, against the figures of the tables: 未超, 持平, 下降, 无, 全部完成. Parts of C10.

use super::b01_score_and_achievement::{met, pair};
use super::case::{Case, money_tolerance};
use super::equal::{within, within_text};
use super::outcome::{Figures, Severity};
use crate::report::when::Years;
use crate::report::{BaseLine, Decimal, LineKey, Passage, plain};

/// Words for a line of the base-data table.
const SUBJECTS: [(&str, LineKey); 9] = [
    ("三公", LineKey::ThreePublic),
    ("公务接待", LineKey::Reception),
    ("用车购置及运行", LineKey::Vehicles),
    ("公用经费", LineKey::Public),
    ("基本支出", LineKey::Basic),
    ("项目支出", LineKey::ProjectTotal),
    ("政府采购", LineKey::Procurement),
    ("办公费", LineKey::PublicPart),
    ("会议费", LineKey::PublicPart),
];

pub fn sentence(case: &mut Case, passage: &Passage, text: &str) {
    let mut subject: Option<&BaseLine> = None;
    let mut years = Years::default();
    for clause in text.split([',', '，', ';']) {
        subject = line_in(case, clause).or(subject);
        // The tables cannot say whether a claim about another year is true.
        if years.read(clause).is_other(case.report.year) {
            continue;
        }
        if let Some(line) = subject {
            within_budget(case, passage, clause, line);
            against_last_year(case, passage, clause, line);
        }
    }
    none_at_all(case, passage, text);
    all_done(case, passage, text);
}

pub fn line_in<'a>(case: &Case<'a>, clause: &str) -> Option<&'a BaseLine> {
    let base = case.report.base.as_ref()?;
    let (word, key) = SUBJECTS.iter().find(|(word, _)| clause.contains(word))?;
    match key {
        LineKey::PublicPart => base.all(*key).find(|line| line.name.contains(word)),
        key => base.line(*key),
    }
}

/// 未超预算, 控制在预算内.
fn within_budget(case: &mut Case, passage: &Passage, clause: &str, line: &BaseLine) {
    let claims = [
        "没有超过",
        "未超过",
        "不超过",
        "未超",
        "没有超",
        "未突破",
        "控制在",
    ];
    let on_budget = clause.contains("预算") && !clause.contains("上年") && !clause.contains("去年");
    let Some(claim) = claims
        .iter()
        .find(|claim| clause.contains(**claim))
        .filter(|_| on_budget)
    else {
        return;
    };
    let adjusted = line.adjusted.as_ref().and_then(|value| value.number);
    let budget = match clause.contains("年初") {
        true => line.budget.number,
        false => adjusted.or(line.budget.number),
    };
    let (Some(limit), Some(outturn)) = (budget, line.outturn.number) else {
        case.not_checkable("c10.no_figures", &[]);
        return;
    };
    if within(outturn, limit) {
        case.held(
            &passage.place,
            format!("{}（{}）", within_text(outturn, limit), line.name),
        );
    } else {
        let figures =
            Figures::numbers(format!("{outturn}>{limit}"), limit, outturn).of(&line.outturn.unit);
        let args: &[(&str, &str)] = &[("claim", claim), ("name", &line.name)];
        case.find(&passage.place, "c10.budget", figures, args);
    }
}

/// 与上年持平, 比上年下降, 较上年增长.
fn against_last_year(case: &mut Case, passage: &Passage, clause: &str, line: &BaseLine) {
    let names_last = ["上年", "去年"].iter().any(|word| clause.contains(word));
    // 三公 has its own sentence about last year's budget.
    if !names_last || clause.contains("上年预算") || clause.contains("去年预算") {
        return;
    }
    let say = |words: &[&'static str]| words.iter().find(|word| clause.contains(**word)).copied();
    let (level, fall, rise) = (
        say(&["持平"]),
        say(&["下降", "减少", "降低", "节约"]),
        say(&["增长", "增加", "上升"]),
    );
    let Some(claim) = level.or(fall).or(rise) else {
        return;
    };
    let (Some(before), Some(now)) = (line.prior.wan_yuan(), line.outturn.wan_yuan()) else {
        case.not_checkable("c10.no_figures", &[]);
        return;
    };
    let gap = now - before;
    // A hundredth up or down is level in everyone's words; five are 基本持平.
    let about = ["基本", "大体", "略有"]
        .iter()
        .any(|word| clause.contains(word));
    let parts = Decimal::whole(if about { 20 } else { 100 });
    let step = before.over(parts, 4).unwrap_or(Decimal::ZERO);
    let true_claim = if level.is_some() {
        gap.abs() <= step.max(money_tolerance(1))
    } else if fall.is_some() {
        now < before
    } else {
        now > before
    };
    let formula = format!("{before}→{now}（{}）", line.name);
    if true_claim {
        case.held(&passage.place, formula);
    } else {
        let figures = Figures::numbers(formula, before, now).of("万元");
        let args: &[(&str, &str)] = &[("claim", claim), ("name", &line.name)];
        case.find(&passage.place, "c10.last_year", figures, args);
    }
}

/// 无政府性基金预算支出, 未发生因公出国.
fn none_at_all(case: &mut Case, passage: &Passage, text: &str) {
    let (mut years, mut read, mut of_funds) = (Years::default(), 0, false);
    for (index, _) in text.match_indices(['无', '未', '没']) {
        let tail = &text[index..];
        let when = years.read(&text[read..index]);
        read = index;
        if when.is_other(case.report.year) {
            continue;
        }
        let none = ["无", "未发生", "未安排", "没有发生", "没有安排", "没有"];
        let Some(tail) = none.iter().find_map(|word| tail.strip_prefix(word)) else {
            continue;
        };
        let near: String = tail.chars().take(18).collect();
        let clause = near.split([',', '，', ';']).next().unwrap_or(&near);
        if clause.contains('超') || clause.contains("增") {
            continue;
        }
        for (name, amount) in amounts_named(case, clause) {
            if amount.is_positive() {
                let figures =
                    Figures::numbers(format!("0≠{amount}"), Decimal::ZERO, amount).of("万元");
                case.find(&passage.place, "c10.none", figures, &[("name", &name)]);
            } else {
                case.held(&passage.place, format!("0={amount}（{name}）"));
            }
        }
        of_funds |= clause.contains("社会保险基金预算") || clause.contains("社保基金预算");
    }
    if of_funds {
        fund_in_text(case, passage);
    }
}

/// The figures of the tables that a clause says are none.
fn amounts_named(case: &Case, clause: &str) -> Vec<(String, Decimal)> {
    let report = case.report;
    let mut found = Vec::new();
    for word in ["政府性基金", "国有资本"] {
        let splits = report.department.iter().flat_map(|table| &table.splits);
        let parts = splits.flat_map(|split| &split.parts);
        let part = parts
            .into_iter()
            .find(|(name, value)| name.contains(word) && value.number.is_some());
        if let (Some((name, value)), true) = (part, clause.contains(word)) {
            found.extend(value.number.map(|number| (name.clone(), number)));
        }
    }
    // 没有公务接待违规 says nothing about money: the longer words do.
    let lines = [
        ("出国", LineKey::Abroad),
        ("车购置", LineKey::VehiclePurchase),
        ("公务接待支出", LineKey::Reception),
        ("公务接待费支出", LineKey::Reception),
        ("公务接待费用", LineKey::Reception),
        ("三公经费支出", LineKey::ThreePublic),
        ("政府采购支出", LineKey::Procurement),
        ("政府采购项目", LineKey::Procurement),
        ("政府采购预算", LineKey::Procurement),
    ];
    let about_conduct = ["违", "问题", "投诉", "质疑", "现象", "情况", "调整"];
    let about_conduct = about_conduct.iter().any(|word| clause.contains(word));
    for (word, key) in lines {
        let line = report.base.as_ref().and_then(|base| base.line(key));
        let is_meant = clause.contains(word) && !clause.contains("运行") && !about_conduct;
        let line = line.filter(|_| is_meant);
        found.extend(line.and_then(|line| Some((line.name.clone(), line.outturn.number?))));
    }
    if clause.contains("项目支出") && !clause.contains("目标") {
        let line = report
            .base
            .as_ref()
            .and_then(|base| base.line(LineKey::ProjectTotal));
        found.extend(line.and_then(|line| Some((line.name.clone(), line.outturn.number?))));
    }
    found
}

/// No fund budget, and yet the text tells what the fund spent: true under provincial pooling, but it wants a sentence.
fn fund_in_text(case: &mut Case, passage: &Passage) {
    let explained = ["统筹", "统收统支", "上级", "省级", "市级", "财政专户"];
    if explained.iter().any(|word| passage.text.contains(word)) {
        return;
    }
    let report = case.report;
    let told = report.body().flat_map(Passage::mentions).find(|mention| {
        mention.is_money()
            && ["基金支出", "基金收入"]
                .iter()
                .any(|word| mention.label.contains(word))
    });
    if let Some(told) = told {
        let figures = Figures::words(format!("0≠{}", told.shown()), "0", told.number.to_string());
        case.find_as(
            Severity::Low,
            &passage.place,
            "c10.fund",
            figures,
            &[("told", &told.shown())],
        );
    }
}

/// 各项指标全部完成, while a row of a table missed its target.
fn all_done(case: &mut Case, passage: &Passage, text: &str) {
    let claims = [
        "全部完成",
        "均已完成",
        "全面完成",
        "均完成",
        "全部达标",
        "均达到",
        "圆满完成",
    ];
    let but = text.contains('除') && text.contains('外');
    let about = !but && (text.contains("指标") || text.contains("目标任务"));
    let Some(claim) = claims
        .iter()
        .find(|claim| text.contains(**claim))
        .filter(|_| about)
    else {
        return;
    };
    let mut missed: Vec<String> = Vec::new();
    for row in case
        .report
        .score_tables()
        .flat_map(|table| &table.indicators)
    {
        if let Some((target, actual)) = pair(row)
            && !met(case.profile, row, target, actual)
        {
            missed.push(format!(
                "{}（{}→{}）",
                row.name, row.target.raw, row.actual.raw
            ));
        }
    }
    if missed.is_empty() {
        case.held(&passage.place, plain::shortened(text, 30));
    } else {
        let figures = Figures::words(missed.join("，"), "0", missed.len().to_string());
        let args: &[(&str, &str)] = &[("claim", claim), ("missed", &missed.join("、"))];
        case.find(&passage.place, "c10.all_done", figures, args);
    }
}
