//! Reads a number back from the way it is shown, so that a spreadsheet can calculate with it and show it the same.

/// A number for a spreadsheet. Spreadsheets hold binary fractions; with at most 15 digits the shown digits survive.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub value: f64,
    /// The spreadsheet's number format, e.g. `#,##0.00`.
    pub format: String,
}

/// None for anything that is not exactly a number: codes with leading zeros, dates, units, long identifiers.
pub fn shown_number(text: &str) -> Option<Shown> {
    let text = text.trim();
    let (body, percent) = match text.strip_suffix('%') {
        Some(body) => (body, true),
        None => (text, false),
    };
    let (sign, unsigned) = match body.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", body),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    let grouped = whole.contains(',');
    let digits = if grouped {
        ungrouped(whole)?
    } else {
        whole.to_owned()
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let plain_number = !digits.is_empty()
        && all_digits(&digits)
        && all_digits(fraction)
        && (digits.len() == 1 || !digits.starts_with('0'))
        && digits.len() + fraction.len() <= 15;
    if !plain_number {
        return None;
    }
    let value: f64 = format!("{sign}{digits}.{fraction}0").parse().ok()?;
    let whole_format = if grouped { "#,##0" } else { "0" };
    let decimals = match fraction.len() {
        0 => String::new(),
        count => format!(".{}", "0".repeat(count)),
    };
    let ending = if percent { "%" } else { "" };
    Some(Shown {
        value: if percent { value / 100.0 } else { value },
        format: format!("{whole_format}{decimals}{ending}"),
    })
}

/// `1,234,567` without its commas, if they stand in the right places.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let right = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    right.then(|| whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(f64, String)> {
        shown_number(text).map(|shown| (shown.value, shown.format))
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(read("82.58"), Some((82.58, "0.00".to_owned())));
        assert_eq!(read(" 1.50 "), Some((1.5, "0.00".to_owned())));
        assert_eq!(read("17,320"), Some((17320.0, "#,##0".to_owned())));
        assert_eq!(
            read("-1,234,567.8"),
            Some((-1_234_567.8, "#,##0.0".to_owned()))
        );
        assert_eq!(read("97.5%"), Some((0.975, "0.0%".to_owned())));
        assert_eq!(read("0"), Some((0.0, "0".to_owned())));
    }

    #[test]
    fn what_is_no_number_stays_text() {
        for text in [
            "",
            "——",
            "0746",
            "1.67万人",
            "2024-04-08",
            "431123180001010019",
            "1,23",
            "5.",
            ".5",
            "≥95%",
            "1e5",
            "+3",
            "12,3456",
            "NaN",
            "inf",
            "-",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
