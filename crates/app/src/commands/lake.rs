//! `yiju lake`: batch work over Parquet. Without the feature `lake` every one of its commands says which build has it.

use yiju_terms::Refusal;

use crate::cli_lake::Lake;
use crate::place::Stop;

/// Refuses: this program was built without the lake.
pub fn run(_: &Lake) -> Result<u8, Stop> {
    Err(Refusal::new("lake_not_built")
        .with("build", "cargo build --release --features lake")
        .into())
}
