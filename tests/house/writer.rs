//! The group-commit writer: many hands at once, one bad apple, a stranger who writes between, a process that is killed.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;

use crate::turns::counted;
use yiju_actions::fund_transfer::FundTransfer;
use yiju_actions::period_close::PeriodClose;
use yiju_actions::{ActionError, Hands, Office};
use yiju_lawbook::Lawbook;
use yiju_store::tables::VoucherRow;
use yiju_store::verify::{Verdict, verify};
use yiju_store::{Fault, Store, Writer};
use yiju_terms::Money;
use yiju_tests::{MONEY_HANDS, REGION, application, day, found, postgres, region, sqlite};

/// Runs the scenario with a founded office on SQLite, and on PostgreSQL where a server is named.
fn on_both(name: &str, scenario: impl Fn(&str)) {
    let mut places = vec![sqlite()];
    places.extend(postgres(name));
    for mut place in places {
        found(&mut place.store);
        scenario(&place.url);
    }
}

fn interest(amount_fen: i64) -> FundTransfer {
    FundTransfer {
        kind: "e16".to_owned(),
        on: day("2023-03-21"),
        amount: Money::from_fen(amount_fen),
        document: "利息单".to_owned(),
    }
}

/// One entry of interest through the four hands of the money items.
fn enter(
    writer: &Writer,
    key: &str,
    amount_fen: i64,
    hands: Hands<'static>,
) -> Result<i64, ActionError> {
    let application = application(key, "2023-03-21", interest(amount_fen));
    writer.act(move |store| {
        let mut office = Office::new(store, region(), Lawbook::builtin());
        office.handle_at_once(&hands, &application, day("2023-03-21"))
    })
}

fn codes<T: std::fmt::Debug>(outcome: Result<T, ActionError>) -> Vec<&'static str> {
    match outcome {
        Err(ActionError::Refused(refusals)) => refusals.iter().map(|r| r.code).collect(),
        other => panic!("expected refusals, got {other:?}"),
    }
}

/// The chain of the reopened store, which must be whole, and its vouchers numbered without a gap.
fn whole(url: &str) -> Verdict {
    let mut store = Store::open(url).unwrap();
    let verdict = verify(&mut store, REGION, None).unwrap();
    assert_eq!(verdict.breaks, []);
    let sql = "SELECT COALESCE(MAX(id), 0) FROM voucher WHERE region = $1 AND ledger = 'fund'";
    let last = store.one(sql, &[REGION.into()]).unwrap().int(0);
    assert_eq!(last, verdict.vouchers);
    verdict
}

/// Application, steps, approval, journal, voucher and postings of an entry, and its commit, are one question to the server
/// once the writer knows the office.
#[test]
fn an_entry_is_one_round_trip() {
    let Some(mut place) = postgres("writer_turns") else {
        return;
    };
    found(&mut place.store);
    let (url, turns) = counted(&place.url);
    let writer = Writer::start(&url).unwrap();
    let enter = |key: &str| enter(&writer, key, 700, MONEY_HANDS).unwrap();
    for key in ["first", "second"] {
        enter(key);
    }
    let before = turns.load(Ordering::SeqCst);
    for number in 0..10 {
        enter(&format!("turn-{number}"));
    }
    assert_eq!(turns.load(Ordering::SeqCst) - before, 10);
    drop(writer);
    assert_eq!(whole(&place.url).entries, 12);
}

#[test]
fn many_write_at_once_and_every_entry_is_in_the_chain() {
    on_both("writer_many", |url| {
        let writer = Writer::start(url).unwrap();
        let ids = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16)
                .map(|thread| {
                    let writer = writer.clone();
                    scope.spawn(move || -> Vec<i64> {
                        let key = |n: i64| format!("t{thread}-{n}");
                        let one = |n: i64| enter(&writer, &key(n), 100 + n, MONEY_HANDS).unwrap();
                        (0..20).map(one).collect()
                    })
                })
                .collect();
            let ids = threads.into_iter().flat_map(|t| t.join().unwrap());
            ids.collect::<std::collections::BTreeSet<i64>>()
        });
        assert_eq!(ids.len(), 320);
        drop(writer);
        let verdict = whole(url);
        assert_eq!((verdict.entries, verdict.vouchers), (320, 320));
        let mut store = Store::open(url).unwrap();
        let sum = "SELECT CAST(SUM(debit_fen) AS BIGINT) FROM posting WHERE region = $1";
        let sum = store.one(sum, &[REGION.into()]).unwrap().int(0);
        assert_eq!(sum, 16 * (0..20).map(|n| 100 + n).sum::<i64>());
    });
}

/// A voucher without its journal entry: only the commit sees what is wrong with it.
fn orphan(store: &mut Store) -> Result<(), Fault> {
    store.insert(&VoucherRow {
        region: REGION.to_owned(),
        ledger: "fund".to_owned(),
        id: 9_999,
        seq: 9_999,
        booked_on: "2023-03-21".to_owned(),
        pattern: "E16".to_owned(),
        summary: "无依据".to_owned(),
        reverses: None,
        reason: None,
    })
}

#[test]
fn one_bad_apple_harms_nobody() {
    on_both("writer_apple", |url| {
        let writer = Writer::start(url).unwrap();
        let wrong_hands = Hands {
            review: "cashier",
            ..MONEY_HANDS
        };
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let writer = writer.clone();
                scope.spawn(move || {
                    for n in 0..10 {
                        enter(&writer, &format!("good{thread}-{n}"), 100, MONEY_HANDS).unwrap();
                    }
                });
            }
            let bad = writer.clone();
            scope.spawn(move || {
                for n in 0..5 {
                    let nothing = enter(&bad, &format!("nothing{n}"), 0, MONEY_HANDS);
                    assert_eq!(codes(nothing), ["amount_not_positive"]);
                    let hands = enter(&bad, &format!("hands{n}"), 100, wrong_hands);
                    assert_eq!(codes(hands), ["no_right", "same_person"]);
                    assert!(bad.act(orphan).unwrap_err().constraint);
                }
            });
            let panics = writer.clone();
            scope.spawn(move || {
                let act = || panics.act(|_| -> Result<(), Fault> { panic!("a bug of this act") });
                assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(act)).is_err());
            });
        });
        drop(writer);
        assert_eq!(whole(url).entries, 80);
    });
}

#[test]
fn a_repeated_request_is_done_once() {
    on_both("writer_repeat", |url| {
        let writer = Writer::start(url).unwrap();
        let mut ids = Vec::new();
        std::thread::scope(|scope| {
            let send = || scope.spawn(|| enter(&writer, "same", 500, MONEY_HANDS).unwrap());
            let threads: Vec<_> = (0..8).map(|_| send()).collect();
            ids.extend(threads.into_iter().map(|thread| thread.join().unwrap()));
        });
        drop(writer);
        // Another writer has not seen it; the database has. The answer is the first matter, not a refusal.
        let other = Writer::start(url).unwrap();
        ids.push(enter(&other, "same", 500, MONEY_HANDS).unwrap());
        ids.push(enter(&other, "same", 0, MONEY_HANDS).unwrap());
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(whole(url).entries, 1);
    });
}

#[test]
fn a_stranger_writes_between() {
    on_both("writer_stranger", |url| {
        let writer = Writer::start(url).unwrap();
        enter(&writer, "mine1", 100, MONEY_HANDS).unwrap();
        let mut store = Store::open(url).unwrap();
        let mut office = Office::new(&mut store, region(), Lawbook::builtin());
        let on = day("2023-03-21");
        let theirs = application("theirs", "2023-03-21", interest(200));
        let matter = office.handle(&MONEY_HANDS, &theirs, on).unwrap();
        enter(&writer, "mine2", 300, MONEY_HANDS).unwrap();
        // Their request under our roof is still their matter.
        assert_eq!(enter(&writer, "theirs", 200, MONEY_HANDS).unwrap(), matter);
        let close = PeriodClose {
            ledger: "fund".to_owned(),
            month: "2023-03".parse().unwrap(),
            year_end: false,
            on: day("2023-03-31"),
        };
        let close = application("close", "2023-03-31", close);
        let closed = office.handle(&MONEY_HANDS, &close, day("2023-03-31"));
        closed.unwrap();
        let late = enter(&writer, "late", 100, MONEY_HANDS);
        assert_eq!(codes(late), ["period_closed"]);
        drop(writer);
        assert_eq!(whole(url).entries, 4);
    });
}

const CHILD: &str = "YIJU_TEST_WRITER_CHILD";

/// Not a test of its own: what the killed process runs. Says every key that was acknowledged.
#[test]
fn child() {
    let Ok(url) = std::env::var(CHILD) else {
        return;
    };
    let writer = Writer::start(&url).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let writer = writer.clone();
            scope.spawn(move || {
                for n in 0.. {
                    let key = format!("k{thread}-{n}");
                    enter(&writer, &key, 100, MONEY_HANDS).unwrap();
                    println!("done {key}");
                }
            });
        }
    });
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    on_both("writer_kill", |url| {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer::child", "--nocapture"])
            .env(CHILD, url)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut acknowledged = Vec::new();
        for line in output.lines() {
            let line = line.unwrap();
            // The harness writes the test's name before the first line.
            if let Some((_, key)) = line.split_once("done ") {
                acknowledged.push(key.to_owned());
            }
            if acknowledged.len() == 200 {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(acknowledged.len() >= 200, "{}", acknowledged.len());
        let verdict = whole(url);
        assert!(verdict.entries >= acknowledged.len() as i64);
        let writer = Writer::start(url).unwrap();
        // Sent again, each is answered with what was done, and nothing is done twice.
        for key in &acknowledged[..20] {
            enter(&writer, key, 100, MONEY_HANDS).unwrap();
        }
        enter(&writer, "after", 100, MONEY_HANDS).unwrap();
        drop(writer);
        let mut store = Store::open(url).unwrap();
        for key in &acknowledged {
            let found = yiju_store::matters::matter_of_request(&mut store, REGION, key);
            assert!(found.unwrap().is_some(), "{key} was acknowledged");
        }
        assert_eq!(whole(url).entries, verdict.entries + 1);
    });
}

#[test]
fn at_once_leaves_the_same_bytes_as_step_by_step() {
    let on = day("2023-03-21");
    let application = application("same", "2023-03-21", interest(700));
    let (mut stepwise, mut at_once) = (sqlite(), sqlite());
    let mut office = found(&mut stepwise.store);
    office.handle(&MONEY_HANDS, &application, on).unwrap();
    let mut office = found(&mut at_once.store);
    office
        .handle_at_once(&MONEY_HANDS, &application, on)
        .unwrap();
    let head = |url: &str| whole(url).head;
    assert_eq!(head(&stepwise.url), head(&at_once.url));
}
