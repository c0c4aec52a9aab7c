//! The items of business: which action each runs, its family of rights, its deadline and whether it counts as a service.

use serde::Serialize;
use serde::de::DeserializeOwned;
use yiju_store::{Effect, Fault};
use yiju_terms::Refusal;

use crate::error::ActionError;
use crate::office::Context;
use crate::paper_form::read_form;

/// What an office can do: a proposal that is checked when the matter is accepted and applied when it is approved.
pub trait Action: Serialize + DeserializeOwned {
    const ITEM: &'static str;

    /// Every reason why it may not happen, all at once. Runs at acceptance and again at approval.
    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault>;

    /// Writes the rows. Only called inside an approved matter.
    fn apply(&self, effect: &mut Effect<'_>, context: &Rules<'_>) -> Result<(), ActionError>;
}

/// What `apply` may look at besides the store inside the effect.
pub struct Rules<'a> {
    pub region: &'a yiju_terms::Region,
    pub book: &'a yiju_lawbook::Lawbook,
}

/// One row of the item table.
pub struct ItemInfo {
    pub stem: &'static str,
    pub family: &'static str,
    /// Counts in the published person-times of service (事项经办人次); internal business does not.
    pub counted: bool,
    /// Code of the deadline in `law/national/deadlines.toml`, where the law sets one.
    pub deadline: Option<&'static str>,
    /// What the office promises at its window, in working days; none means "at once".
    pub promised_days: Option<u32>,
    pub(crate) check: fn(&str, &mut Context<'_>) -> Result<Vec<Refusal>, ActionError>,
    pub(crate) apply: fn(&str, &mut Effect<'_>, &Rules<'_>) -> Result<(), ActionError>,
}

fn read<A: Action>(proposal: &str) -> Result<A, ActionError> {
    Ok(read_form(proposal, "proposal")?)
}

fn check<A: Action>(
    proposal: &str,
    context: &mut Context<'_>,
) -> Result<Vec<Refusal>, ActionError> {
    Ok(read::<A>(proposal)?.check(context)?)
}

fn apply<A: Action>(
    proposal: &str,
    effect: &mut Effect<'_>,
    rules: &Rules<'_>,
) -> Result<(), ActionError> {
    read::<A>(proposal)?.apply(effect, rules)
}

const fn item<A: Action>(
    family: &'static str,
    counted: bool,
    deadline: Option<&'static str>,
    promised_days: Option<u32>,
) -> ItemInfo {
    ItemInfo {
        stem: A::ITEM,
        family,
        counted,
        deadline,
        promised_days,
        check: check::<A>,
        apply: apply::<A>,
    }
}

/// Every item. To add one: its file, its line here, its words, its line in `tests/permissions.golden`.
pub const ITEMS: &[ItemInfo] = &[
    item::<crate::opening::Opening>("register", false, None, None),
    item::<crate::employer_enrollment::EmployerEnrollment>(
        "register",
        true,
        Some("D-JB-REG"),
        Some(10),
    ),
    item::<crate::project_enrollment::ProjectEnrollment>(
        "register",
        true,
        Some("D-JB-REG"),
        Some(10),
    ),
    item::<crate::employee_enrollment::EmployeeEnrollment>(
        "register",
        true,
        Some("D-JB-REG"),
        Some(10),
    ),
    item::<crate::employee_cessation::EmployeeCessation>(
        "register",
        true,
        Some("D-JB-REG"),
        Some(10),
    ),
    item::<crate::wage_declaration::WageDeclaration>("register", true, None, Some(10)),
    item::<crate::rate_notice::RateNotice>("register", true, None, Some(10)),
    item::<crate::service_record::ServiceRecord>("register", true, None, Some(5)),
    item::<crate::legacy_injury::LegacyInjuryEntry>("benefit", true, None, Some(20)),
    item::<crate::legacy_pooling::LegacyPooling>("benefit", true, None, Some(20)),
    item::<crate::legacy_check::LegacyCheck>("benefit", false, None, None),
    item::<crate::legacy_count::LegacyCount>("benefit", false, None, None),
    item::<crate::accident_notice::AccidentNotice>("medical", true, None, None),
    item::<crate::case_event::CaseEvent>("benefit", true, None, Some(10)),
    item::<crate::benefit_determination::BenefitDetermination>(
        "benefit",
        true,
        Some("D-JB-MAN"),
        Some(20),
    ),
    item::<crate::medical_claim::MedicalClaim>("medical", true, Some("D-JB-MAN"), Some(20)),
    item::<crate::pay_batch::PayBatch>("money", false, None, None),
    item::<crate::payment_return::PaymentReturn>("money", false, None, None),
    item::<crate::contribution_assessment::ContributionAssessment>("management", false, None, None),
    item::<crate::contribution_receipt::ContributionReceipt>("money", false, None, None),
    item::<crate::fund_transfer::FundTransfer>("money", false, None, None),
    item::<crate::period_close::PeriodClose>("money", false, None, None),
    item::<crate::reversal::Reversal>("money", false, None, None),
    item::<crate::department_budget::DepartmentBudget>("management", false, None, None),
    item::<crate::department_spending::DepartmentSpending>("money", false, None, None),
    item::<crate::parameter_confirmation::ParameterConfirmation>("management", false, None, None),
    item::<crate::target_setting::TargetSetting>("management", false, None, None),
    item::<crate::training::Training>("management", false, None, None),
    item::<crate::survey::Survey>("management", false, None, None),
    item::<crate::fact_correction::FactCorrection>("benefit", true, None, Some(20)),
    item::<crate::settlement::Settlement>("management", false, None, None),
    item::<crate::recovery_receipt::RecoveryReceipt>("money", false, None, None),
    item::<crate::contribution_refund::ContributionRefund>("money", true, None, Some(20)),
];

/// There is no item of that stem; those there are are named.
pub fn unknown(stem: &str) -> Refusal {
    let known: Vec<&str> = ITEMS.iter().map(|item| item.stem).collect();
    Refusal::new("item_unknown")
        .with("item", stem)
        .with("known", known.join("、"))
}

pub fn find(stem: &str) -> Option<&'static ItemInfo> {
    ITEMS.iter().find(|item| item.stem == stem)
}
