//! Opsgenie's alerts and Grafana OnCall's alert groups.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::Page;
use crate::oncall::import::Reader;
use crate::oncall::import::json::At;
use crate::oncall::import::people::User;

/// An alert of Opsgenie: its times are milliseconds after it was created.
pub fn opsgenie(reader: &Reader, at: &At) -> Option<Page> {
    let Some(id) = at.text("id").or_else(|| at.text("tinyId")) else {
        at.note("it has no id, and is left out");
        return None;
    };
    let created = at.instant("createdAt", Tz::UTC);
    let report = at.get("report");
    let after = |key: &str| {
        let milliseconds = report.as_ref()?.int(key).filter(|ms| *ms >= 0)?;
        created?.checked_add_signed(TimeDelta::try_milliseconds(milliseconds)?)
    };
    let reported = |key: &str| report.as_ref().and_then(|r| r.text(key));
    let who = reported("acknowledgedBy").or_else(|| at.text("owner")).or_else(|| reported("closedBy"));
    let user = |name: String| {
        if name.contains('@') {
            User { email: Some(name), ..User::default() }
        } else {
            User { name: Some(name), ..User::default() }
        }
    };
    let urgency = at.text("priority").map(|p| if matches!(p.as_str(), "P1" | "P2") { "high" } else { "low" });
    if urgency.is_some() {
        at.say("priorities", "P1 and P2 are high urgency here, P3 to P5 low");
    }
    let entity = at.text("entity");
    let integration = at.path(&["integration", "name"]).and_then(|n| n.own_text());
    Some(Page {
        id,
        service: reader.service(at, &[entity, at.text("source"), integration]),
        created,
        acknowledged: after("ackTime"),
        resolved: after("closeTime"),
        responder: who.map(|name| reader.people.id(&user(name))),
        urgency,
        actionable: None,
    })
}

/// An alert group of Grafana OnCall. Its integration stands for the service.
pub fn grafana(reader: &Reader, at: &At) -> Option<Page> {
    let Some(id) = at.text("id") else {
        at.note("it has no id, and is left out");
        return None;
    };
    let who = at.get("acknowledged_by").or_else(|| at.get("resolved_by"));
    Some(Page {
        id,
        service: reader.service(at, &[at.text("integration_id")]),
        created: at.instant("created_at", Tz::UTC),
        acknowledged: at.instant("acknowledged_at", Tz::UTC),
        resolved: at.instant("resolved_at", Tz::UTC),
        responder: who.and_then(|w| User::read(&w)).map(|user| reader.people.id(&user)),
        urgency: None,
        actionable: None,
    })
}
