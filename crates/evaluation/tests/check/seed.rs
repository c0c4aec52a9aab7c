//! The county's real report: what must be found, what must hold, and the same from a Word file.

use crate::common::{docx, figures, seed};
use yiju_evaluation::checks::{Outcome, Severity, check_bytes, check_document};
use yiju_terms::Lang;

fn check(bytes: &[u8]) -> Outcome {
    check_bytes("seed", bytes, None, Lang::Zh).expect("a report")
}

/// Table (its beginning), rule, severity, formula, expected, found, difference.
const FOUND: &[(&str, &str, Severity, &str, &str, &str, &str)] = &[
    (
        "附件3",
        "A01",
        Severity::High,
        "10+50+40+10",
        "110",
        "100",
        "10",
    ),
    (
        "附件3",
        "A02",
        Severity::High,
        "10+50+40+10",
        "100",
        "110",
        "10",
    ),
    (
        "附件5",
        "A02",
        Severity::High,
        "10+20+40+30+10",
        "100",
        "110",
        "10",
    ),
    ("附件5", "D09", Severity::Medium, "30≠20", "20", "30", "10"),
    (
        "附件5",
        "A01",
        Severity::High,
        "10+20+40+30+10",
        "110",
        "",
        "",
    ),
    ("附件5", "F02", Severity::Low, "", "", "", ""),
    ("附件4", "A15", Severity::High, "63+148", "208", "211", "3"),
    ("附件4", "C01", Severity::High, "63≠60", "60", "63", "3"),
    (
        "附件5",
        "A05",
        Severity::High,
        "1.99/2=99.5%",
        "99.5",
        "100",
        "0.5",
    ),
    (
        "附件5",
        "A06",
        Severity::High,
        "10×1.99/2=9.95",
        "9.95",
        "10",
        "0.05",
    ),
    (
        "附件3",
        "C06",
        Severity::High,
        "80.59+2=82.59",
        "82.59",
        "82.58",
        "0.01",
    ),
    (
        "正文",
        "C03",
        Severity::High,
        "17320/16700=103.71%",
        "103.71",
        "111",
        "7.29",
    ),
    (
        "正文",
        "C08",
        Severity::Medium,
        "361×20/80=90.25",
        "90.25",
        "351",
        "260.75",
    ),
    (
        "附件2",
        "E01",
        Severity::High,
        "2.98/2=149%",
        "100",
        "149",
        "49",
    ),
    (
        "附件2",
        "E02",
        Severity::High,
        "2.98-2=0.98",
        "2",
        "2.98",
        "0.98",
    ),
    ("附件3", "D02", Severity::High, "10+10", "10", "20", "10"),
    ("附件5", "D04", Severity::High, "可持续", "", "", ""),
    (
        "正文",
        "C01",
        Severity::High,
        "10+50+40+10",
        "110",
        "100",
        "10",
    ),
    ("附件3", "A03", Severity::High, "40+10", "40", "50", "10"),
    (
        "附件5",
        "D03",
        Severity::Medium,
        "100% → 按时",
        "100%",
        "按时",
        "",
    ),
    (
        "附件5",
        "D03",
        Severity::Medium,
        "0 → 0事故",
        "0",
        "0事故",
        "",
    ),
    (
        "附件3",
        "D03",
        Severity::Medium,
        "0事故 → 0事故",
        "0事故",
        "0事故",
        "",
    ),
    (
        "附件3",
        "D06",
        Severity::Medium,
        "》95% → ≥95%",
        "≥95%",
        "》95%",
        "",
    ),
    (
        "正文",
        "C10",
        Severity::Medium,
        "(1.3-1.27)/1.27=2.36%",
        "1.27",
        "1.3",
        "0.03",
    ),
];

#[test]
fn what_is_wrong_is_found_with_its_numbers() {
    let Some(bytes) = seed() else { return };
    let outcome = check(&bytes);
    for (table, rule, severity, formula, expected, found, difference) in FOUND {
        let hit = outcome.findings.iter().any(|f| {
            f.place.table.starts_with(table)
                && (f.rule, f.severity) == (*rule, *severity)
                && (&*f.formula, &*f.expected, &*f.found, &*f.difference)
                    == (*formula, *expected, *found, *difference)
        });
        let near: Vec<_> = outcome
            .findings
            .iter()
            .filter(|f| f.rule == *rule)
            .collect();
        assert!(hit, "{table} {rule} {formula}: {near:#?}");
    }
    for finding in &outcome.findings {
        assert!(
            !finding.message.is_empty() && !finding.remedy.is_empty() && !finding.basis.is_empty()
        );
        assert!(!finding.message.contains(['⟦', '{']), "{}", finding.message);
        assert!(!finding.remedy.contains(['⟦', '{']), "{}", finding.remedy);
    }
}

#[test]
fn forms_and_personal_data() {
    let Some(bytes) = seed() else { return };
    let outcome = check(&bytes);
    let said = |rule: &str, part: &str| {
        let hit =
            |f: &&yiju_evaluation::checks::Finding| f.rule == rule && f.message.contains(part);
        assert!(outcome.findings.iter().any(|f| hit(&f)), "{rule} {part}");
    };
    said("F07", "2处个人信息");
    for crumb in [
        "（一个专项一行）",
        "（一个项目一行）",
        "……",
        "可持续响指标",
        "社会成本指标本指标",
        "bookmark",
    ] {
        said("F03", crumb);
    }
    for blank in [
        "部门基本支出预算调整",
        "楼堂馆所",
        "公务车购置",
        "政府性基金拨款",
        "总分得分",
    ] {
        said("F02", blank);
    }
    said("D01", "4/10");
    assert_eq!(
        outcome
            .not_checkable
            .iter()
            .filter(|gap| gap.missing == "上年三公经费预算")
            .count(),
        1
    );
}

#[test]
fn what_holds_is_shown_and_never_flagged() {
    let Some(bytes) = seed() else { return };
    let outcome = check(&bytes);
    let held = [
        ("A12", "8/8=100%"),
        ("C01", "8=8（核定全额事业编制）"),
        ("C01", "8=8（年末实有在职人员）"),
        ("A15", "71.58+9.01+0=80.59"),
        ("A09", "80.59+1.99=82.58"),
        ("A08", "82.58=82.58"),
        ("A08", "80.59+1.99=82.58"),
        ("A10", "0+0+1.27=1.27"),
        ("A10", "0+0+1.3=1.3"),
        ("A10", "0+0+1.02=1.02"),
        ("E04", "1.02/1.3=78.46%"),
        ("C01", "1.99=1.99（项目支出小计）"),
        ("C05", "1.99=1.99（老工伤人员纳入统筹工作经费）"),
        ("C05", "2=2（老工伤人员纳入统筹工作经费）"),
        ("C01", "9.01=9.01（公用经费）"),
        ("C01", "17320人≈1.73万人"),
        ("A03", "10+10+10+10+10=50"),
        ("A03", "10+10+10+10=40"),
        ("A03", "10+10=20"),
        ("A03", "10+10+10=30"),
        ("A15", "60+148=208"),
        (
            "C08",
            "0.6×80%=0.48，0.9×80%=0.72，1.2×80%=0.96，1.4×80%=1.12，1.7×80%=1.36，2.1×80%=1.68，2.4×80%=1.92，2.6×80%=2.08",
        ),
        ("F05", "2024年4月8日（4）"),
        ("A11", "1.48+1.5+0+1.02=4.00≤9.01"),
        ("F04", "双牌县工伤保险服务中心"),
        ("F04", "老工伤人员纳入统筹工作经费"),
    ];
    for (rule, formula) in held {
        let hit = outcome
            .held
            .iter()
            .any(|held| held.rule == rule && held.formula == formula);
        let near: Vec<_> = outcome
            .held
            .iter()
            .filter(|held| held.rule == rule)
            .map(|held| &held.formula)
            .collect();
        assert!(hit, "{rule} {formula}: {near:?}");
    }
    // Rules whose every instance holds in this report.
    for rule in [
        "A07", "A08", "A09", "A10", "A11", "A12", "C05", "E04", "E05", "F04",
    ] {
        assert!(outcome.findings.iter().all(|f| f.rule != rule), "{rule}");
    }
}

#[test]
fn a_word_file_of_the_same_content_gives_the_same() {
    let Some(bytes) = seed() else { return };
    let document = yiju_intake::read(&bytes).unwrap();
    let word = docx(&document);
    let read_back = yiju_intake::read(&word).unwrap();
    let from_word = check_document("seed", &read_back, None, Lang::Zh).unwrap();
    let mut expected = figures(&check(&bytes));
    // The bookmark is an element in Word and no text: that crumb alone is not there.
    for figure in &mut expected {
        if figure[0] == "F03" {
            figure[2] = figure[2].replace("[bookmark…]、", "");
        }
    }
    expected.sort();
    assert_eq!(figures(&from_word), expected);
    assert_eq!(from_word.counts.held, check(&bytes).counts.held);
}

#[test]
fn the_same_numbers_in_both_languages() {
    let Some(bytes) = seed() else { return };
    let english = check_bytes("seed", &bytes, None, Lang::En).unwrap();
    assert_eq!(figures(&english), figures(&check(&bytes)));
    assert!(english.findings.iter().all(|f| !f.message.contains('⟦')));
}
