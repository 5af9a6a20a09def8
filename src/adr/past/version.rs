//! One version of a decision's file: its state, and the words under each heading.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::adr::page::Page;
use crate::adr::reading;
use crate::adr::status::Status;
use crate::adr::text;
use crate::config::{Kind, Preset};
use crate::model::front::{self, Split};
use crate::model::{DocId, Document, Handbook};
use crate::source::{FileId, Sources};

/// Headings under which a decision may go on being written: what became of it is no part of what was decided.
const LIVING: [&str; 10] = [
    "amendments",
    "amendment",
    "amended",
    "status",
    "links",
    "related",
    "related decisions",
    "related adrs",
    "changelog",
    "history",
];

/// One text of a decision's file, old or of today. What is under its headings is read when it is asked for.
#[derive(Clone, Copy)]
pub(in crate::adr) struct Version<'a> {
    handbook: &'a Handbook,
    document: &'a Document,
    text: &'a str,
    /// The kind's own name of the state.
    pub state: Option<&'a str>,
    /// What the state comes to.
    pub status: Option<Status>,
}

impl<'a> Version<'a> {
    pub fn new(handbook: &'a Handbook, document: &'a Document, text: &'a str) -> Self {
        let kind = handbook.kind(document);
        let state = match kind.preset {
            Some(Preset::Kep) => state_of_yaml(kind, text, 0..text.len()),
            _ => state(handbook, document, text),
        };
        Self { handbook, document, text, state, status: state.and_then(Status::of_state) }
    }

    /// The headings under which words differ from another version.
    pub fn changed(&self, before: &Self) -> Vec<String> {
        if body(self.text) == body(before.text) {
            return Vec::new();
        }
        let (new, old) = (self.sections(), before.sections());
        let mut names: Vec<String> = new.iter().filter(|s| !old.contains(s)).map(|(name, _)| name.clone()).collect();
        for (name, _) in old.iter().filter(|s| !new.contains(s)) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Each heading, as written, with a digest of the words under it; in order.
    fn sections(&self) -> Vec<(String, u64)> {
        read(self.handbook, self.document, self.text, sections)
    }
}

/// What stands after the front matter.
fn body(text: &str) -> &str {
    match front::split(text) {
        Split::Found { body, .. } => &text[body..],
        _ => text,
    }
}

/// The state that a text says. Where its front matter says it, nothing else is looked at, as no form does.
fn state<'a>(handbook: &'a Handbook, document: &'a Document, text: &str) -> Option<&'a str> {
    let kind = handbook.kind(document);
    if let Split::Found { yaml, .. } = front::split(text)
        && let Some(state) = state_of_yaml(kind, text, yaml)
    {
        return Some(state);
    }
    let said = read(handbook, document, text, |page| reading::read(page, DocId(0), kind).0.state)?;
    kind.lifecycle.names().find(|n| *n == said.value)
}

/// The state under `status:`.
fn state_of_yaml<'a>(kind: &'a Kind, text: &str, yaml: Range<usize>) -> Option<&'a str> {
    let node = crate::yaml::parse(&text[yaml.clone()], FileId(0), yaml.start, "page/front-matter").ok()?;
    let written = node.get("status")?.scalar()?;
    reading::state_of(&kind.lifecycle, written).map(|said| said.name)
}

/// Reads an old text of a document just as today's is.
fn read<T>(handbook: &Handbook, document: &Document, text: &str, look: impl FnOnce(&Page) -> T) -> T {
    let mut sources = Sources::default();
    let file = sources.add(document.path.clone(), text);
    let (old, _) = handbook.reader(&sources).read(file);
    look(&Page::new(&old, text))
}

fn sections(page: &Page) -> Vec<(String, u64)> {
    let spoken = text::spoken(page.text, page.preamble.start);
    let mut sections = Vec::new();
    // Before the first heading stand the lines that say status and date; what else stands there is text.
    let lines = page.fields(page.preamble.clone());
    let is_field = |at: usize, end: usize| lines.iter().any(|f| f.value.start >= at && f.value.end <= end);
    let mut start = String::new();
    let mut at = page.preamble.start;
    for line in spoken[page.preamble.clone()].split_inclusive('\n') {
        let end = at + line.len();
        if !is_field(at, end) && !line.trim_start().starts_with('#') {
            start.push_str(line);
        }
        at = end;
    }
    push(&mut sections, "the text before the first heading", &start);
    let mut living: Option<u8> = None;
    for head in &page.heads {
        if page.is_title(head) {
            continue;
        }
        if living.is_some_and(|level| head.level <= level) {
            living = None;
        }
        let begins = |n: &str| head.name.strip_prefix(n).is_some_and(|r| !r.starts_with(char::is_alphabetic));
        if living.is_none() && LIVING.into_iter().any(begins) {
            living = Some(head.level);
        }
        if living.is_none() {
            push(&mut sections, &head.text, &spoken[head.own.clone()]);
        }
    }
    sections
}

/// Words alone: how a text is wrapped, marked up or linked may change.
fn push(sections: &mut Vec<(String, u64)>, name: &str, body: &str) {
    let plain = text::plain(body).to_lowercase();
    let mut hasher = DefaultHasher::new();
    let mut any = false;
    for word in plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        word.hash(&mut hasher);
        any = true;
    }
    if any || !name.starts_with("the text") {
        sections.push((name.to_owned(), hasher.finish()));
    }
}
