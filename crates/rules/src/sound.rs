//! A quick look that clears the usual case: its facts plainly fit together.
//!
//! It only ever says yes. What it does not clear is read field by field ([`crate::sense`]), which alone says what is
//! wrong; the test below holds that nothing is cleared here that would be refused there.

use yiju_lawbook::Lawbook;
use yiju_terms::{Date, Money, Region, Sex};

use crate::case::{BenefitCase, CaseKind, Dependent, HospitalStay, Relation, RetirementCategory};
use crate::facts::{Expense, InjuryLeave};
use crate::input::COUNT_ABSURD;
use crate::sense::{CAREER_YEARS, EARLIEST_INJURY_YEAR, OLDEST_YEARS};
use crate::sense_facts::paid_by_bills;
use crate::shapes::{BILL_ABSURD, WAGE_ABSURD};

/// Whether the case is of a plain kind without a problem.
pub(crate) fn plainly_fits(case: &BenefitCase, book: &Lawbook) -> bool {
    let belongs = match case.kind {
        CaseKind::Disability => disability(case),
        CaseKind::Death => death(case),
        CaseKind::Missing => false,
    };
    belongs
        && is_plain(case)
        && case.region.is_county()
        && book.is_written_for(&case.region)
        && person(case)
        && treatment(case)
        && case.injured_on.year() >= EARLIEST_INJURY_YEAR
        && case.grade.is_none_or(|grade| (1..=10).contains(&grade))
        && case.own_wage_mean.is_none_or(wage)
        && case.confirmed.rows.iter().all(|row| {
            let texts = [&row.parameter, &row.period, &row.value, &row.document];
            texts.iter().all(|text| !text.trim().is_empty())
                && row.region.as_ref().is_none_or(Region::is_county)
        })
}

/// Nothing but the facts that this look knows.
fn is_plain(case: &BenefitCase) -> bool {
    case.contribution_wages.is_empty()
        && case.other_injuries.is_empty()
        && case.dependent_events.is_empty()
        && case.pauses.is_empty()
        && case.enrollments.is_empty()
        && case.insurance.is_none()
        && case.application.is_none()
        && case.earlier_appraisal.is_none()
        && case.pension.is_none()
        && case.attendance_in_payment.is_none()
        && case.pension_fund_grants_taken.is_none()
        && case.advance_requested.is_none()
        && case.declared_dead.is_none()
        && case.advance_paid.is_none()
}

fn wage(amount: Money) -> bool {
    amount > Money::ZERO && amount <= WAGE_ABSURD
}

fn not_before(day: Option<Date>, earliest: Date) -> bool {
    day.is_none_or(|day| day >= earliest)
}

fn person(case: &BenefitCase) -> bool {
    let injured = case.injured_on;
    let age = |birth: Date| {
        birth <= injured && birth.year() >= 0 && injured.year() - birth.year() <= CAREER_YEARS
    };
    let category = match (case.sex, case.retirement_category) {
        (Some(sex), Some(category)) => {
            (sex == Sex::Male) == (category == RetirementCategory::Male60)
        }
        _ => true,
    };
    case.birth.is_none_or(age) && category
}

fn disability(case: &BenefitCase) -> bool {
    let injured = case.injured_on;
    let left_on = case.leaving.as_ref().map(|leaving| leaving.on);
    let treated =
        !case.hospital.is_empty() || !case.expenses.is_empty() || case.injury_leave.is_some();
    (case.grade.is_some() || (treated && case.self_care_level.is_none() && case.leaving.is_none()))
        && case.died_on.is_none()
        && case.after_injury_leave.is_none()
        && case.dependents.is_empty()
        && [case.appraised_on, case.as_of, left_on]
            .iter()
            .all(|day| not_before(*day, injured))
}

fn death(case: &BenefitCase) -> bool {
    let Some(died) = case.died_on else {
        return false;
    };
    let spouses = case
        .dependents
        .iter()
        .filter(|one| one.relation == Relation::Spouse);
    let born = |one: &Dependent| {
        one.birth <= died && one.birth.year() >= 0 && died.year() - one.birth.year() <= OLDEST_YEARS
    };
    died >= case.injured_on
        && not_before(case.as_of, died)
        && not_before(case.appraised_on, case.injured_on)
        && case.appraised_on.is_none_or(|day| day <= died)
        && case.leaving.is_none()
        && case.self_care_level.is_none()
        && (case.after_injury_leave != Some(true) || case.grade.is_some())
        && spouses.count() <= 1
        && case.dependents.iter().all(born)
}

/// Bills, days in hospital and leave with pay, none of them before the injury.
fn treatment(case: &BenefitCase) -> bool {
    let injured = case.injured_on;
    let stays = &case.hospital;
    let apart =
        |stay: &HospitalStay, other: &HospitalStay| stay.from >= other.to || other.from >= stay.to;
    let stay = |(at, stay): (usize, &HospitalStay)| {
        stay.from >= injured
            && stay.to >= stay.from
            && case.died_on.is_none_or(|died| stay.to <= died)
            && stays[..at].iter().all(|other| apart(stay, other))
    };
    let leave = |leave: &InjuryLeave| {
        leave.from >= injured && leave.until >= leave.from && wage(leave.monthly_pay)
    };
    case.expenses
        .iter()
        .all(|one| one.on >= injured && bill(one))
        && stays.iter().enumerate().all(stay)
        && case.injury_leave.as_ref().is_none_or(leave)
}

fn bill(bill: &Expense) -> bool {
    let part =
        |part: Option<Money>| part.is_none_or(|part| part >= Money::ZERO && part <= bill.amount);
    paid_by_bills(bill.benefit)
        && bill.amount > Money::ZERO
        && bill.amount <= BILL_ABSURD
        && part(bill.outside_catalogue)
        && part(bill.third_party_paid)
        && bill.days.is_none_or(|days| u64::from(days) <= COUNT_ABSURD)
        && bill
            .device
            .as_ref()
            .is_none_or(|name| !name.trim().is_empty())
        && bill
            .last_fitted_on
            .is_none_or(|last| last.year() >= 0 && last <= bill.on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Leaving, LeavingReason};
    use crate::facts::{EarlierAppraisal, TravelPart};
    use yiju_lawbook::Confirmation;
    use yiju_terms::{Benefit, SelfCareLevel};

    /// Picks among what may stand in a field, wrong things included.
    struct Pick(u64);

    impl Pick {
        fn of<V: Clone>(&mut self, from: &[V]) -> V {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            from[(self.0 >> 33) as usize % from.len()].clone()
        }

        /// Mostly nothing: a case in which everything is wrong shows little.
        fn seldom<V: Clone>(&mut self, from: &[V]) -> Option<V> {
            let some = self.of(&[true, false, false, false, false, false, false, false]);
            some.then(|| self.of(from))
        }
    }

    const DAYS: [&str; 8] = [
        "1949-12-31",
        "1950-01-01",
        "1900-03-04",
        "2023-05-06",
        "2023-05-06",
        "2024-02-29",
        "2025-01-01",
        "2025-12-31",
    ];

    const BIRTHS: [&str; 6] = [
        "1943-05-06",
        "1943-05-07",
        "1990-01-01",
        "2026-03-01",
        "1892-01-01",
        "-000001-01-01",
    ];

    fn case(pick: &mut Pick) -> BenefitCase {
        let days: Vec<Date> = DAYS.iter().map(|day| day.parse().unwrap()).collect();
        let late = &days[3..];
        let births: Vec<Date> = BIRTHS.iter().map(|day| day.parse().unwrap()).collect();
        let kind = pick.of(&[
            CaseKind::Disability,
            CaseKind::Death,
            CaseKind::Death,
            CaseKind::Missing,
        ]);
        let region = pick.of(&["431123", "431123", "431123", "4311", "990000"]);
        let mut case = BenefitCase::new(region.parse().unwrap(), kind, pick.of(late));
        if let Some(day) = pick.seldom(&days) {
            case.injured_on = day;
        }
        case.own_wage_mean = Some(Money::from_fen(pick.of(&[
            1,
            1,
            1,
            100_000_000,
            100_000_001,
            0,
            -1,
        ])));
        if kind == CaseKind::Disability {
            case.grade = Some(pick.of(&[0, 1, 2, 3, 4, 5, 6, 10, 10, 11]));
            case.self_care_level = pick.of(&[None, Some(SelfCareLevel::Total)]);
            let reason = pick.of(&[LeavingReason::Resigned, LeavingReason::Retired]);
            let leaving = Leaving {
                on: pick.of(late),
                reason,
            };
            case.leaving = pick.of(&[None, Some(leaving)]);
        } else {
            case.died_on = Some(pick.of(late));
            case.after_injury_leave = pick.of(&[None, Some(false), Some(true)]);
            let kin = pick.of(&[0, 1, 2, 3]);
            case.dependents = (0..kin).map(|_| dependent(pick, &births)).collect();
        }
        let (appraised, as_of) = (pick.of(late), pick.of(late));
        case.appraised_on = pick.of(&[None, Some(appraised)]);
        case.as_of = pick.of(&[None, Some(as_of)]);
        case.birth = pick.seldom(&births);
        case.sex = pick.of(&[None, Some(Sex::Male), Some(Sex::Female)]);
        case.retirement_category = pick.of(&[
            None,
            Some(RetirementCategory::Male60),
            Some(RetirementCategory::Female50),
        ]);
        treated(pick, &mut case, &days);
        strange(pick, &mut case, late);
        case
    }

    fn treated(pick: &mut Pick, case: &mut BenefitCase, days: &[Date]) {
        // Mostly in order.
        let later = |pick: &mut Pick, than: Date| {
            let any = pick.of(&days[3..]);
            pick.of(&[any.max(than), any.max(than), any.max(than), any])
        };
        let injured = case.injured_on;
        if pick.of(&[true, false, false, false]) {
            let stay = |from, to| HospitalStay {
                from,
                to,
                out_of_area: false,
            };
            let from = later(pick, injured);
            let to = later(pick, from);
            let two = vec![stay(from, to), stay(later(pick, to), later(pick, to))];
            case.hospital = pick.of(&[vec![stay(from, to)], two]);
        }
        if pick.of(&[true, false, false, false]) {
            let from = later(pick, injured);
            case.injury_leave = Some(InjuryLeave {
                from,
                until: later(pick, from),
                monthly_pay: yuan(pick, &[0, 100_000_000, 100_000_001]),
                extension_confirmed: false,
            });
        }
        let bills = pick.of(&[0, 0, 0, 0, 1, 2]);
        case.expenses = (0..bills)
            .map(|_| {
                let on = later(pick, injured);
                one_bill(pick, on, days)
            })
            .collect();
        // Some have nothing but their treatment.
        if case.kind == CaseKind::Disability && pick.of(&[true, false, false]) {
            case.grade = None;
            case.self_care_level = pick.seldom(&[SelfCareLevel::Total]);
            case.leaving = None;
        }
    }

    fn yuan(pick: &mut Pick, odd: &[i64]) -> Money {
        Money::from_fen(pick.seldom(odd).unwrap_or(7))
    }

    fn one_bill(pick: &mut Pick, on: Date, days: &[Date]) -> Expense {
        let benefits = [
            Benefit::MedicalExpense,
            Benefit::AssistiveDevice,
            Benefit::TravelLodgingExpense,
            Benefit::AppraisalFee,
        ];
        let parts = [0, 7, 8, -1].map(Money::from_fen);
        Expense {
            benefit: pick
                .seldom(&[Benefit::FuneralGrant])
                .unwrap_or(pick.of(&benefits)),
            on,
            amount: yuan(pick, &[0, 10_000_000_000, 10_000_000_001]),
            outside_catalogue: pick.seldom(&parts),
            third_party_paid: pick.seldom(&parts),
            third_party_liable: pick.of(&[true, false]),
            unrelated_disease: false,
            malpractice: false,
            agreement_institution: pick.of(&[None, Some(true)]),
            emergency: false,
            approved: pick.of(&[None, Some(true)]),
            drug_class: None,
            part: pick.seldom(&[TravelPart::Food]),
            days: pick.seldom(&[0, 10_000, 10_001]),
            device: pick.seldom(&["助听器".to_owned(), " ".to_owned()]),
            last_fitted_on: pick.seldom(days),
        }
    }

    /// What plain cases do not have.
    fn strange(pick: &mut Pick, case: &mut BenefitCase, days: &[Date]) {
        case.pension = pick.seldom(&[Money::from_fen(5)]);
        case.advance_paid = pick.seldom(&[Money::from_fen(5)]);
        case.advance_requested = pick.seldom(&[true]);
        case.declared_dead = pick.seldom(&[true]);
        case.pension_fund_grants_taken = pick.seldom(&[true]);
        case.attendance_in_payment = pick.seldom(&[Money::from_fen(5)]);
        let appraised_on = pick.of(days);
        case.earlier_appraisal = pick.seldom(&[EarlierAppraisal {
            grade: 5,
            appraised_on,
        }]);
        let text = |word: &str| word.to_owned();
        let paper = Confirmation {
            parameter: text("a"),
            period: text("2023"),
            value: text("1"),
            document: pick.of(&[text("甲"), text(" ")]),
            region: pick.of(&[None, "43".parse().ok(), "431123".parse().ok()]),
        };
        case.confirmed.rows.extend(pick.seldom(&[paper]));
    }

    fn dependent(pick: &mut Pick, births: &[Date]) -> Dependent {
        Dependent {
            relation: pick.of(&[Relation::Spouse, Relation::Child, Relation::Parent]),
            birth: pick.seldom(births).unwrap_or(births[2]),
            sex: Sex::Female,
            no_capacity: false,
            orphan_or_lone: false,
            relied_on: true,
            condition_met: None,
        }
    }

    #[test]
    fn what_is_cleared_has_no_problem() {
        let (book, mut pick) = (Lawbook::builtin(), Pick(42));
        let (mut cleared, mut treated, mut sound, mut refused) = (0, [0; 4], 0, 0);
        for _ in 0..80_000 {
            let case = case(&mut pick);
            let problems = case.strictly_read(book);
            if plainly_fits(&case, book) {
                cleared += 1;
                let kinds = [
                    !case.expenses.is_empty(),
                    !case.hospital.is_empty(),
                    case.injury_leave.is_some(),
                    case.kind == CaseKind::Disability && case.grade.is_none(),
                ];
                for (count, is) in treated.iter_mut().zip(kinds) {
                    *count += usize::from(is);
                }
                assert!(problems.is_empty(), "{case:?}: {problems:?}");
            }
            sound += usize::from(problems.is_empty());
            refused += usize::from(!problems.is_empty());
        }
        // Neither side of the comparison is empty, and the look is worth having.
        assert!(cleared > 500 && refused > 5_000, "{cleared} {refused}");
        assert!(treated.iter().all(|count| *count > 10), "{treated:?}");
        assert!(cleared * 3 > sound, "{cleared} of {sound}");
    }
}
