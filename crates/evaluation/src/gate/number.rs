//! Numbers in the cells of a sheet: how a person sees them, and which of them are amounts.

use super::markup::{Kind, Markup, attributes};

/// Words in the head of a column of amounts.
const AMOUNTS: &[&str] = &[
    "金额", "（元", "(元", "万元", "支出", "收入", "余额", "预算", "决算", "合计", "人数", "数量",
    "工资", "基数",
];
const LONGEST: usize = 40;

pub fn takes_amounts(head: &str) -> bool {
    AMOUNTS.iter().any(|word| head.contains(word))
}

/// Words, and few of them: they say what stands in the column below.
pub fn is_head(text: &str) -> bool {
    const LONGEST: usize = 40;
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    text.chars().any(is_han) && text.chars().count() <= LONGEST
}

/// A whole number as digits, also where the file writes `1.39E10`; everything else as it is.
pub fn shown(value: &str) -> String {
    let text = value.trim();
    whole(text).unwrap_or_else(|| text.to_owned())
}

fn whole(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<usize>().ok()?),
        None => (text, 0),
    };
    let (head, tail) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = head.bytes().chain(tail.bytes()).all(|b| b.is_ascii_digit());
    let tail = tail.trim_end_matches('0');
    if !digits || head.is_empty() || tail.len() > exponent || exponent > LONGEST {
        return None;
    }
    let zeros = "0".repeat(exponent - tail.len());
    let number = format!("{head}{tail}{zeros}");
    Some(number.trim_start_matches('0').to_owned()).filter(|number| !number.is_empty())
}

/// An ID number that lost its last digits because somebody typed it as a number: a place, a day of birth, three zeros.
pub fn is_cut_id(text: &str) -> bool {
    let number = |from: usize, to: usize| text[from..to].parse::<i16>().unwrap_or_default();
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes.iter().all(u8::is_ascii_digit) || !text.ends_with("000") {
        return false;
    }
    let province = (11..=82).contains(&number(0, 2));
    let year = (1800..=2100).contains(&number(6, 10));
    let month = i8::try_from(number(10, 12)).unwrap_or_default();
    let day = i8::try_from(number(12, 14)).unwrap_or_default();
    province && year && yiju_terms::Date::new(number(6, 10), month, day).is_ok()
}

/// For each style of the workbook, whether its number format is one of amounts.
pub fn formats(styles: &str) -> Vec<bool> {
    let mut own: Vec<(usize, bool)> = Vec::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    for token in Markup::new(styles) {
        let tag = &styles[token.start..token.end];
        match token.kind {
            Kind::Open("cellXfs") => in_cells = true,
            Kind::Close("cellXfs") => in_cells = false,
            Kind::Open("numFmt") | Kind::Empty("numFmt") => {
                let code = value(tag, "formatCode").unwrap_or_default();
                if let Some(id) = value(tag, "numFmtId").and_then(|id| id.parse().ok()) {
                    own.push((id, is_amount(code)));
                }
            }
            Kind::Open("xf") | Kind::Empty("xf") if in_cells => {
                let id = value(tag, "numFmtId").and_then(|id| id.parse().ok());
                let id: usize = id.unwrap_or(0);
                let known = own.iter().find(|(known, _)| *known == id);
                // 0 is General, 1 a whole number, 49 text; the others of the standard show decimals, thousands or days.
                let standard = id < 164 && !matches!(id, 0 | 1 | 49);
                formats.push(known.map_or(standard, |(_, amount)| *amount));
            }
            _ => {}
        }
    }
    formats
}

fn is_amount(code: &str) -> bool {
    code.contains(['.', ',', '%', '¥', '￥', '$', '元', '万'])
}

fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut all = attributes(tag).into_iter();
    all.find(|(known, _, _)| *known == name)
        .map(|(_, start, end)| &tag[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_in_any_notation() {
        // Put together here, so that nothing in the source looks like somebody's number.
        let whole = format!("139{}", "0".repeat(8));
        assert_eq!(shown("1.39E10"), whole);
        assert_eq!(shown(&format!("{whole}.0")), whole);
        assert_eq!(shown("12.5"), "12.5");
        assert_eq!(shown("1.25E1"), "1.25E1");
        assert_eq!(shown("-7"), "-7");
    }

    #[test]
    fn id_numbers_typed_as_numbers() {
        assert!(is_cut_id("431123180001010000"));
        assert!(!is_cut_id("431123180013010000"));
        assert!(!is_cut_id("431123180001010012"));
    }

    #[test]
    fn formats_of_amounts() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"#,##0\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>\
                      <xf numFmtId=\"164\"/><xf numFmtId=\"4\"/></cellXfs></styleSheet>";
        assert_eq!(formats(styles), [false, true, true]);
    }
}
