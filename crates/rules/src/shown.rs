//! A step as a person reads it: its value with the unit, its formula in words where the signs are not those of a school.

use yiju_terms::{Lang, words};

use crate::output::StepOutput;

impl StepOutput {
    /// The value with its unit, as a person reads it; a yes or no, a word and a bare number have none.
    pub fn shown(&self, lang: Lang) -> String {
        let word = |stem: &str| words::word(lang, &format!("lawbook.show.{stem}"));
        let unit = format!("lawbook.unit.{}", self.unit);
        match (self.value.as_str(), self.unit) {
            ("true", "" | "yes_no") => word("yes"),
            ("false", "" | "yes_no") => word("no"),
            (value, "percent") => format!("{value}%"),
            (value, "" | "text" | "number" | "list" | "yes_no" | "bands") => value.to_owned(),
            (value, _) if words::has(lang, &unit) => {
                format!("{value} {}", words::word(lang, &unit))
            }
            (value, _) => value.to_owned(),
        }
    }
}

/// What stands before the value of a step: `5350.75 × 16 =`, and where the value was rounded `5350.75 × 70.00% = 3745.525 ≈`.
pub fn before_value(formula: &str, value: &str, lang: Lang) -> String {
    match formula.rsplit_once(" = ") {
        Some((formula, exact)) if exact == value => format!("{} =", in_words(formula, lang)),
        Some((formula, exact)) => format!("{} = {exact} ≈", in_words(formula, lang)),
        None => format!("{} =", in_words(formula, lang)),
    }
}

/// `min(max(5350.75, 3770.40), 18852.00)` is an amount within its bounds, `max(0, a − b)` one that is never below zero,
/// and `max(a, b)` the higher of two.
fn in_words(formula: &str, lang: Lang) -> String {
    let say = |stem: &str, args: &[(&str, &str)]| {
        words::text(lang, &format!("rules.formula.{stem}"), args)
    };
    let inside = |start: &str| formula.strip_prefix(start)?.strip_suffix(')');
    let clipped = inside("min(max(").and_then(|inner| {
        let (bounded, most) = inner.rsplit_once("), ")?;
        let (amount, least) = bounded.split_once(", ")?;
        Some([("amount", amount), ("least", least), ("most", most)])
    });
    if let Some(args) = clipped {
        return say("within", &args);
    }
    if let Some(amount) = inside("max(0, ") {
        return say("not_below_zero", &[("amount", amount)]);
    }
    match inside("max(").and_then(|inner| inner.split_once(", ")) {
        Some((one, other)) => say("higher", &[("one", one), ("other", other)]),
        None => formula.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_said_twice_and_a_rounding_is_no_equality() {
        let shown = [
            ("5350.75 × 16 = 85612.00", "85612.00", "5350.75 × 16 ="),
            (
                "5350.75 × 70.00% = 3745.525",
                "3745.53",
                "5350.75 × 70.00% = 3745.525 ≈",
            ),
            ("8607.31 − 6885.85", "1721.46", "8607.31 − 6885.85 ="),
        ];
        for (formula, value, expected) in shown {
            assert_eq!(before_value(formula, value, Lang::Zh), expected);
        }
    }

    #[test]
    fn bounds_are_said_in_words() {
        let said = |formula: &str| before_value(formula, "0.00", Lang::Zh);
        assert_eq!(
            said("min(max(3938.00, 3276.00), 16380.00)"),
            "3938.00（不低于 3276.00，不高于 16380.00） ="
        );
        assert_eq!(
            said("max(0, 3000.00 − 3500.00)"),
            "3000.00 − 3500.00（不足 0 的为 0） ="
        );
        assert_eq!(said("max(3421.50, 3847.00)"), "3421.50 和 3847.00 中高的 =");
        for lang in [Lang::Zh, Lang::En] {
            let text = before_value("min(max(1.00, 2.00), 3.00)", "2.00", lang);
            assert!(
                !text.contains(['⟦', '{']) && !text.contains("max"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_value_without_a_unit_has_none_and_yes_is_a_word() {
        let shown = |value: &str, unit: &'static str| {
            let step = StepOutput {
                step: "amount",
                name: String::new(),
                value: value.to_owned(),
                unit,
                formula: None,
                cite: String::new(),
                status: None,
                since: None,
                layer: None,
                document: None,
            };
            step.shown(Lang::Zh)
        };
        assert_eq!(shown("true", ""), "是");
        assert_eq!(shown("6", ""), "6");
        assert_eq!(shown("1.40", "percent"), "1.40%");
        assert_eq!(shown("85612.00", "yuan"), "85612.00 元");
    }
}
