//! Options: each under a heading of its own, with the pros and cons that stood elsewhere, ending in its verdict.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Draft;
use super::body::Writer;
use crate::adr::heads::{Head, line_start};
use crate::adr::options::{OptionConsidered, verdict, words};
use crate::adr::page::Page;
use crate::source::Span;

/// What is done with the options of one decision.
#[derive(Default)]
pub(super) struct Plan {
    /// The heading whose bullets become headings.
    pub bullets: Option<usize>,
    /// Headings that are written with their option and not where they stand.
    pub moved: HashSet<usize>,
    /// Headings that have nothing left below them.
    pub emptied: HashSet<usize>,
    /// What is added to an option, after the last heading of it.
    pub after: HashMap<usize, End>,
    /// For each option the heading elsewhere that has its name.
    details: Vec<Option<usize>>,
}

/// What ends an option that has a heading of its own.
pub(super) struct End {
    option: usize,
    details: Option<usize>,
    own: Range<usize>,
}

impl Plan {
    pub fn new(draft: &Draft) -> Self {
        let (page, layout) = (&draft.page, &draft.layout);
        let mut plan = Self::default();
        let Some(at) = layout.options.filter(|_| !draft.decision.options.is_empty()) else { return plan };
        let below = layout.below(page, at);
        let elsewhere = |heads: &Range<usize>| {
            (0..page.heads.len()).find(|i| page.heads[*i].name == "pros and cons of the options" && !heads.contains(i))
        };
        let pros = elsewhere(&below).filter(|p| !layout.below(page, *p).contains(&at));
        let children = pros.map_or(0..0, |p| p + 1..layout.below(page, p).end);
        for option in &draft.decision.options {
            let name = words(&option.title);
            let found = children.clone().find(|c| {
                let is_free = !plan.moved.contains(c) && layout.parent(page, *c) == pros;
                is_free && words(&page.heads[*c].text) == name && !name.is_empty()
            });
            plan.moved.extend(found.iter().flat_map(|f| layout.below(page, *f)));
            plan.details.push(found);
        }
        if let Some(pros) = pros {
            let is_bare = page.text[page.heads[pros].own.clone()].trim().is_empty();
            if is_bare && children.clone().all(|c| plan.moved.contains(&c)) {
                plan.emptied.insert(pros);
            }
        }
        if below.len() == 1 {
            plan.bullets = Some(at);
            return plan;
        }
        let first = below.clone().skip(1);
        let level = first.clone().map(|i| page.heads[i].level).min().unwrap_or_default();
        for (option, head) in first.filter(|i| page.heads[*i].level == level).enumerate() {
            let part = layout.below(page, head);
            let end = End { option, details: plan.details[option], own: page.heads[head].whole.clone() };
            plan.after.insert(part.end - 1, end);
        }
        plan
    }

    /// Moved headings keep their distance to the option's.
    pub fn settle(&self, levels: &mut [u8], heads: &[Head]) {
        for at in self.details.iter().flatten() {
            let from = heads[*at].level;
            for i in (*at..heads.len()).take_while(|i| *i == *at || heads[*i].level > from) {
                levels[i] = (3 + heads[i].level - from).min(6);
            }
        }
    }
}

impl Writer<'_, '_> {
    /// An option with a heading of its own has been written up to its end.
    pub fn options_end(&mut self, end: &End) {
        self.details(end.details);
        self.verdict(end.option, &[Some(end.own.clone()), self.whole(end.details)]);
    }

    fn whole(&self, head: Option<usize>) -> Option<Range<usize>> {
        head.map(|h| self.draft.page.heads[h].whole.clone())
    }

    fn details(&mut self, head: Option<usize>) {
        let Some(head) = head else { return };
        self.out.block(&self.text(self.draft.page.heads[head].own.clone()));
        for below in self.draft.layout.below(&self.draft.page, head).skip(1) {
            self.section(below);
        }
    }

    /// One heading for each bullet. What stands before and after the list goes before the first of them.
    pub fn bulleted_options(&mut self, head: &Head) {
        let draft = self.draft;
        let list = List::of(&draft.page, head);
        self.out.block(&self.text(head.own.start..list.start));
        self.out.block(&self.text(list.end..head.own.end));
        for (at, option) in draft.decision.options.iter().enumerate() {
            let Some(item) = list.item_of(option.span) else { continue };
            let title = title_place(&draft.page, option.span, &item);
            let struck = draft.page.text[title.clone()].contains("~~") && option.chosen == Some(false);
            let written = self.text(title.clone()).replace("~~", "");
            let written = unwrapped(written.trim()).trim_end_matches([':', '.', ',']).trim_end();
            self.out.heading(3, &if struck { format!("{written} (rejected)") } else { written.to_owned() });
            let rest = self.text(title.end..item.end);
            self.out.block(&dedented(&rest));
            let details = self.options.details[at];
            self.details(details);
            self.verdict(at, &[Some(item), self.whole(details)]);
        }
    }

    /// `Chosen because …`, where the text tells why and the option itself does not.
    fn verdict(&mut self, at: usize, places: &[Option<Range<usize>>]) {
        let page = &self.draft.page;
        let option = &self.draft.decision.options[at];
        let is_there = places.iter().flatten().any(|place| verdict(page, place.clone()).is_some());
        if is_there {
            return;
        }
        if let Some(line) = verdict_line(page, option) {
            self.out.block(&line);
        }
    }
}

fn verdict_line(page: &Page, option: &OptionConsidered) -> Option<String> {
    let word = if option.chosen? { "Chosen" } else { "Rejected" };
    let written = &page.shown[option.reason.as_ref()?.span.range()];
    let is_prose = |l: &str| !l.trim_start().starts_with(['*', '-', '+', '#', '|', '>']);
    if !written.lines().all(is_prose) {
        return None;
    }
    let words: Vec<&str> = written.split_whitespace().collect();
    let reason = words.join(" ");
    let reason = reason.trim_end_matches(['.', ',', ';', ':']);
    (!reason.is_empty()).then(|| format!("{word} because {reason}."))
}

/// The list of a section: where it begins and ends, and its outermost items.
struct List {
    start: usize,
    end: usize,
    items: Vec<Range<usize>>,
}

impl List {
    fn of(page: &Page, head: &Head) -> Self {
        let own = head.own.clone();
        let starts: Vec<usize> = page.bullets(own.clone()).iter().map(|b| line_start(page.text, b.start)).collect();
        let start = starts.first().copied().unwrap_or(own.end);
        let last = starts.last().copied().unwrap_or(own.end);
        let end = last + end_of_item(&page.text[last..own.end]);
        let ends = starts.iter().skip(1).copied().chain([end]);
        let items = starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect();
        Self { start, end, items }
    }

    fn item_of(&self, title: Span) -> Option<Range<usize>> {
        self.items.iter().find(|i| i.contains(&(title.start as usize))).cloned()
    }
}

/// An item ends where, after an empty line, text begins at the margin.
fn end_of_item(text: &str) -> usize {
    let (mut at, mut after_empty) = (0, false);
    for line in text.split_inclusive('\n') {
        let at_margin = !line.trim().is_empty() && !line.starts_with([' ', '\t']);
        if at > 0 && after_empty && at_margin {
            return at;
        }
        after_empty = line.trim().is_empty();
        at += line.len();
    }
    text.len()
}

/// The title with the signs of emphasis and code around it, which it is not whole without.
fn title_place(page: &Page, title: Span, item: &Range<usize>) -> Range<usize> {
    let mark = |c: char| matches!(c, '*' | '_' | '`' | '~');
    let range = title.range();
    let before = &page.text[item.start..range.start];
    let after = &page.text[range.end..item.end];
    let back = before.len() - before.trim_end_matches(mark).len();
    let on = after.len() - after.trim_start_matches(mark).len();
    // The mark of the list itself has a space behind it, so it is never reached.
    range.start - back..range.end + on
}

fn unwrapped(title: &str) -> &str {
    for mark in ["**", "__", "*", "_"] {
        if let Some(inner) = title.strip_prefix(mark).and_then(|t| t.strip_suffix(mark))
            && !inner.contains(mark)
        {
            return inner;
        }
    }
    title
}

/// The text of a list's item, out of the list: its first line goes on after the title, the others lose the
/// indent that they share.
fn dedented(text: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let joins = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ',' | '.' | ';');
    let indent = |l: &str| l.len() - l.trim_start_matches([' ', '\t']).len();
    let shared = rest.lines().filter(|l| !l.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut out = first.trim_start_matches(joins).trim_end().to_owned();
    for line in rest.lines() {
        out.push('\n');
        out.push_str(line.get(shared.min(indent(line))..).unwrap_or_default());
    }
    out
}
