//! A link leads to a page that is there and to a heading in it that is not.
//!
//! ## What it checks
//! The part after `#` of every link to a document, against the anchors of its headings, footnotes, terms and HTML ids. Anchors are made as GitHub makes them.
//!
//! ## Why
//! The page opens at its top, and the reader starts to search it.
//!
//! ## Example
//! `[steps](failover.md#promte-the-standby)`
//!
//! ## How to fix
//! Take the anchor that is suggested, or give the heading one of its own: `## Promote {#promote}`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "link/anchor", level: Level::Error, manual: include_str!("anchor.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (_, d) in cx.documents() {
        for (link, target) in cx.links(d) {
            let Target::Document { id, anchor: Some(anchor) } = target else { continue };
            let there = cx.handbook.document(*id);
            if document::is_markdown(&there.path) && !links::anchors(there).any(|a| a == anchor) {
                let near = nearest(anchor, links::anchors(there));
                let lower = anchor.to_lowercase();
                let near = near.or_else(|| {
                    links::anchors(there).find(|a| a.contains(&lower) || lower.contains(*a) && a.len() > 3)
                });
                found.push(
                    Diagnostic::new(RULE.name, link.span, format!("no heading `#{anchor}` in {}", there.path))
                        .maybe_help(near.map(|n| format!("did you mean `#{n}`?"))),
                );
            }
        }
    }
}
