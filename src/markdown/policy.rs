//! What raw HTML may say, and what is reported of the rest. GitHub's habits, but for what only decorates.

use std::ops::Range;

use super::tags::Tag;
use super::{entities, links};

pub(super) const TAGS: &[&str] = &[
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

pub(super) const ON_ALL: &[&str] = &["aria-hidden", "aria-label", "class", "dir", "id", "lang", "role", "title"];

pub(super) const ON_ONE: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "name", "rel"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open", "name"]),
    // What our own tabs and scrolling boxes carry.
    ("div", &["data-label", "data-sync", "tabindex"]),
    ("img", &["alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("q", &["cite"]),
    ("source", &["height", "media", "sizes", "srcset", "type", "width"]),
    ("td", &["colspan", "headers", "rowspan"]),
    ("th", &["abbr", "colspan", "headers", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

pub(super) const SCHEMES: &[&str] = &[
    "data", "ftp", "geo", "git", "http", "https", "irc", "mailto", "news", "sftp", "slack", "sms", "ssh", "svn", "tel",
    "vscode", "xmpp",
];

pub(super) fn is_allowed(tag: &str) -> bool {
    TAGS.binary_search(&tag).is_ok()
}

pub(super) fn is_allowed_on(tag: &str, attribute: &str) -> bool {
    ON_ALL.contains(&attribute)
        || ON_ONE.binary_search_by_key(&tag, |(name, _)| name).is_ok_and(|i| ON_ONE[i].1.contains(&attribute))
}

/// Whether an attribute holds a URL that must not be followed.
pub(super) fn has_bad_url(tag: &str, attribute: &str, value: &str) -> bool {
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
            links::candidates(&value)
                .any(|(range, _)| links::scheme(&value[range]).is_some_and(|s| !matches!(s.as_str(), "http" | "https")))
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
        let help = (!KNOWN.contains(&name.as_str()))
            .then(|| format!("if `<{name}>` is meant as text, write it as code or as `\\<{name}>`"));
        let message = format!("the element `<{name}>` is taken out");
        return vec![Removal { range: tag.range.clone(), message, help }];
    }
    let mut removals = Vec::new();
    for attribute in &tag.attributes {
        let key = &attribute.name;
        if !is_allowed_on(name, key) {
            let message = format!("the attribute `{key}` of `<{name}>` is taken out");
            removals.push(Removal { range: attribute.range.clone(), message, help: None });
        } else if has_bad_url(name, key, attribute.value) {
            let message = format!("the URL in `{key}` of `<{name}>` is taken out: its scheme is not safe");
            removals.push(Removal { range: attribute.value_range.clone(), message, help: None });
        }
    }
    removals
}

/// Forbidden elements that someone who names them means.
const KNOWN: &[&str] = &[
    "applet", "audio", "base", "button", "canvas", "embed", "font", "form", "frame", "frameset", "iframe", "input",
    "link", "math", "meta", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea",
    "title", "video",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(TAGS.is_sorted());
        assert!(ON_ONE.is_sorted_by_key(|(tag, _)| *tag));
    }
}
