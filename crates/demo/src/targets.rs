//! The targets the demonstration office sets itself for the year, each for a figure that is measured.

/// Figure, operator, value in the figure's own unit (count, ppm, fen).
pub(crate) const TARGETS: &[(&str, &str, i64)] = &[
    ("persons_insured", "at_least", 16_700),
    ("satisfaction", "at_least", 950_000),
    ("determinations_on_time", "at_least", 950_000),
];
