//! What is uncovered, what is covered twice, and why.
//!
//! Why is told from the hours alone. A gap lies between two wall times: where one window ends and where the next one
//! begins. If those two meet on some other date within a year, the same hours leave no such gap there: then the clocks
//! make it. Otherwise it is there all year, and nobody was ever meant to be on. The same goes for overlaps.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::border::{Border, Calendar, Hour, Side, role_hours};
use super::overlap::{self, Overlap};
use super::rotation::{Coverage, Rotation};
use super::schedule::Roster;
use super::time::{Instant, Range, common, minus, union};
use super::windows::windows;
use crate::source::Span;

/// Why something is uncovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Clocks that change on different days.
    Dst,
    /// Whoever has the turn has time off.
    TimeOff,
    Unstaffed,
}

impl Cause {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dst => "dst",
            Self::TimeOff => "time-off",
            Self::Unstaffed => "unstaffed",
        }
    }
}

/// Time that must be covered and is not.
#[derive(Debug, Clone)]
pub struct Gap {
    pub range: Range,
    pub role: Arc<str>,
    pub cause: Cause,
    /// Where the line of the coverage is that asks for it.
    pub asked: Span,
    /// What leaves it open: the end of one side's hours and the start of the other's.
    pub between: Option<Border>,
}

/// The gaps and the overlaps that a roster leaves in its range.
pub fn judge(rotation: &Rotation, roster: &Roster) -> (Vec<Gap>, Vec<Overlap>) {
    let (shifts, range) = (&roster.shifts, roster.range);
    let there = roster.present();
    let mut gaps = Vec::new();
    let mut overlaps = Vec::new();
    for role in rotation.roles() {
        let absent = roster.away.iter().filter(|a| shifts[a.shift].role == role.value).map(|a| a.range);
        let absent = union(absent.collect());
        let own = there.iter().filter(|(s, _)| s.role == role.value);
        let present: Vec<(Range, &Arc<str>)> =
            own.flat_map(|(s, parts)| parts.iter().map(move |part| (*part, &s.person))).collect();
        let covered = union(present.iter().map(|(range, _)| *range).collect());
        let hours = role_hours(rotation, &role.value, range);
        let mut calendar = Calendar::new(range);
        for coverage in rotation.coverage.iter().filter(|c| c.role.value == role.value) {
            let asked = Asked { coverage, absent: &absent, covered: &covered, hours: &hours };
            gaps.extend(asked.gaps(rotation, range, &mut calendar));
        }
        overlaps.extend(overlap::doubled(&role.value, &present, &hours, &mut calendar));
    }
    gaps.sort_by(|a, b| (a.range, &a.role).cmp(&(b.range, &b.role)));
    overlaps.sort_by(|a, b| (a.range, &a.role).cmp(&(b.range, &b.role)));
    (gaps, overlaps)
}

/// When a role begins to be asked for: nothing is asked of one before it begins everywhere.
fn begins(rotation: &Rotation, role: &str) -> Option<Instant> {
    let first = rotation.versions.iter().position(|v| v.role(role).is_some())?;
    let zones = rotation.versions[first].role(role)?.sites.iter().map(|s| s.zone);
    let everywhere = zones.map(|zone| rotation.term(first, zone).from).max();
    everywhere.or_else(|| rotation.sites(role).map(|(term, _)| term.from).min())
}

/// What the coverage of a role asks for in a range, without seams.
pub fn asked(rotation: &Rotation, role: &str, range: Range) -> Vec<Range> {
    let (Some(zone), Some(begins)) = (rotation.zone, begins(rotation, role)) else { return Vec::new() };
    let judged = Range { from: range.from.max(begins), to: range.to };
    let mut all = Vec::new();
    for coverage in rotation.coverage.iter().filter(|c| &*c.role.value == role) {
        let own = coverage.windows.iter().map(|w| w.value);
        all.extend(own.flat_map(|(days, hours)| windows(zone, days, hours, judged)).map(|w| w.range));
        if coverage.windows.is_empty() {
            all.push(judged);
        }
    }
    common(&union(all), &[judged])
}

/// One line of the coverage, and what there is to meet it.
struct Asked<'a> {
    coverage: &'a Coverage,
    absent: &'a [Range],
    covered: &'a [Range],
    hours: &'a [Hour],
}

impl Asked<'_> {
    fn gaps(&self, rotation: &Rotation, range: Range, calendar: &mut Calendar) -> Vec<Gap> {
        let begins = begins(rotation, &self.coverage.role.value);
        let (Some(zone), Some(begins)) = (rotation.zone, begins) else { return Vec::new() };
        let wide = range.widened(8);
        let edges: Vec<(Range, Side, Side)> = self
            .coverage
            .windows
            .iter()
            .flat_map(|w| {
                let (days, hours) = w.value;
                let side = |wall| Side { wall, site: None, span: w.span };
                windows(zone, days, hours, wide).map(move |w| (w.range, side(w.start), side(w.end)))
            })
            .collect();
        let all = match edges.is_empty() && self.coverage.windows.is_empty() {
            true => vec![wide],
            false => union(edges.iter().map(|(range, ..)| *range).collect()),
        };
        let judged = Range { from: range.from.max(begins), to: range.to };
        if judged.is_empty() {
            return Vec::new();
        }
        let wanted = common(&all, &[judged]);
        let open = minus(&wanted, self.covered);
        let gap = |range, cause, between| Gap {
            range,
            role: self.coverage.role.value.clone(),
            cause,
            asked: self.coverage.role.span,
            between,
        };
        let mut gaps: Vec<Gap> = common(&open, self.absent).into_iter().map(|r| gap(r, Cause::TimeOff, None)).collect();
        let open = minus(&open, self.absent);
        // Gaps that the hours themselves leave, whole.
        let regular = minus(&all, &union(self.hours.iter().map(|h| h.range).collect()));
        let borders = Borders::new(self.hours, &edges);
        let mut left = open.clone();
        for hole in &regular {
            let at = open.partition_point(|o| o.to <= hole.from);
            let parts: Vec<Range> =
                open[at..].iter().map_while(|o| (o.from < hole.to).then(|| o.common(*hole))).flatten().collect();
            if parts.is_empty() {
                continue;
            }
            let borders = borders.of(*hole);
            let moving = borders.iter().position(|b| calendar.meets(b));
            let cause = if moving.is_some() { Cause::Dst } else { Cause::Unstaffed };
            let between = borders.into_iter().nth(moving.unwrap_or(0));
            gaps.extend(parts.iter().map(|r| gap(*r, cause, between.clone())));
        }
        left = minus(&left, &regular);
        gaps.extend(left.into_iter().map(|r| gap(r, Cause::Unstaffed, None)));
        gaps
    }
}

/// What ends and what begins at an instant.
struct Borders<'a> {
    ends: BTreeMap<Instant, Vec<&'a Side>>,
    starts: BTreeMap<Instant, Vec<&'a Side>>,
    /// The edges of the coverage, which bound a gap where no window does.
    opens: BTreeMap<Instant, &'a Side>,
    closes: BTreeMap<Instant, &'a Side>,
}

impl<'a> Borders<'a> {
    fn new(hours: &'a [Hour], edges: &'a [(Range, Side, Side)]) -> Self {
        let mut borders =
            Self { ends: BTreeMap::new(), starts: BTreeMap::new(), opens: BTreeMap::new(), closes: BTreeMap::new() };
        for hour in hours {
            if let Some(side) = &hour.start {
                borders.starts.entry(hour.range.from).or_default().push(side);
            }
            if let Some(side) = &hour.end {
                borders.ends.entry(hour.range.to).or_default().push(side);
            }
        }
        for (range, open, close) in edges {
            borders.opens.insert(range.from, open);
            borders.closes.insert(range.to, close);
        }
        borders
    }

    /// The borders that a gap may have.
    fn of(&self, gap: Range) -> Vec<Border> {
        let firsts = self.ends.get(&gap.from).cloned().or_else(|| Some(vec![*self.opens.get(&gap.from)?]));
        let seconds = self.starts.get(&gap.to).cloned().or_else(|| Some(vec![*self.closes.get(&gap.to)?]));
        let (firsts, seconds) = (firsts.unwrap_or_default(), seconds.unwrap_or_default());
        let pairs = firsts.iter().flat_map(|a| seconds.iter().map(move |b| (*a, *b)));
        pairs.map(|(a, b)| Border { first: a.clone(), second: b.clone() }).collect()
    }
}
