//! Schedules of other tools, written as rotations, and what was paged there, added to the handbook's table of pages. What
//! is there is never written over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::args::ImportArgs;
use crate::cli::{Outcome, output, place};
use crate::config::Config;
use crate::dates::counted;
use crate::oncall::KIND;
use crate::oncall::import::pages::{append, ids};
use crate::oncall::import::{File, Imported, Settings, Tool, import};
use crate::oncall::pages::{FILE as PAGES, is_pages};
use crate::world::{self, OsWorld, World};
use crate::{paths, pipeline};

/// A file of the handbook, and what is done with it.
struct Write {
    path: String,
    bytes: Vec<u8>,
    what: String,
    /// It is there with another text.
    taken: bool,
    /// It is there with this one.
    same: bool,
}

pub fn run(tool: Tool, args: &ImportArgs) -> Outcome {
    let (world, dir) = place::open(args.dir.as_deref())?;
    let (_, handbook, _) = pipeline::read(&world, &place::settings(&args.common, None)?).map_err(|e| e.to_string())?;
    if let Some(owner) = args.owner.as_ref().filter(|o| handbook.register.owner(o).is_none()) {
        return Err(place::unknown_owner(&handbook.register, owner));
    }
    let files = files(&args.from)?;
    let (folder, says_kind) = folder(&handbook.config, args.to.as_deref())?;
    let settings = Settings { owner: args.owner.as_deref(), says_kind };
    let imported = import(tool, &files, &handbook.register, &settings);
    let mut writes = rotations(&imported, tool, &folder, &dir, &world);
    writes.extend(table(&imported, tool, &dir, &world)?);
    for note in imported.notes.iter().filter(|_| !args.common.quiet) {
        output::note(&format!("note: {}: {}", note.place.trim_end_matches([':', ' ']), note.text));
    }
    if writes.is_empty() {
        let from: Vec<String> = args.from.iter().map(|p| p.display().to_string()).collect();
        return Err(format!(
            "{} has no schedule and no incident that could be read\nhelp: give the answers of {}'s API as JSON files",
            from.join(", "),
            tool.name()
        ));
    }
    let prefix = place::shown_prefix(&dir);
    let taken: String = writes.iter().filter(|w| w.taken).map(|w| format!("  {prefix}{}\n", w.path)).collect();
    if !taken.is_empty() {
        return Err(format!(
            "nothing was written: these files are there already, with another text\n{taken}help: remove them, or import \
             into another folder with `--to`"
        ));
    }
    for write in writes.iter().filter(|w| !w.same && !args.dry_run) {
        let file = dir.join(&write.path);
        world::write_file(&file, &write.bytes).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
    }
    let mut report: String = writes.iter().map(|w| format!("{prefix}{}: {}\n", w.path, w.what)).collect();
    let same = writes.iter().filter(|w| w.same).count();
    let (written, notes) = (writes.len() - same, imported.notes.len());
    report.push_str(&format!("\n{written} written, {same} as they were, {}\n", counted(notes, "note")));
    output::result(&report, args.common.output.as_deref())?;
    if args.dry_run && !args.common.quiet {
        output::note("nothing was written: this is a dry run");
    }
    Ok(0)
}

/// Where rotations go, and whether they have to say there what they are.
fn folder(config: &Config, to: Option<&str>) -> Result<(String, bool), String> {
    let kind = &config.kinds[config.kind(KIND).expect("invariant: a built-in kind")];
    let folder = paths::join("", to.unwrap_or_else(|| kind.folder()));
    if paths::leaves(&folder) {
        return Err(format!("--to: {folder} is not in the handbook"));
    }
    let says_kind = !kind.paths.matches(&paths::join(&folder, "rotation.yaml"));
    Ok((folder, says_kind))
}

/// The files of an export: those that are named, and those of the folders that are named.
fn files(from: &[PathBuf]) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for path in from {
        let shown = place::shown_prefix(path).trim_end_matches('/').to_owned();
        if !path.is_dir() {
            let bytes = world::read_file(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
            files.push(File { name: shown, bytes });
            continue;
        }
        let there = OsWorld::new(path).map_err(|e| format!("{} cannot be opened: {e}", path.display()))?;
        let tree = there.tree().map_err(|e| format!("{} cannot be listed: {e}", path.display()))?;
        for entry in tree.iter().filter(|e| e.problem.is_none() && is_export(&e.path)) {
            let bytes = there.read(&entry.path).map_err(|e| format!("{} cannot be read: {e}", entry.path))?;
            files.push(File { name: paths::join(&shown, &entry.path), bytes });
        }
    }
    Ok(files)
}

fn is_export(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e.eq_ignore_ascii_case("json") || e.eq_ignore_ascii_case("csv"))
}

fn rotations(imported: &Imported, tool: Tool, folder: &str, dir: &Path, world: &OsWorld) -> Vec<Write> {
    let write = |id: &str, yaml: &str| {
        let path = paths::join(folder, &format!("{id}.yaml"));
        let is_there = dir.join(&path).exists();
        let same = is_there && world.read(&path).is_ok_and(|there| there == yaml.as_bytes());
        let what = if same { "is there already".to_owned() } else { format!("imported from {}", tool.name()) };
        Write { path, bytes: yaml.as_bytes().to_vec(), what, taken: is_there && !same, same }
    };
    imported.rotations.iter().map(|new| write(&new.id, &new.yaml)).collect()
}

/// The table of pages with those that are new; nothing where the export has none.
fn table(imported: &Imported, tool: Tool, dir: &Path, world: &OsWorld) -> Result<Option<Write>, String> {
    if imported.pages.is_empty() {
        return Ok(None);
    }
    let unread = |path: &str, why: String| format!("{path} cannot be added to: {why}");
    let text = |path: &str| {
        let bytes = world.read(path).map_err(|e| unread(path, e.to_string()))?;
        String::from_utf8(bytes).map_err(|_| unread(path, "it is not UTF-8".to_owned()))
    };
    let there = if dir.join(PAGES).exists() { text(PAGES)? } else { String::new() };
    let mut elsewhere = BTreeSet::new();
    let tree = world.tree().map_err(|e| format!("{} cannot be listed: {e}", dir.display()))?;
    for entry in tree.iter().filter(|e| e.path != PAGES && is_pages(&e.path)) {
        // A table without ids has none that could be met again.
        elsewhere.extend(ids(&text(&entry.path)?).map(|(ids, _)| ids).unwrap_or_default());
    }
    let appended = append(&there, &imported.pages, &elsewhere).map_err(|e| unread(PAGES, e))?;
    let (added, same) = (appended.added, appended.added == 0);
    let known = imported.pages.len() - added;
    let what = match (added, known) {
        (0, known) => format!("has {} already", counted(known, "incident")),
        (added, 0) => format!("{} from {}", counted(added, "incident"), tool.name()),
        (added, known) => format!("{} from {}; {known} of before stay", counted(added, "incident"), tool.name()),
    };
    Ok(Some(Write { path: PAGES.to_owned(), bytes: appended.text.into_bytes(), what, taken: false, same }))
}
