//! Findings as Markdown, grouped by owner: the summary of a CI job, or a comment on a pull request.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Read, Report};
use crate::diag::sink::Finding;

/// GitHub cuts a job summary at 1 MiB; nobody reads past a few hundred lines anyway.
const MOST: usize = 400;

pub(super) fn emit(report: &Report) -> String {
    let title = match report.read {
        Read::Documents(_) => "Handbook check",
        Read::Files(_) => "SQL check",
    };
    let mut out = format!("## {title}\n\n{}, as of {}.\n", report.summary(), report.today);
    let mut by_owner: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for f in report.findings.list.iter().take(MOST) {
        by_owner.entry(f.owner.as_deref().unwrap_or("")).or_default().push(f);
    }
    for (owner, findings) in by_owner {
        let heading = if owner.is_empty() { "no owner" } else { owner };
        let _ = writeln!(out, "\n### {heading} ({})\n", findings.len());
        let _ = writeln!(out, "| | where | what | rule |\n|---|---|---|---|");
        for f in findings {
            let d = &f.diagnostic;
            let _ = writeln!(
                out,
                "| {} | `{}:{}` | {} | `{}` |",
                f.severity.name(),
                report.path(d.span.file).replace(['|', '`', '\n'], "_"),
                report.sources.start(d.span).line,
                cell(&d.message),
                d.rule
            );
        }
    }
    let left = report.findings.list.len().saturating_sub(MOST);
    if left > 0 {
        let _ = writeln!(out, "\nAnd {left} more; a run without `--format` lists them all.");
    }
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;")
}
