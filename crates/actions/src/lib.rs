//! 业务动作: everything the office does, one file each. An action is a proposal inside a matter; it takes effect when
//! four persons have carried the matter through 受理 → 初审 → 复核 → 审批, and only then.

pub mod accident_notice;
mod at_once;
pub mod benefit_determination;
pub mod case_event;
pub mod contribution_assessment;
pub mod contribution_receipt;
pub mod contribution_refund;
pub mod department_budget;
pub mod department_spending;
pub mod differences;
pub mod employee_cessation;
pub mod employee_enrollment;
pub mod employer_enrollment;
pub mod entitlement;
pub mod error;
pub mod fact_correction;
pub mod fund_transfer;
pub mod items;
pub mod legacy_check;
pub mod legacy_count;
pub mod legacy_injury;
pub mod legacy_pooling;
pub mod medical_claim;
pub mod office;
pub mod opening;
pub mod parameter_confirmation;
pub mod pay_batch;
pub mod pay_proof;
pub mod payment_return;
pub mod period_close;
pub mod permissions;
pub mod project_enrollment;
pub mod recovery_receipt;
pub mod replay;
pub mod reversal;
pub mod service_record;
pub mod settlement;
pub mod survey;
pub mod target_setting;
pub mod training;
pub mod voucher_writer;
pub mod wage_declaration;

pub use error::ActionError;
pub use items::{Action, ITEMS, ItemInfo};
pub use office::{Application, Context, Hands, Office};
