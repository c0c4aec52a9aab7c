//! 服务端: the pages in the browser and their JSON twins. Read-only: nothing here writes, decides or calculates an amount.
//!
//! Read `router` first: it is the table of contents. Every page is one file in `pages/`.

mod api;
mod desk;
mod error;
mod format;
mod guard;
mod layout;
mod memo;
mod pages;
mod pool;
mod router;
mod serve;
mod visit;

pub use desk::{App, Setup};
pub use router::router;
pub use serve::{ServeError, loopback_address, serve};
