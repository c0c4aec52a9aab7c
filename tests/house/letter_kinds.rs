//! Each kind of letter from the stored records: articles, facts, amounts, rights of appeal; and the docx as an office program
//! reads it.

use serde_json::{Value, json};
use yiju_actions::Office;
use yiju_actions::benefit_determination::BenefitDetermination;
use yiju_actions::case_event::{CaseEvent, CaseStep};
use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::contribution_receipt::{ContributionReceipt, ReceiptLine};
use yiju_actions::contribution_refund::ContributionRefund;
use yiju_documents::{Fonts, docx};
use yiju_letters::{Code, Kind, Letter};
use yiju_terms::{Benefit, Money};
use yiju_tests::{application, day, on_both_stores, sqlite};

use crate::late::{
    THREE, case, confirm, correct, decide, handle, injured, month, notice_of, pay, publish, settle,
    step, yuan,
};
use crate::letters::{assert_letter, is_genuine, letter, try_letter};

/// What every letter says of the ways against it. The lengths stand in the catalogue, the articles are still to be compared.
const APPEAL: [&str; 6] = [
    "自知道本通知内容之日起60日内提出（《行政复议法》第二十条，条文待与原件核对）",
    "自知道之日起6个月内提出（《行政诉讼法》第四十六条，条文待与原件核对）",
    "自收到复议决定书之日起15日内提出（《行政诉讼法》第四十五条，条文待与原件核对）",
    "测试工伤保险服务中心",
    "救济权利",
    "验证码：",
];

fn says(office: &mut Office<'_>, kind: Kind, reference: &str, wants: &[&str]) -> Letter {
    let wants: Vec<&str> = wants.iter().chain(&APPEAL).copied().collect();
    assert_letter(office, kind, reference, &wants);
    letter(office, kind, reference)
}

fn amounts(letter: &Letter) -> Vec<(String, Money)> {
    let of = |amount: &yiju_letters::Amount| (amount.way.clone(), amount.amount);
    letter.seal.amounts.iter().map(of).collect()
}

fn second_case(office: &mut Office<'_>, outcome: &str, article: &str) {
    let notice = notice_of("G2023-002", "2023-05-10", "2023-05-11");
    handle(office, "second notice", "2023-05-12", notice);
    let paper = |kind: &str, on: &str, article: Option<&str>| CaseStep {
        article: article.map(str::to_owned),
        ..step(kind, on, json!({}))
    };
    let steps = vec![
        paper("employer_applied", "2023-05-20", None),
        paper("accepted", "2023-05-24", None),
        paper(outcome, "2023-06-10", Some(article)),
    ];
    let event = CaseEvent {
        injury_id: "G2023-002".to_owned(),
        steps,
    };
    handle(office, "second case", "2023-06-12", event);
}

#[test]
fn recognition_information() {
    on_both_stores("letters_recognition", |store| {
        let mut office = injured(store, "6284.00");
        second_case(&mut office, "recognized", "工伤保险条例 @ 2011 § 14(1)");
        let wants = [
            "工伤认定信息登记告知书",
            "测试甲：",
            "2023-05-10",
            "车间",
            "右手",
            "测recognized〔2023-06-10〕",
            "《工伤保险条例》第十四条第一项",
            "《工伤保险条例》第五十五条第二项",
        ];
        let letter = says(&mut office, Kind::Recognition, "G2023-002", &wants);
        assert!(letter.seal.amounts.is_empty());
        assert_eq!(letter.seal.issued_on, "2023-06-12");
        // The same person's other case has a letter of its own.
        let first = says(&mut office, Kind::Recognition, "G2023-001", &["2023-03-10"]);
        assert_ne!(first.seal.code(), letter.seal.code());
    });
}

#[test]
fn recognition_refused() {
    on_both_stores("letters_not_recognized", |store| {
        let mut office = injured(store, "6284.00");
        second_case(&mut office, "not_recognized", "工伤保险条例 @ 2011 § 16");
        let wants = [
            "不予认定工伤",
            "《工伤保险条例》第十六条",
            "《工伤保险条例》第五十五条第二项",
        ];
        says(&mut office, Kind::Recognition, "G2023-002", &wants);
    });
}

/// Refused by the second reviewer: every reason, and what the rules say of the benefit that was asked for.
#[test]
fn refusal_of_a_benefit() {
    on_both_stores("letters_refusal", |store| {
        let mut office = injured(store, "6284.00");
        // An old service wound has no lump sum, and care all the same.
        let extra = json!({"recognized_under": "15(3)", "self_care_level": "partial"});
        let wound = case(7, "3000.00", extra);
        let asked = BenefitDetermination {
            subject_kind: "injury".to_owned(),
            subject_id: "G2023-001".to_owned(),
            decided_on: day("2023-08-15"),
            case: serde_json::from_value(wound).unwrap(),
            benefits: vec![Benefit::DisabilityLumpSum, Benefit::AttendanceAllowance],
        };
        let mut paper = application("refused", "2023-08-14", asked);
        paper.applicant_kind = "employee";
        paper.applicant_id = "P00000001".to_owned();
        let matter = office.accept("window", &paper).unwrap();
        let on = day("2023-08-15");
        office.review("review", "benefit", matter, on).unwrap();
        office
            .refuse("second_review", "second", matter, on, "鉴定结论尚未送达")
            .unwrap();
        let wants = [
            "不予办理决定书",
            "测试甲：",
            "2023年8月15日，复核：鉴定结论尚未送达",
            "不予支付：一次性伤残补助金",
            "《工伤保险条例》第十五条",
            "《工伤保险条例》第五十五条第五项；《社会保险经办条例》第五十二条",
        ];
        let reference = matter.to_string();
        let letter = says(&mut office, Kind::Refusal, &reference, &wants);
        assert!(letter.seal.amounts.is_empty());
        // What was approved or is still open has no such letter.
        assert!(try_letter(&mut office, Kind::Refusal, "1").is_err());
    });
}

fn pause(ended_on: Option<&str>) -> Value {
    json!({"pauses": [{"cause": "refused_treatment", "from": "2023-10", "ended_on": ended_on}]})
}

/// By hand: 75 % of 3,770.40 is 2,827.80 a month. Treatment refused from October, taken up on 20 November: September is
/// paid, October and November are not and are never made up for, December is paid again.
#[test]
fn suspension_and_resumption() {
    on_both_stores("letters_pause", |store| {
        let mut office = injured(store, "6284.00");
        let allowance = [Benefit::DisabilityAllowance];
        decide(&mut office, &case(4, "3000.00", pause(None)), &allowance);
        let wants = [
            "工伤保险待遇暂停支付通知书",
            "拒绝治疗",
            "自2023年10月起暂停支付",
            "《社会保险法》第四十三条；《工伤保险条例》第四十二条",
            "2,827.80",
        ];
        says(&mut office, Kind::Suspension, "1", &wants);
        assert!(try_letter(&mut office, Kind::Resumption, "1").is_err());
        // Whether the gap is made up after all stands in a paper that the office must confirm.
        confirm(
            &mut office,
            "2023-11-22",
            "back_pay_after_pause",
            "2023",
            "false",
        );
        correct(
            &mut office,
            "2023-11-25",
            &case(4, "3000.00", pause(Some("2023-11-20"))),
        );
        settle(&mut office, "2023-12", "2023-12-28");
        let wants = [
            "工伤保险待遇恢复支付通知书",
            "2023年11月20日消失",
            "自2023年12月起恢复支付",
            "《关于执行〈工伤保险条例〉若干问题的意见》",
            "2,827.80",
        ];
        let letter = says(&mut office, Kind::Resumption, "2", &wants);
        let months = |letter: &Letter| {
            let all = letter.seal.amounts.iter().filter(|a| a.way == "monthly");
            all.map(|a| (a.from.clone(), a.until.clone(), a.amount))
                .collect::<Vec<_>>()
        };
        let some = |month: &str| Some(month.to_owned());
        let september = (some("2023-09"), some("2023-09"), yuan("2827.80"));
        let december = (some("2023-12"), None, yuan("2827.80"));
        assert_eq!(months(&letter), [september.clone(), december]);
        let suspended = crate::letters::letter(&mut office, Kind::Suspension, "1");
        assert_eq!(months(&suspended), [september]);
        // Only December is made up: the code of the settlement covers this one month.
        let wants = ["2023-12", "补发合计2,827.80元"];
        let settled = says(&mut office, Kind::Settlement, "1/1", &wants);
        assert_eq!(amounts(&settled), [("top_up".to_owned(), yuan("2827.80"))]);
        assert_eq!(settled.seal.amounts[0].from.as_deref(), Some("2023-12"));
    });
}

/// By hand: class 3 at 1.20 % of 3,600.00 is 43.20; the floor fell to 3,480.00, which gives 41.76; 1.44 goes back.
#[test]
fn refund_of_a_contribution() {
    on_both_stores("letters_refund", |store| {
        let mut office = injured(store, "6284.00");
        let assessment = ContributionAssessment {
            month: month("2023-02"),
        };
        handle(&mut office, "assess", "2023-04-20", assessment);
        let line = ReceiptLine {
            payer_kind: "employer".to_owned(),
            payer_id: "E0001".to_owned(),
            month: month("2023-02"),
            amount: yuan("43.20"),
        };
        let receipt = ContributionReceipt {
            received_on: day("2023-04-25"),
            channel: "税务".to_owned(),
            lines: vec![line],
        };
        handle(&mut office, "receipt", "2023-04-26", receipt);
        confirm(
            &mut office,
            "2023-10-05",
            "average_wage_for_contributions",
            "2023",
            "5800.00",
        );
        settle(&mut office, "2023-10", "2023-10-20");
        let wants = [
            "差额结算通知书",
            "43.20",
            "41.76",
            "-1.44",
            "多缴合计1.44元",
        ];
        says(&mut office, Kind::Settlement, "1/E0001", &wants);
        let refund = ContributionRefund {
            employer_id: "E0001".to_owned(),
            month: month("2023-02"),
            refunded_on: day("2023-11-06"),
            amount: yuan("1.44"),
        };
        handle(&mut office, "refund", "2023-11-06", refund);
        let wants = [
            "工伤保险费退费通知书",
            "测试竹木制品厂：",
            "2023-02",
            "1.44",
            "《社会保险经办条例》第五十二条",
        ];
        let letter = says(&mut office, Kind::Refund, "1", &wants);
        assert_eq!(amounts(&letter), [("refund".to_owned(), yuan("1.44"))]);
    });
}

/// The sum of the settlement by its seal: what the letter states is what the code covers.
#[test]
fn a_settlement_and_codes_on_other_letters() {
    let mut place = sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    let facts = case(4, "3000.00", json!({"self_care_level": "partial"}));
    decide(&mut office, &facts, THREE);
    for of in ["2023-09", "2023-10", "2023-11", "2023-12"] {
        pay(&mut office, of);
    }
    publish(&mut office, "2024-01-05", "6500.00");
    settle(&mut office, "2023-12", "2024-01-10");
    let settled = letter(&mut office, Kind::Settlement, "1/1");
    let total: Money = settled.seal.amounts.iter().map(|a| a.amount).sum();
    assert_eq!(total, yuan("3369.60"));
    let (first, second) = (
        letter(&mut office, Kind::Determination, "1")
            .seal
            .code()
            .unwrap(),
        letter(&mut office, Kind::Determination, "2")
            .seal
            .code()
            .unwrap(),
    );
    for code in [&first, &second] {
        assert!(is_genuine(&mut office, code));
    }
    // The mark of one letter under the number of another: a readable code that no letter has.
    let moved = transplanted(&first, &second);
    assert!(!is_genuine(&mut office, &moved), "{moved}");
}

/// The kind and number of `number_of` with the mark of `mark_of`, and the check sign that makes it readable.
fn transplanted(mark_of: &Code, number_of: &Code) -> Code {
    let signs = |code: &Code| code.to_string().replace('-', "");
    let body = format!("{}{}", &signs(number_of)[..10], &signs(mark_of)[10..19]);
    let mut found = "0123456789ABCDEFGHJKMNPQRSTVWXY"
        .chars()
        .filter_map(|sign| Code::read(&format!("{body}{sign}")));
    found.next().expect("one check sign fits")
}

/// The docx read back through LibreOffice: title, amounts and citations are there as text, the signature stands at the end.
#[test]
fn the_docx_is_read_by_an_office_program() {
    let mut place = sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    decide(
        &mut office,
        &case(4, "3000.00", json!({"self_care_level": "partial"})),
        THREE,
    );
    let letter = letter(&mut office, Kind::Determination, "1");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.docx");
    std::fs::write(&file, docx::render(&letter.document, &Fonts::default())).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let ran = std::process::Command::new("soffice")
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
        ])
        .arg(folder.path())
        .arg(&file)
        .output();
    let Ok(ran) = ran else {
        println!("soffice is not installed, the reading is left out");
        return;
    };
    assert!(ran.status.success(), "{ran:?}");
    let text = std::fs::read_to_string(folder.path().join("letter.txt")).unwrap();
    let code = letter.seal.code().unwrap().to_string();
    let mut last = 0;
    for want in [
        "工伤保险待遇核定通知书",
        "测试甲：",
        "79,178.40",
        "《工伤保险条例》第三十五条",
        "第五十五条第五项",
        "简单地说",
        "测试工伤保险服务中心",
        "2023年8月15日",
        code.as_str(),
    ] {
        let at = text[last..].find(want);
        last += at.unwrap_or_else(|| panic!("no {want} after byte {last} of:\n{text}"));
    }
}
