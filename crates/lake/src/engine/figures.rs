//! The figures of the room `figures`, their very statements, answered from an export instead of a store.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::error::DataFusionError;
use datafusion::prelude::{SessionConfig, SessionContext};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use yiju_figures::{Rows, without_names};
use yiju_lawbook::Lawbook;
use yiju_store::{Fault, Row, Value};
use yiju_terms::{Refusal, Region};

use super::place::Place;
use super::{Lake, Reach, session, threads};
use crate::Stop;
use crate::files::tables::TABLES;
use crate::files::{FileEntry, Manifest, fault};

/// The tables of one region of an export.
pub struct Books<'a> {
    context: SessionContext,
    runtime: Runtime,
    region: Region,
    /// The files, where they come from another machine.
    _fetched: Option<TempDir>,
    /// Who is asked first.
    elsewhere: Option<Box<dyn Elsewhere + 'a>>,
    here: bool,
}

/// Answers statements in place of this process.
pub trait Elsewhere {
    /// The rows; nothing where there was no answer, which has been said then, and this process answers.
    fn rows(&mut self, sql: &str, runtime: &Runtime) -> Option<Vec<RecordBatch>>;
}

/// What an export says of itself: its regions, and whether its people are invented.
pub fn manifest(folder: &str, reach: &Reach) -> Result<Manifest, Stop> {
    super::wait(async {
        let context = session(SessionConfig::new(), Lawbook::builtin(), reach)?;
        Ok(Lake::open(&context, reach, folder).await?.manifest)
    })
}

impl<'a> Books<'a> {
    /// Refused: a folder that does not hold the tables of the region (a made one has none).
    pub fn open(folder: &str, region: &Region, reach: &Reach) -> Result<Books<'a>, Stop> {
        let runtime = threads()?;
        let context = session(SessionConfig::new(), Lawbook::builtin(), reach)?;
        let fetched = runtime.block_on(tables(&context, folder, region, reach))?;
        Ok(Books {
            context,
            runtime,
            region: region.clone(),
            _fetched: fetched,
            elsewhere: None,
            here: false,
        })
    }

    /// Statements go there first. The digests of the files were compared here.
    pub fn asking(mut self, elsewhere: impl Elsewhere + 'a) -> Books<'a> {
        self.elsewhere = Some(Box::new(elsewhere));
        self
    }

    /// From now on: whether this process answers, whoever is asked first otherwise.
    pub fn answer_here(&mut self, here: bool) {
        self.here = here;
    }

    fn batches(&mut self, sql: &str) -> Result<Vec<RecordBatch>, Fault> {
        if let Some(elsewhere) = self.elsewhere.as_mut().filter(|_| !self.here)
            && let Some(batches) = elsewhere.rows(sql, &self.runtime)
        {
            return Ok(batches);
        }
        let work = async { self.context.sql(sql).await?.collect().await };
        let batches = self.runtime.block_on(work);
        batches.map_err(|error: DataFusionError| fault("asking the lake", error.strip_backtrace()))
    }
}

/// Makes the tables of a region tables of the session. No totals stand beside a figure that would tell other rows from those
/// of the export, so digests are compared; and a figure asks for small pieces many times, so what another machine keeps is
/// fetched once.
async fn tables(
    context: &SessionContext,
    folder: &str,
    region: &Region,
    reach: &Reach,
) -> Result<Option<TempDir>, Stop> {
    let mut lake = Lake::open(context, reach, folder).await?;
    let files = files_of(&lake, folder, region)?;
    let making = |error| fault("making a folder", error);
    let fetched = lake.place.is_remote().then(tempfile::tempdir);
    let fetched = fetched.transpose().map_err(making)?;
    let all: Vec<&FileEntry> = files.iter().collect();
    lake.digests(&all, fetched.as_ref().map(TempDir::path))
        .await?;
    if let Some(here) = &fetched {
        lake.place = Place::find(reach, &here.path().display().to_string())?;
    }
    register(&lake, context, &files).await?;
    Ok(fetched)
}

/// The files of a region's tables.
pub(crate) fn files_of(lake: &Lake, folder: &str, region: &Region) -> Result<Vec<FileEntry>, Stop> {
    let mut files = Vec::new();
    for (table, _) in TABLES {
        let before = files.len();
        let of_region = |file: &&FileEntry| file.region == *region;
        let of_table = lake.manifest.files_of(table, None).filter(of_region);
        files.extend(of_table.cloned());
        if files.len() == before {
            return Err(Refusal::new("lake_without_tables")
                .with("folder", folder)
                .with("region", region)
                .into());
        }
    }
    Ok(files)
}

/// Makes them tables of the session, where the lake is.
pub(crate) async fn register(
    lake: &Lake,
    context: &SessionContext,
    files: &[FileEntry],
) -> Result<(), Stop> {
    for (table, _) in TABLES {
        let of_table = files.iter().filter(|file| file.table == *table);
        lake.register(context, table, of_table).await?;
    }
    Ok(())
}

impl Rows for Books<'_> {
    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let sql = filled(&without_names(sql), values);
        for batch in self.batches(&sql)? {
            let columns: Vec<Vec<Value>> = batch
                .columns()
                .iter()
                .map(|column| cells(column))
                .collect::<Result<_, _>>()?;
            for at in 0..batch.num_rows() {
                take(Row(columns.iter().map(|cells| cells[at].clone()).collect()))?;
            }
        }
        Ok(())
    }

    fn keep_to(&self, region: &str) -> Result<(), Fault> {
        match self.region.code() == region {
            true => Ok(()),
            false => Err(fault(
                "asking the lake",
                format!("{region} is not {}", self.region),
            )),
        }
    }
}

/// The places `$1`, `$2` … filled with literals: the values are ours (a region, a year, days), and the engine then knows
/// their types.
fn filled(sql: &str, values: &[Value]) -> String {
    let mut text = sql.to_owned();
    for (at, value) in values.iter().enumerate().rev() {
        let literal = match value {
            Value::Null => "NULL".to_owned(),
            Value::Int(number) => number.to_string(),
            Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        };
        text = text.replace(&format!("${}", at + 1), &literal);
    }
    text
}

/// A column as a store gives it: whole numbers of any width, texts of any kind.
fn cells(column: &ArrayRef) -> Result<Vec<Value>, Fault> {
    use datafusion::arrow::compute::cast;
    let wrong = |error: &dyn std::fmt::Display| fault("reading the engine's rows", error);
    let is_text = matches!(
        column.data_type(),
        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8
    );
    if is_text {
        let texts = cast(column, &DataType::Utf8).map_err(|error| wrong(&error))?;
        let texts = texts.as_string::<i32>();
        return Ok(texts.iter().map(Value::from).collect());
    }
    if column.data_type().is_integer() || column.data_type().is_null() {
        let numbers = cast(column, &DataType::Int64).map_err(|error| wrong(&error))?;
        let numbers = numbers.as_primitive::<Int64Type>();
        return Ok(numbers.iter().map(Value::from).collect());
    }
    Err(wrong(&format!("a column of {}", column.data_type())))
}
