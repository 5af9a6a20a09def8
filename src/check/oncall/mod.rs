pub mod bad_time;
pub mod bad_zone;
pub mod consecutive;
pub mod empty;
pub mod gap;
pub mod handover;
pub mod holiday;
pub mod inactive_person;
pub mod ladder;
pub mod overlap;
pub mod pages;
pub mod rest;
pub mod share;
pub mod site_imbalance;
pub mod small_site;
pub mod time_off;
pub mod two_roles;
pub mod unfair;
pub mod unknown_person;

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::prelude::*;
use crate::oncall::border::Border;
use crate::oncall::fairness::{Kind, Tally};
use crate::oncall::words::elapsed;
use crate::oncall::{Instant, Judged, Range, Roster, Rotation, Schedule, Shift};
use crate::source::Span;

/// The rotations and their weeks to come. One that could not be read whole is left out: what is wrong with it is said
/// already, and what it leaves open nobody knows.
fn ahead<'a>(cx: &Context<'a>) -> impl Iterator<Item = (&'a Rotation, &'a Schedule)> + use<'a> {
    cx.oncall.written.rotations.iter().zip(&cx.oncall.ahead).filter(|(r, _)| !r.doubtful)
}

/// The rotations with the weeks to come and as many before them; those left out that `ahead` leaves out. The number is
/// the rotation's place among all.
fn around<'a>(cx: &Context<'a>) -> impl Iterator<Item = (usize, &'a Rotation, &'a Roster)> + use<'a> {
    let all = cx.oncall.written.rotations.iter().zip(&cx.oncall.around).enumerate();
    all.filter(|(_, (r, _))| !r.doubtful).map(|(at, (r, s))| (at, r, s))
}

/// The rotations with their open periods.
fn judged<'a>(cx: &Context<'a>) -> impl Iterator<Item = (&'a Rotation, &'a Judged)> + use<'a> {
    let all = cx.oncall.written.rotations.iter().zip(&cx.oncall.fairness);
    all.filter_map(|(rotation, judged)| Some((rotation, judged.as_ref()?)))
}

/// Where somebody is named as a member, in the last version of a time; else where the site is.
fn member(rotation: &Rotation, tally: &Tally, person: &str, time: Range) -> Span {
    let account = &tally.account;
    let sites =
        || rotation.sites(&account.role).filter(|(term, s)| s.name == account.site && term.common(time).is_some());
    let members = sites().flat_map(|(_, s)| &s.members).filter(|m| &*m.person.value == person);
    let named = members.last().map(|m| m.person.span);
    let fairness = rotation.fairness.as_ref().map(|f| f.span);
    named.or_else(|| sites().last().map(|(_, s)| s.span)).or(fairness).unwrap_or(Span::top(crate::source::FileId(0)))
}

/// `14.5 weighted hours`, `8.0 night hours`, `3.0 pages`.
fn amount(amount: f64, kind: Kind) -> String {
    let unit = match kind {
        Kind::Total => "weighted hours",
        Kind::Night => "night hours",
        Kind::Weekend => "weekend hours",
        Kind::Holiday => "holiday hours",
        Kind::Pages => "pages",
    };
    format!("{amount:.1} {unit}")
}

/// The same thing again and again: one finding speaks for all of it.
#[derive(Debug, Clone, Copy)]
struct Series {
    first: Range,
    last: Range,
    count: usize,
    elapsed: TimeDelta,
}

impl Series {
    fn new(first: Range) -> Self {
        Self { first, last: first, count: 1, elapsed: first.elapsed() }
    }

    /// Takes in the next one, which begins no earlier than those before.
    fn add(&mut self, next: Range) {
        self.last = next;
        self.count += 1;
        self.elapsed += next.elapsed();
    }

    /// `from 2026-03-08 23:00 to 00:00 UTC, and 90 times more until 2026-06-06: 91 h in all`.
    fn told(&self) -> String {
        format!("{}: {}{}", self.when(), elapsed(self.elapsed), if self.count == 1 { "" } else { " in all" })
    }

    /// The same without how long it is.
    fn when(&self) -> String {
        let first = stretch(self.first);
        match self.count {
            1 => first,
            2 => format!("{first}, and once more on {}", self.last.from.date_naive()),
            n => format!("{first}, and {} times more until {}", n - 1, self.last.from.date_naive()),
        }
    }
}

/// Puts things that come in order of time into one series for each key, in order of their first.
fn series<K: Ord + Clone, T>(items: impl Iterator<Item = (K, Range, T)>) -> Vec<(K, Series, T)> {
    let mut all: Vec<(K, Series, T)> = Vec::new();
    let mut places: BTreeMap<K, usize> = BTreeMap::new();
    for (key, range, item) in items {
        match places.get(&key) {
            Some(at) => all[*at].1.add(range),
            None => {
                places.insert(key.clone(), all.len());
                all.push((key, Series::new(range), item));
            }
        }
    }
    all
}

/// `from 2026-03-08 23:00 to 00:00 UTC`.
fn stretch(range: Range) -> String {
    let end = if range.from.date_naive() == range.to.date_naive() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
    format!("from {} to {} UTC", range.from.format("%Y-%m-%d %H:%M"), range.to.format(end))
}

/// The override by which somebody takes a part of a shift over, as YAML.
fn take_over(shift: &Shift, range: Range, person: &str) -> String {
    format!(
        "`- {{role: {}, {}start: {}, end: {}, person: {person}, replaces: {}, kind: cover}}`",
        shift.role,
        shift.site.as_ref().map_or(String::new(), |site| format!("site: {site}, ")),
        written(range.from),
        written(range.to),
        shift.person
    )
}

/// As a rotation's YAML takes it, whatever its zone: `2026-11-10T09:00Z`.
fn written(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%MZ").to_string()
}

/// What the clocks do at a border: whose hours they pull apart, and between which days.
fn clocks(border: &Border) -> String {
    let side = |side: &crate::oncall::border::Side| {
        let site = side.site.as_ref().map_or(String::new(), |site| format!("{site}, "));
        format!("{} ({site}{})", side.wall.zone.name(), side.wall.time.format("%H:%M"))
    };
    let (from, to) = border.parted();
    let days = if from == to { format!("on {from}") } else { format!("from {from} to {to}") };
    format!("the clocks of {} and {} part {days}", side(&border.first), side(&border.second))
}

/// The sites on both sides of a border: borders of the same two are one finding.
fn sides(border: Option<&Border>) -> Option<(Option<&str>, Option<&str>)> {
    border.map(|b| (b.first.site.as_deref(), b.second.site.as_deref()))
}

/// Adds where the hours on both sides are written.
fn with_hours(finding: Diagnostic, border: Option<&Border>) -> Diagnostic {
    let Some(b) = border else { return finding };
    [&b.first, &b.second].into_iter().fold(finding, |finding, side| {
        let known = finding.span == side.span || finding.related.iter().any(|r| r.span == side.span);
        if known {
            return finding;
        }
        let what = side.site.as_ref().map_or_else(|| "these hours".to_owned(), |site| format!("the hours of {site}"));
        finding.related(side.span, what)
    })
}
