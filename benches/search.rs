//! What a search costs a reader: bytes, requests, round trips and time, by rutter and by Pagefind, on the same pages.
//!
//! ```text
//! cargo bench --bench search -- [DOCUMENTS...] [--latency 100] [--seed 7] [--each]
//! ```
//!
//! The handbook of `compare` is built, Pagefind indexes the pages that came out, and a real browser asks both what
//! is in `queries.txt`, each query with an empty cache in a window of its own. Counted is what is requested after the
//! page that the reader is on has been loaded, and no more than that:
//!
//! - *Bytes* are bodies as they are sent: text is compressed by brotli 5, which is what hosts do while a reader waits.
//!   Heads of answers are told apart, as HTTP/2 makes most of them small.
//! - *Round trips*: a request has depth 1 if no other was answered before it was made, and else one more than the
//!   deepest of those that were. Every answer waits equally long, `--latency`, so the greatest depth is the length of
//!   the longest chain of requests that waited for each other. It can be too high by chance, not too low.
//! - *The first result* is on the screen, all its requests included, also those that it did not need but that were
//!   made before it was shown. Rutter shows ten results at once, so for rutter this is the same as ten results.
//! - Rutter is measured through its dialog: a key opens it, the query is pasted. Pagefind is measured by its own
//!   script on an empty page, without any of its search boxes and without drawing: what readers get is never less.
//!   Filters and exclusions are taken out of its queries, as the pages do not say what it may filter by.
//! - *Typing* is from the event of a key to results on the screen, the wait for the next frame included, when all
//!   that is needed has been loaded. For Pagefind it is until the texts of ten results are there.
//!
//! It needs node, `npm ci` in `tests/browser`, and Chromium; Pagefind is installed from PyPI into `target/tmp/peers`.
//! The budgets are printed beside what was measured. No test asserts them: bytes change with the generator, and
//! times with the machine.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of its own, beside the library: it starts processes and prints"
)]

#[path = "search/figures.rs"]
mod figures;
#[allow(dead_code, reason = "`compare` writes handbooks for others as well")]
mod flavours;
#[allow(dead_code, reason = "`compare` leaves out code, and needs the number of a document")]
mod generate;
#[path = "search/indexer.rs"]
mod indexer;
#[allow(dead_code, reason = "`compare` takes several samples of a run")]
mod measure;
#[path = "search/tables.rs"]
mod tables;

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use clap::Parser;

use flavours::{Code, Flavour};
use generate::TODAY;
use indexer::Pagefind;
use measure::{Job, Meter, Sample};

const RUTTER: &str = env!("CARGO_BIN_EXE_rutter");
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches");

/// Counts what a search costs, beside Pagefind.
#[derive(Parser)]
#[command(name = "search")]
struct Args {
    /// How many documents the handbooks have
    #[arg(default_values_t = [1_000], value_parser = clap::value_parser!(u32).range(1..))]
    documents: Vec<u32>,
    /// How long every answer waits, in milliseconds
    #[arg(long, default_value_t = 100)]
    latency: u32,
    /// Another seed gives other words, and then the queries find nothing
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// What is asked, a query a line
    #[arg(long, default_value_os_t = Path::new(HERE).join("queries.txt"))]
    queries: PathBuf,
    /// Prints every query too
    #[arg(long)]
    each: bool,
    /// What `cargo bench` tells every benchmark, and `cargo test` does not
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if !args.bench {
        // `cargo test --all-targets` starts this too, with a debug build, of which a time says nothing.
        eprintln!("a benchmark: start it with `cargo bench --bench search`");
        return ExitCode::SUCCESS;
    }
    match args.documents.iter().try_for_each(|&documents| search(&args, documents)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn search(args: &Args, documents: u32) -> Result<(), Box<dyn Error>> {
    let work = tempfile::Builder::new().prefix("rutter-search-").tempdir()?;
    let meter = Meter::new(work.path());
    let (book, site, bundle) = (work.path().join("book"), work.path().join("site"), work.path().join("pagefind"));
    let bytes = {
        let documents = generate::documents(documents as usize, args.seed);
        flavours::write(&book, Flavour::Rutter, Code::Highlighted, &documents)?
    };
    eprintln!("{documents} documents: building");
    let built = meter.run(&rutter(&book, &site))?;
    let pagefind = Pagefind::find(Path::new(env!("CARGO_TARGET_TMPDIR")));
    let indexed = pagefind.as_ref().and_then(|pagefind| {
        eprintln!("{documents} documents: indexing with Pagefind");
        let run = meter.run(&pagefind.job(&site, &bundle));
        run.map_err(|why| eprintln!("SKIPPED: pagefind: {why}")).ok()
    });
    eprintln!("{documents} documents: searching");
    let found = drive(args, &site, indexed.map(|_| bundle.as_path()))?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\n## {documents} documents\n");
    println!(
        "Seed {}, {:.1} MB of Markdown; {} queries, each with an empty cache, every answer {} ms late; {cores} cores.\n",
        args.seed,
        bytes as f64 / 1e6,
        found.rutter.cold.len(),
        args.latency,
    );
    let peer = match (&pagefind, &found.pagefind) {
        (Some(pagefind), Some(tool)) => Ok((format!("Pagefind {}", pagefind.version), tool)),
        _ => Err("Pagefind: not installed".to_owned()),
    };
    print!("{}", tables::compared(&found.rutter, &peer, &works(built, indexed)));
    print!("{}", tables::budgets(&found.rutter, documents));
    print!("{}", tables::folders(&found.rutter));
    if args.each {
        print!("{}", tables::each(&found.rutter, &peer));
    }
    Ok(())
}

fn rutter(book: &Path, site: &Path) -> Job {
    let args: Vec<OsString> = vec![
        "build".into(),
        book.into(),
        "--today".into(),
        TODAY.into(),
        "--quiet".into(),
        "--out-dir".into(),
        site.into(),
    ];
    Job {
        name: "rutter".to_owned(),
        program: RUTTER.into(),
        args,
        dir: book.to_path_buf(),
        out: Some(site.to_path_buf()),
        caches: Vec::new(),
        samples: Vec::new(),
    }
}

/// How long the index took. Rutter has no index without a site: its time is that of everything.
fn works(built: Sample, indexed: Option<Sample>) -> [(String, String); 2] {
    let wall = |sample: Sample| format!("{:.1} s", sample.wall);
    let peak = |sample: Sample| sample.used.map_or_else(|| "-".to_owned(), |used| format!("{:.0} MiB", used.peak));
    let other = |show: fn(&Sample) -> String| indexed.as_ref().map_or_else(|| "-".to_owned(), show);
    [
        (format!("{}, with the whole site", wall(built)), other(|s| format!("{:.1} s, the index only", s.wall))),
        (peak(built), other(|s| s.used.map_or_else(|| "-".to_owned(), |used| format!("{:.0} MiB", used.peak)))),
    ]
}

/// Has node ask both in a browser.
fn drive(args: &Args, site: &Path, bundle: Option<&Path>) -> Result<figures::Found, Box<dyn Error>> {
    let output = Command::new("node")
        .arg(Path::new(HERE).join("search.mjs"))
        .arg(site)
        .arg(bundle.unwrap_or_else(|| Path::new("-")))
        .arg(&args.queries)
        .arg(args.latency.to_string())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("node: {error}"))?;
    if !output.status.success() {
        return Err(format!("search.mjs: {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
