//! The report for a mail or a comment: plain Markdown that mail clients and forges draw alike.

use std::fmt::Write;

use super::Shown;
use crate::diag::Findings;
use crate::oncall::fairness::Kind;
use crate::oncall::fairness::sheet::{Hundredths, Sheet, exact, percent, plus};
use crate::oncall::fairness::told::signed;
use crate::oncall::fairness::trend::trend;

pub(super) fn text(shown: &[Shown], findings: &Findings) -> String {
    let mut out = String::new();
    for s in shown {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&rotation(s));
    }
    if shown.is_empty() {
        out.push_str("No rotations.\n");
    }
    if !findings.list.is_empty() {
        out.push_str("\n## Past what is allowed\n\n");
        for finding in &findings.list {
            let help = finding.diagnostic.help.as_ref().map_or(String::new(), |help| format!(": {}", plain(help)));
            let _ = writeln!(out, "- {}{help}", plain(&finding.diagnostic.message));
        }
    }
    out
}

fn rotation(shown: &Shown) -> String {
    let mut out = format!("# On-call: {}, {}\n\n", plain(&shown.rotation.name), shown.days());
    for note in shown.notes() {
        let _ = writeln!(out, "{}\n", prose(&note));
    }
    let sheets = shown.sheets();
    for sheet in &sheets {
        let sentences: Vec<String> = shown.headline(sheet).iter().map(|s| plain(s)).collect();
        let _ = writeln!(out, "- **{}:** {}", plain(&sheet.tally.name()), sentences.join(" "));
    }
    if sheets.is_empty() {
        out.push_str("Nobody that is asked for has a part in it.\n");
    }
    for role in shown.rotation.roles() {
        let own: Vec<&Sheet> = sheets.iter().filter(|s| s.tally.account.role == role.value).collect();
        if !own.is_empty() {
            let _ = write!(out, "\n## {}\n\n{}", plain(&role.value), table(shown, &own));
            out.push_str(&history(shown, &own));
        }
    }
    out
}

fn table(shown: &Shown, sheets: &[&Sheet]) -> String {
    let sites = sheets.iter().any(|s| s.tally.account.site.is_some());
    let brought = sheets.iter().flat_map(|s| &s.lines).any(|l| l.of(Kind::Total).brought != 0);
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Total && sheets.iter().any(|s| s.has(*kind)));
    let kinds: Vec<Kind> = kinds.collect();
    let unit = shown.told(|told| told.unit());
    let mut head: Vec<String> = if sites { vec!["site".to_owned()] } else { Vec::new() };
    head.extend(["person", "hours", unit, "share"].map(str::to_owned));
    head.extend(brought.then(|| "before".to_owned()));
    head.extend(["balance", "of share"].map(str::to_owned));
    head.extend(kinds.iter().map(|kind| format!("{}, balance", kind.label())));
    let texts = if sites { 2 } else { 1 };
    let rule: Vec<&str> = (0..head.len()).map(|at| if at < texts { "---" } else { "---:" }).collect();
    let mut out = format!("| {} |\n| {} |\n", head.join(" | "), rule.join(" | "));
    for sheet in sheets {
        for (_, line) in shown.lines(sheet) {
            let total = line.of(Kind::Total);
            let site = sheet.tally.account.site.as_deref().unwrap_or("all");
            let mut row = if sites { vec![plain(site)] } else { Vec::new() };
            row.extend([
                plain(&shown.name(&line.person)),
                exact(line.hours),
                exact(total.carried),
                exact(total.target),
            ]);
            row.extend(brought.then(|| plus(total.brought)));
            row.push(plus(total.balance()));
            row.push(line.deviation(Kind::Total).map_or_else(|| "-".to_owned(), percent));
            row.extend(kinds.iter().map(|kind| plus(line.balance(*kind))));
            let _ = writeln!(out, "| {} |", row.join(" | "));
        }
    }
    out
}

/// The closed periods of each site.
fn history(shown: &Shown, sheets: &[&Sheet]) -> String {
    let mut out = String::new();
    for sheet in sheets.iter().filter(|_| shown.whom.is_everyone()) {
        let account = &sheet.tally.account;
        for point in trend(shown.ledger, &account.role, account.site.as_deref()) {
            let index = |of: Option<f64>| of.map_or_else(|| "-".to_owned(), |index| format!("{index:.3}"));
            let end = |end: &Option<(std::sync::Arc<str>, Hundredths)>| {
                end.as_ref()
                    .map_or_else(|| "-".to_owned(), |(p, b)| format!("{} {}", plain(&shown.name(p)), signed(*b)))
            };
            let _ = writeln!(
                out,
                "| {} | {} to {} | {} | {} | {} | {} |",
                plain(&sheet.tally.name()),
                point.from,
                point.to,
                index(point.indices.map(|i| i.jain)),
                index(point.indices.map(|i| i.gini)),
                end(&point.ahead),
                end(&point.behind)
            );
        }
    }
    let head = "\nClosed periods: Jain's index is 1 and Gini's 0 where everyone carried their share.\n\n\
                | | period | Jain | Gini | furthest ahead | furthest behind |\n|---|---|---:|---:|---|---|\n";
    if out.is_empty() { out } else { format!("{head}{out}") }
}

/// A sentence of ours: what is in backticks stays there, and nothing else means anything.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // A name with a backtick of its own leaves one over.
    if parts.len().is_multiple_of(2) {
        return plain(text);
    }
    let part = |(at, part): (usize, &&str)| if at % 2 == 0 { plain(part) } else { format!("`{part}`") };
    parts.iter().enumerate().map(part).collect()
}

/// A text that means nothing in Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '!' | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
