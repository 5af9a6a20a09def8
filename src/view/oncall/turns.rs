//! The turns that somebody has in the weeks to come: shifts that follow each other, as one.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::Serialize;

use super::crew::{Crew, Mark};
use super::{TimeView, site, time};
use crate::oncall::words::elapsed;
use crate::oncall::{Instant, Rotation, Shift};
use crate::view::{LinkView, Scope};

/// What a person or a team has on call.
#[derive(Serialize)]
pub struct Turns {
    pub zone: &'static str,
    pub rows: Vec<Turn>,
    /// How many more turns there are than are listed.
    pub more: usize,
}

#[derive(Serialize)]
pub struct Turn {
    pub who: Mark,
    pub rotation: LinkView,
    pub role: String,
    pub site: Option<String>,
    pub from: TimeView,
    pub to: TimeView,
    pub shifts: usize,
    pub hours: String,
}

/// How many turns are listed.
const LISTED: usize = 100;

/// Shifts with less than this between them are one turn: each day has its own, and a day between them is off.
const PAUSE: TimeDelta = TimeDelta::hours(24);

/// Some shifts of one person, for one role and site of a rotation.
struct Run<'a> {
    rotation: &'a Rotation,
    first: &'a Shift,
    end: Instant,
    shifts: usize,
    time: TimeDelta,
}

impl Scope<'_> {
    /// The turns of some people in the next thirteen weeks, in their order, on the clocks of a zone; None without any.
    pub fn turns(&self, people: &[&str], zone: Tz) -> Option<Turns> {
        let mut runs: Vec<Run> = Vec::new();
        for (rotation, schedule) in self.rotations() {
            let first = runs.len();
            for s in schedule.shifts.iter().filter(|s| people.contains(&&*s.person)) {
                let same =
                    |r: &&mut Run| r.first.person == s.person && r.first.role == s.role && r.first.site == s.site;
                match runs[first..].iter_mut().rev().find(same) {
                    Some(run) if s.range.from - run.end < PAUSE => {
                        run.end = run.end.max(s.range.to);
                        run.shifts += 1;
                        run.time += s.range.elapsed();
                    }
                    _ => runs.push(Run { rotation, first: s, end: s.range.to, shifts: 1, time: s.range.elapsed() }),
                }
            }
        }
        if runs.is_empty() {
            return None;
        }
        runs.sort_by_key(|r| r.first.range.from);
        let on: BTreeSet<&str> = runs.iter().map(|r| &*r.first.person).collect();
        let crew = Crew::of(self, on);
        let turn = |r: &Run| Turn {
            who: crew.mark(&r.first.person),
            rotation: self.link(r.rotation.doc),
            role: r.first.role.to_string(),
            site: site(r.first),
            from: time(zone, r.first.range.from),
            to: time(zone, r.end),
            shifts: r.shifts,
            hours: elapsed(r.time),
        };
        let rows = runs.iter().take(LISTED).map(turn).collect();
        Some(Turns { zone: zone.name(), rows, more: runs.len().saturating_sub(LISTED) })
    }
}
