//! The real server, started for a test, and a client that may ask what no browser would.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Room, TODAY, files_below, rutter};

/// Longer than anything takes on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(120);

/// `rutter serve` on a room's handbook. It is ended when this goes out of scope.
pub struct Server {
    child: Child,
    pub port: u16,
    said: Arc<Mutex<Vec<String>>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Server {
    /// Without drafts, as a build is; on any port that is free.
    pub fn start(room: &Room, more: &[&str]) -> Self {
        let mut command = rutter();
        command.current_dir(room.book()).args(["serve", "--no-drafts", "--today", TODAY]).args(more);
        if !more.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let said = Arc::new(Mutex::new(Vec::new()));
        let (out, err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        listen(out, &said);
        listen(err, &said);
        let mut server = Self { child, port: 0, said };
        let line = server.hears("serving ");
        let port = line.split("localhost:").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        server.port = port.parse().expect("a port");
        server
    }

    /// Waits for a line in the terminal that has these words, and gives it.
    pub fn hears(&self, words: &str) -> String {
        let start = Instant::now();
        loop {
            let said = self.said.lock().expect("no reader panics").clone();
            if let Some(line) = said.iter().find(|line| line.contains(words)) {
                return line.clone();
            }
            assert!(start.elapsed() < PATIENCE, "nobody said `{words}`:\n{}", said.join("\n"));
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn said(&self) -> String {
        self.said.lock().expect("no reader panics").join("\n")
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// One request by itself, exactly as it is written.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = format!("localhost:{}", self.port);
        let own = headers.iter().any(|(name, _)| *name == "Host");
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !own {
            text.push_str(&format!("Host: {host}\r\n"));
        }
        headers.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
        let mut stream = self.connect();
        stream.write_all(format!("{text}\r\n").as_bytes()).expect("a request is sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        answer(&bytes)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// The stream of events, from its beginning.
    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /-/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("a request is sent");
        let mut events = Events { lines: BufReader::new(stream) };
        assert_eq!(events.next().0, "hello");
        events
    }

    /// What is said of a page.
    pub fn panel(&self, path: &str) -> Value {
        serde_json::from_slice(&self.get(&format!("/-/page?path={path}")).body).expect("JSON")
    }

    /// Every file that a clean build writes is served, with the same bytes but for the client in each page.
    pub fn is_as_built(&self, room: &Room) {
        room.build(&["--force", "--today", TODAY]);
        let mut wrong = Vec::new();
        for path in files_below(&room.site()) {
            let path = path.to_str().expect("UTF-8").replace('\\', "/");
            if path.starts_with(".rutter") {
                continue;
            }
            let built = fs::read(room.site().join(&path)).expect("a file of the site");
            let asked = path.strip_suffix("index.html").filter(|r| r.is_empty() || r.ends_with('/')).unwrap_or(&path);
            let served = self.get(&format!("/{}", rutter::paths::encode(asked)));
            if served.status != 200 {
                wrong.push(format!("{path}: {}", served.status));
            } else if without_client(&served.body) != built {
                wrong.push(format!("{path}: other bytes"));
            }
        }
        assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), self.said());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(pipe: impl Read + Send + 'static, said: &Arc<Mutex<Vec<String>>>) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            said.lock().expect("no reader panics").push(line);
        }
    });
}

/// A page as a build writes it.
pub fn without_client(html: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(html);
    let Some(start) = text.find("-/live.css\">").and_then(|at| text[..at].rfind("<link ")) else {
        return html.to_vec();
    };
    let end = start + text[start..].find("</script>\n").expect("the script follows the style") + "</script>\n".len();
    format!("{}{}", &text[..start], &text[end..]).into_bytes()
}

pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next event: its name and its data.
    pub fn next(&mut self) -> (String, Value) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line).expect("an event in time");
            assert!(read > 0, "the stream ended");
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.trim().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).expect("JSON"));
            }
        }
    }

    /// Waits for editions until something holds.
    pub fn until(&mut self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(start.elapsed() < PATIENCE, "{what}");
            self.next();
        }
    }
}

fn answer(bytes: &[u8]) -> Answer {
    let head = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head and a body");
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|s| s.parse().ok()).expect("a status");
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let body = &bytes[head + 4..];
    let chunked = headers.get("transfer-encoding").is_some_and(|e| e == "chunked");
    Answer { status, body: if chunked { joined(body) } else { body.to_vec() }, headers }
}

fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = chunks.windows(2).position(|w| w == b"\r\n") {
        let size = String::from_utf8_lossy(&chunks[..line]);
        let size = usize::from_str_radix(&size, 16).expect("a size");
        if size == 0 {
            break;
        }
        body.extend_from_slice(&chunks[line + 2..line + 2 + size]);
        chunks = &chunks[line + 2 + size + 2..];
    }
    body
}
