//! Words of the trade as types: money, rates, months, regions, citations, grades, refusals.
//!
//! Everything here is pure: no numbers from the law, no I/O, no clock.

pub mod benefit;
pub mod citation;
pub mod credit_code;
mod decimal;
pub mod digest;
pub mod disk;
pub mod exact;
pub mod id_number;
pub mod money;
pub mod month;
pub mod rate;
pub mod refusal;
pub mod region;
pub mod words;

pub use benefit::{Benefit, DisabilityGrade, Paid, Payer, RiskClass, SelfCareLevel, Sex};
pub use citation::{Citation, Status};
pub use exact::Exact;
pub use jiff::civil::Date;
pub use money::Money;
pub use month::Month;
pub use rate::Rate;
pub use refusal::Refusal;
pub use region::Region;
pub use words::Lang;
