//! A decision has been proposed for longer than its review window.
//!
//! ## What it checks
//! Proposed decisions: `review_by`, if they have one, else their date (in the text, else in git) plus the review period of the document, its folder, its kind or the site. A proposal in its window has the freshness clock of any document.
//!
//! ## Why
//! A proposal that nobody decides is decided by whoever builds first.
//!
//! ## Example
//! Proposed on 2026-01-05 with a review period of six months, and it is November.
//!
//! ## How to fix
//! Decide: `rutter adr accept ID` or `rutter adr reject ID --reason TEXT`. If it must wait, say until when: `review_by: 2027-03-01`; if nobody is working on it, make it a draft.

use super::{status_place, waits_for};
use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "adr/decision-overdue",
    level: Level::Error,
    manual: include_str!("decision_overdue.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let today = cx.handbook.today;
    let open = cx.decisions.list.iter().enumerate().filter(|(_, d)| d.has_status(Status::Proposed));
    for (at, d) in open {
        let Some(due) = cx.decisions.due(cx.handbook, at).filter(|due| *due < today) else { continue };
        let document = cx.handbook.document(d.doc);
        let days = |since: chrono::NaiveDate| counted((today - since).num_days().unsigned_abs() as usize, "day");
        let since = cx.decisions.date(at).map_or(String::new(), |since| format!(" since {since}"));
        let message = format!(
            "proposed{since}, to be decided by {due}: {} overdue; it waits for {}",
            days(due),
            waits_for(cx, d)
        );
        let place = d.review_by.as_ref().map_or(status_place(cx, d), |r| r.span);
        let mut finding = Diagnostic::new(RULE.name, place, message)
            .help(format!("`rutter adr accept {0}` or `rutter adr reject {0} --reason TEXT`", d.id));
        if let (None, Some(span)) = (&d.review_by, document.review.every_set.1) {
            finding = finding.related(span, "review_every is set here");
        }
        found.push(finding);
    }
}
