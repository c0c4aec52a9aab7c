//! D08 执行率重复计分 · Execution counted twice
//!
//! ## What it checks
//! The execution or payment rate has its own row and is no indicator besides.
//! ## Why
//! The same figure would earn its points twice.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 预算执行率 100 % under 产出.
//! ## False alarms
//! Timeliness of payment is allowed.

use super::case::Case;
use super::outcome::Figures;
use crate::report::Decimal;

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        let scored = table
            .total_fund()
            .is_some_and(|row| row.weight.number.is_some_and(Decimal::is_positive));
        for row in table.indicators.iter().filter(|_| scored) {
            let names = [
                "预算执行率",
                "资金执行率",
                "资金支付率",
                "预算完成率",
                "支出执行率",
            ];
            if names.iter().any(|name| row.name.contains(name)) {
                let figures = Figures::words("", "", row.name.clone());
                case.find(&row.place, "d08.twice", figures, &[("name", &row.name)]);
            }
        }
    }
}
