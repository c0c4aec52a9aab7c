//! Year close and reversal (E22, E23).

use jiff::civil::Date;
use yiju_terms::{Lang, Money, words};

use super::fund_voucher;
use crate::balances::Balances;
use crate::chart::{AccountClass, Chart};
use crate::voucher::{Dimensions, PostingDraft, Voucher, VoucherDraft};

/// E22: the year is closed. All 收入 → Cr 一般基金结余; all 支出 → Dr 一般基金结余. Known, high.
/// `balances` are the fund's totals since the beginning (or since the last close). One voucher for income and one for
/// expenditure; a class with nothing to close gives none.
pub fn e22_year_close(on: Date, chart: &Chart, balances: &Balances) -> Vec<VoucherDraft> {
    [AccountClass::Income, AccountClass::Expenditure]
        .into_iter()
        .filter_map(|class| {
            let postings = close_class(chart, balances, class, |_| "fund_balance".to_owned());
            let year = on.year().to_string();
            (!postings.is_empty())
                .then(|| fund_voucher("E22", on, &[("year", year.as_str())], postings))
        })
        .collect()
}

/// The postings that bring every account of `class` to zero against the net-assets account that `into` names.
pub(crate) fn close_class(
    chart: &Chart,
    balances: &Balances,
    class: AccountClass,
    into: impl Fn(&str) -> String,
) -> Vec<PostingDraft> {
    let mut postings = Vec::new();
    let mut targets: Vec<(String, Money)> = Vec::new();
    for account in chart.leaves(class) {
        let net = balances.net_debit(&account.stem);
        if net.is_zero() {
            continue;
        }
        postings.push(on_side(&account.stem, -net));
        let target = into(&account.stem);
        match targets.iter_mut().find(|(stem, _)| *stem == target) {
            Some((_, sum)) => *sum += net,
            None => targets.push((target, net)),
        }
    }
    let moved = targets.into_iter().filter(|(_, net)| !net.is_zero());
    postings.extend(moved.map(|(stem, net)| on_side(&stem, net)));
    postings
}

/// A posting of a signed amount: positive debits, negative credits, so that no amount is negative.
fn on_side(account: &str, net_debit: Money) -> PostingDraft {
    if net_debit > Money::ZERO {
        PostingDraft::debit(account, net_debit, Dimensions::default())
    } else {
        PostingDraft::credit(account, -net_debit, Dimensions::default())
    }
}

/// E23: a voucher of this year was wrong. The same accounts on the same sides in red ink (negative amounts), with the
/// reason; the right entry follows as a voucher of its own. Works for both books. Known, high.
/// Reversing a reversal restores the first voucher's amounts.
pub fn e23_reversal(on: Date, voucher: &Voucher, reason: &str) -> VoucherDraft {
    let negate = |posting: &PostingDraft| PostingDraft {
        account: posting.account.clone(),
        debit: -posting.debit,
        credit: -posting.credit,
        dimensions: posting.dimensions.clone(),
    };
    let number = voucher.id.to_string();
    let args = [
        ("voucher", number.as_str()),
        ("summary", voucher.summary.as_str()),
        ("reason", reason),
    ];
    VoucherDraft {
        ledger: voucher.ledger,
        pattern: "E23",
        on,
        summary: words::text(Lang::Zh, "ledger.summary.E23", &args),
        postings: voucher.postings.iter().map(negate).collect(),
        reverses: Some(voucher.id),
        reason: Some(reason.to_owned()),
    }
}
