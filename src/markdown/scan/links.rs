//! Links and pictures, and where their destinations stand.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::super::{Link, LinkKind, links, text};
use super::{OpenLink, Scan, UNSAFE};
use crate::diag::Diagnostic;

impl Scan<'_> {
    pub(super) fn link(&mut self, link_type: LinkType, image: bool, dest: CowStr) {
        self.content |= image;
        let wiki = matches!(link_type, LinkType::WikiLink { .. });
        let kind = match (image, wiki) {
            (false, false) => LinkKind::Link,
            (true, false) => LinkKind::Image,
            (false, true) => LinkKind::Wiki,
            (true, true) => LinkKind::WikiImage,
        };
        let place = self.doc.offset(&dest);
        let dest = match link_type {
            LinkType::Email => format!("mailto:{dest}"),
            _ => dest.into_string(),
        };
        self.links.push(OpenLink { index: self.outline.links.len(), start: self.text.len(), dest: place });
        // The span is known at the link's end.
        let span = self.doc.expanded.span(0..0);
        self.outline.links.push(Link { kind, dest, text: String::new(), span });
    }

    pub(super) fn end_link(&mut self, range: Range<usize>) {
        let Some(open) = self.links.pop() else { return };
        let tail_start = self.last_end.clamp(range.start, range.end);
        let place = open.dest.filter(|place| !place.is_empty()).or_else(|| {
            let tail = self.doc.text().get(tail_start..range.end)?;
            let inner = links::inline_dest(tail)?;
            Some(tail_start + inner.start..tail_start + inner.end)
        });
        let span = self.doc.expanded.span(place.unwrap_or(range));
        let link = &mut self.outline.links[open.index];
        link.span = span;
        link.text = self.text[open.start..].trim().to_owned();
        let image = matches!(link.kind, LinkKind::Image | LinkKind::WikiImage);
        if links::is_dangerous(&link.dest, image) {
            let dest = text::shorten(&link.dest, 40);
            let message = format!("`{dest}` is not made a link: its scheme is not safe");
            self.problems.push(Diagnostic::new(UNSAFE, span, message));
        }
    }
}
