//! Thirteen weeks at a glance: who has them, and what is to be said of each.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::Serialize;

use super::super::crew::Mark;
use super::super::day;
use super::notes::Note;
use super::{Draft, WEEKS, monday};
use crate::oncall::time::{Range, day_start, days_after};
use crate::oncall::words::elapsed;

#[derive(Serialize)]
pub struct Week {
    /// Its Monday.
    pub iso: String,
    pub title: String,
    pub current: bool,
    /// For each lane, who has shifts that begin in this week.
    pub cells: Vec<Vec<Part>>,
    pub notes: Vec<Note>,
    /// How many more there are.
    pub notes_more: usize,
}

/// Somebody's part of a week.
#[derive(Serialize)]
pub struct Part {
    pub who: Mark,
    /// Said where the week is shared.
    pub hours: Option<String>,
}

/// How many notes a week has.
const NOTES: usize = 8;

impl Draft<'_> {
    /// A shift of a day belongs to the week in which it begins; a longer one to all that it touches.
    pub(super) fn weeks(&self) -> Vec<Week> {
        let first = monday(self.scope.handbook.today);
        let lanes = self.lanes();
        let mut hours = vec![vec![BTreeMap::new(); lanes.len()]; WEEKS as usize];
        let starts: Vec<_> = (0..=WEEKS).map(|n| day_start(self.zone, days_after(first, 7 * n))).collect();
        for s in &self.schedule.shifts {
            let lane = lanes.iter().position(|l| *l.role == *s.role && l.site.as_deref() == s.site.as_deref());
            let Some(lane) = lane else { continue };
            let short = s.range.elapsed() <= TimeDelta::hours(24);
            for (week, pair) in starts.windows(2).enumerate() {
                let span = Range { from: pair[0], to: pair[1] };
                let part = if short { span.contains(s.range.from).then_some(s.range) } else { span.common(s.range) };
                if let Some(part) = part {
                    let known = hours[week][lane].entry(&*s.person).or_insert((part.from, TimeDelta::zero()));
                    known.1 += part.elapsed();
                }
            }
        }
        let mut weeks: Vec<Week> = Vec::new();
        for (n, of_lanes) in hours.into_iter().enumerate() {
            let monday = days_after(first, 7 * n as i64);
            let cells = of_lanes.into_iter().map(|people| {
                let shared = people.len() > 1;
                let mut people: Vec<_> = people.into_iter().collect();
                people.sort_by_key(|(id, (from, _))| (*from, *id));
                let part = |(id, (_, time)): (&str, (_, TimeDelta))| Part {
                    who: self.crew.mark(id),
                    hours: shared.then(|| elapsed(time)),
                };
                people.into_iter().map(part).collect()
            });
            let mut notes = self.notes(Range::new(starts[n], starts[n + 1]), monday);
            let notes_more = notes.len().saturating_sub(NOTES);
            notes.truncate(NOTES);
            weeks.push(Week {
                iso: monday.to_string(),
                title: day(monday),
                current: n == 0,
                cells: cells.collect(),
                notes,
                notes_more,
            });
        }
        weeks
    }
}
