//! Writing HTML: escaping, and the marks that hold the place of finished pieces.

use std::fmt::Write;

/// Around the number of a finished piece, while the rest of the page is cleaned. Both are code points that
/// Unicode keeps for internal use; in a document they are dropped.
pub(super) const SLOT: (char, char) = ('\u{fdd0}', '\u{fdd1}');

/// Text between tags.
pub(super) fn escape(out: &mut String, text: &str) {
    write_escaped(out, text, false);
}

/// The inside of a quoted attribute.
pub(super) fn escape_attribute(out: &mut String, text: &str) {
    write_escaped(out, text, true);
}

/// ` name="value"`
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_attribute(out, value);
    out.push('"');
}

pub(super) fn number_attribute(out: &mut String, name: &str, value: u64) {
    write!(out, " {name}=\"{value}\"").expect("writing to a string does not fail");
}

/// The bytes that are not simply copied; 0xef starts the code points of [`SLOT`].
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    table[0] = true;
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'"' as usize] = true;
    table[0xef] = true;
    table
};

fn write_escaped(out: &mut String, text: &str, quotes: bool) {
    let mut done = 0;
    for (i, &byte) in text.as_bytes().iter().enumerate() {
        if !SPECIAL[byte as usize] {
            continue;
        }
        let (replacement, len) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' if quotes => ("&quot;", 1),
            0 => ("\u{fffd}", 1),
            0xef if text[i..].starts_with([SLOT.0, SLOT.1]) => ("", SLOT.0.len_utf8()),
            _ => continue,
        };
        out.push_str(&text[done..i]);
        out.push_str(replacement);
        done = i + len;
    }
    out.push_str(&text[done..]);
}

/// A text cut at a word after at most `limit` characters, with an ellipsis where something is missing.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let cut = &text[..end];
    // A text without spaces is cut where the limit falls.
    let cut = match cut.rfind(char::is_whitespace) {
        Some(space) if space > end / 2 => &cut[..space],
        _ => cut,
    };
    format!("{}…", cut.trim_end_matches([' ', ',', ';', ':', '.', '–', '—', '\n']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_would_read_is_escaped() {
        let mut out = String::new();
        escape(&mut out, "a<b & \"c\" \u{fdd0}1\u{fdd1} \u{fd00} \0");
        assert_eq!(out, "a&lt;b &amp; \"c\" 1 \u{fd00} \u{fffd}");
        out.clear();
        attribute(&mut out, "title", "say \"hi\"");
        assert_eq!(out, " title=\"say &quot;hi&quot;\"");
    }

    #[test]
    fn summaries_end_at_a_word() {
        assert_eq!(shorten("one two three", 50), "one two three");
        assert_eq!(shorten("one two, three", 9), "one two…");
        assert_eq!(shorten("abcdefghij", 4), "abcd…");
    }
}
