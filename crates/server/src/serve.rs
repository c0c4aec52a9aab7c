//! Listening: on this machine only, until sign-in is there.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use yiju_store::Fault;

use crate::desk::{App, Setup};
use crate::pages::dashboard;
use crate::router::router;
use crate::visit::Visit;

/// Why the server does not run.
#[derive(Debug)]
pub enum ServeError {
    /// The address is none.
    Unreadable(String),
    /// The address can be reached from other machines, and nobody would have to sign in.
    NotLoopback(SocketAddr),
    /// The store does not open, or the address is taken.
    Fault(Fault),
}

impl From<Fault> for ServeError {
    fn from(fault: Fault) -> ServeError {
        ServeError::Fault(fault)
    }
}

/// The address to listen on, if it stays within this machine. `localhost:PORT` is read as 127.0.0.1.
pub fn loopback_address(listen: &str) -> Result<SocketAddr, ServeError> {
    let address = match listen.strip_prefix("localhost:") {
        Some(port) => port
            .parse()
            .ok()
            .map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)),
        None => listen.parse().ok(),
    };
    match address {
        None => Err(ServeError::Unreadable(listen.to_owned())),
        Some(address) if !address.ip().is_loopback() => Err(ServeError::NotLoopback(address)),
        Some(address) => Ok(address),
    }
}

/// Serves until Ctrl-C. `ready` is called once with the address that is really listened on (port 0 picks a free one).
pub fn serve(setup: Setup, listen: &str, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let address = loopback_address(listen)?;
    let app = App::open(setup)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Fault::new("starting the server", error))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|error| Fault::new(format!("listening on {address}"), error))?;
        let bound = listener
            .local_addr()
            .map_err(|error| Fault::new(format!("listening on {address}"), error))?;
        ready(bound);
        let warmer = app.clone();
        tokio::spawn(async move {
            let visit = Visit::first(warmer.lang());
            // A fault is logged where it happens; the page that needs the figure will say so too.
            let _ = warmer.read(&visit, dashboard::warm).await;
        });
        axum::serve(listener, router(app))
            .with_graceful_shutdown(async {
                // Without a signal handler the server runs until it is killed, as before.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await
            .map_err(|error| Fault::new("serving", error).into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listens_on_this_machine_only() {
        for listen in ["127.0.0.1:8080", "localhost:0", "[::1]:8080", "127.1.2.3:1"] {
            assert!(loopback_address(listen).is_ok(), "{listen}");
        }
        for listen in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:80", "8.8.8.8:53"] {
            assert!(
                matches!(loopback_address(listen), Err(ServeError::NotLoopback(_))),
                "{listen}"
            );
        }
        for listen in ["", "8080", "localhost", "localhost:x", "example.org:80"] {
            assert!(
                matches!(loopback_address(listen), Err(ServeError::Unreadable(_))),
                "{listen}"
            );
        }
    }
}
