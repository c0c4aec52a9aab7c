//! The program itself, run as a clerk runs it: a corrected fact comes in by a paper, is listed, stops the pay run, is settled,
//! and is seen again by a replay. Output and exit codes are looked at, not the inside.

#[path = "../../../../tests/house/late.rs"]
#[expect(
    dead_code,
    reason = "the acts of the house tests; the office here needs some of them"
)]
mod late;

#[cfg(target_os = "linux")]
mod at_rest;
mod province;

use std::process::Command;

use serde_json::{Value, json};
use yiju_tests::Place;

use late::{THREE, case, decide, injured, pay};

/// An office whose one injured person was paid through October 2023 by a mean of 3,000.00.
struct Desk {
    place: Place,
    folder: tempfile::TempDir,
}

/// What a command said and how it ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn ends(&self, code: i32, says: &[&str]) {
        let whole = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, code, "{whole}");
        for text in says {
            assert!(whole.contains(text), "no {text:?} in:\n{whole}");
        }
    }
}

impl Desk {
    fn open() -> Desk {
        let mut place = yiju_tests::sqlite();
        let mut office = injured(&mut place.store, "6284.00");
        decide(&mut office, &facts("3000.00"), THREE);
        for of in ["2023-09", "2023-10"] {
            pay(&mut office, of);
        }
        Desk {
            place,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiju"));
        command.args(arguments).args(["--db", &self.place.url]);
        let done = command
            .args(["--lang", "zh"])
            .current_dir(self.folder.path())
            .output()
            .expect("the program runs");
        Ran {
            code: done.status.code().expect("it ends by itself"),
            out: String::from_utf8_lossy(&done.stdout).into_owned(),
            err: String::from_utf8_lossy(&done.stderr).into_owned(),
        }
    }

    /// Hands in a paper of 2 November by those who may.
    fn hand_in(&self, item: &str, paper: &str) -> Ran {
        self.hand_in_by(item, paper, BENEFIT)
    }

    fn hand_in_by(&self, item: &str, paper: &str, hands: &str) -> Ran {
        std::fs::write(self.folder.path().join("paper.json"), paper).expect("a written paper");
        let about = ["matter", item, "paper.json", "--on", "2023-11-02"];
        self.run(&[&about[..], &["--hands", hands]].concat())
    }
}

fn facts(mean: &str) -> Value {
    case(4, mean, json!({"self_care_level": "partial"}))
}

fn correction() -> Value {
    json!({
        "applicant_kind": "office", "applicant_id": "431123", "subject": "本人工资更正", "persons": 1,
        "materials": ["工资台账复核表"], "request_key": "correction-1",
        "proposal": {
            "determination_id": 1, "case": facts("5000.00"),
            "reason": "核对工资台账，漏计奖金", "document": "测更字〔2023〕1号",
        },
    })
}

const BENEFIT: &str = "window,benefit,second,director";
const MANAGEMENT: &str = "accountant,benefit,second,director";
const MONEY: &str = "cashier,accountant,second,director";

/// By hand: lump sum 21 × 5,000.00 = 105,000.00 for 79,178.40, that is 25,821.60; allowance 3,750.00 for 2,827.80, twice 922.20.
#[test]
fn a_corrected_fact_goes_through_the_program() {
    let desk = Desk::open();
    let paper = correction().to_string();
    let cashier = "cashier,benefit,second,director";
    desk.hand_in_by("fact_correction", &paper, cashier)
        .ends(2, &["出纳", "受理参保岗"]);
    desk.hand_in("fact_correction", &paper)
        .ends(0, &["核定事实更正已办理"]);

    let list = desk.run(&[&["settle"][..], &THROUGH].concat());
    list.ends(
        1,
        &[
            "漏计奖金",
            "79178.40 → 105000.00 (+25821.60)",
            "2023-09…2023-10 2827.80 → 3750.00 (+922.20 × 2)",
            "27666.00",
            "没有改动任何数据",
        ],
    );
    assert!(!list.out.contains("生活护理费"), "{}", list.out);
    is_settled(&desk);
    is_seen_again(&desk);
}

/// The page says that these are handed in as they stand.
#[test]
fn the_files_of_the_page_about_matters_are_handed_in() {
    let page = include_str!("../../../../docs/reference/matter.md");
    let files: Vec<&str> = page
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(file, _)| file)
        .collect();
    let [confirmation, notice] = files[..] else {
        panic!("two files: {files:?}");
    };
    let desk = Desk::open();
    let medical = "window,medical,second,director";
    desk.hand_in_by("parameter_confirmation", confirmation, MANAGEMENT)
        .ends(0, &["政策参数确认已办理"]);
    desk.hand_in_by("rate_notice", notice, medical)
        .ends(0, &["费率通知已办理"]);
}

const THROUGH: [&str; 4] = ["--through", "2023-10", "--on", "2023-11-10"];

const PAY_NOVEMBER: [&str; 7] = [
    "pay",
    "2023-11",
    "--on",
    "2023-11-30",
    "--book",
    "--hands",
    MONEY,
];

/// The pay run waits for the settlement, which leaves nothing behind.
fn is_settled(desk: &Desk) {
    desk.run(&PAY_NOVEMBER)
        .ends(2, &["2023-09…2023-11 应为 3750.00 元，而核定为 2827.80 元"]);

    let hands = ["--hands", MANAGEMENT, "--money-hands", MONEY, "--book"];
    let paper = ["--document", "测更字〔2023〕1号", "--out", "letters"];
    let formats = ["--letter-format", "html"];
    desk.run(&[&["settle"][..], &THROUGH, &hands, &paper, &formats].concat())
        .ends(0, &["结算第 1 号", "E8", "letters/settlement-1-1.html"]);
    desk.run(&[&["settle"][..], &THROUGH].concat())
        .ends(0, &["没有任何差额"]);
    desk.run(&["verify"]).ends(0, &["链条完整"]);

    desk.run(&PAY_NOVEMBER).ends(0, &["已支付"]);
    desk.run(&PAY_NOVEMBER)
        .ends(2, &["2023-11 没有应付而未付的待遇"]);
}

/// As it was decided, as it is known now, and the state of a day in between.
fn is_seen_again(desk: &Desk) {
    desk.run(&["replay", "1"]).ends(0, &["全部相同"]);
    desk.run(&["replay", "1", "--known-at", "2023-11-05"])
        .ends(1, &["2827.80 → 3750.00  不同", "1885.20 → 1885.20  相同"]);
    desk.run(&[
        "replay",
        "1",
        "--known-at",
        "2023-11-01",
        "--as-of",
        "2023-10-31",
    ])
    .ends(0, &["全部相同", "2023-10-31 的状态"]);
}

/// The inspector signs for what is not settled; the signature is kept and printed with the next proof.
#[test]
fn a_signed_pay_run_goes_through_the_program() {
    let desk = Desk::open();
    desk.hand_in("fact_correction", &correction().to_string())
        .ends(0, &[]);
    let sign = |text: &str| desk.run(&[&PAY_NOVEMBER[..], &["--sign", text]].concat());
    sign("1:disability_allowance").ends(2, &["签字", "写法不对"]);
    sign("1:disability_allowance:cashier:照付").ends(2, &["签字无效"]);
    sign("1:attendance_allowance:inspector:照付").ends(2, &["应为 3750.00 元"]);
    // The lump sum paid before is not of this run: it is named and still to be settled.
    let done = sign("1:disability_lump_sum:inspector:下月结算");
    done.ends(2, &["应为 3750.00 元"]);
    let both = ["--sign", "1:disability_lump_sum:inspector:下月结算"];
    let signed = ["--sign", "1:disability_allowance:inspector:下月结算"];
    let done = desk.run(&[&PAY_NOVEMBER[..], &both, &signed].concat());
    done.ends(
        0,
        &[
            "已支付",
            "签字记录",
            "下月结算",
            "测试inspector",
            "稽核内控岗",
        ],
    );
    let next = desk.run(&["pay", "2023-12"]);
    next.ends(1, &["签字记录", "2023-09…2023-11 应为 3750.00", "没有处理"]);
}

/// A paper in a wrong form: where, what, what to write; nothing is changed.
#[test]
fn a_paper_in_a_wrong_form_is_told_where() {
    let desk = Desk::open();
    let broken = "{\n \"applicant_kind\": ,";
    desk.hand_in("fact_correction", broken)
        .ends(2, &["第 2 行第", "JSON"]);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut paper = correction();
        change(&mut paper);
        desk.hand_in("fact_correction", &paper.to_string())
    };
    with(&|paper| drop(paper.as_object_mut().unwrap().remove("persons")))
        .ends(2, &["缺少“persons”"]);
    with(&|paper| paper["applicant_kind"] = json!("company")).ends(
        2,
        &[
            "“applicant_kind”写成了 \"company\"",
            "employer、person、office",
        ],
    );
    with(&|paper| paper["proposal"]["case"]["appraised_on"] = json!("2023-08-41"))
        .ends(2, &["“proposal.case.appraised_on”写成了 \"2023-08-41\""]);
    with(&|paper| paper["proposal"]["paper"] = json!("x")).ends(
        2,
        &[
            "“proposal.paper”",
            "determination_id、case、reason、document",
        ],
    );
    with(&|paper| paper["proposal"]["determination_id"] = json!(7))
        .ends(2, &["没有编号为 7 的有效核定"]);
    desk.hand_in("correction", &correction().to_string())
        .ends(2, &["没有名为“correction”的事项", "fact_correction"]);
    desk.run(&[&["settle"][..], &THROUGH].concat())
        .ends(0, &["没有任何差额"]);
}

/// By hand: one lump sum and two months were paid; what went out of the expenditure account is what was booked as benefits.
#[test]
fn balances_are_printed_and_balance() {
    let desk = Desk::open();
    let asked = ["balances", "--period", "2023", "--format", "json"];
    let ran = desk.run(&asked);
    ran.ends(0, &[]);
    let found: Value = serde_json::from_str(&ran.out).expect("JSON");
    let amount = |account: &str, pair: &str, side: &str| {
        let rows = found["accounts"].as_array().expect("accounts");
        let row = rows.iter().find(|row| row["account"] == account);
        row.expect(account)["amounts"][pair][side].clone()
    };
    let paid = amount("expenditure_account", "turnover", "credit");
    assert_eq!(amount("benefit_expenditure", "closing", "debit"), paid);
    assert_eq!(
        found["total"]["closing"]["debit"],
        found["total"]["closing"]["credit"]
    );
    // Before the books began there was nothing; after them nothing moves.
    let after = desk.run(&["balances", "--period", "2024-01"]);
    after.ends(
        0,
        &["工伤保险基金账 科目余额表 2024-01-01 … 2024-01-31", "成立"],
    );
    let before = desk.run(&["balances", "--period", "2001", "--ledger", "department"]);
    before.ends(0, &["部门预算账", "0.00 = 贷方 0.00"]);
    let unknown = desk.run(&["balances", "--period", "2023-5"]);
    unknown.ends(2, &["“2023-5”不是年度或月份", "2023-05"]);
}
