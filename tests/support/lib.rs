//! What whole-house tests share: an empty store on either engine, and a founded office with eight people.

use yiju_actions::employer_enrollment::{EmployerEnrollment, EmployerRecord};
use yiju_actions::{Application, Hands, Office};
use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_store::tables::{ActorRow, OfficeRow};
use yiju_terms::{Date, Region};

pub const REGION: &str = "431123";

/// Staff of the test office: one for each role.
pub const STAFF: &[(&str, &str)] = &[
    ("director", "director"),
    ("window", "enrollment_clerk"),
    ("benefit", "benefit_reviewer"),
    ("second", "benefit_second_reviewer"),
    ("medical", "medical_reviewer"),
    ("accountant", "accountant"),
    ("cashier", "cashier"),
    ("inspector", "inspector"),
];

/// Four people who may carry an item of the `register` family.
pub const REGISTER_HANDS: Hands<'static> = Hands {
    accept: "window",
    review: "medical",
    second_review: "second",
    approve: "director",
};

pub const BENEFIT_HANDS: Hands<'static> = Hands {
    accept: "window",
    review: "benefit",
    second_review: "second",
    approve: "director",
};

pub const MEDICAL_HANDS: Hands<'static> = Hands {
    accept: "window",
    review: "medical",
    second_review: "second",
    approve: "director",
};

pub const MONEY_HANDS: Hands<'static> = Hands {
    accept: "cashier",
    review: "accountant",
    second_review: "second",
    approve: "director",
};

pub const MANAGEMENT_HANDS: Hands<'static> = Hands {
    accept: "accountant",
    review: "benefit",
    second_review: "second",
    approve: "director",
};

/// A store that lives as long as the test.
pub struct Place {
    pub store: Store,
    pub engine: &'static str,
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

/// Runs the scenario on SQLite, and on PostgreSQL when `YIJU_TEST_POSTGRES` names a server (`./test` starts one).
pub fn on_both_stores(name: &str, scenario: impl Fn(&mut Store)) {
    let mut sqlite = sqlite();
    scenario(&mut sqlite.store);
    match postgres(name) {
        Some(mut place) => scenario(&mut place.store),
        None => println!("{name}: PostgreSQL left out, YIJU_TEST_POSTGRES is not set"),
    }
}

pub fn sqlite() -> Place {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("test.db");
    let url = format!("sqlite:{}", path.display());
    Place {
        store: Store::open(&url).expect("an empty SQLite file"),
        engine: "sqlite",
        url,
        _folder: Some(folder),
    }
}

/// A fresh database on the test server.
pub fn postgres(name: &str) -> Option<Place> {
    let server = std::env::var("YIJU_TEST_POSTGRES").ok()?;
    let database = format!("yiju_{name}_{}", std::process::id());
    let mut admin = Store::open(&server).expect("the test server answers");
    admin
        .script(&format!("DROP DATABASE IF EXISTS {database}"))
        .expect("dropping an old test database");
    admin
        .script(&format!("CREATE DATABASE {database}"))
        .expect("a fresh test database");
    let base = server.rsplit_once('/').map_or(server.as_str(), |(b, _)| b);
    let url = format!("{base}/{database}");
    Some(Place {
        store: Store::open(&url).expect("the fresh database opens"),
        engine: "postgres",
        url,
        _folder: None,
    })
}

pub fn region() -> Region {
    REGION.parse().expect("a region code")
}

pub fn day(text: &str) -> Date {
    text.parse().expect("an ISO date")
}

/// The place again, opened with the login of a region (see `yiju_store::access`).
pub fn as_login(place: &Place, region: &str) -> Store {
    let url = place.url.replace("yiju@", &format!("yiju_r{region}@"));
    Store::open(&url).expect("the login of the region")
}

/// The office with its eight people, founded in an empty store.
pub fn found(store: &mut Store) -> Office<'_> {
    found_in(store, REGION)
}

/// The same office in another region.
pub fn found_in<'a>(store: &'a mut Store, code: &str) -> Office<'a> {
    let region: Region = code.parse().expect("a region code");
    let mut office = Office::new(store, region, Lawbook::builtin());
    let row = OfficeRow {
        region: code.to_owned(),
        name: "测试工伤保险服务中心".to_owned(),
        department: "测试人力资源和社会保障局".to_owned(),
        mode: "tiered".to_owned(),
        authorized_posts: 8,
        notice: "合成数据".to_owned(),
    };
    let staff: Vec<ActorRow> = STAFF
        .iter()
        .map(|(id, role)| ActorRow {
            region: code.to_owned(),
            id: (*id).to_owned(),
            name: format!("测试{id}"),
            role: (*role).to_owned(),
            since: "2022-01-01".to_owned(),
        })
        .collect();
    office.found(&row, &staff).expect("an empty store");
    office
}

/// An application of one person at the window.
pub fn application<A>(key: &str, received_on: &str, proposal: A) -> Application<A> {
    Application {
        applicant_kind: "employer",
        applicant_id: "E0001".to_owned(),
        subject: key.to_owned(),
        persons: 1,
        received_on: day(received_on),
        materials: vec!["申请表".to_owned()],
        request_key: key.to_owned(),
        proposal,
    }
}

/// An employer of the register, for those who need one.
pub fn employer(id: &str) -> EmployerEnrollment {
    EmployerEnrollment {
        employers: vec![EmployerRecord {
            id: id.to_owned(),
            name: "测试竹木制品厂".to_owned(),
            credit_code: None,
            kind: "enterprise".to_owned(),
            industry_code: "20".to_owned(),
            from: day("2023-01-03"),
        }],
    }
}
