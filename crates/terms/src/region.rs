//! Administrative regions by their GB/T 2260 code, with the layers above them.

use std::fmt;
use std::str::FromStr;

/// A region: `""` the nation, `43` a province, `4311` a city, `431123` a county.
#[doc(alias = "行政区划")]
///
/// The digits lie in the value itself: a region is copied with every question to the law book and every answer. Behind
/// them stand zero bytes, so that the order of the bytes is the order of the codes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    digits: [u8; 6],
    length: u8,
}

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
        Region {
            digits: [0; 6],
            length: 0,
        }
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.length)]).unwrap_or_default()
    }

    /// Nothing lies within it.
    pub fn is_county(&self) -> bool {
        self.length == 6
    }

    /// The first digits of this region.
    fn cut(&self, length: u8) -> Region {
        let [a, b, c, d, e, f, ..] = (self.bits() & Region::mask(length)).to_le_bytes();
        let digits = [a, b, c, d, e, f];
        Region { digits, length }
    }

    /// The digits in one word, the first in its lowest byte; questions of place come with every question of law.
    fn bits(&self) -> u64 {
        let [a, b, c, d, e, f] = self.digits;
        u64::from_le_bytes([a, b, c, d, e, f, 0, 0])
    }

    /// Keeps the first `length` digits, at most six.
    fn mask(length: u8) -> u64 {
        (1 << (u32::from(length) * 8)) - 1
    }

    /// From the nearest layer outwards: county, city, province, nation.
    pub fn layers(&self) -> impl Iterator<Item = Region> + '_ {
        (0..=self.length / 2).rev().map(|pairs| self.cut(pairs * 2))
    }

    /// Whether `self` lies in `outer` (or is it).
    pub fn is_within(&self, outer: &Region) -> bool {
        self.bits() & Region::mask(outer.length) == outer.bits()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Region").field(&self.code()).finish()
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
        let mut region = Region {
            length: text.len() as u8,
            ..Region::nation()
        };
        region.digits[..text.len()].copy_from_slice(text.as_bytes());
        Ok(region)
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

    #[test]
    fn regions_stand_in_the_order_of_their_codes() {
        let codes = ["", "43", "4310", "4311", "431123", "431124", "44"];
        let regions: Vec<Region> = codes.iter().map(|code| code.parse().unwrap()).collect();
        assert!(regions.is_sorted());
        let back: Vec<&str> = regions.iter().map(Region::code).collect();
        assert_eq!(back, codes);
    }
}
