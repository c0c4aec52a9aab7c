//! The experience rating: an employer's tier from its indicators, by a dated table of the place.

use yiju_lawbook::{Answer, At, Band, Lawbook};
use yiju_terms::{Date, Rate, Refusal, RiskClass};

use crate::contribution::kept;
use crate::reckon::Sources;

const TABLE: &str = "contributions.experience_rating";

/// One indicator of an employer over the period of the table, e.g. 支缴率 132.5 %.
#[doc(alias = "浮动费率指标")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// As the table calls it.
    pub name: String,
    pub value: Rate,
}

/// Which band of the table an indicator falls into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierReason {
    pub indicator: Indicator,
    pub band: Band,
}

/// The tier that follows from the indicators.
#[doc(alias = "浮动档次的确定")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierDecision {
    /// Percent of the class rate, before and after.
    pub before: u16,
    pub tier: u16,
    pub steps: i64,
    pub reasons: Vec<TierReason>,
    /// The table used; where the place has none, the tier stays.
    pub table: Option<Answer<Vec<Band>>>,
    /// Months over which the indicators are measured.
    pub period_months: Option<i64>,
}

/// The tiers a class has by the law in force, from cheap to dear. Class 1 has none below 100.
pub fn tiers(
    sources: Sources<'_>,
    class: RiskClass,
    on: Date,
) -> Result<Answer<Vec<i64>>, Refusal> {
    let at = At::new(sources.region.clone(), on);
    let row = class.get().to_string();
    let key = "contributions.experience_tiers";
    let mut tiers = sources.book.list(key, Some(&row), &at, sources.confirmed)?;
    tiers.value.sort_unstable();
    Ok(tiers)
}

/// The tier of an employer of `class` whose tier was `before`, by the table in force on `on`.
///
/// Without a table nothing moves. Errors, all at once: an indicator that the table asks for and that is not given, a
/// table that does not say from which tier steps count or how several indicators go together.
pub fn experience_tier(
    sources: Sources<'_>,
    class: RiskClass,
    before: u16,
    indicators: &[Indicator],
    on: Date,
) -> Result<TierDecision, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let at = At::new(sources.region.clone(), on);
    let ladder = kept(tiers(sources, class, on), &mut refusals);
    let table = kept(
        Lawbook::if_any(sources.book.bands(TABLE, &at)),
        &mut refusals,
    );
    let (Some(ladder), Some(table)) = (ladder, table) else {
        return Err(refusals);
    };
    let Some(table) = table else {
        return Ok(unmoved(before));
    };
    let reasons = reasons(&table.value, indicators, &mut refusals);
    let asked: usize = names(&table.value).len();
    let combine = (asked > 1)
        .then(|| word(sources, "combine", &["sum", "largest"], &at, &mut refusals))
        .flatten();
    let counts_from = word(
        sources,
        "counts_from",
        &["base", "current"],
        &at,
        &mut refusals,
    );
    let period = sources.book.int(
        &format!("{TABLE}.period_months"),
        None,
        &at,
        sources.confirmed,
    );
    let period = kept(Lawbook::if_any(period), &mut refusals).flatten();
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let each = reasons.iter().map(|reason| reason.band.steps);
    let steps = match combine.as_deref() {
        Some("largest") => each.max_by_key(|steps| (steps.abs(), *steps)).unwrap_or(0),
        _ => each.sum(),
    };
    let start = match counts_from.as_deref() {
        Some("current") => i64::from(before),
        _ => 100,
    };
    Ok(TierDecision {
        before,
        tier: moved(&ladder.value, start, steps),
        steps,
        reasons,
        table: Some(table),
        period_months: period.map(|period| period.value),
    })
}

fn unmoved(before: u16) -> TierDecision {
    TierDecision {
        before,
        tier: before,
        steps: 0,
        reasons: Vec::new(),
        table: None,
        period_months: None,
    }
}

/// `steps` up or down the ladder from the tier `start`, not past its ends.
fn moved(ladder: &[i64], start: i64, steps: i64) -> u16 {
    let here = ladder.iter().position(|tier| *tier >= start).unwrap_or(0);
    let last = i64::try_from(ladder.len()).unwrap_or(1) - 1;
    let index = i64::try_from(here).unwrap_or(0) + steps;
    let index = usize::try_from(index.clamp(0, last)).unwrap_or(0);
    let tier = ladder.get(index).copied().unwrap_or(start);
    u16::try_from(tier).unwrap_or(100)
}

fn names(bands: &[Band]) -> Vec<&str> {
    let mut names: Vec<&str> = bands.iter().map(|band| band.indicator.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn reasons(
    bands: &[Band],
    indicators: &[Indicator],
    refusals: &mut Vec<Refusal>,
) -> Vec<TierReason> {
    let mut reasons = Vec::new();
    for name in names(bands) {
        let Some(indicator) = indicators.iter().find(|one| one.name == name) else {
            refusals.push(Refusal::new("needs_fact").with("parameter", name));
            continue;
        };
        let holds = |band: &&Band| {
            band.indicator == name
                && indicator.value >= band.at_least
                && band.below.is_none_or(|below| indicator.value < below)
        };
        if let Some(band) = bands.iter().find(holds) {
            reasons.push(TierReason {
                indicator: indicator.clone(),
                band: band.clone(),
            });
        }
    }
    reasons
}

/// A word that a table must come with: without it, or with another one, the steps would be a guess.
fn word(
    sources: Sources<'_>,
    part: &str,
    known: &[&str],
    at: &At,
    refusals: &mut Vec<Refusal>,
) -> Option<String> {
    let key = format!("{TABLE}.{part}");
    let answer = sources.book.text(&key, None, at, sources.confirmed);
    let word = kept(answer, refusals)?.value;
    if known.contains(&word.as_str()) {
        return Some(word);
    }
    let refusal = Refusal::new("wrong_unit").with("parameter", key);
    refusals.push(refusal.with("unit", known.join("/")));
    None
}
