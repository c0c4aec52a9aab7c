//! Figures inside sentences: each number with its unit, the words before it, and the sentence around it.

use super::number::Decimal;
use super::plain;
use super::value::{Place, number_span, to_base};

/// A paragraph or a long text of a form.
#[derive(Clone, Debug)]
pub struct Passage {
    pub text: String,
    pub place: Place,
    /// Before the first attachment.
    pub in_body: bool,
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

const UNITS: [&str; 22] = [
    "亿元",
    "万元",
    "万人次",
    "万人",
    "万户",
    "人次",
    "个人",
    "个百分点",
    "元",
    "人",
    "名",
    "户",
    "起",
    "件",
    "次",
    "%",
    "‰",
    "份",
    "家",
    "分",
    "期",
    "场",
];
const STOPS: [char; 14] = [
    ',', '。', ';', '、', ':', '(', ')', '，', '；', '（', '）', '!', '：', '?',
];

impl Passage {
    pub fn sentences(&self) -> Vec<String> {
        plain::half_width(&self.text)
            .split(['。', ';', '\n'])
            .map(|sentence| sentence.trim().to_owned())
            .collect()
    }

    pub fn mentions(&self) -> Vec<Mention> {
        self.sentences()
            .iter()
            .enumerate()
            .flat_map(|(index, sentence)| mentions_of(sentence, index))
            .collect()
    }
}

fn mentions_of(sentence: &str, index: usize) -> Vec<Mention> {
    let text = plain::squeezed(sentence);
    let open_list = text.contains('等');
    let mut mentions = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = number_span(&text[at..]) {
        let (start, end) = (at + start, at + end);
        let tail = &text[end..];
        let unit = UNITS.iter().find(|unit| tail.starts_with(**unit));
        let lead = &text[at..start];
        at = end + unit.map_or(0, |unit| unit.len());
        let Some(number) = Decimal::parse(&text[start..end]) else {
            continue;
        };
        let phrase = lead.rsplit(STOPS).next().unwrap_or(lead);
        let words: String = phrase
            .chars()
            .filter(|c| !"\"“”‘’《》".contains(*c))
            .collect();
        mentions.push(Mention {
            opens_detail: words.starts_with("其中") || lead.contains("其中"),
            label: words.trim_start_matches("其中").to_owned(),
            number,
            unit: match unit.copied() {
                Some("名" | "个人") => "人".to_owned(),
                Some(unit) => unit.to_owned(),
                None => String::new(),
            },
            sentence: index,
            open_list,
        });
    }
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions(text: &str) -> Vec<(String, String)> {
        let passage = Passage {
            text: text.to_owned(),
            place: Place::default(),
            in_body: true,
        };
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
}
