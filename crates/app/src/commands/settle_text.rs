//! The list of a settlement as a person reads it on a terminal.

use yiju_actions::settlement_booking::Booked;
use yiju_actions::settlement_letters;
use yiju_actions::settlement_report::SettlementReport;
use yiju_actions::settlement_runs::{benefit_runs, contribution_runs};
use yiju_terms::{Lang, Money, Month, words};

use super::settle::Done;

pub(super) fn lines(done: &Done, lang: Lang) -> Vec<String> {
    let found = &done.found;
    let say =
        |key: &str, args: &[(&str, &str)]| words::text(lang, &format!("app.settle.{key}"), args);
    let (through, seq) = (found.through.to_string(), found.known_seq.to_string());
    let mut lines = vec![say("title", &[("through", &through), ("seq", &seq)])];
    if found.is_empty() {
        lines.push(say("nothing", &[]));
    }
    section(&mut lines, say("reasons", &[]), reasons(found, lang));
    section(&mut lines, say("benefits", &[]), benefits(found, lang));
    section(
        &mut lines,
        say("contributions", &[]),
        contributions(found, lang),
    );
    section(&mut lines, say("totals", &[]), totals(found, lang));
    section(&mut lines, say("stopped", &[]), stopped(found, lang));
    match &done.booked {
        Some(booked) => section(&mut lines, say("booked", &[]), written(booked, lang)),
        None => {
            section(&mut lines, say("vouchers", &[]), vouchers(found, lang));
            section(&mut lines, say("letters", &[]), letters(found, lang));
            if !found.is_empty() {
                lines.push(say("unchanged", &[]));
            }
        }
    }
    let files = done.letters.iter().flat_map(|letter| &letter.files);
    section(&mut lines, say("files", &[]), files.cloned().collect());
    lines
}

/// How many letters of each kind the settlement calls for.
fn letters(found: &SettlementReport, lang: Lang) -> Vec<String> {
    let line = |(kind, count): (&str, usize)| {
        let (kind, count) = (
            words::word(lang, &format!("letters.kind.{kind}")),
            count.to_string(),
        );
        let args = [("kind", kind.as_str()), ("count", count.as_str())];
        words::text(lang, "app.settle.letter", &args)
    };
    let counts = settlement_letters::counts(&found.letters);
    counts.into_iter().map(line).collect()
}

fn section(lines: &mut Vec<String>, heading: String, rows: Vec<String>) {
    if !rows.is_empty() {
        lines.push(heading);
        lines.extend(rows.into_iter().map(|row| format!("  {row}")));
    }
}

fn reasons(found: &SettlementReport, lang: Lang) -> Vec<String> {
    let numbered = found.reasons.iter().enumerate();
    numbered
        .map(|(index, reason)| format!("[{}] {}", index + 1, reason.message(lang)))
        .collect()
}

fn marks(reasons: &[usize]) -> String {
    reasons
        .iter()
        .map(|index| format!("[{}]", index + 1))
        .collect()
}

fn benefits(found: &SettlementReport, lang: Lang) -> Vec<String> {
    let runs = benefit_runs(&found.benefits).into_iter();
    runs.map(|run| (run.first, run.last, run.months))
        .map(|(first, last, months)| {
            let name = words::word(lang, &format!("benefit.{}", first.benefit));
            let dependent = first.dependent.map(|number| format!("#{}", number + 1));
            format!(
                "{} {} № {} {name}{} {} {} {} {} {}",
                first.person,
                first.subject,
                first.determination,
                dependent.unwrap_or_default(),
                span(first.month, last.month),
                change(first.before, first.after, first.difference, months),
                words::word(lang, &format!("settle.kind.{}", first.kind)),
                words::word(lang, &format!("payer.{}", first.payer)),
                marks(&first.reasons),
            )
        })
        .collect()
}

fn contributions(found: &SettlementReport, lang: Lang) -> Vec<String> {
    let runs = contribution_runs(&found.contributions).into_iter();
    runs.map(|run| (run.first, run.last, run.months))
        .map(|(first, last, months)| {
            let refund = match first.refund.is_zero() {
                true => String::new(),
                false => {
                    let refund = first.refund.to_string();
                    words::text(lang, "app.settle.refund", &[("amount", &refund)])
                }
            };
            format!(
                "{} {} {} {}{refund} {}",
                first.employer,
                span(first.month, last.month),
                change(first.before, first.after, first.difference, months),
                words::word(lang, &format!("settle.kind.{}", first.kind)),
                marks(&first.reasons),
            )
        })
        .collect()
}

fn span(first: Month, last: Month) -> String {
    match first == last {
        true => first.to_string(),
        false => format!("{first}…{last}"),
    }
}

fn change(before: Money, after: Money, difference: Money, months: usize) -> String {
    let times = match months {
        1 => String::new(),
        _ => format!(" × {months}"),
    };
    let sign = if difference > Money::ZERO { "+" } else { "" };
    format!("{before} → {after} ({sign}{difference}{times})")
}

fn totals(found: &SettlementReport, lang: Lang) -> Vec<String> {
    let total = |total: &yiju_actions::settlement_report::Total| {
        let (rows, heads) = (total.lines.to_string(), total.heads.to_string());
        let key = match total.kind {
            "top_up" | "recovery" => "app.settle.total_persons",
            _ => "app.settle.total_employers",
        };
        let kind = words::word(lang, &format!("settle.kind.{}", total.kind));
        let payer = words::word(lang, &format!("payer.{}", total.payer));
        let amount = total.amount.to_string();
        let args = [
            ("kind", kind.as_str()),
            ("payer", payer.as_str()),
            ("lines", rows.as_str()),
            ("heads", heads.as_str()),
            ("amount", amount.as_str()),
        ];
        words::text(lang, key, &args)
    };
    found.totals.iter().map(total).collect()
}

fn stopped(found: &SettlementReport, lang: Lang) -> Vec<String> {
    let line = |one: &yiju_actions::settlement_report::StoppedCase| {
        format!("{} {}", one.subject, one.refusal.message(lang))
    };
    found.stopped.iter().map(line).collect()
}

fn vouchers(found: &SettlementReport, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for voucher in &found.vouchers {
        lines.push(format!(
            "{} {} {} {}",
            voucher.pattern,
            yiju_ledger::patterns::name(voucher.pattern, lang),
            voucher.amount,
            words::word(lang, &format!("settle.when.{}", voucher.when)),
        ));
        for posting in &voucher.postings {
            let (side, amount) = match posting.debit.is_zero() {
                true => ("credit", posting.credit),
                false => ("debit", posting.debit),
            };
            let side = words::word(lang, &format!("settle.{side}"));
            lines.push(format!("  {side} {} {amount}", posting.name));
        }
    }
    lines
}

fn written(booked: &Booked, lang: Lang) -> Vec<String> {
    let (matter, settlement) = (booked.matter.to_string(), booked.settlement.to_string());
    let seq = booked.seq.to_string();
    let args = [
        ("matter", matter.as_str()),
        ("settlement", settlement.as_str()),
        ("seq", seq.as_str()),
    ];
    let mut lines = vec![words::text(lang, "app.settle.written", &args)];
    for voucher in &booked.vouchers {
        let (number, matter) = (voucher.voucher.to_string(), voucher.matter.to_string());
        let amount = voucher.amount.to_string();
        let args = [
            ("pattern", voucher.pattern.as_str()),
            ("voucher", number.as_str()),
            ("matter", matter.as_str()),
            ("amount", amount.as_str()),
        ];
        lines.push(words::text(lang, "app.settle.voucher", &args));
    }
    for waiting in &booked.waiting {
        lines.push(format!(
            "{} {} {}",
            words::word(lang, &format!("settle.kind.{}", waiting.kind)),
            waiting.amount,
            words::word(lang, &format!("settle.when.{}", waiting.why)),
        ));
    }
    lines
}
