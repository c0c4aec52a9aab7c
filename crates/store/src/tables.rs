//! Every table of the house, by shelf. All keys begin with the region, so a province partitions by it.

mod books;
mod cases;
mod legacy;
mod office;
mod register;
mod service;
mod settlement;

pub use books::*;
pub use cases::*;
pub use legacy::*;
pub use office::*;
pub use register::*;
pub use service::*;
pub use settlement::*;

use crate::table::Table;

/// A table as the schema, the chain and `verify` see it.
pub struct TableInfo {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub column_types: &'static [&'static str],
    /// Keys and checks, as [`Table::CONSTRAINTS`] has them.
    pub constraints: &'static str,
    pub create: fn() -> String,
    /// Rows carry the journal sequence that brought them (`seq`) and are covered by that entry's digest.
    pub journaled: bool,
}

const fn info<T: Table>(journaled: bool) -> TableInfo {
    TableInfo {
        name: T::NAME,
        columns: T::COLUMNS,
        column_types: T::COLUMN_TYPES,
        constraints: T::CONSTRAINTS,
        create: T::create_statement,
        journaled,
    }
}

/// In creation order: a table comes after those it refers to.
pub const ALL: &[TableInfo] = &[
    info::<OfficeRow>(false),
    info::<ActorRow>(false),
    info::<MatterRow>(false),
    info::<StepHolderRow>(false),
    info::<StepRow>(false),
    info::<ApprovalRow>(false),
    info::<JournalRow>(false),
    info::<ConfirmationRow>(true),
    info::<TargetRow>(true),
    info::<EmployerRow>(true),
    info::<ProjectRow>(true),
    info::<EmployeeRow>(true),
    info::<EnrollmentRow>(true),
    info::<WageRow>(true),
    info::<AssessmentRow>(true),
    info::<ReceiptRow>(true),
    info::<InjuryRow>(true),
    info::<CaseEventRow>(true),
    info::<DeterminationRow>(true),
    info::<BenefitLineRow>(true),
    info::<BillRow>(true),
    info::<LegacyInjuryRow>(true),
    info::<LegacyDependentRow>(true),
    info::<LegacyCheckRow>(true),
    info::<LegacyCountRow>(true),
    info::<TrainingRow>(true),
    info::<SurveyRow>(true),
    info::<ServiceRecordRow>(true),
    info::<BudgetRow>(true),
    info::<PayBatchRow>(true),
    info::<VoucherRow>(true),
    info::<PostingRow>(true),
    info::<PaymentRow>(true),
    info::<PeriodCloseRow>(true),
    info::<FactCorrectionRow>(true),
    info::<SettlementRow>(true),
    info::<ReplacementRow>(true),
    info::<SettlementLineRow>(true),
    info::<RecoveryReceiptRow>(true),
    info::<RefundRow>(true),
];
