mod bands;
mod brute;
mod calendar;
mod cases;
mod close;
mod fairness;
mod follow;
mod limits;
mod pages;
mod plan;
mod properties;
mod reading;
mod sheets;
mod turns;

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::time::{Instant, Range, union};
use super::{Rotation, Schedule, schedule};
use crate::diag::Diagnostic;
use crate::model::Handbook;
use crate::pipeline::{self, Settings};
use crate::world::MemWorld;

const PEOPLE: &str = "\
- {id: a, name: A}
- {id: b, name: B}
- {id: c, name: C}
- {id: d, name: D}
- {id: e, name: E}
";

/// A handbook with one rotation.
struct Book {
    handbook: Handbook,
    rotation: Rotation,
    found: Vec<Diagnostic>,
}

fn book_with(people: &str, yaml: &str) -> Book {
    let world = MemWorld::new([("handbook.yaml", "title: T\n"), ("people.yaml", people), ("oncall/r.yaml", yaml)]);
    let settings = Settings { machine_date: "2026-11-22".parse().expect("a date"), ..Settings::default() };
    let (loaded, handbook, mut found) = pipeline::read(&world, &settings).expect("a handbook");
    let (mut written, more) = super::read(&handbook, &loaded);
    found.extend(more);
    Book { handbook, rotation: written.rotations.remove(0), found }
}

/// A rotation that must have no findings.
fn book(yaml: &str) -> Book {
    let book = book_with(PEOPLE, yaml);
    let found: Vec<&String> = book.found.iter().map(|d| &d.message).collect();
    assert!(found.is_empty(), "{found:?}\n{yaml}");
    book
}

impl Book {
    fn schedule(&self, from: &str, to: &str) -> Schedule {
        self.over(Range::new(at(from), at(to)))
    }

    fn over(&self, range: Range) -> Schedule {
        schedule(&self.rotation, &self.handbook.register, range)
    }
}

/// `2026-11-22` is its midnight in UTC, `2026-11-22T08:00Z` an instant.
fn at(text: &str) -> Instant {
    let text = text.trim_end_matches('Z');
    let text = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00") };
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M").expect("a time").and_utc()
}

fn zone(name: &str) -> Tz {
    name.parse().expect("a zone")
}

/// As the design writes it: `2020-11-01 01:30 -05`, `… +10:30`.
fn shown(zone: Tz, at: Instant) -> String {
    let local: DateTime<Tz> = at.with_timezone(&zone);
    let text = local.format("%Y-%m-%d %H:%M %:z").to_string();
    text.strip_suffix(":00").map_or(text.clone(), str::to_owned)
}

/// Hours, with their part.
fn hours(elapsed: TimeDelta) -> f64 {
    elapsed.num_seconds() as f64 / 3600.0
}

fn sum(ranges: &[Range]) -> f64 {
    ranges.iter().map(|r| hours(r.elapsed())).sum()
}

/// Who has which shift, in the order of time.
fn people(schedule: &Schedule) -> String {
    schedule.shifts.iter().map(|s| &*s.person).collect::<Vec<_>>().join(" ")
}

/// What is covered, without seams.
fn covered(schedule: &Schedule) -> Vec<Range> {
    union(schedule.shifts.iter().map(|s| s.range).collect())
}
