//! The site in a real browser: `tests/browser/run.mjs` opens it in Chromium and looks at it as readers do.
//!
//! A browser that is missing is a loud skip on a laptop and a failure where `CI` is set.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::support::{Room, package};

#[test]
fn the_example_handbook_in_a_browser() {
    look_at("example", || Room::copy_of(&package().join("content")), 0);
}

/// Long, deep, wide, stale and in other scripts: what the theme has to bear.
#[test]
fn a_handbook_that_strains_the_theme_in_a_browser() {
    let handbook = || {
        let room = Room::copy_of(&suite().join("handbook"));
        // A folder with more pages than the sidebar lists.
        for n in 1..=70 {
            let text = format!("---\ntitle: Page {n} of many\nowner: dre\nlast_reviewed: 2026-11-10\n---\n\nText.\n");
            room.write(&format!("many/page-{n}.md"), text);
        }
        room
    };
    // It is full of findings, so that every state of a page is drawn.
    look_at("strained", handbook, 1);
}

/// What is written while a page is open shows in it, and nothing else moves.
#[test]
fn the_live_server_in_a_browser() {
    if let Some(missing) = missing() {
        return skip("the live server was not opened in a browser", &missing);
    }
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let room = Room::copy_of(&package().join("content"));
    let mut command = Command::new("node");
    command.arg(suite().join("live.mjs")).arg(env!("CARGO_BIN_EXE_rutter")).arg(room.book());
    judge(&mut command, 30);
}

/// Says that a test is skipped, because something is not installed; under `CI` that is a failure.
pub fn skip(what: &str, missing: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what}: {missing}");
    // The test harness swallows what a passing test prints; this goes past it.
    let _ = writeln!(std::io::stderr(), "\n*** SKIPPED: {what}: {missing}\n");
}

pub fn suite() -> PathBuf {
    package().join("tests/browser")
}

/// A browser keeps all cores busy. Two at once would only wait for each other, and be late for their own checks.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Builds a handbook twice, as it is published and for reading from a disk, and runs the browser on both.
fn look_at(name: &str, handbook: impl Fn() -> Room, code: i32) {
    if let Some(missing) = missing() {
        return skip("the site was not opened in a browser", &missing);
    }
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let build = |more: &[&str]| {
        let room = handbook();
        room.build(&[&["--force"], more].concat()).expect(code);
        room
    };
    let (published, offline) = (build(&[]), build(&["--offline"]));
    let mut command = Command::new("node");
    command.arg(suite().join("run.mjs")).arg(name).args([published.site(), offline.site()]);
    judge(&mut command, 100);
}

/// Runs a suite, which must have more than so many checks, and fails with those that failed.
fn judge(command: &mut Command, hardly: usize) {
    let output = command.output().expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let result: Value = serde_json::from_str(&said)
        .unwrap_or_else(|e| panic!("no result ({e}): {said}\n{}", String::from_utf8_lossy(&output.stderr)));
    let checks = result["checks"].as_array().expect("a list of checks");
    let failed: Vec<String> = checks.iter().filter(|c| c["ok"] != true).map(described).collect();
    assert!(failed.is_empty(), "{} of {} checks failed\n{}", failed.len(), checks.len(), failed.join("\n"));
    assert!(output.status.success() && checks.len() > hardly, "hardly anything was checked: {said}");
}

fn described(check: &Value) -> String {
    let problems = check["problems"].as_array().into_iter().flatten();
    let lines: Vec<String> = problems.map(|p| format!("    {}", p.as_str().unwrap_or_default())).collect();
    format!("{}\n{}", check["name"].as_str().unwrap_or("?"), lines.join("\n"))
}

/// What node needs before it can run a script of the suite with these packages.
pub fn missing_for_node(packages: &[&str]) -> Option<String> {
    let status = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !status.is_ok_and(|s| s.success()) {
        return Some("there is no `node` (18 or newer): install nodejs and npm".to_owned());
    }
    let installed = |package: &&str| suite().join("node_modules").join(package).is_dir();
    (!packages.iter().all(installed)).then(|| "run `npm ci --prefix tests/browser`".to_owned())
}

/// What has to be installed before the tests can run.
fn missing() -> Option<String> {
    let browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let chosen = std::env::var_os("CHROMIUM").is_some_and(|p| Path::new(&p).exists());
    if !chosen && !browsers.iter().any(|p| Path::new(p).exists()) {
        return Some(format!(
            "there is no browser: install chromium, or set CHROMIUM (looked for {})",
            browsers.join(", ")
        ));
    }
    missing_for_node(&["playwright-core", "axe-core"])
}
