//! Where a case stands, the way it came and what may come next: by whom, with which paper, by when.

use maud::{Markup, html};
use yiju_actions::case_life::{AsOf, Lived, lived};
use yiju_lawbook::DeadlineKind;
use yiju_rules::life::{Clock, Known, OpenStep};
use yiju_terms::Date;

use crate::desk::Desk;
use crate::error::Trouble;
use crate::layout::{self, card};

/// The day and the journal entry that a page looks from.
pub(super) struct View {
    pub as_of: AsOf,
    /// Whether somebody asked for another day or entry than now.
    pub asked: bool,
}

/// The cards of the life cycle, and the walk for the time line.
pub(super) fn cards<'d>(
    desk: &mut Desk<'d>,
    id: &str,
    view: &View,
) -> Result<Option<(Markup, Lived<'d>)>, Trouble> {
    let region = desk.code();
    let Some(lived) = lived(desk.store, &region, desk.book, id, view.as_of)? else {
        return Ok(None);
    };
    let on = view.as_of.on.to_string();
    let heading = match view.asked {
        true => desk.text("life.page.now_as_of", &[("on", &on)]),
        false => desk.word("life.page.now"),
    };
    let markup = html! {
        (card(&heading, html! {
            (now(desk, &lived))
            (irregular(desk, &lived))
            (ask(desk, id, view))
        }))
        (card(&desk.word("life.page.next"), next(desk, &lived, view.as_of.on)))
    };
    Ok(Some((markup, lived)))
}

/// Every track that has left its start, since when, and whether the step came late.
fn now(desk: &Desk<'_>, lived: &Lived<'_>) -> Markup {
    let mut standings: Vec<_> = lived.walk.standings().collect();
    let tracks = &desk.book.case_life().tracks;
    standings.sort_by_key(|(track, ..)| tracks.iter().position(|one| one.stem == *track));
    html! {
        @if standings.is_empty() { (layout::nothing(desk.lang)) }
        dl.facts { @for (track, instance, standing) in standings { div {
            dt { (desk.word(&format!("life.track.{track}"))) @if !instance.is_empty() { " · " (instance) } }
            dd {
                strong { (desk.word(&format!("life.state.{track}.{}", standing.state))) }
                " " span.soft { (desk.text("life.page.since", &[("on", &standing.since.to_string())])) }
            }
        } } }
        @if let Some(late) = employer_late(lived) {
            p.warn { (desk.word("life.page.employer_late")) " " (desk.text("life.page.came_late", &[("limit", &late.to_string())])) }
        }
    }
}

/// The last day of the employer's thirty days, where it applied after it.
fn employer_late(lived: &Lived<'_>) -> Option<Date> {
    let walk = &lived.walk;
    let mut taken = walk.taken.iter();
    let step = taken.find(|t| t.late && walk.happenings[t.happening].kind == "employer_applied");
    step.and_then(|step| step.limit)
}

fn irregular(desk: &Desk<'_>, lived: &Lived<'_>) -> Markup {
    html! { @if !lived.walk.problems.is_empty() {
        p.warn { (desk.word("life.page.irregular")) }
        ul { @for problem in &lived.walk.problems { li { (problem.refusal.message(desk.lang)) } } }
    } }
}

/// The state of any day, as known at any entry of the journal.
fn ask(desk: &Desk<'_>, id: &str, view: &View) -> Markup {
    let known = match view.as_of.seq {
        i64::MAX => desk.seq,
        seq => seq,
    };
    html! {
        details open[view.asked] {
            summary { (desk.word("life.page.as_of")) }
            form.filter method="get" action=(format!("/cases/{}", super::shared::escape(id))) {
                label { span { (desk.word("due.ask_on")) } input type="date" name="on" value=(view.as_of.on); }
                label { span { (desk.word("life.page.known")) } input type="number" name="known" min="0" value=(known); }
                button type="submit" { (desk.word("life.page.show")) }
            }
        }
        p.links { a href="/cases/states" { (desk.word("life.page.link")) } }
    }
}

fn next(desk: &Desk<'_>, lived: &Lived<'_>, on: Date) -> Markup {
    let steps = lived.walk.open_steps();
    let steps = steps
        .iter()
        .filter(|step| step.event.source == "case_event" && !is_shut(step, on));
    let (ready, waiting): (Vec<&OpenStep<'_>>, Vec<&OpenStep<'_>>) =
        steps.partition(|step| step.waits_for.is_empty() && !is_early(step, on));
    // Duties first; the others in the order of the table.
    let mut ready = ready;
    ready.sort_by_key(|step| !step.edge.duty);
    // What may happen at any time to any case is folded away: it would hide what somebody is to do.
    let (called_for, possible): (Vec<&OpenStep<'_>>, Vec<&OpenStep<'_>>) =
        ready.into_iter().partition(|step| {
            step.edge.duty || step.deadline.is_some() || step.bar.is_some() || step.opens.is_some()
        });
    html! {
        p.soft { (desk.word("life.page.next_lead")) }
        @if called_for.is_empty() { (layout::nothing(desk.lang)) }
        @else { (table(desk, &called_for, on)) }
        (folded(desk, "possible", &possible, on))
        (folded(desk, "waiting", &waiting, on))
    }
}

fn folded(desk: &Desk<'_>, stem: &str, steps: &[&OpenStep<'_>], on: Date) -> Markup {
    let count = steps.len().to_string();
    html! {
        @if !steps.is_empty() { details {
            summary { (desk.text(&format!("life.page.{stem}"), &[("count", &count)])) }
            (table(desk, steps, on))
        } }
    }
}

/// The last day to take the step is over.
fn is_shut(step: &OpenStep<'_>, on: Date) -> bool {
    let bar = step.bar.as_ref();
    let bar = bar.filter(|bar| bar.kind == DeadlineKind::Limit);
    bar.and_then(Clock::last).is_some_and(|last| last < on)
}

/// The time to wait is not over.
fn is_early(step: &OpenStep<'_>, on: Date) -> bool {
    let bar = step.bar.as_ref();
    let bar = bar.filter(|bar| bar.kind == DeadlineKind::NotBefore);
    let opens = bar.and_then(Clock::last).max(step.opens);
    opens.is_some_and(|opens| on < opens)
}

fn table(desk: &Desk<'_>, steps: &[&OpenStep<'_>], on: Date) -> Markup {
    let say = |stem: &str| desk.word(&format!("life.page.{stem}"));
    let headers = [
        (say("step"), ""),
        (say("by"), ""),
        (say("document"), ""),
        (say("by_when"), ""),
        (say("cite"), "cite"),
    ];
    let rows = html! { @for step in steps { tr {
        td {
            (desk.word(&format!("life.event.{}", step.event.kind)))
            @if !step.instance.is_empty() { " · " (step.instance) }
            @if !step.waits_for.is_empty() {
                @let words: Vec<String> = step.waits_for.iter()
                    .map(|w| desk.word(&format!("life.state.{}.{}", w.track, w.state))).collect();
                span.sub.soft { (say("needs")) "：" (words.join(" / ")) }
            }
        }
        td { (desk.word(&format!("life.actor.{}", step.event.by))) }
        td { @if let Some(document) = &step.event.document { (desk.word(&format!("life.document.{document}"))) } @else { "—" } }
        td { (by_when(desk, step, on)) }
        td.cite { (desk.book.written(&step.edge.citation.0, desk.lang)) }
    } } };
    layout::table(&headers, rows, None)
}

fn by_when(desk: &Desk<'_>, step: &OpenStep<'_>, on: Date) -> Markup {
    let unknown = |clock: &Clock| matches!(clock.day, Known::Not(_));
    let clocks = step.deadline.iter().chain(&step.bar);
    let text = |stem: &str, day: Date| {
        desk.text(&format!("life.page.{stem}"), &[("on", &day.to_string())])
    };
    let is_silent = step.deadline.is_none() && step.bar.is_none() && step.opens.is_none();
    html! {
        @if let Some(last) = step.deadline.as_ref().and_then(Clock::last) {
            span.keep { (last) }
            @if step.edge.duty && last < on { " " span.late { (desk.word("life.page.late")) } }
        }
        @if let Some(bar) = &step.bar { @if let Some(last) = bar.last() {
            span.sub { (text(if bar.kind == DeadlineKind::NotBefore { "from_when" } else { "shuts" }, last)) }
        } }
        @if let Some(opens) = step.opens { span.sub { (text("from_when", opens)) } }
        @if clocks.clone().any(unknown) { span.sub.soft { (desk.word("life.page.unknown")) } }
        @if is_silent { "—" }
    }
}
