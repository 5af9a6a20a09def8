//! The proof of an import: the rotation that was written, laid out beside what the tool itself laid out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::NOBODY;
use super::outline::Stretch;
use crate::config;
use crate::model::{self, Loaded};
use crate::oncall::time::{Instant, Range};
use crate::oncall::{self, Rotation, roster};
use crate::source::FileId;

/// A stretch in which the two do not have the same people on call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub range: Range,
    pub theirs: BTreeSet<String>,
    pub ours: BTreeSet<String>,
}

/// No more than this much is laid out, from the first stretch on.
const MOST: TimeDelta = TimeDelta::days(2 * 366);

/// A rotation as a handbook would read it, and what it would find wrong with its times.
pub fn reading(id: &str, yaml: &str) -> (Option<Rotation>, Vec<String>) {
    let mut loaded = Loaded::default();
    let file = loaded.sources.add(config::FILE, "title: Import\n");
    let path = format!("oncall/{id}.yaml");
    loaded.sources.add(path.clone(), yaml);
    std::sync::Arc::make_mut(&mut loaded.tree).push(crate::world::Entry {
        path,
        size: 0,
        modified: None,
        problem: None,
    });
    let (config, _) = config::read("title: Import\n", FileId(0));
    // No date is asked for: nothing of a schedule depends on the day.
    let (handbook, _) =
        model::read(&loaded, config, file, chrono::NaiveDate::default(), true, &mut model::Memo::default());
    let (written, found) = oncall::read(&handbook, &loaded);
    let people = "oncall/unknown-person";
    let wrong = found.into_iter().filter(|d| d.rule != people).map(|d| d.message).collect();
    (written.rotations.into_iter().next(), wrong)
}

/// Where a rotation differs from what the tool laid out, from its first stretch to its last. Gives the range that was
/// looked at as well; none where the tool laid nothing out.
pub fn compare(rotation: &Rotation, rendered: &[Stretch]) -> Option<(Range, Vec<Difference>)> {
    let from = rendered.iter().map(|s| s.range.from).min()?;
    let to = rendered.iter().map(|s| s.range.to).max()?;
    let range = Range::new(from, to.min(from.checked_add_signed(MOST).unwrap_or(to)));
    let register = model::Register::default();
    let shifts = roster(rotation, &register, range).shifts;
    let ours = shifts.iter().filter(|s| &*s.person != NOBODY).map(|s| (s.range, &*s.person, true));
    let theirs = rendered.iter().filter(|s| s.person != NOBODY);
    let theirs = theirs.filter_map(|s| Some((s.range.common(range)?, s.person.as_str(), false)));
    let mut edges: BTreeMap<Instant, Vec<(&str, bool, i32)>> = BTreeMap::new();
    for (range, person, own) in ours.chain(theirs) {
        edges.entry(range.from).or_default().push((person, own, 1));
        edges.entry(range.to).or_default().push((person, own, -1));
    }
    let mut on: BTreeMap<(bool, &str), i32> = BTreeMap::new();
    let mut differences: Vec<Difference> = Vec::new();
    let mut edges = edges.into_iter().peekable();
    while let Some((at, changes)) = edges.next() {
        for (person, own, by) in changes {
            *on.entry((own, person)).or_default() += by;
        }
        on.retain(|_, count| *count > 0);
        let Some((next, _)) = edges.peek() else { break };
        let of = |own: bool| on.keys().filter(|k| k.0 == own).map(|k| k.1.to_owned()).collect::<BTreeSet<_>>();
        let here = Difference { range: Range { from: at, to: *next }, theirs: of(false), ours: of(true) };
        if here.theirs == here.ours {
            continue;
        }
        match differences.last_mut() {
            Some(d) if d.range.to == at && d.theirs == here.theirs && d.ours == here.ours => d.range.to = *next,
            _ => differences.push(here),
        }
    }
    Some((range, differences))
}
