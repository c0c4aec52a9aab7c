//! C08 减免额合理性 · Plausible relief
//!
//! ## What it checks
//! The relief of a rate cut `c` is at most collected × c/(1−c); a larger relief must be split, and the part from the
//! cut must stay within that bound. The listed rates must be the cut of rates with one digit.
//! ## Why
//! A relief figure is taken from a system with another reference rate more often than it is computed.
//! ## Basis
//! 国办发〔2019〕13号；人社部发〔2023〕19号
//! ## Example
//! 361×20/80 = 90.25, the text says 351.
//! ## False alarms
//! A cut that began within the year and exempt projects lower the figure: the range is shown. Local rates below the reference: state the split 其中 and the rule accepts it.

use super::a15_detail::detail_after;
use super::case::Case;
use super::equal::{addends, sum_equal};
use super::outcome::{Figures, Severity};
use crate::report::{Decimal, Mention, Passage};

pub fn run(case: &mut Case) {
    let report = case.report;
    let all: Vec<(&Passage, &Mention)> = report
        .passages
        .iter()
        .flat_map(|passage| {
            passage
                .mentions()
                .iter()
                .filter(|mention| !mention.when.is_other(report.year))
                .map(move |mention| (passage, mention))
        })
        .collect();
    let cut = all.iter().find(|(passage, mention)| {
        let sentences = passage.sentences();
        let about_rates = ["费率", "保险费", "缴费比例"]
            .iter()
            .any(|word| sentences[mention.sentence].contains(word));
        let falls = ["下降", "降低", "下调"].iter().any(|word| {
            let (label, of) = (&mention.label, ["", "费率", "缴费费率", "缴费比例"]);
            of.iter().any(|of| label.ends_with(&format!("{word}{of}")))
        });
        mention.unit == "%" && about_rates && falls
    });
    let Some((_, cut)) = cut else { return };
    rates(case, &all, cut.number);
    let collected = collected(&all);
    let relief = all.iter().find(|(_, mention)| is_relief(mention));
    let (Some((passage, _)), Some(collected)) = (relief, collected) else {
        case.not_checkable("c08.no_amounts", &[]);
        return;
    };
    let rest = Decimal::whole(100) - cut.number;
    let Some(bound) = collected.number.times(cut.number).over(rest, 2) else {
        return;
    };
    let formula = format!("{}×{}/{rest}={}", collected.number, cut.number, bound);
    let range = Range {
        bound,
        least: least(case, bound),
        formula,
    };
    judge(case, passage, &range);
}

/// What a cut and an amount collected allow.
struct Range {
    bound: Decimal,
    /// When the cut began within the year and nobody is exempt from it.
    least: Option<Decimal>,
    formula: String,
}

/// `自2023年5月1日起`: eight of twelve months. Exempt projects make the lower end unknown.
fn least(case: &Case, bound: Decimal) -> Option<Decimal> {
    let year = case.report.year?;
    let exempt = ["建筑", "建设项目", "不实施", "不享受"];
    let passages = &case.report.passages;
    let is_exempt = |passage: &Passage| {
        passage.text.contains("费率") && exempt.iter().any(|word| passage.text.contains(word))
    };
    if passages.iter().any(is_exempt) {
        return None;
    }
    let mark = format!("自{year}年");
    let month = passages.iter().find_map(|passage| {
        let text = &passage.squeezed;
        let (_, tail) = text.split_once(&mark)?;
        tail.split_once('月')?.0.parse::<i128>().ok()
    })?;
    let months = Decimal::whole(13 - month.clamp(1, 12));
    bound.times(months).over(Decimal::whole(12), 2)
}

fn judge(case: &mut Case, passage: &Passage, range: &Range) {
    let (bound, formula) = (range.bound, &range.formula);
    let mentions = passage.mentions();
    let Some(index) = mentions.iter().position(is_relief) else {
        return;
    };
    let relief = &mentions[index];
    // Twice too little is no rounding and no late payer.
    let far_below = |least: &Decimal| relief.number + relief.number < *least;
    if let Some(least) = range.least.filter(far_below) {
        let figures =
            Figures::numbers(format!("{least}~{formula}"), least, relief.number).of(&relief.unit);
        case.find_as(Severity::Low, &passage.place, "c08.below", figures, &[]);
        return;
    }
    if relief.number <= bound {
        case.held(&passage.place, format!("{}≤{formula}", relief.number));
        return;
    }
    let split = detail_after(&mentions, index);
    let parts: Vec<Decimal> = split.iter().map(|part| part.number).collect();
    let sum: Decimal = parts.iter().copied().sum();
    let by_cut = split.iter().find(|part| part.label.contains("阶段性"));
    if let Some(by_cut) = by_cut
        && sum_equal(sum, relief.number, addends(&parts))
        && by_cut.number <= bound
    {
        // Whether the parts add up is said by A15.
        let within = format!("{}≤{formula}", by_cut.number);
        case.held(&passage.place, within);
        return;
    }
    let figures = Figures::numbers(formula.clone(), bound, relief.number).of(&relief.unit);
    let range = match range.least {
        Some(least) => format!("{least}~{bound}"),
        None => format!("0~{bound}"),
    };
    case.find(&passage.place, "c08.relief", figures, &[("range", &range)]);
}

/// 征缴 before the words that can also mean something wider.
fn collected<'a>(all: &[(&'a Passage, &'a Mention)]) -> Option<&'a Mention> {
    let words = ["征缴", "征收", "保费收入", "基金收入"];
    words.iter().find_map(|word| {
        let told = all.iter().map(|(_, mention)| *mention);
        let mut fitting = told.filter(|mention| mention.is_money() && mention.label.contains(word));
        fitting.find(|mention| !is_relief(mention))
    })
}

fn is_relief(mention: &Mention) -> bool {
    let words = ["减免", "减负", "减轻", "少缴", "降费"];
    mention.is_money() && words.iter().any(|word| mention.label.contains(word))
}

/// Reduced rates listed in one sentence: each must be the cut of a rate with one digit.
fn rates(case: &mut Case, all: &[(&Passage, &Mention)], cut: Decimal) {
    const LISTED: usize = 5;
    let rest = Decimal::whole(100) - cut;
    for (passage, first) in all {
        if first.unit != "%" || !first.label.contains("分别按") {
            continue;
        }
        let listed: Vec<Decimal> = all
            .iter()
            .skip_while(|(other, mention)| {
                !(std::ptr::eq(*other, *passage) && mention.label == first.label)
            })
            .take_while(|(_, mention)| mention.sentence == first.sentence && mention.unit == "%")
            .map(|(_, mention)| mention.number)
            .collect();
        let full = |rate: &Decimal| rate.shifted(2).over(rest, 6).map(Decimal::trimmed);
        let whole: Vec<Decimal> = listed.iter().filter_map(full).collect();
        if listed.len() >= LISTED && whole.iter().all(|rate| rate.decimals() <= 1) {
            let pairs: Vec<String> = listed
                .iter()
                .zip(&whole)
                .map(|(cut_rate, rate)| format!("{rate}×{rest}%={cut_rate}"))
                .collect();
            case.held(&passage.place, pairs.join("，"));
        }
    }
}
