//! The ends of headings, sections and code blocks.

use std::ops::Range;

use super::super::diagram::Drawing;
use super::super::{CodeBlock, Heading, Section};
use super::Scan;
use crate::source::Spanned;

impl Scan<'_> {
    pub(super) fn end_heading(&mut self, range: Range<usize>) {
        let Some(heading) = self.heading.take() else {
            return;
        };
        let text = self.text.split_off(heading.start).trim().to_owned();
        self.end_section();
        let span = self.doc.expanded.span(heading.inner.unwrap_or(range));
        if heading.first {
            self.outline.h1 = Some(Spanned::new(text.clone(), span));
        }
        self.section = Some(self.outline.headings.len());
        self.explicit.push(heading.id);
        // The anchor is given out at the end, when all explicit ones are known.
        self.outline.headings.push(Heading { level: heading.level, text, id: String::new(), span, empty: false });
        self.content = false;
    }

    pub(super) fn end_section(&mut self) {
        if let Some(sections) = &mut self.sections
            && (self.section.is_some() || !self.text.trim().is_empty())
        {
            sections.push(Section { heading: self.section, text: self.text.trim_end().to_owned() });
        }
        self.text.clear();
    }

    /// The last heading has nothing under it if nothing came before one of level `next`.
    pub(super) fn judge_last_heading(&mut self, next: u8) {
        if let Some(last) = self.outline.headings.last_mut() {
            last.empty = !self.content && next <= last.level;
        }
    }

    pub(super) fn end_code(&mut self, range: Range<usize>) {
        let Some(code) = self.code.take() else { return };
        self.content = true;
        // Readers see the title above the code.
        for text in code.info.title.iter().chain([&code.text]) {
            self.text.push_str(text);
            self.new_line();
        }
        let inside = code.range.unwrap_or_else(|| {
            // An empty block: the place after its first line.
            let line = memchr::memchr(b'\n', &self.doc.text().as_bytes()[range.clone()]);
            let at = line.map_or(range.end, |i| range.start + i + 1);
            at..at
        });
        self.outline.code.push(CodeBlock {
            info: code.info,
            text: code.text,
            span: self.doc.expanded.span(inside),
            places: code.places,
            info_span: self.doc.expanded.span(code.info_range),
            drawing: Drawing::default(),
        });
    }
}
