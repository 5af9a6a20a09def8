//! Where the handbook is, and what the command line asks of a run.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate};

use super::args::{Common, Findings};
use crate::config;
use crate::model::Register;
use crate::paths;
use crate::pipeline::Settings;
use crate::world::{self, OsWorld};

/// The folder of the handbook: as given, else `.` if that is one, else `./content`.
pub fn folder(given: Option<&Path>) -> PathBuf {
    match given {
        Some(dir) => dir.to_owned(),
        None if Path::new(config::FILE).exists() => PathBuf::from("."),
        None => PathBuf::from("content"),
    }
}

/// The handbook, opened; or an error that says what to do.
pub fn open(given: Option<&Path>) -> Result<(OsWorld, PathBuf), String> {
    let dir = folder(given);
    let hint = "help: name the folder that holds handbook.yaml, or start one with `rutter init`";
    if !dir.is_dir() {
        return Err(match given {
            Some(_) => format!("there is no folder {}\n{hint}", dir.display()),
            None => format!("there is no handbook.yaml here, and none in ./content\n{hint}"),
        });
    }
    if !dir.join(config::FILE).exists() {
        return Err(format!("there is no handbook.yaml in {}\n{hint}", dir.display()));
    }
    let world = OsWorld::new(&dir).map_err(|e| format!("{} cannot be opened: {e}", dir.display()))?;
    Ok((world, dir))
}

/// The handbook that a document lies in: the nearest folder above it with handbook.yaml.
pub fn around(document: &Path) -> Option<PathBuf> {
    let real = document.canonicalize().ok()?;
    real.ancestors().skip(1).find(|a| a.join(config::FILE).exists()).map(Path::to_owned)
}

/// How a path of the handbook is shown to somebody in the current folder.
pub fn shown_prefix(dir: &Path) -> String {
    let text = dir.to_string_lossy().replace('\\', "/");
    match text.trim_start_matches("./").trim_end_matches('/') {
        "" | "." => String::new(),
        dir => format!("{dir}/"),
    }
}

/// Why a name that was given for an owner is none.
pub fn unknown_owner(register: &Register, name: &str) -> String {
    let near = register.nearest_owner(name).map_or(String::new(), |n| format!("\nhelp: did you mean `{n}`?"));
    format!("no team or person `{name}` in the register{near}")
}

/// `--today`, else `SOURCE_DATE_EPOCH`.
pub fn today(common: &Common) -> Result<Option<NaiveDate>, String> {
    if common.today.is_some() {
        return Ok(common.today);
    }
    let Some(epoch) = world::variable("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let seconds = epoch.parse().ok().and_then(|s| DateTime::from_timestamp(s, 0));
    match seconds {
        Some(time) => Ok(Some(time.date_naive())),
        None => Err(format!("SOURCE_DATE_EPOCH is `{epoch}`, which is no number of seconds")),
    }
}

/// Sets the number of threads, once, before any work starts.
pub fn threads(common: &Common) {
    let jobs = common.jobs.map_or(0, usize::from);
    // It fails only if the pool is there already, and then it has the threads it has.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
}

pub fn settings(common: &Common, findings: Option<&Findings>) -> Result<Settings, String> {
    threads(common);
    let mut settings = Settings { today: today(common)?, machine_date: world::machine_date(), ..Settings::default() };
    if let Some(f) = findings {
        choose(&mut settings, &f.select, &f.ignore)?;
        settings.strict = f.strict;
        settings.since.clone_from(&f.since);
    }
    Ok(settings)
}

/// The rules to show and those to leave out, by their names or `group/*`.
pub fn choose(settings: &mut Settings, select: &[String], ignore: &[String]) -> Result<(), String> {
    for pattern in select.iter().chain(ignore) {
        if !crate::check::is_known(pattern) {
            return Err(super::explain::unknown(pattern));
        }
    }
    settings.select = select.to_vec();
    settings.ignore = ignore.to_vec();
    Ok(())
}

/// `--base-url`, which has to be whole; empty for none.
pub fn base_url(given: Option<&str>) -> Result<Option<String>, String> {
    match given {
        Some(url) if !url.is_empty() && !paths::is_web_url(url) => Err(format!(
            "--base-url: `{url}` is not an absolute URL\nhelp: write it with its scheme, `https://handbook.example.com/`"
        )),
        given => Ok(given.map(str::to_owned)),
    }
}
