//! Pure formulas: contributions and benefits, each figure with its trace.
//!
//! No clock, no store, no region names and no numbers of the law: those are asked from the law book. What is missing
//! there is a refusal that stops only what needs it.
//!
//! | to know | ask |
//! |---|---|
//! | what a case gives, line by line | [`determine`]; the facts are [`BenefitCase`] and [`facts`] |
//! | the same year by year, for the calculators | [`determine_by_years`] |
//! | what an employer or a project owes | [`assess`], [`assess_project`]; [`RateTable`] for many |
//! | why a rate is what it is | [`rate_reasons::why`]; its tier: [`experience`] |
//! | arrears, back-payments, presumed months | [`surcharge`], [`arrears`], [`settlement::settle_presumed`] |
//! | relief by policy and period | [`relief::split_relief`] |
//! | whether a project covers a day | [`project::ProjectCover::on`] |
//! | who is liable, who may be enrolled | [`recognition`], [`enrollment`] |
//! | what late knowledge changes | [`settlement::settle`]; [`adjustment`] for yearly notices |
//! | which months are paid | [`schedule`] |
//! | where a case stands, what may come next | [`life::walk`] |
//! | all of it for a million rows | [`columns`] |

pub mod adjustment;
pub mod amounts;
pub mod arrears;
pub mod benefits;
pub mod case;
pub mod columns;
pub mod compensation;
pub mod contribution;
pub mod cover;
mod day_number;
pub mod enrollment;
pub mod experience;
pub mod facts;
mod given;
mod input;
mod json;
pub mod life;
mod notes;
pub mod operand;
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
mod shown;
mod sound;
mod stems;
pub mod surcharge;
pub mod trace;
pub mod years;

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
pub use operand::{Formula, Operand};
pub use own_wage::OwnWage;
pub use problem::InputProblem;
pub use rates::{ClassRates, RateTable};
pub use reckon::{Reckoning, Sources};
pub use trace::{NoTrace, Step, Trace, Tracer};
pub use years::determine_by_years;
