//! PagerDuty's incidents, log entries and analytics.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::Page;
use crate::oncall::import::Reader;
use crate::oncall::import::json::At;
use crate::oncall::import::people::User;
use crate::oncall::time::Instant;

/// What a log entry says that happened to its incident.
pub struct Entry {
    incident: String,
    at: Instant,
    kind: String,
    person: Option<String>,
    service: Option<String>,
}

/// An incident. One that is resolved has no assignments any more: then its log entries say who it was.
pub fn incident(reader: &Reader, at: &At) -> Option<Page> {
    let id = at.text("id").or_else(|| at.text("incident_number"));
    let Some(id) = id else {
        at.note("it has no id, and is left out");
        return None;
    };
    let resolved = at.instant("resolved_at", Tz::UTC).or_else(|| {
        let is_resolved = at.text("status").as_deref() == Some("resolved");
        if is_resolved { at.instant("last_status_change_at", Tz::UTC) } else { None }
    });
    let first = |list: &str, who: &str| at.list(list).first().and_then(|a| person(reader, &a.get(who)?));
    let acknowledged = at.list("acknowledgements").iter().filter_map(|a| a.instant("at", Tz::UTC)).min();
    let assigned = first("assignments", "assignee").or_else(|| first("acknowledgements", "acknowledger"));
    Some(Page {
        id,
        service: at.get("service").and_then(|s| service(reader, &s)),
        created: at.instant("created_at", Tz::UTC),
        acknowledged,
        resolved,
        responder: assigned,
        urgency: urgency(at),
        actionable: None,
    })
}

/// A row of analytics: seconds after it was created, and names without the objects.
pub fn analytics(reader: &Reader, at: &At) -> Option<Page> {
    let Some(id) = at.text("id").or_else(|| at.text("incident_number")) else {
        at.note("it has no id, and is left out");
        return None;
    };
    let created = at.instant("created_at", Tz::UTC);
    let after = |key: &str| created?.checked_add_signed(TimeDelta::try_seconds(at.int(key).filter(|s| *s >= 0)?)?);
    let first = |key: &str| at.list(key).first().and_then(At::own_text);
    let user = User { id: first("assigned_user_ids"), name: first("assigned_user_names"), ..User::default() };
    let names = [at.text("service_name"), at.text("service_id")];
    Some(Page {
        id,
        service: reader.service(at, &names),
        created,
        acknowledged: after("seconds_to_first_ack"),
        resolved: at.instant("resolved_at", Tz::UTC).or_else(|| after("seconds_to_resolve")),
        responder: (user != User::default()).then(|| reader.people.id(&user)),
        urgency: urgency(at),
        actionable: None,
    })
}

pub fn entry(reader: &Reader, at: &At) -> Option<Entry> {
    let incident = at.path(&["incident", "id"]).and_then(|id| id.own_text());
    let (Some(incident), Some(when), Some(kind)) = (incident, at.instant("created_at", Tz::UTC), at.text("type"))
    else {
        at.note("it lacks an incident, a time or a type, and is left out");
        return None;
    };
    let assigned = at.list("assignees").first().cloned().or_else(|| at.get("user"));
    let person = assigned.or_else(|| at.get("agent")).and_then(|who| person(reader, &who));
    let of_incident = at.path(&["incident", "service"]);
    let agent = at.get("agent").filter(|a| is_a(a, "service"));
    let service = at.get("service").or(of_incident).or(agent).and_then(|s| service(reader, &s));
    Some(Entry { incident, at: when, kind, person, service })
}

/// What log entries say of their incidents, each incident once.
pub fn of_entries(mut entries: Vec<(String, Entry)>) -> Vec<(String, Page)> {
    entries.sort_by(|(_, a), (_, b)| (&a.incident, a.at).cmp(&(&b.incident, b.at)));
    let mut pages: Vec<(String, Page)> = Vec::new();
    for (place, entry) in entries {
        if pages.last().is_none_or(|(_, page)| page.id != entry.incident) {
            pages.push((place, Page { id: entry.incident.clone(), ..Page::default() }));
        }
        let (_, page) = pages.last_mut().expect("invariant: a page was just added");
        page.service = page.service.take().or(entry.service);
        match entry.kind.split("_log_entry").next().unwrap_or_default() {
            "trigger" => page.created = page.created.or(Some(entry.at)),
            "acknowledge" => page.acknowledged = page.acknowledged.or(Some(entry.at)),
            "resolve" => page.resolved = Some(entry.at),
            _ => {}
        }
        page.responder = page.responder.take().or(entry.person);
    }
    pages
}

fn is_a(at: &At, kind: &str) -> bool {
    at.text("type").is_some_and(|t| t.starts_with(kind))
}

/// Somebody; nobody, where it was a service, a policy or an integration.
fn person(reader: &Reader, at: &At) -> Option<String> {
    let is_user = !at.has("type") || is_a(at, "user");
    User::read(at).filter(|_| is_user).map(|user| reader.people.id(&user))
}

fn service(reader: &Reader, at: &At) -> Option<String> {
    let names = [at.text("name").or_else(|| at.text("summary")), at.text("id")];
    reader.service(at, &names)
}

fn urgency(at: &At) -> Option<&'static str> {
    match at.text("urgency")?.as_str() {
        "high" => Some("high"),
        "low" => Some("low"),
        other => {
            at.note(format!("`{other}` is no urgency that is known here"));
            None
        }
    }
}
