//! An object store that speaks the real protocol, in this process: files behind it, one bucket, one pair of keys.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Result, s3_error};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use yiju_lake::engine::{Reach, Settings};

pub const NAME: &str = "lake";
const KEY: &str = "clerk";
const SECRET: &str = "a secret of the tests";

/// A running store; it ends with the test.
pub struct Bucket {
    folder: tempfile::TempDir,
    port: u16,
    gate: Gate,
    _runtime: Runtime,
}

/// Lets so many files in, and never answers the next one.
#[derive(Clone)]
struct Gate {
    seen: Arc<AtomicUsize>,
    open_for: Arc<AtomicUsize>,
}

type Checked<'a> = Pin<Box<dyn Future<Output = S3Result<()>> + Send + 'a>>;

impl S3Access for Gate {
    fn check<'s, 'c, 'x, 'a>(&'s self, context: &'c mut S3AccessContext<'x>) -> Checked<'a>
    where
        's: 'a,
        'c: 'a,
        'x: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            if context.credentials().is_none() {
                return Err(s3_error!(AccessDenied));
            }
            if context.s3_op().name() != "PutObject" {
                return Ok(());
            }
            let before = self.seen.fetch_add(1, Ordering::SeqCst);
            if before >= self.open_for.load(Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }
}

impl Bucket {
    pub fn start() -> Bucket {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        let gate = Gate {
            seen: Arc::default(),
            open_for: Arc::new(AtomicUsize::new(usize::MAX)),
        };
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        service.set_access(gate.clone());
        let runtime = Runtime::new().unwrap();
        let listener = runtime
            .block_on(TcpListener::bind(("127.0.0.1", 0)))
            .unwrap();
        let port = listener.local_addr().unwrap().port();
        runtime.spawn(serve(listener, service.build()));
        Bucket {
            folder,
            port,
            gate,
            _runtime: runtime,
        }
    }

    /// After so many files no more are taken.
    pub fn hold_after(&self, files: usize) {
        self.gate.open_for.store(files, Ordering::SeqCst);
    }

    /// Files that were let in or wait.
    pub fn seen(&self) -> usize {
        self.gate.seen.load(Ordering::SeqCst)
    }

    /// What the environment of a process that uses the store holds.
    pub fn variables(&self) -> Vec<(String, String)> {
        let endpoint = format!("http://127.0.0.1:{}", self.port);
        [
            ("AWS_ENDPOINT_URL", endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_ALLOW_HTTP", "true"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// As [`Bucket::variables`], with one of them another or (empty) none.
    pub fn reach_but(&self, name: &str, value: &str) -> Reach {
        let changed = (name.to_owned(), value.to_owned());
        let mut variables = self.variables();
        variables.retain(|(known, _)| known != name);
        Reach::with_settings(variables.into_iter().chain([changed]).collect::<Settings>())
    }

    pub fn reach(&self) -> Reach {
        Reach::with_settings(self.variables().into_iter().collect::<Settings>())
    }

    /// The file behind an object.
    pub fn file(&self, key: &str) -> PathBuf {
        self.folder.path().join(NAME).join(key)
    }
}

async fn serve(listener: TcpListener, service: S3Service) {
    let server = Builder::new(TokioExecutor::new());
    while let Ok((socket, _)) = listener.accept().await {
        let connection = server
            .serve_connection(TokioIo::new(socket), service.clone())
            .into_owned();
        tokio::spawn(async move {
            // A client that goes away is no matter of the store.
            let _ = connection.await;
        });
    }
}
