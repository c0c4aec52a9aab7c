//! A folder of the lake wherever object stores reach: a path, `file://`, or an address of a store.

use std::io::Write;
use std::path::{Component, Path};
use std::sync::Arc;

use datafusion::error::DataFusionError;
use datafusion::object_store::path::Path as ObjectPath;
use datafusion::object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt};
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use futures::{StreamExt, TryStreamExt};
use sm3::{Digest, Sm3};
use url::Url;
use yiju_terms::Refusal;
use yiju_terms::digest::sm3_of;

use super::{Reach, failed, s3};
use crate::Stop;
use crate::files::people::{DAMAGED, damaged};
use crate::files::{FileEntry, Kind, Manifest, fault, fresh, manifest};

/// Bytes asked for or sent at a time: one request of this size ends within its time on a slow line.
pub const PIECE: u64 = 8 << 20;
/// Files read or sent side by side.
pub const AT_ONCE: usize = 8;

/// A folder at a store.
pub struct Place {
    pub url: Url,
    /// As it was asked for, for words.
    pub folder: String,
    pub store: Arc<dyn ObjectStore>,
}

fn address(folder: &str) -> Result<Url, Stop> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Stop::from(
            Refusal::new("file_unreadable")
                .with("path", folder)
                .with("error", error),
        )
    };
    let url = if folder.contains("://") {
        let with_slash = format!("{}/", folder.trim_end_matches('/'));
        let url = Url::parse(&with_slash).map_err(|error| unreadable(&error))?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(unreadable(&"? #"));
        }
        url
    } else {
        let mut path = std::path::absolute(folder).map_err(|error| unreadable(&error))?;
        // An address of a store knows no `..`. Otherwise a path stays as it was written: workers may have other links.
        if path.components().any(|part| part == Component::ParentDir) {
            path = std::fs::canonicalize(&path).map_err(|error| unreadable(&error))?;
        }
        Url::from_directory_path(path).map_err(|()| unreadable(&"path"))?
    };
    Ok(url)
}

impl Place {
    /// Refused: an address behind which no store is known, settings of a store that are missing or wrong.
    pub fn find(reach: &Reach, folder: &str) -> Result<Place, Stop> {
        let url = address(folder)?;
        let store = reach.store(&url, folder)?;
        Ok(Place {
            url,
            folder: folder.to_owned(),
            store,
        })
    }

    /// Not on a disk of this machine.
    pub fn is_remote(&self) -> bool {
        self.url.scheme() != "file"
    }

    /// Where a file of the folder lies in the store.
    pub fn path(&self, below: &str) -> Result<ObjectPath, Stop> {
        ObjectPath::from_url_path(format!("{}{below}", self.url.path()))
            .map_err(|error| fault("reading an address", error).into())
    }

    pub fn said(&self, error: &Error) -> Stop {
        s3::said(&self.folder, error)
    }

    /// The bytes of the manifest. Refused: a folder without one.
    pub async fn manifest(&self) -> Result<Vec<u8>, Stop> {
        let found = match self.store.get(&self.path(manifest::NAME)?).await {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        match found {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(error @ Error::NotFound { .. }) => {
                // Some stores name a missing bucket only when it is listed.
                if self.is_remote() && !s3::no_bucket(&error) {
                    self.anything().await?;
                } else if self.is_remote() {
                    return Err(self.said(&error));
                }
                Err(Refusal::new("lake_without_manifest")
                    .with("folder", &self.folder)
                    .into())
            }
            Err(error) => Err(self.said(&error)),
        }
    }

    /// Something that lies in the folder.
    pub async fn anything(&self) -> Result<Option<ObjectMeta>, Stop> {
        let mut found = self.store.list(Some(&self.path("")?));
        let first = found.next().await.transpose();
        first.map_err(|error| self.said(&error))
    }

    /// Everything that lies in the folder.
    pub async fn everything(&self) -> Result<Vec<ObjectMeta>, Stop> {
        let found = self.store.list(Some(&self.path("")?)).try_collect().await;
        found.map_err(|error| self.said(&error))
    }

    /// How long a file is. Refused: one that is missing, or not of the manifest's size.
    async fn size(&self, entry: &FileEntry) -> Result<u64, Stop> {
        let found = self.store.head(&self.path(&entry.path)?).await;
        let size = found.map_err(|error| self.missing(entry, &error))?.size;
        match size == entry.bytes {
            true => Ok(size),
            false => Err(damaged(entry, format!("{size} ≠ {} bytes", entry.bytes))),
        }
    }

    fn missing(&self, entry: &FileEntry, error: &Error) -> Stop {
        match error {
            Error::NotFound { .. } if !s3::no_bucket(error) => damaged(entry, "—"),
            error => self.said(error),
        }
    }

    /// Gives the bytes of a file piece by piece. Refused: a file that is missing, or not of the manifest's size and digest.
    pub async fn read(
        &self,
        entry: &FileEntry,
        take: &mut (dyn FnMut(&[u8]) -> Result<(), Stop> + Send),
    ) -> Result<(), Stop> {
        let path = self.path(&entry.path)?;
        let size = self.size(entry).await?;
        let (mut digest, mut from) = (Sm3::new(), 0);
        while from < size {
            let until = (from + PIECE).min(size);
            let bytes = self.store.get_range(&path, from..until).await;
            let bytes = bytes.map_err(|error| self.missing(entry, &error))?;
            if bytes.len() as u64 != until - from {
                return Err(damaged(entry, format!("{from} + {} bytes", bytes.len())));
            }
            digest.update(&bytes);
            take(&bytes)?;
            from = until;
        }
        let found = fresh::written(&digest);
        match found == entry.digest {
            true => Ok(()),
            false => Err(damaged(entry, format!("{found} ≠ {}", entry.digest))),
        }
    }

    /// Brings a file to the same place below a folder of this machine. Refused as in [`Place::read`].
    pub async fn fetch(&self, entry: &FileEntry, folder: &Path) -> Result<(), Stop> {
        let path = folder.join(&entry.path);
        let wrong = |error| fault(format!("fetching {}", entry.path), error);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(wrong)?;
        }
        let mut file = std::fs::File::create_new(&path).map_err(wrong)?;
        let mut take = |bytes: &[u8]| Ok(file.write_all(bytes).map_err(wrong)?);
        self.read(entry, &mut take).await
    }
}

/// A source folder as the engine sees it.
pub struct Lake {
    pub place: Place,
    pub manifest: Manifest,
    /// Digest of the manifest's bytes.
    pub digest: String,
}

impl Lake {
    /// Reads the manifest, and lets the session reach the folder. Refused: a folder without one, an address without a store.
    pub async fn open(context: &SessionContext, reach: &Reach, folder: &str) -> Result<Lake, Stop> {
        let place = Place::find(reach, folder)?;
        let bytes = place.manifest().await?;
        context.register_object_store(&place.url, place.store.clone());
        Ok(Lake {
            manifest: Manifest::from_bytes(&bytes, folder, Kind::Source)?,
            digest: sm3_of(&bytes),
            place,
        })
    }

    /// Makes these files a table of the session: these and no others, whatever else lies in the folder.
    pub async fn register<'e>(
        &self,
        context: &SessionContext,
        table: &str,
        files: impl Iterator<Item = &'e FileEntry>,
    ) -> Result<(), Stop> {
        let urls: Vec<String> = files
            .map(|file| format!("{}{}", self.place.url, file.path))
            .collect();
        let table_of = async {
            let frame = context
                .read_parquet(urls, ParquetReadOptions::default())
                .await?;
            context.register_table(table, frame.into_view())
        };
        let registered: Result<_, DataFusionError> = table_of.await;
        registered.map_err(|error| failed(&format!("opening {table}"), &error))?;
        Ok(())
    }

    /// Refused: all files that are missing or not as long as the manifest says. Nothing of them is read.
    pub async fn sizes(&self, files: &[&FileEntry]) -> Result<(), Stop> {
        let mut refusals = Vec::new();
        let sizes = files.iter().map(|file| self.place.size(file));
        let mut sizes = futures::stream::iter(sizes).buffered(AT_ONCE);
        while let Some(outcome) = sizes.next().await {
            match outcome {
                Ok(_) => {}
                Err(Stop::Refused(found)) if found.iter().all(|one| one.code == DAMAGED) => {
                    refusals.extend(found);
                }
                // A store that does not answer is not asked for every file.
                Err(other) => return Err(other),
            }
        }
        match refusals.is_empty() {
            true => Ok(()),
            false => Err(Stop::Refused(refusals)),
        }
    }

    /// Reads these files once for their digests, and keeps them in a folder of this machine where one is named. Refused: all
    /// that are not what the manifest says.
    pub async fn digests(&self, files: &[&FileEntry], keep: Option<&Path>) -> Result<(), Stop> {
        let reading = files.iter().map(|file| async move {
            let read = match keep {
                Some(folder) => self.place.fetch(file, folder).await,
                None => self.place.read(file, &mut |_| Ok(())).await,
            };
            match read {
                Err(Stop::Refused(refusals)) => Ok(refusals),
                Err(other) => Err(other),
                Ok(()) => Ok(Vec::new()),
            }
        });
        let found = futures::stream::iter(reading).buffered(AT_ONCE);
        let refusals: Vec<Refusal> = found.try_concat().await?;
        match refusals.is_empty() {
            true => Ok(()),
            false => Err(Stop::Refused(refusals)),
        }
    }
}
