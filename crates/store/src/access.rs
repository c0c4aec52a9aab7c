//! Who sees which regions. A region's code begins with the codes of the regions around it (43 → 4311 → 431123), so a
//! session sees a row when the row's region begins with the session's.
//!
//! On PostgreSQL this is kept by the database itself: a login named `yiju_r4311` reaches 4311 and what lies within, by
//! policies that bind the owner of the tables too; a session may narrow itself further (`yiju.reach`) and never widen.
//! The store refuses the same before the database does, and alone on SQLite.

use yiju_terms::Region;

use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::{self, OfficeRow};

/// Logins so named are held to the region in their name.
const LOGIN: &str = "yiju_r";

/// What a login's name and the session's own narrowing allow. The scalar subqueries are worked out once a statement.
const BY_LOGIN: &str = "region LIKE (SELECT substring(CAST(current_user AS text) from '^yiju_r([0-9]+)$') || '%') AND region LIKE (SELECT COALESCE(current_setting('yiju.reach', true), '') || '%')";

/// The owner of the tables says in every session which region it works on; without that it sees nothing.
const BY_OWNER: &str = "region LIKE (SELECT current_setting('yiju.reach', true) || '%')";

/// How this session's statements are planned. Not compiled first (PostgreSQL's `jit`): ours are short, and it takes seconds
/// where one could touch every partition of a province. And where there are several regions, planned for the region asked
/// about: a plan for any region looks at all of them. Servers that know no such setting are left alone.
const PLANNING: &str = "
  CASE WHEN current_setting('jit', true) IS NOT NULL THEN set_config('jit', 'off', false) END,
  CASE WHEN current_setting('plan_cache_mode', true) IS NOT NULL
        AND (SELECT COUNT(*) FROM pg_inherits WHERE inhparent = to_regclass('office')) > 1
       THEN set_config('plan_cache_mode', 'force_custom_plan', false) END";

/// The region a login is held to (`""`: all), and the session's settings at its beginning: not narrowed, planned well.
pub(crate) fn reach_of_login(store: &mut Store) -> Result<String, Fault> {
    if !store.is_postgres() {
        return Ok(String::new());
    }
    let sql = format!(
        "SELECT CAST(current_user AS TEXT), set_config('yiju.reach', '', false), {PLANNING}"
    );
    let row = store.one(&sql, &[])?;
    let code = row.text(0).strip_prefix(LOGIN).unwrap_or_default();
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    Ok(if digits { code } else { "" }.to_owned())
}

/// After a region has come.
pub(crate) fn plan_anew(store: &mut Store) -> Result<(), Fault> {
    store.one(&format!("SELECT {PLANNING}"), &[]).map(drop)
}

/// For a statement that is about all regions by its nature: its plan does not depend on what is asked, and is kept.
pub(crate) fn planned_once<T>(
    store: &mut Store,
    work: impl FnOnce(&mut Store) -> Result<T, Fault>,
) -> Result<T, Fault> {
    const MODE: &str = "SELECT COALESCE(current_setting('plan_cache_mode', true), '')";
    const SET: &str = "SELECT set_config('plan_cache_mode', $1, false)";
    let before = store.one(MODE, &[])?.text(0).to_owned();
    if before.is_empty() {
        return work(store);
    }
    store.one(SET, &["force_generic_plan".into()])?;
    let outcome = work(store);
    let back = store.one(SET, &[before.as_str().into()]);
    // Of two errors the first one says more.
    let value = outcome?;
    back?;
    Ok(value)
}

pub(crate) fn narrow(store: &mut Store, region: &str) -> Result<(), Fault> {
    if store.is_postgres() {
        store.one(
            "SELECT set_config('yiju.reach', $1, false)",
            &[region.into()],
        )?;
    }
    Ok(())
}

/// Policies of the partitioned tables, through which everybody reads and writes. There is none for changing or deleting:
/// rows are only added, on a database without triggers as well.
pub(crate) fn policies() -> Vec<String> {
    let mut statements = Vec::new();
    for table in tables::ALL.iter().map(|table| table.name) {
        statements.push(enclose(table));
        for (whose, to, reach) in [
            ("login", "PUBLIC", BY_LOGIN),
            ("owner", "CURRENT_USER", BY_OWNER),
        ] {
            statements.push(format!(
                "CREATE POLICY {whose}_reads ON {table} FOR SELECT TO {to} USING ({reach})"
            ));
            statements.push(format!(
                "CREATE POLICY {whose}_adds ON {table} FOR INSERT TO {to} WITH CHECK ({reach})"
            ));
            if table == OfficeRow::NAME {
                // Locking the office's row (writers of a region queue there) asks for the right to change it; nothing
                // it could be changed to passes.
                statements.push(format!(
                    "CREATE POLICY {whose}_locks ON {table} FOR UPDATE TO {to} USING ({reach}) WITH CHECK (false)"
                ));
            }
        }
    }
    statements
}

/// Policies decide from now on, for the owner too; where there is none, nothing is seen.
pub(crate) fn enclose(table: &str) -> String {
    format!(
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    )
}

/// Whether this session may make logins and give them rights on the tables.
pub fn may_admit(store: &mut Store) -> Result<bool, Fault> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole)
       AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = to_regclass('office')), 'USAGE')";
    Ok(store.one(sql, &[])?.int(0) > 0)
}

/// The login of a region: made where there is none, with the right to read and add rows and no other. It has no
/// password yet. Needs the right to make logins. Gives its name. PostgreSQL only.
pub fn admit(store: &mut Store, region: &Region) -> Result<String, Fault> {
    if !store.is_postgres() || region.code().is_empty() {
        return Err(Fault::new(
            "making a login",
            "it takes a PostgreSQL database and a province, city or county",
        ));
    }
    let login = format!("{LOGIN}{}", region.code());
    let mut statements = vec![format!(
        "DO $body$ BEGIN CREATE ROLE {login} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $body$"
    )];
    for table in tables::ALL.iter().map(|table| table.name) {
        statements.push(format!("GRANT SELECT, INSERT ON {table} TO {login}"));
    }
    statements.push(format!(
        "GRANT SELECT ON schema_version TO {login}; GRANT UPDATE (notice) ON {} TO {login}",
        OfficeRow::NAME
    ));
    store.script(&statements.join(";\n"))?;
    Ok(login)
}
