//! A folder in an object store is the folder on the disk, to the fen; half of one, a broken one or one behind a wrong key is
//! refused in words.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use yiju_lake::cluster;
use yiju_lake::engine::outgoing::Outgoing;
use yiju_lake::engine::{self, Reach, Settings, figures, remote};
use yiju_lake::files::{Kind, Manifest, manifest};
use yiju_lake::own::{self, Source};
use yiju_lake::{Done, Stop, Totals};
use yiju_lawbook::Lawbook;
use yiju_terms::{Lang, Month};

use crate::bucket::Bucket;
use crate::common::{self, refused};
use crate::nodes::{Node, TOLD, free_port};

const ADDRESS: &str = "s3://lake/工伤/2023 年";
const FOLDER: &str = "工伤/2023 年";

fn sent(address: &str, reach: &Reach, write: impl FnOnce(&Path) -> Manifest) -> Manifest {
    let outgoing = Outgoing::begin(address, reach).unwrap();
    let manifest = write(outgoing.folder());
    let mut last = None;
    outgoing.publish(&mut |sent| last = Some(sent)).unwrap();
    let last = last.unwrap();
    assert_eq!((last.files, last.of), (last.of, manifest.files.len()));
    manifest
}

fn made(bucket: &Bucket) -> Manifest {
    sent(ADDRESS, &bucket.reach(), |folder| {
        common::make_in(folder, 900)
    })
}

fn assess(address: &str, month: Month, reach: &Reach, out: Option<&Path>) -> Result<Totals, Stop> {
    let book = Lawbook::builtin();
    let done = engine::wait(engine::assess::assess(address, month, book, reach, out))?;
    Ok(done.totals)
}

fn assessed(reach: &Reach) -> Result<Totals, Stop> {
    assess(ADDRESS, common::made_month(), reach, None)
}

#[test]
fn an_export_in_a_store_is_the_export_on_the_disk() {
    let (bucket, folder) = (Bucket::start(), tempfile::tempdir().unwrap());
    let (reach, lake) = (bucket.reach(), folder.path().join("lake"));
    let local = common::export_to(&lake);
    assert_eq!(sent(ADDRESS, &reach, common::export_to), local);
    assert_eq!(remote::check(ADDRESS, &reach).unwrap(), local);
    let source = Source::open(&lake, common::month(), Lawbook::builtin()).unwrap();
    let expected = own::assess(&source, None).unwrap().totals;
    assert!(expected.amount_fen > 0);
    let outgoing = Outgoing::begin("s3://lake/result", &reach).unwrap();
    let out = Some(outgoing.folder());
    let totals = assess(ADDRESS, common::month(), &reach, out).unwrap();
    outgoing.publish(&mut |_| {}).unwrap();
    assert_eq!(totals, expected);
    let result = remote::check("s3://lake/result", &reach).unwrap();
    assert_eq!(result.kind, Kind::Assessment);
    assert_eq!(result.result.unwrap().totals, expected);
    common::figures_are_those_of_the_store(ADDRESS, &reach);
}

#[test]
fn a_broken_object_is_refused_by_its_digest() {
    let bucket = Bucket::start();
    let reach = bucket.reach();
    let manifest = sent(ADDRESS, &reach, common::export_to);
    let of = |table: &str| manifest.files.iter().find(|f| f.table == table).unwrap();
    let region = &manifest.regions[0].region;
    let opened = || figures::Books::open(ADDRESS, region, &reach).map(|_| ());
    let month = common::month();
    for table in [manifest::PEOPLE, "voucher"] {
        let path = bucket.file(&format!("{FOLDER}/{}", of(table).path));
        let whole = fs::read(&path).unwrap();
        let mut broken = whole.clone();
        let middle = whole.len() / 2;
        broken[middle] ^= 1;
        let mut one_more = whole.clone();
        one_more.push(0);
        for bytes in [&broken, &one_more] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(
                refused(remote::check(ADDRESS, &reach)),
                ["lake_file_damaged"]
            );
            match table == manifest::PEOPLE {
                true => {
                    let outcome = assess(ADDRESS, month, &reach, None);
                    assert_eq!(refused(outcome), ["lake_file_damaged"]);
                }
                false => assert_eq!(refused(opened()), ["lake_file_damaged"]),
            }
        }
        fs::remove_file(&path).unwrap();
        assert_eq!(
            refused(remote::check(ADDRESS, &reach)),
            ["lake_file_damaged"]
        );
        fs::write(&path, whole).unwrap();
    }
    remote::check(ADDRESS, &reach).unwrap();
    opened().unwrap();
}

#[test]
fn without_a_manifest_nothing_is_there_and_nothing_is_written_over() {
    let bucket = Bucket::start();
    let reach = bucket.reach();
    made(&bucket);
    let again = Outgoing::begin(ADDRESS, &reach).map(|_| ());
    assert_eq!(refused(again), ["lake_folder_not_empty"]);
    fs::remove_file(bucket.file(&format!("{FOLDER}/{}", manifest::NAME))).unwrap();
    assert_eq!(refused(assessed(&reach)), ["lake_without_manifest"]);
    assert_eq!(
        refused(remote::check(ADDRESS, &reach)),
        ["lake_without_manifest"]
    );
    assert_eq!(
        refused(figures::manifest(ADDRESS, &reach)),
        ["lake_without_manifest"]
    );
}

/// Two at the same address at once: the one that comes later shows nothing.
#[test]
fn of_two_senders_one_shows_its_folder() {
    let bucket = Bucket::start();
    let reach = bucket.reach();
    let late = Outgoing::begin(ADDRESS, &reach).unwrap();
    common::make_in(late.folder(), 600);
    let first = made(&bucket);
    assert_eq!(
        refused(late.publish(&mut |_| {})),
        ["lake_folder_not_empty"]
    );
    assert_eq!(remote::check(ADDRESS, &reach).unwrap(), first);
}

#[test]
fn a_large_file_goes_in_parts_and_arrives_whole() {
    let bucket = Bucket::start();
    let reach = bucket.reach();
    let outgoing = Outgoing::begin(ADDRESS, &reach).unwrap();
    common::make_in(outgoing.folder(), 600);
    let path = outgoing.folder().join(manifest::NAME);
    let mut manifest = Manifest::read(outgoing.folder(), Kind::Source).unwrap();
    let bytes: Vec<u8> = (0..20_000_000u32).map(|at| (at % 251) as u8).collect();
    let entry = &mut manifest.files[0];
    fs::write(outgoing.folder().join(&entry.path), &bytes).unwrap();
    entry.bytes = bytes.len() as u64;
    entry.digest = yiju_terms::digest::sm3_of(&bytes);
    let arrived = bucket.file(&format!("{FOLDER}/{}", entry.path));
    fs::write(&path, serde_json::to_vec(&manifest).unwrap()).unwrap();
    outgoing.publish(&mut |_| {}).unwrap();
    assert_eq!(fs::read(arrived).unwrap(), bytes);
}

/// What changes on this disk between writing and sending is not sent as if it were right.
#[test]
fn a_file_that_is_not_what_was_written_is_not_shown() {
    let bucket = Bucket::start();
    let outgoing = Outgoing::begin(ADDRESS, &bucket.reach()).unwrap();
    let made = common::make_in(outgoing.folder(), 600);
    let path = outgoing.folder().join(&made.files[0].path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[9] ^= 1;
    fs::write(&path, bytes).unwrap();
    let outcome = outgoing.publish(&mut |_| {});
    assert!(matches!(outcome, Err(Stop::Fault(_))), "{outcome:?}");
    assert_eq!(
        refused(assessed(&bucket.reach())),
        ["lake_without_manifest"]
    );
}

#[test]
fn a_store_that_does_not_admit_or_answer_is_said_in_words() {
    let bucket = Bucket::start();
    made(&bucket);
    for (name, value) in [
        ("AWS_SECRET_ACCESS_KEY", "another"),
        ("AWS_ACCESS_KEY_ID", "nobody"),
    ] {
        let reach = bucket.reach_but(name, value);
        assert_eq!(refused(assessed(&reach)), ["lake_store_denied"], "{name}");
        let begun = Outgoing::begin("s3://lake/new", &reach).map(|_| ());
        assert_eq!(refused(begun), ["lake_store_denied"], "{name}");
    }
    let reach = bucket.reach();
    let month = common::made_month();
    for outcome in [
        assess("s3://nowhere/2023", month, &reach, None).map(|_| ()),
        Outgoing::begin("s3://nowhere/2023", &reach).map(|_| ()),
    ] {
        assert_eq!(refused(outcome), ["lake_bucket_missing"]);
    }
    let (started, nobody) = (Instant::now(), format!("http://127.0.0.1:{}", free_port()));
    let reach = bucket.reach_but("AWS_ENDPOINT_URL", &nobody);
    assert_eq!(refused(assessed(&reach)), ["lake_store_unreachable"]);
    let begun = Outgoing::begin("s3://lake/new", &reach).map(|_| ());
    assert_eq!(refused(begun), ["lake_store_unreachable"]);
    assert!(started.elapsed() < Duration::from_secs(40));
}

/// A door that opens and behind which nobody speaks: an end in bounded time all the same.
#[test]
fn a_store_that_keeps_silent_is_left() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut variables = Bucket::start().variables();
    variables[0].1 = format!("http://127.0.0.1:{port}");
    variables.push(("AWS_TIMEOUT".to_owned(), "1s".to_owned()));
    let reach = Reach::with_settings(variables.into_iter().collect::<Settings>());
    let started = Instant::now();
    assert_eq!(refused(assessed(&reach)), ["lake_store_unreachable"]);
    assert!(started.elapsed() < Duration::from_secs(40));
}

#[test]
fn settings_that_are_missing_or_wrong_are_named_before_anything_is_asked() {
    let bucket = Bucket::start();
    let none = Reach::with_settings([].into_iter().collect());
    let Err(Stop::Refused(refusals)) = assessed(&none) else {
        panic!("not refused");
    };
    assert_eq!(refusals[0].code, "lake_s3_settings_missing");
    for lang in [Lang::Zh, Lang::En] {
        let said = refusals[0].message(lang);
        for name in [
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_ENDPOINT_URL",
        ] {
            assert!(said.contains(name) && said.contains(ADDRESS), "{said}");
        }
    }
    for (name, value, code) in [
        ("AWS_ACCESS_KEY_ID", "", "lake_s3_settings_missing"),
        ("AWS_ALLOW_HTTP", "false", "lake_s3_plain_http"),
        ("AWS_ENDPOINT_URL", "oss.example", "lake_s3_setting_wrong"),
        ("AWS_TIMEOUT", "soon", "lake_s3_setting_wrong"),
    ] {
        let reach = bucket.reach_but(name, value);
        assert_eq!(refused(assessed(&reach)), [code], "{name}");
    }
    assert_eq!(bucket.seen(), 0);
    assert_eq!(
        refused(assess(
            "gs://lake/x",
            common::made_month(),
            &bucket.reach(),
            None
        )),
        ["lake_store_unknown"]
    );
    // Secrets are in no debug text.
    let settings: Settings = bucket.variables().into_iter().collect();
    assert!(!format!("{settings:?}").contains("secret of"));
}

/// A sender that is killed half-way: nobody sees a folder, and what lies there is not written over.
#[test]
fn a_killed_sender_leaves_nothing_to_be_seen() {
    let bucket = Bucket::start();
    let reach = bucket.reach();
    bucket.hold_after(3);
    let mut sender = Node::sender(ADDRESS, &bucket.variables());
    let until = Instant::now() + Duration::from_secs(60);
    while bucket.seen() < 5 {
        assert!(Instant::now() < until, "{} files", bucket.seen());
        std::thread::sleep(Duration::from_millis(20));
    }
    sender.kill();
    bucket.hold_after(usize::MAX);
    assert_eq!(refused(assessed(&reach)), ["lake_without_manifest"]);
    let again = Outgoing::begin(ADDRESS, &reach).map(|_| ());
    assert_eq!(refused(again), ["lake_folder_not_empty"]);
    sent("s3://lake/another", &reach, |folder| {
        common::make_in(folder, 900)
    });
    remote::check("s3://lake/another", &reach).unwrap();
}

/// Workers read the folder from the store with settings of their own.
#[test]
fn workers_read_from_a_store() {
    let (bucket, folder) = (Bucket::start(), tempfile::tempdir().unwrap());
    let lake = folder.path().join("lake");
    common::make_in(&lake, 20_000);
    let source = Source::open(&lake, common::made_month(), Lawbook::builtin()).unwrap();
    let expected = own::assess(&source, None).unwrap().totals;
    let reach = bucket.reach();
    sent(ADDRESS, &reach, |folder| common::make_in(folder, 20_000));
    let (port, variables) = (free_port(), bucket.variables());
    let _scheduler = Node::scheduler_with(port, &variables);
    let _worker = Node::worker_with(port, &folder.path().join("worker"), &variables);
    let outgoing = Outgoing::begin("s3://lake/result", &reach).unwrap();
    let (done, record) = on_cluster(port, &reach, outgoing.folder());
    assert_eq!(
        (done.totals, done.engine),
        (expected, "ballista"),
        "{record}"
    );
    outgoing.publish(&mut |_| {}).unwrap();
    let result = remote::check("s3://lake/result", &reach).unwrap();
    assert_eq!(result.result.unwrap().totals, expected);
    let sent = fs::read_to_string(bucket.file("result/job.json")).unwrap();
    assert_eq!(sent, record);
}

/// A worker without the store's settings says which are missing; the work is done here.
#[test]
fn a_worker_without_settings_says_so() {
    let (bucket, folder) = (Bucket::start(), tempfile::tempdir().unwrap());
    made(&bucket);
    let (port, reach) = (free_port(), bucket.reach());
    let _scheduler = Node::scheduler_with(port, &bucket.variables());
    let told = folder.path().join("told");
    let variables = [(TOLD.to_owned(), told.display().to_string())];
    let _worker = Node::worker_with(port, &folder.path().join("worker"), &variables);
    let (done, record) = on_cluster(port, &reach, &folder.path().join("out"));
    assert_eq!(done.totals, assessed(&reach).unwrap());
    assert_eq!(done.engine, "datafusion");
    assert!(record.contains("rejected by executor"), "{record}");
    let said = fs::read_to_string(told).unwrap();
    assert!(said.contains("lake_s3_settings_missing"), "{said}");
}

fn on_cluster(port: u16, reach: &Reach, out: &Path) -> (Done, String) {
    let asked = cluster::Asked {
        folder: ADDRESS,
        month: common::made_month(),
        book: Lawbook::builtin(),
        reach,
        out: Some(out),
        scheduler: &format!("127.0.0.1:{port}"),
        deadline: Duration::from_secs(120),
    };
    let done = engine::wait(cluster::assess(&asked, &mut |_| {})).unwrap();
    (done, fs::read_to_string(out.join("job.json")).unwrap())
}
