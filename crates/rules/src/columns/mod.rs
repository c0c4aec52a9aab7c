//! The batch path: whole columns in, whole columns out, the same fen as the single case.
//!
//! The law is asked once for each span of days on which nothing changes (through the same look-ups as a single case),
//! and the amounts come from the same functions ([`crate::amounts`], [`crate::own_wage::clip`], [`RateTable`]), run over
//! whole hundredths of a fen where everything fits and over exact fractions where not. Nothing is allocated and nothing is
//! looked up for a row; the processors share the rows. A row whose figures are missing or do not fit is marked `refused`;
//! the single case says why.
//!
//! [`RateTable`]: crate::RateTable

mod amounts;
mod contributions;
mod deaths;
mod disabilities;
mod leavings;
mod segments;

pub use amounts::AmountColumn;
pub use contributions::{
    ContributionAmounts, ContributionColumns, add_to_bases, contributions, employer_bases,
};
pub use deaths::{DeathAmounts, DeathColumns, deaths, deaths_into};
pub use disabilities::{DisabilityAmounts, DisabilityColumns, disabilities, disabilities_into};
pub use leavings::{LeavingAmounts, LeavingColumns, leavings, leavings_into};
