//! What differs from place to place: weights, bands, words. Data in `profiles/<stem>.toml`, never code.

use serde::Deserialize;

use crate::report::Decimal;

const FILES: &[(&str, &str)] = &[
    (
        "hunan-county",
        include_str!("../../profiles/hunan-county.toml"),
    ),
    ("mof-2020", include_str!("../../profiles/mof-2020.toml")),
];

pub const DEFAULT: &str = "hunan-county";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    #[serde(skip)]
    pub stem: &'static str,
    pub name: String,
    pub weights: Vec<Weights>,
    pub settings: Settings,
    /// Score from which a grade word may be used, highest first.
    pub grades: Vec<Grade>,
    pub words: Words,
}

/// The points of the level-1 headings in one layout of the form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Whether the layout has cost indicators.
    pub cost: bool,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// A level-1 heading contains this word.
    pub heading: String,
    pub points: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Over-achievement above this many percent needs a reason.
    pub over_achievement_percent: i64,
    /// An adjustment of the budget above this many percent needs a reason.
    pub adjustment_percent: i64,
    /// Fewer numeric targets than this share is a finding.
    pub numeric_share_percent: i64,
    pub single_indicator_points_max: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    pub word: String,
    pub from: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Left over from the template.
    pub residue: Vec<String>,
    /// Level-2 headings of the form; a heading one character short of one of these is mistyped.
    pub headings: Vec<String>,
    /// A satisfaction figure needs one of these beside it.
    pub survey: Vec<String>,
    /// A sentence with one of these states a reason for an adjustment.
    pub adjustment: Vec<String>,
}

impl Profile {
    pub fn find(stem: &str) -> Option<Profile> {
        let (stem, text) = FILES.iter().find(|(name, _)| *name == stem)?;
        let mut profile: Profile = toml::from_str(text)
            .unwrap_or_else(|error| panic!("the profile {stem} is part of the program: {error}"));
        profile.stem = stem;
        Some(profile)
    }

    pub fn stems() -> Vec<&'static str> {
        FILES.iter().map(|(stem, _)| *stem).collect()
    }

    pub fn weights(&self, cost: bool) -> Option<&Weights> {
        self.weights.iter().find(|weights| weights.cost == cost)
    }
}

impl Part {
    pub fn points(&self) -> Decimal {
        Decimal::whole(i128::from(self.points))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_loads_and_its_weights_total_100() {
        for stem in Profile::stems() {
            let profile = Profile::find(stem).unwrap();
            for weights in &profile.weights {
                let total: i64 = weights.parts.iter().map(|part| part.points).sum();
                assert_eq!(total, 100, "{stem}");
            }
        }
        assert!(Profile::find("nowhere").is_none());
    }
}
