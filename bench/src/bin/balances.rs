//! Books of many transactions: `balances make sqlite:PATH COUNT FOLDER` fills a store and writes the same transactions as
//! files for ledger, hledger and beancount. `yiju balances` then reads the store as for any accountant.
//!
//! The rows are written straight into the tables under one journal entry: what is measured is reading them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use yiju_actions::Office;
use yiju_bench::{DAY, MONEY_HANDS, REGION, day, fresh, interest, region};
use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_store::tables::{PostingRow, VoucherRow};

const CREDITS: [&str; 5] = [
    "contribution_income.employer",
    "contribution_income.project",
    "interest_income.fiscal_account",
    "transfer_income",
    "payables",
];
const DEBITS: [&str; 6] = [
    "treasury",
    "fiscal_account",
    "expenditure_account",
    "benefit_expenditure.disability.disability_lump_sum",
    "benefit_expenditure.disability.disability_allowance",
    "benefit_expenditure.death.survivor_pension",
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["make", url, count, folder] => {
            make(url, count.parse().expect("a number"), Path::new(folder));
        }
        _ => panic!("balances make sqlite:PATH COUNT FOLDER"),
    }
}

/// Day, debited account, credited account and fen of transaction `number`.
fn transaction(number: i64) -> (String, &'static str, &'static str, i64) {
    let at = usize::try_from(number).expect("small");
    let day = day("2022-01-01") + jiff::Span::new().days(number % 730);
    let mixed = at.wrapping_mul(2_654_435_761) >> 7;
    let (debit, credit) = (
        DEBITS[mixed % DEBITS.len()],
        CREDITS[mixed / 11 % CREDITS.len()],
    );
    (
        day.to_string(),
        debit,
        credit,
        number * 7_919 % 1_000_000 + 1,
    )
}

fn make(url: &str, count: i64, folder: &Path) {
    let mut store = fresh(url);
    // One real entry gives the journal row the others stand under.
    let application = interest("first".to_owned(), 100);
    Office::new(&mut store, region(), Lawbook::builtin())
        .handle_at_once(&MONEY_HANDS, &application, day(DAY))
        .expect("an entry");
    let written: Result<(), yiju_store::Fault> = store.transaction(|store| {
        for number in 0..count {
            write(store, number)?;
        }
        Ok(())
    });
    written.expect("all rows");
    files(count, folder);
}

fn write(store: &mut Store, number: i64) -> Result<(), yiju_store::Fault> {
    let (on, debit, credit, fen) = transaction(number);
    store.insert(&VoucherRow {
        region: REGION.to_owned(),
        ledger: "fund".to_owned(),
        id: number + 2,
        seq: 1,
        booked_on: on.clone(),
        pattern: "E1".to_owned(),
        summary: "合成".to_owned(),
        reverses: None,
        reason: None,
    })?;
    for (line, account, sides) in [(1, debit, (fen, 0)), (2, credit, (0, fen))] {
        store.insert(&PostingRow {
            region: REGION.to_owned(),
            ledger: "fund".to_owned(),
            voucher_id: number + 2,
            line,
            seq: 1,
            booked_on: on.clone(),
            account: account.to_owned(),
            debit_fen: sides.0,
            credit_fen: sides.1,
            employer_id: None,
            person_id: None,
            benefit: None,
            month: None,
            project_id: None,
            legacy: None,
            payment_id: None,
            budget_line: None,
            procurement: None,
        })?;
    }
    Ok(())
}

/// The same transactions in the peers' own forms; the first, real entry included.
fn files(count: i64, folder: &Path) {
    let file = |name: &str| {
        let file = std::fs::File::create(folder.join(name)).expect("a file");
        std::io::BufWriter::new(file)
    };
    let (mut ledger, mut beancount) = (file("journal.ledger"), file("journal.beancount"));
    for account in DEBITS.iter().chain(&CREDITS) {
        let name = bean(account);
        writeln!(beancount, "2000-01-01 open {name} CNY").expect("a line");
    }
    let first = (
        DAY.to_owned(),
        "fiscal_account",
        "interest_income.fiscal_account",
        100,
    );
    let all = std::iter::once(first).chain((0..count).map(transaction));
    let mut text = String::new();
    for (on, debit, credit, fen) in all {
        let yuan = format!("{}.{:02}", fen / 100, fen % 100);
        text.clear();
        write!(
            text,
            "{on} t\n    {debit}  {yuan} CNY\n    {credit}  -{yuan} CNY\n\n"
        )
        .expect("text");
        ledger.write_all(text.as_bytes()).expect("a line");
        text.clear();
        let (debit, credit) = (bean(debit), bean(credit));
        write!(
            text,
            "{on} * \"t\"\n  {debit}  {yuan} CNY\n  {credit}  -{yuan} CNY\n\n"
        )
        .expect("text");
        beancount.write_all(text.as_bytes()).expect("a line");
    }
}

/// Beancount wants five roots and capitals.
fn bean(account: &str) -> String {
    let mut name = String::from("Assets");
    for part in account.split('.') {
        let mut letters = part.replace('_', "-");
        letters[..1].make_ascii_uppercase();
        name.push(':');
        name.push_str(&letters);
    }
    name
}
