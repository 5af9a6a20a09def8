//! Values as people write them: dates with words around them, names in a row.

use std::ops::Range;

use chrono::NaiveDate;

use super::page::{Field, Page};
use super::text::{plain, trim};
use crate::dates::{SlashOrder, parse_date};
use crate::source::Spanned;
use crate::yaml::Node;

pub(super) fn list_of(node: &Node) -> Vec<&Node> {
    match node.items() {
        [] => vec![node],
        items => items.iter().collect(),
    }
}

/// The first date of a text: `2016-02-12`, `12/02/2016 (revised)`, `on 2020-sep-21`.
pub(super) fn read_date(text: &str) -> Option<NaiveDate> {
    let token = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | ':' | '+'));
    let trimmed = |t: &str| parse_date(t.trim_matches(['.', ':', '-']), SlashOrder::DayFirst);
    text.split(token).filter(|t| !t.is_empty()).find_map(trimmed)
}

/// What a template leaves for a person to fill in.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.starts_with('{')
        || text.starts_with('[')
        || text.starts_with('<')
        || text.to_ascii_uppercase().contains("YYYY")
}

pub(super) fn names_of_node(page: &Page, node: &Node) -> Vec<Spanned<String>> {
    let mut names = Vec::new();
    for item in list_of(node) {
        match item
            .text()
            .or_else(|| item.get("name").and_then(Node::text))
            .or_else(|| item.get("id").and_then(Node::text))
        {
            Some(text) if node.items().is_empty() => {
                names.extend(names_in(page, trim(page.text, text.span.range(), &['"', '\''])));
            }
            Some(text) if !is_placeholder(&text.value) => names.push(text),
            _ => {}
        }
    }
    names
}

pub(super) fn names_of_field(page: &Page, field: &Field) -> Vec<Spanned<String>> {
    let places = std::iter::once(field.value.clone()).chain(field.items.iter().cloned());
    places.filter(|p| !p.is_empty()).flat_map(|p| names_in(page, p)).collect()
}

fn names_in(page: &Page, place: Range<usize>) -> Vec<Spanned<String>> {
    if is_placeholder(&page.text[place.clone()]) && !page.text[place.clone()].contains("](") {
        return Vec::new();
    }
    let parts = split_names(page.text, place);
    parts
        .into_iter()
        .map(|p| Spanned::new(plain(&page.text[p.clone()]), page.span(p)))
        .filter(|n| !n.value.is_empty())
        .collect()
}

/// `a, b (x, y) and c` is three; what stands in brackets belongs to its name.
pub(super) fn split_names(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = range.start;
    for (at, c) in text[range.clone()].char_indices().map(|(i, c)| (range.start + i, c)) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '\n' if depth == 0 => {
                parts.push(start..at);
                start = at + 1;
            }
            ' ' if depth == 0 && text[at..range.end].starts_with(" and ") => {
                parts.push(start..at);
                start = at + " and ".len();
            }
            _ => {}
        }
    }
    parts.push(start.min(range.end)..range.end);
    // "a, and b": the comma has split them already.
    let trimmed = parts.into_iter().map(|p| {
        let p = trim(text, p, &['\\']);
        let skip = if text[p.clone()].starts_with("and ") { "and ".len() } else { 0 };
        p.start + skip..p.end
    });
    trimmed.filter(|p| !p.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_words_around_them() {
        let want = NaiveDate::from_ymd_opt(2020, 9, 21);
        for text in ["2020-09-21", "21/09/2020 (revised)", "on 2020-sep-21.", "Accepted 2020-09-21, by Ana"] {
            assert_eq!(read_date(text), want, "{text}");
        }
        for text in ["", "last spring", "10/04/18", "{YYYY-MM-DD}"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    #[test]
    fn names_in_a_row() {
        let text = "Ana, Tomas (DBA, on call); Ines and Wei";
        let got: Vec<&str> = split_names(text, 0..text.len()).into_iter().map(|r| &text[r]).collect();
        assert_eq!(got, ["Ana", "Tomas (DBA, on call)", "Ines", "Wei"]);
        let text = "Ana, and Wei,";
        let got: Vec<&str> = split_names(text, 0..text.len()).into_iter().map(|r| &text[r]).collect();
        assert_eq!(got, ["Ana", "Wei"]);
    }
}
