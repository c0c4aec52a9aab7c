//! Creates the tables, their append-only triggers and indexes. The two dialects differ here, in `partitions` and in `access`.

use crate::access;
use crate::engine::{Fault, Store};
use crate::partitions;
use crate::tables::{self, TableInfo};

/// Raised with every change of the tables; an older file is refused rather than half understood.
pub const VERSION: i64 = 6;

/// Name, table, columns.
const INDEXES: &[(&str, &str, &str)] = &[
    ("journal_matter", "journal", "region, matter_id"),
    ("matter_item", "matter", "region, item, received_on"),
    // Sums of accounts are read from the index alone.
    (
        "posting_account",
        "posting",
        "region, ledger, account, booked_on, debit_fen, credit_fen",
    ),
    ("posting_payment", "posting", "region, payment_id"),
    ("payment_person", "payment", "region, person_id"),
    ("enrollment_person", "enrollment", "region, person_id"),
    ("wage_person", "wage_declaration", "region, person_id"),
    ("employee_number", "employee", "region, id_number, id"),
    ("employee_name", "employee", "region, name, id"),
    (
        "assessment_month",
        "assessment",
        "region, payer_kind, month, payer_id",
    ),
    (
        "receipt_payer",
        "receipt",
        "region, payer_kind, payer_id, month",
    ),
    (
        "refund_payer",
        "refund",
        "region, payer_kind, payer_id, month",
    ),
    ("injury_person", "injury", "region, person_id"),
];

/// A table's indexes beside its keys: name and columns.
pub(crate) fn indexes(table: &TableInfo) -> Vec<(String, &'static str)> {
    let by_entry = (format!("{}_seq", table.name), "region, seq");
    let mut found: Vec<_> = table.journaled.then_some(by_entry).into_iter().collect();
    let own = INDEXES.iter().filter(|(_, of, _)| *of == table.name);
    found.extend(own.map(|(name, _, columns)| ((*name).to_owned(), *columns)));
    found
}

/// Brings an empty store to the current tables; does nothing on one that has them. On PostgreSQL a region's rows need
/// their partitions as well: [`partitions::attach`].
pub fn prepare(store: &mut Store) -> Result<(), Fault> {
    if let Some(version) = version(store)? {
        if version == VERSION {
            return Ok(());
        }
        return Err(Fault::new(
            "opening the store",
            format!("its tables are version {version}, this program writes version {VERSION}"),
        ));
    }
    store.transaction(|store| {
        store.script("CREATE TABLE schema_version (version BIGINT NOT NULL)")?;
        for table in tables::ALL {
            let sql = match store.is_postgres() {
                true => partitions::create(table),
                false => (table.create)(),
            };
            store.script(&sql)?;
            for (name, columns) in indexes(table) {
                store.script(&format!(
                    "CREATE INDEX {name} ON {} ({columns})",
                    table.name
                ))?;
            }
        }
        for statement in triggers(store.is_postgres()) {
            store.script(&statement)?;
        }
        if store.is_postgres() {
            store.script(&access::policies().join(";\n"))?;
        }
        store.execute(
            "INSERT INTO schema_version (version) VALUES ($1)",
            &[VERSION.into()],
        )?;
        Ok(())
    })
}

/// The version of the tables, or nothing where there are none.
pub fn version(store: &mut Store) -> Result<Option<i64>, Fault> {
    let exists = if store.is_postgres() {
        "SELECT CAST(COUNT(*) AS BIGINT) FROM information_schema.tables WHERE table_name = 'schema_version' AND table_schema = ANY (current_schemas(false))"
    } else {
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'"
    };
    if store.one(exists, &[])?.int(0) == 0 {
        return Ok(None);
    }
    Ok(Some(
        store.one("SELECT version FROM schema_version", &[])?.int(0),
    ))
}

/// Whether there are tables of ours that this login may not look at (PostgreSQL).
pub fn is_hidden(store: &mut Store) -> Result<bool, Fault> {
    if !store.is_postgres() || version(store)?.is_some() {
        return Ok(false);
    }
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_class WHERE relname = 'schema_version' AND relnamespace = ANY (
         SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))";
    Ok(store.one(sql, &[])?.int(0) > 0)
}

/// Whether the place holds no table at all, neither ours nor anybody's.
pub fn is_blank(store: &mut Store) -> Result<bool, Fault> {
    let tables = if store.is_postgres() {
        "SELECT CAST(COUNT(*) AS BIGINT) FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false))"
    } else {
        "SELECT COUNT(*) FROM sqlite_master"
    };
    Ok(store.one(tables, &[])?.int(0) == 0)
}

/// Nothing is changed or deleted, and nothing is booked into a closed month.
fn triggers(postgres: bool) -> Vec<String> {
    let mut statements = Vec::new();
    if postgres {
        statements.push(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RAISE EXCEPTION 'append_only: rows of % are never changed or deleted', TG_TABLE_NAME; END $body$".to_owned(),
        );
        statements.push(
            "CREATE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF EXISTS (SELECT 1 FROM period_close WHERE region = NEW.region AND ledger = NEW.ledger AND period = substr(NEW.booked_on, 1, 7)) THEN RAISE EXCEPTION 'period_closed: %', substr(NEW.booked_on, 1, 7); END IF; RETURN NEW; END $body$".to_owned(),
        );
        statements.push("CREATE TRIGGER voucher_closed BEFORE INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION refuse_closed()".to_owned());
    } else {
        statements.push(
            "CREATE TRIGGER voucher_closed BEFORE INSERT ON voucher WHEN EXISTS (SELECT 1 FROM period_close WHERE region = NEW.region AND ledger = NEW.ledger AND period = substr(NEW.booked_on, 1, 7)) BEGIN SELECT RAISE(ABORT, 'period_closed'); END".to_owned(),
        );
    }
    for table in tables::ALL {
        for act in ["UPDATE", "DELETE"] {
            let name = format!("{}_no_{}", table.name, act.to_lowercase());
            statements.push(if postgres {
                format!(
                    "CREATE TRIGGER {name} BEFORE {act} ON {} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                    table.name
                )
            } else {
                format!(
                    "CREATE TRIGGER {name} BEFORE {act} ON {} BEGIN SELECT RAISE(ABORT, 'append_only'); END",
                    table.name
                )
            });
        }
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_index_is_of_a_table() {
        let all: usize = tables::ALL.iter().map(|table| indexes(table).len()).sum();
        let journaled = tables::ALL.iter().filter(|table| table.journaled).count();
        assert_eq!(all, INDEXES.len() + journaled);
    }
}
