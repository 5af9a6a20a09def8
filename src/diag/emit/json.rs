//! Findings as one JSON object, for scripts. The shape is a promise: keys are added, never changed.

use std::borrow::Cow;

use serde::Serialize;

use super::Report;
use crate::diag::Severity;
use crate::source::Span;

#[derive(Serialize)]
struct Object<'a> {
    version: u32,
    today: String,
    documents: usize,
    summary: Summary,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    known: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    severity: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
    help: Option<&'a str>,
    owner: Option<&'a str>,
    known: Option<()>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: Cow<'a, str>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    path: Cow<'a, str>,
    line: usize,
    column: usize,
    message: &'a str,
}

fn place<'a>(report: &Report<'a>, span: Span) -> Place<'a> {
    let (start, end) = (report.sources.start(span), report.sources.end(span));
    Place {
        path: report.path(span.file),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

pub(super) fn emit(report: &Report) -> String {
    format!("{:#}\n", object(report))
}

/// The object itself, for those who add to it.
pub(super) fn object(report: &Report) -> serde_json::Value {
    let findings = report
        .findings
        .list
        .iter()
        .map(|f| Item {
            rule: f.diagnostic.rule,
            severity: f.severity.name(),
            place: place(report, f.diagnostic.span),
            message: &f.diagnostic.message,
            help: f.diagnostic.help.as_deref(),
            owner: f.owner.as_deref(),
            known: None,
            related: f
                .diagnostic
                .related
                .iter()
                .map(|label| {
                    let at = place(report, label.span);
                    Related { path: at.path, line: at.line, column: at.column, message: &label.message }
                })
                .collect(),
        })
        .collect();
    let object = Object {
        version: 1,
        today: report.today.to_string(),
        documents: report.read.count(),
        summary: Summary {
            error: report.findings.count(Severity::Error),
            warning: report.findings.count(Severity::Warning),
            known: 0,
        },
        findings,
    };
    serde_json::to_value(&object).expect("invariant: strings and numbers are always JSON")
}
