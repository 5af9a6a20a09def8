//! HTTP by hand: a client that is as exact, or as rude, as a test wants it to be.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use serde_json::Value;

use super::PATIENCE;

pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

/// Asks for a path exactly as it is written. A `Host` among the headers is sent instead of the right one.
pub fn ask(port: u16, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        request += &format!("Host: localhost:{port}\r\n");
    }
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        request += &format!("{name}: {value}\r\n");
    }
    send(port, &format!("{request}\r\n"))
}

/// Sends these bytes, and reads what comes until the connection ends.
pub fn send(port: u16, request: &str) -> Answer {
    let mut stream = connect(port);
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("it answers");
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
    let (status, headers) = head(&String::from_utf8_lossy(&bytes[..end]));
    let body = bytes.split_off(end + 4);
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    Answer { status, headers, body: if chunked { joined(&body) } else { body } }
}

fn head(text: &str) -> (u16, Vec<(String, String)>) {
    let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
    let pair = |line: &str| line.split_once(": ").map(|(n, v)| (n.to_lowercase(), v.trim().to_owned()));
    (status, text.lines().skip(1).filter_map(pair).collect())
}

/// The chunks of a body, put together.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    loop {
        let end = body.windows(2).position(|w| w == b"\r\n").expect("the length of a chunk");
        let length = std::str::from_utf8(&body[..end]).ok().and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let length = length.expect("a number");
        if length == 0 {
            return all;
        }
        all.extend_from_slice(&body[end + 2..end + 2 + length]);
        body = &body[end + 2 + length + 2..];
    }
}

/// The stream of events.
pub struct Events {
    lines: std::io::Lines<BufReader<TcpStream>>,
}

impl Events {
    pub fn open(port: u16, base: &str) -> Self {
        let mut stream = connect(port);
        // HTTP/1.0 has no chunks: what comes is the stream itself.
        let request =
            format!("GET {base}-/events HTTP/1.0\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip, br\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut lines = BufReader::new(stream).lines();
        let head: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        assert!(head[0].contains(" 200 "), "{head:?}");
        let has = |text: &str| head.iter().any(|line| line.eq_ignore_ascii_case(text));
        assert!(has("content-type: text/event-stream"), "{head:?}");
        assert!(!head.iter().any(|line| line.to_lowercase().starts_with("content-encoding")), "{head:?}");
        Self { lines }
    }

    /// The next event: its name and its data.
    pub fn next(&mut self) -> (String, Value) {
        let (mut name, mut data) = (String::new(), Value::Null);
        let start = Instant::now();
        loop {
            // What keeps the connection alive is no event.
            assert!(start.elapsed() < PATIENCE, "no event came");
            let line = self.lines.next().expect("the stream goes on").expect("an event comes in time");
            if let Some(text) = line.strip_prefix("event: ") {
                name = text.to_owned();
            } else if let Some(text) = line.strip_prefix("data: ") {
                data = serde_json::from_str(text).expect("JSON");
            } else if line.is_empty() && !name.is_empty() {
                return (name, data);
            }
        }
    }

    /// The next event of that name; others are passed over.
    pub fn next_of(&mut self, name: &str) -> Value {
        loop {
            let (found, data) = self.next();
            if found == name {
                return data;
            }
        }
    }

    /// The first edition with so many errors.
    pub fn until_errors(&mut self, count: u64) -> Value {
        loop {
            let edition = self.next_of("edition");
            if edition["errors"] == count {
                return edition;
            }
        }
    }
}
