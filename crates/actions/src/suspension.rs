//! 停发与恢复: months for which the table of states stops the monthly benefits of an injured person. What was not paid then is
//! not made up: the months stay shut after the resumption.

use std::collections::BTreeMap;

use serde_json::Value;
use yiju_store::cases::suspensions;
use yiju_store::{Fault, Store};
use yiju_terms::{Benefit, Date, Month};

/// Benefits that stop while payment is suspended; kin and one-offs are not touched.
const STOPPED: &[Benefit] = &[Benefit::DisabilityAllowance, Benefit::AttendanceAllowance];

/// Shut months by determination.
pub(crate) struct Suspended(BTreeMap<i64, Vec<(Month, Option<Month>)>>);

impl Suspended {
    pub(crate) fn read(store: &mut Store, region: &str) -> Result<Suspended, Fault> {
        let mut shut: BTreeMap<i64, Vec<(Month, Option<Month>)>> = BTreeMap::new();
        for (determination, kind, on, detail) in suspensions(store, region)? {
            let on: Date = on
                .parse()
                .map_err(|error| Fault::new("reading a day of a suspension", error))?;
            let spans = shut.entry(determination).or_default();
            match (kind.as_str(), spans.last_mut()) {
                ("suspended", _) => spans.push((first_month(&detail, on), None)),
                // Payment goes on with the month after the cause ended.
                (_, Some(last)) => last.1 = Some(Month::of(on)),
                (_, None) => {}
            }
        }
        Ok(Suspended(shut))
    }

    /// Whether a benefit of a determination is not paid for the month.
    pub(crate) fn holds(&self, determination: i64, benefit: &str, month: Month) -> bool {
        let stops = Benefit::from_stem(benefit).is_some_and(|benefit| STOPPED.contains(&benefit));
        let spans = self.0.get(&determination).filter(|_| stops);
        spans.is_some_and(|spans| {
            let in_span = |(from, until): &(Month, Option<Month>)| {
                *from <= month && until.is_none_or(|until| month <= until)
            };
            spans.iter().any(in_span)
        })
    }
}

/// The first month that is not paid: as the notice says, else the month after it.
fn first_month(detail: &str, on: Date) -> Month {
    let detail: Value = serde_json::from_str(detail).unwrap_or(Value::Null);
    let from = detail.get("from_month").and_then(Value::as_str);
    let from = from.and_then(|text| text.parse::<Month>().ok());
    from.unwrap_or_else(|| Month::of(on).next())
}
