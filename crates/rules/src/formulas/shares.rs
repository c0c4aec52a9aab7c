//! Shares of the own wage among dependents: percentages, and together never more than the wage.

use yiju_terms::{Exact, Money, Rate};

use crate::amounts::{Number, Rounded};

/// The shares of `base`, one for each of `rates`, each rounded half up.
///
/// When the rates pass `cap` (a rate of the base) everyone is cut in proportion. The amounts then add up to the cap to
/// the fen: rounding each share alone can pass it by a fen, so the last payee takes what is left.
#[doc(alias = "供养亲属抚恤金分配")]
pub fn capped_shares(base: Exact, rates: &[Rate], cap: Rate) -> Vec<Money> {
    let mut fen = vec![0; rates.len()];
    capped_shares_into(base, rates, cap, &mut fen);
    fen.into_iter().map(Money::from_fen).collect()
}

/// [`capped_shares`] over any number, written in fen into `shares`, which is as long as `rates`.
#[inline]
pub fn capped_shares_into<N: Number>(base: N, rates: &[Rate], cap: Rate, shares: &mut [i64]) {
    let total: i64 = rates.iter().map(|rate| rate.ppm()).sum();
    let over = total > cap.ppm();
    let mut sum = 0;
    for (fen, rate) in shares.iter_mut().zip(rates) {
        let share = match over {
            true => base.times_rate(cap).portion(rate.ppm(), total),
            false => base.times_rate(*rate).round_half_up(),
        };
        *fen = share.fen();
        sum += *fen;
    }
    // Rounded down: a cap that was rounded up would be no cap.
    let most = base.times_rate(cap).round_down().fen();
    if (total >= cap.ppm() || sum > most)
        && let Some(last) = shares.last_mut()
    {
        *last += most - sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, percents: &[&str], want: &[&str]) {
        let base: Money = base.parse().unwrap();
        let rates: Vec<Rate> = percents.iter().map(|p| p.parse().unwrap()).collect();
        let shares = capped_shares(base.into(), &rates, "100".parse().unwrap());
        let shares: Vec<String> = shares.iter().map(Money::to_string).collect();
        assert_eq!(shares, want);
    }

    #[test]
    fn spouse_and_one_child() {
        check("5350.75", &["40", "30"], &["2140.30", "1605.23"]);
    }

    #[test]
    fn one_hundred_percent_never_passes_the_wage_by_a_fen() {
        let want = ["2140.30", "1605.23", "1605.22"];
        check("5350.75", &["40", "30", "30"], &want);
    }

    #[test]
    fn one_hundred_and_thirty_percent_is_cut_in_proportion() {
        let want = ["1646.38", "1234.79", "1234.79", "1234.79"];
        check("5350.75", &["40", "30", "30", "30"], &want);
    }

    #[test]
    fn no_payee_no_share() {
        check("5350.75", &[], &[]);
    }
}
