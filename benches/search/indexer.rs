//! Pagefind: found or installed, and how it indexes a site.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::measure::Job;

pub struct Pagefind {
    pub version: String,
    program: PathBuf,
}

impl Pagefind {
    /// The one on the PATH, or from PyPI into the folder where `compare` keeps the other peers.
    pub fn find(scratch: &Path) -> Option<Self> {
        let venv = scratch.join("peers");
        let installed = venv.join("bin/python");
        let found = Self::at("pagefind".into()).or_else(|_| Self::at(installed.clone()));
        let found = found.or_else(|_| {
            eprintln!("installing pagefind from PyPI into {}", venv.display());
            say(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
            let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"];
            say(Command::new(&installed).args(pip).arg("pagefind[bin]"))?;
            Self::at(installed)
        });
        found.map_err(|why| eprintln!("SKIPPED: pagefind: {why}")).ok()
    }

    fn at(program: PathBuf) -> Result<Self, String> {
        let pagefind = Self { version: String::new(), program };
        let version = say(Command::new(&pagefind.program).args(pagefind.module()).arg("--version"))?;
        let word = version.split_whitespace().find(|word| word.contains('.')).unwrap_or(&version);
        Ok(Self { version: word.to_owned(), ..pagefind })
    }

    /// A Python runs it as a module.
    fn module(&self) -> &'static [&'static str] {
        if self.program.ends_with("python") { &["-m", "pagefind"] } else { &[] }
    }

    /// Indexes the documents of a site: their text, not the navigation around it, nor the lists of documents.
    pub fn job(&self, site: &Path, bundle: &Path) -> Job {
        let mut args: Vec<_> = self.module().iter().map(Into::into).collect();
        args.extend(["--site".into(), site.into(), "--output-path".into(), bundle.into()]);
        args.extend(
            ["--root-selector", "main", "--glob", "{adr,guides,runbooks,standards}/*/*/index.html"].map(Into::into),
        );
        Job {
            name: "pagefind".to_owned(),
            program: self.program.clone(),
            args,
            dir: site.to_path_buf(),
            out: Some(bundle.to_path_buf()),
            caches: Vec::new(),
            samples: Vec::new(),
        }
    }
}

/// What a program printed, or why there is nothing.
fn say(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(format!("{program}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
}
