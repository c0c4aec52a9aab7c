//! Who is hurt in the plan, and how their cover ends when they die or leave.

use yiju_terms::{Date, Sex};

use crate::calibration::ACCIDENT_NOTICES;
use crate::cases;
use crate::county::{County, day};
use crate::identity::Person;
use crate::random::Random;

/// Injuries from before the year: a long-term payee, a death, and those appraised in the year.
pub(crate) const EARLIER: usize = 23;
/// Where injuries are frequent, how many of the year's are at one employer.
const FREQUENT: [usize; 6] = [6, 5, 4, 4, 3, 3];
/// Injuries of the year on building sites.
const ON_SITES: usize = 9;

/// Who is hurt: people who were there before the year, more of them where the work is dangerous, and some employers
/// again and again. First those from before the year, then those of the year in order of time.
pub(crate) fn choose(county: &mut County, seed: u64) -> Vec<usize> {
    let mut random = Random::new(seed, "hurt");
    let mut hurt = Vec::new();
    while hurt.len() < EARLIER {
        let at = pick_hurt(county, &mut random, None);
        // Long before retirement, so that leaving grants and allowances are not a matter of months.
        if is_far_from_retirement(&county.members[at].person) {
            hurt.push(at);
        } else {
            county.members[at].is_reserved = false;
        }
    }
    let mut of_the_year = Vec::new();
    for (employer, count) in dangerous(county, &mut random).into_iter().zip(FREQUENT) {
        for _ in 0..count {
            of_the_year.push(pick_hurt(county, &mut random, Some(employer)));
        }
    }
    while of_the_year.len() < ACCIDENT_NOTICES {
        of_the_year.push(pick_hurt(county, &mut random, None));
    }
    random.shuffle(&mut of_the_year);
    hurt.extend(of_the_year);
    hurt
}

fn is_far_from_retirement(person: &Person) -> bool {
    let earliest = match person.sex {
        Sex::Male => 1970,
        Sex::Female => 1980,
    };
    person.birth.year() >= earliest
}

/// Employers of some size where the work is dangerous.
fn dangerous(county: &County, random: &mut Random) -> Vec<usize> {
    let mut heads = vec![0usize; county.employers.len()];
    for member in &county.members {
        heads[member.employer] += 1;
    }
    let mut employers: Vec<usize> = (0..heads.len())
        .filter(|at| {
            let employer = &county.employers[*at];
            employer.risk >= 10 && heads[*at] >= 20 && employer.joins_on.is_none()
        })
        .collect();
    random.shuffle(&mut employers);
    employers
}

/// One more person who is hurt, at `employer` or where chance and risk have it; reserved from leaving by chance.
fn pick_hurt(county: &mut County, random: &mut Random, employer: Option<usize>) -> usize {
    loop {
        let at = random.below(county.members.len());
        let member = &county.members[at];
        let risk = county.employers[member.employer].risk;
        let fits = match employer {
            Some(employer) => member.employer == employer,
            None => random.chance(risk * 4),
        };
        if fits && !member.is_reserved && member.from < day(1, 1) {
            county.members[at].is_reserved = true;
            return at;
        }
    }
}

/// Workers hurt on building sites that run through the year: site and worker.
pub(crate) fn on_sites(county: &County, seed: u64) -> Vec<(usize, usize)> {
    let mut random = Random::new(seed, "hurt on sites");
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    while chosen.len() < ON_SITES {
        let site = random.below(county.projects.len());
        let project = &county.projects[site];
        let worker = random.below(project.workers.len());
        let runs = project.is_opening && project.finished_on.is_none();
        if runs && !chosen.contains(&(site, worker)) {
            chosen.push((site, worker));
        }
    }
    chosen
}

/// The dead are no longer insured, and who resigned after an injury leaves the employer.
pub(crate) fn end_cover(county: &mut County, hurt: &[usize]) {
    let mut end = |at: usize, until: Date, reason: &'static str| {
        county.members[at].until = Some(until);
        county.members[at].leaving_reason = reason;
    };
    end(
        hurt[1],
        cases::EARLIER_DEATH.tomorrow().expect("a day"),
        "died",
    );
    end(
        hurt[EARLIER],
        cases::DEATH.tomorrow().expect("a day"),
        "died",
    );
    for (index, at) in hurt[2..2 + cases::LEAVING].iter().enumerate() {
        end(*at, day(4 + index as i8, 6), "contract_ended");
    }
}
