//! Reads the invented raw material of the county (`data/county.toml`): name characters, places, trades.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListsFile {
    surnames: String,
    given_first: String,
    given_second: String,
    places: Vec<String>,
    brand_first: String,
    brand_second: String,
    trade: Vec<Trade>,
}

/// One line of trade of the county.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trade {
    /// Division of GB/T 4754-2017.
    pub code: String,
    pub kind: String,
    pub employers: usize,
    /// People of an average employer.
    pub mean: i64,
    /// Mean monthly wage in yuan.
    pub wage: i64,
    /// Relative chance of an accident per person.
    pub risk: u64,
    pub patterns: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Lists {
    pub surnames: Vec<char>,
    pub given_first: Vec<char>,
    pub given_second: Vec<char>,
    pub places: Vec<String>,
    pub brand_first: Vec<char>,
    pub brand_second: Vec<char>,
    pub trades: Vec<Trade>,
}

impl Lists {
    /// The lists compiled into the program; broken lists are a bug that the tests of this room catch.
    pub fn builtin() -> Lists {
        let file: ListsFile = toml::from_str(include_str!("../data/county.toml"))
            .unwrap_or_else(|error| panic!("crates/demo/data/county.toml: {error}"));
        Lists {
            surnames: file.surnames.chars().collect(),
            given_first: file.given_first.chars().collect(),
            given_second: file.given_second.chars().collect(),
            places: file.places,
            brand_first: file.brand_first.chars().collect(),
            brand_second: file.brand_second.chars().collect(),
            trades: file.trade,
        }
    }
}
