//! Counties of a province by the program: made, found in, moved with a proof, admitted; and the lake, refused by this build.

use std::process::Command;

use crate::Ran;

/// Runs the program in Chinese in a folder of its own.
fn run(arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiju"));
    let done = command.args(["--lang", "zh"]).args(arguments).output();
    let done = done.expect("the program runs");
    Ran {
        code: done.status.code().expect("it ends by itself"),
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        err: String::from_utf8_lossy(&done.stderr).into_owned(),
    }
}

const SCALE: [&str; 6] = ["demo", "--scale", "--counties", "2", "--people", "1500"];

/// Two counties of 1,500 people: all steps are said, people are found, and both counties move into one more store.
#[test]
fn counties_are_made_found_in_and_moved() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    let (source, target) = (at("source.db"), at("target.db"));
    let made = run(&[&["--db", &source][..], &SCALE].concat());
    made.ends(0, &["431123", "430121", "百分之九十九不超过", "核验"]);
    run(&["--db", &source, "find", "P00000007"]).ends(0, &["430121", "431123"]);
    let here = run(&["--db", &source, "find", "P00000007", "--region", "431123"]);
    here.ends(0, &["431123"]);
    assert!(!here.out.contains("430121"), "{}", here.out);
    run(&["--db", &source, "find", "无此人"]).ends(1, &["没有找到"]);
    let asked = ["migrate", "--from", &source, "--to", &target];
    run(&asked).ends(0, &["两边逐表核对一致", "wage_declaration", "原库没有改动"]);
    run(&asked).ends(2, &["431123", "430121"]);
    run(&["--db", &target, "verify"]).ends(0, &["链条完整"]);
    let login = run(&["--db", &target, "admit", "--region", "4311"]);
    login.ends(2, &["PostgreSQL"]);
}

/// The same into PostgreSQL, where a county's login then sees itself alone.
#[test]
fn a_county_moves_to_the_server_and_is_admitted() {
    let Some(target) = yiju_tests::postgres("app_province") else {
        println!("PostgreSQL left out, YIJU_TEST_POSTGRES is not set");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let source = format!("sqlite:{}", folder.path().join("source.db").display());
    run(&[&["--db", &source][..], &SCALE].concat()).ends(0, &[]);
    run(&["migrate", "--from", &source, "--to", &target.url]).ends(0, &["两边逐表核对一致"]);
    let admitted = run(&["--db", &target.url, "admit", "--region", "430121"]);
    admitted.ends(0, &["yiju_r430121"]);
    let login = target.url.replace("yiju@", "yiju_r430121@");
    let found = run(&["--db", &login, "find", "P00000007"]);
    found.ends(0, &["430121"]);
    assert!(!found.out.contains("431123"), "{}", found.out);
    let foreign = ["--db", &login, "find", "P00000007", "--region", "431123"];
    run(&foreign).ends(2, &["431123", "430121"]);
}

#[test]
#[cfg(not(feature = "lake-files"))]
fn a_build_without_the_lake_says_which_has_it() {
    for asked in [
        &["lake", "verify", "/"][..],
        &["lake", "figures", "/", "--year", "2023"],
        &["lake", "scheduler"],
    ] {
        run(asked).ends(2, &["--features lake"]);
    }
}
