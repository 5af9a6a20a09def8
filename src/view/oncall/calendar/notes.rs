//! What is to be said of a week or of a day beside who has it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use super::super::crew::Crew;
use super::super::{TimeView, day, time};
use super::{Draft, monday};
use crate::dates::counted;
use crate::model::register::Person;
use crate::oncall::Rotation;
use crate::oncall::cover::Cause;
use crate::oncall::overlap::Doubled;
use crate::oncall::time::{Range, days_after, local};
use crate::oncall::words::elapsed;
use crate::view::Scope;

/// A word about a week, with what it is about.
#[derive(Serialize)]
pub struct Note {
    pub word: String,
    pub tone: &'static str,
    pub text: String,
    pub time: Option<TimeView>,
}

/// A stretch that should be covered and is not.
#[derive(Serialize)]
pub struct OpenHours {
    pub from: TimeView,
    pub to: TimeView,
    pub role: String,
    pub why: &'static str,
    pub hours: String,
}

/// Why nobody is on.
pub(super) fn nobody(cause: Cause) -> &'static str {
    match cause {
        Cause::Dst => "nobody: clocks part",
        Cause::TimeOff => "nobody: time off",
        Cause::Unstaffed => "nobody",
    }
}

/// The people of a crew who are in the register.
fn people<'a>(scope: &Scope<'a>, crew: &Crew) -> Vec<&'a Person> {
    let register = &scope.handbook.register;
    crew.ids().filter_map(|id| register.person(id)).map(|p| &register.people[p]).collect()
}

/// The holidays that people of a rotation keep, and their time off, by day.
pub(super) fn days(
    scope: &Scope,
    rotation: &Rotation,
    crew: &Crew,
    range: Range,
) -> BTreeMap<NaiveDate, BTreeSet<String>> {
    let zone = rotation.zone.unwrap_or(chrono_tz::UTC);
    let (first, last) = (local(zone, range.from).date(), local(zone, range.to).date());
    let mut days: BTreeMap<NaiveDate, BTreeSet<String>> = BTreeMap::new();
    for person in people(scope, crew) {
        let calendar = scope.oncall.written.holidays.of(person);
        for (date, holiday) in calendar.into_iter().flat_map(|c| c.days.range(first..=last)) {
            let place = calendar.map_or("", |c| c.name.as_str());
            days.entry(*date).or_default().insert(format!("{} ({place})", holiday.name));
        }
        for off in &person.time_off {
            let (from, to) = (off.from.max(first), off.to.min(last));
            for n in 0..=(to - from).num_days() {
                days.entry(days_after(from, n)).or_default().insert(format!("{} off", person.name));
            }
        }
    }
    days
}

impl Draft<'_> {
    /// What is to be said of a week: what is open, what is doubled, swaps, time off and holidays.
    pub(super) fn notes(&self, week: Range, monday: NaiveDate) -> Vec<Note> {
        let mut notes = Vec::new();
        let note = |word: &str, tone, text: String| Note { word: word.to_owned(), tone, text, time: None };
        let mut sums: BTreeMap<(bool, &str, &str), (usize, TimeDelta)> = BTreeMap::new();
        let mut add = |key, range: Range| {
            if let Some(part) = range.common(week) {
                let (count, time) = sums.entry(key).or_insert((0, TimeDelta::zero()));
                *count += 1;
                *time += part.elapsed();
            }
        };
        self.schedule.gaps.iter().for_each(|g| add((false, &*g.role, nobody(g.cause)), g.range));
        for o in self.schedule.overlaps.iter().filter(|o| o.cause != Doubled::Hours) {
            let why = if o.cause == Doubled::Dst { "two on: clocks part" } else { "two on: an override" };
            add((true, &*o.role, why), o.range);
        }
        for ((double, role, why), (count, time)) in sums {
            let (word, tone) = if double { ("overlap", "warn") } else { ("gap", "bad") };
            let times = if count > 1 {
                format!(" in {}", counted(count, "stretch").replace("stretchs", "stretches"))
            } else {
                String::new()
            };
            notes.push(note(word, tone, format!("{role}, {}{times}; {why}", elapsed(time))));
        }
        let name = |id: &str| self.crew.mark(id).name;
        for o in self.rotation.overrides.iter().filter(|o| week.contains(o.range.from)) {
            let whom = o.replaces.as_ref().map_or(String::new(), |id| format!(" for {}", name(&id.value)));
            let why = o.reason.as_deref().map_or(String::new(), |why| format!(": {why}"));
            let text = format!("{}, {}{whom}{why}", o.role, name(&o.person.value));
            let kind = o.kind.as_deref().unwrap_or("override");
            notes.push(Note { time: Some(time(self.zone, o.range.from)), ..note(kind, "info", text) });
        }
        for person in people(self.scope, self.crew) {
            let here = |from: NaiveDate, to: NaiveDate| from < days_after(monday, 7) && monday <= to;
            for off in person.time_off.iter().filter(|off| here(off.from, off.to)) {
                let kind = off.kind.as_deref().map_or(String::new(), |kind| format!(" ({kind})"));
                let text = format!("{}, {} to {}{kind}", person.name, day(off.from), day(off.to));
                notes.push(note("time off", "muted", text));
            }
        }
        let kept: BTreeSet<(NaiveDate, String)> = people(self.scope, self.crew)
            .into_iter()
            .filter_map(|p| self.scope.oncall.written.holidays.of(p))
            .flat_map(|c| {
                c.days.range(monday..days_after(monday, 7)).map(|(d, h)| (*d, format!("{} ({})", h.name, c.name)))
            })
            .collect();
        for (date, holiday) in kept {
            notes.push(note("holiday", "muted", format!("{}, {holiday}", date.format("%a %-d %b"))));
        }
        notes
    }

    /// Everything uncovered from this week on.
    pub(super) fn open_hours(&self) -> impl Iterator<Item = OpenHours> {
        let first = monday(self.scope.handbook.today);
        let from = crate::oncall::time::day_start(self.zone, first);
        self.schedule.gaps.iter().filter(move |g| g.range.to > from).map(|g| OpenHours {
            from: time(self.zone, g.range.from),
            to: time(self.zone, g.range.to),
            role: g.role.to_string(),
            why: match g.cause {
                Cause::Dst => "the clocks of two sites part",
                Cause::TimeOff => "whoever has the turn has time off",
                Cause::Unstaffed => "nobody has these hours",
            },
            hours: elapsed(g.range.elapsed()),
        })
    }
}
