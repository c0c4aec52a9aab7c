//! Deadlines of procedure: how long, from when, in which days, and where the last day falls.

use jiff::{Span, ToSpan};
use yiju_terms::{Citation, Date, Refusal, Region, Status};

use crate::answer::Answer;
use crate::book::Lawbook;

/// What the date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineKind {
    /// To be done by this day; a last day that is a rest day rolls forward.
    Limit,
    /// Possible only from this day on.
    NotBefore,
    /// To be kept at least until this day.
    Keep,
}

impl DeadlineKind {
    pub fn from_stem(stem: &str) -> Option<DeadlineKind> {
        match stem {
            "limit" => Some(DeadlineKind::Limit),
            "not_before" => Some(DeadlineKind::NotBefore),
            "keep" => Some(DeadlineKind::Keep),
            _ => None,
        }
    }

    pub fn stem(self) -> &'static str {
        match self {
            DeadlineKind::Limit => "limit",
            DeadlineKind::NotBefore => "not_before",
            DeadlineKind::Keep => "keep",
        }
    }
}

/// What a deadline counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineUnit {
    #[doc(alias = "日")]
    CalendarDays,
    #[doc(alias = "工作日")]
    WorkingDays,
    Months,
    Years,
}

impl DeadlineUnit {
    pub fn from_stem(stem: &str) -> Option<DeadlineUnit> {
        match stem {
            "calendar_days" => Some(DeadlineUnit::CalendarDays),
            "working_days" => Some(DeadlineUnit::WorkingDays),
            "months" => Some(DeadlineUnit::Months),
            "years" => Some(DeadlineUnit::Years),
            _ => None,
        }
    }

    pub fn stem(self) -> &'static str {
        match self {
            DeadlineUnit::CalendarDays => "calendar_days",
            DeadlineUnit::WorkingDays => "working_days",
            DeadlineUnit::Months => "months",
            DeadlineUnit::Years => "years",
        }
    }
}

/// A deadline of the catalogue with all its versions.
#[doc(alias = "办理时限")]
#[derive(Clone, Debug)]
pub struct DeadlineRule {
    pub code: String,
    pub name: String,
    /// From when it runs, in words.
    pub start: String,
    pub kind: DeadlineKind,
    pub note: Option<String>,
    pub versions: Vec<DeadlineVersion>,
}

#[derive(Clone, Debug)]
pub struct DeadlineVersion {
    pub from: Date,
    pub length: i32,
    pub unit: DeadlineUnit,
    /// By how much it may be extended, in the same unit.
    pub extension: Option<i32>,
    pub citation: Citation,
    pub status: Status,
    pub verified_on: Option<Date>,
}

impl Lawbook {
    /// The catalogue, in the order of codes.
    pub fn deadlines(&self) -> impl Iterator<Item = &DeadlineRule> {
        self.data.deadlines.values()
    }

    /// The states and steps of a case.
    pub fn case_life(&self) -> &crate::life::CaseLife {
        &self.data.life
    }

    /// The version of a deadline in force on `start`.
    pub fn deadline_version(
        &self,
        code: &str,
        start: Date,
    ) -> Result<(&DeadlineRule, &DeadlineVersion), Refusal> {
        let rule = self.data.deadlines.get(code);
        let rule = rule.ok_or_else(|| Refusal::new("unknown_deadline").with("code", code))?;
        let after = rule
            .versions
            .partition_point(|version| version.from <= start);
        let version = after.checked_sub(1).map(|index| &rule.versions[index]);
        let version = version.ok_or_else(|| {
            Refusal::new("not_in_force")
                .with("parameter", &rule.name)
                .with("on", start)
        })?;
        Ok((rule, version))
    }

    /// The last day of deadline `code` that runs from `start`. The first day is not counted; a last day that is a rest
    /// day rolls forward. Where that day's year has no holiday notice yet, weekends alone are known and the answer is
    /// provisional; working days are never counted through such a year.
    pub fn deadline(&self, code: &str, start: Date) -> Result<Answer<Date>, Refusal> {
        self.deadline_of(code, start, false)
    }

    /// As [`Self::deadline`], with the extension that the rule allows.
    pub fn deadline_extended(&self, code: &str, start: Date) -> Result<Answer<Date>, Refusal> {
        self.deadline_of(code, start, true)
    }

    fn deadline_of(
        &self,
        code: &str,
        start: Date,
        extended: bool,
    ) -> Result<Answer<Date>, Refusal> {
        let (rule, version) = self.deadline_version(code, start)?;
        if version.status == Status::Provisional {
            return Err(Refusal::new("needs_document")
                .with("parameter", code)
                .with("name", &rule.name)
                .with("period", version.from)
                .with("document", &version.citation)
                .with("status", "provisional"));
        }
        let length = version.length + version.extension.filter(|_| extended).unwrap_or(0);
        let calendar = self.calendar();
        let (value, known) = if version.unit == DeadlineUnit::WorkingDays {
            let days = u32::try_from(length).unwrap_or(0);
            (calendar.add_working_days(start, days)?, true)
        } else {
            let last = add(start, length, version.unit)?;
            match rule.kind {
                DeadlineKind::Limit => calendar.roll_forward_as_known(last)?,
                DeadlineKind::NotBefore | DeadlineKind::Keep => (last, true),
            }
        };
        Ok(Answer {
            value,
            since: version.from,
            layer: Region::nation(),
            status: if known {
                version.status
            } else {
                Status::Provisional
            },
            citation: version.citation.clone(),
            verified_on: version.verified_on,
            document: None,
        })
    }
}

fn add(start: Date, length: i32, unit: DeadlineUnit) -> Result<Date, Refusal> {
    let span: Span = match unit {
        DeadlineUnit::CalendarDays | DeadlineUnit::WorkingDays => length.days(),
        DeadlineUnit::Months => length.months(),
        DeadlineUnit::Years => length.years(),
    };
    let out_of_range = |_| Refusal::new("calendar_missing").with("year", start.year());
    start.checked_add(span).map_err(out_of_range)
}
