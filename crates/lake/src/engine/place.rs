//! A folder of the lake wherever the engine's object stores reach: a path, `file://`, or an address of a registered store.

use datafusion::error::DataFusionError;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::object_store::ObjectStoreExt;
use datafusion::object_store::path::Path as ObjectPath;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use url::Url;
use yiju_terms::Refusal;
use yiju_terms::digest::sm3_of;

use super::{Stores, failed};
use crate::Stop;
use crate::files::{FileEntry, Kind, Manifest, fault, manifest};

/// A source folder as the engine sees it.
pub struct Lake {
    url: Url,
    pub manifest: Manifest,
    /// Digest of the manifest's bytes.
    pub digest: String,
}

/// Lets the session reach these stores.
pub fn stores(context: &SessionContext, stores: &Stores) {
    for (url, store) in stores {
        context.register_object_store(url, store.clone());
    }
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
        Url::parse(&with_slash).map_err(|error| unreadable(&error))?
    } else {
        let path = std::path::absolute(folder).map_err(|error| unreadable(&error))?;
        Url::from_directory_path(path).map_err(|()| unreadable(&"path"))?
    };
    Ok(url)
}

impl Lake {
    /// Reads the manifest. Refused: a folder without one, an address behind which no store is registered.
    pub async fn open(context: &SessionContext, folder: &str) -> Result<Lake, Stop> {
        let url = address(folder)?;
        let missing = |_| Stop::from(Refusal::new("lake_without_manifest").with("folder", folder));
        let store = context
            .runtime_env()
            .object_store(root(&url)?)
            .map_err(|_| Refusal::new("lake_store_unknown").with("folder", folder))?;
        let path = ObjectPath::from_url_path(format!("{}{}", url.path(), manifest::NAME))
            .map_err(|error| fault("reading the manifest", error))?;
        let bytes = match store.get(&path).await {
            Ok(found) => found.bytes().await,
            Err(error @ datafusion::object_store::Error::NotFound { .. }) => {
                return Err(missing(error));
            }
            Err(error) => Err(error),
        };
        let bytes = bytes.map_err(|error| fault("reading the manifest", error))?;
        Ok(Lake {
            manifest: Manifest::from_bytes(&bytes, folder, Kind::Source)?,
            digest: sm3_of(&bytes),
            url,
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
            .map(|file| format!("{}{}", self.url, file.path))
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
}

fn root(url: &Url) -> Result<ObjectStoreUrl, Stop> {
    let text = &url[..url::Position::BeforePath];
    let text = if url.scheme() == "file" {
        "file://"
    } else {
        text
    };
    ObjectStoreUrl::parse(text).map_err(|error| failed("reading an address", &error))
}
