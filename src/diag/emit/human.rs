//! Findings the way rustc prints them: the line, what is wrong with it, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Report;
use crate::diag::{Severity, sink::Finding};
use crate::paths;
use crate::source::Span;

pub(super) fn emit(report: &Report) -> String {
    findings(report) + &report.summary() + "\n"
}

/// Each finding, with an empty line after it.
pub(super) fn findings(report: &Report) -> String {
    let renderer = if report.color { Renderer::styled() } else { Renderer::plain() }.term_width(report.width);
    let mut out = String::new();
    for finding in &report.findings.list {
        out.push_str(&renderer.render(&[group(report, finding)]));
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(report: &Report<'a>, finding: &'a Finding) -> Group<'a> {
    let diagnostic = &finding.diagnostic;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.rule).element(snippet(
        report,
        diagnostic.span,
        AnnotationKind::Primary,
        None,
    ));
    for label in &diagnostic.related {
        group = group.element(snippet(report, label.span, AnnotationKind::Context, Some(label.message.as_str())));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    if let Some(owner) = &finding.owner {
        group = group.element(Level::NOTE.message(format!("owned by {owner}")));
    }
    group
}

/// The lines around a span. Only these lines are handed to the renderer: a finding in a large file must not
/// cost a walk over all of it.
fn snippet<'a>(
    report: &Report<'a>,
    span: Span,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = report.sources.get(span.file);
    let first = file.position(span.start as usize).line;
    // A span over many lines is shown by its first one.
    let lines = file.line_range(first);
    let source = shortened(&file.text[lines.clone()]);
    let start = (span.start as usize).clamp(lines.start, lines.start + source.len()) - lines.start;
    let end = (span.end as usize).clamp(lines.start + start, lines.start + source.len()) - lines.start;
    let mut annotation = kind.span(start..end);
    if let Some(label) = label {
        annotation = annotation.label(label);
    }
    Snippet::source(source)
        .line_start(first) // A name with a line break in it must not look like two.
        .path(paths::beside(report.shown, &file.path).replace(char::is_control, "\u{fffd}"))
        .annotation(annotation)
}

/// A line of a minified file says nothing after its first few hundred characters.
fn shortened(line: &str) -> &str {
    let line = line.strip_suffix('\r').unwrap_or(line);
    match line.char_indices().nth(400) {
        Some((at, _)) => &line[..at],
        None => line,
    }
}
