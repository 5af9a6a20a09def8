//! A server under measure: its process, what it is asked, and what the system counts of it.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What it holds at most in one answer.
const LONGEST: u64 = 1 << 30;

/// A program that serves a handbook. It is ended when this goes out of scope.
pub struct Server {
    child: Child,
    agent: ureq::Agent,
    /// Ends in a slash.
    pub url: String,
    /// How long each edition took that was read since this was asked last, in milliseconds.
    readings: Arc<Mutex<Vec<f64>>>,
}

impl Server {
    /// Starts `rutter serve` and waits until it answers.
    pub fn rutter(program: &str, book: &Path, today: &str) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(program);
        command.args(["serve", "--port", "0", "--today", today, "--verbose"]).arg(book);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut server = Self { child, agent: agent(), url: String::new(), readings: Arc::default() };
        let pipe = server.child.stderr.take().ok_or("no standard error")?;
        let mut lines = BufReader::new(pipe).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.split_once(" at http")?.1.split(';').next()?.to_owned()));
        server.url = format!("http{}", address.ok_or("it did not say where it listens")?);
        let readings = Arc::clone(&server.readings);
        // What it has to say goes on being read, or it would wait for that.
        std::thread::spawn(move || {
            for took in lines.filter_map(|line| reading(&line)) {
                readings.lock().expect("nothing panics while it is held").push(took);
            }
        });
        server.answers()?;
        Ok(server)
    }

    /// Starts another program, which says nothing of use.
    pub fn other(command: &mut Command, url: &str) -> Result<Self, Box<dyn Error>> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let server = Self { child, agent: agent(), url: url.to_owned(), readings: Arc::default() };
        server.answers()?;
        Ok(server)
    }

    fn answers(&self) -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        while self.get("").is_err() {
            if start.elapsed() > Duration::from_secs(180) {
                return Err(format!("{} does not answer", self.url).into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    pub fn get(&self, path: &str) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut answer = self.agent.get(format!("{}{path}", self.url)).call()?;
        Ok(answer.body_mut().with_config().limit(LONGEST).read_to_vec()?)
    }

    /// Waits until a page has these words.
    pub fn shows(&self, path: &str, words: &str) -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        loop {
            // A page that is new is not there yet.
            if self.get(path).is_ok_and(|body| String::from_utf8_lossy(&body).contains(words)) {
                return Ok(());
            }
            if start.elapsed() > Duration::from_secs(120) {
                return Err(format!("{path} does not show `{words}`").into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// A stream of events as a browser has it, for as long as it is kept.
    pub fn listen(&self) -> Result<TcpStream, Box<dyn Error>> {
        let host = self.url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host)?;
        stream.write_all(format!("GET /-/events HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())?;
        Ok(stream)
    }

    pub fn readings(&self) -> Vec<f64> {
        std::mem::take(&mut *self.readings.lock().expect("nothing panics while it is held"))
    }

    /// How long it has kept cores busy, in milliseconds, as Linux counts it: in hundredths of a second.
    pub fn busy(&self) -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        Some((fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?) * 10)
    }

    /// What it holds in memory, in MiB.
    pub fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().into()
}

/// `edition 7: 1000 documents, 0 errors, 2 warnings in 31 ms`
fn reading(line: &str) -> Option<f64> {
    line.strip_prefix("edition ")?.strip_suffix(" ms")?.rsplit_once(" in ")?.1.parse().ok()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
