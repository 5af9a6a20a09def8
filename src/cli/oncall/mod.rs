//! `rutter oncall`: who answers, now and in the weeks to come, and what they were called for.

mod close;
mod csv;
mod fairness;
mod load;
mod now;
mod plan;
mod schedule;
mod table;
mod whom;

use chrono::{DateTime, NaiveTime, SecondsFormat, TimeDelta};
use serde_json::{Value, json};

use super::args::{Common, OncallArgs, OncallCommand, OncallTarget};
use super::{Outcome, place};
use crate::diag::known_words;
use crate::model::register::Person;
use crate::model::{Handbook, OwnerRef, Register};
use crate::oncall::rotation::Override;
use crate::oncall::words::{self, Moment};
use crate::oncall::{self, Instant, Range, Rotation, Shift, Written};
use crate::pipeline;

pub fn run(args: &OncallArgs) -> Outcome {
    match &args.command {
        OncallCommand::Now(args) => now::run(args),
        OncallCommand::Schedule(args) => schedule::run(args),
        OncallCommand::Plan(args) => plan::run(args),
        OncallCommand::Load(args) => load::run(args),
        OncallCommand::Fairness(args) => fairness::run(args),
        OncallCommand::Close(args) => close::run(args),
    }
}

/// A handbook and what it says of on-call.
struct Opened {
    handbook: Handbook,
    written: Written,
    /// Which of the rotations are asked for.
    chosen: Vec<usize>,
    /// The day is given, and not the machine's.
    pinned: bool,
}

impl Opened {
    fn at(target: &OncallTarget, common: &Common) -> Result<Self, String> {
        let settings = place::settings(common, None)?;
        let (world, _) = place::open(target.dir.as_deref())?;
        let (loaded, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
        let (written, _) = oncall::read(&handbook, &loaded);
        Self::new(handbook, written, settings.today.is_some(), target.rotation.as_deref())
    }

    fn new(handbook: Handbook, written: Written, pinned: bool, rotation: Option<&str>) -> Result<Self, String> {
        let all = &written.rotations;
        let mut chosen: Vec<usize> = (0..all.len()).collect();
        if let Some(wanted) = rotation {
            let found = written.find(&handbook, wanted).map(|r| r.doc);
            chosen.retain(|&at| found == Some(all[at].doc));
            if chosen.is_empty() {
                let known: Vec<String> = written.ids().map(str::to_owned).collect();
                return Err(missing("rotation", wanted, &known));
            }
        }
        let pinned = pinned || handbook.config.today.is_some();
        Ok(Self { handbook, written, chosen, pinned })
    }

    fn rotations(&self) -> impl Iterator<Item = &Rotation> {
        self.chosen.iter().map(|&at| &self.written.rotations[at])
    }

    /// What people call somebody.
    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.handbook.register.name(id)
    }

    /// `PostgreSQL on-call (postgres)`.
    fn title(&self, rotation: &Rotation) -> String {
        format!("{} ({})", rotation.name, rotation.id)
    }
}

/// What to say of a name that nothing has.
fn missing(what: &str, name: &str, known: &[String]) -> String {
    let help = match known {
        [] => format!("this handbook has no {what}"),
        _ => known_words(name, known.iter().map(String::as_str)),
    };
    format!("there is no {what} `{name}`\nhelp: {help}")
}

/// A person, by any name that the register has for them.
fn person<'a>(register: &'a Register, name: &str) -> Result<&'a Person, String> {
    match register.owner(name) {
        Some(OwnerRef::Person(p)) => Ok(&register.people[p]),
        _ => {
            let known: Vec<String> = register.people.iter().map(|p| p.id.value.clone()).collect();
            Err(missing("person", name, &known))
        }
    }
}

/// The longest stretch that is shown, in days: two hundred years.
const LONGEST: i64 = 200 * 366;

/// A stretch that can be shown.
fn range(from: Instant, to: Instant) -> Result<Range, String> {
    if to <= from {
        return Err(format!(
            "--to: {} is no later than {}\nhelp: the end comes after the start",
            stamp(to),
            stamp(from)
        ));
    }
    if to - from > TimeDelta::days(LONGEST) {
        return Err("--to: that is more than 200 years after the start".to_owned());
    }
    Ok(Range::new(from, to))
}

/// An instant as the command line gives it; a wall time is one of UTC, and a date is that hour of it.
fn instant(option: &str, text: &str, hour: i64) -> Result<Instant, String> {
    if let Some(date) = words::date(text) {
        return Ok(date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(hour));
    }
    match words::moment(text) {
        Some(Moment::Instant(at)) => Ok(at),
        Some(Moment::Wall(wall)) => Ok(wall.and_utc()),
        None => {
            Err(format!("{option}: `{text}` is no time\nhelp: write a date (2026-11-22) or a time (2026-11-22T08:00Z)"))
        }
    }
}

/// `2026-11-23T08:00:00Z`.
fn stamp(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An instant on the clocks of a zone: `Mon 2026-11-23 08:00`.
fn clock(at: Instant, zone: chrono_tz::Tz) -> String {
    let local: DateTime<chrono_tz::Tz> = at.with_timezone(&zone);
    local.format("%a %Y-%m-%d %H:%M").to_string()
}

/// The override that a shift comes from, as JSON has it.
fn reason(rotation: &Rotation, shift: &Shift) -> Value {
    let object =
        |o: &Override| json!({"kind": o.kind, "replaces": o.replaces.as_ref().map(|r| &*r.value), "reason": o.reason});
    shift.by.map_or(Value::Null, |at| object(&rotation.overrides[at]))
}
