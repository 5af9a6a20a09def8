//! What an import is going to write, and what it says of it.

use std::collections::BTreeSet;
use std::path::Path;

use super::source::Source;
use crate::adr::Form;
use crate::adr::convert::Converted;
use crate::cli::args::ImportArgs;
use crate::cli::{Outcome, output};
use crate::world::{self, OsWorld, World};

/// What is going to happen, line by line.
#[derive(Default)]
pub(super) struct Plan {
    /// Before a path of the handbook, and before one of the folder that is imported.
    prefix: String,
    from: String,
    lines: Vec<(String, String)>,
    writes: Vec<(String, Vec<u8>)>,
    notes: Vec<(String, String)>,
    pub left_out: Vec<(String, String)>,
    /// Files that are there with another text.
    taken: BTreeSet<String>,
}

impl Plan {
    pub fn new(prefix: String, from: String) -> Self {
        Self { prefix, from, ..Self::default() }
    }

    pub fn note(&mut self, path: &str, what: &str) {
        self.notes.push((path.to_owned(), what.to_owned()));
    }

    pub fn decision(&mut self, source: &Source, path: &str, form: Form, done: Converted) {
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

    pub fn write(&mut self, path: String, bytes: Vec<u8>, what: &str) {
        self.lines.push((path.clone(), what.to_owned()));
        self.writes.push((path, bytes));
    }

    /// Holds what would be written against what is there.
    pub fn compare(&mut self, dir: &Path, world: &OsWorld) {
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

    pub fn finish(mut self, args: &ImportArgs, source: &Source, dir: &Path) -> Outcome {
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
