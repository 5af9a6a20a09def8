//! What the index knows of a page: words, place, and what it can be filtered by.

mod register;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::fold::folded;
use super::schema::FACETS;
use super::words::VALUE_END;
use crate::adr::Decisions;
use crate::config::Config;
use crate::markdown::{self, Body};
use crate::model::document::{is_markdown, markdown_options};
use crate::model::freshness::State;
use crate::model::{DocId, Document, Handbook, Loaded};

/// One page and its sections, the lead first.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Page {
    pub title: String,
    /// Relative to the site's root; empty for the home page.
    pub route: String,
    /// Of the file, relative to the handbook.
    pub path: String,
    /// For each of [`FACETS`] the page's values, each with how people read it.
    pub facets: [Vec<(String, String)>; 7],
    /// Tags, services, owner, kind and path, as words.
    pub labels: Vec<String>,
    /// Error texts, codes, alerts and the id.
    pub fingerprints: Vec<String>,
    /// What its score is multiplied with while it is not stale, in sixteenths.
    pub factor: u64,
    /// Why that is less than one.
    pub note: Option<&'static str>,
    /// The last day on which its review counts, in days since 1970-01-01.
    pub due: Option<i64>,
    pub date: Option<String>,
    pub freshness: &'static str,
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Section {
    /// Empty for the lead.
    pub heading: String,
    pub anchor: String,
    /// From 1.
    pub line: u64,
    pub text: String,
}

/// Of a page that nothing speaks against.
pub const FULL: u64 = 16;
/// Of a runbook: whoever asks in an incident wants it before the page that explains. And of a service, a team or a
/// person: whoever names one wants its page before those that mention it.
const URGENT: u64 = 18;
/// Of a page whose review is overdue.
pub const STALE: u64 = 12;

/// Statuses that say that something else holds today.
const OVERTAKEN: [(&str, &str, u64); 6] = [
    ("superseded", "superseded", 8),
    ("deprecated", "deprecated", 8),
    ("rejected", "rejected", 8),
    ("withdrawn", "withdrawn", 8),
    ("retired", "retired", 8),
    ("obsolete", "obsolete", 8),
];

/// How many pages the index has: those of documents, then those of the register.
pub fn count(handbook: &Handbook) -> usize {
    handbook.published().count() + register::count(handbook)
}

/// The pages of a handbook in the order of the index, a few at a time, so that not all text is held at once.
pub fn pages<'a>(
    handbook: &'a Handbook,
    loaded: &'a Loaded,
    decisions: &'a Decisions,
) -> impl Iterator<Item = Vec<Page>> + 'a {
    const AT_ONCE: usize = 256;
    let documents: Vec<DocId> = handbook.published().map(|(id, _)| id).collect();
    let chunks = documents.len().div_ceil(AT_ONCE);
    let of_documents = (0..chunks).map(move |chunk| {
        let end = documents.len().min((chunk + 1) * AT_ONCE);
        documents[chunk * AT_ONCE..end].par_iter().map(|id| page(handbook, loaded, decisions, *id)).collect()
    });
    of_documents.chain(std::iter::once_with(|| of_register(handbook, loaded)))
}

fn page(handbook: &Handbook, loaded: &Loaded, decisions: &Decisions, id: DocId) -> Page {
    Page { sections: sections(handbook, loaded, id), ..head(handbook, decisions, id) }
}

/// The pages of the register, which follow those of documents.
pub fn of_register(handbook: &Handbook, loaded: &Loaded) -> Vec<Page> {
    register::pages(handbook, &loaded.sources)
}

/// A document's page without its sections, which cost most.
pub fn head(handbook: &Handbook, decisions: &Decisions, id: DocId) -> Page {
    let d = handbook.document(id);
    let texts = |key: &str| d.front.texts(key).into_iter().map(|t| t.value).collect::<Vec<_>>();
    // A decision says its status in many ways; its form knows.
    let decision = decisions.of(id).map(|at| &decisions.list[at]);
    let state = decision.and_then(|d| d.state.as_ref()).map(|s| s.value.clone());
    let status = state.or_else(|| d.front.text("status").map(|s| s.value));
    let (factor, note) = overtaken(status.as_deref());
    let kind = handbook.kind(d);
    let factor = if kind.name == "runbook" && factor == FULL { URGENT } else { factor };
    let mut page = Page {
        title: d.title.clone(),
        route: d.route.clone(),
        path: d.path.clone(),
        factor,
        note,
        due: d.review.due.map(days),
        date: decision.and_then(|d| d.date.as_ref()).map(|d| d.value.to_string()).or_else(|| date(d)),
        freshness: d.review.state.name(),
        fingerprints: ["fingerprints", "alerts", "id"].iter().flat_map(|key| texts(key)).collect(),
        ..Page::default()
    };
    page.set("kind", [(kind.name.clone(), kind.title.clone())]);
    page.set("status", status.iter().map(|s| same(&folded(first_word(s)))));
    page.set(
        "owner",
        handbook.owner_name(d).map(|id| {
            let name = d.owners.first().map(|&o| owner_name(handbook, o));
            (id.clone(), name.unwrap_or(id))
        }),
    );
    page.set(
        "service",
        texts("services").into_iter().map(|id| {
            let known = handbook.register.service(&id).map(|i| handbook.register.services[i].name.clone());
            (id.clone(), known.unwrap_or(id))
        }),
    );
    page.set("tag", d.tags.iter().map(|t| same(t)));
    page.set("level", texts("level").iter().map(|t| same(t)));
    page.set("audience", texts("audience").iter().map(|t| same(t)));
    page.label();
    page
}

impl Page {
    /// Whether another page is the same but for its sections.
    pub fn has_head_of(&self, other: &Self) -> bool {
        let Self { title, route, path, facets, labels, fingerprints, factor, note, due, date, freshness, sections: _ } =
            self;
        (title, route, path, facets) == (&other.title, &other.route, &other.path, &other.facets)
            && (labels, fingerprints, factor, note) == (&other.labels, &other.fingerprints, &other.factor, &other.note)
            && (due, date, freshness) == (&other.due, &other.date, &other.freshness)
    }

    fn set(&mut self, facet: &str, values: impl IntoIterator<Item = (String, String)>) {
        let at = FACETS.iter().position(|f| *f == facet).expect("invariant: facets are named in FACETS");
        for (value, label) in values {
            if !value.is_empty() && self.facets[at].iter().all(|(v, _)| *v != value) {
                self.facets[at].push((value, label));
            }
        }
    }

    /// What the page is filed under becomes words.
    fn label(&mut self) {
        let path = self.path.rsplit_once('.').map_or(self.path.as_str(), |(stem, _)| stem);
        let mut labels = vec![path.replace(['/', '-'], " ")];
        for (value, label) in self.facets.iter().flatten() {
            labels.push(value.clone());
            if label != value {
                labels.push(label.clone());
            }
        }
        self.labels = labels;
    }
}

/// Values of one field as one text.
pub fn joined(values: &[String]) -> String {
    let clean = |v: &String| v.replace(VALUE_END, " ");
    values.iter().map(clean).collect::<Vec<_>>().join(&VALUE_END.to_string())
}

fn same(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

/// Statuses are prose in the wild: `Superseded by ADR 12` is superseded.
fn first_word(status: &str) -> &str {
    status.split(|c: char| !c.is_alphanumeric() && c != '-').find(|w| !w.is_empty()).unwrap_or_default()
}

fn overtaken(status: Option<&str>) -> (u64, Option<&'static str>) {
    let word = folded(first_word(status.unwrap_or_default()));
    OVERTAKEN.iter().find(|(name, ..)| *name == word).map_or((FULL, None), |(_, note, factor)| (*factor, Some(note)))
}

/// A date on the index's calendar: days since 1970-01-01.
pub fn days(date: chrono::NaiveDate) -> i64 {
    (date - chrono::NaiveDate::default()).num_days()
}

/// The other way round.
pub fn date_of(days: i64) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::default().checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

pub fn today(handbook: &Handbook) -> i64 {
    days(handbook.today)
}

/// Tells this handbook from others in one engine: where it is served, else its title.
pub fn handbook_id(config: &Config) -> String {
    let place = config.base_url.split_once("://").map_or("", |(_, place)| place);
    let name = if place.is_empty() { &config.title } else { place };
    markdown::slug(&name.replace(['/', '.'], " ")).trim_matches('-').to_owned()
}

fn date(d: &Document) -> Option<String> {
    let own = ["date", "started_at", "requested_at"].iter().find_map(|key| d.front.text(key));
    let day = own.map(|t| t.value.chars().take(10).collect::<String>());
    day.or_else(|| d.review.last.filter(|_| d.review.state != State::Undated).map(|l| l.value.to_string()))
}

fn owner_name(handbook: &Handbook, owner: crate::model::OwnerRef) -> String {
    match owner {
        crate::model::OwnerRef::Person(p) => handbook.register.people[p].name.clone(),
        crate::model::OwnerRef::Team(t) => handbook.register.teams[t].name.clone(),
    }
}

/// Everything that the sections of a document are made from, but its title.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    options: markdown::Options,
    description: String,
    body: Range<usize>,
    /// Its own text, and that of the files it includes, with their paths.
    texts: Vec<(String, Arc<str>)>,
}

impl Written {
    pub fn new(handbook: &Handbook, loaded: &Loaded, id: DocId) -> Self {
        let d = handbook.document(id);
        let files = std::iter::once(d.file).chain(d.outline.includes.iter().copied());
        let text = |file| (loaded.sources.path(file).to_owned(), Arc::clone(&loaded.sources.get(file).text));
        Self {
            options: markdown_options(&handbook.config),
            description: description(d),
            body: d.body.clone(),
            texts: files.map(text).collect(),
        }
    }
}

fn description(d: &Document) -> String {
    d.front.text("description").map(|t| t.value).unwrap_or_default()
}

/// The lead holds what stands before the first heading and under the page's title; each other heading begins a
/// section of its own. What this is made from is in [`Written`].
pub fn sections(handbook: &Handbook, loaded: &Loaded, id: DocId) -> Vec<Section> {
    let (sources, d) = (&loaded.sources, handbook.document(id));
    let mut lead = Section { line: 1, text: description(d), ..Section::default() };
    if !is_markdown(&d.path) {
        lead.text = sources.text(d.file).to_owned();
        return vec![lead];
    }
    let body = Body { sources, file: d.file, range: d.body.clone() };
    let mut rest = Vec::new();
    for section in markdown::sections(&body, &markdown_options(&handbook.config)) {
        let heading = section.heading.and_then(|i| d.outline.headings.get(i));
        let titles_page = d.outline.h1.is_some() && section.heading == Some(0);
        match heading {
            Some(heading) if !titles_page => rest.push(Section {
                heading: heading.text.clone(),
                anchor: heading.id.clone(),
                // Text from another file has its lines there.
                line: if heading.span.file == d.file { sources.start(heading.span).line as u64 } else { 1 },
                text: section.text,
            }),
            _ => {
                let title = heading.filter(|h| h.text != d.title).map(|h| h.text.as_str());
                for part in title.into_iter().chain([section.text.trim()]).filter(|p| !p.is_empty()) {
                    if !lead.text.is_empty() {
                        lead.text.push('\n');
                    }
                    lead.text.push_str(part);
                }
            }
        }
    }
    rest.insert(0, lead);
    rest
}
