//! The commands, one file each.

pub mod backup;
pub mod calc;
pub mod check;
pub mod check_folder;
pub mod demo;
pub mod explain;
pub mod init;
pub mod input;
pub mod law;
pub mod report;
pub mod serve;
pub mod verify;
