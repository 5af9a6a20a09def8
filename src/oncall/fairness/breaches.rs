//! Limits that a choice of turns breaks.
//!
//! What no choice could change, such as the hours of rest inside one turn, is not counted here: `check` says it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::board::{Board, Choice};
use crate::oncall::policy::Limits;
use crate::oncall::rows::{Turn, rows};
use crate::oncall::time::Range;
use crate::source::{FileId, Span};

/// What may not be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Nobody is on call on their time off.
    TimeOff,
    /// Nobody has two roles at once.
    TwoRoles,
    Rest,
    Consecutive,
    Share,
}

impl Limit {
    pub const ALL: [Self; 5] = [Self::TimeOff, Self::TwoRoles, Self::Rest, Self::Consecutive, Self::Share];

    /// As it is written, if it is.
    pub fn name(self) -> &'static str {
        match self {
            Self::TimeOff => "time off",
            Self::TwoRoles => "two roles at once",
            Self::Rest => "min_rest",
            Self::Consecutive => "max_consecutive",
            Self::Share => "max_share",
        }
    }
}

/// How often limits are broken, and by how many hours.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Broken {
    pub times: u32,
    pub hours: f64,
}

impl Broken {
    fn add(&mut self, times: u32, hours: f64) {
        self.times += times;
        self.hours += hours;
    }

    /// Fewer times, then fewer hours.
    pub fn less_than(self, other: Self) -> bool {
        self.times < other.times || self.times == other.times && self.hours < other.hours - 1e-6
    }
}

/// Two turns that one person cannot have both.
struct Clash {
    other: usize,
    limit: Limit,
    hours: f64,
}

/// What is known of limits before any choice is made.
pub struct Watch<'a> {
    board: &'a Board,
    limits: &'a Limits,
    zone: Tz,
    /// A choice has no place in any file.
    nowhere: Span,
    /// A limit that is looked away from, to see what it costs.
    pub without: Option<Limit>,
    /// By turn: the later turns that it clashes with.
    clashes: Vec<Vec<Clash>>,
    /// By turn and taker: how it goes with what stays.
    alone: Vec<Vec<Vec<(Limit, Broken)>>>,
    /// Hours on call that stay, by person.
    fixed: BTreeMap<Arc<str>, f64>,
    /// Hours of the range that shares are parts of.
    all: f64,
}

impl<'a> Watch<'a> {
    /// For the limits of a rotation, whose days are those of a zone.
    pub fn new(board: &'a Board, limits: &'a Limits, zone: Tz, range: Range) -> Self {
        let rest = TimeDelta::try_minutes(limits.min_rest.map_or(0, |rest| rest.value)).unwrap_or_default();
        let turns = &board.turns;
        let clashes = turns.iter().enumerate().map(|(at, turn)| {
            let until = turn.range.to.checked_add_signed(rest).unwrap_or(turn.range.to);
            let near = (at + 1..turns.len()).take_while(|other| turns[*other].range.from < until);
            near.flat_map(|other| {
                let found = against(&turn.shifts, &turns[other].shifts, rest);
                found.into_iter().map(move |(limit, broken)| Clash { other, limit, hours: broken.hours })
            })
            .collect()
        });
        let alone = turns.iter().enumerate().map(|(at, turn)| {
            let of = |taker: usize| {
                let mut found = Vec::new();
                if turn.takers[taker].away > 1e-9 {
                    found.push((Limit::TimeOff, Broken { times: 1, hours: turn.takers[taker].away }));
                }
                if let Some(fixed) = board.fixed.get(board.taker(at, taker)) {
                    let first = fixed.partition_point(|r| r.from < turn.range.from - TimeDelta::days(9));
                    let last = fixed.partition_point(|r| r.from < turn.range.to + TimeDelta::days(8));
                    found.extend(against(&turn.shifts, &fixed[first..last], rest));
                }
                found
            };
            (0..turn.takers.len()).map(of).collect()
        });
        let sum = |ranges: &Vec<Range>| ranges.iter().filter_map(|r| r.common(range)).map(Range::hours).sum();
        Self {
            clashes: clashes.collect(),
            alone: alone.collect(),
            fixed: board.fixed.iter().map(|(person, ranges)| (person.clone(), sum(ranges))).collect(),
            all: range.hours(),
            board,
            limits,
            zone,
            nowhere: Span::top(FileId(0)),
            without: None,
        }
    }

    /// How often a choice breaks limits.
    pub fn broken(&self, choice: &Choice) -> Broken {
        let mut broken = Broken::default();
        self.each(choice, |_, _, more| broken.add(more.times, more.hours));
        broken
    }

    /// Calls for each limit broken, with the turn in which it is, if it is in one.
    pub fn each(&self, choice: &Choice, mut tell: impl FnMut(Limit, Option<usize>, Broken)) {
        let looked_at = |limit: Limit| self.without != Some(limit);
        let mut hours: BTreeMap<&Arc<str>, f64> = BTreeMap::new();
        for (at, taker) in choice.iter().enumerate() {
            let turn = &self.board.turns[at];
            let person = self.board.taker(at, *taker);
            for (limit, broken) in self.alone[at][*taker].iter().filter(|(limit, _)| looked_at(*limit)) {
                tell(*limit, Some(at), *broken);
            }
            let both = |c: &&Clash| looked_at(c.limit) && self.board.taker(c.other, choice[c.other]) == person;
            for clash in self.clashes[at].iter().filter(both) {
                tell(clash.limit, Some(clash.other), Broken { times: 1, hours: clash.hours });
            }
            *hours.entry(person).or_insert_with(|| self.fixed.get(person).copied().unwrap_or(0.0)) +=
                turn.takers[*taker].hours;
        }
        if let Some(most) = self.limits.max_share.filter(|_| looked_at(Limit::Share)) {
            for beyond in hours.values().map(|h| h - most.value * self.all).filter(|beyond| *beyond > 1e-6) {
                tell(Limit::Share, None, Broken { times: 1, hours: beyond });
            }
        }
        if looked_at(Limit::Consecutive) {
            self.rows(choice, &mut tell);
        }
    }

    /// Turns of one person in a row, over all roles. A row of turns that all stay is nothing that a choice could break.
    fn rows(&self, choice: &Choice, tell: &mut impl FnMut(Limit, Option<usize>, Broken)) {
        let Some(most) = self.limits.max_consecutive else { return };
        let mut moves: BTreeMap<(Range, &Arc<str>), usize> = BTreeMap::new();
        let mut held = Vec::new();
        for group in &self.board.groups {
            for (range, holder, movable) in &group.line {
                let Some(person) = movable.map(|at| self.board.taker(at, choice[at])).or(holder.as_ref()) else {
                    continue;
                };
                moves.extend(movable.map(|at| ((*range, person), at)));
                held.push(Turn { range: *range, role: &group.role, person, named: self.nowhere, by: None });
            }
        }
        for row in rows(held) {
            let place = |turn: &Turn| moves.get(&(turn.range, turn.person)).copied();
            if !row.turns.iter().any(|turn| place(turn).is_some()) {
                continue;
            }
            for turn in row.beyond(most.value, self.zone) {
                tell(Limit::Consecutive, place(turn), Broken { times: 1, hours: turn.range.hours() });
            }
        }
    }
}

/// How the shifts of two turns go together for one person. Shifts that touch are one stretch on call.
fn against(a: &[Range], b: &[Range], rest: TimeDelta) -> Vec<(Limit, Broken)> {
    let (mut both, mut short) = (Broken::default(), Broken::default());
    let mut first = 0;
    for shift in a {
        while first < b.len() && b[first].to + rest <= shift.from {
            first += 1;
        }
        for other in b[first..].iter().take_while(|o| o.from < shift.to + rest) {
            match shift.common(*other) {
                Some(common) => both.add(1, common.hours()),
                None => {
                    let pause = shift.from.max(other.from) - shift.to.min(other.to);
                    if pause > TimeDelta::zero() && pause < rest {
                        short.add(1, (rest - pause).num_minutes() as f64 / 60.0);
                    }
                }
            }
        }
    }
    let found = [(Limit::TwoRoles, both), (Limit::Rest, short)];
    found.into_iter().filter(|(_, broken)| broken.times > 0).collect()
}
