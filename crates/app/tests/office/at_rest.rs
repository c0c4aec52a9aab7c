//! What the office's server takes up on a PC: its aim is 100 MB at rest, after pages were looked at too.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::Desk;

const AIM_KB: u64 = 100_000;

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    /// Kilobytes of memory it holds now.
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()));
        let status = status.expect("a running server");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.expect("VmRSS").parse().expect("a number")
    }
}

fn page(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let asked = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_server_is_small_at_rest() {
    let desk = Desk::open();
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiju"));
    command.args([
        "--lang",
        "zh",
        "--db",
        &desk.place.url,
        "serve",
        "--listen",
        "127.0.0.1:0",
    ]);
    let mut server = Server(command.stdout(Stdio::piped()).spawn().expect("a server"));
    let mut said = String::new();
    let out = server.0.stdout.take().expect("its words");
    BufReader::new(out).read_line(&mut said).expect("a line");
    let address = said
        .split("http://")
        .nth(1)
        .and_then(|rest| rest.split('/').next());
    let address = address.expect("an address").to_owned();
    assert!(server.resident() < AIM_KB, "{} kB", server.resident());
    for path in [
        "/",
        "/cases",
        "/vouchers",
        "/balances",
        "/statements",
        "/figures",
        "/law",
        "/due",
    ] {
        let answer = page(&address, path);
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
    assert!(server.resident() < AIM_KB, "{} kB", server.resident());
}
