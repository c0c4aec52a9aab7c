//! Where a value comes from and how sure we are of it.

use serde::{Deserialize, Serialize};

/// *instrument @ version § article*, e.g. `工伤保险条例 @ 2011 § 35`.
#[doc(alias = "依据")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation(pub String);

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
