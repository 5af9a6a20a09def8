//! Raw HTML: the anchors, links and pictures in it, and what of it is taken out.

use std::ops::Range;

use super::super::tags::{self, Token};
use super::super::{Link, LinkKind, RawHtml, entities, links, policy};
use super::{Scan, UNSAFE};
use crate::diag::Diagnostic;

/// The lines of an HTML block, and where each of them stands in the document.
#[derive(Default)]
pub(super) struct RawBlock {
    pub html: String,
    pub lines: Vec<(usize, usize)>,
}

impl RawBlock {
    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.lines.get(line).map_or(0, |(start, place)| place + (offset - start))
        };
        let start = at(range.start);
        start..at(range.end.saturating_sub(1)).saturating_add(1).max(start)
    }
}

impl Scan<'_> {
    pub(super) fn raw_html(&mut self, block: RawBlock) {
        if self.options.raw_html == RawHtml::Escape {
            self.content = true;
            self.prose(&block.html);
            return;
        }
        for token in tags::tokens(&block.html) {
            match token {
                Token::Hidden => {}
                Token::Text(text) => {
                    let text = entities::decode(text);
                    self.content |= !text.trim().is_empty();
                    self.prose(&text);
                }
                Token::Tag(tag) => self.raw_tag(&tag, &block),
            }
        }
        self.needs_cleaning |= self.options.raw_html == RawHtml::Sanitise;
    }

    fn raw_tag(&mut self, tag: &tags::Tag, block: &RawBlock) {
        let doc = self.doc;
        let span = |range: &Range<usize>| doc.expanded.span(block.range(range));
        if self.options.raw_html == RawHtml::Sanitise {
            for removal in policy::removals(tag) {
                let found = Diagnostic::new(UNSAFE, span(&removal.range), removal.message);
                self.problems.push(found.maybe_help(removal.help));
            }
        }
        if tag.closing {
            if tag.name == "a"
                && let Some((index, start)) = self.raw_link.take()
            {
                let text = self.text.get(start..).unwrap_or_default().trim().to_owned();
                self.outline.links[index].text = text;
            }
            return;
        }
        let value = |name: &str| tag.attributes.iter().find(|a| a.name == name);
        for attribute in &tag.attributes {
            let value = entities::decode(attribute.value);
            let mut push = |kind, range: Range<usize>, dest: &str| {
                let span = span(&range);
                let (dest, text) = (dest.to_owned(), String::new());
                self.outline.links.push(Link { kind, dest, text, span });
            };
            match (tag.name.as_str(), attribute.name.as_str()) {
                (_, "id") | ("a", "name") if !value.is_empty() => {
                    self.outline.ids.push(value.into_owned());
                }
                ("a", "href") => {
                    push(LinkKind::HtmlLink, attribute.value_range.clone(), &value);
                    self.raw_link = Some((self.outline.links.len() - 1, self.text.len()));
                }
                ("img", "src") => {
                    self.content = true;
                    push(LinkKind::HtmlImage, attribute.value_range.clone(), &value);
                }
                ("img" | "source", "srcset") => {
                    // Ranges are those of the value as written, which holds no references but `&amp;`.
                    for (range, _) in links::candidates(attribute.value) {
                        let start = attribute.value_range.start;
                        let dest = entities::decode(&attribute.value[range.clone()]);
                        push(LinkKind::HtmlImage, start + range.start..start + range.end, &dest);
                    }
                }
                _ => {}
            }
        }
        if tag.name == "img"
            && let Some(alt) = value("alt")
            && let Some(link) = self.outline.links.last_mut()
        {
            link.text = entities::decode(alt.value).into_owned();
        }
    }
}
