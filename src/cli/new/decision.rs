//! What `rutter new adr` knows beyond other kinds: forms, and what a decision supersedes.

use crate::adr::edit::{self, Change, Tied};
use crate::adr::{self, Decisions, Form, Status};
use crate::cli::args::{AdrForm, NewAdrArgs};
use crate::model::{self, Handbook, Loaded};
use crate::paths;
use crate::pipeline::load::NEW_FOLDER;
use crate::pipeline::read_decisions_of_today;
use crate::world::{Entry, World};

/// Flags of decisions say nothing of another kind.
pub fn refuse(args: &NewAdrArgs, kind: &str) -> Result<(), String> {
    let given = [
        ("--form", args.form.is_some()),
        ("--supersedes", args.supersedes.is_some()),
        ("--decider", !args.decider.is_empty()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((flag, _)) => Err(format!("`{flag}` is for decisions, not for the kind `{kind}`\nhelp: leave it out")),
        None => Ok(()),
    }
}

/// The template of the form that is asked for; else the handbook's own, else that of its folder's form.
pub fn template(
    form: Option<AdrForm>,
    world: &dyn World,
    handbook: &Handbook,
    decisions: &Decisions,
    path: &str,
) -> &'static str {
    let has_own = || world.read(&format!("{NEW_FOLDER}adr.md")).is_ok();
    let form = form.unwrap_or_else(|| if has_own() { AdrForm::House } else { usual(handbook, decisions, path) });
    match form {
        AdrForm::House => "adr",
        AdrForm::Madr4 => "adr-madr4",
        AdrForm::Nygard => "adr-nygard",
    }
}

/// One more than the highest number of all, which may have more digits than names of other kinds.
pub fn next_number(handbook: &Handbook, decisions: &Decisions) -> u32 {
    let of_kind = decisions.list.iter().filter(|d| handbook.kind_of(d.doc).name == adr::KIND);
    let numbers = of_kind.filter_map(|d| u32::try_from(d.number?).ok());
    numbers.max().map_or(0, |n| n.saturating_add(1))
}

/// The form that most decisions of a folder are in, where there is a template of it.
fn usual(handbook: &Handbook, decisions: &Decisions, path: &str) -> AdrForm {
    let folder = paths::parent(path);
    let there = decisions.list.iter().filter(|d| paths::parent(&handbook.document(d.doc).path) == folder);
    let mut counts: std::collections::BTreeMap<Form, usize> = std::collections::BTreeMap::new();
    for decision in there {
        *counts.entry(decision.form).or_default() += 1;
    }
    match counts.into_iter().max_by_key(|(_, count)| *count) {
        Some((Form::Madr4, _)) => AdrForm::Madr4,
        Some((Form::Nygard, _)) => AdrForm::Nygard,
        _ => AdrForm::House,
    }
}

/// The text of a new decision with what it supersedes, as its form says it.
pub fn superseding(
    handbook: Handbook,
    mut loaded: Loaded,
    path: &str,
    text: String,
    prefix: &str,
    old: &str,
) -> Result<String, String> {
    let before = read_decisions_of_today(&handbook, &loaded);
    let at = crate::cli::adr::find(&handbook, &before, prefix, old)?;
    let superseded = &before.list[at];
    if superseded.has_status(Status::Rejected) || superseded.is_open() {
        return Err(format!(
            "{} is {}, so there is nothing to supersede\nhelp: only what is or was in force is superseded",
            superseded.id,
            superseded.state_word()
        ));
    }
    let old_path = handbook.document(superseded.doc).path.clone();
    // The new file is put into the handbook in memory, and written into as any other.
    let entry = Entry { path: path.to_owned(), size: text.len() as u64, modified: None, problem: None };
    let place = loaded.tree.partition_point(|e| e.path.as_str() < path);
    std::sync::Arc::make_mut(&mut loaded.tree).insert(place, entry);
    loaded.sources.add(path, text);
    let Handbook { config, config_file, today, drafts, .. } = handbook;
    let (handbook, _) = model::read(&loaded, config, config_file, today, drafts, &mut model::Memo::default());
    let decisions = read_decisions_of_today(&handbook, &loaded);
    let of = |path: &str| decisions.list.iter().position(|d| handbook.document(d.doc).path == path);
    let (Some(new), Some(old)) = (of(path), of(&old_path)) else {
        return Err(format!("{path} would be no decision\nhelp: mend the template in {NEW_FOLDER}"));
    };
    let change = Change { supersedes: Some(Tied { at: old, part: None }), ..Change::default() };
    let written = edit::write(&handbook, &loaded, &decisions, new, &change)?;
    // A template of the handbook's own may say it already.
    let same = || loaded.sources.text(handbook.document(decisions.list[new].doc).file).to_owned();
    Ok(written.into_iter().find(|f| f.path == path).map_or_else(same, |f| f.text))
}

/// A title as the text of a heading: what Markdown would read in it is escaped.
pub fn heading(title: &str) -> String {
    let mut out = String::new();
    for c in title.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~' | '|' | '$' | '{' | '}' | '^') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
