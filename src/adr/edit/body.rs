//! Statuses, dates and deciders: in keys, in lines `Name: value`, in sections.

use std::ops::Range;

use chrono::NaiveDate;

use super::names::With;
use super::{Desk, Edits, Tie, Tied};
use crate::adr::forms::Form;
use crate::adr::heads::line_start;
use crate::adr::page::Field;
use crate::adr::reading::{DATE, DECIDERS, STATUS};
use crate::adr::status::Relation;
use crate::adr::text::{mask_links, trim};
use crate::adr::values::{is_placeholder, read_date};

/// Where a file says its status.
enum Place {
    Key,
    /// The value of a line.
    Field(Range<usize>),
    /// A line without a value.
    Empty(Field),
    /// A section of its own.
    Section(Range<usize>),
    /// The rest of a heading, or a line somewhere below.
    Words(Range<usize>),
    Nowhere,
}

/// Signs that people put before a status. The hourglass comes with a mark that makes it a picture.
const SIGNS: [&str; 8] = ["✅", "✔", "❌", "✖", "🤔", "⌛", "⏳", "🚧"];

impl Desk<'_> {
    pub(super) fn status(&self, state: &str, successor: Option<&Tied>, edits: &mut Edits) {
        let by = |link: String| format!(" by {link}");
        let link = successor.map_or(String::new(), |t| by(self.link(t, &With::Whole)));
        // A KEP says it in another file.
        let old = self.decision.status.as_ref().map_or("", |s| self.loaded.sources.slice(s.span));
        match self.status_place() {
            Place::Key => {
                let madr4 = successor.filter(|_| self.decision.form == Form::Madr4);
                let link = madr4.map_or(link, |t| by(self.plain(t)));
                let old = self.page.key("status").and_then(|n| n.scalar()).unwrap_or_default();
                self.key("status", "status", &format!("{}{link}", cased(state, old)), edits);
            }
            Place::Section(own) => {
                let said = trim(&self.page.shown, own.clone(), &[]);
                if said.is_empty() {
                    return self.paragraph(own, &format!("{}{link}", cased(state, "A")), edits);
                }
                let clause = self.clause(said);
                // What a clause says of other decisions stays.
                if link.is_empty() || self.page.base().scan(self.page.text, clause.clone()).is_empty() {
                    let new = format!("{}{link}", self.signed(state, clause.clone(), old));
                    self.replace(clause, new, edits);
                } else {
                    self.paragraph(own, &format!("{}{link}", cased(state, old)), edits);
                }
            }
            Place::Field(value) | Place::Words(value) => {
                let clause = self.clause(value);
                let new = format!("{}{link}", self.signed(state, clause.clone(), old));
                self.replace(clause, new, edits);
            }
            Place::Empty(field) => self.fill(&field, &format!("{state}{link}"), edits),
            Place::Nowhere if self.prefers_front() => {
                self.key("status", "status", &format!("{state}{link}"), edits);
            }
            Place::Nowhere if self.decision.form == Form::Nygard => {
                let at = self.page.preamble.end;
                let tail = if at == self.page.text.len() { "" } else { self.newline() };
                let said = format!("{}{link}", cased(state, "A"));
                edits.put(at..at, format!("{}{}{tail}", self.gap(at), self.section("Status", &said)));
            }
            Place::Nowhere => edits.fields.push(("Status", format!("{state}{link}"))),
        }
    }

    fn status_place(&self) -> Place {
        let page = &self.page;
        if page.key("status").is_some_and(|n| n.scalar().is_some() || !n.items().is_empty()) {
            return Place::Key;
        }
        if self.decision.form == Form::Kep {
            return Place::Nowhere;
        }
        if let Some(field) = page.said(STATUS).filter(|f| !f.value.is_empty()) {
            let section = page.head(STATUS).filter(|h| h.own.contains(&field.value.start));
            return section.map_or(Place::Field(field.value), |h| Place::Section(h.own.clone()));
        }
        if let Some(said) = &self.decision.status_text {
            return Place::Words(said.span.range());
        }
        let section = page.head(STATUS).map(|h| Place::Section(h.own.clone()));
        self.empty_field(STATUS).map(Place::Empty).or(section).unwrap_or(Place::Nowhere)
    }

    /// A line before the sections that has one of these names and no value.
    fn empty_field(&self, names: &[&str]) -> Option<Field> {
        let fields = self.page.fields(self.page.preamble.clone());
        fields.into_iter().find(|f| names.contains(&f.name.as_str()) && f.value.is_empty() && f.items.is_empty())
    }

    /// Where the text says one of these names, with or without a value.
    fn slot(&self, names: &[&str]) -> Option<Field> {
        self.page.said(names).or_else(|| self.empty_field(names))
    }

    /// The words that say the status: up to the end of their sentence, or to what is said beside it.
    fn clause(&self, within: Range<usize>) -> Range<usize> {
        let said = self.decision.status.as_ref().map(|s| s.span.range()).filter(|r| within.contains(&r.start));
        let word = said.unwrap_or(within.start..within.start);
        let start = line_start(self.page.text, word.start).max(within.start);
        let end = self.page.text[word.end..within.end].find('\n').map_or(within.end, |i| word.end + i);
        let line = self.page.trimmed(start..end);
        let masked = mask_links(&self.page.shown[line.clone()]);
        let from = word.end.clamp(line.start, line.end) - line.start;
        let stops = [". ", ", ", "; "].iter().filter_map(|s| masked[from..].find(s)).min();
        let bare = masked.trim_end_matches('.').len().max(from);
        line.start..line.start + stops.map_or(bare, |i| from + i)
    }

    /// Puts new words in the place of old ones; emphasis that began before them ends where it did.
    fn replace(&self, clause: Range<usize>, mut new: String, edits: &mut Edits) {
        let before = &self.page.text[line_start(self.page.text, clause.start)..clause.start];
        let mark = &before[before.trim_end_matches(['*', '_', '`']).len()..];
        if !mark.is_empty() && self.page.text[clause.clone()].contains(mark) {
            new.push_str(mark);
        }
        edits.put(clause, new);
    }

    /// A state as the words in its place were written, with the fitting sign where they had one.
    fn signed(&self, state: &str, clause: Range<usize>, old: &str) -> String {
        let written = &self.page.text[clause];
        let signed = SIGNS.iter().any(|s| written.starts_with(s));
        let sign = match state {
            _ if !signed => "",
            "accepted" => "✅ ",
            "rejected" => "❌ ",
            "proposed" => "🤔 ",
            "deprecated" | "superseded" => "⌛️ ",
            _ => "",
        };
        // A sign alone was the status; then the word stands as a sentence begins.
        let old = if old.chars().any(char::is_alphabetic) { old } else { "A" };
        format!("{sign}{}", cased(state, old))
    }

    pub(super) fn date(&self, date: NaiveDate, edits: &mut Edits) {
        let date = date.to_string();
        let updated = self.decision.form == Form::StructuredMadr && self.page.key("date").is_none();
        let key = if updated { "updated" } else { "date" };
        if self.page.key(key).is_some() || updated {
            return self.key(key, key, &date, edits);
        }
        match self.slot(DATE) {
            Some(field) if self.is_date(&field) => self.fill(&field, &date, edits),
            _ if self.prefers_front() => self.key("date", "date", &date, edits),
            _ => edits.fields.push(("Date", date)),
        }
    }

    /// Whether a field has a date or room for one. What is called `Decided` or `Updated` may be a text.
    fn is_date(&self, field: &Field) -> bool {
        let value = &self.page.text[field.value.clone()];
        let called = field.name_at.is_some() && field.name.contains("date");
        !value.contains('\n') && (called || read_date(value).is_some() || is_placeholder(value))
    }

    pub(super) fn deciders(&self, edits: &mut Edits) {
        let has_key = ["decision_makers", "deciders"].iter().any(|k| self.page.key(k).is_some());
        let by = self.change.deciders.join(", ");
        match self.slot(DECIDERS) {
            _ if has_key || self.decision.form == Form::Kep => self.deciders_key(edits),
            Some(field) if !field.items.is_empty() => {
                let nl = self.newline();
                let (first, last) = (&field.items[0], &field.items[field.items.len() - 1]);
                let lead = &self.page.text[line_start(self.page.text, first.start)..first.start];
                edits.put(first.start..last.end, self.change.deciders.join(&format!("{nl}{lead}")));
            }
            Some(field) => self.fill(&field, &by, edits),
            _ if self.prefers_front() => self.deciders_key(edits),
            _ => edits.fields.push(("Deciders", by)),
        }
    }

    pub(super) fn relation(&self, tie: &Tie, edits: &mut Edits) {
        let done = tie.relation == Relation::SupersededBy;
        let with = if done { With::Whole } else { With::Part(&tie.other.part) };
        let link = self.link(tie.other, &with);
        let words = match (done, self.change.state.is_some()) {
            (false, _) => "Supersedes",
            (true, true) => "Superseded by",
            (true, false) => "Partially superseded by",
        };
        let has_key = self.page.entry(if done { "superseded_by" } else { "supersedes" }).is_some();
        match self.status_place() {
            _ if has_key || self.prefers_front() || self.decision.form == Form::Kep => self.relation_key(tie, edits),
            Place::Section(own) => self.paragraph(own, &format!("{words} {link}"), edits),
            _ if self.has_links() => self.link_bullet(&format!("{words} {link}"), edits),
            _ => edits.fields.push((if done { "Superseded by" } else { "Supersedes" }, link)),
        }
    }

    fn fill(&self, field: &Field, value: &str, edits: &mut Edits) {
        let at = field.value.clone();
        // What a template leaves in the place of a value goes with it; a comment behind it stays.
        let lead = if at.is_empty() && !self.page.text[..at.start].ends_with([' ', '\t']) { " " } else { "" };
        edits.put(at, format!("{lead}{value}"));
    }
}

/// A state in the case of the word that stood in its place.
pub(super) fn cased(state: &str, like: &str) -> String {
    let mut letters = like.chars().filter(|c| c.is_alphabetic());
    let (first, rest): (Option<char>, String) = (letters.next(), letters.collect());
    let upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    if !upper(first) {
        return state.to_owned();
    }
    if !rest.is_empty() && rest.chars().all(char::is_uppercase) {
        return state.to_uppercase();
    }
    let mut chars = state.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
