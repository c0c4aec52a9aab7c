# The few commands. `just` lists them.
default:
    @just --list

# everything the landing runs
test:
    ./test

# the main job on a synthetic county
demo:
    cargo run --release -- demo

# make the generated reference pages again
bless:
    YIJU_BLESS=1 cargo test --release --workspace

# lints of every crate (debug profile)
lint:
    cargo clippy --workspace --all-targets -- -D warnings
