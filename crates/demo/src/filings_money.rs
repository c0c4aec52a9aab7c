//! The fund's money through the year: assessed, received, moved, granted, paid, returned, reversed, closed.

use yiju_actions::balances::booked;
use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::contribution_receipt::{ContributionReceipt, ReceiptLine};
use yiju_actions::fund_transfer::FundTransfer;
use yiju_actions::pay_batch::{PayBatch, PaymentOrder};
use yiju_actions::payment_return::PaymentReturn;
use yiju_actions::period_close::PeriodClose;
use yiju_actions::reversal::Reversal;
use yiju_ledger::Ledger;
use yiju_store::tables::PaymentRow;
use yiju_store::{Fault, Store, books, cases, register, sets};
use yiju_terms::{Date, Money, Month, Region};

use crate::calibration::YEAR;
use crate::county::{County, day};
use crate::filings_setup::{inside, months};
use crate::schedule::{Days, Filing};

/// One payer's month, as the tax office's list names it.
#[derive(Clone)]
struct Payer {
    kind: &'static str,
    id: String,
    month: Month,
}

pub(crate) fn filings(county: &County, days: &Days<'_>) -> Vec<Filing> {
    let mut filings = Vec::new();
    for month in months() {
        let on = days.working(day(month.month(), 11));
        let assess = ContributionAssessment { month };
        filings.push(Filing::fixed(on, on, inside("月度缴费核定"), assess).rank(60));
        filings.extend(receipts(county, month, days));
        filings.extend(benefits_paid(month, days));
        filings.extend(month_end(month, days));
        filings.extend(closes(month, days));
    }
    filings.extend(interest(days));
    filings.extend(returned_payment(days));
    filings.extend(wrong_entry(days));
    filings
}

/// Three lists a month; late payers come a month later, new building sites with the last list.
fn receipts(county: &County, month: Month, days: &Days<'_>) -> Vec<Filing> {
    let mut lists: Vec<Vec<Payer>> = vec![Vec::new(); 3];
    for (at, employer) in county.employers.iter().enumerate() {
        let (list, due) = match employer.is_late {
            true => (0, month.previous()),
            false => (at % 3, month),
        };
        if due.year() == YEAR {
            lists[list].push(Payer {
                kind: "employer",
                id: employer.id.clone(),
                month: due,
            });
        }
    }
    for project in county.projects.iter().filter(|p| !p.is_opening) {
        if Month::of(project.starts_on) == month {
            lists[2].push(Payer {
                kind: "project",
                id: project.id.clone(),
                month,
            });
        }
    }
    let dates = [14, 20, 26];
    lists
        .into_iter()
        .zip(dates)
        .map(|(payers, date)| receipt(payers, days.working(day(month.month(), date))))
        .collect()
}

fn receipt(payers: Vec<Payer>, on: Date) -> Filing {
    let make = move |store: &mut Store, region: &Region| {
        let mut lines = Vec::new();
        for payer in &payers {
            let month = payer.month.to_string();
            let due = register::assessed_fen(store, region.code(), payer.kind, &payer.id, &month)?;
            // An employer that joined later, or has nobody under cover, owes nothing for the month.
            let Some(due) = due.filter(|fen| *fen > 0) else {
                continue;
            };
            lines.push(ReceiptLine {
                payer_kind: payer.kind.to_owned(),
                payer_id: payer.id.clone(),
                month: payer.month,
                amount: Money::from_fen(due),
            });
        }
        Ok((!lines.is_empty()).then(|| ContributionReceipt {
            received_on: on,
            channel: "税务征收到账清单（演示）".to_owned(),
            lines,
        }))
    };
    Filing::new(on, on, inside("工伤保险费到账登记"), make).rank(62)
}

/// What is held on an account at the end of a day.
fn held(store: &mut Store, region: &Region, account: &str, on: Date) -> Result<Money, Fault> {
    Ok(booked(store, region.code(), Ledger::Fund, (None, on))?.net_debit(account))
}

type Amount = fn(&mut Store, &Region, Date) -> Result<Money, Fault>;

fn transfer(
    kind: &'static str,
    subject: &str,
    document: String,
    on: Date,
    rank: u8,
    amount: Amount,
) -> Filing {
    let make = move |store: &mut Store, region: &Region| {
        let amount = amount(store, region, on)?;
        Ok((amount > Money::ZERO).then(|| FundTransfer {
            kind: kind.to_owned(),
            on,
            amount,
            document: document.clone(),
        }))
    };
    Filing::new(on, on, inside(subject), make).rank(rank)
}

/// Everything the fund owes by a month, drawn up from the books.
pub(crate) fn orders(
    store: &mut Store,
    region: &Region,
    month: Month,
) -> Result<Vec<PaymentOrder>, Fault> {
    let mut orders = Vec::new();
    for due in cases::due_lines(store, region.code())? {
        let tail = format!(
            "{:04}",
            (due.determination_id * 7_919 + due.line * 104_729) % 10_000
        );
        let order = |month: Month| PaymentOrder {
            determination_id: due.determination_id,
            line: due.line,
            month,
            account_tail: tail.clone(),
        };
        if !due.is_monthly {
            orders.push(order(month));
            continue;
        }
        // Months before the year were paid by the system before this one.
        let in_force = |m: &Month| *m <= month && due.is_due(&m.to_string());
        orders.extend(months().filter(in_force).map(order));
    }
    Ok(orders)
}

/// The sum of a pay run, in whole thousand yuan, less what the account still holds.
fn needed(store: &mut Store, region: &Region, on: Date) -> Result<Money, Fault> {
    let orders = orders(store, region, Month::of(on))?;
    let determinations = orders.iter().map(|order| order.determination_id);
    let known = sets::payables(store, region.code(), determinations)?;
    let amount = |order: &PaymentOrder| {
        let line = known.get(&(order.determination_id, order.line));
        line.map_or(0, |payable| payable.line.amount_fen)
    };
    let total: i64 = orders.iter().map(amount).sum();
    let missing = total - held(store, region, "expenditure_account", on)?.fen();
    Ok(Money::from_fen(
        (missing.max(0) + 99_999) / 100_000 * 100_000,
    ))
}

fn benefits_paid(month: Month, days: &Days<'_>) -> Vec<Filing> {
    let on = days.working(day(month.month(), 25));
    let slip = |kind: &str| format!("演示{kind}{month}");
    let into_fiscal = transfer(
        "e18_into_fiscal_account",
        "省级拨款到账",
        slip("拨款单"),
        on,
        70,
        needed,
    );
    let grant = transfer("e07", "用款计划拨付", slip("用款申请表"), on, 71, needed);
    let make = move |store: &mut Store, region: &Region| {
        let payments = orders(store, region, month)?;
        Ok((!payments.is_empty()).then(|| PayBatch {
            month,
            paid_on: on,
            payments,
            signed: Vec::new(),
        }))
    };
    let batch = Filing::new(on, on, inside("待遇支付批次"), make).rank(72);
    vec![into_fiscal, grant, batch]
}

/// The treasury is emptied into the fiscal account, and contributions are remitted upward (unified pooling).
fn month_end(month: Month, days: &Days<'_>) -> Vec<Filing> {
    let on = days.working(day(month.month(), 27));
    let treasury: Amount = |store, region, on| held(store, region, "treasury", on);
    let fiscal: Amount = |store, region, on| held(store, region, "fiscal_account", on);
    vec![
        transfer(
            "e02",
            "国库划转财政专户",
            format!("演示划转单{month}"),
            on,
            80,
            treasury,
        ),
        transfer(
            "e17_from_fiscal_account",
            "统筹基金上解",
            format!("演示上解单{month}"),
            on,
            81,
            fiscal,
        ),
    ]
}

fn closes(month: Month, days: &Days<'_>) -> Vec<Filing> {
    let on = days.after(month.last_day(), 3);
    let close = |ledger: Ledger| {
        let proposal = PeriodClose {
            ledger: ledger.stem().to_owned(),
            month,
            year_end: month.month() == 12,
            on,
        };
        Filing::fixed(on, on, inside("结账"), proposal).rank(5)
    };
    vec![close(Ledger::Fund), close(Ledger::Department)]
}

fn interest(days: &Days<'_>) -> Vec<Filing> {
    let mut filings = Vec::new();
    for month in [3, 6, 9, 12] {
        let on = days.working(day(month, 21));
        let slip = format!("演示利息单{YEAR}-{month:02}");
        let on_expenditure: Amount =
            |_, _, on| Ok(Money::from_fen(18_000 + i64::from(on.month()) * 731));
        filings.push(transfer(
            "e15",
            "支出户利息",
            slip.clone(),
            on,
            64,
            on_expenditure,
        ));
        filings.push(transfer(
            "e15_handed_over",
            "支出户利息上缴",
            slip.clone(),
            on,
            65,
            on_expenditure,
        ));
        if month != 9 {
            let on_fiscal: Amount =
                |_, _, on| Ok(Money::from_fen(96_000 + i64::from(on.month()) * 1_217));
            filings.push(transfer("e16", "财政专户利息", slip, on, 66, on_fiscal));
        }
    }
    filings
}

/// One payment comes back in July because of a wrong account, and is paid again in August.
fn returned_payment(days: &Days<'_>) -> Vec<Filing> {
    let stage = |stage: &'static str, on: Date, reason: &'static str| {
        let make = move |store: &mut Store, region: &Region| {
            let month = Month::new(YEAR, 7).to_string();
            let rows = store.select::<PaymentRow>(
                "region = $1 AND month = $2 AND benefit = 'medical_expense' ORDER BY id",
                &[region.code().into(), month.into()],
            )?;
            Ok(rows.first().map(|payment| PaymentReturn {
                payment_id: payment.id,
                on,
                stage: stage.to_owned(),
                reason: reason.to_owned(),
            }))
        };
        Filing::new(on, on, inside("银行退票处理"), make).rank(74)
    };
    vec![
        stage("returned", days.working(day(7, 27)), "收款账号与户名不符"),
        stage("repeated", days.working(day(8, 8)), "账户信息更正后重付"),
    ]
}

/// September's interest was entered with two digits swapped; it is reversed and entered again.
fn wrong_entry(days: &Days<'_>) -> Vec<Filing> {
    let wrong: Amount = |_, _, _| Ok(Money::from_yuan(1_860));
    let right: Amount = |_, _, _| Ok(Money::from_yuan(1_680));
    let (first, second) = (days.working(day(9, 21)), days.working(day(9, 26)));
    let make = move |store: &mut Store, region: &Region| {
        let id = books::last_voucher(store, region.code(), Ledger::Fund.stem(), "E16")?;
        Ok(id.map(|voucher_id| Reversal {
            ledger: Ledger::Fund.stem().to_owned(),
            voucher_id,
            on: second,
            reason: "金额录入颠倒：1680元误录为1860元".to_owned(),
        }))
    };
    let slip = format!("演示利息单{YEAR}-09");
    vec![
        transfer("e16", "财政专户利息", slip.clone(), first, 66, wrong),
        Filing::new(second, second, inside("凭证冲正"), make).rank(67),
        transfer("e16", "财政专户利息（更正）", slip, second, 68, right),
    ]
}
