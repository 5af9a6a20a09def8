//! Schedules of other tools as rotations, and what was paged there as rows of `oncall/pages.csv`.
//!
//! 1. `json` reads an export leniently; each tool's file makes `outline::Outline`s of it.
//! 2. `recurring` turns rules of recurrence into layers of weekly hours.
//! 3. `versions` lays layers over each other and cuts them into versions and sites; `fit` finds their handoffs.
//! 4. `write` writes the YAML, and [`compare`] lays it out beside what the tool itself laid out.
//!
//! Architecture invariant: text in, text and notes out; nothing here writes a file. What has no place in a rotation is
//! a note, never silence.

pub mod compare;
mod fit;
mod goalert;
mod grafana;
mod json;
mod opsgenie;
mod outline;
mod pagerduty;
pub mod pages;
mod people;
mod recurring;
#[cfg(test)]
mod tests;
mod versions;
mod week;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDateTime, SubsecRound, TimeDelta, Timelike};
use chrono_tz::Tz;
use serde_json::Value;

pub use json::Note;
use json::{At, Notes};
use outline::Outline;
use pages::Page;
use people::People;
use write::{Head, stamp};

use super::time::{Instant, local};
use crate::markdown::slug;
use crate::model::{Register, routes};

/// The tools whose exports are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    PagerDuty,
    Opsgenie,
    Grafana,
    GoAlert,
}

impl Tool {
    pub fn name(self) -> &'static str {
        match self {
            Self::PagerDuty => "PagerDuty",
            Self::Opsgenie => "Opsgenie",
            Self::Grafana => "Grafana OnCall",
            Self::GoAlert => "GoAlert",
        }
    }
}

/// A file of an export.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A rotation that an export has, as the text of its file.
#[derive(Debug, PartialEq, Eq)]
pub struct New {
    /// Its file is `ID.yaml`.
    pub id: String,
    pub yaml: String,
}

/// What an export gives.
#[derive(Debug, Default)]
pub struct Imported {
    pub rotations: Vec<New>,
    /// By time.
    pub pages: Vec<Page>,
    pub notes: Vec<Note>,
}

/// What rotations are written with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings<'a> {
    /// Whose they are.
    pub owner: Option<&'a str>,
    /// They say that they are rotations, since the folder that they go to does not.
    pub says_kind: bool,
}

/// How many stretches of a comparison are told one by one.
const TOLD: usize = 10;

/// What stands in a list for a turn that nobody has.
const NOBODY: &str = "nobody";

/// What a tool's reader works with.
struct Reader<'a> {
    people: People<'a>,
    /// What the tool calls its services, by its ids.
    services: BTreeMap<String, String>,
}

impl Reader<'_> {
    /// What stands in a list for a turn that nobody has, since leaving it out would move all others.
    fn nobody(&self, at: &At) -> String {
        at.note("a turn that nobody has is nothing a rotation can say: `nobody` stands there, and `rutter check` asks for a person");
        NOBODY.to_owned()
    }
}

/// What a tool's reader finds.
#[derive(Default)]
struct Found {
    outlines: Vec<Outline>,
    /// Each with its place.
    pages: Vec<(String, Page)>,
}

/// Reads an export.
pub fn import(tool: Tool, files: &[File], register: &Register, settings: &Settings) -> Imported {
    let notes = Notes::default();
    let (tables, texts): (Vec<&File>, Vec<&File>) = files.iter().partition(|f| f.name.to_lowercase().ends_with(".csv"));
    let parsed: Vec<(String, Value)> = texts.iter().filter_map(|file| parse(file, &notes)).collect();
    let documents: Vec<At> = parsed.iter().map(|(name, value)| At::new(value, format!("{name}: "), &notes)).collect();
    let mut reader = Reader { people: People::new(register), services: BTreeMap::new() };
    let mut found = match tool {
        Tool::PagerDuty => pagerduty::read(&mut reader, &documents),
        Tool::Opsgenie => opsgenie::read(&mut reader, &documents),
        Tool::Grafana => grafana::read(&mut reader, &documents),
        Tool::GoAlert => goalert::read(&mut reader, &documents),
    };
    let mut rotations = Vec::new();
    let mut taken = BTreeSet::new();
    for table in tables {
        let text = String::from_utf8_lossy(&table.bytes);
        match tool {
            Tool::GoAlert => found.pages.extend(pages::goalert::table(&reader, &table.name, &text, &notes)),
            _ => notes.add(
                &table.name,
                format!("no table of {} is known here: give the answers of its API as JSON", tool.name()),
            ),
        }
    }
    for outline in &found.outlines {
        rotations.extend(rotation(tool, outline, settings, &mut taken, &notes));
    }
    reader.people.tell(&notes);
    let pages = pages::gather(found.pages, &notes);
    Imported { rotations, pages, notes: notes.into_list() }
}

/// A file as JSON.
fn parse(file: &File, notes: &Notes) -> Option<(String, Value)> {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    match serde_json::from_slice(bytes) {
        Ok(value) => Some((file.name.clone(), value)),
        Err(error) => {
            notes.add(
                &format!("{}:{}:{}", file.name, error.line(), error.column()),
                format!("this is no JSON: {error}"),
            );
            None
        }
    }
}

fn rotation(
    tool: Tool,
    outline: &Outline,
    settings: &Settings,
    taken: &mut BTreeSet<String>,
    notes: &Notes,
) -> Option<New> {
    let versions = versions::versions(outline, notes);
    if versions.is_empty() {
        notes.add(&outline.place, format!("nobody has a turn in `{}`: it is left out", outline.name));
        return None;
    }
    let id = versions::unique(&id_of(&outline.name, "rotation"), taken);
    let head = Head { tool: tool.name(), id: &id, settings: *settings };
    let yaml = write::write(&head, outline, &versions, notes);
    let (read, wrong) = compare::reading(&id, &yaml);
    for message in wrong {
        notes.add(&outline.place, format!("`rutter check` will say: {message}"));
    }
    if let Some(read) = read {
        tell(tool, outline, &read, notes);
    }
    Some(New { id, yaml })
}

/// Says where the rotation differs from what the tool laid out.
fn tell(tool: Tool, outline: &Outline, rotation: &super::Rotation, notes: &Notes) {
    let (tool, id) = (tool.name(), &rotation.id);
    let Some((range, differences)) = compare::compare(rotation, &outline.rendered) else {
        notes.add(
            &outline.place,
            format!("the export does not say who {tool} has on call when, so that `{id}` is not held against it"),
        );
        return;
    };
    let (from, to) = (stamp(range.from), stamp(range.to));
    if differences.is_empty() {
        notes.add(&outline.place, format!("`{id}` and {tool} have the same people on call from {from} to {to}"));
        return;
    }
    let seconds = |d: TimeDelta| d.num_seconds() as f64 / 3600.0;
    let hours: f64 = differences.iter().map(|d| seconds(d.range.elapsed())).sum();
    let text =
        format!("`{id}` and {tool} differ in {hours:.1} of {:.1} hours, from {from} to {to}", seconds(range.elapsed()));
    notes.add(&outline.place, text);
    let names = |people: &BTreeSet<String>| match people.is_empty() {
        true => "nobody".to_owned(),
        false => people.iter().cloned().collect::<Vec<_>>().join(" and "),
    };
    for d in differences.iter().take(TOLD) {
        let (from, to) = (stamp(d.range.from), stamp(d.range.to));
        notes.add(
            &outline.place,
            format!("{from} to {to}: {} in {tool}, {} in `{id}`", names(&d.theirs), names(&d.ours)),
        );
    }
    if let Some(more) = differences.len().checked_sub(TOLD).filter(|more| *more > 0) {
        notes.add(&outline.place, format!("and {more} more stretches"));
    }
}

/// A name as an id and a part of a path: letters, digits and hyphens. `otherwise` for one that has none.
fn id_of(name: &str, otherwise: &str) -> String {
    let plain: String = slug(name).chars().map(|c| if c == '_' { '-' } else { c }).take(60).collect();
    let words: Vec<&str> = plain.split('-').filter(|w| !w.is_empty()).collect();
    if words.is_empty() { otherwise.to_owned() } else { routes::part(&words.join("-")) }
}

/// What the clocks of a zone show, to the minute.
fn wall(zone: Tz, at: Instant) -> NaiveDateTime {
    let wall = local(zone, at).trunc_subsecs(0);
    wall.with_second(0).unwrap_or(wall)
}

/// A time of the day in minutes after midnight: `09:00`, `09:00:00`.
fn clock(at: &At, text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>| part.and_then(|p| p.parse::<i64>().ok());
    let read = number(hours).zip(number(minutes).or(Some(0)));
    let Some((hours, minutes)) =
        read.filter(|(h, m)| (0..=24).contains(h) && (0..60).contains(m) && h * 60 + m <= 1440)
    else {
        at.note(format!("`{text}` is no time of the day"));
        return None;
    };
    if number(seconds).unwrap_or(0) != 0 {
        at.note("the seconds are left out");
    }
    Some(hours * 60 + minutes)
}

/// Seconds as minutes; what is left of one is a note.
fn minutes(at: &At, seconds: i64) -> i64 {
    if seconds % 60 != 0 {
        at.note(format!("{seconds} seconds are no whole minutes: they are rounded up"));
    }
    seconds.div_euclid(60) + i64::from(seconds.rem_euclid(60) != 0)
}
