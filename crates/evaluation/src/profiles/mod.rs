//! What differs from place to place: weights, bands, words. Data in `profiles/<stem>.toml`, never code. What a profile
//! does not state is not known, and the rule that needs it says so.

mod choice;

use std::sync::OnceLock;

use serde::Deserialize;
use yiju_terms::words::{self, Lang};

pub use choice::{Choice, choose};

use crate::report::{Decimal, plain};

/// In the order in which they are tried: the narrow signs first, the form without signs last.
const FILES: &[(&str, &str)] = &[
    (
        "shanghai-count",
        include_str!("../../profiles/shanghai-count.toml"),
    ),
    (
        "sichuan-0013zp",
        include_str!("../../profiles/sichuan-0013zp.toml"),
    ),
    ("yunnan-14", include_str!("../../profiles/yunnan-14.toml")),
    ("anhui", include_str!("../../profiles/anhui.toml")),
    (
        "hebei-converted",
        include_str!("../../profiles/hebei-converted.toml"),
    ),
    ("hubei-20", include_str!("../../profiles/hubei-20.toml")),
    (
        "hunan-county",
        include_str!("../../profiles/hunan-county.toml"),
    ),
    (
        "mof-2021-cost",
        include_str!("../../profiles/mof-2021-cost.toml"),
    ),
    ("mof-2020", include_str!("../../profiles/mof-2020.toml")),
];
const COMMON: &str = include_str!("../../profiles/common.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    #[serde(skip)]
    pub stem: &'static str,
    pub name: String,
    /// The signs by which a report is known to follow this profile; one of them is enough.
    #[serde(default)]
    pub choice: Vec<Choice>,
    #[serde(default)]
    pub weights: Vec<Weights>,
    pub settings: Settings,
    /// Score from which a grade word may be used, highest first.
    pub grades: Vec<Grade>,
    /// Share of the points that a stated level of a qualitative indicator may have.
    pub bands: Vec<Band>,
    /// What a whole report must hold.
    pub report: Option<Contents>,
    pub words: Words,
}

/// The points of the level-1 headings in one layout of the form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Whether the layout has cost indicators; unstated: the same for both.
    pub cost: Option<bool>,
    pub parts: Vec<Part>,
    /// The points of all indicators together, where the form does not fix them heading by heading.
    #[serde(default)]
    pub rest: i64,
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
    /// A line that changes by more than this and by more than `jump_yuan` 元 needs a word.
    pub jump_percent: i64,
    pub jump_yuan: i64,
    /// More of the budget left unspent than this needs a word.
    pub unspent_percent: i64,
    /// The month of the following year by whose end a report is published.
    pub publish_month_last: i32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    pub word: String,
    /// Unknown where the profile does not state it.
    pub from: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub words: Vec<String>,
    pub from: i64,
    pub to: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// Stems of the kinds of tables.
    pub tables: Vec<String>,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub name: String,
    /// One of these in a paragraph of the body is enough.
    pub words: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Left over from the template.
    pub residue: Vec<String>,
    /// The same without blanks and in half-width signs, as cells are compared.
    #[serde(skip)]
    pub residue_squeezed: Vec<String>,
    /// Level-2 headings of the form; a heading one character short of one of these is mistyped.
    pub headings: Vec<String>,
    /// A satisfaction figure needs one of these beside it.
    pub survey: Vec<String>,
    /// A sentence with one of these states a reason for an adjustment.
    pub adjustment: Vec<String>,
    /// Indicators of which less is better.
    pub lower_better: Vec<String>,
    /// Counts that depend on who comes.
    pub demand: Vec<String>,
    /// Outputs of which more is better.
    pub positive: Vec<String>,
    /// Steps of work, which are no effect.
    pub process: Vec<String>,
    pub cost: Vec<String>,
    /// A scoring method other than proportion is stated.
    pub method: Vec<String>,
    /// A cause is stated.
    pub cause: Vec<String>,
}

impl Profile {
    pub fn find(stem: &str) -> Option<Profile> {
        Profile::all()
            .iter()
            .find(|profile| profile.stem == stem)
            .cloned()
    }

    /// Read once, in the order in which they are tried.
    pub fn all() -> &'static [Profile] {
        static READ: OnceLock<Vec<Profile>> = OnceLock::new();
        READ.get_or_init(|| {
            FILES
                .iter()
                .map(|(stem, text)| Profile::read(stem, text))
                .collect()
        })
    }

    fn read(stem: &'static str, text: &str) -> Profile {
        let mut profile: Profile = merged(text)
            .and_then(Profile::deserialize)
            .unwrap_or_else(|error| panic!("the profile {stem} is part of the program: {error}"));
        profile.stem = stem;
        let words = &mut profile.words;
        words.residue_squeezed = words
            .residue
            .iter()
            .map(|hint| plain::squeezed(hint))
            .collect();
        profile
    }

    pub fn stems() -> Vec<&'static str> {
        FILES.iter().map(|(stem, _)| *stem).collect()
    }

    /// For people: the name of the form, and the stem that `--profile` takes.
    pub fn shown(stem: &str, lang: Lang) -> String {
        let known = Profile::all().iter().find(|profile| profile.stem == stem);
        let name = known.map_or(stem, |profile| profile.name.as_str());
        words::text(
            lang,
            "checks.profile.shown",
            &[("name", name), ("stem", stem)],
        )
    }

    pub fn weights(&self, cost: bool) -> Option<&Weights> {
        self.weights
            .iter()
            .find(|weights| weights.cost.is_none_or(|stated| stated == cost))
    }
}

/// The common file, with what the profile states put over it.
fn merged(text: &str) -> Result<toml::Table, toml::de::Error> {
    let mut whole: toml::Table = toml::from_str(COMMON)?;
    let own: toml::Table = toml::from_str(text)?;
    for (key, value) in own {
        match (whole.get_mut(&key), value) {
            (Some(toml::Value::Table(common)), toml::Value::Table(own)) => common.extend(own),
            (_, value) => {
                whole.insert(key, value);
            }
        }
    }
    Ok(whole)
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
                assert_eq!(total + weights.rest, 100, "{stem}");
            }
        }
        assert!(Profile::find("nowhere").is_none());
    }

    #[test]
    fn a_profile_overrules_what_is_common() {
        let common = Profile::find("mof-2020").unwrap();
        let sichuan = Profile::find("sichuan-0013zp").unwrap();
        assert_eq!(common.settings.unspent_percent, 20);
        assert_eq!(sichuan.settings.unspent_percent, 10);
        assert_eq!(common.settings.jump_percent, sichuan.settings.jump_percent);
        assert_eq!(Profile::find("hubei-20").unwrap().bands[0].to, 50);
        assert!(common.weights(true).is_none());
        assert!(
            Profile::find("mof-2021-cost")
                .unwrap()
                .weights(true)
                .is_some()
        );
    }
}
