//! The chain: any byte changed behind the program's back is found, and the entry is named.

use yiju_store::{Store, verify};
use yiju_tests::{REGION, REGISTER_HANDS, application, day, found, on_both_stores};

use crate::hands::employer;

fn three_entries(store: &mut Store) {
    let mut office = found(store);
    for number in 1..=3 {
        let id = format!("E000{number}");
        let application = application(&id, "2023-01-03", employer(&id));
        office
            .handle(&REGISTER_HANDS, &application, day("2023-01-04"))
            .unwrap();
    }
}

/// Changes rows as a person with the file in hands could: triggers off.
fn tamper(store: &mut Store, table: &str, statement: &str) {
    if store.is_postgres() {
        // Keys stand on the region's own partition.
        for table in [table.to_owned(), format!("{table}_{REGION}")] {
            let disable = format!("ALTER TABLE {table} DISABLE TRIGGER ALL");
            store.script(&disable).unwrap();
        }
    } else {
        let triggers = format!(
            "DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete; PRAGMA foreign_keys = OFF"
        );
        store.script(&triggers).unwrap();
    }
    store.script(statement).unwrap();
}

fn breaks(store: &mut Store) -> Vec<(&'static str, i64)> {
    let verdict = verify::verify(store, REGION, None).unwrap();
    verdict.breaks.iter().map(|b| (b.kind, b.seq)).collect()
}

#[test]
fn an_untouched_chain_holds_and_its_head_is_known() {
    on_both_stores("chain_sound", |store| {
        three_entries(store);
        let verdict = verify::verify(store, REGION, None).unwrap();
        assert_eq!((verdict.entries, verdict.breaks.len()), (3, 0));
        let again = verify::verify(store, REGION, Some(&verdict.head)).unwrap();
        assert_eq!(again.breaks, []);
        let foreign = verify::verify(store, REGION, Some("sm3:00")).unwrap();
        assert_eq!(foreign.breaks[0].kind, "head");
    });
}

#[test]
fn a_changed_register_byte_names_its_entry() {
    on_both_stores("chain_register", |store| {
        three_entries(store);
        tamper(
            store,
            "employer",
            "UPDATE employer SET name = '测试竹木制品广' WHERE id = 'E0002'",
        );
        assert_eq!(breaks(store), [("rows", 2)]);
    });
}

/// Who signed stands under the name and the role the office was founded with.
#[test]
fn a_renamed_office_or_member_of_staff_is_found() {
    for (table, statement) in [
        (
            "actor",
            "UPDATE actor SET role = 'director' WHERE role = 'cashier'",
        ),
        (
            "actor",
            "UPDATE actor SET name = '别人' WHERE role = 'accountant'",
        ),
        ("office", "UPDATE office SET name = '别处'"),
    ] {
        on_both_stores("chain_staff", |store| {
            three_entries(store);
            tamper(store, table, statement);
            assert_eq!(breaks(store), [("rows", 1)], "{statement}");
        });
    }
}

#[test]
fn a_lost_row_and_a_changed_step_are_found() {
    on_both_stores("chain_lost", |store| {
        three_entries(store);
        tamper(store, "employer", "DELETE FROM employer WHERE id = 'E0001'");
        tamper(
            store,
            "step",
            "UPDATE step SET done_on = '2023-01-01' WHERE matter_id = 3 AND kind = 'approve'",
        );
        assert_eq!(breaks(store), [("rows", 1), ("rows", 3)]);
    });
}

#[test]
fn a_rewritten_entry_breaks_the_chain_behind_it() {
    on_both_stores("chain_entry", |store| {
        three_entries(store);
        tamper(
            store,
            "journal",
            "UPDATE journal SET recorded_on = '2023-02-01' WHERE seq = 2",
        );
        assert_eq!(breaks(store), [("chain", 2)]);
    });
}

/// Neither rows that name an entry to come, nor those left behind where the end of the chain was cut off.
#[test]
fn rows_without_an_entry_are_found() {
    on_both_stores("chain_orphans", |store| {
        three_entries(store);
        let stray = |seq: i64| {
            format!(
                "INSERT INTO target (region, year, figure, seq, operator, value, document) VALUES ('{REGION}', 2023, 'x', {seq}, 'at_least', 1, '测试')"
            )
        };
        tamper(store, "target", &stray(9));
        store.script(&stray(0)).unwrap();
        assert_eq!(breaks(store), [("orphan_rows", 0), ("orphan_rows", 9)]);
        tamper(store, "journal", "DELETE FROM journal WHERE seq = 3");
        let found = breaks(store);
        assert!(found.contains(&("orphan_rows", 3)), "{found:?}");
    });
}

/// Where no trigger refuses it: a voucher of a month that was closed before.
#[test]
fn a_voucher_in_a_closed_month_is_found() {
    on_both_stores("chain_closed", |store| {
        three_entries(store);
        let close = format!(
            "INSERT INTO period_close (region, ledger, period, seq, closed_on) VALUES ('{REGION}', 'fund', '2023-01', 1, '2023-02-01')"
        );
        store.script(&close).unwrap();
        let late = format!(
            "INSERT INTO voucher (region, ledger, id, seq, booked_on, pattern, summary) VALUES ('{REGION}', 'fund', 1, 2, '2023-01-20', 'E16', '测试')"
        );
        assert!(store.script(&late).is_err());
        let open = match store.is_postgres() {
            true => "DROP TRIGGER voucher_closed ON voucher",
            false => "DROP TRIGGER voucher_closed",
        };
        store.script(open).unwrap();
        store.script(&late).unwrap();
        let found = breaks(store);
        assert!(found.contains(&("closed_period", 2)), "{found:?}");
    });
}
