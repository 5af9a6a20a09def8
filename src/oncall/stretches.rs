//! How long people are on call at a time, and how long they rest between.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::rotation::{Override, Rotation};
use super::schedule::{Roster, Shift};
use super::time::Range;

/// Time on call without a break: shifts of one person that touch or overlap, whatever their roles, sites and
/// rotations.
#[derive(Debug)]
pub struct Stretch<'a> {
    pub range: Range,
    /// By start; each with the place of its rotation among those that were asked about.
    pub shifts: Vec<(usize, &'a Shift)>,
}

impl<'a> Stretch<'a> {
    /// The shift that begins it.
    pub fn first(&self) -> Option<(usize, &'a Shift)> {
        self.shifts.first().copied()
    }

    /// The shift that ends it.
    pub fn last(&self) -> Option<(usize, &'a Shift)> {
        self.shifts.iter().copied().rev().max_by_key(|(_, shift)| shift.range.to)
    }

    /// Elapsed time until another one begins.
    pub fn rest_before(&self, next: &Stretch) -> TimeDelta {
        next.range.from - self.range.to
    }
}

/// Whether a break is a part of a shift that its person gave away, by an override in their place: they have that part
/// off, and no rest between two shifts.
pub fn is_given_away(rotation: &Rotation, roster: &Roster, person: &str, gap: Range) -> bool {
    let is_taken = |o: &Override| o.replaces.as_ref().is_some_and(|who| *who.value == *person);
    let mut takers = roster.shifts.iter().filter(|s| s.by.is_some_and(|at| is_taken(&rotation.overrides[at])));
    takers.any(|s| s.range.from <= gap.from && gap.to <= s.range.to)
}

/// The stretches of each person, in order of time.
pub fn stretches<'a>(shifts: impl IntoIterator<Item = (usize, &'a Shift)>) -> BTreeMap<&'a str, Vec<Stretch<'a>>> {
    let mut sorted: Vec<(usize, &Shift)> = shifts.into_iter().filter(|(_, s)| !s.range.is_empty()).collect();
    sorted.sort_by_key(|(rotation, s)| (s.range, *rotation, s.named));
    let mut all: BTreeMap<&str, Vec<Stretch>> = BTreeMap::new();
    for (rotation, shift) in sorted {
        let own = all.entry(&*shift.person).or_default();
        match own.last_mut() {
            Some(last) if shift.range.from <= last.range.to => {
                last.range.to = last.range.to.max(shift.range.to);
                last.shifts.push((rotation, shift));
            }
            _ => own.push(Stretch { range: shift.range, shifts: vec![(rotation, shift)] }),
        }
    }
    all
}
