//! Writing a decimal number in one go: every step of every trace holds some.

use std::fmt;

/// Twenty digits, the point and the sign.
const LONGEST: usize = 22;

/// `scaled / 10^digits` with all its `digits` (at least one) decimals.
pub(crate) fn write(
    f: &mut fmt::Formatter<'_>,
    negative: bool,
    scaled: u64,
    digits: usize,
) -> fmt::Result {
    let mut text = [b'0'; LONGEST];
    let (mut at, mut rest, mut written) = (LONGEST, scaled, 0);
    while rest > 0 || written <= digits {
        if written == digits {
            at -= 1;
            text[at] = b'.';
        }
        at -= 1;
        text[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        written += 1;
    }
    if negative {
        at -= 1;
        text[at] = b'-';
    }
    f.write_str(std::str::from_utf8(&text[at..]).map_err(|_| fmt::Error)?)
}

#[cfg(test)]
mod tests {
    use crate::{Exact, Money, Rate};

    #[test]
    fn numbers_read_as_they_are_written_out() {
        let mut fen: i64 = 0;
        for digit in 0..19 {
            for number in [fen, -fen, fen - 1, i64::MAX, i64::MIN] {
                let (sign, part) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
                let money = Money::from_fen(number);
                let want = format!("{sign}{}.{:02}", part / 100, part % 100);
                assert_eq!(money.to_string(), want);
                assert_eq!(Exact::from(money).to_string(), want);
                let mut decimals = format!("{:04}", part % 10_000);
                while decimals.len() > 2 && decimals.ends_with('0') {
                    decimals.pop();
                }
                let want = format!("{sign}{}.{decimals}", part / 10_000);
                assert_eq!(Rate::from_ppm(number).to_string(), want);
            }
            // 7, 73, 730, 7308, …
            fen = fen * 10 + [7, 3, 0, 8, 1][digit % 5];
            fen = fen.min(i64::MAX / 100);
        }
    }

    #[test]
    fn fractions_read_as_they_are_written_out() {
        for (numerator, denominator, want) in [
            (3_745_525, 10, "3745.525"),
            (-1, 1_000_000, "-0.000000…"),
            (1, 10_000, "0.000001"),
            (-12_345, 1_000, "-0.12345"),
            (1, 3, "0.003333…"),
        ] {
            assert_eq!(Exact::new(numerator, denominator).to_string(), want);
        }
        let vast = Exact::new(123_456_789_012_345_678_901_234_567, 1_000);
        assert_eq!(vast.to_string(), "1234567890123456789012.34567");
    }
}
