//! `rutter oncall now`.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Opened, clock, instant, reason, stamp};
use crate::cli::args::{OncallNowArgs, TableForm};
use crate::cli::{Outcome, output};
use crate::oncall::now::{Now, noon, notified};
use crate::oncall::rotation::Notify;
use crate::oncall::{Instant, Shift};
use crate::world;

pub(super) fn run(args: &OncallNowArgs) -> Outcome {
    let opened = Opened::at(&args.target, &args.common)?;
    let at = match &args.at {
        Some(text) => instant("--at", text, 12)?,
        None if opened.pinned => noon(opened.handbook.today),
        None => world::machine_now(),
    };
    let register = &opened.handbook.register;
    let told = |r| Told { opened: &opened, now: Now::new(r, register, at) };
    let moments: Vec<Told> = opened.rotations().map(told).collect();
    let text = match args.format {
        TableForm::Human => {
            let cards: Vec<String> = moments.iter().map(Told::card).collect();
            if cards.is_empty() { "no rotations\n".to_owned() } else { cards.join("\n") }
        }
        TableForm::Json => format!("{:#}\n", moments.iter().map(Told::object).collect::<Value>()),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

/// A rotation at an instant, as it is printed.
struct Told<'a> {
    opened: &'a Opened,
    now: Now<'a>,
}

impl Told<'_> {
    /// An instant on a person's clocks and in UTC.
    fn both(&self, at: Instant, person: &str) -> String {
        let zone = self.now.zone_of(person);
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
        let mut out =
            format!("{}, {} UTC\n\n", self.opened.title(self.now.rotation), clock(self.now.at, chrono_tz::UTC));
        let roles = self.now.rotation.roles();
        let on_demand: Vec<_> = self.now.on_demand().collect();
        let names =
            roles.iter().map(|r| r.value.chars().count()).chain(on_demand.iter().map(|(r, _)| r.chars().count()));
        let width = names.max().unwrap_or(0);
        let place = |s: &Shift| s.site.as_ref().map_or(String::new(), |site| format!(" ({site})"));
        for role in roles {
            let mut lines: Vec<String> = Vec::new();
            for (shift, away) in self.now.on(&role.value) {
                let until = self
                    .now
                    .until(shift)
                    .map_or("for good".to_owned(), |end| format!("until {}", self.both(end, &shift.person)));
                let away = if away { ", who has time off" } else { "" };
                lines.push(format!("{}{}{away} {until}", name(&shift.person), place(shift)));
            }
            if lines.is_empty() {
                lines.push("nobody".to_owned());
            }
            if let Some(next) = self.now.next(&role.value) {
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
        for (window, note) in self.now.maintenance() {
            let note = note.map_or(String::new(), |note| format!(": {note}"));
            let _ = writeln!(out, "\nmaintenance until {} UTC{note}", clock(window.to, chrono_tz::UTC));
        }
        out.push_str(&self.ladder());
        out
    }

    fn ladder(&self) -> String {
        let steps = &self.now.rotation.escalation;
        let width = steps.iter().map(|s| s.when().len()).max().unwrap_or(0);
        let mut out = if steps.is_empty() { String::new() } else { "\nif nobody answers\n".to_owned() };
        for step in steps {
            let people: Vec<&str> = self.now.called(step).into_iter().map(|id| self.opened.name(id)).collect();
            let people = if people.is_empty() { "nobody".to_owned() } else { people.join(", ") };
            let _ = writeln!(out, "  {:<width$}  {}: {people}", step.when(), notified(&step.notify.value));
        }
        out
    }

    fn object(&self) -> Value {
        let shift = |s: &Shift| {
            json!({
                "site": s.site.as_deref(),
                "person": &*s.person,
                "name": self.opened.name(&s.person),
                "start": stamp(s.range.from),
                "timezone": self.now.zone_of(&s.person).name(),
                "override": reason(self.now.rotation, s),
            })
        };
        let roles = self.now.rotation.roles().into_iter().map(|role| {
            let on: Vec<Value> = self
                .now
                .on(&role.value)
                .into_iter()
                .map(|(s, away)| {
                    let mut object = shift(s);
                    // Its start is cut off here: it began before.
                    object.as_object_mut().and_then(|o| o.remove("start"));
                    object["until"] = self.now.until(s).map(stamp).into();
                    object["time_off"] = away.into();
                    object
                })
                .collect();
            json!({"role": &*role.value, "on_demand": false, "on": on, "next": self.now.next(&role.value).map(shift)})
        });
        let on_demand = self.now.on_demand().map(|(role, people)| {
            let on: Vec<Value> = people.iter().map(|p| json!({"person": p, "name": self.opened.name(p)})).collect();
            json!({"role": role, "on_demand": true, "on": on, "next": null})
        });
        let ladder = self.now.rotation.escalation.iter().map(|step| {
            let (kind, whom) = match &step.notify.value {
                Notify::Role(role) => ("role", &**role),
                Notify::Person(person) => ("person", person.as_str()),
                Notify::Team(team) => ("team", team.as_str()),
            };
            json!({"after_minutes": step.after.value, "notify": {kind: whom}, "people": self.now.called(step)})
        });
        json!({
            "rotation": self.now.rotation.id,
            "at": stamp(self.now.at),
            "roles": roles.chain(on_demand).collect::<Vec<Value>>(),
            "maintenance": self.now.maintenance().into_iter().map(|(window, note)| {
                json!({"start": stamp(window.from), "end": stamp(window.to), "note": note})
            }).collect::<Vec<Value>>(),
            "escalation": ladder.collect::<Vec<Value>>(),
        })
    }
}
