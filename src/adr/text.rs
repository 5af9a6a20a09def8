//! Texts with parts blanked out, byte for byte as long as before, so that every place stays true.

use std::ops::Range;

/// Blanks a range: every byte becomes a space, line ends stay.
fn blank(out: &mut String, part: &str) {
    for byte in part.bytes() {
        out.push(if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' });
    }
}

fn without(text: &str, holes: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for hole in holes {
        out.push_str(&text[at..hole.start.max(at)]);
        blank(&mut out, &text[hole.start.max(at)..hole.end.max(at)]);
        at = hole.end.max(at);
    }
    out.push_str(&text[at..]);
    out
}

/// A Markdown text without what is not shown or not prose: what stands before `start`, comments, fenced code.
pub(super) fn shown(text: &str, start: usize) -> String {
    masked(text, start, true)
}

/// The same with its fenced code, which a reader reads as well.
pub(super) fn spoken(text: &str, start: usize) -> String {
    masked(text, start, false)
}

fn masked(text: &str, start: usize, code: bool) -> String {
    let mut holes: Vec<Range<usize>> = std::iter::once(0..start).collect();
    let mut at = start;
    let mut fence: Option<(&str, usize)> = None;
    let mut comment: Option<usize> = None;
    for line in text[start..].split_inclusive('\n') {
        let (begin, end) = (at, at + line.len());
        at = end;
        let trimmed = line.trim_start();
        if let Some((mark, from)) = fence {
            if trimmed.starts_with(mark) && trimmed.trim_end().chars().all(|c| mark.contains(c)) {
                holes.extend(code.then_some(from..end));
                fence = None;
            }
            continue;
        }
        if comment.is_none()
            && let Some(mark) = ["```", "~~~"].into_iter().find(|m| trimmed.starts_with(m))
        {
            fence = Some((mark, begin));
            continue;
        }
        let mut from = begin;
        loop {
            let rest = &text[from..end];
            match comment {
                Some(open) => match rest.find("-->") {
                    Some(i) => {
                        from += i + 3;
                        holes.push(open..from);
                        comment = None;
                    }
                    None => break,
                },
                None => match rest.find("<!--") {
                    Some(i) => {
                        comment = Some(from + i);
                        from += i + 4;
                    }
                    None => break,
                },
            }
        }
    }
    // An open fence or comment runs to the end.
    holes.extend(fence.filter(|_| code).map(|(_, from)| from..text.len()));
    holes.extend(comment.map(|from| from..text.len()));
    without(text, &holes)
}

/// A text without its links and what is struck through: titles of other decisions are not this one's words.
pub(super) fn mask_links(text: &str) -> String {
    let mut holes: Vec<Range<usize>> = links(text).into_iter().map(|l| l.whole).collect();
    let mut at = 0;
    while let Some(open) = text[at..].find("~~").map(|i| at + i) {
        let Some(close) = text[open + 2..].find("~~").map(|i| open + 2 + i + 2) else { break };
        holes.push(open..close);
        at = close;
    }
    holes.sort_by_key(|h| h.start);
    without(text, &holes)
}

/// `[text](destination)`, or `[text]` alone.
pub(super) struct Link {
    pub whole: Range<usize>,
    pub text: Range<usize>,
    pub dest: Option<Range<usize>>,
}

/// The links of a short text, on one line each.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|i| at + i) {
        let Some(close) = closing(text, open, '[', ']') else {
            at = open + 1;
            continue;
        };
        let inner = open + 1..close;
        let dest = text[close + 1..].starts_with('(').then(|| closing(text, close + 1, '(', ')')).flatten();
        let whole = open..dest.unwrap_or(close) + 1;
        at = whole.end;
        // `[[name]]` is a link as well: the name is its text.
        let text_range = if text[inner.clone()].starts_with('[') && text[inner.clone()].ends_with(']') {
            inner.start + 1..inner.end - 1
        } else {
            inner
        };
        links.push(Link { whole, text: text_range, dest: dest.map(|end| close + 2..end) });
    }
    links
}

fn closing(text: &str, open: usize, opens: char, closes: char) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text[open..].char_indices() {
        if c == opens {
            depth += 1;
        } else if c == closes {
            depth -= 1;
            if depth == 0 {
                return Some(open + at);
            }
        } else if c == '\n' {
            return None;
        }
    }
    None
}

/// A range without the white space, quotes and emphasis around what it covers.
pub(super) fn trim(text: &str, range: Range<usize>, also: &[char]) -> Range<usize> {
    let part = &text[range.clone()];
    let edge = |c: char| c.is_whitespace() || also.contains(&c);
    let end = range.start + part.trim_end_matches(edge).len();
    let start = range.start + (part.len() - part.trim_start_matches(edge).len());
    start.min(end)..end
}

/// Where the first paragraph of a text ends: at a line with nothing in it, else with the text.
pub(super) fn paragraph_end(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && line.trim().is_empty() {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// `<https://x>` is shown as `https://x`.
fn without_angles(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find("<http") {
        let Some(len) = rest[open..].find('>') else { break };
        out.push_str(&rest[..open]);
        out.push_str(&rest[open + 1..open + len]);
        rest = &rest[open + len + 1..];
    }
    out + rest
}

/// Text as a reader sees it: links are their text, emphasis and line ends are gone.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for link in links(text).into_iter().filter(|l| l.dest.is_some()) {
        out.push_str(&text[at..link.whole.start]);
        out.push_str(&text[link.text.clone()]);
        at = link.whole.end;
    }
    out.push_str(&text[at..]);
    let words: Vec<&str> = out.split_whitespace().collect();
    without_angles(&words.join(" ")).replace("**", "").replace('`', "").trim_matches(['*', '_']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_is_blank() {
        let text = "---\na: 1\n---\nx <!-- é -->y\n```\nStatus: no\n```\nz <!-- open";
        let got = shown(text, 13);
        assert_eq!(got.len(), text.len());
        assert_eq!(got.split_whitespace().collect::<Vec<_>>(), ["x", "y", "z"]);
    }

    #[test]
    fn links_are_found() {
        let text = "a [b [c]](d(e).md) [0001] [open";
        let got: Vec<&str> = links(text).into_iter().map(|l| &text[l.whole]).collect();
        assert_eq!(got, ["[b [c]](d(e).md)", "[0001]"]);
        assert_eq!(plain("in <https://x.org/a>, <b> and <http"), "in https://x.org/a, <b> and <http");
        assert_eq!(plain("see [**X**](x.md)\n and `y`"), "see X and y");
    }
}
