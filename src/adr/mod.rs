//! Decisions: every record in the world, read unedited into one model, and the table of their lifecycle.
//!
//! 1. `page` shows a document as its forms see it: keys, headings, fields, each with its place.
//! 2. `forms` finds out which form it is in, by its text alone, and has that form read it.
//! 3. `status`, `reference`, `options` and `sections` read what the forms have in common.
//!
//! Architecture invariant: reading never fails and never guesses. What is not said is absent; what is said and
//! not understood is kept as written, with its place, and is a finding.

mod forms;
mod heads;
mod lenient;
pub mod links;
mod name;
mod options;
mod page;
mod reading;
mod reference;
mod sections;
mod status;
#[cfg(test)]
mod tests;
mod text;
mod values;

use chrono::NaiveDate;
use rayon::prelude::*;

pub use forms::Form;
pub use options::OptionConsidered;
pub use reference::Reference;
pub use sections::{Part, Sections};
pub use status::{MOVES, Status};

use crate::diag::Diagnostic;
use crate::model::document::is_markdown;
use crate::model::{DocId, Document, Handbook, Loaded, routes};
use crate::source::{FileId, Spanned};

/// The kind of document that is a decision.
pub const KIND: &str = "adr";

/// A decision as its file tells it.
#[derive(Debug, Clone)]
pub struct Decision {
    pub doc: DocId,
    /// Of the file's name, else of the text.
    pub number: Option<u64>,
    /// The number that its title or its front matter gives it, to hold against the file's.
    pub stated_number: Option<Spanned<u64>>,
    /// As others refer to it: `0012`, `ARCH-001`, a ULID, `20201016-use-x`.
    pub id: String,
    /// Without its number.
    pub title: String,
    pub form: Form,
    /// None where nothing is said, and where it is not understood; `status_text` tells the two apart.
    pub status: Option<Spanned<Status>>,
    pub status_text: Option<Spanned<String>>,
    pub date: Option<Spanned<NaiveDate>>,
    pub deciders: Vec<Spanned<String>>,
    pub consulted: Vec<Spanned<String>>,
    pub informed: Vec<Spanned<String>>,
    pub supersedes: Vec<Reference>,
    pub superseded_by: Vec<Reference>,
    pub amends: Vec<Reference>,
    pub amended_by: Vec<Reference>,
    /// Decisions it names without saying what they are to it.
    pub related: Vec<Reference>,
    pub options: Vec<OptionConsidered>,
    pub sections: Sections,
    pub review_by: Option<Spanned<NaiveDate>>,
    pub evidence: Vec<Evidence>,
    pub milestones: Vec<Milestone>,
}

/// Something that shows whether a decision holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub title: Spanned<String>,
    pub url: Option<Spanned<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    pub title: Spanned<String>,
    pub due: Option<Spanned<NaiveDate>>,
    /// As written: a date, or that it is done.
    pub done: Option<Spanned<String>>,
}

/// A file that should be a decision and in which none could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub file: FileId,
    /// None where the file itself could not be read.
    pub doc: Option<DocId>,
    pub reason: &'static str,
}

enum Outcome {
    Read(Box<Decision>, Vec<Diagnostic>),
    Unread(Unread),
}

/// Reads every decision of a handbook, in the order of paths.
pub fn read(handbook: &Handbook, loaded: &Loaded) -> (Vec<Decision>, Vec<Unread>, Vec<Diagnostic>) {
    let ids: Vec<DocId> = handbook.ids().filter(|id| is_decision(handbook, handbook.document(*id))).collect();
    let outcomes: Vec<Outcome> = ids.par_iter().map(|id| read_one(handbook, loaded, *id)).collect();
    let mut decisions = Vec::new();
    let mut unread = unreadable(handbook, loaded);
    let mut found = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Read(decision, more) => {
                decisions.push(*decision);
                found.extend(more);
            }
            Outcome::Unread(file) => unread.push(file),
        }
    }
    unread.sort_by(|a, b| loaded.sources.path(a.file).cmp(loaded.sources.path(b.file)));
    (decisions, unread, found)
}

fn is_decision(handbook: &Handbook, document: &Document) -> bool {
    handbook.kind(document).name == KIND && is_candidate(&document.path)
}

/// A folder's own page lists decisions and is none; a template is the form of one without its matter.
fn is_candidate(path: &str) -> bool {
    let stem = routes::stem(path).to_ascii_lowercase();
    let template = matches!(stem.as_str(), "template" | "adr-template" | "adr_template");
    is_markdown(path) && !routes::is_index(path) && !template
}

/// Files that lie where decisions do and that nobody could open.
fn unreadable(handbook: &Handbook, loaded: &Loaded) -> Vec<Unread> {
    let Some(kind) = handbook.config.kinds.iter().find(|k| k.name == KIND) else {
        return Vec::new();
    };
    let files = loaded.sources.iter().filter(|(_, f)| f.unread && is_candidate(&f.path) && kind.paths.matches(&f.path));
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
    let (decision, found) = reading::read(&page, doc, &handbook.kind(document).sections);
    if says_nothing(&decision) {
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
