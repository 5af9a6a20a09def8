//! The one room that knows the order of the stages.
//!
//! 1. load: files, history, clock
//! 2. configuration
//! 3. model
//! 4. checks
//! 5. render, and beside it the search index, into a staging folder
//! 6. publish: the staging folder takes the place of the site
//!
//! Data goes one way; each stage gives a value and its diagnostics.

pub mod edition;
pub mod lint;
pub mod live;
pub mod load;
mod looks;
mod memo;
pub mod search;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;

pub use edition::Edition;
pub use live::Live;
use memo::Memo;

use crate::adr::{self, Archive, Decisions};
use crate::check::{self, RULES};
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Findings, Level, Policy, Severity};
use crate::model::links::Target;
use crate::model::{self, Handbook, Loaded};
use crate::oncall::{self, OnCall};
use crate::publish::{PublishError, Published, Staging};
use crate::render::Output;
use crate::source::{FileId, Sources, Span};
use crate::sql::{self, Sql};
use crate::world::{Store, World};

/// What a command line asks of a run, beyond the handbook itself.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Wins over the configuration's date: `--today` or `SOURCE_DATE_EPOCH`.
    pub today: Option<NaiveDate>,
    /// The machine's date in UTC, where nothing else says.
    pub machine_date: NaiveDate,
    pub drafts: bool,
    pub offline: bool,
    pub base_url: Option<String>,
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    pub strict: bool,
    /// Links to other sites are asked for.
    pub external: bool,
    /// Only findings in files changed since this revision are shown.
    pub since: Option<String>,
    /// A site is written whatever was found.
    pub force: bool,
    /// A folder whose documents are decisions, whatever the configuration says of it.
    pub decisions_in: Option<String>,
}

/// Why a run could not start or go on.
#[derive(Debug)]
pub enum CannotRun {
    /// The folder has no handbook.yaml.
    NoHandbook,
    Unlisted(std::io::Error),
    External(std::io::Error),
    Since(String),
    /// There is nothing to lint, or nothing to hold it to.
    Lint(String),
    Publish(PublishError),
    /// The search index could not be made.
    Index(String),
}

impl fmt::Display for CannotRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHandbook => {
                f.write_str("there is no handbook.yaml here\nhelp: `rutter init` writes a small handbook to start from")
            }
            Self::Unlisted(error) => write!(f, "the handbook's folder cannot be listed: {error}"),
            Self::External(error) => write!(f, "links to other sites could not be checked: {error}"),
            Self::Lint(error) => f.write_str(error),
            Self::Since(error) => write!(f, "--since: {error}"),
            Self::Publish(error) => error.fmt(f),
            Self::Index(error) => write!(f, "the search index could not be made: {error}"),
        }
    }
}

impl std::error::Error for CannotRun {}

/// A handbook that was read and checked.
#[derive(Debug)]
pub struct Checked {
    pub loaded: Loaded,
    pub handbook: Handbook,
    pub decisions: Decisions,
    pub oncall: OnCall,
    pub sql: Sql,
    pub findings: Findings,
    policy: Policy,
    diagnostics: Vec<Diagnostic>,
}

/// A site that was built, or was not because of what was found.
pub struct Built {
    pub checked: Checked,
    pub published: Option<Published>,
}

/// Says which stage a run is in.
pub type Progress<'a> = &'a (dyn Fn(&str) + Sync);

/// What was read, and what was wrong with it.
pub type Reading = (Loaded, Handbook, Vec<Diagnostic>);

/// Reads the handbook without judging it. Commands that answer a question answer from this.
pub fn read(world: &dyn World, settings: &Settings) -> Result<Reading, CannotRun> {
    read_again(world, settings, &mut Memo::default())
}

/// Reads the handbook, with what is remembered of the reading before.
fn read_again(world: &dyn World, settings: &Settings, memo: &mut Memo) -> Result<Reading, CannotRun> {
    let (mut loaded, mut found) = load::load(world, &memo.sources).map_err(CannotRun::Unlisted)?;
    if !load::has_config(&loaded) {
        return Err(CannotRun::NoHandbook);
    }
    let file = loaded.sources.find(config::FILE).unwrap_or(FileId(0));
    let (mut config, more) = configuration(&mut loaded, file, &memo.sources);
    found.extend(more);
    config.offline |= settings.offline;
    if let Some(url) = &settings.base_url {
        config.base_url = config::with_slash(url);
    }
    if let Some(folder) = &settings.decisions_in {
        config.take_for(adr::KIND, folder);
    }
    let today = settings.today.or(config.today).unwrap_or(settings.machine_date);
    let (handbook, more) = model::read(&loaded, config, file, today, settings.drafts, &mut memo.documents);
    found.extend(more);
    Ok((loaded, handbook, found))
}

/// What handbook.yaml says. While somebody writes it and it is no YAML, it says what it said in the reading before, and
/// is told to be broken; without one before, the handbook is read with the defaults.
fn configuration(loaded: &mut Loaded, file: FileId, before: &Sources) -> (Config, Vec<Diagnostic>) {
    let sources = &mut loaded.sources;
    let last = before.find(config::FILE).map(|id| before.shared(id));
    let last = last.filter(|last| !config::is_readable(sources.get(file)) && config::is_readable(last));
    let Some(last) = last else { return config::read(sources.text(file), file) };
    let broken = sources.put_back(file, Arc::clone(last));
    let (config, mut found) = config::read(sources.text(file), file);
    // One that cannot be read as text has its finding.
    if !sources.get(broken).unread {
        found.extend(config::read(sources.text(broken), broken).1);
    }
    (config, found)
}

/// Reads what was decided, with its past.
pub fn read_decisions(world: &dyn World, handbook: &Handbook, loaded: &Loaded) -> (Decisions, Vec<Diagnostic>) {
    read_decisions_again(world, handbook, loaded, &mut adr::Memo::default())
}

/// Reads what was decided, with its past and with what is remembered of the reading before.
fn read_decisions_again(
    world: &dyn World,
    handbook: &Handbook,
    loaded: &Loaded,
    memo: &mut adr::Memo,
) -> (Decisions, Vec<Diagnostic>) {
    let archive = Archive {
        blobs: &|ids| world.blobs(ids),
        // Where git cannot tell, everything is taken to be committed.
        uncommitted: &|| world.changed_since("HEAD").unwrap_or_default(),
    };
    adr::read_again(handbook, loaded, &archive, memo)
}

/// Reads what was decided as it stands today: git is not asked for its past.
pub fn read_decisions_of_today(handbook: &Handbook, loaded: &Loaded) -> Decisions {
    adr::read(handbook, loaded, &Archive::NONE).0
}

/// Front matter of a decision that is no YAML is read all the same, line by line: it is not lost, only to be mended.
fn forgive(diagnostics: &mut [Diagnostic], handbook: &Handbook, decisions: &Decisions) {
    let lenient: HashSet<FileId> =
        decisions.list.iter().filter(|d| d.lenient).map(|d| handbook.document(d.doc).file).collect();
    for d in diagnostics.iter_mut().filter(|d| d.rule == "page/front-matter" && lenient.contains(&d.span.file)) {
        d.rule = "adr/front-matter";
    }
}

/// Reads the handbook and runs every check on it.
pub fn check(world: &dyn World, settings: &Settings, progress: Progress) -> Result<Checked, CannotRun> {
    check_again(world, settings, &mut Memo::default(), progress)
}

/// Reads the handbook and runs every check on it, with what is remembered of the run before.
fn check_again(
    world: &dyn World,
    settings: &Settings,
    memo: &mut Memo,
    progress: Progress,
) -> Result<Checked, CannotRun> {
    progress("reading");
    let (mut loaded, handbook, mut diagnostics) = read_again(world, settings, memo)?;
    if settings.external {
        progress("asking other sites");
        load::load_external(world, &mut loaded, external_urls(&handbook)).map_err(CannotRun::External)?;
    }
    progress("checking");
    let (decisions, more) = read_decisions_again(world, &handbook, &loaded, &mut memo.decisions);
    forgive(&mut diagnostics, &handbook, &decisions);
    diagnostics.extend(more);
    let (written, more) = oncall::read(&handbook, &loaded);
    diagnostics.extend(more);
    let oncall = oncall::ahead(&handbook, written);
    diagnostics.extend(load::load_migrations(world, &mut loaded, &handbook.config.migrations));
    let (sql, more) = sql::read_again(&handbook, &loaded, &mut memo.sql);
    diagnostics.extend(more);
    diagnostics.extend(check::check(&check::Context::new(&handbook, &loaded, &decisions, &oncall, &sql)));
    if let Some(rev) = &settings.since {
        let changed = world.changed_since(rev).map_err(CannotRun::Since)?;
        keep_changed(&mut diagnostics, &loaded, &changed);
    }
    let policy = policy(&handbook.config, settings);
    let mut checked =
        Checked { loaded, handbook, decisions, oncall, sql, findings: Findings::default(), policy, diagnostics };
    checked.judge();
    Ok(checked)
}

/// Reads, checks and, unless something is wrong, writes the site to `out`.
pub fn build(
    world: &dyn World,
    store: &dyn Store,
    root: &Path,
    out: &Path,
    settings: &Settings,
    progress: Progress,
) -> Result<Built, CannotRun> {
    let mut edition = Edition::new(world, check(world, settings, progress)?);
    if edition.checked.findings.failed() && !settings.force {
        return Ok(Built { checked: edition.checked, published: None });
    }
    progress("writing");
    let staging = Staging::open(store, out, root).map_err(CannotRun::Publish)?;
    let press = Press { staging: &staging, failed: Mutex::new(None), clashes: Mutex::new(BTreeSet::new()) };
    let (found, indexed) = rayon::join(|| edition.draw(world, &press), || edition.index(&press));
    indexed.map_err(|error| CannotRun::Index(error.to_string()))?;
    if let Some(error) = press.failed.into_inner().unwrap_or_default() {
        return Err(CannotRun::Publish(error));
    }
    let top = Span::top(edition.checked.handbook.config_file);
    let clashes = press.clashes.into_inner().unwrap_or_default().into_iter().map(|path| {
        Diagnostic::new("page/duplicate-route", top, format!("two pages would both be the file `{path}`"))
            .help("rename one of them")
    });
    edition.checked.add(found.into_iter().chain(clashes).collect());
    let mut checked = edition.checked;
    // A page that could not be drawn would be missing from the site.
    if checked.findings.failed() && !settings.force {
        return Ok(Built { checked, published: None });
    }
    match staging.commit() {
        Ok(published) => Ok(Built { checked, published: Some(published) }),
        Err(error @ PublishError::BadPath { .. }) => {
            checked.add(vec![Diagnostic::new("page/duplicate-route", top, error.to_string())]);
            Ok(Built { checked, published: None })
        }
        Err(error) => Err(CannotRun::Publish(error)),
    }
}

impl Checked {
    /// Takes in what a later stage found.
    fn add(&mut self, found: Vec<Diagnostic>) {
        if !found.is_empty() {
            self.diagnostics.extend(found);
            self.judge();
        }
    }

    fn judge(&mut self) {
        let owner = |file| {
            let id = self.handbook.of_file(file)?;
            self.handbook.owner_name(self.handbook.document(id))
        };
        self.findings = Findings::new(self.diagnostics.iter().cloned(), &self.policy, &self.loaded.sources, owner);
    }
}

/// Levels: the rules' own, those of handbook.yaml over them, the command line's choice over both.
fn policy(config: &Config, settings: &Settings) -> Policy {
    let mut levels: Vec<(String, Level)> = vec![("freshness/drifted".to_owned(), config.freshness.watches)];
    levels.extend(config.levels.iter().map(|l| l.value.clone()));
    Policy {
        defaults: RULES.iter().map(|r| (r.name, r.level)).collect(),
        levels,
        select: settings.select.clone(),
        ignore: settings.ignore.clone(),
        strict: settings.strict,
    }
}

fn external_urls(handbook: &Handbook) -> BTreeSet<String> {
    handbook
        .documents
        .iter()
        .flat_map(|d| d.outline.links.iter().zip(d.links.iter()))
        .filter(|(_, target)| **target == Target::External)
        .map(|(link, _)| link.dest.clone())
        .collect()
}

fn keep_changed(diagnostics: &mut Vec<Diagnostic>, loaded: &Loaded, changed: &HashSet<String>) {
    diagnostics.retain(|d| {
        let path = loaded.sources.path(d.span.file);
        changed.contains(&loaded.history.repository_path(path)) || changed.contains(path)
    });
}

/// Puts files into the staging folder; the first failure is kept and ends the writing.
struct Press<'a> {
    staging: &'a Staging<'a>,
    failed: Mutex<Option<PublishError>>,
    /// Files that two pages want to be.
    clashes: Mutex<BTreeSet<String>>,
}

impl Output for Press<'_> {
    fn put(&self, path: &str, bytes: &[u8]) {
        match (self.staging.put(path, bytes), self.failed.lock(), self.clashes.lock()) {
            (Err(PublishError::Taken { path, .. }), _, Ok(mut clashes)) => drop(clashes.insert(path)),
            (Err(error), Ok(mut failed), _) => drop(failed.get_or_insert(error)),
            _ => {}
        }
    }
}

/// Whether a run failed, as an exit code: 0 clean, 1 findings at error level.
pub fn exit_code(findings: &Findings) -> u8 {
    u8::from(findings.count(Severity::Error) > 0)
}
