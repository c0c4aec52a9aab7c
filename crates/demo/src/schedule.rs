//! The year's calendar of matters: each comes in on a day and is decided on a later one, in order of time.

use yiju_actions::{Action, ActionError, Application, Hands, Office, items};
use yiju_lawbook::WorkCalendar;
use yiju_store::Store;
use yiju_terms::{Date, Region};

use crate::random::Random;

/// The eight people of the demonstration office: id, invented name, role.
pub(crate) const STAFF: &[(&str, &str, &str)] = &[
    ("zhuren", "唐演示", "director"),
    ("shouli", "蒋演示", "enrollment_clerk"),
    ("chushen", "何演示", "benefit_reviewer"),
    ("fuhe", "周演示", "benefit_second_reviewer"),
    ("yiliao", "邓演示", "medical_reviewer"),
    ("kuaiji", "陈演示", "accountant"),
    ("chuna", "李演示", "cashier"),
    ("jihe", "罗演示", "inspector"),
];

const fn hands(accept: &'static str, review: &'static str) -> Hands<'static> {
    Hands {
        accept,
        review,
        second_review: "fuhe",
        approve: "zhuren",
    }
}

/// Who carries the matters of a family.
pub(crate) fn hands_of(family: &str) -> Hands<'static> {
    match family {
        "register" | "medical" => hands("shouli", "yiliao"),
        "benefit" => hands("shouli", "chushen"),
        "money" => hands("chuna", "kuaiji"),
        _ => hands("kuaiji", "chushen"),
    }
}

/// How a matter ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Approved,
    SentBackOnce(&'static str),
    Refused(&'static str),
    StillOpen,
}

/// What is written on the cover of a matter.
pub(crate) struct Cover {
    pub applicant_kind: &'static str,
    pub applicant_id: String,
    pub subject: String,
    pub persons: i64,
    pub materials: &'static [&'static str],
}

type Accept = Box<dyn Fn(&mut Office<'_>, &str, Date) -> Result<Option<i64>, ActionError>>;

/// A matter of the plan.
pub(crate) struct Filing {
    pub accept_on: Date,
    pub decide_on: Date,
    /// Order within a day: lower first.
    pub rank: u8,
    pub fate: Fate,
    /// Person-times it adds to the year's count when approved within the year.
    pub person_times: i64,
    hands: Hands<'static>,
    accept: Accept,
}

impl Filing {
    /// `make` draws up the proposal on the day; nothing means there is nothing to do.
    pub fn new<A: Action + 'static>(
        accept_on: Date,
        decide_on: Date,
        cover: Cover,
        make: impl Fn(&mut Store, &Region) -> Result<Option<A>, ActionError> + 'static,
    ) -> Filing {
        let item = items::find(A::ITEM).expect("every action is in the item table");
        let hands = hands_of(item.family);
        let persons = cover.persons;
        let accept: Accept = Box::new(move |office, key, on| {
            let region = office.region.clone();
            let Some(proposal) = make(office.store, &region)? else {
                return Ok(None);
            };
            let application = Application {
                applicant_kind: cover.applicant_kind,
                applicant_id: cover.applicant_id.clone(),
                subject: cover.subject.clone(),
                persons,
                received_on: on,
                materials: cover.materials.iter().map(|m| (*m).to_owned()).collect(),
                request_key: key.to_owned(),
                proposal,
            };
            office.accept(hands.accept, &application).map(Some)
        });
        Filing {
            accept_on,
            decide_on,
            rank: 50,
            fate: Fate::Approved,
            person_times: if item.counted { persons } else { 0 },
            hands,
            accept,
        }
    }

    /// A proposal that is known when the plan is made.
    pub fn fixed<A: Action + Clone + 'static>(
        accept_on: Date,
        decide_on: Date,
        cover: Cover,
        proposal: A,
    ) -> Filing {
        Filing::new(accept_on, decide_on, cover, move |_, _| {
            Ok(Some(proposal.clone()))
        })
    }

    pub fn rank(mut self, rank: u8) -> Filing {
        self.rank = rank;
        self
    }

    pub fn fate(mut self, fate: Fate) -> Filing {
        self.fate = fate;
        self
    }

    /// Person-times this filing adds to a year's count.
    pub fn counts_in(&self, year: i16) -> i64 {
        let approved = matches!(self.fate, Fate::Approved | Fate::SentBackOnce(_));
        if approved && self.decide_on.year() == year {
            self.person_times
        } else {
            0
        }
    }

    fn decide(&self, office: &mut Office<'_>, matter: i64) -> Result<(), ActionError> {
        let on = self.decide_on;
        let hands = &self.hands;
        match self.fate {
            Fate::StillOpen => return Ok(()),
            Fate::Refused(reason) => {
                return office.refuse("review", hands.review, matter, on, reason);
            }
            Fate::SentBackOnce(reason) => {
                office.review("review", hands.review, matter, on)?;
                office.send_back("second_review", hands.second_review, matter, on, reason)?;
            }
            Fate::Approved => {}
        }
        office.review("review", hands.review, matter, on)?;
        office.review("second_review", hands.second_review, matter, on)?;
        office.approve(hands.approve, matter, on)?;
        Ok(())
    }
}

/// Working days, and how long the office takes.
pub(crate) struct Days<'a> {
    pub calendar: &'a WorkCalendar,
}

impl Days<'_> {
    /// The day itself, or the next working day.
    pub fn working(&self, day: Date) -> Date {
        self.calendar
            .roll_forward(day)
            .expect("the calendar covers the demonstration")
    }

    pub fn after(&self, day: Date, working_days: u32) -> Date {
        self.calendar
            .add_working_days(day, working_days)
            .expect("the calendar covers the demonstration")
    }

    /// A decision between one and `most` working days after `accepted`, within its own month so that books stay in order.
    pub fn decision(&self, random: &mut Random, accepted: Date, most: u32) -> Date {
        self.after(accepted, random.between(1, i64::from(most)) as u32)
    }
}

/// The runs of a demonstration, told apart by their requests.
pub(crate) const LAW: &str = "law";
pub(crate) const YEAR: &str = "year";
pub(crate) const PAYEES: &str = "payees";
const SERIES: [&str; 3] = [LAW, YEAR, PAYEES];

fn request_key(series: &str, index: usize) -> String {
    format!("{series}-{index:05}")
}

/// Whether a request was the demonstration's: its key is one of the series and five digits.
pub fn is_own_request(key: &str) -> bool {
    let parts = key.rsplit_once('-');
    let read = parts.and_then(|(series, digits)| Some((series, digits.parse().ok()?)));
    read.is_some_and(|(series, index)| {
        SERIES.contains(&series) && request_key(series, index) == key
    })
}

/// Runs the filings in order of time; every day is one commit. `series` tells the requests of one run from another's. `watch` hears the day that begins.
pub(crate) fn run(
    office: &mut Office<'_>,
    series: &str,
    filings: &[Filing],
    watch: &mut dyn FnMut(Date, usize),
) -> Result<(), ActionError> {
    let mut acts: Vec<(Date, u8, usize, bool)> = Vec::new();
    for (index, filing) in filings.iter().enumerate() {
        acts.push((filing.accept_on, filing.rank, index, false));
        acts.push((filing.decide_on, filing.rank, index, true));
    }
    acts.sort_unstable();
    let mut matters: Vec<Option<i64>> = vec![None; filings.len()];
    let mut at = 0;
    while at < acts.len() {
        let day = acts[at].0;
        let until = at + acts[at..].iter().take_while(|act| act.0 == day).count();
        watch(day, at * 1_000 / acts.len());
        office.together(|office| {
            for (_, _, index, decides) in &acts[at..until] {
                let filing = &filings[*index];
                if *decides {
                    if let Some(matter) = matters[*index] {
                        filing.decide(office, matter)?;
                    }
                } else {
                    let key = request_key(series, *index);
                    matters[*index] = (filing.accept)(office, &key, filing.accept_on)?;
                }
            }
            Ok(())
        })?;
        at = until;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_requests_are_the_demonstrations() {
        for own in [
            request_key(YEAR, 12),
            request_key(LAW, 0),
            request_key(PAYEES, 123_456),
        ] {
            assert!(is_own_request(&own), "{own}");
        }
        for foreign in [
            "工伤-00012",
            "2024-00001",
            "year-12",
            "year-0012x",
            "2024-最低工资",
            "",
        ] {
            assert!(!is_own_request(foreign), "{foreign}");
        }
    }
}
