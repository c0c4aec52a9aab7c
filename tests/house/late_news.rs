//! Decide, learn late, settle = decide with full knowledge: random cases and random kinds of late news.
//!
//! Two offices begin from the same books. One knows everything when it decides (a new appraisal on the day it is made). The
//! other believes something else, decides, assesses and pays on it, learns the truth afterwards in any order, settles in one
//! or two steps, and pays on. In the end every person has the same in hand and every employer's month is assessed the same.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use yiju_actions::Office;
use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::differences::differences;
use yiju_actions::fact_correction::FactCorrection;
use yiju_actions::rate_notice::RateNotice;
use yiju_actions::wage_declaration::WageDeclaration;
use yiju_lawbook::Lawbook;
use yiju_store::settlements::{assessments, standing};
use yiju_store::{Store, schema};
use yiju_terms::Money;
use yiju_tests::{REGION, day, postgres, region};

use crate::late::{
    THREE, assert_sound, case, confirm, decide, handle, in_hand, injured, month, pay, settle, yuan,
};

const ASSESSED: [&str; 3] = ["2023-03", "2023-04", "2023-06"];
const PAID: [&str; 5] = ["2023-09", "2023-10", "2023-11", "2023-12", "2024-01"];

/// What an office can learn late: average wages of benefits and of the base, a wage in the register, a rate notice, the
/// mean of the own wage, the level of self-care, a new appraisal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    AverageWage,
    Base,
    DeclaredWage,
    RateNotice,
    Mean,
    Level,
    Appraisal,
}

const ALL: [News; 7] = [
    News::AverageWage,
    News::Base,
    News::DeclaredWage,
    News::RateNotice,
    News::Mean,
    News::Level,
    News::Appraisal,
];

struct Random(u64);

impl Random {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn yuan(&mut self, from: u64, to: u64) -> String {
        Money::from_fen((from * 100 + self.below((to - from) * 100)) as i64).to_string()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// What is so of the world, or believed to be so.
#[derive(Clone, Debug)]
struct Known {
    average_wage: String,
    base: String,
    wage: String,
    tier: u16,
    mean: String,
    level: &'static str,
    /// Grade, and the day of the new appraisal where there was one.
    grade: u8,
    appraised_again: Option<(u8, &'static str)>,
}

impl Known {
    fn random(random: &mut Random) -> Known {
        Known {
            average_wage: random.yuan(5000, 8000),
            base: random.yuan(5000, 8000),
            wage: random.yuan(2500, 30000),
            tier: random.one(&[50, 80, 100, 120, 150]),
            mean: random.yuan(2000, 22000),
            level: random.one(&["partial", "major", "total"]),
            grade: 1 + random.below(4) as u8,
            appraised_again: None,
        }
    }

    /// The same world without some of the news.
    fn before(&self, news: &[News], other: &Known) -> Known {
        let mut known = self.clone();
        for one in news {
            known.learn(*one, other);
        }
        known
    }

    fn learn(&mut self, one: News, truth: &Known) {
        let told = truth.clone();
        match one {
            News::AverageWage => self.average_wage = told.average_wage,
            News::Base => self.base = told.base,
            News::DeclaredWage => self.wage = told.wage,
            News::RateNotice => self.tier = told.tier,
            News::Mean => self.mean = told.mean,
            News::Level => self.level = told.level,
            News::Appraisal => self.appraised_again = told.appraised_again,
        }
    }

    /// The facts of the case as an office knows them.
    fn case(&self) -> Value {
        let level = json!({"self_care_level": self.level});
        let mut facts = case(self.grade, &self.mean, level);
        if let Some((grade, on)) = self.appraised_again {
            facts["grade"] = json!(grade);
            facts["appraised_on"] = json!(on);
            facts["earlier_appraisal"] = json!({"grade": self.grade, "appraised_on": "2023-08-01"});
        }
        facts
    }
}

/// Tells the office one piece of news, by the paper that brings it.
fn tell(office: &mut Office<'_>, on: &str, one: News, known: &Known) {
    let key = format!("{one:?} {on}");
    match one {
        News::AverageWage => confirm(
            office,
            on,
            "average_wage_for_benefits",
            "2023",
            &known.average_wage,
        ),
        News::Base => confirm(
            office,
            on,
            "average_wage_for_contributions",
            "2023",
            &known.base,
        ),
        News::DeclaredWage => {
            let proposal = WageDeclaration {
                employer_id: "E0001".to_owned(),
                from: month("2023-02"),
                wages: vec![("P00000001".to_owned(), yuan(&known.wage))],
            };
            handle(office, &key, on, proposal);
        }
        News::RateNotice => {
            let proposal = RateNotice {
                employer_id: "E0001".to_owned(),
                from: day("2023-04-01"),
                risk_class: None,
                experience_tier: Some(known.tier),
                document: "测费率〔2023〕1号".to_owned(),
            };
            handle(office, &key, on, proposal);
        }
        News::Mean | News::Level | News::Appraisal => {
            let stands = standing(office.store, REGION).unwrap();
            let proposal = FactCorrection {
                determination_id: stands[0].determination.id,
                case: serde_json::from_value(known.case()).unwrap(),
                reason: "核对更正".to_owned(),
                document: "更正材料".to_owned(),
            };
            handle(office, &key, on, proposal);
        }
    }
}

/// Decides and assesses by what is known before August.
fn begin(office: &mut Office<'_>, known: &Known) {
    // Of the new appraisals: a lump sum is paid once.
    confirm(office, "2023-02-10", "lump_sum_on_regrade", "2023", "false");
    tell(office, "2023-02-10", News::AverageWage, known);
    tell(office, "2023-02-10", News::Base, known);
    tell(office, "2023-02-10", News::DeclaredWage, known);
    if known.tier != 100 {
        tell(office, "2023-02-10", News::RateNotice, known);
    }
    for of in ASSESSED {
        let assessment = ContributionAssessment { month: month(of) };
        handle(office, &format!("assess {of}"), "2023-07-05", assessment);
    }
    let mut first = known.clone();
    first.appraised_again = None;
    decide(office, &first.case(), THREE);
}

/// In hand of each benefit, then the last assessment of each month.
fn result(store: &mut Store) -> Vec<Money> {
    let mut all: Vec<Money> = Vec::new();
    for benefit in THREE {
        all.push(in_hand(store, benefit.stem()));
    }
    for of in ASSESSED {
        let rows = assessments(store, REGION, of).unwrap();
        all.push(Money::from_fen(rows[0].amount_fen));
    }
    all
}

/// Knows everything; a new appraisal is acted on in its month.
fn in_time(office: &mut Office<'_>, truth: &Known) -> Vec<Money> {
    begin(office, truth);
    for of in PAID {
        if let Some((_, on)) = truth.appraised_again
            && on.starts_with(of)
        {
            pay(office, of);
            let told = format!("{of}-28");
            tell(office, &told, News::Appraisal, truth);
            let open = differences(office.store, &region(), Lawbook::builtin(), month(of)).unwrap();
            // Nothing of the months so far changes; the next ones are paid by what is settled through them.
            assert!(open.is_empty(), "a new appraisal reached back");
            continue;
        }
        if truth.appraised_again.is_some_and(|(_, on)| on[..7] < *of) {
            settle_if_needed(office, of, &format!("{of}-28"));
        }
        pay(office, of);
    }
    result(office.store)
}

/// Settles what there is through a month.
fn settle_if_needed(office: &mut Office<'_>, through: &str, on: &str) {
    let open = differences(office.store, &region(), Lawbook::builtin(), month(through)).unwrap();
    assert!(open.stopped.is_empty(), "{:?}", open.stopped);
    if !open.is_empty() {
        settle(office, through, on);
    }
}

/// What one round is about.
#[derive(Debug)]
struct Round {
    truth: Known,
    believed: Known,
    news: Vec<News>,
    /// After how many pieces of news the first of two settlements comes; none: one settlement.
    split: Option<usize>,
    through: &'static str,
}

impl Round {
    fn random(random: &mut Random) -> Round {
        let mut truth = Known::random(random);
        if random.below(2) == 0 {
            let on = random.one(&["2023-09-20", "2023-10-15", "2023-11-02"]);
            truth.appraised_again = Some((1 + random.below(4) as u8, on));
        }
        let mut news: Vec<News> = ALL
            .into_iter()
            .filter(|one| *one != News::Appraisal || truth.appraised_again.is_some())
            .filter(|_| random.below(2) == 0)
            .collect();
        for at in (1..news.len()).rev() {
            news.swap(at, random.below(at as u64 + 1) as usize);
        }
        level_first(&mut news, truth.appraised_again.is_some());
        let other = Known::random(random);
        let believed = truth.before(&news, &other);
        // A notice that changes nothing is refused.
        news.retain(|one| *one != News::RateNotice || believed.tier != truth.tier);
        Round {
            split: (news.len() > 1 && random.below(3) == 0)
                .then(|| 1 + random.below(news.len() as u64 - 1) as usize),
            // Late is after the new appraisal: what is learnt in time is the other office.
            through: random.one(&["2023-11", "2023-12"]),
            truth,
            believed,
            news,
        }
    }
}

/// The level is part of an appraisal: corrected after a new one it would be the new one's. So it is told before, or not.
fn level_first(news: &mut Vec<News>, is_appraised_again: bool) {
    let place = |news: &[News], what| news.iter().position(|one| *one == what);
    match (place(news, News::Level), place(news, News::Appraisal)) {
        (Some(level), Some(appraisal)) if appraisal < level => news.swap(level, appraisal),
        (Some(level), None) if is_appraised_again => {
            news.remove(level);
        }
        _ => {}
    }
}

fn late(office: &mut Office<'_>, round: &Round) -> Vec<Money> {
    begin(office, &round.believed);
    for of in PAID.iter().filter(|of| **of <= round.through) {
        if let Some((_, on)) = round.believed.appraised_again {
            if on.starts_with(of) {
                pay(office, of);
                tell(
                    office,
                    &format!("{of}-28"),
                    News::Appraisal,
                    &round.believed,
                );
                continue;
            }
            if on[..7] < **of {
                settle_if_needed(office, of, &format!("{of}-28"));
            }
        }
        pay(office, of);
    }
    let mut known = round.believed.clone();
    for (at, one) in round.news.iter().enumerate() {
        if round.split == Some(at) {
            settle_if_needed(office, round.through, "2024-01-08");
        }
        known.learn(*one, &round.truth);
        tell(office, &format!("2024-01-{:02}", 9 + at), *one, &known);
    }
    settle_if_needed(office, round.through, "2024-01-20");
    for of in PAID.iter().filter(|of| **of > round.through) {
        // A pay run is proved first: nothing may be left.
        settle_if_needed(office, of, &format!("{of}-28"));
        pay(office, of);
    }
    let last = month("2024-01");
    let left = differences(office.store, &region(), Lawbook::builtin(), last).unwrap();
    assert!(left.is_empty(), "a second settlement would find something");
    result(office.store)
}

/// Books that both offices begin from: founded once, copied for each round.
fn prepared(folder: &Path) -> PathBuf {
    let path = folder.join("begin.db");
    let mut store = Store::open(&format!("sqlite:{}", path.display())).unwrap();
    injured(&mut store, "6284.00");
    path
}

fn on_copy<T>(begin: &Path, name: &str, work: impl FnOnce(&mut Office<'_>) -> T) -> T {
    let path = begin.with_file_name(name);
    std::fs::copy(begin, &path).unwrap();
    let mut store = Store::open(&format!("sqlite:{}", path.display())).unwrap();
    schema::prepare(&mut store).unwrap();
    let done = work(&mut Office::new(&mut store, region(), Lawbook::builtin()));
    drop(store);
    std::fs::remove_file(&path).unwrap();
    done
}

#[test]
fn late_is_as_good_as_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let begin = prepared(folder.path());
    let mut kinds: Vec<News> = Vec::new();
    for seed in 1..=SEEDS {
        let mut random = Random(seed * 7_919);
        for number in 0..ROUNDS {
            let round = Round::random(&mut random);
            let full = on_copy(&begin, "full.db", |office| in_time(office, &round.truth));
            let learnt = on_copy(&begin, "late.db", |office| late(office, &round));
            assert_eq!(learnt, full, "seed {seed}, round {number}: {round:#?}");
            kinds.extend(round.news);
        }
    }
    for kind in ALL {
        assert!(kinds.contains(&kind), "{kind:?} was never late");
    }
}

const SEEDS: u64 = 4;
const ROUNDS: u64 = 4;

/// One seed on PostgreSQL: the same round gives the same there, and the books are sound.
#[test]
fn late_is_as_good_on_postgres() {
    let mut random = Random(65_537);
    let round = Round::random(&mut random);
    let Some(mut full_place) = postgres("late_news_full") else {
        println!("PostgreSQL left out, YIJU_TEST_POSTGRES is not set");
        return;
    };
    let full = in_time(&mut injured(&mut full_place.store, "6284.00"), &round.truth);
    let mut late_place = postgres("late_news_late").unwrap();
    let learnt = late(&mut injured(&mut late_place.store, "6284.00"), &round);
    assert_eq!(learnt, full, "{round:#?}");
    assert_sound(&mut late_place.store);
}
