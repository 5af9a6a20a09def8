//! The home page: what needs attention first, then where everything is.

use serde::Serialize;

use super::document::{DocCard, summary};
use super::{OwnerView, Scope};
use crate::dates::human;
use crate::diag::Findings;
use crate::model::DocId;
use crate::model::freshness::State;
use crate::source::Sources;

#[derive(Serialize)]
pub struct SectionCard {
    pub title: String,
    pub href: String,
    pub count: usize,
    pub summary: String,
}

/// A finding as a reader of the site meets it.
#[derive(Serialize)]
pub struct AttentionView {
    pub title: String,
    pub href: String,
    pub message: String,
    pub severity: &'static str,
    pub owner: Option<OwnerView>,
    pub rule: &'static str,
}

#[derive(Serialize)]
pub struct Stats {
    pub documents: usize,
    pub fresh: usize,
    pub due: usize,
    pub stale: usize,
    pub undated: usize,
    pub historical: usize,
    pub owners: usize,
    pub unowned: usize,
    /// Of the documents that have a clock, how many per cent are fresh or due.
    pub reviewed_share: u32,
}

#[derive(Serialize)]
pub struct RecentView {
    pub title: String,
    pub href: String,
    pub date: String,
    pub what: &'static str,
}

/// How many findings the home page shows.
pub const ATTENTION: usize = 12;

impl Scope<'_> {
    /// The worst findings first. A finding outside the documents leads to the list of all findings.
    pub fn attention(&self, findings: &Findings, sources: &Sources, keep: impl Fn(&str) -> bool) -> Vec<AttentionView> {
        let mut list: Vec<_> = findings.list.iter().filter(|f| keep(f.diagnostic.rule)).collect();
        list.sort_by_key(|f| f.severity);
        list.into_iter()
            .map(|f| {
                let document =
                    self.handbook.of_file(f.diagnostic.span.file).filter(|id| self.handbook.is_published(*id));
                let (title, href) = match document {
                    Some(id) => {
                        let link = self.link(id);
                        (link.title, link.href)
                    }
                    None => (sources.path(f.diagnostic.span.file).to_owned(), self.hrefs.to("health/findings/")),
                };
                AttentionView {
                    title,
                    href,
                    message: f.diagnostic.message.clone(),
                    severity: f.severity.name(),
                    owner: f.owner.as_ref().map(|o| self.owner_named(o)),
                    rule: f.diagnostic.rule,
                }
            })
            .collect()
    }

    pub fn sections(&self) -> Vec<SectionCard> {
        let folders = &self.handbook.folders;
        folders[0]
            .folders
            .iter()
            .map(|&f| {
                let folder = &folders[f];
                SectionCard {
                    title: folder.title.clone(),
                    href: self.hrefs.to(&folder.route),
                    count: folder.count,
                    summary: folder.index.map(|id| summary(self.handbook.document(id))).unwrap_or_default(),
                }
            })
            .collect()
    }

    pub fn stats(&self) -> Stats {
        let count = |state: State| self.handbook.published().filter(|(_, d)| d.review.state == state).count();
        let documents = self.handbook.published().count();
        let mut owners: Vec<_> = self.handbook.published().filter_map(|(_, d)| d.owners.first()).collect();
        owners.sort_unstable();
        owners.dedup();
        let (fresh, due, historical) = (count(State::Fresh), count(State::Due), count(State::Historical));
        Stats {
            documents,
            fresh,
            due,
            stale: count(State::Stale) + count(State::Future),
            undated: count(State::Undated),
            historical,
            owners: owners.len(),
            unowned: self.handbook.published().filter(|(_, d)| d.owners.is_empty()).count(),
            reviewed_share: share(fresh + due, documents - historical),
        }
    }

    /// The documents that changed last, as git saw it; without git, those reviewed last.
    pub fn recent(&self, most: usize) -> Vec<RecentView> {
        let mut changed: Vec<_> = self
            .handbook
            .published()
            .filter_map(|(id, d)| Some((d.changes.last.as_ref()?.date, id, "changed")))
            .collect();
        if changed.is_empty() {
            let reviewed = |(id, d): (DocId, &crate::model::Document)| Some((d.review.last?.value, id, "reviewed"));
            changed = self
                .handbook
                .published()
                .filter_map(reviewed)
                .filter(|(date, ..)| *date <= self.handbook.today)
                .collect();
        }
        changed.sort_by_key(|&(date, id, _)| (std::cmp::Reverse(date), id));
        changed
            .into_iter()
            .take(most)
            .map(|(date, id, what)| {
                let link = self.link(id);
                RecentView { title: link.title, href: link.href, date: human(date), what }
            })
            .collect()
    }

    /// The reviews that come up next, the soonest first.
    pub fn reviews_next(&self, most: usize) -> Vec<DocCard> {
        let mut next: Vec<_> = self
            .handbook
            .published()
            .filter(|(_, d)| matches!(d.review.state, State::Fresh | State::Due))
            .filter_map(|(id, d)| Some((d.review.due?, id)))
            .collect();
        next.sort_unstable();
        next.into_iter().take(most).map(|(_, id)| self.card(id)).collect()
    }
}

/// `part` of `whole` in per cent; all of nothing is all.
pub fn share(part: usize, whole: usize) -> u32 {
    let percent = (part * 100).checked_div(whole);
    percent.and_then(|p| u32::try_from(p).ok()).unwrap_or(100)
}
