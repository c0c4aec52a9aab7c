//! Before a pay run every payee of it is worked out again.

use std::collections::BTreeMap;

use serde_json::json;
use yiju_actions::Office;
use yiju_actions::pay_run::proof;
use yiju_actions::pay_signature::Signature;
use yiju_lawbook::Lawbook;
use yiju_terms::{Benefit, Lang};
use yiju_tests::{REGION, day, on_both_stores, region};

use crate::late::{
    THREE, cannot_be_worked_out, case, codes, confirm, correct, decide, handle, in_hand, injured,
    month, pay, run, settle, try_handle, yuan,
};

const PLACE: &str = "name = \"测试县\"\nregion = \"431123\"\n";
const NOTICE_PATH: &str = "test-county/adjustments/disability_allowance.toml";

/// Fifty yuan more for grade 4 from October 2023 on.
const NOTICE: &str = r#"name = "伤残津贴年度调整（测试）"

[fixed]
name = "定额"
unit = "yuan"
by = "grade"
[[fixed.value]]
from = 2023-10-01
cite = "工伤保险条例 @ 2011 § 40"
status = "verified"
verified_on = 2023-10-08
[fixed.value.rows]
4 = "50.00"

[percent]
name = "比例"
unit = "percent"
by = "grade"
[[percent.value]]
from = 2023-10-01
cite = "工伤保险条例 @ 2011 § 40"
status = "verified"
verified_on = 2023-10-08
[percent.value.rows]
4 = "0"

[entitled_before]
name = "截止日"
unit = "text"
[[entitled_before.value]]
from = 2023-10-01
value = "2023-12-31"
cite = "工伤保险条例 @ 2011 § 40"
status = "verified"
verified_on = 2023-10-08
"#;

/// A pay run is stopped by a missed yearly notice, by a child that is older than it was said to be, and by a payee left out;
/// a signature of the inspector lets it pass, one of the cashier does not.
#[test]
fn a_pay_run_is_proved_first() {
    on_both_stores("pay_proof", |store| {
        let mut office = injured(store, "6284.00");
        decide(
            &mut office,
            &case(4, "3000.00", json!({"self_care_level": "partial"})),
            THREE,
        );
        pay(&mut office, "2023-09");
        let mut short = run(office.store, "2023-10");
        short.payments.retain(|order| order.line == 2);
        assert_eq!(
            codes(try_handle(&mut office, "short", "2023-10-31", short)),
            ["payee_left_out"]
        );
        for (path, text) in [("test-county/place.toml", PLACE), (NOTICE_PATH, NOTICE)] {
            let parameter = format!("law_file:{path}");
            confirm(&mut office, "2023-10-08", &parameter, "2023", text);
        }
        let book = yiju_actions::office::lawbook(store, &region(), Lawbook::builtin()).unwrap();
        let mut office = Office::new(store, region(), &book);
        let mut october = run(office.store, "2023-10");
        assert_eq!(
            codes(try_handle(
                &mut office,
                "october",
                "2023-10-31",
                october.clone()
            )),
            ["pay_proof_differs"]
        );
        let sign = |by: &str| Signature {
            determination_id: 1,
            benefit: "disability_allowance".to_owned(),
            reason: "调整通知下月执行".to_owned(),
            by: by.to_owned(),
            of: Vec::new(),
        };
        october.signed = vec![sign("cashier")];
        let refused = codes(try_handle(
            &mut office,
            "cashier",
            "2023-10-31",
            october.clone(),
        ));
        assert!(refused.contains(&"signature_invalid"), "{refused:?}");
        october.signed = vec![sign("inspector")];
        handle(&mut office, "signed", "2023-10-31", october);
        // 2,827.80 for September, 2,877.80 from October on: the fifty yuan of October come with the settlement.
        settle(&mut office, "2023-10", "2023-11-02");
        pay(&mut office, "2023-11");
        assert_eq!(
            in_hand(office.store, "disability_allowance"),
            yuan("8583.40")
        );
    });
}

#[test]
fn a_missed_birthday_is_caught() {
    on_both_stores("pay_proof_facts", |store| {
        let mut office = injured(store, "6284.00");
        let dead = |birth: &str| {
            json!({
                "region": REGION, "kind": "death", "injured_on": "2023-03-10", "own_wage_mean": "5000.00",
                "died_on": "2023-03-20", "after_injury_leave": false,
                "dependents": [{"relation": "child", "birth": birth, "sex": "male", "relied_on": true}],
            })
        };
        decide(
            &mut office,
            &dead("2007-05-10"),
            &[Benefit::SurvivorPension],
        );
        pay(&mut office, "2023-09");
        correct(&mut office, "2023-10-10", &dead("2005-10-10"));
        // Eighteen in October: November is no longer due.
        pay(&mut office, "2023-10");
        let november = run(office.store, "2023-11");
        assert_eq!(
            codes(try_handle(&mut office, "november", "2023-11-30", november)),
            ["pay_proof_differs"]
        );
    });
}

/// A man born on 10 October 1963 retires with sixty: the allowance ends in October, the pension begins.
#[test]
fn a_missed_pension_start_is_caught() {
    on_both_stores("pay_proof_pension", |store| {
        let mut office = injured(store, "6284.00");
        decide(
            &mut office,
            &case(4, "3000.00", json!({})),
            &[Benefit::DisabilityAllowance],
        );
        pay(&mut office, "2023-09");
        let birth = json!({"birth": "1963-10-10", "sex": "male", "retirement_category": "male60"});
        correct(&mut office, "2023-10-10", &case(4, "3000.00", birth));
        pay(&mut office, "2023-10");
        let november = run(office.store, "2023-11");
        assert_eq!(
            codes(try_handle(&mut office, "november", "2023-11-30", november)),
            ["pay_proof_differs"]
        );
    });
}

/// The injury was a year earlier than it was said to be, and nobody has brought the average wage of that year: the
/// allowance cannot be worked out again. It stops the run until the wage comes or the inspector signs; the signature is
/// kept with what it answers for, and holds for that run alone.
#[test]
fn a_payee_who_cannot_be_worked_out_again_stops_the_run() {
    on_both_stores("pay_proof_unproved", |store| {
        let mut office = cannot_be_worked_out(store);

        let unsigned = run(office.store, "2023-10");
        let refused = codes(try_handle(&mut office, "none", "2023-10-31", unsigned));
        assert_eq!(refused, ["pay_proof_unproved", "needs_document"]);
        refuses_bad_signatures(&mut office);

        let signed = vec![sign(
            ALLOWANCE,
            "inspector",
            "上年平均工资文件未到，先按原核定发放",
        )];
        let of = month("2023-10");
        let open = proof(office.store, &region(), Lawbook::builtin(), of, &[]).unwrap();
        assert!(!open.is_proved());
        let found = proof(office.store, &region(), Lawbook::builtin(), of, &signed).unwrap();
        assert!(found.is_proved() && found.signatures.is_empty());
        let october = found
            .run(day("2023-10-31"), signed, &BTreeMap::new())
            .unwrap();
        let sealed = october.signed.clone();
        handle(&mut office, "signed", "2023-10-31", october);
        assert_kept(&mut office);

        let mut november = run(office.store, "2023-11");
        november.signed = sealed;
        let refused = codes(try_handle(&mut office, "old", "2023-11-30", november));
        assert_eq!(refused[0], "pay_proof_unproved");
        let wage = ["average_wage_for_benefits", "2022", "6284.00"];
        confirm(&mut office, "2023-11-20", wage[0], wage[1], wage[2]);
        let november = run(office.store, "2023-11");
        let still = codes(try_handle(&mut office, "come", "2023-11-30", november));
        assert!(!still.contains(&"pay_proof_unproved"), "{still:?}");
    });
}

const ALLOWANCE: &str = "disability_allowance";

fn sign(benefit: &str, by: &str, reason: &str) -> Signature {
    Signature {
        determination_id: 1,
        benefit: benefit.to_owned(),
        reason: reason.to_owned(),
        by: by.to_owned(),
        of: Vec::new(),
    }
}

/// For another benefit, by one who draws up runs, without a reason.
fn refuses_bad_signatures(office: &mut Office<'_>) {
    for (key, signature, code) in [
        (
            "other",
            sign("attendance_allowance", "inspector", "另项"),
            "pay_proof_unproved",
        ),
        (
            "cashier",
            sign(ALLOWANCE, "cashier", "照付"),
            "signature_invalid",
        ),
        (
            "silent",
            sign(ALLOWANCE, "inspector", " "),
            "signature_invalid",
        ),
    ] {
        let mut october = run(office.store, "2023-10");
        october.signed = vec![signature];
        let refused = codes(try_handle(office, key, "2023-10-31", october));
        assert_eq!(refused[0], code, "{key}: {refused:?}");
    }
}

/// Who, when, why and what are kept with the run and read back, in both languages.
fn assert_kept(office: &mut Office<'_>) {
    let of = month("2023-11");
    let found = proof(office.store, &region(), Lawbook::builtin(), of, &[]).unwrap();
    let [one] = found.signatures.as_slice() else {
        panic!("one signature is kept: {:?}", found.signatures);
    };
    assert_eq!(
        (one.signature.by.as_str(), one.role.as_str()),
        ("inspector", "inspector")
    );
    assert_eq!(
        (one.on.as_str(), one.month),
        ("2023-10-31", month("2023-10"))
    );
    let says = one.signature.of.iter().map(|said| said.message(Lang::Zh));
    let says: Vec<String> = says.collect();
    assert_eq!(
        says[0],
        "支付前重核：核定 1 的 伤残津贴 在 2023-10 不能重算。"
    );
    assert!(says[1].contains("2022"), "{says:?}");
    let says = one.signature.of.iter().map(|said| said.message(Lang::En));
    assert!(says.into_iter().all(|says| !says.contains('⟦')));
    // Last year's signatures are not shown for ever.
    let later = proof(
        office.store,
        &region(),
        Lawbook::builtin(),
        month("2024-10"),
        &[],
    )
    .unwrap();
    assert!(later.signatures.is_empty());
}
