//! `rutter oncall schedule`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Opened, clock, instant, missing, reason, stamp};
use crate::cli::args::{OncallScheduleArgs, TableForm};
use crate::cli::{Outcome, output};
use crate::dates::counted;
use crate::diag::nearest;
use crate::model::{OwnerRef, Register};
use crate::oncall::{Range, Rotation, Schedule, Shift, schedule};

/// What is shown when no end is given, in days.
const USUAL: i64 = 28;

/// The longest stretch that is shown, in days: two hundred years.
const LONGEST: i64 = 200 * 366;

pub(super) fn run(args: &OncallScheduleArgs) -> Outcome {
    let opened = Opened::at(args.dir.as_deref(), &args.common, args.rotation.as_deref())?;
    let range = range(args, &opened)?;
    let only = only(args, &opened.handbook.register)?;
    let all: Vec<Shown> = opened.rotations().map(|r| Shown::new(&opened, r, range, only.as_deref())).collect();
    let text = match args.format {
        TableForm::Human => {
            let tables: Vec<String> = all.iter().map(Shown::table).collect();
            if tables.is_empty() { "no rotations\n".to_owned() } else { tables.join("\n") }
        }
        TableForm::Json => format!("{:#}\n", all.iter().map(Shown::object).collect::<Value>()),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

fn range(args: &OncallScheduleArgs, opened: &Opened) -> Result<Range, String> {
    let from = match &args.from {
        Some(text) => instant("--from", text, 0)?,
        None => opened.handbook.today.and_time(chrono::NaiveTime::MIN).and_utc(),
    };
    let to = match &args.to {
        Some(text) => instant("--to", text, 0)?,
        None => from.checked_add_signed(TimeDelta::days(USUAL)).unwrap_or(from),
    };
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

/// The ids of the people that are asked for; nothing where everyone is.
fn only(args: &OncallScheduleArgs, register: &Register) -> Result<Option<Vec<String>>, String> {
    let mut people: Option<Vec<String>> = None;
    let mut keep = |ids: Vec<String>| {
        let both = match people.take() {
            Some(before) => before.into_iter().filter(|id| ids.contains(id)).collect(),
            None => ids,
        };
        people = Some(both);
    };
    if let Some(name) = &args.person {
        let id = match register.owner(name) {
            Some(OwnerRef::Person(p)) => register.people[p].id.value.clone(),
            _ => {
                let known: Vec<String> = register.people.iter().map(|p| p.id.value.clone()).collect();
                let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
                return Err(missing("person", name, near, &known));
            }
        };
        keep(vec![id]);
    }
    if let Some(name) = &args.team {
        let Some(team) = register.team(name) else {
            let known: Vec<String> = register.teams.iter().map(|t| t.id.value.clone()).collect();
            let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            return Err(missing("team", name, near, &known));
        };
        keep(register.teams[team].members.iter().map(|m| m.value.clone()).collect());
    }
    Ok(people)
}

/// A rotation's schedule, as much of it as is asked for.
struct Shown<'a> {
    opened: &'a Opened,
    rotation: &'a Rotation,
    schedule: Schedule,
}

impl<'a> Shown<'a> {
    /// Of some people only what is theirs is shown: a gap is nobody's.
    fn new(opened: &'a Opened, rotation: &'a Rotation, range: Range, only: Option<&[String]>) -> Self {
        let mut schedule = schedule(rotation, &opened.handbook.register, range);
        if let Some(people) = only {
            let asked = |person: &Arc<str>| people.iter().any(|p| **p == **person);
            schedule.shifts.retain(|s| asked(&s.person));
            schedule.overlaps.retain(|o| o.people.iter().any(asked));
            schedule.gaps.clear();
        }
        Self { opened, rotation, schedule }
    }

    fn table(&self) -> String {
        let Range { from, to } = self.schedule.range;
        let zone = self.rotation.zone.unwrap_or(chrono_tz::UTC);
        let (from, to) = (clock(from, zone), clock(to, zone));
        let mut out = format!("{}, {from} to {to} {}\n\n", self.opened.title(self.rotation), zone.name());
        let shifts = &self.schedule.shifts;
        let width = |of: &dyn Fn(&Shift) -> usize| shifts.iter().map(of).max().unwrap_or(0);
        let site = |s: &Shift| s.site.as_deref().unwrap_or_default().to_owned();
        let (roles, sites) = (width(&|s| s.role.chars().count()), width(&|s| site(s).chars().count()));
        for shift in shifts {
            let (start, end) = (clock(shift.range.from, zone), clock(shift.range.to, zone));
            let why = shift.by.map(|at| &self.rotation.overrides[at]).map_or(String::new(), |o| {
                let kind = o.kind.as_deref().unwrap_or("override");
                o.replaces
                    .as_ref()
                    .map_or(format!(" ({kind})"), |who| format!(" ({kind} for {})", self.opened.name(who)))
            });
            let name = self.opened.name(&shift.person);
            let (role, site) = (&*shift.role, site(shift));
            let gutter = if sites == 0 { "" } else { "  " };
            let _ = writeln!(out, "{start} to {end}  {role:<roles$}{gutter}{site:<sites$}  {name}{why}");
        }
        if shifts.is_empty() {
            out.push_str("no shifts\n");
        }
        let gaps = self.schedule.gaps.iter().map(|g| ((&*g.role, g.cause.name()), g.range));
        let overlaps = self.schedule.overlaps.iter().map(|o| ((&*o.role, o.cause.name()), o.range));
        let sums = sums("gap", gaps, zone) + &sums("overlap", overlaps, zone);
        if !sums.is_empty() {
            let _ = write!(out, "\n{sums}");
        }
        out
    }

    fn object(&self) -> Value {
        let shifts = self.schedule.shifts.iter().map(|s| {
            json!({
                "role": &*s.role,
                "site": s.site.as_deref(),
                "person": &*s.person,
                "start": stamp(s.range.from),
                "end": stamp(s.range.to),
                "override": reason(self.rotation, s),
            })
        });
        let gaps = self.schedule.gaps.iter().map(|g| {
            json!({
                "role": &*g.role,
                "start": stamp(g.range.from),
                "end": stamp(g.range.to),
                "cause": g.cause.name(),
            })
        });
        let overlaps = self.schedule.overlaps.iter().map(|o| {
            json!({
                "role": &*o.role,
                "start": stamp(o.range.from),
                "end": stamp(o.range.to),
                "people": o.people.iter().map(|p| &**p).collect::<Vec<_>>(),
                "cause": o.cause.name(),
            })
        });
        json!({
            "rotation": self.rotation.id,
            "from": stamp(self.schedule.range.from),
            "to": stamp(self.schedule.range.to),
            "shifts": shifts.collect::<Vec<Value>>(),
            "gaps": gaps.collect::<Vec<Value>>(),
            "overlaps": overlaps.collect::<Vec<Value>>(),
        })
    }
}

/// `28 gaps of primary (dst), 28 h in all; the first on Sun 2026-11-22 23:00`: a line for each role and cause.
fn sums<'a>(what: &str, items: impl Iterator<Item = ((&'a str, &'a str), Range)>, zone: chrono_tz::Tz) -> String {
    let mut all: BTreeMap<(&str, &str), (Range, usize, TimeDelta)> = BTreeMap::new();
    for (key, range) in items {
        let (_, count, elapsed) = all.entry(key).or_insert((range, 0, TimeDelta::zero()));
        *count += 1;
        *elapsed += range.elapsed();
    }
    let mut out = String::new();
    for ((role, cause), (first, count, elapsed)) in all {
        let hours = elapsed.num_minutes() as f64 / 60.0;
        let _ = writeln!(
            out,
            "{} of {role} ({cause}), {:.1} h in all; the first on {}",
            counted(count, what),
            hours,
            clock(first.from, zone)
        );
    }
    out
}
