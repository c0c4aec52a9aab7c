//! Worked cases: the tables under `## 算例` in the pages beside the law files. They are run as tests.

use crate::book::Lawbook;

/// One case: an input of the calculators (JSON, as in the contract) and what must come out.
#[doc(alias = "算例")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedCase {
    pub file: String,
    /// The line of the first row.
    pub line: usize,
    pub input: String,
    pub items: Vec<WorkedItem>,
}

/// One expected line of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedItem {
    pub line: usize,
    /// The name of the benefit, or of a result of the contribution calculator.
    pub item: String,
    /// As written: yuan with two decimals, or a word such as 不付.
    pub expected: String,
}

const HEADING: &str = "## 算例";

impl Lawbook {
    /// Every worked case of the folder, in the order of files and lines.
    pub fn worked_cases(&self) -> Vec<WorkedCase> {
        let pages = self.texts().filter(|(path, _)| path.ends_with(".md"));
        pages
            .flat_map(|(path, text)| cases_of(path, text))
            .collect()
    }
}

/// A row with an empty input belongs to the case above it.
fn cases_of(file: &str, text: &str) -> Vec<WorkedCase> {
    let mut cases: Vec<WorkedCase> = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            inside = line.trim() == HEADING;
        }
        if !inside {
            continue;
        }
        let Some([input, item, expected]) = table_row(line) else {
            continue;
        };
        let line = index + 1;
        let item = WorkedItem {
            line,
            item: item.to_owned(),
            expected: expected.to_owned(),
        };
        if input.is_empty() {
            if let Some(case) = cases.last_mut() {
                case.items.push(item);
            }
        } else {
            let (file, input) = (file.to_owned(), input.to_owned());
            cases.push(WorkedCase {
                file,
                line,
                input,
                items: vec![item],
            });
        }
    }
    cases
}

/// The three cells of a table row; header and rule are no rows.
fn table_row(line: &str) -> Option<[&str; 3]> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    // JSON holds no bar, so the bars part the cells.
    let cells: Vec<&str> = inner
        .split('|')
        .map(|cell| cell.trim().trim_matches('`'))
        .collect();
    let [input, item, expected] = cells.try_into().ok()?;
    let rule = expected.chars().all(|c| c == '-' || c == ':');
    (!rule && item != "项目").then_some([input, item, expected])
}

#[cfg(test)]
mod tests {
    use super::cases_of;

    #[test]
    fn reads_the_table_under_its_heading_only() {
        let text = "# x\n| a | b | c |\n## 算例\n| 输入 | 项目 | 应得（元） |\n|---|---|---:|\n\
                    | `{\"grade\":7}` | 甲 | 1.00 |\n| | 乙 | 2.00 |\n## 别的\n| `{}` | 丙 | 3.00 |\n";
        let cases = cases_of("f.md", text);
        assert_eq!(cases.len(), 1);
        assert_eq!(
            (cases[0].line, cases[0].input.as_str()),
            (6, "{\"grade\":7}")
        );
        let items: Vec<_> = cases[0]
            .items
            .iter()
            .map(|i| (i.line, i.item.as_str()))
            .collect();
        assert_eq!(items, [(6, "甲"), (7, "乙")]);
    }
}
