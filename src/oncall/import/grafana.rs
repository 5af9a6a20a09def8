//! Grafana OnCall's exports: schedules, their shifts, final shifts, users.

use chrono::{NaiveDateTime, Weekday};
use chrono_tz::Tz;

use super::json::{At, Known, known};
use super::outline::{Cover, Layer, Outline, Stretch};
use super::pagerduty::weekday;
use super::pages::alerts;
use super::people::User;
use super::recurring::{Each, Frequency, Recurring};
use super::week::Week;
use super::{Found, Reader, minutes};
use crate::oncall::rotation::Length;
use crate::oncall::time::{Edge, Range, resolve};
use crate::oncall::words::{self, Moment};

/// Keys that say nothing of who is on call, beside those that are read.
const SCHEDULE: [&str; 9] =
    ["id", "name", "type", "time_zone", "shifts", "team_id", "slack", "on_call_now", "enable_web_overrides"];

const SHIFT: [&str; 22] = [
    "id",
    "schedule",
    "name",
    "type",
    "team_id",
    "time_zone",
    "level",
    "start",
    "rotation_start",
    "duration",
    "frequency",
    "interval",
    "until",
    "week_start",
    "by_day",
    "by_month",
    "by_monthday",
    "users",
    "rolling_users",
    "start_rotation_from_user_index",
    "source",
    "priority_level",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Schedule,
    Shift,
    Final,
    User,
    AlertGroup,
    Integration,
}

pub fn read(reader: &mut Reader, documents: &[At]) -> Found {
    let found: Vec<Known<Kind>> = documents.iter().flat_map(|d| known(d, &kind)).collect();
    let of = |kind: Kind| found.iter().filter(move |k| k.kind == kind).map(|k| &k.at);
    for user in of(Kind::User).filter_map(User::read) {
        reader.people.learn(user);
    }
    let mut outlines = Vec::new();
    let mut taken = Vec::new();
    for at in of(Kind::Schedule) {
        let id = at.text("id");
        let listed = at.list("shifts");
        let named: Vec<String> = listed.iter().filter(|s| !s.is_object()).filter_map(At::own_text).collect();
        let mut outline = schedule(at);
        for shift in listed.iter().filter(|s| s.is_object()) {
            add(reader, &mut outline, shift);
        }
        for (which, shift) in of(Kind::Shift).enumerate() {
            let own = shift.text("id").is_some_and(|id| named.contains(&id));
            if own || id.is_some() && shift.text("schedule") == id {
                add(reader, &mut outline, shift);
                taken.push(which);
            }
        }
        for missing in named.iter().filter(|n| !of(Kind::Shift).any(|s| s.text("id").as_ref() == Some(*n))) {
            at.note(format!("its shift {missing} is not in the export"));
        }
        outlines.push(outline);
    }
    let loose: Vec<&At> =
        of(Kind::Shift).enumerate().filter(|(which, _)| !taken.contains(which)).map(|(_, s)| s).collect();
    if let Some(first) = loose.first() {
        first.note("its schedule is not in the export: shifts without one are one rotation");
        let zone = first.zone("time_zone").unwrap_or(Tz::UTC);
        let name = first.text("name").unwrap_or_else(|| "Grafana OnCall".to_owned());
        let (layers, covers, rendered) = (Vec::new(), Vec::new(), Vec::new());
        let mut outline =
            Outline { place: first.place.clone(), source: name.clone(), name, zone, layers, covers, rendered };
        loose.iter().for_each(|shift| add(reader, &mut outline, shift));
        outlines.push(outline);
    }
    let stretches: Vec<Stretch> = of(Kind::Final).filter_map(|at| stretch(reader, at)).collect();
    match outlines.as_mut_slice() {
        [only] => only.rendered = stretches,
        _ => of(Kind::Final)
            .take(1)
            .for_each(|at| at.note("final shifts do not say whose they are: import their schedule alone")),
    }
    for at in of(Kind::Integration) {
        reader.services.extend(at.text("id").zip(at.text("name")));
    }
    let groups = of(Kind::AlertGroup).filter_map(|at| Some((at.place.clone(), alerts::grafana(reader, at)?)));
    Found { outlines, pages: groups.collect() }
}

fn kind(_: &str, at: &At) -> Option<Kind> {
    if at.has("shift_start") {
        Some(Kind::Final)
    } else if at.has("duration") && at.has("start") {
        Some(Kind::Shift)
    } else if at.has("alerts_count") || at.has("integration_id") && at.has("created_at") {
        Some(Kind::AlertGroup)
    } else if at.has("name") && at.has("link") {
        Some(Kind::Integration)
    } else if at.has("name") && (at.has("shifts") || at.has("on_call_now") || at.has("time_zone")) {
        Some(Kind::Schedule)
    } else if at.has("username") {
        Some(Kind::User)
    } else {
        None
    }
}

fn schedule(at: &At) -> Outline {
    at.rest(&SCHEDULE);
    let name = at.text("name").unwrap_or_else(|| "Grafana OnCall".to_owned());
    let source = at.text("id").map_or_else(|| name.clone(), |id| format!("schedule {id}"));
    let zone = at.zone("time_zone").unwrap_or(Tz::UTC);
    if at.text("type").as_deref() == Some("ical") {
        at.note("its shifts are in a calendar elsewhere, which the export does not have");
    }
    let (layers, covers, rendered) = (Vec::new(), Vec::new(), Vec::new());
    Outline { place: at.place.clone(), source, name, zone, layers, covers, rendered }
}

/// The wall time that a shift is written with: what zone it has, the shift says elsewhere.
fn wall_time(at: &At, key: &str) -> Option<NaiveDateTime> {
    let at = at.get(key)?;
    let text = at.own_text()?;
    match words::moment(text.get(..19).unwrap_or(&text)) {
        Some(Moment::Wall(wall)) => Some(wall),
        _ => {
            at.note(format!("`{text}` is no time and is left out"));
            None
        }
    }
}

/// Adds what a shift is to its schedule.
fn add(reader: &Reader, outline: &mut Outline, at: &At) {
    at.rest(&SHIFT);
    let zone = at.zone("time_zone").unwrap_or(outline.zone);
    let start = wall_time(at, "start");
    let long = at.int("duration").filter(|s| *s > 0).map(|s| minutes(at, s));
    let (Some(start), Some(long)) = (start, long) else {
        at.note("it lacks a start or a duration, and is left out");
        return;
    };
    let users: Vec<String> = at.list("users").iter().filter_map(User::read).map(|u| reader.people.id(&u)).collect();
    let rolling: Vec<Vec<String>> = at.list("rolling_users").iter().map(|group| people(reader, group)).collect();
    let from = resolve(zone, start, Edge::Start);
    let kind = at.text("type").unwrap_or_default();
    match kind.as_str() {
        "override" | "single_event" => {
            let later = chrono::TimeDelta::try_minutes(long).and_then(|d| from.checked_add_signed(d));
            let range = Range::new(from, later.unwrap_or(from));
            let people: Vec<&String> =
                if users.is_empty() { rolling.first().into_iter().flatten().collect() } else { users.iter().collect() };
            if kind == "single_event" {
                at.note("a single event is an override here: it has its time alone, whatever its level");
            }
            if people.len() > 1 {
                at.note("an override has one person: the first of them");
            }
            let Some(person) = people.first().filter(|_| !range.is_empty()) else {
                at.note("it has no people, or no time, and is left out");
                return;
            };
            let (person, reason) = ((*person).clone(), format!("{} in Grafana OnCall", kind.replace('_', " ")));
            outline.covers.push(Cover { range, person, replaces: None, reason });
        }
        "recurrent_event" | "rolling_users" => {
            let is_rolling = kind == "rolling_users";
            let turns = if is_rolling { rolled(at, rolling) } else { vec![users] };
            let until = wall_time(at, "until").map(|wall| resolve(zone, wall, Edge::Start));
            let base = Layer {
                place: at.place.clone(),
                name: at.text("name").unwrap_or_else(|| "shift".to_owned()),
                zone,
                from: wall_time(at, "rotation_start").map_or(from, |wall| resolve(zone, wall, Edge::Start)).max(from),
                until,
                level: at.int("level").or_else(|| at.int("priority_level")).unwrap_or(0),
                hours: Week::none(),
                anchor: start,
                every: Length::Days(7),
                turns: Vec::new(),
            };
            match recurring(at, start, long, turns, is_rolling).and_then(|r| r.layers(&base)) {
                Ok(layers) => outline.layers.extend(layers),
                Err(why) => at.note(why),
            }
        }
        other => at.note(format!("`{other}` is no shift that is known here: it is left out")),
    }
}

/// The people of one turn.
fn people(reader: &Reader, group: &At) -> Vec<String> {
    let users = if group.is_list() { group.items() } else { vec![group.clone()] };
    let ids: Vec<String> = users.iter().filter_map(User::read).map(|u| reader.people.id(&u)).collect();
    if ids.is_empty() { vec![reader.nobody(group)] } else { ids }
}

/// The turns, from the one that the shift starts with.
fn rolled(at: &At, mut turns: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let first = at.int("start_rotation_from_user_index").unwrap_or(0);
    match usize::try_from(first).ok().filter(|first| *first <= turns.len()) {
        Some(first) => turns.rotate_left(first),
        None => at.note(format!("it has no people number {first} to start with: it starts with the first")),
    }
    turns
}

fn recurring(
    at: &At,
    start: NaiveDateTime,
    minutes: i64,
    turns: Vec<Vec<String>>,
    is_rolling: bool,
) -> Result<Recurring, String> {
    let frequency = match at.text("frequency").as_deref() {
        Some("hourly") => Frequency::Hourly,
        Some("daily") => Frequency::Daily,
        Some("weekly") => Frequency::Weekly,
        Some("monthly") => Frequency::Monthly,
        other => return Err(format!("`{}` is no frequency that is known here: it is left out", other.unwrap_or(""))),
    };
    if turns.iter().all(Vec::is_empty) {
        return Err("it has no people, and is left out".to_owned());
    }
    let interval = at.int("interval").unwrap_or(1);
    let listed = at.list("by_day");
    let days: Vec<Weekday> = listed.iter().filter_map(|d| d.own_text().as_deref().and_then(weekday)).collect();
    if !at.list("by_month").is_empty() || !at.list("by_monthday").is_empty() {
        return Err(
            "it is in some months or on days of a month, and a site has days of a week: it is left out".to_owned()
        );
    }
    if days.len() < listed.len() {
        return Err("it is on days of a month, and a site has days of a week: it is left out".to_owned());
    }
    if frequency == Frequency::Monthly {
        at.note("a month's turn lasts to the next one here; in Grafana OnCall it ends after its duration");
    }
    let first = at.text("week_start").as_deref().and_then(weekday).unwrap_or(Weekday::Mon);
    // With days, a week's windows go to one turn; on chosen days of a daily shift, a turn has as many as the interval.
    let (each, interval) = match (frequency, days.is_empty()) {
        (Frequency::Weekly, false) => (Each::Week(first), interval),
        (Frequency::Daily, false) if is_rolling => (Each::Windows(usize::try_from(interval).unwrap_or(1)), 1),
        _ => (Each::Windows(1), interval),
    };
    Ok(Recurring { start, minutes, frequency, interval, days, turns, each })
}

fn stretch(reader: &Reader, at: &At) -> Option<Stretch> {
    let (start, end) = (at.instant("shift_start", Tz::UTC)?, at.instant("shift_end", Tz::UTC)?);
    let user =
        User { id: at.text("user_pk"), email: at.text("user_email"), handle: at.text("user_username"), name: None };
    let range = Range::new(start, end);
    (!range.is_empty()).then(|| Stretch { range, person: reader.people.id(&user) })
}
