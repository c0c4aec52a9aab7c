//! Two invented reports in the county's layout: one clean, one with planted faults.

use crate::common::{CLEAN, FAULTS, check};
use yiju_evaluation::checks::Severity;

#[test]
fn a_clean_report_has_no_high_and_no_medium_finding() {
    let outcome = check(CLEAN);
    let grave: Vec<_> = outcome
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Low)
        .collect();
    assert!(grave.is_empty(), "{grave:#?}");
    assert!(outcome.counts.held > 60, "{}", outcome.counts.held);
}

#[test]
fn an_approved_adjustment_is_accepted_and_shown_with_its_reason() {
    let outcome = check(CLEAN);
    for rule in ["E01", "E02"] {
        let held = outcome
            .held
            .iter()
            .find(|held| held.rule == rule && held.formula.contains("追加"));
        assert!(held.is_some(), "{rule} shows the reason");
    }
    // The same sentence with an amount that does not reach the spending covers nothing.
    let short = CLEAN
        .replace("批准追加1.20万元", "批准追加0.20万元")
        .replace("，实际支出6.20万元", "");
    let rules: Vec<&str> = check(&short).findings.iter().map(|f| f.rule).collect();
    assert!(
        rules.contains(&"E01") && rules.contains(&"E02"),
        "{rules:?}"
    );
}

/// Worked by hand from the planted faults: rule, expected, found, difference.
#[test]
fn every_planted_fault_is_found_with_its_numbers() {
    let outcome = check(FAULTS);
    let planted = [
        ("A01", "98.93", "99", "0.07"),
        ("A04", "15", "16", "1"),
        ("A05", "98.3", "99.3", "1"),
        ("A06", "9.83", "9.93", "0.1"),
        ("A07", "29.1", "30.1", "1"),
        ("A10", "2.4", "2.1", "0.3"),
        ("A12", "108.33", "105", "3.33"),
        ("A15", "121", "122", "1"),
        ("B01", "9.61", "8", "1.61"),
        ("B04", "98", "94.15", "3.85"),
        ("B05", "30", "45", "15"),
        ("B06", "300", "270", "30"),
        ("B08", "优", "良", ""),
        ("C03", "102.5", "112.5", "10"),
        ("E01", "100", "124", "24"),
        ("E02", "5", "6.2", "1.2"),
        ("E05", "12", "13", "1"),
        ("F04", "青禾县茶叶服务站", "青山县茶叶服务站", ""),
        ("F05", "2024", "2023", ""),
        ("F07", "0", "1", "1"),
    ];
    for (rule, expected, found, difference) in planted {
        let hit = outcome.findings.iter().any(|f| {
            (f.rule, &*f.expected, &*f.found, &*f.difference) == (rule, expected, found, difference)
        });
        let near: Vec<_> = outcome.findings.iter().filter(|f| f.rule == rule).collect();
        assert!(hit, "{rule} {expected} {found}: {near:#?}");
    }
    // And nothing that was not planted: C01 follows from the staff, the reception and the score.
    let extra: Vec<&str> = outcome
        .findings
        .iter()
        .map(|f| f.rule)
        .filter(|rule| *rule != "C01" && !planted.iter().any(|(planted, ..)| planted == rule))
        .collect();
    assert!(extra.is_empty(), "{extra:?}");
}

#[test]
fn weights_that_total_100_in_another_way_are_only_a_question() {
    let other = CLEAN
        .replace("产出指标（50分）", "产出指标（40分）")
        .replace("\t820人\n\t20\n\t20", "\t820人\n\t10\n\t10")
        .replace("效益指标（30分）", "效益指标（40分）")
        .replace("\t310元\n\t15\n\t15", "\t310元\n\t25\n\t25");
    let outcome = check(&other);
    let severities: Vec<Severity> = outcome
        .findings
        .iter()
        .filter(|f| f.rule == "D09")
        .map(|f| f.severity)
        .collect();
    assert_eq!(severities, [Severity::Low, Severity::Low]);
    assert_eq!((outcome.counts.high, outcome.counts.medium), (0, 0));
}

#[test]
fn no_personal_number_is_repeated_in_what_the_check_says() {
    let outcome = check(FAULTS);
    let text = serde_json::to_string(&outcome).unwrap();
    let mobile = format!("138{:08}", 0);
    assert!(FAULTS.contains(&mobile) && !text.contains(&mobile));
    assert!(text.contains("138******00"));
}

#[test]
fn a_relief_split_into_cut_and_local_rates_is_accepted() {
    let told = |split: &str| {
        let text = format!(
            "四、自评结果\n保险费统一下降20%。征缴收入361万元，减免保险费351万元{split}。\n"
        );
        check(&CLEAN.replace("四、自评结果\n", &text))
    };
    let flagged = |split: &str| told(split).findings.iter().any(|f| f.rule == "C08");
    assert!(flagged(""));
    // 361×20/80 = 90.25 bounds the part that comes from the cut.
    assert!(!flagged(
        "，其中：阶段性降低费率减免90.20万元，执行本地较低费率减免260.80万元"
    ));
    assert!(flagged(
        "，其中：阶段性降低费率减免190.20万元，执行本地较低费率减免160.80万元"
    ));
    assert!(flagged(
        "，其中：阶段性降低费率减免90.20万元，执行本地较低费率减免200.80万元"
    ));
}
