//! The corpus: small invented reports with their planted faults stated. Recall per rule, false alarms per document.

mod carriers;
mod held;
pub mod office;
mod page;
mod places;

use std::collections::BTreeMap;
use std::path::Path;

use yiju_evaluation::checks::{Finding, Outcome, RULES, Severity, check_bytes_with};
use yiju_terms::Lang;

use carriers::Carrier;
use page::{Fault, Page};

/// What one document in one format came to.
struct Result {
    name: String,
    carrier: Carrier,
    planted: usize,
    has_consequences: bool,
    missed: Vec<Fault>,
    alarms: Vec<Finding>,
    wrong_profile: Option<String>,
    /// A true hint of severity low that nobody planted.
    hints: usize,
}

#[test]
fn recall_and_false_alarms() {
    let pages = read("tests/corpus");
    let results = tried(&pages);
    assert!(pages.len() >= 60, "{} documents", pages.len());
    let recall = recall(&pages, &results);
    let unplanted: Vec<&str> = recall
        .iter()
        .filter(|(_, (planted, _))| *planted == 0)
        .map(|(rule, _)| *rule)
        .collect();
    assert!(unplanted.is_empty(), "no fault planted for {unplanted:?}");
    judge(&pages, &results);
}

/// Reports whose faults were stated before any rule was run on them; `tests/held_out/README.md` tells of the first run.
#[test]
fn held_out_recall_and_false_alarms() {
    let pages = read("tests/held_out");
    let results = tried(&pages);
    assert!(pages.len() >= 15, "{} documents", pages.len());
    judge(&pages, &results);
}

/// A document of the corpus as PDF, with more lines at its end (in the form of the corpus).
pub fn pdf_of(name: &str, more: &[&str]) -> Vec<u8> {
    let pages = read("tests/corpus");
    let page = pages.iter().find(|page| page.name == name).expect(name);
    let mut blocks = page.blocks.clone();
    blocks.extend(page::blocks(&more.join("\n")));
    Carrier::Pdf.write(&blocks)
}

fn read(folder: &str) -> Vec<Page> {
    page::read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
}

/// Checks every page in every carrier and prints what came of it.
fn tried(pages: &[Page]) -> Vec<Result> {
    let results = run_all(pages);
    println!("{} documents, {} files", pages.len(), results.len());
    println!("{}", recall_table(&recall(pages, &results)));
    for result in &results {
        println!("{}", line(result));
    }
    for carrier in Carrier::ALL {
        println!("{}", carrier_line(carrier, &results));
    }
    println!(
        "recall {}/{}",
        found(&results),
        results.iter().map(|r| r.planted).sum::<usize>()
    );
    results
}

fn found(results: &[Result]) -> usize {
    results.iter().map(|r| r.planted - r.missed.len()).sum()
}

/// `xlsx: 186 files, recall 289/289, false alarms high 0, others 1`
fn carrier_line(carrier: Carrier, results: &[Result]) -> String {
    let of: Vec<&Result> = results.iter().filter(|r| r.carrier == carrier).collect();
    let planted: usize = of.iter().map(|r| r.planted).sum();
    let missed: usize = of.iter().map(|r| r.missed.len()).sum();
    let alarms = || of.iter().flat_map(|r| &r.alarms);
    let high = alarms().filter(|f| f.severity == Severity::High).count();
    format!(
        "{}: {} files, recall {}/{planted}, false alarms high {high}, medium {}",
        carrier.ending(),
        of.len(),
        planted - missed,
        alarms().count() - high
    )
}

/// On two threads, in the order of the pages.
fn run_all(pages: &[Page]) -> Vec<Result> {
    let each = |page: &Page| -> Vec<Result> {
        let carriers = page.carriers.iter();
        carriers.map(|carrier| run(page, *carrier)).collect()
    };
    let (left, right) = pages.split_at(pages.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| right.iter().flat_map(each).collect::<Vec<_>>());
        let mut results: Vec<Result> = left.iter().flat_map(each).collect();
        results.extend(other.join().expect("the other half"));
        results
    })
}

/// No wrong profile, no high alarm, no alarm at all where nothing was planted, and a recall of 0.95.
fn judge(pages: &[Page], results: &[Result]) {
    let wrong: Vec<_> = results
        .iter()
        .filter_map(|r| r.wrong_profile.clone())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let faultless = |result: &Result| result.planted == 0 && !result.has_consequences;
    let alarms: Vec<String> = results
        .iter()
        .flat_map(|result| {
            let grave = |f: &&Finding| f.severity == Severity::High || faultless(result);
            let say = |f: &Finding| format!("{}: {} {}", result.name, f.rule, f.message);
            result
                .alarms
                .iter()
                .filter(grave)
                .map(say)
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
    for carrier in Carrier::ALL {
        let of: Vec<&Result> = results.iter().filter(|r| r.carrier == carrier).collect();
        let planted: usize = of.iter().map(|r| r.planted).sum();
        let missed: usize = of.iter().map(|r| r.missed.len()).sum();
        let name = carrier.ending();
        assert!(
            (planted - missed) * 100 >= planted * 95,
            "{name}: {missed} of {planted} missed"
        );
    }
    assert!(results.len() >= pages.len());
}

fn run(page: &Page, carrier: Carrier) -> Result {
    judged(
        page,
        carrier,
        carrier.ending(),
        &carrier.write(&page.blocks),
    )
}

/// What was planted against what is found in these bytes.
fn judged(page: &Page, carrier: Carrier, ending: &str, bytes: &[u8]) -> Result {
    let name = format!("{}.{ending}", page.name);
    let converter = office::converter();
    let outcome = check_bytes_with(&name, bytes, None, converter, Lang::Zh)
        .unwrap_or_else(|why| panic!("{name}: {}", why.message(Lang::Zh)));
    let missed = page
        .faults
        .iter()
        .filter(|fault| !fault.follows && !outcome.findings.iter().any(|f| fault.is(f)))
        .cloned()
        .collect();
    let stated = |f: &Finding| page.faults.iter().any(|fault| fault.is(f));
    let (low, grave): (Vec<Finding>, Vec<Finding>) = unstated(&outcome, stated)
        .into_iter()
        .partition(|f| f.severity == Severity::Low);
    let wrong_profile = (page.profile != "-" && outcome.profile != page.profile)
        .then(|| format!("{name}: {} ({})", outcome.profile, outcome.profile_reason));
    Result {
        name,
        carrier,
        planted: page.faults.iter().filter(|fault| !fault.follows).count(),
        has_consequences: page.faults.iter().any(|fault| fault.follows),
        missed,
        alarms: grave,
        wrong_profile,
        hints: low.len(),
    }
}

fn unstated(outcome: &Outcome, stated: impl Fn(&Finding) -> bool) -> Vec<Finding> {
    let findings = outcome.findings.iter();
    findings.filter(|f| !stated(f)).cloned().collect()
}

/// Planted and found, per rule.
fn recall(pages: &[Page], results: &[Result]) -> BTreeMap<&'static str, (usize, usize)> {
    let mut recall: BTreeMap<&'static str, (usize, usize)> =
        RULES.iter().map(|rule| (rule.id, (0, 0))).collect();
    for page in pages {
        for fault in page.faults.iter().filter(|fault| !fault.follows) {
            let entry = recall
                .iter_mut()
                .find(|(rule, _)| **rule == fault.rule)
                .unwrap_or_else(|| panic!("{}: no rule {}", page.name, fault.rule));
            entry.1.0 += page.carriers.len();
            entry.1.1 += page.carriers.len();
        }
    }
    for fault in results.iter().flat_map(|result| &result.missed) {
        if let Some(entry) = recall.iter_mut().find(|(rule, _)| **rule == fault.rule) {
            entry.1.1 -= 1;
        }
    }
    recall
}

fn recall_table(recall: &BTreeMap<&'static str, (usize, usize)>) -> String {
    let cells: Vec<String> = recall
        .iter()
        .map(|(rule, (planted, found))| format!("{rule} {found}/{planted}"))
        .collect();
    let lines: Vec<String> = cells.chunks(8).map(|chunk| chunk.join("  ")).collect();
    lines.join("\n")
}

fn line(result: &Result) -> String {
    let missed: Vec<String> = result.missed.iter().map(Fault::shown).collect();
    let alarms: Vec<String> = result
        .alarms
        .iter()
        .map(|f| format!("{} {} [{}→{}]", f.rule, f.message, f.expected, f.found))
        .collect();
    format!(
        "{}: missed {:?}, false alarms {:?}, hints {}",
        result.name, missed, alarms, result.hints
    )
}
