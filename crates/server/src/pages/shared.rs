//! What pages share: reading the address, writing addresses, names of codes.

use std::str::FromStr;

use maud::{Markup, html};
use yiju_store::views::Window;
use yiju_terms::{Date, Lang};

use crate::error::Trouble;
use crate::guard::known_word;

/// Lines of a list on one page.
pub const LIST_SIZE: i64 = 40;

/// The window that `?page=` asks for; none asks for the first.
pub fn window(page: &str) -> Result<Window, Trouble> {
    window_of(page, LIST_SIZE)
}

/// A window of another size.
pub fn window_of(page: &str, size: i64) -> Result<Window, Trouble> {
    let number: i64 = optional(page)?.unwrap_or(1);
    if !(1..=1_000_000).contains(&number) {
        return Err(Trouble::Unreadable);
    }
    Ok(Window { number, size })
}

/// An empty text asks for nothing (a form sends every field); anything else must be readable.
pub fn optional<T: FromStr>(text: &str) -> Result<Option<T>, Trouble> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Trouble::Unreadable),
    }
}

/// A number in a path.
pub fn number(text: &str) -> Result<i64, Trouble> {
    text.parse().map_err(|_| Trouble::NotFound)
}

/// `path?key=value&…` with only the pairs that have a value.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={}", escape(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// A value as part of an address.
pub fn escape(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Days from `from` to `until`; nothing when either is no day.
pub fn days_between(from: &str, until: &str) -> Option<i32> {
    let (from, until): (Date, Date) = (from.parse().ok()?, until.parse().ok()?);
    Some((until - from).get_days())
}

/// The link to a payer's page.
pub fn payer_link(kind: &str, id: &str, name: &str) -> Markup {
    let shelf = if kind == "project" {
        "projects"
    } else {
        "employers"
    };
    html! { a href=(format!("/{shelf}/{}", escape(id))) { (name) } }
}

/// The link to a matter by its number.
pub fn matter_link(id: i64) -> Markup {
    html! { a.number href=(format!("/matters/{id}")) { "#" (id) } }
}

/// The link to a voucher of a ledger.
pub fn voucher_link(lang: Lang, ledger: &str, id: i64) -> Markup {
    let name = known_word(lang, &format!("server.ledger.{ledger}.short"), ledger);
    html! { a.number href=(format!("/vouchers/{ledger}/{id}")) { (name) "-" (id) } }
}

/// The sections of GB/T 4754-2017 and the last division of each.
const SECTIONS: [(&str, u32); 20] = [
    ("A", 5),
    ("B", 12),
    ("C", 43),
    ("D", 46),
    ("E", 50),
    ("F", 52),
    ("G", 60),
    ("H", 62),
    ("I", 65),
    ("J", 69),
    ("K", 70),
    ("L", 72),
    ("M", 75),
    ("N", 79),
    ("O", 82),
    ("P", 83),
    ("Q", 85),
    ("R", 90),
    ("S", 96),
    ("T", 97),
];

/// The section letter that an industry code belongs to, if it has the shape of one.
pub fn section(code: &str) -> Option<&'static str> {
    let digits = code.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let division: u32 = digits.get(..2)?.parse().ok()?;
    let found = SECTIONS.iter().find(|(_, last)| division <= *last);
    found.filter(|_| division > 0).map(|(letter, _)| *letter)
}

/// The name of the industry section a code belongs to, with the code.
pub fn industry(lang: Lang, code: &str) -> String {
    match section(code) {
        Some(letter) => format!(
            "{} {code}",
            yiju_terms::words::word(lang, &format!("figures.industry.{}", letter.to_lowercase()))
        ),
        None => code.to_owned(),
    }
}

/// A digest short enough for a line, whole on hover.
pub fn digest(value: &str) -> Markup {
    let short: String = value.chars().take(16).collect();
    html! { code.digest title=(value) { (short) "…" } }
}

/// A small coloured word.
pub fn badge(class: &str, label: &str) -> Markup {
    html! { span class={ "badge " (class) } { (label) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_only_what_is_asked() {
        assert_eq!(address("/a", &[("x", ""), ("y", "")]), "/a");
        assert_eq!(
            address("/a", &[("x", "一&b"), ("y", ""), ("z", "1")]),
            "/a?x=%E4%B8%80%26b&z=1"
        );
    }

    #[test]
    fn windows_begin_at_one() {
        assert_eq!(window("").unwrap().offset(), 0);
        assert_eq!(window("3").unwrap().offset(), 80);
        for page in ["0", "-1", "x", "99999999999999999999"] {
            assert!(window(page).is_err(), "{page}");
        }
    }

    #[test]
    fn finds_sections() {
        assert_eq!(section("1713"), Some("C"));
        assert_eq!(section("06"), Some("B"));
        assert_eq!(section("E47"), Some("E"));
        assert_eq!(section("97"), Some("T"));
        for code in ["", "0", "00", "98", "x1"] {
            assert_eq!(section(code), None, "{code}");
        }
    }

    #[test]
    fn counts_days() {
        assert_eq!(days_between("2023-12-28", "2024-01-03"), Some(6));
        assert_eq!(days_between("2024-03-01", "2024-02-01"), Some(-29));
        assert_eq!(days_between("2024-03-01", "-"), None);
    }
}
