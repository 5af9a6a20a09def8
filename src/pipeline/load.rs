//! From the outside to [`Loaded`]: every file that is input, in the order of their paths, and the history.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{self, Migrations};
use crate::diag::Diagnostic;
use crate::markdown;
use crate::model::document::is_markdown;
use crate::model::read::is_yaml;
use crate::model::{Loaded, MigrationFolder};
use crate::oncall::pages::is_pages;
use crate::paths;
use crate::render::theme::TEMPLATE_FOLDER;
use crate::source::{SourceFile, Sources};
use crate::sql::layout::PLAN;
use crate::world::{Entry, Text, Within, World};

/// A text file larger than this is data that strayed into the handbook; reading it would only cost time.
const LARGEST: u64 = 8 << 20;

/// Years of incidents are one file: 200,000 of them have about 25 MiB.
const LARGEST_OF_PAGES: u64 = 64 << 20;

/// The templates of `rutter new` are no documents.
pub const NEW_FOLDER: &str = "templates/new/";

/// Reads everything that is input. What cannot be read is a finding; only a tree that cannot be listed is an error.
///
/// Files that were read before keep their ids.
pub fn load(world: &dyn World, before: &Sources) -> io::Result<(Loaded, Vec<Diagnostic>)> {
    let mut sources = Sources::after(before);
    let mut found = Vec::new();
    let (tree, history) = rayon::join(
        || {
            let tree = world.tree()?;
            add(&mut sources, read_all(world, &tree, is_text), &mut found);
            io::Result::Ok(tree)
        },
        || world.history(),
    );
    let mut loaded = Loaded { sources, tree: tree?, history, ..Loaded::default() };
    for entry in loaded.tree.iter().filter(|e| e.problem.is_some()) {
        let file = loaded.sources.add_unread(&entry.path);
        let problem = entry.problem.as_deref().unwrap_or_default();
        found.push(
            Diagnostic::at_top("page/unreadable", file, format!("this file {problem}"))
                .help("it was left out of the handbook"),
        );
    }
    load_includes(world, &mut loaded, &mut found);
    if let Some((path, bytes)) = world.codeowners()
        && let Ok(text) = String::from_utf8(bytes)
    {
        loaded.codeowners = Some(loaded.sources.add(path, text));
    }
    Ok((loaded, found))
}

enum Read {
    Text(Arc<str>),
    Problem(String, &'static str),
}

fn is_text(path: &str) -> bool {
    if path.starts_with(NEW_FOLDER) {
        return false;
    }
    // Calendars are holidays; the pages that people were sent are kept beside the rotations.
    let of_oncall = path.ends_with(".ics") || is_pages(path);
    is_markdown(path) || is_yaml(path) || of_oncall || path.starts_with(TEMPLATE_FOLDER) && path.ends_with(".html")
}

fn read_all<'t>(world: &dyn World, tree: &'t [Entry], wanted: impl Fn(&str) -> bool + Sync) -> Vec<(&'t str, Read)> {
    tree.par_iter()
        .filter(|e| e.problem.is_none() && wanted(&e.path))
        .map(|e| (e.path.as_str(), read(world, e)))
        .collect()
}

fn read(world: &dyn World, entry: &Entry) -> Read {
    let largest = if is_pages(&entry.path) { LARGEST_OF_PAGES } else { LARGEST };
    if entry.size > largest {
        let mib = entry.size >> 20;
        return Read::Problem(
            format!("this file has {mib} MiB; text over {} MiB is not read", largest >> 20),
            "split it, or keep it out of the handbook",
        );
    }
    match world.text(&entry.path) {
        Ok(Text::Utf8(text)) => Read::Text(text),
        Ok(Text::Broken { line }) => Read::Problem(
            format!("this file is not UTF-8: line {line} holds a byte that is no character"),
            "save it as UTF-8",
        ),
        Err(error) => Read::Problem(format!("this file cannot be read: {error}"), "check its permissions"),
    }
}

fn add(sources: &mut Sources, files: Vec<(&str, Read)>, found: &mut Vec<Diagnostic>) {
    for (path, read) in files {
        match read {
            Read::Text(text) => drop(sources.add(path, text)),
            // An unreadable file has no text, and it is no document: it is in the sources for its finding alone.
            Read::Problem(message, help) => {
                let file = sources.add_unread(path);
                found.push(Diagnostic::at_top("page/unreadable", file, message).help(help));
            }
        }
    }
}

/// Files that documents include and that are no documents themselves: SQL, scripts, configuration.
fn load_includes(world: &dyn World, loaded: &mut Loaded, found: &mut Vec<Diagnostic>) {
    let files: Vec<&SourceFile> = loaded.sources.iter().map(|(_, f)| f).filter(|f| is_markdown(&f.path)).collect();
    files.par_iter().for_each(|f| {
        f.includes.get_or_init(|| markdown::include_targets(&f.text));
    });
    let named = |f: &SourceFile| {
        let folder = paths::parent(&f.path).to_owned();
        f.includes.get().into_iter().flatten().map(|t| paths::join(&folder, t)).collect::<Vec<_>>()
    };
    let wanted: BTreeSet<String> = files
        .into_iter()
        .filter(|f| f.includes.get().is_some_and(|targets| !targets.is_empty()))
        .flat_map(named)
        .filter(|path| loaded.has_file(path) && loaded.sources.find(path).is_none())
        .collect();
    if !wanted.is_empty() {
        let files = read_all(world, &loaded.tree, |path| wanted.contains(path));
        add(&mut loaded.sources, files, found);
    }
}

/// Reads the folders that `migrations:` names.
pub fn load_migrations(world: &dyn World, loaded: &mut Loaded, folders: &[Migrations]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (entry, folder) in folders.iter().enumerate() {
        load_folder(world, loaded, entry, folder, &mut found);
    }
    found
}

/// Reads one of them; `entry` is its number.
pub fn load_folder(
    world: &dyn World,
    loaded: &mut Loaded,
    entry: usize,
    folder: &Migrations,
    found: &mut Vec<Diagnostic>,
) {
    let path = &folder.path;
    match world.tree_of(&path.value, Within::Repository) {
        Ok(tree) => load_files(world, loaded, entry, &path.value, &tree, found),
        Err(error) => {
            let message = format!("the migrations in `{}` cannot be read: {error}", path.value);
            found.push(
                Diagnostic::new("config/bad-value", path.span, message)
                    .help("name a folder of this repository, relative to the handbook: `../db/migrations`"),
            );
        }
    }
}

/// Reads the SQL files of a folder as the migrations of an entry.
pub fn load_files(
    world: &dyn World,
    loaded: &mut Loaded,
    entry: usize,
    folder: &str,
    tree: &[Entry],
    found: &mut Vec<Diagnostic>,
) {
    let tree: Vec<Entry> = tree
        .iter()
        .filter(|e| e.problem.is_none() && (is_sql(&e.path) || paths::name(&e.path) == PLAN))
        .cloned()
        .collect();
    let files = read_all(world, &tree, |_| true);
    add(&mut loaded.sources, files, found);
    let files = tree.iter().filter_map(|e| loaded.sources.find(&e.path)).collect();
    loaded.migrations.push(MigrationFolder { path: folder.to_owned(), entry, files });
}

pub fn is_sql(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("sql"))
}

/// Checks the links to other sites, all at once, and remembers what did not answer.
pub fn load_external(world: &dyn World, loaded: &mut Loaded, urls: BTreeSet<String>) -> io::Result<()> {
    let urls: Vec<String> = urls.into_iter().filter(|u| paths::is_web_url(u)).collect();
    let problems: HashMap<String, String> = world.external(&urls)?;
    loaded.external = problems;
    Ok(())
}

/// Whether there is a handbook at all.
pub fn has_config(loaded: &Loaded) -> bool {
    loaded.has_file(config::FILE)
}
