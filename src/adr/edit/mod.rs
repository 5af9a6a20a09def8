//! Writes what becomes of a decision into its file, in the form that the file is in.
//!
//! 1. `names` says how a file of that form calls another decision.
//! 2. `front` edits keys of the front matter, `body` the lines and sections that say the same in other forms,
//!    `fields` the lines that are missing.
//! 3. `notes` adds sentences: a reason, an amendment, a link.
//! 4. `proof` reads the new text, and lets it pass only if it says what was meant and nothing else has changed.
//! 5. [`moves`] says which state a decision may be brought to.
//!
//! Architecture invariant: nothing is written that does not read back as what was meant.

mod body;
mod fields;
mod front;
pub mod moves;
mod names;
mod notes;
mod proof;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::NaiveDate;

use self::front::Front;
use super::forms::Form;
use super::links::Links;
use super::page::Page;
use super::status::Relation;
use super::{Decision, Decisions};
use crate::model::{Handbook, Loaded};
use crate::yaml::edit::{apply, line_ending};

/// What becomes of one decision. What is empty stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// By the name that the lifecycle of its kind has for it.
    pub state: Option<String>,
    /// The day it was decided. Left out where a form's date is another one.
    pub date: Option<NaiveDate>,
    /// They take the place of those who are named.
    pub deciders: Vec<String>,
    pub supersedes: Option<Tied>,
    pub superseded_by: Option<Tied>,
    /// A sentence for the end of the decision's section.
    pub reason: Option<String>,
    /// Sentences for the amendments, of that day.
    pub amendments: Vec<(NaiveDate, String)>,
    /// How to get away from it; without a key for that it is an amendment of that day.
    pub migration_notes: Option<(NaiveDate, String)>,
}

/// Another decision, by its place in [`Decisions::list`], and the part of the superseded one that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tied {
    pub at: usize,
    pub part: Option<String>,
}

/// A file as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// In the handbook.
    pub path: String,
    pub text: String,
}

/// The files of a decision with a change in them; or what a person has to do, since it cannot be written safely.
pub fn write(
    handbook: &Handbook,
    loaded: &Loaded,
    decisions: &Decisions,
    at: usize,
    change: &Change,
) -> Result<Vec<Written>, String> {
    let decision = &decisions.list[at];
    let document = handbook.document(decision.doc);
    let links = Links::new(handbook, &decisions.list);
    let page = Page::new(document, loaded.sources.text(document.file));
    let desk = Desk { handbook, loaded, decisions, links, page, at, decision, change };
    let files = desk.files();
    proof::hold(&desk, &files).map_err(|()| desk.by_hand())?;
    let old = |path: &str| loaded.sources.find(path).map_or("", |id| loaded.sources.text(id));
    Ok(files.into_iter().filter(|f| f.text != old(&f.path)).collect())
}

/// Everything that an edit looks at.
struct Desk<'a> {
    handbook: &'a Handbook,
    loaded: &'a Loaded,
    decisions: &'a Decisions,
    links: Links<'a>,
    page: Page<'a>,
    at: usize,
    decision: &'a Decision,
    change: &'a Change,
}

/// The edits so far.
struct Edits<'a> {
    front: Front<'a>,
    body: Vec<(Range<usize>, String)>,
    /// Lines `Name: value` that are missing; they go to one place.
    fields: Vec<(&'static str, String)>,
}

impl Edits<'_> {
    fn put(&mut self, range: Range<usize>, new: impl Into<String>) {
        self.body.push((range, new.into()));
    }
}

/// What is to be said about a relation, and where nothing says it yet.
struct Tie<'a> {
    relation: Relation,
    other: &'a Tied,
    /// The status says it, with the state.
    in_status: bool,
}

impl<'a> Desk<'a> {
    /// The files that the decision is in, with the change made.
    fn files(&self) -> Vec<Written> {
        let mut edits = Edits { front: Front::of(self), body: Vec::new(), fields: Vec::new() };
        let tie = self.tie();
        if let Some(state) = &self.change.state {
            let successor = tie.as_ref().filter(|t| t.in_status).map(|t| t.other);
            self.status(state, successor, &mut edits);
        }
        if let Some(date) = self.change.date.filter(|_| !self.has_other_date()) {
            self.date(date, &mut edits);
        }
        if !self.change.deciders.is_empty() {
            self.deciders(&mut edits);
        }
        if let Some(tie) = tie.filter(|t| !t.in_status) {
            self.relation(&tie, &mut edits);
        }
        self.notes(&mut edits);
        self.add_fields(&mut edits);
        let Edits { front, mut body, .. } = edits;
        let sources = &self.loaded.sources;
        let own = self.page.file();
        let mut files = Vec::new();
        let (record, keys) = front.finish();
        if record == own {
            body.extend(keys);
        } else {
            files.push(Written { path: sources.path(record).to_owned(), text: apply(sources.text(record), keys) });
        }
        files.push(Written { path: sources.path(own).to_owned(), text: apply(self.page.text, body) });
        files
    }

    /// Which relation to write, if it is not said already.
    fn tie(&self) -> Option<Tie<'a>> {
        let (relation, other, said) = match (&self.change.supersedes, &self.change.superseded_by) {
            (Some(other), _) => (Relation::Supersedes, other, &self.decision.supersedes),
            (None, Some(other)) => (Relation::SupersededBy, other, &self.decision.superseded_by),
            (None, None) => return None,
        };
        let same = |r: &super::Reference| {
            r.target == Some(other.at) && (relation == Relation::SupersededBy || r.section == other.part)
        };
        if said.iter().any(same) {
            return None;
        }
        let superseded = relation == Relation::SupersededBy && self.change.state.is_some();
        Some(Tie { relation, other, in_status: superseded && self.tells_successor_in_status() })
    }

    /// A form whose status has room for the successor, and that has no key for it.
    fn tells_successor_in_status(&self) -> bool {
        let has_key = self.page.entry("superseded_by").is_some();
        let with_status =
            [Form::Nygard, Form::Madr2, Form::Madr3, Form::Madr4, Form::Log4brains, Form::YStatement, Form::RustRfc];
        // Keys are gone for where the status is one; a Backstage page may say it in a line.
        let in_line = !self.page.has("status") && self.decision.status_text.is_some();
        !has_key && (with_status.contains(&self.decision.form) || in_line)
    }

    /// The date of a KEP and of a Rust RFC is the day it was begun.
    fn has_other_date(&self) -> bool {
        matches!(self.decision.form, Form::Kep | Form::RustRfc)
    }

    /// Whether the file says in front matter what it has to say. Nygard's sections do without it, even where a
    /// file has some for its owner.
    fn prefers_front(&self) -> bool {
        match self.decision.form {
            Form::Madr4 | Form::YStatement => true,
            Form::Nygard => self.page.has("status"),
            _ => self.page.has_front() || self.decision.lenient,
        }
    }

    fn newline(&self) -> &'static str {
        line_ending(self.page.text)
    }

    fn by_hand(&self) -> String {
        let Change { state, date, deciders, supersedes, superseded_by, reason, amendments, migration_notes } =
            self.change;
        let name = |tied: &Tied| {
            let part = tied.part.as_ref().map_or(String::new(), |p| format!("#{p}"));
            format!("{}{part}", self.decisions.list[tied.at].id)
        };
        let date = date.filter(|_| !self.has_other_date());
        let todo = [
            state.as_ref().map(|s| format!("the status `{s}`")),
            date.map(|d| format!("the date {d}")),
            (!deciders.is_empty()).then(|| format!("the deciders {}", deciders.join(", "))),
            supersedes.as_ref().map(|t| format!("that it supersedes {}", name(t))),
            superseded_by.as_ref().map(|t| format!("that it is superseded by {}", self.decisions.list[t.at].id)),
            reason.as_ref().map(|_| "the reason".to_owned()),
            (!amendments.is_empty()).then(|| "the amendment".to_owned()),
            migration_notes.as_ref().map(|_| "the migration notes".to_owned()),
        ];
        let todo: Vec<String> = todo.into_iter().flatten().collect();
        let path = &self.handbook.document(self.decision.doc).path;
        format!("{path} cannot be edited safely, and nothing was changed\nhelp: write it by hand: {}", todo.join(", "))
    }
}
