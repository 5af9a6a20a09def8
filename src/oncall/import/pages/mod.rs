//! What was paged elsewhere, as rows of `oncall/pages.csv`.
//!
//! 1. Each tool's file makes [`Page`]s of incidents, alerts and log entries.
//! 2. [`gather`] makes one page of all that is said of one id.
//! 3. [`append`] adds those that are new to a table, and leaves what is there as it is, byte for byte.

pub(super) mod alerts;
pub(super) mod goalert;
pub(super) mod pagerduty;

use std::collections::{BTreeMap, BTreeSet};

use super::json::{At, Notes};
use super::write::stamp;
use super::{Instant, Reader};
use crate::model::register;

/// The columns of a new table.
const COLUMNS: [&str; 8] =
    ["id", "service", "created_at", "acknowledged_at", "resolved_at", "responder", "urgency", "actionable"];

/// One incident. What a source does not say is None.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub id: String,
    pub service: Option<String>,
    pub created: Option<Instant>,
    pub acknowledged: Option<Instant>,
    pub resolved: Option<Instant>,
    /// An id of people.yaml.
    pub responder: Option<String>,
    pub urgency: Option<&'static str>,
    pub actionable: Option<bool>,
}

impl Page {
    /// Takes over what another source says of the same incident and this one does not.
    fn fill(&mut self, other: Self) {
        self.service = self.service.take().or(other.service);
        self.created = self.created.or(other.created);
        self.acknowledged = self.acknowledged.or(other.acknowledged);
        self.resolved = self.resolved.or(other.resolved);
        self.responder = self.responder.take().or(other.responder);
        self.urgency = self.urgency.or(other.urgency);
        self.actionable = self.actionable.or(other.actionable);
    }

    fn field(&self, column: &str) -> String {
        let time = |at: Option<Instant>| at.map(stamp).unwrap_or_default();
        match column {
            "id" => self.id.clone(),
            "service" => self.service.clone().unwrap_or_default(),
            "created_at" => time(self.created),
            "acknowledged_at" => time(self.acknowledged),
            "resolved_at" => time(self.resolved),
            "responder" => self.responder.clone().unwrap_or_default(),
            "urgency" => self.urgency.unwrap_or_default().to_owned(),
            "actionable" => self.actionable.map_or(String::new(), |yes| yes.to_string()),
            _ => String::new(),
        }
    }
}

/// The pages of an export, each once, with a note for each that lacks what a row needs.
pub fn gather(found: Vec<(String, Page)>, notes: &Notes) -> Vec<Page> {
    let mut pages: BTreeMap<String, (String, Page)> = BTreeMap::new();
    for (place, page) in found {
        match pages.get_mut(&page.id) {
            Some((_, known)) => known.fill(page),
            None => drop(pages.insert(page.id.clone(), (place, page))),
        }
    }
    let mut whole = Vec::new();
    for (id, (place, mut page)) in pages {
        let (Some(created), Some(_)) = (page.created, &page.service) else {
            let lacks = if page.created.is_none() { "when it began" } else { "which service it is of" };
            notes.add(&place, format!("the export does not say of {id} {lacks}: it is left out"));
            continue;
        };
        for (end, did) in [(&mut page.acknowledged, "acknowledged"), (&mut page.resolved, "resolved")] {
            if end.is_some_and(|end| end < created) {
                notes.add(&place, format!("{id} was {did} before it began: that time is left out"));
                *end = None;
            }
        }
        whole.push(page);
    }
    whole.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    whole
}

/// A table with rows added to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Appended {
    pub text: String,
    /// How many rows are new.
    pub added: usize,
}

/// Adds the pages that neither a table nor the ids elsewhere have. An empty text becomes a table.
///
/// # Errors
///
/// The text is a table without a column `id`.
pub fn append(text: &str, pages: &[Page], elsewhere: &BTreeSet<String>) -> Result<Appended, String> {
    let is_new = text.trim_start_matches('\u{feff}').trim().is_empty();
    let header = COLUMNS.join(",");
    let (known, columns) = if is_new { ids(&header)? } else { ids(text)? };
    let end = if text.contains("\r\n") { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
    let written = "invariant: memory takes all rows, and all of them are as long as the header";
    if is_new {
        writer.write_record(COLUMNS).expect(written);
    }
    let mut added = 0;
    for page in pages.iter().filter(|p| ![&known, elsewhere].iter().any(|ids| ids.contains(p.id.trim()))) {
        writer.write_record(columns.iter().map(|column| page.field(column))).expect(written);
        added += 1;
    }
    if added == 0 {
        return Ok(Appended { text: text.to_owned(), added });
    }
    let rows = String::from_utf8(writer.into_inner().expect(written)).expect("invariant: rows are made of text");
    let kept = if is_new { "" } else { text };
    let seam = if kept.is_empty() || kept.ends_with('\n') { "" } else { crate::yaml::edit::line_ending(kept) };
    Ok(Appended { text: format!("{kept}{seam}{rows}"), added })
}

/// The ids of a table, and its columns in lower case.
///
/// # Errors
///
/// It has no column `id`, or cannot be read.
pub fn ids(text: &str) -> Result<(BTreeSet<String>, Vec<String>), String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = table.headers().map_err(|e| e.to_string())?;
    let columns: Vec<String> = header.iter().map(|c| c.trim().to_lowercase()).collect();
    let missing = ["id", "service", "created_at"].into_iter().find(|c| !columns.iter().any(|known| known == c));
    if let Some(missing) = missing {
        return Err(format!("its header has no `{missing}`\nhelp: start it with `{}`", COLUMNS.join(",")));
    }
    let id = columns.iter().position(|c| c == "id").unwrap_or_default();
    let rows = table.records().filter_map(Result::ok);
    Ok((rows.filter_map(|r| r.get(id).map(|id| id.trim().to_owned())).collect(), columns))
}

impl Reader<'_> {
    /// The id of a service in services.yaml; else what it is called, with a note.
    fn service(&self, at: &At, names: &[Option<String>]) -> Option<String> {
        let called = names.iter().flatten().filter_map(|n| self.services.get(n));
        let names: Vec<&String> = called.chain(names.iter().flatten()).collect();
        let found = names.iter().find_map(|n| self.people.service(n));
        found.or_else(|| {
            let name = *names.first()?;
            at.say(register::SERVICES, format!("it has no service `{name}`: the rows keep that name"));
            Some(name.clone())
        })
    }
}
