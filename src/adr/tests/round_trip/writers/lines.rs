//! Forms whose values stand in the text.

use super::super::wanted::Wanted;
use super::{capital, link, madr_body, options_as_headings, path, word};

/// As adr-tools writes it, with its spelling: a line for each link.
pub(super) fn adr_tools(w: &Wanted) -> Vec<(String, String)> {
    let mut out = format!("# {}. {}\n\n", w.number, w.title);
    if let Some(date) = w.date {
        out += &format!("Date: {date}\n\n");
    }
    out += "## Status\n\n";
    let mut lines = Vec::new();
    if let Some(status) = w.status.as_ref().filter(|_| w.superseded_by.is_empty()) {
        lines.push(capital(status));
    }
    for (verb, ties) in [
        ("Superceded by", &w.superseded_by),
        ("Supercedes", &w.supersedes),
        ("Amends", &w.amends),
        ("Amended by", &w.amended_by),
    ] {
        lines.extend(ties.iter().map(|n| format!("{verb} {}", link(n))));
    }
    // Without a line of its own the status would be the first link's.
    out += &lines.join("\n\n");
    vec![(path(w), out + &format!("\n\n## Context\n\n{}\n\n## Decision\n\nWe will.\n", w.context))]
}

/// As teams bend it: signs, bold fields, options as headings.
pub(super) fn bent(w: &Wanted) -> Vec<(String, String)> {
    let mut out = format!("# ADR-{:04}: {}\n\n", w.number, w.title);
    if let Some(date) = w.date {
        out += &format!("**Date:** {}  \n", date.format("%d/%m/%Y"));
    }
    if let Some(status) = &w.status {
        let sign = match status.as_str() {
            "accepted" => "✅ ",
            "rejected" => "❌ ",
            "proposed" => "🤔 ",
            _ => "",
        };
        out += &format!("**Status**: {sign}{}\n", capital(status));
    }
    if !w.deciders.is_empty() {
        out += &format!("**Deciders**: {}\n", w.deciders.join(", "));
    }
    for (name, ties) in [
        ("Supersedes", &w.supersedes),
        ("Superseded by", &w.superseded_by),
        ("Amends", &w.amends),
        ("Amended by", &w.amended_by),
    ] {
        if !ties.is_empty() {
            out += &format!("- {name}: {}\n", ties.iter().map(link).collect::<Vec<_>>().join(", "));
        }
    }
    out += &format!("\n## Context\n\n{}\n\n## Alternatives considered\n", w.context);
    out += &options_as_headings(w);
    vec![(path(w), out + "\n## Decision\n\nWe will.\n")]
}

pub(super) fn madr2(w: &Wanted, bullet: char) -> String {
    let mut out = format!("# {}\n\n", w.title);
    let mut line = |name: &str, value: String| out.push_str(&format!("{bullet} {name}: {value}\n"));
    if let Some(status) = &w.status {
        match w.superseded_by.as_slice() {
            [] => line("Status", status.clone()),
            by => line("Status", format!("superseded by {}", by.iter().map(link).collect::<Vec<_>>().join(", "))),
        }
    }
    if !w.deciders.is_empty() {
        line("Deciders", format!("{} <!-- optional -->", w.deciders.join(", ")));
    }
    if let Some(date) = w.date {
        line("Date", date.to_string());
    }
    if bullet == '-' {
        line("Tags", "a, b".to_owned());
    }
    out += "\n";
    out += &madr_body(w);
    out += "\n## Links\n\n";
    for (verb, ties) in [("Supersedes", &w.supersedes), ("Amends", &w.amends), ("Amended by", &w.amended_by)] {
        for n in ties {
            out += &format!("{bullet} {verb} {}\n", link(n));
        }
    }
    out
}

pub(super) fn y_statement(w: &Wanted) -> Vec<(String, String)> {
    let mut out = format!("# {}. {}\n\n", w.number, w.title);
    if let Some(status) = &w.status {
        out += &format!("Status: {status}\n\n");
    }
    if let Some(date) = w.date {
        out += &format!("Date: {date}\n\n");
    }
    let won = w.options.iter().find(|o| o.chosen == Some(true)).expect("one was chosen");
    let lost: Vec<&str> = w.options.iter().filter(|o| o.chosen == Some(false)).map(word).collect();
    let why = won.reason.as_deref().unwrap_or_default();
    out += &format!(
        "In the context of orders, facing growth,\nwe decided for {} and against {} to achieve {why}, accepting that it lasts.\n",
        word(won),
        lost.join(" and ")
    );
    vec![(path(w), out)]
}

pub(super) fn rust_rfc(w: &Wanted) -> Vec<(String, String)> {
    let date = w.date.map_or("(fill me in with today's date, YYYY-MM-DD)".to_owned(), |d| d.to_string());
    let text = format!(
        "- Feature Name: `x`\n- Start Date: {date}\n- RFC PR: [rust-lang/rfcs#0000](https://github.com/rust-lang/rfcs/pull/0000)\n\n# Summary\n\n{}\n",
        w.context
    );
    vec![(format!("rust-rfc/{:04}-some-slug.md", w.number), text)]
}
