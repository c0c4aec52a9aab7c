//! The commands, one file each.

pub mod backup;
pub mod calc;
pub mod check;
pub mod check_folder;
pub mod demo;
pub mod due;
pub mod explain;
pub mod find;
pub mod init;
pub mod input;
pub mod lake;
pub mod law;
pub mod letter;
pub mod migrate;
pub mod pay;
mod pay_text;
pub mod rate;
pub mod replay;
mod replay_text;
pub mod report;
pub mod scale;
pub mod serve;
pub mod settle;
mod settle_letters;
mod settle_text;
pub mod verify;
