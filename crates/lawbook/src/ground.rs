//! The grounds that letters name: by which articles a decision can be contested, and until when; by which money is asked back.

use yiju_terms::{Citation, Refusal, Status};

use crate::book::Lawbook;
use crate::load::{Fields, Loaded, SourceText, read_basis};
use crate::problem::Problem;

/// Articles a letter names for one purpose, with the deadlines that go with them.
#[doc(alias = "文书依据")]
#[derive(Clone, Debug)]
pub struct Ground {
    pub code: String,
    pub name: String,
    pub citation: Citation,
    pub status: Status,
    /// Codes of the catalogue of deadlines, in the order in which the letter names them.
    pub deadlines: Vec<String>,
    file: String,
    line: usize,
}

impl Lawbook {
    /// The ground `code` of `law/national/letters.toml`. Errors: the refusal `unknown_ground`.
    pub fn ground(&self, code: &str) -> Result<&Ground, Refusal> {
        let found = self.data.grounds.get(code);
        found.ok_or_else(|| Refusal::new("unknown_ground").with("code", code))
    }
}

pub(crate) fn load(source: &SourceText<'_>, loaded: &mut Loaded) {
    let table = source.parse();
    let root = Fields::new(source, &table, 0);
    root.text("name");
    for fields in root.tables("ground") {
        let (code, name) = (fields.required_text("code"), fields.required_text("name"));
        let deadlines = fields.text("deadlines").unwrap_or_default();
        let basis = read_basis(source, &fields, false, loaded);
        let offset = fields.offset;
        fields.finish();
        let (Some(code), Some(name), Some((citation, status, _))) = (code, name, basis) else {
            continue;
        };
        let ground = Ground {
            code: code.clone(),
            name,
            citation,
            status,
            deadlines: deadlines.split_whitespace().map(str::to_owned).collect(),
            file: source.file.to_owned(),
            line: source.line(offset),
        };
        if loaded.grounds.insert(code.clone(), ground).is_some() {
            source.report(offset, "duplicate_ground", &[("code", code)]);
        }
    }
    root.finish();
}

/// Reports grounds with a deadline that the catalogue does not have.
pub(crate) fn check(loaded: &mut Loaded) {
    for ground in loaded.grounds.values() {
        for code in &ground.deadlines {
            if !loaded.deadlines.contains_key(code) {
                let problem = Problem::new(&ground.file, ground.line, "unknown_ground_deadline");
                loaded.problems.push(problem.with("code", code));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_contested_names_its_articles_and_its_deadlines() {
        let book = Lawbook::builtin();
        for code in ["contest_recognition", "contest_benefits", "contest_rate"] {
            let ground = book.ground(code).unwrap();
            assert!(ground.citation.0.contains("§ 55("), "{code}");
            assert_eq!(ground.deadlines, ["D-RECON", "D-SUIT", "D-SUIT-RE"]);
        }
        assert!(book.ground("contest_everything").is_err());
    }

    #[test]
    fn a_deadline_that_does_not_exist_is_reported_with_its_line() {
        let text = "[[ground]]\ncode = \"x\"\nname = \"x\"\ndeadlines = \"D-NONE\"\ncite = \"工伤保险条例 @ 2011 § 54\"\nstatus = \"provisional\"\n";
        let source = SourceText::new("national/letters.toml", text);
        let mut loaded = Loaded::default();
        load(&source, &mut loaded);
        assert!(source.into_problems().is_empty());
        check(&mut loaded);
        let found = loaded.problems.pop().unwrap();
        assert_eq!((found.line, found.code), (1, "unknown_ground_deadline"));
    }
}
