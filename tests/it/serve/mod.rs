//! `rutter serve`: the real binary over a handbook that is written in, asked as a browser and as a stranger asks.
//!
//! Nothing here waits for a fixed time: what is awaited is an event of the server, or a line in its terminal.

mod asked;
mod client;
mod storm;
mod written;

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use client::{Answer, Events};

use crate::support::{Room, TODAY, rutter};

/// How long a test waits for what has to come.
const PATIENCE: Duration = Duration::from_secs(40);

/// The server over a room's handbook. It ends with the test.
struct Server {
    child: Child,
    port: u16,
    /// The line that said where it listens.
    greeting: String,
    lines: Receiver<String>,
    /// Those that somebody waited for, and those before them.
    said: RefCell<Vec<String>>,
}

impl Server {
    fn start(room: &Room, args: &[&str]) -> Self {
        Self::start_at(room, "0", args)
    }

    fn start_at(room: &Room, port: &str, args: &[&str]) -> Self {
        let mut command = rutter();
        for name in ["RUTTER_EDITOR", "VISUAL", "EDITOR"] {
            command.env_remove(name);
        }
        command.current_dir(room.book()).args(["serve", "--port", port, "--today", TODAY]).args(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let (send, lines) = channel();
        listen(child.stdout.take().expect("it is piped"), send.clone());
        listen(child.stderr.take().expect("it is piped"), send);
        let mut server = Self { child, port: 0, greeting: String::new(), lines, said: RefCell::default() };
        server.greeting = server.says("; Ctrl-C ends it");
        let (_, rest) = server.greeting.split_once("http://localhost:").expect("it says where");
        server.port = rest.split('/').next().and_then(|p| p.parse().ok()).expect("a port");
        server
    }

    /// Waits for a line of the terminal that has this text.
    #[track_caller]
    fn says(&self, text: &str) -> String {
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("`{text}` was not said, but\n{}", self.said.borrow().join("\n"));
            };
            self.said.borrow_mut().push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        client::ask(self.port, method, path, headers)
    }

    /// What the server says of a page.
    fn about(&self, path: &str) -> serde_json::Value {
        let answer = self.get(&format!("/-/page?path={path}"));
        serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{e}: {}", answer.text()))
    }

    fn events(&self, base: &str) -> Events {
        Events::open(self.port, base)
    }

    /// Waits until a page answers so that this holds.
    #[track_caller]
    fn until(&self, events: &mut Events, path: &str, holds: impl Fn(&Answer) -> bool) -> Answer {
        loop {
            let answer = self.get(path);
            if holds(&answer) {
                return answer;
            }
            events.next_of("edition");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Passes on each line as it comes.
fn listen(from: impl Read + Send + 'static, to: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            // The test may be over.
            let _ = to.send(line);
        }
    });
}
