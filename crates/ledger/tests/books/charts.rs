//! Charts of accounts: the shipped ones, and what a broken file is told.

use yiju_ledger::{AccountClass, Chart, Ledger};
use yiju_terms::{Lang, Status};

use super::{day, fund};

#[test]
fn the_shipped_charts_are_whole() {
    for ledger in Ledger::ALL {
        let chart = Chart::builtin(ledger);
        assert_eq!(chart.ledger, ledger);
        for account in chart.accounts() {
            assert!(account.code_on(day("2023-01-01")).is_some());
            // No code has been compared with the official text yet; saying otherwise would be a lie.
            assert!(
                account
                    .codes
                    .iter()
                    .all(|c| c.status == Status::Provisional)
            );
        }
        for class in AccountClass::ALL {
            let needed = ledger == Ledger::Fund || class != AccountClass::Liability;
            assert_eq!(chart.leaves(class).next().is_some(), needed, "{class:?}");
        }
    }
    assert_eq!(
        fund().full_name("benefit_expenditure.disability.disability_allowance"),
        Some("社会保险待遇支出—伤残待遇支出—伤残津贴".to_owned())
    );
    let lump = fund().account("benefit_expenditure.death.death_lump_sum");
    assert_eq!(lump.unwrap().parent(), Some("benefit_expenditure.death"));
    assert_eq!(lump.unwrap().depth(), 2);
    assert!(!fund().account("benefit_expenditure").unwrap().is_leaf);
}

const HEAD: &str = "[chart]\nledger = \"fund\"\nbasis = \"x\"\n";

fn problems(text: &str) -> Vec<(usize, &'static str)> {
    let problems = Chart::parse("my.toml", text).expect_err("the chart must be refused");
    for problem in &problems {
        for lang in [Lang::Zh, Lang::En] {
            let message = problem.message(lang);
            let begin = format!("my.toml:{}: ", problem.line);
            assert!(message.starts_with(&begin), "{message}");
            assert!(!message.contains('⟦'), "{message}");
        }
    }
    problems.iter().map(|p| (p.line, p.code)).collect()
}

#[test]
fn every_problem_of_a_file_with_its_line() {
    let text = format!(
        "{HEAD}{}",
        r#"[[account]]
stem = "cash"
class = "asset"
name = "现金"
codes = [{ from = 2018-01-01, code = "10O1", status = "sure" }]
colour = "red"
[[account]]
stem = "cash"
class = "wealth"
name = " "
codes = []
[[account]]
stem = "bank.one"
class = "asset"
name = "一"
codes = [{ from = "2018", code = 7, status = "verified" }]
[[account]]
class = 3
name = "无名"
[[flow]]
account = "cash"
direction = "sideways"
counter = "all"
why = "x"
cite = "x"
status = "verified"
"#
    );
    let expected = [
        (8, "code_not_digits"),
        (8, "unknown_status"),
        (9, "unknown_key"),
        (12, "unknown_class"),
        (13, "empty_text"),
        (19, "wrong_kind"),
        (19, "wrong_kind"),
    ];
    let found = problems(&text);
    for problem in expected {
        assert!(found.contains(&problem), "{problem:?} is not in {found:?}");
    }
    let count = |code| found.iter().filter(|(_, c)| *c == code).count();
    assert_eq!(count("no_code"), 2, "{found:?}");
    assert_eq!(count("missing_key"), 1, "{found:?}");
    assert_eq!(count("unknown_direction"), 1);
    assert_eq!(count("wrong_kind"), 4);
    assert!(found.is_sorted_by_key(|(line, _)| *line));
}

fn account(stem: &str, class: &str, codes: &str) -> String {
    format!(
        "[[account]]\nstem = \"{stem}\"\nclass = \"{class}\"\nname = \"名\"\ncodes = [{codes}]\n"
    )
}

fn code(from: &str, code: &str) -> String {
    format!("{{ from = {from}, code = \"{code}\", status = \"verified\" }}")
}

#[test]
fn the_tree_and_the_codes_hold_together() {
    let new = "2018-01-01";
    let one = account("one", "asset", &code(new, "1"));
    let check = |more: &str, expected: &[(usize, &'static str)]| {
        assert_eq!(problems(&format!("{HEAD}{one}{more}")), expected, "{more}");
    };
    check(
        &account("one", "asset", &code(new, "2")),
        &[(9, "stem_twice")],
    );
    check(
        &account("two.below", "asset", &code(new, "2")),
        &[(9, "no_parent")],
    );
    check(
        &account("one.below", "income", &code(new, "2")),
        &[(9, "parent_of_other_class")],
    );
    check(
        &account("two", "asset", &code(new, "1")),
        &[(9, "code_twice")],
    );
    check(
        &account("two", "asset", &code("2030-01-01", "1")),
        &[(9, "code_twice")],
    );
    let backwards = format!("{}, {}", code(new, "2"), code("2017-01-01", "3"));
    check(
        &account("two", "asset", &backwards),
        &[(13, "codes_out_of_order")],
    );
    let flow = "[[flow]]\naccount = \"one\"\ndirection = \"in\"\ncounter = [\"gone\"]\nwhy = \"x\"\ncite = \"x\"\nstatus = \"verified\"\n";
    check(flow, &[(9, "flow_unknown_account")]);
    assert_eq!(problems("[chart\n"), [(1, "broken_toml")]);
    assert_eq!(problems(""), [(1, "missing_key")]);
}

#[test]
fn codes_change_and_accounts_close_by_date() {
    let codes = format!(
        "{}, {}, {{ from = 2026-01-01, repealed = true }}",
        code("2018-01-01", "1003"),
        code("2023-05-01", "1004")
    );
    let text = format!("{HEAD}{}", account("one", "asset", &codes));
    let chart = Chart::parse("my.toml", &text).unwrap();
    let on = |text| chart.account("one").unwrap().code_on(day(text));
    assert_eq!(on("2017-12-31"), None);
    assert_eq!(on("2018-01-01"), Some("1003"));
    assert_eq!(on("2023-04-30"), Some("1003"));
    assert_eq!(on("2023-05-01"), Some("1004"));
    assert_eq!(on("2026-01-01"), None);
    // The code that fell free may be used by another account from that day.
    let next = account("two", "asset", &code("2023-05-01", "1003"));
    assert!(Chart::parse("my.toml", &format!("{text}{next}")).is_ok());
}
