//! A decision on its own page, and wherever it is named.

use serde::Serialize;

use super::document::{Banner, StatusView, status};
use super::facts::{Fact, FactValue};
use super::{LinkView, Scope};
use crate::adr::past::{Edit, Step};
use crate::adr::{Decision, Edge, OptionConsidered, Reference, Status, Tie, plain};
use crate::dates::{SlashOrder, human, parse_date};
use crate::model::DocId;
use crate::model::document::words_of;
use crate::model::history::Change;
use crate::source::Spanned;

/// What a decision's page shows beside its facts.
#[derive(Serialize)]
pub struct DecisionView {
    pub path: Vec<StepView>,
    pub milestones: Vec<MilestoneView>,
    pub options: Vec<OptionView>,
    /// The title of the option that was chosen.
    pub chosen: Option<String>,
    pub edits: Vec<EditView>,
}

#[derive(Serialize)]
pub struct StepView {
    pub status: StatusView,
    /// None for what is not committed yet.
    pub commit: Option<CommitView>,
}

#[derive(Serialize)]
pub struct CommitView {
    pub date: String,
    pub author: String,
    pub commit: String,
}

#[derive(Serialize)]
pub struct EditView {
    pub sections: Vec<String>,
    pub commit: Option<CommitView>,
}

#[derive(Serialize)]
pub struct MilestoneView {
    pub title: String,
    /// "done 3 Feb 2026", "due 3 Feb 2026", "overdue since 3 Feb 2026"; nothing where no date is known.
    pub when: StatusView,
}

#[derive(Serialize)]
pub struct OptionView {
    pub title: String,
    /// Chosen, not chosen, or that nothing is said.
    pub verdict: StatusView,
    pub reason: Option<String>,
}

/// A decision in a list, with how it stands.
#[derive(Serialize, Clone)]
pub struct DecisionLink {
    pub title: String,
    pub href: String,
    pub status: Option<StatusView>,
}

/// How much of a reason is shown; the text has the rest.
const REASON: usize = 220;

/// How much is shown of a status that is not understood.
const WORDS: usize = 30;

/// Ids up to this length stand in front of the title.
const SHORT_ID: usize = 12;

/// Keys of the front matter that are drawn from the decision, whatever form it is in.
pub(super) const OWN_KEYS: [&str; 11] = [
    "id",
    "date",
    "deciders",
    "consulted",
    "informed",
    "supersedes",
    "superseded_by",
    "amends",
    "amended_by",
    "evidence",
    "milestones",
];

impl Scope<'_> {
    /// Whether a decision has a page.
    pub fn shows(&self, at: usize) -> bool {
        self.handbook.is_published(self.decisions.list[at].doc)
    }

    /// `0012 Use PostgreSQL`.
    pub fn decision_title(&self, at: usize) -> String {
        let d = &self.decisions.list[at];
        if has_short_id(d) { format!("{} {}", d.id, d.title) } else { d.title.clone() }
    }

    pub fn decision_status(&self, at: usize) -> Option<StatusView> {
        let d = &self.decisions.list[at];
        let written = d.status_text.as_ref();
        match &d.state {
            Some(state) => Some(StatusView {
                text: state.value.clone(),
                tone: d.status.as_ref().map_or_else(|| status(&state.value).tone, |s| tone(s.value)),
            }),
            None => written.map(|text| StatusView { text: clipped(&plain(&text.value), WORDS), tone: "muted" }),
        }
    }

    pub fn decision_link(&self, at: usize) -> DecisionLink {
        let route = &self.handbook.document(self.decisions.list[at].doc).route;
        DecisionLink { title: self.decision_title(at), href: self.hrefs.to(route), status: self.decision_status(at) }
    }

    /// The decisions that a document links to or names, and that it does not change.
    pub fn decisions_named(&self, id: DocId) -> Vec<DecisionLink> {
        if crate::model::routes::is_index(&self.handbook.document(id).path) || self.decisions.of(id).is_some() {
            return Vec::new();
        }
        let named = self.handbook.document(id).mentions.iter().filter_map(|to| self.decisions.of(*to));
        named.filter(|at| self.shows(*at)).map(|at| self.decision_link(at)).collect()
    }

    /// What is to be told of the decision that a document is.
    pub fn decision(&self, id: DocId) -> Option<DecisionView> {
        let at = self.decisions.of(id)?;
        let d = &self.decisions.list[at];
        let (steps, edits) = match self.decisions.pasts.get(at) {
            Some(past) => (past.steps.as_slice(), past.edits.as_slice()),
            None => Default::default(),
        };
        let chosen = d.options.iter().find(|o| o.chosen == Some(true));
        Some(DecisionView {
            path: steps.iter().map(step).collect(),
            milestones: d.milestones.iter().map(|m| self.milestone(m)).collect(),
            options: d.options.iter().map(option).collect(),
            chosen: chosen.map(|o| o.title.clone()),
            edits: edits.iter().map(edit).collect(),
        })
    }

    fn milestone(&self, m: &crate::adr::Milestone) -> MilestoneView {
        let today = self.handbook.today;
        let when = |text: String, tone| StatusView { text, tone };
        let when = match (&m.done, &m.due) {
            (Some(done), _) => match parse_date(&done.value, SlashOrder::DayFirst) {
                Some(date) => when(format!("done {}", human(date)), "good"),
                None => when("done".to_owned(), "good"),
            },
            (None, Some(due)) if due.value < today => when(format!("due {}, overdue", human(due.value)), "bad"),
            (None, Some(due)) => when(format!("due {}", human(due.value)), "info"),
            (None, None) => when("no date".to_owned(), "muted"),
        };
        MilestoneView { title: m.title.value.clone(), when }
    }

    /// The facts of a decision in whatever form it is: who, when, and what it does to others.
    pub(super) fn decision_facts(&self, at: usize) -> Vec<Fact> {
        let d = &self.decisions.list[at];
        let fact = |text: &str| FactValue { text: text.to_owned(), href: None, code: false, tone: None };
        let people = |names: &[Spanned<String>]| -> Vec<FactValue> {
            let value = |name: &Spanned<String>| match self.handbook.register.owner(&name.value) {
                Some(owner) => {
                    let owner = self.owner(owner);
                    FactValue { href: owner.href, ..fact(&owner.name) }
                }
                None => fact(&name.value),
            };
            names.iter().map(value).collect()
        };
        let ties = |tie, references: &[Reference], back| self.ties(at, tie, references, back);
        let evidence = d.evidence.iter().map(|e| FactValue {
            href: e.url.as_ref().and_then(|url| self.leads(d.doc, &url.value)),
            ..fact(&e.title.value)
        });
        let id = if d.id.chars().all(|c| c.is_ascii_digit()) { "Number" } else { "Id" };
        let facts = [
            (id, if has_short_id(d) { vec![fact(&d.id)] } else { Vec::new() }),
            ("Date", d.date.iter().map(|date| fact(&human(date.value))).collect()),
            ("Deciders", people(&d.deciders)),
            ("Consulted", people(&d.consulted)),
            ("Informed", people(&d.informed)),
            (
                if !d.has_come_to_hold() { "Would supersede" } else { "Supersedes" },
                ties(Tie::Supersedes, &d.supersedes, false),
            ),
            ("Superseded by", ties(Tie::Supersedes, &d.superseded_by, true)),
            (if !d.has_come_to_hold() { "Would amend" } else { "Amends" }, ties(Tie::Amends, &d.amends, false)),
            ("Amended by", ties(Tie::Amends, &d.amended_by, true)),
            ("Evidence", evidence.collect()),
        ];
        let facts = facts.into_iter().filter(|(_, values)| !values.is_empty());
        facts.map(|(label, values)| Fact { label: label.to_owned(), values }).collect()
    }

    /// Where a reader may be led: another site, or a page of this one.
    fn leads(&self, from: DocId, url: &str) -> Option<String> {
        if crate::paths::is_web_url(url) {
            return Some(url.to_owned());
        }
        let to = self.resolver.reference(from, url).filter(|to| self.handbook.is_published(*to))?;
        Some(self.link(to).href)
    }

    /// What a decision does to others, or, `back`, what others do to it; and then the references that lead to no
    /// decision of this handbook, as they are written.
    fn ties(&self, at: usize, tie: Tie, references: &[Reference], back: bool) -> Vec<FactValue> {
        let edges: Vec<&Edge> =
            if back { self.decisions.ties_to(at, tie).collect() } else { self.decisions.ties(at, tie).collect() };
        let other = |e: &Edge| if back { e.from } else { e.to };
        let same = |a: &&Edge, b: &&Edge| other(a) == other(b);
        let known = edges.chunk_by(same).filter(|same| self.shows(other(same[0]))).map(|same| {
            let to = self.decision_link(other(same[0]));
            let parts: Vec<String> = same.iter().filter_map(|e| e.part.as_deref()).map(part_words).collect();
            let mut text = to.title;
            if !parts.is_empty() {
                text = format!("{text}, in part: {}", parts.join(", "));
            }
            let from = &self.decisions.list[same[0].from];
            if back && !from.has_come_to_hold() {
                text = format!("{text} ({})", from.state_word());
            }
            FactValue { text, href: Some(to.href), code: false, tone: None }
        });
        let lost = references.iter().filter(|r| r.target.is_none());
        let lost = lost.map(|r| FactValue { text: r.text.value.clone(), href: None, code: false, tone: None });
        known.chain(lost).collect()
    }

    /// A decision that does not hold says so before anyone follows it, and leads on to all that took its place.
    pub(super) fn decision_banner(&self, at: usize) -> Option<Banner> {
        let d = &self.decisions.list[at];
        let by: Vec<&Edge> = self.decisions.ties_to(at, Tie::Supersedes).filter(|e| self.shows(e.from)).collect();
        let links = |keep: &dyn Fn(&Edge) -> bool| -> Vec<LinkView> {
            let mut from: Vec<usize> = by.iter().filter(|e| keep(e)).map(|e| e.from).collect();
            from.dedup();
            let link = |at| LinkView { title: self.decision_title(at), href: self.decision_link(at).href };
            from.into_iter().map(link).collect()
        };
        let holds = |e: &Edge| self.decisions.list[e.from].has_status(Status::Accepted);
        let all = links(&|_| true);
        let wholly = links(&|e| holds(e) && e.part.is_none());
        let partly = links(&holds);
        let this = format!("This {}", self.handbook.kind_of(d.doc).title.to_lowercase());
        let state = d.state_word();
        let (tone, text, links) = match d.status.as_ref().map(|s| s.value) {
            Some(Status::Superseded) if all.is_empty() => {
                ("warn", format!("{this} was {state}. It does not say by what."), all)
            }
            Some(Status::Superseded) => ("warn", format!("{this} was {state} by"), all),
            Some(Status::Deprecated) if all.is_empty() => {
                ("warn", format!("{this} is {state}: do not build on it."), all)
            }
            Some(Status::Deprecated) => ("warn", format!("{this} is {state}. In its place:"), all),
            Some(Status::Rejected) => ("bad", format!("{this} is {state}: it never came into force."), Vec::new()),
            // The successor says so, even where this end does not.
            _ if !wholly.is_empty() => ("warn", format!("{this} was superseded by"), wholly),
            _ if !partly.is_empty() => ("info", "Parts of this were superseded by".to_owned(), partly),
            _ => return None,
        };
        Some(Banner { tone, text, links })
    }
}

/// Whether an id stands in front of the title. Longer ones have the title in them.
pub(super) fn has_short_id(d: &Decision) -> bool {
    (1..=SHORT_ID).contains(&d.id.chars().count())
}

/// How a status is drawn.
pub(super) fn tone(status: Status) -> &'static str {
    match status {
        Status::Draft | Status::Proposed => "info",
        Status::Accepted => "good",
        Status::Rejected => "bad",
        Status::Deprecated | Status::Superseded => "warn",
    }
}

fn step(step: &Step) -> StepView {
    let tone = Status::of_state(&step.to).map_or_else(|| status(&step.to).tone, tone);
    StepView { status: StatusView { text: step.to.clone(), tone }, commit: step.change.as_ref().map(commit) }
}

fn edit(edit: &Edit) -> EditView {
    EditView { sections: edit.sections.clone(), commit: edit.change.as_ref().map(commit) }
}

fn commit(change: &Change) -> CommitView {
    CommitView { date: human(change.date), author: change.author.clone(), commit: change.commit.clone() }
}

fn option(option: &OptionConsidered) -> OptionView {
    let (text, tone) = match option.chosen {
        Some(true) => ("chosen", "good"),
        Some(false) => ("rejected", "bad"),
        None => ("considered", "muted"),
    };
    OptionView {
        title: option.title.clone(),
        verdict: StatusView { text: text.to_owned(), tone },
        reason: option.reason.as_ref().map(|r| clipped(&plain(&r.value), REASON)),
    }
}

/// The part of a decision that is meant: `how-long-it-is-kept` as words.
pub(super) fn part_words(part: &str) -> String {
    words_of(part).to_lowercase()
}

/// The start of a text, up to the end of a word; `most` is in characters.
pub(super) fn clipped(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let start = &text[..end];
    let word = start.rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}…", start[..word].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':')))
}
