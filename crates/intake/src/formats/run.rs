//! An evaluation table that a web page ran together into one line, without any mark between its cells. Only the known
//! labels and the shape of the numbers can part it: where they leave a doubt, the line stays a line.

use crate::document::{Cell, Row, Table};

const CLASSES: &[&str] = &["成本指标", "产出指标", "效益指标", "满意度指标"];
const GROUPS: &[&str] = &[
    "数量指标",
    "质量指标",
    "时效指标",
    "经济成本指标",
    "社会成本指标",
    "生态环境成本指标",
    "成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
];
const HEADS: [&[&str]; 7] = [
    &["一级指标"],
    &["二级指标"],
    &["三级指标", "指标名称"],
    &["年度指标值", "年初目标值", "指标值", "目标值"],
    &["实际完成值", "全年完成值", "完成值"],
    &["分值", "权重"],
    &["自评得分", "得分"],
];
const TOTALS: &[&str] = &["总分", "合计"];
const SIGNS: &[char] = &['≥', '≤', '＞', '＜', '>', '<', '=', '＝', '》', '《'];
/// A longer line is a chapter and no table.
const BYTES_MAX: usize = 20_000;

/// The table in a line, when every piece of it falls into its place, and what stands before it.
pub fn table(text: &str, line: Option<usize>) -> Option<(String, Table)> {
    let at = text.find(HEADS[0][0]).filter(|_| text.len() <= BYTES_MAX)?;
    let mut rest = &text[at..];
    let mut heads = Vec::new();
    for names in HEADS {
        let name = names.iter().find(|name| rest.starts_with(**name))?;
        heads.push((*name).to_owned());
        rest = &rest[name.len()..];
    }
    let mut rows = vec![row(&heads, line)];
    while !rest.is_empty() {
        let (cells, after) = match total(rest) {
            Some(total) => total,
            None => indicator(rest, rows.len() == 1)?,
        };
        rows.push(row(&cells, line));
        rest = after;
    }
    (rows.len() > 2).then(|| (text[..at].trim().to_owned(), Table { rows }))
}

fn row(cells: &[String], line: Option<usize>) -> Row {
    let cell = |(column, text): (usize, &String)| Cell {
        line,
        ..Cell::new(text.clone(), column)
    };
    Row {
        cells: cells.iter().enumerate().map(cell).collect(),
    }
}

/// `总分10099.3`, at the very end.
fn total(text: &str) -> Option<(Vec<String>, &str)> {
    let name = TOTALS.iter().find(|name| text.starts_with(**name))?;
    let (points, score) = pair(&text[name.len()..])?;
    let mut cells = vec![(*name).to_owned()];
    cells.extend(std::iter::repeat_n(String::new(), 4));
    cells.extend([points, score]);
    Some((cells, ""))
}

/// `数量指标参保人数≥100人120人5050` and the text after it.
fn indicator(text: &str, is_first: bool) -> Option<(Vec<String>, &str)> {
    let (class, rest) = label(text, CLASSES);
    // 成本指标 is a class over another label, and a group of its own without one.
    let (class, rest) = match label(rest, GROUPS) {
        ("", _) if class == "成本指标" => ("", text),
        _ => (class, rest),
    };
    let (group, rest) = label(rest, GROUPS);
    if class.is_empty() && group.is_empty() && (is_first || rest.starts_with(char::is_numeric)) {
        return None;
    }
    let begins = |c: char| c.is_ascii_digit() || SIGNS.contains(&c);
    let (name, rest) = rest.split_at(rest.find(begins)?);
    // A name that holds a sentence swallowed the reason of the row above.
    if name.trim().is_empty() || name.contains(['，', '。', '；', '：']) {
        return None;
    }
    let (target, rest) = value(rest)?;
    let (actual, rest) = value(rest)?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    let (points, score) = pair(&rest[..end])?;
    let texts = [class, group, name, target, actual, &points, &score];
    let cells = texts.iter().map(|text| (*text).trim().to_owned());
    Some((cells.collect(), &rest[end..]))
}

fn label<'a>(text: &'a str, known: &[&str]) -> (&'a str, &'a str) {
    let found = known.iter().filter(|label| text.starts_with(**label));
    let length = found.map(|label| label.len()).max().unwrap_or(0);
    let (label, rest) = text.split_at(length);
    // `产出指标（50分）`: the points belong to the label.
    let is_open = length > 0 && rest.starts_with(['（', '(']);
    let close = rest.find(['）', ')']).filter(|_| is_open);
    match close.and_then(|at| rest[..at].strip_suffix('分').map(|_| at)) {
        Some(at) => {
            let end = at + rest[at..].chars().next().map_or(0, char::len_utf8);
            text.split_at(label.len() + end)
        }
        None => (label, rest),
    }
}

/// A number with its unit, which ends it: `≥96.5%`, `120人`. Without a unit nobody can tell where it ends.
fn value(text: &str) -> Option<(&str, &str)> {
    const UNIT_MAX: usize = 5;
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    text[..digits]
        .chars()
        .all(|c| SIGNS.contains(&c))
        .then_some(())?;
    let after =
        digits + text[digits..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let unit = text[after..].find(|c: char| c.is_ascii_digit() || SIGNS.contains(&c))?;
    let letters = text[after..after + unit].chars().count();
    (letters <= UNIT_MAX && unit > 0).then(|| text.split_at(after + unit))
}

/// Points and score written as one number: the only way to part them in which the score stays within the points.
fn pair(text: &str) -> Option<(String, String)> {
    let hundredths = |text: &str| -> Option<u32> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let plain =
            !whole.is_empty() && (whole == "0" || !whole.starts_with('0')) && whole.len() <= 3;
        let short = part.len() <= 2 && !text.ends_with('.');
        (plain && short).then_some(())?;
        let part = if part.is_empty() {
            0
        } else {
            format!("{part:0<2}").parse::<u32>().ok()?
        };
        Some(whole.parse::<u32>().ok()? * 100 + part)
    };
    let parts = |at: usize| -> Option<(String, String)> {
        let (points, score) = text.split_at_checked(at)?;
        let (of, got) = (hundredths(points)?, hundredths(score)?);
        (of > 0 && of <= 10_000 && got <= of).then(|| (points.to_owned(), score.to_owned()))
    };
    let mut ways = (1..text.len()).filter_map(parts);
    let way = ways.next()?;
    ways.next().is_none().then_some(way)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "一级指标二级指标三级指标年度指标值实际完成值分值得分";

    fn cells(text: &str) -> Option<Vec<Vec<String>>> {
        let (_, table) = table(text, Some(7))?;
        let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        Some(table.rows.iter().map(texts).collect())
    }

    #[test]
    fn labels_and_numbers_part_a_run() {
        let text = format!(
            "{HEAD}产出指标（60分）数量指标参保人数≥100人120人5050质量指标认定准确率≥95%91.2%109.6\
             满意度指标服务对象满意度指标群众满意度≥90%96.5%4040总分10099.6"
        );
        let rows = cells(&text).expect("a table");
        assert_eq!(rows.len(), 5);
        assert_eq!(
            rows[1],
            [
                "产出指标（60分）",
                "数量指标",
                "参保人数",
                "≥100人",
                "120人",
                "50",
                "50"
            ]
        );
        assert_eq!(
            rows[2],
            ["", "质量指标", "认定准确率", "≥95%", "91.2%", "10", "9.6"]
        );
        assert_eq!(rows[3][1], "服务对象满意度指标");
        assert_eq!(rows[4], ["总分", "", "", "", "", "100", "99.6"]);
    }

    #[test]
    fn what_leaves_a_doubt_stays_a_line() {
        // Without units, with a reason that runs into the next row, with two ways to part the points.
        for body in [
            "产出指标数量指标参保人数≥100120505010",
            "产出指标数量指标参保人数≥100人120人5050因停电，已补办质量指标合格率≥95%96%5050",
            "产出指标数量指标按时发放按时按时1010",
            "",
        ] {
            assert_eq!(cells(&format!("{HEAD}{body}")), None, "{body}");
        }
        assert_eq!(pair("1111"), Some(("11".to_owned(), "11".to_owned())));
        assert_eq!(pair("100100"), Some(("100".to_owned(), "100".to_owned())));
        assert_eq!(pair("1514.7"), Some(("15".to_owned(), "14.7".to_owned())));
        assert_eq!(pair("12.512.5"), None);
    }
}
