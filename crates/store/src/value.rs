//! The three things a cell can hold, the same on both engines.

/// A cell. Money in fen and rates in ppm are `Int`; days are ISO `Text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(value)
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Value {
        Value::Text(value.clone())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// A result row, read by position. Reading a cell as what it is not is a bug in the statement and panics with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    pub fn int(&self, index: usize) -> i64 {
        match &self.0[index] {
            Value::Int(value) => *value,
            other => panic!("column {index} holds {other:?}, not an integer"),
        }
    }

    pub fn text(&self, index: usize) -> &str {
        match &self.0[index] {
            Value::Text(value) => value,
            other => panic!("column {index} holds {other:?}, not a text"),
        }
    }

    pub fn opt_int(&self, index: usize) -> Option<i64> {
        match &self.0[index] {
            Value::Null => None,
            _ => Some(self.int(index)),
        }
    }

    pub fn opt_text(&self, index: usize) -> Option<&str> {
        match &self.0[index] {
            Value::Null => None,
            _ => Some(self.text(index)),
        }
    }
}
