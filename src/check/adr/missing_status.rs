//! A decision does not say its status.
//!
//! ## What it checks
//! Every decision has a status, wherever its form has it: in front matter, as a line, as a section. Rust's RFCs have none by design and are left out.
//!
//! ## Why
//! A decision without a status is taken for one that holds. Some tools count it as accepted, others as proposed; nobody knows.
//!
//! ## Example
//! `0014-keep-backups.md` with a context, a decision and no `## Status`.
//!
//! ## How to fix
//! Say it: `status: accepted` in front matter, or a section `## Status`. `rutter adr accept ID` writes it in the form that the file is in.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "adr/missing-status",
    level: Level::Error,
    manual: include_str!("missing_status.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let silent = cx.decisions.list.iter().filter(|d| d.form != Form::RustRfc);
    for d in silent.filter(|d| d.status_text.is_none()) {
        let document = cx.handbook.document(d.doc);
        let kind = cx.handbook.kind(document);
        let known = kind.lifecycle.names().collect::<Vec<_>>().join(", ");
        let message = format!("this {} does not say its status", kind.title.to_lowercase());
        found
            .push(Diagnostic::at_top(RULE.name, document.file, message).help(format!("say whether it holds: {known}")));
    }
}
