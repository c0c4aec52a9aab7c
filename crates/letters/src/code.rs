//! The verification code: twenty characters that name a letter and are bound to its content.
//!
//! `kind, record (6), part (3), mark (9), check (1)` in 31 signs that are not taken for one another. The mark is the head
//! of the SM3 digest over what the letter says and the journal entry it rests on, so it can neither be guessed nor kept
//! when an amount changes. The number of signs is prime: the last one finds every wrong sign and every two exchanged.

use std::fmt;

use yiju_terms::digest::sm3_of;

use crate::kind::Kind;

/// No I, L, O, U and Z: digits and letters that look alike are read as one.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";
const BASE: i64 = 31;
const LENGTH: usize = 20;

/// A verification code.
#[doc(alias = "文书验证码")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub kind: Kind,
    /// The record: a determination, a matter, a settlement, a refund or a journal entry.
    pub number: i64,
    /// Which letter of that record.
    pub part: i64,
    mark: String,
}

impl Code {
    /// The code of a letter that says `content`. None when the numbers are beyond what a code can name.
    pub fn of(kind: Kind, number: i64, part: i64, content: &str) -> Option<Code> {
        let fits = (0..BASE.pow(6)).contains(&number) && (0..BASE.pow(3)).contains(&part);
        let digest = sm3_of(content.as_bytes());
        let head = digest.get(4..18)?;
        let value = i64::from_str_radix(head, 16).ok()?;
        fits.then(|| Code {
            kind,
            number,
            part,
            mark: signs(value % BASE.pow(9), 9),
        })
    }

    /// Reads what a person typed: any case, with or without hyphens and spaces. None when a sign is wrong.
    pub fn read(text: &str) -> Option<Code> {
        let typed: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' ' | '\u{3000}'))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        if typed.len() != LENGTH || check(&typed[..LENGTH - 1])? != typed.as_bytes()[LENGTH - 1] {
            return None;
        }
        Some(Code {
            kind: Kind::from_sign(typed.chars().next()?)?,
            number: value(&typed[1..7])?,
            part: value(&typed[7..10])?,
            mark: typed[10..19].to_owned(),
        })
    }

    fn body(&self) -> String {
        let (number, part) = (signs(self.number, 6), signs(self.part, 3));
        format!("{}{number}{part}{}", self.kind.sign(), self.mark)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        let last = check(&body).map_or('?', char::from);
        for (index, sign) in body.chars().chain([last]).enumerate() {
            if index > 0 && index % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{sign}")?;
        }
        Ok(())
    }
}

fn signs(mut value: i64, width: usize) -> String {
    let mut out = vec![b'0'; width];
    for place in out.iter_mut().rev() {
        *place = SIGNS[usize::try_from(value % BASE).unwrap_or_default()];
        value /= BASE;
    }
    out.into_iter().map(char::from).collect()
}

fn digit(sign: u8) -> Option<i64> {
    SIGNS
        .iter()
        .position(|known| *known == sign)
        .and_then(|at| i64::try_from(at).ok())
}

fn value(text: &str) -> Option<i64> {
    text.bytes()
        .try_fold(0, |sum, sign| Some(sum * BASE + digit(sign)?))
}

/// Weighted by place modulo the number of signs.
fn check(body: &str) -> Option<u8> {
    let sum = (1..)
        .zip(body.bytes())
        .try_fold(0, |sum: i64, (place, sign)| {
            Some((sum + place * digit(sign)?) % BASE)
        })?;
    Some(SIGNS[usize::try_from(sum).ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::of(Kind::Determination, 1234, 5, "85612.00").unwrap()
    }

    #[test]
    fn what_was_printed_is_read_back() {
        let printed = code().to_string();
        assert_eq!(printed.len(), 24);
        assert_eq!(Code::read(&printed), Some(code()));
        assert_eq!(
            Code::read(&printed.to_lowercase().replace('-', " ")),
            Some(code())
        );
    }

    #[test]
    fn a_changed_amount_changes_the_mark() {
        let other = Code::of(Kind::Determination, 1234, 5, "85612.01").unwrap();
        assert_ne!(other, code());
    }

    #[test]
    fn every_wrong_sign_and_every_exchange_is_found() {
        let printed: Vec<u8> = code().to_string().bytes().filter(|b| *b != b'-').collect();
        for place in 0..printed.len() {
            for sign in SIGNS {
                let mut typed = printed.clone();
                typed[place] = *sign;
                let text = String::from_utf8(typed.clone()).unwrap();
                assert_eq!(Code::read(&text).is_some(), typed == printed, "{text}");
            }
            if place + 1 < printed.len() {
                let mut typed = printed.clone();
                typed.swap(place, place + 1);
                let text = String::from_utf8(typed.clone()).unwrap();
                assert_eq!(Code::read(&text).is_some(), typed == printed, "{text}");
            }
        }
    }
}
