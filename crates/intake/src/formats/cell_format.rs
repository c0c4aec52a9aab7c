//! Numbers of a spreadsheet as the sheet shows them: a stored float with its number format becomes the digits on the
//! page. What a person signed is what they saw, so the hidden digits of the float stay hidden.

use super::date_format;

/// The text of a number under a format code such as `#,##0.00` or `0.0%`.
pub fn shown(value: f64, code: &str, is_1904: bool) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let sections = sections(code);
    let (section, signed) = choose(&sections, value);
    if section.trim().eq_ignore_ascii_case("general") || section.trim() == "@" {
        return general(value);
    }
    if date_format::is_date(section) {
        return date_format::shown(value, section, is_1904).unwrap_or_else(|| general(value));
    }
    let pattern = Pattern::read(section);
    if !pattern.has_digits || (pattern.is_padding && value == 0.0) {
        // A dash drawn for zero is still a zero; an empty section hides the number on purpose.
        return match (section.is_empty(), value == 0.0) {
            (false, true) => "0".to_owned(),
            (true, _) if sections.len() > 1 => String::new(),
            _ => general(value),
        };
    }
    if pattern.is_fraction {
        return general(value);
    }
    pattern.show(value, signed)
}

/// Splits at semicolons outside quotes, brackets and escapes.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut characters = code.chars();
    let (mut quoted, mut bracketed) = (false, false);
    while let Some(c) = characters.next() {
        match c {
            '"' if !bracketed => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            ';' if !quoted && !bracketed => {
                sections.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(section) = sections.last_mut() {
            section.push(c);
            if matches!(c, '\\' | '!' | '_' | '*') && !quoted && !bracketed {
                section.extend(characters.next());
            }
        }
    }
    sections
}

/// The section for a value, and whether its sign must be written: a section for negatives writes its own.
fn choose(sections: &[String], value: f64) -> (&str, bool) {
    let at = |index: usize| sections.get(index).map_or("General", String::as_str);
    match sections.len() {
        0 | 1 => (at(0), true),
        2 if value < 0.0 => (at(1), false),
        2 => (at(0), true),
        _ if value < 0.0 => (at(1), false),
        _ if value == 0.0 => (at(2), false),
        _ => (at(0), false),
    }
}

/// A number without a format: the fewest decimals that still say the same. Floats of single precision, which leave
/// tails like 0.0900000762939453, are taken at their own precision.
pub fn general(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the loss is what is asked")]
    let single = value as f32;
    let value = if f64::from(single) == value {
        single.to_string().parse().unwrap_or(value)
    } else {
        value
    };
    let magnitude = value.abs();
    if magnitude >= 1e21 || (magnitude > 0.0 && magnitude < 1e-4) {
        return trimmed(&format!("{value:.10}"), &format!("{value:e}"));
    }
    let tolerance = (magnitude * 1e-11).max(1e-6);
    let decimals = (0..=9)
        .find(|decimals| {
            let rounded: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
            (rounded - value).abs() < tolerance
        })
        .unwrap_or(9);
    let text = Decimal::of(value).fixed(decimals);
    if value < 0.0 && text.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        format!("-{text}")
    } else {
        text
    }
}

/// Very small and very large numbers: plain while that says something.
fn trimmed(plain: &str, scientific: &str) -> String {
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    if plain.len() > 24 || plain == "0" || plain == "-0" {
        scientific.to_owned()
    } else {
        plain.to_owned()
    }
}

/// Fifteen significant decimal digits, as a spreadsheet keeps them.
struct Decimal {
    digits: Vec<u8>,
    /// How many of the digits stand before the decimal point; may be negative.
    point: i32,
}

impl Decimal {
    fn of(value: f64) -> Decimal {
        let text = format!("{:.14e}", value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        Decimal {
            digits: mantissa.bytes().filter(u8::is_ascii_digit).collect(),
            point: exponent.parse::<i32>().unwrap_or(0) + 1,
        }
    }

    /// Half away from zero, on the decimal digits: 2.675 becomes 2.68, as in the sheet.
    fn fixed(&self, decimals: usize) -> String {
        let digit = |place: i32| -> u8 {
            usize::try_from(place)
                .ok()
                .and_then(|place| self.digits.get(place))
                .map_or(0, |digit| digit - b'0')
        };
        let last = self.point + i32::try_from(decimals).unwrap_or(0);
        let first = self.point.min(1) - 1;
        let mut kept: Vec<u8> = (first..last).map(digit).collect();
        if digit(last) >= 5 {
            let mut carried = true;
            for place in kept.iter_mut().rev() {
                *place += 1;
                carried = *place == 10;
                if !carried {
                    break;
                }
                *place = 0;
            }
            if carried {
                kept.insert(0, 1);
            }
        }
        let text: String = kept.iter().map(|digit| char::from(b'0' + digit)).collect();
        let text = format!("{text:0>width$}", width = decimals + 1);
        let (whole, fraction) = text.split_at(text.len() - decimals);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        if decimals == 0 {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        }
    }
}

/// One section of a number format, taken apart.
#[derive(Default)]
struct Pattern {
    prefix: String,
    suffix: String,
    has_digits: bool,
    /// Only places that keep room, as in the dash that accounts draw for zero.
    is_padding: bool,
    is_fraction: bool,
    is_scientific: bool,
    thousands: bool,
    /// Powers of ten: percent adds, a trailing comma takes three away.
    shift: i32,
    whole_least: usize,
    fraction_least: usize,
    fraction_most: usize,
    /// Signs drawn between digits of the whole part, with the digits that follow them: `0!.0,` shows ten thousands.
    between: Vec<(usize, char)>,
    after_point: bool,
    commas: i32,
}

impl Pattern {
    fn read(section: &str) -> Pattern {
        let mut pattern = Pattern {
            is_padding: true,
            ..Pattern::default()
        };
        let mut characters = section.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '"' => {
                    let text: String = characters.by_ref().take_while(|c| *c != '"').collect();
                    text.chars().for_each(|c| pattern.literal(c));
                }
                '\\' | '!' => {
                    if let Some(c) = characters.next() {
                        pattern.literal(c);
                    }
                }
                '_' | '*' => {
                    characters.next();
                }
                '[' => {
                    let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    // `[$¥-804]` draws a currency sign; colours and conditions draw nothing.
                    if let Some(sign) = inner.strip_prefix('$') {
                        let sign = sign.split('-').next().unwrap_or_default();
                        sign.chars().for_each(|c| pattern.literal(c));
                    }
                }
                '0' | '#' | '?' => pattern.digit(c),
                '.' if pattern.has_digits
                    || characters.peek().is_some_and(|c| "0#?".contains(*c)) =>
                {
                    pattern.after_point = true;
                    pattern.has_digits = true;
                }
                ',' => pattern.commas += 1,
                '/' if pattern.has_digits => pattern.is_fraction = true,
                'E' | 'e' if pattern.has_digits => {
                    pattern.is_scientific = true;
                    break;
                }
                '%' => {
                    pattern.shift += 2;
                    pattern.literal('%');
                }
                c => pattern.literal(c),
            }
        }
        pattern.shift -= 3 * pattern.commas;
        pattern
    }

    fn literal(&mut self, c: char) {
        if self.has_digits {
            self.suffix.push(c);
        } else {
            self.prefix.push(c);
        }
    }

    fn digit(&mut self, c: char) {
        // Signs after digits were taken for a suffix; a further digit shows that they stand between.
        if !self.after_point {
            let between = std::mem::take(&mut self.suffix);
            self.between.extend(between.chars().map(|c| (0, c)));
            for (following, _) in &mut self.between {
                *following += 1;
            }
        }
        if self.commas > 0 && !self.after_point {
            self.thousands = true;
            self.commas = 0;
        }
        self.has_digits = true;
        self.is_padding &= c == '?';
        match (self.after_point, c) {
            (true, '0') => {
                self.fraction_most += 1;
                self.fraction_least = self.fraction_most;
            }
            (true, _) => self.fraction_most += 1,
            (false, '0') => self.whole_least += 1,
            (false, _) => {}
        }
    }

    fn show(&self, value: f64, signed: bool) -> String {
        let number = if self.is_scientific {
            format!("{:.*e}", self.fraction_most, value.abs())
        } else {
            let mut decimal = Decimal::of(value);
            decimal.point += if value == 0.0 { 0 } else { self.shift };
            self.dressed(&decimal.fixed(self.fraction_most))
        };
        let not_zero = number.bytes().any(|b| b.is_ascii_digit() && b != b'0');
        let sign = if signed && value < 0.0 && not_zero {
            "-"
        } else {
            ""
        };
        format!("{sign}{}{number}{}", self.prefix, self.suffix)
            .trim()
            .to_owned()
    }

    /// Optional zeros taken off, thousands separated, signs put between.
    fn dressed(&self, plain: &str) -> String {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let least = self.whole_least.max(1);
        let whole = format!("{whole:0>least$}");
        let length = whole.len();
        let mut text = String::new();
        for (index, c) in whole.chars().enumerate() {
            let following = length - index;
            for (_, sign) in self.between.iter().filter(|(after, _)| *after == following) {
                text.push(*sign);
            }
            if self.thousands && index > 0 && following % 3 == 0 {
                text.push(',');
            }
            text.push(c);
        }
        let mut fraction = fraction;
        while fraction.len() > self.fraction_least && fraction.ends_with('0') {
            fraction = &fraction[..fraction.len() - 1];
        }
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(fraction);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_sheet_shows_them() {
        let cases: &[(f64, &str, &str)] = &[
            (1234.5, "#,##0.00", "1,234.50"),
            (0.0900000762939453, "0.00", "0.09"),
            (0.856, "0.0%", "85.6%"),
            (0.8565, "0%", "86%"),
            (1.0, "0.00%", "100.00%"),
            (-3.456, "0.00", "-3.46"),
            (-0.001, "0.00", "0.00"),
            (2.675, "0.00", "2.68"),
            (12345.0, "#,##0_);(#,##0)", "12,345"),
            (-12345.0, "#,##0_);(#,##0)", "(12,345)"),
            (
                0.0,
                "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "0",
            ),
            (
                88.5,
                "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "88.50",
            ),
            (0.0, "0.00;-0.00;;@", ""),
            (123456.0, "0!.0,\"万\"", "12.3万"),
            (1234567.0, "#,##0,", "1,235"),
            (7.0, "000", "007"),
            (5.5, "0.##", "5.5"),
            (5.0, "0.##", "5"),
            (56.0, "0\"人\"", "56人"),
            (1999.0, "[$¥-804]#,##0.00", "¥1,999.00"),
            (3.0, "[Red]0.0;[Blue]-0.0", "3.0"),
            (999.995, "0.00", "1000.00"),
            (45.0, "General", "45"),
            (0.125, "# ?/?", "0.125"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(shown(*value, code, false), *expected, "{value} {code}");
        }
    }

    #[test]
    fn without_a_format_no_tail_leaks() {
        let cases: &[(f64, &str)] = &[
            (0.0900000762939453, "0.09"),
            (1234.56005859375, "1234.56"),
            (0.1 + 0.2, "0.3"),
            (123456789.12, "123456789.12"),
            (29.9, "29.9"),
            (-0.5, "-0.5"),
            (0.0, "0"),
            (100.0, "100"),
            (1.0 / 3.0, "0.333333"),
            (0.00005, "0.00005"),
            (431122199900000000.0, "431122199900000000"),
        ];
        for (value, expected) in cases {
            assert_eq!(general(*value), *expected, "{value:?}");
        }
    }
}
