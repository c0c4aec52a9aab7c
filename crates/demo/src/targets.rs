//! The targets the demonstration office sets itself for the year, each for a figure that is measured.

/// Figure, operator, value in the figure's own unit (count, ppm, fen).
pub(crate) const TARGETS: &[(&str, &str, i64)] = &[
    ("persons_insured", "at_least", 16_700),
    ("training_sessions", "at_least", 6),
    ("collection_rate", "at_least", 950_000),
    ("determinations_on_time", "at_least", 950_000),
    ("matters_on_time", "at_least", 950_000),
    ("injury_incidence", "at_most", 5_000),
    ("benefit_recipients", "at_least", 90),
    ("satisfaction", "at_least", 950_000),
    ("legacy_cost_per_person", "at_most", 9_500),
    ("legacy_pooled", "at_least", 63),
    ("legacy_unpooled", "at_least", 148),
    ("legacy_documented", "at_least", 1_000_000),
    ("legacy_entered_early", "at_least", 950_000),
    ("legacy_recipients", "at_least", 8),
    ("legacy_funding_named", "at_least", 1_000_000),
];
