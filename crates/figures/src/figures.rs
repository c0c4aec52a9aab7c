//! The figures, one file each (families of one definition share a file). A new figure: its file, its line here, its words.

use std::sync::OnceLock;

use crate::figure::Figure;

macro_rules! files {
    ($($file:ident),+ $(,)?) => {
        $(mod $file;)+

        /// The text of every figure file, for the handbook.
        pub(crate) const SOURCES: &[(&str, &str)] = &[
            $((stringify!($file), include_str!(concat!("figures/", stringify!($file), ".rs")))),+
        ];

        const GROUPS: &[(&str, &[Figure])] = &[$((stringify!($file), $file::FIGURES)),+];
    };
}

files! {
    employers_insured,
    projects_insured,
    persons_insured,
    persons_insured_by_project,
    coverage_target,
    coverage_completion,
    matters_handled,
    matters_on_time,
    contributions_received,
    contributions_assessed,
    collection_rate,
    arrears_at_year_end,
    relief,
    fund_expenditure,
    expenditure_by_benefit,
    benefit_person_times,
    benefit_recipients,
    payments_returned,
    accident_notices,
    accident_notices_on_time,
    injury_incidence,
    injuries_by_industry,
    recognitions,
    appraisals,
    determinations_on_time,
    legacy_roster,
    legacy_documented,
    legacy_entered_early,
    legacy_funding_named,
    legacy_recipients,
    legacy_cost_per_person,
    training,
    satisfaction,
    posts,
    appropriations,
    department_lines,
    budget_execution,
    books_closed,
}

/// The figures of one file.
pub(crate) fn of_file(file: &str) -> &'static [Figure] {
    let group = GROUPS.iter().find(|(name, _)| *name == file);
    group.map_or(&[], |(_, figures)| figures)
}

/// Every figure, in the order above.
pub(crate) fn all() -> &'static [Figure] {
    static ALL: OnceLock<Vec<Figure>> = OnceLock::new();
    ALL.get_or_init(|| {
        let groups = GROUPS.iter().flat_map(|(_, figures)| figures.iter());
        groups.copied().collect()
    })
}
