//! When two printed figures are one: a sum within what rounding its addends can do, a copy only as it is written.

use yiju_terms::words;

use super::case::Case;
use crate::report::{Decimal, Place};

/// What rounding can have done to the addends of a sum.
#[derive(Clone, Copy)]
pub struct Addends {
    /// Those that could have been rounded: a nought was not.
    count: usize,
    /// Half a unit of the last digit shown, for each of them.
    slack: Decimal,
    /// The digits of the finest one.
    finest: u32,
}

fn half(decimals: u32) -> Decimal {
    Decimal::new(5, decimals + 1)
}

/// A single figure is no sum, and nothing is allowed; neither are figures without a digit after the point, which count
/// something. A whole number among others may have lost its digits.
pub fn addends(parts: &[Decimal]) -> Addends {
    let parts = || parts.iter().filter(|part| !part.is_zero());
    let digits = || parts().map(|part| part.decimals()).filter(|d| *d > 0);
    let (count, finest) = (parts().count(), digits().max().unwrap_or(0));
    let slack: Decimal = match digits().min() {
        Some(coarsest) if count >= 2 => {
            let shown = parts().map(|part| part.decimals());
            shown.map(|d| half(if d > 0 { d } else { coarsest })).sum()
        }
        _ => Decimal::ZERO,
    };
    Addends {
        count,
        slack,
        finest,
    }
}

impl Addends {
    /// A total with fewer digits than its addends was rounded once more.
    fn rounds_total(self, printed: Decimal) -> bool {
        printed.decimals() < self.finest
    }

    fn slack(self, printed: Decimal) -> Decimal {
        match self.rounds_total(printed) {
            true => self.slack + half(printed.decimals()),
            false => self.slack,
        }
    }
}

/// Whether amounts add to what is printed beside them, as far as rounding allows.
pub fn sum_equal(sum: Decimal, printed: Decimal, addends: Addends) -> bool {
    match addends.count {
        0 | 1 => copy_equal(sum, printed),
        _ => (sum - printed).abs() <= addends.slack(printed),
    }
}

/// Whether two printed amounts are copies of one value: the same figure, or one rounded to fewer digits than the other.
pub fn copy_equal(a: Decimal, b: Decimal) -> bool {
    let digits = a.decimals().min(b.decimals());
    let rounds = a.decimals() != b.decimals() && a.rounded(digits) == b.rounded(digits);
    a == b || rounds
}

/// Whether spending stays within its limit. Rounding does not turn the order of two figures round: a limit of 82 is no
/// 82.4.
pub fn within(spent: Decimal, limit: Decimal) -> bool {
    const NEAR: Decimal = Decimal::new(15, 3);
    spent <= limit || copy_equal(spent, limit) && spent - limit <= NEAR
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
        addends: Addends,
    ) {
        if sum == printed {
            self.held(place, format!("{formula}={printed}"));
            return;
        }
        if addends.count < 2 {
            self.held_copy(place, sum, printed, "");
            return;
        }
        let slack = addends.slack(printed).trimmed().to_string();
        let key = match addends.rounds_total(printed) {
            true => "total",
            false => "sum",
        };
        let count = addends.count.to_string();
        let args: &[(&str, &str)] = &[("slack", &slack), ("count", &count)];
        self.held_near(place, key, formula, (sum, printed), args);
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

    fn adds(parts: &[&str], printed: &str) -> bool {
        let parts: Vec<Decimal> = parts.iter().map(|part| d(part)).collect();
        let sum = parts.iter().copied().sum();
        sum_equal(sum, d(printed), addends(&parts))
    }

    #[test]
    fn a_sum_may_be_off_by_half_a_unit_for_each_addend() {
        // 7.43+343.47 = 350.90, one unit above 350.89: two addends allow one.
        assert!(adds(&["7.43", "343.47"], "350.89"));
        assert!(!adds(&["7.44", "343.47"], "350.89"));
        // Three allow one and a half, which is one; five allow two.
        let three = ["0.34", "0.34", "0.34"];
        assert!(adds(&three, "1.01") && !adds(&three, "1.00"));
        let five = ["0.20", "0.20", "0.20", "0.20", "0.22"];
        assert!(adds(&five, "1.00") && !adds(&five, "0.99"));
        // 0+0.00+1.02 is one figure.
        assert!(!adds(&["0", "0.00", "1.02"], "1.01"));
    }

    #[test]
    fn the_digits_that_are_shown_say_what_rounding_can_do() {
        // 12.3+45.6+7.8 = 65.7; 12.34+45.64+7.84 = 65.82 is 65.8. Three halves of a tenth allow 0.15.
        let one = ["12.3", "45.6", "7.8"];
        assert!(adds(&one, "65.8") && !adds(&one, "65.9"));
        // Four digits: 1.0001+2.0002 = 3.0003; two halves of a ten thousandth allow one.
        let four = ["1.0001", "2.0002"];
        assert!(adds(&four, "3.0004") && !adds(&four, "3.0005"));
        // 80.59+1.99 = 82.58: the total 82.6 is rounded once more, and 82.5 is not what it rounds to.
        let two = ["80.59", "1.99"];
        assert!(adds(&two, "82.6") && adds(&two, "83"));
        assert!(!adds(&two, "82.5") && !adds(&two, "82"));
        // Counts are exact; 80.59+2 = 82.59 may be 1.99 and more.
        assert!(!adds(&["63", "148"], "212") && adds(&["80.59", "2"], "82.58"));
    }

    #[test]
    fn a_copy_is_the_same_figure_or_a_rounded_one() {
        assert!(!copy_equal(d("1.98"), d("1.99")));
        assert!(copy_equal(d("82.50"), d("82.5")));
        assert!(copy_equal(d("80.5912"), d("80.59")) && !copy_equal(d("80.5962"), d("80.59")));
        // Half a unit of the coarser last digit, and no more.
        assert!(copy_equal(d("82.58"), d("82.6")) && copy_equal(d("82.58"), d("83")));
        assert!(!copy_equal(d("82.58"), d("82.5")) && !copy_equal(d("82.58"), d("82")));
        assert!(within(d("1.3"), d("1.3")) && !within(d("1.31"), d("1.30")));
        assert!(!within(d("82.4"), d("82")));
        assert_eq!(within_text(d("1.02"), d("1.3")), "1.02≤1.3");
    }
}
