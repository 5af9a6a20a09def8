//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.
//! Source of the syntax: GitHub's documentation, "Workflow commands for GitHub Actions".

use std::fmt::Write;

use super::Report;
use crate::paths;

pub(super) fn emit(report: &Report) -> String {
    let mut out = String::new();
    for f in &report.findings.list {
        let d = &f.diagnostic;
        let start = report.sources.start(d.span);
        let end = report.sources.end(d.span);
        let mut message = d.message.clone();
        if let Some(help) = &d.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        let path = paths::join(report.repository, report.sources.path(d.span.file));
        let _ =
            write!(out, "::{} file={},line={},endLine={}", f.severity.name(), property(&path), start.line, end.line);
        // GitHub refuses columns where the lines differ.
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        }
        let _ = writeln!(out, ",title={}::{}", property(d.rule), data(&message));
    }
    let _ = writeln!(out, "{}", report.summary());
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_cannot_end_its_property() {
        assert_eq!(super::property("a,b:c%\n.md"), "a%2Cb%3Ac%25%0A.md");
    }
}
