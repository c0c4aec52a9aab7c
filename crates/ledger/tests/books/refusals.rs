//! The check of a voucher: everything wrong is said at once, and in both languages.

use yiju_ledger::patterns::e02_treasury_to_fiscal;
use yiju_ledger::{Chart, Dimensions, Ledger, PostingDraft, VoucherDraft};
use yiju_terms::{Lang, Money, Refusal};

use super::{day, fund, yuan};

fn debit(account: &str, amount: &str) -> PostingDraft {
    PostingDraft::debit(account, yuan(amount), Dimensions::default())
}

fn credit(account: &str, amount: &str) -> PostingDraft {
    PostingDraft::credit(account, yuan(amount), Dimensions::default())
}

fn draft(postings: Vec<PostingDraft>) -> VoucherDraft {
    let mut draft = e02_treasury_to_fiscal(day("2023-05-01"), yuan("1.00"));
    draft.postings = postings;
    draft
}

fn refusals(draft: &VoucherDraft, chart: &Chart) -> Vec<Refusal> {
    draft.check(chart).expect_err("the voucher must be refused")
}

fn codes(refusals: &[Refusal]) -> Vec<&'static str> {
    refusals.iter().map(|refusal| refusal.code).collect()
}

#[test]
fn every_refusal_at_once() {
    let mut both = debit("fiscal_account", "5.00");
    both.credit = yuan("2.00");
    let mut bad = draft(vec![
        both,
        debit("cash", "0.00"),
        debit("fiscal_account", "-3.00"),
        debit("no_such_account", "1.00"),
        debit("benefit_expenditure.death", "4.00"),
        credit("treasury", "9.99"),
    ]);
    bad.summary = "  ".to_owned();
    let found = refusals(&bad, fund());
    let expected = [
        "ledger_no_summary",
        "ledger_both_sides",
        "ledger_no_amount",
        "ledger_negative_amount",
        "ledger_unknown_account",
        "ledger_not_a_leaf",
        "ledger_unbalanced",
        "ledger_flow_not_allowed",
        "ledger_flow_not_allowed",
    ];
    assert_eq!(codes(&found), expected);
    // Debits 5 − 3 + 1 + 4 = 7, credits 2 + 9.99 = 11.99.
    assert_eq!(found[6].arg("debit"), Some("7.00"));
    assert_eq!(found[6].arg("credit"), Some("11.99"));
    assert_eq!(found[6].arg("difference"), Some("-4.99"));
    for refusal in &found {
        for lang in [Lang::Zh, Lang::En] {
            let message = refusal.message(lang);
            assert!(!message.contains(['⟦', '{']), "{message}");
        }
    }
}

#[test]
fn balanced_to_the_fen() {
    let off = draft(vec![
        debit("fiscal_account", "100.00"),
        credit("treasury", "99.99"),
    ]);
    let found = refusals(&off, fund());
    assert_eq!(codes(&found), ["ledger_unbalanced"]);
    assert_eq!(found[0].arg("difference"), Some("0.01"));
}

#[test]
fn one_posting_is_no_voucher() {
    let found = refusals(&draft(vec![debit("cash", "1.00")]), fund());
    assert_eq!(
        codes(&found),
        ["ledger_too_few_postings", "ledger_unbalanced"]
    );
    let empty = refusals(&draft(Vec::new()), fund());
    assert_eq!(codes(&empty), ["ledger_too_few_postings"]);
}

#[test]
fn the_two_books_never_mix() {
    let good = e02_treasury_to_fiscal(day("2023-05-01"), yuan("1.00"));
    let department = Chart::builtin(Ledger::Department);
    let found = refusals(&good, department);
    let unknown = "ledger_unknown_account";
    assert_eq!(codes(&found), ["ledger_other_book", unknown, unknown]);
    for account in department.accounts() {
        assert!(fund().account(&account.stem).is_none(), "{}", account.stem);
    }
}

#[test]
fn not_before_the_account_exists() {
    let early = e02_treasury_to_fiscal(day("2017-12-31"), yuan("1.00"));
    let not_yet = "ledger_account_not_in_force";
    assert_eq!(codes(&refusals(&early, fund())), [not_yet, not_yet]);
    let first = e02_treasury_to_fiscal(day("2018-01-01"), yuan("1.00"));
    assert_eq!(first.check(fund()), Ok(()));
}

#[test]
fn red_ink_needs_a_reason() {
    let mut red = draft(vec![
        debit("fiscal_account", "-8.00"),
        credit("treasury", "-8.00"),
    ]);
    let negative = "ledger_negative_amount";
    assert_eq!(codes(&refusals(&red, fund())), [negative, negative]);
    red.reverses = Some(3);
    let found = refusals(&red, fund());
    assert_eq!(codes(&found), ["ledger_reversal_without_reason"]);
    red.reason = Some(" ".to_owned());
    assert_eq!(refusals(&red, fund()).len(), 1);
    red.reason = Some("重复入账".to_owned());
    assert_eq!(red.check(fund()), Ok(()));
}

/// 支出户 and 国库: which counter accounts may stand against them (standards of the two bank accounts).
#[test]
fn bank_accounts_pass_only_what_they_may() {
    let (spending, treasury) = ("expenditure_account", "treasury");
    // (debit, credit, may pass)
    for (to, from, may) in [
        (spending, "fiscal_account", true),
        (spending, "suspense.provincial_float", true),
        (spending, "upper_subsidy", true),
        (spending, "interest_income.expenditure_account", true),
        (spending, "suspense.returned_payment", true),
        (spending, "contribution_income.employer", false),
        (spending, "other_income.donation", false),
        (spending, "interest_income.fiscal_account", false),
        (spending, treasury, false),
        (spending, "cash", false),
        ("benefit_expenditure.death.funeral_grant", spending, true),
        ("appraisal_expenditure", spending, true),
        ("prevention_expenditure", spending, true),
        ("fiscal_account", spending, true),
        ("upward_remittance", spending, true),
        ("suspense.returned_payment", spending, true),
        ("other_expenditure", spending, false),
        ("entrusted_investment", spending, false),
        ("contribution_income.employer", spending, false),
        ("cash", spending, false),
        ("fiscal_account", treasury, true),
        ("upward_remittance", treasury, false),
    ] {
        let draft = draft(vec![debit(to, "1.00"), credit(from, "1.00")]);
        assert_eq!(draft.check(fund()).is_ok(), may, "Dr {to} / Cr {from}");
    }
}

#[test]
fn the_check_itself_cannot_overflow() {
    let most = Money::from_fen(i64::MAX);
    let huge = draft(vec![
        PostingDraft::debit("cash", most, Dimensions::default()),
        PostingDraft::debit("cash", most, Dimensions::default()),
        PostingDraft::credit("fiscal_account", most, Dimensions::default()),
    ]);
    let found = refusals(&huge, fund());
    assert_eq!(codes(&found), ["ledger_unbalanced"]);
    assert_eq!(found[0].arg("debit"), Some("184467440737095516.14"));
}
