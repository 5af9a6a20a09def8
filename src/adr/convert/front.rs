//! The front matter of the house form.

use super::carried::Carried;
use super::{Draft, Settings};
use crate::adr::Reference;
use crate::adr::links::Links;
use crate::adr::name::title_number;
use crate::adr::page::ours;
use crate::adr::reading::DATE;
use crate::adr::values::is_placeholder;
use crate::config::is_key_of_another_form;
use crate::source::Spanned;
use crate::yaml::Node;
use crate::yaml::edit::scalar;

/// Keys that are written anew, by the name that all their spellings come to.
const WRITTEN: [&str; 14] = [
    "id",
    "title",
    "status",
    "date",
    "deciders",
    "decision_makers",
    "consulted",
    "informed",
    "supersedes",
    "superseded_by",
    "amends",
    "amended_by",
    "tags",
    "kind",
];

pub(super) fn write(
    draft: &Draft,
    carried: &Carried,
    links: &Links,
    at: usize,
    settings: &Settings,
    notes: &mut Vec<String>,
) -> String {
    let (d, page) = (draft.decision, &draft.page);
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: &str| out.push_str(&format!("{key}: {value}\n"));
    line("id", &scalar(&d.id));
    line("title", &scalar(&title(draft, notes)));
    if (settings.says_kind)(&page.document.path) {
        line("kind", crate::adr::KIND);
    }
    match (&d.state, &d.status_text) {
        (Some(state), _) => line("status", &scalar(&state.value)),
        (None, Some(written)) => line("status", &scalar(&one_line(&written.value))),
        (None, None) => {}
    }
    match (&d.date, page.said(DATE)) {
        (Some(date), _) => line("date", &date.value.to_string()),
        (None, Some(said)) if !said.value.is_empty() && !is_placeholder(&page.shown[said.value.clone()]) => {
            notes.push(format!("`{}`, which is no date, stays in the text", one_line(&page.shown[said.value])));
        }
        (None, _) => {}
    }
    for (key, people) in [("deciders", &d.deciders), ("consulted", &d.consulted), ("informed", &d.informed)] {
        if !people.is_empty() {
            line(key, &list(people.iter().map(|p| p.value.as_str())));
        }
        let linked = |p: &&Spanned<String>| page.text[p.span.range()].contains("](");
        if people.iter().any(|p| linked(&p)) {
            notes.push(format!("where the names of the {key} link to"));
        }
    }
    for (key, ties) in [
        ("supersedes", &d.supersedes),
        ("superseded_by", &d.superseded_by),
        ("amends", &d.amends),
        ("amended_by", &d.amended_by),
    ] {
        let mut names: Vec<String> = Vec::new();
        for name in ties.iter().map(|r| name(draft, links, at, r)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if !names.is_empty() {
            line(key, &list(names.iter().map(String::as_str)));
        }
    }
    let front_tags = page.key("tags").map(Node::texts).unwrap_or_default();
    let tags: Vec<&str> =
        front_tags.iter().map(|t| t.value.as_str()).chain(carried.tags.iter().map(String::as_str)).collect();
    if !tags.is_empty() {
        line("tags", &list(tags.into_iter()));
    }
    if let Some(owner) = settings.owner.filter(|_| page.key("owner").is_none()) {
        line("owner", &scalar(owner));
    }
    others(draft, carried, &mut out, notes);
    out.push_str("---\n\n");
    out
}

/// Keys of the old front matter that are not written anew: those that the house form has as they are, the rest
/// under `extra:`.
fn others(draft: &Draft, carried: &Carried, out: &mut String, notes: &mut Vec<String>) {
    let page = &draft.page;
    let entries = page.front.entries();
    let mut extra = String::new();
    for (i, (key, node)) in entries.iter().enumerate() {
        let name = ours(&key.value);
        let is_written = WRITTEN.contains(&name.as_str()) && !says_more(draft, carried, &name, node);
        if is_written || node.is_null() {
            continue;
        }
        let end = entries.get(i + 1).map_or(page.document.body.start, |(next, _)| next.span.start as usize);
        let text = entry(draft, key, node, end);
        if *key.value == *"extra" {
            for (key, node) in node.entries() {
                extra.push_str(&indented(&format!("{}: {}\n", scalar(&key.value), node.to_json())));
            }
        } else if draft.kind.fields.iter().any(|f| f.key == *key.value)
            && !is_key_of_another_form(&key.value)
            && !WRITTEN.contains(&name.as_str())
        {
            out.push_str(&text);
        } else {
            extra.push_str(&indented(&text));
        }
    }
    if !extra.is_empty() {
        out.push_str("extra:\n");
        out.push_str(&extra);
    }
    let start = entries.first().map_or(0, |(key, _)| key.span.start as usize);
    let front = page.text.get(start..page.preamble.start).unwrap_or_default();
    if front.lines().any(|l| l.trim_start().starts_with('#') || l.contains(" #")) {
        notes.push("comments in its front matter".to_owned());
    }
}

/// Whether a key that is written anew held more than what is written.
fn says_more(draft: &Draft, carried: &Carried, name: &str, node: &Node) -> bool {
    let d = draft.decision;
    match name {
        // What more a status says is under `Status notes`.
        "status" | "title" | "tags" | "kind" => false,
        "id" => node.scalar() != Some(d.id.as_str()),
        _ => carried.has_more(node.span.range()),
    }
}

/// One key with its value, as YAML.
fn entry(draft: &Draft, key: &Spanned<Box<str>>, node: &Node, end: usize) -> String {
    let page = &draft.page;
    let start = key.span.start as usize;
    let as_written = page.text.get(start..end).filter(|_| !page.document.front.broken);
    let own_line = page.text[..start].ends_with('\n');
    let lines = |text: &str| {
        let kept: Vec<&str> =
            text.lines().take_while(|l| !matches!(l.trim_end(), "---" | "...")).map(str::trim_end).collect();
        format!("{}\n", kept.join("\n").trim_end())
    };
    match as_written.filter(|_| own_line) {
        Some(text) => lines(text),
        // JSON is YAML.
        None => format!("{}: {}\n", scalar(&key.value), node.to_json()),
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|l| if l.is_empty() { "\n".to_owned() } else { format!("  {l}\n") }).collect()
}

/// Without its number, unless what is left would seem to have another.
fn title(draft: &Draft, notes: &mut Vec<String>) -> String {
    let d = draft.decision;
    let stated = d.stated_number.as_ref().map(|n| n.value);
    if let (Some(stated), Some(number)) = (stated, d.number)
        && stated != number
    {
        notes.push(format!("the title's number {stated}: the file's is {number}"));
    }
    let bare = d.title.split_once(' ').is_some_and(|(n, _)| n.parse().ok() == d.number && d.number.is_some());
    match title_number(&d.title).is_some_and(|(_, at)| at < d.title.len()) || bare {
        true => format!("{:04}. {}", stated.or(d.number).unwrap_or_default(), d.title),
        false => d.title.clone(),
    }
}

/// The id of the decision that is meant, where that names it and nothing else; else its file; else the words.
fn name(draft: &Draft, links: &Links, at: usize, reference: &Reference) -> String {
    let part = reference.section.as_ref().map_or(String::new(), |s| format!("#{s}"));
    let page = &draft.page;
    let written = page.text[reference.text.span.range()].trim();
    let Some(target) = reference.target else {
        let is_link = written.starts_with('[') && written.ends_with(')');
        return if is_link { one_line(written) } else { reference.text.value.clone() };
    };
    let by_id = format!("{}{part}", links.id(target));
    let by_file = format!("{}{part}", crate::paths::relative(&folder(&page.document.path), links.path(target)));
    let leads = |name: &&String| {
        let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#'));
        let reference = page.base().value(name, 0..name.len());
        plain && reference.is_some_and(|r| links.resolve(at, &r) == Some(target))
    };
    let link = || format!("[{}]({by_file})", links.id(target));
    [&by_id, &by_file].into_iter().find(leads).cloned().unwrap_or_else(link)
}

fn folder(path: &str) -> String {
    match crate::paths::parent(path) {
        "" => String::new(),
        folder => format!("{folder}/"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", items.map(scalar).collect::<Vec<_>>().join(", "))
}
