//! How severities are told apart without colour: a sign of its own shape for each.

use yiju_terms::words::{self, Lang};

use crate::checks::Severity;

/// In the order of consequence.
pub const SEVERITIES: [Severity; 3] = [Severity::High, Severity::Medium, Severity::Low];

pub fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "▲",
        Severity::Medium => "◆",
        Severity::Low => "●",
    }
}

pub fn severity_word(severity: Severity, lang: Lang) -> String {
    words::word(lang, &format!("outputs.severity.{}", severity.stem()))
}

/// The name of a rule: `得分合计`.
pub fn rule_name(rule: &str, lang: Lang) -> String {
    words::word(lang, &format!("checks.{}.name", rule.to_ascii_lowercase()))
}
