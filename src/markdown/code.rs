//! Code blocks as figures: caption, highlighted lines, marks, additions and removals.

use std::ops::Range;

use super::notes::{self, Note};
use super::text::{attribute, escape};
use super::{CodeInfo, highlight};

/// The name of a code block for those who do not see it.
pub(super) fn label(info: &CodeInfo) -> String {
    match (info.lang.as_str(), &info.title) {
        ("", None) => "Code".to_owned(),
        ("", Some(title)) => format!("Code: {title}"),
        (lang, None) => format!("Code: {lang}"),
        (lang, Some(title)) => format!("Code: {lang}, {title}"),
    }
}

pub(super) struct Figure<'a> {
    pub info: &'a CodeInfo,
    pub code: &'a str,
    /// Unique in the page.
    pub label: &'a str,
    pub notes: &'a [Note],
}

/// What a line of a diff does.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    None,
    Added,
    Removed,
    Header,
}

impl Figure<'_> {
    pub(super) fn html(&self) -> String {
        let info = self.info;
        let mut out = String::with_capacity(self.code.len() * 3 + 400);
        let verdict = [("good", "Good"), ("bad", "Bad")].into_iter().find(|(word, _)| info.has(word));
        out.push_str("<figure class=\"code");
        if let Some((class, _)) = verdict {
            out.push(' ');
            out.push_str(class);
        }
        out.push('"');
        if !info.lang.is_empty() {
            attribute(&mut out, "data-lang", &info.lang);
        }
        out.push_str("><figcaption><span class=\"code-lang\">");
        escape(&mut out, if info.lang.is_empty() { "text" } else { &info.lang });
        out.push_str("</span>");
        if let Some((_, word)) = verdict {
            out.push_str("<span class=\"code-verdict\">");
            out.push_str(word);
            out.push_str("</span>");
        }
        if let Some(title) = &info.title {
            out.push_str("<span class=\"code-title\">");
            escape(&mut out, title);
            out.push_str("</span>");
        }
        out.push_str("</figcaption><div class=\"code-scroll\" tabindex=\"0\" role=\"region\"");
        attribute(&mut out, "aria-label", self.label);
        out.push_str("><pre><code");
        let class: String = info.lang.chars().filter(|c| c.is_alphanumeric() || "-_+#".contains(*c)).collect();
        if !class.is_empty() {
            attribute(&mut out, "class", &format!("lang-{class}"));
        }
        out.push('>');
        self.lines(&mut out);
        out.push_str("</code></pre></div></figure>\n");
        out
    }

    fn lines(&self, out: &mut String) {
        let info = self.info;
        let code = self.code.strip_suffix('\n').unwrap_or(self.code);
        if !info.diff && info.marks.is_empty() && self.notes.is_empty() {
            highlight::html(out, &info.lang, code);
            return;
        }
        let is_diff = info.lang == "diff";
        // The marks are no part of the code that is added or removed, and would upset its highlighting.
        let changes: Vec<Change> = code.split('\n').map(|line| self.change(line)).collect();
        let bare: String = code
            .split('\n')
            .zip(&changes)
            .map(|(line, change)| match change {
                Change::Added | Change::Removed if !is_diff => &line[1..],
                _ => line,
            })
            .collect::<Vec<_>>()
            .join("\n");
        let lang = if is_diff { "" } else { info.lang.as_str() };
        let highlighted = highlight::lines(lang, &bare);
        let marked = self.marked(changes.len());
        let (mut start, mut noted) = (0, false);
        for ((index, (line, change)), text) in highlighted.iter().zip(&changes).enumerate().zip(code.split('\n')) {
            if index > 0 && !noted {
                out.push('\n');
            }
            let place = start..start + text.len();
            start = place.end + 1;
            let line = &notes::mark(line, &self.noted(&place));
            out.push_str("<span class=\"line");
            if marked[index] {
                out.push_str(" mark");
            }
            out.push_str(match change {
                Change::Added => " add\">",
                Change::Removed => " del\">",
                Change::Header | Change::None => "\">",
            });
            match change {
                Change::Added if is_diff => spanned(out, "gi", line),
                Change::Removed if is_diff => spanned(out, "gd", line),
                // The mark stays in the text: a copy of the block is a diff as well.
                Change::Added => {
                    out.push_str("<span class=\"gi\">+</span>");
                    out.push_str(line);
                }
                Change::Removed => {
                    out.push_str("<span class=\"gd\">-</span>");
                    out.push_str(line);
                }
                Change::Header => spanned(out, "gh", line),
                Change::None => out.push_str(line),
            }
            out.push_str("</span>");
            let ending: Vec<&Note> = self.notes.iter().filter(|n| n.line_end(code) == place.end).collect();
            noted = !ending.is_empty();
            if noted {
                // The words are a block of their own: the line ends before them, and they need no end.
                out.push('\n');
                ending.iter().for_each(|n| n.html(out));
            }
        }
    }

    /// The pieces of a line that notes speak of, from the line's start.
    fn noted(&self, line: &Range<usize>) -> Vec<Range<usize>> {
        let places = self.notes.iter().map(|n| n.place.start.max(line.start)..n.place.end.min(line.end));
        places.filter(|p| p.start < p.end).map(|p| p.start - line.start..p.end - line.start).collect()
    }

    fn change(&self, line: &str) -> Change {
        let header = ["+++ ", "--- ", "@@", "diff ", "index "];
        if !self.info.diff {
            Change::None
        } else if self.info.lang == "diff" && header.iter().any(|start| line.starts_with(start)) {
            Change::Header
        } else {
            match line.as_bytes().first() {
                Some(b'+') => Change::Added,
                Some(b'-') => Change::Removed,
                _ => Change::None,
            }
        }
    }

    fn marked(&self, lines: usize) -> Vec<bool> {
        let mut marked = vec![false; lines];
        for range in &self.info.marks {
            let end = (*range.end()).min(lines);
            if let Some(lines) = marked.get_mut(range.start() - 1..end) {
                lines.fill(true);
            }
        }
        marked
    }
}

fn spanned(out: &mut String, class: &str, html: &str) {
    out.push_str("<span class=\"");
    out.push_str(class);
    out.push_str("\">");
    out.push_str(html);
    out.push_str("</span>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(info: &str, code: &str) -> String {
        let info = CodeInfo::parse(info);
        Figure { info: &info, code, label: "Code", notes: &[] }.html()
    }

    #[test]
    fn a_plain_block_has_no_lines() {
        let html = html("", "a < b\n");
        assert!(html.ends_with("<pre><code>a &lt; b</code></pre></div></figure>\n"), "{html}");
    }

    #[test]
    fn marked_lines_are_wrapped() {
        let html = html("text {2,9-99}", "a\nb\nc\n");
        assert!(html.contains("<span class=\"line\">a</span>\n<span class=\"line mark\">b</span>\n"), "{html}");
    }

    #[test]
    fn a_diff_keeps_its_marks() {
        let block = html("sql diff bad", "-SELECT 1\n+SELECT 2\n");
        assert!(
            block.contains("<span class=\"line del\"><span class=\"gd\">-</span><span class=\"k\">SELECT"),
            "{block}"
        );
        assert!(block.contains("<figure class=\"code bad\" data-lang=\"sql\">"));
        let patch = html("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z");
        assert!(patch.contains("<span class=\"line add\"><span class=\"gi\">+y</span></span>"), "{patch}");
        assert!(patch.contains("<span class=\"line\"><span class=\"gh\">--- a</span></span>"));
    }

    #[test]
    fn notes_follow_their_lines() {
        let note = |place| Note { place, label: "X-1".to_owned(), href: None, message: "a < b".to_owned() };
        let draw = |code: &str, notes: &[Note]| {
            let info = CodeInfo::parse("text");
            Figure { info: &info, code, label: "Code", notes }.html()
        };
        let html = draw("one\ntwo\nthree\n", &[note(4..9)]);
        assert!(
            html.contains(
                "<code class=\"lang-text\"><span class=\"line\">one</span>\n\
                 <span class=\"line\"><mark>two</mark></span>\n<span class=\"line\"><mark>t</mark>hree</span>\n\
                 <span class=\"said\"><b>X-1</b> a &lt; b</span></code>"
            ),
            "{html}"
        );
        // The break at the end of a statement is no other line.
        assert!(draw("one\ntwo", &[note(0..4)]).contains("<mark>one</mark></span>\n<span class=\"said\">"));
        for odd in [0..0, 2..1, 0..99, 98..99, 1..2] {
            draw("ü\n", &[note(odd)]);
        }
    }

    #[test]
    fn odd_ranges_are_harmless() {
        for info in ["{5-2}", "{3}", "{1-1000000}"] {
            html(info, "a\n");
        }
    }
}
