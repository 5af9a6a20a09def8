//! A document as pages and lists show it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{LinkGroup, LinkView, OwnerView, Scope};
use crate::adr::Tie;
use crate::dates::{counted, human};
use crate::model::document::Document;
use crate::model::freshness::State;
use crate::model::{DocId, routes};

#[derive(Serialize, Clone)]
pub struct DocCard {
    pub title: String,
    pub href: String,
    pub summary: String,
    pub kind: String,
    pub kind_title: String,
    pub owner: Option<OwnerView>,
    pub review: ReviewView,
    pub status: Option<StatusView>,
    pub tags: Vec<LinkView>,
    pub level: Option<String>,
    pub draft: bool,
}

#[derive(Serialize, Clone)]
pub struct ReviewView {
    /// fresh, due, stale, undated, future, historical or drifted.
    pub state: &'static str,
    pub label: String,
    pub last_reviewed: Option<String>,
    pub reviewed_by: Option<OwnerView>,
    pub due: Option<String>,
    pub every: Option<String>,
    /// One sentence for each watched file that changed.
    pub drift: Vec<String>,
}

#[derive(Serialize, Clone)]
pub struct StatusView {
    pub text: String,
    /// good, warn, bad, info or muted.
    pub tone: &'static str,
}

#[derive(Serialize)]
pub struct TocItem {
    pub level: u8,
    pub title: String,
    pub id: String,
}

#[derive(Serialize)]
pub struct ChangeView {
    pub date: String,
    pub author: String,
    pub commit: String,
    pub contributors: Vec<String>,
}

/// What a reader must know before the text.
#[derive(Serialize)]
pub struct Banner {
    pub tone: &'static str,
    pub text: String,
    /// What to read instead.
    pub links: Vec<LinkView>,
}

/// How many contributors are named.
const CONTRIBUTORS: usize = 8;

impl Scope<'_> {
    pub fn card(&self, id: DocId) -> DocCard {
        let d = self.handbook.document(id);
        let kind = self.handbook.kind(d);
        DocCard {
            title: d.title.clone(),
            href: self.hrefs.to(&d.route),
            summary: summary(d),
            kind: kind.name.clone(),
            kind_title: kind.title.clone(),
            owner: d.owner_written.first().map(|o| self.owner_named(&o.value)),
            review: self.review(d),
            status: match self.decisions.of(id) {
                Some(at) => self.decision_status(at),
                None => d.front.text("status").map(|s| status(&s.value)),
            },
            tags: d.tags.iter().map(|t| self.tag(t)).collect(),
            level: d.front.text("level").map(|l| l.value),
            draft: d.draft,
        }
    }

    pub fn link(&self, id: DocId) -> LinkView {
        let d = self.handbook.document(id);
        LinkView { title: d.title.clone(), href: self.hrefs.to(&d.route) }
    }

    pub fn tag(&self, tag: &str) -> LinkView {
        LinkView { title: tag.to_owned(), href: self.hrefs.to(&routes::of_tag(tag)) }
    }

    pub fn review(&self, d: &Document) -> ReviewView {
        let review = &d.review;
        let today = self.handbook.today;
        let drifted = !d.drift.is_empty() && !matches!(review.state, State::Stale | State::Undated | State::Future);
        let days = |n: i64| counted(n.unsigned_abs() as usize, "day");
        let label = match (review.state, review.due, review.last) {
            (State::Historical, ..) => "Record of the past".to_owned(),
            _ if drifted => "Changed since its review".to_owned(),
            (State::Stale, Some(due), _) => format!("{} overdue", days((today - due).num_days())),
            (State::Due, Some(due), _) if due == today => "Review due today".to_owned(),
            (State::Due, Some(due), _) => format!("Review due in {}", days((due - today).num_days())),
            (State::Future, _, Some(last)) => format!("Dated {}, which is to come", human(last.value)),
            (_, _, Some(last)) => format!("Reviewed {}", human(last.value)),
            (_, Some(due), None) => format!("Next review {}", human(due)),
            (_, None, None) => "Never reviewed".to_owned(),
        };
        ReviewView {
            state: if drifted { "drifted" } else { review.state.name() },
            label,
            last_reviewed: review.last.map(|l| l.value.to_string()),
            reviewed_by: review.by.first().map(|name| self.owner_named(name)),
            due: review.due.map(|d| d.to_string()),
            every: review.ticks().then(|| review.every.to_string()),
            drift: d
                .drift
                .iter()
                .map(|d| format!("{} changed on {} ({}, {})", d.path, human(d.date), d.commit, d.author))
                .collect(),
        }
    }

    pub fn toc(&self, d: &Document) -> Vec<TocItem> {
        d.outline
            .headings
            .iter()
            .filter(|h| (2..=3).contains(&h.level))
            .map(|h| TocItem { level: h.level, title: h.text.clone(), id: h.id.clone() })
            .collect()
    }

    pub fn change(&self, d: &Document) -> Option<ChangeView> {
        let last = d.changes.last.as_ref()?;
        Some(ChangeView {
            date: human(last.date),
            author: last.author.clone(),
            commit: last.commit.clone(),
            contributors: d.changes.contributors.iter().take(CONTRIBUTORS).cloned().collect(),
        })
    }

    /// A decision that holds no longer leads on to its successors; a stale page says so before anyone follows it.
    pub fn banner(&self, id: DocId) -> Option<Banner> {
        let d = self.handbook.document(id);
        if let Some(banner) = self.decisions.of(id).and_then(|at| self.decision_banner(at)) {
            return Some(banner);
        }
        if d.draft {
            return Some(Banner {
                tone: "info",
                text: "This is a draft. It is not part of the published handbook.".to_owned(),
                links: Vec::new(),
            });
        }
        let text = match (d.review.state, d.review.due) {
            (State::Stale, Some(due)) => {
                format!("Its review was due on {}. Check it against the system before you follow it.", human(due))
            }
            (State::Undated, _) => {
                "Nobody has reviewed this page yet. Check it against the system before you follow it.".to_owned()
            }
            _ => return None,
        };
        Some(Banner { tone: "bad", text, links: Vec::new() })
    }

    /// The documents that link to one or name it, by their kinds. Decisions that are tied to a decision are left
    /// out: its facts tell what they are to it.
    pub fn named_by(&self, id: DocId) -> Vec<LinkGroup> {
        let decisions = self.decisions;
        let tied = |at: usize| -> BTreeSet<DocId> {
            let both = [Tie::Supersedes, Tie::Amends].into_iter();
            let tied = both.flat_map(|tie| {
                decisions.ties(at, tie).map(|e| e.to).chain(decisions.ties_to(at, tie).map(|e| e.from))
            });
            tied.map(|at| decisions.list[at].doc).collect()
        };
        let tied = decisions.of(id).map(tied).unwrap_or_default();
        let others = self.handbook.backlinks[id.0].iter().copied();
        let mut groups: BTreeMap<usize, Vec<LinkView>> = BTreeMap::new();
        for other in others.filter(|other| self.handbook.is_published(*other) && !tied.contains(other)) {
            groups.entry(self.handbook.document(other).kind).or_default().push(self.link(other));
        }
        let title = |kind: usize| self.handbook.config.kinds[kind].title.clone();
        groups.into_iter().map(|(kind, links)| LinkGroup { title: title(kind), links }).collect()
    }

    /// From the home page down to the folder that holds a route.
    pub fn crumbs(&self, d: &Document) -> Vec<LinkView> {
        let folder = crate::paths::parent(&d.path);
        let own = routes::is_index(&d.path);
        let folders = &self.handbook.folders;
        let at = folders.iter().position(|f| f.path == folder);
        // A folder's own page does not lead to itself.
        self.path_to(if own { at.and_then(|i| folders[i].parent) } else { at })
    }

    /// The links from the home page down to a folder.
    pub fn path_to(&self, folder: Option<usize>) -> Vec<LinkView> {
        let parent = |at: &usize| self.handbook.folders[*at].parent;
        let mut links: Vec<LinkView> = std::iter::successors(folder, parent).map(|at| self.folder_link(at)).collect();
        links.reverse();
        links
    }

    pub fn folder_link(&self, at: usize) -> LinkView {
        let f = &self.handbook.folders[at];
        LinkView {
            title: if f.parent.is_none() { "Home".to_owned() } else { f.title.clone() },
            href: self.hrefs.to(&f.route),
        }
    }
}

/// What a list says of a document: its own description, else how it starts.
pub fn summary(d: &Document) -> String {
    d.front.text("description").map_or_else(|| d.outline.summary.clone(), |t| t.value)
}

/// How a status is drawn. Words that nobody planned for stay neutral.
pub fn status(text: &str) -> StatusView {
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let tone = match first.trim_matches(|c: char| !c.is_alphabetic()) {
        "accepted" | "active" | "ok" | "done" | "implemented" | "implementable" => "good",
        "proposed" | "draft" | "open" | "pending" | "provisional" => "info",
        "deprecated" | "superseded" | "replaced" | "deferred" | "postponed" => "warn",
        "rejected" | "failed" | "withdrawn" | "closed" => "bad",
        _ => "muted",
    };
    StatusView { text: text.to_owned(), tone }
}
