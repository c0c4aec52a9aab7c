//! PostgreSQL: a connection with its prepared statements.

use std::collections::HashMap;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{ToSql, Type};

use crate::fault::Fault;
use crate::value::{Row, Value};

pub(crate) struct Server {
    pub client: postgres::Client,
    statements: HashMap<String, postgres::Statement>,
    /// Whether policies bind this login; asked once, when rows come in bulk for the first time.
    pub bound: Option<bool>,
    /// Rows that this session wrote in bulk into each partition, and how many of them the planner has looked at.
    pub grown: HashMap<String, (u64, u64)>,
}

impl Server {
    pub fn connect(url: &str) -> Result<Server, Fault> {
        let client = postgres::Client::connect(url, postgres::NoTls)
            .map_err(|e| Fault::postgres("connecting to PostgreSQL", &e))?;
        Ok(Server {
            client,
            statements: HashMap::new(),
            bound: None,
            grown: HashMap::new(),
        })
    }

    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Fault> {
        let statement = self.prepare(sql)?;
        let values = places(&statement, values);
        let references: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v.as_ref()).collect();
        self.client
            .execute(&statement, &references)
            .map_err(|e| Fault::postgres(sql, &e))
    }

    /// Gives the rows one by one as they come over the wire.
    pub fn each<E: From<Fault>>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut take: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let statement = self.prepare(sql)?;
        let values = places(&statement, values);
        let wrap = |e: postgres::Error| Fault::postgres(sql, &e);
        let mut rows = self
            .client
            .query_raw(&statement, values.iter().map(|v| v.as_ref()))
            .map_err(wrap)?;
        while let Some(row) = rows.next().map_err(wrap)? {
            take(cells(&row)?)?;
        }
        Ok(())
    }

    pub fn prepare(&mut self, sql: &str) -> Result<postgres::Statement, Fault> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self
            .client
            .prepare(sql)
            .map_err(|e| Fault::postgres(sql, &e))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Matches our three cells to the place types PostgreSQL inferred.
fn places(statement: &postgres::Statement, values: &[Value]) -> Vec<Box<dyn ToSql + Sync>> {
    let boxed = |(value, kind): (&Value, &Type)| -> Box<dyn ToSql + Sync> {
        match (value, kind) {
            (Value::Null, &Type::INT8) => Box::new(None::<i64>),
            (Value::Null, &Type::INT4) => Box::new(None::<i32>),
            (Value::Null, _) => Box::new(None::<String>),
            (Value::Int(v), &Type::INT4) => Box::new(*v as i32),
            (Value::Int(v), _) => Box::new(*v),
            (Value::Text(v), _) => Box::new(v.clone()),
        }
    };
    values.iter().zip(statement.params()).map(boxed).collect()
}

fn cells(row: &postgres::Row) -> Result<Row, Fault> {
    let mut cells = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let wrap = |e: postgres::Error| Fault::postgres("reading a row", &e);
        cells.push(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(index).map_err(wrap)?.into(),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(index)
                .map_err(wrap)?
                .map(i64::from)
                .into(),
            Type::TEXT | Type::VARCHAR | Type::NAME => row
                .try_get::<_, Option<String>>(index)
                .map_err(wrap)?
                .into(),
            ref other => {
                return Err(Fault::new(
                    "reading a row",
                    format!("column {} is {other}", column.name()),
                ));
            }
        });
    }
    Ok(Row(cells))
}
