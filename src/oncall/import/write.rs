//! A rotation as YAML, in the shape that people write it in.

use std::fmt::Write;

use chrono::SecondsFormat;

use super::Settings;
use super::json::Notes;
use super::outline::{Cover, Outline};
use super::versions::{Site, Version, covered, in_force, is_one_site};
use super::week::Row;
use crate::oncall::KIND;
use crate::oncall::rotation::{Days, Hours, Length};
use crate::oncall::time::Instant;
use crate::oncall::words::DAY;
use crate::yaml::edit::scalar;

/// The role that imported people have: a schedule elsewhere has one.
pub const ROLE: &str = "primary";

/// Where a rotation comes from, and what it is written with.
pub struct Head<'a> {
    pub tool: &'a str,
    pub id: &'a str,
    pub settings: Settings<'a>,
}

pub fn write(head: &Head, outline: &Outline, versions: &[Version], notes: &Notes) -> String {
    let mut out = Writer::default();
    out.line(format!("# Imported from {}: {}.", head.tool, one_line(&outline.source)));
    out.line(format!("id: {}", scalar(head.id)));
    out.line(format!("name: {}", scalar(&outline.name)));
    if head.settings.says_kind {
        out.line(format!("kind: {KIND}"));
    }
    if let Some(owner) = head.settings.owner {
        out.line(format!("owner: {}", scalar(owner)));
    }
    out.line(format!("timezone: {}", outline.zone.name()));
    let last = versions.iter().rfind(|v| !v.sites.is_empty());
    match last.map(|v| covered(v, outline.zone)) {
        Some(Some(week)) => {
            out.line("coverage:".to_owned());
            out.line(format!("  - role: {ROLE}"));
            if !week.is_all() {
                let window = |row: Row| format!("\"{}{}\"", days_of(row.days), hours(row.hours));
                let windows: Vec<String> = week.rows().into_iter().map(window).collect();
                out.line(format!("    windows: [{}]", windows.join(", ")));
            }
        }
        Some(None) => notes.add(
            &outline.place,
            "its hours are on the clocks of several zones: add what must be covered, as `coverage:`",
        ),
        None => {}
    }
    out.line("versions:".to_owned());
    let plain = is_one_site(versions, outline.zone);
    for version in versions {
        out.line(format!("  - from: {}", version.from));
        match version.sites.as_slice() {
            [] => out.line("    roles: {}".to_owned()),
            [site] if plain => {
                out.line("    roles:".to_owned());
                out.line(format!("      {ROLE}:"));
                out.turns("        ", site);
            }
            sites => {
                out.line("    roles:".to_owned());
                out.line(format!("      {ROLE}:"));
                out.line("        sites:".to_owned());
                for site in sites {
                    out.line(format!("          - name: {}", scalar(&site.name)));
                    out.line(format!("            timezone: {}", site.zone.name()));
                    out.turns("            ", site);
                }
            }
        }
    }
    let (covers, idle): (Vec<&Cover>, Vec<&Cover>) =
        outline.covers.iter().partition(|c| in_force(versions, c.range.from));
    for cover in idle {
        let (from, person) = (stamp(cover.range.from), &cover.person);
        notes.add(
            &outline.place,
            format!("nobody has a turn when the override of {person} begins, at {from}: it is left out"),
        );
    }
    if !covers.is_empty() {
        out.line("overrides:".to_owned());
    }
    for cover in covers {
        let (start, end) = (stamp(cover.range.from), stamp(cover.range.to));
        let replaces = cover.replaces.as_ref().map_or(String::new(), |r| format!(", replaces: {}", scalar(r)));
        let (person, reason) = (scalar(&cover.person), scalar(&cover.reason));
        out.line(format!("  - {{role: {ROLE}, start: {start}, end: {end}, person: {person}{replaces}, kind: cover, reason: {reason}}}"));
    }
    out.text
}

#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn line(&mut self, line: String) {
        self.text.push_str(&line);
        self.text.push('\n');
    }

    fn turns(&mut self, lead: &str, site: &Site) {
        if site.row.hours != Hours::ALL_DAY {
            self.line(format!("{lead}hours: \"{}\"", hours(site.row.hours)));
        }
        if site.row.days != Days::all() {
            self.line(format!("{lead}days: [{}]", names(site.row.days).join(", ")));
        }
        let mut handoff = format!("every: {}", length(site.fit.every));
        if let Some(on) = &site.fit.on {
            write!(handoff, ", on: {on}").expect("invariant: a string takes all that is written to it");
        }
        self.line(format!("{lead}handoff: {{{handoff}, at: \"{}\"}}", site.fit.at.format("%H:%M")));
        let members: Vec<String> = site.members.iter().map(|m| scalar(m)).collect();
        self.line(format!("{lead}members: [{}]", members.join(", ")));
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `2026-11-23T08:00:00Z`.
pub fn stamp(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn hours(hours: Hours) -> String {
    let end = if hours.end > DAY { hours.end - DAY } else { hours.end };
    let clock = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    format!("{}-{}", clock(hours.start), clock(end))
}

fn names(days: Days) -> Vec<String> {
    let week = (0..7).map(|day| super::week::day_of(day * DAY));
    week.filter(|d| days.contains(*d)).map(super::fit::short).collect()
}

/// The days of a window, with the space after them; nothing for all.
fn days_of(days: Days) -> String {
    if days == Days::all() { String::new() } else { format!("{} ", names(days).join(",")) }
}

fn length(length: Length) -> String {
    match length {
        Length::Hours(n) => format!("{n}h"),
        Length::Days(n) if n % 7 == 0 => format!("{}w", n / 7),
        Length::Days(n) => format!("{n}d"),
        Length::Months(n) => format!("{n}mo"),
    }
}
