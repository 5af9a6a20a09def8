//! Destinations: their schemes, and where they stand.

use std::ops::Range;

/// The scheme of a URL as a browser reads it, in lower case: leading spaces and control characters, and tabs
/// and line breaks anywhere, do not count.
pub(super) fn scheme(url: &str) -> Option<String> {
    let mut scheme = String::new();
    let visible = url.trim_start_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    for c in visible {
        match c {
            ':' => return (!scheme.is_empty()).then_some(scheme),
            c if c.is_ascii_alphabetic() => scheme.push(c.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(c),
            _ => return None,
        }
    }
    None
}

/// Whether a destination must never become a link: following it would run something.
pub(super) fn is_dangerous(dest: &str, image: bool) -> bool {
    match scheme(dest).as_deref() {
        Some("javascript" | "vbscript" | "livescript" | "jscript") => true,
        Some("data") => !(image && is_image_data(dest)),
        _ => false,
    }
}

pub(super) fn is_image_data(url: &str) -> bool {
    let url = url.trim_start_matches(|c: char| c <= ' ');
    url.get(..11).is_some_and(|head| head.eq_ignore_ascii_case("data:image/"))
}

/// The URLs of a `srcset`, each with what follows it (` 2x`).
pub(super) fn candidates(srcset: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    srcset.split(',').filter_map(|candidate| {
        let trimmed = candidate.trim();
        let start = trimmed.as_ptr() as usize - srcset.as_ptr() as usize;
        let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        (end > 0).then(|| (start..start + end, &trimmed[end..]))
    })
}

/// The destination in `](dest "title")`, for the times when its escapes kept it from being found otherwise.
/// `tail` starts where the link's text ends and ends with the link.
pub(super) fn inline_dest(tail: &str) -> Option<Range<usize>> {
    let rest = tail.strip_prefix("](")?;
    let trimmed = rest.trim_start();
    let start = tail.len() - trimmed.len();
    let len = match trimmed.strip_prefix('<') {
        Some(inner) => return Some(start + 1..start + 1 + inner.find('>')?),
        None => trimmed.find(char::is_whitespace).unwrap_or(trimmed.len().checked_sub(1)?),
    };
    Some(start..start + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_read_as_a_browser_does() {
        for dangerous in [
            "javascript:alert(1)",
            " \u{1}JaVa\tscr\nipt:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "DATA:image/png,x",
        ] {
            assert!(is_dangerous(dangerous, false), "{dangerous}");
        }
        for harmless in ["https://x", "a/b:c", "../x.md#javascript:", "mailto:a@b", "?q=javascript:", "C:"] {
            assert!(!is_dangerous(harmless, false), "{harmless}");
        }
        assert!(!is_dangerous("data:image/png;base64,AA", true));
        assert!(is_dangerous("data:text/html,x", true));
    }

    #[test]
    fn destinations_are_found() {
        let at = |tail: &'static str| inline_dest(tail).map(|r| &tail[r]);
        assert_eq!(at("](a.md)"), Some("a.md"));
        assert_eq!(at("](  <a b.md> 'x')"), Some("a b.md"));
        assert_eq!(at("](a\\_b.md \"t\")"), Some("a\\_b.md"));
        assert_eq!(at("][ref]"), None);
        let set: Vec<_> = candidates(" a.png 1x,b.png ,, ").collect();
        assert_eq!(set, [(1..6, " 1x"), (10..15, "")]);
    }
}
