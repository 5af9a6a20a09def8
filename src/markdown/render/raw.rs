//! HTML that the document writes itself.

use pulldown_cmark::Event;

use super::super::events::Item;
use super::super::tags::{self, Tag, Token};
use super::super::text::{SLOT, escape};
use super::super::{LinkKind, RawHtml, Target, html, links, policy};
use super::Page;

impl Page<'_> {
    /// A block of HTML; its first line was just taken.
    pub(super) fn html_block(&mut self, first: &str) {
        let mut block = first.to_owned();
        while let Some(Event::Html(line)) = self.peek(0) {
            block.push_str(line);
            self.at += 1;
        }
        match self.cx.options.raw_html {
            RawHtml::Allow => self.out.push_str(&block),
            RawHtml::Escape => {
                self.out.push_str("<p>");
                escape(&mut self.out, block.trim_end());
                self.out.push_str("</p>\n");
            }
            RawHtml::Sanitise => self.sanitised(&block),
        }
    }

    pub(super) fn inline_html(&mut self, tag: &str) {
        match self.cx.options.raw_html {
            RawHtml::Allow => {
                self.out.push_str(tag);
                self.follow_links(tag);
            }
            RawHtml::Escape => escape(&mut self.out, tag),
            RawHtml::Sanitise => self.sanitised(tag),
        }
    }

    fn sanitised(&mut self, html: &str) {
        for token in tags::tokens(html) {
            match token {
                Token::Hidden => {}
                Token::Text(text) => self.out.extend(text.split([SLOT.0, SLOT.1])),
                Token::Tag(tag) => {
                    self.sanitised_tag(&tag);
                    self.follow_link(&tag);
                }
            }
        }
    }

    fn sanitised_tag(&mut self, tag: &Tag) {
        if !policy::is_allowed(&tag.name) {
            if tags::is_raw(&tag.name) && !tag.closing {
                self.skip_raw(&tag.name);
            }
            return;
        }
        let resolve = self.cx.resolve;
        html::rewrite(&mut self.out, tag, |key, value| {
            let image = key != "href";
            let kind = if image { LinkKind::HtmlImage } else { LinkKind::HtmlLink };
            let href = |dest: &str| match resolve.target(kind, dest) {
                _ if links::is_dangerous(dest, image) => None,
                Target::Page(href) | Target::Asset { href, .. } | Target::External(href) => Some(href),
                Target::Broken => None,
            };
            if key != "srcset" {
                return href(value);
            }
            let candidates: Vec<String> =
                links::candidates(value).filter_map(|(range, rest)| Some(href(&value[range])? + rest)).collect();
            (!candidates.is_empty()).then(|| candidates.join(", "))
        });
    }

    /// The inside of `<script>` and the like goes with it, where the element ends in the same paragraph.
    fn skip_raw(&mut self, name: &str) {
        if self.unclosed.get(name).is_some_and(|&until| self.at < until) {
            return;
        }
        for (index, (item, _)) in self.items.iter().enumerate().skip(self.at) {
            match item {
                Item::Event(Event::InlineHtml(html)) => {
                    let end = html.strip_prefix("</").and_then(|h| h.get(..name.len()));
                    if end.is_some_and(|end| end.eq_ignore_ascii_case(name)) {
                        self.at = index + 1;
                        return;
                    }
                }
                Item::Event(Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak) => {}
                _ => {
                    self.unclosed.insert(name.to_owned(), index);
                    return;
                }
            }
        }
        self.unclosed.insert(name.to_owned(), self.items.len());
    }

    fn follow_links(&mut self, html: &str) {
        for token in tags::tokens(html) {
            if let Token::Tag(tag) = token {
                self.follow_link(&tag);
            }
        }
    }

    /// Text inside an `<a href>` gets no links of its own.
    fn follow_link(&mut self, tag: &Tag) {
        if tag.name == "a" {
            self.in_raw_link = !tag.closing && tag.attributes.iter().any(|a| a.name == "href");
        }
    }
}
