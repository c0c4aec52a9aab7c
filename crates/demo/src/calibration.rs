//! What the demonstration is calibrated to: sizes and sums as a county of this size published them for 2023.
//!
//! These are targets of the plan. What the report says is counted from the records that the year left behind.

use yiju_terms::Money;

pub const YEAR: i16 = 2023;
pub const EMPLOYERS: usize = 533;
/// Of the employers, those that join during the year.
pub const EMPLOYERS_JOINING: usize = 13;
pub const PERSONS_INSURED: i64 = 17_320;
/// People on construction sites at the year's end.
pub const PROJECT_PERSONS: i64 = 4_760;
/// People with two employers, each counted once.
pub const PERSONS_WITH_TWO_EMPLOYERS: i64 = 6;
pub const JOINS: i64 = 1_480;
pub const LEAVES: i64 = 1_260;
pub const ACCIDENT_NOTICES: usize = 81;
pub const PAYMENTS: i64 = 188;
pub const PERSON_TIMES: i64 = 6_935;
pub const RECEIVED: Money = Money::from_yuan(3_610_000);
pub const SPENT: Money = Money::from_yuan(3_040_000);
pub const RELIEF: Money = Money::from_yuan(3_510_000);
pub const LEGACY_POOLED: usize = 63;
pub const LEGACY_UNPOOLED: usize = 148;
/// What other tables of the same year state; they contradict the two above and are kept so.
pub const LEGACY_POOLED_IN_TABLE: usize = 60;
pub const LEGACY_SURVEYED_IN_TABLE: usize = 208;
