//! Which object stores a session reaches: files always, stores a caller gave, and S3-compatible ones that are made from
//! settings when an address asks for one. Settings never travel in a plan: every process has its own.

use std::path::Path;
use std::sync::Arc;

use datafusion::error::DataFusionError;
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::object_store::ObjectStore;
use url::Url;
use yiju_terms::Refusal;

use super::s3::Settings;
use crate::Stop;

/// What sessions reach. The empty one reaches files alone.
#[derive(Clone, Default)]
pub struct Reach {
    given: Vec<(Url, Arc<dyn ObjectStore>)>,
    settings: Option<Settings>,
    told: Option<Tell>,
}

type Tell = Arc<dyn Fn(&Stop) + Send + Sync>;

impl Reach {
    /// Files, and what the variables `AWS_…` of this process lead to.
    pub fn of_environment() -> Reach {
        Reach::with_settings(Settings::of_environment())
    }

    pub fn with_settings(settings: Settings) -> Reach {
        Reach {
            settings: Some(settings),
            ..Reach::default()
        }
    }

    /// This store as well, behind this address.
    pub fn and(mut self, url: Url, store: Arc<dyn ObjectStore>) -> Reach {
        self.given.push((url, store));
        self
    }

    /// `tell` hears what the engine is refused: on a worker it comes to nobody else's ears.
    pub fn telling(mut self, tell: impl Fn(&Stop) + Send + Sync + 'static) -> Reach {
        self.told = Some(Arc::new(tell));
        self
    }

    /// The store behind an address, which words call `folder`. Refused: no such store here, settings that are missing or wrong.
    pub fn store(&self, url: &Url, folder: &str) -> Result<Arc<dyn ObjectStore>, Stop> {
        self.registry().find(url, folder)
    }

    /// What a session runs in; rows that do not fit into memory go to `spill`.
    pub(crate) fn runtime(&self, spill: Option<&Path>) -> Result<Arc<RuntimeEnv>, DataFusionError> {
        let builder =
            RuntimeEnvBuilder::new().with_object_store_registry(Arc::new(self.registry()));
        match spill {
            Some(folder) => builder.with_temp_file_path(folder).build_arc(),
            None => builder.build_arc(),
        }
    }

    /// One a session: the connections a store keeps end with the threads of the session.
    fn registry(&self) -> Registry {
        let known = DefaultObjectStoreRegistry::new();
        for (url, store) in &self.given {
            known.register_store(url, store.clone());
        }
        Registry {
            known,
            settings: self.settings.clone(),
            told: self.told.clone(),
        }
    }
}

struct Registry {
    known: DefaultObjectStoreRegistry,
    settings: Option<Settings>,
    told: Option<Tell>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries([&self.known as &dyn std::fmt::Debug, &self.settings])
            .finish()
    }
}

impl Registry {
    fn find(&self, url: &Url, folder: &str) -> Result<Arc<dyn ObjectStore>, Stop> {
        if let Ok(store) = self.known.get_store(url) {
            return Ok(store);
        }
        match &self.settings {
            Some(settings) if url.scheme() == "s3" => {
                let store = settings.store(url, folder)?;
                self.known.register_store(url, store.clone());
                Ok(store)
            }
            _ => Err(Refusal::new("lake_store_unknown")
                .with("folder", folder)
                .into()),
        }
    }
}

impl ObjectStoreRegistry for Registry {
    fn register_store(
        &self,
        url: &Url,
        store: Arc<dyn ObjectStore>,
    ) -> Option<Arc<dyn ObjectStore>> {
        self.known.register_store(url, store)
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, DataFusionError> {
        self.find(url, url.as_str()).map_err(|stop| {
            if let Some(tell) = &self.told {
                tell(&stop);
            }
            DataFusionError::Execution(stop.to_string())
        })
    }
}
