//! The one mask of personal data: what the checker's finding shows, the page shows and the published copy keeps.

/// Which characters of a value are hidden: all but the first three and the last two; of a short word all but the first.
/// Signs that only part a number are kept, so that a value keeps its length and its look.
pub fn hidden(value: &str) -> Vec<bool> {
    let is_sign = |c: char| !c.is_alphanumeric();
    let letters = value.chars().filter(|c| !is_sign(*c)).count();
    let (head, tail) = if letters < 8 { (1, 0) } else { (3, 2) };
    let mut seen = 0;
    let hide = |c: char| {
        if is_sign(c) {
            return false;
        }
        seen += 1;
        seen > head && seen + tail <= letters
    };
    value.chars().map(hide).collect()
}

/// The value with a star for each hidden character.
pub fn mask(value: &str) -> String {
    let pairs = value.chars().zip(hidden(value));
    pairs
        .map(|(c, hidden)| if hidden { '*' } else { c })
        .collect()
}
