//! A section that the document's kind requires is missing.
//!
//! ## What it checks
//! The headings of the document, at any level, against the kind's required sections and their synonyms: steps for a runbook; context, decision and consequences for a decision, and options where its form has them; summary, timeline and actions for an incident review. `kinds: {runbook: {sections: {required: [steps, rollback]}}}` changes them.
//!
//! ## Why
//! The reader at 03:00 looks for the rollback where it always is.
//!
//! ## Example
//! A runbook with a diagnosis and no steps.
//!
//! ## How to fix
//! Add the section. If it is there under another name, list that name under `synonyms:`.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "page/required-section",
    level: Level::Warning,
    manual: include_str!("required_section.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for Required { document: d, section, places } in cx.required_sections() {
        if places.is_empty() {
            let kind = cx.handbook.kind(d).title.to_lowercase();
            let kind = with_article(&kind);
            found.push(
                Diagnostic::at_top(RULE.name, d.file, format!("{kind} needs a section `{}`", section.name))
                    .help(sections::help(section)),
            );
        }
    }
}
