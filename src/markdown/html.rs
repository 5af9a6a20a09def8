//! Raw HTML: what may stay, what is reported, and how a page that has some is cleaned.
//!
//! Tags are rewritten here one by one, by the tables below: what a finding says was taken out is what was.
//! Then ammonia reads the whole page as a browser would, balances it and takes out what is left of the
//! forbidden. Pieces of our own that it would not let through wait in slots until it is done.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::tags::Tag;
use super::text::{self, SLOT};
use super::{entities, links};

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

const ON_ALL: &[&str] = &[
    "aria-hidden",
    "aria-label",
    "class",
    "dir",
    "id",
    "lang",
    "role",
    "title",
];

const ON_ONE: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "name", "rel"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open", "name"]),
    // What our own tabs and scrolling boxes carry.
    ("div", &["data-label", "data-sync", "tabindex"]),
    (
        "img",
        &[
            "alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width",
        ],
    ),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("q", &["cite"]),
    (
        "source",
        &["height", "media", "sizes", "srcset", "type", "width"],
    ),
    ("td", &["colspan", "headers", "rowspan"]),
    ("th", &["abbr", "colspan", "headers", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

const SCHEMES: &[&str] = &[
    "data", "ftp", "geo", "git", "http", "https", "irc", "mailto", "news", "sftp", "slack", "sms",
    "ssh", "svn", "tel", "vscode", "xmpp",
];

pub(super) fn is_allowed(tag: &str) -> bool {
    TAGS.binary_search(&tag).is_ok()
}

fn is_allowed_on(tag: &str, attribute: &str) -> bool {
    ON_ALL.contains(&attribute)
        || ON_ONE
            .binary_search_by_key(&tag, |(name, _)| name)
            .is_ok_and(|i| ON_ONE[i].1.contains(&attribute))
}

/// Whether an attribute holds a URL that must not be followed.
fn has_bad_url(tag: &str, attribute: &str, value: &str) -> bool {
    let picture = matches!((tag, attribute), ("img", "src"));
    match attribute {
        "href" | "src" | "cite" => {
            let value = entities::decode(value);
            match links::scheme(&value).as_deref() {
                None => false,
                Some("data") => !(picture && links::is_image_data(&value)),
                Some(scheme) => !SCHEMES.contains(&scheme),
            }
        }
        "srcset" => {
            let value = entities::decode(value);
            links::candidates(&value).any(|(range, _)| {
                links::scheme(&value[range])
                    .is_some_and(|s| !matches!(s.as_str(), "http" | "https"))
            })
        }
        _ => false,
    }
}

/// Something that is taken out of raw HTML.
pub(super) struct Removal {
    pub range: Range<usize>,
    pub message: String,
    pub help: Option<String>,
}

/// What is taken out of one tag.
pub(super) fn removals(tag: &Tag) -> Vec<Removal> {
    let name = &tag.name;
    if tag.closing {
        return Vec::new();
    }
    if !is_allowed(name) {
        let help = (!KNOWN.contains(&name.as_str())).then(|| {
            format!("if `<{name}>` is meant as text, write it as code or as `\\<{name}>`")
        });
        let message = format!("the element `<{name}>` is taken out");
        return vec![Removal {
            range: tag.range.clone(),
            message,
            help,
        }];
    }
    let mut removals = Vec::new();
    for attribute in &tag.attributes {
        let key = &attribute.name;
        if !is_allowed_on(name, key) {
            let message = format!("the attribute `{key}` of `<{name}>` is taken out");
            removals.push(Removal {
                range: attribute.range.clone(),
                message,
                help: None,
            });
        } else if has_bad_url(name, key, attribute.value) {
            let message =
                format!("the URL in `{key}` of `<{name}>` is taken out: its scheme is not safe");
            removals.push(Removal {
                range: attribute.value_range.clone(),
                message,
                help: None,
            });
        }
    }
    removals
}

/// Forbidden elements that someone who names them means.
const KNOWN: &[&str] = &[
    "applet", "audio", "base", "button", "canvas", "embed", "font", "form", "frame", "frameset",
    "iframe", "input", "link", "math", "meta", "noscript", "object", "option", "script", "select",
    "style", "svg", "template", "textarea", "title", "video",
];

/// Writes a tag with only what may stay; `url` gives the href of a link or picture, none where it has none.
pub(super) fn rewrite(out: &mut String, tag: &Tag, url: impl Fn(&str, &str) -> Option<String>) {
    if !is_allowed(&tag.name) {
        return;
    }
    out.push_str(if tag.closing { "</" } else { "<" });
    out.push_str(&tag.name);
    for attribute in &tag.attributes {
        let key = attribute.name.as_str();
        if tag.closing
            || !is_allowed_on(&tag.name, key)
            || has_bad_url(&tag.name, key, attribute.value)
        {
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
                for c in attribute
                    .value
                    .chars()
                    .filter(|c| ![SLOT.0, SLOT.1].contains(c))
                {
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
    let on_one: HashMap<_, _> = ON_ONE
        .iter()
        .map(|(tag, names)| (*tag, set(names)))
        .collect();
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
        .attribute_filter(|tag, key, value| {
            (!has_bad_url(tag, key, value)).then_some(value.into())
        });
    builder
});

/// Cleans a page and puts the waiting pieces in their places. A piece goes in once, and only between tags.
pub(super) fn clean(html: &str, slots: &[String]) -> String {
    let cleaned = CLEANER.clean(html).to_string();
    let mut used = vec![false; slots.len()];
    let mut out =
        String::with_capacity(cleaned.len() + slots.iter().map(String::len).sum::<usize>());
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
        let slot = rest
            .strip_prefix(SLOT.0)
            .and_then(|inner| inner.split_once(SLOT.1));
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
    fn tables_are_sorted() {
        assert!(TAGS.is_sorted());
        assert!(ON_ONE.is_sorted_by_key(|(tag, _)| *tag));
    }

    #[test]
    fn pieces_go_in_once_and_never_into_a_tag() {
        let slots = ["<hr>".to_owned()];
        let html = "<p title=\"\u{fdd0}0\u{fdd1}\">\u{fdd0}0\u{fdd1} \u{fdd0}0\u{fdd1} \u{fdd0}7\u{fdd1}</p>";
        assert_eq!(
            clean(html, &slots),
            "<p title=\"\u{fdd0}0\u{fdd1}\"><hr> 0 7</p>"
        );
    }
}
