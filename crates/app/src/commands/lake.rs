//! `yiju lake`: batch work over Parquet. A build without it, or without the part asked for, says which build has it.

#[cfg(feature = "lake-files")]
mod assess;
#[cfg(feature = "lake")]
mod batch;
#[cfg(feature = "lake-files")]
mod out;
#[cfg(feature = "lake-files")]
mod work;

#[cfg(feature = "lake-files")]
pub use work::run;

#[cfg(not(feature = "lake"))]
use crate::place::Stop;

/// Refuses: this program was built without the lake.
#[cfg(not(feature = "lake-files"))]
pub fn run(
    _: &crate::cli_lake::Lake,
    _: &str,
    _: &yiju_lawbook::Lawbook,
    _: yiju_terms::Lang,
) -> Result<u8, Stop> {
    Err(not_built())
}

#[cfg(not(feature = "lake"))]
fn not_built() -> Stop {
    yiju_terms::Refusal::new("lake_not_built")
        .with("build", "cargo build --release --features lake")
        .into()
}
