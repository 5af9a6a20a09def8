//! The scorecard of on-call: what is covered, and by whose hours.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use super::crew::{Crew, Mark};
use super::{TimeView, time};
use crate::model::register::Service;
use crate::oncall::bands::Bands;
use crate::oncall::cover::{Cause, asked};
use crate::oncall::policy::Fairness;
use crate::oncall::time::{Range, days_after, local};
use crate::oncall::words::elapsed;
use crate::oncall::{Rotation, Schedule, now};
use crate::view::home::share;
use crate::view::{LinkView, Scope};

/// A rotation over the next thirteen weeks.
#[derive(Serialize)]
pub struct Score {
    pub id: String,
    pub link: LinkView,
    pub zone: &'static str,
    pub coverage: Vec<Covered>,
    pub sites: Vec<SiteCount>,
    pub people: Vec<PersonScore>,
    pub swaps: Vec<Swap>,
    pub swaps_more: usize,
}

/// How much of what is asked of a role is covered.
#[derive(Serialize)]
pub struct Covered {
    pub role: String,
    pub asked: String,
    pub covered: String,
    /// In per cent, rounded down: 100 means all of it.
    pub share: u32,
    pub tone: &'static str,
    /// Uncovered because clocks part, because of time off, and because nobody has the hours; empty where nothing is.
    pub clocks: String,
    pub time_off: String,
    pub unstaffed: String,
}

#[derive(Serialize)]
pub struct SiteCount {
    pub role: String,
    pub site: Option<String>,
    pub people: usize,
    /// The fewest that the rotation asks for.
    pub least: Option<i64>,
    /// There are fewer.
    pub few: bool,
}

#[derive(Serialize)]
pub struct PersonScore {
    pub who: Mark,
    pub roles: String,
    pub hours: String,
    /// In per cent of the busiest person's hours.
    pub bar: u32,
    pub nights: String,
    pub weekends: String,
    pub holidays: String,
    /// The longest run of days, by their own calendar, with a shift on each.
    pub run: usize,
}

#[derive(Serialize)]
pub struct Swap {
    pub time: TimeView,
    pub kind: String,
    pub role: String,
    pub who: Mark,
    pub for_whom: Option<Mark>,
    pub hours: String,
    pub reason: Option<String>,
}

/// A service that no rotation answers for.
#[derive(Serialize)]
pub struct Unanswered {
    pub link: LinkView,
    pub tier: Option<i64>,
}

/// How many swaps are listed.
const SWAPS: usize = 30;

/// What somebody carries.
#[derive(Default)]
struct Load<'a> {
    roles: BTreeSet<&'a str>,
    ranges: Vec<Range>,
}

impl Scope<'_> {
    /// A card for each rotation, in the order of their files.
    pub fn scores(&self) -> Vec<Score> {
        self.rotations().map(|(rotation, schedule)| self.score(rotation, schedule)).collect()
    }

    fn score(&self, rotation: &Rotation, schedule: &Schedule) -> Score {
        let crew = Crew::new(self, rotation, schedule);
        let zone = rotation.zone.unwrap_or(chrono_tz::UTC);
        let period = schedule.range;
        let coverage = rotation.roles().into_iter().filter_map(|role| covered(rotation, schedule, &role.value));
        let within = rotation.overrides.iter().filter(|o| o.range.common(period).is_some());
        let swap = |o: &crate::oncall::rotation::Override| Swap {
            time: time(zone, o.range.from),
            kind: o.kind.clone().unwrap_or_else(|| "override".to_owned()),
            role: o.role.to_string(),
            who: crew.mark(&o.person.value),
            for_whom: o.replaces.as_ref().map(|p| crew.mark(&p.value)),
            hours: elapsed(o.range.elapsed()),
            reason: o.reason.clone(),
        };
        Score {
            id: rotation.id.clone(),
            link: self.link(rotation.doc),
            zone: zone.name(),
            coverage: coverage.collect(),
            sites: self.site_counts(rotation),
            people: self.person_scores(rotation, schedule, &crew),
            swaps: within.clone().take(SWAPS).map(swap).collect(),
            swaps_more: within.count().saturating_sub(SWAPS),
        }
    }

    /// The people of each site in the version of today; those who have left are not counted.
    fn site_counts(&self, rotation: &Rotation) -> Vec<SiteCount> {
        let (today, register) = (self.handbook.today, &self.handbook.register);
        let zone = rotation.zone.unwrap_or(chrono_tz::UTC);
        let version = rotation.version_at(zone, now::noon(today));
        let here = |id: &str| register.person(id).is_some_and(|p| register.people[p].is_here(today));
        let least = rotation.limits.min_people_per_site.as_ref().map(|l| l.value);
        let roles = version.into_iter().flat_map(|v| &v.roles).filter(|r| !r.on_demand);
        roles
            .flat_map(|role| role.sites.iter().map(move |site| (role, site)))
            .map(|(role, site)| {
                let people = site.members.iter().filter(|m| here(&m.person.value)).count();
                SiteCount {
                    role: role.name.value.to_string(),
                    site: site.name.as_deref().map(str::to_owned),
                    people,
                    least,
                    few: least.is_some_and(|least| i64::try_from(people).is_ok_and(|n| n < least)),
                }
            })
            .collect()
    }

    fn person_scores(&self, rotation: &Rotation, schedule: &Schedule, crew: &Crew) -> Vec<PersonScore> {
        let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
        for s in &schedule.shifts {
            let load = loads.entry(&s.person).or_default();
            load.roles.insert(&s.role);
            load.ranges.push(s.range);
        }
        let total = |ranges: &[Range]| ranges.iter().map(|r| r.elapsed()).sum::<TimeDelta>();
        let most = loads.values().map(|l| total(&l.ranges)).max().unwrap_or_default();
        let register = &self.handbook.register;
        let usual = Fairness::default();
        let fairness = rotation.fairness.as_ref().unwrap_or(&usual);
        let fallback = rotation.zone.unwrap_or(chrono_tz::UTC);
        let mut rows: Vec<(TimeDelta, PersonScore)> = Vec::new();
        for (id, load) in loads {
            let person = register.known(id);
            let bands = Bands::of(person, fallback, fairness, &self.oncall.written.holidays);
            let of = |kind: &dyn Fn(Range) -> Vec<Range>| {
                let time = load.ranges.iter().map(|r| total(&kind(*r))).sum::<TimeDelta>();
                if time.is_zero() { String::new() } else { elapsed(time) }
            };
            let days = load.ranges.iter().flat_map(|r| {
                let (first, last) = (local(bands.zone, r.from), local(bands.zone, r.to - TimeDelta::seconds(1)));
                (0..=(last.date() - first.date()).num_days()).map(move |n| days_after(first.date(), n))
            });
            let time = total(&load.ranges);
            let row = PersonScore {
                who: crew.mark(id),
                roles: load.roles.iter().copied().collect::<Vec<_>>().join(", "),
                hours: elapsed(time),
                bar: minutes_share(time, most),
                nights: of(&|r| bands.nights(r)),
                weekends: of(&|r| bands.weekends(r)),
                holidays: of(&|r| bands.holidays(r)),
                run: longest_run(days.collect()),
            };
            rows.push((time, row));
        }
        rows.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The services that no rotation names and that name no rotation there is, the most important first.
    pub fn unanswered(&self) -> Vec<Unanswered> {
        let rotations = &self.oncall.written.rotations;
        let answered = |s: &Service| {
            let own = s.node.get("rotation").and_then(crate::yaml::Node::scalar);
            rotations.iter().any(|r| r.services.iter().any(|id| id.value == s.id.value) || own == Some(r.id.as_str()))
        };
        let services = self.handbook.register.services.iter().filter(|s| !answered(s));
        let mut list: Vec<Unanswered> =
            services.map(|s| Unanswered { link: self.service_link(s), tier: s.tier }).collect();
        list.sort_by_key(|u| u.tier.unwrap_or(i64::MAX));
        list
    }

    /// How much is uncovered in the next thirteen weeks, in all rotations together.
    pub fn uncovered(&self) -> TimeDelta {
        self.rotations().flat_map(|(_, s)| &s.gaps).map(|g| g.range.elapsed()).sum()
    }
}

/// None for a role of which nothing is asked.
fn covered(rotation: &Rotation, schedule: &Schedule, role: &str) -> Option<Covered> {
    let wanted: TimeDelta = asked(rotation, role, schedule.range).iter().map(|r| r.elapsed()).sum();
    if wanted.is_zero() {
        return None;
    }
    let gaps = || schedule.gaps.iter().filter(|g| &*g.role == role);
    let of = |cause| gaps().filter(|g| g.cause == cause).map(|g| g.range.elapsed()).sum::<TimeDelta>();
    let open: TimeDelta = gaps().map(|g| g.range.elapsed()).sum();
    let told = |time: TimeDelta| if time.is_zero() { String::new() } else { elapsed(time) };
    Some(Covered {
        role: role.to_owned(),
        asked: elapsed(wanted),
        covered: elapsed(wanted - open),
        share: minutes_share(wanted - open, wanted),
        tone: if open.is_zero() { "fresh" } else { "stale" },
        clocks: told(of(Cause::Dst)),
        time_off: told(of(Cause::TimeOff)),
        unstaffed: told(of(Cause::Unstaffed)),
    })
}

fn minutes_share(part: TimeDelta, whole: TimeDelta) -> u32 {
    let minutes = |time: TimeDelta| usize::try_from(time.num_minutes()).unwrap_or(0);
    share(minutes(part), minutes(whole).max(1))
}

/// The length of the longest run of days that follow each other.
pub(super) fn longest_run(days: BTreeSet<NaiveDate>) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for day in days {
        run = if last.is_some_and(|last| days_after(last, 1) == day) { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(day);
    }
    longest
}
