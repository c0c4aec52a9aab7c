//! The plan of the county: who lives, works, builds and gets hurt, and what is filed on which day. Pure: one seed, one plan.

pub(crate) mod accidents;
pub(crate) mod benefits;
pub(crate) mod contributions;
pub(crate) mod covers;
pub(crate) mod department;
pub(crate) mod employers;
pub(crate) mod filings;
pub(crate) mod fund;
pub(crate) mod legacy;
pub(crate) mod services;

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Date, Money, Month, RiskClass};

use crate::calendar::Calendar;
use crate::identity::Person;
use crate::lists::Lists;

/// The demonstration's year.
pub(crate) const YEAR: i16 = 2023;

/// The published figures the year is calibrated to.
pub(crate) mod aim {
    pub const EMPLOYERS: usize = 533;
    pub const INSURED: usize = 17_320;
    pub const NOTICES: usize = 81;
    pub const PAYMENTS: usize = 188;
    pub const SERVICES: i64 = 6_935;
    pub const RECEIVED_FEN: i64 = 361_000_000;
    pub const PAID_FEN: i64 = 304_000_000;
    pub const POOLED: usize = 63;
    pub const UNPOOLED: usize = 148;
    pub const COVERAGE_TARGET: i64 = 16_700;
}

#[derive(Clone, Debug)]
pub(crate) struct Employer {
    pub id: String,
    pub name: String,
    pub credit_code: Option<String>,
    pub kind: String,
    pub industry_code: String,
    pub class: RiskClass,
    pub from: Date,
    pub wage_yuan: i64,
    pub risk: u64,
    /// People at the opening; 0 for an employer that joins in the year.
    pub opening: usize,
    /// Whether all its people leave in the year.
    pub closes: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub id: String,
    pub name: String,
    pub contractor: String,
    pub cost: Money,
    pub starts_on: Date,
    pub ends_on: Date,
    pub filed: Date,
    pub roster: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Employer(usize),
    Project(usize),
}

/// Cover of a person at a place.
#[derive(Clone, Debug)]
pub(crate) struct Cover {
    pub person: usize,
    pub place: Place,
    pub from: Date,
    /// First day without cover, with the reason.
    pub until: Option<(Date, &'static str)>,
    pub wage: Option<Money>,
    pub raise: Option<(Month, Money)>,
}

/// The county as it is planned; filings refer to it by index.
pub(crate) struct County {
    pub people: Vec<Person>,
    pub employers: Vec<Employer>,
    pub projects: Vec<Project>,
    pub covers: Vec<Cover>,
    pub cases: Vec<accidents::Case>,
    pub legacy: Vec<legacy::Legacy>,
    pub filings: Vec<filings::Filing>,
    /// Day each employer pays the contribution of a month, `None` while it is still owed at the end.
    pub paying_days: contributions::PayingDays,
    /// Numbers of people of the office, by role.
    pub staff: Vec<(String, String)>,
}

/// What every part of the plan may look at.
pub(crate) struct Frame<'a> {
    pub seed: u64,
    pub lists: &'a Lists,
    pub book: &'a Lawbook,
    pub confirmed: &'a Confirmed,
    pub calendar: Calendar<'a>,
}

impl County {
    pub fn id_of(&self, place: Place) -> (&'static str, &str) {
        match place {
            Place::Employer(index) => ("employer", &self.employers[index].id),
            Place::Project(index) => ("project", &self.projects[index].id),
        }
    }

    pub fn name_of(&self, place: Place) -> &str {
        match place {
            Place::Employer(index) => &self.employers[index].name,
            Place::Project(index) => &self.projects[index].name,
        }
    }

    pub fn place_number(&self, place: Place) -> String {
        self.id_of(place).1.to_owned()
    }
}

/// Makes the whole plan.
pub(crate) fn county(frame: &Frame<'_>) -> County {
    let mut maker = crate::identity::PeopleMaker::new(frame.lists, frame.seed);
    let employers = employers::employers(frame);
    let projects = employers::projects(frame, &employers);
    let mut county = County {
        people: Vec::new(),
        employers,
        projects,
        covers: Vec::new(),
        cases: Vec::new(),
        legacy: Vec::new(),
        filings: Vec::new(),
        paying_days: contributions::PayingDays::default(),
        staff: staff(&mut maker),
    };
    covers::opening(frame, &mut county, &mut maker);
    county.cases = accidents::cases(frame, &county);
    covers::movements(frame, &mut county, &mut maker);
    county.legacy = legacy::legacy(frame, &mut maker);
    contributions::calibrate(frame, &mut county);
    benefits::medical_bills(frame, &mut county);
    filings::all(frame, &mut county);
    county
}

/// One invented person for each post.
fn staff(maker: &mut crate::identity::PeopleMaker<'_>) -> Vec<(String, String)> {
    yiju_actions::permissions::ROLES
        .iter()
        .map(|role| ((*role).to_owned(), maker.name()))
        .collect()
}
