//! Reading the people of a region's month back: only the columns the assessment needs, piece by piece.

use std::fs::File;
use std::ops::Range;
use std::path::Path;

use parquet::basic::Type as Physical;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use yiju_terms::Refusal;

use super::FileEntry;
use super::content::Content;
use crate::Stop;

/// People of a piece: about as many as stay in the processor's cache.
const PIECE: usize = 1 << 14;

/// The columns of some people, one length.
#[derive(Default)]
pub struct Piece {
    pub employer: Vec<i32>,
    pub risk_class: Vec<i32>,
    pub experience_tier: Vec<i32>,
    pub wage_fen: Vec<i64>,
}

/// An open file of the lake.
pub struct Open<'e> {
    reader: SerializedFileReader<Content>,
    entry: &'e FileEntry,
}

/// The code of a file that is not what the manifest says.
pub const DAMAGED: &str = "lake_file_damaged";

/// The file is not what the manifest says, or cannot be read at all.
pub fn damaged(entry: &FileEntry, why: impl std::fmt::Display) -> Stop {
    Refusal::new(DAMAGED)
        .with("file", &entry.path)
        .with("why", why)
        .into()
}

impl<'e> Open<'e> {
    /// Refused: a file that is missing, cut short or longer than the manifest says, or without its number of rows.
    pub fn open(folder: &Path, entry: &'e FileEntry) -> Result<Open<'e>, Stop> {
        let wrong = |error: &dyn std::fmt::Display| damaged(entry, error);
        let file = File::open(folder.join(&entry.path)).map_err(|error| wrong(&error))?;
        let bytes = file.metadata().map_err(|error| wrong(&error))?.len();
        if bytes != entry.bytes {
            return Err(wrong(&format!("{bytes} ≠ {} bytes", entry.bytes)));
        }
        let content = Content::of(file, bytes).map_err(|error| wrong(&error))?;
        let reader = SerializedFileReader::new(content).map_err(|error| wrong(&error))?;
        let rows = reader.metadata().file_metadata().num_rows();
        if u64::try_from(rows) != Ok(entry.rows) {
            return Err(wrong(&format!("{rows} ≠ {} rows", entry.rows)));
        }
        let groups = reader.num_row_groups();
        if groups != entry.groups {
            return Err(wrong(&format!("{groups} ≠ {} row groups", entry.groups)));
        }
        Ok(Open { reader, entry })
    }

    pub fn row_groups(&self) -> usize {
        self.reader.num_row_groups()
    }

    fn column(&self, name: &str) -> Result<usize, Stop> {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let found = schema
            .columns()
            .iter()
            .position(|column| column.name() == name);
        found.ok_or_else(|| damaged(self.entry, format!("no column {name}")))
    }

    /// Gives the people of these row groups piece by piece.
    pub fn people(
        &self,
        groups: Range<usize>,
        take: &mut dyn FnMut(&Piece) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let at = [
            self.column("employer")?,
            self.column("risk_class")?,
            self.column("experience_tier")?,
            self.column("wage_fen")?,
        ];
        let wrong = |error: ParquetError| damaged(self.entry, error);
        let mut piece = Piece::default();
        for group in groups {
            let group = self.reader.get_row_group(group).map_err(wrong)?;
            let mut left = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
            let mut employer = typed::<Int32Type>(&*group, at[0]).map_err(wrong)?;
            let mut class = typed::<Int32Type>(&*group, at[1]).map_err(wrong)?;
            let mut tier = typed::<Int32Type>(&*group, at[2]).map_err(wrong)?;
            let mut wage = typed::<Int64Type>(&*group, at[3]).map_err(wrong)?;
            while left > 0 {
                let count = left.min(PIECE);
                next(&mut employer, count, &mut piece.employer).map_err(wrong)?;
                next(&mut class, count, &mut piece.risk_class).map_err(wrong)?;
                next(&mut tier, count, &mut piece.experience_tier).map_err(wrong)?;
                next(&mut wage, count, &mut piece.wage_fen).map_err(wrong)?;
                take(&piece)?;
                left -= count;
            }
        }
        Ok(())
    }

    /// A whole column of texts.
    pub fn texts(&self, name: &str) -> Result<Vec<ByteArray>, Stop> {
        self.whole::<ByteArrayType>(name)
    }

    /// A whole column of 32-bit numbers.
    pub fn numbers(&self, name: &str) -> Result<Vec<i32>, Stop> {
        self.whole::<Int32Type>(name)
    }

    /// A whole column of 64-bit numbers.
    pub fn longs(&self, name: &str) -> Result<Vec<i64>, Stop> {
        self.whole::<Int64Type>(name)
    }

    /// The sum of a column of whole numbers, empty cells left out.
    pub fn sum(&self, name: &str) -> Result<i64, Stop> {
        let column = self.column(name)?;
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let all = match schema.column(column).physical_type() {
            Physical::INT32 => self.numbers(name)?.into_iter().map(i64::from).collect(),
            _ => self.longs(name)?,
        };
        let mut sum = 0i64;
        for number in all {
            let added = sum.checked_add(number);
            sum = added.ok_or_else(|| damaged(self.entry, "sum"))?;
        }
        Ok(sum)
    }

    fn whole<T: DataType>(&self, name: &str) -> Result<Vec<T::T>, Stop> {
        let column = self.column(name)?;
        let wrong = |error: ParquetError| damaged(self.entry, error);
        let mut all = Vec::new();
        for group in 0..self.row_groups() {
            let group = self.reader.get_row_group(group).map_err(wrong)?;
            let rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
            let may_miss = group
                .metadata()
                .column(column)
                .column_descr()
                .max_def_level()
                > 0;
            let mut reader = typed::<T>(&*group, column).map_err(wrong)?;
            let mut levels = Vec::new();
            let levels = may_miss.then_some(&mut levels);
            let read = reader.read_records(rows, levels, None, &mut all);
            if read.map_err(wrong)?.0 != rows {
                return Err(damaged(self.entry, "rows"));
            }
        }
        Ok(all)
    }
}

fn typed<T: DataType>(
    group: &dyn RowGroupReader,
    column: usize,
) -> Result<ColumnReaderImpl<T>, ParquetError> {
    let reader = group.get_column_reader(column)?;
    if physical(&reader) != T::get_physical_type() {
        return Err(ParquetError::General("a column of another type".to_owned()));
    }
    T::get_column_reader(reader)
        .ok_or_else(|| ParquetError::General("a column of another type".to_owned()))
}

fn physical(reader: &ColumnReader) -> parquet::basic::Type {
    use parquet::basic::Type;
    match reader {
        ColumnReader::BoolColumnReader(_) => Type::BOOLEAN,
        ColumnReader::Int32ColumnReader(_) => Type::INT32,
        ColumnReader::Int64ColumnReader(_) => Type::INT64,
        ColumnReader::Int96ColumnReader(_) => Type::INT96,
        ColumnReader::FloatColumnReader(_) => Type::FLOAT,
        ColumnReader::DoubleColumnReader(_) => Type::DOUBLE,
        ColumnReader::ByteArrayColumnReader(_) => Type::BYTE_ARRAY,
        ColumnReader::FixedLenByteArrayColumnReader(_) => Type::FIXED_LEN_BYTE_ARRAY,
    }
}

/// The next `count` cells in place of those before.
fn next<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    count: usize,
    cells: &mut Vec<T::T>,
) -> Result<(), ParquetError> {
    cells.clear();
    while cells.len() < count {
        let (read, _, _) = reader.read_records(count - cells.len(), None, None, cells)?;
        if read == 0 {
            return Err(ParquetError::General("fewer rows than said".to_owned()));
        }
    }
    Ok(())
}
