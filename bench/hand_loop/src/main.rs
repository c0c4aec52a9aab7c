//! The hand-written loop: the least a program can do for a month's assessment over Parquet, on two threads.
//!
//! A folder is laid out as `yiju lake` lays it out. `assess` rounds as the office does: once an employer and month.
//!
//! `hand-loop assess FOLDER PARAMETERS` sums as the peers do; `hand-loop generate FOLDER PEOPLE` makes the people.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type, Int64Type};
use arrow_array::{ArrayRef, Int8Array, Int16Array, Int32Array, Int64Array, RecordBatch};
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

/// The employer whose rows are being read: they stand together.
#[derive(Clone, Copy, Default)]
struct Group {
    employer: i32,
    class: i8,
    people: i64,
    base: i64,
}

const COLUMNS: [&str; 4] = ["region", "employer", "risk_class", "wage_fen"];

fn assess(folder: &Path, parameters: &Path) {
    let law = Law::read(parameters);
    let mut files = Vec::new();
    find(folder, &mut files);
    files.sort();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut sums = Sums::default();
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            add(path, law, &mut sums);
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
    /// An employer's month: the bases of its people together, then its rate, rounded half up once.
    fn add(&mut self, law: Law, region: i32, group: Group) {
        if group.people == 0 {
            return;
        }
        let amount = (group.base * law.ppm[group.class as usize] + 500_000) / 1_000_000;
        self.groups += 1;
        self.people += group.people;
        self.base += group.base;
        self.amount += amount;
        self.weighted += amount * ((i64::from(group.employer) * 7 + i64::from(region)) % 1009 + 1);
    }
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            find(&path, files);
        } else if path
            .file_name()
            .is_some_and(|name| name == "people.parquet")
        {
            files.push(path);
        }
    }
}

/// Sums one file by employer; a region lies in one file, and the rows of an employer stand together in it.
fn add(path: &Path, law: Law, sums: &mut Sums) {
    let file = File::open(path).expect("a file");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let mask = ProjectionMask::columns(builder.parquet_schema(), COLUMNS);
    let reader = builder
        .with_projection(mask)
        .with_batch_size(16_384)
        .build()
        .expect("a reader");
    let (mut group, mut of_file) = (Group::default(), None);
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
            if group.employer != employer[row] {
                sums.add(law, first, group);
                group = Group {
                    employer: employer[row],
                    ..Group::default()
                };
            }
            group.class = class[row];
            group.people += 1;
            group.base += wage[row].clamp(law.floor, law.ceiling);
        }
    }
    sums.add(law, of_file.unwrap_or_default(), group);
}

/// People of 122 regions in the layout of `yiju lake` (without its manifest): employers of 1 to 20 people and some large
/// ones, the rows of an employer together, a file a region and a million rows a row group.
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
        let code = 430_000 + region;
        let path = folder.join(format!("region={code}/month=2023-06"));
        std::fs::create_dir_all(&path).expect("a folder");
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(1 << 20))
            .build();
        let file = File::create(path.join("people.parquet")).expect("a file");
        let schema = batch(code as i32, &[]).schema();
        let mut writer = ArrowWriter::try_new(file, schema, Some(properties)).expect("a writer");
        let mut left = people / regions + i64::from(region < people % regions);
        let mut rows = Vec::new();
        let mut employer = 0;
        while left > 0 {
            let usual = match below(200) {
                0 => 100 + below(400),
                _ => 1 + below(16) + below(5),
            };
            let (size, class) = (left.min(usual as i64), below(8) as i8 + 1);
            for _ in 0..size {
                let wage = 150_000 + (below(600_000) + below(600_000) + below(900_000)) as i64;
                rows.push((employer, class, wage));
            }
            employer += 1;
            left -= size;
            if left == 0 || rows.len() >= 65_536 {
                writer.write(&batch(code as i32, &rows)).expect("rows");
                rows.clear();
            }
        }
        writer.close().expect("a footer");
    }
}

fn batch(region: i32, rows: &[(i32, i8, i64)]) -> RecordBatch {
    let employer = rows.iter().map(|row| row.0).collect::<Vec<i32>>();
    let class = rows.iter().map(|row| row.1).collect::<Vec<i8>>();
    let wage = rows.iter().map(|row| row.2).collect::<Vec<i64>>();
    let columns: [(&str, ArrayRef); 5] = [
        (
            "region",
            Arc::new(Int32Array::from(vec![region; rows.len()])),
        ),
        ("employer", Arc::new(Int32Array::from(employer))),
        ("risk_class", Arc::new(Int8Array::from(class))),
        (
            "experience_tier",
            Arc::new(Int16Array::from(vec![100; rows.len()])),
        ),
        ("wage_fen", Arc::new(Int64Array::from(wage))),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}
