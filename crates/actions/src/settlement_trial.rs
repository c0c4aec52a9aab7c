//! 试办: a settlement carried through its hands inside a transaction, read, and taken back: what its letters would say.

use yiju_store::{Fault, Store, register};
use yiju_terms::{Date, Month, Refusal, Region};

use crate::error::ActionError;
use crate::items::{self, Action};
use crate::office::{Hands, Office, STEPS};
use crate::permissions;
use crate::settlement::Settlement;
use crate::settlement_booking::{self, Booked, Booking};

/// How a trial ends: always in an error, so that the transaction is taken back.
enum Ended<T> {
    Done(T),
    Failed(ActionError),
}

impl<T> From<Fault> for Ended<T> {
    fn from(fault: Fault) -> Ended<T> {
        Ended::Failed(fault.into())
    }
}

/// Books the settlement as a trial, hands the store to `work` and keeps nothing. Errors: what the booking would be
/// refused for, and a staff too small for four hands.
pub fn trial<T>(
    office: &mut Office<'_>,
    (through, on): (Month, Date),
    document: &str,
    work: impl FnOnce(&mut Store, &Booked) -> Result<T, ActionError>,
) -> Result<T, ActionError> {
    let (region, book) = (office.region.clone(), office.book);
    let ended = office.store.transaction(|store| -> Result<(), Ended<T>> {
        let staff = hands_of(store, &region).map_err(Ended::Failed)?;
        let [accept, review, second_review, approve] = &staff;
        let booking = Booking {
            through,
            on,
            document: document.to_owned(),
            hands: Hands {
                accept,
                review,
                second_review,
                approve,
            },
            money_hands: None,
        };
        let mut office = Office::new(store, region.clone(), book);
        let booked = settlement_booking::book(&mut office, &booking).map_err(Ended::Failed)?;
        let read = work(office.store, &booked).map_err(Ended::Failed)?;
        Err(Ended::Done(read))
    });
    match ended {
        Err(Ended::Done(read)) => Ok(read),
        Err(Ended::Failed(error)) => Err(error),
        Ok(()) => Err(Fault::new("trying a settlement", "the trial was kept").into()),
    }
}

/// Four persons of the staff who may take the steps of a settlement.
fn hands_of(store: &mut Store, region: &Region) -> Result<[String; 4], ActionError> {
    let item = items::find(Settlement::ITEM).expect("every action is in the item table");
    let family = permissions::family(item.family);
    let staff = register::staff(store, region.code())?;
    let mut chosen: Vec<String> = Vec::new();
    for step in STEPS {
        let free = staff.iter().find(|person| {
            family.roles(step).contains(&person.role.as_str()) && !chosen.contains(&person.id)
        });
        let person = free.ok_or_else(|| Refusal::new("hands_missing"))?;
        chosen.push(person.id.clone());
    }
    chosen
        .try_into()
        .map_err(|_| Refusal::new("hands_missing").into())
}
