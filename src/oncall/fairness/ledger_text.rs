//! Periods, written into the text of a ledger: they go behind those that are there, and no other byte changes.

use super::account::Kind;
use super::ledger::{self, Closed, Entry, Ledger};
use super::sheet::{hundredths, trimmed};
use crate::model::{Loaded, Register};
use crate::oncall::Rotation;
use crate::source::FileId;
use crate::yaml::edit::{self, Editor, line_ending, scalar};
use crate::yaml::{self, Node, Value};

const FORM: &str = "it is written in a way that periods cannot be added to; give `periods` a list with dashes";

/// The text with the periods in it, read back by the reader that will read it; or why it cannot be written.
pub fn add(
    text: Option<&str>,
    path: &str,
    rotation: &Rotation,
    register: &Register,
    known: &Ledger,
    periods: &[Closed],
) -> Result<String, String> {
    let new = edited(text, rotation, periods)?;
    let mut loaded = Loaded::default();
    loaded.sources.add(path, new.as_str());
    let (read, _) = ledger::read(rotation, register, &loaded);
    let said = |closed: &Closed| (closed.from, closed.to, closed.balances.clone());
    let is_same = read.closed.iter().map(said).eq(known.closed.iter().chain(periods).map(said));
    // What does not read back as what was meant must never reach the disk.
    if read.doubtful || !is_same {
        return Err(FORM.to_owned());
    }
    Ok(new)
}

fn edited(text: Option<&str>, rotation: &Rotation, periods: &[Closed]) -> Result<String, String> {
    let text = text.unwrap_or(
        "# Written by `rutter oncall close`: the balances at the end of each period, in hours. A positive one was carried\n\
         # beyond the share. `total` is weighted, and so are `carried` and `target`, which are those of the period alone.\n",
    );
    let newline = line_ending(text);
    let node = yaml::parse(text, FileId(0), 0, "page/front-matter").map_err(|d| d.message)?;
    if node.is_null() {
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { newline };
        let lines = blocks(periods, "  ", newline);
        return Ok(format!("{text}{gap}rotation: {}{newline}periods:{newline}{lines}{newline}", scalar(&rotation.id)));
    }
    let Some((name, list)) = node.entry("periods") else { return Err("it has no `periods`".to_owned()) };
    let Some(first) = list.items().first() else {
        return Ok(into_nothing(text, name.span.range().end, list, &blocks(periods, "  ", newline)));
    };
    let item = first.span.range().start;
    let lead = &text[text[..item].rfind('\n').map_or(0, |at| at + 1)..item];
    if lead.trim() != "-" {
        return Err(FORM.to_owned());
    }
    let mut editor = Editor::new(text, text.len());
    for closed in periods {
        editor.push(Some((name, list)), "periods", &block(closed, &" ".repeat(lead.chars().count()), newline));
    }
    Ok(editor.finish())
}

/// Puts the first periods into a list that says nothing: `periods:`, `periods: []`.
fn into_nothing(text: &str, name: usize, list: &Node, blocks: &str) -> String {
    let colon = text[name..].find(':').map_or(name, |at| name + at + 1);
    let end = text[colon..].find('\n').map_or(text.len(), |at| colon + at);
    let end = end - usize::from(text[..end].ends_with('\r'));
    let newline = line_ending(text);
    let value = match &list.value {
        Value::Null => {
            let rest = &text[colon..end];
            let word = rest.trim_start().split([' ', '\t', '#']).next().unwrap_or_default();
            if word.is_empty() {
                colon..colon
            } else {
                colon..colon + (rest.len() - rest.trim_start().len()) + word.len()
            }
        }
        _ => colon..text[colon..end].find(']').map_or(colon, |at| colon + at + 1),
    };
    let after = if text[end..].is_empty() { newline } else { "" };
    edit::apply(text, vec![(value, String::new()), (end..end, format!("{newline}{blocks}{after}"))])
}

/// Periods as a list with dashes. The last line has no end.
pub fn blocks(periods: &[Closed], indent: &str, newline: &str) -> String {
    let deeper = format!("{indent}  ");
    let item = |closed: &Closed| format!("{indent}- {}", block(closed, &deeper, newline));
    periods.iter().map(item).collect::<Vec<_>>().join(newline)
}

/// What stands behind a dash.
fn block(closed: &Closed, indent: &str, newline: &str) -> String {
    let head = format!("from: {}{newline}{indent}to: {}{newline}{indent}balances:", closed.from, closed.to);
    if closed.balances.is_empty() {
        return format!("{head} []");
    }
    let lines = closed.balances.iter().map(|e| format!("{newline}{indent}  - {}", entry(e)));
    head + &lines.collect::<String>()
}

fn entry(entry: &Entry) -> String {
    let number = |hours: f64| trimmed(hundredths(hours));
    let site = entry.site.as_ref().map_or(String::new(), |site| format!("site: {}, ", scalar(site)));
    let kinds: Vec<String> =
        Kind::ALL.iter().map(|kind| format!("{}: {}", kind.name(), number(entry.balance.of(*kind)))).collect();
    let load = entry.load.map_or(String::new(), |(carried, target)| {
        format!(", carried: {}, target: {}", number(carried), number(target))
    });
    let (role, person) = (scalar(&entry.role), scalar(&entry.person));
    format!("{{role: {role}, {site}person: {person}, kinds: {{{}}}{load}}}", kinds.join(", "))
}
