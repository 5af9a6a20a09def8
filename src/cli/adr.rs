//! `rutter adr`: what was decided, in whatever form it was written down.

use std::fmt::Write;

use serde_json::{Value, json};

use super::args::{AdrArgs, AdrCommand, AdrListArgs, AdrShowArgs, TableForm};
use super::{Outcome, output, place};
use crate::adr::links::Links;
use crate::adr::{self, Decision, Status, Unread};
use crate::dates::counted;
use crate::diag::nearest;
use crate::model::{Handbook, Loaded};
use crate::pipeline;

pub fn run(args: &AdrArgs) -> Outcome {
    match &args.command {
        AdrCommand::List(args) => list(args),
        AdrCommand::Show(args) => show(args),
    }
}

fn list(args: &AdrListArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let (loaded, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
    let (decisions, unread, _) = adr::read(&handbook, &loaded);
    let links = Links::new(&handbook, &decisions);
    let wanted = |d: &&Decision| args.status.is_empty() || args.status.iter().any(|s| s == state(d));
    let shown: Vec<&Decision> = decisions.iter().filter(wanted).collect();
    let text = match args.format {
        TableForm::Human => table(&shown, &decisions, &unread, &loaded, &place::shown_prefix(&dir)),
        TableForm::Json => {
            let list: Vec<Value> = shown.iter().map(|d| object(d, &handbook, &links)).collect();
            let unread: Vec<Value> =
                unread.iter().map(|u| json!({"path": loaded.sources.path(u.file), "reason": u.reason})).collect();
            format!("{:#}\n", json!({"decisions": list, "read": decisions.len(), "unread": unread}))
        }
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

/// The status as one word: `none` where nothing is said, `unknown` where it is not understood.
fn state(decision: &Decision) -> &'static str {
    match (&decision.status, &decision.status_text) {
        (Some(status), _) => status.value.name(),
        (None, Some(_)) => "unknown",
        (None, None) => "none",
    }
}

fn table(shown: &[&Decision], all: &[Decision], unread: &[Unread], loaded: &Loaded, prefix: &str) -> String {
    let width = |of: &dyn Fn(&Decision) -> usize| shown.iter().map(|d| of(d)).max().unwrap_or(0);
    let (ids, states) = (width(&|d| d.id.chars().count()), width(&|d| state(d).len()));
    let mut out = String::new();
    for d in shown {
        let date = d.date.as_ref().map_or_else(|| "-".to_owned(), |date| date.value.to_string());
        let _ = writeln!(out, "{:<ids$}  {:<states$}  {date:<10}  {}", d.id, state(d), d.title);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{}", sum(all));
    for file in unread {
        let _ = writeln!(out, "not read: {prefix}{}: {}", loaded.sources.path(file.file), file.reason);
    }
    out
}

/// `45 decisions read: 35 accepted, 6 rejected, 4 none`.
fn sum(decisions: &[Decision]) -> String {
    let states = Status::NAMES.into_iter().chain(["unknown", "none"]);
    let counts: Vec<String> = states
        .map(|name| (decisions.iter().filter(|d| state(d) == name).count(), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {}", if name == "none" { "without a status" } else { name }))
        .collect();
    let read = counted(decisions.len(), "decision");
    if counts.is_empty() { format!("{read} read") } else { format!("{read} read: {}", counts.join(", ")) }
}

fn object(d: &Decision, handbook: &Handbook, links: &Links) -> Value {
    let deciders: Vec<&str> = d.deciders.iter().map(|p| p.value.as_str()).collect();
    json!({
        "id": d.id,
        "number": d.number,
        "title": d.title,
        "status": d.status.as_ref().map(|s| s.value.name()),
        "status_text": d.status_text.as_ref().map(|s| s.value.as_str()),
        "date": d.date.as_ref().map(|date| date.value.to_string()),
        "deciders": deciders,
        "supersedes": links.names(&d.supersedes),
        "superseded_by": links.names(&d.superseded_by),
        "amends": links.names(&d.amends),
        "amended_by": links.names(&d.amended_by),
        "path": handbook.document(d.doc).path,
        "form": d.form.name(),
    })
}

fn show(args: &AdrShowArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, dir) = place::open(args.dir.as_deref())?;
    let (loaded, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
    let (decisions, ..) = adr::read(&handbook, &loaded);
    let links = Links::new(&handbook, &decisions);
    let number = args.id.parse::<u64>().ok();
    let is_meant = |d: &&Decision| {
        d.id.eq_ignore_ascii_case(&args.id)
            || number.is_some() && d.number == number
            || handbook.document(d.doc).path == args.id
    };
    let Some(decision) = decisions.iter().find(is_meant) else {
        let near = nearest(&args.id, decisions.iter().map(|d| d.id.as_str()));
        let help = near.map_or_else(|| "`rutter adr list` lists them".to_owned(), |id| format!("did you mean `{id}`?"));
        return Err(format!("there is no decision `{}`\nhelp: {help}", args.id));
    };
    let text = match args.format {
        TableForm::Human => card(decision, &handbook, &links, &place::shown_prefix(&dir)),
        TableForm::Json => {
            let mut object = object(decision, &handbook, &links);
            let options: Vec<Value> =
                decision.options.iter().map(|o| json!({"title": o.title, "chosen": o.chosen})).collect();
            object["options"] = options.into();
            format!("{object:#}\n")
        }
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

fn card(d: &Decision, handbook: &Handbook, links: &Links, prefix: &str) -> String {
    let mut out = format!("{}  {}\n\n", d.id, d.title);
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name:<14} {value}");
        }
    };
    let people =
        |list: &[crate::source::Spanned<String>]| list.iter().map(|p| p.value.as_str()).collect::<Vec<_>>().join(", ");
    fact("status", d.status.as_ref().map_or_else(|| state(d).to_owned(), |s| s.value.name().to_owned()));
    fact("date", d.date.as_ref().map_or_else(String::new, |date| date.value.to_string()));
    fact("deciders", people(&d.deciders));
    fact("consulted", people(&d.consulted));
    fact("informed", people(&d.informed));
    fact("supersedes", links.names(&d.supersedes).join(", "));
    fact("superseded by", links.names(&d.superseded_by).join(", "));
    fact("amends", links.names(&d.amends).join(", "));
    fact("amended by", links.names(&d.amended_by).join(", "));
    for option in &d.options {
        let how = match option.chosen {
            Some(true) => " (chosen)",
            Some(false) => " (not chosen)",
            None => "",
        };
        fact("option", format!("{}{how}", option.title));
    }
    fact("form", d.form.name().to_owned());
    fact("file", format!("{prefix}{}", handbook.document(d.doc).path));
    out
}
