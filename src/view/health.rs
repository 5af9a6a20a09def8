//! The health pages: what is stale, who owns what, what is wrong. Drawn from the model and the findings.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use super::document::DocCard;
use super::home::{AttentionView, share};
use super::{LinkView, OwnerView, Scope};
use crate::diag::Findings;
use crate::model::freshness::State;
use crate::model::register::OwnerRef;
use crate::model::{DocId, Document};
use crate::source::Sources;
use crate::world::git::{History, Reach};

#[derive(Serialize)]
pub struct Freshness {
    pub counts: Vec<Count>,
    pub total: usize,
    /// What somebody has to act on, worst first.
    pub overdue: Vec<DocCard>,
    pub due: Vec<DocCard>,
    pub forecast: Vec<Week>,
    pub calendar: Vec<Calendar>,
    pub bulk: Vec<String>,
    pub history_note: Option<String>,
}

#[derive(Serialize)]
pub struct Count {
    pub state: &'static str,
    pub count: usize,
    /// In per cent of all documents.
    pub share: u32,
}

/// The reviews that fall due in one week.
#[derive(Serialize)]
pub struct Week {
    /// Its Monday.
    pub week: String,
    pub count: usize,
    /// In per cent of the fullest week.
    pub height: u32,
    pub docs: Vec<LinkView>,
}

/// One owner's reviews in the weeks of the forecast.
#[derive(Serialize)]
pub struct Calendar {
    pub owner: OwnerView,
    pub docs: Vec<DocCard>,
}

#[derive(Serialize)]
pub struct Owners {
    pub owners: Vec<OwnerRow>,
    pub unowned: Vec<DocCard>,
    pub problems: Vec<AttentionView>,
    /// People who own documents alone, without a team behind them.
    pub bus: Vec<BusRow>,
    pub left: Vec<LeftRow>,
}

#[derive(Serialize)]
pub struct OwnerRow {
    pub owner: OwnerView,
    pub docs: usize,
    pub fresh: usize,
    pub due: usize,
    pub stale: usize,
    /// Of the documents that have a clock, how many per cent are fresh or due.
    pub share_fresh: u32,
    /// Of all documents, how many per cent are theirs.
    pub share_all: u32,
}

#[derive(Serialize)]
pub struct BusRow {
    pub owner: OwnerView,
    pub docs: usize,
}

#[derive(Serialize)]
pub struct LeftRow {
    pub owner: OwnerView,
    pub docs: Vec<LinkView>,
}

#[derive(Serialize)]
pub struct FindingGroup {
    pub rule: &'static str,
    pub severity: &'static str,
    pub summary: String,
    pub items: Vec<FindingItem>,
}

#[derive(Serialize)]
pub struct FindingItem {
    pub title: String,
    pub href: Option<String>,
    pub path: String,
    pub line: usize,
    pub message: String,
    pub help: Option<String>,
}

#[derive(Serialize)]
pub struct Card {
    pub title: String,
    pub href: String,
    pub number: String,
    pub label: String,
    pub tone: &'static str,
}

/// How far the forecast looks ahead.
const WEEKS: usize = 12;

/// How many findings of one rule the page lists.
const LISTED: usize = 200;

fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(date.weekday().num_days_from_monday().into())
}

impl Scope<'_> {
    pub fn freshness(&self, history: &History) -> Freshness {
        let h = self.handbook;
        let total = h.published().count();
        let of = |keep: &dyn Fn(&Document) -> bool| -> Vec<DocId> {
            let mut ids: Vec<DocId> = h.published().filter(|(_, d)| keep(d)).map(|(id, _)| id).collect();
            ids.sort_by_key(|&id| (h.document(id).review.state, h.document(id).review.due, id));
            ids
        };
        let mut counts: Vec<Count> = State::ALL
            .iter()
            .map(|&state| {
                let count = h.published().filter(|(_, d)| d.review.state == state).count();
                Count { state: state.name(), count, share: share(count, total.max(1)) }
            })
            .collect();
        let drifted = h.published().filter(|(_, d)| !d.drift.is_empty()).count();
        counts.push(Count { state: "drifted", count: drifted, share: share(drifted, total.max(1)) });
        let cards = |ids: Vec<DocId>| ids.into_iter().map(|id| self.card(id)).collect();
        Freshness {
            counts: counts.into_iter().filter(|c| c.count > 0).collect(),
            total,
            overdue: cards(of(&|d| d.overdue())),
            due: cards(of(&|d| d.review.state == State::Due)),
            forecast: self.forecast(),
            calendar: self.calendar(),
            bulk: h
                .stamps
                .iter()
                .map(|s| {
                    format!(
                        "{} documents were stamped at once in {} by {} on {}",
                        s.documents.len(),
                        s.commit,
                        s.author,
                        s.date
                    )
                })
                .collect(),
            history_note: match &history.reach {
                Reach::Full => None,
                Reach::Shallow => {
                    Some("This site was built from a shallow clone: last changes and drift are not shown.".to_owned())
                }
                Reach::Nothing => {
                    Some("This handbook is not under git: last changes and drift are not shown.".to_owned())
                }
                Reach::Unread(reason) => Some(format!("The git history could not be read: {reason}")),
            },
        }
    }

    /// The documents whose review falls due from today on within the forecast.
    fn upcoming(&self) -> Vec<(NaiveDate, DocId)> {
        let today = self.handbook.today;
        let end = monday(today) + Days::new(7 * WEEKS as u64);
        let mut list: Vec<_> = self
            .handbook
            .published()
            .filter_map(|(id, d)| Some((d.review.due?, id)))
            .filter(|(due, _)| *due >= today && *due < end)
            .collect();
        list.sort_unstable();
        list
    }

    fn forecast(&self) -> Vec<Week> {
        let first = monday(self.handbook.today);
        let mut weeks: Vec<Vec<DocId>> = vec![Vec::new(); WEEKS];
        for (due, id) in self.upcoming() {
            let at = (due - first).num_days() / 7;
            if let Some(week) = usize::try_from(at).ok().and_then(|i| weeks.get_mut(i)) {
                week.push(id);
            }
        }
        let most = weeks.iter().map(Vec::len).max().unwrap_or(0).max(1);
        weeks
            .into_iter()
            .enumerate()
            .map(|(i, ids)| Week {
                week: (first + Days::new(7 * i as u64)).to_string(),
                count: ids.len(),
                height: share(ids.len(), most),
                docs: ids.into_iter().map(|id| self.link(id)).collect(),
            })
            .collect()
    }

    fn calendar(&self) -> Vec<Calendar> {
        let mut by_owner: BTreeMap<String, Vec<DocId>> = BTreeMap::new();
        for (_, id) in self.upcoming() {
            let owner = self.handbook.owner_name(self.handbook.document(id)).unwrap_or_default();
            by_owner.entry(owner).or_default().push(id);
        }
        by_owner
            .into_iter()
            .filter(|(owner, _)| !owner.is_empty())
            .map(|(owner, ids)| Calendar {
                owner: self.owner_named(&owner),
                docs: ids.into_iter().map(|id| self.card(id)).collect(),
            })
            .collect()
    }

    pub fn owners(&self, findings: &Findings, sources: &Sources) -> Owners {
        let h = self.handbook;
        let mut by_owner: BTreeMap<OwnerRef, Vec<DocId>> = BTreeMap::new();
        for (id, d) in h.published() {
            if let Some(owner) = d.owners.first() {
                by_owner.entry(*owner).or_default().push(id);
            }
        }
        let total = h.published().count();
        let mut rows: Vec<OwnerRow> = by_owner
            .iter()
            .map(|(&owner, ids)| {
                let count =
                    |states: &[State]| ids.iter().filter(|id| states.contains(&h.document(**id).review.state)).count();
                let (fresh, due) = (count(&[State::Fresh]), count(&[State::Due]));
                let stale = count(&[State::Stale, State::Undated, State::Future]);
                OwnerRow {
                    owner: self.owner(owner),
                    docs: ids.len(),
                    fresh,
                    due,
                    stale,
                    share_fresh: share(fresh + due, fresh + due + stale),
                    share_all: share(ids.len(), total.max(1)),
                }
            })
            .collect();
        rows.sort_by(|a, b| b.docs.cmp(&a.docs).then_with(|| a.owner.name.cmp(&b.owner.name)));
        let people = || {
            by_owner.iter().filter_map(|(o, ids)| match o {
                OwnerRef::Person(p) => Some((*o, &h.register.people[*p], ids)),
                OwnerRef::Team(_) => None,
            })
        };
        Owners {
            owners: rows,
            unowned: h.published().filter(|(_, d)| d.owners.is_empty()).map(|(id, _)| self.card(id)).collect(),
            problems: self.attention(findings, sources, |rule| rule.starts_with("owner/")),
            bus: people()
                .filter(|(_, p, _)| !p.left(h.today))
                .map(|(o, _, ids)| BusRow { owner: self.owner(o), docs: ids.len() })
                .collect(),
            left: people()
                .filter(|(_, p, _)| p.left(h.today))
                .map(|(o, _, ids)| LeftRow {
                    owner: self.owner(o),
                    docs: ids.iter().map(|&id| self.link(id)).collect(),
                })
                .collect(),
        }
    }

    /// The findings by rule, errors first. `summary` gives the first line of a rule's manual.
    pub fn findings(
        &self,
        findings: &Findings,
        sources: &Sources,
        summary: &dyn Fn(&str) -> String,
    ) -> Vec<FindingGroup> {
        let mut groups: BTreeMap<(crate::diag::Severity, &'static str), Vec<FindingItem>> = BTreeMap::new();
        for f in &findings.list {
            let d = &f.diagnostic;
            let document = self.handbook.of_file(d.span.file).filter(|id| self.handbook.is_published(*id));
            let items = groups.entry((f.severity, d.rule)).or_default();
            if items.len() < LISTED {
                items.push(FindingItem {
                    title: document.map_or_else(
                        || sources.path(d.span.file).to_owned(),
                        |id| self.handbook.document(id).title.clone(),
                    ),
                    href: document.map(|id| self.link(id).href),
                    path: sources.path(d.span.file).to_owned(),
                    line: sources.start(d.span).line,
                    message: d.message.clone(),
                    help: d.help.clone(),
                });
            }
        }
        groups
            .into_iter()
            .map(|((severity, rule), items)| FindingGroup {
                rule,
                severity: severity.name(),
                summary: summary(rule),
                items,
            })
            .collect()
    }
}
