//! Text made comparable: full-width signs, blanks, numbering and points in headings, likeness of names.

use super::number::Decimal;

/// Full-width digits, letters and signs become half-width; ideographic blanks become blanks.
pub fn half_width(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(half_width_char));
    out
}

pub fn half_width_char(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' | '\u{200b}' | '\u{feff}' => ' ',
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '﹦' | '═' => '=',
        '≧' => '≥',
        '≦' => '≤',
        '﹪' => '%',
        other => other,
    }
}

/// The text without any blank or line break: how labels are compared. Every cell comes here several times: one pass, and one
/// piece of memory.
pub fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let half = text.chars().map(half_width_char);
    out.extend(half.filter(|c| !c.is_whitespace()));
    out
}

/// The text on one line, as it may be shown to a person.
pub fn one_line(text: &str) -> String {
    let text = without_bookmarks(text).replace(['\u{3000}', '\u{a0}'], " ");
    let parts: Vec<&str> = text.split_whitespace().collect();
    // Blanks between Chinese characters come from typesetting and say nothing.
    let mut out = String::new();
    for part in parts {
        let joins_words = out
            .chars()
            .last()
            .is_some_and(|c| c.is_ascii_alphanumeric())
            && part
                .chars()
                .next()
                .is_some_and(|c| c.is_ascii_alphanumeric());
        if joins_words {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Flattening a Word file leaves `[bookmark: _GoBack]`; a person does not see it on the page.
fn without_bookmarks(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("[bookmark:") {
        out.push_str(before);
        rest = tail.split_once(']').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// A short form for a place: at most `max` characters.
pub fn shortened(text: &str, max: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= max {
        return line;
    }
    let mut short: String = line.chars().take(max).collect();
    short.push('…');
    short
}

/// A label without numbering (`1、`, `（一）`, `2.`), without `其中：` and without a closing colon.
pub fn label(text: &str) -> String {
    let mut rest = squeezed(text);
    loop {
        let before = rest.len();
        for lead in ["其中:", "其中"] {
            if let Some(tail) = rest.strip_prefix(lead)
                && !tail.is_empty()
            {
                rest = tail.to_owned();
            }
        }
        rest = without_number(&rest);
        if rest.len() == before {
            break;
        }
    }
    rest.trim_end_matches(':').to_owned()
}

fn without_number(text: &str) -> String {
    const COUNTING: &str = "0123456789一二三四五六七八九十";
    let inner = text.strip_prefix('(').unwrap_or(text);
    let tail = inner.trim_start_matches(|c| COUNTING.contains(c));
    if tail.len() == inner.len() {
        return text.to_owned();
    }
    let closed = inner.len() < text.len();
    let stops: &[char] = if closed { &[')'] } else { &['、', '.', ')'] };
    match tail.strip_prefix(stops) {
        // `1.73` is a number and not the first heading.
        Some(rest) if !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            rest.to_owned()
        }
        _ => text.to_owned(),
    }
}

/// `产出指标(50分)` → (`产出指标`, 50).
pub fn heading_points(text: &str) -> (String, Option<Decimal>) {
    let text = squeezed(text);
    if let Some(open) = text.rfind('(')
        && let Some(points) = text[open + 1..].strip_suffix("分)")
        && let Some(points) = Decimal::parse(points)
    {
        return (text[..open].to_owned(), Some(points));
    }
    (text, None)
}

/// How much of the shorter name's pairs of characters the longer one holds, in percent.
pub fn likeness(a: &str, b: &str) -> usize {
    let (a, b) = (pairs(a), pairs(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 0;
    }
    short.iter().filter(|pair| long.contains(pair)).count() * 100 / short.len()
}

fn pairs(text: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = squeezed(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Whether two names differ in a word that turns the meaning round (`已纳入` / `未纳入`).
pub fn opposed(a: &str, b: &str) -> bool {
    const TURNS: [char; 6] = ['未', '非', '不', '新', '旧', '无'];
    TURNS
        .iter()
        .any(|turn| a.contains(*turn) != b.contains(*turn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_their_numbers_only() {
        assert_eq!(label("其中：  一般公共预算："), "一般公共预算");
        assert_eq!(label("（一）基本支出"), "基本支出");
        assert_eq!(label(" 1.老工伤人员"), "老工伤人员");
        assert_eq!(label("一、部门基本支出"), "部门基本支出");
        assert_eq!(label("1.73万人"), "1.73万人");
        assert_eq!(label("      3.公务接待"), "公务接待");
    }

    #[test]
    fn headings_carry_points() {
        assert_eq!(
            heading_points("效益指标\n（40分）\n　"),
            ("效益指标".to_owned(), Some(Decimal::whole(40)))
        );
        assert_eq!(heading_points("时效指标"), ("时效指标".to_owned(), None));
    }

    #[test]
    fn names_alike_and_opposed() {
        assert!(likeness("工伤保险参保扩面", "工伤保险扩面参保") >= 60);
        assert!(likeness("公务接待支出", "工伤保险扩面参保") == 0);
        assert!(opposed("已纳入基金统筹", "未纳入基金统筹"));
        assert!(!opposed("老工伤", "老工伤人员"));
    }

    #[test]
    fn lines_for_people() {
        assert_eq!(one_line("年度预\n算申请\n（万元）"), "年度预算申请（万元）");
        assert_eq!(half_width("（５０％）"), "(50%)");
        assert_eq!(shortened("一二三四", 3), "一二三…");
    }
}
