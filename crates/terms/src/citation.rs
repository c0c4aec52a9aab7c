//! Where a value comes from and how sure we are of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// *instrument @ version § article*, e.g. `工伤保险条例 @ 2011 § 35`. Shared: every step of every trace carries one.
#[doc(alias = "依据")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Citation(pub Arc<str>);

impl Serialize for Citation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Citation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Citation, D::Error> {
        Ok(Citation(String::deserialize(deserializer)?.into()))
    }
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a value of the law folder is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Read in an official text.
    Verified,
    /// Arithmetic from verified values.
    Derived,
    /// Seen only in unofficial places: used only after the office confirms it.
    Provisional,
}

impl Status {
    pub fn stem(self) -> &'static str {
        match self {
            Status::Verified => "verified",
            Status::Derived => "derived",
            Status::Provisional => "provisional",
        }
    }
}
