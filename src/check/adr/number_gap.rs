//! A number is missing in the row of decisions.
//!
//! ## What it checks
//! The numbers of decisions of one kind in one folder, from the lowest to the highest. Where git knows the missing file, it is named. Kinds that are numbered by pull requests (KEPs, Rust's RFCs) are left out.
//!
//! ## Why
//! Decisions are kept, not deleted: a rejected one saves the next person from proposing it again. A gap is a decision that somebody lost.
//!
//! ## Example
//! `0005` and `0007`, and no `0006`.
//!
//! ## How to fix
//! Bring the file back, `git log --all -- 'adr/0006*'` finds it, and reject or deprecate the decision if it does not hold.

use super::number_place;
use super::series::{self, Series};
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/number-gap", level: Level::Warning, manual: include_str!("number_gap.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let mut deleted: Option<BTreeMap<(&str, u64), &str>> = None;
    for series in Series::all(cx).into_iter().filter(|s| s.counts) {
        let taken: BTreeSet<u64> =
            series.numbers.iter().map(|(n, _)| *n).chain(series.unread.iter().copied()).collect();
        let taken: Vec<u64> = taken.into_iter().collect();
        for pair in taken.windows(2).filter(|p| p[1] - p[0] > 1) {
            let Some((_, after)) = series.numbers.iter().find(|(n, _)| *n == pair[1]) else { continue };
            let (from, to) = (pair[0] + 1, pair[1] - 1);
            // As wide as the others write theirs.
            let width = after.id.chars().filter(char::is_ascii_digit).count();
            let message = match to - from {
                0 => format!("there is no {from:0width$} before {:0width$}", pair[1]),
                _ => format!("there are no {from:0width$} to {to:0width$} before {:0width$}", pair[1]),
            };
            let gone = deleted.get_or_insert_with(|| series::deleted(cx));
            let gone = gone.range((series.folder, from)..=(series.folder, to)).next();
            let help = gone.map(|(_, path)| format!("`{path}` was deleted: bring it back, and reject or deprecate it"));
            found.push(
                Diagnostic::new(RULE.name, number_place(cx, after), message)
                    .help("decisions are kept: bring the file back, and reject or deprecate it")
                    .maybe_help(help),
            );
        }
    }
}
