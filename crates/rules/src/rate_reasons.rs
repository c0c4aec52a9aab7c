//! "Why is my rate this, and what would change it": the reasons with their articles, and what-if rates.

use serde::Serialize;
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Lang, Money, Rate, Refusal, RiskClass, words};

use crate::contribution::{ContributionResult, EmployerCase, assess};
use crate::experience::{Indicator, TierDecision, experience_tier, tiers};
use crate::output::{StepOutput, steps};
use crate::rates::RateTable;
use crate::reckon::Sources;
use crate::trace::{NoTrace, Step, Trace};

/// What would be different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another experience tier (percent of the class rate).
    Tier(u16),
    /// An indicator in another band of the table, with the tier that follows.
    Indicator {
        name: String,
        at_least: Rate,
        below: Option<Rate>,
        tier: u16,
    },
    /// Main business in the next lower or higher risk class.
    Class(u8),
    /// The temporary reduction at its end.
    NoReduction,
}

/// One what-if: the rate and amount for the same wages.
#[doc(alias = "费率变化情形")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub change: Change,
    pub rate: Rate,
    pub amount: Money,
    /// Against today's amount; negative is cheaper.
    pub difference: Money,
}

/// Why an employer's rate is what it is.
#[doc(alias = "费率说明")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateReasons {
    pub result: ContributionResult,
    /// The steps to the rate, each with its article.
    pub reasons: Vec<Step>,
    /// How the tier came about, where the place has a table and the indicators are known.
    pub tier: Option<TierDecision>,
    pub alternatives: Vec<Alternative>,
}

/// The reasons and the alternatives for an employer's month. Errors: the refusals of its own rate; an alternative whose
/// figures are missing is left out.
pub fn why(
    book: &Lawbook,
    case: &EmployerCase,
    indicators: &[Indicator],
    confirmed: &Confirmed,
) -> Result<RateReasons, Vec<Refusal>> {
    let mut trace = Trace::default();
    let result = assess(book, case, confirmed, &mut trace)?;
    let sources = Sources {
        book,
        confirmed,
        region: &case.region,
    };
    let on = case.month.first_day();
    let tier = match indicators.is_empty() {
        true => None,
        false => Some(experience_tier(
            sources,
            case.risk_class,
            case.experience_tier,
            indicators,
            on,
        )?),
    };
    let table = RateTable::prepare(book, &case.region, case.month, confirmed);
    let mut alternatives = other_tiers(sources, case, &table, &result);
    alternatives.extend(other_bands(sources, case, indicators, &table, &result));
    alternatives.extend(other_classes(case, &table, &result));
    if result.relief() > Money::ZERO {
        alternatives.push(Alternative {
            change: Change::NoReduction,
            rate: result.reference_rate,
            amount: result.reference_amount,
            difference: result.relief(),
        });
    }
    Ok(RateReasons {
        result,
        reasons: trace.steps,
        tier,
        alternatives,
    })
}

fn alternative(
    case: &EmployerCase,
    table: &RateTable,
    today: &ContributionResult,
    (class, tier): (RiskClass, u16),
    change: Change,
) -> Option<Alternative> {
    let found = table
        .assess(class, case.total_wages, tier, &mut NoTrace)
        .ok()?;
    Some(Alternative {
        change,
        rate: found.rate,
        amount: found.amount,
        difference: found.amount - today.amount,
    })
}

fn other_tiers(
    sources: Sources<'_>,
    case: &EmployerCase,
    table: &RateTable,
    today: &ContributionResult,
) -> Vec<Alternative> {
    let ladder = tiers(sources, case.risk_class, case.month.first_day());
    let ladder = ladder.map(|answer| answer.value).unwrap_or_default();
    let others = ladder
        .into_iter()
        .filter_map(|tier| u16::try_from(tier).ok())
        .filter(|tier| *tier != case.experience_tier);
    others
        .filter_map(|tier| {
            let place = (case.risk_class, tier);
            alternative(case, table, today, place, Change::Tier(tier))
        })
        .collect()
}

/// Each band of the place's table that the employer is not in, one indicator at a time.
fn other_bands(
    sources: Sources<'_>,
    case: &EmployerCase,
    indicators: &[Indicator],
    table: &RateTable,
    today: &ContributionResult,
) -> Vec<Alternative> {
    let (class, before, on) = (
        case.risk_class,
        case.experience_tier,
        case.month.first_day(),
    );
    let decide =
        |indicators: &[Indicator]| experience_tier(sources, class, before, indicators, on).ok();
    let bands = decide(indicators).and_then(|decision| decision.table);
    let mut found = Vec::new();
    for band in bands.map(|table| table.value).unwrap_or_default() {
        let mut what_if = indicators.to_vec();
        let Some(one) = what_if.iter_mut().find(|one| one.name == band.indicator) else {
            continue;
        };
        let here = one.value >= band.at_least && band.below.is_none_or(|below| one.value < below);
        if here {
            continue;
        }
        one.value = band.at_least;
        let Some(decision) = decide(&what_if) else {
            continue;
        };
        let change = Change::Indicator {
            name: band.indicator.clone(),
            at_least: band.at_least,
            below: band.below,
            tier: decision.tier,
        };
        found.extend(alternative(
            case,
            table,
            today,
            (class, decision.tier),
            change,
        ));
    }
    found
}

fn other_classes(
    case: &EmployerCase,
    table: &RateTable,
    today: &ContributionResult,
) -> Vec<Alternative> {
    let class = case.risk_class.get();
    let next = [class.checked_sub(1), class.checked_add(1)];
    let classes = next.into_iter().flatten().filter_map(RiskClass::new);
    classes
        .filter_map(|other| {
            let place = (other, case.experience_tier);
            alternative(case, table, today, place, Change::Class(other.get()))
        })
        .collect()
}

/// [`RateReasons`] as JSON, in words.
#[derive(Clone, Debug, Serialize)]
pub struct RateReasonsOutput {
    pub rate: Rate,
    pub amount: Money,
    pub reasons: Vec<StepOutput>,
    pub alternatives: Vec<AlternativeOutput>,
}

#[derive(Clone, Debug, Serialize)]
pub struct AlternativeOutput {
    pub code: &'static str,
    pub message: String,
    pub rate: Rate,
    pub amount: Money,
    pub difference: Money,
}

impl RateReasons {
    pub fn output(&self, lang: Lang) -> RateReasonsOutput {
        RateReasonsOutput {
            rate: self.result.rate,
            amount: self.result.amount,
            reasons: steps(&self.reasons, lang),
            alternatives: self
                .alternatives
                .iter()
                .map(|one| alternative_output(one, lang))
                .collect(),
        }
    }
}

fn alternative_output(one: &Alternative, lang: Lang) -> AlternativeOutput {
    let (code, args): (&'static str, Vec<(&str, String)>) = match &one.change {
        Change::Tier(tier) => ("tier", vec![("tier", tier.to_string())]),
        Change::Class(class) => ("class", vec![("class", class.to_string())]),
        Change::NoReduction => ("no_reduction", Vec::new()),
        Change::Indicator {
            name,
            at_least,
            below,
            tier,
        } => {
            let range = match below {
                Some(below) => format!("[{at_least}%, {below}%)"),
                None => format!("≥ {at_least}%"),
            };
            let args = vec![
                ("indicator", name.clone()),
                ("range", range),
                ("tier", tier.to_string()),
            ];
            ("indicator", args)
        }
    };
    let mut all = args;
    all.push(("rate", one.rate.to_string()));
    let args: Vec<(&str, &str)> = all.iter().map(|(k, v)| (*k, v.as_str())).collect();
    AlternativeOutput {
        code,
        message: words::text(lang, &format!("rules.what_if.{code}"), &args),
        rate: one.rate,
        amount: one.amount,
        difference: one.difference,
    }
}
