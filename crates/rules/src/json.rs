//! JSON read so that nothing in it is lost: a key that stands twice is told, and what is no JSON is told where it ends.

use serde_json::Value;
use serde_json::error::Category;

use crate::problem::InputProblem;

/// The value of a text and every key that stands twice in one object. Errors: the text is no JSON.
pub(crate) fn read(text: &str) -> Result<(Value, Vec<InputProblem>), InputProblem> {
    // Some programs put a mark before the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(InputProblem::new("empty_input", ""));
    }
    let value = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    Ok((value, keys_twice(text)))
}

/// Where a text stops being JSON; the English words of the reader are left out.
pub(crate) fn not_json(error: &serde_json::Error) -> InputProblem {
    let code = match error.classify() {
        Category::Eof => "json_cut_off",
        _ => "not_json",
    };
    InputProblem::new(code, "")
        .with("line", error.line())
        .with("column", error.column())
}

/// An object or a list that is open.
enum Open {
    /// The keys so far, and whether the next text is a key.
    Object(Vec<String>, bool),
    List(usize),
}

/// The keys that stand twice in one object. `text` is JSON: only its texts and brackets need to be told apart.
fn keys_twice(text: &str) -> Vec<InputProblem> {
    let mut open: Vec<Open> = Vec::new();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'"' => {
                let end = end_of_text(text, at);
                if let Some(Open::Object(keys, true)) = open.last_mut() {
                    let key: String = serde_json::from_str(&text[at..end]).unwrap_or_default();
                    let is_twice = keys.contains(&key);
                    keys.push(key);
                    if is_twice {
                        found.push(InputProblem::new("key_twice", place(&open)));
                    }
                }
                at = end;
                continue;
            }
            b'{' => open.push(Open::Object(Vec::new(), true)),
            b'[' => open.push(Open::List(0)),
            b'}' | b']' => drop(open.pop()),
            b':' => expect_key(&mut open, false),
            b',' => {
                expect_key(&mut open, true);
                if let Some(Open::List(index)) = open.last_mut() {
                    *index += 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn expect_key(open: &mut [Open], is_next: bool) {
    if let Some(Open::Object(_, expected)) = open.last_mut() {
        *expected = is_next;
    }
}

/// Behind the closing quotation mark of the text that opens at `start`.
fn end_of_text(text: &str, start: usize) -> usize {
    let mut escaped = false;
    for (offset, byte) in text[start + 1..].bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return start + offset + 2,
            _ => {}
        }
    }
    text.len()
}

/// The field that the reader stands at: `hospital[0].to`.
fn place(open: &[Open]) -> String {
    let mut place = String::new();
    for one in open {
        match one {
            Open::Object(keys, _) => {
                if !place.is_empty() {
                    place.push('.');
                }
                place.push_str(keys.last().map_or("", String::as_str));
            }
            Open::List(index) => place.push_str(&format!("[{index}]")),
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn it_reads_what_the_plain_reader_reads() {
        let text = r#" {"a": [1, -2, 0.5, true, null, {"b": "c\n,\"{"}], "d": {}} "#;
        let (value, twice) = read(text).unwrap();
        assert_eq!(
            value,
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
        assert!(twice.is_empty());
        let marked = format!("\u{feff}{text}");
        assert_eq!(read(&marked).unwrap().0, value);
    }

    #[test]
    fn keys_that_stand_twice_are_told_with_their_place() {
        let (value, twice) = read(r#"{"a": 1, "a": 2, "b": [{"c": 1, "c": 1}]}"#).unwrap();
        let fields: Vec<&str> = twice.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["a", "b[0].c"]);
        assert_eq!(value["a"], 2);
    }

    #[test]
    fn what_is_no_json_is_told_by_its_place() {
        let code = |text: &str| read(text).unwrap_err().code;
        assert_eq!(code(""), "empty_input");
        assert_eq!(code(" \n"), "empty_input");
        assert_eq!(code("{\"a\": 1"), "json_cut_off");
        assert_eq!(code("{\"a\": 1,}"), "not_json");
        assert_eq!(code("{} {}"), "not_json");
    }
}
