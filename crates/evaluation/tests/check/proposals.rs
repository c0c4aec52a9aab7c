//! What can be measured is proposed in the place of what cannot.

use crate::common::{check, seed};
use yiju_evaluation::check_bytes;
use yiju_terms::Lang;

const OFFICE: &str = include_str!("../corpus/hunan-insurance.txt");

/// The invented insurance office, with some of its targets turned into words.
fn office() -> String {
    let body = OFFICE.split_once("\n----\n").expect("a body").1;
    let flat = |line: &str| -> String {
        let Some(row) = line.strip_prefix('|') else {
            return format!("{line}\n");
        };
        let cells = row.trim_end_matches('|').split('|').map(str::trim);
        let cells = cells.filter(|cell| *cell != "<");
        let text: String = cells
            .map(|cell| format!("\t{}\n", cell.replace('^', "")))
            .collect();
        format!("{text}\n")
    };
    body.lines()
        .map(flat)
        .collect::<String>()
        .replace(
            "\t待遇核定差错率\n\t≤1%\n\t0.4%",
            "\t待遇按时发放\n\t按时\n\t按时",
        )
        .replace(
            "\t工伤认定及时率\n\t≥95%\n\t97%",
            "\t提高企业抗风险能力\n\t提高\n\t提高",
        )
        .replace(
            "六、部门整体支出绩效情况\n",
            "六、部门整体支出绩效情况\n全年工伤事故备案64起。\n",
        )
}

#[test]
fn words_for_targets_get_a_figure_with_its_target() {
    let outcome = check(&office());
    let of = |indicator: &str| {
        let hit = outcome.proposals.iter().find(|p| p.indicator == indicator);
        let hit = hit.unwrap_or_else(|| panic!("{indicator}: {:#?}", outcome.proposals));
        (hit.figure, hit.target.clone())
    };
    // 待遇按时发放率98.4% stands in the text; 64/21336 = 0.30 %.
    assert_eq!(
        of("待遇按时发放"),
        ("payments_success_rate", Some("≥98.4%".to_owned()))
    );
    assert_eq!(
        of("提高企业抗风险能力"),
        ("injury_incidence", Some("≤0.3%".to_owned()))
    );
    assert_eq!(outcome.proposals.len(), 2);
    for proposal in &outcome.proposals {
        let texts = [
            &proposal.name,
            &proposal.formula,
            &proposal.unit,
            &proposal.source,
        ];
        assert!(
            texts
                .iter()
                .all(|text| !text.is_empty() && !text.contains('⟦')),
            "{proposal:#?}"
        );
    }
}

#[test]
fn a_unit_of_another_trade_gets_no_figures_of_this_one() {
    let page = include_str!("../corpus/mof-lamp.txt").replace("≥98% | 98.6%", "保持完好 | 完好");
    assert!(page.contains("保持完好"));
    let text: String = page.replace("| ", "\t").replace(" |", "\n");
    let outcome = check_bytes("x", text.as_bytes(), None, Lang::Zh).expect("a report");
    assert!(
        outcome.proposals.iter().all(|p| p.figure == "satisfaction"),
        "{:#?}",
        outcome.proposals
    );
}

#[test]
fn the_countys_report_gets_a_proposal_for_its_words() {
    let Some(bytes) = seed() else { return };
    let outcome = check_bytes("seed", &bytes, None, Lang::Zh).expect("a report");
    let figure = |indicator: &str| {
        let hit = outcome.proposals.iter().find(|p| p.indicator == indicator);
        hit.map(|p| (p.figure, p.target.as_deref().unwrap_or("")))
    };
    assert_eq!(
        figure("公务接待支出"),
        Some(("three_public_control_rate", "≤100%"))
    );
    assert_eq!(figure("基金待遇发放"), Some(("payments_success_rate", "")));
    // 81/17320 = 0.47 %.
    let risk = outcome
        .proposals
        .iter()
        .find(|p| p.indicator.starts_with("提高企业抗风险"));
    assert_eq!(risk.and_then(|p| p.target.as_deref()), Some("≤0.47%"));
    assert_eq!(figure("基金业务经办满意度"), Some(("satisfaction", "≥95%")));
    assert_eq!(
        figure("老工伤人员资料审核"),
        Some(("legacy_documented", ""))
    );
}
