//! `rutter import`: another tool's decisions, turned into this handbook's form.
//!
//! Everything is worked out before anything is written. A folder of the handbook is converted in place; files from
//! elsewhere never take the place of others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::args::{ImportArgs, ImportTool};
use super::{Outcome, output, place};
use crate::adr::convert::{Converted, Settings, convert};
use crate::adr::{self, Decisions, Form};
use crate::config::{self, Config};
use crate::model::document::is_markdown;
use crate::model::links::{is_external, split_anchor};
use crate::model::{Document, Handbook, routes};
use crate::paths;
use crate::pipeline;
use crate::source::FileId;
use crate::world::{self, OsWorld, Overlay, World};

/// Files that steer a tool and are no decisions.
const STEERING: [&str; 2] = [".adr-dir", ".log4brains.yml"];

pub fn run(args: &ImportArgs) -> Outcome {
    let (world, dir) = place::open(args.dir.as_deref())?;
    let source = Source::find(args, &world)?;
    let mut settings = place::settings(&args.common, None)?;
    settings.decisions_in = Some(source.folder.clone());
    let overlay = Overlay { under: &world, files: source.files.clone() };
    let (loaded, handbook, _) = pipeline::read(&overlay, &settings).map_err(|e| e.to_string())?;
    if let Some(owner) = args.owner.as_ref().filter(|o| handbook.register.owner(o).is_none()) {
        return Err(place::unknown_owner(&handbook.register, owner));
    }
    let (decisions, _) = pipeline::read_decisions(&overlay, &handbook, &loaded);
    let places = source.decisions(&handbook, &decisions);
    let forms: BTreeSet<Form> = places.iter().map(|at| decisions.list[*at].form).collect();
    if !forms.iter().any(|f| *f == Form::House || forms_of(args.tool).contains(f)) {
        return Err(nothing_to_import(args, &forms));
    }
    let pictures = source.pictures(&handbook, &decisions, &places);
    let comes_along = |path: &str| {
        // The folder itself is where its decisions are.
        if path == source.folder {
            return true;
        }
        let decision = || handbook.documents.iter().position(|d| d.path == path);
        pictures.contains_key(path)
            || decision().is_some_and(|d| places.iter().any(|at| decisions.list[*at].doc.0 == d))
    };
    let adr_paths = &source.config.kinds[source.config.kind(adr::KIND).expect("invariant: a built-in kind")].paths;
    let converting = Settings {
        owner: args.owner.as_deref(),
        relink: &|document, dest| source.relink(document, dest, &comes_along),
        says_kind: &|path| !adr_paths.matches(path),
    };
    let prefix = place::shown_prefix(&dir);
    let from = if source.moved.is_some() { place::shown_prefix(&args.from) } else { prefix.clone() };
    let mut plan = Plan { prefix, from, ..Plan::default() };
    for (at, done) in places.iter().zip(convert(&handbook, &loaded, &decisions, &places, &converting)) {
        let decision = &decisions.list[*at];
        plan.decision(&source, &handbook.document(decision.doc).path, decision.form, done);
    }
    for (path, bytes) in pictures {
        plan.write(path, bytes, "comes along");
    }
    plan.compare(&dir, &world);
    plan.left_out = source.left_out(&handbook, &decisions, &places, &loaded.tree);
    plan.finish(args, &source, &dir)
}

/// The forms that a tool writes, of all its versions.
fn forms_of(tool: ImportTool) -> &'static [Form] {
    match tool {
        ImportTool::AdrTools => &[Form::Nygard],
        ImportTool::Log4brains => &[Form::Log4brains, Form::Madr2],
        ImportTool::Madr => &[Form::Madr2, Form::Madr3, Form::Madr4],
    }
}

fn nothing_to_import(args: &ImportArgs, forms: &BTreeSet<Form>) -> String {
    let from = args.from.display();
    let names: Vec<&str> = forms.iter().map(|f| f.name()).collect();
    match names.as_slice() {
        [] => format!("{from} has no decision\nhelp: name the folder that the decisions lie in"),
        names => {
            format!("{from} has no decision of that tool\nhelp: its decisions are in the form {}", names.join(", "))
        }
    }
}

/// Where the decisions come from, and where they go.
struct Source {
    config: Config,
    /// In the handbook.
    folder: String,
    /// By their paths in the handbook; none where the folder is a part of it.
    files: BTreeMap<String, Vec<u8>>,
    /// What else lies beside them, and can come along.
    others: BTreeMap<String, PathBuf>,
    /// The folder they lie in now, and the handbook's, if that is another.
    moved: Option<(String, String)>,
    steering: Vec<String>,
}

impl Source {
    fn find(args: &ImportArgs, world: &OsWorld) -> Result<Self, String> {
        let from = args.from.canonicalize().map_err(|e| format!("{} cannot be opened: {e}", args.from.display()))?;
        if !from.is_dir() {
            return Err(format!("{} is no folder\nhelp: name the folder of the decisions", args.from.display()));
        }
        let text = world.read(config::FILE).map_err(|e| format!("{} cannot be read: {e}", config::FILE))?;
        let (config, _) = config::read(&String::from_utf8_lossy(&text), FileId(0));
        let steering = STEERING.iter().filter(|name| from.join(name).exists()).map(|n| (*n).to_owned()).collect();
        let empty = (BTreeMap::new(), BTreeMap::new());
        if let Ok(inside) = from.strip_prefix(world.root()) {
            if args.to.is_some() {
                return Err(
                    "the folder lies in the handbook and is converted where it is\nhelp: leave out `--to`".into()
                );
            }
            let folder = slashes(inside);
            return Ok(Self { config, folder, files: empty.0, others: empty.1, moved: None, steering });
        }
        let kind = &config.kinds[config.kind(adr::KIND).expect("invariant: a built-in kind")];
        let folder = paths::join("", args.to.as_deref().unwrap_or_else(|| kind.folder()));
        if paths::leaves(&folder) {
            return Err(format!("--to: {folder} is not in the handbook"));
        }
        let (mut files, mut others) = empty;
        let there = OsWorld::new(&from).map_err(|e| format!("{} cannot be opened: {e}", from.display()))?;
        let tree = there.tree().map_err(|e| format!("{} cannot be listed: {e}", from.display()))?;
        for entry in tree.into_iter().filter(|e| e.problem.is_none()) {
            let path = paths::join(&folder, &entry.path);
            if is_markdown(&entry.path) && !routes::is_index(&entry.path) {
                let bytes = there.read(&entry.path).map_err(|e| format!("{} cannot be read: {e}", entry.path))?;
                files.insert(path, bytes);
            } else {
                others.insert(path, from.join(&entry.path));
            }
        }
        let moved = Some((slashes(&from), slashes(world.root())));
        Ok(Self { config, folder, files, others, moved, steering })
    }

    fn is_below(&self, path: &str) -> bool {
        match self.moved {
            Some(_) => self.files.contains_key(path),
            None => self.folder.is_empty() || path.strip_prefix(&self.folder).is_some_and(|rest| rest.starts_with('/')),
        }
    }

    fn decisions(&self, handbook: &Handbook, decisions: &Decisions) -> Vec<usize> {
        let is_one = |at: &usize| {
            let document = handbook.document(decisions.list[*at].doc);
            handbook.kind(document).name == adr::KIND && self.is_below(&document.path)
        };
        (0..decisions.list.len()).filter(is_one).collect()
    }

    /// Files beside the decisions that they show or link to.
    fn pictures(&self, handbook: &Handbook, decisions: &Decisions, places: &[usize]) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for document in places.iter().map(|at| handbook.document(decisions.list[*at].doc)) {
            for link in document.outline.links.iter().filter(|l| !is_external(&l.dest)) {
                let path = paths::join(paths::parent(&document.path), &paths::decode(split_anchor(&link.dest).0));
                let file = self.others.get(&path).filter(|_| !is_markdown(&path));
                if let Some(bytes) = file.and_then(|f| world::read_file(f).ok()) {
                    found.insert(path, bytes);
                }
            }
        }
        found
    }

    /// From where the file goes to where its link led.
    fn relink(&self, document: &Document, dest: &str, comes_along: &dyn Fn(&str) -> bool) -> Option<String> {
        let (old, root) = self.moved.as_ref()?;
        let folder = paths::parent(&document.path);
        if comes_along(&paths::join(folder, &paths::decode(dest))) {
            return None;
        }
        let below = folder.strip_prefix(self.folder.as_str()).unwrap_or(folder);
        let target = paths::join(&paths::join(old, below), dest);
        let here = format!("{}/", paths::join(root, folder));
        let new = paths::relative(&here, &target);
        (new != dest).then_some(if dest.ends_with('/') { format!("{new}/") } else { new })
    }

    /// What lies in the folder and is no decision, with why.
    fn left_out(
        &self,
        handbook: &Handbook,
        decisions: &Decisions,
        places: &[usize],
        tree: &[world::Entry],
    ) -> Vec<(String, String)> {
        let mut left: Vec<(String, String)> = Vec::new();
        let inside = tree.iter().map(|e| e.path.as_str()).filter(|p| self.is_below(p));
        let outside = self.others.keys().map(String::as_str);
        for path in inside.chain(outside).filter(|p| is_markdown(p)) {
            let document = handbook.documents.iter().position(|d| d.path == path);
            let is_taken = |d: usize| places.iter().any(|at| decisions.list[*at].doc.0 == d);
            let unread = decisions.unread.iter().find(|u| u.doc.is_some_and(|d| Some(d.0) == document));
            let reason = match (document, unread) {
                (Some(d), _) if is_taken(d) => continue,
                (_, Some(unread)) => unread.reason,
                _ if routes::is_index(path) => "a folder's own page",
                _ if !adr::is_candidate(path) => "a template",
                _ => "it is no decision",
            };
            left.push((path.to_owned(), reason.to_owned()));
        }
        left.extend(self.steering.iter().map(|n| (paths::join(&self.folder, n), "the tool's settings".to_owned())));
        left.sort();
        // Files that stay elsewhere are called by their names there.
        let folder = self.moved.as_ref().map(|_| self.folder.as_str()).filter(|f| !f.is_empty());
        for (path, _) in left.iter_mut().filter(|_| folder.is_some()) {
            *path = path[self.folder.len() + 1..].to_owned();
        }
        left
    }
}

/// A path of the disk with forward slashes.
fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// What is going to happen, line by line.
#[derive(Default)]
struct Plan {
    /// Before a path of the handbook, and before one of the folder that is imported.
    prefix: String,
    from: String,
    lines: Vec<(String, String)>,
    writes: Vec<(String, Vec<u8>)>,
    notes: Vec<(String, String)>,
    left_out: Vec<(String, String)>,
    /// Files that are there with another text.
    taken: BTreeSet<String>,
}

impl Plan {
    fn decision(&mut self, source: &Source, path: &str, form: Form, done: Converted) {
        match done {
            Converted::Text { text, notes } => {
                self.notes.extend(notes.into_iter().map(|n| (path.to_owned(), n)));
                self.write(path.to_owned(), text.into_bytes(), &format!("converted from {}", form.name()));
            }
            Converted::House | Converted::Foreign => {
                let form = if form == Form::House { "the house form" } else { form.name() };
                let what = format!("stays in {form}");
                match source.files.get(path) {
                    Some(bytes) => self.write(path.to_owned(), bytes.clone(), &what),
                    None => self.lines.push((path.to_owned(), what)),
                }
            }
        }
    }

    fn write(&mut self, path: String, bytes: Vec<u8>, what: &str) {
        self.lines.push((path.clone(), what.to_owned()));
        self.writes.push((path, bytes));
    }

    /// Holds what would be written against what is there.
    fn compare(&mut self, dir: &Path, world: &OsWorld) {
        let (mut same, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for (path, bytes) in self.writes.iter().filter(|(path, _)| dir.join(path).exists()) {
            let is_same = world.read(path).is_ok_and(|there| there == *bytes);
            if is_same { &mut same } else { &mut taken }.insert(path.clone());
        }
        self.writes.retain(|(path, _)| !same.contains(path));
        for (_, what) in self.lines.iter_mut().filter(|(path, _)| same.contains(path)) {
            "is there already".clone_into(what);
        }
        self.taken = taken;
    }

    fn finish(mut self, args: &ImportArgs, source: &Source, dir: &Path) -> Outcome {
        if source.moved.is_some() && !self.taken.is_empty() {
            let taken: String = self.taken.iter().map(|path| format!("  {}{path}\n", self.prefix)).collect();
            return Err(format!(
                "nothing was written: these files are there already, with another text\n{taken}help: remove them, or \
                 import into another folder with `--to`"
            ));
        }
        self.lines.sort();
        if !args.dry_run {
            for (path, bytes) in &self.writes {
                let file = dir.join(path);
                world::write_file(&file, bytes).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
            }
        }
        output::result(&self.report(), args.common.output.as_deref())?;
        if args.dry_run && !args.common.quiet {
            output::note("nothing was written: this is a dry run");
        }
        Ok(0)
    }

    fn report(&self) -> String {
        let table = |title: &str, prefix: &str, rows: &[(String, String)]| {
            let rows: String = rows.iter().map(|(path, what)| format!("{prefix}{path}: {what}\n")).collect();
            if rows.is_empty() { rows } else { format!("{title}{rows}\n") }
        };
        let mut out = table("", &self.prefix, &self.lines);
        out.push_str(&table("left out\n", &self.from, &self.left_out));
        out.push_str(&table("not carried over\n", &self.prefix, &self.notes));
        let converted = self.lines.iter().filter(|(_, what)| what.starts_with("converted")).count();
        let came = self.lines.iter().filter(|(_, what)| what == "comes along").count();
        let kept = self.lines.len() - converted - came;
        let left = self.left_out.len();
        out.push_str(&format!("{converted} converted, {came} copied, {kept} as they were, {left} left out\n"));
        out
    }
}
