//! A file lies where decisions are, and nothing of a decision could be read in it.
//!
//! ## What it checks
//! Files in the folders of decisions, beside decisions that could be read. A folder's own page (`README.md`, `index.md`) and templates are left out.
//!
//! ## Why
//! A decision that is not understood is missing from every list, and nobody notices.
//!
//! ## Example
//! `adr/0015-empty.md` without a text.
//!
//! ## How to fix
//! Write the decision: a status, and what was decided. If the file is no decision, say what it is: `kind: page` in its front matter.

use super::unread_folders;
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/unread", level: Level::Warning, manual: include_str!("unread.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let dead: HashSet<_> = unread_folders(cx).into_values().flatten().map(|u| u.file).collect();
    // A file that could not be opened has its finding already.
    for u in cx.decisions.unread.iter().filter(|u| u.doc.is_some() && !dead.contains(&u.file)) {
        found.push(
            Diagnostic::at_top(RULE.name, u.file, format!("no decision could be read here: {}", u.reason))
                .help("write its status and what was decided, or say that it is no decision: `kind: page`"),
        );
    }
}
