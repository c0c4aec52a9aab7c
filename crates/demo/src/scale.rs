//! A province: as many counties as asked for, made by the same generator and written through the same actions.
//!
//! One county is made after the other and its people in lists of [`LIST`], so memory does not grow with the province. What
//! a real province would take over in bulk is taken over in bulk here: one matter brings all employers of a county, one
//! matter each list of people, with the four hands, the journal entry and the digest that any matter has. Accidents,
//! conclusions and determinations are a matter each.

use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::contribution_receipt::{ContributionReceipt, ReceiptLine};
use yiju_actions::employee_enrollment::EmployeeEnrollment;
use yiju_actions::employer_enrollment::EmployerRecord;
use yiju_actions::opening::Opening;
use yiju_actions::pay_batch::PayBatch;
use yiju_actions::{Action, ActionError, Application, Office, items, office};
use yiju_lawbook::Lawbook;
use yiju_store::{Store, register, settlements};
use yiju_terms::{Date, Money, Month, Region};

use crate::calibration::YEAR;
use crate::county::{day, wage};
use crate::filings_department;
use crate::filings_legacy;
use crate::filings_money::orders;
use crate::filings_setup::{self, OPENING_DAY, SOURCE, inside};
use crate::identity::{NameMaker, PeopleMaker, credit_code};
use crate::lists::{Lists, Trade};
use crate::money_plan::Law;
use crate::payees::{self, Payee};
use crate::random::{Random, apportion};
use crate::schedule::{self, Days, hands_of};

/// People on one list: a matter's proposal of about two and a half megabytes.
pub const LIST: usize = 20_000;
/// Insured people for each one who is paid every month.
const PEOPLE_OF_A_PAYEE: i64 = 500;
const PAYEE_BORN_FROM: i16 = 1975;
/// Insured people of an employer, on average: 9 million and 270 thousand.
const PEOPLE_OF_AN_EMPLOYER: i64 = 33;
/// The month that is assessed and paid.
pub fn january() -> Month {
    Month::new(YEAR, 1)
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ScaleOptions {
    pub seed: u64,
    pub counties: usize,
    pub people: i64,
}

/// A county that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountyMade {
    pub region: String,
    pub employers: usize,
    pub people: i64,
    pub payees: usize,
}

/// Codes of invented counties in fourteen cities of one province; the demonstration's own county is among them.
pub fn county_codes(count: usize) -> Vec<String> {
    let cities = (1..=13).chain([31]);
    let mut codes: Vec<String> = (21..=29)
        .flat_map(|county| {
            cities
                .clone()
                .map(move |city| format!("43{city:02}{county}"))
        })
        .filter(|code| code != crate::REGION)
        .collect();
    codes.insert(0, crate::REGION.to_owned());
    codes.truncate(count);
    codes
}

/// How many people each county has.
pub fn people_of_counties(options: &ScaleOptions) -> Vec<i64> {
    let mut random = Random::new(options.seed, "counties");
    let weights: Vec<i64> = (0..options.counties)
        .map(|_| 400 + random.bell_permille())
        .collect();
    apportion(options.people, &weights)
}

/// Founds a county and fills its registers, unless it stands. Gives nothing for one that stands.
pub fn load(
    store: &mut Store,
    code: &str,
    people: i64,
    seed: u64,
) -> Result<Option<CountyMade>, ActionError> {
    let region: Region = code.parse().expect("a region code");
    if yiju_store::schema::version(store)?.is_some() && register::office(store, code)?.is_some() {
        return Ok(None);
    }
    yiju_store::schema::prepare(store)?;
    // Before the transaction: its lock on the tables would keep another county waiting until the end.
    yiju_store::partitions::attach(store, code)?;
    // A county is there with all its people or not at all.
    let made = store.transaction(|store| make(store, region, people, seed))?;
    Ok(Some(made))
}

fn make(
    store: &mut Store,
    region: Region,
    people: i64,
    seed: u64,
) -> Result<CountyMade, ActionError> {
    let code = region.code();
    let base = Lawbook::builtin();
    let mut founded = Office::new(store, region.clone(), base);
    founded.found(&crate::office_row(code), &crate::staff(code))?;
    let filings = filings_setup::law_filings_of(code);
    schedule::run(&mut founded, schedule::LAW, &filings, &mut |_, _| {})?;
    let book = office::lawbook(store, &region, base)?;
    let confirmed = office::confirmed(store, &region)?;
    let mut office = Office::new(store, region.clone(), &book);
    let plan = Plan::of(code, people, seed);
    let payees = plan.carry_out(&mut office)?;
    let law = Law {
        book: &book,
        confirmed: &confirmed,
        region: &region,
    };
    let days = Days {
        calendar: book.calendar(),
    };
    let mut filings = payees::filings(&law, &payees, &days, seed);
    filings.extend(filings_department::own_year(&days));
    filings.extend(filings_legacy::legacy(code, seed).filings);
    schedule::run(&mut office, schedule::PAYEES, &filings, &mut |_, _| {})?;
    Ok(CountyMade {
        region: code.to_owned(),
        employers: plan.trades.len(),
        people,
        payees: payees.len(),
    })
}

/// The employers of a county and how many people each has.
struct Plan {
    region: String,
    seed: u64,
    lists: Lists,
    trades: Vec<Trade>,
    sizes: Vec<i64>,
}

impl Plan {
    fn of(region: &str, people: i64, seed: u64) -> Plan {
        let lists = Lists::builtin();
        let mut random = Random::new(seed, region);
        let weights: Vec<i64> = lists.trades.iter().map(|t| t.employers as i64).collect();
        let employers = (people / PEOPLE_OF_AN_EMPLOYER).max(1);
        let mut trades = Vec::new();
        for (trade, count) in lists.trades.iter().zip(apportion(employers, &weights)) {
            trades.extend((0..count).map(|_| trade.clone()));
        }
        let spread: Vec<i64> = trades
            .iter()
            .map(|trade| trade.mean * (400 + random.bell_permille() * 6 / 10))
            .collect();
        let sizes = apportion(people, &spread);
        Plan {
            region: region.to_owned(),
            seed,
            lists,
            trades,
            sizes,
        }
    }

    fn employer_id(at: usize) -> String {
        format!("E{:06}", at + 1)
    }

    fn employer_records(&self) -> Vec<EmployerRecord> {
        let mut names = NameMaker::new(&self.lists, self.seed, &self.region);
        let record = |(at, trade): (usize, &Trade)| EmployerRecord {
            id: Plan::employer_id(at),
            name: names.make_numbered(&trade.patterns),
            credit_code: Some(credit_code(&self.region, &trade.kind, at + 1)),
            kind: trade.kind.clone(),
            industry_code: trade.code.clone(),
            from: Date::constant(2015, 10, 1),
        };
        self.trades.iter().enumerate().map(record).collect()
    }

    /// Writes employers and people; gives those of the people who will be paid.
    fn carry_out(&self, office: &mut Office<'_>) -> Result<Vec<Payee>, ActionError> {
        let employers = Opening {
            source: SOURCE.to_owned(),
            employers: self.employer_records(),
            people: Vec::new(),
            projects: Vec::new(),
        };
        handle(office, "employers", OPENING_DAY, "期初单位导入", employers)?;
        let mut people = PeopleMaker::of_region(&self.lists, self.seed, &self.region);
        let mut random = Random::new(self.seed, "members");
        let (mut list, mut listed, mut made) = (Vec::new(), 0, 0);
        let mut payees = Vec::new();
        for (at, size) in self.sizes.iter().enumerate() {
            let mut left = *size as usize;
            while left > 0 {
                let count = left.min(LIST - listed);
                let mut members = self.members(at, &mut random);
                for _ in 0..count {
                    let person = people.make((1965, 1998), 58, 45);
                    let wage = wage(&mut random, &self.trades[at]);
                    made += 1;
                    // Nobody who reaches a pension's age meanwhile: that would be another case.
                    let is_young_enough = person.birth.year() >= PAYEE_BORN_FROM;
                    if made / PEOPLE_OF_A_PAYEE > payees.len() as i64 && is_young_enough {
                        payees.push(Payee {
                            person: person.clone(),
                            employer_id: members.cover_id.clone(),
                            wage,
                        });
                    }
                    let record = filings_setup::record(&person, Some(wage));
                    members.people.push(record);
                }
                list.push(members);
                listed += count;
                left -= count;
                if listed == LIST {
                    self.import(office, made, std::mem::take(&mut list))?;
                    listed = 0;
                }
            }
        }
        if listed > 0 {
            self.import(office, made, list)?;
        }
        Ok(payees)
    }

    fn members(&self, at: usize, random: &mut Random) -> EmployeeEnrollment {
        EmployeeEnrollment {
            cover_kind: "employer".to_owned(),
            cover_id: Plan::employer_id(at),
            from: Date::constant(
                random.between(2016, 2020) as i16,
                random.between(1, 12) as i8,
                random.between(1, 28) as i8,
            ),
            people: Vec::new(),
        }
    }

    fn import(
        &self,
        office: &mut Office<'_>,
        made: i64,
        people: Vec<EmployeeEnrollment>,
    ) -> Result<(), ActionError> {
        let opening = Opening {
            source: SOURCE.to_owned(),
            employers: Vec::new(),
            people,
            projects: Vec::new(),
        };
        let key = format!("people-{made:08}");
        handle(office, &key, OPENING_DAY, "期初人员导入", opening)
    }
}

/// Carries one proposal through its four hands in one commit.
fn handle<A: Action>(
    office: &mut Office<'_>,
    key: &str,
    on: Date,
    subject: &str,
    proposal: A,
) -> Result<(), ActionError> {
    let item = items::find(A::ITEM).expect("every action is in the item table");
    let cover = inside(subject);
    let application = Application {
        applicant_kind: cover.applicant_kind,
        applicant_id: cover.applicant_id,
        subject: cover.subject,
        persons: cover.persons,
        received_on: on,
        materials: cover.materials.iter().map(|m| (*m).to_owned()).collect(),
        request_key: key.to_owned(),
        proposal,
    };
    office.together(|office| office.handle(&hands_of(item.family), &application, on))?;
    Ok(())
}

/// One step of the month in a county.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthStep {
    /// 缴费核定 of every employer.
    Assess,
    /// What was assessed arrives, as one list.
    Receive,
    /// The pay run, after every payee was worked out again.
    Pay,
}

/// Runs a step, unless it was run before. Gives how many employers or payees it was for.
pub fn month(store: &mut Store, code: &str, step: MonthStep) -> Result<usize, ActionError> {
    let region: Region = code.parse().expect("a region code");
    let book = office::lawbook(store, &region, Lawbook::builtin())?;
    let text = january().to_string();
    match step {
        MonthStep::Assess => {
            if !register::is_assessed(store, code, &text)? {
                let mut office = Office::new(store, region, &book);
                let assess = ContributionAssessment { month: january() };
                handle(&mut office, "assess", day(1, 11), "月度缴费核定", assess)?;
            }
            Ok(settlements::assessments(store, code, &text)?.len())
        }
        MonthStep::Receive => {
            let assessed = settlements::assessments(store, code, &text)?;
            let due = assessed.iter().filter(|row| row.amount_fen > 0);
            let lines: Vec<ReceiptLine> = due
                .map(|row| ReceiptLine {
                    payer_kind: row.payer_kind.clone(),
                    payer_id: row.payer_id.clone(),
                    month: january(),
                    amount: Money::from_fen(row.amount_fen),
                })
                .collect();
            let count = lines.len();
            let receipt = ContributionReceipt {
                received_on: day(1, 20),
                channel: "税务征收到账清单（演示）".to_owned(),
                lines,
            };
            let mut office = Office::new(store, region, &book);
            handle(
                &mut office,
                "receipts",
                day(1, 20),
                "工伤保险费到账登记",
                receipt,
            )?;
            Ok(count)
        }
        MonthStep::Pay => {
            let payments = orders(store, &region, january())?;
            let count = payments.len();
            if count > 0 {
                let run = PayBatch {
                    month: january(),
                    paid_on: day(1, 28),
                    payments,
                    signed: Vec::new(),
                };
                let mut office = Office::new(store, region, &book);
                handle(&mut office, "pay", day(1, 28), "待遇支付批次", run)?;
            }
            Ok(count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_and_twenty_two_counties_of_one_province() {
        let codes = county_codes(122);
        let unique: std::collections::BTreeSet<&String> = codes.iter().collect();
        assert_eq!(unique.len(), 122);
        let in_province = |code: &String| code.len() == 6 && code.starts_with("43");
        assert!(codes.iter().all(in_province));
        assert_eq!(county_codes(1), [crate::REGION]);
        let options = ScaleOptions {
            seed: 1,
            counties: 122,
            people: 9_000_000,
        };
        assert_eq!(people_of_counties(&options).iter().sum::<i64>(), 9_000_000);
    }
}
