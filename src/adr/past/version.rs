//! One version of a decision's file: its state, and the words under each heading.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::adr::page::Page;
use crate::adr::reading;
use crate::adr::status::Status;
use crate::adr::text;
use crate::config::Kind;
use crate::model::document::Reader;
use crate::model::{DocId, Document, Handbook, Loaded};
use crate::source::{Sources, Spanned};

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

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub state: Option<String>,
    /// What the state comes to.
    pub status: Option<Status>,
    /// Each heading, as written, with a digest of the words under it; in order.
    pub sections: Vec<(String, u64)>,
}

impl Version {
    /// Today's, read already.
    pub fn today(handbook: &Handbook, loaded: &Loaded, doc: DocId, state: Option<&Spanned<String>>) -> Self {
        let document = handbook.document(doc);
        let page = Page::new(document, loaded.sources.text(document.file));
        Self::new(state.map(|s| s.value.clone()), &page)
    }

    /// An old text of a document, read just as today's is.
    pub fn old(handbook: &Handbook, document: &Document, text: &str) -> Self {
        let mut sources = Sources::default();
        let file = sources.add(document.path.clone(), text);
        let Handbook { config, register, today, .. } = handbook;
        let (old, _) = Reader { sources: &sources, config, register, today: *today }.read(file);
        let page = Page::new(&old, text);
        let (decision, _) = reading::read(&page, DocId(0), handbook.kind(document));
        Self::new(decision.state.map(|s| s.value), &page)
    }

    /// An old text of the YAML that is a decision's record.
    pub fn record(kind: &Kind, text: &str) -> Self {
        let file = Sources::default().add("record.yaml", text);
        let node = crate::yaml::parse(text, file, 0, "page/front-matter").ok();
        let written = node.and_then(|n| n.get("status")?.text());
        let state = written.and_then(|w| reading::state_named(&kind.lifecycle, &w.value).map(str::to_owned));
        Self { status: state.as_deref().and_then(Status::of_state), state, sections: Vec::new() }
    }

    fn new(state: Option<String>, page: &Page) -> Self {
        Self { status: state.as_deref().and_then(Status::of_state), state, sections: sections(page) }
    }

    /// The headings under which words differ between two versions.
    pub fn changed(&self, before: &Self) -> Vec<String> {
        let missing = |from: &Self, section: &&(String, u64)| !from.sections.contains(section);
        let mut names: Vec<String> =
            self.sections.iter().filter(|s| missing(before, s)).map(|(name, _)| name.clone()).collect();
        for (name, _) in before.sections.iter().filter(|s| missing(self, s)) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
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
    for (i, head) in page.heads.iter().enumerate() {
        if page.is_title(i) {
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
