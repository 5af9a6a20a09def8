//! A folder of decisions holds files, and none of them could be read as a decision.
//!
//! ## What it checks
//! Every folder that the paths of a kind of decision name: where there are files, at least one must be read. A folder below one with decisions may hold other things.
//!
//! ## Why
//! A check that found nothing to check must not pass. "Healthy: 0 decisions" hides 45 that were not understood.
//!
//! ## Example
//! `adr/` with 45 files in a form that nobody knows.
//!
//! ## How to fix
//! Look at what `rutter adr list` says of each. If the folder holds no decisions, give it another kind: `folders: {"adr/notes/**": {kind: page}}`.

use super::unread_folders;
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/nothing-read", level: Level::Error, manual: include_str!("nothing_read.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (folder, files) in unread_folders(cx) {
        let first = files[0];
        let count = counted(files.len(), "file");
        let verb = if files.len() == 1 { "lies" } else { "lie" };
        let mut finding = Diagnostic::at_top(
            RULE.name,
            first.file,
            format!("{count} {verb} in `{folder}` where decisions are, and nothing of a decision could be read"),
        )
        .help(format!("{}; if they are no decisions: `folders: {{\"{folder}/**\": {{kind: page}}}}`", first.reason));
        for other in files.iter().skip(1).take(2) {
            finding = finding.related(Span::top(other.file), other.reason);
        }
        found.push(finding);
    }
}
