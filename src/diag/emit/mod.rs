//! Findings as people and machines want them, one file per form. Every form draws from one [`Report`].

mod github;
mod human;
mod json;
mod markdown;

use chrono::NaiveDate;

use super::{Findings, Severity};
use crate::dates::counted;
use crate::source::Sources;

/// Everything an output form may use.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub findings: &'a Findings,
    pub sources: &'a Sources,
    pub today: NaiveDate,
    /// How many documents were read.
    pub documents: usize,
    /// What stands before every path: where the handbook lies, seen from the current folder for people and from
    /// the repository's root for GitHub. JSON has paths relative to the handbook.
    pub prefix: &'a str,
    /// Human output may use colour and the terminal's width.
    pub color: bool,
    pub width: usize,
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

/// The findings as a JSON object, for commands that have more to say in it.
pub fn object(report: &Report) -> serde_json::Value {
    json::object(report)
}

impl Report<'_> {
    /// "128 documents: 1 error, 2 warnings", or "128 documents, nothing to fix".
    pub fn summary(&self) -> String {
        let documents = counted(self.documents, "document");
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
