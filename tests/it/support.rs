//! What several tests need: a handbook in a temporary folder, the real binary, and its findings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The day every test lives on, unless it says otherwise.
pub const TODAY: &str = "2026-11-22";

/// A register with one of everything, so that a test only writes what it is about.
pub const REGISTER: [(&str, &str); 3] = [
    ("handbook.yaml", "title: Test handbook\ntoday: 2026-11-22\n"),
    (
        "people.yaml",
        "- {id: ana, name: Ana Sousa, email: ana@example.com}\n- {id: bo, name: Bo Lind, email: bo@example.com}\n",
    ),
    ("teams.yaml", "- {id: dre, name: Reliability, members: [ana, bo]}\n"),
];

/// Front matter that no rule has anything to say about.
pub const CLEAN: &str = "---\ntitle: A page\nowner: dre\nlast_reviewed: 2026-11-01\n---\n";

/// A handbook in a temporary folder, beside room for its site.
pub struct Room {
    dir: TempDir,
}

impl Room {
    /// Nothing but an empty folder for the handbook.
    pub fn bare() -> Self {
        let dir = tempfile::Builder::new().prefix("rutter-it-").tempdir().expect("a temporary folder");
        fs::create_dir(dir.path().join("book")).expect("the handbook's folder");
        Self { dir }
    }

    /// The register and these files.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let room = Self::bare();
        for (path, text) in REGISTER.into_iter().chain(files) {
            room.write(path, text);
        }
        room
    }

    /// A copy of a folder of the repository.
    pub fn copy_of(folder: &Path) -> Self {
        let room = Self::bare();
        for path in files_below(folder) {
            room.write(
                path.to_str().expect("test data has UTF-8 names"),
                fs::read(folder.join(&path)).expect("test data"),
            );
        }
        room
    }

    pub fn book(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    pub fn site(&self) -> PathBuf {
        self.dir.path().join("site")
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let at = self.book().join(path);
        fs::create_dir_all(at.parent().expect("inside the room")).expect("a folder");
        fs::write(at, bytes).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.book().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// A page of the site.
    pub fn page(&self, path: &str) -> String {
        fs::read_to_string(self.site().join(path)).unwrap_or_else(|e| panic!("site/{path}: {e}"))
    }

    /// Runs the binary with the handbook as its current folder.
    pub fn rutter(&self, args: &[&str]) -> Run {
        Run::of(rutter().current_dir(self.book()).args(args))
    }

    pub fn check(&self) -> Run {
        self.rutter(&["check", "--format", "json"])
    }

    pub fn build(&self, more: &[&str]) -> Run {
        let args = ["build", "-o", "../site", "--format", "json"];
        self.rutter(&args.iter().chain(more).copied().collect::<Vec<_>>())
    }
}

/// The binary, deaf to the machine it runs on.
pub fn rutter() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rutter"));
    for name in ["GITHUB_STEP_SUMMARY", "SOURCE_DATE_EPOCH", "NO_COLOR", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    // A temporary folder may lie inside somebody's repository.
    command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
    command
}

/// What one call of the binary did.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Whatever a command is given, it must end by itself and never panic.
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the binary runs");
        let run = Self {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        };
        assert!((0..=2).contains(&run.code), "{command:?} ended with {status}\n{}", run.err);
        assert!(!run.err.contains("panicked"), "{command:?} panicked\n{}", run.err);
        run
    }

    /// The findings of a run with `--format json`, as `rule path:line:column message`.
    pub fn findings(&self) -> Vec<String> {
        let items = self.json()["findings"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|f| {
                format!(
                    "{} {}:{}:{} {}",
                    f["rule"].as_str().unwrap_or("?"),
                    f["path"].as_str().unwrap_or("?"),
                    f["line"],
                    f["column"],
                    f["message"].as_str().unwrap_or("?")
                )
            })
            .collect()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("no JSON ({e}), exit {}\n{}\n{}", self.code, self.out, self.err))
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code\n{}\n{}", self.out, self.err);
        self
    }

    /// Exactly one finding starts with the first text and contains the second.
    #[track_caller]
    pub fn has(&self, start: &str, contains: &str) {
        let all = self.findings();
        let hits = all.iter().filter(|f| f.starts_with(start) && f.contains(contains)).count();
        assert_eq!(hits, 1, "`{start}` … `{contains}` in\n{}", all.join("\n"));
    }
}

/// The folder of the package.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, relative to it, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    fn walk(root: &Path, at: &Path, out: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(at).unwrap_or_else(|e| panic!("{}: {e}", at.display()));
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.is_symlink() {
                walk(root, &path, out);
            } else {
                out.push(path.strip_prefix(root).expect("below the root").to_owned());
            }
        }
    }
    let mut out = Vec::new();
    walk(folder, folder, &mut out);
    out.sort();
    out
}

/// A file of a site without the stamp in the search's manifest: a build's says what all shards hold, and whoever serves
/// a site has not written them all.
pub fn unstamped(path: &str, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    match text.split_once("\"stamp\":\"") {
        Some((before, after)) if path == "search/manifest.js" => {
            let rest = after.split_once('"').map_or("", |(_, rest)| rest);
            format!("{before}{rest}").into_bytes()
        }
        _ => bytes.to_vec(),
    }
}
