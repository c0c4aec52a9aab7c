//! Facts beside the injury itself: cover, application, bills, leave, earlier appraisals, what befalls dependents.

use serde::{Deserialize, Serialize};
use yiju_terms::{Benefit, Date, Money, Month};

use crate::stems::stems;

stems! {
    /// Whether the employer was insured on the day of injury.
    #[doc(alias = "参保状态")]
    InsuranceStatus {
        Insured = "insured",
        #[doc(alias = "未参保")] Uninsured = "uninsured",
        #[doc(alias = "欠费")] InArrears = "in_arrears",
    }
}

#[doc(alias = "参保情况")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Insurance {
    pub status: InsuranceStatus,
    /// Of an uninsured employer: the day by which it had joined and paid arrears and surcharges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_on: Option<Date>,
    /// The employer does not pay: the fund pays first and recovers.
    #[doc(alias = "先行支付")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub employer_refuses: bool,
}

/// The application for recognition.
#[doc(alias = "工伤认定申请")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecognitionApplication {
    /// When the employer applied; absent when somebody else did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer_applied_on: Option<Date>,
    /// Until when the employer's limit was extended by approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_until: Option<Date>,
    pub accepted_on: Date,
}

stems! {
    /// The class a drug has in medical insurance; it makes no difference in a work injury.
    #[doc(alias = "药品甲乙类")]
    DrugClass { A = "a", B = "b" }
}

stems! {
    /// What a travel bill is for.
    TravelPart { Transport = "transport", Lodging = "lodging", Food = "food" }
}

/// One bill.
#[doc(alias = "费用单据")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expense {
    /// One of the benefits paid by bills.
    pub benefit: Benefit,
    /// The day the cost arose.
    pub on: Date,
    pub amount: Money,
    /// The part of the amount outside the three catalogues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_catalogue: Option<Money>,
    /// What a third party has already paid of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_party_paid: Option<Money>,
    /// A third party is liable and does not pay, or is not known: the fund pays first and recovers.
    #[doc(alias = "第三人")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub third_party_liable: bool,
    /// Treatment of a disease that the injury did not cause.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unrelated_disease: bool,
    /// Harm done by the treatment itself.
    #[doc(alias = "医疗事故")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub malpractice: bool,
    /// Whether the institution has an agreement with the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_institution: Option<bool>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emergency: bool,
    /// Approved by the office (travel, rehabilitation) or confirmed by the appraisal committee (devices).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drug_class: Option<DrugClass>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<TravelPart>,
    /// Days of lodging or food.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// The device as the province's table of limits names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// When the same device was fitted last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_fitted_on: Option<Date>,
}

/// Leave with pay after an injury.
#[doc(alias = "停工留薪期")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InjuryLeave {
    pub from: Date,
    /// The last day of the leave.
    pub until: Date,
    /// The pay and welfare before the injury, by the month: not the contribution wage.
    pub monthly_pay: Money,
    /// The appraisal committee confirmed more than the usual months.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub extension_confirmed: bool,
}

/// The appraisal before the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierAppraisal {
    pub grade: u8,
    pub appraised_on: Date,
}

/// Another injury with the same employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherInjury {
    pub injured_on: Date,
    pub grade: u8,
}

stems! {
    /// What may end or pause a dependent's right.
    #[doc(alias = "供养资格变化")]
    DependentEventKind {
        #[doc(alias = "就业")] Employed = "employed",
        #[doc(alias = "参军")] Enlisted = "enlisted",
        #[doc(alias = "再婚")] Remarried = "remarried",
        #[doc(alias = "被收养")] Adopted = "adopted",
        Died = "died",
        #[doc(alias = "服刑")] Imprisoned = "imprisoned",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DependentEvent {
    /// Index in the case's dependents.
    pub dependent: usize,
    pub event: DependentEventKind,
    pub on: Date,
    /// Of an imprisonment: the day of release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

stems! {
    /// Why a monthly benefit was stopped for a time.
    #[doc(alias = "停止支付原因")]
    PauseCause {
        LostEntitlement = "lost_entitlement",
        RefusedAppraisal = "refused_appraisal",
        RefusedTreatment = "refused_treatment",
    }
}

/// A time without the monthly benefits of the injured person.
#[doc(alias = "停止支付")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    pub cause: PauseCause,
    /// The first month that is not paid.
    pub from: Month,
    /// The day on which the cause ended; absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Date>,
}

/// An employment with work-injury insurance.
#[doc(alias = "参保区间")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrollment {
    /// The employer, or the project, by its name or number.
    pub employer: String,
    pub from: Date,
    /// The last day; absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}
