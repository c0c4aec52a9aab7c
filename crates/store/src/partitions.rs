//! PostgreSQL keeps each region's rows in partitions of its own. All keys begin with the region, and a foreign key runs
//! from one region's partition to another partition of the same region: nothing holds two regions together, so a region
//! can be loaded, moved, backed up or lost without the others, and on a distributed database it can live on one node.

use yiju_terms::Region;

use crate::access;
use crate::engine::{Fault, Store};
use crate::schema;
use crate::tables::{self, TableInfo};

/// Makes room for a region: its partitions with their keys, attached in one go. Does nothing where they are, and nothing
/// on SQLite, where a table is one piece. Needs the owner of the tables. Other regions are not kept waiting.
pub fn attach(store: &mut Store, region: &str) -> Result<(), Fault> {
    if !store.is_postgres() {
        return Ok(());
    }
    let region: Region = region
        .parse()
        .map_err(|error| Fault::new("making room for a region", error))?;
    if region.code().is_empty() {
        return Err(Fault::new(
            "making room for a region",
            "the nation is no office's region",
        ));
    }
    if is_attached(store, &region)? {
        return Ok(());
    }
    let mut statements = Vec::new();
    for table in tables::ALL {
        statements.extend(partition(table, region.code()));
    }
    // Attached last: until then nobody else's statements touch the new tables.
    for table in tables::ALL {
        statements.push(format!(
            "ALTER TABLE {0} ATTACH PARTITION {0}_{1} FOR VALUES IN ('{1}')",
            table.name,
            region.code()
        ));
    }
    let script = statements.join(";\n");
    store.transaction(|store| store.script(&script))?;
    access::plan_anew(store)
}

/// Whether rows of the region can be stored: all its partitions are attached.
pub fn is_attached(store: &mut Store, region: &Region) -> Result<bool, Fault> {
    if !store.is_postgres() {
        return Ok(true);
    }
    // Each of them: where a server does not undo half of an `attach`, that half is no room for a region.
    let names = tables::ALL
        .iter()
        .map(|table| format!("'{}_{region}'", table.name));
    let sql = format!(
        "SELECT COUNT(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE pg_table_is_visible(c.oid) AND c.relname IN ({})",
        names.collect::<Vec<_>>().join(", ")
    );
    let attached = store.one(&sql, &[])?.int(0);
    Ok(usize::try_from(attached) == Ok(tables::ALL.len()))
}

/// The regions there is room for, by the partitions of the register: without looking into any of them.
pub(crate) const ATTACHED: &str = "SELECT substr(CAST(c.relname AS TEXT), 10) COLLATE \"C\" AS region
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass('employee')";

/// One table's partition, still on its own. It is reached through the partitioned table only: it has policies in force
/// and none that lets anybody in.
///
/// Its primary key is made after its other indexes: of those that cost the same, as many do while a table of wide rows is
/// empty, PostgreSQL takes the newest. In a store of one region the check of a foreign key is planned then and keeps its
/// plan for a while; by another index it would read all rows of the region for each row that refers to one. A look-up by
/// another index may lose in the same way, but looks are few beside checks.
fn partition(table: &TableInfo, region: &str) -> Vec<String> {
    let name = format!("{}_{region}", table.name);
    let mut statements = vec![
        format!(
            "CREATE TABLE {name} (LIKE {} INCLUDING ALL EXCLUDING INDEXES)",
            table.name
        ),
        access::enclose(&name),
    ];
    let keys = |kind| clauses(table.constraints).filter(move |clause| clause.starts_with(kind));
    statements.extend(keys(UNIQUE).map(|key| format!("ALTER TABLE {name} ADD {key}")));
    for (_, columns) in schema::indexes(table) {
        statements.push(format!("CREATE INDEX ON {name} ({columns})"));
    }
    statements.extend(keys(PRIMARY).map(|key| format!("ALTER TABLE {name} ADD {key}")));
    for key in keys(FOREIGN) {
        // `REFERENCES matter (` of this region's partition.
        let own = tables::ALL.iter().fold(key.to_owned(), |text, other| {
            let target = format!("REFERENCES {} (", other.name);
            text.replace(&target, &format!("REFERENCES {}_{region} (", other.name))
        });
        statements.push(format!("ALTER TABLE {name} ADD {own}"));
    }
    statements
}

/// The partitioned table: its foreign keys are left to the partitions.
pub(crate) fn create(table: &TableInfo) -> String {
    let mut lines: Vec<String> = table
        .columns
        .iter()
        .zip(table.column_types)
        .map(|(column, kind)| {
            // Byte order, as SQLite sorts; a locale's order would change digests.
            format!("  {column} {}", kind.replace("TEXT", "TEXT COLLATE \"C\""))
        })
        .collect();
    let own = clauses(table.constraints).filter(|clause| !clause.starts_with(FOREIGN));
    lines.extend(own.map(|clause| format!("  {clause}")));
    format!(
        "CREATE TABLE {} (\n{}\n) PARTITION BY LIST (region)",
        table.name,
        lines.join(",\n")
    )
}

const PRIMARY: &str = "PRIMARY KEY";
const UNIQUE: &str = "UNIQUE";
const FOREIGN: &str = "FOREIGN KEY";

/// The constraints of a table, split at the commas that stand outside parentheses.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    text.split(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
    .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_begins_with_the_region_and_stays_in_it() {
        for table in tables::ALL {
            assert_eq!(table.columns[0], "region", "{}", table.name);
            let mut primary = 0;
            for clause in clauses(table.constraints) {
                let is_key = [PRIMARY, UNIQUE, FOREIGN]
                    .iter()
                    .any(|kind| clause.starts_with(kind));
                if !is_key {
                    assert!(clause.starts_with("CHECK ("), "{}: {clause}", table.name);
                    continue;
                }
                primary += usize::from(clause.starts_with("PRIMARY"));
                for part in clause.split('(').skip(1) {
                    let first = part.split([',', ')']).next().unwrap();
                    assert_eq!(first, "region", "{}: {clause}", table.name);
                }
            }
            assert_eq!(primary, 1, "{}", table.name);
        }
    }

    #[test]
    fn a_partition_refers_to_its_own_region() {
        let table = tables::ALL.iter().find(|t| t.name == "posting").unwrap();
        let text = partition(table, "431123").join("\n");
        assert!(text.contains("REFERENCES voucher_431123 (region, ledger, id)"));
        assert!(text.contains("REFERENCES journal_431123 (region, seq) DEFERRABLE"));
        assert!(!create(table).contains("REFERENCES"));
    }
}
