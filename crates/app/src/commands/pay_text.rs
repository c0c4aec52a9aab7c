//! The proof of a pay run as a person reads it on a terminal.

use yiju_actions::pay_run::{
    DifferenceRun, PayRunProof, ProofLine, State, Unproved, difference_runs,
};
use yiju_actions::pay_signature::{Signature, StoredSignature};
use yiju_terms::{Lang, Money, words};

pub(super) fn lines(found: &PayRunProof, matter: Option<i64>, lang: Lang) -> Vec<String> {
    let say = |key: &str, args: &[(&str, &str)]| words::text(lang, &format!("app.pay.{key}"), args);
    let (month, seq) = (found.month.to_string(), found.known_seq.to_string());
    let (payees, count) = (found.payees.to_string(), found.lines.len().to_string());
    let amount = found.amount.to_string();
    let args = [
        ("month", month.as_str()),
        ("seq", seq.as_str()),
        ("payees", payees.as_str()),
        ("lines", count.as_str()),
        ("amount", amount.as_str()),
    ];
    let mut lines = vec![say("title", &args)];
    for state in State::ALL {
        let count = found.count(state);
        if count > 0 {
            let key = format!("pay_proof.state.{}", state.stem());
            lines.push(format!("  {} {count}", words::word(lang, &key)));
        }
    }
    lines.push(say("payees", &[]));
    lines.extend(found.lines.iter().map(|line| payee(line, lang)));
    let provisional = found.lines.iter().filter(|line| line.provisional).count();
    if provisional > 0 {
        let lines_of = [("lines", &*provisional.to_string())];
        lines.push(words::text(lang, "pay_proof.provisional", &lines_of));
    }
    if !found.differences.is_empty() {
        lines.push(say("differences", &[]));
        let differences = difference_runs(&found.differences);
        lines.extend(differences.iter().map(|run| difference(run, lang)));
    }
    if !found.unproved.is_empty() {
        lines.push(say("unproved", &[]));
        lines.extend(found.unproved.iter().map(|one| unproved(one, lang)));
    }
    for (determination, benefit) in &found.suspended {
        let number = determination.to_string();
        let name = words::word(lang, &format!("benefit.{benefit}"));
        let args = [
            ("determination", number.as_str()),
            ("benefit", name.as_str()),
        ];
        lines.push(say("suspended", &args));
    }
    if !found.signatures.is_empty() {
        lines.push(say("signatures", &[]));
        let signatures = found.signatures.iter();
        lines.extend(signatures.flat_map(|one| signature(one, lang)));
    }
    lines.push(verdict(found, matter, lang));
    lines
}

fn verdict(found: &PayRunProof, matter: Option<i64>, lang: Lang) -> String {
    let open = found.open().count().to_string();
    let unproved = found.open_unproved().count().to_string();
    let matter_text = matter.map(|id| id.to_string()).unwrap_or_default();
    let nothing =
        found.lines.is_empty() && found.differences.is_empty() && found.unproved.is_empty();
    let (key, args) = match (matter, found.is_proved()) {
        (None, true) if nothing => ("nothing", Vec::new()),
        (Some(_), _) => ("paid", vec![("matter", matter_text.as_str())]),
        (None, true) => ("proved", Vec::new()),
        (None, false) => (
            "not_proved",
            vec![("open", open.as_str()), ("unproved", unproved.as_str())],
        ),
    };
    words::text(lang, &format!("app.pay.{key}"), &args)
}

fn name(benefit: &str, dependent: Option<i64>, lang: Lang) -> String {
    let name = words::word(lang, &format!("benefit.{benefit}"));
    match dependent {
        Some(number) => format!("{name}#{}", number + 1),
        None => name,
    }
}

fn payee(line: &ProofLine, lang: Lang) -> String {
    let found = line
        .found
        .map_or_else(|| "—".to_owned(), |found| found.to_string());
    format!(
        "  {} № {}/{} {} {}  {} → {found}  {}",
        line.person,
        line.determination,
        line.line,
        name(&line.benefit, line.dependent, lang),
        line.month,
        line.decided,
        words::word(lang, &format!("pay_proof.state.{}", line.state.stem())),
    )
}

fn difference(run: &DifferenceRun<'_>, lang: Lang) -> String {
    let line = run.first;
    let change = line.after - line.before;
    let sign = if change > Money::ZERO { "+" } else { "" };
    let times = match run.months {
        1 => String::new(),
        months => format!(" × {months}"),
    };
    let state = handled(line.signed.as_ref(), line.in_run, lang);
    format!(
        "  {} {} № {} {} {}  {} → {} ({sign}{change}{times})  {state}",
        line.person,
        line.subject,
        line.determination,
        name(&line.benefit, line.dependent, lang),
        run.span(),
        line.before,
        line.after,
    )
}

/// Who answers for it, or whether it stops the run.
fn handled(signed: Option<&Signature>, in_run: bool, lang: Lang) -> String {
    match signed {
        Some(signed) => {
            let args = [
                ("by", signed.by.as_str()),
                ("reason", signed.reason.as_str()),
            ];
            words::text(lang, "pay_proof.signed_by", &args)
        }
        None if in_run => words::word(lang, "pay_proof.open"),
        None => words::word(lang, "pay_proof.beside"),
    }
}

fn unproved(one: &Unproved, lang: Lang) -> String {
    let benefit = one.benefit.as_deref().map(|stem| name(stem, None, lang));
    format!(
        "  {} № {} {} {}  {}",
        one.subject,
        one.determination,
        benefit.unwrap_or_default(),
        one.refusal.message(lang).trim_end(),
        handled(one.signed.as_ref(), one.in_run, lang),
    )
}

/// A stored signature, and under it what the proof had said.
fn signature(one: &StoredSignature, lang: Lang) -> Vec<String> {
    let signed = &one.signature;
    let (month, number) = (one.month.to_string(), signed.determination_id.to_string());
    let benefit = name(&signed.benefit, None, lang);
    let role = words::word(lang, &format!("role.{}", one.role));
    let args = [
        ("month", month.as_str()),
        ("on", one.on.as_str()),
        ("determination", number.as_str()),
        ("benefit", benefit.as_str()),
        ("name", one.name.as_str()),
        ("role", role.as_str()),
        ("reason", signed.reason.as_str()),
    ];
    let mut lines = vec![format!(
        "  #{} {}",
        one.matter,
        words::text(lang, "pay_proof.signature", &args)
    )];
    lines.extend(
        signed
            .of
            .iter()
            .map(|said| format!("    {}", said.message(lang))),
    );
    lines
}
