//! A server under measure: its process, what it is asked, and what the system counts of it.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program that serves a handbook. It is ended when this goes out of scope.
pub struct Server {
    child: Child,
    /// Ends in a slash.
    pub url: String,
}

impl Server {
    /// Starts `rutter serve` and waits until it answers.
    pub fn rutter(program: &str, book: &Path, today: &str) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(program);
        command.args(["serve", "--port", "0", "--today", today, "--quiet"]).arg(book);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("no standard error")?).lines();
        let line = lines.next().ok_or("it said nothing")??;
        let url = line.split(" at ").nth(1).and_then(|rest| rest.split(';').next()).ok_or(line.clone())?.to_owned();
        // What it has to say goes on being read, or it would wait for that.
        std::thread::spawn(move || lines.for_each(drop));
        let server = Self { child, url };
        server.answers(&server.url)?;
        Ok(server)
    }

    /// Starts another program, which says nothing of use.
    pub fn other(command: &mut Command, url: String) -> Result<Self, Box<dyn Error>> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let server = Self { child, url };
        server.answers(&server.url)?;
        Ok(server)
    }

    fn answers(&self, url: &str) -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        while ureq::get(url).call().is_err() {
            if start.elapsed() > Duration::from_secs(180) {
                return Err(format!("{url} does not answer").into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    pub fn get(&self, path: &str) -> Result<String, Box<dyn Error>> {
        Ok(ureq::get(format!("{}{path}", self.url)).call()?.body_mut().read_to_string()?)
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

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
