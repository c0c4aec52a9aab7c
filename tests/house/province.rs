//! A province in one database: each region sees its own rows and those within it, whatever SQL it sends.

use yiju_actions::employee_enrollment::{EmployeeEnrollment, PersonRecord};
use yiju_actions::{ActionError, Office};
use yiju_lawbook::Lawbook;
use yiju_store::{Store, access, journal, partitions, register, schema, verify};
use yiju_terms::id_number::check_character;
use yiju_tests::{
    Place, REGISTER_HANDS, application, as_login, day, found_in, on_both_stores, postgres,
};

use crate::hands::employer;

/// Two counties of one city, and one of another.
const COUNTIES: [&str; 3] = ["430121", "431121", "431123"];

/// A province with an employer in each county, or nothing where there is no server.
pub fn province(name: &str) -> Option<Place> {
    let Some(mut place) = postgres(name) else {
        println!("{name}: PostgreSQL left out, YIJU_TEST_POSTGRES is not set");
        return None;
    };
    for county in COUNTIES {
        enroll(&mut place.store, county);
    }
    for region in ["43", "4311", "431123"] {
        access::admit(&mut place.store, &region.parse().unwrap()).unwrap();
    }
    Some(place)
}

fn enroll(store: &mut Store, county: &str) {
    let application = application("employer", "2023-01-16", employer("E0001"));
    found_in(store, county)
        .handle(&REGISTER_HANDS, &application, day("2023-01-17"))
        .unwrap();
}

fn regions(store: &mut Store, table: &str) -> Vec<String> {
    let sql = format!("SELECT DISTINCT region FROM {table} ORDER BY region");
    let rows = store.query(&sql, &[]).unwrap();
    rows.iter().map(|row| row.text(0).to_owned()).collect()
}

fn is_refused(store: &mut Store, sql: &str) -> bool {
    store.script(sql).is_err_and(|fault| fault.constraint)
}

#[test]
fn a_county_sees_itself_a_city_its_counties_a_province_all() {
    let Some(place) = province("province_reads") else {
        return;
    };
    for (login, seen) in [
        ("431123", &COUNTIES[2..]),
        ("4311", &COUNTIES[1..]),
        ("43", &COUNTIES[..]),
    ] {
        let mut store = as_login(&place, login);
        for table in ["office", "employer", "journal", "step", "matter"] {
            assert_eq!(regions(&mut store, table), seen, "{login} {table}");
        }
        assert_eq!(store.reach(), login);
    }
}

#[test]
fn raw_sql_does_not_widen_a_session() {
    let Some(place) = province("province_wide") else {
        return;
    };
    let mut county = as_login(&place, "431123");
    for widening in [
        "SET yiju.reach = ''",
        "SET yiju.reach = '43'",
        "RESET yiju.reach",
        "RESET ROLE",
        "SET SESSION AUTHORIZATION DEFAULT",
    ] {
        county.script(widening).unwrap();
        assert_eq!(regions(&mut county, "employer"), ["431123"], "{widening}");
    }
    county.script("RESET yiju.reach").unwrap();
    assert!(is_refused(&mut county, "SET ROLE yiju_r43"));
    // The other county's partition by its own name, and one's own: only the partitioned table is a door.
    for partition in ["employer_431121", "employer_431123"] {
        let sql = format!("SELECT name FROM {partition}");
        assert!(is_refused(&mut county, &sql), "{partition}");
    }
    assert!(is_refused(
        &mut county,
        "ALTER TABLE employer DISABLE ROW LEVEL SECURITY"
    ));
    assert!(is_refused(
        &mut county,
        "DROP POLICY login_reads ON employer"
    ));
    let mut city = as_login(&place, "4311");
    city.narrow("431121").unwrap();
    assert_eq!(regions(&mut city, "employer"), ["431121"]);
    assert!(city.narrow("431123").is_err());
}

#[test]
fn another_countys_rows_are_not_written() {
    let Some(place) = province("province_writes") else {
        return;
    };
    let mut county = as_login(&place, "431123");
    let foreign = |county: &str, id: &str| {
        format!(
            "INSERT INTO actor (region, id, name, role, since) VALUES ('{county}', '{id}', '测试', 'director', '2023-01-01')"
        )
    };
    assert!(is_refused(&mut county, &foreign("431121", "x")));
    assert!(is_refused(&mut county, &foreign("430121", "x")));
    county.script(&foreign("431123", "x")).unwrap();
    for change in [
        "UPDATE employer SET name = '测试' WHERE region = '431121'",
        "UPDATE employer SET name = '测试' WHERE region = '431123'",
        "DELETE FROM employer WHERE region = '431121'",
        "TRUNCATE employer",
        "UPDATE office SET notice = 'x' WHERE region = '431123'",
    ] {
        assert!(is_refused(&mut county, change), "{change}");
    }
    assert_eq!(
        county
            .execute(
                "UPDATE office SET notice = 'x' WHERE region = '431121'",
                &[]
            )
            .unwrap(),
        0
    );
    let outside = county.bulk("actor", &["region", "id"], |bulk| {
        bulk.push(&["431121".into(), "y".into()])
    });
    assert!(outside.is_err_and(|fault| fault.constraint));
}

#[test]
fn rows_are_only_added_where_the_database_has_no_triggers() {
    let Some(mut place) = province("province_triggers") else {
        return;
    };
    for table in ["employer", "office"] {
        for act in ["update", "delete"] {
            let drop = format!("DROP TRIGGER {table}_no_{act} ON {table}");
            place.store.script(&drop).unwrap();
        }
    }
    let mut county = as_login(&place, "431123");
    assert!(is_refused(&mut county, "UPDATE employer SET name = 'x'"));
    assert!(is_refused(&mut county, "DELETE FROM employer"));
    assert!(is_refused(&mut county, "UPDATE office SET notice = 'x'"));
    assert_eq!(
        place
            .store
            .execute("UPDATE employer SET name = 'x'", &[])
            .unwrap(),
        3,
        "a superuser is bound by nothing but the chain"
    );
    let verdict = verify::verify(&mut place.store, "431123", None).unwrap();
    assert_eq!(verdict.breaks[0].kind, "rows");
}

#[test]
fn the_owner_of_the_tables_is_bound_as_well() {
    let Some(mut admin) = postgres("province_owner") else {
        return;
    };
    let owner = format!("yiju_owner_{}", std::process::id());
    let database = admin.url.rsplit_once('/').unwrap().1.to_owned();
    let make = format!("CREATE ROLE {owner} LOGIN; ALTER DATABASE {database} OWNER TO {owner}");
    admin.store.script(&make).unwrap();
    let grant = format!("GRANT ALL ON SCHEMA public TO {owner}");
    admin.store.script(&grant).unwrap();
    let mut store = Store::open(&admin.url.replace("yiju@", &format!("{owner}@"))).unwrap();
    for county in COUNTIES {
        enroll(&mut store, county);
    }
    assert_eq!(regions(&mut store, "employer"), COUNTIES);
    store.narrow("4311").unwrap();
    assert_eq!(regions(&mut store, "employer"), &COUNTIES[1..]);
    assert_eq!(store.execute("DELETE FROM employer", &[]).unwrap(), 0);
    drop(store);
    let clear =
        format!("REASSIGN OWNED BY {owner} TO yiju; DROP OWNED BY {owner}; DROP ROLE {owner}");
    admin.store.script(&clear).unwrap();
}

#[test]
fn one_regions_statement_touches_one_partition() {
    let Some(place) = province("province_plan") else {
        return;
    };
    let mut city = as_login(&place, "4311");
    for sql in [
        "SELECT id FROM employer WHERE region = $1 AND id = $2",
        "SELECT e.id FROM employee e JOIN enrollment c ON c.region = e.region AND c.person_id = e.id WHERE e.region = $1 AND c.region = $1 AND e.id = $2",
    ] {
        let explain = format!("EXPLAIN {sql}");
        let rows = city
            .query(&explain, &["431123".into(), "E0001".into()])
            .unwrap();
        let plan: Vec<&str> = rows.iter().map(|row| row.text(0)).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("_431123"), "{plan}");
        assert!(
            !plan.contains("_431121") && !plan.contains("_430121"),
            "{plan}"
        );
    }
}

#[test]
fn a_new_county_has_its_partitions_by_one_call() {
    let Some(mut place) = postgres("province_attach") else {
        return;
    };
    schema::prepare(&mut place.store).unwrap();
    assert!(!partitions::is_attached(&mut place.store, &"431123".parse().unwrap()).unwrap());
    let early = "INSERT INTO office (region, name, department, mode, authorized_posts, notice) VALUES ('431123', '', '', '', 0, '')";
    assert!(place.store.script(early).is_err());
    partitions::attach(&mut place.store, "431123").unwrap();
    partitions::attach(&mut place.store, "431123").unwrap();
    place.store.script(early).unwrap();
    assert!(partitions::attach(&mut place.store, "43x").is_err());
}

/// The key that another table's rows point to, as PostgreSQL says it.
const KEYS: &str = "SELECT DISTINCT target.relname, (SELECT string_agg(a.attname || ' = ' || quote_literal(CASE WHEN t.typcategory = 'N' THEN '1' ELSE 'a' END), ' AND ')
       FROM unnest(k.confkey) n JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n JOIN pg_type t ON t.oid = a.atttypid)
    FROM pg_constraint k JOIN pg_class target ON target.oid = k.confrelid
    WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2";

#[test]
fn a_key_is_checked_by_its_own_index_while_the_partition_is_empty() {
    let Some(mut place) = postgres("province_keys") else {
        return;
    };
    schema::prepare(&mut place.store).unwrap();
    partitions::attach(&mut place.store, "431123").unwrap();
    let keys = place.store.query(KEYS, &[]).unwrap();
    assert!(keys.len() > 10, "{}", keys.len());
    for key in &keys {
        let (table, columns) = (key.text(0), key.text(1));
        let explain = format!("EXPLAIN SELECT 1 FROM {table} WHERE {columns} FOR KEY SHARE");
        let plan = place.store.query(&explain, &[]).unwrap();
        let plan: Vec<&str> = plan.iter().map(|row| row.text(0)).collect();
        let plan = plan.join("\n");
        let whole = plan.contains("Index Cond") && !plan.contains("Filter");
        // A key with the kind of step beside the primary key: one row at most is looked at.
        let nearly = plan.contains("using step_holder_431123_pkey") && plan.contains("(actor_id =");
        assert!(whole || nearly, "{plan}");
    }
    // None is there twice: each is the part of one of the whole table.
    let alone = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relname LIKE '%\\_431123' AND pg_table_is_visible(t.oid) AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)";
    assert_eq!(place.store.one(alone, &[]).unwrap().int(0), 0);
}

/// So many people join; from sixteen on they are written in bulk.
fn joining(people: usize) -> EmployeeEnrollment {
    let person = |number: usize| {
        let body = format!("431123180001{:02}{:03}", number / 900 + 1, number % 900);
        PersonRecord {
            name: format!("测\\试\t{number}"),
            id_number: format!("{body}{}", check_character(&body)),
            migrant_worker: false,
            wage: Some("4000.00".parse().unwrap()),
        }
    };
    EmployeeEnrollment {
        cover_kind: "employer".to_owned(),
        cover_id: "E0001".to_owned(),
        from: day("2023-02-01"),
        people: (1..=people).map(person).collect(),
    }
}

#[test]
fn a_countys_login_does_the_whole_work_of_a_county() {
    let Some(place) = province("province_work") else {
        return;
    };
    let mut county = as_login(&place, "431123");
    let region = "431123".parse().unwrap();
    let mut office = Office::new(&mut county, region, Lawbook::builtin());
    let join = application("join", "2023-02-01", joining(40));
    office
        .handle(&REGISTER_HANDS, &join, day("2023-02-01"))
        .unwrap();
    let verdict = verify::verify(&mut county, "431123", None).unwrap();
    assert_eq!((verdict.entries, verdict.breaks.len()), (2, 0));
    let staff = register::staff(&mut county, "431123").unwrap();
    assert_eq!(staff.len(), 8);
}

#[test]
fn the_planner_knows_a_register_as_soon_as_it_is_filled() {
    let Some(mut place) = province("province_filled") else {
        return;
    };
    let region = "431123".parse().unwrap();
    let mut office = Office::new(&mut place.store, region, Lawbook::builtin());
    let join = application("join", "2023-02-01", joining(1_500));
    office
        .handle(&REGISTER_HANDS, &join, day("2023-02-01"))
        .unwrap();
    let rows = "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE relname = 'employee_431123'";
    assert_eq!(place.store.one(rows, &[]).unwrap().int(0), 1_500);
    // Not known, it would read the whole of the region for a list of numbers.
    let explain = "EXPLAIN SELECT id_number, id FROM employee WHERE region = '431123' AND id_number IN ('a', 'b', 'c', 'd')";
    let plan = place.store.query(explain, &[]).unwrap();
    let plan: Vec<&str> = plan.iter().map(|row| row.text(0)).collect();
    let plan = plan.join("\n");
    assert!(
        plan.contains("Index Cond: ((region = '431123'::text) AND (id_number = ANY"),
        "{plan}"
    );
}

#[test]
fn a_session_is_refused_outside_its_region_by_the_program_too() {
    on_both_stores("province_reach", |store| {
        for county in ["431121", "431123"] {
            enroll(store, county);
        }
        store.narrow("431123").unwrap();
        let region = "431121".parse().unwrap();
        let mut office = Office::new(store, region, Lawbook::builtin());
        let again = application("again", "2023-01-18", employer("E0002"));
        let Err(ActionError::Refused(refusals)) = office.accept("window", &again) else {
            panic!("a matter of another county was accepted");
        };
        assert_eq!(refusals[0].code, "region_out_of_reach");
        assert!(
            office
                .review("review", "medical", 1, day("2023-01-18"))
                .is_err()
        );
        assert!(office.approve("director", 1, day("2023-01-18")).is_err());
        assert!(verify::verify(store, "431121", None).is_err());
        assert_eq!(journal::head(store, "431123").unwrap().seq, 1);
        assert!(store.narrow("43").is_err());
    });
}

fn tables(store: &mut Store, condition: &str) -> Vec<String> {
    let sql = format!(
        "SELECT CAST(c.relname AS TEXT) FROM pg_class c WHERE c.relnamespace = CAST(current_schema() AS regnamespace)
           AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_version' AND {condition} ORDER BY c.relname"
    );
    let rows = store.query(&sql, &[]).unwrap();
    rows.iter().map(|row| row.text(0).to_owned()).collect()
}

/// Not only the tables that other tests look into: each one and each region's part of it.
#[test]
fn every_table_and_partition_is_enclosed() {
    let Some(mut place) = province("province_enclosed") else {
        return;
    };
    let store = &mut place.store;
    let all = yiju_store::tables::ALL.len();
    assert_eq!(tables(store, "c.relkind = 'p'").len(), all);
    assert_eq!(tables(store, "c.relkind = 'r'").len(), all * COUNTIES.len());
    let open = "NOT (c.relrowsecurity AND c.relforcerowsecurity)";
    assert_eq!(tables(store, open), Vec::<String>::new());
    let policies = "(SELECT COUNT(*) FROM pg_policy p WHERE p.polrelid = c.oid)";
    let poor = format!("c.relkind = 'p' AND {policies} < 4");
    assert_eq!(tables(store, &poor), Vec::<String>::new());
    // A partition has no door of its own.
    let door = format!("c.relkind = 'r' AND {policies} > 0");
    assert_eq!(tables(store, &door), Vec::<String>::new());
}

/// COPY does not ask the rules of a table, INSERT does.
#[test]
fn rows_in_bulk_are_copied() {
    let Some(mut place) = postgres("province_copy") else {
        return;
    };
    let store = &mut place.store;
    let scratch = "CREATE TABLE scratch (region TEXT, number BIGINT);
        CREATE RULE lost AS ON INSERT TO scratch DO INSTEAD NOTHING";
    store.script(scratch).unwrap();
    let rows = store.bulk("scratch", &["region", "number"], |bulk| {
        (0..20).try_for_each(|number| bulk.push(&["431123".into(), number.into()]))
    });
    let _: Result<(), yiju_store::Fault> = rows;
    let inserted = "INSERT INTO scratch VALUES ('431123', 20)";
    store.script(inserted).unwrap();
    let count = store.one("SELECT COUNT(*) FROM scratch", &[]).unwrap();
    assert_eq!(count.int(0), 20);
}
