//! What a figure in a sentence means: which indicator it names, and whether it tells a result or a goal.

use crate::report::value::same_figure;
use crate::report::{Indicator, Mention, Passage, Report, plain};

/// Whether the words before a count name this indicator.
pub fn names(mention: &Mention, row: &Indicator) -> bool {
    is_count(mention) && names_with(mention, &core(&mention.label), row)
}

/// Whether a figure can name an indicator at all: a count with some words before it.
pub fn is_count(mention: &Mention) -> bool {
    !mention.unit.is_empty()
        && mention.label.chars().count() >= 4
        && !mention.is_money()
        && mention.unit != "%"
}

/// As [`names`] for a count whose core is known: it is compared with every indicator.
pub fn names_with(mention: &Mention, core: &str, row: &Indicator) -> bool {
    const ALIKE_PERCENT: usize = 75;
    let lead = &row.target.lead;
    if !lead.is_empty() && mention.label.ends_with(lead.as_str()) {
        return true;
    }
    let alike =
        plain::likeness(&mention.label, &row.name) >= ALIKE_PERCENT || same_core(core, &row.name);
    alike && !plain::opposed(&mention.label, &row.name)
}

/// 全年接待读者 and 接待读者人次 are one thing without the words around them.
fn same_core(label: &str, name: &str) -> bool {
    let name = core(name);
    let letters = label.chars().count();
    // 培训茶农 and 茶农培训 too.
    letters >= 3 && label == name
        || letters >= 4 && label.len() == name.len() && sorted(label) == sorted(&name)
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

const BEFORE: [&str; 20] = [
    "本年度",
    "全年",
    "年末",
    "本年",
    "今年",
    "全县",
    "全市",
    "累计",
    "共计",
    "共",
    "已",
    "举办",
    "开展",
    "组织",
    "完成",
    "新增",
    "实现",
    "实际",
    "达到",
    "年度",
];
const BEHIND: [&str; 16] = [
    "总人次",
    "人次",
    "人数",
    "总数",
    "场次",
    "次数",
    "户数",
    "个数",
    "座数",
    "批次",
    "件数",
    "家数",
    "期数",
    "数量",
    "共",
    "达",
];

/// A name without the words of time and deed before it and the words of counting behind it.
pub fn core(text: &str) -> String {
    let mut rest = plain::squeezed(text);
    if let Some((_, tail)) = rest
        .split_once("年")
        .filter(|(head, _)| head.len() == 4 && head.bytes().all(|byte| byte.is_ascii_digit()))
    {
        rest = tail.to_owned();
    }
    loop {
        let before = rest.len();
        for word in BEFORE {
            rest = rest.strip_prefix(word).map_or(rest.clone(), str::to_owned);
        }
        for word in BEHIND {
            rest = rest.strip_suffix(word).map_or(rest.clone(), str::to_owned);
        }
        if rest.len() == before {
            return rest;
        }
    }
}

/// A goal that a sentence sets is no result that it tells.
pub fn is_goal(report: &Report, passage: &Passage, mention: &Mention) -> bool {
    let goals = report
        .score_tables()
        .filter_map(|table| table.goal_expected.as_ref());
    let in_goals = goals.into_iter().any(|goal| goal.place == passage.place);
    let clause = clause(passage, mention);
    let words = [
        "目标",
        "计划",
        "任务",
        "预期",
        "拟",
        "力争",
        "争取",
        "不少于",
        "不低于",
        "达到以上",
    ];
    let says = |text: &str| words.iter().any(|word| text.contains(word));
    // 年度绩效目标: …。 governs the sentences after it in its paragraph.
    let head: String = passage.squeezed.chars().take(14).collect();
    let heading = head.contains("目标") && !head.contains("完成");
    in_goals || says(&mention.label) || heading || (says(clause) && !clause.contains("完成"))
}

/// 参保人数目标 and 参保人数不低于 are the words 参保人数.
pub fn without_goal(label: &str) -> &str {
    const WORDS: [&str; 14] = [
        "目标值",
        "目标",
        "任务数",
        "任务",
        "不低于",
        "不少于",
        "不超过",
        "达到",
        "控制在",
        "大于",
        "为",
        "至",
        "是",
        "≥",
    ];
    let mut label = label;
    while let Some(shorter) = WORDS.iter().find_map(|word| label.strip_suffix(word)) {
        label = shorter;
    }
    label
}

/// Told of some months, days or places: no figure of the year.
pub fn is_part(passage: &Passage, mention: &Mention) -> bool {
    let clause = clause(passage, mention);
    let parts = [
        "月", "季度", "半年", "单日", "日均", "每天", "平均", "分馆", "分站", "截至",
    ];
    parts.iter().any(|word| clause.contains(word))
}

/// 其中… in a sentence that tells no whole before it: a part, in whatever words.
pub fn is_detail_of_nothing(passage: &Passage, mention: &Mention) -> bool {
    let mut before = passage.mentions().iter();
    let first = before.find(|before| before.sentence == mention.sentence);
    mention.opens_detail && first.is_some_and(|first| std::ptr::eq(first, mention))
}

/// Behind 其中 in its sentence: a part of what stands before it.
pub fn is_detail(passage: &Passage, mention: &Mention) -> bool {
    let before = passage.before(mention).iter();
    let mut here = before.filter(|other| other.sentence == mention.sentence);
    mention.opens_detail || here.any(|other| other.opens_detail)
}

/// 城镇参保人数 is 参保人数 with further words: only a part of it may be meant.
pub fn has_further_words(core: &str, name: &str) -> bool {
    let name = self::core(name);
    !name.is_empty() && name != core && core.contains(&name)
}

/// At the end of June or at the year's beginning: not how it stood at the year's end.
pub fn within_the_year(clause: &str) -> bool {
    let other = ["年初", "期初", "季度", "季末", "半年", "平均"];
    let mut months = clause.match_indices('月').map(|(at, _)| &clause[..at]);
    other.iter().any(|word| clause.contains(word))
        || months.any(|before| {
            let is_digit = |c: char| c.is_ascii_digit();
            before.ends_with(is_digit) && !before.ends_with("12")
        })
}

/// The part of the sentence between two commas that the figure stands in.
pub fn clause<'a>(passage: &'a Passage, mention: &Mention) -> &'a str {
    let sentence = passage.plain_sentence(mention);
    let number = mention.number.to_string();
    let holds = |clause: &&str| clause.contains(mention.label.as_str()) && clause.contains(&number);
    let found = sentence.split(['，', ',', '、']).find(holds);
    found.unwrap_or(sentence)
}

/// Whether the figure is the target of the row: then it tells the goal, in whatever words.
pub fn is_target(mention: &Mention, row: &Indicator) -> bool {
    let Some(target) = row.target.number else {
        return false;
    };
    let unit = if row.target.unit.is_empty() {
        &mention.unit
    } else {
        &row.target.unit
    };
    same_figure((mention.number, &mention.unit), (target, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_within_the_year() {
        assert!(within_the_year("2023年6月末实有在职人员7人"));
        assert!(within_the_year("年初实有在职人员7人"));
        assert!(!within_the_year("2023年12月末实有在职人员8人"));
        assert!(!within_the_year("年末实有在职人员8人"));
    }

    #[test]
    fn the_core_of_a_name() {
        assert_eq!(core("2023年全年接待读者"), "接待读者");
        assert_eq!(core("接待读者人次"), "接待读者");
        assert_eq!(core("举办阅读活动"), core("阅读活动场次"));
        assert!(same_core(&core("全年培训茶农"), "茶农培训人数"));
        assert!(!same_core(&core("参加培训"), "茶农培训人数"));
    }
}
