//! When two printed figures are one: a sum within what rounding its addends can do, a copy only as it is written.

use yiju_terms::words;

use super::case::Case;
use crate::report::{Decimal, Place};

/// What rounding can do to a sum of amounts with two digits: half a unit of the last digit for each addend. A single
/// figure is no sum, and nothing is allowed.
fn slack(addends: usize) -> Decimal {
    let count = i128::try_from(addends).unwrap_or(0);
    if addends < 2 {
        return Decimal::ZERO;
    }
    Decimal::new(5 * count, 3)
}

/// Addends that could have been rounded: a nought was not.
pub fn addends(parts: &[Decimal]) -> usize {
    parts.iter().filter(|part| !part.is_zero()).count()
}

/// Whether amounts add to what is printed beside them, as far as rounding allows.
pub fn sum_equal(sum: Decimal, printed: Decimal, addends: usize) -> bool {
    match addends {
        0 | 1 => sum == printed,
        _ => (sum - printed).abs() <= slack(addends),
    }
}

/// Whether two printed amounts are copies of one value: the same figure, or one rounded to fewer digits than the other.
pub fn copy_equal(a: Decimal, b: Decimal) -> bool {
    const NEAR: Decimal = Decimal::new(15, 3);
    let digits = a.decimals().min(b.decimals());
    let rounds = a.decimals() != b.decimals()
        && a.rounded(digits) == b.rounded(digits)
        && (a - b).abs() <= NEAR;
    a == b || rounds
}

/// Whether spending stays within its limit. Rounding does not turn the order of two figures round.
pub fn within(spent: Decimal, limit: Decimal) -> bool {
    spent <= limit || copy_equal(spent, limit)
}

/// `1.02≤1.3`, or with ≈ where the limit is rounded.
pub fn within_text(spent: Decimal, limit: Decimal) -> String {
    let sign = if spent <= limit { "≤" } else { "≈" };
    format!("{spent}{sign}{limit}")
}

impl Case<'_> {
    /// A sum that holds: as an equality where it is one, else with what rounding allows.
    pub fn held_sum(
        &mut self,
        place: &Place,
        formula: &str,
        (sum, printed): (Decimal, Decimal),
        addends: usize,
    ) {
        if sum == printed {
            self.held(place, format!("{formula}={printed}"));
            return;
        }
        if addends < 2 {
            self.held_copy(place, sum, printed, "");
            return;
        }
        let slack = slack(addends).trimmed().to_string();
        self.held_near(
            place,
            "sum",
            formula,
            (sum, printed),
            &[("slack", &slack), ("count", &addends.to_string())],
        );
    }

    /// A sum of scores, which carry at most two digits.
    pub fn held_score(
        &mut self,
        place: &Place,
        formula: &str,
        (sum, printed): (Decimal, Decimal),
        slack: Decimal,
    ) {
        if sum == printed {
            self.held(place, format!("{formula}={printed}"));
            return;
        }
        let slack = slack.trimmed().to_string();
        self.held_near(
            place,
            "score",
            formula,
            (sum, printed),
            &[("slack", &slack)],
        );
    }

    fn held_near(
        &mut self,
        place: &Place,
        key: &str,
        formula: &str,
        (sum, printed): (Decimal, Decimal),
        more: &[(&str, &str)],
    ) {
        let difference = (sum - printed).abs().trimmed().to_string();
        let (sum, printed) = (sum.to_string(), printed.to_string());
        // A single addend is its own sum.
        let formula = match formula == sum {
            true => sum.clone(),
            false => format!("{formula}={sum}"),
        };
        let mut args = vec![
            ("formula", formula.as_str()),
            ("printed", printed.as_str()),
            ("difference", difference.as_str()),
        ];
        args.extend_from_slice(more);
        let text = words::text(self.lang, &format!("checks.near.{key}"), &args);
        self.held(place, text);
    }

    /// Two copies of one value: `name` says of what.
    pub fn held_copy(&mut self, place: &Place, a: Decimal, b: Decimal, name: &str) {
        let text = if a == b {
            format!("{}={}", shown(a), shown(b))
        } else {
            let digits = a.decimals().min(b.decimals());
            let (a, b, digits) = (a.to_string(), b.to_string(), digits.to_string());
            let args: &[(&str, &str)] = &[("a", &a), ("b", &b), ("digits", &digits)];
            words::text(self.lang, "checks.near.copy", args)
        };
        let named = match name {
            "" => text,
            name => format!("{text}（{name}）"),
        };
        self.held(place, named);
    }
}

/// 20000元 is 2万元, and not 2.0000.
fn shown(amount: Decimal) -> Decimal {
    const PLAIN: u32 = 3;
    match amount.decimals() > PLAIN {
        true => amount.trimmed(),
        false => amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).expect("a number")
    }

    #[test]
    fn a_sum_may_be_off_by_half_a_unit_for_each_addend() {
        // 7.43+343.47 = 350.90, one unit above 350.89: two addends allow one.
        assert!(sum_equal(d("350.90"), d("350.89"), 2));
        assert!(!sum_equal(d("350.91"), d("350.89"), 2));
        // Three allow one and a half, which is one; five allow two.
        assert!(sum_equal(d("1.01"), d("1.02"), 3) && !sum_equal(d("1.00"), d("1.02"), 3));
        assert!(sum_equal(d("1.00"), d("1.02"), 5) && !sum_equal(d("0.99"), d("1.02"), 5));
        assert_eq!(addends(&[d("0"), d("0.00"), d("1.02")]), 1);
    }

    #[test]
    fn a_copy_is_the_same_figure_or_a_rounded_one() {
        assert!(!copy_equal(d("1.98"), d("1.99")) && !sum_equal(d("1.98"), d("1.99"), 1));
        assert!(copy_equal(d("82.50"), d("82.5")));
        assert!(copy_equal(d("80.5912"), d("80.59")) && !copy_equal(d("80.5962"), d("80.59")));
        assert!(within(d("1.3"), d("1.3")) && !within(d("1.31"), d("1.30")));
        assert_eq!(within_text(d("1.02"), d("1.3")), "1.02≤1.3");
    }
}
