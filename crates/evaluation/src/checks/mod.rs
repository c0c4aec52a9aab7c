//! The checks of a self-evaluation report: one file per rule, three verdicts, never two.

use yiju_intake::{Converter, Problem};
use yiju_terms::words::{self, Lang};

mod a01_total_score;
mod a02_total_weight;
mod a03_heading_weight;
mod a04_score_bounds;
mod a05_execution_rate;
mod a06_execution_score;
mod a07_sources;
mod a08_splits;
mod a09_basic_and_project;
mod a10_three_public_parts;
mod a11_sub_within_parent;
mod a12_staff_rate;
mod a13_growth;
mod a14_shares;
mod a15_detail;
mod a16_balance;
mod a17_conversion;
mod b01_score_and_achievement;
mod b04_unexplained_deduction;
mod b05_over_achievement;
mod b06_missed_but_full;
mod b07_qualitative_band;
mod b08_grade;
mod b09_too_perfect;
mod b10_monotone;
mod c01_same_fact;
mod c02_units;
mod c03_completion_rate;
mod c05_project_amount;
mod c06_budget_column;
mod c08_relief;
mod c09_coverage;
mod c10_claims;
pub mod case;
mod claims;
mod d01_measurable;
mod d02_duplicates;
mod d03_type_and_unit;
mod d04_empty_but_scored;
mod d05_wrong_heading;
mod d06_operator_and_unit;
mod d08_execution_twice;
mod d09_structure;
mod d10_target_in_name;
mod d12_unused_numbers;
mod e01_procurement;
mod e02_over_budget;
mod e03_adjustment;
mod e04_three_public;
mod e05_over_quota;
mod e06_public_funds;
mod e07_jumps;
mod e08_backfilled;
mod equal;
mod f01_completeness;
mod f02_blanks;
mod f03_residue;
mod f04_identity;
mod f05_years_and_numbers;
mod f07_personal_data;
mod f10_timing;
mod f11_zero_base;
mod growth_in_tables;
mod impossible;
pub mod note;
pub mod outcome;
mod per_head;
mod plain_tables;
mod points;
pub mod proposals;
mod ratios_in_text;
mod reasons;
mod registry;
mod told;
mod told_budget;
mod told_counts;
mod told_goals;
mod told_nouns;
mod told_total;
mod told_twice;

pub use case::Case;
pub use outcome::{Figures, Finding, Held, NotCheckable, Outcome, Severity};
pub use registry::RULES;

use crate::profiles::{self, Profile};
use crate::report;

/// One rule: `id` as in the handbook, the severity of its findings, and its code.
pub struct Rule {
    pub id: &'static str,
    pub severity: Severity,
    pub run: fn(&mut Case),
}

impl Rule {
    /// The stem of the rule's words and file.
    pub fn stem(&self) -> String {
        self.id.to_ascii_lowercase()
    }
}

/// Why a file was not checked at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    File(Problem),
    /// It could be read and holds no self-evaluation.
    NoReport,
    NoSuchProfile(String),
}

impl Unreadable {
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Unreadable::File(problem) => problem.message(lang),
            Unreadable::NoReport => words::word(lang, "checks.no_report"),
            Unreadable::NoSuchProfile(stem) => words::text(
                lang,
                "checks.no_profile",
                &[("profile", stem), ("known", &Profile::stems().join(", "))],
            ),
        }
    }
}

/// Checks a report held in memory. `profile` is a stem of `profiles/`; `None` takes the one whose signs the report has.
pub fn check_bytes(
    name: &str,
    bytes: &[u8],
    profile: Option<&str>,
    lang: Lang,
) -> Result<Outcome, Unreadable> {
    check_bytes_with(name, bytes, profile, None, lang)
}

/// As [`check_bytes`]; old formats are read where there is a converter.
pub fn check_bytes_with(
    name: &str,
    bytes: &[u8],
    profile: Option<&str>,
    converter: Option<&Converter>,
    lang: Lang,
) -> Result<Outcome, Unreadable> {
    Ok(check_kept(name, bytes, profile, converter, lang)?.1)
}

/// As [`check_bytes_with`], with the document as it was read: what is needed to redraw it with its findings.
pub fn check_kept(
    name: &str,
    bytes: &[u8],
    profile: Option<&str>,
    converter: Option<&Converter>,
    lang: Lang,
) -> Result<(yiju_intake::Document, Outcome), Unreadable> {
    let document = match converter {
        Some(converter) => yiju_intake::read_with(bytes, converter),
        None => yiju_intake::read(bytes),
    };
    let document = document.map_err(Unreadable::File)?;
    let outcome = check_document(name, &document, profile, lang)?;
    Ok((document, outcome))
}

/// Checks a document that has been read.
pub fn check_document(
    name: &str,
    document: &yiju_intake::Document,
    profile: Option<&str>,
    lang: Lang,
) -> Result<Outcome, Unreadable> {
    let asked = match profile {
        None => None,
        Some(stem) => {
            let known = Profile::find(stem);
            Some(known.ok_or_else(|| Unreadable::NoSuchProfile(stem.to_owned()))?)
        }
    };
    let body = words::word(lang, "checks.body");
    let report = report::read(document, &body).ok_or(Unreadable::NoReport)?;
    let (profile, profile_reason) = match asked {
        Some(profile) => (profile, words::word(lang, "checks.profile.asked")),
        None => profiles::choose(&report, lang),
    };
    let mut case = Case {
        report: &report,
        profile: &profile,
        lang,
        rule: &RULES[0],
        outcome: Outcome {
            file: name.to_owned(),
            profile: profile.stem.to_owned(),
            profile_reason,
            document: outcome::About {
                agency: report.agency.as_ref().map(|agency| agency.raw.clone()),
                year: report.year,
                tables: report.table_titles(),
            },
            ..Outcome::default()
        },
    };
    for rule in RULES {
        case.rule = rule;
        (rule.run)(&mut case);
    }
    let mut outcome = case.outcome;
    say_not_read(&mut outcome, &report, lang);
    doubt(&mut outcome, document);
    outcome.reading = document
        .notes
        .iter()
        .map(|note| note.message(lang))
        .collect();
    outcome.findings.sort_by_key(|finding| finding.severity);
    outcome.count();
    outcome.proposals = proposals::propose(&report, &outcome, lang);
    Ok(outcome)
}

/// A row that could not be mapped is said, not judged; so are numbers of a text that holds too many.
fn say_not_read(outcome: &mut Outcome, report: &report::Report, lang: Lang) {
    for place in &report.not_read {
        let row = place.row.unwrap_or(0).to_string();
        outcome.not_checkable.push(NotCheckable {
            rule: "D04",
            missing: words::text(
                lang,
                "checks.not_read",
                &[("table", &place.table), ("row", &row)],
            ),
        });
    }
    let beyond = report
        .passages
        .iter()
        .filter(|passage| passage.left_out() > 0);
    for passage in beyond {
        let count = passage.left_out().to_string();
        let read = passage.mentions().len().to_string();
        let place = note::shown_place(&passage.place, lang);
        outcome.not_checkable.push(NotCheckable {
            rule: "C01",
            missing: words::text(
                lang,
                "checks.numbers_left_out",
                &[("place", &place), ("count", &count), ("read", &read)],
            ),
        });
    }
}

/// Says of every place how sure its reading is.
fn doubt(outcome: &mut Outcome, document: &yiju_intake::Document) {
    let findings = outcome.findings.iter_mut();
    let found = findings.flat_map(|finding| {
        let also = finding.also.iter_mut();
        std::iter::once(&mut finding.place).chain(also)
    });
    let held = outcome.held.iter_mut().map(|held| &mut held.place);
    for place in found.chain(held) {
        place.confidence = document.confidence(place.page, place.line);
    }
}
