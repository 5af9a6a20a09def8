//! The page of all decisions: how they stand, who waits for whom, how long deciding takes, and what was decided
//! about each service.

mod graph;
#[cfg(test)]
mod tests;
mod timeline;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

pub use graph::GraphView;
pub use timeline::Timeline;

use super::decision::tone;
use super::document::{StatusView, status};
use super::{LinkView, OwnerView, Scope};
use crate::adr::pace::days_to_decide;
use crate::adr::{self, Status};
use crate::config::Kind;
use crate::dates::{counted, human};
use crate::diag::Findings;
use crate::model::{DocId, routes};
use crate::paths;
use crate::source::FileId;
use crate::stats::percentile;
use crate::world::git::{History, Reach};

/// The decisions of one kind by their states.
#[derive(Serialize)]
pub struct Board {
    pub kind: String,
    pub title: String,
    pub total: usize,
    pub columns: Vec<Column>,
    /// The folder that all of them lie in, whose page leads to each; none where that is the whole handbook.
    pub folder: Option<LinkView>,
}

#[derive(Serialize)]
pub struct Column {
    pub status: StatusView,
    pub count: usize,
    /// The newest first.
    pub cards: Vec<Card>,
    /// How many more there are.
    pub more: usize,
}

#[derive(Serialize)]
pub struct Card {
    pub title: String,
    pub href: String,
    pub date: Option<String>,
    /// Who decides or decided; the owner where nobody is named.
    pub by: Vec<String>,
}

/// A decision that nobody has taken yet.
#[derive(Serialize)]
pub struct Waiting {
    pub title: String,
    pub href: String,
    pub status: Option<StatusView>,
    pub since: Option<String>,
    pub days: Option<i64>,
    /// When it was due, where it is late.
    pub late: Option<StatusView>,
    /// Whom it waits for.
    pub on: Vec<OwnerView>,
}

/// How long deciding takes, in days.
#[derive(Serialize)]
pub struct Pace {
    pub median: Option<i64>,
    /// Nine of ten decisions took this long or less.
    pub p90: Option<i64>,
    /// What the numbers are made of, or why there are none.
    pub note: String,
}

/// What was decided about something, by status.
#[derive(Serialize)]
pub struct Share {
    pub title: String,
    pub href: Option<String>,
    pub total: usize,
    /// In the order of the table's columns.
    pub counts: Vec<usize>,
}

/// Statuses by service and by tag.
#[derive(Serialize)]
pub struct Shares {
    pub columns: Vec<StatusView>,
    pub services: Vec<Share>,
    pub tags: Vec<Share>,
    /// How many have no row.
    pub services_more: usize,
    pub tags_more: usize,
}

/// The rule whose findings are the proposals that wait for too long.
const OVERDUE: &str = "adr/decision-overdue";

/// How many cards a column shows.
const CARDS: usize = 50;

/// How many people a card names.
const NAMED: usize = 3;

/// How many open decisions are listed.
const WAITING: usize = 30;

/// How many services and how many tags have a row.
const ROWS: usize = 60;

impl Scope<'_> {
    /// The decisions that have a page, the newest first; those without a date come last.
    pub fn newest_decisions(&self) -> Vec<usize> {
        let mut list: Vec<usize> = (0..self.decisions.list.len()).filter(|at| self.shows(*at)).collect();
        list.sort_by_cached_key(|&at| Reverse((self.decisions.date(at), self.decisions.list[at].number, at)));
        list
    }

    /// One board for each kind that has decisions, the built-in kind first.
    pub fn boards(&self, newest: &[usize]) -> Vec<Board> {
        let mut kinds: Vec<&Kind> = self.handbook.config.kinds.iter().filter(|k| adr::is_kind(k)).collect();
        kinds.sort_by_key(|k| k.name != adr::KIND);
        let board = |kind: &Kind| {
            let is_mine = |at: &usize| self.handbook.kind_of(self.decisions.list[*at].doc).name == kind.name;
            let mine: Vec<usize> = newest.iter().copied().filter(is_mine).collect();
            (!mine.is_empty()).then(|| self.board(kind, &mine))
        };
        kinds.into_iter().filter_map(board).collect()
    }

    fn board(&self, kind: &Kind, newest: &[usize]) -> Board {
        let word = |at: &&usize| self.decisions.list[**at].state_word();
        let column = |name: &str, title: &str| {
            let mine: Vec<usize> = newest.iter().filter(|at| word(at) == name).copied().collect();
            let tone = Status::of_state(name).map_or_else(|| status(name).tone, tone);
            Column {
                status: StatusView { text: title.to_owned(), tone },
                count: mine.len(),
                more: mine.len().saturating_sub(CARDS),
                cards: mine.into_iter().take(CARDS).map(|at| self.board_card(at)).collect(),
            }
        };
        let known = kind.lifecycle.names().map(|name| column(name, name));
        let unclear = [("unknown", "not understood"), ("none", "without a status")];
        let unclear = unclear.into_iter().map(|(name, title)| column(name, title)).filter(|c| c.count > 0);
        Board {
            kind: kind.name.clone(),
            title: kind.title.clone(),
            total: newest.len(),
            columns: known.chain(unclear).collect(),
            folder: self.folder_of(newest),
        }
    }

    /// The lowest folder that decisions lie in together.
    fn folder_of(&self, list: &[usize]) -> Option<LinkView> {
        let folder = |at: &usize| paths::parent(&self.handbook.document(self.decisions.list[*at].doc).path);
        let common = list.iter().map(folder).reduce(|a, b| {
            let holds = |folder: &&str| b.strip_prefix(*folder).is_some_and(|r| r.is_empty() || r.starts_with('/'));
            std::iter::successors(Some(a), |a| (!a.is_empty()).then(|| paths::parent(a))).find(holds).unwrap_or("")
        })?;
        let at = self.handbook.folders.iter().position(|f| f.path == common && f.parent.is_some())?;
        Some(self.folder_link(at))
    }

    fn board_card(&self, at: usize) -> Card {
        let link = self.decision_link(at);
        Card {
            title: link.title,
            href: link.href,
            date: self.decisions.date(at).map(human),
            by: self.answerable(at).into_iter().take(NAMED).map(|o| o.name).collect(),
        }
    }

    /// Who decides or decided; the owner where nobody is named.
    fn answerable(&self, at: usize) -> Vec<OwnerView> {
        let d = &self.decisions.list[at];
        let named = if d.deciders.is_empty() { &self.handbook.document(d.doc).owner_written } else { &d.deciders };
        named.iter().map(|name| self.owner_named(&name.value)).collect()
    }

    /// The decisions that nobody has taken yet, those first that the checks found to be late, then the oldest;
    /// and how many there are beyond them.
    pub fn waiting(&self, newest: &[usize], findings: &Findings) -> (Vec<Waiting>, usize) {
        let found = findings.list.iter().map(|f| &f.diagnostic).filter(|d| d.rule == OVERDUE);
        let found: BTreeSet<FileId> = found.map(|d| d.span.file).collect();
        let is_late = |at: &usize| {
            let d = &self.decisions.list[*at];
            // A KEP says its state in a file of its own.
            let said = d.state.as_ref().map(|s| s.span.file);
            [Some(self.handbook.document(d.doc).file), said].into_iter().flatten().any(|file| found.contains(&file))
        };
        let mut open: Vec<usize> =
            newest.iter().rev().copied().filter(|at| self.decisions.list[*at].is_open()).collect();
        open.sort_by_cached_key(|at| !is_late(at));
        let late = |at: usize| {
            let due = self.decisions.due(self.handbook, at).filter(|_| is_late(&at))?;
            Some(StatusView { text: format!("due {}, overdue", human(due)), tone: "bad" })
        };
        let waiting = |at: usize| {
            let link = self.decision_link(at);
            let since = self.decisions.date(at);
            Waiting {
                title: link.title,
                href: link.href,
                status: link.status,
                since: since.map(human),
                days: since.map(|d| (self.handbook.today - d).num_days()).filter(|days| *days >= 0),
                late: late(at),
                on: self.answerable(at),
            }
        };
        let more = open.len().saturating_sub(WAITING);
        (open.into_iter().take(WAITING).map(waiting).collect(), more)
    }

    pub fn pace(&self, newest: &[usize], history: &History) -> Pace {
        let is_decided = |at: &usize| self.decisions.list[*at].status.as_ref().is_some_and(|s| !s.value.is_open());
        let decided: Vec<usize> = newest.iter().copied().filter(is_decided).collect();
        let all = counted(decided.len(), "decision");
        let known = match &history.reach {
            Reach::Full => None,
            Reach::Shallow => Some("This site was built from a shallow clone".to_owned()),
            Reach::Nothing => Some("This handbook is not under git".to_owned()),
            Reach::Unread(reason) => Some(format!("The git history could not be read ({reason})")),
        };
        if let Some(why) = known {
            return Pace { median: None, p90: None, note: format!("{why}: how long deciding takes is not known.") };
        }
        let pasts = decided.iter().filter_map(|at| self.decisions.pasts.get(*at));
        let mut days: Vec<i64> = pasts.filter_map(days_to_decide).collect();
        days.sort_unstable();
        let note = match days.len() {
            0 => format!("Not known: of {all} taken, none is in git as a proposal first and as decided later."),
            1 => format!("Of {all} taken, 1 is in git as a proposal first. The others were committed as decided."),
            n => format!("Of {all} taken, {n} are in git as a proposal first. The others were committed as decided."),
        };
        Pace { median: percentile(&days, 50), p90: percentile(&days, 90), note }
    }

    pub fn shares(&self, newest: &[usize]) -> Shares {
        let name = |at: usize| match self.decisions.list[at].status.as_ref() {
            Some(status) => status.value as usize,
            None => Status::NAMES.len(),
        };
        let used: Vec<usize> = (0..=Status::NAMES.len()).filter(|s| newest.iter().any(|at| name(*at) == *s)).collect();
        let share = |title: String, href: Option<String>, list: &[usize]| Share {
            title,
            href,
            total: list.len(),
            counts: used.iter().map(|s| list.iter().filter(|at| name(**at) == *s).count()).collect(),
        };
        let by_doc: HashMap<DocId, usize> = newest.iter().map(|at| (self.decisions.list[*at].doc, *at)).collect();
        let tags = self.handbook.tags.iter().filter_map(|(tag, docs)| {
            let mine: Vec<usize> = docs.iter().filter_map(|id| by_doc.get(id).copied()).collect();
            (!mine.is_empty()).then(|| share(tag.clone(), Some(self.hrefs.to(&routes::of_tag(tag))), &mine))
        });
        let mut by_service: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &at in newest {
            for service in self.handbook.document(self.decisions.list[at].doc).front.texts("services") {
                let list = by_service.entry(service.value).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
        let register = &self.handbook.register;
        let services = by_service.into_iter().map(|(id, list)| match register.service(&id) {
            Some(i) => {
                let service = &register.services[i];
                share(service.name.clone(), Some(self.hrefs.to(&routes::of_service(service))), &list)
            }
            None => share(id, None, &list),
        });
        let most_first = |mut rows: Vec<Share>| -> (Vec<Share>, usize) {
            rows.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.title.cmp(&b.title)));
            let more = rows.len().saturating_sub(ROWS);
            rows.truncate(ROWS);
            (rows, more)
        };
        let (services, services_more) = most_first(services.collect());
        let (tags, tags_more) = most_first(tags.collect());
        Shares { columns: statuses(&used), services, tags, services_more, tags_more }
    }

    /// How many decisions wait, and whether one of them has waited for too long.
    pub fn decision_count(&self, findings: &Findings) -> (usize, bool) {
        let open = self.decisions.list.iter().enumerate().filter(|(at, d)| d.is_open() && self.shows(*at)).count();
        (open, findings.list.iter().any(|f| f.diagnostic.rule == OVERDUE))
    }
}

/// The heads of columns: the six statuses by their places, and one more for what is none of them.
fn statuses(places: &[usize]) -> Vec<StatusView> {
    let head = |at: &usize| match Status::NAMES.get(*at) {
        Some(name) => StatusView { text: (*name).to_owned(), tone: Status::of_state(name).map_or("muted", tone) },
        None => StatusView { text: "other".to_owned(), tone: "muted" },
    };
    places.iter().map(head).collect()
}

impl LinkView {
    /// A decision by its title alone.
    fn of_decision(scope: &Scope, at: usize) -> Self {
        let link = scope.decision_link(at);
        Self { title: link.title, href: link.href }
    }
}
