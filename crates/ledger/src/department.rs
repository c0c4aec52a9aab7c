//! The agency's own budget: its lines as data, spending within the adjusted budget, vouchers of the department book.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;
use yiju_terms::{Lang, Money, Refusal, words};

use crate::balances::Balances;
use crate::chart::{AccountClass, Chart, Ledger};
use crate::patterns::close_class;
use crate::voucher::{Dimensions, PostingDraft, VoucherDraft};

/// A line of the department's budget.
#[doc(alias = "部门预算科目")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub stem: String,
    pub name: String,
    /// The account its spending is booked on; only lines without parts have one.
    #[serde(default)]
    pub account: Option<String>,
    #[serde(default)]
    pub parts: Vec<String>,
    /// Counted beside the lines, never added to them (procurement).
    #[serde(default)]
    pub memo: bool,
    /// Whether spending beyond the adjusted budget of this line is refused.
    pub controlled: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinesFile {
    line: Vec<Line>,
}

const LINES: &str = include_str!("../../../law/accounts/department_lines.toml");

/// Every line, in the order of the file. Panics when the file compiled in is broken (a test reads it first).
pub fn lines() -> &'static [Line] {
    static READ: OnceLock<Vec<Line>> = OnceLock::new();
    READ.get_or_init(|| {
        let file: LinesFile = toml::from_str(LINES).expect("the budget lines compiled in");
        file.line
    })
}

pub fn line(stem: &str) -> Option<&'static Line> {
    lines().iter().find(|line| line.stem == stem)
}

/// Whether budgets and spending may name this line: it has no parts.
pub fn is_line(stem: &str) -> bool {
    line(stem).is_some_and(|line| line.parts.is_empty())
}

/// The lines without parts that add up to `stem` (itself when it has none).
pub fn leaves(stem: &str) -> Vec<&'static str> {
    let Some(line) = line(stem) else {
        return Vec::new();
    };
    if line.parts.is_empty() {
        return vec![&line.stem];
    }
    line.parts.iter().flat_map(|part| leaves(part)).collect()
}

/// The sum of `stem` over amounts by leaf.
pub fn sum(stem: &str, amounts: &BTreeMap<String, Money>) -> Money {
    leaves(stem)
        .into_iter()
        .filter_map(|leaf| amounts.get(leaf).copied())
        .sum()
}

/// Every refusal against spending `amount` on `leaf`: each controlled line it belongs to must stay within its adjusted
/// budget (预算法 § 13). `spent` and `adjusted` are by leaf, for the year so far.
pub fn over_budget(
    leaf: &str,
    amount: Money,
    adjusted: &BTreeMap<String, Money>,
    spent: &BTreeMap<String, Money>,
) -> Vec<Refusal> {
    let controlled = lines()
        .iter()
        .filter(|line| line.controlled && leaves(&line.stem).contains(&leaf));
    let check = |line: &Line| {
        let after = sum(&line.stem, spent) + amount;
        let limit = sum(&line.stem, adjusted);
        (after > limit).then(|| {
            Refusal::new("over_budget")
                .with("name", &line.name)
                .with("after", after)
                .with("limit", limit)
                .cite("预算法 @ 2018 § 13")
        })
    };
    controlled.filter_map(check).collect()
}

fn is_project(leaf: &str) -> bool {
    leaves("project").contains(&leaf)
}

fn voucher(
    pattern: &'static str,
    on: Date,
    summary: String,
    postings: Vec<PostingDraft>,
) -> VoucherDraft {
    VoucherDraft {
        ledger: Ledger::Department,
        pattern,
        on,
        summary,
        postings,
        reverses: None,
        reason: None,
    }
}

/// D1: the treasury grants a quota. Dr 零余额账户用款额度 / Cr 财政拨款预算收入 (基本 or 项目).
pub fn d1_appropriation(on: Date, is_project: bool, amount: Money) -> VoucherDraft {
    let income = if is_project {
        "appropriation_income.project"
    } else {
        "appropriation_income.basic"
    };
    let postings = vec![
        PostingDraft::debit("settled_funds.quota", amount, Dimensions::default()),
        PostingDraft::credit(income, amount, Dimensions::default()),
    ];
    let summary = words::word(Lang::Zh, "ledger.summary.D1");
    voucher("D1", on, summary, postings)
}

/// D2: spending on a line. Dr 事业支出 / Cr 零余额账户用款额度. `procurement` names the purchase it belongs to, if any.
/// Refuses a line that has no account.
pub fn d2_spending(
    on: Date,
    leaf: &str,
    amount: Money,
    summary: &str,
    procurement: Option<&str>,
) -> Result<VoucherDraft, Refusal> {
    let account = line(leaf)
        .and_then(|line| line.account.as_deref())
        .ok_or_else(|| Refusal::new("line_not_in_budget").with("line", leaf))?;
    let about = Dimensions {
        budget_line: Some(leaf.to_owned()),
        procurement: procurement.map(str::to_owned),
        ..Dimensions::default()
    };
    let postings = vec![
        PostingDraft::debit(account, amount, about),
        PostingDraft::credit("settled_funds.quota", amount, Dimensions::default()),
    ];
    Ok(voucher("D2", on, summary.to_owned(), postings))
}

/// D9: the year is closed. Income and expenditure go to 财政拨款结转, basic and project apart.
pub fn d9_year_close(on: Date, chart: &Chart, balances: &Balances) -> Vec<VoucherDraft> {
    let into = |account: &str| {
        let part = if account.contains("project") {
            "project"
        } else {
            "basic"
        };
        format!("appropriation_carryover.{part}")
    };
    [AccountClass::Income, AccountClass::Expenditure]
        .into_iter()
        .filter_map(|class| {
            let postings = close_class(chart, balances, class, into);
            let summary = words::word(Lang::Zh, "ledger.summary.D9");
            (!postings.is_empty()).then(|| voucher("D9", on, summary, postings))
        })
        .collect()
}

/// Whether the line is a project (and its grant 项目支出拨款).
pub fn belongs_to_project(leaf: &str) -> bool {
    is_project(leaf)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(rows: &[(&str, &str)]) -> BTreeMap<String, Money> {
        let parse = |(stem, yuan): &(&str, &str)| ((*stem).to_owned(), yuan.parse().unwrap());
        rows.iter().map(parse).collect()
    }

    #[test]
    fn lines_add_up_and_accounts_exist() {
        let chart = Chart::builtin(Ledger::Department);
        for line in lines() {
            assert_eq!(
                line.parts.is_empty(),
                line.account.is_some() || line.memo,
                "{}",
                line.stem
            );
            for part in &line.parts {
                assert!(super::line(part).is_some(), "{} names {part}", line.stem);
            }
            if let Some(account) = &line.account {
                assert!(
                    chart.account(account).is_some_and(|a| a.is_leaf),
                    "{account}"
                );
            }
        }
        // 三公 = 出国 + 用车（购置 + 运行）+ 接待, nothing else.
        assert_eq!(
            leaves("three_public"),
            ["vehicle_purchase", "vehicle_running", "abroad", "reception"]
        );
    }

    #[test]
    fn spending_stays_within_every_controlled_line() {
        let adjusted = amounts(&[
            ("reception", "13000.00"),
            ("office", "15000.00"),
            ("other_public", "47100.00"),
        ]);
        let spent = amounts(&[("reception", "10200.00"), ("office", "14800.00")]);
        assert!(over_budget("reception", "2800.00".parse().unwrap(), &adjusted, &spent).is_empty());
        let names: Vec<String> =
            over_budget("reception", "2800.01".parse().unwrap(), &adjusted, &spent)
                .iter()
                .map(|refusal| refusal.arg("name").unwrap_or_default().to_owned())
                .collect();
        assert_eq!(names, ["公务接待", "三公经费"]);
        // Other public spending may pass its own budget as long as the whole of 公用经费 holds: 75100 − 25000 = 50100.
        assert!(
            over_budget(
                "other_public",
                "50100.00".parse().unwrap(),
                &adjusted,
                &spent
            )
            .is_empty()
        );
        assert_eq!(
            over_budget(
                "other_public",
                "50100.01".parse().unwrap(),
                &adjusted,
                &spent
            )
            .len(),
            3
        );
    }

    #[test]
    fn vouchers_pass_their_check_and_close_to_zero() {
        let chart = Chart::builtin(Ledger::Department);
        let on: Date = "2023-03-31".parse().unwrap();
        let drafts = [
            d1_appropriation(on, false, Money::from_yuan(100)),
            d1_appropriation(on, true, Money::from_yuan(20)),
            d2_spending(on, "office", Money::from_yuan(90), "办公用品", None).unwrap(),
            d2_spending(
                on,
                "legacy_pooling",
                Money::from_yuan(15),
                "调查摸底",
                Some("P1"),
            )
            .unwrap(),
        ];
        let mut balances = Balances::new();
        for draft in &drafts {
            draft.check(chart).unwrap();
            balances = balances.plus(&Balances::of(&draft.postings));
        }
        for draft in d9_year_close(on, chart, &balances) {
            draft.check(chart).unwrap();
            balances = balances.plus(&Balances::of(&draft.postings));
        }
        assert_eq!(balances.net_debit("operating_expenditure"), Money::ZERO);
        assert_eq!(
            balances.net_debit("appropriation_carryover.basic"),
            -Money::from_yuan(10)
        );
        assert_eq!(
            balances.net_debit("appropriation_carryover.project"),
            -Money::from_yuan(5)
        );
        assert!(balances.is_balanced());
        assert!(d2_spending(on, "procurement", Money::from_yuan(1), "x", None).is_err());
    }
}
