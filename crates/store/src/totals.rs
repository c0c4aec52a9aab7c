//! What an account was debited and credited with over some days.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::books::next_voucher;
use crate::engine::{Fault, Store};
use crate::journal;
use crate::value::Value;

/// Debit and credit totals of an account, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub debit_fen: i64,
    pub credit_fen: i64,
}

type ByAccount = BTreeMap<String, Totals>;

/// Vouchers from which on a second reader is worth opening.
const MANY: i64 = 100_000;

/// Which postings: of a ledger of a region, over days `from..=to` (ISO).
struct Wanted<'a> {
    region: &'a str,
    ledger: &'a str,
    from: &'a str,
    to: &'a str,
}

/// The totals of every account of a ledger over days `from..=to` (ISO), by account stem.
#[doc(alias = "科目余额")]
pub fn totals(
    store: &mut Store,
    region: &str,
    ledger: &str,
    from: &str,
    to: &str,
) -> Result<ByAccount, Fault> {
    let wanted = Wanted {
        region,
        ledger,
        from,
        to,
    };
    // A server groups well by itself, on as many processes as it likes.
    if store.is_postgres() {
        return grouped(store, &wanted);
    }
    // Only here are rows that others do not see yet.
    if store.is_in_transaction() && !store.is_snapshot() {
        return by_one(store, &wanted);
    }
    store.snapshot(|store| match next_voucher(store, region, ledger)? > MANY {
        true => in_two(store, &wanted),
        false => by_one(store, &wanted),
    })
}

fn by_one(store: &mut Store, wanted: &Wanted<'_>) -> Result<ByAccount, Fault> {
    let accounts = accounts(store, wanted)?;
    account_by_account(store, wanted, &accounts)
}

fn grouped(store: &mut Store, wanted: &Wanted<'_>) -> Result<ByAccount, Fault> {
    let sql = "SELECT account, CAST(SUM(debit_fen) AS BIGINT), CAST(SUM(credit_fen) AS BIGINT) FROM posting
         WHERE region = $1 AND ledger = $2 AND booked_on >= $3 AND booked_on <= $4 GROUP BY account ORDER BY account";
    by_account(store, sql, &wanted.values())
}

/// The accounts that were ever posted to, each found by one step in the index.
fn accounts(store: &mut Store, wanted: &Wanted<'_>) -> Result<Vec<String>, Fault> {
    let sql = "WITH RECURSIVE known (account) AS (
           SELECT MIN(account) FROM posting WHERE region = $1 AND ledger = $2
           UNION ALL
           SELECT (SELECT MIN(account) FROM posting WHERE region = $1 AND ledger = $2 AND account > known.account)
           FROM known WHERE known.account IS NOT NULL)
         SELECT account FROM known WHERE account IS NOT NULL";
    let rows = store.query(sql, &[wanted.region.into(), wanted.ledger.into()])?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// One statement with a search of its own for each account: of the index only the days asked for are read, and no row is
/// compared with the one before. Accounts without a posting on these days are left out.
fn account_by_account(
    store: &mut Store,
    wanted: &Wanted<'_>,
    accounts: &[String],
) -> Result<ByAccount, Fault> {
    let mut found = ByAccount::new();
    // The engine takes five hundred parts of one statement.
    for some in accounts.chunks(100) {
        let mut values = wanted.values().to_vec();
        let mut sql = String::new();
        for account in some {
            let union = if sql.is_empty() { "" } else { " UNION ALL " };
            values.push(account.into());
            let place = values.len();
            write!(
                sql,
                "{union}SELECT ${place}, SUM(debit_fen), SUM(credit_fen) FROM posting WHERE region = $1 AND ledger = $2
                   AND account = ${place} AND booked_on >= $3 AND booked_on <= $4 HAVING SUM(debit_fen) IS NOT NULL"
            )
            .expect("a string takes all");
        }
        found.append(&mut by_account(store, &sql, &values)?);
    }
    Ok(found)
}

/// Half of the accounts here, half by a second reader of the same file. Every posting stands under an entry of the
/// journal: where both readers' moments have the same head, they have the same books.
fn in_two(store: &mut Store, wanted: &Wanted<'_>) -> Result<ByAccount, Fault> {
    let head = journal::head(store, wanted.region)?;
    let accounts = accounts(store, wanted)?;
    let every_other = |first: usize| {
        let some = accounts.iter().skip(first).step_by(2);
        some.cloned().collect::<Vec<String>>()
    };
    let (own, others) = (every_other(0), every_other(1));
    let mut second = store.again()?;
    let mut read = || {
        second.snapshot(
            |second| match journal::head(second, wanted.region)? == head {
                true => account_by_account(second, wanted, &others).map(Some),
                false => Ok(None),
            },
        )
    };
    let (mine, theirs) = std::thread::scope(|scope| {
        let second = scope.spawn(&mut read);
        let mine = account_by_account(store, wanted, &own);
        let theirs = second.join();
        (
            mine,
            theirs.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        )
    });
    let mut found = mine?;
    let mut rest = match theirs? {
        Some(theirs) => theirs,
        None => account_by_account(store, wanted, &others)?,
    };
    found.append(&mut rest);
    Ok(found)
}

fn by_account(store: &mut Store, sql: &str, values: &[Value]) -> Result<ByAccount, Fault> {
    let entry = |row: &crate::Row| {
        let totals = Totals {
            debit_fen: row.int(1),
            credit_fen: row.int(2),
        };
        (row.text(0).to_owned(), totals)
    };
    Ok(store.query(sql, values)?.iter().map(entry).collect())
}

impl Wanted<'_> {
    fn values(&self) -> [Value; 4] {
        [self.region, self.ledger, self.from, self.to].map(Value::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOUCHERS: i64 = MANY + 7;

    /// So many vouchers of two postings each, written past the actions: only reading them is tried here.
    fn books(path: &std::path::Path) -> Store {
        let mut store = Store::open(&format!("sqlite:{}", path.display())).unwrap();
        crate::schema::prepare(&mut store).unwrap();
        store.script("PRAGMA foreign_keys = OFF").unwrap();
        let numbers = format!(
            "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {VOUCHERS})"
        );
        let day = "date('2023-01-01', (id % 730) || ' days')";
        let script = format!(
            "{numbers} INSERT INTO voucher (region, ledger, id, seq, booked_on, pattern, summary)
               SELECT '431123', 'fund', id, 1, {day}, 'E1', '合成' FROM n;
             {numbers} INSERT INTO posting (region, ledger, voucher_id, line, seq, booked_on, account, debit_fen, credit_fen)
               SELECT '431123', 'fund', id, 1, 1, {day}, 'debited.' || (id % 4), id, 0 FROM n
               UNION ALL SELECT '431123', 'fund', id, 2, 1, {day}, 'credited.' || (id % 3), 0, id FROM n;"
        );
        store.script(&script).unwrap();
        store
    }

    #[test]
    fn every_way_of_adding_up_gives_the_same() {
        let folder = std::env::temp_dir().join(format!("yiju-totals-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut store = books(&folder.join("books.db"));
        let spans = [
            ("", "9999-12-31", 7),
            ("2023-05-01", "2023-05-31", 7),
            ("2023-05-04", "2023-05-04", 5),
            ("2025-06-01", "2025-06-30", 0),
        ];
        for (from, to, accounts) in spans {
            let wanted = Wanted {
                region: "431123",
                ledger: "fund",
                from,
                to,
            };
            let want = grouped(&mut store, &wanted).unwrap();
            assert_eq!(want.len(), accounts, "{from} … {to}");
            let mut ask = |store: &mut Store| totals(store, "431123", "fund", from, to);
            // By two readers, alone and within a moment; then, where others do not see what is being written, by one.
            assert_eq!(ask(&mut store).unwrap(), want);
            assert_eq!(store.snapshot(&mut ask).unwrap(), want);
            let inside = store.transaction(&mut ask);
            assert_eq!(inside.unwrap(), want);
        }
        let all = totals(&mut store, "431123", "fund", "", "9999-12-31").unwrap();
        let debits: i64 = all.values().map(|both| both.debit_fen).sum();
        assert_eq!(debits, VOUCHERS * (VOUCHERS + 1) / 2);
        assert!(
            totals(&mut store, "431123", "department", "", "9999-12-31")
                .unwrap()
                .is_empty()
        );
        drop(store);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
