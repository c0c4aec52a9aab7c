//! 决定文书: letters that tell people what was decided, why, how it was reckoned and what they may do against it.
//!
//! A letter is a pure reading of stored records: the same records give the same bytes and the same verification code.
//! No figure is worked out here; amounts come from the store, arithmetic from the rules' trace.

mod code;
mod decisions;
mod events;
mod existing;
mod kin;
mod kind;
mod letter;
mod money;
mod paper;

use yiju_actions::ActionError;
use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_store::tables::OfficeRow;
use yiju_terms::{Lang, Refusal, Region};

pub use code::Code;
pub use existing::{check, of_determination, of_employer, of_matter, of_settlement};
pub use kind::Kind;
pub use letter::{Amount, Letter, Seal};

/// Where letters are written: the store, the law as the office uses it, the language of the words.
pub struct Desk<'a> {
    pub store: &'a mut Store,
    pub book: &'a Lawbook,
    pub region: &'a Region,
    pub lang: Lang,
}

impl Desk<'_> {
    pub(crate) fn code(&self) -> String {
        self.region.code().to_owned()
    }

    pub(crate) fn office(&mut self) -> Result<OfficeRow, ActionError> {
        let region = self.code();
        yiju_store::register::office(self.store, &region)?.ok_or_else(|| {
            Refusal::new("letter_unknown")
                .with("reference", region)
                .into()
        })
    }
}

/// The letter of a kind on a reference: a determination (`12`), an event (`G2023-001/1`), a matter (`7`), a settlement
/// and its party (`3/12`, `3/E0001`), an employer's month (`E0001/2023-06`), a refund (`2`). Errors: the refusal
/// `letter_unknown` when no record of that reference calls for such a letter.
pub fn compose(desk: &mut Desk<'_>, kind: Kind, reference: &str) -> Result<Letter, ActionError> {
    match kind {
        Kind::Recognition => events::recognition(desk, reference),
        Kind::Refusal => events::refusal(desk, reference),
        Kind::Determination | Kind::Adjustment | Kind::Suspension | Kind::Resumption => {
            decisions::compose(desk, kind, reference)
        }
        Kind::Recovery | Kind::Settlement => money::settled(desk, kind, reference),
        Kind::Rate => money::rate(desk, reference),
        Kind::Refund => money::refund(desk, reference),
    }
}

pub(crate) fn unknown(reference: &str) -> ActionError {
    Refusal::new("letter_unknown")
        .with("reference", reference)
        .into()
}
