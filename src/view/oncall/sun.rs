//! The hours of a role around the clock, on two days of the coming year: one on which clocks are as early as they get,
//! and one on which they are as late. A gap that is there on one of them only is one that the clocks make.

use chrono::{Datelike, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;
use serde::Serialize;

use crate::oncall::cover::asked;
use crate::oncall::rotation::{Hours, Role, Site, Version};
use crate::oncall::time::{Instant, Range, days_after, minus, union};
use crate::oncall::windows::windows;
use crate::oncall::words::elapsed;
use crate::oncall::{Rotation, now};
use crate::view::decision::clipped;

/// The hours of one role.
#[derive(Serialize)]
pub struct Sun {
    pub role: String,
    pub charts: Vec<Chart>,
    pub rows: Vec<Row>,
}

/// One day, in pixels of the drawing.
#[derive(Serialize)]
pub struct Chart {
    /// Told apart from every other chart of the page.
    pub id: String,
    pub title: String,
    pub lanes: Vec<Lane>,
    /// Where nobody is on and somebody should be.
    pub gaps: Vec<Bar>,
    pub width: i64,
    pub height: usize,
    /// Every third hour.
    pub hours: Vec<Label>,
}

#[derive(Serialize)]
pub struct Lane {
    pub name: String,
    /// `UTC+5:30`.
    pub offset: String,
    pub y: usize,
    pub bars: Vec<Bar>,
}

#[derive(Serialize)]
pub struct Bar {
    pub x: i64,
    pub width: i64,
    /// Nothing where there is no room for it.
    pub label: String,
    pub title: String,
}

#[derive(Serialize)]
pub struct Label {
    pub x: i64,
    pub text: String,
}

/// A site in the table, or what nobody has.
#[derive(Serialize)]
pub struct Row {
    pub name: String,
    pub zone: String,
    /// On the clocks of the site.
    pub local: String,
    /// In UTC, on each of the days.
    pub utc: Vec<String>,
}

/// The pixels of an hour, and the height of a lane.
const HOUR: i64 = 32;
const LANE: usize = 40;

/// The pixels that the letters of a bar's label take, each.
const LETTER: i64 = 8;

/// How many letters of a site's name there is room for.
const NAME: usize = 14;

/// A chart for each role with turns in the version of today.
pub(super) fn of(rotation: &Rotation, zone: Tz, today: NaiveDate) -> Vec<Sun> {
    let Some(version) = rotation.version_at(zone, now::noon(today)) else { return Vec::new() };
    let roles = version.roles.iter().filter(|r| !r.on_demand && r.sites.iter().any(|s| !s.members.is_empty()));
    let days = extremes(version, today);
    roles.enumerate().map(|(at, role)| sun(rotation, at, role, &days)).collect()
}

fn sun(rotation: &Rotation, at: usize, role: &Role, days: &[(String, NaiveDate)]) -> Sun {
    let (id, sites) = (&role.name.value, &role.sites);
    let charts = days.iter().enumerate().map(|(n, (title, date))| Chart {
        id: format!("{at}-{n}"),
        title: title.clone(),
        ..chart(rotation, id, sites, *date)
    });
    let row = |site: &Site| Row {
        name: name(site),
        zone: site.zone.name().to_owned(),
        local: local_hours(site.hours.value),
        utc: days.iter().map(|(_, date)| told(&on(site, day_of(*date)), day_of(*date).from)).collect(),
    };
    let mut rows: Vec<Row> = sites.iter().map(row).collect();
    let open = days.iter().map(|(_, date)| told(&open(rotation, id, sites, day_of(*date)), day_of(*date).from));
    let open: Vec<String> = open.collect();
    if open.iter().any(|o| !o.is_empty()) {
        rows.push(Row { name: "nobody".to_owned(), zone: String::new(), local: String::new(), utc: open });
    }
    Sun { role: id.to_string(), charts: charts.collect(), rows }
}

fn name(site: &Site) -> String {
    clipped(site.name.as_deref().unwrap_or("everyone"), NAME)
}

/// How far a zone's clocks are ahead of UTC at noon of a day, in minutes.
fn ahead(zone: Tz, date: NaiveDate) -> i32 {
    let noon = date.and_time(NaiveTime::MIN) + TimeDelta::hours(12);
    zone.offset_from_utc_datetime(&noon).fix().local_minus_utc() / 60
}

/// The two days, both Wednesdays, with what the clocks do on them; one, where no clock ever changes.
fn extremes(version: &Version, today: NaiveDate) -> Vec<(String, NaiveDate)> {
    let zones: Vec<Tz> = version.roles.iter().flat_map(|r| &r.sites).map(|s| s.zone).collect();
    let wednesday = (0..7).map(|n| days_after(today, n)).find(|d| d.weekday() == Weekday::Wed).unwrap_or(today);
    let days: Vec<NaiveDate> = (0..52).map(|n| days_after(wednesday, 7 * n)).collect();
    let sum = |date: &NaiveDate| -> i32 { zones.iter().map(|zone| ahead(*zone, *date)).sum() };
    // The first of the largest, as of the smallest.
    let early = days.iter().copied().min_by_key(sum);
    let late = days.iter().rev().copied().max_by_key(sum);
    let told = |word: &str, date: NaiveDate| (format!("{word}{}", date.format("%a %-d %b %Y")), date);
    match (early, late) {
        (Some(early), Some(late)) if sum(&early) != sum(&late) => {
            vec![told("Winter: ", early), told("Summer: ", late)]
        }
        (Some(date), _) => vec![told("", date)],
        _ => Vec::new(),
    }
}

/// 24 hours of UTC.
fn day_of(date: NaiveDate) -> Range {
    let start = date.and_time(NaiveTime::MIN).and_utc();
    Range::new(start, start + TimeDelta::hours(24))
}

/// When a site is on in a range.
fn on(site: &Site, range: Range) -> Vec<Range> {
    if site.members.is_empty() {
        return Vec::new();
    }
    let all = union(windows(site.zone, site.days, site.hours.value, range).map(|w| w.range).collect());
    all.into_iter().filter_map(|w| w.common(range)).collect()
}

/// What is asked for and no site has.
fn open(rotation: &Rotation, role: &str, sites: &[Site], range: Range) -> Vec<Range> {
    minus(&asked(rotation, role, range), &union(sites.iter().flat_map(|s| on(s, range)).collect()))
}

fn chart(rotation: &Rotation, role: &str, sites: &[Site], date: NaiveDate) -> Chart {
    let range = day_of(date);
    let lane = |(at, site): (usize, &Site)| {
        let hours = local_hours(site.hours.value);
        let bars = on(site, range).into_iter().map(|part| bar(range, part, &hours)).collect();
        Lane { name: name(site), offset: offset(ahead(site.zone, date)), y: at * LANE, bars }
    };
    let gaps = open(rotation, role, sites, range);
    let lanes = sites.len() + usize::from(!gaps.is_empty());
    Chart {
        id: String::new(),
        title: String::new(),
        lanes: sites.iter().enumerate().map(lane).collect(),
        gaps: gaps.into_iter().map(|gap| bar(range, gap, &elapsed(gap.elapsed()))).collect(),
        width: 24 * HOUR,
        height: lanes * LANE,
        hours: (0..=8).map(|n| Label { x: n * 3 * HOUR, text: format!("{:02}", n * 3) }).collect(),
    }
}

fn bar(day: Range, part: Range, label: &str) -> Bar {
    let x = |at: Instant| (at - day.from).num_minutes() * HOUR / 60;
    let width = x(part.to) - x(part.from);
    let room = i64::try_from(label.chars().count()).unwrap_or(i64::MAX).saturating_mul(LETTER) <= width;
    let title = format!("{} UTC", told(&[part], day.from));
    Bar { x: x(part.from), width, label: if room { label.to_owned() } else { String::new() }, title }
}

/// Stretches of one day in UTC: `00:30–08:30, 23:00–24:00`.
fn told(ranges: &[Range], start: Instant) -> String {
    let clock = |at: Instant| {
        let ends = at - start == TimeDelta::hours(24);
        if ends { "24:00".to_owned() } else { format!("{:02}:{:02}", at.hour(), at.minute()) }
    };
    let all: Vec<String> = ranges.iter().map(|r| format!("{}–{}", clock(r.from), clock(r.to))).collect();
    all.join(", ")
}

/// `20:00–08:00`.
fn local_hours(hours: Hours) -> String {
    let day = Hours::ALL_DAY.end;
    let clock = |m: i64| format!("{:02}:{:02}", m / 60, m % 60);
    match hours.end - hours.start {
        whole if whole >= day => "all day".to_owned(),
        _ if hours.end > day => format!("{}–{}", clock(hours.start), clock(hours.end - day)),
        _ => format!("{}–{}", clock(hours.start), clock(hours.end)),
    }
}

/// `UTC+5:30`.
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    if rest == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{rest:02}") }
}
