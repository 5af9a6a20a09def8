//! Bare URLs in text, by the rules of GitHub's Markdown: `https://…`, `http://…` and `www.…`.

use std::ops::Range;

use memchr::memchr_iter;

/// Of a bare URL, in bytes. Without a limit a line of nothing but `(http://` would take quadratic time.
const MAX_LENGTH: usize = 4096;

const MAX_DOMAIN: usize = 255;

/// The URLs in a text, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    // A scheme is found by its colon; colons and `www.` are rare enough to look at one by one.
    let mut starts: Vec<(usize, usize)> = memchr_iter(b':', bytes)
        .filter_map(|colon| scheme_start(bytes, colon))
        .chain(memchr::memmem::find_iter(bytes, b"www.").map(|at| (at, at)))
        .collect();
    starts.sort_unstable();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, domain) in starts {
        let inside = found.last().is_some_and(|last| start < last.end);
        // The domain first: only what is a URL is worth following to its end.
        if !inside && may_start(text, start) && starts_with_domain(&text[domain..], domain == start) {
            found.push(start..start + end_of(&text[start..]));
        }
    }
    found
}

/// The URL that a bare one stands for.
pub(super) fn href(url: &str) -> String {
    if url.starts_with("www.") { format!("http://{url}") } else { url.to_owned() }
}

/// Where a scheme that ends at this colon starts, and where its domain does.
fn scheme_start(bytes: &[u8], colon: usize) -> Option<(usize, usize)> {
    if !bytes[colon..].starts_with(b"://") {
        return None;
    }
    let before = &bytes[..colon];
    let len = [b"https".as_slice(), b"http"]
        .into_iter()
        .find(|s| before.len() >= s.len() && before[before.len() - s.len()..].eq_ignore_ascii_case(s))?;
    Some((colon - len.len(), colon + 3))
}

fn may_start(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| {
        c.is_whitespace() || matches!(c, '*' | '_' | '~' | '(' | '"' | '\'' | '[' | '|' | '→' | '—' | '–')
    })
}

/// How far a URL goes: to a space or `<`, without the punctuation that ends a sentence.
fn end_of(text: &str) -> usize {
    let text = &text[..text.floor_char_boundary(MAX_LENGTH)];
    let mut end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|') || c.is_control())
        .unwrap_or(text.len());
    let (mut opened, mut closed) = (0usize, 0usize);
    for b in text[..end].bytes() {
        opened += usize::from(b == b'(');
        closed += usize::from(b == b')');
    }
    while let Some(last) = text[..end].chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ']' | '}' => {}
            ')' if closed > opened => closed -= 1,
            ';' => {
                // What looks like a character reference does not belong to the URL.
                let name = text[..end - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                end = if name.ends_with('&') { name.len() - 1 } else { end - 1 };
                continue;
            }
            _ => break,
        }
        end -= last.len_utf8();
    }
    end
}

fn starts_with_domain(rest: &str, needs_dot: bool) -> bool {
    let rest = &rest[..rest.floor_char_boundary(MAX_DOMAIN)];
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
    let domain = rest[..end].trim_end_matches(['.', '_']);
    let fine = domain.rsplit('.').take(2).all(|label| !label.contains('_'));
    let dot = domain.get(4..).is_some_and(|rest| rest.contains('.'));
    fine && domain.starts_with(char::is_alphanumeric) && (!needs_dot || dot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_end_where_a_sentence_goes_on() {
        for (text, expected) in [
            ("see https://example.com/a_b?c=d.", vec!["https://example.com/a_b?c=d"]),
            ("(www.example.com/x_(y)), ok", vec!["www.example.com/x_(y)"]),
            ("HTTP://localhost:8080/ and https://a.b/c;d", vec!["HTTP://localhost:8080/", "https://a.b/c;d"]),
            ("https://a.b/?x=1&hl;", vec!["https://a.b/?x=1"]),
            ("xhttps://a.b www.nodot ftp://a.b https:// http://-", vec![]),
            ("https://a.b/https://c.d", vec!["https://a.b/https://c.d"]),
            ("www.a.b", vec!["www.a.b"]),
            ("www.", vec![]),
        ] {
            let found: Vec<&str> = find(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
