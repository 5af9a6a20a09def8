//! A schedule of PagerDuty's v2 API: layers of users with restrictions, the top one first.

use chrono_tz::Tz;

use super::{cover, rendered};
use crate::oncall::import::json::At;
use crate::oncall::import::outline::{Layer, Outline};
use crate::oncall::import::people::User;
use crate::oncall::import::recurring::of_seconds;
use crate::oncall::import::week::{WEEK, Week};
use crate::oncall::import::{Reader, clock, minutes, wall};
use crate::oncall::words::DAY;

/// Keys that say nothing of who is on call, beside those that are read.
const KNOWN: [&str; 14] = [
    "id",
    "type",
    "summary",
    "self",
    "html_url",
    "http_cal_url",
    "web_cal_url",
    "name",
    "time_zone",
    "schedule_layers",
    "overrides_subschedule",
    "final_schedule",
    "users",
    "next_oncall_for_user",
];

const LAYER: [&str; 12] = [
    "id",
    "type",
    "self",
    "html_url",
    "name",
    "start",
    "end",
    "rotation_virtual_start",
    "rotation_turn_length_seconds",
    "users",
    "restrictions",
    "rendered_schedule_entries",
];

pub fn read(reader: &Reader, at: &At) -> Outline {
    at.rest(&[&KNOWN[..], &["rendered_coverage_percentage", "personal_timezone", "personal"]].concat());
    let zone = zone(at);
    let name = at.text("name").or_else(|| at.text("summary")).unwrap_or_else(|| "PagerDuty".to_owned());
    let source = at.text("id").map_or_else(|| name.clone(), |id| format!("schedule {id}"));
    let layers = at.list("schedule_layers");
    let count = layers.len();
    let below = |at: usize| i64::try_from(count - at).unwrap_or(i64::MAX);
    let layers = layers.iter().enumerate().filter_map(|(n, l)| layer(reader, l, zone, below(n))).collect();
    let overrides = at.get("overrides_subschedule").map(|o| o.list("rendered_schedule_entries")).unwrap_or_default();
    let covers = overrides.iter().filter_map(|o| cover(reader, o, zone)).collect();
    let rendered = rendered(reader, at.get("final_schedule").as_ref(), zone);
    Outline { place: at.place.clone(), source, name, zone, layers, covers, rendered }
}

pub fn zone(at: &At) -> Tz {
    at.zone("time_zone").unwrap_or_else(|| {
        at.note("it has no zone that is known here: UTC stands for it");
        Tz::UTC
    })
}

fn layer(reader: &Reader, at: &At, zone: Tz, level: i64) -> Option<Layer> {
    at.rest(&[&LAYER[..], &["rendered_coverage_percentage"]].concat());
    let start = at.instant("rotation_virtual_start", zone);
    let Some(start) = start.or_else(|| at.instant("start", zone)) else {
        at.note("it does not say when its turns begin, and is left out");
        return None;
    };
    let length = at.get("rotation_turn_length_seconds");
    let seconds = length.as_ref().and_then(At::own_int);
    let Some(every) = seconds.and_then(of_seconds) else {
        let text = seconds.map_or("nothing".to_owned(), |s| format!("{s} seconds"));
        at.note(format!("its turns last {text}, and here they last whole hours: it is left out"));
        return None;
    };
    let users = at.list("users");
    let user = |user: &At| User::read(user.get("user").as_ref().unwrap_or(user));
    let turns = users.iter().filter_map(user).map(|u| vec![reader.people.id(&u)]).collect();
    Some(Layer {
        place: at.place.clone(),
        name: at.text("name").unwrap_or_else(|| format!("layer {level}")),
        zone,
        from: at.instant("start", zone).unwrap_or(start),
        until: at.instant("end", zone),
        level,
        hours: hours(at),
        anchor: wall(zone, start),
        every,
        turns,
    })
}

fn hours(at: &At) -> Week {
    let restrictions = at.list("restrictions");
    if restrictions.is_empty() {
        return Week::all();
    }
    let mut week = Week::none();
    for at in &restrictions {
        let start = at.text("start_time_of_day").and_then(|text| clock(at, &text));
        let long = at.int("duration_seconds").map(|seconds| minutes(at, seconds));
        let (Some(start), Some(long)) = (start, long.filter(|l| *l > 0)) else {
            at.note("it lacks a time or a duration, and is left out");
            continue;
        };
        match (at.text("type").as_deref(), at.int("start_day_of_week")) {
            (Some("weekly_restriction"), Some(day @ 1..=7)) => week.add((day - 1) * DAY + start, long.min(WEEK)),
            (Some("daily_restriction"), _) => week.add_daily(start, long.min(DAY)),
            _ => at.note("it is neither daily nor on a day of the week, and is left out"),
        }
    }
    week
}
