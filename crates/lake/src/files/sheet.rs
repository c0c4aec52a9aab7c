//! A Parquet file being written: columns of whole numbers and texts, with the sums of those that hold fen, of classes and of tiers.

use std::collections::BTreeMap;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};

use super::fault;
use super::fresh::{Fresh, Hashed, Place, Seen};
use crate::Stop;

/// Rows of a row group.
pub const GROUP_ROWS: usize = 1 << 20;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A number of 8 bits.
    Small,
    /// A number of 16 bits.
    Short,
    /// A number of 32 bits.
    Number,
    /// A number of 64 bits.
    Long,
    Text,
}

/// A column by name; `may_miss` where a cell may be empty.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub holds: Holds,
    pub may_miss: bool,
}

impl Column {
    pub fn new(name: &str, holds: Holds) -> Column {
        Column {
            name: name.to_owned(),
            holds,
            may_miss: false,
        }
    }
}

/// The cells of a column that wait for their row group. `levels` (1: there, 0: missing) only where cells may be missing.
#[derive(Default)]
pub struct Cells {
    pub numbers: Vec<i32>,
    pub longs: Vec<i64>,
    pub texts: Vec<ByteArray>,
    pub levels: Vec<i16>,
}

/// Columns that are added up besides those of fen.
pub const SUMMED: [&str; 2] = ["risk_class", "experience_tier"];

/// A file being written. Rows are pushed into [`Sheet::cells`], then [`Sheet::rows`] is told how many.
pub struct Sheet {
    writer: SerializedFileWriter<Hashed>,
    seen: Seen,
    place: Place,
    columns: Vec<Column>,
    pub cells: Vec<Cells>,
    waiting: usize,
    group_rows: usize,
    rows: u64,
    groups: usize,
    sums: BTreeMap<String, i64>,
}

fn wrong(place: &Place, error: &ParquetError) -> Stop {
    fault(format!("writing {}", place.path), error).into()
}

fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, converted, logical) = match column.holds {
        Holds::Small => (Physical::INT32, ConvertedType::INT_8, None),
        Holds::Short => (Physical::INT32, ConvertedType::INT_16, None),
        Holds::Number => (Physical::INT32, ConvertedType::NONE, None),
        Holds::Long => (Physical::INT64, ConvertedType::NONE, None),
        Holds::Text => (
            Physical::BYTE_ARRAY,
            ConvertedType::UTF8,
            Some(LogicalType::String),
        ),
    };
    let repetition = match column.may_miss {
        true => Repetition::OPTIONAL,
        false => Repetition::REQUIRED,
    };
    Type::primitive_type_builder(&column.name, physical)
        .with_repetition(repetition)
        .with_converted_type(converted)
        .with_logical_type(logical)
        .build()
}

fn schema(columns: &[Column]) -> Result<Type, ParquetError> {
    let fields = columns
        .iter()
        .map(|column| field(column).map(Arc::new))
        .collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("row").with_fields(fields).build()
}

/// Wages hardly repeat: a dictionary of them would only be given up half-way.
fn properties() -> WriterPropertiesPtr {
    Arc::new(
        WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("yiju".to_owned())
            .set_column_dictionary_enabled(ColumnPath::from("wage_fen"), false)
            .set_data_page_row_count_limit(GROUP_ROWS)
            .set_max_row_group_row_count(None)
            .build(),
    )
}

impl Sheet {
    pub fn begin(
        fresh: &Fresh,
        place: Place,
        columns: Vec<Column>,
        group_rows: usize,
    ) -> Result<Sheet, Stop> {
        let file = fresh.create(&place)?;
        let seen = file.seen();
        let schema = schema(&columns).map_err(|error| wrong(&place, &error))?;
        let writer = SerializedFileWriter::new(file, Arc::new(schema), properties())
            .map_err(|error| wrong(&place, &error))?;
        // Money, and what an amount goes by: a file with other classes or tiers is another file.
        let summed = columns
            .iter()
            .filter(|column| column.name.ends_with("_fen") || SUMMED.contains(&&*column.name));
        Ok(Sheet {
            writer,
            seen,
            sums: summed.map(|column| (column.name.clone(), 0)).collect(),
            place,
            cells: columns.iter().map(|_| Cells::default()).collect(),
            columns,
            waiting: 0,
            group_rows,
            rows: 0,
            groups: 0,
        })
    }

    /// Says that `count` rows were pushed into every column; writes them when a row group is full.
    pub fn rows(&mut self, count: usize) -> Result<(), Stop> {
        self.waiting += count;
        self.rows += count as u64;
        match self.waiting >= self.group_rows {
            true => self.flush(),
            false => Ok(()),
        }
    }

    fn flush(&mut self) -> Result<(), Stop> {
        if self.waiting == 0 {
            return Ok(());
        }
        for (column, cells) in self.columns.iter().zip(&self.cells) {
            if let Some(sum) = self.sums.get_mut(&column.name) {
                let numbers = cells.numbers.iter().map(|number| i64::from(*number));
                let mut all = cells.longs.iter().copied().chain(numbers);
                let added = all.try_fold(*sum, |sum, one| sum.checked_add(one));
                *sum = added.ok_or_else(|| fault("adding up a column", "the sum is too large"))?;
            }
        }
        self.write_group()
            .map_err(|error| wrong(&self.place, &error))?;
        self.groups += 1;
        self.waiting = 0;
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for (column, cells) in self.columns.iter().zip(&mut self.cells) {
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            let levels = column.may_miss.then_some(cells.levels.as_slice());
            match column.holds {
                Holds::Small | Holds::Short | Holds::Number => {
                    let typed = writer.typed::<Int32Type>();
                    typed.write_batch(&cells.numbers, levels, None)?;
                }
                Holds::Long => {
                    let typed = writer.typed::<Int64Type>();
                    typed.write_batch(&cells.longs, levels, None)?;
                }
                Holds::Text => {
                    let typed = writer.typed::<ByteArrayType>();
                    typed.write_batch(&cells.texts, levels, None)?;
                }
            }
            writer.close()?;
            cells.numbers.clear();
            cells.longs.clear();
            cells.texts.clear();
            cells.levels.clear();
        }
        group.close()?;
        Ok(())
    }

    /// Writes the rest, brings the file to the disk and takes it into the folder's list. Gives the number of rows.
    pub fn finish(mut self, fresh: &Fresh) -> Result<u64, Stop> {
        self.flush()?;
        let closed = self.writer.finish().and_then(|_| {
            let file = self.writer.inner_mut();
            file.sync()
                .map_err(|error| ParquetError::External(Box::new(error)))
        });
        closed.map_err(|error| wrong(&self.place, &error))?;
        fresh.add(self.place, (self.rows, self.groups), self.sums, &self.seen)?;
        Ok(self.rows)
    }
}
