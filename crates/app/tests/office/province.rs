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
    a_county_is_named(&target);
    every_county_is_verified(&target);
    let login = run(&["--db", &target, "admit", "--region", "4311"]);
    login.ends(2, &["PostgreSQL"]);
}

/// With several offices a command says which it is to work for, and is refused otherwise.
fn a_county_is_named(url: &str) {
    let asked = ["--db", url, "explain", "persons_insured", "--year", "2023"];
    run(&asked).ends(2, &["2 个地区", "430121", "431123", "--region"]);
    run(&[&asked[..], &["--region", "431123"]].concat()).ends(0, &["参保"]);
    run(&[&asked[..], &["--region", "439999"]].concat()).ends(2, &["439999"]);
}

/// All counties of the file, not its first; one head given away is found in whichever it is of.
fn every_county_is_verified(url: &str) {
    let sound = run(&["--db", url, "verify"]);
    sound.ends(
        0,
        &[
            "地区 430121",
            "地区 431123",
            "共核对 2 个地区，其中有问题的 0 个",
        ],
    );
    let head = sound
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("链头："))
        .last();
    let head = head.expect("a head");
    run(&["--db", url, "verify", "--head", head]).ends(0, &["给出的链头在这条链上"]);
    let foreign = run(&["--db", url, "verify", "--head", head, "--region", "430121"]);
    foreign.ends(1, &[head]);
    // The second county's first entry is changed behind the program's back, and its office is hidden.
    let mut store = yiju_store::Store::open(url).expect("the store");
    for statement in [
        "DROP TRIGGER journal_no_update",
        "UPDATE journal SET recorded_on = '1999-01-01' WHERE region = '431123' AND seq = 1",
    ] {
        store.script(statement).expect(statement);
    }
    let elsewhere = format!("{url}.moved");
    let tampered = run(&["migrate", "--from", url, "--to", &elsewhere]);
    tampered.ends(1, &["地区 431123", "日志第 1 条", "没有搬动任何内容"]);
    drop(store);
    take_the_office_away(url);
    let broken = run(&["--db", url, "verify"]);
    broken.ends(1, &["日志第 1 条断链", "其中有问题的 1 个"]);
    run(&["--db", url, "verify", "--region", "430121"]).ends(0, &["链条完整"]);
}

/// The row of the office of 431123 deleted behind the program's back.
fn take_the_office_away(url: &str) {
    let mut store = yiju_store::Store::open(url).expect("the store");
    let delete = "PRAGMA foreign_keys = OFF; DROP TRIGGER office_no_delete; DELETE FROM office WHERE region = '431123'";
    store.script(delete).expect("a row less");
}

/// What cannot be meant is said before anything is done.
#[test]
fn a_call_that_cannot_be_meant_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("one.db").display());
    run(&[
        "--db",
        &url,
        "demo",
        "--scale",
        "--counties",
        "1",
        "--people",
        "1500",
    ])
    .ends(0, &[]);
    run(&["--db", "one.db", "verify"]).ends(2, &["“one.db”不是数据库地址"]);
    run(&["migrate", "--from", &url, "--to", "foo:bar"]).ends(2, &["“foo:bar”不是数据库地址"]);
    run(&["--db", &url, "find", "无此人", "--region", "43"]).ends(1, &["没有找到"]);
    run(&["--db", &url, "verify", "--head", "abc"]).ends(2, &["“abc”不是链头"]);
    run(&["--db", &url, "find", " "]).ends(2, &["没有说明查谁"]);
    run(&["--db", &url, "find", "张", "--region", "999999"]).ends(2, &["999999"]);
    run(&["--db", &url, "admit", "--region", "5"]).ends(2, &["不是行政区划代码"]);
    run(&["--db", &url, "letter", "list", "matter/1"]).ends(1, &["没有文书"]);
    run(&["--db", &url, "pay", "2023-01"]).ends(0, &["不需要办理支付"]);
    run(&["--db", &url, "rate", "E000001", "--month", "2023-01"]).ends(0, &["暂定的法规参数"]);
    let target = format!("sqlite:{}", folder.path().join("two.db").display());
    let twice = [
        "migrate", "--from", &url, "--to", &target, "--region", "431123", "--region", "431123",
    ];
    run(&twice).ends(0, &["两边逐表核对一致"]);
    // An office taken away is a break, not a place where nothing was begun.
    take_the_office_away(&target);
    run(&["--db", &target, "verify"]).ends(1, &["却没有经办机构"]);
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
    // A login may not make logins, and one of an area without an office has nothing to prove.
    run(&["--db", &login, "admit", "--region", "430121"]).ends(2, &["数据库管理员"]);
    run(&["--db", &target.url, "admit", "--region", "99"]).ends(0, &["没有地区 99"]);
    let empty = target.url.replace("yiju@", "yiju_r99@");
    run(&["--db", &empty, "verify"]).ends(2, &["99", "看不到任何经办机构"]);
    run(&["--db", &empty, "find", "张"]).ends(2, &["看不到任何经办机构"]);
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
