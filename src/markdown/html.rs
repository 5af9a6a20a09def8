//! Cleaning pages that have HTML of their own.
//!
//! Tags are rewritten here one by one, by the tables of `policy`: what a finding says was taken out is what was.
//! Then ammonia reads the whole page as a browser would, balances it and takes out what is left of the
//! forbidden. Pieces of our own that it would not let through wait in slots until it is done.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::entities;
use super::policy::{ON_ALL, ON_ONE, SCHEMES, TAGS, has_bad_url, is_allowed, is_allowed_on};
use super::tags::Tag;
use super::text::{self, SLOT};

/// Writes a tag with only what may stay; `url` gives the href of a link or picture, none where it has none.
pub(super) fn rewrite(out: &mut String, tag: &Tag, url: impl Fn(&str, &str) -> Option<String>) {
    if !is_allowed(&tag.name) {
        return;
    }
    out.push_str(if tag.closing { "</" } else { "<" });
    out.push_str(&tag.name);
    for attribute in &tag.attributes {
        let key = attribute.name.as_str();
        if tag.closing || !is_allowed_on(&tag.name, key) || has_bad_url(&tag.name, key, attribute.value) {
            continue;
        }
        match (tag.name.as_str(), key) {
            ("a", "href") | ("img", "src") | ("img" | "source", "srcset") => {
                if let Some(url) = url(key, &entities::decode(attribute.value)) {
                    text::attribute(out, key, &url);
                }
            }
            _ => {
                out.push(' ');
                out.push_str(key);
                out.push_str("=\"");
                // References stay as they are: the sanitiser knows all of them.
                for c in attribute.value.chars().filter(|c| ![SLOT.0, SLOT.1].contains(c)) {
                    match c {
                        '"' => out.push_str("&quot;"),
                        '<' => out.push_str("&lt;"),
                        '>' => out.push_str("&gt;"),
                        c => out.push(c),
                    }
                }
                out.push('"');
            }
        }
    }
    out.push('>');
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<&'static str>>();
    let on_one: HashMap<_, _> = ON_ONE.iter().map(|(tag, names)| (*tag, set(names))).collect();
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(set(TAGS))
        .clean_content_tags(set(&["script", "style"]))
        .tag_attributes(on_one)
        .generic_attributes(set(ON_ALL))
        .url_schemes(set(SCHEMES))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|tag, key, value| (!has_bad_url(tag, key, value)).then_some(value.into()));
    builder
});

/// Cleans a page and puts the waiting pieces in their places. A piece goes in once, and only between tags.
pub(super) fn clean(html: &str, slots: &[String]) -> String {
    let cleaned = CLEANER.clean(html).to_string();
    let mut used = vec![false; slots.len()];
    let mut out = String::with_capacity(cleaned.len() + slots.iter().map(String::len).sum::<usize>());
    let mut rest = cleaned.as_str();
    while let Some(at) = rest.find(['<', SLOT.0, SLOT.1]) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let end = tag_end(rest);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let slot = rest.strip_prefix(SLOT.0).and_then(|inner| inner.split_once(SLOT.1));
        let index = slot.and_then(|(number, _)| number.parse::<usize>().ok());
        match (slot, index) {
            (Some((_, after)), Some(index)) if used.get(index) == Some(&false) => {
                used[index] = true;
                out.push_str(&slots[index]);
                rest = after;
            }
            _ => rest = &rest[SLOT.0.len_utf8()..],
        }
    }
    out.push_str(rest);
    out
}

/// The length of the tag that a cleaned text starts with.
fn tag_end(html: &str) -> usize {
    let mut quoted = false;
    for (i, b) in html.bytes().enumerate() {
        match b {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return i + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_go_in_once_and_never_into_a_tag() {
        let slots = ["<hr>".to_owned()];
        let html = "<p title=\"\u{fdd0}0\u{fdd1}\">\u{fdd0}0\u{fdd1} \u{fdd0}0\u{fdd1} \u{fdd0}7\u{fdd1}</p>";
        assert_eq!(clean(html, &slots), "<p title=\"\u{fdd0}0\u{fdd1}\"><hr> 0 7</p>");
    }
}
