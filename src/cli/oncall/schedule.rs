//! `rutter oncall schedule`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::whom::Whom;
use super::{Opened, clock, csv, instant, reason, stamp};
use crate::cli::args::{OncallScheduleArgs, ScheduleForm};
use crate::cli::{Outcome, output};
use crate::dates::counted;
use crate::oncall::calendar::{self, Calendar};
use crate::oncall::{Range, Rotation, Schedule, Shift, schedule};

/// What is shown when no end is given, in days.
const USUAL: i64 = 28;

/// The columns of the table for spreadsheets. Instants in UTC, hours elapsed.
const HEAD: [&str; 9] = ["rotation", "role", "site", "person", "name", "start", "end", "hours", "override"];

pub(super) fn run(args: &OncallScheduleArgs) -> Outcome {
    let opened = Opened::at(&args.target, &args.common)?;
    let range = range(args, &opened)?;
    let whom = Whom::of(args.person.as_deref(), args.team.as_deref(), &opened.handbook.register)?;
    let shown = || -> Vec<Shown> { opened.rotations().map(|r| Shown::new(&opened, r, range, &whom)).collect() };
    let text = match args.format {
        ScheduleForm::Human => {
            let tables: Vec<String> = shown().iter().map(Shown::table).collect();
            if tables.is_empty() { "no rotations\n".to_owned() } else { tables.join("\n") }
        }
        ScheduleForm::Json => format!("{:#}\n", shown().iter().map(Shown::object).collect::<Value>()),
        ScheduleForm::Csv => {
            let shown = shown();
            csv::table([HEAD.map(Cow::Borrowed)].into_iter().chain(shown.iter().flat_map(Shown::rows)))
        }
        ScheduleForm::Ics => calendar(args, &opened, &whom, range),
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
    super::range(from, to)
}

/// The calendar that is asked for: its name and what is in it are those of the site's.
fn calendar(args: &OncallScheduleArgs, opened: &Opened, whom: &Whom, range: Range) -> String {
    let mut rotations: Vec<&Rotation> = opened.rotations().collect();
    let wanted = match (whom.person, whom.team, rotations.as_slice()) {
        (Some(person), ..) => {
            if !whom.has(&person.id.value) {
                // Of a team that the person is not in, there is nothing.
                rotations.clear();
            }
            Calendar::Person(&person.id.value)
        }
        (None, Some(team), _) => Calendar::Team(&team.id.value),
        (None, None, [only]) if args.target.rotation.is_some() => Calendar::Rotation(&only.id),
        _ => Calendar::Everything,
    };
    calendar::one(&opened.handbook, &rotations, wanted, range)
}

/// A rotation's schedule, as much of it as is asked for.
struct Shown<'a> {
    opened: &'a Opened,
    rotation: &'a Rotation,
    schedule: Schedule,
}

impl<'a> Shown<'a> {
    /// Of some people only what is theirs is shown: a gap is nobody's.
    fn new(opened: &'a Opened, rotation: &'a Rotation, range: Range, whom: &Whom) -> Self {
        let mut schedule = schedule(rotation, &opened.handbook.register, range);
        if !whom.is_everyone() {
            schedule.roster.shifts.retain(|s| whom.has(&s.person));
            schedule.overlaps.retain(|o| o.people.iter().any(|p| whom.has(p)));
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
            let why = self.takeover(shift).map_or(String::new(), |why| format!(" ({why})"));
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

    /// `swap for Tomas Novak`.
    fn takeover(&self, shift: &Shift) -> Option<String> {
        let o = &self.rotation.overrides[shift.by?];
        let kind = o.kind.as_deref().unwrap_or("override");
        let whom = o.replaces.as_ref().map(|who| format!(" for {}", self.opened.name(&who.value)));
        Some(format!("{kind}{}", whom.unwrap_or_default()))
    }

    /// A row a shift, under [`HEAD`].
    fn rows(&self) -> impl Iterator<Item = [Cow<'_, str>; 9]> {
        self.schedule.shifts.iter().map(|s| {
            let why = s.by.and_then(|at| self.rotation.overrides[at].reason.as_ref());
            let why = why.map_or(String::new(), |why| format!(": {why}"));
            let takeover = self.takeover(s).map_or(String::new(), |how| how + &why);
            [
                csv::text(&self.rotation.id),
                csv::text(&s.role),
                csv::text(s.site.as_deref().unwrap_or_default()),
                csv::text(&s.person),
                csv::text(self.opened.name(&s.person)),
                stamp(s.range.from).into(),
                stamp(s.range.to).into(),
                csv::hours(s.range.elapsed()).into(),
                csv::text(&takeover).into_owned().into(),
            ]
        })
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
