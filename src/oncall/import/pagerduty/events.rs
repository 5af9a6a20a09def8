//! A schedule of PagerDuty's v3 API: events that recur by a rule of RFC 5545, each with a strategy.

use chrono::Weekday;
use chrono_tz::Tz;

use super::layers::zone;
use super::rendered;
use crate::oncall::import::json::{At, instant};
use crate::oncall::import::outline::{Layer, Outline};
use crate::oncall::import::people::User;
use crate::oncall::import::recurring::{Each, Frequency, Recurring};
use crate::oncall::import::week::Week;
use crate::oncall::import::{Reader, minutes, wall};
use crate::oncall::rotation::Length;
use crate::oncall::time::Instant;

/// Keys that say nothing of who is on call, beside those that are read.
const KNOWN: [&str; 11] = [
    "id",
    "type",
    "summary",
    "self",
    "html_url",
    "name",
    "time_zone",
    "rotations",
    "final_schedule",
    "created_at",
    "updated_at",
];

const EVENT: [&str; 11] = [
    "id",
    "type",
    "self",
    "html_url",
    "name",
    "start_time",
    "end_time",
    "effective_since",
    "effective_until",
    "recurrence",
    "assignment_strategy",
];

pub fn read(reader: &Reader, at: &At) -> Outline {
    at.rest(&KNOWN);
    let zone = zone(at);
    let name = at.text("name").unwrap_or_else(|| "PagerDuty".to_owned());
    let source = at.text("id").map_or_else(|| name.clone(), |id| format!("schedule {id}"));
    let rotations = at.list("rotations");
    let events: Vec<At> = rotations.iter().flat_map(|r| r.list("events")).collect();
    let layers = events.iter().flat_map(|e| event(reader, e, zone)).collect();
    let rendered = rendered(reader, at.get("final_schedule").as_ref(), zone);
    Outline { place: at.place.clone(), source, name, zone, layers, covers: Vec::new(), rendered }
}

/// Events without their schedule are one schedule.
pub fn loose(reader: &Reader, events: &[&At]) -> Option<Outline> {
    let first = events.first()?;
    let zone = first.get("start_time").map_or(Tz::UTC, |start| zone(&start));
    let name = first.text("name").unwrap_or_else(|| "PagerDuty".to_owned());
    let layers = events.iter().flat_map(|e| event(reader, e, zone)).collect();
    let place = first.place.clone();
    Some(Outline { place, source: name.clone(), name, zone, layers, covers: Vec::new(), rendered: Vec::new() })
}

/// A moment, or one with its zone: `{date_time, time_zone}`.
fn moment(at: &At, key: &str, zone: Tz) -> Option<(Instant, Tz)> {
    let value = at.get(key)?;
    if !value.is_object() {
        return Some((value.own_instant(zone)?, zone));
    }
    let zone = value.zone("time_zone").unwrap_or(zone);
    Some((value.instant("date_time", zone)?, zone))
}

fn event(reader: &Reader, at: &At, zone: Tz) -> Vec<Layer> {
    at.rest(&EVENT);
    let start = moment(at, "start_time", zone);
    let end = moment(at, "end_time", zone);
    let (Some((start, zone)), Some((end, _))) = (start, end.filter(|e| start.is_some_and(|s| s.0 < e.0))) else {
        at.note("it lacks a start, or an end after it, and is left out");
        return Vec::new();
    };
    let Some(rule) = rule(at, zone) else { return Vec::new() };
    let Some(strategy) = at.get("assignment_strategy") else {
        at.note("it does not say who has it, and is left out");
        return Vec::new();
    };
    let members: Vec<String> = strategy.list("members").iter().filter_map(|m| member(reader, m)).collect();
    let (turns, each) = match strategy.text("type").as_deref() {
        Some("every_member_assignment_strategy") => (vec![members], 1),
        Some("rotating_member_assignment_strategy" | "user_assignment_strategy") => {
            let each = strategy.int("shifts_per_member").unwrap_or(1);
            (members.into_iter().map(|m| vec![m]).collect(), usize::try_from(each).unwrap_or(1).max(1))
        }
        _ => {
            strategy.note("this is no strategy that is known here: its members take turns");
            (members.into_iter().map(|m| vec![m]).collect(), 1)
        }
    };
    if turns.iter().all(Vec::is_empty) {
        at.note("it has no members, and is left out");
        return Vec::new();
    }
    let anchor = wall(zone, start);
    let from = at.instant("effective_since", zone).unwrap_or(start);
    let until = at.instant("effective_until", zone).into_iter().chain(rule.until).min();
    let base = Layer {
        place: at.place.clone(),
        name: at.text("name").unwrap_or_else(|| "event".to_owned()),
        zone,
        from,
        until,
        level: 0,
        hours: Week::none(),
        anchor,
        every: Length::Days(7),
        turns: Vec::new(),
    };
    let recurring = Recurring {
        start: anchor,
        minutes: minutes(at, (end - start).num_seconds()),
        frequency: rule.frequency,
        interval: rule.interval,
        days: rule.days,
        turns,
        each: Each::Windows(each),
    };
    recurring.layers(&base).unwrap_or_else(|why| {
        at.note(why);
        Vec::new()
    })
}

fn member(reader: &Reader, at: &At) -> Option<String> {
    if at.text("type").as_deref() == Some("empty_member") {
        return Some(reader.nobody(at));
    }
    let id = at.text("user_id").map(User::of_id);
    let user = id.or_else(|| User::read(at.get("user").as_ref().unwrap_or(at)));
    if user.is_none() {
        at.note("it names nobody, and is left out");
    }
    Some(reader.people.id(&user?))
}

struct Rule {
    frequency: Frequency,
    interval: i64,
    days: Vec<Weekday>,
    until: Option<Instant>,
}

/// The rule among the lines of a recurrence; what a rotation cannot say of it is a note, or leaves the event out.
fn rule(at: &At, zone: Tz) -> Option<Rule> {
    let list = at.get("recurrence").filter(At::is_list);
    let lines: Vec<At> = list.map(|l| l.items()).unwrap_or_else(|| at.get("recurrence").into_iter().collect());
    let mut found = None;
    for line in &lines {
        let Some(text) = line.own_text() else { continue };
        match text.split_once(':') {
            Some(("RRULE", rule)) if found.is_none() => found = Some(parts(line, rule, zone)),
            Some(("RRULE", _)) => line.note("only the first rule is read"),
            _ => line.note(format!("`{text}` has no place in a rotation: write an override for those days")),
        }
    }
    found.unwrap_or_else(|| {
        at.note("it does not recur, and is left out: write an override for it");
        None
    })
}

fn parts(at: &At, rule: &str, zone: Tz) -> Option<Rule> {
    let mut read = Rule { frequency: Frequency::Weekly, interval: 1, days: Vec::new(), until: None };
    let left_out = || at.note(format!("`{rule}` is no rule that a rotation can say: it is left out"));
    for part in rule.split(';').filter(|p| !p.trim().is_empty()) {
        let known = match part.trim().split_once('=') {
            Some(("FREQ", word)) => frequency(word).map(|f| read.frequency = f),
            Some(("INTERVAL", n)) => n.parse().ok().map(|n| read.interval = n),
            Some(("BYDAY", days)) => days.split(',').map(weekday).collect::<Option<_>>().map(|d| read.days = d),
            Some(("UNTIL", until)) => compact(until, zone).map(|u| read.until = Some(u)),
            // Weeks that begin on another day count differently only where some are left out.
            Some(("WKST", _)) => Some(()),
            _ => None,
        };
        if known.is_none() {
            left_out();
            return None;
        }
    }
    Some(read)
}

fn frequency(word: &str) -> Option<Frequency> {
    Some(match word {
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        _ => return None,
    })
}

/// `MO`; `1MO` is a day of a month and none of a week.
pub fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.trim() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

/// `20260501T000000Z`, or a date alone, which is still part of it.
fn compact(text: &str, zone: Tz) -> Option<Instant> {
    let part = |range| text.get(range);
    let date = format!("{}-{}-{}", part(0..4)?, part(4..6)?, part(6..8)?);
    if text.len() == 8 {
        return instant(&format!("{date}T23:59:59"), zone);
    }
    let mark = if text.ends_with('Z') { "Z" } else { "" };
    instant(&format!("{date}T{}:{}:{}{mark}", part(9..11)?, part(11..13)?, part(13..15)?), zone)
}
