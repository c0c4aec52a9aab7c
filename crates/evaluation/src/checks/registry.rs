//! The list of rules in the order of their ids. To add one: its file, `mod` and one line here; the handbook follows.

use super::outcome::Severity::{High, Low, Medium};
use super::*;

pub const RULES: &[Rule] = &[
    Rule {
        id: "A01",
        severity: High,
        run: a01_total_score::run,
    },
    Rule {
        id: "A02",
        severity: High,
        run: a02_total_weight::run,
    },
    Rule {
        id: "A03",
        severity: High,
        run: a03_heading_weight::run,
    },
    Rule {
        id: "A04",
        severity: High,
        run: a04_score_bounds::run,
    },
    Rule {
        id: "A05",
        severity: High,
        run: a05_execution_rate::run,
    },
    Rule {
        id: "A06",
        severity: High,
        run: a06_execution_score::run,
    },
    Rule {
        id: "A07",
        severity: High,
        run: a07_sources::run,
    },
    Rule {
        id: "A08",
        severity: High,
        run: a08_splits::run,
    },
    Rule {
        id: "A09",
        severity: High,
        run: a09_basic_and_project::run,
    },
    Rule {
        id: "A10",
        severity: High,
        run: a10_three_public_parts::run,
    },
    Rule {
        id: "A11",
        severity: Medium,
        run: a11_sub_within_parent::run,
    },
    Rule {
        id: "A12",
        severity: Medium,
        run: a12_staff_rate::run,
    },
    Rule {
        id: "A13",
        severity: Medium,
        run: a13_growth::run,
    },
    Rule {
        id: "A14",
        severity: Medium,
        run: a14_shares::run,
    },
    Rule {
        id: "A15",
        severity: High,
        run: a15_detail::run,
    },
    Rule {
        id: "A16",
        severity: High,
        run: a16_balance::run,
    },
    Rule {
        id: "A17",
        severity: Medium,
        run: a17_conversion::run,
    },
    Rule {
        id: "B01",
        severity: Medium,
        run: b01_score_and_achievement::run,
    },
    Rule {
        id: "B04",
        severity: Medium,
        run: b04_unexplained_deduction::run,
    },
    Rule {
        id: "B05",
        severity: Medium,
        run: b05_over_achievement::run,
    },
    Rule {
        id: "B06",
        severity: High,
        run: b06_missed_but_full::run,
    },
    Rule {
        id: "B07",
        severity: Medium,
        run: b07_qualitative_band::run,
    },
    Rule {
        id: "B08",
        severity: Medium,
        run: b08_grade::run,
    },
    Rule {
        id: "B09",
        severity: Low,
        run: b09_too_perfect::run,
    },
    Rule {
        id: "B10",
        severity: Medium,
        run: b10_monotone::run,
    },
    Rule {
        id: "C01",
        severity: High,
        run: c01_same_fact::run,
    },
    Rule {
        id: "C02",
        severity: Medium,
        run: c02_units::run,
    },
    Rule {
        id: "C03",
        severity: High,
        run: c03_completion_rate::run,
    },
    Rule {
        id: "C05",
        severity: High,
        run: c05_project_amount::run,
    },
    Rule {
        id: "C06",
        severity: High,
        run: c06_budget_column::run,
    },
    Rule {
        id: "C08",
        severity: Medium,
        run: c08_relief::run,
    },
    Rule {
        id: "C09",
        severity: Medium,
        run: c09_coverage::run,
    },
    Rule {
        id: "C10",
        severity: Medium,
        run: c10_claims::run,
    },
    Rule {
        id: "D01",
        severity: Medium,
        run: d01_measurable::run,
    },
    Rule {
        id: "D02",
        severity: High,
        run: d02_duplicates::run,
    },
    Rule {
        id: "D03",
        severity: Medium,
        run: d03_type_and_unit::run,
    },
    Rule {
        id: "D04",
        severity: High,
        run: d04_empty_but_scored::run,
    },
    Rule {
        id: "D05",
        severity: Medium,
        run: d05_wrong_heading::run,
    },
    Rule {
        id: "D06",
        severity: Medium,
        run: d06_operator_and_unit::run,
    },
    Rule {
        id: "D08",
        severity: Medium,
        run: d08_execution_twice::run,
    },
    Rule {
        id: "D09",
        severity: Medium,
        run: d09_structure::run,
    },
    Rule {
        id: "D10",
        severity: Low,
        run: d10_target_in_name::run,
    },
    Rule {
        id: "D12",
        severity: Low,
        run: d12_unused_numbers::run,
    },
    Rule {
        id: "E01",
        severity: High,
        run: e01_procurement::run,
    },
    Rule {
        id: "E02",
        severity: High,
        run: e02_over_budget::run,
    },
    Rule {
        id: "E03",
        severity: Medium,
        run: e03_adjustment::run,
    },
    Rule {
        id: "E04",
        severity: Medium,
        run: e04_three_public::run,
    },
    Rule {
        id: "E05",
        severity: Medium,
        run: e05_over_quota::run,
    },
    Rule {
        id: "E06",
        severity: Medium,
        run: e06_public_funds::run,
    },
    Rule {
        id: "E07",
        severity: Low,
        run: e07_jumps::run,
    },
    Rule {
        id: "E08",
        severity: Low,
        run: e08_backfilled::run,
    },
    Rule {
        id: "F01",
        severity: Medium,
        run: f01_completeness::run,
    },
    Rule {
        id: "F02",
        severity: Low,
        run: f02_blanks::run,
    },
    Rule {
        id: "F03",
        severity: Low,
        run: f03_residue::run,
    },
    Rule {
        id: "F04",
        severity: High,
        run: f04_identity::run,
    },
    Rule {
        id: "F05",
        severity: Low,
        run: f05_years_and_numbers::run,
    },
    Rule {
        id: "F07",
        severity: High,
        run: f07_personal_data::run,
    },
    Rule {
        id: "F10",
        severity: Low,
        run: f10_timing::run,
    },
    Rule {
        id: "F11",
        severity: Medium,
        run: f11_zero_base::run,
    },
];
