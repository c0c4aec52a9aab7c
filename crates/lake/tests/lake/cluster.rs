//! Across processes: right with workers that live, right or a clear end in bounded time with workers that are killed.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use yiju_lake::cluster::{self, JobRecord, Progress, State, Why};
use yiju_lake::engine::{self, Reach, figures};
use yiju_lake::files::{Kind, Manifest, check};
use yiju_lake::own::{Source, assess};
use yiju_lake::{Done, Stop, Totals};
use yiju_lawbook::Lawbook;

use crate::common::{self, refused};
use crate::nodes::{Node, free_port, is_called_off};

const PEOPLE: u64 = 60_000;

/// A made folder and what it comes to.
struct Lake {
    folder: tempfile::TempDir,
    expected: Totals,
}

impl Lake {
    fn make() -> Lake {
        let folder = tempfile::tempdir().unwrap();
        let lake = folder.path().join("lake");
        common::make_in(&lake, PEOPLE);
        let source = Source::open(&lake, common::made_month(), Lawbook::builtin()).unwrap();
        let expected = assess(&source, None).unwrap().totals;
        Lake { folder, expected }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn work(&self, worker: &str) -> PathBuf {
        self.folder.path().join(worker)
    }

    fn assess(&self, scheduler: u16, deadline: u64) -> (Result<Done, Stop>, Vec<Progress>) {
        let (out, mut told) = (self.out(), Vec::new());
        let asked = cluster::Asked {
            folder: &self.folder.path().join("lake").display().to_string(),
            month: common::made_month(),
            book: Lawbook::builtin(),
            reach: &Reach::default(),
            out: Some(&out),
            scheduler: &format!("127.0.0.1:{scheduler}"),
            deadline: Duration::from_secs(deadline),
        };
        let outcome = engine::wait(cluster::assess(&asked, &mut |p| told.push(p)));
        (outcome, told)
    }

    fn record(&self) -> JobRecord {
        let text = std::fs::read_to_string(self.out().join("job.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Whether the record has a try and not yet its end.
    fn is_at_work(&self) -> bool {
        let text = std::fs::read_to_string(self.out().join("job.json")).unwrap_or_default();
        let record = serde_json::from_str::<JobRecord>(&text).ok();
        record.is_some_and(|r| r.state == State::Running && !r.attempts.is_empty())
    }

    /// The result is there, whole and right.
    fn holds(&self, done: &Done) {
        assert_eq!(done.totals, self.expected);
        let out = self.out();
        let manifest = Manifest::read(&out, Kind::Assessment).unwrap();
        check::check(&out, &manifest, true).unwrap();
        let result = manifest.result.unwrap();
        assert_eq!(
            (result.totals, result.engine.as_str()),
            (self.expected, done.engine)
        );
        let record = self.record();
        assert_eq!(
            (record.state, record.totals),
            (State::Done, Some(self.expected))
        );
    }
}

fn start(lake: &Lake, workers: usize) -> (u16, Node, Vec<Node>) {
    let port = free_port();
    let scheduler = Node::scheduler(port);
    let workers = (0..workers)
        .map(|at| Node::worker(port, &lake.work(&format!("worker-{at}"))))
        .collect();
    (port, scheduler, workers)
}

/// A try that ended with this refusal.
fn said(progress: &Progress, code: &str) -> bool {
    let Progress::Failed {
        why: Why::Refused(refusals),
    } = progress
    else {
        return false;
    };
    refusals.iter().any(|refusal| refusal.code == code)
}

#[test]
fn two_workers_give_the_result_of_one_process() {
    let lake = Lake::make();
    let (port, _scheduler, _workers) = start(&lake, 2);
    let (outcome, told) = lake.assess(port, 120);
    let done = outcome.unwrap();
    lake.holds(&done);
    assert_eq!(done.engine, "ballista", "{told:?} {:?}", lake.record());
    assert!(lake.record().attempts[0].job.is_some());
}

#[test]
fn without_an_answer_the_work_is_done_here() {
    let lake = Lake::make();
    let (outcome, told) = lake.assess(free_port(), 60);
    let done = outcome.unwrap();
    lake.holds(&done);
    assert_eq!(done.engine, "datafusion");
    assert!(told.contains(&Progress::Here));
    let attempts = lake.record().attempts;
    let failure = attempts[0].failure.as_deref().unwrap();
    assert!(failure.contains("lake_scheduler_silent"), "{failure}");
    assert!(attempts[1].failure.is_none());
    assert!(told.iter().any(|p| said(p, "lake_scheduler_silent")));
    // Done is done: the same call does not write over it.
    assert_eq!(
        refused(lake.assess(free_port(), 60).0),
        ["lake_folder_not_empty"]
    );
}

/// A worker that knows another law computes nothing; the record says why, and the work is done here.
#[test]
fn a_worker_of_another_law_refuses() {
    let lake = Lake::make();
    let port = free_port();
    let _scheduler = Node::scheduler(port);
    let _worker = Node::worker_of_another_law(port, &lake.work("worker-0"));
    let (outcome, told) = lake.assess(port, 60);
    lake.holds(&outcome.unwrap());
    assert!(told.contains(&Progress::Here), "{told:?}");
    let attempts = lake.record().attempts;
    let failures: Vec<&str> = (attempts.iter())
        .filter_map(|attempt| attempt.failure.as_deref())
        .collect();
    assert!(!failures.is_empty());
    let digest = Lawbook::builtin().digest();
    for failure in failures {
        assert!(
            failure.contains("lake_other_law") || failure.contains(digest),
            "{failure}"
        );
    }
}

#[test]
fn a_cluster_without_workers_is_left_at_the_deadline() {
    let lake = Lake::make();
    let (port, _scheduler, _) = start(&lake, 0);
    let started = Instant::now();
    let (outcome, told) = lake.assess(port, 6);
    assert!(started.elapsed() < Duration::from_secs(60));
    lake.holds(&outcome.unwrap());
    let sent = told.iter().filter(|p| matches!(p, Progress::Sent { .. }));
    assert_eq!(sent.count(), 2, "{told:?}");
    let late = told.iter().filter(|p| said(p, "lake_too_late"));
    assert_eq!(late.count(), 2, "{told:?}");
}

/// A worker that stands still has been given its tasks: at the deadline each try is called off on the cluster.
#[test]
fn what_is_no_longer_waited_for_is_called_off() {
    let lake = Lake::make();
    let (port, _scheduler, workers) = start(&lake, 1);
    workers[0].freeze();
    let (outcome, told) = lake.assess(port, 6);
    lake.holds(&outcome.unwrap());
    let tries = lake.record().attempts;
    let sent: Vec<&str> = tries.iter().filter_map(|t| t.job.as_deref()).collect();
    assert_eq!(sent.len(), 2, "{tries:?} {told:?}");
    for number in sent {
        assert!(is_called_off(port, number), "{number} goes on");
    }
}

/// A run that hangs ends the tests in words; none may take so long.
const LIMIT: Duration = Duration::from_secs(150);

/// Says that a job has ended, however it did.
struct Watch<'a>(&'a AtomicBool);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn watch(ended: &AtomicBool) {
    let started = Instant::now();
    while !ended.load(Ordering::SeqCst) {
        if started.elapsed() > LIMIT {
            // Past the test's own capture, which would be lost.
            let _ = writeln!(
                std::io::stderr(),
                "a job did not end within {LIMIT:?} after a kill"
            );
            std::process::abort();
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

struct Killed {
    /// The job was on the cluster when the kill was done.
    struck: bool,
    /// From when the job was at work to its end.
    took: Duration,
}

/// Runs the job while `kill` does its work beside it.
fn killed(
    workers: usize,
    kill: impl FnOnce(&[PathBuf], &mut Vec<Node>, &mut Node) + Send,
) -> Killed {
    let lake = Lake::make();
    let (port, mut scheduler, mut nodes) = start(&lake, workers);
    let folders: Vec<PathBuf> = (0..workers)
        .map(|at| lake.work(&format!("worker-{at}")))
        .collect();
    let (ended, struck) = (AtomicBool::new(false), AtomicBool::new(false));
    let (outcome, told, took) = std::thread::scope(|scope| {
        let killer = scope.spawn(|| {
            // However slow the machine: first the job is at work.
            while !ended.load(Ordering::SeqCst) && !lake.is_at_work() {
                std::thread::sleep(Duration::from_millis(2));
            }
            let begun = Instant::now();
            kill(&folders, &mut nodes, &mut scheduler);
            struck.store(lake.is_at_work(), Ordering::SeqCst);
            begun
        });
        scope.spawn(|| watch(&ended));
        let watched = Watch(&ended);
        let (outcome, told) = lake.assess(port, 60);
        let at_end = Instant::now();
        drop(watched);
        (outcome, told, at_end - killer.join().unwrap())
    });
    match outcome {
        Ok(done) => lake.holds(&done),
        Err(stop) => {
            let record = lake.record();
            assert_eq!(record.state, State::Failed, "{told:?}");
            // Why is said of each try.
            assert!(record.attempts.iter().all(|one| one.failure.is_some()));
            assert!(!lake.out().join("manifest.json").exists(), "{stop}");
        }
    }
    Killed {
        struck: struck.into_inner(),
        took,
    }
}

/// At a tenth, a third and two thirds of what a job takes on this machine: 0.4 s on one, more than a second on another.
#[test]
fn a_worker_killed_at_some_moment() {
    let whole = killed(2, |_, _, _| ()).took;
    let struck = [whole / 10, whole / 3, whole * 2 / 3].map(|moment| {
        let killed = killed(2, |_, workers, _| {
            std::thread::sleep(moment);
            workers[0].kill();
        });
        killed.struck
    });
    assert!(
        struck.contains(&true),
        "no job was running any more after {whole:?}"
    );
}

/// Rows between stages lie in a worker's folder: when the first are there, the other stage is about to read them.
#[test]
fn a_worker_killed_between_the_stages() {
    let killed = killed(2, |folders, workers, _| {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            assert!(Instant::now() < until, "no rows between the stages");
            if let Some(at) = folders.iter().position(|folder| holds_rows(folder)) {
                return workers[at].kill();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    assert!(killed.struck, "the job had ended");
}

fn holds_rows(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        path.is_dir() && holds_rows(&path)
            || path.extension().is_some_and(|ending| ending == "arrow")
    })
}

#[test]
fn a_scheduler_killed_takes_nothing_along() {
    let killed = killed(1, |_, _, scheduler| {
        scheduler.kill();
    });
    assert!(killed.struck, "the job had ended");
}

/// Some figures of each kind; every one is compared without a cluster.
const EVERY: usize = 12;

/// Figures asked of a cluster, and what was told meanwhile.
fn figures_on(scheduler: u16, after_the_first: impl FnOnce()) -> Vec<Progress> {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    common::export_to(&lake);
    let (lake, told) = (lake.display().to_string(), RefCell::new(Vec::new()));
    let region = common::codes()[0].parse().unwrap();
    let (book, reach) = (Lawbook::builtin(), Reach::default());
    let asked = cluster::Figures {
        folder: &lake,
        region: &region,
        book,
        reach: &reach,
        scheduler: &format!("127.0.0.1:{scheduler}"),
        until: Instant::now() + Duration::from_secs(100),
        limit: Duration::from_secs(5),
        unanswered: &Cell::new(0),
    };
    let tell = |progress| told.borrow_mut().push(progress);
    let statements = cluster::Statements::of(asked, &tell).unwrap();
    let books = figures::Books::open(&lake, &region, &reach).unwrap();
    let mut books = books.asking(statements);
    let (mut store, mut after) = (common::store(), Some(after_the_first));
    for figure in yiju_figures::all().iter().step_by(EVERY) {
        let stem = figure.stem;
        let expected = yiju_figures::compute(&mut store, book, &region, 2023, stem).unwrap();
        let found = yiju_figures::compute(&mut books, book, &region, 2023, stem).unwrap();
        assert_eq!(found, expected, "{stem}");
        if let Some(after) = after.take() {
            after();
        }
    }
    drop(books);
    told.into_inner()
}

/// One of them (`employers_insured`) hangs on the cluster and is worked out here; the others come from the cluster.
#[test]
fn figures_of_a_cluster_are_those_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let _scheduler = Node::scheduler(port);
    let _worker = Node::worker(port, &folder.path().join("worker"));
    let told = figures_on(port, || {});
    let failed = told.iter().filter(|p| matches!(p, Progress::Failed { .. }));
    assert!(
        failed.count() <= 1 && !told.contains(&Progress::Here),
        "{told:?}"
    );
    assert!(
        holds_rows(&folder.path().join("worker")),
        "no worker did anything"
    );
}

/// The scheduler dies between two figures: the rest are worked out here, and it is said.
#[test]
fn figures_do_not_need_the_cluster() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut scheduler = Node::scheduler(port);
    let _worker = Node::worker(port, &folder.path().join("worker"));
    let told = figures_on(port, || scheduler.kill());
    assert_eq!(told.last(), Some(&Progress::Here), "{told:?}");
    let failed = told.iter().filter(|p| matches!(p, Progress::Failed { .. }));
    assert!((1..=2).contains(&failed.count()), "{told:?}");
}
