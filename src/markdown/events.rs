//! The one parser set-up that both passes use, and its events made ready for them: adjacent texts are one,
//! the lines of `marks` are items of their own, and containers nest with the blocks around them.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::Body;
use super::expand::Expanded;
use super::marks::{self, Container, Mark, MarkKind};

/// One document, expanded and ready to be parsed, as often as it takes.
pub(super) struct Doc<'a> {
    pub expanded: Expanded<'a>,
    marks: Vec<Mark>,
    /// The text with its marks overwritten.
    seen: Option<String>,
}

pub(super) enum Item<'t> {
    Event(Event<'t>),
    /// A container and its title, empty when it was given none.
    Open(Container, &'t str),
    Close(Container),
    /// A tab starts; the one before it in the same container ends.
    Tab(&'t str),
    /// A container line that is none where it stands.
    Literal(&'t str),
    Abbreviation(&'t str, &'t str),
}

impl<'a> Doc<'a> {
    pub fn new(body: &Body<'a>) -> Self {
        let expanded = Expanded::new(body);
        let marks = marks::find(&expanded.text);
        let seen = marks::overwrite(&expanded.text, &marks);
        Self { expanded, marks, seen }
    }

    /// The text that the offsets of items count in.
    pub fn text(&self) -> &str {
        &self.expanded.text
    }

    pub fn events(&self) -> Events<'_> {
        let seen = self.seen.as_deref().unwrap_or(self.text());
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_WIKILINKS;
        Events {
            parser: Parser::new_ext(seen, options).into_offset_iter(),
            text: self.text(),
            seen,
            marks: &self.marks,
            depth: 0,
            open: Vec::new(),
            ready: VecDeque::new(),
            next: None,
        }
    }

    /// Where a piece of text that the parser borrowed from the document stands in it.
    pub fn offset(&self, part: &str) -> Option<Range<usize>> {
        let seen = self.seen.as_deref().unwrap_or(self.text());
        let start = (part.as_ptr() as usize).checked_sub(seen.as_ptr() as usize)?;
        let end = start + part.len();
        (end <= seen.len()).then_some(start..end)
    }
}

pub(super) struct Events<'t> {
    parser: OffsetIter<'t>,
    /// As written.
    text: &'t str,
    /// With marks overwritten.
    seen: &'t str,
    marks: &'t [Mark],
    /// Of open Markdown elements.
    depth: usize,
    open: Vec<Open>,
    /// Items that come before the parser's next event.
    ready: VecDeque<(Item<'t>, Range<usize>)>,
    /// An event that was read ahead.
    next: Option<(Event<'t>, Range<usize>)>,
}

/// An open container. It ends at the latest with the element at `depth` that it stands in.
struct Open {
    container: Container,
    colons: usize,
    depth: usize,
}

impl<'t> Iterator for Events<'t> {
    type Item = (Item<'t>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.ready.is_empty() {
            return self.ready.pop_front();
        }
        let Some((event, range)) = self.next.take().or_else(|| self.parser.next()) else {
            let open = self.open.pop()?;
            let end = self.text.len();
            return Some((close(open.container), end..end));
        };
        match event {
            Event::Text(text) => Some(self.text(text, range)),
            Event::Start(Tag::HtmlBlock) if self.mark(&range).is_some() => {
                for (event, _) in self.parser.by_ref() {
                    if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                        break;
                    }
                }
                let mark = self.mark(&range)?;
                Some((self.marked(mark), mark.line.clone()))
            }
            Event::Start(tag) => {
                self.depth += 1;
                Some((Item::Event(Event::Start(tag)), range))
            }
            Event::End(tag) => {
                self.depth -= 1;
                if self.open.is_empty() {
                    return Some((Item::Event(Event::End(tag)), range));
                }
                while self.open.last().is_some_and(|open| open.depth > self.depth) {
                    let open = self.open.pop()?;
                    self.ready.push_back((close(open.container), range.end..range.end));
                }
                self.ready.push_back((Item::Event(Event::End(tag)), range));
                self.ready.pop_front()
            }
            event if self.marks.is_empty() => Some((Item::Event(event), range)),
            event => Some((Item::Event(self.restored(event, &range)), range)),
        }
    }
}

/// An unknown container was shown as text where it opened; its end is text as well.
fn close<'t>(container: Container) -> Item<'t> {
    match container {
        Container::Unknown => Item::Literal(""),
        known => Item::Close(known),
    }
}

impl<'t> Events<'t> {
    /// Texts that follow each other become one; where they stand side by side in the document nothing is
    /// copied.
    fn text(&mut self, first: CowStr<'t>, mut range: Range<usize>) -> (Item<'t>, Range<usize>) {
        let mut borrowed = self.is_borrowed(&first, &range);
        let mut text = first;
        loop {
            match self.parser.next() {
                Some((Event::Text(more), next)) => {
                    let joined = borrowed && next.start == range.end && self.is_borrowed(&more, &next);
                    if joined {
                        range.end = next.end;
                        text = CowStr::Borrowed(&self.seen[range.clone()]);
                    } else {
                        borrowed = false;
                        range.end = next.end.max(range.end);
                        text = self.joined(text, more, &mut range);
                    }
                    if !joined {
                        break;
                    }
                }
                next => {
                    self.next = next;
                    break;
                }
            }
        }
        if !self.marks.is_empty() {
            text = self.restore(text, &range);
        }
        (Item::Event(Event::Text(text)), range)
    }

    fn joined(&mut self, first: CowStr<'t>, second: CowStr<'t>, range: &mut Range<usize>) -> CowStr<'t> {
        let mut text = first.into_string();
        text.push_str(&second);
        loop {
            match self.parser.next() {
                Some((Event::Text(more), next)) => {
                    text.push_str(&more);
                    range.end = next.end.max(range.end);
                }
                next => {
                    self.next = next;
                    return text.into();
                }
            }
        }
    }

    fn is_borrowed(&self, text: &CowStr<'t>, range: &Range<usize>) -> bool {
        matches!(text, CowStr::Borrowed(text) if text.len() == range.len()
            && text.as_ptr() == self.seen[range.start..].as_ptr())
    }

    /// The mark that a block stands for, if it is one.
    fn mark(&self, range: &Range<usize>) -> Option<&'t Mark> {
        let index = self.marks.binary_search_by_key(&range.start, |m| m.at).ok()?;
        Some(&self.marks[index])
    }

    fn marked(&mut self, mark: &'t Mark) -> Item<'t> {
        let literal = Item::Literal(&self.text[mark.line.clone()]);
        let innermost = self.open.last().filter(|open| open.depth == self.depth);
        match &mark.kind {
            MarkKind::Open { container, colons, title } => {
                self.open.push(Open { container: *container, colons: *colons, depth: self.depth });
                match container {
                    Container::Unknown => literal,
                    known => Item::Open(*known, &self.text[title.clone()]),
                }
            }
            MarkKind::Close { colons } => match innermost {
                Some(open) if open.colons <= *colons => {
                    let container = open.container;
                    self.open.pop();
                    match container {
                        Container::Unknown => literal,
                        known => Item::Close(known),
                    }
                }
                _ => literal,
            },
            MarkKind::Tab { label } => match innermost {
                Some(Open { container: Container::Tabs, .. }) => Item::Tab(&self.text[label.clone()]),
                _ => literal,
            },
            MarkKind::Abbreviation { term, text } => {
                Item::Abbreviation(&self.text[term.clone()], &self.text[text.clone()])
            }
        }
    }

    fn restored(&self, event: Event<'t>, range: &Range<usize>) -> Event<'t> {
        match event {
            Event::Code(text) => Event::Code(self.restore(text, range)),
            Event::Html(text) => Event::Html(self.restore(text, range)),
            // Where no block can start (in a table's cell), `<?>` is taken for an element.
            Event::InlineHtml(text) if &*text == "<?>" => Event::Text(self.restore(text, range)),
            Event::InlineHtml(text) => Event::InlineHtml(self.restore(text, range)),
            Event::InlineMath(text) => Event::InlineMath(self.restore(text, range)),
            Event::DisplayMath(text) => Event::DisplayMath(self.restore(text, range)),
            other => other,
        }
    }

    fn restore(&self, text: CowStr<'t>, range: &Range<usize>) -> CowStr<'t> {
        match text {
            CowStr::Borrowed(seen) => marks::restore(seen, range, self.text, self.marks).into(),
            other => {
                let restored = marks::restore(&other, range, self.text, self.marks).into_owned();
                restored.into()
            }
        }
    }
}
