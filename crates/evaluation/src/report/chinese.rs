//! Numbers written in Chinese: `十二次`, `八百二十人`, `百分之九十五`, `捌万贰仟元`.

use super::number::Decimal;

/// Only with one of these behind is it a count: 一流 and 三公 are words. Longer ones first.
const COUNTED: [&str; 18] = [
    "人次", "个人", "批次", "册次", "人", "名", "次", "个", "起", "期", "场", "份", "家", "户",
    "件", "项", "元", "分",
];
/// What a bare 十 may count in a sentence: 十个 and 十项 are often words.
const TEN_COUNTED: [&str; 6] = ["人", "名", "起", "期", "场", "户"];
/// Words behind which a single sign is a count: 核定编制八名.
const BEFORE_ONE: [&str; 4] = ["编制", "在职人员", "在编人员", "得分"];

/// A cell that holds nothing else: the number and its unit.
pub fn count(text: &str) -> Option<(Decimal, &str)> {
    for (head, unit) in [("百分之", "%"), ("千分之", "‰")] {
        if let Some(number) = text.strip_prefix(head) {
            return Some((Decimal::whole(part(number)?), unit));
        }
    }
    let unit = COUNTED.iter().find(|unit| text.ends_with(**unit))?;
    let number = whole(text.strip_suffix(unit)?)?;
    Some((Decimal::whole(number), unit))
}

/// A sentence with such numbers in digits, where they are of two signs at least and stand before a unit; `第二十次` counts
/// nothing.
pub fn in_digits(text: &str) -> String {
    const SIGNS_MAX: usize = 16;
    let long = ['十', '百', '千', '佰', '仟', '拾', '万', '亿'];
    if !text.contains(long) && !BEFORE_ONE.iter().any(|word| text.contains(word)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let share = [("百分之", "%"), ("千分之", "‰")];
        let share = share.iter().find(|(head, _)| rest.starts_with(head));
        let (body, unit) = share.map_or((rest, ""), |(head, unit)| (&rest[head.len()..], *unit));
        let signs = body.chars().take_while(|c| sign(*c).is_some()).count();
        let bytes: usize = body.chars().take(signs).map(char::len_utf8).sum();
        let (number, tail) = body.split_at(bytes);
        let is_counted = share.is_some() || counts(&out, number, signs, tail);
        let is_number = is_counted && (1..=SIGNS_MAX).contains(&signs);
        let value = if share.is_some() {
            part(number)
        } else {
            whole(number)
        };
        match value.filter(|_| is_number && !is_vague(&out, number)) {
            Some(value) => {
                out.push_str(&value.to_string());
                out.push_str(unit);
                rest = tail;
            }
            None => {
                // Not to begin within what was no number as a whole.
                let step = if signs > 0 {
                    rest.len() - tail.len()
                } else {
                    first.len_utf8()
                };
                out.push_str(&rest[..step]);
                rest = &rest[step..];
            }
        }
    }
    out
}

/// Whether signs before these words are a count and not a word.
fn counts(before: &str, number: &str, signs: usize, tail: &str) -> bool {
    let stands = |units: &[&str]| units.iter().any(|unit| tail.starts_with(unit));
    let time = [
        "分钟", "分之", "分馆", "分院", "分局", "分公", "分管", "分别",
    ];
    if tail.starts_with('分') && stands(&time) {
        return false;
    }
    let ten = number == "十" && stands(&TEN_COUNTED) && !before.ends_with('前');
    let one = signs == 1 && stands(&COUNTED) && !number.starts_with(['万', '亿', '百', '千']);
    signs >= 2 && stands(&COUNTED)
        || ten
        || one && BEFORE_ONE.iter().any(|word| before.ends_with(word))
}

/// 第十次 and 约六十人 are no figures; 数十人 is some tens, and 参保人数一万八千人 is not.
fn is_vague(before: &str, number: &str) -> bool {
    let by_place = number.starts_with(['十', '百', '千', '万', '拾', '佰', '仟']);
    before.ends_with(['第', '约', '几']) || by_place && before.ends_with('数')
}

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Digit(i128),
    /// Within four places: 十, 百, 千.
    Place(i128),
    /// 万, 亿.
    Myriad(i128),
}

fn sign(c: char) -> Option<Sign> {
    const DIGITS: [&str; 2] = ["零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"];
    let of = |digits: &str| digits.chars().position(|digit| digit == c);
    if let Some(digit) = DIGITS.iter().find_map(|digits| of(digits)) {
        return Some(Sign::Digit(digit as i128));
    }
    match c {
        '〇' => Some(Sign::Digit(0)),
        '两' => Some(Sign::Digit(2)),
        '十' | '拾' => Some(Sign::Place(10)),
        '百' | '佰' => Some(Sign::Place(100)),
        '千' | '仟' => Some(Sign::Place(1_000)),
        '万' => Some(Sign::Myriad(10_000)),
        '亿' => Some(Sign::Myriad(100_000_000)),
        _ => None,
    }
}

/// After 百分之: 百 is a hundred of it.
fn part(text: &str) -> Option<i128> {
    if text == "百" {
        Some(100)
    } else {
        whole(text)
    }
}

/// The value of a number written out; none for what is no proper number: `三五`, `十百`.
fn whole(text: &str) -> Option<i128> {
    let (mut total, mut part, mut digit) = (0_i128, 0_i128, None::<i128>);
    let (mut place_before, mut myriad_before) = (i128::MAX, i128::MAX);
    for (index, c) in text.chars().enumerate() {
        match sign(c)? {
            Sign::Digit(0) if index > 0 && digit.is_none() => {}
            Sign::Digit(value) if digit.is_none() => digit = Some(value),
            Sign::Place(place) if place < place_before => {
                // 十二 is 一十二; a bare 百 or 千 is no number.
                let times = digit.take().or((index == 0 && place == 10).then_some(1))?;
                part += times * place;
                place_before = place;
            }
            Sign::Myriad(myriad) if myriad < myriad_before && index > 0 => {
                total += (part + digit.take().unwrap_or(0)) * myriad;
                (part, place_before, myriad_before) = (0, i128::MAX, myriad);
            }
            _ => return None,
        }
    }
    let is_any = !text.is_empty();
    is_any.then(|| total + part + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_written_out() {
        for (text, value) in [
            ("三", 3),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("八百二十", 820),
            ("一千零五", 1_005),
            ("两万三千", 23_000),
            ("捌万贰仟", 82_000),
            ("一亿零三万", 100_030_000),
        ] {
            assert_eq!(whole(text), Some(value), "{text}");
        }
        for text in ["", "三五", "十百", "百", "万", "上千", "一二三"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn cells_and_sentences() {
        assert_eq!(count("百分之九十五"), Some((Decimal::whole(95), "%")));
        assert_eq!(count("捌万贰仟元"), Some((Decimal::whole(82_000), "元")));
        assert_eq!(count("百分之百"), Some((Decimal::whole(100), "%")));
        assert_eq!(count("三公"), None);
        assert_eq!(
            in_digits(
                "培训八百二十人，满意率百分之九十五，第二十三次会议，十九大，三人、二十四小时"
            ),
            "培训820人，满意率95%，第二十三次会议，十九大，三人、二十四小时"
        );
        assert_eq!(in_digits("上百人、千方百计"), "上百人、千方百计");
        assert_eq!(
            in_digits(
                "参保人数一万八千人，得分九十五分，核定编制十名，在编人员八人，全年预算贰万元"
            ),
            "参保人数18000人，得分95分，核定编制10名，在编人员8人，全年预算20000元"
        );
        for words in [
            "数十人参加，第十名，前十名，十分重视，万人参加，几万人，二十分钟，三分之一",
            "一万余人，十项规定，82.58万元，三人，一人一档，百分点",
        ] {
            assert_eq!(in_digits(words), words);
        }
    }
}
