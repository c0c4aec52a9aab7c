//! Tables declared once: the struct, its columns, its `CREATE TABLE` and its insert come from one place.

use crate::value::{Row, Value};

/// A Rust type that is one column.
pub trait Column: Sized {
    const SQL: &'static str;
    fn to_value(&self) -> Value;
    fn from_cell(row: &Row, index: usize) -> Self;
}

impl Column for String {
    const SQL: &'static str = "TEXT NOT NULL";
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_cell(row: &Row, index: usize) -> String {
        row.text(index).to_owned()
    }
}

impl Column for i64 {
    const SQL: &'static str = "BIGINT NOT NULL";
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_cell(row: &Row, index: usize) -> i64 {
        row.int(index)
    }
}

impl Column for Option<String> {
    const SQL: &'static str = "TEXT";
    fn to_value(&self) -> Value {
        self.as_ref().into()
    }
    fn from_cell(row: &Row, index: usize) -> Option<String> {
        row.opt_text(index).map(str::to_owned)
    }
}

impl Column for Option<i64> {
    const SQL: &'static str = "BIGINT";
    fn to_value(&self) -> Value {
        (*self).into()
    }
    fn from_cell(row: &Row, index: usize) -> Option<i64> {
        row.opt_int(index)
    }
}

/// A row type with its table.
pub trait Table: Sized {
    const NAME: &'static str;
    const COLUMNS: &'static [&'static str];
    const COLUMN_TYPES: &'static [&'static str];
    /// Keys and constraints, as they stand in `CREATE TABLE` on both engines.
    const CONSTRAINTS: &'static str;
    fn values(&self) -> Vec<Value>;
    fn from_row(row: &Row) -> Self;

    fn select_list(prefix: &str) -> String {
        let columns: Vec<String> = Self::COLUMNS
            .iter()
            .map(|c| format!("{prefix}{c}"))
            .collect();
        columns.join(", ")
    }

    fn insert_statement() -> String {
        let places: Vec<String> = (1..=Self::COLUMNS.len()).map(|n| format!("${n}")).collect();
        format!(
            "INSERT INTO {} ({}) VALUES ({})",
            Self::NAME,
            Self::COLUMNS.join(", "),
            places.join(", ")
        )
    }

    fn create_statement() -> String {
        let mut lines: Vec<String> = Self::COLUMNS
            .iter()
            .zip(Self::COLUMN_TYPES)
            .map(|(column, kind)| format!("  {column} {kind}"))
            .collect();
        lines.push(format!("  {}", Self::CONSTRAINTS.trim()));
        format!("CREATE TABLE {} (\n{}\n)", Self::NAME, lines.join(",\n"))
    }
}

/// Declares a row struct and its table. Field order is column order.
macro_rules! table {
    ($(#[$meta:meta])* $name:ident = $table:literal { $($(#[$field_meta:meta])* $field:ident: $kind:ty),+ $(,)? } $constraints:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$field_meta])* pub $field: $kind),+ }

        impl $crate::table::Table for $name {
            const NAME: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];
            const COLUMN_TYPES: &'static [&'static str] = &[$(<$kind as $crate::table::Column>::SQL),+];
            const CONSTRAINTS: &'static str = $constraints;

            fn values(&self) -> Vec<$crate::value::Value> {
                vec![$($crate::table::Column::to_value(&self.$field)),+]
            }

            fn from_row(row: &$crate::value::Row) -> $name {
                let mut index = 0;
                $(let $field = <$kind as $crate::table::Column>::from_cell(row, index); index += 1;)+
                let _ = index;
                $name { $($field),+ }
            }
        }
    };
}
