//! SM3 digests as they are written everywhere: `sm3:` and 64 hexadecimal digits.

use sm3::{Digest, Sm3};

/// The SM3 digest (GB/T 32905) of `bytes`, written `sm3:<hex>`.
#[doc(alias = "国密摘要")]
pub fn sm3_of(bytes: &[u8]) -> String {
    let digest = Sm3::digest(bytes);
    let mut out = String::with_capacity(4 + digest.len() * 2);
    out.push_str("sm3:");
    for byte in digest {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn standard_vector() {
        // GB/T 32905-2016, annex A.1: message "abc".
        assert_eq!(
            super::sm3_of(b"abc"),
            "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }
}
