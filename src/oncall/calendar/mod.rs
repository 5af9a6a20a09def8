//! Calendars that people subscribe to: one of everything, one a rotation, one a person, one a team.
//!
//! 1. [`events`] takes the rotations' shifts and maintenance windows, and names each so that it keeps its name.
//! 2. [`Calendar::of`] says in which calendars an event is, and `Scribe` what is written of it.
//! 3. `text` writes iCalendar.
//!
//! Everything is written from 30 days back to 180 days ahead of `today`, and depends on nothing else but the handbook.

mod events;
mod text;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use rayon::prelude::*;

use self::text::Component;
use super::KIND;
use super::rotation::{Maintenance, Notify, Override, Rotation};
use super::schedule::Shift;
use super::time::{Range, days_after};
use crate::model::{Handbook, OwnerRef, routes};
use crate::paths;
pub use events::{Event, What, events};

const BACK: i64 = 30;
const AHEAD: i64 = 180;

/// Where the calendars are in the site.
pub const FOLDER: &str = "calendar/";

/// A calendar, by the id of what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calendar<'a> {
    Everything,
    Rotation(&'a str),
    /// Of one person, all rotations. Only here is shown what an override took away, as cancelled: others see who has it.
    Person(&'a str),
    /// The shifts of a team's members, and the maintenance of the rotations that the team owns.
    Team(&'a str),
}

impl<'a> Calendar<'a> {
    /// The calendars that an event is in.
    pub fn of(handbook: &'a Handbook, event: &'a Event) -> Vec<Self> {
        let register = &handbook.register;
        if let Some(person) = event.person() {
            let person: &str = person;
            if event.is_taken() {
                return vec![Self::Person(person)];
            }
            let teams = register.teams.iter().filter(|t| t.members.iter().any(|m| m.value == person));
            let all = [Self::Everything, Self::Rotation(&event.rotation.id), Self::Person(person)];
            return all.into_iter().chain(teams.map(|t| Self::Team(&t.id.value))).collect();
        }
        let owners = &handbook.document(event.rotation.doc).owners;
        let teams = owners.iter().filter(|o| matches!(o, OwnerRef::Team(_)));
        let all = [Self::Everything, Self::Rotation(&event.rotation.id)];
        all.into_iter().chain(teams.map(|t| Self::Team(register.owner_id(*t)))).collect()
    }

    /// Its file in the site: `calendar/all.ics`, `calendar/postgres.ics`, `calendar/person-ana.ics`,
    /// `calendar/team-dre.ics`. An id that is no plain name of a file, or that would take another calendar's, has a hash
    /// behind it, so that no two calendars have one file and none loses its own when another comes.
    pub fn path(self) -> String {
        let (prefix, id) = match self {
            Self::Everything => return format!("{FOLDER}all.ics"),
            Self::Rotation(id) => ("", id),
            Self::Person(id) => ("person-", id),
            Self::Team(id) => ("team-", id),
        };
        let taken = prefix.is_empty() && (id == "all" || id.starts_with("person-") || id.starts_with("team-"));
        if is_plain(id) && !taken {
            return format!("{FOLDER}{prefix}{id}.ics");
        }
        let readable: String = routes::part(id).chars().take(40).collect();
        format!("{FOLDER}{prefix}{readable}-{:08x}.ics", events::hash(&[id]) >> 96)
    }

    /// What a client calls it.
    pub fn title(self, handbook: &Handbook, rotations: &[&Rotation]) -> String {
        let register = &handbook.register;
        let name = match self {
            Self::Everything => &handbook.config.title,
            Self::Rotation(id) => return rotations.iter().find(|r| r.id == id).map_or(id, |r| &r.name).to_owned(),
            Self::Person(id) => register.name(id),
            Self::Team(id) => register.team(id).map_or(id, |t| &register.teams[t].name),
        };
        format!("{name}, on call")
    }
}

/// Lower-case letters, digits and signs that no disk and no URL has anything against.
fn is_plain(id: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    id.len() <= 60
        && id.starts_with(letter)
        && id.ends_with(letter)
        && id.chars().all(|c| letter(c) || matches!(c, '-' | '_' | '.'))
}

/// The files of a site's calendars, by path, and the text of each. A calendar without events has no file: RFC 5545
/// (3.6) allows none.
pub fn files(handbook: &Handbook, rotations: &[Rotation]) -> BTreeMap<String, String> {
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    let today = handbook.today;
    let range = Range::new(midnight(days_after(today, -BACK)), midnight(days_after(today, AHEAD)));
    let scribe = Scribe::new(handbook);
    let rotations: Vec<&Rotation> = rotations.iter().filter(|r| handbook.is_published(r.doc)).collect();
    let events = events(rotations.iter().copied(), range);
    let components: Vec<Component> = events.par_iter().map(|e| scribe.component(e)).collect();
    let mut calendars: BTreeMap<Calendar, Vec<&Component>> = BTreeMap::new();
    for (event, component) in events.iter().zip(&components) {
        for calendar in Calendar::of(handbook, event) {
            calendars.entry(calendar).or_default().push(component);
        }
    }
    let write = |(calendar, events): (Calendar, Vec<&Component>)| {
        (calendar.path(), text::calendar(&calendar.title(handbook, &rotations), events, today))
    };
    calendars.into_par_iter().map(write).collect()
}

/// One calendar over any range, as iCalendar text; a calendar without events is empty.
pub fn one(handbook: &Handbook, rotations: &[&Rotation], wanted: Calendar, range: Range) -> String {
    let scribe = Scribe::new(handbook);
    let events = events(rotations.iter().copied(), range);
    let inside = events.iter().filter(|e| Calendar::of(handbook, e).contains(&wanted));
    let components: Vec<Component> = inside.map(|e| scribe.component(e)).collect();
    text::calendar(&wanted.title(handbook, rotations), &components, handbook.today)
}

/// Puts events into words.
struct Scribe<'a> {
    handbook: &'a Handbook,
    /// There is more than one rotation, so a summary says which one it is.
    several: bool,
    /// What makes UIDs unlike those of another handbook: the site's host.
    host: &'a str,
}

impl<'a> Scribe<'a> {
    fn new(handbook: &'a Handbook) -> Self {
        let rest = handbook.config.base_url.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split('/').next().filter(|h| !h.is_empty()).unwrap_or("handbook.invalid");
        let rotations = handbook.documents.iter().filter(|d| handbook.kind(d).name == KIND);
        Self { handbook, several: rotations.count() > 1, host }
    }

    fn component(&self, event: &Event) -> Component {
        let rotation = event.rotation;
        let (summary, mut lines, kind) = match &event.what {
            What::Shift(shift) => (self.summary(rotation, shift), self.shift(rotation, shift), "On-call"),
            What::Taken(shift, by) => (self.summary(rotation, shift), vec![self.taken(by)], "On-call"),
            What::Maintenance(m) => (
                format!("Maintenance{}: {}", place(m.site.as_deref()), rotation.name),
                self.maintenance(rotation, m),
                "Maintenance",
            ),
        };
        let base = &self.handbook.config.base_url;
        let route = &self.handbook.document(rotation.doc).route;
        let url = (!base.is_empty()).then(|| format!("{base}{}", paths::encode(route)));
        lines.extend(url.clone());
        Component {
            uid: format!("{}@{}", event.name, self.host),
            start: event.range.from,
            end: event.range.to,
            summary,
            description: lines.join("\n"),
            url,
            categories: vec![kind.to_owned(), rotation.name.clone()],
            cancelled: event.is_taken(),
            sequence: event.sequence,
        }
    }

    /// `Primary on-call (emea): Ana Sousa`.
    fn summary(&self, rotation: &Rotation, shift: &Shift) -> String {
        let role = capital(&shift.role);
        let of = if self.several { format!(", {}", rotation.name) } else { String::new() };
        format!("{role} on-call{}: {}{of}", place(shift.site.as_deref()), self.handbook.register.name(&shift.person))
    }

    fn shift(&self, rotation: &Rotation, shift: &Shift) -> Vec<String> {
        let by = shift.by.map(|at| self.takeover(&rotation.overrides[at]));
        let steps: Vec<String> =
            rotation.escalation.iter().map(|s| format!("{} {}", s.when(), self.notified(&s.notify.value))).collect();
        let ladder = (!steps.is_empty()).then(|| format!("If nobody answers: {}.", steps.join(", ")));
        [rotation.name.clone()].into_iter().chain(by).chain(ladder).collect()
    }

    /// `Swap for Tomas Novak: dentist`.
    fn takeover(&self, o: &Override) -> String {
        let kind = capital(o.kind.as_deref().unwrap_or("override"));
        let whom =
            o.replaces.as_ref().map_or(String::new(), |id| format!(" for {}", self.handbook.register.name(&id.value)));
        let why = o.reason.as_ref().map_or(String::new(), |why| format!(": {why}"));
        format!("{kind}{whom}{why}")
    }

    fn taken(&self, by: &Override) -> String {
        let why = by.reason.as_ref().map_or(String::new(), |why| format!(": {why}"));
        format!("{} has taken this over{why}", self.handbook.register.name(&by.person.value))
    }

    fn maintenance(&self, rotation: &Rotation, m: &Maintenance) -> Vec<String> {
        let register = &self.handbook.register;
        let name = |id: &str| register.service(id).map_or(id, |s| &register.services[s].name).to_owned();
        let services: Vec<String> = rotation.services.iter().map(|s| name(&s.value)).collect();
        let services = (!services.is_empty()).then(|| format!("Services: {}.", services.join(", ")));
        m.note.iter().cloned().chain(services).collect()
    }

    fn notified(&self, notify: &Notify) -> String {
        match notify {
            Notify::Role(role) => role.to_string(),
            Notify::Person(id) => self.handbook.register.name(id).to_owned(),
            Notify::Team(id) => format!("team {id}"),
        }
    }
}

fn place(site: Option<&str>) -> String {
    site.map_or(String::new(), |site| format!(" ({site})"))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
