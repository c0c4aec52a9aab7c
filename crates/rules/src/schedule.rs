//! Which months of a monthly benefit are paid: from, until, and the months that are not.

use serde::Serialize;
use yiju_lawbook::Answer;
use yiju_terms::{Date, Month, Refusal};

use crate::facts::Pause;
use crate::reckon::{Reckoning, Sources};
use crate::trace::NoTrace;

/// Months in a row that are not paid.
#[doc(alias = "停发月份")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Unpaid {
    pub from: Month,
    /// The last month without pay; absent while it lasts.
    pub until: Option<Month>,
}

impl Unpaid {
    /// The whole months between two days: the month of the day before `from` is the last paid one, that of `until` the
    /// last unpaid.
    pub fn between(from: Date, until: Option<Date>) -> Unpaid {
        let last_paid_day = from.yesterday().unwrap_or(from);
        Unpaid {
            from: Month::of(last_paid_day).next(),
            until: until.map(Month::of),
        }
    }

    pub fn holds(&self, month: Month) -> bool {
        self.from <= month && self.until.is_none_or(|until| month <= until)
    }
}

/// The months without pay of the injured person's own monthly benefits.
///
/// A pause begins with the month that the office stopped; when its cause ends, payment resumes with the next month and
/// the gap is not paid later, as the notice of 2013 has it. Errors: `needs_document` while that notice is not confirmed
/// and a cause has ended.
#[doc(alias = "停止支付后恢复")]
pub fn unpaid_months(
    sources: Sources<'_>,
    pauses: &[Pause],
    on: Date,
) -> Result<Vec<Unpaid>, Refusal> {
    let mut tracer = NoTrace;
    let reckoning = Reckoning::new(sources, &mut tracer);
    let mut unpaid = Vec::new();
    for pause in pauses {
        let Some(ended_on) = pause.ended_on else {
            unpaid.push(Unpaid {
                from: pause.from,
                until: None,
            });
            continue;
        };
        let key = "benefits.entitlement.back_pay_after_pause";
        let back_pay: Answer<bool> = reckoning.flag(key, on)?;
        if !back_pay.value {
            unpaid.push(Unpaid {
                from: pause.from,
                until: Some(Month::of(ended_on)),
            });
        }
    }
    Ok(unpaid)
}

/// The months paid from `from` to `until`, at most through `through`.
#[doc(alias = "应发月份")]
pub fn payable_months(
    from: Month,
    until: Option<Month>,
    unpaid: &[Unpaid],
    through: Month,
) -> Vec<Month> {
    let last = until.map_or(through, |until| until.min(through));
    let mut months = Vec::new();
    let mut month = from;
    while month <= last {
        if !unpaid.iter().any(|gap| gap.holds(month)) {
            months.push(month);
        }
        month = month.next();
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_pause_leaves_its_months_out_and_nothing_else() {
        let gap = Unpaid {
            from: month("2025-03"),
            until: Some(month("2025-05")),
        };
        let paid = payable_months(month("2025-01"), None, &[gap], month("2025-07"));
        let want = ["2025-01", "2025-02", "2025-06", "2025-07"].map(month);
        assert_eq!(paid, want);
        let ended = payable_months(
            month("2025-01"),
            Some(month("2025-02")),
            &[],
            month("2025-07"),
        );
        assert_eq!(ended, ["2025-01", "2025-02"].map(month));
    }

    #[test]
    fn prison_leaves_out_the_months_after_the_sentence_began() {
        let gap = Unpaid::between(
            "2025-03-10".parse().unwrap(),
            Some("2025-06-20".parse().unwrap()),
        );
        assert!(!gap.holds(month("2025-03")));
        assert!(gap.holds(month("2025-04")) && gap.holds(month("2025-06")));
        assert!(!gap.holds(month("2025-07")));
    }
}
