//! The schema keeps to what a PostgreSQL-compatible distributed database has too (`docs/decisions/0022-a-province-by-region.md`
//! lists it): asked of a real server's catalog, with every region's room made. None of that kind is run here.

use yiju_store::Store;

use crate::province::province;

/// What must be found nowhere: a name, and a query that gives one text for each case of it.
const ABSENT: [(&str, &str); 12] = [
    (
        "anything but tables, partitioned tables and their indexes: a sequence, a view, a foreign table",
        "SELECT relname FROM pg_class
         WHERE relnamespace = ANY (mine) AND relkind NOT IN ('r', 'p', 'i', 'I')",
    ),
    (
        "an extension",
        "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'",
    ),
    (
        "an index that is no B-tree of whole columns over all rows",
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
         WHERE c.relnamespace = ANY (mine) AND (a.amname <> 'btree' OR i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)",
    ),
    (
        "a key that does not begin with the region: two nodes would have to agree on it",
        "SELECT k.conrelid::regclass || ' ' || k.conname FROM pg_constraint k
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.connamespace = ANY (mine) AND k.contype IN ('p', 'u', 'f') AND a.attname <> 'region'",
    ),
    (
        "a foreign key into another region's partition",
        "SELECT k.conrelid::regclass || ' ' || k.conname FROM pg_constraint k
         WHERE k.connamespace = ANY (mine) AND k.contype = 'f'
           AND right(k.conrelid::regclass::text, 7) <> right(k.confrelid::regclass::text, 7)",
    ),
    (
        "a constraint of another kind: exclusion, constraint trigger",
        "SELECT conname FROM pg_constraint
         WHERE connamespace = ANY (mine) AND contype NOT IN ('p', 'u', 'f', 'c', 'n')",
    ),
    (
        "a column that is neither text nor a whole number, or is filled in by the server",
        "SELECT attrelid::regclass || '.' || attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relnamespace = ANY (mine) AND c.relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
           AND (format_type(atttypid, atttypmod) NOT IN ('text', 'bigint') OR attidentity <> '' OR attgenerated <> '' OR atthasdef)",
    ),
    (
        "text that is not compared by its bytes",
        "SELECT attrelid::regclass || '.' || attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_collation o ON o.oid = a.attcollation
         WHERE c.relnamespace = ANY (mine) AND c.relkind IN ('r', 'p') AND attnum > 0 AND o.collname <> 'C'
           AND c.relname <> 'schema_version'",
    ),
    (
        "a table divided by anything but a list of regions",
        "SELECT partrelid::regclass::text FROM pg_partitioned_table WHERE partstrat <> 'l' OR partnatts <> 1 OR partexprs IS NOT NULL",
    ),
    (
        "a trigger that is not run before or after each row",
        "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal AND (tgtype & 1 = 0 OR tgtype & 64 <> 0)",
    ),
    (
        "a function in another language than PL/pgSQL, or with its owner's rights",
        "SELECT p.proname::text FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
         WHERE p.pronamespace = ANY (mine) AND (l.lanname <> 'plpgsql' OR p.prosecdef)",
    ),
    (
        "a rule",
        "SELECT rulename::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = ANY (mine)",
    ),
];

fn found(store: &mut Store, query: &str) -> Vec<String> {
    let query = query.replace("mine", "ARRAY[to_regnamespace(current_schema())]");
    let sql = format!("SELECT CAST(one AS TEXT) FROM ({query}) AS found (one)");
    let rows = store.query(&sql, &[]).unwrap();
    rows.iter().map(|row| row.text(0).to_owned()).collect()
}

#[test]
fn the_schema_keeps_to_what_a_distributed_database_has() {
    let Some(mut place) = province("portable") else {
        return;
    };
    for (what, query) in ABSENT {
        assert_eq!(found(&mut place.store, query), [""; 0], "there is {what}");
    }
}

#[test]
fn each_of_its_questions_can_be_answered_with_yes() {
    let Some(mut place) = province("portable_not") else {
        return;
    };
    place
        .store
        .script(
            "CREATE SEQUENCE odd_sequence;
             CREATE TABLE odd (a TEXT, b JSONB, c BIGINT GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (a), EXCLUDE (c WITH =));
             CREATE INDEX odd_lower ON odd (lower(a));
             CREATE TABLE odd_431123 (region TEXT COLLATE \"C\", a BIGINT, PRIMARY KEY (region, a));
             ALTER TABLE odd_431123 ADD FOREIGN KEY (region, a) REFERENCES matter_430121 (region, id);
             CREATE TABLE odd_parts (a TEXT) PARTITION BY RANGE (a);
             CREATE FUNCTION odd_one() RETURNS BIGINT LANGUAGE sql AS 'SELECT 1';
             CREATE TRIGGER odd_trigger AFTER INSERT ON odd FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
             CREATE RULE odd_rule AS ON DELETE TO odd DO INSTEAD NOTHING;",
        )
        .unwrap();
    for (what, query) in ABSENT {
        // An extension needs rights and files that a server may not give.
        if what != "an extension" {
            assert_ne!(found(&mut place.store, query), [""; 0], "not found: {what}");
        }
    }
}
