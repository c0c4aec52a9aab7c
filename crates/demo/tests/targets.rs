//! Every figure the demonstration is calibrated to, proved by counting the records one run left behind.

use std::sync::OnceLock;

use yiju_demo::{DemoOptions, DemoSummary, REGION, run};
use yiju_store::{Store, verify};

struct Run {
    folder: tempfile::TempDir,
    summary: DemoSummary,
}

fn year(seed: u64) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    let summary = run(&mut store, &DemoOptions { seed }, &mut |_| {}).unwrap();
    Run { folder, summary }
}

fn open(folder: &tempfile::TempDir) -> Store {
    let path = folder.path().join("demo.db");
    Store::open(&format!("sqlite:{}", path.display())).unwrap()
}

fn shared() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| year(1))
}

fn count(sql: &str) -> i64 {
    open(&shared().folder).one(sql, &[]).unwrap().int(0)
}

/// People or places whose last word by the year's end is `on`.
const COVERED: &str = "SELECT cover_kind, cover_id, person_id FROM (
  SELECT cover_kind, cover_id, person_id, state,
    ROW_NUMBER() OVER (PARTITION BY cover_kind, cover_id, person_id ORDER BY valid_from DESC, seq DESC) AS pick
  FROM enrollment WHERE valid_from <= '2023-12-31') WHERE pick = 1 AND state = 'on'";

fn within(amount: i64, yuan: i64, tolerance_yuan: i64) {
    let difference = (amount - yuan * 100).abs();
    assert!(
        difference <= tolerance_yuan * 100,
        "{amount} fen is not {yuan} yuan ± {tolerance_yuan}"
    );
}

#[test]
fn coverage_at_the_years_end() {
    assert_eq!(
        count(&format!(
            "SELECT COUNT(DISTINCT person_id) FROM ({COVERED})"
        )),
        17_320
    );
    assert_eq!(
        count(&format!(
            "SELECT COUNT(DISTINCT cover_id) FROM ({COVERED}) WHERE cover_kind = 'employer'"
        )),
        533
    );
    assert!(
        count(&format!("SELECT COUNT(*) FROM ({COVERED})")) > 17_320,
        "somebody has two employers"
    );
}

#[test]
fn injuries_payments_and_matters() {
    assert_eq!(
        count("SELECT COUNT(*) FROM injury WHERE noticed_on BETWEEN '2023-01-01' AND '2023-12-31'"),
        81
    );
    assert_eq!(
        count(
            "SELECT COUNT(*) FROM payment p JOIN pay_batch b ON b.id = p.batch_id WHERE b.paid_on LIKE '2023-%'"
        ),
        188
    );
    let counted: Vec<String> = yiju_actions::ITEMS
        .iter()
        .filter(|item| item.counted)
        .map(|item| format!("'{}'", item.stem))
        .collect();
    let sql = format!(
        "SELECT SUM(m.persons) FROM matter m JOIN approval a ON a.region = m.region AND a.matter_id = m.id
         WHERE a.approved_on LIKE '2023-%' AND m.item IN ({})",
        counted.join(", ")
    );
    assert_eq!(count(&sql), 6_935);
}

#[test]
fn the_dead_and_those_who_left_are_not_insured() {
    let gone = "SELECT i.person_id FROM injury i JOIN case_event e ON e.injury_id = i.id WHERE e.kind IN ('died', 'contract_ended')";
    assert_eq!(count(&format!("SELECT COUNT(*) FROM ({gone})")), 8);
    assert_eq!(
        count(&format!(
            "SELECT COUNT(*) FROM ({COVERED}) WHERE person_id IN ({gone})"
        )),
        0
    );
    assert!(count("SELECT COUNT(*) FROM injury WHERE cover_kind = 'project'") > 5);
}

#[test]
fn money_received_spent_and_relieved() {
    within(
        count("SELECT SUM(amount_fen) FROM receipt WHERE received_on LIKE '2023-%'"),
        3_610_000,
        5_000,
    );
    let booked = "SELECT SUM(credit_fen - debit_fen) FROM posting p JOIN voucher v ON v.ledger = p.ledger AND v.id = p.voucher_id
      WHERE p.ledger = 'fund' AND p.account LIKE 'contribution_income%' AND v.pattern <> 'E22'";
    within(count(booked), 3_610_000, 5_000);
    let spent = "SELECT SUM(debit_fen - credit_fen) FROM posting p JOIN voucher v ON v.ledger = p.ledger AND v.id = p.voucher_id
      WHERE p.ledger = 'fund' AND p.account LIKE 'benefit_expenditure%' AND v.pattern <> 'E22'";
    within(count(spent), 3_040_000, 5_000);
    within(
        count("SELECT SUM(relief_local_fen + relief_temporary_fen) FROM assessment"),
        3_510_000,
        70_200,
    );
    assert!(count("SELECT SUM(relief_temporary_fen) FROM assessment") > 0);
}

#[test]
fn no_employer_dominates_and_all_classes_occur() {
    let largest = count(
        "SELECT SUM(amount_fen) FROM assessment WHERE payer_kind = 'employer' GROUP BY payer_id ORDER BY 1 DESC LIMIT 1",
    );
    let total = count("SELECT SUM(amount_fen) FROM assessment");
    assert!(largest * 100 < total * 8, "{largest} of {total}");
    assert_eq!(count("SELECT COUNT(DISTINCT risk_class) FROM employer"), 8);
    assert!(
        count(
            "SELECT COUNT(DISTINCT total) FROM (SELECT SUM(amount_fen) AS total FROM assessment WHERE payer_kind = 'employer' GROUP BY month)"
        ) == 12
    );
}

#[test]
fn old_injuries_training_and_survey() {
    assert_eq!(
        count("SELECT COUNT(DISTINCT id) FROM legacy_injury WHERE pooled = 1"),
        63
    );
    assert_eq!(
        count("SELECT COUNT(DISTINCT id) FROM legacy_injury WHERE pooled = 0"),
        148
    );
    assert!(count("SELECT COUNT(*) FROM training") >= 5);
    // Training went where people were hurt again and again, each time before the day of the training.
    let earlier =
        "SELECT COUNT(*) AS notices FROM training t JOIN injury i ON i.cover_id = t.employer_id
      AND i.noticed_on BETWEEN '2023-01-01' AND t.held_on GROUP BY t.id";
    assert!(count(&format!("SELECT MAX(notices) FROM ({earlier})")) >= 3);
    assert_eq!(
        count(&format!("SELECT COUNT(*) FROM ({earlier})")),
        count("SELECT COUNT(*) FROM training")
    );
    assert_eq!(
        count("SELECT COUNT(*) FROM survey WHERE answered > 300 AND method <> ''"),
        1
    );
}

#[test]
fn the_departments_lines_are_as_printed() {
    let spent = |line: &str| {
        count(&format!(
            "SELECT COALESCE(SUM(debit_fen - credit_fen), 0) FROM posting WHERE budget_line = '{line}'"
        ))
    };
    for (line, yuan) in [
        ("personnel", 715_800),
        ("office", 14_800),
        ("utilities_travel", 15_000),
        ("reception", 10_200),
        ("other_public", 50_100),
        ("legacy_pooling", 19_900),
    ] {
        assert_eq!(spent(line), yuan * 100, "{line}");
    }
    let budget = |stage: &str, line: &str| {
        count(&format!(
            "SELECT COALESCE(SUM(amount_fen), 0) FROM budget WHERE stage = '{stage}' AND line = '{line}'"
        ))
    };
    assert_eq!(budget("prior_outturn", "reception"), 12_700 * 100);
    assert_eq!(budget("initial", "office"), 15_000 * 100);
    assert_eq!(
        budget("initial", "procurement") + budget("adjustment", "procurement"),
        29_800 * 100
    );
    assert_eq!(
        count("SELECT SUM(debit_fen) FROM posting WHERE procurement IS NOT NULL"),
        29_800 * 100
    );
    let basic = "SELECT SUM(amount_fen) FROM budget WHERE stage = 'initial' AND line NOT IN ('procurement', 'legacy_pooling')";
    assert_eq!(count(basic), 805_900 * 100);
}

#[test]
fn some_matters_go_wrong_and_the_books_hold() {
    assert!(count("SELECT COUNT(*) FROM step WHERE outcome = 'return'") > 0);
    assert!(count("SELECT COUNT(*) FROM step WHERE outcome = 'refuse'") > 0);
    assert!(
        count(
            "SELECT COUNT(*) FROM matter m WHERE NOT EXISTS (SELECT 1 FROM approval a WHERE a.matter_id = m.id)"
        ) > 6
    );
    assert_eq!(
        count("SELECT COUNT(*) FROM voucher WHERE pattern = 'E23'"),
        1
    );
    assert_eq!(count("SELECT COUNT(*) FROM period_close"), 24);
    let verdict = verify::verify(
        &mut open(&shared().folder),
        REGION,
        Some(&shared().summary.head),
    )
    .unwrap();
    assert_eq!(verdict.breaks, []);
    assert!(verdict.entries > 2_000);
}

#[test]
fn the_same_seed_gives_the_same_head() {
    let again = year(1);
    assert_eq!(again.summary, shared().summary);
}
