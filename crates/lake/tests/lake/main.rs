//! The lake against the store: the same fen, employer by employer; half a folder is never read.

#[cfg(feature = "s3-tests")]
mod bucket;
#[cfg(feature = "cluster")]
mod cluster;
mod common;
#[cfg(feature = "engine")]
mod engine;
mod export;
mod folders;
mod made;
#[cfg(feature = "cluster")]
mod nodes;
#[cfg(feature = "s3-tests")]
mod objects;
