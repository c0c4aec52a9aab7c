//! 到期事项: what is overdue, due today or due in the coming days, each with its case and its article. A query; nothing of it
//! is stored.

mod benefits;
mod cases;
mod roster;

use std::collections::BTreeSet;

use jiff::ToSpan;
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_store::views::due::{OpenMatter, known_by, open_matters};
use yiju_store::{Fault, Store};
use yiju_terms::{Date, Region};

use crate::office::confirmed_at;

/// Why something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A matter that waits for its next hand.
    Matter,
    /// A step that somebody must take in a case.
    Step,
    /// A step that becomes possible: a review, a new device.
    Opens,
    /// The pension of a grade 1 to 4 starts.
    PensionStart,
    BenefitStart,
    BenefitEnd,
    SurvivalCheck,
}

impl Reason {
    pub const ALL: [Reason; 7] = [
        Reason::Matter,
        Reason::Step,
        Reason::Opens,
        Reason::PensionStart,
        Reason::BenefitStart,
        Reason::BenefitEnd,
        Reason::SurvivalCheck,
    ];

    pub const fn stem(self) -> &'static str {
        match self {
            Reason::Matter => "matter",
            Reason::Step => "step",
            Reason::Opens => "opens",
            Reason::PensionStart => "pension_start",
            Reason::BenefitStart => "benefit_start",
            Reason::BenefitEnd => "benefit_end",
            Reason::SurvivalCheck => "survival_check",
        }
    }

    /// Whether it stays on the list after its day; what merely happens on a day does not.
    const fn can_be_late(self) -> bool {
        matches!(
            self,
            Reason::Matter | Reason::Step | Reason::PensionStart | Reason::SurvivalCheck
        )
    }
}

/// Where an item stands on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    Overdue,
    Today,
    Coming,
}

impl When {
    pub const ALL: [When; 3] = [When::Overdue, When::Today, When::Coming];

    pub const fn stem(self) -> &'static str {
        match self {
            When::Overdue => "overdue",
            When::Today => "today",
            When::Coming => "coming",
        }
    }
}

/// One thing that is due. `what`, `who` and `document` are words of the catalogs (`@key`) or plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    pub on: Date,
    pub when: When,
    pub reason: Reason,
    /// `matter`, `injury` or `legacy`.
    pub subject_kind: &'static str,
    pub subject_id: String,
    /// Which device, which dependent.
    pub instance: String,
    pub what: String,
    pub who: Option<String>,
    pub document: Option<String>,
    /// Code of the deadline, where one runs.
    pub deadline: Option<String>,
    pub cite: String,
    /// The day rests on a year whose holidays are not announced yet, or on a value that is not verified.
    pub provisional: bool,
}

impl DueItem {
    /// The page that the item opens to.
    pub fn link(&self) -> String {
        let folder = match self.subject_kind {
            "matter" => "matters",
            "legacy" => "legacy",
            _ => "cases",
        };
        format!("/{folder}/{}", self.subject_id)
    }
}

/// The day asked about and how far ahead.
pub(crate) struct Span {
    pub on: Date,
    pub until: Date,
    pub known: i64,
}

/// What a source of due items may look at.
pub(crate) struct Desk<'a> {
    pub store: &'a mut Store,
    pub region: &'a Region,
    pub book: &'a Lawbook,
    pub span: Span,
    /// What the office had confirmed by then.
    pub confirmed: &'a Confirmed,
    /// Cases that wait for no pension: it is paid, or the person is dead.
    pub pension_settled: BTreeSet<String>,
    pub items: Vec<DueItem>,
}

impl Desk<'_> {
    /// Keeps an item that is late, of today, or of the coming days; `when` is set here.
    fn keep(&mut self, mut item: DueItem) {
        let Span { on, until, .. } = self.span;
        item.when = match item.on.cmp(&on) {
            std::cmp::Ordering::Less if item.reason.can_be_late() => When::Overdue,
            std::cmp::Ordering::Less => return,
            std::cmp::Ordering::Equal => When::Today,
            std::cmp::Ordering::Greater if item.on <= until => When::Coming,
            std::cmp::Ordering::Greater => return,
        };
        self.items.push(item);
    }
}

/// Everything due on `on` and in the `days` after it, as it was known on that day; the earliest first.
pub fn due(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    on: Date,
    days: i64,
) -> Result<Vec<DueItem>, Fault> {
    let known = known_by(store, region.code(), &on.to_string())?;
    let until = on.saturating_add(days.days());
    let confirmed = confirmed_at(store, region, known)?;
    let mut desk = Desk {
        store,
        region,
        book,
        span: Span { on, until, known },
        confirmed: &confirmed,
        pension_settled: BTreeSet::new(),
        items: Vec::new(),
    };
    matters(&mut desk)?;
    // The cases tell whose pension the benefits need not ask for.
    cases::collect(&mut desk)?;
    benefits::collect(&mut desk)?;
    roster::collect(&mut desk)?;
    let mut items = desk.items;
    items.sort_by(|a, b| {
        let key = |item: &DueItem| (item.when, item.on, item.reason, item.subject_id.clone());
        key(a).cmp(&key(b))
    });
    Ok(items)
}

fn matters(desk: &mut Desk<'_>) -> Result<(), Fault> {
    let on = desk.span.on.to_string();
    for matter in open_matters(desk.store, desk.region.code(), &on)? {
        let due_on = matter.due_on.parse::<Date>();
        let due_on = due_on.map_err(|error| Fault::new("reading a due day", error))?;
        let item = crate::items::find(&matter.item);
        let code = item.and_then(|item| item.deadline);
        let basis = code.and_then(|code| basis(desk.book, code, &matter));
        desk.keep(DueItem {
            on: due_on,
            when: When::Coming,
            reason: Reason::Matter,
            subject_kind: "matter",
            subject_id: matter.id.to_string(),
            instance: matter.subject.clone(),
            what: format!("@item.{}", matter.item),
            who: Some("@life.actor.office".to_owned()),
            document: None,
            deadline: basis.as_ref().and(code).map(str::to_owned),
            cite: basis.unwrap_or_else(|| "@due.promise".to_owned()),
            provisional: false,
        });
    }
    Ok(())
}

/// The article of a matter's deadline; none where the office's own promise is all there is.
fn basis(book: &Lawbook, code: &str, matter: &OpenMatter) -> Option<String> {
    let received = matter.received_on.parse().ok()?;
    let (_, version) = book.deadline_version(code, received).ok()?;
    Some(version.citation.to_string())
}
