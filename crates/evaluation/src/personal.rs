//! Personal data in a text: mobile and ID numbers, bank accounts, home addresses, and the names of those who filled in a form.
//!
//! One detector for the rule that finds them, the pages that mask them and the gate that strips them, so that the
//! three never disagree. Office lines (a landline number) are allowed.

use yiju_terms::id_number::IdNumber;

use crate::report::plain;

mod figures;
mod mask;
mod squeezed;

pub use mask::{hidden, mask};
use squeezed::Squeezed;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Mobile,
    IdNumber,
    Account,
    Address,
    Name,
}

impl Kind {
    pub fn stem(self) -> &'static str {
        match self {
            Kind::Mobile => "mobile",
            Kind::IdNumber => "id_number",
            Kind::Account => "account",
            Kind::Address => "address",
            Kind::Name => "name",
        }
    }
}

/// A find: bytes of the text, and what stands there without blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub value: String,
}

/// What stands around a text and says what its numbers are: the cell at its left, and its whole row or line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    pub before: &'a str,
    pub row: &'a str,
}

/// Numbers and addresses, in their order.
pub fn numbers(text: &str, around: Around) -> Vec<Hit> {
    if !may_hold(text) {
        return Vec::new();
    }
    let plain = Squeezed::of(text);
    let named = |words: &[&str]| {
        words.iter().any(|word| {
            plain.text.contains(word) || around.before.contains(word) || around.row.contains(word)
        })
    };
    let (account, identity, phone) = (named(ACCOUNT), named(IDENTITY), named(PHONE));
    let mut hits: Vec<Hit> = Vec::new();
    // Blanks inside a number are typesetting; but they may also part two numbers. Both readings are taken.
    for (start, end) in plain.runs(false).into_iter().chain(plain.runs(true)) {
        let run = &plain.text[start..end];
        let Some(kind) = kind_of(run, account, identity) else {
            continue;
        };
        if plain.is_other(kind, start, end) || !plain.belongs_together(kind, start, end, phone) {
            continue;
        }
        hits.push(plain.hit(kind, start, end));
    }
    hits.extend(home(&plain));
    settle(hits)
}

/// As [`numbers`], and the names of those who filled in the form, where a telephone stands with them.
pub fn all(text: &str, around: Around) -> Vec<Hit> {
    let mut hits = numbers(text, around);
    let is_filler = |text: &str| {
        // Every one of these words holds it.
        if !text.contains('人') {
            return false;
        }
        let text = plain::squeezed(text);
        FILLERS.iter().any(|word| text.contains(word))
    };
    if !is_filler(text) && !is_filler(around.before) {
        return hits;
    }
    let plain = Squeezed::of(text);
    let has_phone = |text: &str| PHONE.iter().any(|word| text.contains(word));
    if has_phone(&plain.text)
        || has_phone(around.row)
        || hits.iter().any(|h| h.kind == Kind::Mobile)
    {
        hits.extend(filler_names(&plain, around.before));
    }
    settle(hits)
}

/// The shortest number has eleven digits, and an address its label: most texts are done with here.
fn may_hold(text: &str) -> bool {
    let is_digit = |c: &char| c.is_ascii_digit() || matches!(c, '０'..='９');
    text.chars().filter(is_digit).take(11).count() == 11
        || (text.contains('址') && text.contains('住') || text.contains("家庭地址"))
}

/// The text with everything in it that is personal masked; for pages that quote a report.
pub fn masked(text: &str) -> String {
    replaced(text, &numbers(text, Around::default()), |hit| {
        mask(&hit.value)
    })
}

/// The text with `word` in the place of each hit.
pub fn replaced(text: &str, hits: &[Hit], word: impl Fn(&Hit) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for hit in hits {
        out.push_str(&text[at..hit.start]);
        out.push_str(&word(hit));
        at = hit.end;
    }
    out.push_str(&text[at..]);
    out
}

const ACCOUNT: &[&str] = &["账号", "帐号", "卡号", "账户"];
const IDENTITY: &[&str] = &["身份证", "公民身份号码"];
const PHONE: &[&str] = &["电话", "手机", "联系方式"];
const HOME: &[&str] = &["家庭住址", "家庭地址", "现住址", "住址"];
/// Longer ones first.
const FILLERS: &[&str] = &["填表人", "填报人", "制表人", "联系人", "经办人"];
/// Words that may follow a name without a mark between them.
const AFTER_NAME: &[&str] = &[
    "联系", "电话", "手机", "填报", "填表", "日期", "时间", "审核", "单位", "负责", "签", "年",
    "部门", "职务",
];

fn kind_of(run: &str, account: bool, identity: bool) -> Option<Kind> {
    let run: String = run.chars().filter(|c| *c != '-').collect();
    if is_mobile(&run) || run.strip_prefix("86").is_some_and(is_mobile) {
        return Some(Kind::Mobile);
    }
    if IdNumber::parse(&run).is_ok() || (identity && matches!(run.len(), 15 | 18)) {
        return Some(Kind::IdNumber);
    }
    is_account(&run, account).then_some(Kind::Account)
}

fn is_mobile(run: &str) -> bool {
    let bytes = run.as_bytes();
    bytes.len() == 11
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
        && bytes.iter().all(u8::is_ascii_digit)
}

/// A card begins with 62; another number is an account only beside the word.
fn is_account(run: &str, named: bool) -> bool {
    let digits = run.bytes().all(|byte| byte.is_ascii_digit());
    let card = (16..=19).contains(&run.len()) && run.starts_with("62");
    digits && (card || (named && (12..=22).contains(&run.len())))
}

/// What follows 家庭住址, when a house number is in it.
fn home(plain: &Squeezed) -> Option<Hit> {
    let text = plain.text.as_str();
    let after = HOME
        .iter()
        .find_map(|label| text.find(label).map(|at| at + label.len()))?;
    let tail = text[after..].trim_start_matches([':', '为']);
    let start = text.len() - tail.len();
    let length = tail.find([',', '。', ';']).unwrap_or(tail.len());
    let address = &tail[..length];
    let numbered = address.contains(['号', '栋', '室', '组']) && address.chars().count() >= 5;
    // One that is masked already is nobody's.
    let numbered = numbered && !address.contains('*');
    numbered.then(|| plain.hit(Kind::Address, start, start + length))
}

/// `填表人:张三`, or `张三` in the cell after 填表人.
fn filler_names(plain: &Squeezed, before: &str) -> Vec<Hit> {
    let text = plain.text.as_str();
    let mut hits = Vec::new();
    let before = plain::squeezed(before);
    let label = without_brackets(before.trim_end_matches(':'));
    if FILLERS.iter().any(|word| label.ends_with(word))
        && let Some(length) = name_at(text)
        && length == text.len()
    {
        hits.push(plain.hit(Kind::Name, 0, length));
    }
    for filler in FILLERS {
        for (at, _) in text.match_indices(filler) {
            let tail = &text[at + filler.len()..];
            let tail = match tail.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
                Some((_, rest)) => rest,
                None => tail,
            };
            let Some(tail) = tail.strip_prefix(':') else {
                continue;
            };
            if let Some(length) = name_at(tail) {
                let start = text.len() - tail.len();
                hits.push(plain.hit(Kind::Name, start, start + length));
            }
        }
    }
    hits
}

fn without_brackets(label: &str) -> &str {
    match label.rfind('(') {
        Some(open) if label.ends_with(')') => &label[..open],
        _ => label,
    }
}

/// The bytes of two to four Han characters that end at a mark, at the end or before a label.
fn name_at(text: &str) -> Option<usize> {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·';
    let han = text.find(|c| !is_han(c)).unwrap_or(text.len());
    let label = AFTER_NAME
        .iter()
        .filter_map(|word| text[..han].find(word))
        .min();
    let length = label.unwrap_or(han);
    (2..=4)
        .contains(&text[..length].chars().count())
        .then_some(length)
}

/// In order, the longer of two that overlap.
fn settle(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.start, usize::MAX - hit.end));
    let mut settled: Vec<Hit> = Vec::new();
    for hit in hits {
        if settled.last().is_none_or(|last| last.end <= hit.start) {
            settled.push(hit);
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        numbers(text, Around::default())
            .into_iter()
            .map(|hit| hit.value)
            .collect()
    }

    fn mobile() -> String {
        format!("139{:08}", 0)
    }

    #[test]
    fn mobiles_and_office_lines() {
        let mobile = mobile();
        assert_eq!(values(&format!("电话:{mobile}")), [mobile.clone()]);
        assert!(values("07467721234").is_empty());
        assert!(values("0746-7721234").is_empty());
        assert!(values(&format!("{mobile}2")).is_empty());
        assert_eq!(mask(&mobile), "139******00");
        assert!(values(&mask(&mobile)).is_empty());
    }

    #[test]
    fn numbers_in_any_dress() {
        let mobile = mobile();
        assert_eq!(values("１３９ 0000 0000"), [mobile.clone()]);
        assert_eq!(values("139-0000-0000"), ["139-0000-0000"]);
        assert_eq!(values(&format!("邮编425200 {mobile}")), [mobile.clone()]);
        assert_eq!(values(&format!("+86{mobile}")), [format!("86{mobile}")]);
        assert_eq!(values(&format!("139\u{200b}{:08}", 0)), [mobile.clone()]);
        assert!(values("2024-01-02至2024-03-04").is_empty());
    }

    #[test]
    fn figures_and_other_numbers_stay() {
        let mobile = mobile();
        for text in [
            format!("支出{mobile}元"),
            format!("{mobile}.00"),
            format!("0.{mobile}"),
            format!("文号：{mobile}"),
            format!("第{mobile}号"),
            "1390000\n0000".to_owned(),
            "1800000 1200".to_owned(),
            "统一社会信用代码 91350100M000100Y43，账户".to_owned(),
            format!("账户余额{}元", "1".repeat(13)),
        ] {
            assert!(values(&text).is_empty(), "{text}");
        }
        // An organization's code of digits alone, beside the word for an account.
        let first = "124311230000".to_owned() + "00000";
        let check = yiju_terms::credit_code::check_character(&first).unwrap();
        assert!(values(&format!("账户 {first}{check}")).is_empty());
        assert_eq!(values("手机 1390000\n0000"), [mobile.clone()]);
        assert_eq!(values("1 3 9 0 0 0 0 0 0 0 0"), [mobile]);
    }

    #[test]
    fn accounts_need_the_word_or_a_card() {
        let account = "4300".repeat(4);
        assert!(values(&account).is_empty());
        assert_eq!(values(&format!("账号：{account}")), [account.clone()]);
        let around = Around {
            before: "账号",
            row: "",
        };
        assert_eq!(numbers(&account, around)[0].kind, Kind::Account);
    }

    #[test]
    fn fillers_lose_their_names_where_a_telephone_stands() {
        let names = |text: &str, before: &str, row: &str| -> Vec<String> {
            all(text, Around { before, row })
                .into_iter()
                .filter(|hit| hit.kind == Kind::Name)
                .map(|hit| hit.value)
                .collect()
        };
        let line = "填表人（签名）：甲 乙  填报日期：2024年4月  联系电话：0746-7721234";
        assert_eq!(names(line, "", ""), ["甲乙"]);
        assert_eq!(
            names("甲乙丙", "填表人：", "填表人：甲乙丙联系电话"),
            ["甲乙丙"]
        );
        assert!(
            names("填表人：甲乙", "", "").is_empty(),
            "no telephone with it"
        );
        assert!(names("联系人：  联系电话：", "", "").is_empty());
    }

    #[test]
    fn spans_are_those_of_the_original() {
        let text = "电话　１３９ 0000 0000。";
        let hits = numbers(text, Around::default());
        assert_eq!(&text[hits[0].start..hits[0].end], "１３９ 0000 0000");
        assert_eq!(masked(text), "电话　139******00。");
    }
}
