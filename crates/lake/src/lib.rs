//! 批量: batch work over Parquet folders, on our own loop, on DataFusion in the process, on Ballista across machines.
//!
//! Read `docs/reference/lake.md` first: what a folder is. Formulas are those of `rules::columns`; this room moves columns
//! past them and proves that nothing was lost on the way.
