//! Limits that a choice of turns breaks.
//!
//! What no choice could change, such as the hours of rest inside one turn, is not counted here: `check` says it.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::board::{Board, Choice};
use crate::oncall::policy::Limits;
use crate::oncall::rows::{Turn, in_order, last_end};
use crate::oncall::time::{Instant, Range};
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

/// A turn of the whole range, for the question how many somebody has in a row.
struct Slot {
    range: Range,
    /// The place of the group.
    group: usize,
    /// Who has it, and its place among [`Board::turns`] if it may change hands.
    holder: usize,
    turn: Option<usize>,
    /// When a row that begins with it must end.
    end: Instant,
}

/// What is known of limits before any choice is made. A search asks thousands of times what a choice breaks, so people
/// are numbers here, in the order of their ids.
pub struct Watch<'a> {
    board: &'a Board,
    limits: &'a Limits,
    people: Vec<&'a Arc<str>>,
    /// By turn and taker: the person.
    takers: Vec<Vec<usize>>,
    /// By start; empty where no limit asks for them.
    slots: Vec<Slot>,
    /// A limit that is looked away from, to see what it costs.
    pub without: Option<Limit>,
    /// By turn: the later turns that it clashes with.
    clashes: Vec<Vec<Clash>>,
    /// By turn and taker: how it goes with what stays.
    alone: Vec<Vec<Vec<(Limit, Broken)>>>,
    /// Hours on call that stay, by person.
    fixed: Vec<f64>,
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
        let holders = board.groups.iter().flat_map(|g| g.line.iter().filter_map(|(_, holder, _)| holder.as_ref()));
        let mut people: Vec<&Arc<str>> = board.groups.iter().flat_map(|g| &g.people).chain(holders).collect();
        people.sort_unstable();
        people.dedup();
        let number = |person: &Arc<str>| people.binary_search(&person).ok();
        let taker = |at: usize, taker: usize| number(board.taker(at, taker)).expect("takers are people of a group");
        let takers = (0..turns.len()).map(|at| (0..turns[at].takers.len()).map(|t| taker(at, t)).collect());
        let mut slots = Vec::new();
        if let Some(most) = limits.max_consecutive {
            for (group, of) in board.groups.iter().enumerate() {
                slots.extend(of.line.iter().filter_map(|(range, holder, turn)| {
                    let end = last_end(range.from, most.value, zone);
                    Some(Slot { range: *range, group, holder: number(holder.as_ref()?)?, turn: *turn, end })
                }));
            }
            slots.sort_by_key(|slot| slot.range);
        }
        let hours = |ranges: &Vec<Range>| ranges.iter().filter_map(|r| r.common(range)).map(Range::hours).sum();
        Self {
            clashes: clashes.collect(),
            alone: alone.collect(),
            takers: takers.collect(),
            fixed: people.iter().map(|person| board.fixed.get(*person).map_or(0.0, hours)).collect(),
            all: range.hours(),
            board,
            limits,
            people,
            slots,
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
        let mut hours: Vec<Option<f64>> = vec![None; self.people.len()];
        for (at, taker) in choice.iter().enumerate() {
            let person = self.takers[at][*taker];
            for (limit, broken) in self.alone[at][*taker].iter().filter(|(limit, _)| looked_at(*limit)) {
                tell(*limit, Some(at), *broken);
            }
            let both = |c: &&Clash| self.takers[c.other][choice[c.other]] == person && looked_at(c.limit);
            for clash in self.clashes[at].iter().filter(both) {
                tell(clash.limit, Some(clash.other), Broken { times: 1, hours: clash.hours });
            }
            *hours[person].get_or_insert(self.fixed[person]) += self.board.turns[at].takers[*taker].hours;
        }
        if let Some(most) = self.limits.max_share.filter(|_| looked_at(Limit::Share)) {
            for beyond in hours.iter().flatten().map(|h| h - most.value * self.all).filter(|beyond| *beyond > 1e-6) {
                tell(Limit::Share, None, Broken { times: 1, hours: beyond });
            }
        }
        if looked_at(Limit::Consecutive) {
            self.rows(choice, &mut tell);
        }
    }

    /// Turns of one person in a row, over all roles. A row of turns that all stay is nothing that a choice could break.
    fn rows(&self, choice: &Choice, tell: &mut impl FnMut(Limit, Option<usize>, Broken)) {
        let mut held: Vec<Vec<&Slot>> = vec![Vec::new(); self.people.len()];
        for slot in &self.slots {
            held[slot.turn.map_or(slot.holder, |at| self.takers[at][choice[at]])].push(slot);
        }
        for (person, slots) in self.people.iter().zip(&held) {
            // A choice has no place in any file.
            let (named, by) = (Span::top(FileId(0)), None);
            let turn =
                |slot: &&Slot| Turn { range: slot.range, role: &self.board.groups[slot.group].role, person, named, by };
            let mut left = slots.as_slice();
            for row in in_order(slots.iter().map(turn)) {
                let (own, after) = left.split_at(row.turns.len());
                left = after;
                if own.iter().all(|slot| slot.turn.is_none()) {
                    continue;
                }
                let is_beyond = row.is_beyond(own[0].end);
                for (turn, slot) in row.turns.iter().zip(own).filter(|(turn, _)| is_beyond(turn)) {
                    tell(Limit::Consecutive, slot.turn, Broken { times: 1, hours: turn.range.hours() });
                }
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
