//! PagerDuty's exports: schedules of both of its APIs, overrides, users.

mod events;
mod layers;

pub use events::weekday;

use super::json::{At, Known, known};
use super::outline::{Cover, Stretch};
use super::pages::{Page, pagerduty as incidents};
use super::people::User;
use super::{Found, Reader};
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
    Service,
    Incident,
    Analytics,
    LogEntry,
}

pub fn read(reader: &mut Reader, documents: &[At]) -> Found {
    let found: Vec<Known<Kind>> = documents.iter().flat_map(|d| known(d, &kind)).collect();
    for user in found.iter().filter(|k| k.kind == Kind::User) {
        if let Some(user) = User::read(&user.at) {
            reader.people.learn(user);
        }
    }
    for service in found.iter().filter(|k| k.kind == Kind::Service).map(|k| &k.at) {
        let name = service.text("name").or_else(|| service.text("summary"));
        reader.services.extend(service.text("id").zip(name));
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
            _ => {}
        }
    }
    outlines.extend(events::loose(reader, &loose));
    // A list of overrides does not say whose they are.
    match outlines.as_mut_slice() {
        [outline] => outline.covers.extend(overrides.iter().filter_map(|at| cover(reader, at, outline.zone))),
        _ => overrides.iter().for_each(|at| at.note("it is not told which schedule this covers: it stays behind")),
    }
    Found { outlines, pages: pages(reader, &found) }
}

/// What was paged. What an incident says itself goes before what others say of it.
fn pages(reader: &Reader, found: &[Known<Kind>]) -> Vec<(String, Page)> {
    let of = |kind: Kind| found.iter().filter(move |k| k.kind == kind).map(|k| &k.at);
    let placed = |at: &At, page: Option<Page>| Some((at.place.clone(), page?));
    let incidents = of(Kind::Incident).filter_map(|at| placed(at, incidents::incident(reader, at)));
    let analytics = of(Kind::Analytics).filter_map(|at| placed(at, incidents::analytics(reader, at)));
    let entries = of(Kind::LogEntry).filter_map(|at| Some((at.place.clone(), incidents::entry(reader, at)?)));
    incidents.chain(analytics).chain(incidents::of_entries(entries.collect())).collect()
}

fn kind(key: &str, at: &At) -> Option<Kind> {
    let is_span = at.has("start") && at.has("end") && at.has("user");
    match key {
        _ if at.has("schedule_layers") => Some(Kind::Layered),
        _ if at.has("rotations") => Some(Kind::Flexible),
        _ if at.has("assignment_strategy") => Some(Kind::Event),
        "overrides" | "override" if is_span => Some(Kind::Override),
        _ if at.word("type").is_some_and(|t| t.contains("log_entry")) || key == "log_entries" => Some(Kind::LogEntry),
        _ if at.has("seconds_to_first_ack") || at.has("seconds_to_resolve") => Some(Kind::Analytics),
        _ if at.has("incident_number") || key == "incidents" || at.word("type") == Some("incident") => {
            Some(Kind::Incident)
        }
        "users" | "user" => Some(Kind::User),
        "services" => Some(Kind::Service),
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
