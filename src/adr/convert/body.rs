//! The text of the house form: the four parts under their names, everything else as it was, in its order.

use std::ops::Range;

use super::Draft;
use super::carried::Carried;
use super::edits::Edits;
use super::options;
use crate::adr::heads::{Head, line_start};
use crate::adr::page::Page;

/// What a status said beyond its state. It stands where the status stood: a reader looks for it there, and the
/// context is about the world, not about this record.
const NOTES: &str = "Status notes";

pub(super) fn write(draft: &Draft, carried: &Carried, edits: &Edits, notes: &mut Vec<String>) -> String {
    let options = options::Plan::new(draft);
    let mut levels = draft.layout.levels.clone();
    options.settle(&mut levels, &draft.page.heads);
    let mut writer = Writer { draft, carried, edits, options: &options, levels, out: Out::default(), notes };
    writer.all();
    writer.out.text
}

pub(super) struct Writer<'a, 'b> {
    pub draft: &'a Draft<'a>,
    carried: &'a Carried<'a>,
    pub edits: &'a Edits,
    pub options: &'a options::Plan,
    pub levels: Vec<u8>,
    pub out: Out,
    notes: &'b mut Vec<String>,
}

/// Blocks with one empty line between them.
#[derive(Default)]
pub(super) struct Out {
    text: String,
}

impl Out {
    pub fn block(&mut self, text: &str) {
        let text = text.trim_end();
        // White space before a first line may be code; empty lines are nothing.
        let start = text.len() - text.trim_start().len();
        let start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&text[start..]);
        self.text.push('\n');
    }

    pub fn heading(&mut self, level: u8, text: &str) {
        self.block(&format!("{} {text}", "#".repeat(usize::from(level))));
    }
}

impl Writer<'_, '_> {
    fn all(&mut self) {
        let draft = self.draft;
        let page = &draft.page;
        self.out.block(&self.preamble());
        let more: Vec<Range<usize>> = self.carried.more.clone();
        let status = (0..page.heads.len()).find(|at| self.is_status(*at));
        if status.is_none() {
            self.status_notes(&more, None);
        }
        for at in 0..page.heads.len() {
            if self.options.moved.contains(&at) {
                continue;
            }
            if Some(at) == page.title && draft.layout.names[at].is_none() {
                self.out.block(&self.own_after_preamble(at));
            } else if Some(at) == status {
                self.status_notes(&more, Some(at));
            } else if !draft.layout.metadata[at] || self.metadata_says_more(at) {
                self.section(at);
            }
            if let Some(end) = self.options.after.get(&at) {
                self.options_end(end);
            }
        }
    }

    fn is_status(&self, at: usize) -> bool {
        self.draft.layout.metadata[at] && self.draft.page.heads[at].name.contains("stat")
    }

    pub fn text(&self, range: Range<usize>) -> String {
        self.edits.slice(self.draft.page.text, range)
    }

    /// Where the line of a heading begins; never in front matter, nor at a byte order mark.
    fn line_of(&self, head: &Head) -> usize {
        let page = &self.draft.page;
        line_start(page.text, head.range.start).max(page.preamble.start)
    }

    /// What stands before the first section, without the title.
    fn preamble(&self) -> String {
        let page = &self.draft.page;
        let first = page.heads.iter().enumerate().find(|(i, _)| Some(*i) != page.title).map(|(_, h)| self.line_of(h));
        let end = first.unwrap_or(page.text.len());
        let Some(title) = page.title.map(|t| &page.heads[t]).filter(|h| h.range.start < end) else {
            return self.text(page.preamble.start..end);
        };
        let before = self.text(page.preamble.start..self.line_of(title));
        before + &self.text(title.own.start..end.max(title.own.start))
    }

    /// The text below a title that is not the first heading.
    fn own_after_preamble(&self, at: usize) -> String {
        let (page, head) = (&self.draft.page, &self.draft.page.heads[at]);
        match page.preamble.contains(&head.range.start) {
            true => String::new(),
            false => self.text(head.own.clone()),
        }
    }

    /// A heading with its own text, and the options where it is theirs.
    pub fn section(&mut self, at: usize) {
        let draft = self.draft;
        let head = &draft.page.heads[at];
        let is_emptied = head.is_metadata() && self.text(head.own.clone()).trim().is_empty();
        let is_emptied = is_emptied || self.options.emptied.contains(&at);
        if draft.layout.opens == Some(at) {
            self.out.heading(2, "Consequences");
        }
        if !is_emptied {
            self.heading(at);
        }
        if self.options.bullets == Some(at) {
            self.bulleted_options(head);
        } else {
            self.out.block(&self.text(head.own.clone()));
        }
    }

    fn heading(&mut self, at: usize) {
        let draft = self.draft;
        let head = &draft.page.heads[at];
        let level = self.levels[at];
        match draft.layout.names[at] {
            Some(name) => self.out.heading(level, name),
            None if level == head.level => {
                self.out.block(&self.text(self.line_of(head)..head.own.start));
            }
            None => self.out.heading(level, &raw_title(&draft.page, head, self.edits)),
        }
    }

    /// A section of a date or of names that has more to say stays.
    fn metadata_says_more(&self, at: usize) -> bool {
        let head = &self.draft.page.heads[at];
        self.carried.has_more(head.own.clone()) || self.draft.layout.below(&self.draft.page, at).len() > 1
    }

    /// Every line of the status that says more than its state and what that leads to.
    fn status_notes(&mut self, more: &[Range<usize>], section: Option<usize>) {
        let page = &self.draft.page;
        let mut kept = String::new();
        let is_cut = |line: &&Range<usize>| page.text[(*line).clone()].contains("<!--") && !more.contains(line);
        let mut has_comment = self.carried.cut.iter().any(|line| is_cut(&line));
        if let Some(status) = page.key("status").filter(|n| n.scalar().is_some())
            && self.carried.has_more(status.span.range())
        {
            kept.push_str(status.scalar().unwrap_or_default());
            kept.push_str("\n\n");
        }
        for line in more {
            kept.push_str(page.text[line.clone()].trim_end());
            kept.push('\n');
        }
        let mut has_children = false;
        if let Some(at) = section {
            let head = &page.heads[at];
            has_children = self.draft.layout.below(page, at).len() > 1;
            // `## Status - DEPRECATED by [000]`: the heading says it.
            let line = self.line_of(head)..head.own.start;
            if self.carried.has_more(line.clone()) {
                kept.push_str(&format!("\n{}\n", raw_title(page, head, self.edits)));
            }
            kept.push('\n');
            let (lines, more_comments) = self.telling_lines(head.own.clone());
            has_comment |= more_comments;
            kept.push_str(&lines);
        }
        if has_comment {
            self.notes.push("a comment beside its status, date or names".to_owned());
        }
        if !kept.trim().is_empty() || has_children {
            self.out.heading(2, NOTES);
            self.out.block(&kept);
        }
    }

    fn telling_lines(&self, range: Range<usize>) -> (String, bool) {
        let page = &self.draft.page;
        let (mut kept, mut has_comment, mut at) = (String::new(), false, range.start);
        for line in page.text[range].split_inclusive('\n') {
            let place = at..at + line.len();
            at = place.end;
            let hidden = page.shown[place.clone()].trim().is_empty() && !line.trim().is_empty();
            let is_code = hidden && page.document.outline.code.iter().any(|c| c.span.range().contains(&place.start));
            let is_kept = is_code || line.trim().is_empty() || self.carried.has_more(place.clone());
            has_comment |= !is_kept && (hidden || line.contains("<!--"));
            if is_kept {
                kept.push_str(&self.text(place));
            }
        }
        (kept, has_comment)
    }
}

/// A heading's text as it is written, without its marks.
pub(super) fn raw_title(page: &Page, head: &Head, edits: &Edits) -> String {
    let written = edits.slice(page.text, head.range.clone());
    let first = written.trim().trim_start_matches('#').trim();
    let closed = first.trim_end_matches('#');
    // `C#` ends in its own sign; a heading's closing signs stand apart.
    let text = if closed.is_empty() || closed.ends_with([' ', '\t']) { closed } else { first };
    let rule = |l: &&str| !l.trim().is_empty() && l.trim().chars().all(|c| matches!(c, '=' | '-'));
    let lines: Vec<&str> = text.lines().filter(|l| !rule(l)).map(str::trim).collect();
    lines.join(" ")
}
