//! The hand-written loop: the least a program can do for a month's assessment over Parquet, on two threads.
//!
//! `hand-loop assess FOLDER PARAMETERS` sums as the peers do; `hand-loop generate FOLDER PEOPLE` makes the people.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type, Int64Type};
use arrow_array::{ArrayRef, Int8Array, Int32Array, Int64Array, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_writer::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["assess", folder, parameters] => assess(Path::new(folder), Path::new(parameters)),
        ["generate", folder, people] => {
            generate(Path::new(folder), people.parse().expect("a number"))
        }
        _ => panic!("hand-loop assess FOLDER PARAMETERS | hand-loop generate FOLDER PEOPLE"),
    }
}

/// Wage bounds in fen and the rate of each class in parts per million.
#[derive(Clone, Copy)]
struct Law {
    floor: i64,
    ceiling: i64,
    ppm: [i64; 9],
}

impl Law {
    fn read(path: &Path) -> Law {
        let text = std::fs::read_to_string(path).expect("the parameters");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let number = |name: &str| json[name].as_i64().expect("a number");
        let month = number("month");
        let mut ppm = [0; 9];
        for class in 1..=8 {
            for dated in json["rates"][class.to_string()].as_array().expect("rates") {
                if dated[0].as_i64().expect("a month") <= month {
                    ppm[class] = dated[1].as_i64().expect("a rate");
                }
            }
        }
        Law {
            floor: number("floor_fen"),
            ceiling: number("ceiling_fen"),
            ppm,
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Group {
    people: i64,
    base: i64,
    amount: i64,
}

/// Keys are employers; their bits are mixed by one multiplication.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are words")
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

type Groups = HashMap<u64, Group, BuildHasherDefault<Mix>>;

const COLUMNS: [&str; 4] = ["region", "employer", "risk_class", "wage_fen"];

fn assess(folder: &Path, parameters: &Path) {
    let law = Law::read(parameters);
    let mut files = Vec::new();
    find(folder, &mut files);
    files.sort();
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut sums, mut groups) = (Sums::default(), Groups::default());
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let region = add(path, law, &mut groups);
            for (employer, group) in groups.drain() {
                sums.add(region, employer as i64, group);
            }
        }
        sums
    };
    let (mut all, other) = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let own = work();
        (own, other.join().expect("a thread"))
    });
    all.groups += other.groups;
    all.people += other.people;
    all.base += other.base;
    all.amount += other.amount;
    all.weighted += other.weighted;
    println!(
        "{}",
        serde_json::json!({"groups": all.groups, "people": all.people, "base_fen": all.base,
            "amount_fen": all.amount, "weighted": all.weighted})
    );
}

/// What is printed: over all groups.
#[derive(Default)]
struct Sums {
    groups: i64,
    people: i64,
    base: i64,
    amount: i64,
    weighted: i64,
}

impl Sums {
    fn add(&mut self, region: i64, employer: i64, group: Group) {
        self.groups += 1;
        self.people += group.people;
        self.base += group.base;
        self.amount += group.amount;
        self.weighted += group.amount * ((employer * 7 + region) % 1009 + 1);
    }
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "parquet") {
            files.push(path);
        }
    }
}

/// Sums one file by employer; a region lies in one file, so its groups are complete at the file's end.
fn add(path: &Path, law: Law, groups: &mut Groups) -> i64 {
    let file = File::open(path).expect("a file");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let mask = ProjectionMask::columns(builder.parquet_schema(), COLUMNS);
    let reader = builder
        .with_projection(mask)
        .with_batch_size(16_384)
        .build()
        .expect("a reader");
    let mut of_file = None;
    for batch in reader {
        let batch = batch.expect("a batch");
        let column = |name: &str| batch.column_by_name(name).expect("a column");
        let region = column("region").as_primitive::<Int32Type>().values();
        let employer = column("employer").as_primitive::<Int32Type>().values();
        let class = column("risk_class").as_primitive::<Int8Type>().values();
        let wage = column("wage_fen").as_primitive::<Int64Type>().values();
        let first = *of_file.get_or_insert(region[0]);
        assert!(
            region.iter().all(|region| *region == first),
            "a region lies in one file"
        );
        for row in 0..wage.len() {
            let base = wage[row].clamp(law.floor, law.ceiling);
            let group = groups.entry(employer[row] as u64).or_default();
            group.people += 1;
            group.base += base;
            group.amount += (base * law.ppm[class[row] as usize] + 500_000) / 1_000_000;
        }
    }
    i64::from(of_file.unwrap_or(0))
}

/// People of 122 regions; eleven a typical employer, some large ones; a file a region and a million rows a row group.
fn generate(folder: &Path, people: i64) {
    let regions = 122.min(people / 8).max(1);
    let mut random = 88_172_645_463_325_252u64;
    let mut below = move |limit: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % limit
    };
    for region in 0..regions {
        let count = people / regions + i64::from(region < people % regions);
        let path = folder.join((430_000 + region).to_string());
        std::fs::create_dir_all(&path).expect("a folder");
        let employers = (count / 11).max(1) as u64;
        let schema = batch(430_000 + region, &mut below, employers, 0);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(1 << 20))
            .build();
        let file = File::create(path.join("part-0.parquet")).expect("a file");
        let mut writer =
            ArrowWriter::try_new(file, schema.schema(), Some(properties)).expect("a writer");
        let mut left = count;
        while left > 0 {
            let rows = left.min(65_536);
            writer
                .write(&batch(430_000 + region, &mut below, employers, rows))
                .expect("rows");
            left -= rows;
        }
        writer.close().expect("a footer");
    }
}

fn batch(
    region: i64,
    below: &mut impl FnMut(u64) -> u64,
    employers: u64,
    rows: i64,
) -> RecordBatch {
    let employer: Vec<i32> = (0..rows).map(|_| below(employers) as i32).collect();
    let class: Vec<i8> = employer
        .iter()
        .map(|employer| (employer % 8 + 1) as i8)
        .collect();
    let wage: Vec<i64> = (0..rows)
        .map(|_| 150_000 + (below(600_000) + below(600_000) + below(900_000)) as i64)
        .collect();
    let columns: [(&str, ArrayRef); 4] = [
        (
            "region",
            Arc::new(Int32Array::from(vec![region as i32; rows as usize])),
        ),
        ("employer", Arc::new(Int32Array::from(employer))),
        ("risk_class", Arc::new(Int8Array::from(class))),
        ("wage_fen", Arc::new(Int64Array::from(wage))),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}
