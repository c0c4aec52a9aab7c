//! What a file of the lake is read from: one of moderate size from memory, a large one from where it lies.

use std::fs::File;
use std::io::Read;

use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};

/// Up to here a file is read in one go. Read piece by piece, each page of each column asks the system eight times: in small
/// files nearly all there is to ask.
const HELD_BYTES: u64 = 1 << 20;

/// The content of a file.
pub enum Content {
    Held(Bytes),
    Large(File),
}

impl Content {
    /// `bytes` is how long the file is; one that became shorter is an error.
    pub fn of(mut file: File, bytes: u64) -> std::io::Result<Content> {
        if bytes > HELD_BYTES {
            return Ok(Content::Large(file));
        }
        let mut held = vec![0; usize::try_from(bytes).unwrap_or_default()];
        file.read_exact(&mut held)?;
        Ok(Content::Held(held.into()))
    }
}

impl Length for Content {
    fn len(&self) -> u64 {
        match self {
            Content::Held(held) => Length::len(held),
            Content::Large(file) => Length::len(file),
        }
    }
}

impl ChunkReader for Content {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Box<dyn Read>> {
        Ok(match self {
            Content::Held(held) => Box::new(held.get_read(start)?),
            Content::Large(file) => Box::new(file.get_read(start)?),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        match self {
            Content::Held(held) => held.get_bytes(start, length),
            Content::Large(file) => file.get_bytes(start, length),
        }
    }
}
