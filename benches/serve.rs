//! What it costs to write with the server open: from a save to the words on the screen, idle, over many saves, and
//! under load.
//!
//! ```text
//! cargo bench --bench serve -- [DOCUMENTS...] [--saves 40] [--many 1000] [--idle 30]
//! ```
//!
//! - *Save to visible*: Chromium shows a document's page while its file is written, or another file is renamed over it,
//!   as editors do. Counted is from just before the write to when the new words have been drawn, the wait for quiet,
//!   the check of the whole handbook, the answer and the frame included. Hugo and Zensical do the same on the same
//!   documents with their own servers, which load the page again.
//! - *Idle*: time on the processor while nobody saves or asks, with a browser's stream of events open.
//! - *Many saves*: memory held after 10, 100, … saves, each of them asked for.
//! - *Load*: `wrk` asks for a page, alone and while files are saved; an answer that is an error counts.
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
#[allow(dead_code, reason = "`compare` takes samples of a run")]
mod measure;
#[allow(dead_code, reason = "`compare` builds with them")]
mod peers;
#[path = "serve/server.rs"]
mod server;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;

use flavours::{Code, Flavour};
use generate::{Document, TODAY};
use server::Server;

const RUTTER: &str = env!("CARGO_BIN_EXE_rutter");
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches");

/// Measures `rutter serve`.
#[derive(Parser)]
#[command(name = "serve")]
struct Args {
    /// How many documents the handbooks have
    #[arg(default_values_t = [1_000], value_parser = clap::value_parser!(u32).range(10..))]
    documents: Vec<u32>,
    /// How often a file is saved before the browser
    #[arg(long, default_value_t = 40)]
    saves: u32,
    /// How often a file is saved for the count of memory
    #[arg(long, default_value_t = 1_000)]
    many: usize,
    /// How long nobody does anything, in seconds
    #[arg(long, default_value_t = 30)]
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
    let documents = generate::documents(count as usize, 7);
    flavours::write(&book, Flavour::Rutter, Code::Highlighted, &documents)?;
    commit(&book)?;
    let server = Server::rutter(RUTTER, &book, TODAY)?;
    let page = documents.iter().find(|d| d.kind.name == "page").ok_or("no page")?;
    let file = book.join(&page.path);
    let route = route(page);
    println!("\n## {count} documents\n");
    println!("| save to visible, ms | min | median | p90 | max |\n|---|--:|--:|--:|--:|");
    for (kind, name) in [("write", "rutter, written in place"), ("rename", "rutter, renamed over")] {
        row(name, &mut visible(&format!("{}{route}", server.url), &file, kind, args.saves)?);
    }
    if args.peers {
        peers_visible(args, work.path(), &documents, page)?;
    }
    println!();
    idle(&server, args.idle);
    many(&server, &file, &route, args.many)?;
    load(&server, &file, &route)?;
    Ok(())
}

fn route(document: &Document) -> String {
    format!("{}/", document.path.trim_end_matches(".md"))
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

/// Has node save and a browser look.
fn visible(url: &str, file: &Path, kind: &str, saves: u32) -> Result<Vec<f64>, Box<dyn Error>> {
    let output = Command::new("node")
        .arg(Path::new(HERE).join("serve.mjs"))
        .args([url.as_ref(), file.as_os_str(), kind.as_ref(), saves.to_string().as_ref()])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("serve.mjs: {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn row(name: &str, took: &mut [f64]) {
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share).round() as usize];
    println!("| {name} | {:.0} | {:.0} | {:.0} | {:.0} |", at(0.0), at(0.5), at(0.9), at(1.0));
}

/// The servers of other programs, on the same documents.
fn peers_visible(args: &Args, work: &Path, documents: &[Document], page: &Document) -> Result<(), Box<dyn Error>> {
    for (at, peer) in peers::found(Path::new(env!("CARGO_TARGET_TMPDIR"))).into_iter().enumerate() {
        let port = (4_700 + at).to_string();
        let dir = peer.job(work, documents)?.dir;
        let (folder, serve): (&str, Vec<String>) = match peer.name {
            "hugo" => ("content", ["server", "--port", &port, "--bind", "127.0.0.1"].map(str::to_owned).to_vec()),
            "zensical" => ("docs", vec!["serve".to_owned(), "--dev-addr".to_owned(), format!("127.0.0.1:{port}")]),
            _ => ("src", ["serve", "--port", &port].map(str::to_owned).to_vec()),
        };
        let file: PathBuf = dir.join(folder).join(&page.path);
        let url = format!("http://127.0.0.1:{port}/{}", route(page));
        let mut command = Command::new(&peer.program);
        let took = Server::other(command.current_dir(&dir).args(serve), url.clone())
            .and_then(|_server| visible(&url, &file, "write", args.saves.min(10)));
        match took {
            Ok(mut took) => row(&format!("{} {}, written in place", peer.name, peer.version), &mut took),
            Err(why) => eprintln!("SKIPPED: {}: {why}", peer.name),
        }
    }
    Ok(())
}

fn idle(server: &Server, seconds: u64) {
    let before = server.busy();
    std::thread::sleep(Duration::from_secs(seconds));
    match before.zip(server.busy()) {
        Some((before, after)) => println!("Idle for {seconds} s: {} ms on the processor.", after - before),
        None => println!("Idle: not counted here, it needs Linux."),
    }
}

/// Saves a file often, and asks for its page until each save is in it.
fn many(server: &Server, file: &Path, route: &str, saves: usize) -> Result<(), Box<dyn Error>> {
    let before = fs::read_to_string(file)?;
    let mut held = Vec::new();
    let start = Instant::now();
    for number in 1..=saves {
        fs::write(file, format!("{before}\nSave {number} of many.\n"))?;
        let words = format!("Save {number} of many.");
        while !server.get(route)?.contains(&words) {
            std::thread::sleep(Duration::from_millis(2));
        }
        if [10, 100, 500, 1_000].contains(&number) || number == saves {
            held.push(format!("{number}: {:.0} MiB", server.memory().unwrap_or_default()));
        }
    }
    let each = start.elapsed().as_secs_f64() * 1e3 / saves as f64;
    fs::write(file, before)?;
    println!("Memory after so many saves: {}. A save was served after {each:.0} ms on average.", held.join(", "));
    Ok(())
}

fn load(server: &Server, file: &Path, route: &str) -> Result<(), Box<dyn Error>> {
    let before = fs::read_to_string(file)?;
    for storm in [false, true] {
        let (ends, saved) = (AtomicBool::new(false), AtomicUsize::new(0));
        let output = std::thread::scope(|scope| {
            if storm {
                scope.spawn(|| {
                    while !ends.load(Ordering::Relaxed) {
                        let number = saved.fetch_add(1, Ordering::Relaxed);
                        let _ = fs::write(file, format!("{before}\nStorm {number}.\n"));
                        std::thread::sleep(Duration::from_millis(20));
                    }
                });
            }
            let wrk = Command::new("wrk")
                .args(["-t1", "-c16", "-d10s", "--latency"])
                .arg(format!("{}{route}", server.url))
                .output();
            ends.store(true, Ordering::Relaxed);
            wrk
        });
        let Ok(output) = output else {
            eprintln!("SKIPPED: load: wrk is not installed");
            return Ok(());
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = |word: &str| text.lines().find(|l| l.contains(word)).unwrap_or("none").trim().to_owned();
        let how = if storm { format!("{} saves at once", saved.load(Ordering::Relaxed)) } else { "alone".to_owned() };
        println!(
            "Load, {how}: {}; latency {}; errors: {}; answers that are none: {}.",
            line("Requests/sec"),
            line("99%"),
            line("Socket errors"),
            line("Non-2xx")
        );
    }
    fs::write(file, before)?;
    Ok(())
}
