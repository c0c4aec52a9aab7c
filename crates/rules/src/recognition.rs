//! Around recognition: which unit is liable for an injury, and whether a sudden death at the post came in time.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use yiju_lawbook::Answer;
use yiju_terms::{Date, Refusal};

use crate::reckon::{Reckoning, Sources};
use crate::stems::stems;
use crate::trace::NoTrace;

stems! {
    /// How the person came to the work during which the injury happened.
    #[doc(alias = "用工形式")]
    WorkArrangement {
        Direct = "direct",
        TwoEmployers = "two_employers",
        #[doc(alias = "劳务派遣")] Dispatched = "dispatched",
        #[doc(alias = "指派")] Assigned = "assigned",
        #[doc(alias = "借调")] Loaned = "loaned",
        #[doc(alias = "违法转包分包")] IllegalSubcontract = "illegal_subcontract",
        #[doc(alias = "挂靠")] Affiliated = "affiliated",
    }
}

stems! {
    /// The unit that applies for recognition and bears the employer's part.
    #[doc(alias = "承担工伤保险责任的单位")]
    LiableUnit {
        WorkedFor = "worked_for",
        Sender = "sender",
        Host = "host",
        ContractingOut = "contracting_out",
    }
}

/// The liable unit by the law in force on the day of injury. A case filed against another unit is filed wrongly.
///
/// Errors: `needs_document` before the judicial interpretation of 2014.
pub fn liable_unit(
    sources: Sources<'_>,
    arrangement: WorkArrangement,
    injured_on: Date,
) -> Result<Answer<LiableUnit>, Refusal> {
    let mut tracer = NoTrace;
    let reckoning = Reckoning::new(sources, &mut tracer);
    let key = "coverage.liable_unit";
    let answer = reckoning.text(key, Some(arrangement.stem()), injured_on)?;
    let unit = LiableUnit::from_stem(&answer.value).ok_or_else(|| {
        Refusal::new("wrong_unit")
            .with("parameter", key)
            .with("unit", "unit")
    })?;
    Ok(answer.map(|_| unit))
}

/// Whether a death after a sudden illness at the post came within the hours of the law, the last minute included.
///
/// The clock starts at the first diagnosis by a medical institution, never at the onset. Errors: `needs_fact` without
/// that time, `needs_document` while the paper that names the start is not confirmed, `dates_reversed` when the death
/// lies before the diagnosis.
#[doc(alias = "48小时")]
pub fn sudden_death_in_time(
    sources: Sources<'_>,
    first_diagnosed_at: Option<DateTime>,
    died_at: DateTime,
) -> Result<Answer<bool>, Refusal> {
    let mut tracer = NoTrace;
    let reckoning = Reckoning::new(sources, &mut tracer);
    let on = died_at.date();
    let starts = reckoning.text("recognition.sudden_illness.starts_at", None, on)?;
    if starts.value != "first_diagnosis" {
        return Err(Refusal::new("bad_confirmation")
            .with("parameter", "sudden_illness_starts_at")
            .with("period", on.year())
            .with("value", &starts.value));
    }
    let missing = || Refusal::new("needs_fact").with("parameter", "first_diagnosed_at");
    let from = first_diagnosed_at.ok_or_else(missing)?;
    if died_at < from {
        return Err(Refusal::new("dates_reversed")
            .with("earlier", from)
            .with("later", died_at));
    }
    let hours = reckoning.number("recognition.sudden_illness.hours", None, on)?;
    let span = jiff::Span::new().try_hours(hours.value);
    let limit = span.and_then(|span| from.checked_add(span));
    Ok(hours.map(|_| limit.is_ok_and(|limit| died_at <= limit)))
}
