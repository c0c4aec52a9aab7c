//! People in records: enough to recognise one's own case, not enough to learn another's.

/// `王小明` → `王**`; one character stays one star.
pub fn name(name: &str) -> String {
    let mut characters = name.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let rest = characters.count();
    if rest == 0 {
        return "*".to_owned();
    }
    format!("{first}{}", "*".repeat(rest))
}

/// `431123199001010019` → `431123********0019`.
pub fn id_number(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    if characters.len() < 12 {
        return "*".repeat(characters.len());
    }
    let tail: String = characters[characters.len() - 4..].iter().collect();
    let head: String = characters[..6].iter().collect();
    format!("{head}{}{tail}", "*".repeat(characters.len() - 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_surname_only() {
        assert_eq!(name("王小明"), "王**");
        assert_eq!(name("王明"), "王*");
        assert_eq!(name("王"), "*");
        assert_eq!(name(""), "");
    }

    #[test]
    fn hides_the_day_of_birth() {
        assert_eq!(id_number("431123199001010019"), "431123********0019");
        assert_eq!(id_number("123"), "***");
    }
}
