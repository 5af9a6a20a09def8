//! Sentences that are added: a reason, an amendment, a link.

use std::ops::Range;

use super::{Desk, Edits};
use crate::adr::forms::Form;
use crate::adr::sections::{self, DECISION};
use crate::adr::text::{paragraph_end, trim};

const AMENDMENTS: &[&str] = &["amendments"];
const LINKS: &[&str] = &["links"];

impl Desk<'_> {
    pub(super) fn notes(&self, edits: &mut Edits) {
        let mut appended: Vec<(&str, String)> = Vec::new();
        if let Some(reason) = &self.change.reason {
            let kind = self.handbook.kind_of(self.decision.doc);
            match (self.decision.form, &self.decision.sections.decision) {
                // The sentence is the decision.
                (Form::YStatement, Some(part)) => {
                    let at = part.body.range().end;
                    let end = at + paragraph_end(&self.page.text[at..]);
                    let end = trim(self.page.text, at..end, &[]).end;
                    let nl = self.newline();
                    edits.put(end..end, format!("{nl}{nl}{reason}"));
                }
                _ => match sections::find(&self.page, "decision", DECISION, &kind.sections) {
                    Some(head) => self.paragraph(head.own.clone(), reason, edits),
                    None => appended.push(("Decision", reason.clone())),
                },
            }
        }
        let mut amendments: Vec<String> =
            self.change.amendments.iter().map(|(date, text)| format!("{date}: {text}")).collect();
        if let Some((date, notes)) = &self.change.migration_notes {
            if self.decision.form == Form::House {
                self.key("migration_notes", "migration_notes", notes, edits);
            } else {
                amendments.push(format!("{date}: Migration: {notes}"));
            }
        }
        if !amendments.is_empty() {
            match self.page.head(AMENDMENTS) {
                Some(head) => self.bullets(head.whole.clone(), &amendments, "-", edits),
                None => {
                    let lines: Vec<String> = amendments.iter().map(|a| format!("- {a}")).collect();
                    appended.push(("Amendments", lines.join(self.newline())));
                }
            }
        }
        for (name, text) in appended {
            self.append_section(name, &text, edits);
        }
    }

    /// MADR 2 and log4brains keep relations in a section at the end.
    pub(super) fn has_links(&self) -> bool {
        matches!(self.decision.form, Form::Madr2 | Form::Log4brains) || self.page.head(LINKS).is_some()
    }

    pub(super) fn link_bullet(&self, text: &str, edits: &mut Edits) {
        let mark = if self.decision.form == Form::Madr2 { "*" } else { "-" };
        match self.page.head(LINKS) {
            Some(head) => self.bullets(head.own.clone(), &[text.to_owned()], mark, edits),
            None => self.append_section("Links", &format!("{mark} {text}"), edits),
        }
    }

    /// Adds a paragraph to the end of a section.
    pub(super) fn paragraph(&self, own: Range<usize>, words: &str, edits: &mut Edits) {
        let (text, nl) = (self.page.text, self.newline());
        let said = trim(text, own.clone(), &[]);
        if said.is_empty() {
            let lead = if text[..own.start].ends_with('\n') { "" } else { nl };
            edits.put(own.start..own.start, format!("{lead}{nl}{words}{nl}"));
        } else {
            edits.put(said.end..said.end, format!("{nl}{nl}{words}"));
        }
    }

    /// Adds items to the list that a section ends in, else a list.
    fn bullets(&self, own: Range<usize>, items: &[String], mark: &str, edits: &mut Edits) {
        let (text, nl) = (self.page.text, self.newline());
        let said = trim(text, own.clone(), &[]);
        let last = text[said.clone()].lines().next_back().unwrap_or_default();
        let list = last.starts_with(['*', '-', '+']) && last[1..].starts_with(' ');
        if list {
            let lines: String = items.iter().map(|i| format!("{nl}{} {i}", &last[..1])).collect();
            edits.put(said.end..said.end, lines);
        } else {
            let lines: Vec<String> = items.iter().map(|i| format!("{mark} {i}")).collect();
            self.paragraph(own, &lines.join(nl), edits);
        }
    }

    fn append_section(&self, name: &str, words: &str, edits: &mut Edits) {
        let end = self.page.text.len();
        // A second one stands below the first.
        let first = !edits.body.iter().any(|(at, _)| at.start == end);
        let gap = if first { self.gap(end) } else { self.newline().to_owned() };
        edits.put(end..end, format!("{gap}{}", self.section(name, words)));
    }

    /// A section as the file has them.
    pub(super) fn section(&self, name: &str, words: &str) -> String {
        let nl = self.newline();
        format!("{} {name}{nl}{nl}{words}{nl}", "#".repeat(self.section_level()))
    }

    /// What it takes for an empty line to stand before what goes to a place.
    pub(super) fn gap(&self, at: usize) -> String {
        let (before, nl) = (self.page.text[..at].trim_start_matches('\u{feff}'), self.newline());
        let lines = match () {
            () if before.is_empty() || before.ends_with(&format!("{nl}{nl}")) => 0,
            () if before.ends_with('\n') => 1,
            () => 2,
        };
        nl.repeat(lines)
    }

    /// How deep the sections of a file are.
    fn section_level(&self) -> usize {
        let first = self.page.heads.iter().filter(|h| !self.page.is_title(h)).map(|h| usize::from(h.level)).min();
        first.unwrap_or(2)
    }
}
