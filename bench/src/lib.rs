//! What the measuring programs share: an office in an empty store, and an entry to write into it.

pub mod cases;
pub mod law_figures;
pub mod treatment;

use yiju_actions::fund_transfer::FundTransfer;
use yiju_actions::{Application, Hands, Office};
use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_store::partitions::attach;
use yiju_store::tables::{ActorRow, OfficeRow};
use yiju_terms::{Date, Money, Region};

pub const REGION: &str = "431123";
pub const DAY: &str = "2023-03-21";

pub const MONEY_HANDS: Hands<'static> = Hands {
    accept: "cashier",
    review: "accountant",
    second_review: "second",
    approve: "director",
};

pub fn region() -> Region {
    REGION.parse().expect("a region code")
}

pub fn day(text: &str) -> Date {
    text.parse().expect("an ISO date")
}

/// The office with the people an entry of money needs.
pub fn found(store: &mut Store) {
    let row = OfficeRow {
        region: REGION.to_owned(),
        name: "合成工伤保险服务中心".to_owned(),
        department: "合成人力资源和社会保障局".to_owned(),
        mode: "tiered".to_owned(),
        authorized_posts: 8,
        notice: "合成数据".to_owned(),
    };
    let actor = |(id, role): (&str, &str)| ActorRow {
        region: REGION.to_owned(),
        id: id.to_owned(),
        name: format!("合成{id}"),
        role: role.to_owned(),
        since: "2022-01-01".to_owned(),
    };
    let staff = [
        ("cashier", "cashier"),
        ("accountant", "accountant"),
        ("benefit", "benefit_reviewer"),
        ("second", "benefit_second_reviewer"),
        ("director", "director"),
    ];
    Office::new(store, region(), Lawbook::builtin())
        .found(&row, &staff.map(actor))
        .expect("an empty store");
}

/// Interest credited by the bank: the smallest entry there is, two postings.
pub fn interest(key: String, amount_fen: i64) -> Application<FundTransfer> {
    Application {
        applicant_kind: "office",
        applicant_id: REGION.to_owned(),
        subject: "利息入账".to_owned(),
        persons: 1,
        received_on: day(DAY),
        materials: vec!["利息单".to_owned()],
        request_key: key,
        proposal: FundTransfer {
            kind: "e16".to_owned(),
            on: day(DAY),
            amount: Money::from_fen(amount_fen),
            document: "利息单".to_owned(),
        },
    }
}

/// An empty store behind the address, with the office in it. `sqlite:PATH` replaces the file; `postgres://…/NAME`
/// replaces the database of that name.
pub fn fresh(url: &str) -> Store {
    if let Some(path) = url.strip_prefix("sqlite:") {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{path}{ending}"));
        }
    } else {
        let (mut admin, name) = admin(url);
        for sql in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            admin.script(&format!("{sql} {name}")).expect("a database");
        }
    }
    let mut store = Store::open(url).expect("the store opens");
    found(&mut store);
    store
}

/// A session of the server's own database, and the name of the one in the address.
fn admin(url: &str) -> (Store, &str) {
    let (server, name) = url.rsplit_once('/').expect("an address with a database");
    let admin = Store::open(&format!("{server}/postgres")).expect("the server answers");
    (admin, name)
}

/// Which tables with which indexes in which order: a room made before one of them changed is not copied.
const LAYOUT: &str = "SELECT substr(md5(string_agg(pg_get_indexdef(indexrelid), ',' ORDER BY indexrelid)), 1, 12) FROM pg_index
    WHERE indrelid IN (SELECT oid FROM pg_class WHERE pg_table_is_visible(oid) AND relnamespace = current_schema()::regnamespace)";

/// [`fresh`] with room for so many regions. On PostgreSQL that takes half a minute for a province, so it is made once and
/// copied from then on.
pub fn fresh_among(url: &str, regions: i64) -> Store {
    if regions == 1 || url.starts_with("sqlite:") {
        return fresh(url);
    }
    let (mut admin, name) = admin(url);
    let layout = fresh(url).one(LAYOUT, &[]).expect("a layout");
    let rooms = format!("{name}_{regions}_{}", layout.text(0));
    let known = format!("SELECT COUNT(*) FROM pg_database WHERE datname = '{rooms}'");
    if admin.one(&known, &[]).expect("a count").int(0) == 0 {
        let mut store = fresh(url);
        for other in 1..regions {
            attach(&mut store, &(440_000 + other).to_string()).expect("room for another region");
        }
        drop(store);
        let rename = format!("ALTER DATABASE {name} RENAME TO {rooms}");
        admin.script(&rename).expect("a name");
    }
    for sql in [
        format!("DROP DATABASE IF EXISTS {name}"),
        format!("CREATE DATABASE {name} TEMPLATE {rooms}"),
    ] {
        admin.script(&sql).expect("a database");
    }
    Store::open(url).expect("the store opens")
}
