//! Short answers of one reading of the books: a figure made of figures, and a figure that is both shown and opened, ask
//! the same statement again.

use std::collections::HashMap;

use yiju_store::{Fault, Row, Value};

use crate::rows::Rows;

/// Longer answers are records to look through, not values.
const ROWS_KEPT: usize = 100;

/// What was answered so far. It holds as long as nothing is written: for one report, one page.
#[derive(Debug, Default)]
pub struct Answers(HashMap<(String, Vec<Value>), Vec<Row>>);

/// Rows that are asked for once.
pub struct Remembered<'a> {
    rows: &'a mut dyn Rows,
    answers: &'a mut Answers,
}

impl<'a> Remembered<'a> {
    pub fn new(rows: &'a mut dyn Rows, answers: &'a mut Answers) -> Remembered<'a> {
        Remembered { rows, answers }
    }
}

impl Rows for Remembered<'_> {
    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.rows.each(sql, values, take)
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let asked = (sql.to_owned(), values.to_vec());
        if let Some(known) = self.answers.0.get(&asked) {
            return Ok(known.clone());
        }
        let found = self.rows.query(sql, values)?;
        if found.len() <= ROWS_KEPT {
            self.answers.0.insert(asked, found.clone());
        }
        Ok(found)
    }

    fn keep_to(&self, region: &str) -> Result<(), Fault> {
        self.rows.keep_to(region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers with as many rows as asked for, and counts how often it was.
    struct Counted(usize);

    impl Rows for Counted {
        fn each(
            &mut self,
            _: &str,
            values: &[Value],
            take: &mut dyn FnMut(Row) -> Result<(), Fault>,
        ) -> Result<(), Fault> {
            self.0 += 1;
            let Some(Value::Int(rows)) = values.first() else {
                panic!("a number of rows");
            };
            (0..*rows).try_for_each(|row| take(Row(vec![row.into()])))
        }

        fn keep_to(&self, _: &str) -> Result<(), Fault> {
            Ok(())
        }
    }

    #[test]
    fn a_short_answer_is_asked_for_once_and_a_long_one_each_time() {
        let (mut rows, mut answers) = (Counted(0), Answers::default());
        for (asked, times) in [(3, 1), (3, 1), (2, 2), (101, 3), (101, 4)] {
            let mut remembered = Remembered::new(&mut rows, &mut answers);
            let found = remembered.query("SELECT", &[asked.into()]).unwrap();
            assert_eq!(found.len(), asked as usize);
            assert_eq!(rows.0, times, "{asked} rows");
        }
        let mut remembered = Remembered::new(&mut rows, &mut answers);
        remembered.query("SELECT other", &[3.into()]).unwrap();
        assert_eq!(rows.0, 5);
    }
}
