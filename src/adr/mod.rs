//! Decisions: every record in the world, read unedited into one model, and what became of each.
//!
//! 1. `page` shows a document as its forms see it: keys, headings, fields, each with its place.
//! 2. `forms` finds out which form it is in, by its text alone, and has that form read it.
//! 3. `status`, `reference`, `options` and `sections` read what the forms have in common.
//! 4. [`graph`] ties the decisions together: which one supersedes or amends which.
//! 5. [`past`] reads the older versions of each from git: its way through the states, and what was edited.
//! 6. [`pace`] and [`layout`] make of that how long deciding takes, and a drawing of who supersedes whom.
//! 7. [`edit`] writes what becomes of a decision into its file, in the form that the file is in.
//! 8. [`convert`] writes decisions of other forms in the house form.
//!
//! Somebody who writes reads again and again: [`Memo`] keeps what need not be read anew.
//!
//! Architecture invariant: reading never fails and never guesses. What is not said is absent; what is said and
//! not understood is kept as written, with its place, and is a finding.

pub mod convert;
mod decision;
pub mod edit;
mod forms;
pub mod graph;
mod heads;
pub mod layout;
mod lenient;
mod links;
mod memo;
mod name;
mod options;
pub mod pace;
mod page;
pub mod past;
mod reading;
mod reference;
mod sections;
mod status;
#[cfg(test)]
mod tests;
mod text;
mod values;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

pub use decision::{Decision, Evidence, Milestone};
pub use forms::Form;
pub use graph::{Edge, Tie};
pub use memo::Memo;
pub use options::OptionConsidered;
pub use past::{Archive, Past};
pub use reference::Reference;
pub use sections::{Part, Sections};
pub use status::Status;
pub use text::plain;

use crate::config::{Kind, Preset};
use crate::diag::Diagnostic;
use crate::model::document::is_markdown;
use crate::model::{DocId, Document, Handbook, Loaded, routes};
use crate::source::FileId;

/// The kind of document that is a decision without anyone saying so.
pub const KIND: &str = "adr";

/// Everything that was decided, and how it stands to each other.
#[derive(Debug, Default)]
pub struct Decisions {
    /// In the order of paths. A decision is known by its place here.
    pub list: Vec<Decision>,
    pub unread: Vec<Unread>,
    /// Which decision supersedes or amends which, said at either end; sorted.
    pub edges: Vec<Edge>,
    /// What git knows of each, in the order of `list`.
    pub pasts: Vec<Past>,
    /// Why git did not give the past of some, where it should have.
    pub past_problem: Option<String>,
    by_doc: HashMap<DocId, usize>,
    /// The places in `edges`, by what they lead to; those that lead to one decision stay in their order.
    by_to: Vec<usize>,
}

impl Decisions {
    /// Takes in what ties the decisions together; sorted.
    fn tie(&mut self, edges: Vec<Edge>) {
        self.by_to = (0..edges.len()).collect();
        self.by_to.sort_by_key(|i| edges[*i].to);
        self.edges = edges;
    }

    /// The decision that a document is.
    pub fn of(&self, doc: DocId) -> Option<usize> {
        self.by_doc.get(&doc).copied()
    }

    /// The circles of decisions that supersede each other, each from its first by path; one that supersedes itself
    /// is a circle of one.
    pub fn cycles(&self) -> Vec<Vec<usize>> {
        graph::cycles(&self.edges, self.list.len())
    }

    /// What references name: ids where they are known, else the words that stand there.
    pub fn names(&self, references: &[Reference]) -> Vec<String> {
        let name = |r: &Reference| r.target.map_or(&r.text.value, |at| &self.list[at].id).clone();
        references.iter().map(name).collect()
    }

    /// What a decision does to others.
    pub fn ties(&self, at: usize, tie: Tie) -> impl Iterator<Item = &Edge> {
        let start = self.edges.partition_point(|e| e.from < at);
        self.edges[start..].iter().take_while(move |e| e.from == at).filter(move |e| e.tie == tie)
    }

    /// What others do to a decision.
    pub fn ties_to(&self, at: usize, tie: Tie) -> impl Iterator<Item = &Edge> {
        let start = self.by_to.partition_point(|i| self.edges[*i].to < at);
        let edges = self.by_to[start..].iter().map(|i| &self.edges[*i]);
        edges.take_while(move |e| e.to == at).filter(move |e| e.tie == tie)
    }

    /// The day a decision was made or put forward: as it says, else the commit in which it came to its state; for
    /// one without a state, the commit that it began in.
    pub fn date(&self, at: usize) -> Option<NaiveDate> {
        let decision = &self.list[at];
        let reached = || {
            let past = self.pasts.get(at)?;
            let change = match &decision.state {
                Some(state) => past.steps.iter().rfind(|s| s.to == state.value)?.change.as_ref(),
                None => past.first.as_ref(),
            };
            Some(change?.date)
        };
        decision.date.as_ref().map(|d| d.value).or_else(reached)
    }

    /// The last day on which an open decision is in time: its `review_by`, else its review period after its date.
    pub fn due(&self, handbook: &Handbook, at: usize) -> Option<NaiveDate> {
        let decision = &self.list[at];
        let every = handbook.document(decision.doc).review.every;
        decision.review_by.as_ref().map(|d| d.value).or_else(|| Some(every.after(self.date(at)?)))
    }
}

/// A file that should be a decision and in which none could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub file: FileId,
    /// None where the file itself could not be read.
    pub doc: Option<DocId>,
    pub reason: &'static str,
}

/// The number that a file's name gives a decision.
pub fn number_of(path: &str) -> Option<u64> {
    name::FileName::of(routes::stem(path)).number
}

/// What was read in a document, before it is known what its references mean.
#[derive(Debug, Clone)]
enum Outcome {
    Read(Box<Decision>, Vec<Diagnostic>),
    Unread(Unread),
}

/// Reads every decision of a handbook. The archive gives old versions of files, for their past.
pub fn read(handbook: &Handbook, loaded: &Loaded, archive: &Archive) -> (Decisions, Vec<Diagnostic>) {
    read_again(handbook, loaded, archive, &mut Memo::default())
}

/// Reads every decision of a handbook, with what is remembered of the reading before.
pub fn read_again(
    handbook: &Handbook,
    loaded: &Loaded,
    archive: &Archive,
    memo: &mut Memo,
) -> (Decisions, Vec<Diagnostic>) {
    let ids: Vec<DocId> = handbook.ids().filter(|id| is_decision(handbook, handbook.document(*id))).collect();
    let outcome = |id: &DocId| {
        let known = memo.reading(handbook.document(*id));
        let outcome = known.unwrap_or_else(|| Arc::new(read_one(handbook, loaded, *id)));
        (outcome.of(*id), outcome)
    };
    let (outcomes, kept): (Vec<Outcome>, Vec<Arc<Outcome>>) = ids.par_iter().map(outcome).unzip();
    memo.keep_readings(handbook, &ids, &kept);
    let mut decisions = Decisions { unread: unreadable(handbook, loaded), ..Decisions::default() };
    let mut found = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Read(decision, more) => {
                decisions.by_doc.insert(decision.doc, decisions.list.len());
                decisions.list.push(*decision);
                found.extend(more);
            }
            Outcome::Unread(file) => decisions.unread.push(file),
        }
    }
    decisions.unread.sort_by(|a, b| loaded.sources.path(a.file).cmp(loaded.sources.path(b.file)));
    links::resolve(handbook, &mut decisions.list);
    decisions.tie(graph::edges(&decisions.list));
    (decisions.pasts, decisions.past_problem) = past::read(handbook, loaded, &decisions.list, archive, memo);
    (decisions, found)
}

impl Outcome {
    /// The same of a document that has another number now.
    fn of(&self, doc: DocId) -> Self {
        let mut outcome = self.clone();
        match &mut outcome {
            Self::Read(decision, _) => decision.doc = doc,
            Self::Unread(file) => file.doc = Some(doc),
        }
        outcome
    }
}

/// Whether documents of a kind are decisions: it is the built-in kind, or it has states of its own.
pub fn is_kind(kind: &Kind) -> bool {
    !kind.lifecycle.is_empty()
}

fn is_decision(handbook: &Handbook, document: &Document) -> bool {
    let kind = handbook.kind(document);
    let is_template = |path: &str| crate::paths::name(crate::paths::parent(path)).starts_with("NNNN");
    match kind.preset {
        Some(Preset::Kep) => !is_template(&document.path),
        _ => is_kind(kind) && is_candidate(&document.path),
    }
}

/// A folder's own page lists decisions and is none; a template is the form of one without its matter.
pub fn is_candidate(path: &str) -> bool {
    let stem = routes::stem(path).to_ascii_lowercase();
    // `0000-template`, `nnnn-template`: no decision has such a number.
    let slug = stem.trim_start_matches(['0', 'n', 'x', '-', '_']);
    let template = matches!(slug, "template" | "adr-template" | "adr_template");
    is_markdown(path) && !routes::is_index(path) && !template
}

/// Files that lie where decisions do and that nobody could open.
fn unreadable(handbook: &Handbook, loaded: &Loaded) -> Vec<Unread> {
    let belongs = |path: &str| handbook.config.kinds.iter().any(|k| is_kind(k) && k.paths.matches(path));
    let files = loaded.sources.iter().filter(|(_, f)| f.unread && is_candidate(&f.path) && belongs(&f.path));
    files.map(|(file, _)| Unread { file, doc: None, reason: "the file could not be read" }).collect()
}

fn read_one(handbook: &Handbook, loaded: &Loaded, doc: DocId) -> Outcome {
    let document = handbook.document(doc);
    let text = loaded.sources.text(document.file);
    let unread = |reason| Outcome::Unread(Unread { file: document.file, doc: Some(doc), reason });
    if text.trim().is_empty() {
        return unread("the file is empty");
    }
    let page = page::Page::new(document, text);
    let kind = handbook.kind(document);
    let (decision, found) = reading::read(&page, doc, kind);
    // A kind that was declared is what its paths say; the built-in one takes in folders of other tools.
    if kind.name == KIND && says_nothing(&decision) {
        return unread("it has neither a number nor a status, a date or a section that a decision has");
    }
    Outcome::Read(Box::new(decision), found)
}

/// Whether a text in a decision's place has nothing of one.
fn says_nothing(decision: &Decision) -> bool {
    let Decision { number, stated_number, status_text, date, sections, .. } = decision;
    let recognised = !matches!(decision.form, Form::Nygard);
    !recognised
        && number.is_none()
        && stated_number.is_none()
        && status_text.is_none()
        && date.is_none()
        && *sections == Sections::default()
}
