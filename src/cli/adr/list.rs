//! `rutter adr list`.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::Opened;
use crate::adr::{Decision, Status};
use crate::cli::args::{AdrListArgs, TableForm};
use crate::cli::{Outcome, output};
use crate::dates::counted;

pub(super) fn run(args: &AdrListArgs) -> Outcome {
    let opened = Opened::with_past(args.dir.as_deref(), &args.common)?;
    let list = &opened.decisions.list;
    let wanted = |d: &Decision| args.status.is_empty() || args.status.iter().any(|s| s == d.state_word());
    let shown: Vec<usize> = (0..list.len()).filter(|at| wanted(&list[*at])).collect();
    let text = match args.format {
        TableForm::Human => table(&opened, &shown),
        TableForm::Json => {
            let objects: Vec<Value> = shown.iter().map(|at| opened.object(*at)).collect();
            let path = |file| opened.loaded.sources.path(file);
            let unread = opened.decisions.unread.iter();
            let unread: Vec<Value> = unread.map(|u| json!({"path": path(u.file), "reason": u.reason})).collect();
            format!("{:#}\n", json!({"decisions": objects, "read": list.len(), "unread": unread}))
        }
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

fn table(opened: &Opened, shown: &[usize]) -> String {
    let all = &opened.decisions.list;
    let width = |of: &dyn Fn(&Decision) -> usize| shown.iter().map(|at| of(&all[*at])).max().unwrap_or(0);
    let (ids, states) = (width(&|d| d.id.chars().count()), width(&|d| d.state_word().len()));
    let mut out = String::new();
    for &at in shown {
        let d = &all[at];
        let date = opened.decisions.date(at).map_or_else(|| "-".to_owned(), |date| date.to_string());
        let _ = writeln!(out, "{:<ids$}  {:<states$}  {date:<10}  {}", d.id, d.state_word(), d.title);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{}", sum(all));
    for file in &opened.decisions.unread {
        let path = opened.loaded.sources.path(file.file);
        let _ = writeln!(out, "not read: {}{path}: {}", opened.prefix(), file.reason);
    }
    out
}

/// `45 decisions read: 35 accepted, 6 rejected, 4 without a status`: the six statuses first, then states of
/// other kinds, then what is not known.
fn sum(decisions: &[Decision]) -> String {
    let place = |state: &str| match state {
        "unknown" => 7,
        "none" => 8,
        _ => Status::NAMES.iter().position(|n| *n == state).unwrap_or(6),
    };
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for d in decisions {
        *counts.entry((place(d.state_word()), d.state_word())).or_default() += 1;
    }
    let named = |name: &str| if name == "none" { "without a status".to_owned() } else { name.to_owned() };
    let counts: Vec<String> = counts.into_iter().map(|((_, name), count)| format!("{count} {}", named(name))).collect();
    let read = counted(decisions.len(), "decision");
    if counts.is_empty() { format!("{read} read") } else { format!("{read} read: {}", counts.join(", ")) }
}
