//! Opsgenie's exports: schedules with their rotations, overrides, timelines, users.

use chrono::Weekday;
use chrono_tz::Tz;

use super::json::{At, Known, known};
use super::outline::{Cover, Layer, Outline, Stretch};
use super::pages::alerts;
use super::people::User;
use super::recurring::{hours, is_length};
use super::week::{WEEK, Week};
use super::{Found, Reader, id_of, wall};
use crate::oncall::rotation::Length;
use crate::oncall::time::Range;
use crate::oncall::words::{self, DAY};

/// Keys that say nothing of who is on call, beside those that are read.
const KNOWN: [&str; 5] = ["id", "name", "timezone", "enabled", "rotations"];

const ROTATION: [&str; 9] =
    ["id", "name", "type", "length", "startDate", "endDate", "participants", "timeRestriction", "order"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Schedule,
    /// A rotation without its schedule.
    Rotation,
    Override,
    Timeline,
    User,
    Alert,
}

pub fn read(reader: &mut Reader, documents: &[At]) -> Found {
    let found: Vec<Known<Kind>> = documents.iter().flat_map(|d| known(d, &kind)).collect();
    for user in found.iter().filter(|k| k.kind == Kind::User) {
        reader.people.learn(User::read(&user.at).unwrap_or_default());
    }
    let mut outlines: Vec<(Option<String>, Outline)> = Vec::new();
    let mut loose = Vec::new();
    for Known { kind, at, .. } in &found {
        match kind {
            Kind::Schedule => outlines.push((at.text("id"), schedule(reader, at))),
            Kind::Rotation => loose.push(at),
            _ => {}
        }
    }
    if let Some(first) = loose.first() {
        first.note("rotations without their schedule: UTC stands for its zone");
        let name = first.text("name").unwrap_or_else(|| "Opsgenie".to_owned());
        let layers = loose.iter().filter_map(|r| rotation(reader, r, Tz::UTC)).collect();
        let place = first.place.clone();
        let (covers, rendered) = (Vec::new(), Vec::new());
        outlines.push((None, Outline { place, source: name.clone(), name, zone: Tz::UTC, layers, covers, rendered }));
    }
    for Known { kind, at, parent } in &found {
        if !matches!(kind, Kind::Override | Kind::Timeline) {
            continue;
        }
        let only = outlines.len() == 1;
        let own = |(id, outline): &&mut (Option<String>, Outline)| match parent {
            Some(parent) => id.as_ref() == Some(parent) || outline.name == *parent,
            None => only,
        };
        match outlines.iter_mut().find(own) {
            Some((_, outline)) if matches!(kind, Kind::Override) => {
                outline.covers.extend(cover(reader, at, outline.zone))
            }
            Some((_, outline)) => outline.rendered.extend(timeline(reader, at, outline.zone)),
            None => at.note("the schedule that this belongs to is not in the export: it stays behind"),
        }
    }
    let alerts = found.iter().filter(|k| k.kind == Kind::Alert).map(|k| &k.at);
    let pages = alerts.filter_map(|at| Some((at.place.clone(), alerts::opsgenie(reader, at)?))).collect();
    Found { outlines: outlines.into_iter().map(|(_, outline)| outline).collect(), pages }
}

fn kind(_: &str, at: &At) -> Option<Kind> {
    if at.has("finalTimeline") {
        Some(Kind::Timeline)
    } else if at.has("participants") {
        Some(Kind::Rotation)
    } else if at.has("rotations") && at.has("name") {
        Some(Kind::Schedule)
    } else if at.has("startDate") && at.has("endDate") && at.has("user") {
        Some(Kind::Override)
    } else if at.has("tinyId") || at.has("createdAt") && at.has("message") {
        Some(Kind::Alert)
    } else if at.has("username") {
        Some(Kind::User)
    } else {
        None
    }
}

fn schedule(reader: &Reader, at: &At) -> Outline {
    at.rest(&[&KNOWN[..], &["ownerTeam"]].concat());
    if at.bool("enabled") == Some(false) {
        at.note("it is switched off in Opsgenie; here it is not");
    }
    let zone = at.zone("timezone").unwrap_or_else(|| {
        at.note("it has no zone that is known here: UTC stands for it");
        Tz::UTC
    });
    let name = at.text("name").unwrap_or_else(|| "Opsgenie".to_owned());
    let source = at.text("id").map_or_else(|| name.clone(), |id| format!("schedule {id}"));
    let layers = at.list("rotations").iter().filter_map(|r| rotation(reader, r, zone)).collect();
    Outline { place: at.place.clone(), source, name, zone, layers, covers: Vec::new(), rendered: Vec::new() }
}

fn rotation(reader: &Reader, at: &At, zone: Tz) -> Option<Layer> {
    at.rest(&ROTATION);
    let Some(start) = at.instant("startDate", zone) else {
        at.note("it does not say when it starts, and is left out");
        return None;
    };
    let length = at.int("length").unwrap_or(1);
    let every = match at.text("type").as_deref() {
        Some("hourly") => hours(length),
        Some("daily") => Length::Days(length),
        Some("weekly") => Length::Days(length.saturating_mul(7)),
        other => {
            at.note(format!("`{}` is no type that is known here: it is left out", other.unwrap_or("")));
            return None;
        }
    };
    if !is_length(every) {
        at.note("its turns are shorter than an hour or longer than ten years: it is left out");
        return None;
    }
    let turns = at.list("participants").iter().map(|p| vec![participant(reader, p)]).collect();
    Some(Layer {
        place: at.place.clone(),
        name: at.text("name").unwrap_or_else(|| "rotation".to_owned()),
        zone,
        from: start,
        until: at.instant("endDate", zone),
        level: 0,
        hours: at.get("timeRestriction").map_or_else(Week::all, |r| restriction(&r)),
        anchor: wall(zone, start),
        every,
        turns,
    })
}

/// Whoever a turn is of; every participant keeps its place, since leaving one out would move all others.
fn participant(reader: &Reader, at: &At) -> String {
    let kind = at.text("type").unwrap_or_else(|| "user".to_owned());
    let name = || at.text("name").or_else(|| at.text("username")).or_else(|| at.text("id"));
    match kind.as_str() {
        "none" => reader.nobody(at),
        "user" => match User::read(at) {
            Some(user) => reader.people.id(&user),
            None => reader.nobody(at),
        },
        other => {
            let name = name().unwrap_or_else(|| other.to_owned());
            let id = reader.people.team(&name).unwrap_or_else(|| id_of(&name, other));
            at.note(format!("the {other} {name} takes turns: here people do; write them in place of `{id}`"));
            id
        }
    }
}

/// `restriction` is of every day, `restrictions` of days of the week; either may stand in the other's place.
fn restriction(at: &At) -> Week {
    let mut all = at.list("restrictions");
    match at.get("restriction") {
        Some(one) if one.is_list() => all.extend(one.items()),
        Some(one) => all.push(one),
        None => {}
    }
    let mut week = Week::none();
    for at in &all {
        let time = |hour: &str, minute: &str| {
            let (hour, minute) = (at.int(hour)?, at.int(minute).unwrap_or(0));
            ((0..=24).contains(&hour) && (0..60).contains(&minute)).then(|| hour * 60 + minute)
        };
        let (Some(start), Some(end)) = (time("startHour", "startMin"), time("endHour", "endMin")) else {
            at.note("it lacks a time of the day, and is left out");
            continue;
        };
        let day = |key: &str| at.text(key).and_then(|d| words::weekday(&d));
        match (day("startDay"), day("endDay")) {
            (Some(first), Some(last)) => {
                let minute = |day: Weekday, time: i64| i64::from(day.num_days_from_monday()) * DAY + time;
                let long = (minute(last, end) - minute(first, start)).rem_euclid(WEEK);
                week.add(minute(first, start), if long == 0 { WEEK } else { long });
            }
            (None, None) if !at.has("startDay") && !at.has("endDay") => {
                let long = (end - start).rem_euclid(DAY);
                week.add_daily(start, if long == 0 { DAY } else { long });
            }
            _ => at.note("it lacks a day of the week, and is left out"),
        }
    }
    if all.is_empty() {
        at.note("it restricts nothing");
        return Week::all();
    }
    week
}

fn span(at: &At, zone: Tz) -> Option<Range> {
    let (start, end) = (at.instant("startDate", zone)?, at.instant("endDate", zone)?);
    if end <= start {
        at.note("it ends no later than it starts, and is left out");
    }
    (start < end).then(|| Range::new(start, end))
}

fn cover(reader: &Reader, at: &At, zone: Tz) -> Option<Cover> {
    if !at.list("rotations").is_empty() {
        at.note("it is of some rotations only; here it is of all: name its `site:`");
    }
    let range = span(at, zone)?;
    let person = participant(reader, &at.get("user")?);
    Some(Cover { range, person, replaces: None, reason: "override in Opsgenie".to_owned() })
}

/// The periods of a final timeline. What is without a person says that nobody is on call.
fn timeline(reader: &Reader, at: &At, zone: Tz) -> Vec<Stretch> {
    let rotations = at.path(&["finalTimeline"]).map(|t| t.list("rotations")).unwrap_or_default();
    let mut stretches = Vec::new();
    for period in rotations.iter().flat_map(|r| r.list("periods")) {
        let Some(who) = period.get("recipient").filter(|r| r.text("type").as_deref() != Some("none")) else { continue };
        let Some(range) = span(&period, zone) else { continue };
        let person = participant(reader, &who);
        stretches.push(Stretch { range, person });
    }
    stretches
}
