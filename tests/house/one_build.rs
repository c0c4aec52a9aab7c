//! `./test` builds the program, then the tests. Both must be one build of what others wrote: the PDF engine takes minutes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Every crate of others with the features it is built with, as cargo resolves them for these kinds of dependencies.
fn crates(kinds: &str) -> BTreeSet<String> {
    let ran = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--workspace",
            "--offline",
            "--prefix",
            "none",
            "--format",
            "{p} {f}",
            "--edges",
            kinds,
        ])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .expect("cargo runs");
    assert!(
        ran.status.success(),
        "cargo tree: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let lines = String::from_utf8(ran.stdout).expect("cargo speaks UTF-8");
    let others = lines
        .lines()
        .filter(|line| !line.is_empty() && !line.contains("(/"));
    others
        .map(|line| line.trim_end_matches("(*)").trim_end().to_string())
        .collect()
}

#[test]
fn the_tests_add_no_feature_to_a_crate_of_the_program() {
    let program = crates("normal,build");
    let with_tests = crates("normal,build,dev");
    assert!(
        program.iter().any(|line| line.starts_with("typst v")),
        "cargo tree names what the program is built of"
    );
    let built_again: Vec<_> = program.difference(&with_tests).collect();
    assert!(
        built_again.is_empty(),
        "built a second time for the tests, with all that stands on them: {built_again:#?}\n\
         name the crate that adds the feature among the dependencies of tests/Cargo.toml"
    );
}
