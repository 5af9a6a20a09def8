//! Forms with front matter, and KEPs, whose record is a file of YAML.

use super::super::wanted::{Named, Wanted};
use super::{capital, file, list, madr_body, options_as_headings, path, people, with_part};
use crate::yaml::edit::scalar;

/// Nothing is quoted, as in the template, and much of it is no YAML.
pub(super) fn madr3(w: &Wanted) -> Vec<(String, String)> {
    let mut out = String::from("---\n");
    if let Some(status) = &w.status {
        let by: Vec<String> = w.superseded_by.iter().map(|n| format!("[ADR-{:04}]({})", n.number, file(n))).collect();
        out += &if by.is_empty() {
            format!("status: {status}\n")
        } else {
            format!("status: superseded by {}\n", by.join(", "))
        };
    }
    if let Some(date) = w.date {
        out += &format!("date: {date}\n");
    }
    out += &format!("deciders: {}\n", w.deciders.join(", "));
    out += &format!("consulted: {}\n", w.consulted.join(", "));
    out += &format!("informed: {}\n---\n# {}\n\n{}", w.informed.join(", "), w.title, madr_body(w));
    vec![(path(w), out + "\n## Validation\n\nIt runs.\n")]
}

pub(super) fn madr4(w: &Wanted) -> Vec<(String, String)> {
    let mut out = String::from("---\n");
    if let Some(status) = &w.status {
        let by: Vec<String> = w.superseded_by.iter().map(|n| format!("ADR-{:04}", n.number)).collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
        out += &format!("status: \"{status}{by}\"\n");
    }
    if let Some(date) = w.date {
        out += &format!("date: {date}\n");
    }
    out += &format!("decision-makers: {}\n", people(&w.deciders));
    out += &format!("consulted: {}\ninformed: {}\n", people(&w.consulted), people(&w.informed));
    vec![(path(w), out + &format!("---\n\n# {}\n\n{}\n### Confirmation\n\nIt runs.\n", w.title, madr_body(w)))]
}

/// Front matter with these lines, and a body.
fn front(path: String, lines: &[(&str, Option<String>)], body: &str) -> Vec<(String, String)> {
    let lines: String = lines.iter().filter_map(|(k, v)| Some(format!("{k}: {}\n", v.as_ref()?))).collect();
    vec![(path, format!("---\n{lines}---\n\n{body}"))]
}

pub(super) fn adrs(w: &Wanted) -> Vec<(String, String)> {
    let kinds = [
        ("supersedes", &w.supersedes),
        ("supersededby", &w.superseded_by),
        ("amends", &w.amends),
        ("amendedby", &w.amended_by),
    ];
    let links: String = kinds
        .iter()
        .flat_map(|(kind, ties)| ties.iter().map(move |n| format!("\n  - target: {}\n    kind: {kind}", n.number)))
        .collect();
    let lines = [
        ("number", Some(w.number.to_string())),
        ("title", Some(scalar(&w.title))),
        ("date", w.date.map(|d| d.to_string())),
        ("status", w.status.clone()),
        ("links", Some(links).filter(|l| !l.is_empty())),
    ];
    front(path(w), &lines, &format!("## Context\n\n{}\n", w.context))
}

pub(super) fn adrkit(w: &Wanted) -> Vec<(String, String)> {
    let ties = |list_of: &[Named]| Some(list(list_of.iter().map(with_part))).filter(|l| l != "[]");
    let lines = [
        ("id", Some(format!("\"{:04}\"", w.number))),
        ("title", Some(scalar(&w.title))),
        ("status", w.status.clone()),
        ("date", w.date.map(|d| d.to_string())),
        ("deciders", Some(people(&w.deciders))),
        ("supersedes", ties(&w.supersedes)),
        ("supersededBy", ties(&w.superseded_by)),
        ("amends", ties(&w.amends)),
        ("amendedBy", ties(&w.amended_by)),
        ("affects", Some("[{type: path, pattern: \"services/**\"}]".to_owned())),
    ];
    let body = format!("## Context\n\n{}\n\n## Options\n{}", w.context, options_as_headings(w));
    front(path(w), &lines, &body)
}

pub(super) fn adr073(w: &Wanted) -> Vec<(String, String)> {
    let id = |n: &Named| format!("ADR-{:03}{}", n.number, n.part.as_ref().map_or(String::new(), |p| format!("#{p}")));
    let by: Vec<String> = w.superseded_by.iter().map(id).collect();
    let lines = [
        ("id", Some(format!("ADR-{:03}", w.number))),
        ("title", Some(scalar(&w.title))),
        ("status", w.status.as_deref().map(capital)),
        ("date", w.date.map(|d| d.to_string())),
        ("deciders", Some(people(&w.deciders))),
        ("supersedes", Some(list(w.supersedes.iter().map(id)))),
        (
            "superseded-by",
            Some(match by.as_slice() {
                [] => "null".to_owned(),
                [one] => one.clone(),
                more => list(more.iter().cloned()),
            }),
        ),
        ("implemented", Some("false".to_owned())),
    ];
    let body = format!(
        "# ADR-{:03}: {}\n\n## Context\n\n{}\n\n## Alternatives\n{}",
        w.number,
        w.title,
        w.context,
        options_as_headings(w)
    );
    front(format!("adr/ADR-{:03}-some-slug.md", w.number), &lines, &body)
}

pub(super) fn archgate(w: &Wanted) -> Vec<(String, String)> {
    let lines = [
        ("id", Some(format!("ARCH-{:03}", w.number))),
        ("title", Some(scalar(&w.title))),
        ("domain", Some("backend".to_owned())),
        ("rules", Some("true".to_owned())),
        ("files", Some("[\"src/**/*.ts\"]".to_owned())),
    ];
    front(format!("adr/ARCH-{:03}-some-slug.md", w.number), &lines, &format!("## Context\n\n{}\n", w.context))
}

pub(super) fn structured(w: &Wanted) -> Vec<(String, String)> {
    let lines = [
        ("title", Some(scalar(&w.title))),
        ("type", Some("adr".to_owned())),
        ("status", w.status.clone()),
        ("created", Some("2011-01-01".to_owned()).filter(|_| w.date.is_some())),
        ("updated", w.date.map(|d| d.to_string())),
        ("author", Some("Somebody else".to_owned())),
        ("related", Some("[adr_0001.md]".to_owned())),
    ];
    front(format!("adr/adr_{:04}.md", w.number), &lines, &madr_body(w))
}

pub(super) fn backstage(w: &Wanted) -> Vec<(String, String)> {
    let lines = [
        ("id", Some(format!("adrs-adr{:03}", w.number))),
        ("title", Some(scalar(&format!("ADR{:03}: {}", w.number, w.title)))),
        ("description", Some(scalar(&format!("Decision Record for {}", w.title)))),
    ];
    front(format!("adr/adr{:03}-some-slug.md", w.number), &lines, &format!("## Context\n\n{}\n", w.context))
}

pub(super) fn house(w: &Wanted) -> Vec<(String, String)> {
    let ties = |list_of: &[Named]| Some(list(list_of.iter().map(with_part))).filter(|l| l != "[]");
    let lines = [
        ("id", Some(format!("\"{:04}\"", w.number))),
        ("title", Some(scalar(&w.title))),
        ("status", w.status.clone()),
        ("date", w.date.map(|d| d.to_string())),
        ("deciders", Some(people(&w.deciders))),
        ("consulted", Some(people(&w.consulted))),
        ("informed", Some(people(&w.informed))),
        ("supersedes", ties(&w.supersedes)),
        ("superseded_by", ties(&w.superseded_by)),
        ("amends", ties(&w.amends)),
        ("amended_by", ties(&w.amended_by)),
    ];
    let body =
        format!("## Context\n\n{}\n\n## Options\n{}\n## Decision\n\nWe will.\n", w.context, options_as_headings(w));
    front(path(w), &lines, &body)
}

pub(super) fn kep(w: &Wanted) -> Vec<(String, String)> {
    let path_of = |n: &Named| format!("/keps/sig-x/{}-other-slug", n.number);
    let lines = |names: &[String]| names.iter().map(|n| format!("  - {}\n", scalar(n))).collect::<String>();
    let refs = |ties: &[Named]| lines(&ties.iter().map(path_of).collect::<Vec<_>>());
    let mut record =
        format!("title: {}\nkep-number: {}\nauthors:\n  - \"@x\"\nowning-sig: sig-x\n", scalar(&w.title), w.number);
    record += "status: implementable\n";
    if let Some(date) = w.date {
        record += &format!("creation-date: {date}\n");
    }
    record += &format!(
        "approvers:\n{}replaces:\n{}superseded-by:\n{}",
        lines(&w.deciders),
        refs(&w.supersedes),
        refs(&w.superseded_by)
    );
    let folder = format!("kep/sig-x/{}-some-slug", w.number);
    vec![
        (format!("{folder}/README.md"), format!("# KEP-{}: {}\n\n## Summary\n\n{}\n", w.number, w.title, w.context)),
        (format!("{folder}/kep.yaml"), record),
    ]
}
