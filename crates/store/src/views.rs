//! Read-only queries for pages: what a person looks at, in the order it is shown. Nothing here writes.

pub mod cases;
mod covers;
pub mod due;
pub mod employers;
pub mod legacy;
pub mod letters;
pub mod matters;
pub mod office;
pub mod people;
pub mod settlement;
pub mod story;
pub mod vouchers;
pub mod year;

use crate::value::Value;

/// A window of a list: `number` counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub number: i64,
    pub size: i64,
}

impl Window {
    pub fn offset(self) -> i64 {
        (self.number - 1) * self.size
    }
}

/// Rows of one window and how many there are in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    pub rows: Vec<T>,
    pub total: i64,
}

/// Conditions and their values while a statement grows; places are numbered in order.
struct Conditions {
    text: String,
    values: Vec<Value>,
}

impl Conditions {
    /// Begins with the region, which every key begins with.
    fn of(alias: &str, region: &str) -> Conditions {
        Conditions {
            text: format!("{alias}region = $1"),
            values: vec![region.into()],
        }
    }

    /// The place of one more value.
    fn place(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }
}

/// A search text as a LIKE pattern that finds it anywhere; used with `ESCAPE '\'`.
fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_search_text_is_not_a_pattern() {
        assert_eq!(super::contains("50%_\\"), "%50\\%\\_\\\\%");
    }
}
