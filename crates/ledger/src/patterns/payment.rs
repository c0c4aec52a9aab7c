//! Money out of the expenditure account: monthly plan, benefits, returned payments (E7, E8, E10).

use jiff::civil::Date;
use yiju_terms::{Benefit, Money, Refusal};

use super::fund_voucher;
use crate::voucher::{Dimensions, PostingDraft, VoucherDraft};

/// How county and province share the books; set by the province.
#[doc(alias = "统筹核算方式")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperatingMode {
    /// Mode A: the county books income and spending itself and remits or receives.
    #[doc(alias = "分级核算")]
    Tiered,
    /// Mode B: the province books; the county keeps its expenditure account as a float and a full ledger beside it.
    #[doc(alias = "报账制")]
    Reimbursed,
}

impl OperatingMode {
    pub const fn stem(self) -> &'static str {
        match self {
            OperatingMode::Tiered => "tiered",
            OperatingMode::Reimbursed => "reimbursed",
        }
    }

    pub fn from_stem(stem: &str) -> Option<OperatingMode> {
        [OperatingMode::Tiered, OperatingMode::Reimbursed]
            .into_iter()
            .find(|mode| mode.stem() == stem)
    }
}

/// What the fund spends money on.
#[doc(alias = "基金支出项目")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FundItem {
    Benefit(Benefit),
    #[doc(alias = "养老金低于伤残津贴的补差")]
    PensionDifference,
    #[doc(alias = "伤残津贴低于最低工资的补差")]
    MinimumWageDifference,
    #[doc(alias = "工伤预防费")]
    Prevention,
}

impl From<Benefit> for FundItem {
    fn from(benefit: Benefit) -> FundItem {
        FundItem::Benefit(benefit)
    }
}

impl FundItem {
    /// The expenditure account; None for what the employer pays, which never enters the fund's books.
    pub const fn account(self) -> Option<&'static str> {
        use Benefit as B;
        Some(match self {
            FundItem::Benefit(B::MedicalExpense) => "benefit_expenditure.medical.medical_expense",
            FundItem::Benefit(B::RehabilitationExpense) => {
                "benefit_expenditure.medical.rehabilitation_expense"
            }
            FundItem::Benefit(B::HospitalMealAllowance) => {
                "benefit_expenditure.medical.hospital_meal_allowance"
            }
            FundItem::Benefit(B::TravelLodgingExpense) => {
                "benefit_expenditure.medical.travel_lodging_expense"
            }
            FundItem::Benefit(B::AssistiveDevice) => "benefit_expenditure.medical.assistive_device",
            FundItem::Benefit(B::DisabilityLumpSum) => {
                "benefit_expenditure.disability.disability_lump_sum"
            }
            FundItem::Benefit(B::DisabilityAllowance) => {
                "benefit_expenditure.disability.disability_allowance"
            }
            FundItem::Benefit(B::AttendanceAllowance) => {
                "benefit_expenditure.disability.attendance_allowance"
            }
            FundItem::Benefit(B::MedicalLumpSum) => {
                "benefit_expenditure.disability.medical_lump_sum"
            }
            FundItem::Benefit(B::FuneralGrant) => "benefit_expenditure.death.funeral_grant",
            FundItem::Benefit(B::SurvivorPension) => "benefit_expenditure.death.survivor_pension",
            FundItem::Benefit(B::DeathLumpSum) => "benefit_expenditure.death.death_lump_sum",
            FundItem::Benefit(B::AppraisalFee) => "appraisal_expenditure",
            FundItem::PensionDifference => "benefit_expenditure.disability.pension_difference",
            FundItem::MinimumWageDifference => {
                "benefit_expenditure.disability.minimum_wage_difference"
            }
            FundItem::Prevention => "prevention_expenditure",
            FundItem::Benefit(B::InjuryLeaveWage | B::EmploymentLumpSum) => return None,
        })
    }

    fn stem(self) -> &'static str {
        match self {
            FundItem::Benefit(benefit) => benefit.stem(),
            FundItem::PensionDifference => "pension_difference",
            FundItem::MinimumWageDifference => "minimum_wage_difference",
            FundItem::Prevention => "prevention",
        }
    }

    fn booked(self, refusals: &mut Vec<Refusal>) -> &'static str {
        self.account().unwrap_or_else(|| {
            refusals.push(Refusal::new("ledger_not_paid_by_fund").with("benefit", self.stem()));
            ""
        })
    }
}

/// One payment of a pay batch.
#[doc(alias = "支付明细")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentLine {
    pub item: FundItem,
    pub amount: Money,
    pub dimensions: Dimensions,
}

/// E7: the finance bureau grants the monthly plan.
/// Mode A: Dr 支出户存款 / Cr 财政专户存款 (known, high).
/// Mode B: Dr 支出户存款 / Cr 暂收款—省级拨入备用 (known, low: the province may ask for 上级补助收入 instead).
pub fn e07_plan_grant(
    on: Date,
    mode: OperatingMode,
    amount: Money,
    dimensions: Dimensions,
) -> VoucherDraft {
    let source = match mode {
        OperatingMode::Tiered => "fiscal_account",
        OperatingMode::Reimbursed => "suspense.provincial_float",
    };
    let postings = vec![
        PostingDraft::debit("expenditure_account", amount, dimensions.clone()),
        PostingDraft::credit(source, amount, dimensions),
    ];
    fund_voucher("E7", on, &[], postings)
}

/// E8: a pay batch has left by bank file. One voucher per batch, one debit per payment line.
/// Dr 社会保险待遇支出—(group)—(item) / Cr 支出户存款. Known, high.
/// Refuses every line the fund may not pay, at once. The line's item is kept in `dimensions.benefit`.
pub fn e08_benefit_payment(
    on: Date,
    batch: &str,
    lines: &[PaymentLine],
) -> Result<VoucherDraft, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut postings = Vec::with_capacity(lines.len() + 1);
    for line in lines {
        let account = line.item.booked(&mut refusals);
        let mut dimensions = line.dimensions.clone();
        dimensions.benefit = Some(line.item.stem().to_owned());
        postings.push(PostingDraft::debit(account, line.amount, dimensions));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let total = lines.iter().map(|line| line.amount).sum();
    postings.push(PostingDraft::credit(
        "expenditure_account",
        total,
        Dimensions::payment(batch),
    ));
    let count = lines.len().to_string();
    let args = [("batch", batch), ("count", count.as_str())];
    Ok(fund_voucher("E8", on, &args, postings))
}

/// E10, first part: the bank returns a payment.
/// Dr 支出户存款 / Cr 暂收款—退票. Known, medium; the desk's loop is verified (经办规程 § 72).
pub fn e10_payment_returned(on: Date, amount: Money, payment: Dimensions) -> VoucherDraft {
    let postings = vec![
        PostingDraft::debit("expenditure_account", amount, payment.clone()),
        PostingDraft::credit("suspense.returned_payment", amount, payment),
    ];
    fund_voucher("E10", on, &[], postings)
}

/// E10, second part: paid again after the bank details were corrected.
/// Dr 暂收款—退票 / Cr 支出户存款. Known, medium.
pub fn e10_payment_repeated(on: Date, amount: Money, payment: Dimensions) -> VoucherDraft {
    let postings = vec![
        PostingDraft::debit("suspense.returned_payment", amount, payment.clone()),
        PostingDraft::credit("expenditure_account", amount, payment),
    ];
    fund_voucher("E10.repeated", on, &[], postings)
}

/// E10, third part: the payment is given up in the same year.
/// Dr 暂收款—退票 / Cr 社会保险待遇支出—(group)—(item). Known, medium.
pub fn e10_payment_given_up(on: Date, line: &PaymentLine) -> Result<VoucherDraft, Vec<Refusal>> {
    spending_taken_back("E10.given_up", on, "suspense.returned_payment", line)
}

/// E11: an over-payment comes back in the year it was paid; the spending is cut by as much.
/// Dr 支出户存款 / Cr 社会保险待遇支出—(group)—(item). Known, medium.
#[doc(alias = "当年追回")]
pub fn e11_recovery_same_year(on: Date, line: &PaymentLine) -> Result<VoucherDraft, Vec<Refusal>> {
    spending_taken_back("E11", on, "expenditure_account", line)
}

/// E12: an over-payment of an earlier, closed year comes back; that year's spending stays as it was.
/// Dr 支出户存款 / Cr 其他收入—跨年度退回. Known, medium (财社〔2017〕144号 counts it as other income).
#[doc(alias = "跨年度追回")]
pub fn e12_recovery_later_year(on: Date, line: &PaymentLine) -> VoucherDraft {
    let credit = "other_income.prior_year_recovery";
    moved("E12", on, "expenditure_account", credit, line)
}

/// Refuses a line that the fund does not pay.
fn spending_taken_back(
    pattern: &'static str,
    on: Date,
    debit: &str,
    line: &PaymentLine,
) -> Result<VoucherDraft, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let account = line.item.booked(&mut refusals);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(moved(pattern, on, debit, account, line))
}

/// The amount of a payment line from one account to another; its item is kept in `dimensions.benefit`.
fn moved(
    pattern: &'static str,
    on: Date,
    debit: &str,
    credit: &str,
    line: &PaymentLine,
) -> VoucherDraft {
    let mut dimensions = line.dimensions.clone();
    dimensions.benefit = Some(line.item.stem().to_owned());
    let postings = vec![
        PostingDraft::debit(debit, line.amount, dimensions.clone()),
        PostingDraft::credit(credit, line.amount, dimensions),
    ];
    fund_voucher(pattern, on, &[], postings)
}
