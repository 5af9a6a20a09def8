//! A server that is asked for much while files are saved, and whether it then has what a build writes.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::plain::{without_client, without_stamp};
use super::server::Server;
use super::{RUTTER, asset, route};
use crate::generate::{Document, TODAY};

/// How long `wrk` asks, and by how many connections.
const ASKS: [&str; 4] = ["-t1", "-c16", "-d10s", "--latency"];
/// After how many saves memory is told.
const COUNTS: [usize; 4] = [10, 100, 500, 1_000];

pub fn idle(server: &Server, seconds: u64) -> Result<(), Box<dyn Error>> {
    let _browser = server.listen()?;
    // What was measured before may still be thrown away.
    std::thread::sleep(Duration::from_secs(2));
    let before = server.busy();
    std::thread::sleep(Duration::from_secs(seconds));
    match before.zip(server.busy()) {
        Some((before, after)) => println!("Idle for {seconds} s: {} ms on the processor.", after - before),
        None => println!("Idle: not counted here, it needs Linux."),
    }
    Ok(())
}

/// Saves documents often, and asks for each one's page until the save is in it.
pub fn many(server: &Server, book: &Path, documents: &[&Document], saves: usize) -> Result<(), Box<dyn Error>> {
    let texts = texts(book, documents)?;
    let mut held = Vec::new();
    let start = Instant::now();
    for number in 1..=saves {
        let at = number % documents.len();
        let words = format!("Save {number} of many.");
        fs::write(book.join(&documents[at].path), format!("{}\n{words}\n", texts[at]))?;
        server.shows(&route(documents[at]), &words)?;
        if COUNTS.contains(&number) || number == saves {
            held.push(format!("{number}: {:.0} MiB", server.memory().unwrap_or_default()));
        }
    }
    let each = start.elapsed().as_secs_f64() * 1e3 / saves as f64;
    restore(book, documents, &texts)?;
    println!("Memory after so many saves: {}. A save was served after {each:.0} ms on average.", held.join(", "));
    Ok(())
}

/// Asks for a page and for an asset, alone and in a storm. An answer that is an error is one here too.
pub fn load(server: &Server, book: &Path, documents: &[&Document]) -> Result<(), Box<dyn Error>> {
    let page = route(documents[0]);
    let texts = texts(book, documents)?;
    let mut failed = Vec::new();
    for (what, path) in [("a page", page.clone()), ("an asset", asset(server, &page, "rutter.")?)] {
        for is_storm in [false, true] {
            let (ends, saved) = (AtomicBool::new(false), AtomicUsize::new(0));
            let wrk = std::thread::scope(|scope| {
                if is_storm {
                    scope.spawn(|| storm(book, documents, &texts, &ends, &saved));
                }
                let wrk = Command::new("wrk").args(ASKS).arg(format!("{}{path}", server.url)).output();
                ends.store(true, Ordering::Relaxed);
                wrk
            });
            let Ok(output) = wrk else {
                eprintln!("SKIPPED: load: wrk is not installed");
                return Ok(());
            };
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let line = |word: &str| text.lines().find(|line| line.contains(word)).map(str::trim);
            let value = |word: &str| line(word).and_then(|line| line.split_whitespace().last()).unwrap_or("-");
            let how = if is_storm { format!("{} saves", saved.into_inner()) } else { "no saves".to_owned() };
            let errors: Vec<&str> = ["Socket errors", "Non-2xx"].into_iter().filter_map(line).collect();
            println!(
                "Load, {what}, {how}: {} requests/s, p99 {}, errors: {}.",
                value("Requests/sec"),
                value("99%"),
                if errors.is_empty() { "none".to_owned() } else { errors.join(", ") }
            );
            failed.extend(errors.into_iter().map(str::to_owned));
        }
    }
    restore(book, documents, &texts)?;
    if failed.is_empty() { Ok(()) } else { Err(format!("answers were errors: {}", failed.join(", ")).into()) }
}

/// Saves one document after another, and lets others come, be renamed and go.
fn storm(book: &Path, documents: &[&Document], texts: &[String], ends: &AtomicBool, saved: &AtomicUsize) {
    let beside = |at: usize, name: &str| book.join(&documents[at].path).with_file_name(format!("storm-{name}.md"));
    while !ends.load(Ordering::Relaxed) {
        let number = saved.fetch_add(1, Ordering::Relaxed);
        let at = number % documents.len();
        let text = format!("{}\nStorm {number}.\n", texts[at]);
        // What a save comes to is asked for when it is quiet.
        let _ = match number % 20 {
            5 => fs::write(beside(0, "a"), text),
            10 => fs::rename(beside(0, "a"), beside(0, "b")),
            15 => fs::remove_file(beside(0, "b")),
            _ => fs::write(book.join(&documents[at].path), text),
        };
        std::thread::sleep(Duration::from_millis(20));
    }
    for name in ["a", "b"] {
        let _ = fs::remove_file(beside(0, name));
    }
}

fn texts(book: &Path, documents: &[&Document]) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(documents.iter().map(|d| fs::read_to_string(book.join(&d.path))).collect::<Result<_, _>>()?)
}

fn restore(book: &Path, documents: &[&Document], texts: &[String]) -> Result<(), Box<dyn Error>> {
    Ok(documents.iter().zip(texts).try_for_each(|(document, text)| fs::write(book.join(&document.path), text))?)
}

/// Once all is quiet, every file is what a build writes.
pub fn is_as_built(server: &Server, book: &Path, site: &Path, document: &Document) -> Result<(), Box<dyn Error>> {
    let file = book.join(&document.path);
    fs::write(&file, format!("{}\nIt is quiet.\n", fs::read_to_string(&file)?))?;
    server.shows(&route(document), "It is quiet.")?;
    let args = ["build", "--today", TODAY, "--quiet", "--out-dir"];
    let status = Command::new(RUTTER).args(args).arg(site).arg(book).status()?;
    if !status.success() {
        return Err(format!("rutter build: {status}").into());
    }
    let (mut files, mut wrong) = (0_usize, Vec::new());
    for entry in ignore::WalkBuilder::new(site).standard_filters(false).build() {
        let entry = entry?;
        let path = entry.path().strip_prefix(site)?.to_string_lossy().replace('\\', "/");
        if !entry.file_type().is_some_and(|kind| kind.is_file()) || path.starts_with(".rutter") {
            continue;
        }
        files += 1;
        let asked = path.strip_suffix("index.html").filter(|r| r.is_empty() || r.ends_with('/')).unwrap_or(&path);
        match server.get(asked) {
            Ok(served)
                if without_client(&without_stamp(&path, &served)) == without_stamp(&path, &fs::read(entry.path())?) => {
            }
            Ok(_) => wrong.push(format!("{path}: other bytes")),
            Err(why) => wrong.push(format!("{path}: {why}")),
        }
    }
    if !wrong.is_empty() {
        return Err(format!("{} of {files} files are not a build's:\n{}", wrong.len(), wrong.join("\n")).into());
    }
    println!("After all of that, each of {files} files is what a build writes.");
    Ok(())
}
