//! What a law file is about as a whole: its Chinese name and, for a benefit, the kind of its formula.

use yiju_terms::{Benefit, Paid};

/// One law file: `benefits.disability_lump_sum`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The key shared by its quantities.
    pub key: String,
    /// The Chinese name, as the law calls it.
    pub name: String,
    /// Of a file in `benefits/`: which benefit its stem names.
    pub benefit: Option<Benefit>,
    /// Of a benefit: the formula kind (a closed set that the calculating room knows).
    pub kind: Option<String>,
    /// Of a benefit: the base its numbers multiply (`own_wage`, `average_wage_for_benefits`, …).
    pub base: Option<String>,
    /// Of a benefit: how often it is paid.
    pub paid: Option<Paid>,
}
