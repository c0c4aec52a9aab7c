//! True sentences that were once called wrong, each beside a false one of its kind that is still found.

use crate::common::{CLEAN, check};
use yiju_evaluation::Outcome;

fn with(text: &str, sentence: &str) -> Outcome {
    let text = text.replace("四、自评结果\n", &format!("四、自评结果\n{sentence}\n"));
    check(&text)
}

fn found(text: &str, sentence: &str, rule: &str) -> Vec<(String, String)> {
    let outcome = with(text, sentence);
    let findings = outcome.findings.iter().filter(|f| f.rule == rule);
    findings
        .map(|f| (f.expected.clone(), f.found.clone()))
        .collect()
}

/// A rule finds nothing in these.
fn right(rule: &str, sentences: &[&str]) {
    for sentence in sentences {
        let found = found(CLEAN, sentence, rule);
        assert!(found.is_empty(), "{rule} {sentence}: {found:?}");
    }
}

/// A rule finds these figures, expected and told.
fn wrong(rule: &str, sentence: &str, expected: &str, told: &str) {
    let found = found(CLEAN, sentence, rule);
    let meant = (expected.to_owned(), told.to_owned());
    assert!(found.contains(&meant), "{rule} {sentence}: {found:?}");
}

#[test]
fn a_budget_belongs_to_the_amount_just_told() {
    // (2.30-2.10)/2.30 = 8.70 %; 150.40 is spent of 153.00 in all.
    right(
        "C01",
        &[
            "“三公”经费支出2.10万元，同比下降8.7%；全年总支出150.40万元，年初预算153.00万元。",
            "“三公”经费支出2.10万元；部门整体支出150.40万元，全年预算153.00万元。",
            "“三公”经费支出2.10万元；全年总支出略有下降，年初预算153.00万元。",
            "“三公”经费支出2.10万元，比上年减少0.20万元；全年预算2.20万元。",
        ],
    );
    wrong(
        "C01",
        "“三公”经费支出2.10万元；全年预算2.02万元。",
        "2.2",
        "2.02",
    );
    wrong(
        "C01",
        "“三公”经费支出2.10万元，比上年减少0.20万元，年初预算2.02万元。",
        "2.2",
        "2.02",
    );
}

#[test]
fn rates_of_a_table_are_not_added_up() {
    let table = |head: &str, rates: [&str; 3], total: &str| {
        let [a, b, all] = rates;
        format!(
            "\n\t项目\n\t金额\n\t{head}\n\n\t培训\n\t10.00\n\t{a}\n\n\t检测\n\t20.00\n\t{b}\n\n\t合计\n\t{total}\n\t{all}\n\n"
        )
    };
    right(
        "A15",
        &[
            &table("比上年", ["5%", "8%", "7%"], "30.00"),
            &table("比上年增长", ["5.0", "8.0", "7.0"], "30.00"),
            &table("较上年增幅", ["5.0", "8.0", "7.0"], "30.00"),
            &table("户均", ["5.0", "8.0", "7.0"], "30.00"),
        ],
    );
    // 10+20 = 30, and not 31.
    let sum = table("比上年", ["5%", "8%", "7%"], "31.00");
    wrong("A15", &sum, "31", "30");
}

#[test]
fn a_survey_is_counted_in_one_unit() {
    right(
        "A11",
        &[
            "抽取参保单位20家、职工100人发放问卷，收回有效问卷98份，满意95份。",
            "向单位发放问卷50份、向农户发放问卷100份，收回148份。",
            "向单位发放问卷50份，收回48份，向农户发放问卷100份，收回96份，满意140份。",
        ],
    );
    // Of 95 valid ones no more than 95 are content.
    let sentence = "发放问卷100份，收回98份，有效95份，满意96份。";
    wrong("A11", sentence, "95", "96");
    wrong("A11", "满意度调查发放问卷100份，收回102份。", "100", "102");
}

#[test]
fn an_execution_rate_above_a_hundred_may_be_true() {
    // 82.58/80.59 = 102.47 %; 10/8 = 125 %.
    right(
        "A11",
        &[
            "年初预算80.59万元，支出82.58万元，预算执行率102.47%。",
            "工会经费预算8万元，支出10万元，预算执行率125%。",
            "项目资金到位率120%。",
        ],
    );
    wrong("A11", "全年预算执行率102.47%。", "100", "102.47");
    wrong("A11", "培训合格率102%。", "100", "102");
    // The same in a row: a sentence of the report tells of the budget that was raised.
    let row = CLEAN.replace(
        "\t检测报告差错率\n\t≤1%\n\t0.5%",
        "\t预算执行率\n\t≥98%\n\t102.47%",
    );
    assert!(found(&row, "无。", "A11").is_empty());
    let unexplained = row.replace("年中经县财政局批准追加1.20万元，", "");
    let hundred = ("100".to_owned(), "102.47".to_owned());
    assert_eq!(found(&unexplained, "无。", "A11"), [hundred]);
    // 150.40/146.78 = 102.47 %: the table's own figures give it.
    let given = unexplained.replace(
        "\t153.00\n\t153.00\n\t150.40",
        "\t146.78\n\t153.00\n\t150.40",
    );
    assert!(found(&given, "无。", "A11").is_empty());
}

#[test]
fn a_completion_rate_is_that_of_the_row_in_its_unit() {
    // The row of that name counts people; nothing in the tables counts these sessions.
    right("C03", &["茶农培训目标16场，完成率100%。"]);
    // 820/800 = 102.5 %.
    wrong("C03", "茶农培训目标800人，完成率112.5%。", "102.5", "112.5");
}

#[test]
fn a_part_of_several_wholes_is_not_measured_by_the_last() {
    right(
        "A11",
        &[
            "现有在职人员11人、退休人员3人，其中党员6人。",
            "发放茶苗补贴120人、肥料补贴45人，其中省级支付90人。",
        ],
    );
    wrong("A11", "退休人员3人，其中党员6人。", "3", "6");
}

#[test]
fn the_goal_of_a_part_is_not_that_of_the_whole() {
    right(
        "C01",
        &[
            "（二）年度绩效目标\n茶农培训人数800人，其中女茶农培训人数300人。",
            "山区茶农培训人数目标300人。",
            "老年茶农满意度目标92%。",
            "茶农培训人数820人，其中女茶农培训人数300人。",
        ],
    );
    wrong(
        "C01",
        "（二）年度绩效目标\n茶农培训人数不少于700人。",
        "800",
        "700",
    );
}

#[test]
fn a_year_behind_a_contract_is_a_year() {
    right("C01", &["按合同2023年完成验收，茶农培训人数780人。"]);
    wrong("C01", "按合同完成验收，茶农培训人数780人。", "820", "780");
}

#[test]
fn rounding_is_measured_by_the_digits_shown() {
    // 30.13 is 30.1 and not 30.2.
    let finer = CLEAN.replace("30.10", "30.13");
    assert!(found(&finer, "项目支出30.1万元。", "C01").is_empty());
    let other = ("30.13".to_owned(), "30.2".to_owned());
    assert_eq!(found(&finer, "项目支出30.2万元。", "C01"), [other]);
    // 12.3+45.6+7.8 = 65.7: three halves of a tenth allow 0.15.
    let sum =
        |total: &str| format!("检测收费{total}万元，其中春季12.3万元、夏季45.6万元、秋季7.8万元。");
    right("A15", &[&sum("65.8"), &sum("65.7")]);
    wrong("A15", &sum("65.9"), "65.9", "65.7");
    let held = with(CLEAN, &sum("65.8")).held;
    let said = held
        .iter()
        .find(|held| held.rule == "A15" && held.formula.contains("65.8"));
    assert!(
        said.is_some_and(|held| held.formula.contains("允许差0.15")),
        "{said:?}"
    );
}

#[test]
fn a_total_may_be_rounded_once_more() {
    // 80.59+1.99 = 82.58 is 82.6: two halves of a hundredth and half a tenth allow 0.06.
    let sum = |total: &str| format!("检测收费{total}万元，其中春季80.59万元、夏季1.99万元。");
    let held = with(CLEAN, &sum("82.6")).held;
    let said = |formula: &str| formula.contains("允许差0.06") && formula.contains("合计");
    assert!(
        held.iter()
            .any(|held| held.rule == "A15" && said(&held.formula))
    );
    right("A15", &[&sum("82.6"), &sum("83")]);
    wrong("A15", &sum("82.5"), "82.5", "82.58");
}

#[test]
fn an_average_may_be_cut() {
    // 20000/3000 = 6.6667.
    right("A13", &["茶园补助20000元，3000人，人均6.66元。"]);
    wrong(
        "A13",
        "茶园补助20000元，3000人，人均6.65元。",
        "6.67",
        "6.65",
    );
}

#[test]
fn what_one_case_cost_has_lost_no_unit() {
    right(
        "C02",
        &[
            "先行支付1件，基金支出8600元，全年待遇支出303.73万元。",
            "全年待遇支出303.73万元，其中一次性基金支出8600元。",
        ],
    );
    let lost = "享受待遇188人次，基金支出304元，征缴收入361万元。";
    wrong("C02", lost, "304万元", "304元");
}
