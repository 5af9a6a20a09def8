//! The first pass: one walk over the events that notes everything a check may ask for.
//!
//! The plain text of the section at hand grows in one string; headings, links, terms and summaries are
//! slices of its end.

mod blocks;
mod links;
mod raw;

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use self::raw::RawBlock;
use super::events::{Doc, Item};
use super::footnotes::Footnotes;
use super::slug::{self, Anchors};
use super::{Abbreviation, CodeInfo, Definition, Link, LinkKind, Math, Options, Outline, Places, Section};
use super::{autolink, text};
use crate::diag::Diagnostic;

const UNSAFE: &str = "page/unsafe-html";
/// Of a summary, in characters.
const SUMMARY: usize = 200;

pub(super) struct Scanned {
    pub outline: Outline,
    pub problems: Vec<Diagnostic>,
    /// The document has HTML of its own that is neither passed through nor shown.
    pub needs_cleaning: bool,
}

pub(super) fn scan(doc: &Doc, options: &Options) -> Scanned {
    walk(doc, options, None).finish()
}

pub(super) fn sections(doc: &Doc, options: &Options) -> Vec<Section> {
    let mut scan = walk(doc, options, Some(Vec::new()));
    scan.end_section();
    scan.sections.unwrap_or_default()
}

fn walk<'d>(doc: &'d Doc<'d>, options: &'d Options, sections: Option<Vec<Section>>) -> Scan<'d> {
    let bytes = doc.text().as_bytes();
    let mut scan = Scan {
        doc,
        options,
        outline: Outline::default(),
        problems: doc.expanded.problems.clone(),
        needs_cleaning: false,
        bare_urls: memmem::find(bytes, b"://").is_some() || memmem::find(bytes, b"www.").is_some(),
        text: String::new(),
        sections,
        section: None,
        explicit: Vec::new(),
        heading: None,
        code: None,
        links: Vec::new(),
        raw_link: None,
        html: RawBlock::default(),
        footnotes: Footnotes::default(),
        blocks: 0,
        paragraph: None,
        term: None,
        definition: None,
        content: false,
        last_end: 0,
    };
    for (item, range) in doc.events() {
        scan.item(item, range);
    }
    scan
}

struct Scan<'d> {
    doc: &'d Doc<'d>,
    options: &'d Options,
    outline: Outline,
    problems: Vec<Diagnostic>,
    needs_cleaning: bool,
    bare_urls: bool,
    /// Of the section so far.
    text: String,
    /// Where somebody wants them.
    sections: Option<Vec<Section>>,
    /// The heading of the section so far.
    section: Option<usize>,
    /// The `{#id}` of each heading.
    explicit: Vec<Option<String>>,
    heading: Option<OpenHeading>,
    code: Option<OpenCode>,
    links: Vec<OpenLink>,
    /// An `<a>` that is not closed yet: its index, and where its text starts.
    raw_link: Option<(usize, usize)>,
    html: RawBlock,
    footnotes: Footnotes,
    /// Lists, quotes and the like that are open.
    blocks: usize,
    /// Where the text of the open paragraph starts.
    paragraph: Option<usize>,
    /// Where the text of the open term starts.
    term: Option<usize>,
    definition: Option<usize>,
    /// Something stands under the last heading.
    content: bool,
    last_end: usize,
}

struct OpenHeading {
    level: u8,
    id: Option<String>,
    start: usize,
    inner: Option<Range<usize>>,
    first: bool,
}

struct OpenCode {
    info: CodeInfo,
    text: String,
    places: Places,
    range: Option<Range<usize>>,
    info_range: Range<usize>,
}

struct OpenLink {
    index: usize,
    start: usize,
    dest: Option<Range<usize>>,
}

impl Scan<'_> {
    fn item(&mut self, item: Item, range: Range<usize>) {
        match item {
            Item::Event(event) => self.event(event, range),
            Item::Open(_, title) | Item::Tab(title) | Item::Literal(title) => {
                self.new_line();
                self.prose(title);
                self.content = true;
                self.new_line();
            }
            Item::Close(_) => self.new_line(),
            Item::Abbreviation(term, text) => self
                .outline
                .abbreviations
                .push(Abbreviation { term: term.trim().to_owned(), text: text.trim().to_owned() }),
        }
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        if let Some(heading) = &mut self.heading
            && !matches!(event, Event::End(TagEnd::Heading(_)))
        {
            let inner = heading.inner.get_or_insert(range.clone());
            inner.end = inner.end.max(range.end);
        }
        let end = range.end;
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.content = true;
                self.prose(&code);
            }
            Event::InlineMath(tex) => self.math(tex, false, range),
            Event::DisplayMath(tex) => self.math(tex, true, range),
            Event::Html(html) => {
                self.html.lines.push((self.html.html.len(), range.start));
                self.html.html.push_str(&html);
            }
            Event::InlineHtml(html) => {
                let block = RawBlock { html: html.into_string(), lines: vec![(0, range.start)] };
                self.raw_html(block);
            }
            Event::FootnoteReference(label) => {
                self.footnotes.refer(&label);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
        self.last_end = end;
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.new_line();
                self.paragraph = Some(self.text.len());
            }
            Tag::Heading { level, id, .. } => {
                self.new_line();
                self.judge_last_heading(level as u8);
                self.heading = Some(OpenHeading {
                    level: level as u8,
                    id: id.filter(|id| !id.is_empty()).map(CowStr::into_string),
                    start: self.text.len(),
                    inner: None,
                    first: level == HeadingLevel::H1
                        && self.outline.headings.is_empty()
                        && !self.content
                        && self.blocks == 0,
                });
            }
            Tag::CodeBlock(kind) => {
                self.new_line();
                let line = range.start..range.start;
                let (info, info_range) = match &kind {
                    CodeBlockKind::Fenced(info) => (CodeInfo::parse(info), self.doc.offset(info).unwrap_or(line)),
                    CodeBlockKind::Indented => (CodeInfo::default(), line),
                };
                self.code =
                    Some(OpenCode { info, text: String::new(), places: Places::default(), range: None, info_range });
            }
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, false, dest_url),
            Tag::Image { link_type, dest_url, .. } => self.link(link_type, true, dest_url),
            Tag::DefinitionListTitle => {
                self.new_line();
                self.term = Some(self.text.len());
            }
            Tag::DefinitionListDefinition => {
                self.new_line();
                self.definition = Some(self.text.len());
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_) | Tag::DefinitionList | Tag::Table(_) => {
                self.blocks += 1;
                self.new_line();
            }
            Tag::Item | Tag::TableHead | Tag::TableRow | Tag::HtmlBlock => self.new_line(),
            Tag::TableCell if !self.text.ends_with(['\n', ' ']) => self.text.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                if let Some(start) = self.paragraph.take() {
                    self.define(start);
                    if self.blocks == 0 && self.outline.summary.is_empty() {
                        self.outline.summary = text::shorten(&self.text[start..], SUMMARY);
                    }
                }
                self.new_line();
            }
            TagEnd::Heading(_) => self.end_heading(range),
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::Link | TagEnd::Image => self.end_link(range),
            TagEnd::DefinitionListTitle => {
                let start = self.term.take().unwrap_or(self.text.len());
                let term = self.text[start..].trim().to_owned();
                let (text, id) = (String::new(), slug::slug(&term));
                self.outline.definitions.push(Definition { term, text, id });
                self.new_line();
            }
            TagEnd::DefinitionListDefinition => {
                if let Some(start) = self.definition {
                    self.define(start);
                }
                self.definition = None;
                self.new_line();
            }
            TagEnd::HtmlBlock => {
                let block = std::mem::take(&mut self.html);
                self.raw_html(block);
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::Table => {
                self.blocks -= 1;
                self.new_line();
            }
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.new_line(),
            _ => {}
        }
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Words that a reader reads.
    fn prose(&mut self, text: &str) {
        self.outline.words += count_words(text);
        self.text.push_str(text);
    }

    fn text(&mut self, text: CowStr, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.text.push_str(&text);
            self.doc.expanded.places(&mut code.places, &text, range.clone());
            code.range.get_or_insert(range.clone()).end = range.end;
            return;
        }
        self.content |= !text.trim().is_empty();
        if self.bare_urls && self.links.is_empty() && self.raw_link.is_none() {
            for url in autolink::find(&text) {
                let exact = text.len() == range.len();
                let place = if exact { range.start + url.start..range.start + url.end } else { range.clone() };
                self.outline.links.push(Link {
                    kind: LinkKind::Link,
                    dest: autolink::href(&text[url.clone()]),
                    text: text[url].to_owned(),
                    span: self.doc.expanded.span(place),
                });
            }
        }
        self.prose(&text);
    }

    fn math(&mut self, tex: CowStr, display: bool, range: Range<usize>) {
        self.content = true;
        self.text.push_str(&tex);
        let fence = if display { 2 } else { 1 };
        let inside = range.start + fence..range.end.saturating_sub(fence).max(range.start + fence);
        let range = self.doc.offset(&tex).unwrap_or(inside);
        let span = self.doc.expanded.span(range);
        self.outline.math.push(Math { tex: tex.into_string(), display, span });
    }

    /// The first paragraph of the open definition.
    fn define(&mut self, start: usize) {
        if self.definition.take().is_some()
            && let Some(definition) = self.outline.definitions.last_mut()
            && definition.text.is_empty()
        {
            // A heading inside the definition has begun a new text.
            definition.text = self.text.get(start..).unwrap_or_default().trim().to_owned();
        }
    }

    fn finish(mut self) -> Scanned {
        self.judge_last_heading(1);
        let mut anchors = Anchors::default();
        let wanted: Vec<Option<String>> = self.explicit.into_iter().map(|id| id.map(|id| anchors.claim(id))).collect();
        for (heading, id) in self.outline.headings.iter_mut().zip(wanted) {
            heading.id = id.unwrap_or_else(|| {
                let slug = slug::slug(&heading.text);
                anchors.claim(if slug.is_empty() { "section".to_owned() } else { slug })
            });
        }
        for definition in &mut self.outline.definitions {
            definition.id = anchors.claim(std::mem::take(&mut definition.id));
            self.outline.ids.push(definition.id.clone());
        }
        self.outline.ids.extend(self.footnotes.ids());
        self.outline.includes.clone_from(&self.doc.expanded.includes);
        Scanned { outline: self.outline, problems: self.problems, needs_cleaning: self.needs_cleaning }
    }
}

/// Words are what spaces separate; one that is partly emphasised counts as two.
///
/// Counting is a good part of a scan's time. So it goes by pairs of bytes, in pieces short enough for a count
/// to fit a byte, which the compiler turns into vector instructions.
fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let first = usize::from(bytes.first().is_some_and(|&b| b > b' '));
    let rest = bytes.get(1..).unwrap_or_default();
    let pieces = bytes.chunks(255).zip(rest.chunks(255));
    let starts = pieces.map(|(before, after)| {
        let starts = before.iter().zip(after).map(|(&b, &a)| u8::from(b <= b' ' && a > b' '));
        usize::from(starts.fold(0u8, |sum, start| sum.wrapping_add(start)))
    });
    first + starts.sum::<usize>()
}
