//! What a standard says: rules, how each is enforced, and who may break it until when.

use chrono::NaiveDate;

use super::rules::{self, Check};
use crate::diag::Level;
use crate::glob::Globs;
use crate::model::DocId;
use crate::paths;
use crate::source::{Span, Spanned};

/// A document of the kind `standard`.
#[derive(Debug)]
pub struct Standard {
    pub doc: DocId,
    pub rules: Vec<Rule>,
    pub exceptions: Vec<Exception>,
}

/// One numbered rule.
#[derive(Debug)]
pub struct Rule {
    /// `IDX-1`.
    pub id: Spanned<String>,
    pub summary: String,
    pub enforce: Enforce,
    /// What breaking it weighs. `rules:` in handbook.yaml has the last word.
    pub level: Level,
    /// The files it holds for, relative to the handbook; all where it says nothing.
    pub applies_to: Option<Globs>,
    /// Files from before this day keep the rules of theirs.
    pub since: Option<Spanned<NaiveDate>>,
}

/// How a rule is held.
#[derive(Debug)]
pub enum Enforce {
    /// By people.
    Review,
    /// By a rule of the registry, set up as `with:` says.
    Machine { rule: &'static rules::Rule, check: Check },
    /// By something that does not exist: it has its finding.
    Unknown,
}

/// Leave to break a rule.
#[derive(Debug)]
pub struct Exception {
    /// A rule of the same standard.
    pub rule: Spanned<String>,
    /// The file that may break it, relative to the handbook: a path or a pattern.
    pub path: Option<Spanned<String>>,
    /// `path` as a pattern.
    pub files: Option<Globs>,
    /// Words of the statement that may break it.
    pub statement: Option<Spanned<String>>,
    pub reason: Option<Spanned<String>>,
    pub owner: Option<Spanned<String>>,
    /// The last day it holds.
    pub expires: Option<Spanned<NaiveDate>>,
    /// Where it is written.
    pub span: Span,
}

impl Standard {
    pub fn rule(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|r| r.id.value == id)
    }
}

impl Rule {
    /// One that holds everywhere.
    #[cfg(test)]
    pub fn example(enforce: Enforce) -> Self {
        let id = Spanned::new("T-1".to_owned(), Span::top(crate::source::FileId(0)));
        Self { id, summary: String::new(), enforce, level: Level::Error, applies_to: None, since: None }
    }

    /// The registry's rule that enforces it.
    pub fn machine(&self) -> Option<(&'static rules::Rule, &Check)> {
        match &self.enforce {
            Enforce::Machine { rule, check } => Some((rule, check)),
            Enforce::Review | Enforce::Unknown => None,
        }
    }

    /// Whether it holds for a file of a history.
    pub fn holds_for(&self, path: &str, date: Option<NaiveDate>) -> bool {
        let of_its_time = self.since.as_ref().is_none_or(|since| date.is_none_or(|date| date >= since.value));
        of_its_time && self.applies_to.as_ref().is_none_or(|globs| globs.matches(path))
    }
}

impl Exception {
    /// Whether it says what it must: without a reason, an owner and an end it excuses nothing.
    pub fn is_complete(&self) -> bool {
        let is_placed = self.path.is_some() || self.statement.is_some();
        is_placed && self.reason.is_some() && self.owner.is_some() && self.expires.is_some()
    }

    /// Whether it speaks of a file.
    pub fn is_of(&self, path: &str) -> bool {
        let written = self.path.as_ref().map(|p| paths::join("", &p.value));
        written.is_none_or(|p| p == path) || self.files.as_ref().is_some_and(|f| f.matches(path))
    }

    pub fn is_expired(&self, today: NaiveDate) -> bool {
        self.expires.as_ref().is_some_and(|e| e.value < today)
    }
}
