//! What stands in a step: numbers as they were reckoned with, which become text only where somebody reads them. (How a
//! benefit is worked out is in the room's `formulas`; a [`Formula`] here is what a step shows of it.)

use std::fmt;

use yiju_terms::{Date, Exact, Money, Rate};

/// A number, a day or a word of a step. `Display` writes it as the step shows it, without its unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Operand {
    /// Nothing, written as nothing: an unused place of a [`Formula`].
    #[default]
    None,
    Money(Money),
    /// An unrounded amount whose fraction fits into 64 bits, as nearly all do; others become [`Operand::Text`].
    Exact(i64, i64),
    Rate(Rate),
    Int(i64),
    /// With its sign, also where that is a plus.
    Signed(i64),
    Date(Date),
    /// A stem, or `true` and `false`.
    Word(&'static str),
    Text(Box<str>),
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::None => Ok(()),
            Operand::Money(money) => money.fmt(f),
            Operand::Exact(numerator, denominator) => {
                Exact::new(i128::from(*numerator), i128::from(*denominator)).fmt(f)
            }
            Operand::Rate(rate) => rate.fmt(f),
            Operand::Int(number) => number.fmt(f),
            Operand::Signed(number) => write!(f, "{number:+}"),
            Operand::Date(date) => date.fmt(f),
            Operand::Word(word) => f.write_str(word),
            Operand::Text(text) => f.write_str(text),
        }
    }
}

impl From<Exact> for Operand {
    fn from(exact: Exact) -> Operand {
        match exact.within_64_bits() {
            Some((numerator, denominator)) => Operand::Exact(numerator, denominator),
            None => Operand::Text(exact.to_string().into()),
        }
    }
}

/// `From` for what is kept as it is.
macro_rules! kept {
    ($($type:ty => $variant:ident),*) => {
        $(impl From<$type> for Operand {
            fn from(value: $type) -> Operand {
                Operand::$variant(value.into())
            }
        })*
    };
}

kept!(Money => Money, Rate => Rate, Date => Date, i64 => Int, i32 => Int, i16 => Int, u32 => Int, u16 => Int, &'static str => Word, String => Text);

impl From<bool> for Operand {
    fn from(is_so: bool) -> Operand {
        Operand::Word(if is_so { "true" } else { "false" })
    }
}

/// A formula with more operands than these is a sum.
const OPERANDS_AT_MOST: usize = 4;

/// The numbers that were put together, in mathematical signs only: `512340.00 × 1.344%`. Made by `formula!`.
#[doc(alias = "算式")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The signs, with `{}` for each operand.
    pattern: &'static str,
    operands: [Operand; OPERANDS_AT_MOST],
    /// The unrounded result.
    exact: Operand,
}

impl Formula {
    /// Called by `formula!`, which compares the places of `pattern` with the operands.
    pub(crate) fn new<const N: usize>(pattern: &'static str, given: [Operand; N]) -> Formula {
        const { assert!(N <= OPERANDS_AT_MOST, "too many operands") };
        let mut operands = [const { Operand::None }; OPERANDS_AT_MOST];
        for (place, operand) in operands.iter_mut().zip(given) {
            *place = operand;
        }
        Formula {
            pattern,
            operands,
            exact: Operand::None,
        }
    }

    /// Summands, of which there may be any number: written at once.
    pub(crate) fn sum(summands: impl Iterator<Item = Formula>) -> Formula {
        let summands: Vec<String> = summands.map(|summand| summand.to_string()).collect();
        Formula::new("{}", [summands.join(" + ").into()])
    }

    /// With the unrounded result behind it.
    pub(crate) fn equals(mut self, exact: Exact) -> Formula {
        self.exact = exact.into();
        self
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, rest) = self.pattern.split_once("{}").unwrap_or((self.pattern, ""));
        f.write_str(first)?;
        for (operand, signs) in self.operands.iter().zip(rest.split("{}")) {
            write!(f, "{operand}{signs}")?;
        }
        match &self.exact {
            Operand::None => Ok(()),
            exact => write!(f, " = {exact}"),
        }
    }
}

/// How many `{}` there are. Panics, and so does not compile, where a brace stands alone: `{base}` is no place.
pub(crate) const fn places(pattern: &str) -> usize {
    let (bytes, mut at, mut count) = (pattern.as_bytes(), 0, 0);
    while at < bytes.len() {
        if bytes[at] == b'{' {
            at += 1;
            assert!(
                at < bytes.len() && bytes[at] == b'}',
                "a brace that is not closed at once"
            );
            count += 1;
        } else {
            assert!(bytes[at] != b'}', "a brace that was not opened");
        }
        at += 1;
    }
    count
}

/// A [`Formula`] of a pattern and its operands: `formula!("{} × {}%", base, percent)`.
macro_rules! formula {
    ($pattern:literal $(, $operand:expr)+) => {{
        const {
            let given = [$(stringify!($operand)),+].len();
            assert!($crate::operand::places($pattern) == given, "a place for each operand");
        };
        $crate::operand::Formula::new($pattern, [$($crate::operand::Operand::from($operand)),+])
    }};
}

pub(crate) use formula;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_as_it_is_reckoned() {
        let base = Exact::from("5350.75".parse::<Money>().unwrap());
        let percent: Rate = "70".parse().unwrap();
        let product = formula!("{} × {}%", base, percent).equals(base.times_rate(percent));
        assert_eq!(product.to_string(), "5350.75 × 70.00% = 3745.525");
        let year = formula!("{} {}", 2022_i16, Operand::Signed(-1));
        assert_eq!(year.to_string(), "2022 -1");
        let sum = Formula::sum([1, 2].into_iter().map(|n: i64| formula!("{} × 2", n)));
        assert_eq!(sum.to_string(), "1 × 2 + 2 × 2");
        assert_eq!(Formula::sum(std::iter::empty()).to_string(), "");
        let four = formula!("{} × {}% × {} ÷ {}", base, percent, 1_i64, 2_i64);
        assert_eq!(four.to_string(), "5350.75 × 70.00% × 1 ÷ 2");
    }

    #[test]
    fn an_amount_beyond_64_bits_is_written_alike() {
        let large = Exact::from(Money::from_yuan(9_000_000_000_000)).times(1, 3);
        let larger = large.times(1_000_003, 1_000_003);
        assert!(matches!(Operand::from(large), Operand::Exact(..)));
        assert!(matches!(Operand::from(larger), Operand::Text(_)));
        let written = |exact| Operand::from(exact).to_string();
        assert_eq!(written(large), written(larger));
    }

    #[test]
    fn an_operand_is_written_as_its_type_is() {
        let written = |operand: Operand| operand.to_string();
        assert_eq!(written(true.into()), "true");
        assert_eq!(written(Date::constant(2025, 3, 9).into()), "2025-03-09");
        assert_eq!(written(Operand::Signed(2)), "+2");
        assert_eq!(
            written(Exact::new(-1, 3).into()),
            Exact::new(-1, 3).to_string()
        );
        assert_eq!(written(String::from("part").into()), "part");
        assert_eq!(written(Operand::None), "");
    }

    #[test]
    fn places_are_counted() {
        assert_eq!(places("{}"), 1);
        assert_eq!(places("min(max({}, {}), {})"), 3);
        assert_eq!(places(""), 0);
    }
}
