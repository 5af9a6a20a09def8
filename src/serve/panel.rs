//! What there is to say of one page: where it comes from, where it leads, whose it is, and what is wrong with it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Said;
use super::desk::Desk;
use super::reply::Reply;
use super::site::{self, Asked};
use crate::dates::human;
use crate::diag::sink::Finding;
use crate::diag::{Diagnostic, Severity};
use crate::model::links::Target;
use crate::model::{DocId, Document};
use crate::paths;
use crate::pipeline::Edition;
use crate::source::FileId;

/// Says it of the page at a path of the site, `a/b/`.
pub fn reply(desk: &Desk, number: u64, edition: &Edition, path: &str) -> Reply {
    let file = file_of(path);
    let base = site::base(edition);
    let findings = &edition.checked.findings;
    let problem =
        site::drawn(desk, edition, &file).and_then(Result::err).map(|d| described(edition, Severity::Error.name(), &d));
    let mut said = json!({
        "edition": number,
        "path": path,
        "source": null,
        "draft": false,
        "title": edition.checked.handbook.config.title,
        "owner": null,
        "review": null,
        "links": [],
        "backlinks": [],
        "findings": [],
        "site": {
            "errors": findings.count(Severity::Error),
            "warnings": findings.count(Severity::Warning),
            "health": format!("{base}health/findings/"),
        },
        "editor": desk.editor.is_some(),
        "problem": problem,
    });
    if let Some(id) = edition.document_of(&file) {
        let Value::Object(said) = &mut said else { return Reply::json(&said) };
        said.extend(of_document(edition, base, id));
    }
    Reply::json(&said)
}

fn of_document(edition: &Edition, base: &str, id: DocId) -> serde_json::Map<String, Value> {
    let handbook = &edition.checked.handbook;
    let d = handbook.document(id);
    let link = |title: &str, route: &str| json!({"title": title, "href": format!("{base}{}", paths::encode(route))});
    let document = |id: &DocId| link(&handbook.document(*id).title, &handbook.document(*id).route);
    let shown = |id: &&DocId| handbook.is_published(**id);
    let folders: BTreeSet<usize> = d.links.iter().filter_map(folder).collect();
    let folders = folders.into_iter().map(|at| link(&handbook.folders[at].title, &handbook.folders[at].route));
    let out: Vec<Value> = d.mentions.iter().filter(shown).map(document).chain(folders).collect();
    let back: Vec<Value> = handbook.backlinks[id.0].iter().filter(shown).map(document).collect();
    let (owner, review) = edition.seen_from(&d.route, Some(base), |scope| {
        let card = scope.card(id);
        (card.owner, card.review)
    });
    let own = files(d);
    let list = edition.checked.findings.list.iter();
    let found: Vec<Value> = list.filter(|f| is_about(f, &own)).map(|f| finding(edition, f)).collect();
    let said = json!({
        "source": d.path,
        "draft": d.draft,
        "title": d.title,
        "owner": owner.map(|o| json!({"name": o.name, "href": o.href})),
        "review": {"state": review.state, "label": review.label, "due": d.review.due.map(human)},
        "links": out,
        "backlinks": back,
        "findings": found,
    });
    match said {
        Value::Object(said) => said,
        _ => serde_json::Map::new(),
    }
}

fn folder(target: &Target) -> Option<usize> {
    match target {
        Target::Folder(at) => Some(*at),
        _ => None,
    }
}

/// The files whose findings are a page's own: its source, and what that includes.
fn files(d: &Document) -> Vec<FileId> {
    [d.file].into_iter().chain(d.outline.includes.iter().copied()).collect()
}

fn is_about(finding: &Finding, files: &[FileId]) -> bool {
    let d = &finding.diagnostic;
    files.contains(&d.span.file) || d.of.is_some_and(|of| files.contains(&of))
}

fn finding(edition: &Edition, finding: &Finding) -> Value {
    described(edition, finding.severity.name(), &finding.diagnostic)
}

fn described(edition: &Edition, severity: &str, d: &Diagnostic) -> Value {
    let sources = &edition.checked.loaded.sources;
    let (start, end) = (sources.start(d.span), sources.end(d.span));
    let source = sources.get(d.span.file);
    let line = source.line_range(start.line);
    let from = d.span.range().start.clamp(line.start, line.end);
    let to = if end.line == start.line { d.span.range().end.clamp(from, line.end) } else { line.end };
    let text = source.text.get(line.clone()).unwrap_or_default().trim_end_matches('\r');
    let excerpt = json!({
        "line": start.line,
        "text": text,
        // Bytes of the line.
        "start": (from - line.start).min(text.len()),
        "end": (to - line.start).min(text.len()),
    });
    json!({
        "rule": d.rule,
        "severity": severity,
        "source": source.path,
        "line": start.line,
        "column": start.column,
        "message": d.message,
        "help": d.help,
        "excerpt": (!text.is_empty()).then_some(excerpt),
    })
}

/// Opens the source of a page in the author's editor.
pub fn edit(desk: &Desk, edition: &Edition, asked: &Asked) -> Reply {
    let is_own = asked.from_site.is_none_or(|site| site == "same-origin");
    if !is_own || asked.value("key").as_deref() != Some(desk.key.as_str()) {
        return Reply::text(403, "only a page of this server may open the editor\n");
    }
    let Some(editor) = &desk.editor else {
        return Reply::text(
            409,
            "no editor is known: start with `rutter serve --editor 'code --goto {path}:{line}'`, or set VISUAL\n",
        );
    };
    let path = asked.value("path").unwrap_or_default();
    let Some(id) = edition.document_of(&file_of(&path)) else {
        return Reply::text(404, "this page is made from the whole handbook: it has no source of its own\n");
    };
    let line = asked.value("line").and_then(|line| line.parse().ok()).unwrap_or(1);
    let source = &edition.checked.handbook.document(id).path;
    match editor.open(&desk.world.root().join(source), line) {
        Ok(()) => Reply::text(204, ""),
        Err(error) => {
            let why = format!("{} could not be started: {error}", editor.program());
            (desk.tell)(Said::Note(&why));
            Reply::text(500, format!("{why}\n"))
        }
    }
}

/// The file of a page by its path: `a/b/` and `a/b/index.html` are one.
fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
