//! Figures inside sentences: each number with its unit, the words before it, and the sentence around it.

use super::number::Decimal;
use super::value::{Place, number_span, to_base};
use super::when::{When, Years};
use super::{chinese, plain};

/// A paragraph or a long text of a form.
#[derive(Clone, Debug)]
pub struct Passage {
    pub text: String,
    pub place: Place,
    /// Before the first attachment.
    pub in_body: bool,
    /// The text without blanks and in half-width signs.
    pub squeezed: String,
    /// Read once: many rules ask.
    sentences: Vec<String>,
    mentions: Vec<Mention>,
    /// Each sentence without blanks and quotation marks and with its numbers in plain digits, where it holds any.
    plain: Vec<String>,
    /// Whether each sentence goes on behind a semicolon: its subject may stand in the one before.
    joined: Vec<bool>,
    /// Numbers beyond the bounds: nothing was compared with them.
    left_out: usize,
}

/// A number in a sentence.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The words between the mark (or number) before and this number, without 其中 and without quotation marks.
    pub label: String,
    /// The words before the number begin with 其中.
    pub opens_detail: bool,
    pub number: Decimal,
    pub unit: String,
    /// Sentences are counted within the passage.
    pub sentence: usize,
    /// The list that this number stands in ends with 等: it is open.
    pub open_list: bool,
    /// The year that the sentence tells it of.
    pub when: When,
}

impl Mention {
    pub fn is_money(&self) -> bool {
        matches!(self.unit.as_str(), "万元" | "元" | "亿元")
    }

    /// As it is written: `82.58万元`.
    pub fn shown(&self) -> String {
        format!("{}{}", self.number, self.unit)
    }

    pub fn base(&self) -> (Decimal, String) {
        to_base(self.number, &self.unit)
    }
}

/// Longer ones first: `万人次` is not `万人`.
const UNITS: [&str; 65] = [
    "亿元",
    "万元",
    "万人次",
    "万人",
    "万户",
    "万册次",
    "万册",
    "万件",
    "万亩",
    "万页",
    "人次",
    "册次",
    "个人",
    "个百分点",
    "元",
    "人",
    "名",
    "户",
    "起",
    "件",
    "册",
    "批次",
    "批",
    "座",
    "盏",
    "公里",
    "亩",
    "吨",
    "次",
    "%",
    "‰",
    "份",
    "家",
    "分",
    "期",
    "场",
    "台",
    "套",
    "所",
    "辆",
    "间",
    "条",
    "篇",
    "公顷",
    "宗",
    "平方米",
    "立方米",
    "公斤",
    "学时",
    "课时",
    "株",
    "只",
    "头",
    "羽",
    "棵",
    "处",
    "块",
    "支",
    "组",
    "位",
    "口",
    "眼",
    "栋",
    "米",
    "个",
];
/// Numbers of one sentence. What holds more is a list that lost its table, and rules that compare each with each would
/// not end.
const NUMBERS_MAX: usize = 200;
/// Numbers of one paragraph, for the same reason.
const PASSAGE_MAX: usize = 1_000;
const STOPS: [char; 14] = [
    ',', '。', ';', '、', ':', '(', ')', '，', '；', '（', '）', '!', '：', '?',
];

impl Passage {
    pub fn new(text: String, place: Place, in_body: bool) -> Passage {
        let half = plain::half_width(&text);
        let pieces: Vec<&str> = half.split_inclusive(['。', ';', '\n']).collect();
        let goes_on = |index: usize| index > 0 && pieces[index - 1].ends_with(';');
        let joined: Vec<bool> = (0..pieces.len()).map(goes_on).collect();
        let sentences: Vec<String> = half
            .split(['。', ';', '\n'])
            .map(|sentence| sentence.trim().to_owned())
            .collect();
        let (mut mentions, mut left_out) = (Vec::new(), 0);
        for (index, sentence) in sentences.iter().enumerate() {
            let most = NUMBERS_MAX.min(PASSAGE_MAX - mentions.len());
            let (found, more) = mentions_of(sentence, index, most);
            mentions.extend(found);
            left_out += more;
        }
        let mut plain = vec![String::new(); sentences.len()];
        for mention in &mentions {
            let sentence = &mut plain[mention.sentence];
            if sentence.is_empty() {
                let text = plain::squeezed(&sentences[mention.sentence]);
                *sentence = without_groups(&chinese::in_digits(&text));
                sentence.retain(|c| !"\"“”‘’《》".contains(c));
            }
        }
        Passage {
            squeezed: plain::squeezed(&text),
            text,
            place,
            in_body,
            sentences,
            mentions,
            plain,
            joined,
            left_out,
        }
    }

    /// How many numbers were not looked at, because the passage holds too many of them.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The sentence of a mention without blanks and quotation marks.
    pub fn plain_sentence(&self, mention: &Mention) -> &str {
        &self.plain[mention.sentence]
    }

    /// The figures before one, in its sentence and in those that go on to it behind semicolons.
    pub fn before(&self, mention: &Mention) -> &[Mention] {
        let mut first = mention.sentence;
        while self.joined.get(first).copied().unwrap_or(false) {
            first -= 1;
        }
        let all = &self.mentions;
        let from = all.partition_point(|other| other.sentence < first);
        let here = all.iter().position(|other| std::ptr::eq(other, mention));
        &all[from..here.unwrap_or(from)]
    }

    pub fn sentences(&self) -> &[String] {
        &self.sentences
    }

    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }
}

/// `21,336` becomes `21336`: its comma ends no clause.
fn without_groups(text: &str) -> String {
    const GROUP: usize = 3;
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let digits = || {
            let behind = text[at + c.len_utf8()..].chars();
            behind
                .take(GROUP + 1)
                .take_while(char::is_ascii_digit)
                .count()
        };
        let within = c == ',' && digits() == GROUP && out.ends_with(|c: char| c.is_ascii_digit());
        if !within {
            out.push(c);
        }
    }
    out
}

/// At most so many numbers of a sentence, and how many more there are.
fn mentions_of(sentence: &str, index: usize, most: usize) -> (Vec<Mention>, usize) {
    // 出国（境） is one word; other brackets end a phrase.
    let text = chinese::in_digits(&plain::squeezed(sentence).replace("(境)", ""));
    let open_list = is_open(&text);
    let (mut mentions, mut years) = (Vec::new(), Years::default());
    // The words before a number begin after the number before it; a year belongs to the words.
    let (mut words_from, mut at) = (0, 0);
    while let Some((start, end)) = number_span(&text[at..]).filter(|_| mentions.len() < most) {
        let (start, end) = (at + start, at + end);
        let tail = &text[end..];
        if is_year(&text[start..end], tail) {
            at = end;
            continue;
        }
        let unit = unit_at(tail);
        let lead = &text[words_from..start];
        let when = years.read(lead);
        at = end + unit.map_or(0, str::len);
        words_from = at;
        let Some(number) = Decimal::parse(&text[start..end]) else {
            continue;
        };
        let phrase = lead.rsplit(STOPS).next().unwrap_or(lead);
        // `1．年末参保…`: the mark behind an item's number is no word.
        let words: String = phrase
            .trim_start_matches('.')
            .chars()
            .filter(|c| !"\"“”‘’《》".contains(*c))
            .collect();
        mentions.push(Mention {
            opens_detail: words.starts_with("其中") || lead.contains("其中"),
            label: without_copula(words.trim_start_matches("其中")).to_owned(),
            number,
            unit: match unit {
                Some("名" | "个人") => "人".to_owned(),
                Some(unit) => unit.to_owned(),
                None => String::new(),
            },
            sentence: index,
            open_list,
            when,
        });
    }
    (mentions, numbers_in(&text[at..]))
}

/// 执行率为 and 执行率达到 are the words 执行率: rules look at how they end.
fn without_copula(words: &str) -> &str {
    const COPULAS: [&str; 6] = ["达到", "了", "为", "是", "达", "仅"];
    let mut rest = words;
    while let Some(shorter) = COPULAS.iter().find_map(|copula| rest.strip_suffix(copula)) {
        rest = shorter;
    }
    rest
}

fn numbers_in(mut text: &str) -> usize {
    let mut count = 0;
    while let Some((_, end)) = number_span(text) {
        text = &text[end..];
        count += 1;
    }
    count
}

fn is_year(number: &str, tail: &str) -> bool {
    let year = number
        .parse::<i32>()
        .is_ok_and(|year| (1990..2100).contains(&year));
    year && tail.starts_with('年')
}

fn unit_at(tail: &str) -> Option<&'static str> {
    let unit = UNITS.iter().find(|unit| tail.starts_with(**unit))?;
    // 3个工作日 and 2个月 are times, 5分钟 too.
    let rest = &tail[unit.len()..];
    let time = (*unit == "个" && rest.starts_with(['工', '月', '季', '小']))
        || (*unit == "分" && rest.starts_with(['钟', '之', '馆', '院', '局', '公']));
    (!time).then_some(*unit)
}

/// `…、红茶30%等` leaves the list open; 等级 and 等次 do not.
fn is_open(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, tail)) = rest.split_once('等') {
        if !tail.starts_with(['级', '次', '于', '待', '同', '为', '额', '效']) {
            return true;
        }
        rest = tail;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions(text: &str) -> Vec<(String, String)> {
        let passage = Passage::new(text.to_owned(), Place::default(), true);
        let pair = |mention: &Mention| (mention.label.clone(), mention.shown());
        passage.mentions().iter().map(pair).collect()
    }

    #[test]
    fn numbers_keep_their_words() {
        let found = mentions(
            "参保单位533户，参保人数17,320人,扩面完成率111%。“三公经费”支出1.02万元，其中接待费1.02万元。",
        );
        let expected = [
            ("参保单位", "533户"),
            ("参保人数", "17320人"),
            ("扩面完成率", "111%"),
            ("三公经费支出", "1.02万元"),
            ("接待费", "1.02万元"),
        ];
        let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn words_lose_what_only_joins_them_to_the_number() {
        let found = mentions("预算执行率达到98.3%，比上年增长了2%，支出为3万元。");
        let labels: Vec<&str> = found.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, ["预算执行率", "比上年增长", "支出"]);
    }

    #[test]
    fn numbers_of_a_plain_sentence_are_in_digits() {
        assert_eq!(
            without_groups("参保21,336人,1,234,567元"),
            "参保21336人,1234567元"
        );
        let text = "参保人数二万三千人，任务21,000人。".to_owned();
        let passage = Passage::new(text, Place::default(), true);
        let plain = passage.plain_sentence(&passage.mentions()[0]);
        assert_eq!(plain, "参保人数23000人,任务21000人");
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let passage = |text: String| Passage::new(text, Place::default(), true);
        let long = passage("参保1人，".repeat(250));
        assert_eq!((long.mentions().len(), long.left_out()), (200, 50));
        let many = passage("参保1人。".repeat(1_250));
        assert_eq!((many.mentions().len(), many.left_out()), (1_000, 250));
        assert_eq!(passage("参保1人。".repeat(9)).left_out(), 0);
    }

    #[test]
    fn years_are_words_and_times_are_no_counts() {
        let found = mentions("2022年印刷费50万元，3个工作日内办结，评价等级为优的项目10个。");
        let shown: Vec<&str> = found.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(shown[0], "2022年印刷费");
        assert_eq!(found[1].1, "3");
        assert_eq!(
            found[2],
            ("评价等级为优的项目".to_owned(), "10个".to_owned())
        );
        assert!(!is_open("评价等级为优"));
        assert!(is_open("绿茶、红茶等"));
    }
}
