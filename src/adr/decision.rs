//! A decision, as its file tells it.

use chrono::NaiveDate;

use super::forms::Form;
use super::options::OptionConsidered;
use super::reference::Reference;
use super::sections::Sections;
use super::status::Status;
use crate::model::DocId;
use crate::source::Spanned;

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
    /// Its front matter is no YAML and was read line by line.
    pub lenient: bool,
    /// Its state, by the name that the lifecycle of its kind has for it. None where nothing is said, and where it
    /// is not understood; `status_text` tells the two apart.
    pub state: Option<Spanned<String>>,
    /// What that state comes to. For decisions of the built-in kind the two are one.
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

impl Decision {
    /// What it says of others that it supersedes or amends, and that supersede or amend it.
    pub fn tied(&self) -> impl Iterator<Item = &Reference> {
        [&self.supersedes, &self.superseded_by, &self.amends, &self.amended_by].into_iter().flatten()
    }

    /// Nobody has decided it yet.
    pub fn is_open(&self) -> bool {
        self.status.as_ref().is_some_and(|s| s.value.is_open())
    }

    /// Whether it came into force once, so that what it says of others was done. A decision without a status that is
    /// understood is taken at its word.
    pub fn has_come_to_hold(&self) -> bool {
        !self.is_open() && !self.has_status(Status::Rejected)
    }

    pub fn has_status(&self, status: Status) -> bool {
        self.status.as_ref().is_some_and(|s| s.value == status)
    }

    /// The state as one word: `none` where nothing is said, `unknown` where it is not understood.
    pub fn state_word(&self) -> &str {
        match (&self.state, &self.status_text) {
            (Some(state), _) => &state.value,
            (None, Some(_)) => "unknown",
            (None, None) => "none",
        }
    }
}
