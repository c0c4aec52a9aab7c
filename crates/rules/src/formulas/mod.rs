//! The closed set of formula kinds: one file each. A benefit's law file names its kind; the numbers are there.

mod actual_cost;
mod amount_per_day;
mod dependents;
mod months_by_grade;
mod months_fixed;
pub(crate) mod on_leaving;
mod original_pay;
mod percent_by_grade;
mod percent_by_self_care;
pub mod shares;
mod survivor_shares;
mod times_yearly;

use yiju_lawbook::Subject;
use yiju_terms::{Benefit, Citation, Date, Exact, Money, Month, Payer, Refusal};

use crate::case::{BenefitCase, CaseKind};
use crate::cover::Cover;
use crate::own_wage::OwnWage;
use crate::reckon::Reckoning;
use crate::schedule::Unpaid;
use crate::trace::{Step, Tracer};

/// Everything that keeps a line from being worked out, collected.
#[derive(Clone, Debug, Default)]
pub struct Stop(pub Vec<Refusal>);

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop(vec![refusal])
    }
}

impl Stop {
    /// The value, or its refusals kept here while the others are looked for.
    pub(crate) fn keep<V>(&mut self, result: Result<V, Stop>) -> Option<V> {
        match result {
            Ok(value) => Some(value),
            Err(other) => {
                self.0.extend(other.0);
                None
            }
        }
    }
}

/// One amount to be paid.
#[derive(Clone, Debug)]
pub struct Payable {
    pub amount: Money,
    pub payer: Payer,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Index in the case's dependents.
    pub dependent: Option<usize>,
    /// Index in the case's expenses.
    pub expense: Option<usize>,
    /// Months without pay inside `from` … `until`.
    pub pauses: Vec<Unpaid>,
    /// Stems of the catalogs under `rules.note`.
    pub notes: Vec<&'static str>,
    pub trace: Vec<Step>,
    pub provisional: bool,
}

/// A benefit that the facts touch but that is lawfully not paid.
#[doc(alias = "不予支付")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDue {
    pub benefit: Benefit,
    pub dependent: Option<usize>,
    /// Index in the case's expenses.
    pub expense: Option<usize>,
    /// The words are in the catalogs under `rules.not_due.<code>`.
    pub code: &'static str,
    pub citation: Option<Citation>,
}

/// What a formula found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub due: Vec<Payable>,
    pub not_due: Vec<NotDue>,
}

impl Outcome {
    fn one(payable: Payable) -> Outcome {
        Outcome {
            due: vec![payable],
            not_due: Vec::new(),
        }
    }
}

/// The case seen from one benefit.
pub struct Setting<'a> {
    pub case: &'a BenefitCase,
    pub benefit: Benefit,
    pub subject: &'a Subject,
    pub own_wage: Result<&'a OwnWage, &'a Stop>,
    /// Who pays in place of the fund, as far as the facts of insurance and application say so.
    pub cover: Result<Cover, Stop>,
}

/// A formula kind, as the law files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    MonthsByGrade,
    PercentByGrade,
    PercentBySelfCare,
    OnLeaving,
    AmountPerDay,
    MonthsFixed,
    SurvivorShares,
    TimesYearly,
    ActualCost,
    OriginalPay,
}

impl Kind {
    /// Kinds that a law file names and that have no formula here give no line.
    pub fn from_stem(stem: &str) -> Option<Kind> {
        Some(match stem {
            "months_by_grade" => Kind::MonthsByGrade,
            "percent_by_grade" => Kind::PercentByGrade,
            "percent_by_self_care_level" => Kind::PercentBySelfCare,
            "months_by_grade_on_leaving" => Kind::OnLeaving,
            "amount_per_day" => Kind::AmountPerDay,
            "months_fixed" => Kind::MonthsFixed,
            "survivor_shares" => Kind::SurvivorShares,
            "times_yearly" => Kind::TimesYearly,
            "actual_cost" => Kind::ActualCost,
            "original_pay" => Kind::OriginalPay,
            _ => return None,
        })
    }

    /// Whether the facts of the case touch this kind at all.
    pub(crate) fn concerns(self, case: &BenefitCase) -> bool {
        let graded = case.kind == CaseKind::Disability && case.grade.is_some();
        match self {
            Kind::MonthsByGrade | Kind::PercentByGrade => graded,
            Kind::PercentBySelfCare => graded && case.self_care_level.is_some(),
            Kind::OnLeaving => graded && case.leaving.is_some(),
            Kind::AmountPerDay => !case.hospital.is_empty(),
            Kind::MonthsFixed => case.kind == CaseKind::Death,
            Kind::TimesYearly => match case.kind {
                CaseKind::Death => true,
                CaseKind::Missing => case.advance_requested == Some(true),
                CaseKind::Disability => false,
            },
            Kind::SurvivorShares => {
                case.kind != CaseKind::Disability && !case.dependents.is_empty()
            }
            Kind::ActualCost => !case.expenses.is_empty(),
            Kind::OriginalPay => case.injury_leave.is_some(),
        }
    }
}

/// Works out one benefit that concerns the case. Errors: everything missing for it.
pub fn run<T: Tracer>(
    kind: Kind,
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    match kind {
        Kind::MonthsByGrade => months_by_grade::run(setting, reckoning),
        Kind::PercentByGrade => percent_by_grade::run(setting, reckoning),
        Kind::PercentBySelfCare => percent_by_self_care::run(setting, reckoning),
        Kind::OnLeaving => on_leaving::run(setting, reckoning),
        Kind::AmountPerDay => amount_per_day::run(setting, reckoning),
        Kind::MonthsFixed => months_fixed::run(setting, reckoning),
        Kind::SurvivorShares => survivor_shares::run(setting, reckoning),
        Kind::TimesYearly => times_yearly::run(setting, reckoning),
        Kind::ActualCost => actual_cost::run(setting, reckoning),
        Kind::OriginalPay => original_pay::run(setting, reckoning),
    }
}

impl Setting<'_> {
    /// The key of a quantity of this benefit's law file.
    fn key(&self, part: &str) -> String {
        [&self.subject.key, ".", part].concat()
    }

    /// The grade as number and as row name. Callers run only where there is a grade.
    fn grade(&self) -> Result<(i64, &'static str), Stop> {
        // A grade outside the table is refused with the facts, before anything is reckoned.
        const ROWS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
        let grade = self.case.grade;
        let grade = grade.ok_or_else(|| Refusal::new("needs_fact").with("parameter", "grade"))?;
        let row = ROWS.get(usize::from(grade)).copied().unwrap_or_default();
        Ok((i64::from(grade), row))
    }

    /// The base that the law file names: the own wage, or the average wage of `year`.
    fn base<T: Tracer>(&self, reckoning: &mut Reckoning<'_, T>, year: i16) -> Result<Exact, Stop> {
        match self.subject.base.as_deref() {
            Some("own_wage") => {
                let own_wage = self.own_wage.map_err(Clone::clone)?;
                reckoning.mark_provisional(own_wage.provisional);
                let last = own_wage.trace.last();
                reckoning.tracer.step(|| {
                    let step = Step::new("own_wage", own_wage.amount, "yuan");
                    step.cite(last.and_then(|step| step.citation.as_ref()))
                });
                Ok(own_wage.amount)
            }
            Some("average_wage_for_benefits") => {
                let stem = "average_wage_for_benefits";
                Ok(Exact::from(reckoning.yearly(stem, stem, year)?.value))
            }
            other => Err(Refusal::new("unknown_base")
                .with("base", other.unwrap_or_default())
                .with("subject", &self.subject.key)
                .into()),
        }
    }

    /// Who pays by the law in force on `on`; `row` where it depends on the grade.
    fn payer<T: Tracer>(
        &self,
        reckoning: &Reckoning<'_, T>,
        row: Option<&str>,
        on: Date,
    ) -> Result<Payer, Stop> {
        let key = self.key("payer");
        let payer = reckoning.text_as(&key, row, on, Payer::from_stem)?.value;
        let wrong = || {
            Refusal::new("wrong_unit")
                .with("parameter", &key)
                .with("unit", "payer")
        };
        Ok(payer.ok_or_else(wrong)?)
    }

    fn not_due(&self, code: &'static str, citation: Option<&Citation>) -> NotDue {
        NotDue {
            benefit: self.benefit,
            dependent: None,
            expense: None,
            code,
            citation: citation.cloned(),
        }
    }

    fn only_not_due(&self, code: &'static str, citation: Option<&Citation>) -> Outcome {
        Outcome {
            due: Vec::new(),
            not_due: vec![self.not_due(code, citation)],
        }
    }

    /// A payable with what the reckoning has gathered for it.
    fn payable<T: Tracer>(
        &self,
        reckoning: &mut Reckoning<'_, T>,
        amount: Money,
        payer: Payer,
    ) -> Payable {
        Payable {
            amount,
            payer,
            from: None,
            until: None,
            dependent: None,
            expense: None,
            pauses: Vec::new(),
            notes: Vec::new(),
            trace: reckoning.tracer.take(),
            provisional: reckoning.is_provisional(),
        }
    }

    /// Monthly benefits by grade begin the month after the appraisal. Errors: the day of the appraisal is not known.
    fn month_after_appraisal(&self) -> Result<Date, Stop> {
        let missing = || Refusal::new("needs_fact").with("parameter", "appraised_on");
        let appraised = self.case.appraised_on.ok_or_else(missing)?;
        Ok(Month::of(appraised).next().first_day())
    }

    /// The day whose law prices a benefit that the appraisal gives.
    fn appraisal_day(&self) -> Date {
        self.case.appraised_on.unwrap_or(self.case.injured_on)
    }

    /// The day of death, of a missing person that of the accident. Callers run only for these.
    fn death_day(&self) -> Result<Date, Stop> {
        if self.case.kind == CaseKind::Missing {
            return Ok(self.case.injured_on);
        }
        let missing = || Refusal::new("needs_fact").with("parameter", "died_on");
        Ok(self.case.died_on.ok_or_else(missing)?)
    }
}

/// A death after the end of the injury leave gives the death benefits only to the grades that the law names.
pub(crate) fn excluded_after_leave<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
) -> Result<Option<Outcome>, Stop> {
    if setting.case.after_injury_leave != Some(true) {
        return Ok(None);
    }
    let key = "benefits.entitlement.death_grades_after_leave";
    let listed = reckoning.listed(key, setting.grade()?.0, setting.death_day()?)?;
    Ok((!listed.value)
        .then(|| setting.only_not_due("death_after_leave_other_grade", Some(&listed.citation))))
}

/// A family that took the like grants of the pension fund has chosen: not both.
pub(crate) fn chosen_elsewhere<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
) -> Result<Option<Outcome>, Stop> {
    if setting.case.pension_fund_grants_taken != Some(true) {
        return Ok(None);
    }
    let key = "benefits.entitlement.choose_one_with_pension_fund";
    let one = reckoning.flag(key, setting.death_day()?)?;
    Ok(one
        .value
        .then(|| setting.only_not_due("pension_fund_grants_taken", Some(&one.citation))))
}
