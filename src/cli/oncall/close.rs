//! `rutter oncall close`: the balances of periods that are over go into the ledger, where they stay.

use std::path::{Path, PathBuf};

use super::Opened;
use crate::cli::args::OncallCloseArgs;
use crate::cli::{Outcome, output, place};
use crate::diag::Diagnostic;
use crate::model::read::is_yaml;
use crate::model::{Loaded, register};
use crate::oncall::fairness::account::Books;
use crate::oncall::fairness::close::Closing;
use crate::oncall::fairness::{ledger, ledger_text};
use crate::oncall::{self, Rotation, pages};
use crate::source::Spanned;
use crate::{config, paths, pipeline, world};

pub(super) fn run(args: &OncallCloseArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, dir) = place::open(args.target.dir.as_deref())?;
    let (loaded, handbook, mut found) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
    let (written, more) = oncall::read(&handbook, &loaded);
    found.extend(more);
    let opened = Opened::new(handbook, written, settings.today.is_some(), args.target.rotation.as_deref())?;
    let desk = Desk { opened: &opened, loaded: &loaded, found: &found, dir: &dir };
    // Every ledger is reckoned before any is written.
    let mut ready: Vec<Ready> = Vec::new();
    let mut without: Vec<String> = Vec::new();
    for at in opened.chosen.iter().copied() {
        let rotation = &opened.written.rotations[at];
        match rotation.fairness.as_ref().and_then(|f| f.carry.as_ref()) {
            Some(carry) => ready.push(desk.close(at, carry)?),
            None => without.push(keeps_none(rotation)),
        }
    }
    if ready.is_empty() && !without.is_empty() {
        return Err(without.join("\n"));
    }
    let mut out = String::new();
    for one in &ready {
        let Some(text) = &one.text else { continue };
        if args.dry_run {
            out.push_str(&format!("{}{}\n{}\n", one.shown, one.is_new(), one.added()));
        } else {
            world::write_file(&one.file, text.as_bytes())
                .map_err(|e| format!("{} cannot be written: {e}", one.file.display()))?;
        }
    }
    if !out.is_empty() {
        output::result(&out, args.common.output.as_deref())?;
    }
    if !args.common.quiet {
        without.iter().for_each(|reason| output::note(&format!("note: {reason}")));
        ready.iter().flat_map(|one| one.told(args.dry_run)).for_each(|line| output::note(&line));
        if args.dry_run && !out.is_empty() {
            output::note("nothing was written: this is a dry run");
        }
    }
    Ok(0)
}

fn keeps_none(rotation: &Rotation) -> String {
    format!("{} keeps no ledger\nhelp: add to its `fairness`: `carry: oncall/ledger/{}.yaml`", rotation.id, rotation.id)
}

/// What is written for a rotation.
struct Ready {
    id: String,
    file: PathBuf,
    /// How the file is called from here.
    shown: String,
    is_there: bool,
    closing: Closing,
    /// None where there is nothing to close.
    text: Option<String>,
}

impl Ready {
    fn is_new(&self) -> &'static str {
        if self.is_there { ", at the end of `periods`:" } else { ", a new file:" }
    }

    fn added(&self) -> String {
        match &self.text {
            Some(text) if !self.is_there => text.clone(),
            _ => ledger_text::blocks(&self.closing.periods, "  ", "\n") + "\n",
        }
    }

    fn told(&self, dry: bool) -> Vec<String> {
        if self.text.is_none() {
            let open = self.closing.open;
            return vec![format!("{}: nothing to close: the period from {} ends on {}", self.id, open.from, open.to)];
        }
        let word = if dry { "would close" } else { "closed" };
        let told = self.closing.periods.iter().map(|p| format!("{word} {} to {} in {}", p.from, p.to, self.shown));
        told.collect()
    }
}

struct Desk<'a> {
    opened: &'a Opened,
    loaded: &'a Loaded,
    found: &'a [Diagnostic],
    dir: &'a Path,
}

impl Desk<'_> {
    fn close(&self, at: usize, carry: &Spanned<String>) -> Result<Ready, String> {
        let (handbook, written) = (&self.opened.handbook, &self.opened.written);
        let (rotation, ledger) = (&written.rotations[at], &written.ledgers[at]);
        let path = carry.value.as_str();
        self.is_place(at, path)?;
        self.is_whole(rotation, path)?;
        let usual = Default::default();
        let fairness = rotation.fairness.as_ref().unwrap_or(&usual);
        let books = Books { rotation, register: &handbook.register, holidays: &written.holidays, fairness };
        let closing = books.close(handbook.today, ledger, &pages::counted(written, &handbook.register));
        let closing = closing.ok_or_else(|| format!("{} has no version: nobody carries anything", rotation.id))?;
        let closing = closing.map_err(|why| format!("{}: {why}", rotation.id))?;
        let shown = format!("{}{path}", place::shown_prefix(self.dir));
        let text = match closing.periods.as_slice() {
            [] => None,
            periods => {
                let known = ledger.file.map(|file| self.loaded.sources.text(file));
                let added = ledger_text::add(known, path, rotation, &handbook.register, ledger, periods);
                Some(added.map_err(|why| format!("{shown}: {why}"))?)
            }
        };
        let (id, is_there) = (rotation.id.clone(), ledger.file.is_some());
        Ok(Ready { id, file: self.dir.join(path), shown, is_there, closing, text })
    }

    /// Whether a ledger may lie at a path: what is written there must be read again, and be nothing else.
    fn is_place(&self, at: usize, path: &str) -> Result<(), String> {
        let rotations = &self.opened.written.rotations;
        let id = &rotations[at].id;
        let no = |why: &str| {
            Err(format!("{id}: `carry: {path}` {why}\nhelp: a good place for it is `oncall/ledger/{id}.yaml`"))
        };
        let kinds = &self.opened.handbook.config.kinds;
        let is_hidden = |part: &str| part.starts_with(['.', '_']) || matches!(part, "node_modules" | "target");
        if path.contains('\\') || paths::join("", path) != path || paths::leaves(path) || !is_yaml(path) {
            return no("is no path to a YAML file from the root of the handbook");
        }
        if paths::parent(path).is_empty() || path.split('/').any(is_hidden) {
            return no("is in a place where no ledger is read");
        }
        if kinds.iter().any(|kind| kind.name == oncall::KIND && kind.paths.matches(path)) {
            return no("would be read as a rotation");
        }
        let own = |r: &Rotation| r.fairness.as_ref().and_then(|f| f.carry.as_ref()).is_some_and(|c| c.value == path);
        if let Some((_, other)) = rotations.iter().enumerate().find(|(other, r)| *other != at && own(r)) {
            return no(&format!("is the ledger of {} too", other.id));
        }
        if self.loaded.sources.find(path).is_none() && self.dir.join(path).exists() {
            return no("is there, and the handbook does not read it: git ignores it, or it is no file");
        }
        Ok(())
    }

    /// What is settled stays settled: nothing is, while a file that it comes from is half understood.
    fn is_whole(&self, rotation: &Rotation, path: &str) -> Result<(), String> {
        let (handbook, sources) = (&self.opened.handbook, &self.loaded.sources);
        let (ledger, found) = ledger::read(rotation, &handbook.register, self.loaded);
        if ledger.doubtful {
            let why = found.first().map_or_else(|| "the file cannot be read".to_owned(), |d| self.told(d));
            return Err(format!(
                "the ledger of {} could not be read whole: {why}\nhelp: mend it first; what it carries over goes into \
                 the next balances",
                rotation.id
            ));
        }
        let is_of_it = |path: &str| {
            [register::PEOPLE, config::FILE].contains(&path)
                || path.starts_with("oncall/holidays/")
                || path.starts_with("oncall/pages")
                || rotation.holidays.iter().any(|h| h.value == path)
        };
        let own = handbook.document(rotation.doc).file;
        let matters = |d: &&Diagnostic| {
            let is_reading = ["page/", "config/", "oncall/bad-"].iter().any(|group| d.rule.starts_with(group));
            let file = d.span.file;
            is_reading && sources.path(file) != path && (file == own || is_of_it(sources.path(file)))
        };
        match self.found.iter().find(matters) {
            Some(d) => Err(format!(
                "{}: what its balances come from could not be read whole: {}\nhelp: mend it first: what is closed is \
                 not reckoned again",
                rotation.id,
                self.told(d)
            )),
            None => Ok(()),
        }
    }

    /// `oncall/postgres.yaml:3:5: no such zone`.
    fn told(&self, d: &Diagnostic) -> String {
        let at = self.loaded.sources.start(d.span);
        let path = self.loaded.sources.path(d.span.file);
        format!("{}{path}:{}:{}: {}", place::shown_prefix(self.dir), at.line, at.column, d.message)
    }
}
