//! From a rotation to the events of its calendars, each under a name that stays.
//!
//! # UIDs
//!
//! A UID is a hash of what an event is, and not of when it ends or who has it:
//!
//! - a turn's shift: the rotation, the role, the site, and the wall time at which the shift begins there;
//! - an override: the same with its own start, its person and whom it replaces; with `replaces`, once for each shift
//!   that it takes a part of;
//! - a maintenance window: the rotation, the site, and the wall time at which it begins.
//!
//! Where overrides cut a shift to pieces, the first piece that is left keeps the shift's UID, and each further one is
//! named after the override that it follows. A part that is taken away is named after the override that took it; but if
//! nothing is left of the shift, it has the shift's own UID, so that a client that knows the shift sees it cancelled.
//! What would still have one UID twice is numbered.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher;
use std::sync::Arc;

use chrono::NaiveDateTime;
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::oncall::rotation::{Maintenance, Override, Rotation};
use crate::oncall::schedule::{Shift, lay};
use crate::oncall::time::{Range, minus, union};
use crate::oncall::windows::windows;

/// Something that a calendar shows. Whole, also where it goes beyond the range that was asked for.
#[derive(Debug)]
pub struct Event<'a> {
    pub rotation: &'a Rotation,
    /// The part before the `@` of a UID.
    pub name: String,
    pub range: Range,
    pub what: What<'a>,
    /// How many overrides changed it: a client takes the larger number for the newer state.
    pub sequence: usize,
}

#[derive(Debug)]
pub enum What<'a> {
    Shift(Shift),
    /// A part of a shift that its person does not have any more, and the override that took it.
    Taken(Shift, &'a Override),
    Maintenance(&'a Maintenance),
}

impl Event<'_> {
    /// Whose shift it is, or was.
    pub fn person(&self) -> Option<&Arc<str>> {
        match &self.what {
            What::Shift(shift) | What::Taken(shift, _) => Some(&shift.person),
            What::Maintenance(_) => None,
        }
    }

    pub fn is_taken(&self) -> bool {
        matches!(self.what, What::Taken(..))
    }
}

/// The events of rotations that touch a range: by start, then by end and in the order of rotations.
pub fn events<'a>(rotations: impl IntoIterator<Item = &'a Rotation>, range: Range) -> Vec<Event<'a>> {
    let mut names = Names::default();
    let mut events = Vec::new();
    for rotation in rotations {
        shifts(rotation, range, &mut names, &mut events);
        for m in &rotation.maintenance {
            for window in windows(m.zone, m.days, m.hours, range) {
                let begins = written(window.start.time);
                let name = names.give(&["maintenance", &rotation.id, m.site.as_deref().unwrap_or_default(), &begins]);
                let what = What::Maintenance(m);
                let range = Range::new(window.range.from, window.range.to);
                events.push(Event { rotation, name, range, what, sequence: 0 });
            }
        }
    }
    // What is named whole and lies outside was needed for the names.
    events.retain(|e| e.range.common(range).is_some());
    events.sort_by_key(|e| e.range);
    events
}

/// One shift as it was before overrides: its pieces, and what was taken of it.
#[derive(Default)]
struct Pieces {
    left: Vec<Shift>,
    taken: Vec<(Shift, usize)>,
}

fn shifts<'a>(rotation: &'a Rotation, range: Range, names: &mut Names, events: &mut Vec<Event<'a>>) {
    let laid = lay(rotation, range);
    let mut own: BTreeMap<(Arc<str>, Arc<str>), Vec<Range>> = BTreeMap::new();
    for shift in &laid.shifts {
        own.entry((shift.role.clone(), shift.person.clone())).or_default().push(shift.range);
    }
    let own: BTreeMap<_, _> = own.into_iter().map(|(key, ranges)| (key, union(ranges))).collect();
    let mut whole: BTreeMap<_, Pieces> = BTreeMap::new();
    let key = |s: &Shift| (s.role.clone(), s.site.clone(), s.begun, s.by);
    for shift in laid.shifts {
        whole.entry(key(&shift)).or_default().left.push(shift);
    }
    for (shift, by) in laid.taken {
        whole.entry(key(&shift)).or_default().taken.push((shift, by));
    }
    for ((role, site, begun, by), mut pieces) in whole {
        let takeover = |at: usize| takeover(&rotation.overrides[at]);
        let is = by.map_or("turn".to_owned(), takeover);
        let begins = written(begun);
        let base = [is.as_str(), &rotation.id, &role, site.as_deref().unwrap_or_default(), &begins];
        pieces.left.sort_by_key(|s| s.range);
        pieces.taken.sort_by_key(|(s, by)| (s.range, *by));
        let mut takers: Vec<usize> = pieces.taken.iter().map(|(_, by)| *by).collect();
        takers.sort_unstable();
        takers.dedup();
        let sequence = takers.len();
        let mut first = true;
        let mut named = |how: &str, at: Option<usize>| {
            let further = at.map(takeover).unwrap_or_default();
            let name = if first { names.give(&base) } else { names.give(&[&base[..], &[how, &further]].concat()) };
            first = false;
            name
        };
        for shift in pieces.left {
            let name = named("after", shift.after);
            events.push(Event { rotation, name, range: shift.range, what: What::Shift(shift), sequence });
        }
        for (shift, by) in pieces.taken {
            // Who got it back, or took it from themselves, has it.
            let kept = own.get(&(shift.role.clone(), shift.person.clone())).map(Vec::as_slice).unwrap_or_default();
            for range in minus(&[shift.range], kept) {
                let name = named("taken", Some(by));
                let what = What::Taken(Shift { range, ..shift.clone() }, &rotation.overrides[by]);
                events.push(Event { rotation, name, range, what, sequence });
            }
        }
    }
}

/// What tells an override from the others, whatever its end and its place in the file.
fn takeover(o: &Override) -> String {
    let replaces = o.replaces.as_ref().map_or("", |who| &*who.value);
    [&written(o.range.from.naive_utc()), &*o.person.value, replaces].join("\u{0}")
}

fn written(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The names that were given.
#[derive(Default)]
struct Names(HashMap<u128, u64>);

impl Names {
    fn give(&mut self, parts: &[&str]) -> String {
        let name = hash(parts);
        let count = self.0.entry(name).or_default();
        *count += 1;
        let name = if *count == 1 { name } else { hash(&[&format!("{name:032x}"), &count.to_string()]) };
        format!("{name:032x}")
    }
}

/// A hash of texts that tells `ab, c` from `a, bc`; no text has the byte 0xff.
pub(super) fn hash(parts: &[&str]) -> u128 {
    let mut hasher = SipHasher13::new();
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write_u8(0xff);
    }
    hasher.finish128().as_u128()
}
