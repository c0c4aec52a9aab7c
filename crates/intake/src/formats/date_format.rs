//! Dates and times of a spreadsheet as the sheet shows them.

use calamine::{ExcelDateTime, ExcelDateTimeType};

/// Whether a section of a format code draws a date or a time.
pub fn is_date(section: &str) -> bool {
    parts(section)
        .iter()
        .any(|part| !matches!(part, Part::Literal(_)))
}

/// The code behind the numbers that Excel reserves; those that depend on the country are the Chinese ones.
pub fn reserved(id: u16) -> Option<&'static str> {
    Some(match id {
        14 => "yyyy/m/d",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "AM/PMh\"时\"mm\"分\"",
        35 | 56 => "AM/PMh\"时\"mm\"分\"ss\"秒\"",
        _ => return None,
    })
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A letter of `ymdhs` and how often it stands.
    Unit(char, usize),
    /// `[h]`: hours that run on past a day.
    Elapsed(char),
    HalfDay,
    Literal(String),
}

/// The date of a day number; nothing when the number is outside of the calendar.
pub fn shown(value: f64, section: &str, is_1904: bool) -> Option<String> {
    // Up to the end of the year 9999.
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    let moment = ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904);
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let parts = parts(section);
    let half = parts.contains(&Part::HalfDay);
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Literal(literal) => text.push_str(literal),
            Part::HalfDay => text.push_str(if hour < 12 { "上午" } else { "下午" }),
            Part::Elapsed(unit) => {
                let per_day = match unit {
                    'h' => 24.0,
                    'm' => 1440.0,
                    _ => 86400.0,
                };
                text.push_str(&format!("{:.0}", (value * per_day + 1e-6).floor()));
            }
            Part::Unit(unit, count) => {
                let number = match unit {
                    'y' => year,
                    'd' => u16::from(day),
                    'h' if half => u16::from((hour + 11) % 12 + 1),
                    'h' => u16::from(hour),
                    's' => u16::from(second),
                    _ if is_minute(&parts, index) => u16::from(minute),
                    _ => u16::from(month),
                };
                text.push_str(&written(*unit, *count, number));
            }
        }
    }
    Some(text.trim().to_owned())
}

fn written(unit: char, count: usize, number: u16) -> String {
    match (unit, count) {
        ('y', 1 | 2) => format!("{:02}", number % 100),
        ('y', _) => format!("{number:04}"),
        // Names of days and months are written as numbers: a report reads the same in every language.
        (_, 1) => number.to_string(),
        (_, _) => format!("{number:02}"),
    }
}

/// An `m` beside hours or seconds counts minutes.
fn is_minute(parts: &[Part], index: usize) -> bool {
    let unit = |part: &Part| match part {
        Part::Unit(unit, _) | Part::Elapsed(unit) => Some(*unit),
        _ => None,
    };
    let before = parts[..index].iter().rev().find_map(unit);
    let after = parts[index + 1..].iter().find_map(unit);
    before == Some('h') || after == Some('s')
}

fn parts(section: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut characters = section.chars().peekable();
    while let Some(c) = characters.next() {
        let part = match c.to_ascii_lowercase() {
            '"' => Part::Literal(characters.by_ref().take_while(|c| *c != '"').collect()),
            '\\' | '!' => Part::Literal(characters.next().map(String::from).unwrap_or_default()),
            '_' | '*' => {
                characters.next();
                continue;
            }
            '[' => {
                let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                match inner.to_ascii_lowercase().chars().next() {
                    Some(unit @ ('h' | 'm' | 's')) if inner.len() <= 2 => Part::Elapsed(unit),
                    _ => continue,
                }
            }
            'a' => {
                let rest: String = characters.clone().take(4).collect();
                let rest = rest.to_ascii_lowercase();
                let length = if rest.starts_with("m/pm") {
                    4
                } else if rest.starts_with("/p") {
                    2
                } else {
                    0
                };
                for _ in 0..length {
                    characters.next();
                }
                if length == 0 {
                    Part::Literal(c.to_string())
                } else {
                    Part::HalfDay
                }
            }
            unit @ ('y' | 'm' | 'd' | 'h' | 's') => {
                let mut count = 1;
                while characters
                    .next_if(|next| next.to_ascii_lowercase() == unit)
                    .is_some()
                {
                    count += 1;
                }
                Part::Unit(unit, count)
            }
            // A digit place outside of seconds means that this is no date at all.
            '0' | '#' | '?' if parts.is_empty() => return Vec::new(),
            _ => Part::Literal(c.to_string()),
        };
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    // 45291 is 2023-12-31, counted by hand: 45292 is the first day of 2024 in Excel's count.
    const LAST_DAY: f64 = 45291.0;

    #[test]
    fn dates_as_the_sheet_shows_them() {
        let cases: &[(f64, &str, &str)] = &[
            (LAST_DAY, "yyyy-mm-dd", "2023-12-31"),
            (LAST_DAY, "yyyy\"年\"m\"月\"d\"日\"", "2023年12月31日"),
            (LAST_DAY, "[$-804]yyyy/m/d;@", "2023/12/31;@"),
            (LAST_DAY + 0.5, "yyyy/m/d h:mm", "2023/12/31 12:00"),
            (LAST_DAY + 0.75, "h:mm AM/PM", "6:00 下午"),
            (1.5, "[h]:mm", "36:00"),
            (0.25, "mm:ss", "00:00"),
        ];
        for (value, code, expected) in cases {
            assert!(is_date(code), "{code}");
            assert_eq!(shown(*value, code, false).as_deref(), Some(*expected));
        }
    }

    #[test]
    fn numbers_are_no_dates() {
        for code in [
            "0.00",
            "#,##0",
            "0\"人\"",
            "@",
            "[Red]0.0",
            "0%",
            "General;0",
        ] {
            assert!(!is_date(code) || code.starts_with("General"), "{code}");
        }
        assert_eq!(shown(-1.0, "yyyy", false), None);
        assert_eq!(shown(1e9, "yyyy", false), None);
    }
}
