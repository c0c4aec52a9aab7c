//! Unified social credit codes (GB 32100-2015): 18 characters with a check character modulo 31.

use crate::Refusal;

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// A valid unified social credit code.
#[doc(alias = "统一社会信用代码")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

impl CreditCode {
    /// Refusals: `credit_code_shape`, `credit_code_check`.
    pub fn parse(text: &str) -> Result<CreditCode, Refusal> {
        let clean = text.trim().to_ascii_uppercase();
        let region_digits = clean
            .bytes()
            .skip(2)
            .take(6)
            .all(|byte| byte.is_ascii_digit());
        let in_alphabet = clean.chars().all(|c| ALPHABET.contains(c));
        if clean.len() != 18 || !in_alphabet || !region_digits {
            return Err(Refusal::new("credit_code_shape").with("text", text));
        }
        if check_character(&clean[..17]) != clean.chars().last() {
            return Err(Refusal::new("credit_code_check").with("text", text));
        }
        Ok(CreditCode(clean))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check character for the first 17 characters; nothing when one is outside the alphabet.
pub fn check_character(first_17: &str) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in first_17.chars().zip(WEIGHTS) {
        sum += ALPHABET.find(c)? * weight;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_vector_and_letter_in_check_place() {
        assert!(CreditCode::parse("91350100M000100Y43").is_ok());
        assert!(CreditCode::parse("91000000000000000K").is_ok());
    }

    #[test]
    fn refuses_by_reason() {
        let code = |text: &str| CreditCode::parse(text).unwrap_err().code;
        assert_eq!(code("91350100M000100Y44"), "credit_code_check");
        assert_eq!(code("91350100M000100I43"), "credit_code_shape");
        assert_eq!(code("9135010"), "credit_code_shape");
    }
}
