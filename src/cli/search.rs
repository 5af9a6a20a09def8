//! `rutter search`: the answers of the site, on the command line.

use std::fmt::Write;

use serde_json::{Value, json};

use super::args::{SearchArgs, TableForm};
use super::output::Spinner;
use super::{Outcome, output, place};
use crate::dates::counted;
use crate::paths;
use crate::pipeline::search;
use crate::search::answer::{Answer, Ask, Hit, SectionHit};
use crate::search::schema::ALL_FACETS;
use crate::search::snippet::Piece;

pub fn run(args: &SearchArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let spinner = Spinner::new(&args.common);
    let opened = search::open(&world, &args.site, &settings, &|stage| spinner.say(stage));
    drop(spinner);
    let mut opened = opened.map_err(|e| e.to_string())?;
    if let Some(note) = opened.note.filter(|_| !args.common.quiet) {
        output::note(&format!("note: {note}: searching an index made in memory"));
    }
    let query = query(args);
    let facets: &[&str] = match args.format {
        TableForm::Human => &["kind"],
        TableForm::Json => &ALL_FACETS,
    };
    let ask = Ask { typing: false, limit: args.limit, facets };
    let answer = opened.searcher.ask(&query, ask).map_err(|e| format!("the search index cannot be read: {e}"))?;
    let text = match args.format {
        TableForm::Human => human(&answer, &place::shown_prefix(&dir), output::has_color(&args.common)),
        TableForm::Json => as_json(&query, &answer, &opened.base_url),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

/// The words as they stand on the command line, and each flag as the filter it is short for. A word that the
/// shell kept together was quoted for it, and is a phrase.
fn query(args: &SearchArgs) -> String {
    let word = |w: &String| {
        let is_phrase = w.contains(char::is_whitespace) && args.query.len() > 1 && !w.contains('"');
        if is_phrase { format!("\"{w}\"") } else { w.clone() }
    };
    let flags = [
        ("kind", &args.kind),
        ("owner", &args.owner),
        ("tag", &args.tag),
        ("status", &args.status),
        ("service", &args.service),
    ];
    let filters = flags.into_iter().flat_map(|(field, values)| values.iter().map(move |v| format!("{field}:\"{v}\"")));
    let stale = args.stale.then(|| "stale:true".to_owned());
    args.query.iter().map(word).chain(filters).chain(stale).collect::<Vec<_>>().join(" ")
}

fn human(answer: &Answer, prefix: &str, color: bool) -> String {
    let (bold, dim, mark, plain) =
        if color { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[1;33m", "\u{1b}[0m") } else { ("", "", "", "") };
    let marked = |pieces: &[Piece]| -> String {
        pieces.iter().map(|p| if p.mark { format!("{mark}{}{plain}", p.text) } else { p.text.clone() }).collect()
    };
    let mut out = String::new();
    for hit in &answer.hits {
        let facts: Vec<&str> = [Some(hit.kind_label.as_str()), hit.owner.as_deref(), hit.note.as_deref()]
            .into_iter()
            .flatten()
            .filter(|f| !f.is_empty())
            .collect();
        let _ = writeln!(out, "{bold}{}{plain}  {dim}{}{plain}", hit.title, facts.join(" · "));
        for section in &hit.sections {
            let heading = if section.heading.is_empty() { String::new() } else { format!("  # {}", section.heading) };
            let _ = writeln!(out, "  {prefix}{}:{}{heading}", hit.path, section.line);
        }
        if let Some(best) = hit.sections.first().filter(|s| !s.snippet.is_empty()) {
            let _ = writeln!(out, "    {}", marked(&best.snippet));
        }
        out.push('\n');
    }
    out.push_str(&ending(answer));
    out
}

/// How many there are; where there are none, what would find some.
fn ending(answer: &Answer) -> String {
    let mut out = String::new();
    if answer.empty {
        out.push_str("nothing to search for: the query has no words\n");
    } else if answer.total == 0 {
        out.push_str("nothing found\n");
    } else if answer.hits.len() < answer.total {
        let _ = writeln!(out, "{} of {}{}", answer.hits.len(), counted(answer.total, "page"), kinds(answer));
    } else {
        let _ = writeln!(out, "{}{}", counted(answer.total, "page"), kinds(answer));
    }
    for (word, nearest) in &answer.missing {
        let _ = match nearest {
            Some(nearest) => writeln!(out, "help: no page has `{word}`; did you mean `{nearest}`?"),
            None => writeln!(out, "help: no page has `{word}`"),
        };
    }
    for (word, count) in &answer.without {
        let _ = writeln!(out, "help: without `{word}` there would be {}", counted(*count, "page"));
    }
    if answer.truncated {
        out.push_str("note: the query is long; only its first words were looked for\n");
    }
    out
}

/// What the pages are: `: 3 Runbook, 1 Page`. One kind alone is no news.
fn kinds(answer: &Answer) -> String {
    let kinds = answer.facets.iter().find(|f| f.name == "kind").map(|f| f.values.as_slice()).unwrap_or_default();
    if kinds.len() < 2 {
        return String::new();
    }
    let shown: Vec<String> = kinds.iter().map(|v| format!("{} {}", v.count, v.label)).collect();
    format!(": {}", shown.join(", "))
}

fn as_json(query: &str, answer: &Answer, base_url: &str) -> String {
    let results: Vec<Value> = answer.hits.iter().map(|hit| result(hit, base_url)).collect();
    let facets: serde_json::Map<String, Value> =
        answer.facets.iter().map(|f| (f.name.to_owned(), json!(f.values))).collect();
    let object = json!({
        "query": query,
        "total": answer.total,
        "results": results,
        "facets": facets,
        "missing": answer.missing.iter().map(|(word, nearest)| json!({"word": word, "nearest": nearest})).collect::<Vec<_>>(),
        "without": answer.without.iter().map(|(word, count)| json!({"word": word, "total": count})).collect::<Vec<_>>(),
        "truncated": answer.truncated,
    });
    format!("{object:#}\n")
}

fn result(hit: &Hit, base_url: &str) -> Value {
    let url = |s: &SectionHit| {
        let anchor = if s.anchor.is_empty() { String::new() } else { format!("#{}", paths::encode(&s.anchor)) };
        format!("{base_url}{}{anchor}", paths::encode(&hit.route))
    };
    let section = |s: &SectionHit| json!({"heading": s.heading, "url": url(s), "line": s.line, "snippet": plain(&s.snippet), "marks": marks(&s.snippet)});
    let best = hit.sections.first();
    json!({
        "path": hit.path,
        "line": best.map(|s| s.line),
        "url": best.map(url),
        "title": hit.title,
        "heading": best.map(|s| s.heading.as_str()),
        "kind": hit.kind,
        "owner": hit.owner,
        "note": hit.note,
        "score": hit.score,
        "snippet": best.map(|s| plain(&s.snippet)),
        "marks": best.map(|s| marks(&s.snippet)),
        "sections": hit.sections.iter().skip(1).map(section).collect::<Vec<_>>(),
    })
}

fn plain(pieces: &[Piece]) -> String {
    pieces.iter().map(|p| p.text.as_str()).collect()
}

/// Where the marks lie in the snippet: first and last-but-one character.
fn marks(pieces: &[Piece]) -> Vec<[usize; 2]> {
    let mut at = 0;
    let mut marks = Vec::new();
    for piece in pieces {
        let end = at + piece.text.chars().count();
        if piece.mark {
            marks.push([at, end]);
        }
        at = end;
    }
    marks
}
