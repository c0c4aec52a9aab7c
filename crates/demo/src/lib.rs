//! The demonstration county: synthetic people and employers, one year of office life, run through the real actions.
//!
//! A plan is made from one seed (who works where, who is hurt, what is bought), settled with the real rules so that the
//! year's sums come near a county of this size, and then carried out matter by matter. Nothing is written past the
//! actions: counts and sums of the report come out of the records.

mod bills;
mod calibration;
mod case_steps;
mod cases;
mod county;
mod filings_cases;
mod filings_department;
mod filings_legacy;
mod filings_money;
mod filings_register;
mod filings_setup;
mod hurt;
mod identity;
mod law;
mod lists;
mod money_plan;
mod payees;
mod random;
pub mod scale;
mod schedule;
mod targets;

use yiju_actions::{ActionError, Office, office};
use yiju_lawbook::{At, Confirmation, Confirmed, Lawbook};
use yiju_store::tables::{ActorRow, OfficeRow};
use yiju_store::{Store, journal};
use yiju_terms::{Date, Lang, Region, RiskClass, words};

use crate::cases::CaseMaker;
use crate::county::{County, day};
use crate::money_plan::Law;
use crate::schedule::{Days, Filing};

pub use schedule::is_own_request;

/// Region of the demonstration county.
pub const REGION: &str = "431123";
pub use calibration::YEAR;

/// The same seed gives the same bytes.
#[derive(Clone, Copy, Debug)]
pub struct DemoOptions {
    pub seed: u64,
}

/// Whether an office's notice is the one of the demonstration, in either language.
pub fn is_synthetic(notice: &str) -> bool {
    [Lang::Zh, Lang::En]
        .iter()
        .any(|lang| words::word(*lang, "demo.notice") == notice)
}

/// The average wages the demonstration assumes, as an office would confirm them from a paper.
pub fn assumed_wages() -> Confirmed {
    let rows = law::CONFIRMED
        .iter()
        .filter(|row| row.0 == "average_wage_for_contributions");
    Confirmed {
        rows: rows
            .map(|(parameter, period, value)| Confirmation {
                parameter: (*parameter).to_owned(),
                period: (*period).to_owned(),
                value: (*value).to_owned(),
                document: law::ASSUMPTION.to_owned(),
                region: None,
            })
            .collect(),
    }
}

/// How far the year has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub day: Date,
    pub permille: usize,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoSummary {
    pub matters: usize,
    pub entries: i64,
    pub head: String,
}

/// Founds the office in an empty store and runs the year. Errors are faults of the machine; a refusal is a bug of the plan.
pub fn run(
    store: &mut Store,
    options: &DemoOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<DemoSummary, ActionError> {
    let base = Lawbook::builtin();
    let region: Region = REGION.parse().expect("a region code");
    let mut office = Office::new(store, region.clone(), base);
    office.found(&office_row(REGION), &staff(REGION))?;
    let mut watch = |day, permille| progress(Progress { day, permille });
    schedule::run(
        &mut office,
        schedule::LAW,
        &filings_setup::law_filings(),
        &mut watch,
    )?;
    let book = office::lawbook(office.store, &region, base)?;
    let confirmed = office::confirmed(office.store, &region)?;
    let law = Law {
        book: &book,
        confirmed: &confirmed,
        region: &region,
    };
    let filings = plan(&law, options.seed)?;
    let mut office = Office::new(store, region, &book);
    schedule::run(&mut office, schedule::YEAR, &filings, &mut watch)?;
    let head = journal::head(office.store, REGION)?;
    Ok(DemoSummary {
        matters: filings.len(),
        entries: head.seq,
        head: head.digest,
    })
}

/// The whole year as matters, in no particular order.
fn plan(law: &Law<'_>, seed: u64) -> Result<Vec<Filing>, ActionError> {
    let days = Days {
        calendar: law.book.calendar(),
    };
    let mut county = County::plan(seed);
    let classes = classes(law, &county)?;
    let hurt = hurt::choose(&mut county, seed);
    let building = hurt::on_sites(&county, seed);
    hurt::end_cover(&mut county, &hurt);
    county.choose_leavers(seed);
    let money = money_plan::settle(law, &mut county, &classes)?;
    let mut maker = CaseMaker::new(law, &money, seed);
    let mut cases = maker.earlier(&county, &hurt[..hurt::EARLIER]);
    cases.extend(maker.of_the_year(&county, &hurt[hurt::EARLIER..], &building));
    let legacy = filings_legacy::legacy(REGION, seed);
    let bills = bills::bills(law, &cases, &legacy.pooled, seed);
    let mut filings = filings_setup::opening_filings(&county, &money);
    filings.extend(legacy.filings);
    filings.extend(filings_register::filings(&county, &money, &days, seed));
    filings.extend(filings_cases::filings(&cases, &days, seed));
    filings.extend(filings_cases::bill_filings(&bills, &days, seed));
    filings.extend(filings_money::filings(&county, &days));
    filings.extend(filings_department::own_year(&days));
    filings.extend(filings_department::training(&cases, &days));
    let missing = filings_register::missing_person_times(&filings);
    filings.extend(filings_register::services(missing, &days, seed));
    Ok(filings)
}

fn classes(law: &Law<'_>, county: &County) -> Result<Vec<RiskClass>, ActionError> {
    let at = At::new(law.region.clone(), day(1, 1));
    let mut classes = Vec::new();
    for employer in &county.employers {
        classes.push(
            law.book
                .risk_class_of_industry(&employer.industry_code, &at)?
                .value,
        );
    }
    Ok(classes)
}

/// The demonstration's own county has its name; the others, none of them real, are called by their codes.
fn office_row(code: &str) -> OfficeRow {
    let which = if code == REGION { "" } else { "_of" };
    let say = |key: &str| words::text(Lang::Zh, &format!("demo.{key}"), &[("code", code)]);
    OfficeRow {
        region: code.to_owned(),
        name: say(&format!("office{which}")),
        department: say(&format!("department{which}")),
        mode: "tiered".to_owned(),
        authorized_posts: schedule::STAFF.len() as i64,
        notice: say("notice"),
    }
}

fn staff(code: &str) -> Vec<ActorRow> {
    let row = |(id, name, role): &(&str, &str, &str)| ActorRow {
        region: code.to_owned(),
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        role: (*role).to_owned(),
        since: "2022-01-01".to_owned(),
    };
    schedule::STAFF.iter().map(row).collect()
}
