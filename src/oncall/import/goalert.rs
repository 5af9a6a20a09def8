//! GoAlert's exports, as its GraphQL and REST interfaces give them: schedules with targets and rules, rotations,
//! temporary schedules, overrides, shifts.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::json::{At, Known, known};
use super::outline::{Cover, Layer, Outline, Stretch};
use super::pages::goalert as alerts;
use super::people::User;
use super::recurring::{hours, is_length};
use super::week::Week;
use super::{Found, Reader, clock, wall};
use crate::oncall::rotation::Length;
use crate::oncall::time::{Edge, Instant, Range, resolve, union};
use crate::oncall::words::DAY;

/// Keys that say nothing of who is on call, beside those that are read.
const KNOWN: [&str; 11] = [
    "id",
    "name",
    "timeZone",
    "time_zone",
    "targets",
    "shifts",
    "temporarySchedules",
    "isFavorite",
    "assignedTo",
    "labels",
    "__typename",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Schedule,
    Rotation,
    Override,
    User,
    Alert,
}

/// A rotation: who has which turn, and one moment at which a turn began.
struct Turns {
    zone: Tz,
    start: Instant,
    every: Length,
    people: Vec<String>,
}

pub fn read(reader: &mut Reader, documents: &[At]) -> Found {
    let found: Vec<Known<Kind>> = documents.iter().flat_map(|d| known(d, &kind)).collect();
    let of = |kind: Kind| found.iter().filter(move |k| k.kind == kind).map(|k| &k.at);
    for user in of(Kind::User).filter_map(User::read) {
        reader.people.learn(user);
    }
    let inside = |at: &At| at.list("users").iter().filter(|u| u.is_object()).filter_map(User::read).collect::<Vec<_>>();
    for user in of(Kind::Rotation).flat_map(inside) {
        reader.people.learn(user);
    }
    let rotations: BTreeMap<String, Turns> = of(Kind::Rotation)
        .filter_map(|at| Some((at.text("id").or_else(|| at.text("name"))?, turns(reader, at)?)))
        .collect();
    let mut outlines: Vec<(Option<String>, Outline)> =
        of(Kind::Schedule).map(|at| (at.text("id"), schedule(reader, at, &rotations))).collect();
    if outlines.is_empty() {
        for at in of(Kind::Rotation) {
            let own = at.text("id").or_else(|| at.text("name")).and_then(|id| rotations.get(&id));
            outlines.extend(own.map(|turns| (None, alone(at, turns))));
        }
    }
    for at in of(Kind::Override) {
        let target = at.path(&["target", "id"]).and_then(|id| id.own_text());
        let only = outlines.len() == 1;
        let own = outlines.iter_mut().find(|(id, _)| if target.is_some() { *id == target } else { only });
        match own {
            Some((_, outline)) => outline.covers.extend(cover(reader, at, outline.zone)),
            None => at.note("the schedule that this belongs to is not in the export: it stays behind"),
        }
    }
    let pages = of(Kind::Alert).filter_map(|at| Some((at.place.clone(), alerts::alert(reader, at)?))).collect();
    Found { outlines: outlines.into_iter().map(|(_, outline)| outline).collect(), pages }
}

fn kind(key: &str, at: &At) -> Option<Kind> {
    let has = |keys: &[&str]| keys.iter().any(|k| at.has(k));
    if has(&["targets"]) {
        Some(Kind::Schedule)
    } else if has(&["shiftLength", "shift_length"]) {
        Some(Kind::Rotation)
    } else if has(&["addUser", "removeUser", "addUserID", "removeUserID"]) {
        Some(Kind::Override)
    } else if has(&["alertID", "noiseReason"]) || at.has("createdAt") && at.has("summary") {
        Some(Kind::Alert)
    } else if has(&["email"]) || key == "users" && has(&["name"]) {
        Some(Kind::User)
    } else {
        None
    }
}

fn zone(at: &At) -> Tz {
    at.zone("timeZone").or_else(|| at.zone("time_zone")).unwrap_or_else(|| {
        at.note("it has no zone that is known here: UTC stands for it");
        Tz::UTC
    })
}

fn user(reader: &Reader, at: &At, object: &str, id: &str) -> Option<String> {
    let user = at.get(object).and_then(|u| User::read(&u)).or_else(|| at.text(id).map(User::of_id));
    Some(reader.people.id(&user?))
}

fn turns(reader: &Reader, at: &At) -> Option<Turns> {
    let zone = zone(at);
    let n = at.int("shiftLength").or_else(|| at.int("shift_length")).unwrap_or(1);
    let every = match at.text("type").as_deref() {
        Some("hourly") => hours(n),
        Some("daily") => Length::Days(n),
        Some("weekly") => Length::Days(n.saturating_mul(7)),
        Some("monthly") => Length::Months(n),
        other => {
            at.note(format!("`{}` is no type that is known here: it is left out", other.unwrap_or("")));
            return None;
        }
    };
    let start = at.instant("start", zone);
    let (Some(start), true) = (start, is_length(every)) else {
        at.note("it lacks a start, or a turn of one hour to ten years, and is left out");
        return None;
    };
    let users = at.get("users").or_else(|| at.get("userIDs")).or_else(|| at.get("user_ids"));
    let users = users.map(|u| u.items()).unwrap_or_default();
    let mut people: Vec<String> = users.iter().filter_map(User::read).map(|u| reader.people.id(&u)).collect();
    // Whose turn it is GoAlert keeps and does not count from the start.
    let next = at.list("nextHandoffTimes").first().and_then(|t| t.own_instant(zone));
    let active = at.int("activeUserIndex").and_then(|n| usize::try_from(n).ok()).filter(|n| *n < people.len());
    let begin = next.zip(active).and_then(|(next, active)| Some((before(next, zone, every)?, active)));
    let start = match begin {
        Some((begin, active)) => {
            people.rotate_left(active);
            begin
        }
        None => {
            at.note("the export does not say whose turn it is (activeUserIndex, nextHandoffTimes): the first is taken to have begun");
            start
        }
    };
    Some(Turns { zone, start, every, people })
}

/// When the turn began that ends at an instant.
fn before(end: Instant, zone: Tz, every: Length) -> Option<Instant> {
    let wall = wall(zone, end);
    let begin = match every {
        Length::Hours(n) => wall.checked_sub_signed(TimeDelta::try_hours(n)?)?,
        Length::Days(n) => wall.checked_sub_signed(TimeDelta::try_days(n)?)?,
        Length::Months(n) => wall.checked_sub_months(chrono::Months::new(u32::try_from(n).ok()?))?,
    };
    Some(resolve(zone, begin, Edge::Start))
}

fn alone(at: &At, turns: &Turns) -> Outline {
    let name = at.text("name").unwrap_or_else(|| "GoAlert".to_owned());
    at.note("its schedule is not in the export: its turns are at all hours");
    let layer = layer(at, &name, turns.zone, turns, Week::all());
    let source = format!("rotation {name}");
    Outline {
        place: at.place.clone(),
        source,
        name,
        zone: turns.zone,
        layers: vec![layer],
        covers: Vec::new(),
        rendered: Vec::new(),
    }
}

fn layer(at: &At, name: &str, zone: Tz, turns: &Turns, hours: Week) -> Layer {
    Layer {
        place: at.place.clone(),
        name: name.to_owned(),
        zone,
        from: turns.start,
        until: None,
        level: 0,
        hours,
        anchor: wall(zone, turns.start),
        every: turns.every,
        turns: turns.people.iter().map(|p| vec![p.clone()]).collect(),
    }
}

fn schedule(reader: &Reader, at: &At, rotations: &BTreeMap<String, Turns>) -> Outline {
    at.rest(&KNOWN);
    let zone = zone(at);
    let name = at.text("name").unwrap_or_else(|| "GoAlert".to_owned());
    let source = at.text("id").map_or_else(|| name.clone(), |id| format!("schedule {id}"));
    let rendered: Vec<Stretch> = at.list("shifts").iter().filter_map(|s| shift(reader, s, zone)).collect();
    let mut layers = Vec::new();
    for at in at.list("targets") {
        let target = at.get("target").unwrap_or_else(|| at.clone());
        let (id, called) = (target.text("id").unwrap_or_default(), target.text("name").unwrap_or_default());
        let week = rules(&at);
        match target.text("type").as_deref() {
            Some("rotation") => match rotations.get(&id).or_else(|| rotations.get(&called)) {
                Some(turns) => {
                    if turns.zone != zone {
                        let text = format!(
                            "it hands over by the clocks of {}, and its hours are those of {}: here both are",
                            turns.zone.name(),
                            zone.name()
                        );
                        at.note(text);
                    }
                    layers.push(layer(&at, &called, zone, turns, week));
                }
                None => at.note(format!("the rotation {called} is not in the export: it is left out")),
            },
            Some("user") => {
                let user =
                    User { id: Some(id), name: Some(called.clone()).filter(|c| !c.is_empty()), ..User::default() };
                let person = reader.people.id(&user);
                let start = rendered.iter().map(|s| s.range.from).min().unwrap_or_default();
                let turns = Turns { zone, start, every: Length::Days(7), people: vec![person] };
                layers.push(layer(&at, &called, zone, &turns, week));
            }
            other => at.note(format!("`{}` is no target that is known here: it is left out", other.unwrap_or(""))),
        }
    }
    // GoAlert keeps no past: all of it begins with the last turn that began, or with the first shift that it tells.
    let begin = layers.iter().map(|l| l.from).max();
    let begin = rendered.iter().map(|s| s.range.from).chain(begin).min();
    layers.iter_mut().for_each(|l| l.from = begin.unwrap_or(l.from));
    let covers = at.list("temporarySchedules").iter().flat_map(|t| temporary(reader, t, zone)).collect();
    Outline { place: at.place.clone(), source, name, zone, layers, covers, rendered }
}

fn rules(at: &At) -> Week {
    let mut week = Week::none();
    for at in at.list("rules") {
        let time = |key: &str| at.text(key).and_then(|text| clock(&at, &text));
        let (Some(start), Some(end)) = (time("start"), time("end")) else {
            at.note("it lacks a time, and is left out");
            continue;
        };
        let long = (end - start).rem_euclid(DAY);
        let long = if long == 0 { DAY } else { long };
        let filter = at.get("weekdayFilter").or_else(|| at.get("weekday_filter"));
        let filter = filter.map(|f| f.items()).unwrap_or_default();
        if !filter.is_empty() && filter.len() != 7 {
            at.note("its filter has no seven days: it is left out");
            continue;
        }
        // The filter's week begins on Sunday.
        for day in 0..7 {
            let place = usize::try_from((day + 1) % 7).unwrap_or(0);
            if filter.get(place).is_none_or(|on| on.own_bool() == Some(true)) {
                week.add(day * DAY + start, long);
            }
        }
    }
    week
}

fn shift(reader: &Reader, at: &At, zone: Tz) -> Option<Stretch> {
    let (start, end) = (at.instant("start", zone)?, at.instant("end", zone)?);
    let person = user(reader, at, "user", "userID")?;
    let range = Range::new(start, end);
    (!range.is_empty()).then_some(Stretch { range, person })
}

fn temporary(reader: &Reader, at: &At, zone: Tz) -> Vec<Cover> {
    let shifts: Vec<Stretch> = at.list("shifts").iter().filter_map(|s| shift(reader, s, zone)).collect();
    let whole = at.instant("start", zone).zip(at.instant("end", zone)).map(|(start, end)| Range::new(start, end));
    let covered = union(shifts.iter().map(|s| s.range).collect());
    if whole.is_some_and(|whole| covered != [whole]) {
        at.note("in a part of it nobody is on call: there the rotation keeps whoever has the turn");
    }
    let sum: TimeDelta = shifts.iter().map(|s| s.range.elapsed()).sum();
    if sum > covered.iter().map(|r| r.elapsed()).sum() {
        at.note("in a part of it several are on call together: here the last one is alone");
    }
    let reason = "temporary schedule in GoAlert";
    shifts
        .into_iter()
        .map(|s| Cover { range: s.range, person: s.person, replaces: None, reason: reason.to_owned() })
        .collect()
}

fn cover(reader: &Reader, at: &At, zone: Tz) -> Option<Cover> {
    let (start, end) = (at.instant("start", zone)?, at.instant("end", zone)?);
    let range = Range::new(start, end);
    let (added, removed) = (user(reader, at, "addUser", "addUserID"), user(reader, at, "removeUser", "removeUserID"));
    if range.is_empty() {
        at.note("it ends no later than it starts, and is left out");
        return None;
    }
    match (added, removed) {
        (Some(person), Some(replaced)) => {
            Some(Cover { range, person, replaces: Some(replaced), reason: "override in GoAlert".to_owned() })
        }
        (Some(person), None) => {
            at.note(format!(
                "it adds {person} to whoever is on call, and an override here takes somebody's place: it is left out"
            ));
            None
        }
        (None, Some(person)) => {
            at.note(format!("it takes {person} out for nobody: write it as time off in people.yaml"));
            None
        }
        (None, None) => {
            at.note("it names nobody, and is left out");
            None
        }
    }
}
