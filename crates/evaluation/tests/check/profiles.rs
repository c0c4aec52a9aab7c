//! Which profile is chosen, why, and what a profile that states nothing makes of a rule.

use crate::common::{CLEAN, check};
use yiju_evaluation::checks::{Severity, check_bytes};
use yiju_evaluation::profiles::Profile;
use yiju_terms::Lang;

#[test]
fn the_choice_says_its_reason_and_a_person_overrules_it() {
    let outcome = check(CLEAN);
    assert_eq!(outcome.profile, "hunan-county");
    assert_eq!(outcome.profile_reason, "有基础数据表");
    let asked = check_bytes("x", CLEAN.as_bytes(), Some("hubei-20"), Lang::Zh).expect("a report");
    assert_eq!(
        (asked.profile.as_str(), asked.profile_reason.as_str()),
        ("hubei-20", "按指定的版式")
    );
    // Under that form execution carries 20 points; the table's 10 still total 100: a question, no error.
    let d09: Vec<_> = asked.findings.iter().filter(|f| f.rule == "D09").collect();
    assert!(
        d09.iter()
            .any(|f| (&*f.expected, &*f.found) == ("20", "10")),
        "{d09:#?}"
    );
    assert!(d09.iter().all(|f| f.severity == Severity::Low));
    assert_eq!((asked.counts.high, asked.counts.medium), (0, 0));
}

#[test]
fn what_a_profile_does_not_state_is_not_checkable() {
    let asked = check_bytes("x", CLEAN.as_bytes(), Some("yunnan-14"), Lang::Zh).expect("a report");
    let gaps = |rule: &str| {
        asked
            .not_checkable
            .iter()
            .filter(|gap| gap.rule == rule)
            .count()
    };
    // The weights of the two tables, and what a report must hold.
    assert_eq!((gaps("D09"), gaps("F01")), (2, 1));
    assert!(asked.findings.iter().all(|f| f.rule != "D09"));
    let shanghai =
        check_bytes("x", CLEAN.as_bytes(), Some("shanghai-count"), Lang::Zh).expect("a report");
    let graded = |outcome: &yiju_evaluation::Outcome| {
        outcome.not_checkable.iter().any(|gap| gap.rule == "B08")
    };
    assert!(graded(&shanghai) && !graded(&check(CLEAN)));
}

#[test]
fn all_profiles_of_the_rules_are_there() {
    let stems = Profile::stems();
    for stem in [
        "hunan-county",
        "mof-2020",
        "mof-2021-cost",
        "hubei-20",
        "hebei-converted",
        "sichuan-0013zp",
        "yunnan-14",
        "anhui",
        "shanghai-count",
    ] {
        assert!(stems.contains(&stem), "{stem}");
    }
    assert_eq!(stems.len(), 9);
}
