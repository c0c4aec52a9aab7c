//! Where the rows of a figure come from: a store, or anything that answers the same statements.

use yiju_store::{Fault, Row, Store, Value};

/// What answers the statements of the figures. Columns are whole numbers and texts, as in a store.
pub trait Rows {
    /// Gives the rows of a statement one by one.
    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault>;

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let mut rows = Vec::new();
        self.each(sql, values, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// An error where the region lies outside what may be seen here.
    fn keep_to(&self, region: &str) -> Result<(), Fault>;
}

impl Rows for Store {
    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        Store::each(self, sql, values, take)
    }

    fn keep_to(&self, region: &str) -> Result<(), Fault> {
        Store::keep_to(self, region)
    }
}

/// The statement with an empty text for every name and ID number of a person: for rows that hold none. They stand in what
/// is shown of a figure's records, never in its value.
pub fn without_names(sql: &str) -> String {
    let mut text = sql.to_owned();
    for column in ["name", "id_number"] {
        let look = format!("(SELECT n.{column} FROM employee n");
        let last = "LIMIT 1)";
        while let Some(start) = text.find(&look) {
            let Some(length) = text[start..].find(last) else {
                break;
            };
            text.replace_range(start..start + length + last.len(), "''");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_into_names_become_empty_texts() {
        let sql = concat!(
            "SELECT ",
            person_name!("c.person_id"),
            " AS name, ",
            person_number!("c.person_id"),
            " AS id_number FROM persons c"
        );
        let expected = "SELECT '' AS name, '' AS id_number FROM persons c";
        assert_eq!(without_names(sql), expected);
        for figure in crate::all() {
            let records = figure.records.map(|query| query.sql);
            for sql in records.into_iter().chain(figure.vouchers) {
                assert!(
                    !without_names(sql).contains("FROM employee"),
                    "{}",
                    figure.stem
                );
            }
        }
    }
}
