//! Names of those who wrote a file: in its properties, its comments and its tracked changes. A published copy says 作者1.

use std::collections::BTreeMap;

/// Names met in a file and what stands for each.
#[derive(Debug, Default)]
pub struct Authors {
    known: BTreeMap<String, String>,
}

/// Names that programs write when nobody gave one.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "apache poi",
    "author",
    "microsoft",
    "microsoft office user",
    "openpyxl",
    "python-docx",
    "user",
    "un-named",
    "unknown",
    "windows",
    "windows user",
    "yiju",
    "依据",
    "作者",
];

/// Ends of the names of offices and companies, which are no personal data.
const OFFICES: &[&str] = &[
    "局",
    "中心",
    "院",
    "办",
    "办公室",
    "公司",
    "处",
    "委",
    "委员会",
    "厅",
    "会",
    "所",
    "站",
    "校",
    "科",
    "股",
    "政府",
    "银行",
    "部",
    "馆",
    "队",
];

impl Authors {
    /// What stands for the name in the published copy; nothing where the name is nobody's.
    pub fn instead(&mut self, name: &str) -> Option<String> {
        let name = name.trim();
        if !is_persons(name) {
            return None;
        }
        let next = format!("作者{}", self.known.len() + 1);
        Some(self.known.entry(name.to_owned()).or_insert(next).clone())
    }
}

fn is_persons(name: &str) -> bool {
    let letters = name.chars().count();
    let is_ours = name
        .strip_prefix("作者")
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    let lower = name.to_ascii_lowercase();
    // 张所, 王科 are people; 霜降县图书馆 is none.
    // What stands in brackets behind a name says something about it.
    let bare = name.split(['（', '(']).next().unwrap_or(name).trim_end();
    let office = letters >= 4 && OFFICES.iter().any(|end| bare.ends_with(end));
    let wordless = !name.chars().any(char::is_alphanumeric);
    !(is_ours || office || wordless || NOBODY.contains(&lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_get_a_number_and_offices_stay() {
        let mut authors = Authors::default();
        assert_eq!(authors.instead("甲乙"), Some("作者1".to_owned()));
        assert_eq!(authors.instead("Some One"), Some("作者2".to_owned()));
        assert_eq!(authors.instead("甲乙"), Some("作者1".to_owned()));
        for name in [
            "",
            "作者1",
            "Administrator",
            "霜降县工伤保险服务中心",
            "霜降县工伤保险服务中心（演示）",
            "yiju",
        ] {
            assert_eq!(authors.instead(name), None, "{name}");
        }
    }
}
