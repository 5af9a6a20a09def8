//! `rutter adr`: what was decided, in whatever form it was written down, and what becomes of it.

mod accept;
mod deprecate;
mod graph;
mod list;
mod plan;
mod propose;
mod reject;
mod show;
mod supersede;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::{AdrArgs, AdrCommand, Common};
use super::{Outcome, place};
use crate::adr::{Decision, Decisions};
use crate::diag::meant;
use crate::model::{Handbook, Loaded};
use crate::pipeline;
use crate::world::OsWorld;

pub fn run(args: &AdrArgs) -> Outcome {
    match &args.command {
        AdrCommand::List(args) => list::run(args),
        AdrCommand::Show(args) => show::run(args),
        AdrCommand::Propose(args) => propose::run(args),
        AdrCommand::Accept(args) => accept::run(args),
        AdrCommand::Reject(args) => reject::run(args),
        AdrCommand::Deprecate(args) => deprecate::run(args),
        AdrCommand::Supersede(args) => supersede::run(args),
        AdrCommand::Graph(args) => graph::run(args),
    }
}

/// A handbook with its decisions.
struct Opened {
    dir: PathBuf,
    loaded: Loaded,
    handbook: Handbook,
    decisions: Decisions,
}

impl Opened {
    /// The decisions as they stand today; git is not asked for their past.
    fn at(dir: Option<&Path>, common: &Common) -> Result<Self, String> {
        Self::reading(dir, common, |_, handbook, loaded| pipeline::read_decisions_of_today(handbook, loaded))
    }

    /// The decisions with their past, for whoever tells the dates that git alone knows.
    fn with_past(dir: Option<&Path>, common: &Common) -> Result<Self, String> {
        Self::reading(dir, common, |world, handbook, loaded| pipeline::read_decisions(world, handbook, loaded).0)
    }

    fn reading(
        dir: Option<&Path>,
        common: &Common,
        decisions: impl Fn(&OsWorld, &Handbook, &Loaded) -> Decisions,
    ) -> Result<Self, String> {
        let settings = place::settings(common, None)?;
        let (world, dir) = place::open(dir)?;
        let (loaded, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
        let decisions = decisions(&world, &handbook, &loaded);
        Ok(Self { dir, loaded, handbook, decisions })
    }

    /// How the files of the handbook are called from here.
    fn prefix(&self) -> String {
        place::shown_prefix(&self.dir)
    }

    fn path(&self, d: &Decision) -> &str {
        &self.handbook.document(d.doc).path
    }

    fn find(&self, name: &str) -> Result<usize, String> {
        find(&self.handbook, &self.decisions, &self.prefix(), name)
    }

    /// A decision as JSON has it.
    fn object(&self, at: usize) -> Value {
        let d = &self.decisions.list[at];
        let names = |references| self.decisions.names(references);
        let deciders: Vec<&str> = d.deciders.iter().map(|p| p.value.as_str()).collect();
        json!({
            "id": d.id,
            "number": d.number,
            "title": d.title,
            "status": d.state.as_ref().map(|s| s.value.as_str()),
            "status_text": d.status_text.as_ref().map(|s| s.value.as_str()),
            "date": self.decisions.date(at).map(|date| date.to_string()),
            "deciders": deciders,
            "supersedes": names(&d.supersedes),
            "superseded_by": names(&d.superseded_by),
            "amends": names(&d.amends),
            "amended_by": names(&d.amended_by),
            "path": self.path(d),
            "form": d.form.name(),
            "kind": self.handbook.kind_of(d.doc).name,
        })
    }
}

/// The decision that is meant: by its id, its path, or its number; the built-in kind goes first. `prefix` is how
/// the files of the handbook are called from here.
pub(super) fn find(handbook: &Handbook, decisions: &Decisions, prefix: &str, name: &str) -> Result<usize, String> {
    let number = name.parse::<u64>().ok();
    let list = &decisions.list;
    let path = |d: &Decision| handbook.document(d.doc).path.as_str();
    let plain = |d: &Decision| handbook.kind_of(d.doc).name == crate::adr::KIND;
    let stripped = name.strip_prefix(prefix).unwrap_or(name);
    let by = |is: &dyn Fn(&Decision) -> bool| {
        let all = || list.iter().enumerate().filter(|(_, d)| is(d));
        all().find(|(_, d)| plain(d)).or_else(|| all().next()).map(|(at, _)| at)
    };
    by(&|d| path(d) == name || path(d) == stripped)
        .or_else(|| by(&|d| d.id.eq_ignore_ascii_case(name)))
        .or_else(|| by(&|d| number.is_some() && d.number == number))
        .ok_or_else(|| {
            let help = meant(name, list.iter().map(|d| d.id.as_str()), "`rutter adr list` lists them");
            format!("there is no decision `{name}`\nhelp: {help}")
        })
}
