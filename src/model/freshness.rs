//! How fresh a document is: its clock, its state today, and what changed behind its back.

use chrono::NaiveDate;

use super::front::Front;
use crate::config::{Config, Folder, Kind};
use crate::dates::Period;
use crate::source::{Span, Spanned};

/// Where a document stands on its clock. The order is the order of urgency, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Past its due date.
    Stale,
    /// No date of a review, or none that can be read.
    Undated,
    /// Reviewed on a day that has not come.
    Future,
    /// Its due date is within the warning window.
    Due,
    Fresh,
    /// It records the past, which does not go stale.
    Historical,
}

impl State {
    pub const ALL: [Self; 6] = [Self::Stale, Self::Undated, Self::Future, Self::Due, Self::Fresh, Self::Historical];

    pub fn name(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Undated => "undated",
            Self::Future => "future",
            Self::Due => "due",
            Self::Fresh => "fresh",
            Self::Historical => "historical",
        }
    }
}

/// A file that the document watches, changed after the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The pattern that watches it.
    pub watch: Span,
    /// Relative to the repository.
    pub path: String,
    pub date: NaiveDate,
    pub commit: String,
    pub author: String,
}

/// Where a review period was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetBy {
    Document,
    Folder,
    Kind,
    Site,
    /// The tool's own default.
    Default,
}

/// A document's clock and what it shows today.
#[derive(Debug, Clone)]
pub struct Review {
    pub state: State,
    pub last: Option<Spanned<NaiveDate>>,
    /// What is written where the date should be, if it cannot be read as one.
    pub unreadable: Option<Spanned<String>>,
    /// Names as written.
    pub by: Vec<String>,
    pub every: Period,
    pub every_set: (SetBy, Option<Span>),
    /// A period of the document's own that cannot be read.
    pub bad_period: Option<Spanned<String>>,
    /// The last day on which the review still counts.
    pub due: Option<NaiveDate>,
}

/// Statuses of a decision that is still being made.
const UNDECIDED: [&str; 4] = ["draft", "proposed", "pending", "open"];

/// Reads the clock of one document. `folders` are the rules that match it, nearest first.
pub fn review(front: &Front, kind: &Kind, folders: &[&Folder], config: &Config, today: NaiveDate) -> Review {
    let written = front.text("last_reviewed");
    let mut last = front.get("last_reviewed").and_then(|n| n.date());
    let undecided = front.text("status").is_some_and(|s| UNDECIDED.contains(&s.value.trim().to_lowercase().as_str()));
    let historical = match kind.past {
        crate::config::Past::Never => false,
        crate::config::Past::Always => true,
        crate::config::Past::Decided => !undecided,
    };
    // A decision that is still open was last looked at when it was proposed.
    if kind.past == crate::config::Past::Decided && last.is_none() {
        last = front.get("date").and_then(|n| n.date());
    }
    let (every, every_set, bad_period) = period(front, kind, folders, config);
    let next = front.get("next_review").and_then(|n| n.date());
    let due = next.map(|d| d.value).or_else(|| last.map(|l| every.after(l.value)));
    let state = match (last, due) {
        _ if historical => State::Historical,
        (Some(last), _) if last.value > today => State::Future,
        (_, Some(due)) if due < today => State::Stale,
        (_, Some(due)) if due <= config.freshness.warn_before.after(today) => State::Due,
        (_, Some(_)) => State::Fresh,
        (_, None) => State::Undated,
    };
    Review {
        state,
        last,
        unreadable: written.filter(|_| last.is_none()),
        by: front.texts("reviewed_by").into_iter().map(|t| t.value).collect(),
        every,
        every_set,
        bad_period,
        due: if historical { None } else { due },
    }
}

/// The document's own period, else its folder's, else its kind's, else the site's.
fn period(
    front: &Front,
    kind: &Kind,
    folders: &[&Folder],
    config: &Config,
) -> (Period, (SetBy, Option<Span>), Option<Spanned<String>>) {
    let own = front.get("review_every");
    if let Some(period) = own.and_then(|n| n.period()) {
        return (period.value, (SetBy::Document, Some(period.span)), None);
    }
    let bad = own.and_then(|n| n.text());
    if let Some(period) = folders.iter().find_map(|f| f.review_every) {
        return (period.value, (SetBy::Folder, Some(period.span)), bad);
    }
    if let Some(period) = kind.review_every {
        return (period.value, (SetBy::Kind, Some(period.span)), bad);
    }
    let site = match config.freshness.review_every_span {
        Some(span) => (SetBy::Site, Some(span)),
        None => (SetBy::Default, None),
    };
    (config.freshness.review_every, site, bad)
}

impl Review {
    /// Whether the document has a clock at all.
    pub fn ticks(&self) -> bool {
        self.state != State::Historical
    }
}
