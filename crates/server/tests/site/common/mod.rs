//! A small office for page tests: two employers, one project, one injury from accident to payment, two old injuries,
//! and matters in every state. Rows are written as effects of approved matters, so every constraint of the store holds.

#![allow(dead_code, reason = "each test binary uses its part")]

pub mod ask;
pub mod targets;
mod year;

use std::sync::Arc;

use axum::Router;
use yiju_lawbook::Lawbook;
use yiju_server::{App, Setup, router};
use yiju_store::tables::*;
use yiju_store::{Effect, Store, matters, partitions, schema};
use yiju_terms::{Date, Lang};
pub use yiju_tests::Place;

pub const REGION: &str = "431123";
pub const INJURED: &str = "王小明";
pub const ID_NUMBER: &str = "431123180001010019";
/// A name that would run as a script on a page that does not escape it.
pub const HOSTILE: &str = "<script>alert(1)</script>&\"厂";

/// The office in a SQLite file.
pub fn place() -> Place {
    let mut place = yiju_tests::sqlite();
    fill(&mut place.store);
    place
}

/// The office on each engine; PostgreSQL only where `YIJU_TEST_POSTGRES` names a server.
pub fn places(name: &str) -> Vec<Place> {
    let mut places = vec![place()];
    match yiju_tests::postgres(name) {
        Some(mut on_postgres) => {
            fill(&mut on_postgres.store);
            places.push(on_postgres);
        }
        None => println!("{name}: PostgreSQL left out, YIJU_TEST_POSTGRES is not set"),
    }
    places
}

pub fn setup(place: &Place) -> Setup {
    Setup {
        region: None,
        db_url: place.url.clone(),
        lang: Lang::Zh,
        book: Arc::new(
            Lawbook::with_overlay(Lawbook::builtin(), &[]).expect("the law compiled in"),
        ),
        base: Arc::new(Lawbook::builtin().clone()),
        today: || Date::constant(2024, 3, 1),
    }
}

pub fn app(place: &Place) -> Router {
    router(App::open(setup(place)).expect("the office stands"))
}

fn text(value: &str) -> String {
    value.to_owned()
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn fill(store: &mut Store) {
    schema::prepare(store).expect("tables");
    partitions::attach(store, REGION).expect("partitions");
    store
        .insert(&OfficeRow {
            region: text(REGION),
            name: text("测试县工伤保险服务中心"),
            department: text("测试县人社局"),
            mode: text("graded"),
            authorized_posts: 8,
            notice: text("合成数据，仅供演示"),
        })
        .expect("the office");
    for (id, name, role) in [
        ("window", "赵受理", "enrollment_clerk"),
        ("benefit", "钱初审", "benefit_reviewer"),
        ("second", "孙复核", "benefit_second_reviewer"),
        ("director", "李审批", "director"),
    ] {
        let row = ActorRow {
            region: text(REGION),
            id: text(id),
            name: text(name),
            role: text(role),
            since: text("2022-01-01"),
        };
        store.insert(&row).expect("a person");
    }
    store
        .transaction(|store| {
            year::register(store);
            year::contributions(store);
            year::injury(store);
            year::old_injuries(store);
            year::department(store);
            year::unfinished(store);
            Ok::<(), yiju_store::Fault>(())
        })
        .expect("the year of the office");
}

/// A matter with its first steps; the outcome of the last is given.
fn matter(
    store: &mut Store,
    item: &str,
    on: &str,
    due: Option<&str>,
    steps: &[(&str, &str, &str)],
) -> i64 {
    let id = matters::next_id(store, "matter", REGION).expect("a number");
    store
        .insert(&MatterRow {
            region: text(REGION),
            id,
            item: text(item),
            applicant_kind: text("employer"),
            applicant_id: text("E0001"),
            subject: format!("第{id}件"),
            persons: 2,
            received_on: text(on),
            due_on: due.map(text),
            materials: text("申请表、营业执照"),
            proposal: text("{}"),
            request_key: format!("key-{id}"),
        })
        .expect("a matter");
    for (number, (kind, actor, outcome)) in steps.iter().enumerate() {
        let reason = (*outcome != "pass").then(|| text("材料不齐"));
        let step = StepRow {
            region: text(REGION),
            matter_id: id,
            number: number as i64 + 1,
            kind: text(kind),
            actor_id: text(actor),
            done_on: text(on),
            outcome: text(outcome),
            reason,
        };
        matters::add_step(store, &step).expect("a step");
    }
    id
}

const FOUR: &[(&str, &str, &str)] = &[
    ("accept", "window", "pass"),
    ("review", "benefit", "pass"),
    ("second_review", "second", "pass"),
    ("approve", "director", "pass"),
];

/// An approved matter and the rows it writes.
fn effect(store: &mut Store, item: &str, on: &str, write: impl FnOnce(&mut Effect<'_>)) {
    let id = matter(store, item, on, Some("2023-12-31"), FOUR);
    store
        .insert(&ApprovalRow {
            region: text(REGION),
            matter_id: id,
            approved_on: text(on),
            accepted_by: text("window"),
            accept_kind: text("accept"),
            reviewed_by: text("benefit"),
            review_kind: text("review"),
            second_reviewed_by: text("second"),
            second_review_kind: text("second_review"),
            approved_by: text("director"),
            approve_kind: text("approve"),
        })
        .expect("an approval");
    let mut effect = Effect::begin(store, REGION, id, item, on).expect("an effect");
    write(&mut effect);
    effect.finish().expect("a journal entry");
}

/// The office confirms an average wage of benefits.
pub fn confirm_average_wage(store: &mut Store, year: &str, value: &str) {
    confirm(store, "average_wage_for_benefits", year, value);
}

pub fn confirm(store: &mut Store, parameter: &str, year: &str, value: &str) {
    let all = |store: &mut Store| {
        effect(store, "parameter_confirmation", "2023-01-20", |effect| {
            let row = ConfirmationRow {
                region: text(REGION),
                parameter: text(parameter),
                period: text(year),
                seq: effect.seq(),
                value: text(value),
                document: text("测试文件"),
            };
            effect.insert(&row).expect("a confirmation");
        });
        Ok::<(), yiju_store::Fault>(())
    };
    store.transaction(all).expect("a confirmed wage");
}
