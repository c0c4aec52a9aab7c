//! A door before the server of a test that counts how often a client asks and waits.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The same database behind the door, and how often somebody there has begun to ask: what is sent without an answer
/// between is one question.
pub fn counted(url: &str) -> (String, Arc<AtomicUsize>) {
    let (before, rest) = url.split_once('@').expect("a user");
    let (server, database) = rest.split_once('/').expect("a database");
    let door = TcpListener::bind(("127.0.0.1", 0)).expect("a door");
    let counted = format!(
        "{before}@{}/{database}",
        door.local_addr().expect("an address")
    );
    let (server, turns) = (server.to_owned(), Arc::new(AtomicUsize::new(0)));
    let count = turns.clone();
    std::thread::spawn(move || {
        for client in door.incoming() {
            let client = client.expect("a client");
            let there = TcpStream::connect(&server).expect("the server");
            for socket in [&client, &there] {
                socket.set_nodelay(true).expect("a socket");
            }
            let is_answered = Arc::new(AtomicBool::new(true));
            let (was_answered, count) = (is_answered.clone(), count.clone());
            let both = |socket: &TcpStream| socket.try_clone().expect("a socket");
            pass(both(&client), both(&there), move || {
                if was_answered.swap(false, Ordering::SeqCst) {
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
            pass(there, client, move || {
                is_answered.store(true, Ordering::SeqCst)
            });
        }
    });
    (counted, turns)
}

/// Hands on what comes, and tells of it first.
fn pass(mut from: TcpStream, mut to: TcpStream, told: impl Fn() + Send + 'static) {
    std::thread::spawn(move || {
        let mut bytes = [0; 1 << 16];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            told();
            if to.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        // Whoever is at the other end hears that nothing more comes.
        let _ = to.shutdown(std::net::Shutdown::Both);
    });
}
