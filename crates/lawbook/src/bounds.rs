//! What values a quantity can sensibly have: by its unit, or as its own law file says with `least` and `most`.
//!
//! The one place where a figure of the law is judged, whether it stands in a law folder or on a paper of the office.

use yiju_terms::{Money, Rate};

use crate::series::{Cell, Unit};

/// The least and the most a quantity can be; what its law file leaves open is that of its unit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    pub least: Option<Cell>,
    pub most: Option<Cell>,
}

/// A value out of its bounds, and what they are, written in the unit of the quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outside {
    pub least: String,
    pub most: String,
}

impl Unit {
    /// Bounds on typing errors, not numbers of the law, as a law file would write them.
    fn plausible(self) -> Option<(&'static str, &'static str)> {
        match self {
            Unit::Percent => Some(("0", "100")),
            Unit::Permille => Some(("0", "1000")),
            Unit::Yuan => Some(("0", "1000000")),
            Unit::Months => Some(("0", "1200")),
            Unit::Days => Some(("0", "36600")),
            Unit::Years => Some(("0", "130")),
            Unit::Times => Some(("0", "100")),
            Unit::Number => Some(("0", "10000")),
            Unit::Text | Unit::List | Unit::YesNo | Unit::Bands => None,
        }
    }
}

impl Bounds {
    /// Of two files on one quantity the wider bounds hold, in whatever order they are read.
    pub(crate) fn wider(self, other: Bounds) -> Bounds {
        let of_two = |one: Option<Cell>, two: Option<Cell>, least: bool| match (one, two) {
            (Some(one), Some(two)) if (size(&one) < size(&two)) == least => Some(one),
            (Some(_), Some(two)) => Some(two),
            (one, two) => one.or(two),
        };
        Bounds {
            least: of_two(self.least, other.least, true),
            most: of_two(self.most, other.most, false),
        }
    }

    /// The least and the most in this unit; nothing for words and lists.
    pub(crate) fn of(&self, unit: Unit) -> Option<(Cell, Cell)> {
        let (least, most) = unit.plausible()?;
        let own = |cell: &Option<Cell>, text| cell.clone().or_else(|| unit.read(text));
        own(&self.least, least).zip(own(&self.most, most))
    }

    /// Why `cell` cannot be right; `None` where it can.
    pub(crate) fn outside(&self, unit: Unit, cell: &Cell) -> Option<Outside> {
        let (least, most) = self.of(unit)?;
        let fits = size(&least)? <= size(cell)? && size(cell)? <= size(&most)?;
        (!fits).then(|| Outside {
            least: least.show(unit),
            most: most.show(unit),
        })
    }
}

/// A number by its smallest parts, to compare numbers of one unit.
fn size(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Rate(rate) => Some(Rate::ppm(*rate)),
        Cell::Money(money) => Some(Money::fen(*money)),
        Cell::Int(number) => Some(*number),
        Cell::Text(_) | Cell::List(_) | Cell::Bands(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_has_bounds_and_a_law_file_may_move_them() {
        let cell = |text: &str| Unit::Percent.read(text).unwrap();
        let plain = Bounds::default();
        assert_eq!(plain.outside(Unit::Percent, &cell("100")), None);
        let out = plain.outside(Unit::Percent, &cell("-0.50")).unwrap();
        assert_eq!((out.least.as_str(), out.most.as_str()), ("0.00", "100.00"));
        assert!(plain.outside(Unit::Percent, &cell("300")).is_some());
        let wide = Bounds {
            most: Some(cell("300")),
            ..Bounds::default()
        };
        assert_eq!(wide.outside(Unit::Percent, &cell("300")), None);
        assert!(wide.outside(Unit::Percent, &cell("300.01")).is_some());
        let narrow = Bounds {
            least: Some(cell("1")),
            most: Some(cell("50")),
        };
        for both in [wide.clone().wider(narrow.clone()), narrow.wider(wide)] {
            assert_eq!(both.least, Some(cell("1")));
            assert_eq!(both.most, Some(cell("300")));
        }
        assert_eq!(plain.outside(Unit::Text, &Cell::Text("fund".into())), None);
    }
}
