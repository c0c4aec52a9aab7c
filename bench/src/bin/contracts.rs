//! One month's assessment through the whole stack: `contracts sqlite:PATH PEOPLE` fills a store with employers, people,
//! cover and wages, then assesses a month through its matter, four hands, journal and chain, and prints one JSON line.

use std::time::Instant;

use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::parameter_confirmation::ParameterConfirmation;
use yiju_actions::{Application, Hands, Office};
use yiju_bench::{REGION, day, fresh, region};
use yiju_lawbook::Lawbook;
use yiju_store::tables::{EmployeeRow, EmployerRow, EnrollmentRow, WageRow};
use yiju_store::{Fault, Store};

const HANDS: Hands<'static> = Hands {
    accept: "accountant",
    review: "benefit",
    second_review: "second",
    approve: "director",
};
/// As in the county's report: 17 320 people with 533 employers.
const PEOPLE_PER_EMPLOYER: usize = 32;
const SINCE: &str = "2023-01-01";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, people] = arguments.as_slice() else {
        panic!("contracts URL PEOPLE");
    };
    let people: usize = people.parse().expect("a number of people");
    let mut store = fresh(url);
    let mut office = Office::new(&mut store, region(), Lawbook::builtin());
    for (stem, value) in [("average_wage_for_contributions", "6284.00")] {
        let paper = ParameterConfirmation {
            parameter: stem.to_owned(),
            period: "2023".to_owned(),
            value: value.to_owned(),
            document: "合成文件".to_owned(),
        };
        handle(&mut office, stem, paper);
    }
    let filled: Result<(), Fault> = office.store.transaction(|store| fill(store, people));
    filled.expect("a register");
    if office.store.is_postgres() {
        // As its own housekeeping would have done by the time of the next assessment.
        office.store.script("ANALYZE").expect("statistics");
    }
    let start = Instant::now();
    let assessment = ContributionAssessment {
        month: "2023-06".parse().expect("a month"),
    };
    handle(&mut office, "assessment", assessment);
    let micros = start.elapsed().as_micros();
    let sum = "SELECT CAST(SUM(persons) AS BIGINT), CAST(SUM(amount_fen) AS BIGINT) FROM assessment WHERE region = $1";
    let row = store.one(sum, &[REGION.into()]).expect("a sum");
    assert_eq!(row.int(0), people as i64, "everybody is assessed");
    let per_second = people as u128 * 1_000_000 / micros;
    println!(
        "{{\"people\":{people},\"milliseconds\":{},\"per_second\":{per_second},\"amount_fen\":{}}}",
        micros / 1000,
        row.int(1)
    );
}

fn handle<A: yiju_actions::Action>(office: &mut Office<'_>, key: &str, proposal: A) {
    let application = Application {
        applicant_kind: "office",
        applicant_id: REGION.to_owned(),
        subject: key.to_owned(),
        persons: 1,
        received_on: day("2023-07-03"),
        materials: vec!["合成".to_owned()],
        request_key: key.to_owned(),
        proposal,
    };
    let done = office.handle_at_once(&HANDS, &application, day("2023-07-03"));
    done.unwrap_or_else(|error| panic!("{key}: {error}"));
}

/// The register, written straight into the tables under the first journal entry.
fn fill(store: &mut Store, people: usize) -> Result<(), Fault> {
    let (region, since) = (REGION.to_owned(), SINCE.to_owned());
    let employer = |number: usize| format!("E{number:08}");
    for number in 0..people.div_ceil(PEOPLE_PER_EMPLOYER) {
        store.insert(&EmployerRow {
            region: region.clone(),
            id: employer(number),
            valid_from: since.clone(),
            seq: 1,
            name: format!("合成企业{number}"),
            credit_code: None,
            kind: "enterprise".to_owned(),
            industry_code: "20".to_owned(),
            industry_edition: "GB/T 4754-2017".to_owned(),
            risk_class: number as i64 % 8 + 1,
            experience_tier: 100,
            state: "active".to_owned(),
        })?;
    }
    for number in 0..people {
        let (person, at) = (
            format!("P{number:08}"),
            employer(number / PEOPLE_PER_EMPLOYER),
        );
        store.insert(&EmployeeRow {
            region: region.clone(),
            id: person.clone(),
            valid_from: since.clone(),
            seq: 1,
            name: "合成".to_owned(),
            id_number: format!("S{number:017}"),
            birth: "1980-01-01".to_owned(),
            sex: "male".to_owned(),
            migrant_worker: 0,
        })?;
        store.insert(&EnrollmentRow {
            region: region.clone(),
            cover_kind: "employer".to_owned(),
            cover_id: at.clone(),
            person_id: person.clone(),
            valid_from: since.clone(),
            seq: 1,
            state: "on".to_owned(),
            reason: None,
        })?;
        store.insert(&WageRow {
            region: region.clone(),
            employer_id: at,
            person_id: person,
            valid_from: "2023-01".to_owned(),
            seq: 1,
            wage_fen: (number as i64 * 7_919) % 2_500_000 + 100_000,
        })?;
    }
    Ok(())
}
