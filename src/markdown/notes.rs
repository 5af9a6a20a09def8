//! What is said of a piece of code, drawn where it is: the piece is marked, and the words follow its line.

use std::ops::Range;

use super::text::{attribute, escape};

/// A remark on a piece of a code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// In bytes of the block's text.
    pub place: Range<usize>,
    /// What it is about, in front of the words: `IDX-1`.
    pub label: String,
    /// Where the label leads.
    pub href: Option<String>,
    pub message: String,
}

impl Note {
    /// Where the line ends on which its piece ends. A statement's piece may take its last line break along.
    pub(super) fn line_end(&self, code: &str) -> usize {
        let [start, end] = [self.place.start, self.place.end].map(|at| code.floor_char_boundary(at));
        let last = code[..end.max(start)].trim_end().len().max(start);
        code[last..].find('\n').map_or(code.len(), |at| last + at)
    }

    /// The words, as a block after the line.
    pub(super) fn html(&self, out: &mut String) {
        out.push_str("<span class=\"said\">");
        match &self.href {
            Some(href) => {
                out.push_str("<a");
                attribute(out, "href", href);
                out.push('>');
                escape(out, &self.label);
                out.push_str("</a> ");
            }
            None => {
                out.push_str("<b>");
                escape(out, &self.label);
                out.push_str("</b> ");
            }
        }
        // What stands in backticks is code, as in a terminal's message.
        for (at, part) in self.message.split('`').enumerate() {
            let tags = if at % 2 == 1 { ("<code>", "</code>") } else { ("", "") };
            out.push_str(tags.0);
            escape(out, part);
            out.push_str(tags.1);
        }
        out.push_str("</span>");
    }
}

/// Marks pieces of a highlighted line: `html` is what was made of a text, `places` are bytes of that text. A mark ends
/// and begins anew where a tag stands between, so that the two nest.
pub(super) fn mark(html: &str, places: &[Range<usize>]) -> String {
    let inside = |at: usize| places.iter().any(|p| p.contains(&at));
    let mut out = String::with_capacity(html.len() + 40 * places.len());
    let (mut at, mut open, mut rest) = (0, false, html);
    while let Some(first) = rest.chars().next() {
        // A tag is no text; an entity is one character of it.
        let (len, source) = match first {
            '<' => (rest.find('>').map_or(rest.len(), |end| end + 1), 0),
            '&' => (rest.find(';').map_or(1, |end| end + 1), 1),
            c => (c.len_utf8(), c.len_utf8()),
        };
        let marked = source > 0 && inside(at);
        if marked != open {
            out.push_str(if marked { "<mark>" } else { "</mark>" });
            open = marked;
        }
        out.push_str(&rest[..len]);
        at += source;
        rest = &rest[len..];
    }
    if open {
        out.push_str("</mark>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_with_tags() {
        let html = "<span class=\"k\">SELECT</span> a &lt; <span>ü</span>b";
        assert_eq!(mark(html, &[]), html);
        assert_eq!(
            mark(html, &[3..12]),
            "<span class=\"k\">SEL<mark>ECT</mark></span><mark> a &lt; </mark><span><mark>ü</mark></span>b"
        );
        assert_eq!(mark("ab", &[0..99]), "<mark>ab</mark>");
    }
}
