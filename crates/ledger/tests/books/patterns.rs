//! Each booking pattern against an entry written by hand.

use yiju_ledger::patterns::*;
use yiju_ledger::{Balances, Dimensions, VoucherDraft};
use yiju_terms::{Benefit, Money};

use super::{day, employer, fund, written, yuan};

/// A voucher as an accountant writes it down: one line per posting.
fn entry(draft: &VoucherDraft) -> Vec<String> {
    let lines = draft.postings.iter().map(|posting| {
        if posting.credit.is_zero() {
            format!("Dr {} {}", posting.account, posting.debit)
        } else {
            format!("Cr {} {}", posting.account, posting.credit)
        }
    });
    lines.collect()
}

/// The pattern's name, its entry, and that it passes the check.
fn expect(draft: &VoucherDraft, pattern: &str, lines: &[&str]) {
    assert_eq!(draft.pattern, pattern);
    assert_eq!(entry(draft), lines, "{pattern}");
    if let Err(refusals) = draft.check(fund()) {
        panic!("{pattern} is refused: {refusals:?}");
    }
    assert!(
        !draft.summary.contains(['{', '⟦']),
        "{pattern}: {}",
        draft.summary
    );
}

fn line(kind: ContributionKind, amount: &str) -> ContributionLine {
    ContributionLine {
        kind,
        amount: yuan(amount),
        dimensions: employer("U1"),
    }
}

fn payment(item: impl Into<FundItem>, amount: &str) -> PaymentLine {
    PaymentLine {
        item: item.into(),
        amount: yuan(amount),
        dimensions: Dimensions::payment("P1"),
    }
}

#[test]
fn collection() {
    let on = day("2023-06-15");
    let lines = [
        line(ContributionKind::Employer, "6885.85"),
        line(ContributionKind::Project, "69570.00"),
        line(ContributionKind::BackPayment, "0.15"),
    ];
    let credits = [
        "Cr contribution_income.employer 6885.85",
        "Cr contribution_income.project 69570.00",
        "Cr contribution_income.back_payment 0.15",
    ];
    let with = |debit| [[debit].as_slice(), &credits].concat();
    expect(
        &e01_contribution_to_treasury(on, &lines),
        "E1",
        &with("Dr treasury 76456.00"),
    );
    expect(
        &e02_treasury_to_fiscal(on, yuan("76456.00")),
        "E2",
        &["Dr fiscal_account 76456.00", "Cr treasury 76456.00"],
    );
    expect(
        &e03_contribution_to_fiscal(on, &lines),
        "E3",
        &with("Dr fiscal_account 76456.00"),
    );
    expect(
        &e04_unmatched_receipt(
            on,
            Receipt::FiscalAccount,
            yuan("76456.00"),
            Dimensions::payment("R1"),
        ),
        "E4",
        &[
            "Dr fiscal_account 76456.00",
            "Cr suspense.unmatched_receipt 76456.00",
        ],
    );
    expect(
        &e04_unmatched_cleared(on, Dimensions::payment("R1"), &lines),
        "E4.cleared",
        &with("Dr suspense.unmatched_receipt 76456.00"),
    );
}

#[test]
fn surcharge_and_refund() {
    let on = day("2023-07-03");
    let surcharges = [("12.34"), ("0.66")].map(|amount| SurchargeLine {
        amount: yuan(amount),
        dimensions: employer("U2"),
    });
    for (receipt, debit) in [
        (Receipt::Treasury, "Dr treasury 13.00"),
        (Receipt::FiscalAccount, "Dr fiscal_account 13.00"),
    ] {
        expect(
            &e05_late_surcharge(on, receipt, &surcharges),
            "E5",
            &[
                debit,
                "Cr other_income.late_surcharge 12.34",
                "Cr other_income.late_surcharge 0.66",
            ],
        );
    }
    let lines = [line(ContributionKind::Employer, "100.00")];
    for (receipt, credit) in [
        (Receipt::Treasury, "Cr treasury 100.00"),
        (Receipt::FiscalAccount, "Cr fiscal_account 100.00"),
    ] {
        expect(
            &e06_refund(on, receipt, &lines),
            "E6",
            &["Dr contribution_income.employer 100.00", credit],
        );
    }
}

#[test]
fn payment_of_benefits() {
    let on = day("2023-08-10");
    let about = Dimensions::payment("PLAN-08");
    expect(
        &e07_plan_grant(on, OperatingMode::Tiered, yuan("300000.00"), about.clone()),
        "E7",
        &[
            "Dr expenditure_account 300000.00",
            "Cr fiscal_account 300000.00",
        ],
    );
    expect(
        &e07_plan_grant(on, OperatingMode::Reimbursed, yuan("300000.00"), about),
        "E7",
        &[
            "Dr expenditure_account 300000.00",
            "Cr suspense.provincial_float 300000.00",
        ],
    );
    let lines = [
        payment(Benefit::DisabilityLumpSum, "85612.00"),
        payment(Benefit::HospitalMealAllowance, "480.00"),
        payment(Benefit::SurvivorPension, "1605.22"),
        payment(Benefit::AppraisalFee, "300.00"),
        payment(FundItem::MinimumWageDifference, "2.78"),
        payment(FundItem::Prevention, "1000.00"),
    ];
    let draft = e08_benefit_payment(on, "2023-08-01", &lines).unwrap();
    expect(
        &draft,
        "E8",
        &[
            "Dr benefit_expenditure.disability.disability_lump_sum 85612.00",
            "Dr benefit_expenditure.medical.hospital_meal_allowance 480.00",
            "Dr benefit_expenditure.death.survivor_pension 1605.22",
            "Dr appraisal_expenditure 300.00",
            "Dr benefit_expenditure.disability.minimum_wage_difference 2.78",
            "Dr prevention_expenditure 1000.00",
            "Cr expenditure_account 89000.00",
        ],
    );
    let first = &draft.postings[0].dimensions;
    assert_eq!(first.benefit.as_deref(), Some("disability_lump_sum"));
    assert_eq!(first.payment_id.as_deref(), Some("P1"));
    let last = draft.postings.last().unwrap();
    assert_eq!(last.dimensions.payment_id.as_deref(), Some("2023-08-01"));
}

#[test]
fn what_the_employer_pays_never_enters_the_fund() {
    let lines = [
        payment(Benefit::EmploymentLumpSum, "1.00"),
        payment(Benefit::DeathLumpSum, "1.00"),
        payment(Benefit::InjuryLeaveWage, "1.00"),
    ];
    let refusals = e08_benefit_payment(day("2023-08-10"), "B", &lines).unwrap_err();
    let named: Vec<_> = refusals.iter().filter_map(|r| r.arg("benefit")).collect();
    assert_eq!(named, ["employment_lump_sum", "injury_leave_wage"]);
    assert!(e10_payment_given_up(day("2023-08-10"), &lines[0]).is_err());
    // Every other benefit has a leaf of the chart to be booked on.
    for benefit in Benefit::ALL.iter().copied() {
        let employers = [Benefit::EmploymentLumpSum, Benefit::InjuryLeaveWage];
        let account = FundItem::from(benefit).account();
        assert_eq!(account.is_none(), employers.contains(&benefit));
        let leaf = |stem: &str| fund().account(stem).is_some_and(|a| a.is_leaf);
        assert!(account.is_none_or(leaf), "{account:?}");
    }
}

#[test]
fn returned_payment_and_its_two_ends() {
    let on = day("2023-08-12");
    let about = Dimensions::payment("P1");
    expect(
        &e10_payment_returned(on, yuan("480.00"), about.clone()),
        "E10",
        &[
            "Dr expenditure_account 480.00",
            "Cr suspense.returned_payment 480.00",
        ],
    );
    expect(
        &e10_payment_repeated(on, yuan("480.00"), about),
        "E10.repeated",
        &[
            "Dr suspense.returned_payment 480.00",
            "Cr expenditure_account 480.00",
        ],
    );
    let given_up = payment(Benefit::HospitalMealAllowance, "480.00");
    expect(
        &e10_payment_given_up(on, &given_up).unwrap(),
        "E10.given_up",
        &[
            "Dr suspense.returned_payment 480.00",
            "Cr benefit_expenditure.medical.hospital_meal_allowance 480.00",
        ],
    );
}

#[test]
fn interest_and_pooling() {
    let on = day("2023-09-21");
    let amount = yuan("321.09");
    let pair = |draft: VoucherDraft, pattern, debit: &str, credit: &str| {
        let lines = [format!("Dr {debit} 321.09"), format!("Cr {credit} 321.09")];
        expect(&draft, pattern, &[&lines[0], &lines[1]]);
    };
    let (fiscal, spending) = ("fiscal_account", "expenditure_account");
    let own = "interest_income.expenditure_account";
    pair(
        e15_expenditure_account_interest(on, amount),
        "E15",
        spending,
        own,
    );
    pair(
        e15_interest_handed_over(on, amount),
        "E15.handed_over",
        fiscal,
        spending,
    );
    let theirs = "interest_income.fiscal_account";
    pair(
        e16_fiscal_account_interest(on, amount),
        "E16",
        fiscal,
        theirs,
    );
    for (account, stem) in [
        (FundAccount::FiscalAccount, fiscal),
        (FundAccount::ExpenditureAccount, spending),
    ] {
        let up = e17_remit_upward(on, account, amount);
        pair(up, "E17", "upward_remittance", stem);
        let down = e18_allocation_received(on, account, amount);
        pair(down, "E18", stem, "upper_subsidy");
    }
    let received = e17_remittance_received(on, amount);
    pair(received, "E17.received", fiscal, "lower_remittance");
    let paid = e18_allocation_paid(on, amount);
    pair(paid, "E18.paid", "downward_allocation", fiscal);
}

#[test]
fn year_close() {
    let on = day("2023-12-31");
    let mut balances = Balances::new();
    for (stem, debit, credit) in [
        ("contribution_income.employer", "10.00", "1000.00"),
        ("interest_income.fiscal_account", "0.00", "5.00"),
        // More refunded than received: this account closes on the other side.
        ("contribution_income.back_payment", "7.00", "3.00"),
        ("benefit_expenditure.death.funeral_grant", "600.00", "0.00"),
        ("appraisal_expenditure", "30.00", "30.00"),
        ("fiscal_account", "391.00", "0.00"),
    ] {
        balances.add(stem, yuan(debit), yuan(credit));
    }
    assert!(balances.is_balanced());
    let drafts = e22_year_close(on, fund(), &balances);
    assert_eq!(drafts.len(), 2);
    expect(
        &drafts[0],
        "E22",
        &[
            "Dr contribution_income.employer 990.00",
            "Cr contribution_income.back_payment 4.00",
            "Dr interest_income.fiscal_account 5.00",
            "Cr fund_balance 991.00",
        ],
    );
    expect(
        &drafts[1],
        "E22",
        &[
            "Cr benefit_expenditure.death.funeral_grant 600.00",
            "Dr fund_balance 600.00",
        ],
    );
    assert!(e22_year_close(on, fund(), &Balances::new()).is_empty());
    assert!(is_closing("E22") && is_closing("D9") && !is_closing("E23"));
}

#[test]
fn reversal_in_red_ink() {
    let on = day("2023-10-08");
    let wrong = e02_treasury_to_fiscal(on, yuan("80.00"));
    let red = e23_reversal(on, &written(7, &wrong), "金额录入有误");
    expect(
        &red,
        "E23",
        &["Dr fiscal_account -80.00", "Cr treasury -80.00"],
    );
    assert_eq!(red.reverses, Some(7));
    assert!(red.summary.contains('7') && red.summary.contains("金额录入有误"));
    let back = e23_reversal(on, &written(8, &red), "原凭证无误");
    expect(
        &back,
        "E23",
        &["Dr fiscal_account 80.00", "Cr treasury 80.00"],
    );
    assert_eq!(back.total(), Money::from_yuan(80));
}
