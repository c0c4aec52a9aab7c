//! How values are written on pages: money with separators, days, masked names. Charts and tiles share these.

use maud::{Markup, html};
use yiju_terms::id_number::IdNumber;
use yiju_terms::{Lang, Money, Rate};

/// Yuan with thousands separators: `1,234,567.89`.
pub fn yuan(fen: i64) -> String {
    let plain = Money::from_fen(fen).to_string();
    let (sign, digits) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "00"));
    format!("{sign}{}.{decimals}", grouped(whole))
}

/// A count with thousands separators.
pub fn count(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&number.unsigned_abs().to_string()))
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A rate in percent with its sign: `0.45%`.
pub fn percent(ppm: i64) -> String {
    format!("{}%", Rate::from_ppm(ppm))
}

/// A share in percent with two decimals, rounded half up: `97.98%`.
pub fn share(ppm: i64) -> String {
    let hundredths = yiju_terms::exact::div_half_up(i128::from(ppm), 100);
    let sign = if hundredths < 0 { "-" } else { "" };
    let hundredths = hundredths.abs();
    format!("{sign}{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The family name, then a star for each further character: `王**`. Names of injured people are never shown whole.
pub fn masked_name(name: &str) -> String {
    let mut chars = name.trim().chars();
    match chars.next() {
        None => String::new(),
        Some(first) => {
            let rest = chars.count().clamp(1, 2);
            format!("{first}{}", "*".repeat(rest))
        }
    }
}

/// An ID number with its middle covered; what is no ID number is covered whole.
pub fn masked_number(number: &str) -> String {
    IdNumber::parse(number).map_or_else(|_| "****".to_owned(), |id| id.masked())
}

/// `2023年5月` or `2023-05`; a year alone `2023年`. What is neither stays as it is.
pub fn month(lang: Lang, text: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match (lang, text.split_once('-')) {
        (Lang::Zh, Some((year, month))) if is_number(year) && is_number(month) => {
            format!("{year}年{}月", month.trim_start_matches('0'))
        }
        (Lang::Zh, None) if text.len() == 4 && is_number(text) => format!("{text}年"),
        _ => text.to_owned(),
    }
}

/// A money cell: negative amounts in red ink, zero as a dash.
pub fn money_cell(fen: i64) -> Markup {
    html! {
        td.amount.red[fen < 0] { @if fen == 0 { "—" } @else { (yuan(fen)) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_amounts() {
        assert_eq!(yuan(361_000_000), "3,610,000.00");
        assert_eq!(yuan(-123_456), "-1,234.56");
        assert_eq!(yuan(99), "0.99");
        assert_eq!(count(17_320), "17,320");
        assert_eq!(count(533), "533");
        assert_eq!(percent(4_480), "0.448%");
        assert_eq!(share(979_798), "97.98%");
        assert_eq!(share(1_000_000), "100.00%");
        assert_eq!(share(-5_050), "-0.51%");
    }

    #[test]
    fn covers_names_and_numbers() {
        assert_eq!(masked_name("王小明"), "王**");
        assert_eq!(masked_name("李四"), "李*");
        assert_eq!(masked_name("阿卜杜拉·买买提"), "阿**");
        assert_eq!(masked_name("张"), "张*");
        assert_eq!(masked_number("431123180001010019"), "431123********0019");
        assert_eq!(masked_number("43112318000101001"), "****");
    }

    #[test]
    fn writes_months() {
        assert_eq!(month(Lang::Zh, "2023-05"), "2023年5月");
        assert_eq!(month(Lang::Zh, "2023"), "2023年");
        assert_eq!(month(Lang::Zh, "伤残津贴"), "伤残津贴");
        assert_eq!(month(Lang::En, "2023-05"), "2023-05");
    }
}
