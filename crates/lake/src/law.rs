//! The law of a month for every region of a folder, as a text that travels with the work, and made ready for it.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use yiju_actions::office;
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::columns::{ContributionAmounts, ContributionColumns, contributions};
use yiju_rules::{ContributionLimits, NoTrace, RateTable, Sources, contribution_limits};
use yiju_terms::{Money, Month, Refusal, Region, RiskClass};

use crate::Stop;
use crate::files::Manifest;

/// The law of a month in words: which law folder, and what each region has confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawText {
    pub month: Month,
    /// Digest of the law folder; who works with another one refuses.
    pub law: String,
    /// Each list of papers once, however many regions share it.
    pub papers: Vec<Confirmed>,
    /// Region → which of `papers`.
    pub regions: BTreeMap<Region, usize>,
}

impl LawText {
    pub fn of(manifest: &Manifest, month: Month, book: &Lawbook) -> LawText {
        let mut text = LawText {
            month,
            law: book.digest().to_owned(),
            papers: Vec::new(),
            regions: BTreeMap::new(),
        };
        for entry in &manifest.regions {
            let known = text.papers.iter().position(|p| *p == entry.confirmed);
            let at = known.unwrap_or_else(|| {
                text.papers.push(entry.confirmed.clone());
                text.papers.len() - 1
            });
            text.regions.insert(entry.region.clone(), at);
        }
        text
    }

    /// Refused: another law folder, a file of the locality with a fault, a missing limit.
    pub fn prepare(&self, base: &Lawbook) -> Result<Terms, Stop> {
        if base.digest() != self.law {
            return Err(Refusal::new("lake_other_law")
                .with("here", base.digest())
                .with("asked", &self.law)
                .into());
        }
        let books: Vec<Lawbook> = self
            .papers
            .iter()
            .map(|papers| office::lawbook_by(papers, base))
            .collect::<Result<_, _>>()?;
        let (mut regions, mut refusals) = (HashMap::new(), Vec::new());
        for (region, at) in &self.regions {
            match RegionTerms::prepare(&books[*at], &self.papers[*at], region, self.month) {
                Ok(terms) => {
                    regions.insert(number(region), terms);
                }
                Err(refusal) => refusals.push(refusal),
            }
        }
        refusals.dedup();
        match refusals.is_empty() {
            true => Ok(Terms { regions }),
            false => Err(Stop::Refused(refusals)),
        }
    }
}

/// A region's code as the files hold it.
pub fn number(region: &Region) -> i32 {
    region.code().parse().unwrap_or(0)
}

/// The law of a month, ready for columns.
pub struct Terms {
    regions: HashMap<i32, RegionTerms>,
}

pub struct RegionTerms {
    pub limits: ContributionLimits,
    table: RateTable,
}

impl Terms {
    pub fn region(&self, code: i32) -> Result<&RegionTerms, Stop> {
        let found = self.regions.get(&code);
        found.ok_or_else(|| {
            Refusal::new("lake_region_unknown")
                .with("region", code)
                .into()
        })
    }
}

impl RegionTerms {
    fn prepare(
        book: &Lawbook,
        confirmed: &Confirmed,
        region: &Region,
        month: Month,
    ) -> Result<RegionTerms, Refusal> {
        let sources = Sources {
            book,
            confirmed,
            region,
        };
        Ok(RegionTerms {
            limits: contribution_limits(sources, month.year(), &mut NoTrace)?,
            table: RateTable::prepare(book, region, month, confirmed),
        })
    }

    /// Whether what employers of a class owe rests on a figure of the law that is provisional: in the limits or in the rate.
    pub fn is_provisional(&self, class: RiskClass) -> bool {
        self.limits.provisional || self.table.is_provisional(class)
    }

    /// What employers with these bases owe. Refused: what the law lacks for one of them.
    pub fn amounts(
        &self,
        risk_class: &[RiskClass],
        experience_tier: &[u16],
        bases: &[Money],
    ) -> Result<ContributionAmounts, Stop> {
        let columns = ContributionColumns {
            risk_class,
            experience_tier,
            total_wages: bases,
        };
        let amounts = contributions(&self.table, &columns);
        // The single case says why.
        if let Some(row) = amounts.refused.iter().position(|refused| *refused) {
            let (class, tier) = (risk_class[row], experience_tier[row]);
            let why = self.table.assess(class, bases[row], tier, &mut NoTrace);
            return Err(Stop::Refused(why.err().unwrap_or_default()));
        }
        Ok(amounts)
    }
}
