//! Whom each incident reached, and what of it counts.

use std::collections::HashMap;
use std::ops;
use std::sync::Arc;

use chrono::TimeDelta;
use rayon::prelude::*;

use super::Incident;
use crate::model::{DocId, Register};
use crate::oncall::rotation::Notify;
use crate::oncall::{Instant, Range, Rotation, Shift, Written, roster};

/// What comes within this time of the first page of a group is the same call.
const WINDOW: TimeDelta = TimeDelta::seconds(60);

/// A year without an incident is not worth a schedule.
const PAUSE: TimeDelta = TimeDelta::days(366);

/// How much of a rotation's past is expanded, all in all: two hundred years.
const LONGEST: TimeDelta = TimeDelta::days(200 * 366);

/// One time that a person was called: an incident, and those that reached the same person within 60 seconds of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// When the first of the group was created.
    pub at: Instant,
    /// Who was called: the responder where one is given, else whoever was on call. None where nobody was.
    pub person: Option<Arc<str>>,
    /// The rotation that answers for the service.
    pub rotation: Option<DocId>,
    /// The role and site of the shift that was called. That is the person's own, if they were on call for the rotation
    /// then; else the shift of the first role on the ladder. None where there was no such shift.
    pub role: Option<Arc<str>>,
    pub site: Option<Arc<str>>,
    /// The place of the group's first incident in [`Written::pages`]. It speaks for the others.
    pub incident: usize,
    /// How many more incidents the group has.
    pub duplicates: usize,
}

/// Every page of a handbook in the order of time, duplicates counted once: a window of 60 seconds that begins with the
/// first page of a group, and not a chain. Each rotation is expanded once, over the time that its incidents span; where
/// two people of a role were on call at once, whoever began earlier was called.
pub fn counted(written: &Written, register: &Register) -> Vec<Page> {
    let mut own: HashMap<DocId, Vec<usize>> = HashMap::new();
    for (at, incident) in written.pages.iter().enumerate() {
        if let Some(rotation) = incident.rotation {
            own.entry(rotation).or_default().push(at);
        }
    }
    let mut called: Vec<Called> = written.pages.iter().map(Called::by_responder).collect();
    let found: Vec<Vec<(usize, Called)>> = written
        .rotations
        .par_iter()
        .filter_map(|r| Some((r, own.get(&r.doc)?)))
        .map(|(rotation, own)| on_call(rotation, register, &written.pages, own))
        .collect();
    for (at, by_schedule) in found.into_iter().flatten() {
        called[at] = by_schedule;
    }
    let mut pages: Vec<Page> = Vec::new();
    let mut last: HashMap<(Option<Arc<str>>, Option<DocId>), usize> = HashMap::new();
    for (at, (incident, called)) in written.pages.iter().zip(called).enumerate() {
        // Somebody who serves two rotations is woken once. Of those whom nobody knows, there is one in each rotation.
        let key = (called.person.clone(), incident.rotation.filter(|_| called.person.is_none()));
        match last.get(&key).map(|first| &mut pages[*first]) {
            Some(first) if incident.created - first.at <= WINDOW => first.duplicates += 1,
            _ => {
                last.insert(key, pages.len());
                pages.push(Page {
                    at: incident.created,
                    person: called.person,
                    rotation: incident.rotation,
                    role: called.role,
                    site: called.site,
                    incident: at,
                    duplicates: 0,
                });
            }
        }
    }
    pages
}

/// Who was called, and for what shift.
#[derive(Debug, Default)]
struct Called {
    person: Option<Arc<str>>,
    role: Option<Arc<str>>,
    site: Option<Arc<str>>,
}

impl Called {
    fn by_responder(incident: &Incident) -> Self {
        Self { person: incident.responder.clone(), ..Self::default() }
    }
}

/// Holds a rotation's incidents, which are in the order of time, against its schedule.
fn on_call(rotation: &Rotation, register: &Register, all: &[Incident], own: &[usize]) -> Vec<(usize, Called)> {
    let first = first_role(rotation);
    let created = |at: usize| all[own[at]].created;
    let mut out = Vec::with_capacity(own.len());
    for stretch in stretches(own.len(), created) {
        let range = Range::new(created(stretch.start), created(stretch.end - 1) + TimeDelta::seconds(1));
        let roster = roster(rotation, register, range);
        let mut next = roster.shifts.iter().peekable();
        let mut on: Vec<&Shift> = Vec::new();
        for at in stretch {
            let incident = &all[own[at]];
            while let Some(shift) = next.next_if(|s| s.range.from <= incident.created) {
                on.push(shift);
            }
            on.retain(|s| s.range.contains(incident.created));
            let of_first = || on.iter().copied().filter(|s| Some(&*s.role) == first.as_deref());
            let shift = match &incident.responder {
                Some(person) => of_first()
                    .find(|s| s.person == *person)
                    .or_else(|| on.iter().copied().find(|s| s.person == *person))
                    .or_else(|| of_first().next()),
                None => of_first().next(),
            };
            let called = Called {
                person: incident.responder.clone().or_else(|| shift.map(|s| s.person.clone())),
                role: shift.map(|s| s.role.clone()),
                site: shift.and_then(|s| s.site.clone()),
            };
            out.push((own[at], called));
        }
    }
    out
}

/// The first role with turns that the ladder calls; without a ladder, the first there is.
fn first_role(rotation: &Rotation) -> Option<Arc<str>> {
    let roles = rotation.roles();
    let on_ladder = rotation.escalation.iter().find_map(|step| match &step.notify.value {
        Notify::Role(role) => roles.iter().find(|r| r.value == *role),
        Notify::Person(_) | Notify::Team(_) => None,
    });
    on_ladder.or(roles.first()).map(|role| role.value.clone())
}

/// Puts incidents that follow each other within a year into one stretch. A row with a year that nobody can mean must
/// not have thousands of years expanded: what is beyond [`LONGEST`], counted from the latest incident, has no stretch.
fn stretches(count: usize, created: impl Fn(usize) -> Instant) -> Vec<ops::Range<usize>> {
    let mut out = Vec::new();
    let (mut end, mut left) = (count, LONGEST);
    for at in (0..count).rev() {
        let gap = if at == 0 { TimeDelta::MAX } else { created(at) - created(at - 1) };
        if gap > PAUSE {
            out.push(at..end);
            end = at;
        } else if gap > left {
            out.push(at..end);
            break;
        } else {
            left -= gap;
        }
    }
    out.reverse();
    out
}
