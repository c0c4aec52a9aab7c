//! `yiju lake`: batch work over Parquet. Without the feature `lake` every one of its commands says which build has it.

#[cfg(feature = "lake")]
mod batch;
#[cfg(feature = "lake")]
mod work;

#[cfg(feature = "lake")]
pub use work::run;

/// Refuses: this program was built without the lake.
#[cfg(not(feature = "lake"))]
pub fn run(
    _: &crate::cli_lake::Lake,
    _: &str,
    _: &yiju_lawbook::Lawbook,
    _: yiju_terms::Lang,
) -> Result<u8, crate::place::Stop> {
    Err(yiju_terms::Refusal::new("lake_not_built")
        .with("build", "cargo build --release --features lake")
        .into())
}
