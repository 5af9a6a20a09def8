//! What it costs to write with the server open: from a save to the words on the screen, idle, over many saves, and
//! under load.
//!
//! ```text
//! cargo bench --bench serve -- [DOCUMENTS...] [--saves 50] [--many 1000] [--idle 60] [--peers]
//! ```
//!
//! - *Save to visible*: Chromium shows a page while files are written as editors do it: in place, or another file is
//!   renamed over them. Documents come, go and are renamed before their folder's list; a title, a template and the
//!   style change before a document. Counted is from just before the write to when what it changed has been drawn: the
//!   wait for quiet, the check of the whole handbook, the answer and the frame included. The parts are medians: until
//!   the page asked for itself, until that was answered, until it was drawn. What the server read in is what it says
//!   itself, and is within the first. With `--peers`, Hugo, Zensical and mdBook do the same on the same documents with
//!   their own servers, which load the page again.
//! - *Idle*: time on the processor while nobody saves or asks, with a browser's stream of events open.
//! - *Memory*: what is held after 10, 100, … saves, each of them asked for.
//! - *Load*: `wrk` asks for a page and for an asset, alone and while files are saved, come, are renamed and go. An
//!   answer that is an error ends the benchmark, and so does a file that afterwards is not what a build writes.
//!
//! The handbook is committed to git, as a real one is. It needs node, `npm ci` in `tests/browser`, and Chromium.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of its own, beside the library: it starts processes, reads the clock and prints"
)]

#[allow(dead_code, reason = "`compare` writes handbooks for others as well")]
mod flavours;
#[allow(dead_code, reason = "`compare` needs the number of a document")]
mod generate;
#[path = "serve/load.rs"]
mod load;
#[allow(dead_code, reason = "`compare` takes samples of a run")]
mod measure;
#[allow(dead_code, reason = "`compare` builds with them")]
mod peers;
#[path = "serve/plain.rs"]
mod plain;
#[path = "serve/server.rs"]
mod server;
#[path = "serve/visible.rs"]
mod visible;

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};

use clap::Parser;

use flavours::{Code, Flavour};
use generate::{Document, TODAY};
use server::Server;

const RUTTER: &str = env!("CARGO_BIN_EXE_rutter");
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches");
/// How many documents take turns.
const PAGES: usize = 5;

/// Measures `rutter serve`.
#[derive(Parser)]
#[command(name = "serve")]
struct Args {
    /// How many documents the handbooks have
    #[arg(default_values_t = [1_000], value_parser = clap::value_parser!(u32).range(10..))]
    documents: Vec<u32>,
    /// How often a file is saved before the browser
    #[arg(long, default_value_t = 50)]
    saves: u32,
    /// How often a file is saved for the count of memory
    #[arg(long, default_value_t = 1_000)]
    many: usize,
    /// How long nobody does anything, in seconds
    #[arg(long, default_value_t = 60)]
    idle: u64,
    /// The other programs are measured too
    #[arg(long)]
    peers: bool,
    /// What `cargo bench` tells every benchmark, and `cargo test` does not
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if !args.bench {
        // `cargo test --all-targets` starts this too, with a debug build, of which a time says nothing.
        eprintln!("a benchmark: start it with `cargo bench --bench serve`");
        return ExitCode::SUCCESS;
    }
    match args.documents.iter().try_for_each(|&documents| serve(&args, documents)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(args: &Args, count: u32) -> Result<(), Box<dyn Error>> {
    let work = tempfile::Builder::new().prefix("rutter-serve-").tempdir()?;
    let book = work.path().join("book");
    let all = generate::documents(count as usize, 7);
    let bytes = flavours::write(&book, Flavour::Rutter, Code::Highlighted, &all)?;
    commit(&book)?;
    // Guides carry no number that must be theirs alone, so a document like one of them can come and go.
    let guides: Vec<&Document> = all.iter().filter(|document| document.kind.name == "page").collect();
    let chosen: Vec<&Document> = guides.iter().step_by(guides.len().div_ceil(PAGES).max(1)).copied().collect();
    if chosen.is_empty() {
        return Err("none of so few documents is a guide".into());
    }
    let server = Server::rutter(RUTTER, &book, TODAY)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\n## {count} documents\n");
    println!("{:.1} MB of Markdown; {} pages take turns; {cores} cores.\n", bytes as f64 / 1e6, chosen.len());
    visible::rutter(&server, &book, &chosen, args.saves)?;
    if args.peers {
        visible::others(work.path(), &all, &chosen, args.saves)?;
    }
    println!();
    load::idle(&server, args.idle)?;
    load::many(&server, &book, &chosen, args.many)?;
    load::load(&server, &book, &chosen)?;
    load::is_as_built(&server, &book, &work.path().join("site"), chosen[0])
}

/// Where a document's page is, without a slash at its beginning.
fn route(document: &Document) -> String {
    format!("{}/", document.path.trim_end_matches(".md"))
}

/// Where the page of a document's folder is.
fn folder(document: &Document) -> &str {
    document.path.rfind('/').map_or("", |slash| &document.path[..=slash])
}

/// Where an asset is whose name begins so, as a page has it.
fn asset(server: &Server, route: &str, name: &str) -> Result<String, Box<dyn Error>> {
    let html = String::from_utf8(server.get(route)?)?;
    let start = html.find(&format!("assets/{name}")).ok_or("the page has no style of the theme")?;
    let end = html[start..].find('"').ok_or("the address does not end")?;
    Ok(html[start..start + end].to_owned())
}

fn commit(book: &Path) -> Result<(), Box<dyn Error>> {
    let author = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"];
    for args in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "All of it"]] {
        let status = Command::new("git").current_dir(book).args(author).args(args).status()?;
        if !status.success() {
            return Err(format!("git {}: {status}", args[0]).into());
        }
    }
    Ok(())
}
