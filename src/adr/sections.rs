//! The four parts of a decision, under whatever heading people put them.

use std::ops::Range;

use super::heads::Head;
use super::page::Page;
use crate::config::Section;
use crate::source::Span;

/// One part of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Of its heading, or of the words that stand for one.
    pub name: Span,
    /// Of what it says; sections below it are a part of it.
    pub body: Span,
    pub empty: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sections {
    pub context: Option<Part>,
    pub options: Option<Part>,
    pub decision: Option<Part>,
    pub consequences: Option<Part>,
}

impl Sections {
    /// The part of a name that a handbook requires; none for a section that is no part of every decision.
    pub fn part(&self, name: &str) -> Option<Option<&Part>> {
        match name {
            "context" => Some(self.context.as_ref()),
            "options" => Some(self.options.as_ref()),
            "decision" => Some(self.decision.as_ref()),
            "consequences" => Some(self.consequences.as_ref()),
            _ => None,
        }
    }
}

/// Names of the parts, the commonest first. A handbook may add its own.
const CONTEXT: &[&str] = &[
    "context",
    "context and problem statement",
    "problem statement",
    "problem",
    "background",
    "motivation",
    "issue",
    "situation",
];
pub(super) const OPTIONS: &[&str] = &[
    "considered options",
    "options",
    "options considered",
    "alternatives considered",
    "considered alternatives",
    "alternatives",
    "rationale and alternatives",
    "pros and cons of the options",
    "positions",
];
pub(super) const DECISION: &[&str] = &["decision", "decision outcome", "outcome", "our decision", "resolution"];
const CONSEQUENCES: &[&str] = &[
    "consequences",
    "consequence",
    "positive consequences",
    "negative consequences",
    "implications",
    "impact",
    "risks and mitigations",
    "results",
];
/// What the house form calls each part, its name, and its other names.
pub(super) const PARTS: [(&str, &str, &[&str]); 4] = [
    ("Context", "context", CONTEXT),
    ("Options", "options", OPTIONS),
    ("Decision", "decision", DECISION),
    ("Consequences", "consequences", CONSEQUENCES),
];
/// Headings that begin like a part's and are another thing.
const OTHERS: &[&str] = &[
    "decision drivers",
    "decision makers",
    "decision maker",
    "decision date",
    "decision status",
    "decision log",
    "decision record",
    "decision criteria",
];

/// Finds the parts by their headings.
pub(super) fn read(page: &Page, configured: &[Section]) -> Sections {
    let part = |name: &str, names: &[&str]| find(page, name, names, configured).map(|h| part(page, h));
    Sections {
        context: part("context", CONTEXT),
        options: part("options", OPTIONS),
        decision: part("decision", DECISION),
        consequences: part("consequences", CONSEQUENCES),
    }
}

/// The heading of a part: one with just such a name before one that only begins with it.
pub(super) fn find<'p>(page: &'p Page, part: &str, names: &[&str], configured: &[Section]) -> Option<&'p Head> {
    let own = configured.iter().find(|s| s.name == part).map_or(&[][..], |s| &s.synonyms[..]);
    let all = || names.iter().copied().chain(own.iter().map(String::as_str));
    let exact = all().find_map(|n| page.heads.iter().find(|h| h.name == n));
    let begins = |h: &&Head, name: &str| {
        let rest = h.name.strip_prefix(name);
        rest.is_some_and(|r| r.starts_with([' ', ':', '/', '-', '('])) && !OTHERS.iter().any(|o| h.name.starts_with(o))
    };
    // A title such as "Decision on pooling" is no section.
    exact.or_else(|| all().find_map(|n| page.heads.iter().filter(|h| h.level > 1).find(|h| begins(h, n))))
}

pub(super) fn part(page: &Page, head: &Head) -> Part {
    let body = page.trimmed(head.whole.clone());
    Part { name: page.span(head.range.clone()), empty: says_nothing(page, &body), body: page.span(body) }
}

/// Headings alone say nothing; a diagram does, and it is not shown text.
fn says_nothing(page: &Page, body: &Range<usize>) -> bool {
    let has_code = || {
        let inside = |s: Span| body.contains(&(s.start as usize));
        page.document.outline.code.iter().any(|c| c.span.file == page.file() && inside(c.span))
    };
    page.shown[body.clone()].lines().all(|l| l.trim().is_empty() || l.trim_start().starts_with('#')) && !has_code()
}
