//! Durable entries a second: `postings URL CLIENTS SECONDS WAY [REGIONS]`, printing one JSON line. The database has room for
//! REGIONS regions (one); the entries are of one.
//!
//! An entry is the whole of what the office must keep: the application with its request key, four persons and their
//! steps, the approval, the chained journal entry, the voucher and its two postings; fourteen rows in seven tables with
//! all keys, indexes and triggers. Ways: `ours` (rights checked, chain made, every client answered after its commit);
//! `bare` (the engine alone, the same rows from a template, a statement a row, a commit an entry); `bare_one` (on
//! PostgreSQL: all rows of an entry in one statement, which is its own commit); `alone` (our actions without the writer).

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use postgres::types::ToSql;
use yiju_actions::Office;
use yiju_bench::{DAY, MONEY_HANDS, REGION, day, fresh_among, interest, region};
use yiju_lawbook::Lawbook;
use yiju_store::tables::*;
use yiju_store::verify::verify;
use yiju_store::{Store, Table, Value, Writer};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (url, clients, seconds, way, regions) = match arguments.as_slice() {
        [url, clients, seconds, way] => (url, clients, seconds, way, "1"),
        [url, clients, seconds, way, regions] => (url, clients, seconds, way, regions.as_str()),
        _ => panic!("postings URL CLIENTS SECONDS ours|bare|bare_one|alone [REGIONS]"),
    };
    let clients: usize = clients.parse().expect("a number of clients");
    let time = Duration::from_secs(seconds.parse().expect("seconds"));
    let mut store = fresh_among(url, regions.parse().expect("a number of regions"));
    let template = template(&mut store);
    let start = Instant::now();
    let written = match way.as_str() {
        "ours" => ours(url, clients, time),
        "alone" => alone(url, clients, time),
        "bare" if url.starts_with("sqlite:") => bare_sqlite(url, clients, time, &template),
        "bare" => bare_postgres(url, clients, time, &template, false),
        "bare_one" => bare_postgres(url, clients, time, &template, true),
        other => panic!("no way is called {other}"),
    };
    let elapsed = start.elapsed().as_millis();
    let per_second = i128::from(written) * 1000 / i128::try_from(elapsed).expect("small");
    let verdict = verify(&mut store, REGION, None).expect("a store");
    if matches!(way.as_str(), "ours" | "alone") {
        assert_eq!(verdict.breaks, [], "the chain is whole");
        assert_eq!(verdict.entries, written + 1, "every entry is there once");
    }
    println!("{{\"entries\":{written},\"per_second\":{per_second}}}");
}

/// Runs `work` on as many threads as there are clients until the time is over; gives how often it was done.
fn run(
    clients: usize,
    time: Duration,
    client: impl Fn(usize) -> Box<dyn FnMut(i64)> + Sync,
) -> i64 {
    let done = AtomicI64::new(0);
    std::thread::scope(|scope| {
        for number in 0..clients {
            let (client, done) = (&client, &done);
            scope.spawn(move || {
                let mut act = client(number);
                let end = Instant::now() + time;
                let mut turn = 0;
                while Instant::now() < end {
                    turn += 1;
                    act(turn);
                }
                done.fetch_add(turn, Ordering::Relaxed);
            });
        }
    });
    done.into_inner()
}

fn ours(url: &str, clients: usize, time: Duration) -> i64 {
    let writer = Writer::start(url).expect("a writer");
    run(clients, time, |client| {
        let writer = writer.clone();
        Box::new(move |turn| {
            let application = interest(format!("{client}-{turn}"), turn);
            let act = move |store: &mut Store| {
                Office::new(store, region(), Lawbook::builtin()).handle_at_once(
                    &MONEY_HANDS,
                    &application,
                    day(DAY),
                )
            };
            writer.act(act).expect("an entry");
        })
    })
}

fn alone(url: &str, clients: usize, time: Duration) -> i64 {
    run(clients, time, |client| {
        let mut store = Store::open(url).expect("the store opens");
        Box::new(move |turn| {
            let application = interest(format!("{client}-{turn}"), turn);
            let mut office = Office::new(&mut store, region(), Lawbook::builtin());
            let done = office.handle_at_once(&MONEY_HANDS, &application, day(DAY));
            done.expect("an entry");
        })
    })
}

/// One row of the template: its table's columns and its cells.
struct TemplateRow {
    table: &'static str,
    columns: &'static [&'static str],
    kinds: &'static [&'static str],
    insert: String,
    values: Vec<Value>,
}

/// The rows one entry of ours writes, read back from the store after it was made.
fn template(store: &mut Store) -> Vec<TemplateRow> {
    let application = interest("template".to_owned(), 100);
    let mut office = Office::new(store, region(), Lawbook::builtin());
    let made = office.handle_at_once(&MONEY_HANDS, &application, day(DAY));
    made.expect("the template is made");
    let mut rows = Vec::new();
    add::<MatterRow>(store, &mut rows);
    add::<StepHolderRow>(store, &mut rows);
    add::<StepRow>(store, &mut rows);
    add::<ApprovalRow>(store, &mut rows);
    add::<JournalRow>(store, &mut rows);
    add::<VoucherRow>(store, &mut rows);
    add::<PostingRow>(store, &mut rows);
    assert_eq!(rows.len(), 14, "an entry is fourteen rows");
    rows
}

fn add<T: Table>(store: &mut Store, rows: &mut Vec<TemplateRow>) {
    let found = store.select::<T>("region = $1", &[REGION.into()]);
    rows.extend(found.expect("rows").iter().map(|row| TemplateRow {
        table: T::NAME,
        columns: T::COLUMNS,
        kinds: T::COLUMN_TYPES,
        insert: T::insert_statement(),
        values: row.values(),
    }));
}

/// The cells of entry `number`: its own numbers, request key and digest; all else as in the template.
fn cells(row: &TemplateRow, number: i64) -> Vec<Value> {
    let cell = |(column, value): (&&str, &Value)| match *column {
        "id" | "matter_id" | "seq" | "voucher_id" if *value == Value::Int(1) => Value::Int(number),
        "request_key" => Value::Text(format!("bare-{number}")),
        "digest" if row.table == "journal" => Value::Text(format!("sm3:{number:064}")),
        _ => value.clone(),
    };
    row.columns.iter().zip(&row.values).map(cell).collect()
}

static NEXT: AtomicI64 = AtomicI64::new(2);

/// One connection, shared: SQLite has one writer, and waiting for a lock in the process is cheaper than its busy loop.
fn bare_sqlite(url: &str, clients: usize, time: Duration, template: &[TemplateRow]) -> i64 {
    let path = url.strip_prefix("sqlite:").expect("a file");
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    connection.set_prepared_statement_cache_capacity(64);
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
        )
        .expect("the same durability");
    let connection = Mutex::new(connection);
    let inserts: Vec<String> = template
        .iter()
        .map(|row| row.insert.replace('$', "?"))
        .collect();
    let write = |_: i64| {
        let connection = connection.lock().expect("no client panicked");
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let run = |sql: &str| {
            connection
                .prepare_cached(sql)
                .and_then(|mut s| s.execute([]))
        };
        run("BEGIN IMMEDIATE").expect("begin");
        for (row, sql) in template.iter().zip(&inserts) {
            let mut statement = connection.prepare_cached(sql).expect("a statement");
            let cells = cells(row, number);
            statement
                .execute(rusqlite::params_from_iter(&cells))
                .expect("a row");
        }
        run("COMMIT").expect("commit");
    };
    let done = AtomicI64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..clients {
            let (write, done) = (&write, &done);
            scope.spawn(move || {
                let end = Instant::now() + time;
                while Instant::now() < end {
                    write(done.fetch_add(1, Ordering::Relaxed));
                }
            });
        }
    });
    done.into_inner()
}

fn bare_postgres(
    url: &str,
    clients: usize,
    time: Duration,
    template: &[TemplateRow],
    one: bool,
) -> i64 {
    std::thread::scope(|scope| {
        let client = |_| {
            scope.spawn(move || {
                let mut client = postgres::Client::connect(url, postgres::NoTls).expect("a client");
                let texts = if one {
                    vec![one_statement(template)]
                } else {
                    template.iter().map(|row| row.insert.clone()).collect()
                };
                let prepare = |sql: &String| client.prepare(sql).expect("a statement");
                let statements: Vec<postgres::Statement> = texts.iter().map(prepare).collect();
                let end = Instant::now() + time;
                let mut done = 0;
                while Instant::now() < end {
                    let number = NEXT.fetch_add(1, Ordering::Relaxed);
                    let rows: Vec<Vec<Value>> =
                        template.iter().map(|row| cells(row, number)).collect();
                    if one {
                        let all: Vec<Value> = rows.into_iter().flatten().collect();
                        execute(&mut client, &statements[0], &all);
                    } else {
                        client.batch_execute("BEGIN").expect("begin");
                        for (statement, cells) in statements.iter().zip(&rows) {
                            execute(&mut client, statement, cells);
                        }
                        client.batch_execute("COMMIT").expect("commit");
                    }
                    done += 1;
                }
                done
            })
        };
        let threads: Vec<_> = (0..clients).map(client).collect();
        threads
            .into_iter()
            .map(|t| t.join().expect("a client"))
            .sum()
    })
}

fn execute(client: &mut postgres::Client, statement: &postgres::Statement, cells: &[Value]) {
    let own = |cell: &Value| -> Box<dyn ToSql + Sync> {
        match cell {
            Value::Null => Box::new(None::<String>),
            Value::Int(value) => Box::new(*value),
            Value::Text(text) => Box::new(text.clone()),
        }
    };
    let owned: Vec<Box<dyn ToSql + Sync>> = cells.iter().map(own).collect();
    // A missing number must be told from a missing text.
    let none = None::<i64>;
    let references: Vec<&(dyn ToSql + Sync)> = owned
        .iter()
        .zip(cells.iter().zip(statement.params()))
        .map(|(owned, (cell, kind))| match (cell, kind) {
            (Value::Null, &postgres::types::Type::INT8) => &none as &(dyn ToSql + Sync),
            _ => owned.as_ref(),
        })
        .collect();
    client.execute(statement, &references).expect("a row");
}

/// All rows of an entry in one statement with a place a cell.
fn one_statement(template: &[TemplateRow]) -> String {
    let mut places = 0;
    let mut parts = Vec::new();
    for (at, row) in template.iter().enumerate() {
        let place = |kind: &&str| {
            places += 1;
            let name = if kind.starts_with("TEXT") {
                "TEXT"
            } else {
                "BIGINT"
            };
            format!("${places}::{name}")
        };
        let list: Vec<String> = row.kinds.iter().map(place).collect();
        parts.push(format!(
            "part{at} AS (INSERT INTO {} ({}) VALUES ({}))",
            row.table,
            row.columns.join(", "),
            list.join(", ")
        ));
    }
    format!("WITH {} SELECT 1", parts.join(", "))
}
