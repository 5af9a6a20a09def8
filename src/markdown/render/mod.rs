//! The second pass: HTML, with the classes that the default theme knows.
//!
//! All events are collected first, so that a step can look ahead: whether a paragraph holds nothing but a
//! picture, whether an item is a task, which tabs follow.
//!
//! Where a page has HTML of its own, finished pieces that the sanitiser would take apart (code, formulas,
//! diagrams, checkboxes) wait in slots until it has cleaned the rest.

mod blocks;
mod code;
mod inline;
mod raw;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::diagram::DiagramFile;
use super::events::{Doc, Item};
use super::footnotes::Footnotes;
use super::glossary::{Glossary, OnPage};
use super::marks::Container;
use super::risk::FirstLine;
use super::text::{self, SLOT};
use super::{Fragment, Outline, RenderContext, html, scan};

pub(super) fn render(doc: &Doc, cx: &RenderContext) -> Fragment {
    // Scanning is cheap beside drawing, and its anchors are the ones that checks know.
    let scanned = scan::scan(doc, cx.options);
    let items: Vec<(Item, Range<usize>)> = doc.events().collect();
    let abbreviations =
        Glossary::new(scanned.outline.abbreviations.iter().map(|a| (a.term.clone(), a.text.clone(), None)));
    let mut terms = Vec::new();
    if !scanned.outline.abbreviations.is_empty() {
        terms.push(abbreviations.on_page(""));
    }
    terms.extend(cx.glossary.map(|(glossary, href)| glossary.on_page(href)));
    let mut page = Page {
        cx,
        outline: &scanned.outline,
        items: &items,
        at: 0,
        out: String::with_capacity(doc.text().len() * 2),
        slots: scanned.needs_cleaning.then(Vec::new),
        tab_labels: tab_labels(&items),
        terms,
        heading: 0,
        definition: 0,
        code: 0,
        link_ends: Vec::new(),
        in_raw_link: false,
        in_heading: false,
        table: None,
        tabs: Vec::new(),
        outer: Vec::new(),
        footnotes: Footnotes::default(),
        first_line: FirstLine::default(),
        labels: HashMap::new(),
        unclosed: HashMap::new(),
        diagrams: Vec::new(),
    };
    while let Some((item, _)) = items.get(page.at) {
        page.at += 1;
        page.item(item);
    }
    page.finish()
}

struct Page<'p> {
    cx: &'p RenderContext<'p>,
    outline: &'p Outline,
    items: &'p [(Item<'p>, Range<usize>)],
    /// The next item.
    at: usize,
    out: String,
    /// Finished pieces that wait, if the page is going to be cleaned.
    slots: Option<Vec<String>>,
    /// The labels of each container of tabs, by the index of the item that opens it.
    tab_labels: HashMap<usize, Vec<&'p str>>,
    terms: Vec<OnPage<'p>>,
    /// Headings and definitions so far: the outline has their anchors.
    heading: usize,
    definition: usize,
    /// Code blocks so far: notes go by their number.
    code: usize,
    /// What closes each open link: nothing where it was not made one.
    link_ends: Vec<&'static str>,
    /// An `<a href>` that was written as HTML is open.
    in_raw_link: bool,
    in_heading: bool,
    table: Option<Table>,
    /// For each open container of tabs, whether a tab is open in it.
    tabs: Vec<bool>,
    /// What was written before an open footnote began, and the footnote's label.
    outer: Vec<(String, String)>,
    footnotes: Footnotes,
    first_line: FirstLine,
    /// How often each label of a region was used: two regions of a page must not share one.
    labels: HashMap<String, usize>,
    /// Up to which item there is no end of a raw element, by its name.
    unclosed: HashMap<String, usize>,
    diagrams: Vec<DiagramFile>,
}

struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
    body: bool,
}

impl<'p> Page<'p> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Event(event) => {
                self.first_line.see(event);
                self.event(event);
            }
            Item::Open(container, title) => self.open(*container, title),
            Item::Close(container) => self.close(*container),
            Item::Tab(label) => self.tab(label),
            Item::Literal("") | Item::Abbreviation(..) => {}
            Item::Literal(line) => {
                self.out.push_str("<p>");
                text::escape(&mut self.out, line);
                self.out.push_str("</p>\n");
            }
        }
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                text::escape(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Event::InlineMath(tex) => self.piece(super::math::html(tex, false)),
            Event::DisplayMath(tex) => self.piece(super::math::html(tex, true)),
            Event::Html(html) => self.html_block(html),
            Event::InlineHtml(html) => self.inline_html(html),
            Event::FootnoteReference(label) => self.footnote(label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.checkbox(*done),
        }
    }

    /// An item that follows, `ahead` places from the next one.
    fn peek(&self, ahead: usize) -> Option<&'p Event<'p>> {
        match self.items.get(self.at + ahead) {
            Some((Item::Event(event), _)) => Some(event),
            _ => None,
        }
    }

    /// Writes HTML that must not be cleaned.
    fn piece(&mut self, html: String) {
        match &mut self.slots {
            None => self.out.push_str(&html),
            Some(slots) => {
                self.out.push(SLOT.0);
                self.out.push_str(&slots.len().to_string());
                self.out.push(SLOT.1);
                slots.push(html);
            }
        }
    }

    /// A label that no other region of the page has: landmarks are told apart by it.
    fn region(&mut self, label: String) -> String {
        let count = self.labels.entry(label.clone()).or_default();
        *count += 1;
        match *count {
            1 => label,
            n => format!("{label} ({n})"),
        }
    }

    /// Skips to the end of an element whose start was just taken, and gives the plain text inside.
    fn skip_to(&mut self, end: TagEnd) -> String {
        let (mut text, mut depth) = (String::new(), 0);
        while let Some((item, _)) = self.items.get(self.at) {
            self.at += 1;
            let Item::Event(event) = item else { continue };
            match event {
                Event::Start(tag) if tag.to_end() == end => depth += 1,
                Event::End(tag) if *tag == end && depth == 0 => break,
                Event::End(tag) if *tag == end => depth -= 1,
                Event::Text(t) | Event::Code(t) | Event::InlineMath(t) | Event::DisplayMath(t) => text.push_str(t),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    fn finish(mut self) -> Fragment {
        let section = std::mem::take(&mut self.footnotes).section();
        self.out.push_str(&section);
        let html = match &self.slots {
            Some(slots) => html::clean(&self.out, slots),
            None => self.out,
        };
        Fragment { html, diagrams: self.diagrams }
    }
}

/// The labels of all containers of tabs, found in one go.
fn tab_labels<'t>(items: &'t [(Item<'t>, Range<usize>)]) -> HashMap<usize, Vec<&'t str>> {
    let (mut labels, mut open) = (HashMap::<usize, Vec<&str>>::new(), Vec::new());
    for (index, (item, _)) in items.iter().enumerate() {
        match item {
            Item::Open(Container::Tabs, _) => open.push(index),
            Item::Close(Container::Tabs) => {
                open.pop();
            }
            Item::Tab(label) => {
                if let Some(&container) = open.last() {
                    labels.entry(container).or_default().push(label);
                }
            }
            _ => {}
        }
    }
    labels
}

/// Whether an event can stand inside a line of text.
fn is_inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(tag) => {
            matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
        }
        Event::SoftBreak | Event::HardBreak | Event::Rule | Event::Html(_) => false,
        _ => true,
    }
}
