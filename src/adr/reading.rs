//! A decision while it is read: what the forms have in common, each step a thing a form may take.
//!
//! A value that is there already stays: forms read from the surest place to the least sure.

use std::ops::Range;

use super::forms;
use super::options;
use super::page::Page;
use super::reference::Reference;
use super::sections::{self, DECISION, OPTIONS};
use super::status::{self, Relation, Status};
use super::text::trim;
use super::values::{is_placeholder, list_of, names_of_field, names_of_node, read_date, split_names};
use super::{Decision, Evidence, Milestone, Sections};
use crate::config::{Kind, Lifecycle, Section};
use crate::diag::{Diagnostic, known_words, with_article};
use crate::model::DocId;
use crate::source::{Span, Spanned};
use crate::yaml::Node;

pub(super) const STATUS: &[&str] = &["status", "adr status", "decision status", "state"];
pub(super) const DATE: &[&str] =
    &["date", "decision date", "decided on", "date decided", "decided", "last updated", "updated"];
pub(super) const DECIDERS: &[&str] =
    &["deciders", "decision makers", "decision maker", "decider", "decided by", "approvers", "approved by"];

pub(super) struct Reading<'a> {
    pub page: &'a Page<'a>,
    pub decision: Decision,
    pub kind: &'a Kind,
    pub configured: &'a [Section],
    found: Vec<Diagnostic>,
}

/// Finds out the form and has it read the page.
pub(super) fn read(page: &Page, doc: DocId, kind: &Kind) -> (Decision, Vec<Diagnostic>) {
    let form = forms::of(page, kind.preset);
    let (title, stated_number) = page.title();
    let number = page.name.number.or(stated_number.as_ref().map(|n| n.value));
    let named = page.name.number.is_some() || page.name.dated;
    let stated_id = stated_number.as_ref().map(|n| format!("{:04}", n.value));
    let decision = Decision {
        doc,
        number,
        id: stated_id.filter(|_| !named).unwrap_or_else(|| page.name.id.clone()),
        stated_number,
        title,
        form: form.form,
        lenient: page.document.front.broken,
        state: None,
        status: None,
        status_text: None,
        date: None,
        deciders: Vec::new(),
        consulted: Vec::new(),
        informed: Vec::new(),
        supersedes: Vec::new(),
        superseded_by: Vec::new(),
        amends: Vec::new(),
        amended_by: Vec::new(),
        related: Vec::new(),
        options: Vec::new(),
        sections: Sections::default(),
        review_by: None,
        evidence: Vec::new(),
        milestones: Vec::new(),
    };
    let mut reading = Reading { page, decision, kind, configured: &kind.sections, found: Vec::new() };
    (form.read)(&mut reading);
    reading.judge_status();
    (reading.decision, reading.found)
}

/// A state as a text says it.
pub(super) struct Said<'l> {
    /// The kind's own name of it.
    pub name: &'l str,
    /// What it comes to.
    status: Option<Status>,
    /// The word that says it, as a range of the text; none where all of the text does.
    word: Option<Range<usize>>,
}

/// The state of a lifecycle that a text says: by the very word for it, where the kind has a state of that name,
/// else by what the word comes to, else by the name that the text begins with.
pub(super) fn state_of<'l>(lifecycle: &'l Lifecycle, text: &str) -> Option<Said<'l>> {
    if let Some((status, at)) = status::read(text).status {
        let by_word = lifecycle.names().find(|n| n.eq_ignore_ascii_case(&text[at.clone()]));
        if let Some(name) = by_word.or_else(|| lifecycle.names().find(|n| *n == status.name())) {
            return Some(Said { name, status: Some(status), word: Some(at) });
        }
    }
    let words = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let begins = |n: &str| words.strip_prefix(n).is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric()));
    // The longer of two names is the one that is meant.
    let named = lifecycle.names().filter(|n| begins(&n.to_lowercase())).max_by_key(|n| n.len());
    let name = named.filter(|_| !status::is_choice(text))?;
    Some(Said { name, status: Status::of_state(name), word: None })
}

impl Reading<'_> {
    /// The keys that most forms with front matter share.
    pub fn front(&mut self) {
        let page = self.page;
        if let Some(id) = page.key("id").and_then(Node::text) {
            self.id(&id);
        }
        if let Some(number) = page.key("number").and_then(Node::text)
            && let Ok(value) = number.value.trim().parse()
        {
            self.number(Spanned::new(value, number.span));
        }
        if let Some(status) = page.key("status").filter(|n| n.scalar().is_some() || !n.items().is_empty()) {
            let place = trim(page.text, status.span.range(), &['"', '\'']);
            self.status(place.clone(), place);
        }
        self.date_key("date");
        let deciders = page.key("decision_makers").or(page.key("deciders"));
        for (node, list) in [
            (deciders, &mut self.decision.deciders),
            (page.key("consulted"), &mut self.decision.consulted),
            (page.key("informed"), &mut self.decision.informed),
        ] {
            *list = node.map(|n| names_of_node(page, n)).unwrap_or_default();
        }
        for (key, relation) in [
            ("supersedes", Relation::Supersedes),
            ("superseded_by", Relation::SupersededBy),
            ("amends", Relation::Amends),
            ("amended_by", Relation::AmendedBy),
        ] {
            self.references_key(key, relation);
        }
    }

    /// An id that the text gives; a number in it is the decision's where its file has none.
    pub fn id(&mut self, id: &Spanned<String>) {
        let value = id.value.trim();
        if value.is_empty() {
            return;
        }
        value.clone_into(&mut self.decision.id);
        if let Some(number) = super::name::FileName::of(value).number {
            self.number(Spanned::new(number, id.span));
        }
    }

    pub fn number(&mut self, number: Spanned<u64>) {
        self.decision.number.get_or_insert(number.value);
        self.decision.stated_number.get_or_insert(number);
    }

    pub fn references_key(&mut self, key: &str, relation: Relation) {
        for value in self.page.key(key).map(Node::texts).unwrap_or_default() {
            let place = trim(self.page.text, value.span.range(), &['"', '\'']);
            let parts = split_names(self.page.text, place);
            for part in parts {
                if let Some(reference) = self.page.base().value(self.page.text, part) {
                    self.relate(relation, reference);
                }
            }
        }
    }

    pub fn relate(&mut self, relation: Relation, reference: Reference) {
        let d = &mut self.decision;
        let list = match relation {
            Relation::Supersedes => &mut d.supersedes,
            Relation::SupersededBy => &mut d.superseded_by,
            Relation::Amends => &mut d.amends,
            Relation::AmendedBy => &mut d.amended_by,
            Relation::Related => &mut d.related,
        };
        // Said twice, in the status and in a key, it is one relation.
        let same = |r: &Reference| {
            let one_file = r.path.is_some() && r.path == reference.path || r.text == reference.text;
            one_file && r.section == reference.section
        };
        if !list.iter().any(same) {
            list.push(reference);
        }
    }

    /// A status, as written in the first range; the second may say more of what became of it.
    pub fn status(&mut self, written: Range<usize>, all: Range<usize>) {
        let page = self.page;
        let text = page.shown.get(all.clone()).filter(|t| !t.trim().is_empty());
        // Front matter is no shown text.
        let text = text.unwrap_or_else(|| &page.text[all.clone()]);
        if self.decision.status_text.is_some() || text.trim().is_empty() {
            return;
        }
        let said = status::read(text);
        let place = |r: Range<usize>| all.start + r.start..all.start + r.end;
        self.state(text, page.span(all.clone()), |at| page.span(place(at)));
        let as_written = page.text[written.clone()].trim().to_owned();
        self.decision.status_text = Some(Spanned::new(as_written, page.span(written)));
        for (relation, at) in said.relations {
            for reference in page.base().scan(page.text, place(at)) {
                self.relate(relation, reference);
            }
        }
    }

    /// A status that is a value of its own, in whatever file.
    pub fn status_value(&mut self, written: Spanned<String>) {
        self.state(&written.value, written.span, |_| written.span);
        self.decision.status_text = Some(written);
    }

    /// The state that a text names, at the word that says it if there is one, else in all of its place. `span` gives
    /// the place of a range of the text.
    fn state(&mut self, text: &str, place: Span, span: impl Fn(Range<usize>) -> Span) {
        if let Some(said) = state_of(&self.kind.lifecycle, text) {
            let at = said.word.map_or(place, span);
            self.decision.state = Some(Spanned::new(said.name.to_owned(), at));
            self.decision.status = said.status.map(|status| Spanned::new(status, at));
        }
    }

    pub fn date_key(&mut self, key: &str) {
        let Some(node) = self.page.key(key) else { return };
        let Some(text) = node.scalar() else { return };
        // A date that the kind's own keys hold is judged with them.
        let judged = key == "date" && !self.page.document.front.broken;
        let place = trim(self.page.text, node.span.range(), &['"', '\'']);
        self.date(text, place, judged);
    }

    pub fn date_field(&mut self, place: Range<usize>) {
        let text = self.page.shown[place.clone()].to_owned();
        self.date(&text, place, false);
    }

    fn date(&mut self, text: &str, place: Range<usize>, judged: bool) {
        self.date_value(text, self.page.span(place), judged);
    }

    /// A date that is a value of its own, in whatever file. One that is judged already is no finding.
    pub fn date_value(&mut self, text: &str, span: Span, judged: bool) {
        if self.decision.date.is_some() {
            return;
        }
        match read_date(text) {
            Some(date) => self.decision.date = Some(Spanned::new(date, span)),
            None if judged || is_placeholder(text) => {}
            None => self.found.push(
                Diagnostic::new("page/bad-value", span, format!("`{}` is not a date", text.trim()))
                    .help("write it as `2026-11-22`"),
            ),
        }
    }

    /// What lines such as `* Status: accepted` say, and sections of the same names.
    pub fn fields(&mut self) {
        let page = self.page;
        if let Some(field) = page.said(STATUS) {
            // Some write it as an item of a list, or a line with a list of what became of it below.
            let places = || std::iter::once(&field.value).chain(&field.items).filter(|r| !r.is_empty());
            if let (Some(first), Some(last)) = (places().next(), places().next_back()) {
                let section = page.head(STATUS).filter(|h| h.own.contains(&first.start));
                let all = section.map_or(first.start..last.end, |h| page.trimmed(h.own.clone()));
                let lead = section.and_then(|h| page.paragraph(h.own.clone())).filter(|p| p.end <= first.start);
                self.status(lead.unwrap_or_else(|| first.clone()), all);
            }
        }
        if let Some(field) = page.said(DATE).filter(|f| !f.value.is_empty()) {
            self.date_field(field.value);
        }
        for (names, list) in [
            (DECIDERS, &mut self.decision.deciders),
            (&["consulted"], &mut self.decision.consulted),
            (&["informed"], &mut self.decision.informed),
        ] {
            if let Some(field) = page.said(names).filter(|_| list.is_empty()) {
                *list = names_of_field(page, &field);
            }
        }
        for (names, relation) in [
            (["supersedes", "replaces"], Relation::Supersedes),
            (["superseded by", "replaced by"], Relation::SupersededBy),
            (["amends", "changes"], Relation::Amends),
            (["amended by", "changed by"], Relation::AmendedBy),
        ] {
            let fields = page.fields(page.preamble.clone());
            for field in fields.into_iter().filter(|f| names.contains(&f.name.as_str())) {
                for place in std::iter::once(field.value).chain(field.items).filter(|r| !r.is_empty()) {
                    for reference in page.base().scan(page.text, place) {
                        self.relate(relation, reference);
                    }
                }
            }
        }
    }

    /// `- Supersedes [x](x.md)` and `- [Link type] [x](x.md)` under `## Links`.
    pub fn links(&mut self) {
        let page = self.page;
        let Some(head) = page.head(&["links", "related decisions", "related adrs", "related"]) else { return };
        for bullet in page.bullets(head.own.clone()) {
            let said = status::read(&page.shown[bullet.clone()]);
            for (relation, at) in said.relations {
                let place = bullet.start + at.start..bullet.start + at.end;
                for reference in page.base().scan(page.text, place).into_iter().filter(|r| r.path.is_some()) {
                    self.relate(relation, reference);
                }
            }
        }
    }

    pub fn sections(&mut self) {
        self.decision.sections = sections::read(self.page, self.configured);
    }

    /// Options as headings, else as bullets; the decision says which one it was.
    pub fn options(&mut self) {
        let page = self.page;
        let Some(head) = sections::find(page, "options", OPTIONS, self.configured) else {
            // A decision without a list of options still has one it chose.
            if let Some(decision) = sections::find(page, "decision", DECISION, self.configured) {
                options::judge(page, decision, &mut self.decision.options);
            }
            return;
        };
        let mut list = options::by_headings(page, head);
        if list.is_empty() {
            list = options::by_bullets(page, head);
        }
        if let Some(decision) = sections::find(page, "decision", DECISION, self.configured) {
            options::judge(page, decision, &mut list);
        }
        options::add_drawbacks(page, &mut list);
        self.decision.options = list;
    }

    pub fn follow_up(&mut self) {
        let page = self.page;
        self.decision.review_by = page.key("review_by").and_then(Node::date);
        for node in page.key("evidence").map(list_of).unwrap_or_default() {
            let title = node.text().or_else(|| node.get("title").and_then(Node::text));
            let url = node.get("url").and_then(Node::text);
            self.decision.evidence.extend(title.or(url.clone()).map(|title| Evidence { title, url }));
        }
        for node in page.key("milestones").map(list_of).unwrap_or_default() {
            let title = node.text().or_else(|| node.get("title").and_then(Node::text));
            let (due, done) = (node.get("due").and_then(Node::date), node.get("done").and_then(Node::text));
            self.decision.milestones.extend(title.map(|title| Milestone { title, due, done }));
        }
    }

    /// A status that is there and is none of the known ones.
    fn judge_status(&mut self) {
        let Some(written) = &self.decision.status_text else { return };
        if self.decision.state.is_some() || written.value.is_empty() {
            return;
        }
        let first = written.value.lines().next().unwrap_or_default();
        let help = known_words(first, self.kind.lifecycle.names());
        let kind = self.kind.title.to_lowercase();
        let message = format!("`{}` is not a status of {}", first.trim(), with_article(&kind));
        self.found.push(Diagnostic::new("adr/unknown-status", written.span, message).help(help));
    }
}
