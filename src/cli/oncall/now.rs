//! `rutter oncall now`.

use std::fmt::Write;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Opened, clock, instant, reason, stamp};
use crate::cli::args::{OncallNowArgs, TableForm};
use crate::cli::{Outcome, output};
use crate::oncall::rotation::{Notify, Step};
use crate::oncall::windows::windows;
use crate::oncall::{Instant, Range, Rotation, Schedule, Shift, schedule};
use crate::world;

/// How far the next shift is looked for, in days.
const AHEAD: i64 = 400;

pub(super) fn run(args: &OncallNowArgs) -> Outcome {
    let opened = Opened::at(args.dir.as_deref(), &args.common, args.rotation.as_deref())?;
    let at = match &args.at {
        Some(text) => instant("--at", text, 12)?,
        None if opened.pinned => {
            opened.handbook.today.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(12)
        }
        None => world::machine_now(),
    };
    let moments: Vec<Now> = opened.rotations().map(|r| Now::new(&opened, r, at)).collect();
    let text = match args.format {
        TableForm::Human => {
            let cards: Vec<String> = moments.iter().map(Now::card).collect();
            if cards.is_empty() { "no rotations\n".to_owned() } else { cards.join("\n") }
        }
        TableForm::Json => format!("{:#}\n", moments.iter().map(Now::object).collect::<Value>()),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

/// A rotation at an instant.
struct Now<'a> {
    opened: &'a Opened,
    rotation: &'a Rotation,
    at: Instant,
    schedule: Schedule,
}

impl<'a> Now<'a> {
    fn new(opened: &'a Opened, rotation: &'a Rotation, at: Instant) -> Self {
        let range = Range::new(at, at.checked_add_signed(TimeDelta::days(AHEAD)).unwrap_or(at));
        Self { opened, rotation, at, schedule: schedule(rotation, &opened.handbook.register, range) }
    }

    /// Who is on for a role, and whether they have time off.
    fn on(&self, role: &str) -> Vec<(&Shift, bool)> {
        let away = |at: usize| self.schedule.away.iter().any(|a| a.shift == at && a.range.contains(self.at));
        self.schedule.at(role, self.at).map(|(at, shift)| (shift, away(at))).collect()
    }

    /// The next shift of a role, by somebody else or after a pause.
    fn next(&self, role: &str) -> Option<&Shift> {
        let on = self.on(role);
        let continues = |s: &Shift| on.iter().any(|(o, _)| o.person == s.person && o.range.to == s.range.from);
        self.schedule.shifts.iter().find(|s| &*s.role == role && s.range.from > self.at && !continues(s))
    }

    /// The end of a stretch: shifts of one person that follow each other are one.
    fn until(&self, shift: &Shift) -> Option<Instant> {
        let own = self.schedule.shifts.iter().filter(|s| s.person == shift.person && s.role == shift.role);
        let end = own.fold(shift.range.to, |end, s| if s.range.contains(end) { s.range.to } else { end });
        (end < self.schedule.range.to).then_some(end)
    }

    /// The people of the roles that are on demand.
    fn on_demand(&self) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> + use<'a> {
        let zone = self.rotation.zone.unwrap_or(chrono_tz::UTC);
        let version = self.rotation.version_at(zone, self.at);
        version.into_iter().flat_map(|v| &v.roles).filter(|r| r.on_demand).map(|role| {
            let members = role.sites.iter().flat_map(|s| &s.members).map(|m| &*m.person.value);
            (&*role.name.value, members.collect())
        })
    }

    /// Who a step of the ladder calls at this instant.
    fn called<'s>(&'s self, step: &'s Step) -> Vec<&'s str> {
        let register = &self.opened.handbook.register;
        match &step.notify.value {
            Notify::Person(id) => vec![id],
            Notify::Team(team) => {
                let members = register.team(team).map(|t| register.active_members(t, self.at.date_naive()));
                members.unwrap_or_default().into_iter().map(|p| register.people[p].id.value.as_str()).collect()
            }
            Notify::Role(role) => match self.on_demand().find(|(name, _)| **name == **role) {
                Some((_, people)) => people,
                None => self.on(role).into_iter().filter(|(_, away)| !away).map(|(s, _)| &*s.person).collect(),
            },
        }
    }

    fn zone_of(&self, person: &str) -> chrono_tz::Tz {
        let register = &self.opened.handbook.register;
        let own = register.person(person).and_then(|p| register.people[p].zone());
        own.or(self.rotation.zone).unwrap_or(chrono_tz::UTC)
    }

    /// An instant on a person's clocks and in UTC.
    fn both(&self, at: Instant, person: &str) -> String {
        let zone = self.zone_of(person);
        let utc = clock(at, chrono_tz::UTC);
        if zone == chrono_tz::UTC {
            return format!("{utc} UTC");
        }
        let local = clock(at, zone);
        // The day is said once, where it is the same.
        let utc = match (local.rsplit_once(' '), utc.rsplit_once(' ')) {
            (Some((day, _)), Some((same, time))) if day == same => time.to_owned(),
            _ => utc,
        };
        format!("{local} {} ({utc} UTC)", zone.name())
    }

    fn card(&self) -> String {
        let name = |id: &str| self.opened.name(id).to_owned();
        let mut out = format!("{}, {} UTC\n\n", self.opened.title(self.rotation), clock(self.at, chrono_tz::UTC));
        let roles = self.rotation.roles();
        let on_demand: Vec<_> = self.on_demand().collect();
        let names =
            roles.iter().map(|r| r.value.chars().count()).chain(on_demand.iter().map(|(r, _)| r.chars().count()));
        let width = names.max().unwrap_or(0);
        let place = |s: &Shift| s.site.as_ref().map_or(String::new(), |site| format!(" ({site})"));
        for role in roles {
            let mut lines: Vec<String> = Vec::new();
            for (shift, away) in self.on(&role.value) {
                let until = self
                    .until(shift)
                    .map_or("for good".to_owned(), |end| format!("until {}", self.both(end, &shift.person)));
                let away = if away { ", who has time off" } else { "" };
                lines.push(format!("{}{}{away} {until}", name(&shift.person), place(shift)));
            }
            if lines.is_empty() {
                lines.push("nobody".to_owned());
            }
            if let Some(next) = self.next(&role.value) {
                lines.push(format!(
                    "then {}{} from {}",
                    name(&next.person),
                    place(next),
                    self.both(next.range.from, &next.person)
                ));
            }
            for (at, line) in lines.iter().enumerate() {
                let _ = writeln!(out, "{:<width$}  {line}", if at == 0 { &*role.value } else { "" });
            }
        }
        for (role, people) in on_demand {
            let people: Vec<String> = people.into_iter().map(name).collect();
            let _ = writeln!(out, "{role:<width$}  on demand: {}", people.join(", "));
        }
        for (window, note) in self.maintenance() {
            let note = note.map_or(String::new(), |note| format!(": {note}"));
            let _ = writeln!(out, "\nmaintenance until {} UTC{note}", clock(window.to, chrono_tz::UTC));
        }
        out.push_str(&self.ladder());
        out
    }

    fn ladder(&self) -> String {
        let steps = &self.rotation.escalation;
        let width = steps.iter().map(|s| s.when().len()).max().unwrap_or(0);
        let mut out = if steps.is_empty() { String::new() } else { "\nif nobody answers\n".to_owned() };
        for step in steps {
            let people: Vec<&str> = self.called(step).into_iter().map(|id| self.opened.name(id)).collect();
            let people = if people.is_empty() { "nobody".to_owned() } else { people.join(", ") };
            let _ = writeln!(out, "  {:<width$}  {}: {people}", step.when(), notified(&step.notify.value));
        }
        out
    }

    /// The maintenance windows that are open.
    fn maintenance(&self) -> Vec<(Range, Option<&str>)> {
        let now = Range { from: self.at, to: self.at }.widened(1);
        let open = self.rotation.maintenance.iter().filter_map(|m| {
            let window = windows(m.zone, m.days, m.hours, now).find(|w| w.range.contains(self.at))?;
            let site = m.site.as_deref();
            Some((window.range, m.note.as_deref().or(site)))
        });
        open.collect()
    }

    fn object(&self) -> Value {
        let shift = |s: &Shift| {
            json!({
                "site": s.site.as_deref(),
                "person": &*s.person,
                "name": self.opened.name(&s.person),
                "start": stamp(s.range.from),
                "timezone": self.zone_of(&s.person).name(),
                "override": reason(self.rotation, s),
            })
        };
        let roles = self.rotation.roles().into_iter().map(|role| {
            let on: Vec<Value> = self
                .on(&role.value)
                .into_iter()
                .map(|(s, away)| {
                    let mut object = shift(s);
                    // Its start is cut off here: it began before.
                    object.as_object_mut().and_then(|o| o.remove("start"));
                    object["until"] = self.until(s).map(stamp).into();
                    object["time_off"] = away.into();
                    object
                })
                .collect();
            json!({"role": &*role.value, "on_demand": false, "on": on, "next": self.next(&role.value).map(shift)})
        });
        let on_demand = self.on_demand().map(|(role, people)| {
            let on: Vec<Value> = people.iter().map(|p| json!({"person": p, "name": self.opened.name(p)})).collect();
            json!({"role": role, "on_demand": true, "on": on, "next": null})
        });
        let ladder = self.rotation.escalation.iter().map(|step| {
            let (kind, whom) = match &step.notify.value {
                Notify::Role(role) => ("role", &**role),
                Notify::Person(person) => ("person", person.as_str()),
                Notify::Team(team) => ("team", team.as_str()),
            };
            json!({"after_minutes": step.after.value, "notify": {kind: whom}, "people": self.called(step)})
        });
        json!({
            "rotation": self.rotation.id,
            "at": stamp(self.at),
            "roles": roles.chain(on_demand).collect::<Vec<Value>>(),
            "maintenance": self.maintenance().into_iter().map(|(window, note)| {
                json!({"start": stamp(window.from), "end": stamp(window.to), "note": note})
            }).collect::<Vec<Value>>(),
            "escalation": ladder.collect::<Vec<Value>>(),
        })
    }
}

fn notified(notify: &Notify) -> String {
    match notify {
        Notify::Role(role) => role.to_string(),
        Notify::Person(_) => "person".to_owned(),
        Notify::Team(team) => format!("team {team}"),
    }
}
