//! Who could have carried something: the people of a role at a site, when they are there, and their parts of it.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::model::Register;
use crate::model::register::Person;
use crate::oncall::rotation::{Member, Rotation};
use crate::oncall::schedule::time_off;
use crate::oncall::time::{Instant, Range, day_start, days_after, minus, union};

/// Hundredths of a full share.
const FULL: f64 = 100.0;

/// A stretch of time in which the same people are there.
#[derive(Debug, Clone)]
pub struct Segment {
    pub range: Range,
    /// Whose part of the load is how large: places among the pool's people, and parts that sum to one. Empty where
    /// nobody is there.
    pub shares: Vec<(usize, f64)>,
    /// How many full shares are there.
    pub heads: f64,
}

/// The people of a role at a site over a range of time.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    /// In the order of their first mention.
    pub people: Vec<Arc<str>>,
    /// Without a seam from the range's start to its end.
    pub segments: Vec<Segment>,
}

impl Pool {
    /// The pool of a site; without a name, that of a role without sites, or of all its sites.
    pub fn new(rotation: &Rotation, register: &Register, role: &str, site: Option<&str>, range: Range) -> Self {
        let fallback = rotation.zone.unwrap_or(Tz::UTC);
        let of_site = rotation.sites(role).filter(|(_, s)| site.is_none() || s.name.as_deref() == site);
        let mut pool = Self::default();
        // Who is there when, and how much of a full share: hundredths.
        let mut there: Vec<(usize, u32, Vec<Range>)> = Vec::new();
        for (term, site) in of_site {
            let Some(term) = term.common(range) else { continue };
            for Member { person, capacity } in &site.members {
                let at = pool.place(&person.value);
                let person = register.known(&person.value);
                let present = person.map_or_else(|| vec![term], |p| presence(p, term, fallback));
                there.push((at, *capacity, present));
            }
        }
        let edges = there.iter().flat_map(|(.., present)| present.iter().flat_map(|r| [r.from, r.to]));
        let mut cuts: Vec<Instant> = edges.chain([range.from, range.to]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        pool.segments = cuts
            .windows(2)
            .map(|pair| {
                let mut shares: Vec<(usize, f64)> = Vec::new();
                for (at, capacity, present) in &there {
                    let next = present.partition_point(|r| r.to <= pair[0]);
                    if !present.get(next).is_some_and(|r| r.contains(pair[0])) {
                        continue;
                    }
                    // Somebody who is listed at two sites has both parts.
                    match shares.iter_mut().find(|(known, _)| known == at) {
                        Some((_, share)) => *share += f64::from(*capacity),
                        None => shares.push((*at, f64::from(*capacity))),
                    }
                }
                let all: f64 = shares.iter().map(|(_, share)| share).sum();
                shares.iter_mut().for_each(|(_, share)| *share /= all);
                Segment { range: Range { from: pair[0], to: pair[1] }, shares, heads: all / FULL }
            })
            .collect();
        pool
    }

    /// The place of a person, who is taken in if need be.
    pub fn place(&mut self, person: &Arc<str>) -> usize {
        self.people.iter().position(|known| known == person).unwrap_or_else(|| {
            self.people.push(person.clone());
            self.people.len() - 1
        })
    }

    /// The parts of a range, each with the place of its segment.
    pub fn parts(&self, range: Range) -> impl Iterator<Item = (usize, Range)> {
        let first = self.segments.partition_point(|s| s.range.to <= range.from);
        let within = self.segments.iter().enumerate().skip(first).take_while(move |(_, s)| s.range.from < range.to);
        within.filter_map(move |(at, s)| Some((at, s.range.common(range)?)))
    }
}

/// When in a range somebody is on the team and not on time off. Days are those of the person's own zone.
pub fn presence(person: &Person, range: Range, fallback: Tz) -> Vec<Range> {
    let zone = person.zone().unwrap_or(fallback);
    let from = person.active_from.map_or(range.from, |from| day_start(zone, from.value));
    let to = person.active_to.map_or(range.to, |to| day_start(zone, days_after(to.value, 1)));
    let active: Vec<Range> = Range { from, to }.common(range).into_iter().collect();
    minus(&active, &union(time_off(person, fallback).into_iter().map(|(range, _)| range).collect()))
}
