//! The audit of the quarter: what was reviewed, what came in, what was let pass, and what ends.

use serde::Serialize;

use super::{ExceptionView, KeptView};
use crate::dates::human;
use crate::sql::adherence::{Kept, Of, Quarter, by_quarter, in_quarter};
use crate::view::document::{ReviewView, StatusView};
use crate::view::{LinkView, OwnerView, Scope};

#[derive(Serialize)]
pub struct AuditView {
    /// `2026 Q4`, with its first and last day.
    pub quarter: String,
    pub from: String,
    pub to: String,
    pub rows: Vec<AuditRow>,
    /// Files that came in this quarter and in the one before it, over all standards.
    pub now: KeptView,
    pub before: Option<Before>,
    /// Exceptions that end in this quarter, or have ended.
    pub ending: Vec<ExceptionView>,
}

/// The quarter before with a file in it.
#[derive(Serialize)]
pub struct Before {
    pub quarter: String,
    pub kept: KeptView,
}

#[derive(Serialize)]
pub struct AuditRow {
    pub link: LinkView,
    pub owner: Option<OwnerView>,
    pub review: ReviewView,
    /// Whether its review lies in this quarter: "reviewed", "to review".
    pub done: StatusView,
    pub rules: usize,
    /// Of those, how many a machine holds.
    pub enforced: usize,
    /// Files of this quarter.
    pub now: KeptView,
    /// Exceptions that hold today.
    pub exceptions: usize,
}

impl Scope<'_> {
    pub fn audit(&self) -> AuditView {
        let today = self.handbook.today;
        let quarter = Quarter::of(today);
        let of_quarter = |of: Of| in_quarter(self.sql, of, quarter);
        let before = by_quarter(self.sql, Of::All).into_iter().rfind(|(q, _)| *q < quarter);
        let rows = self.shown_standards().map(|at| self.audit_row(at, quarter, of_quarter(Of::Standard(at)))).collect();
        let mut ending = self.all_exceptions();
        ending.retain(|e| e.end.is_none_or(|end| end <= quarter.last_day()));
        AuditView {
            quarter: quarter.to_string(),
            from: human(quarter.first_day()),
            to: human(quarter.last_day()),
            rows,
            now: of_quarter(Of::All).into(),
            before: before.map(|(q, k)| Before { quarter: q.to_string(), kept: k.into() }),
            ending,
        }
    }

    fn audit_row(&self, at: usize, quarter: Quarter, now: Kept) -> AuditRow {
        let standard = &self.sql.standards[at];
        let card = self.card(standard.doc);
        let last = self.handbook.document(standard.doc).review.last.as_ref().map(|l| l.value);
        let is_reviewed = last.is_some_and(|day| Quarter::of(day) == quarter);
        let done = if is_reviewed {
            StatusView { text: "reviewed".to_owned(), tone: "good" }
        } else {
            StatusView { text: "to review".to_owned(), tone: "warn" }
        };
        AuditRow {
            link: self.link(standard.doc),
            owner: card.owner,
            review: card.review,
            done,
            rules: standard.rules.len(),
            enforced: standard.rules.iter().filter(|r| r.machine().is_some()).count(),
            now: now.into(),
            exceptions: standard.exceptions.iter().filter(|e| !e.is_expired(self.handbook.today)).count(),
        }
    }
}
