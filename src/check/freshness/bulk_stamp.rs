//! One commit gave many documents a new review date and changed no other word in them.
//!
//! ## What it checks
//! In git, commits in which 30 documents or more had only their review date (or reviewer) changed, while that date still stands in them.
//!
//! ## Why
//! A date bumped everywhere at once is not a review. It makes every page look fresh and hides the ones that are wrong.
//!
//! ## Example
//! `sed -i 's/last_reviewed: .*/last_reviewed: 2026-11-22/' runbooks/*.md`
//!
//! ## How to fix
//! Review the documents one by one, `rutter review PATH` after each, and commit them as you go.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "freshness/bulk-stamp",
    level: Level::Warning,
    manual: include_str!("bulk_stamp.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for stamp in &cx.handbook.stamps {
        let place = |id: &DocId| {
            let d = cx.handbook.document(*id);
            d.review.last.map_or(Span::top(d.file), |l| l.span)
        };
        let Some(first) = stamp.documents.first() else { continue };
        let mut finding = Diagnostic::new(
            RULE.name,
            place(first),
            format!(
                "{} documents got a new review date in commit {} ({}, {}), and no other word of them changed",
                stamp.documents.len(),
                stamp.commit,
                stamp.author,
                stamp.date
            ),
        )
        .help("a date bumped everywhere is not a review: read them one by one and stamp each with `rutter review`");
        for id in stamp.documents.iter().skip(1).take(2) {
            finding = finding.related(place(id), "and here");
        }
        found.push(finding);
    }
}
