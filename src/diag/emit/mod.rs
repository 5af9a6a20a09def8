//! Findings as people and machines want them, one file per form. Every form draws from one [`Report`].

mod github;
mod human;
mod json;
mod markdown;

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{Findings, Severity};
use crate::dates::counted;
use crate::paths;
use crate::source::{FileId, Sources};

/// Everything an output form may use.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub findings: &'a Findings,
    pub sources: &'a Sources,
    pub today: NaiveDate,
    /// What was read, and how much of it.
    pub read: Read,
    /// Where the handbook lies, seen from the current folder: before the paths that people see.
    pub shown: &'a str,
    /// Where it lies in its repository.
    pub repository: &'a str,
    /// Human output may use colour and the terminal's width.
    pub color: bool,
    pub width: usize,
}

/// What findings are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    Documents(usize),
    /// Files of SQL.
    Files(usize),
}

impl Read {
    fn count(self) -> usize {
        match self {
            Self::Documents(count) | Self::Files(count) => count,
        }
    }
}

/// An output form for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Human,
    Json,
    Github,
    Markdown,
}

/// Draws a report. The text ends in a newline unless it is empty.
pub fn emit(report: &Report, form: Form) -> String {
    match form {
        Form::Human => human::emit(report),
        Form::Json => json::emit(report),
        Form::Github => github::emit(report),
        Form::Markdown => markdown::emit(report),
    }
}

/// The findings as people read them, without the line that sums them up: for those who show a few at a time.
pub fn news(report: &Report) -> String {
    human::findings(report)
}

/// The findings as a JSON object, for commands that have more to say in it.
pub fn object(report: &Report) -> serde_json::Value {
    json::object(report)
}

impl<'a> Report<'a> {
    /// The path of a file for programs: from the handbook; from the repository's root where it is outside of that.
    fn path(&self, file: FileId) -> Cow<'a, str> {
        let path = self.sources.path(file);
        if paths::leaves(path) { Cow::Owned(paths::join(self.repository, path)) } else { Cow::Borrowed(path) }
    }

    /// "128 documents: 1 error, 2 warnings", or "128 documents, nothing to fix".
    pub fn summary(&self) -> String {
        let documents = match self.read {
            Read::Documents(count) => counted(count, "document"),
            Read::Files(count) => counted(count, "file"),
        };
        let errors = self.findings.count(Severity::Error);
        let warnings = self.findings.count(Severity::Warning);
        match (errors, warnings) {
            (0, 0) => format!("{documents}, nothing to fix"),
            (e, 0) => format!("{documents}: {}", counted(e, "error")),
            (0, w) => format!("{documents}: {}", counted(w, "warning")),
            (e, w) => format!("{documents}: {}, {}", counted(e, "error"), counted(w, "warning")),
        }
    }
}
