//! What git knows of a decision: its way through the states, and what was edited after it was accepted.
//!
//! 1. The history names, for each commit that touched a file, its contents before and after.
//! 2. [`version`] reads each of those as today's file is read.
//! 3. Each commit is judged by itself: what the state was before it and after, which words changed. So branches
//!    that were worked on side by side do not get mixed up.
//!
//! Contents are asked for in batches, one process for each, so that git and the reading go on side by side.

pub(super) mod version;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::status::Status;
use super::{Decision, KIND, Memo};
use crate::config::Preset;
use crate::model::document::KEP_RECORD;
use crate::model::history::Change;
use crate::model::{Document, Handbook, Loaded};
use crate::paths;
use crate::world::git::{Reach, Touch};
use version::Version;

/// Gives the contents of old versions of files by the names that git has for them, in the same order; nothing for
/// one that it does not have.
pub type Blobs<'a> = dyn Fn(&[&str]) -> Result<Vec<Option<Vec<u8>>>, String> + Sync + 'a;

/// The outside, as the past needs it.
pub struct Archive<'a> {
    pub blobs: &'a Blobs<'a>,
    /// The paths of the repository that are not committed as they are.
    pub uncommitted: &'a (dyn Fn() -> HashSet<String> + Sync),
}

impl Archive<'_> {
    /// Of a handbook without a past.
    pub const NONE: Archive<'static> = Archive { blobs: &|_| Ok(Vec::new()), uncommitted: &HashSet::new };
}

/// Oldest first. Empty where the whole history cannot be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// The commit that the file began in.
    pub first: Option<Change>,
    pub steps: Vec<Step>,
    pub edits: Vec<Edit>,
}

/// A commit in which a decision came to a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// None where the decision begins, or said nothing that was understood.
    pub from: Option<String>,
    pub to: String,
    /// None for what is not committed yet.
    pub change: Option<Change>,
}

/// A commit in which the text of a decision was changed after it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The headings under which words changed.
    pub sections: Vec<String>,
    /// None for what is not committed yet.
    pub change: Option<Change>,
}

/// How many decisions share a batch at least and at most. Git starts up and unpacks anew for each batch, so there
/// are as few as keep every core busy; what is in memory at once has a limit.
const BATCH: (usize, usize) = (64, 4096);

/// The past of every decision, in their order; or why git did not give it.
pub(super) fn read(
    handbook: &Handbook,
    loaded: &Loaded,
    decisions: &[Decision],
    archive: &Archive,
    memo: &mut Memo,
) -> (Vec<Past>, Option<String>) {
    if loaded.history.reach != Reach::Full {
        return (vec![Past::default(); decisions.len()], None);
    }
    memo.enter(handbook, loaded);
    let (lives, problem) = lives(handbook, loaded, decisions, archive, memo);
    memo.keep_lives(decisions.iter().map(|d| handbook.document(d.doc)).zip(lives.iter().cloned()));
    let mut uncommitted: Option<HashSet<String>> = None;
    let mut past = |(decision, lived): (&Decision, Option<Arc<Lived>>)| {
        let Some(lived) = lived else { return Past::default() };
        let document = handbook.document(decision.doc);
        let text = loaded.sources.text(document.file);
        let path = || loaded.history.repository_path(&document.path);
        let mut past = lived.past.clone();
        // A text that differs from the newest version may come from a merge as well.
        if let Some(newest) = lived.newest.as_deref().filter(|newest| *newest != text)
            && uncommitted.get_or_insert_with(|| (archive.uncommitted)()).contains(&path())
        {
            let before = Version::new(handbook, document, newest);
            let now = Version::new(handbook, document, text);
            judge(&mut past, Some(before), now, None, is_frozen(handbook, document));
        }
        past
    };
    (decisions.iter().zip(lives).map(&mut past).collect(), problem)
}

/// What the commits tell of each decision, nothing where git does not answer; and why it did not.
fn lives(
    handbook: &Handbook,
    loaded: &Loaded,
    decisions: &[Decision],
    archive: &Archive,
    memo: &Memo,
) -> (Vec<Option<Arc<Lived>>>, Option<String>) {
    let mut lives: Vec<Option<Arc<Lived>>> =
        decisions.par_iter().map(|d| memo.life(handbook.document(d.doc))).collect();
    let unknown: Vec<usize> = (0..decisions.len()).filter(|at| lives[*at].is_none()).collect();
    let size = unknown.len().div_ceil(rayon::current_num_threads()).clamp(BATCH.0, BATCH.1);
    let batch = |batch: &[usize]| batch_of(handbook, loaded, batch.iter().map(|at| &decisions[*at]).collect(), archive);
    let batches: Vec<Result<Vec<Lived>, String>> = unknown.par_chunks(size).map(batch).collect();
    let mut problem = None;
    for (batch, lived) in unknown.chunks(size).zip(batches) {
        match lived {
            Ok(lived) => batch.iter().zip(lived).for_each(|(at, lived)| lives[*at] = Some(Arc::new(lived))),
            Err(error) => problem = Some(error),
        }
    }
    (lives, problem)
}

/// The past of one decision as the commits tell it.
#[derive(Debug, Default)]
pub(super) struct Lived {
    past: Past,
    /// The newest version that is committed, where it can be held against today's.
    newest: Option<Arc<str>>,
}

fn batch_of(
    handbook: &Handbook,
    loaded: &Loaded,
    batch: Vec<&Decision>,
    archive: &Archive,
) -> Result<Vec<Lived>, String> {
    let touches: Vec<&[Touch]> = batch.iter().map(|d| touches(loaded, handbook, handbook.document(d.doc))).collect();
    let mut ids: Vec<&str> =
        touches.iter().copied().flatten().flat_map(|t| [&t.before, &t.after]).flatten().map(|id| &**id).collect();
    ids.sort_unstable();
    ids.dedup();
    let contents: HashMap<&str, String> = ids
        .iter()
        .copied()
        .zip((archive.blobs)(&ids)?)
        .filter_map(|(id, bytes)| Some((id, String::from_utf8(bytes?).ok()?)))
        .collect();
    let one = |(decision, touches): (&Decision, &[Touch])| live(handbook, loaded, decision, touches, &contents);
    Ok(batch.into_iter().zip(touches).map(one).collect())
}

/// How the file that holds a decision's state was touched.
fn touches<'l>(loaded: &'l Loaded, handbook: &Handbook, document: &Document) -> &'l [Touch] {
    let path = match handbook.kind(document).preset {
        Some(Preset::Kep) => paths::join(paths::parent(&document.path), KEP_RECORD),
        _ => document.path.clone(),
    };
    loaded.history.touches(&loaded.history.repository_path(&path))
}

fn live(
    handbook: &Handbook,
    loaded: &Loaded,
    decision: &Decision,
    touches: &[Touch],
    contents: &HashMap<&str, String>,
) -> Lived {
    let document = handbook.document(decision.doc);
    let frozen = is_frozen(handbook, document);
    let mut read: HashMap<&str, Version> = HashMap::new();
    let mut version = |id: &Option<Box<str>>| -> Option<Version> {
        let (id, text) = contents.get_key_value(id.as_deref()?)?;
        Some(*read.entry(id).or_insert_with(|| Version::new(handbook, document, text)))
    };
    let mut past = Past::default();
    let history = &loaded.history;
    for touch in touches.iter().rev() {
        let Some(after) = version(&touch.after) else { continue };
        let commit = &history.commits[touch.commit];
        let change = Change { date: commit.date, author: commit.author.clone(), commit: commit.short().to_owned() };
        past.first.get_or_insert_with(|| change.clone());
        let counts = frozen && !history.reformatted.contains(&commit.hash);
        judge(&mut past, version(&touch.before), after, Some(change), counts);
    }
    let newest = touches.first().and_then(|t| contents.get(t.after.as_deref()?));
    let is_record = handbook.kind(document).preset == Some(Preset::Kep);
    let today = &loaded.sources.get(document.file).text;
    // Most stand as they were committed: one text does for both.
    let kept = |text: &String| if **text == **today { Arc::clone(today) } else { text.as_str().into() };
    Lived { past, newest: newest.filter(|_| !is_record).map(kept) }
}

/// Whether a decision's text stands once it is accepted. Other kinds go on writing theirs.
fn is_frozen(handbook: &Handbook, document: &Document) -> bool {
    handbook.kind(document).name == KIND
}

/// What one commit did. `frozen` says whether it may not change the text of what was accepted.
fn judge(past: &mut Past, before: Option<Version>, after: Version, change: Option<Change>, frozen: bool) {
    let from = before.and_then(|b| b.state).map(str::to_owned);
    let decided = |v: &Version| matches!(v.status, Some(Status::Accepted | Status::Deprecated | Status::Superseded));
    if let Some(before) = before.filter(|b| frozen && decided(b) && decided(&after)) {
        let sections = after.changed(&before);
        if !sections.is_empty() {
            past.edits.push(Edit { sections, change: change.clone() });
        }
    }
    if let Some(to) = after.state.map(str::to_owned).filter(|to| from.as_ref() != Some(to)) {
        let step = Step { from, to, change };
        // A change that was made on two branches came to the same twice.
        if past.steps.last().is_none_or(|last| (&last.from, &last.to) != (&step.from, &step.to)) {
            past.steps.push(step);
        }
    }
}
