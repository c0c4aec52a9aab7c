//! The facts of a case as they come in and are stored: one JSON shape, read strictly, written in a stable order.

use serde::{Deserialize, Serialize};
use yiju_lawbook::Confirmed;
use yiju_terms::{Benefit, Date, Money, Month, Region, SelfCareLevel, Sex};

use crate::facts::{
    DependentEvent, EarlierAppraisal, Enrollment, Expense, InjuryLeave, Insurance, OtherInjury,
    Pause, RecognitionApplication,
};
use crate::stems::stems;

stems! {
    CaseKind {
        Disability = "disability",
        Death = "death",
        /// Missing after an accident or a rescue, not declared dead.
        #[doc(alias = "下落不明")] Missing = "missing",
    }
}

stems! {
    /// The item of articles 14 and 15 under which the injury was recognised.
    #[doc(alias = "认定情形")]
    RecognizedUnder {
        WorkAccident = "14(1)",
        BeforeOrAfterWork = "14(2)",
        Violence = "14(3)",
        OccupationalDisease = "14(4)",
        OnBusiness = "14(5)",
        Commuting = "14(6)",
        OtherByLaw = "14(7)",
        SuddenIllness = "15(1)",
        PublicInterest = "15(2)",
        #[doc(alias = "旧伤复发")] OldServiceWound = "15(3)",
    }
}

stems! {
    /// Why the employment ended.
    #[doc(alias = "解除或终止劳动关系的原因")]
    LeavingReason {
        #[doc(alias = "本人提出")] Resigned = "resigned",
        #[doc(alias = "合同期满")] ContractExpired = "contract_expired",
        #[doc(alias = "依法终止")] EndedByLaw = "ended_by_law",
        #[doc(alias = "单位解除")] TerminatedByEmployer = "terminated_by_employer",
        #[doc(alias = "退休")] Retired = "retired",
    }
}

stems! {
    /// Which statutory retirement age holds for a person.
    #[doc(alias = "退休类别")]
    RetirementCategory { Male60 = "male60", Female55 = "female55", Female50 = "female50" }
}

stems! {
    #[doc(alias = "供养亲属关系")]
    Relation {
        Spouse = "spouse",
        Child = "child",
        Parent = "parent",
        Grandparent = "grandparent",
        Grandchild = "grandchild",
        Sibling = "sibling",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContributionWage {
    pub month: Month,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    pub on: Date,
    pub reason: LeavingReason,
}

/// One stay in hospital; the day of discharge (`to`) is not a day in hospital.
#[doc(alias = "住院")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HospitalStay {
    pub from: Date,
    pub to: Date,
    #[serde(default)]
    pub out_of_area: bool,
}

#[doc(alias = "供养亲属")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dependent {
    pub relation: Relation,
    pub birth: Date,
    pub sex: Sex,
    /// Fully lost the capacity to work.
    #[serde(default)]
    pub no_capacity: bool,
    /// A lone elder or an orphan: ten points more.
    #[serde(default)]
    pub orphan_or_lone: bool,
    /// Relied on the deceased for the main means of living.
    pub relied_on: bool,
    /// Whether the further condition of a grandparent, grandchild or sibling is proven (their nearer kin are dead
    /// or unable to work).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_met: Option<bool>,
}

/// The facts of one work injury; the JSON of `yiju calc benefits`.
#[doc(alias = "待遇核定事实")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenefitCase {
    pub region: Region,
    pub kind: CaseKind,
    pub injured_on: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognized_under: Option<RecognizedUnder>,
    /// Mean monthly contribution wage of the 12 months before the injury, before clipping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_wage_mean: Option<Money>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contribution_wages: Vec<ContributionWage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appraised_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_care_level: Option<SelfCareLevel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retirement_category: Option<RetirementCategory>,
    /// Whether the employer has found suitable work for a grade 5 or 6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suitable_work: Option<bool>,
    /// The monthly old-age pension of a grade 1 to 4 who has retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pension: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<Leaving>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hospital: Vec<HospitalStay>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_injury_leave: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependents: Vec<Dependent>,
    /// Whether the employer was insured at the injury; taken to be so when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<Insurance>,
    /// When recognition was applied for and accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<RecognitionApplication>,
    /// Bills: treatment, rehabilitation, travel, devices, appraisal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expenses: Vec<Expense>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injury_leave: Option<InjuryLeave>,
    /// The appraisal before the one in `grade`: this is a review, a second appraisal or a relapse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier_appraisal: Option<EarlierAppraisal>,
    /// Other injuries with the same employer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_injuries: Vec<OtherInjury>,
    /// What happened to dependents after the death.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependent_events: Vec<DependentEvent>,
    /// Months for which monthly benefits were stopped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// Employments with insurance, to find overlaps and the cover on the day of injury.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrollments: Vec<Enrollment>,
    /// Insured by a construction project, without a wage that can be proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wage_unproven_on_project: Option<bool>,
    /// The attendance allowance paid so far, where a new average wage would change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance_in_payment: Option<Money>,
    /// The family took the funeral and survivor grants of the pension fund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pension_fund_grants_taken: Option<bool>,
    /// The family of a missing person asks for the advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance_requested: Option<bool>,
    /// A missing person declared dead: `died_on` is the day of the declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_dead: Option<bool>,
    /// What was advanced of the death lump sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance_paid: Option<Money>,
    /// The day for which monthly benefits are worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// Only these benefits; all that the facts give a right to when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Benefit>,
    #[serde(default, skip_serializing_if = "no_rows")]
    pub confirmed: Confirmed,
}

fn no_rows(confirmed: &Confirmed) -> bool {
    confirmed.rows.is_empty()
}

impl BenefitCase {
    /// A case with nothing but its place, kind and day; the other facts are filled in by the caller.
    pub fn new(region: Region, kind: CaseKind, injured_on: Date) -> BenefitCase {
        BenefitCase {
            region,
            kind,
            injured_on,
            recognized_under: None,
            own_wage_mean: None,
            contribution_wages: Vec::new(),
            grade: None,
            appraised_on: None,
            self_care_level: None,
            birth: None,
            sex: None,
            retirement_category: None,
            suitable_work: None,
            pension: None,
            leaving: None,
            hospital: Vec::new(),
            died_on: None,
            after_injury_leave: None,
            dependents: Vec::new(),
            insurance: None,
            application: None,
            expenses: Vec::new(),
            injury_leave: None,
            earlier_appraisal: None,
            other_injuries: Vec::new(),
            dependent_events: Vec::new(),
            pauses: Vec::new(),
            enrollments: Vec::new(),
            wage_unproven_on_project: None,
            attendance_in_payment: None,
            pension_fund_grants_taken: None,
            advance_requested: None,
            declared_dead: None,
            advance_paid: None,
            as_of: None,
            only: Vec::new(),
            confirmed: Confirmed::NONE,
        }
    }

    /// The day for which monthly benefits are worked out: as asked, else the last dated event.
    pub fn reference_day(&self) -> Date {
        let leaving = self.leaving.as_ref().map(|leaving| leaving.on);
        self.as_of
            .or(self.died_on)
            .or(leaving)
            .or(self.appraised_on)
            .unwrap_or(self.injured_on)
    }
}

/// The facts of one employer's contribution for a month, or of one construction project.
#[doc(alias = "缴费核定事实")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", deny_unknown_fields)]
pub enum ContributionCase {
    #[serde(rename = "employer")]
    Employer {
        region: Region,
        month: Month,
        risk_class: u8,
        total_wages: Money,
        #[serde(default = "full_tier")]
        experience_tier: String,
        #[serde(default, skip_serializing_if = "no_rows")]
        confirmed: Confirmed,
    },
    #[serde(rename = "project")]
    Project {
        region: Region,
        month: Month,
        project_cost: Money,
        #[serde(default, skip_serializing_if = "no_rows")]
        confirmed: Confirmed,
    },
}

impl ContributionCase {
    pub fn region(&self) -> &Region {
        match self {
            ContributionCase::Employer { region, .. }
            | ContributionCase::Project { region, .. } => region,
        }
    }

    /// The figures that came with the case.
    pub fn confirmed(&self) -> &Confirmed {
        match self {
            ContributionCase::Employer { confirmed, .. }
            | ContributionCase::Project { confirmed, .. } => confirmed,
        }
    }
}

/// The contract's default: neither floated up nor down.
fn full_tier() -> String {
    "100".to_owned()
}
