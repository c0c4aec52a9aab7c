//! Scheduler and workers as processes of their own: this very test program, started again as a node.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ballista_core::serde::protobuf::GetJobStatusParams;
use ballista_core::serde::protobuf::job_status::Status;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use yiju_lake::cluster::{SLOTS_LEAST, scheduler, worker};
use yiju_lake::engine::{self, Reach};
use yiju_lawbook::Lawbook;

const ROLE: &str = "YIJU_LAKE_NODE";
/// The file in which a node leaves what its engine was refused.
pub const TOLD: &str = "YIJU_LAKE_TOLD";

/// A running node; it ends with the test.
pub struct Node {
    child: Child,
}

impl Node {
    /// Whatever the tests' own environment says of object stores, a node has these variables alone.
    fn start(role: &str, variables: &[(String, String)]) -> Node {
        let mut command = Command::new(std::env::current_exe().unwrap());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        let child = command
            .args(["--exact", "nodes::a_node", "--ignored"])
            .env(ROLE, role)
            .envs(variables.iter().cloned())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Node { child }
    }

    pub fn scheduler(port: u16) -> Node {
        Node::scheduler_with(port, &[])
    }

    pub fn scheduler_with(port: u16, variables: &[(String, String)]) -> Node {
        let node = Node::start(&format!("scheduler {port}"), variables);
        wait_for(port);
        node
    }

    pub fn worker(scheduler: u16, work: &Path) -> Node {
        Node::worker_with(scheduler, work, &[])
    }

    pub fn worker_with(scheduler: u16, work: &Path, variables: &[(String, String)]) -> Node {
        Node::worker_by("worker", scheduler, work, variables)
    }

    /// Makes a folder and sends it to an object store.
    #[cfg(feature = "s3-tests")]
    pub fn sender(address: &str, variables: &[(String, String)]) -> Node {
        Node::start(
            &format!("sender {}", address.replace(' ', "%20")),
            variables,
        )
    }

    /// A worker whose law folder is another one.
    pub fn worker_of_another_law(scheduler: u16, work: &Path) -> Node {
        Node::worker_by("worker-of-another-law", scheduler, work, &[])
    }

    fn worker_by(role: &str, scheduler: u16, work: &Path, variables: &[(String, String)]) -> Node {
        let port = free_port();
        let role = format!("{role} {scheduler} {port} {}", work.display());
        let node = Node::start(&role, variables);
        wait_for(port);
        node
    }

    /// Ends the process at once, as a power cut would.
    /// Stops it as it stands, until the test ends.
    pub fn freeze(&self) {
        let id = self.child.id().to_string();
        let stopped = Command::new("kill").args(["-STOP", &id]).status();
        assert!(stopped.unwrap().success());
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

fn wait_for(port: u16) {
    let until = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < until, "no node at {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A free port with a free one after it, each time another. It lies below those the system gives to whoever connects, so
/// nobody takes it before the node does.
pub fn free_port() -> u16 {
    static STEP: AtomicU32 = AtomicU32::new(0);
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    loop {
        let step = std::process::id() + STEP.fetch_add(1, Ordering::SeqCst);
        let port = 16_000 + u16::try_from(step % 8_000).unwrap() * 2;
        if free(port) && free(port + 1) {
            return port;
        }
    }
}

/// Whether the scheduler ended a job because it was asked to. It does so a little after it has said yes.
pub fn is_called_off(scheduler: u16, number: &str) -> bool {
    let until = Instant::now() + Duration::from_secs(5);
    let state = async || {
        let url = format!("http://127.0.0.1:{scheduler}");
        let mut client = SchedulerGrpcClient::connect(url).await.unwrap();
        let job_id = number.to_owned();
        let answer = client.get_job_status(GetJobStatusParams { job_id }).await;
        answer.unwrap().into_inner().status.and_then(|s| s.status)
    };
    let ended = engine::wait(async {
        loop {
            match state().await {
                Some(Status::Failed(failed)) => return Ok(failed.error.contains("Cancelled")),
                _ if Instant::now() > until => return Ok(false),
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    });
    ended.unwrap()
}

/// Not a test: what a started node runs.
#[test]
#[ignore = "started by the tests as a process of its own"]
fn a_node() {
    let role = std::env::var(ROLE).unwrap_or_default();
    let words: Vec<&str> = role.split(' ').collect();
    let address = |port: &str| format!("127.0.0.1:{port}");
    let place = [(
        "test-county/place.toml",
        "name = \"测试县\"\nregion = \"431123\"\n",
    )];
    let other = Lawbook::builtin().with_overlay(&place).unwrap();
    let book = match words[0] {
        "worker-of-another-law" => &other,
        _ => Lawbook::builtin(),
    };
    let reach = Reach::of_environment().telling(|stop| {
        if let Some(path) = std::env::var_os(TOLD) {
            std::fs::write(path, stop.to_string()).unwrap();
        }
    });
    let outcome = match words.as_slice() {
        #[cfg(feature = "s3-tests")]
        ["sender", address] => {
            let outgoing = engine::outgoing::Outgoing::begin(address, &reach).unwrap();
            crate::common::make_in(outgoing.folder(), 900);
            outgoing.publish(&mut |_| {})
        }
        ["scheduler", port] => {
            let listen = address(port).parse().unwrap();
            engine::wait(scheduler::serve(listen, book, &reach))
        }
        [_, scheduler, port, work] => engine::wait(worker::work(&worker::Worker {
            scheduler: &address(scheduler),
            listen: address(port).parse().unwrap(),
            slots: SLOTS_LEAST,
            work: Path::new(work),
            book,
            reach: &reach,
        })),
        _ => Ok(()),
    };
    outcome.unwrap();
}
