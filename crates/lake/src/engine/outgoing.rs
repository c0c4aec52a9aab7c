//! A folder on its way to a store: written into a folder of this machine first, then sent file by file, and its manifest
//! last. Whoever reads the address before that finds no manifest, and refuses.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use datafusion::object_store::path::Path as ObjectPath;
use datafusion::object_store::{
    Error, MultipartUpload, ObjectStoreExt, PutMode, PutOptions, PutPayload,
};
use futures::StreamExt;
use sm3::{Digest, Sm3};
use tempfile::TempDir;
use yiju_terms::Refusal;

use super::place::{AT_ONCE, PIECE, Place};
use super::{Reach, wait};
use crate::Stop;
use crate::files::{Manifest, fault, fresh, manifest};

/// The record of a job of the cluster: it goes along with the result.
const RECORD: &str = "job.json";

/// How far the sending has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub files: usize,
    pub of: usize,
}

pub struct Outgoing {
    address: String,
    reach: Reach,
    folder: TempDir,
}

impl Outgoing {
    /// Asks the store before any work is done. Refused: an address where anything lies, a store that does not answer or admit.
    pub fn begin(address: &str, reach: &Reach) -> Result<Outgoing, Stop> {
        wait(async { nothing_at(&Place::find(reach, address)?).await })?;
        Ok(Outgoing {
            address: address.to_owned(),
            reach: reach.clone(),
            folder: tempfile::tempdir().map_err(|error| fault("making a folder", error))?,
        })
    }

    /// Where the folder is written meanwhile; it is gone with this.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sends the finished folder and makes it visible. Ended by a person, it stays invisible.
    pub fn publish(self, sent: &mut dyn FnMut(Sent)) -> Result<(), Stop> {
        wait(async {
            tokio::select! {
                outcome = self.send(sent) => outcome,
                _ = tokio::signal::ctrl_c() => Err(Refusal::new("lake_cancelled").into()),
            }
        })
    }

    async fn send(&self, told: &mut dyn FnMut(Sent)) -> Result<(), Stop> {
        let place = Place::find(&self.reach, &self.address)?;
        // Much time may have passed since it was looked at first.
        nothing_at(&place).await?;
        let reading = |error| fault("reading the folder to be sent", error);
        let bytes = std::fs::read(self.folder().join(manifest::NAME)).map_err(reading)?;
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|error| fault("reading the folder to be sent", error))?;
        let mut files: Vec<(&str, Option<&str>)> = (manifest.files.iter())
            .map(|file| (file.path.as_str(), Some(file.digest.as_str())))
            .collect();
        if self.folder().join(RECORD).exists() {
            files.push((RECORD, None));
        }
        let of = files.len();
        let sending = files
            .into_iter()
            .map(|(below, digest)| self.send_file(&place, below, digest));
        let mut sending = futures::stream::iter(sending).buffer_unordered(AT_ONCE);
        let mut there = BTreeMap::new();
        while let Some(sent) = sending.next().await {
            let (path, size) = sent?;
            there.insert(path, size);
            told(Sent {
                files: there.len(),
                of,
            });
        }
        // What the store says it holds, against what was sent: somebody else may write there too.
        let held = place.everything().await?.into_iter();
        let held: BTreeMap<_, _> = held.map(|meta| (meta.location, meta.size)).collect();
        if held.keys().any(|path| !there.contains_key(path)) {
            return Err(not_empty(&place));
        }
        if held != there {
            return Err(fault("sending a folder", "the store does not hold what was sent").into());
        }
        // From here on the folder is there.
        put_new(&place, &place.path(manifest::NAME)?, bytes).await
    }

    /// Sends one file whose digest is known, and gives where it lies and its size.
    async fn send_file(
        &self,
        place: &Place,
        below: &str,
        digest: Option<&str>,
    ) -> Result<(ObjectPath, u64), Stop> {
        let path = place.path(below)?;
        let mut pieces = Pieces::open(&self.folder().join(below), digest)?;
        let size = pieces.left;
        if size <= PIECE {
            let payload = pieces.next()?.unwrap_or_default();
            put_new(place, &path, payload).await?;
            return Ok((path, size));
        }
        if place.store.head(&path).await.is_ok() {
            return Err(not_empty(place));
        }
        let upload = place.store.put_multipart(&path).await;
        let mut upload = upload.map_err(|error| place.said(&error))?;
        if let Err(stop) = in_parts(place, upload.as_mut(), &mut pieces).await {
            // Parts that stay behind are no object, only space: the first error is the one to tell.
            let _ = upload.abort().await;
            return Err(stop);
        }
        Ok((path, size))
    }
}

fn not_empty(place: &Place) -> Stop {
    Refusal::new("lake_folder_not_empty")
        .with("folder", &place.folder)
        .into()
}

async fn nothing_at(place: &Place) -> Result<(), Stop> {
    match place.anything().await? {
        None => Ok(()),
        Some(_) => Err(not_empty(place)),
    }
}

async fn in_parts(
    place: &Place,
    upload: &mut dyn MultipartUpload,
    pieces: &mut Pieces<'_>,
) -> Result<(), Stop> {
    while let Some(piece) = pieces.next()? {
        let part = upload.put_part(piece.into());
        part.await.map_err(|error| place.said(&error))?;
    }
    let done = upload.complete().await;
    done.map_err(|error| place.said(&error))?;
    Ok(())
}

/// Puts an object where none is. A store that knows no conditions is asked again without one.
async fn put_new(place: &Place, path: &ObjectPath, bytes: Vec<u8>) -> Result<(), Stop> {
    let payload = PutPayload::from(bytes.clone());
    let new = PutOptions::from(PutMode::Create);
    match place.store.put_opts(path, payload.clone(), new).await {
        Ok(_) => Ok(()),
        Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {
            let said = |error: Error| place.said(&error);
            let held = place.store.get(path).await.map_err(said)?;
            // Ours, where the answer to a first try was lost on its way.
            match held.bytes().await.map_err(said)? == bytes {
                true => Ok(()),
                false => Err(not_empty(place)),
            }
        }
        Err(error) => {
            let refused = place.said(&error);
            if matches!(refused, Stop::Refused(_)) {
                return Err(refused);
            }
            let put = place.store.put(path, payload).await;
            put.map_err(|error| place.said(&error))?;
            Ok(())
        }
    }
}

/// The pieces of a file; after the last one its digest is that of the manifest, or there is no last one.
struct Pieces<'d> {
    file: File,
    name: String,
    left: u64,
    digest: Sm3,
    said: Option<&'d str>,
}

impl<'d> Pieces<'d> {
    fn open(path: &Path, said: Option<&'d str>) -> Result<Pieces<'d>, Stop> {
        let name = path.display().to_string();
        let wrong = |error| fault(format!("reading {name}"), error);
        let file = File::open(path).map_err(wrong)?;
        let left = file.metadata().map_err(wrong)?.len();
        Ok(Pieces {
            file,
            name,
            left,
            digest: Sm3::new(),
            said,
        })
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, Stop> {
        if self.left == 0 {
            return Ok(None);
        }
        let size = self.left.min(PIECE);
        let mut piece = vec![0; usize::try_from(size).unwrap_or_default()];
        let read = self.file.read_exact(&mut piece);
        read.map_err(|error| fault(format!("reading {}", self.name), error))?;
        self.digest.update(&piece);
        self.left -= size;
        let found = fresh::written(&self.digest);
        match self.said.filter(|said| self.left == 0 && *said != found) {
            None => Ok(Some(piece)),
            Some(said) => {
                let why = format!("{found} ≠ {said}");
                Err(fault(format!("reading {}", self.name), why).into())
            }
        }
    }
}
