//! A finished letter: the document, and the seal that says what its verification code covers.

use yiju_documents::Document;
use yiju_terms::Money;

use crate::code::Code;
use crate::kind::Kind;

/// One amount a letter states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The stem of a benefit, or `contribution`.
    pub what: String,
    /// `once`, `monthly`, `per_event`, `top_up`, `recovery`, `back_payment`, `credit`, `refund` or `assessed`.
    pub way: String,
    /// `fund` or `employer`; empty for contributions.
    pub payer: String,
    pub from: Option<String>,
    pub until: Option<String>,
    pub amount: Money,
}

/// What the code covers: nothing in it is shown to strangers except the kind, the day, the amounts and a masked name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub kind: Kind,
    pub reference: String,
    pub number: i64,
    pub part: i64,
    pub issued_on: String,
    pub matter_id: i64,
    pub addressee: String,
    pub amounts: Vec<Amount>,
    /// Digests and reasons the letter rests on: journal entry, law, trace.
    pub rests_on: Vec<String>,
}

impl Seal {
    /// The text that is digested. Its form never changes: a letter printed years ago must still be found
    /// genuine. Names are left out, as they may be corrected later; the entry's digest binds whose record it is.
    fn content(&self) -> String {
        let mut text = format!(
            "yiju-letter-1\n{}\n{}\n{}\n{}\n",
            self.kind.stem(),
            self.reference,
            self.issued_on,
            self.matter_id
        );
        for amount in &self.amounts {
            let month = |month: &Option<String>| month.clone().unwrap_or_default();
            text.push_str(&format!(
                "{}|{}|{}|{}|{}|{}\n",
                amount.what,
                amount.way,
                amount.payer,
                month(&amount.from),
                month(&amount.until),
                amount.amount.fen()
            ));
        }
        text.push_str(&self.rests_on.join("\n"));
        text
    }

    /// The verification code. None when the record's number is beyond what a code can name.
    pub fn code(&self) -> Option<Code> {
        Code::of(self.kind, self.number, self.part, &self.content())
    }

    /// `王小明` → `王**`.
    pub fn masked_addressee(&self) -> String {
        let mut signs = self.addressee.chars();
        let head: String = signs.next().into_iter().collect();
        format!("{head}{}", "*".repeat(signs.count()))
    }
}

/// A letter.
#[doc(alias = "决定文书")]
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub seal: Seal,
    pub document: Document,
}

impl Letter {
    /// The name of its file without an ending: letters, digits and hyphens.
    pub fn file_stem(&self) -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let reference: String = self.seal.reference.chars().map(safe).collect();
        format!("{}-{reference}", self.seal.kind.stem())
    }
}
