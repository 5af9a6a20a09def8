//! Code blocks, alone and as tabs.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::super::code::{self, Figure};
use super::super::text::{attribute, escape};
use super::super::{CodeInfo, diagram};
use super::Page;

impl Page<'_> {
    /// A code block whose start was just taken, with the ones that follow it as tabs.
    pub(super) fn code(&mut self, kind: &CodeBlockKind) {
        let info = code_info(kind);
        if info.tab.is_none() {
            let html = self.code_block(&info);
            self.piece(html);
            return;
        }
        let (mut labels, mut tabs, mut next) = (Vec::new(), String::new(), Some(info));
        while let Some(info) = next.take() {
            let label = info.tab.clone().unwrap_or_default();
            tabs.push_str(&tab_start(&label));
            tabs.push_str(&self.code_block(&info));
            tabs.push_str("</div>");
            labels.push(label);
            if let Some(Event::Start(Tag::CodeBlock(kind))) = self.peek(0) {
                let info = code_info(kind);
                if info.tab.is_some() {
                    self.at += 1;
                    next = Some(info);
                }
            }
        }
        let mut html = String::from("<div class=\"tabs\"");
        attribute(&mut html, "data-sync", &labels.join("|"));
        html.push('>');
        html.push_str(&tabs);
        html.push_str("</div>\n");
        self.piece(html);
    }

    fn code_block(&mut self, info: &CodeInfo) -> String {
        let code = self.skip_to(TagEnd::CodeBlock);
        let notes = self.cx.notes.get(&self.code).map_or(&[][..], Vec::as_slice);
        let known = self.cx.code.get(self.code).filter(|c| *c.text == *code);
        self.code += 1;
        if info.lang == diagram::LANGUAGE {
            let own = diagram::Drawing::default();
            let drawing = known.map_or(&own, |c| &c.drawing);
            let (html, files) = diagram::figure(&code, drawing, self.cx.asset_prefix);
            for file in files {
                if !self.diagrams.contains(&file) {
                    self.diagrams.push(file);
                }
            }
            return html;
        }
        let label = self.region(code::label(info));
        Figure { info, code: &code, label: &label, notes }.html()
    }
}

fn code_info(kind: &CodeBlockKind) -> CodeInfo {
    match kind {
        CodeBlockKind::Fenced(info) => CodeInfo::parse(info),
        CodeBlockKind::Indented => CodeInfo::default(),
    }
}

/// The start of a tab, up to its content.
pub(super) fn tab_start(label: &str) -> String {
    let mut out = String::from("<div class=\"tab\"");
    attribute(&mut out, "data-label", label);
    out.push_str("><p class=\"tab-label\">");
    escape(&mut out, label);
    out.push_str("</p>\n");
    out
}
