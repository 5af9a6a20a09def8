//! A document has no title.
//!
//! ## What it checks
//! A `title:` in the front matter, or a first heading of level 1.
//!
//! ## Why
//! The file's name stands in for it in the navigation, in search and in every list.
//!
//! ## Example
//! `0007.md` that starts with a paragraph
//!
//! ## How to fix
//! Add `title: …`, or start the text with `# …`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/no-title", level: Level::Warning, manual: include_str!("no_title.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in &cx.handbook.documents {
        if d.title_source == TitleSource::FileName && !d.front.broken {
            found.push(
                Diagnostic::at_top(RULE.name, d.file, format!("no title; it is listed as `{}`", d.title))
                    .help("add `title: …`, or start the text with a `# heading`"),
            );
        }
    }
}
