//! Citizen ID numbers (GB 11643-1999): 18 characters with a birth date and a check character.

use jiff::civil::Date;

use crate::{Refusal, Sex};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";

/// A valid citizen ID number. The region digits may be historic and are not judged.
#[doc(alias = "公民身份号码")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber {
    text: String,
    birth: Date,
}

impl IdNumber {
    /// Accepts full-width digits and a lower-case x, nothing else. Refusals: `id_number_shape`, `id_number_date`, `id_number_check`.
    pub fn parse(text: &str) -> Result<IdNumber, Refusal> {
        let clean: String = text.trim().chars().map(half_width).collect();
        let clean = clean.to_ascii_uppercase();
        let bytes = clean.as_bytes();
        let body_digits = bytes.iter().take(17).all(u8::is_ascii_digit);
        let last_fits = bytes
            .last()
            .is_some_and(|b| b.is_ascii_digit() || *b == b'X');
        if bytes.len() != 18 || !body_digits || !last_fits {
            return Err(Refusal::new("id_number_shape").with("text", text));
        }
        let number = |from: usize, to: usize| clean[from..to].parse::<i16>().unwrap_or_default();
        let birth = Date::new(number(6, 10), number(10, 12) as i8, number(12, 14) as i8)
            .map_err(|_| Refusal::new("id_number_date").with("text", text))?;
        if check_character(&clean[..17]) != char::from(bytes[17]) {
            return Err(Refusal::new("id_number_check").with("text", text));
        }
        Ok(IdNumber { text: clean, birth })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn birth(&self) -> Date {
        self.birth
    }

    pub fn sex(&self) -> Sex {
        let sequence = self.text.as_bytes()[16] - b'0';
        if sequence % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// `431123********0019`: first six and last four.
    pub fn masked(&self) -> String {
        format!("{}********{}", &self.text[..6], &self.text[14..])
    }
}

/// The check character for the first 17 digits. Panics on anything but 17 digits (a bug).
pub fn check_character(first_17: &str) -> char {
    assert_eq!(first_17.len(), 17, "the body has 17 digits");
    let sum: u32 = first_17
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    char::from(CHECK[(sum % 11) as usize])
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        'Ｘ' | 'ｘ' => 'X',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_and_synthetic_vectors() {
        for text in [
            "11010519491231002X",
            "440524188001010014",
            "431123180001010019",
            "431123180001010027",
        ] {
            assert!(IdNumber::parse(text).is_ok(), "{text}");
        }
        let id = IdNumber::parse("４３１１２３１８０００１０１００１９").unwrap();
        assert_eq!(id.sex(), Sex::Male);
        assert_eq!(id.birth().to_string(), "1800-01-01");
        assert_eq!(id.masked(), "431123********0019");
        assert!(IdNumber::parse("11010519491231002x").is_ok());
    }

    #[test]
    fn refuses_by_reason() {
        let code = |text: &str| IdNumber::parse(text).unwrap_err().code;
        // The check character fits, the day does not exist.
        assert_eq!(code("431123180002290016"), "id_number_date");
        assert_eq!(code("431123180001010018"), "id_number_check");
        assert_eq!(code("43112318000101001"), "id_number_shape");
        assert_eq!(code(""), "id_number_shape");
    }
}
