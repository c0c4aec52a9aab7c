//! The law book: what is in force at a place on a day, by which article, and how sure we are of it.
//!
//! The numbers live in `law/` as files that clerks read and change; this room reads the folder once and answers
//! questions. It holds no formula and no default: what is missing or unconfirmed is a [`Refusal`] that names the
//! parameter, the period and the paper to bring.
//!
//! A key is the path of the file below its place folder, dots for slashes, then the name of the quantity inside it:
//! `law/national/benefits/disability_allowance.toml`, table `[percent]` → `benefits.disability_allowance.percent`.
//! `yiju law show` without a key lists them all.
//!
//! [`Refusal`]: yiju_terms::Refusal

mod answer;
mod book;
mod bounds;
mod calendar;
mod confirm;
mod deadline;
mod ground;
mod industry;
pub mod life;
mod load;
mod lookup;
mod problem;
mod series;
mod show;
mod subject;
mod worked;
mod written;
mod yearly;

pub use answer::{Answer, At, Confirmation, Confirmed};
pub use book::Lawbook;
pub use calendar::{CalendarYear, WorkCalendar};
pub use confirm::{ConfirmationFault, GivenConfirmation, UnusedConfirmation};
pub use deadline::{DeadlineKind, DeadlineRule, DeadlineUnit, DeadlineVersion};
pub use ground::Ground;
pub use load::Instrument;
pub use problem::{Problem, problems_text};
pub use series::{Band, Unit};
pub use show::{KeyInfo, Shown, ShownRow};
pub use subject::Subject;
pub use worked::{WorkedCase, WorkedItem};
