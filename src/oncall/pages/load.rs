//! What the pages of some weeks were to the people who got them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike, TimeDelta, Timelike, Weekday};
use chrono_tz::Tz;

use super::bursts::{Burst, busiest};
use super::spread::Answers;
use super::{Incident, Page};
use crate::model::{DocId, Register};
use crate::oncall::policy::Fairness;
use crate::oncall::rotation::Hours;
use crate::oncall::time::local;
use crate::oncall::{Instant, Range, Written};

/// Which pages are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub range: Range,
    /// Only those of services that this rotation answers for.
    pub rotation: Option<DocId>,
    /// Only those that reached this person.
    pub person: Option<&'a str>,
}

/// When a page came, by the clock of whoever got it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// From 8 to 18, Monday to Friday.
    Business,
    Off,
    /// In the night as the rotation has it under `fairness`; from 22 to 6, where it says nothing.
    Sleep,
}

/// Everything that is counted of the pages asked for.
#[derive(Debug)]
pub struct Load {
    pub range: Range,
    /// With how many pages there are whoever got them, which is what shares are parts of.
    pub all: usize,
    /// Incidents that were counted with another one.
    pub duplicates: usize,
    /// Pages at which nobody was on call and nobody answered.
    pub nobody: usize,
    /// The busiest first; of people alike, the one who was asleep more often, then by ids.
    pub people: Vec<PersonLoad>,
    /// By weekday, from Monday on, and hour, on the clocks of those who got them.
    pub heat: [[usize; 24]; 7],
    pub answers: Answers,
    /// By the site that was on call.
    pub sites: BTreeMap<Option<Arc<str>>, Answers>,
    /// By the tier of the service; what has none comes first.
    pub tiers: BTreeMap<Option<i64>, Answers>,
    /// Pages by urgency.
    pub urgencies: BTreeMap<Option<Arc<str>>, usize>,
    pub actionable: Actionable,
    /// Of seven days each from the start of the range; the last may be shorter.
    pub weeks: Vec<Week>,
}

/// What one person got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLoad {
    pub person: Arc<str>,
    pub pages: usize,
    pub business: usize,
    pub off: usize,
    pub sleep: usize,
    /// The most pages in any twelve hours, and when the first of them came.
    pub worst: usize,
    pub worst_from: Instant,
}

/// Of how many pages it is known whether there was something to do, and of how many there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Actionable {
    pub yes: usize,
    pub known: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    pub from: Instant,
    pub pages: usize,
    pub sleep: usize,
    pub answers: Answers,
}

impl Load {
    /// Paging concentration: the part of all pages that the busiest person got.
    pub fn concentration(&self) -> Option<f64> {
        let most = self.people.first()?.pages;
        Some(most as f64 / self.all as f64)
    }
}

/// The clock that a page is told by.
#[derive(Debug, Clone, Copy)]
struct Clock {
    zone: Tz,
    night: Hours,
}

impl Clock {
    /// Of the person; of the rotation, where nobody was called or the person has no zone.
    fn of(page: &Page, written: &Written, register: &Register) -> Self {
        let rotation = page.rotation.and_then(|doc| written.rotations.iter().find(|r| r.doc == doc));
        let person = page.person.as_deref().and_then(|id| register.person(id)).map(|at| &register.people[at]);
        let zone = person.and_then(crate::model::register::Person::zone).or(rotation.and_then(|r| r.zone));
        let night = rotation.and_then(|r| r.fairness.as_ref()).map_or_else(|| Fairness::default().night, |f| f.night);
        Self { zone: zone.unwrap_or(Tz::UTC), night }
    }

    fn read(self, at: Instant) -> (Weekday, usize, Band) {
        let shown = local(self.zone, at);
        let (day, hour) = (shown.weekday(), shown.hour());
        let working = !matches!(day, Weekday::Sat | Weekday::Sun) && (8..18).contains(&hour);
        let band = match self.night.contains(i64::from(hour * 60 + shown.minute())) {
            true => Band::Sleep,
            false if working => Band::Business,
            false => Band::Off,
        };
        (day, hour as usize, band)
    }
}

/// Counts what is asked for of [`counted`](super::counted) pages.
pub fn load(written: &Written, register: &Register, pages: &[Page], asked: Asked) -> Load {
    let Range { from, to } = asked.range;
    let between = pages.partition_point(|p| p.at < from)..pages.partition_point(|p| p.at < to);
    let of_rotation = |p: &&Page| asked.rotation.is_none_or(|doc| p.rotation == Some(doc));
    let of_person = |p: &&Page| asked.person.is_none_or(|id| p.person.as_deref() == Some(id));
    let all: Vec<&Page> = pages[between].iter().filter(of_rotation).collect();
    let chosen: Vec<&Page> = all.iter().copied().filter(of_person).collect();
    let incident = |page: &Page| &written.pages[page.incident];

    let mut clocks: HashMap<(Option<&str>, Option<DocId>), Clock> = HashMap::new();
    let mut people: BTreeMap<&Arc<str>, (PersonLoad, Vec<Instant>)> = BTreeMap::new();
    let mut tiers: HashMap<&str, Option<i64>> = HashMap::new();
    let mut groups = Groups::default();
    let mut load = Load {
        range: asked.range,
        all: all.len(),
        duplicates: chosen.iter().map(|p| p.duplicates).sum(),
        nobody: chosen.iter().filter(|p| p.person.is_none()).count(),
        people: Vec::new(),
        heat: [[0; 24]; 7],
        answers: Answers::of(&chosen.iter().map(|p| incident(p)).collect::<Vec<_>>()),
        sites: BTreeMap::new(),
        tiers: BTreeMap::new(),
        urgencies: BTreeMap::new(),
        actionable: Actionable::default(),
        weeks: Vec::new(),
    };
    let mut sleep_by_week: HashMap<i64, usize> = HashMap::new();
    for page in chosen {
        let incident = incident(page);
        let clock =
            clocks.entry((page.person.as_deref(), page.rotation)).or_insert_with(|| Clock::of(page, written, register));
        let (day, hour, band) = clock.read(page.at);
        load.heat[day.num_days_from_monday() as usize][hour] += 1;
        if let Some(person) = &page.person {
            let (own, times) = people.entry(person).or_insert_with(|| (PersonLoad::new(person, page.at), Vec::new()));
            own.add(band);
            times.push(page.at);
        }
        let tier = *tiers
            .entry(&incident.service)
            .or_insert_with(|| register.service(&incident.service).and_then(|at| register.services[at].tier));
        let week = (page.at - from).num_weeks();
        groups.sites.entry(page.site.clone()).or_default().push(incident);
        groups.tiers.entry(tier).or_default().push(incident);
        groups.weeks.entry(week).or_default().push(incident);
        *load.urgencies.entry(incident.urgency.clone()).or_default() += 1;
        *sleep_by_week.entry(week).or_default() += usize::from(band == Band::Sleep);
        load.actionable.known += usize::from(incident.actionable.is_some());
        load.actionable.yes += usize::from(incident.actionable == Some(true));
    }
    load.people = people.into_values().map(|(own, times)| own.with_worst(&times)).collect();
    // Ids are in order already, and the sort keeps that of people alike.
    load.people.sort_by_key(|p| std::cmp::Reverse((p.pages, p.sleep)));
    load.sites = answers(groups.sites);
    load.tiers = answers(groups.tiers);
    load.weeks = weeks(asked.range)
        .enumerate()
        .map(|(week, from)| {
            let week = i64::try_from(week).unwrap_or(i64::MAX);
            let answers = Answers::of(groups.weeks.get(&week).map_or(&[][..], Vec::as_slice));
            let sleep = sleep_by_week.get(&week).copied().unwrap_or(0);
            Week { from, pages: answers.pages, sleep, answers }
        })
        .collect();
    load
}

#[derive(Default)]
struct Groups<'a> {
    sites: BTreeMap<Option<Arc<str>>, Vec<&'a Incident>>,
    tiers: BTreeMap<Option<i64>, Vec<&'a Incident>>,
    weeks: HashMap<i64, Vec<&'a Incident>>,
}

fn answers<K: Ord>(groups: BTreeMap<K, Vec<&Incident>>) -> BTreeMap<K, Answers> {
    groups.into_iter().map(|(key, incidents)| (key, Answers::of(&incidents))).collect()
}

/// The starts of a range's weeks.
fn weeks(range: Range) -> impl Iterator<Item = Instant> {
    let next = |at: &Instant| at.checked_add_signed(TimeDelta::weeks(1));
    std::iter::successors(Some(range.from), next).take_while(move |at| *at < range.to)
}

impl PersonLoad {
    fn new(person: &Arc<str>, first: Instant) -> Self {
        let person = person.clone();
        Self { person, pages: 0, business: 0, off: 0, sleep: 0, worst: 0, worst_from: first }
    }

    fn add(&mut self, band: Band) {
        self.pages += 1;
        match band {
            Band::Business => self.business += 1,
            Band::Off => self.off += 1,
            Band::Sleep => self.sleep += 1,
        }
    }

    fn with_worst(mut self, times: &[Instant]) -> Self {
        if let Some(Burst { first, count }) = busiest(times) {
            (self.worst, self.worst_from) = (count, times[first]);
        }
        self
    }
}
