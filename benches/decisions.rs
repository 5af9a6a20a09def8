//! `rutter check` on a handbook of decisions with a long past.
//!
//! `cargo bench --bench decisions -- 10000 20000 200` writes 10,000 decisions in folders of 200 with 20,000 commits
//! of their own and times the checks five times; 0 for the last number puts all into one folder. The repository is
//! made by `git fast-import`; nothing is kept.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a program of its own, beside the library: it starts processes and prints"
)]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const WORDS: [&str; 16] = [
    "replica", "latency", "failover", "vacuum", "index", "lock", "queue", "pool", "schema", "shard", "backup",
    "restore", "network", "budget", "window", "alert",
];

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let [decisions, commits, folder] = [0, 1, 2].map(|i| numbers.get(i).copied().unwrap_or([10_000, 20_000, 200][i]));
    let room = tempfile::tempdir().expect("a folder");
    let git = |args: &[&str]| Command::new("git").arg("-C").arg(room.path()).args(args).stdin(Stdio::piped()).spawn();
    git(&["init", "-q", "-b", "main"]).and_then(|mut c| c.wait()).expect("git");
    let mut import = git(&["fast-import", "--quiet", "--done"]).expect("git");
    let stream = past(decisions, commits, folder);
    import.stdin.take().expect("a pipe").write_all(stream.as_bytes()).expect("git reads");
    assert!(import.wait().expect("git").success());
    git(&["reset", "-q", "--hard"]).and_then(|mut c| c.wait()).expect("git");
    println!("{decisions} decisions, {commits} commits, {folder} in a folder (0: all in one)");
    for run in 1..=5 {
        let start = Instant::now();
        check(room.path());
        println!("run {run}: {:.2} s", start.elapsed().as_secs_f64());
    }
}

fn check(book: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_rutter"))
        .args(["check", "--today", "2020-06-01", "--format", "json"])
        .arg(book)
        .output()
        .expect("rutter");
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Every second commit adds a decision until all are there; the others accept, deprecate or amend one.
fn past(decisions: usize, commits: usize, folder: usize) -> String {
    let mut random = fastrand::Rng::with_seed(7);
    let mut out = String::new();
    let base = [
        ("handbook.yaml", "title: Decisions\n"),
        ("people.yaml", "- {id: ana, name: Ana Sousa}\n"),
        ("teams.yaml", "- {id: dre, name: DRE, members: [ana]}\n"),
    ];
    commit(&mut out, 0, &base.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let mut states: Vec<&str> = Vec::new();
    let mut notes: HashMap<usize, usize> = HashMap::new();
    for at in 1..commits {
        let left = commits - at;
        let adds = states.len() < decisions && (at % 2 == 1 || left <= decisions - states.len());
        let i = if adds { states.len() } else { random.usize(..states.len()) };
        if adds {
            states.push("proposed");
        } else {
            states[i] = match states[i] {
                "proposed" => "accepted",
                "accepted" if random.bool() => "deprecated",
                same => {
                    *notes.entry(i).or_default() += 1;
                    same
                }
            };
        }
        let within = if folder == 0 { String::new() } else { format!("team-{:03}/", i / folder) };
        let path = format!("adr/{within}{i:05}-decision-about-thing-{i}.md");
        commit(&mut out, at, &[(path, text(i, states[i], notes.get(&i).copied().unwrap_or(0)))]);
    }
    out.push_str("done\n");
    out
}

fn commit(out: &mut String, at: usize, files: &[(String, String)]) {
    let time = 1_500_000_000 + 3000 * at;
    let _ = write!(out, "commit refs/heads/main\ncommitter Ana <ana@example.com> {time} +0000\ndata 1\nx\n");
    for (path, text) in files {
        let _ = write!(out, "M 644 inline {path}\ndata {}\n{text}\n", text.len());
    }
    out.push('\n');
}

fn text(i: usize, state: &str, notes: usize) -> String {
    let mut random = fastrand::Rng::with_seed(i as u64);
    let mut words = |n: usize| (0..n).map(|_| WORDS[random.usize(..WORDS.len())]).collect::<Vec<_>>().join(" ");
    let mut text = format!(
        "---\nid: \"{i:05}\"\ntitle: Decision about thing {i}\nstatus: {state}\ndate: 2020-01-01\ndeciders: [ana]\nowner: dre\n---\n\n\
         ## Context\n\n{}\n\n## Options\n\n### First\n\n{}. Chosen because {}.\n\n### Second\n\n{}. Rejected because {}.\n\n\
         ## Decision\n\n{}\n\n## Consequences\n\n{}\n",
        words(80),
        words(30),
        words(8),
        words(30),
        words(8),
        words(60),
        words(60)
    );
    if notes > 0 {
        text.push_str("\n## Amendments\n\n");
    }
    for note in 0..notes {
        let _ = writeln!(text, "- note {note}");
    }
    text
}
