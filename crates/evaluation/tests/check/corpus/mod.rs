//! The corpus: small invented reports with their planted faults stated. Recall per rule, false alarms per document.

mod carriers;
mod page;

use std::collections::BTreeMap;
use std::path::Path;

use yiju_evaluation::checks::{Finding, Outcome, RULES, Severity, check_bytes};
use yiju_terms::Lang;

use carriers::Carrier;
use page::{Fault, Page};

/// What one document in one format came to.
struct Result {
    name: String,
    missed: Vec<Fault>,
    alarms: Vec<Finding>,
    wrong_profile: Option<String>,
    /// A true hint of severity low that nobody planted.
    hints: usize,
}

#[test]
fn recall_and_false_alarms() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let pages = page::read_all(&folder);
    let results = run_all(&pages);
    let recall = recall(&pages, &results);
    println!("{} documents, {} files", pages.len(), results.len());
    println!("{}", recall_table(&recall));
    for result in &results {
        println!("{}", line(result));
    }
    let planted: usize = recall.values().map(|(planted, _)| planted).sum();
    let found: usize = recall.values().map(|(_, found)| found).sum();
    println!("recall {found}/{planted}");
    judge(&pages, &results, &recall, planted, found);
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

fn judge(
    pages: &[Page],
    results: &[Result],
    recall: &BTreeMap<&'static str, (usize, usize)>,
    planted: usize,
    found: usize,
) {
    assert!(pages.len() >= 60, "{} documents", pages.len());
    let unplanted: Vec<&str> = recall
        .iter()
        .filter(|(_, (planted, _))| *planted == 0)
        .map(|(rule, _)| *rule)
        .collect();
    assert!(unplanted.is_empty(), "no fault planted for {unplanted:?}");
    let wrong: Vec<_> = results
        .iter()
        .filter_map(|r| r.wrong_profile.clone())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let alarms: Vec<String> = results
        .iter()
        .flat_map(|result| {
            let faultless = pages
                .iter()
                .any(|page| result.name.starts_with(&page.name) && page.faults.is_empty());
            let grave = |f: &&Finding| f.severity == Severity::High || faultless;
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
    assert!(found * 100 >= planted * 95, "recall {found}/{planted}");
}

fn run(page: &Page, carrier: Carrier) -> Result {
    let name = format!("{}.{}", page.name, carrier.ending());
    let bytes = carrier.write(&page.blocks);
    let outcome = check_bytes(&name, &bytes, None, Lang::Zh)
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
    let wrong_profile = (outcome.profile != page.profile)
        .then(|| format!("{name}: {} ({})", outcome.profile, outcome.profile_reason));
    Result {
        name,
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
