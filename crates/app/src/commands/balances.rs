//! `yiju balances`: every account of a book before, within and after a period.

use serde_json::json;
use yiju_actions::balances::{Days, trial_balance};
use yiju_lawbook::Lawbook;
use yiju_ledger::statements::{Columns, TrialBalance, TrialRow};
use yiju_ledger::{Ledger, Turnover};
use yiju_store::Fault;
use yiju_terms::{Lang, Money, Refusal, words};

use crate::cli;
use crate::place::{self, At, Stop};

/// Exit 1 when debits are not credits.
pub fn run(at: At<'_>, law: &Lawbook, asked: &cli::Balances, lang: Lang) -> Result<u8, Stop> {
    let days = Days::of(&asked.period)
        .ok_or_else(|| Refusal::new("period_unreadable").with("text", &asked.period))?;
    let ledger = Ledger::asked(&asked.ledger)
        .ok_or_else(|| Refusal::new("ledger_unknown").with("ledger", &asked.ledger))?;
    let mut place = place::open(at, law)?;
    let found = trial_balance(&mut place.store, place.region.code(), ledger, days)?;
    if asked.format == "json" {
        let json = serde_json::to_string_pretty(&shown(&found, ledger, days, lang));
        println!(
            "{}",
            json.map_err(|error| Fault::new("writing JSON", error))?
        );
    } else {
        if !place.office.notice.is_empty() {
            println!("{}", place.office.notice);
        }
        for line in lines(&found, ledger, days, lang) {
            println!("{line}");
        }
    }
    let holds = found.verdicts.iter().all(|verdict| verdict.holds());
    Ok(u8::from(!holds))
}

fn shown(found: &TrialBalance, ledger: Ledger, days: Days, lang: Lang) -> serde_json::Value {
    let both = |both: Turnover| json!({ "debit": both.debit, "credit": both.credit });
    let columns = |columns: &Columns| {
        json!({
            "opening": both(columns.opening),
            "turnover": both(columns.turnover),
            "closing": both(columns.closing),
        })
    };
    let row = |row: &TrialRow| {
        json!({
            "account": row.stem,
            "code": row.code(),
            "name": row.name,
            "is_leaf": row.is_leaf,
            "amounts": columns(&row.columns),
        })
    };
    let check = |verdict: &yiju_ledger::statements::Verdict| json!({ "check": verdict.check, "holds": verdict.holds(), "message": verdict.message(lang) });
    json!({
        "ledger": ledger.stem(),
        "first_day": days.first.to_string(),
        "last_day": days.last.to_string(),
        "accounts": found.rows.iter().map(row).collect::<Vec<_>>(),
        "total": columns(&found.total),
        "checks": found.verdicts.iter().map(check).collect::<Vec<_>>(),
        "provisional_codes": found.has_provisional_codes(),
    })
}

fn lines(found: &TrialBalance, ledger: Ledger, days: Days, lang: Lang) -> Vec<String> {
    let say = |key: &str| words::word(lang, &format!("server.balances.{key}"));
    let book = words::word(lang, &format!("server.ledger.{}.name", ledger.stem()));
    let mut lines = vec![format!(
        "{book} {} {} … {}",
        say("title"),
        days.first,
        days.last
    )];
    let head = ["opening", "turnover", "closing"]
        .map(|pair| ["debit", "credit"].map(|side| format!("{}{}", say(pair), say(side))));
    lines.push(line(
        &say("code"),
        &say("account"),
        head.into_iter().flatten(),
    ));
    for row in &found.rows {
        let name = format!("{}{}", "  ".repeat(row.depth), row.name);
        lines.push(line(
            row.code().unwrap_or("—"),
            &name,
            amounts(&row.columns),
        ));
    }
    lines.push(line("", &say("total"), amounts(&found.total)));
    lines.extend(found.verdicts.iter().map(|verdict| {
        let key = if verdict.holds() { "holds" } else { "broken" };
        let said = words::word(lang, &format!("server.statements.{key}"));
        format!("{said}  {}", verdict.message(lang))
    }));
    if found.has_provisional_codes() {
        lines.push(say("provisional"));
    }
    lines
}

fn amounts(columns: &Columns) -> impl Iterator<Item = String> {
    let amounts = columns
        .pairs()
        .into_iter()
        .flat_map(|both| [both.debit, both.credit]);
    amounts.map(|amount| match amount == Money::ZERO {
        true => "—".to_owned(),
        false => amount.to_string(),
    })
}

fn line(code: &str, name: &str, cells: impl Iterator<Item = String>) -> String {
    let mut line = format!("{code}{}{name}{}", gap(code, 10), gap(name, 30));
    for cell in cells {
        line.push_str(&gap(&cell, 16));
        line.push_str(&cell);
    }
    line
}

/// What fills a cell to so many places of a terminal, where Chinese characters take two.
fn gap(text: &str, places: usize) -> String {
    let taken: usize = text
        .chars()
        .map(|c| if c < '\u{2e80}' { 1 } else { 2 })
        .sum();
    " ".repeat(places.saturating_sub(taken).max(1))
}
