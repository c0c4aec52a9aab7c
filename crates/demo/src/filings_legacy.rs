//! Old injuries of the county: the roster, checks of life, and head counts as reports and surveys state them.

use yiju_actions::legacy_check::{CheckedPerson, LegacyCheck};
use yiju_actions::legacy_count::{LegacyCount, StatedCount};
use yiju_actions::legacy_injury::{LegacyDependent, LegacyInjury, LegacyInjuryEntry};
use yiju_rules::case::Relation;
use yiju_terms::{Benefit, Date};

use crate::calibration as goal;
use crate::county::day;
use crate::filings_setup::{OPENING_DAY, inside};
use crate::identity::PeopleMaker;
use crate::lists::Lists;
use crate::random::Random;
use crate::schedule::Filing;

const OLD_EMPLOYERS: &[&str] = &[
    "县属林场（已改制）",
    "县水泥厂（已破产）",
    "县农机厂（已改制）",
    "县锰矿（已关闭）",
    "县造纸厂（已破产）",
];

/// Old injuries: the pooled ones were entered before; the others are surveyed during the year.
pub(crate) struct Legacy {
    pub filings: Vec<Filing>,
    pub pooled: Vec<String>,
}

pub(crate) fn legacy(region: &str, seed: u64) -> Legacy {
    let lists = Lists::builtin();
    let mut people = PeopleMaker::of_region(&lists, seed ^ 0x1EAC, region);
    let mut dependents = Dependents(PeopleMaker::of_region(&lists, seed ^ 0xDE9E, region));
    let mut random = Random::new(seed, "legacy");
    let mut entry = |number: usize, is_pooled: bool| {
        let person = people.make((1935, 1963), 82, 0);
        LegacyInjury {
            id: format!("L{number:03}"),
            name: person.name,
            id_number: person.id_number,
            employer_name: (*random.pick(OLD_EMPLOYERS)).to_owned(),
            injured_on: Date::constant(
                random.between(1978, 2002) as i16,
                random.between(1, 12) as i8,
                random.between(1, 28) as i8,
            ),
            grade: random
                .chance(if is_pooled { 92 } else { 55 })
                .then(|| random.between(5, 10) as u8),
            pooled_on: is_pooled.then(|| Date::constant(2011, 12, 1)),
            reason: if is_pooled {
                "2011年按政策纳入统筹"
            } else {
                "单位改制时未缴纳纳入费用，待落实资金"
            }
            .to_owned(),
            funding_source: if is_pooled {
                "工伤保险基金"
            } else {
                "原单位或主管部门"
            }
            .to_owned(),
            evidence: "原单位工伤档案、鉴定结论".to_owned(),
            items: vec![Benefit::MedicalExpense, Benefit::AssistiveDevice],
            dependents: dependents.of(number),
        }
    };
    let pooled: Vec<LegacyInjury> = (1..=goal::LEGACY_POOLED).map(|n| entry(n, true)).collect();
    let unpooled: Vec<LegacyInjury> = (1..=goal::LEGACY_UNPOOLED)
        .map(|n| entry(goal::LEGACY_POOLED + n, false))
        .collect();
    let pooled_ids: Vec<String> = pooled.iter().map(|p| p.id.clone()).collect();
    let mut filings = vec![enter(OPENING_DAY, pooled)];
    for (index, group) in unpooled.chunks(19).enumerate() {
        filings.push(enter(
            day(3 + index as i8 % 6, 13 + index as i8),
            group.to_vec(),
        ));
    }
    filings.extend(checks(&pooled_ids));
    filings.push(stated_counts());
    Legacy {
        filings,
        pooled: pooled_ids,
    }
}

fn enter(on: Date, people: Vec<LegacyInjury>) -> Filing {
    let mut cover = inside("老工伤人员摸底登记");
    cover.persons = people.len() as i64;
    cover.materials = &["原单位档案", "鉴定结论", "身份证明"];
    Filing::fixed(on, on, cover, LegacyInjuryEntry { from: on, people })
}

/// One in twelve has a spouse who cannot work.
struct Dependents<'a>(PeopleMaker<'a>);

impl Dependents<'_> {
    fn of(&mut self, number: usize) -> Vec<LegacyDependent> {
        if number % 12 != 5 {
            return Vec::new();
        }
        let spouse = self.0.make((1938, 1962), 50, 0);
        vec![LegacyDependent {
            name: spouse.name,
            relation: Relation::Spouse,
            birth: spouse.birth,
            no_capacity: true,
        }]
    }
}

/// The pooled are looked up in the data of other offices in April, the last ten by a visit in September.
fn checks(pooled: &[String]) -> Vec<Filing> {
    let (matched, visited) = pooled.split_at(pooled.len().saturating_sub(10));
    let check = |on: Date, method: &str, ids: &[String]| {
        let person = |id: &String| CheckedPerson {
            id: id.clone(),
            outcome: "alive".to_owned(),
            method: method.to_owned(),
            document: "核验清单（演示）".to_owned(),
        };
        let proposal = LegacyCheck {
            checked_on: on,
            people: ids.iter().map(person).collect(),
        };
        Filing::fixed(on, on, inside("老工伤待遇资格核验"), proposal)
    };
    vec![
        check(day(4, 11), "与民政、公安数据比对", matched),
        check(day(9, 12), "上门核验", visited),
    ]
}

/// What the year's papers say of the head counts. They contradict each other and are kept as they are.
fn stated_counts() -> Filing {
    let on = day(12, 28);
    let count = |measure: &str, source: &str, counted_on: Date, people: usize| StatedCount {
        measure: measure.to_owned(),
        source: source.to_owned(),
        counted_on,
        people: people as i64,
        document: format!("{source}（演示）"),
        note: String::new(),
    };
    let report = "绩效自评报告正文";
    let proposal = LegacyCount {
        counts: vec![
            count("pooled", report, on, goal::LEGACY_POOLED),
            count("unpooled", report, on, goal::LEGACY_UNPOOLED),
            count("pooled", "项目支出绩效表", on, goal::LEGACY_POOLED_IN_TABLE),
            count("all", "摸底调查汇总表", on, goal::LEGACY_SURVEYED_IN_TABLE),
        ],
    };
    Filing::fixed(on, on, inside("老工伤人数登记"), proposal)
}
