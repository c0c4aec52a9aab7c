//! Properties over random sequences of events, with year closes and reversals in between.

use proptest::collection::vec;
use proptest::prelude::*;
use yiju_ledger::patterns::*;
use yiju_ledger::statements::{balance_sheet, income_expenditure};
use yiju_ledger::{Balances, Dimensions, VoucherDraft};
use yiju_terms::{Benefit, Money};

use super::{day, employer, fund, written};

/// One event of the fund: which, and its amounts.
fn event(kind: u8, fen: i64, other: i64) -> VoucherDraft {
    let on = day("2023-06-30");
    let (amount, second) = (Money::from_fen(fen), Money::from_fen(other));
    let line = |kind, amount| ContributionLine {
        kind,
        amount,
        dimensions: employer("U"),
    };
    let lines = [
        line(ContributionKind::Employer, amount),
        line(ContributionKind::Project, second),
    ];
    let payment = |benefit: Benefit, amount| PaymentLine {
        item: benefit.into(),
        amount,
        dimensions: Dimensions::payment("P"),
    };
    let surcharge = SurchargeLine {
        amount,
        dimensions: employer("U"),
    };
    let about = Dimensions::payment("R");
    let (fiscal, spending) = (FundAccount::FiscalAccount, FundAccount::ExpenditureAccount);
    match kind {
        0 => e01_contribution_to_treasury(on, &lines),
        1 => e02_treasury_to_fiscal(on, amount),
        2 => e03_contribution_to_fiscal(on, &lines),
        3 => e04_unmatched_receipt(on, Receipt::Treasury, amount, about),
        4 => e04_unmatched_cleared(on, about, &lines),
        5 => e05_late_surcharge(on, Receipt::Treasury, &[surcharge]),
        6 => e06_refund(on, Receipt::FiscalAccount, &lines),
        7 => e07_plan_grant(on, OperatingMode::Tiered, amount, about),
        8 => e07_plan_grant(on, OperatingMode::Reimbursed, amount, about),
        9 => {
            let lines = [
                payment(Benefit::MedicalExpense, amount),
                payment(Benefit::DeathLumpSum, second),
            ];
            e08_benefit_payment(on, "B", &lines).expect("the fund pays this")
        }
        10 => e10_payment_returned(on, amount, about),
        11 => e10_payment_repeated(on, amount, about),
        12 => e10_payment_given_up(on, &payment(Benefit::SurvivorPension, amount))
            .expect("the fund pays this"),
        13 => e15_expenditure_account_interest(on, amount),
        14 => e15_interest_handed_over(on, amount),
        15 => e16_fiscal_account_interest(on, amount),
        16 => e17_remit_upward(on, spending, amount),
        17 => e18_allocation_received(on, fiscal, amount),
        18 => e17_remittance_received(on, amount),
        _ => e18_allocation_paid(on, amount),
    }
}

fn any_event() -> impl Strategy<Value = VoucherDraft> {
    (0..20u8, 1..1_000_000_000i64, 1..1_000_000_000i64).prop_map(|(k, a, b)| event(k, a, b))
}

fn sum<'d>(drafts: impl IntoIterator<Item = &'d VoucherDraft>) -> Balances {
    Balances::of(drafts.into_iter().flat_map(|draft| &draft.postings))
}

/// Only what stands in the end: turnover on both sides of a reversed pair cancels in net, not in sums.
fn nets(balances: &Balances) -> Vec<(String, Money)> {
    let net = balances
        .iter()
        .map(|(stem, both)| (stem.to_owned(), both.net_debit()));
    net.filter(|(_, amount)| !amount.is_zero()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn every_event_passes_its_check_and_sums_to_zero(draft in any_event()) {
        prop_assert_eq!(draft.check(fund()), Ok(()));
        prop_assert!(sum([&draft]).is_balanced());
    }

    #[test]
    fn one_fen_off_is_refused(draft in any_event(), which in any::<prop::sample::Index>()) {
        let mut draft = draft;
        let posting = which.get(&draft.postings).clone();
        let position = draft.postings.iter().position(|p| *p == posting).unwrap();
        let one = Money::from_fen(1);
        let posting = &mut draft.postings[position];
        if posting.debit.is_zero() { posting.credit += one } else { posting.debit += one }
        let refusals = draft.check(fund()).unwrap_err();
        prop_assert!(refusals.iter().any(|refusal| refusal.code == "ledger_unbalanced"));
    }

    #[test]
    fn a_reversal_undoes_and_its_reversal_restores(before in vec(any_event(), 0..8), draft in any_event()) {
        let on = day("2023-07-01");
        let red = e23_reversal(on, &written(1, &draft), "录入有误");
        let back = e23_reversal(on, &written(2, &red), "原凭证无误");
        prop_assert_eq!(red.check(fund()), Ok(()));
        prop_assert_eq!(back.check(fund()), Ok(()));
        prop_assert_eq!(&back.postings, &draft.postings);
        let start = sum(&before);
        // Red ink: not only the balance but the turnover of both sides is as if nothing had been.
        prop_assert_eq!(nets(&start.plus(&sum([&draft, &red]))), nets(&start));
        prop_assert_eq!(start.plus(&sum([&draft, &red, &back])), start.plus(&sum([&draft])));
    }

    #[test]
    fn statements_hold_over_two_years(first in vec(any_event(), 1..20), second in vec(any_event(), 1..20), cut in any::<prop::sample::Index>()) {
        let end = day("2023-12-31");
        let year = sum(&first);
        let closing = e22_year_close(end, fund(), &year);
        for draft in &closing {
            prop_assert_eq!(draft.check(fund()), Ok(()));
        }
        let opening = year.plus(&sum(&closing));
        for top in ["contribution_income", "benefit_expenditure", "upward_remittance", "interest_income"] {
            prop_assert!(opening.net_debit(top).is_zero());
        }
        prop_assert!(e22_year_close(end, fund(), &opening).is_empty());
        let period = sum(&second[cut.index(second.len())..]);
        let to_date = sum(&second);
        let sheet = balance_sheet(fund(), &opening, &opening.plus(&to_date));
        prop_assert!(sheet.holds(), "{:?}", sheet.verdicts);
        let statement = income_expenditure(fund(), &opening, &period, &to_date);
        prop_assert!(statement.holds(), "{:?}", statement.verdicts);
        let end = statement.row("rolling_balance").unwrap().amounts[1];
        prop_assert_eq!(end, sheet.row("net_assets_total").unwrap().amounts[1]);
        // Whether the first year was closed or not, the balance sheet says the same.
        prop_assert_eq!(sheet, balance_sheet(fund(), &year, &year.plus(&to_date)));
    }

    #[test]
    fn the_order_of_vouchers_does_not_matter(drafts in vec(any_event(), 0..20)) {
        prop_assert_eq!(sum(&drafts), sum(drafts.iter().rev()));
    }
}
