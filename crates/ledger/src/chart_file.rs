//! Reading a chart of accounts from TOML: every problem of the file at once, with its line.

use std::collections::BTreeMap;

use yiju_terms::{Citation, Status};

use crate::chart::{Account, AccountClass, Chart, CodePeriod, Direction, Flow, Ledger};
use crate::problem::Problem;
use crate::toml_reader::{Reader, Section};

const ACCOUNT_KEYS: &[&str] = &["stem", "class", "name", "codes"];
const CODE_KEYS: &[&str] = &["from", "code", "status", "repealed"];
const FLOW_KEYS: &[&str] = &["account", "direction", "counter", "why", "cite", "status"];

/// An account with the line it was read from.
struct Read<T> {
    line: usize,
    value: T,
}

pub(crate) fn parse(file: &str, text: &str) -> Result<Chart, Vec<Problem>> {
    let mut reader = Reader::new(file, text);
    let Some(root) = reader.root() else {
        return Err(reader.problems);
    };
    let whole = Section {
        table: &root,
        line: 1,
    };
    reader.only_keys(whole, &["chart", "account", "flow"]);
    let head = reader.section(&root, "chart");
    let head = head.and_then(|section| read_head(&mut reader, section));
    let mut accounts = Vec::new();
    for section in reader.sections(&root, "account") {
        accounts.extend(read_account(&mut reader, section));
    }
    let mut flows = Vec::new();
    for section in reader.sections(&root, "flow") {
        flows.extend(read_flow(&mut reader, section));
    }
    check_tree(&mut reader, &accounts);
    check_codes(&mut reader, &accounts);
    check_flows(&mut reader, &flows, &accounts);
    let (Some((ledger, basis)), true) = (head, reader.problems.is_empty()) else {
        reader.problems.sort_by_key(|problem| problem.line);
        return Err(reader.problems);
    };
    let mut accounts: Vec<Account> = accounts.into_iter().map(|read| read.value).collect();
    mark_leaves(&mut accounts);
    Ok(Chart {
        ledger,
        basis: Citation(basis.into()),
        accounts,
        flows: flows.into_iter().map(|read| read.value).collect(),
    })
}

fn read_head<'t>(reader: &mut Reader<'t>, section: Section<'_, 't>) -> Option<(Ledger, String)> {
    reader.only_keys(section, &["ledger", "basis"]);
    let basis = reader.text(section, "basis");
    let stem = reader.text(section, "ledger")?;
    let Some(ledger) = Ledger::from_stem(&stem) else {
        let line = reader.line_of(section, "ledger");
        reader.report(line, "unknown_ledger", &[("stem", stem)]);
        return None;
    };
    Some((ledger, basis?))
}

fn read_account<'t>(reader: &mut Reader<'t>, section: Section<'_, 't>) -> Option<Read<Account>> {
    reader.only_keys(section, ACCOUNT_KEYS);
    let stem = reader.text(section, "stem");
    let name = reader.text(section, "name");
    let class = reader.text(section, "class").and_then(|written| {
        let class = AccountClass::from_stem(&written);
        if class.is_none() {
            let line = reader.line_of(section, "class");
            reader.report(line, "unknown_class", &[("class", written)]);
        }
        class
    });
    let entries = reader.sections(section.table, "codes");
    // An entry that could not be read is a problem of its own, not a missing code.
    if entries.is_empty() {
        let shown = stem.as_deref().unwrap_or("?").to_owned();
        reader.report(section.line, "no_code", &[("stem", shown)]);
    }
    let mut codes = Vec::new();
    for entry in entries {
        codes.extend(read_code(reader, entry));
    }
    let stem = stem?;
    if codes
        .windows(2)
        .any(|pair: &[CodePeriod]| pair[0].from >= pair[1].from)
    {
        let line = reader.line_of(section, "codes");
        reader.report(line, "codes_out_of_order", &[("stem", stem.clone())]);
    }
    let value = Account {
        stem,
        class: class?,
        name: name?,
        codes,
        is_leaf: true,
    };
    let line = section.line;
    Some(Read { line, value })
}

fn read_code<'t>(reader: &mut Reader<'t>, section: Section<'_, 't>) -> Option<CodePeriod> {
    reader.only_keys(section, CODE_KEYS);
    let from = reader.date(section, "from");
    if reader.flag(section, "repealed") {
        return Some(CodePeriod {
            from: from?,
            code: None,
            status: Status::Verified,
        });
    }
    let code = reader.text(section, "code");
    let status = reader.status(section, "status");
    if let Some(code) = &code
        && !code.bytes().all(|byte| byte.is_ascii_digit())
    {
        let line = reader.line_of(section, "code");
        reader.report(line, "code_not_digits", &[("code", code.clone())]);
    }
    Some(CodePeriod {
        from: from?,
        code: Some(code?),
        status: status?,
    })
}

fn read_flow<'t>(reader: &mut Reader<'t>, section: Section<'_, 't>) -> Option<Read<Flow>> {
    reader.only_keys(section, FLOW_KEYS);
    let account = reader.text(section, "account");
    let counter = reader.texts(section, "counter");
    let why = reader.text(section, "why");
    let cite = reader.text(section, "cite");
    let status = reader.status(section, "status");
    let direction = reader.text(section, "direction").and_then(|written| {
        let direction = Direction::from_stem(&written);
        if direction.is_none() {
            let line = reader.line_of(section, "direction");
            reader.report(line, "unknown_direction", &[("direction", written)]);
        }
        direction
    });
    let value = Flow {
        account: account?,
        direction: direction?,
        counter,
        why: why?,
        citation: Citation(cite?.into()),
        status: status?,
    };
    let line = section.line;
    Some(Read { line, value })
}

/// Stems are unique, every upper account exists and is of the same class.
fn check_tree(reader: &mut Reader<'_>, accounts: &[Read<Account>]) {
    let mut by_stem: BTreeMap<&str, &Read<Account>> = BTreeMap::new();
    for read in accounts {
        let stem = read.value.stem.as_str();
        if let Some(before) = by_stem.insert(stem, read) {
            let args = [
                ("stem", stem.to_owned()),
                ("first_line", before.line.to_string()),
            ];
            reader.report(read.line, "stem_twice", &args);
        }
    }
    for read in accounts {
        let account = &read.value;
        let Some(parent) = account.parent() else {
            continue;
        };
        let args = [
            ("stem", account.stem.clone()),
            ("parent", parent.to_owned()),
        ];
        match by_stem.get(parent) {
            None => reader.report(read.line, "no_parent", &args),
            Some(above) if above.value.class != account.class => {
                reader.report(read.line, "parent_of_other_class", &args);
            }
            Some(_) => {}
        }
    }
}

/// No two accounts carry the same code on the same day.
fn check_codes(reader: &mut Reader<'_>, accounts: &[Read<Account>]) {
    for (index, read) in accounts.iter().enumerate() {
        for period in &read.value.codes {
            let Some(code) = &period.code else { continue };
            let clash = accounts[..index].iter().find(|other| {
                // Two codes meet if either begins while the other is in force.
                other.value.code_on(period.from) == Some(code)
                    || other.value.codes.iter().any(|theirs| {
                        theirs.code.as_ref() == Some(code)
                            && read.value.code_on(theirs.from) == Some(code)
                    })
            });
            if let Some(other) = clash {
                let args = [
                    ("code", code.clone()),
                    ("stem", read.value.stem.clone()),
                    ("other", other.value.stem.clone()),
                ];
                reader.report(read.line, "code_twice", &args);
            }
        }
    }
}

/// A flow names accounts of the chart.
fn check_flows(reader: &mut Reader<'_>, flows: &[Read<Flow>], accounts: &[Read<Account>]) {
    for read in flows {
        let named = std::iter::once(&read.value.account).chain(&read.value.counter);
        for stem in named {
            if !accounts.iter().any(|account| account.value.stem == *stem) {
                reader.report(read.line, "flow_unknown_account", &[("stem", stem.clone())]);
            }
        }
    }
}

fn mark_leaves(accounts: &mut [Account]) {
    let parents: Vec<String> = accounts
        .iter()
        .filter_map(|account| account.parent().map(str::to_owned))
        .collect();
    for account in accounts {
        account.is_leaf = !parents.contains(&account.stem);
    }
}
