//! From a save to what it changes on the screen: what is saved, and the table of how long that took.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::server::Server;
use super::{HERE, folder, peers, route};
use crate::generate::Document;

/// Other programs are asked less often: some take seconds.
const PEER_SAVES: u32 = 10;

/// How long nobody saves after a change was seen, in milliseconds, at least.
const PAUSE: u32 = 150;
/// A page that is loaded again has to connect again, and other programs do not tell it what it missed meanwhile.
const PEER_PAUSE: u32 = 1_500;

/// What node is to do, as `serve.mjs` says.
#[derive(Serialize)]
struct Job<'a> {
    kind: &'a str,
    saves: u32,
    pause: u32,
    pages: Vec<Open>,
    path: Option<String>,
    text: Option<String>,
}

/// A page that is open, and its source.
#[derive(Serialize)]
struct Open {
    url: String,
    file: String,
}

/// One save: milliseconds from just before the write.
#[derive(Deserialize)]
struct Took {
    asked: Option<f64>,
    answered: Option<f64>,
    drawn: f64,
}

/// What is saved, as the table calls it: the name of what is measured in a kind of job.
const NAMES: [(&str, &str); 5] = [
    ("write", "written in place"),
    ("rename", "renamed over"),
    ("come", "a new document, in its folder's list"),
    ("go", "a document deleted, in its folder's list"),
    ("move", "a document renamed, in its folder's list"),
];

/// Every kind of save, by rutter.
pub fn rutter(server: &Server, book: &Path, documents: &[&Document], saves: u32) -> Result<(), Box<dyn Error>> {
    head();
    let url = |path: &str| format!("{}{path}", server.url);
    let sources = || pages(book, documents, |document| url(&route(document)));
    let measure = |job: &Job, name: Option<&str>| -> Result<(), Box<dyn Error>> {
        server.readings();
        let found = node(job)?;
        let readings = server.readings();
        for (what, took) in &found {
            let known = NAMES.iter().find(|(id, _)| id == what).map(|(_, name)| *name);
            row(&format!("rutter: {}", name.or(known).unwrap_or(what)), took, &readings);
        }
        Ok(())
    };
    for kind in ["write", "rename"] {
        measure(&Job { kind, saves, pause: PAUSE, pages: sources(), path: None, text: None }, None)?;
    }
    for kind in ["come", "move"] {
        let pages = pages(book, documents, |document| url(folder(document)));
        measure(&Job { kind, saves, pause: PAUSE, pages, path: None, text: None }, None)?;
    }
    let config = fs::read_to_string(book.join("handbook.yaml"))?.replace("Bench handbook", "Bench QZ{n}QZ");
    let crumbs = fs::read_to_string(Path::new(HERE).join("../templates/part/crumbs.html"))?;
    let style = style(server, &route(documents[0]))?;
    for (kind, path, text, name) in [
        ("shared", "handbook.yaml", config, "the title in handbook.yaml"),
        ("shared", "templates/part/crumbs.html", format!("{crumbs}<p>QZ{{n}}QZ</p>\n"), "a template"),
        ("css", "assets/rutter.css", format!("{style}\n:root {{ --qz: {{n}} }}\n"), "the style"),
    ] {
        let path = Some(book.join(path).display().to_string());
        let pages = sources().into_iter().take(1).collect();
        measure(&Job { kind, saves, pause: PAUSE, pages, path, text: Some(text) }, Some(name))?;
    }
    Ok(())
}

/// The servers of other programs, on the same documents.
pub fn others(work: &Path, all: &[Document], documents: &[&Document], saves: u32) -> Result<(), Box<dyn Error>> {
    for peer in peers::found(Path::new(env!("CARGO_TARGET_TMPDIR"))) {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string();
        let dir = peer.job(work, all)?.dir;
        let (folder, serve): (&str, Vec<String>) = match peer.name {
            "hugo" => ("content", ["server", "--port", &port, "--bind", "127.0.0.1"].map(str::to_owned).to_vec()),
            "zensical" => ("docs", vec!["serve".to_owned(), "--dev-addr".to_owned(), format!("127.0.0.1:{port}")]),
            _ => ("src", ["serve", "--port", &port].map(str::to_owned).to_vec()),
        };
        let url = format!("http://127.0.0.1:{port}/");
        let page = |document: &Document| match peer.name {
            "mdbook" => format!("{url}{}.html", document.path.trim_end_matches(".md")),
            _ => format!("{url}{}", route(document)),
        };
        let pages = pages(&dir.join(folder), documents, page);
        let job = Job { kind: "write", saves: saves.min(PEER_SAVES), pause: PEER_PAUSE, pages, path: None, text: None };
        let mut command = Command::new(&peer.program);
        let took = Server::other(command.current_dir(&dir).args(serve), &url).and_then(|_server| node(&job));
        match took {
            Ok(found) => found
                .values()
                .for_each(|took| row(&format!("{} {}: written in place", peer.name, peer.version), took, &[])),
            Err(why) => eprintln!("SKIPPED: {}: {why}", peer.name),
        }
    }
    Ok(())
}

fn pages(root: &Path, documents: &[&Document], url: impl Fn(&Document) -> String) -> Vec<Open> {
    let open =
        |document: &&Document| Open { url: url(document), file: root.join(&document.path).display().to_string() };
    documents.iter().map(open).collect()
}

/// The theme's style as pages have it, so that another one changes nothing but what is measured.
fn style(server: &Server, route: &str) -> Result<String, Box<dyn Error>> {
    let href = super::asset(server, route, "rutter.")?;
    Ok(String::from_utf8(server.get(&href)?)?)
}

/// Has node save and a browser look.
fn node(job: &Job) -> Result<BTreeMap<String, Vec<Took>>, Box<dyn Error>> {
    let output = Command::new("node")
        .arg(Path::new(HERE).join("serve.mjs"))
        .arg(serde_json::to_string(job)?)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("node: {error}"))?;
    if !output.status.success() {
        return Err(format!("serve.mjs: {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn head() {
    println!("| save to visible, ms | min | median | p90 | max | asked | answered | drawn | read by the server |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
}

/// The spread of the whole, then the medians of its parts, one after another.
fn row(name: &str, took: &[Took], readings: &[f64]) {
    let drawn = sorted(took.iter().map(|t| t.drawn));
    let spread = [0.0, 0.5, 0.9, 1.0].map(|share| shown(at(&drawn, share)));
    let part = |of: fn(&Took) -> Option<f64>| shown(at(&sorted(took.iter().filter_map(of)), 0.5));
    let parts = [
        part(|t| t.asked),
        part(|t| Some(t.answered? - t.asked?)),
        part(|t| Some(t.drawn - t.answered?)),
        shown(at(&sorted(readings.iter().copied()), 0.5)),
    ];
    println!("| {name} | {} | {} |", spread.join(" | "), parts.join(" | "));
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn at(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    Some(sorted[(last as f64 * share).round() as usize])
}

fn shown(ms: Option<f64>) -> String {
    ms.map_or_else(|| "-".to_owned(), |ms| format!("{ms:.0}"))
}
