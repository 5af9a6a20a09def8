//! How many turns somebody has one after another.
//!
//! A turn is the time from one handoff to the next. Somebody has a turn who is on call for half of its hours or more:
//! whoever helps out for an afternoon has no turn for it, and whoever gives an afternoon away still has theirs.
//!
//! Two turns of one person follow each other, whatever their roles and sites, unless there is a turn off between them:
//! at least half as much time as the shorter of the two lasts. So a handoff an hour later in another role is no rest,
//! and a night in which the clocks change makes no row of turns that are apart.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::rotation::Rotation;
use super::schedule::{Roster, Shift};
use super::time::{Edge, Instant, Range, local, resolve};
use super::turns::turns;
use crate::dates::Period;
use crate::source::Span;

/// A turn and who has it.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// Whole, whatever part of it the roster shows.
    pub range: Range,
    pub role: &'a Arc<str>,
    pub person: &'a Arc<str>,
    /// Where the person is named for most of it.
    pub named: Span,
    /// The place of the override in [`Rotation::overrides`], if one gave it to them.
    pub by: Option<usize>,
}

/// Turns of one person without a turn off between them.
#[derive(Debug)]
pub struct Row<'a> {
    pub range: Range,
    /// By start.
    pub turns: Vec<Turn<'a>>,
}

/// The turns of a rotation that somebody has, as far as a roster shows them.
pub fn held<'a>(rotation: &Rotation, roster: &'a Roster) -> Vec<Turn<'a>> {
    let mut all = Vec::new();
    for role in rotation.roles() {
        for (term, site) in rotation.sites(&role.value) {
            let own = roster.of_site(&role.value, site.name.as_deref());
            for range in turns(site, term, roster.range) {
                let first = own.partition_point(|s| s.range.to <= range.from);
                all.extend(holders(own[first..].iter().copied().take_while(|s| s.range.from < range.to), range));
            }
        }
    }
    all
}

/// Who has half of a turn's hours or more: one person, or two.
fn holders<'a>(shifts: impl Iterator<Item = &'a Shift>, range: Range) -> Vec<Turn<'a>> {
    let mut total = TimeDelta::zero();
    // For each person all they have of it, and the longest shift.
    let mut tally: Vec<(TimeDelta, TimeDelta, &Shift)> = Vec::new();
    for shift in shifts {
        let Some(part) = shift.range.common(range).map(Range::elapsed) else { continue };
        total += part;
        match tally.iter_mut().find(|(.., s)| s.person == shift.person) {
            Some((sum, longest, s)) => {
                *sum += part;
                if part > *longest {
                    (*longest, *s) = (part, shift);
                }
            }
            None => tally.push((part, part, shift)),
        }
    }
    let has = tally.into_iter().filter(|(sum, ..)| *sum * 2 >= total);
    has.map(|(.., s)| Turn { range, role: &s.role, person: &s.person, named: s.named, by: s.by }).collect()
}

/// Puts the turns of each person into rows; by person, then in order of time.
pub fn rows(mut turns: Vec<Turn>) -> Vec<Row> {
    turns.sort_by(|a, b| (a.person, a.range, a.named).cmp(&(b.person, b.range, b.named)));
    in_order(turns)
}

/// The same of turns that are in that order.
pub fn in_order<'a>(turns: impl IntoIterator<Item = Turn<'a>>) -> Vec<Row<'a>> {
    let mut all: Vec<Row> = Vec::new();
    for turn in turns {
        match all.last_mut() {
            Some(row) if row.goes_on(&turn) => {
                row.range.to = row.range.to.max(turn.range.to);
                row.turns.push(turn);
            }
            _ => all.push(Row { range: turn.range, turns: vec![turn] }),
        }
    }
    all
}

impl<'a> Row<'a> {
    fn goes_on(&self, next: &Turn) -> bool {
        let Some(last) = self.turns.iter().max_by_key(|t| t.range.to) else { return false };
        let shorter = last.range.elapsed().min(next.range.elapsed());
        last.person == next.person && (next.range.from - self.range.to) * 2 < shorter
    }

    /// The turns by which a row is longer than a limit, which is counted on the clocks of a zone.
    pub fn beyond(&self, limit: Period, zone: Tz) -> impl Iterator<Item = &Turn<'a>> {
        let is_beyond = self.is_beyond(last_end(self.range.from, limit, zone));
        self.turns.iter().filter(move |turn| is_beyond(turn))
    }

    /// Whether a turn goes on after the last end that the row may have. What is no more than half of the shortest turn,
    /// and less than twelve hours, comes from handoffs at different hours and is let pass.
    pub fn is_beyond(&self, end: Instant) -> impl Fn(&Turn) -> bool + use<> {
        let shortest = self.turns.iter().map(|t| t.range.elapsed()).min().unwrap_or_default();
        let slack = (shortest / 2).min(TimeDelta::hours(12));
        move |turn| turn.range.to - end >= slack
    }
}

/// When a row must end at the latest that begins at an instant.
pub fn last_end(from: Instant, limit: Period, zone: Tz) -> Instant {
    let begin = local(zone, from);
    resolve(zone, limit.after(begin.date()).and_time(begin.time()), Edge::End)
}
