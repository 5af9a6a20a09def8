//! One cold run of a program: how long it took, and what it took of the machine.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What is timed, and what must be gone before it runs.
pub struct Job {
    pub name: String,
    pub program: PathBuf,
    pub args: Vec<OsString>,
    /// The folder it runs in.
    pub dir: PathBuf,
    /// Where its pages go; a check has none.
    pub out: Option<PathBuf>,
    /// What else an earlier run leaves that a later one could profit from.
    pub caches: Vec<PathBuf>,
    pub samples: Vec<Sample>,
}

#[derive(Clone, Copy)]
pub struct Sample {
    /// Seconds from start to end.
    pub wall: f64,
    /// The rest is GNU time's to say, and absent without it.
    pub used: Option<Used>,
}

#[derive(Clone, Copy)]
pub struct Used {
    /// Seconds of all threads, in the program and in the system for it.
    pub cpu: f64,
    /// MiB of resident memory at its highest, of the one process that had most.
    pub peak: f64,
}

/// GNU time, where there is one: std does not say what a child used, and asking the system needs unsafe code.
pub struct Meter {
    time: Option<PathBuf>,
    notes: PathBuf,
}

impl Meter {
    pub fn new(scratch: &Path) -> Self {
        let works = |time: &PathBuf| {
            // BSD's and busybox's `time` know other flags than GNU's.
            let run = Command::new(time).args(["-q", "-f", "%M", "-o"]).arg(scratch.join("probe")).arg("true").output();
            run.is_ok_and(|run| run.status.success())
        };
        let time = ["/usr/bin/time", "gtime"].map(PathBuf::from).into_iter().find(works);
        Self { time, notes: scratch.join("used") }
    }

    pub fn is_whole(&self) -> bool {
        self.time.is_some()
    }

    /// Clears what the job left before and runs it; an error is what the program said.
    pub fn run(&self, job: &Job) -> Result<Sample, String> {
        for left in job.out.iter().chain(&job.caches) {
            match fs::remove_dir_all(left) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(format!("{}: {error}", left.display()));
                }
                _ => {}
            }
        }
        let mut command = match &self.time {
            Some(time) => {
                let mut command = Command::new(time);
                command.args(["-q", "-f", "%U %S %M", "-o"]).arg(&self.notes).arg(&job.program);
                command
            }
            None => Command::new(&job.program),
        };
        command.args(&job.args).current_dir(&job.dir);
        let start = Instant::now();
        let output = command.output().map_err(|error| format!("{}: {error}", job.program.display()))?;
        let wall = start.elapsed().as_secs_f64();
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            let last: Vec<&str> = said.lines().rev().take(10).collect();
            return Err(format!("{}\n{}", output.status, last.into_iter().rev().collect::<Vec<_>>().join("\n")));
        }
        let used =
            self.time.is_some().then(|| fs::read_to_string(&self.notes).ok().and_then(|notes| used(&notes))).flatten();
        Ok(Sample { wall, used })
    }
}

fn used(notes: &str) -> Option<Used> {
    let numbers: Vec<f64> = notes.split_whitespace().map_while(|n| n.parse().ok()).collect();
    let [user, system, kib] = numbers[..] else { return None };
    Some(Used { cpu: user + system, peak: kib / 1024.0 })
}

/// The files below a folder whose name ends so: how many, and their bytes.
pub fn files(dir: &Path, end: &str) -> (usize, u64) {
    let walk = ignore::WalkBuilder::new(dir).standard_filters(false).build();
    let files = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let files = files.filter(|entry| entry.file_name().to_string_lossy().ends_with(end));
    files.filter_map(|entry| entry.metadata().ok()).fold((0, 0), |(count, bytes), file| (count + 1, bytes + file.len()))
}

/// The middle, the least and the greatest of some numbers: a mean would follow the one run that was disturbed.
#[derive(Clone, Copy)]
pub struct Spread {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

impl Spread {
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
        Some(Self { median: f64::midpoint(low, high), min, max })
    }
}
