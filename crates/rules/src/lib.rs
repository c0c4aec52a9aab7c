//! Pure formulas: contributions and benefits, each figure with its trace.
//!
//! No clock, no store, no region names and no numbers of the law: those are asked from the law book. What is missing
//! there is a refusal that stops only what needs it.

pub mod adjustment;
pub mod amounts;
pub mod arrears;
pub mod benefits;
pub mod case;
pub mod columns;
pub mod compensation;
pub mod contribution;
pub mod cover;
pub mod enrollment;
pub mod experience;
pub mod facts;
mod input;
pub mod output;
pub mod own_wage;
pub mod problem;
pub mod project;
pub mod rate_reasons;
pub mod rates;
pub mod reckon;
pub mod recognition;
pub mod relief;
pub mod retirement;
pub mod schedule;
mod sense;
mod sense_facts;
pub mod settlement;
mod shapes;
mod stems;
pub mod surcharge;
pub mod trace;

pub mod formulas;

pub use arrears::{
    ContributionLimits, contribution_base, contribution_limits, late_surcharge,
    presumed_contribution,
};
pub use benefits::{BenefitItem, Determination, determine};
pub use case::{BenefitCase, CaseKind, ContributionCase};
pub use contribution::{
    ContributionResult, EmployerCase, ProjectCase, assess, assess_case, assess_project,
};
pub use formulas::NotDue;
pub use input::{read_benefit_case, read_contribution_case};
pub use own_wage::OwnWage;
pub use problem::InputProblem;
pub use rates::{ClassRates, RateTable};
pub use reckon::{Reckoning, Sources};
pub use trace::{NoTrace, Step, Trace, Tracer};
