//! Files of SQL that somebody names, held to the standards of a handbook.
//!
//! 1. The handbook is read, for its standards alone.
//! 2. Each file has a history to be judged in: the folder of `migrations:` that it lies in, else the folder that was
//!    named, else its own. Every history is read once.
//! 3. What is found in the files that were named is kept; of exceptions, what concerns these files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::load::{self, is_sql};
use super::{CannotRun, Progress, Settings, keep_changed, policy, read};
use crate::adr::Decisions;
use crate::check::{self, Context};
use crate::config::Migrations;
use crate::diag::{Diagnostic, Findings, Severity};
use crate::model::{Handbook, Loaded};
use crate::oncall::OnCall;
use crate::paths;
use crate::source::{FileId, Span, Spanned};
use crate::sql::{self, Sql, exceptions};
use crate::world::{Entry, Named, Within, World};

/// Files that were held to the standards.
#[derive(Debug)]
pub struct Linted {
    pub loaded: Loaded,
    pub handbook: Handbook,
    pub sql: Sql,
    /// Those that were named, in the order of their paths.
    pub files: Vec<FileId>,
    pub findings: Findings,
    /// Errors in what the standards and the configuration say, which may keep a rule from being held. `rutter check`
    /// shows them.
    pub wrong_standards: usize,
}

/// Holds what was named to the standards.
pub fn lint(world: &dyn World, settings: &Settings, named: &[Named], progress: Progress) -> Result<Linted, CannotRun> {
    progress("reading");
    let (mut loaded, mut handbook, mut diagnostics) = read(world, settings)?;
    let files = load_named(world, &mut loaded, &mut handbook, named, &mut diagnostics)?;
    progress("checking");
    let (sql, more) = sql::read(&handbook, &loaded);
    diagnostics.extend(more);
    if sql.standards.iter().all(|s| s.rules.iter().all(|r| r.machine().is_none())) {
        return Err(CannotRun::Lint(
            "no standard of this handbook has a rule that a machine enforces, so there is nothing to hold SQL to\n\
             help: `rutter new standard TITLE` writes one; `rutter rules` lists what can be enforced"
                .to_owned(),
        ));
    }
    let (decisions, oncall) = (Decisions::default(), OnCall::default());
    diagnostics.extend(check::check_sql(&Context::new(&handbook, &loaded, &decisions, &oncall, &sql)));
    let about: BTreeSet<Span> = concerning(&sql, &loaded, &files, handbook.today);
    let (mut kept, left): (Vec<Diagnostic>, Vec<Diagnostic>) =
        diagnostics.into_iter().partition(|d| files.binary_search(&d.span.file).is_ok() || about.contains(&d.span));
    let policy = policy(&handbook.config, settings);
    let of_standards: BTreeSet<FileId> =
        sql.standards.iter().map(|s| handbook.document(s.doc).file).chain([handbook.config_file]).collect();
    let is_wrong = |d: &&Diagnostic| {
        // What is wrong with the exception of another file keeps no rule from being held.
        !d.rule.starts_with("sql/exception-")
            && of_standards.contains(&d.span.file)
            && policy.severity(d.rule, d.level) == Some(Severity::Error)
    };
    let wrong_standards = left.iter().filter(is_wrong).count();
    if let Some(rev) = &settings.since {
        let changed = world.changed_since(rev).map_err(CannotRun::Since)?;
        keep_changed(&mut kept, &loaded, &changed);
    }
    let owner = |file| {
        let id = handbook.of_file(file)?;
        handbook.owner_name(handbook.document(id))
    };
    let findings = Findings::new(kept, &policy, &loaded.sources, owner);
    Ok(Linted { loaded, handbook, sql, files, findings, wrong_standards })
}

/// Reads the histories of what was named, and gives the files that were meant.
fn load_named(
    world: &dyn World,
    loaded: &mut Loaded,
    handbook: &mut Handbook,
    named: &[Named],
    found: &mut Vec<Diagnostic>,
) -> Result<Vec<FileId>, CannotRun> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut entries: BTreeSet<usize> = BTreeSet::new();
    // Folders that no entry holds, with the files to read there.
    let mut others: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let tree = |folder: &str| {
        world.tree_of(folder, Within::Machine).map_err(|e| CannotRun::Lint(format!("`{folder}` cannot be read: {e}")))
    };
    for named in named {
        let holder = |path: &str| holder(&handbook.config.migrations, path);
        if named.is_folder {
            let files = tree(&named.path)?;
            let of_sql = || files.iter().filter(|e| is_sql(&e.path));
            if of_sql().next().is_none() {
                return Err(CannotRun::Lint(format!("there is no `.sql` file in {}", named.shown)));
            }
            wanted.extend(of_sql().map(|e| e.path.clone()));
            entries.extend(of_sql().filter_map(|e| holder(&e.path)));
            let free: Vec<Entry> = files.into_iter().filter(|e| holder(&e.path).is_none()).collect();
            if free.iter().any(|e| is_sql(&e.path)) {
                others.insert(named.path.clone(), free);
            }
        } else if !is_sql(&named.path) {
            return Err(CannotRun::Lint(format!("{} is no `.sql` file", named.shown)));
        } else {
            wanted.insert(named.path.clone());
            match holder(&named.path) {
                Some(entry) => drop(entries.insert(entry)),
                None => {
                    let folder = paths::parent(&named.path);
                    if !others.contains_key(folder) {
                        let beside = |e: &Entry| paths::parent(&e.path) == folder;
                        others.insert(folder.to_owned(), tree(folder)?.into_iter().filter(beside).collect());
                    }
                }
            }
        }
    }
    for entry in entries {
        load::load_folder(world, loaded, entry, &handbook.config.migrations[entry], found);
    }
    for (folder, files) in others {
        let entry = handbook.config.migrations.len();
        let path = Spanned::new(folder.clone(), Span::top(handbook.config_file));
        handbook.config.migrations.push(Migrations::of(path));
        load::load_files(world, loaded, entry, &folder, &files, found);
    }
    let id = |path: String| {
        loaded
            .sources
            .find(&path)
            .ok_or_else(|| CannotRun::Lint(format!("{path} is not read: it is hidden, or git ignores it")))
    };
    let mut files = wanted.into_iter().map(id).collect::<Result<Vec<_>, _>>()?;
    files.sort_unstable();
    Ok(files)
}

/// The innermost entry of `migrations:` that a file lies in.
fn holder(entries: &[Migrations], path: &str) -> Option<usize> {
    let holds = |folder: &str| match folder {
        "" => !paths::leaves(path),
        _ => path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
    };
    let holding = entries.iter().enumerate().filter(|(_, m)| holds(&m.path.value));
    holding.max_by_key(|(_, m)| m.path.value.len()).map(|(at, _)| at)
}

/// Where the exceptions stand that are about these files: those that name one of them, and those that would excuse
/// something in them.
fn concerning(sql: &Sql, loaded: &Loaded, files: &[FileId], today: NaiveDate) -> BTreeSet<Span> {
    let paths: BTreeSet<&str> = files.iter().map(|f| loaded.sources.path(*f)).collect();
    let is_wanted = |file: &sql::Migration| file.file.is_some_and(|f| files.binary_search(&f).is_ok());
    let mut spans = BTreeSet::new();
    for (at, standard) in sql.standards.iter().enumerate() {
        let broken = || {
            let of = |v: &&sql::Violation| v.standard == at;
            let broken = sql.violations.iter().filter(of).map(|v| (v, &sql.histories[v.history].files[v.file]));
            broken.filter(|(_, file)| is_wanted(file))
        };
        for exception in &standard.exceptions {
            let expires = exception.expires.as_ref().map(|e| e.span);
            if exception.path.as_ref().is_some_and(|p| paths.contains(paths::join("", &p.value).as_str())) {
                spans.extend(
                    [Some(exception.rule.span), exception.path.as_ref().map(|p| p.span), expires].into_iter().flatten(),
                );
            } else if exception.is_expired(today) {
                let would = |v: &sql::Violation, file: &sql::Migration| {
                    exceptions::covers(exception, &standard.rules[v.rule], file, v, &loaded.sources)
                };
                spans.extend(expires.filter(|_| broken().any(|(v, file)| would(v, file))));
            }
        }
    }
    spans
}
