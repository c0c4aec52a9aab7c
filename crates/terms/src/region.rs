//! Administrative regions by their GB/T 2260 code, with the layers above them.

use std::fmt;
use std::str::FromStr;

/// A region: `""` the nation, `43` a province, `4311` a city, `431123` a county.
#[doc(alias = "行政区划")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(String);

/// Why a text is not a region code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionParseError {
    pub text: String,
}

impl fmt::Display for RegionParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not a region code of 0, 2, 4 or 6 digits: {:?}",
            self.text
        )
    }
}

impl std::error::Error for RegionParseError {}

impl Region {
    pub fn nation() -> Region {
        Region(String::new())
    }

    pub fn code(&self) -> &str {
        &self.0
    }

    /// From the nearest layer outwards: county, city, province, nation.
    pub fn layers(&self) -> impl Iterator<Item = Region> + '_ {
        (0..=self.0.len() / 2)
            .rev()
            .map(|pairs| Region(self.0[..pairs * 2].to_owned()))
    }

    /// Whether `self` lies in `outer` (or is it).
    pub fn is_within(&self, outer: &Region) -> bool {
        self.0.starts_with(&outer.0)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Region {
    type Err = RegionParseError;

    fn from_str(text: &str) -> Result<Region, RegionParseError> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if !digits || !matches!(text.len(), 0 | 2 | 4 | 6) {
            return Err(RegionParseError {
                text: text.to_owned(),
            });
        }
        Ok(Region(text.to_owned()))
    }
}

impl serde::Serialize for Region {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Region {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Region, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_go_outwards() {
        let county: Region = "431123".parse().unwrap();
        let codes: Vec<String> = county.layers().map(|r| r.code().to_owned()).collect();
        assert_eq!(codes, ["431123", "4311", "43", ""]);
        assert!(county.is_within(&"43".parse().unwrap()));
        assert!("4".parse::<Region>().is_err());
    }
}
