//! Any bytes at all: what is readable is read, everything else refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = yiju_intake::read(bytes);
});
