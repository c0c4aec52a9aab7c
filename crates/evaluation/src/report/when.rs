//! The year that a figure of a sentence is told of: a year named before it holds until another one is named.

use std::collections::VecDeque;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// No year is named: the report's own.
    #[default]
    Unsaid,
    /// 今年, 本年.
    This,
    /// 上年, 去年.
    Last,
    /// 下年, 明年.
    Next,
    Year(i32),
    /// 2021年至2023年 together.
    Several,
}

impl When {
    /// Whether this is another year than the report's, as far as that one is known.
    pub fn is_other(self, report: Option<i32>) -> bool {
        match self {
            When::Unsaid | When::This => false,
            When::Last | When::Next | When::Several => true,
            When::Year(year) => report.is_some_and(|report| report != year),
        }
    }

    /// Whether this is the year before the report's.
    pub fn is_last(self, report: Option<i32>) -> bool {
        match self {
            When::Last => true,
            When::Year(year) => report.is_some_and(|report| report - 1 == year),
            _ => false,
        }
    }
}

/// Longer ones first.
const WORDS: [(&str, When); 19] = [
    ("上一年度", When::Last),
    ("上一年", When::Last),
    ("上年度", When::Last),
    ("上年", When::Last),
    ("去年", When::Last),
    ("前一年", When::Last),
    ("下一年度", When::Next),
    ("下一年", When::Next),
    ("下年度", When::Next),
    ("下年", When::Next),
    ("明年", When::Next),
    ("来年", When::Next),
    ("次年", When::Next),
    ("今年", When::This),
    ("本年度", When::This),
    ("本年", When::This),
    ("本期", When::This),
    ("报告期", When::This),
    ("当年", When::This),
];

/// Reads a sentence from figure to figure.
#[derive(Default)]
pub struct Years {
    now: When,
    /// What held outside of the brackets that are open.
    outside: Vec<When>,
    /// Years listed before 分别: each figure takes the next one.
    listed: VecDeque<When>,
    in_title: bool,
}

impl Years {
    /// The year of the figure that stands behind these words; they begin behind the figure before it.
    pub fn read(&mut self, lead: &str) -> When {
        let mut named: Vec<When> = Vec::new();
        let (mut at, mut named_end) = (0, 0);
        while let Some(first) = lead[at..].chars().next() {
            let Some((when, length)) = self.mark(lead, at, first) else {
                at += first.len_utf8();
                continue;
            };
            let between = lead[named_end..at].trim_start_matches('度');
            let joined = ["、", "和", "与", "及", "至", "到", "-", "—", "~", "–"];
            if named.is_empty() || !joined.contains(&between) {
                named.clear();
            }
            named.push(when);
            self.now = when;
            at += length;
            named_end = at;
        }
        if named.len() > 1 {
            self.now = When::Several;
            self.listed = match lead.contains("分别") {
                true => named.into(),
                false => VecDeque::new(),
            };
        } else if !named.is_empty() {
            self.listed.clear();
        }
        if let Some(next) = self.listed.pop_front() {
            self.now = next;
        }
        self.now
    }

    /// A year that is named here and holds from here on, and its length; brackets and titles are looked after.
    fn mark(&mut self, lead: &str, at: usize, first: char) -> Option<(When, usize)> {
        match first {
            '(' => self.outside.push(self.now),
            ')' => self.now = self.outside.pop().unwrap_or(self.now),
            '《' => self.in_title = true,
            '》' => self.in_title = false,
            _ => {}
        }
        if self.in_title {
            return None;
        }
        let (before, here) = lead.split_at(at);
        let (when, length) = year(before, here).or_else(|| word(before, here))?;
        // 当年 after 2022年 is 2022.
        let meant = here.starts_with("当年") && matches!(self.now, When::Year(_));
        (!meant && !is_measure(before) && !is_balance(before, &here[length..]))
            .then_some((when, length))
    }
}

fn year(before: &str, here: &str) -> Option<(When, usize)> {
    const DIGITS: usize = 4;
    let digits = here.get(..DIGITS)?;
    let year = digits.parse::<i32>().ok()?;
    let alone = !before.ends_with(|c: char| c.is_ascii_digit());
    let is_year = alone && (1990..2100).contains(&year) && here[DIGITS..].starts_with('年');
    is_year.then(|| (When::Year(year), DIGITS + '年'.len_utf8()))
}

fn word(before: &str, here: &str) -> Option<(When, usize)> {
    let (word, when) = WORDS.iter().find(|(word, _)| here.starts_with(word))?;
    // 以上年度 is no 上年度, 以下年 no 下年.
    (!before.ends_with('以')).then_some((*when, word.len()))
}

/// 比上年, 与2022年相比, 由去年的…: what something is measured by, or where a stretch of time begins.
fn is_measure(before: &str) -> bool {
    const MEASURES: [&str; 22] = [
        "比",
        "较",
        "与",
        "同",
        "跟",
        "高于",
        "低于",
        "多于",
        "少于",
        "大于",
        "小于",
        "优于",
        "相当于",
        "不同于",
        "超",
        "超过",
        "由",
        "从",
        "自",
        "起至",
        "日至",
        "月至",
    ];
    // 合同2023年 names a year, and 于2022年支出 means in that year.
    const WORDS: [&str; 5] = ["合同", "共同", "会同", "协同", "参与"];
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    ends(&MEASURES) && !ends(&WORDS)
}

/// 上年结转 and 结转下年 are balances of this year.
fn is_balance(before: &str, behind: &str) -> bool {
    let behind = behind.trim_start_matches(['末', '底']);
    let carried = ["结转", "结余", "滚存", "使用", "继续"];
    let carries = ["结转", "结转至", "结转到", "结余", "留待", "转入", "用于"];
    carried.iter().any(|word| behind.starts_with(word))
        || carries.iter().any(|word| before.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The years of the figures of a sentence; `#` stands for a figure.
    fn years(text: &str) -> Vec<When> {
        let mut years = Years::default();
        let parts: Vec<&str> = text.split('#').collect();
        let leads = &parts[..parts.len() - 1];
        leads.iter().map(|lead| years.read(lead)).collect()
    }

    #[test]
    fn a_year_holds_until_another_is_named() {
        let (y22, y23) = (When::Year(2022), When::Year(2023));
        assert_eq!(years("2022年征缴收入#万元,工伤事故备案#起"), [y22, y22]);
        assert_eq!(
            years("2022年参保#人,2023年参保#人,备案#起"),
            [y22, y23, y23]
        );
        assert_eq!(
            years("上年#万元,本年#万元,备案#起"),
            [When::Last, When::This, When::This]
        );
        assert_eq!(years("2022年立项,当年支出#万元"), [y22]);
        assert_eq!(
            years("去年支出#万元,当年支出#万元"),
            [When::Last, When::This]
        );
        assert_eq!(years("下年拟将参保人数提高到#人"), [When::Next]);
    }

    #[test]
    fn what_a_figure_is_measured_by_is_not_its_year() {
        assert_eq!(
            years("与2022年相比,备案由#起降到#起"),
            [When::Unsaid, When::Unsaid]
        );
        assert_eq!(years("参保#人,比上年增长#,备案#起"), [When::Unsaid; 3]);
        assert_eq!(years("上年结转#万元,收入#万元"), [When::Unsaid; 2]);
        assert_eq!(years("结转下年#万元,收入#万元"), [When::Unsaid; 2]);
        assert_eq!(years("按《2022年通知》办理#件"), [When::Unsaid]);
        assert_eq!(years("高于2022年,备案#起"), [When::Unsaid]);
        assert_eq!(years("同2022年相比,备案#起"), [When::Unsaid]);
        let y22 = [When::Year(2022)];
        assert_eq!(years("设备于2022年支出#万元"), y22);
        assert_eq!(years("合同2022年支付#万元"), y22);
        assert_eq!(years("参与2022年培训#人"), y22);
    }

    #[test]
    fn brackets_close_and_lists_are_shared_out() {
        assert_eq!(years("项目(2022年立项)支出#万元"), [When::Unsaid]);
        assert_eq!(
            years("备案#起(上年#起),认定#人"),
            [When::Unsaid, When::Last, When::Unsaid]
        );
        let y = When::Year;
        assert_eq!(
            years("2021年、2022年、2023年备案分别为#起、#起、#起"),
            [y(2021), y(2022), y(2023)]
        );
        assert_eq!(years("2021年至2023年共培训#人"), [When::Several]);
        assert!(!y(2023).is_other(Some(2023)) && y(2022).is_other(Some(2023)));
        assert!(!y(2022).is_other(None) && y(2022).is_last(Some(2023)));
    }
}
