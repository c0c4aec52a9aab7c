//! The kinds of letters, and the sign each has at the head of its verification code.

/// What a letter tells.
#[doc(alias = "文书种类")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Recognition,
    Determination,
    Adjustment,
    Suspension,
    Resumption,
    Refusal,
    Recovery,
    Rate,
    Settlement,
    Refund,
}

const KINDS: [(Kind, &str, char); 10] = [
    (Kind::Recognition, "recognition", 'R'),
    (Kind::Determination, "determination", 'D'),
    (Kind::Adjustment, "adjustment", 'A'),
    (Kind::Suspension, "suspension", 'S'),
    (Kind::Resumption, "resumption", 'E'),
    (Kind::Refusal, "refusal", 'N'),
    (Kind::Recovery, "recovery", 'B'),
    (Kind::Rate, "rate", 'C'),
    (Kind::Settlement, "settlement", 'X'),
    (Kind::Refund, "refund", 'F'),
];

impl Kind {
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.into_iter().map(|(kind, _, _)| kind)
    }

    pub fn stem(self) -> &'static str {
        KINDS[self as usize].1
    }

    pub fn sign(self) -> char {
        KINDS[self as usize].2
    }

    pub fn from_stem(stem: &str) -> Option<Kind> {
        Kind::all().find(|kind| kind.stem() == stem)
    }

    pub fn from_sign(sign: char) -> Option<Kind> {
        Kind::all().find(|kind| kind.sign() == sign)
    }
}
