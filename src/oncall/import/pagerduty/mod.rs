//! PagerDuty's exports: schedules of both of its APIs, overrides, users.

mod events;
mod layers;

pub use events::weekday;

use super::Reader;
use super::json::{At, Known, known};
use super::outline::{Cover, Outline, Stretch};
use super::people::User;
use crate::oncall::time::Range;
use chrono_tz::Tz;

/// What an object of an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Layered,
    Flexible,
    Event,
    Override,
    User,
}

pub fn read(reader: &mut Reader, documents: &[At]) -> Vec<Outline> {
    let found: Vec<Known<Kind>> = documents.iter().flat_map(|d| known(d, &kind)).collect();
    for user in found.iter().filter(|k| k.kind == Kind::User) {
        if let Some(user) = User::read(&user.at) {
            reader.people.learn(user);
        }
    }
    let mut outlines = Vec::new();
    let mut loose = Vec::new();
    let mut overrides = Vec::new();
    for Known { kind, at, .. } in &found {
        match kind {
            Kind::Layered => outlines.push(layers::read(reader, at)),
            Kind::Flexible => outlines.push(events::read(reader, at)),
            Kind::Event => loose.push(at),
            Kind::Override => overrides.push(at),
            Kind::User => {}
        }
    }
    outlines.extend(events::loose(reader, &loose));
    // A list of overrides does not say whose they are.
    match outlines.as_mut_slice() {
        [outline] => outline.covers.extend(overrides.iter().filter_map(|at| cover(reader, at, outline.zone))),
        _ => overrides.iter().for_each(|at| at.note("it is not told which schedule this covers: it stays behind")),
    }
    outlines
}

fn kind(key: &str, at: &At) -> Option<Kind> {
    let is_span = at.has("start") && at.has("end") && at.has("user");
    match key {
        _ if at.has("schedule_layers") => Some(Kind::Layered),
        _ if at.has("rotations") => Some(Kind::Flexible),
        _ if at.has("assignment_strategy") => Some(Kind::Event),
        "overrides" | "override" if is_span => Some(Kind::Override),
        "users" | "user" => Some(Kind::User),
        _ => None,
    }
}

/// Who is on call when, from a list of `rendered_schedule_entries`.
fn rendered(reader: &Reader, at: Option<&At>, zone: Tz) -> Vec<Stretch> {
    let entries = at.map(|at| at.list("rendered_schedule_entries")).unwrap_or_default();
    let stretch = |(range, person)| Stretch { range, person };
    entries.iter().filter_map(|entry| span(reader, entry, zone)).map(stretch).collect()
}

fn cover(reader: &Reader, at: &At, zone: Tz) -> Option<Cover> {
    let (range, person) = span(reader, at, zone)?;
    Some(Cover { range, person, replaces: None, reason: "override in PagerDuty".to_owned() })
}

/// An entry of a rendered schedule, or an override: from when to when, and who.
fn span(reader: &Reader, at: &At, zone: Tz) -> Option<(Range, String)> {
    let (start, end) = (at.instant("start", zone), at.instant("end", zone));
    let user = at.get("user").and_then(|u| User::read(&u));
    let (Some(start), Some(end), Some(user)) = (start, end, user) else {
        at.note("it lacks a start, an end or a user, and is left out");
        return None;
    };
    if end <= start {
        at.note("it ends no later than it starts, and is left out");
        return None;
    }
    Some((Range::new(start, end), reader.people.id(&user)))
}
