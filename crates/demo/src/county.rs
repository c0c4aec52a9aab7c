//! The plan of the county: its employers, their people, who joins and who leaves, and the building sites.

use jiff::ToSpan;
use yiju_terms::{Date, Money};

use crate::calibration::{self as goal, YEAR};
use crate::identity::{NameMaker, PeopleMaker, Person, credit_code};
use crate::lists::{Lists, Trade};
use crate::random::{Random, apportion};

/// An employer as the plan knows it.
pub(crate) struct EmployerPlan {
    pub id: String,
    pub name: String,
    pub credit_code: String,
    pub kind: String,
    pub industry_code: String,
    pub risk: u64,
    /// Day of joining; `None` was insured when the year began.
    pub joins_on: Option<Date>,
    /// Pays a month late.
    pub is_late: bool,
    /// Declares new wages for its people from July.
    pub raises_wages: bool,
}

/// A person under cover at an employer: from a day, until the day before `until`.
pub(crate) struct Member {
    pub person: Person,
    pub employer: usize,
    pub from: Date,
    pub until: Option<Date>,
    pub leaving_reason: &'static str,
    /// Before the calibration scales it.
    pub raw_wage: Money,
    /// Has an accident in the plan, so does not leave.
    pub is_reserved: bool,
}

/// A building site, insured by its cost.
pub(crate) struct ProjectPlan {
    pub id: String,
    pub name: String,
    pub contractor: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Was insured before the year began; no fee falls into the year.
    pub is_opening: bool,
    pub cost: Money,
    pub workers: Vec<Person>,
    /// Day its workers leave, when it ends within the year.
    pub finished_on: Option<Date>,
}

pub(crate) struct County {
    pub employers: Vec<EmployerPlan>,
    pub members: Vec<Member>,
    pub projects: Vec<ProjectPlan>,
}

/// Hiring follows the seasons: planting, logging and building in spring and early autumn.
const JOIN_WEIGHTS: [i64; 12] = [6, 9, 16, 14, 9, 7, 6, 7, 10, 9, 5, 2];
const LEAVE_WEIGHTS: [i64; 12] = [14, 8, 6, 6, 7, 8, 9, 9, 8, 8, 9, 8];

const SITES: &[(&str, bool, i64)] = &[
    ("城区老旧小区改造工程", true, 420),
    ("青溪河堤防加固工程", true, 380),
    ("县域农村公路提质工程", true, 520),
    ("工业集中区标准厂房一期", true, 470),
    ("中等职业学校实训楼", true, 290),
    ("乡镇污水处理设施工程", true, 350),
    ("森林防火通道工程", true, 470),
    ("县综合医院门诊楼", false, 310),
    ("保障性租赁住房项目", false, 260),
    ("高标准农田建设项目", false, 220),
    ("小型水库除险加固工程", false, 180),
    ("竹木产业园道路工程", false, 240),
    ("城乡供水一体化工程", false, 210),
    ("养老服务中心改扩建", false, 140),
    ("光伏发电配套工程", false, 160),
    ("国道安全设施提升工程", false, 170),
    ("乡镇卫生院业务用房", false, 120),
    ("文化旅游步道工程", false, 140),
];

/// The site whose workers leave during the year.
pub(crate) const FINISHED_SITE: usize = 4;

pub(crate) fn day(month: i8, day: i8) -> Date {
    Date::constant(YEAR, month, day)
}

impl County {
    pub fn plan(seed: u64) -> County {
        let lists = Lists::builtin();
        let mut people = PeopleMaker::new(&lists, seed);
        let trades = trades_of_employers(&lists);
        let employers = employers(&lists, seed, &trades);
        let members = members(seed, &mut people, &trades, &employers);
        let projects = projects(seed, &mut people);
        let mut county = County {
            employers,
            members,
            projects,
        };
        county.second_jobs(seed);
        county
    }

    /// A few people have two employers; they are insured at both and counted once.
    fn second_jobs(&mut self, seed: u64) {
        let mut random = Random::new(seed, "second jobs");
        for _ in 0..goal::PERSONS_WITH_TWO_EMPLOYERS {
            let at = random.below(4_000);
            let first = &self.members[at];
            let employer = (first.employer + 40) % (goal::EMPLOYERS - goal::EMPLOYERS_JOINING);
            let member = Member {
                person: first.person.clone(),
                employer,
                from: Date::constant(2020, 3, 1),
                until: None,
                leaving_reason: "",
                raw_wage: Money::from_yuan(3_600),
                is_reserved: true,
            };
            self.members[at].is_reserved = true;
            self.members.push(member);
        }
    }

    /// Chooses who leaves, once the accidents of the plan are settled.
    pub fn choose_leavers(&mut self, seed: u64) {
        let mut random = Random::new(seed, "leavers");
        let planned = self.members.iter().filter(|m| m.until.is_some()).count() as i64;
        let counts = apportion(goal::LEAVES - planned, &LEAVE_WEIGHTS);
        let mut heads = vec![0i64; self.employers.len()];
        for member in &self.members {
            heads[member.employer] += 1;
        }
        for (month, count) in (1i8..).zip(counts) {
            let mut left = 0;
            while left < count {
                let at = random.below(self.members.len());
                let member = &mut self.members[at];
                let free = !member.is_reserved && member.until.is_none() && member.from < day(1, 1);
                if !free || heads[member.employer] < 3 {
                    continue;
                }
                heads[member.employer] -= 1;
                member.until = Some(day(month, random.between(4, 9) as i8));
                member.leaving_reason =
                    *random.pick(&["contract_ended", "contract_ended", "moved"]);
                left += 1;
            }
        }
    }
}

/// The trade of each employer, small trades included, 533 in all.
fn trades_of_employers(lists: &Lists) -> Vec<Trade> {
    let weights: Vec<i64> = lists.trades.iter().map(|t| t.employers as i64).collect();
    let counts = apportion(goal::EMPLOYERS as i64, &weights);
    let mut trades = Vec::new();
    for (trade, count) in lists.trades.iter().zip(counts) {
        trades.extend((0..count).map(|_| trade.clone()));
    }
    trades
}

fn employers(lists: &Lists, seed: u64, trades: &[Trade]) -> Vec<EmployerPlan> {
    let mut names = NameMaker::new(lists, seed, "employers");
    let mut random = Random::new(seed, "employers");
    let mut order: Vec<usize> = (0..trades.len()).collect();
    random.shuffle(&mut order);
    // Small businesses join during the year; offices and hospitals were there before.
    let joining: Vec<usize> = order
        .iter()
        .copied()
        .filter(|at| trades[*at].mean <= 30 && trades[*at].kind != "institution")
        .take(goal::EMPLOYERS_JOINING)
        .collect();
    let late: Vec<usize> = order
        .iter()
        .copied()
        .filter(|at| trades[*at].mean <= 20)
        .skip(40)
        .take(14)
        .collect();
    let raising: Vec<usize> = order
        .iter()
        .copied()
        .filter(|at| (25..=60).contains(&trades[*at].mean))
        .take(12)
        .collect();
    let mut planned = Vec::new();
    for (at, trade) in trades.iter().enumerate() {
        let joined = joining.iter().position(|j| *j == at);
        planned.push(EmployerPlan {
            id: format!("E{:04}", at + 1),
            name: names.make(&trade.patterns),
            credit_code: credit_code(crate::REGION, &trade.kind, at + 1),
            kind: trade.kind.clone(),
            industry_code: trade.code.clone(),
            risk: trade.risk,
            joins_on: joined.map(|number| day(number as i8 % 9 + 2, 2)),
            is_late: late.contains(&at) && joined.is_none(),
            raises_wages: raising.contains(&at) && joined.is_none(),
        });
    }
    planned
}

/// Everyone's wage: the mean of the trade, spread by a third either way, in whole ten yuan.
pub(crate) fn wage(random: &mut Random, trade: &Trade) -> Money {
    let permille = 660 + random.bell_permille() * 34 / 100;
    Money::from_yuan(trade.wage * permille / 10_000 * 10)
}

fn members(
    seed: u64,
    people: &mut PeopleMaker<'_>,
    trades: &[Trade],
    employers: &[EmployerPlan],
) -> Vec<Member> {
    let mut random = Random::new(seed, "members");
    let end = goal::PERSONS_INSURED - goal::PROJECT_PERSONS + goal::PERSONS_WITH_TWO_EMPLOYERS;
    let opening = end - goal::JOINS + goal::LEAVES - goal::PERSONS_WITH_TWO_EMPLOYERS;
    let spread =
        |random: &mut Random, trade: &Trade| trade.mean * (400 + random.bell_permille() * 6 / 10);
    let weights: Vec<i64> = trades
        .iter()
        .zip(employers)
        .map(|(trade, employer)| match employer.joins_on {
            Some(_) => 0,
            None => spread(&mut random, trade),
        })
        .collect();
    let sizes = with_at_least(apportion(opening, &weights), 3, employers);
    let mut members = Vec::new();
    for (at, size) in sizes.iter().enumerate() {
        for _ in 0..*size {
            let from = Date::constant(
                random.between(2015, 2020) as i16,
                random.between(1, 12) as i8,
                random.between(1, 28) as i8,
            );
            members.push(new_member(people, &mut random, &trades[at], at, from));
        }
    }
    members.extend(joiners(&mut random, people, trades, employers, &sizes));
    members
}

fn new_member(
    people: &mut PeopleMaker<'_>,
    random: &mut Random,
    trade: &Trade,
    employer: usize,
    from: Date,
) -> Member {
    Member {
        person: people.make((1965, 1998), 58, 45),
        employer,
        from,
        until: None,
        leaving_reason: "",
        raw_wage: wage(random, trade),
        is_reserved: false,
    }
}

/// Every employer that was there before has at least `least` people, taken from the largest.
fn with_at_least(mut sizes: Vec<i64>, least: i64, employers: &[EmployerPlan]) -> Vec<i64> {
    for at in 0..sizes.len() {
        while sizes[at] < least && employers[at].joins_on.is_none() {
            let largest = (0..sizes.len()).max_by_key(|i| (sizes[*i], usize::MAX - i));
            sizes[largest.expect("there are employers")] -= 1;
            sizes[at] += 1;
        }
    }
    sizes
}

/// Who joins during the year: the first people of the new employers, the rest where people already work.
fn joiners(
    random: &mut Random,
    people: &mut PeopleMaker<'_>,
    trades: &[Trade],
    employers: &[EmployerPlan],
    sizes: &[i64],
) -> Vec<Member> {
    let mut joiners = Vec::new();
    for (at, employer) in employers.iter().enumerate() {
        let Some(joins_on) = employer.joins_on else {
            continue;
        };
        let from = joins_on.saturating_add(5.days());
        for _ in 0..(trades[at].mean / 2).clamp(3, 12) {
            joiners.push(new_member(people, random, &trades[at], at, from));
        }
    }
    let weights: Vec<u64> = sizes.iter().map(|size| *size as u64).collect();
    let rest = goal::JOINS - joiners.len() as i64;
    for (month, count) in (1i8..).zip(apportion(rest, &JOIN_WEIGHTS)) {
        for _ in 0..count {
            let at = random.weighted(&weights);
            let from = day(month, random.between(4, 9) as i8);
            joiners.push(new_member(people, random, &trades[at], at, from));
        }
    }
    joiners
}

fn projects(seed: u64, people: &mut PeopleMaker<'_>) -> Vec<ProjectPlan> {
    let mut random = Random::new(seed, "projects");
    let planned: i64 = SITES.iter().map(|(_, _, workers)| workers).sum();
    let finished = SITES[FINISHED_SITE].2;
    let wanted = goal::PROJECT_PERSONS + finished;
    let weights: Vec<i64> = SITES.iter().map(|(_, _, workers)| *workers).collect();
    assert!(planned > 0 && wanted > finished);
    let mut sizes = apportion(
        wanted - finished,
        &weights
            .iter()
            .enumerate()
            .map(|(at, w)| if at == FINISHED_SITE { 0 } else { *w })
            .collect::<Vec<_>>(),
    );
    sizes[FINISHED_SITE] = finished;
    let mut projects = Vec::new();
    for (at, ((name, is_opening, _), size)) in SITES.iter().zip(sizes).enumerate() {
        let starts_on = match is_opening {
            true => Date::constant(2022, random.between(3, 10) as i8, 1),
            false => day(random.between(2, 9) as i8, random.between(10, 20) as i8),
        };
        let finished_on = (at == FINISHED_SITE).then(|| day(8, 25));
        projects.push(ProjectPlan {
            id: format!("J{:03}", at + 1),
            name: (*name).to_owned(),
            contractor: format!("演示建筑工程第{}公司", at % 5 + 1),
            starts_on,
            ends_on: finished_on.unwrap_or(Date::constant(2024, random.between(3, 12) as i8, 20)),
            is_opening: *is_opening,
            // What new sites cost is settled later, with their fees.
            cost: Money::from_yuan(size * random.between(600, 1_000) * 100),
            workers: (0..size)
                .map(|_| people.make((1965, 1998), 86, 82))
                .collect(),
            finished_on,
        });
    }
    projects
}
