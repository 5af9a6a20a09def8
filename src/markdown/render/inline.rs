//! What stands inside a line: text, links, pictures, references to footnotes.

use pulldown_cmark::{CowStr, LinkType, Tag, TagEnd};

use super::super::events::Item;
use super::super::text::{attribute, escape, number_attribute};
use super::super::{LinkKind, Target, autolink, glossary, links, risk};
use super::{Page, is_inline};

impl Page<'_> {
    pub(super) fn start_inline(&mut self, tag: &Tag) {
        match tag {
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title),
            Tag::Image { link_type, dest_url, title, .. } => {
                let alt = self.skip_to(TagEnd::Image);
                self.image(*link_type, dest_url, title, &alt);
            }
            _ => {}
        }
    }

    pub(super) fn end_inline(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => self.out.push_str(self.link_ends.pop().unwrap_or_default()),
            _ => {}
        }
    }

    fn in_link(&self) -> bool {
        self.in_raw_link || !self.link_ends.is_empty()
    }

    pub(super) fn text(&mut self, text: &str) {
        let at_end = match self.items.get(self.at) {
            Some((Item::Event(next), _)) => !is_inline(next),
            _ => true,
        };
        if at_end
            && self.first_line.is_open()
            && let Some((before, level)) = risk::split(text)
        {
            self.words(before);
            self.out.push_str(" <span class=\"risk risk-");
            self.out.push_str(level);
            self.out.push_str("\">");
            self.out.push_str(level);
            self.out.push_str(" risk</span>");
            return;
        }
        self.words(text);
    }

    /// Text with its bare URLs made links.
    fn words(&mut self, text: &str) {
        if self.in_link() {
            escape(&mut self.out, text);
            return;
        }
        let mut done = 0;
        for url in autolink::find(text) {
            self.terms(&text[done..url.start]);
            done = url.end;
            let shown = &text[url];
            let dest = autolink::href(shown);
            let end = self.start_link(LinkKind::Link, &dest, "");
            escape(&mut self.out, shown);
            self.out.push_str(end);
        }
        self.terms(&text[done..]);
    }

    fn terms(&mut self, text: &str) {
        if self.in_heading || self.terms.is_empty() {
            escape(&mut self.out, text);
        } else {
            glossary::write(&mut self.out, text, &mut self.terms);
        }
    }

    fn link(&mut self, link_type: LinkType, dest: &CowStr, title: &str) {
        let kind = match link_type {
            LinkType::WikiLink { .. } => LinkKind::Wiki,
            _ => LinkKind::Link,
        };
        let end = match link_type {
            LinkType::Email => self.start_link(kind, &format!("mailto:{dest}"), title),
            _ => self.start_link(kind, dest, title),
        };
        self.link_ends.push(end);
    }

    /// Writes the start of a link and gives its end.
    fn start_link(&mut self, kind: LinkKind, dest: &str, title: &str) -> &'static str {
        // Links do not nest; one in the text of a link that was written as HTML stays text.
        if links::is_dangerous(dest, false) || self.in_link() {
            return "";
        }
        let (class, href) = match self.cx.resolve.target(kind, dest) {
            Target::Broken => ("broken", None),
            Target::Page(href) | Target::Asset { href, .. } => ("", Some(href)),
            Target::External(url) if is_web(&url) => ("ext", Some(url)),
            Target::External(url) => ("", Some(url)),
        };
        self.out.push_str("<a");
        if !class.is_empty() {
            attribute(&mut self.out, "class", class);
        }
        if let Some(href) = &href {
            attribute(&mut self.out, "href", href);
        }
        if class == "ext" {
            self.out.push_str(" rel=\"noopener\"");
        }
        if !title.is_empty() {
            attribute(&mut self.out, "title", title);
        }
        self.out.push('>');
        "</a>"
    }

    pub(super) fn image(&mut self, link_type: LinkType, dest: &str, title: &str, alt: &str) {
        let kind = match link_type {
            LinkType::WikiLink { .. } => LinkKind::WikiImage,
            _ => LinkKind::Image,
        };
        let target = if links::is_dangerous(dest, true) { Target::Broken } else { self.cx.resolve.target(kind, dest) };
        let (src, size) = match target {
            Target::Asset { href, size } => (href, size),
            Target::Page(href) | Target::External(href) => (href, None),
            Target::Broken => {
                self.out.push_str("<span class=\"broken\">");
                escape(&mut self.out, if alt.is_empty() { dest } else { alt });
                self.out.push_str("</span>");
                return;
            }
        };
        self.out.push_str("<img");
        attribute(&mut self.out, "src", &src);
        attribute(&mut self.out, "alt", alt.trim());
        if !title.is_empty() {
            attribute(&mut self.out, "title", title);
        }
        if let Some((width, height)) = size {
            number_attribute(&mut self.out, "width", width.into());
            number_attribute(&mut self.out, "height", height.into());
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    pub(super) fn footnote(&mut self, label: &str) {
        let (number, id) = self.footnotes.refer(label);
        let number = number.to_string();
        self.out.push_str("<sup class=\"fn-ref\">");
        if self.in_link() {
            self.out.push_str(&number);
        } else {
            self.out.push_str("<a");
            attribute(&mut self.out, "id", &id);
            attribute(&mut self.out, "href", &format!("#fn-{number}"));
            self.out.push('>');
            self.out.push_str(&number);
            self.out.push_str("</a>");
        }
        self.out.push_str("</sup>");
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("//") || links::scheme(url).is_some_and(|s| matches!(s.as_str(), "http" | "https"))
}
