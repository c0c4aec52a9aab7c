//! What stands behind a number: the part of a page a reader opens from it.

/// The basis of a figure, ready to be shown: personal data are masked before they come here.
#[doc(alias = "指标依据")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureBasis {
    pub name: String,
    /// As shown, without the unit.
    pub value: String,
    pub unit: String,
    /// What is counted, and as of when.
    pub definition: String,
    /// How it is made from the records; empty when it is a plain count.
    pub formula: String,
    pub records: Records,
    pub vouchers: Vec<Reference>,
    pub articles: Vec<Reference>,
    /// Everything else worth saying: assumptions, provisional values.
    pub remarks: Vec<String>,
}

/// The rows behind a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// How many rows there are in all; more than `rows` when only the first are shown.
    pub total: usize,
}

/// A voucher or an article, with a link when there is a page for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    pub text: String,
    pub href: Option<String>,
}

impl From<&str> for Reference {
    fn from(text: &str) -> Reference {
        Reference {
            text: text.to_owned(),
            href: None,
        }
    }
}

impl From<String> for Reference {
    fn from(text: String) -> Reference {
        Reference { text, href: None }
    }
}
