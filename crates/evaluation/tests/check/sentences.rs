//! Rules that read sentences and the coverage of projects, on the clean invented report with one sentence added.

use crate::common::{CLEAN, check};
use yiju_evaluation::Outcome;

fn with(sentence: &str) -> Outcome {
    let text = format!("四、自评结果\n{sentence}\n");
    check(&CLEAN.replace("四、自评结果\n", &text))
}

fn found(outcome: &Outcome, rule: &str) -> Option<(String, String, String)> {
    let finding = outcome.findings.iter().find(|f| f.rule == rule)?;
    Some((
        finding.expected.clone(),
        finding.found.clone(),
        finding.difference.clone(),
    ))
}

fn numbers(expected: &str, found: &str, difference: &str) -> Option<(String, String, String)> {
    Some((expected.to_owned(), found.to_owned(), difference.to_owned()))
}

fn held(outcome: &Outcome, rule: &str) -> bool {
    outcome.held.iter().any(|held| held.rule == rule)
}

#[test]
fn growth_is_computed_again() {
    // (120-100)/100 = 20 %
    let wrong = with("茶叶检测收费120万元，上年100万元，增长25%。");
    assert_eq!(found(&wrong, "A13"), numbers("20", "25", "5"));
    let right = with("茶叶检测收费120万元，上年90万元，增长33.3%。");
    assert_eq!(found(&right, "A13"), None);
    assert!(held(&right, "A13"));
    // 6.666… cut to 6.66 is accepted.
    let cut = with("茶叶检测收费96万元，上年90万元，增长6.66%。");
    assert_eq!(found(&cut, "A13"), None);
}

#[test]
fn shares_add_to_a_hundred() {
    let wrong = with("绿茶占50%，红茶占30%，白茶占25%。");
    assert_eq!(found(&wrong, "A14"), numbers("100", "105", "5"));
    assert!(held(&with("绿茶占50%，红茶占30%，白茶占20%。"), "A14"));
    assert_eq!(
        found(&with("绿茶占50%，红茶占30%，白茶占15%等。"), "A14"),
        None
    );
}

#[test]
fn balances_carry_over() {
    let wrong = with("专户上年结转2万元，收入30万元，支出28万元，年末结余3万元。");
    assert_eq!(found(&wrong, "A16"), numbers("4", "3", "1"));
    assert!(held(
        &with("专户上年结转2万元，收入30万元，支出28万元，年末结余4万元。"),
        "A16"
    ));
}

#[test]
fn every_project_is_covered() {
    assert!(held(&check(CLEAN), "C09"));
    let more = CLEAN.replace(
        "二、项目支出小计\n\t25.00\n\t32.00",
        "二、项目支出小计\n\t25.00\n\t40.00",
    );
    // 32/40 = 80 %
    assert_eq!(found(&check(&more), "C09"), numbers("100", "80", "20"));
}

#[test]
fn an_indicator_that_counts_the_execution_rate_again() {
    let twice = CLEAN.replace("\t检测报告差错率", "\t预算执行率");
    assert!(check(&twice).findings.iter().any(|f| f.rule == "D08"));
    assert!(check(CLEAN).findings.iter().all(|f| f.rule != "D08"));
}

#[test]
fn a_bare_page_says_what_is_missing() {
    let outcome = check("2024年度青禾县茶叶服务站部门整体支出绩效自评报告\n\n一、基本情况\n");
    let rules: Vec<&str> = outcome.not_checkable.iter().map(|gap| gap.rule).collect();
    for rule in ["A09", "A10", "A12", "C06", "E01", "E04"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
}

/// A sentence of a thousand figures is no sentence; what is not compared is not passed over in silence either.
#[test]
fn numbers_beyond_the_bounds_are_said() {
    let many: String = (0..1_250).map(|n| format!("第{n}组培训{n}人；")).collect();
    let outcome = with(&many);
    let gaps = outcome.not_checkable.iter().map(|gap| &gap.missing);
    // Two figures in each of 1,250 sentences; a thousand are looked at.
    let told: Vec<&String> = gaps.filter(|told| told.contains("1000个")).collect();
    assert_eq!(told.len(), 1, "{:?}", outcome.not_checkable);
    assert!(told[0].contains("1500个没有核对"), "{}", told[0]);
    let page = yiju_evaluation::outputs::html(
        &yiju_intake::read(CLEAN.as_bytes()).expect("text"),
        &outcome,
        yiju_terms::Lang::Zh,
    );
    assert!(page.contains(told[0].as_str()), "the page says it too");
}

/// A table whose total cannot be added up with certainty is named, and not passed over.
#[test]
fn a_table_with_sub_totals_is_named() {
    let table =
        "\n\t设备\n\t台数\n\n\t电脑\n\t30\n\n\t小计\n\t30\n\n\t打印机\n\t4\n\n\t合计\n\t36\n\n";
    let outcome = with(table);
    let said = |gap: &yiju_evaluation::checks::NotCheckable| {
        gap.rule == "A15" && gap.missing.contains("合计行")
    };
    assert!(
        outcome.not_checkable.iter().any(said),
        "{:?}",
        outcome.not_checkable
    );
    assert!(outcome.findings.iter().all(|finding| finding.rule != "A15"));
}

/// A reader without the rules at hand sees what was compared, in which unit.
#[test]
fn what_was_compared_is_said_with_its_units() {
    let clean = check(CLEAN);
    let of = |rule: &str| {
        let held = clean.held.iter().filter(|held| held.rule == rule);
        held.map(|held| held.formula.clone()).collect::<Vec<_>>()
    };
    assert!(
        of("A04").iter().all(|text| text.contains("得分")),
        "{:?}",
        of("A04")
    );
    assert!(
        of("D02").iter().all(|text| text.contains("没有重复")),
        "{:?}",
        of("D02")
    );
    let wrong = with("“三公经费”支出9.99万元，满意度88%。");
    let told = wrong.findings.iter().find(|finding| finding.rule == "C01");
    let told = told
        .map(|finding| finding.message.as_str())
        .unwrap_or_default();
    // 9.99 in the text, 2.10 in the table: 7.89 apart.
    assert!(
        told.contains("9.99万元") && told.contains("相差7.89万元"),
        "{told}"
    );
    let note = yiju_evaluation::checks::note::note(&wrong, yiju_terms::Lang::Zh);
    assert!(!note.contains("下年目标： "), "{note}");
}
