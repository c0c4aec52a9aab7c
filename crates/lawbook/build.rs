//! Recompiles this room when a law file is added, changed or removed: the folder is compiled in.

fn main() {
    println!("cargo:rerun-if-changed=../../law");
    println!("cargo:rerun-if-changed=build.rs");
}
