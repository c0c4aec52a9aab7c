//! `yiju lake` as a person runs it, in the build that has it: words, exit codes, what is left behind.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

fn yiju(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiju"));
    command.args(["--lang", "zh"]).args(arguments);
    command
}

/// Exit code, and what was said; gives what was printed.
#[track_caller]
fn ends(arguments: &[&str], code: i32, says: &[&str]) -> String {
    said(arguments, code, says).0
}

/// As [`ends`]; gives what was printed, and all that was said.
#[track_caller]
fn said(arguments: &[&str], code: i32, says: &[&str]) -> (String, String) {
    let done = yiju(arguments).output().expect("the program runs");
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    let whole = format!("{out}{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(code), "{whole}");
    for text in says {
        assert!(whole.contains(text), "no {text:?} in:\n{whole}");
    }
    (out, whole)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

#[test]
fn a_folder_is_made_proved_and_assessed_alike_by_every_way() {
    let home = tempfile::tempdir().expect("a folder");
    let (lake, out) = (home.path().join("lake"), home.path().join("out"));
    let (lake, out) = (text(&lake), text(&out));
    let make = [
        "lake",
        "make",
        "--people",
        "5000",
        "--counties",
        "3",
        "--out",
        lake,
    ];
    ends(&make, 0, &["5000"]);
    ends(&make, 2, &[lake]);
    ends(&["lake", "verify", lake], 0, &[lake]);
    let assess = [
        "lake", "assess", lake, "--month", "2023-06", "--format", "json",
    ];
    let own = ends(&assess, 0, &["\"people\":5000"]);
    let engine = ends(
        &[&assess[..], &["--engine", "datafusion", "--out", out]].concat(),
        0,
        &[],
    );
    assert_eq!(own, engine);
    ends(&["lake", "verify", out], 0, &[out]);
    ends(
        &["lake", "assess", lake, "--month", "2023-07"],
        2,
        &["2023-06"],
    );
    ends(
        &["lake", "figures", lake, "--year", "2023"],
        2,
        &["yiju lake export"],
    );
    let file = std::fs::read_dir(home.path().join("lake")).expect("a folder");
    let region = file
        .flatten()
        .find(|entry| entry.path().is_dir())
        .expect("a region");
    std::fs::remove_dir_all(region.path()).expect("a region less");
    ends(&assess, 2, &["manifest.json"]);
}

#[test]
fn figures_of_an_export_are_those_the_program_explains() {
    let home = tempfile::tempdir().expect("a folder");
    let (db, lake) = (home.path().join("county.db"), home.path().join("lake"));
    let (db, lake) = (format!("sqlite:{}", text(&db)), text(&lake));
    ends(
        &[
            "--db",
            &db,
            "demo",
            "--scale",
            "--counties",
            "1",
            "--people",
            "900",
        ],
        0,
        &[],
    );
    ends(&["--db", &db, "lake", "export", "--out", lake], 0, &[]);
    let asked = [
        "lake",
        "figures",
        lake,
        "--year",
        "2023",
        "persons_insured",
        "--format",
        "json",
    ];
    let said: Value = serde_json::from_str(&ends(&asked, 0, &[])).expect("JSON");
    let explain = [
        "--db",
        &db,
        "explain",
        "persons_insured",
        "--year",
        "2023",
        "--format",
        "json",
    ];
    let own: Value = serde_json::from_str(&ends(&explain, 0, &[])).expect("JSON");
    assert_eq!(
        said["figure"]["value"], own["figure"]["value"],
        "{said} {own}"
    );
    assert!(said["figure"]["value"].as_i64().expect("a number") > 0);
    // Without a cluster that answers: said, and worked out here.
    let asked = words("--year 2023 contributions_assessed --format json");
    let asked = [&["lake", "figures", lake][..], &asked].concat();
    let alone = ends(&asked, 0, &[]);
    let asked = [&asked[..], &["--cluster", "127.0.0.1:1"]].concat();
    let says = ["集群没有给出", "调度端 127.0.0.1:1 没有回答"];
    assert_eq!(ends(&asked, 0, &says), alone);
    ends(
        &["lake", "figures", lake, "--year", "2023", "no_such"],
        2,
        &["no_such"],
    );
}

/// Whoever computes it: invented people, provisional figures of the law, and another law than the folder's are said.
#[test]
fn an_assessment_says_what_it_rests_on() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("lake");
    let lake = text(&folder);
    let make = "lake make --people 2000 --counties 2 --out";
    ends(&[&words(make)[..], &[lake]].concat(), 0, &[]);
    let asked = ["lake", "assess", lake, "--month", "2023-06", "--engine"];
    for engine in ["own", "datafusion"] {
        let asked = [&asked[..], &[engine]].concat();
        let (_, whole) = said(&asked, 0, &["合成数据", "用到暂定的法规参数"]);
        assert!(!whole.contains("注意"), "{whole}");
    }
    let path = folder.join("manifest.json");
    let bytes = std::fs::read(&path).expect("the manifest");
    let mut manifest: Value = serde_json::from_slice(&bytes).expect("JSON");
    manifest["law"] = "0".repeat(64).into();
    manifest["synthetic"] = false.into();
    std::fs::write(&path, manifest.to_string()).expect("the manifest");
    for engine in ["own", "datafusion"] {
        let asked = [&asked[..], &[engine]].concat();
        let (_, whole) = said(&asked, 0, &["注意：文件夹是按法规 0000"]);
        assert!(!whole.contains("合成数据"), "{whole}");
        let json = ends(&[&asked[..], &["--format", "json"]].concat(), 0, &[]);
        assert!(json.contains("\"synthetic\":false"), "{json}");
    }
}

/// A process that ends with the test.
struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What comes of it within a time.
fn within<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + limit;
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(Instant::now() < until, "not within {limit:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A free address with a free one after it, each time another. It lies below those the system gives to whoever connects, so
/// nobody takes it before the node does.
fn two_ports() -> String {
    static STEP: AtomicU32 = AtomicU32::new(0);
    within(Duration::from_secs(10), || {
        let step = std::process::id() + STEP.fetch_add(1, Ordering::SeqCst);
        let port = 16_000 + u16::try_from(step % 8_000).ok()? * 2;
        for port in [port, port + 1] {
            std::net::TcpListener::bind(("127.0.0.1", port)).ok()?;
        }
        Some(format!("127.0.0.1:{port}"))
    })
}

/// A scheduler whose door is open, and where it is.
fn scheduler() -> (Node, String) {
    let address = two_ports();
    let mut node = yiju(&["lake", "scheduler", "--listen", &address]);
    let node = Node(node.stderr(Stdio::null()).spawn().expect("a scheduler"));
    let until = Instant::now() + Duration::from_secs(60);
    while std::net::TcpStream::connect(&address).is_err() {
        assert!(Instant::now() < until, "no scheduler");
        std::thread::sleep(Duration::from_millis(50));
    }
    (node, address)
}

/// A scheduler or a worker says it is up when it is, and a worker that the scheduler forgot says so.
#[test]
fn a_node_says_why_it_does_not_work() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut scheduler, address) = scheduler();
    let serve = ["lake", "scheduler", "--listen", &address];
    let (_, whole) = said(&serve, 2, &[&address, "端口"]);
    assert!(!whole.contains("已启动"), "{whole}");
    let work = [
        "lake",
        "worker",
        "--scheduler",
        &address,
        "--work",
        text(home.path()),
        "--listen",
    ];
    said(&[&work[..], &[&address]].concat(), 2, &[&address, "端口"]);
    said(&[&work[..], &["127.0.0.1:65535"]].concat(), 2, &["65534"]);
    let here = two_ports();
    let mut worker = yiju(&[&work[..], &[&here]].concat());
    let worker = worker.stderr(Stdio::piped()).spawn().expect("a worker");
    let mut worker = Node(worker);
    let mut lines = BufReader::new(worker.0.stderr.take().expect("its words")).lines();
    let up = lines.next().expect("a line").expect("text");
    assert!(up.contains("计算端已启动"), "{up}");
    // Its door opens once the scheduler knows it.
    within(Duration::from_secs(60), || {
        std::net::TcpStream::connect(&here).ok()
    });
    scheduler.0.kill().expect("an end");
    let ended = within(Duration::from_secs(120), || {
        worker.0.try_wait().expect("a state")
    });
    assert_eq!(ended.code(), Some(3));
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    assert!(
        rest.iter().any(|line| line.contains("不再承认它")),
        "{rest:?}"
    );
}

/// Called off by Ctrl-C while the cluster has no worker to do it: ends at once, says so, and the record says so too.
#[test]
fn a_job_is_called_off_by_a_person() {
    let home = tempfile::tempdir().expect("a folder");
    let (lake, out) = (home.path().join("lake"), home.path().join("out"));
    let (lake, result) = (text(&lake), text(&out));
    let make = "lake make --people 2000 --counties 2 --out";
    ends(&[&words(make)[..], &[lake]].concat(), 0, &[]);
    let (_node, scheduler) = scheduler();
    let asked = format!("--month 2023-06 --cluster {scheduler} --out");
    let asked = [&["lake", "assess", lake][..], &words(&asked), &[result]].concat();
    let mut job = Node(yiju(&asked).stderr(Stdio::piped()).spawn().expect("a job"));
    let mut lines = BufReader::new(job.0.stderr.take().expect("its words")).lines();
    let mut line = || lines.next().expect("a line").expect("text");
    assert!(line().contains(&scheduler));
    // It waits, and hears.
    assert!(line().contains('秒'));
    let begun = Instant::now();
    let id = job.0.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("kill").success());
    assert_eq!(job.0.wait().expect("an end").code(), Some(2));
    // Not the ten minutes it was given.
    assert!(begun.elapsed() < Duration::from_secs(60));
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    let said = rest.iter().any(|line| line.contains("已按要求停止"));
    assert!(said, "{rest:?}");
    let record = std::fs::read_to_string(out.join("job.json")).expect("the record");
    assert!(record.contains("\"cancelled\""), "{record}");
    // Known, so that it could be called off there too.
    assert!(record.contains("\"job\": \""), "{record}");
    assert!(!out.join("manifest.json").exists());
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}
