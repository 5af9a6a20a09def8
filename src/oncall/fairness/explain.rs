//! A balance, hour by hour: the shifts that somebody carried, and their part of every turn's load.
//!
//! Its parts are rounded so that they sum to the figures of the sheet, to the digit. Pages are no part of shifts and
//! turns: they are on the sheet alone.

use std::sync::Arc;

use chrono::NaiveDate;

use super::account::{Account, Amounts, Books, Kind, shares};
use super::pool::Segment;
use super::sheet::{Hundredths, Line, Sheet, apportion, rounded};
use crate::model::register::Person;
use crate::oncall::rotation::{Member, Rotation};
use crate::oncall::schedule::{Roster, Shift};
use crate::oncall::time::{Instant, Range, local};

/// Why a person's figures at a role and a site are what they are.
#[derive(Debug)]
pub struct Explained {
    /// In the order of time.
    pub shifts: Vec<Carried>,
    pub parts: Vec<Part>,
}

/// A shift of the person.
#[derive(Debug)]
pub struct Carried {
    pub range: Range,
    /// The place of the override in [`Rotation::overrides`](crate::oncall::Rotation::overrides) that it comes from.
    pub by: Option<usize>,
    /// Who has it instead, by an override: of such a shift the person carried nothing.
    pub given: Option<Arc<str>>,
    /// Some of it was under time off, and nobody carried that.
    pub away: bool,
    /// Without time off.
    pub hours: Hundredths,
    pub load: [Hundredths; Kind::ALL.len()],
}

/// The load of a turn, or of the stretch of one in which the same people are there, and the person's part of it.
#[derive(Debug)]
pub struct Part {
    pub range: Range,
    /// Who carried it.
    pub people: Vec<Arc<str>>,
    /// Beyond all turns: an override that reaches further than the site's hours, or into no version.
    pub outside: bool,
    /// Weighted hours.
    pub load: Hundredths,
    /// The person's capacity and that of everyone who was there, in full shares.
    pub capacity: f64,
    pub heads: f64,
    pub share: [Hundredths; Kind::ALL.len()],
    /// Who was not there: first the person themself, then others.
    pub missing: Vec<(Arc<str>, Reason)>,
}

/// Why somebody has no part of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The last day.
    TimeOff(NaiveDate),
    /// The first day.
    Joined(NaiveDate),
    /// The last day.
    Left(NaiveDate),
    /// The version of that time does not list them.
    Unlisted,
}

impl Carried {
    /// What is to be said of the shift: `swap for Ines Almeida`, `cover: Ana Sousa has it`; nothing of an ordinary one.
    pub fn why(&self, rotation: &Rotation, name: &dyn Fn(&str) -> String) -> String {
        let over = self.by.map(|at| &rotation.overrides[at]).map(|o| {
            let kind = o.kind.as_deref().unwrap_or("override");
            match (&self.given, &o.replaces) {
                (Some(to), _) => format!("{kind}: {} has it", name(to)),
                (None, Some(who)) => format!("{kind} for {}", name(&who.value)),
                (None, None) => kind.to_owned(),
            }
        });
        let away = self.away.then(|| "time off: carried by nobody".to_owned());
        over.into_iter().chain(away).collect::<Vec<_>>().join(", ")
    }
}

impl Reason {
    /// `time off until 2026-11-20`, with days as the reader's form has them.
    pub fn told(self, day: impl Fn(NaiveDate) -> String) -> String {
        match self {
            Self::TimeOff(last) => format!("time off until {}", day(last)),
            Self::Joined(first) => format!("here from {}", day(first)),
            Self::Left(last) => format!("here until {}", day(last)),
            Self::Unlisted => "not listed then".to_owned(),
        }
    }
}

/// What of a turn has the same people.
struct Stretch {
    turn: Option<usize>,
    segment: usize,
    range: Range,
    people: Vec<usize>,
    load: f64,
    share: Amounts,
}

impl Books<'_> {
    /// The account of a person who has a line on the sheet, over the roster that the sheet is of.
    pub fn explain(&self, sheet: &Sheet, line: &Line, roster: &Roster) -> Explained {
        let account = &sheet.tally.account;
        let person = account.pool.people.iter().position(|p| *p == line.person);
        let Some(person) = person else { return Explained { shifts: Vec::new(), parts: Vec::new() } };
        Explained { shifts: carried(self, account, person, line, roster), parts: self.parts(sheet, person, line) }
    }

    fn parts(&self, sheet: &Sheet, person: usize, line: &Line) -> Vec<Part> {
        let account = &sheet.tally.account;
        let stretches = stretches(sheet, person);
        let loads: Vec<f64> = stretches.iter().map(|s| s.load).collect();
        let loads = apportion(&loads, sheet.all(Kind::Total).carried);
        let shares =
            rounded(&stretches.iter().map(|s| s.share).collect::<Vec<_>>(), Kind::ALL.map(|kind| line.of(kind).target));
        let parts = stretches.iter().zip(loads).zip(shares).map(|((s, load), share)| {
            let segment = &account.pool.segments[s.segment];
            let own = super::account::shares(segment, s.people[0]);
            let heads = if segment.shares.is_empty() { 1.0 } else { segment.heads };
            let part = own.iter().find(|(at, _)| *at == person).map_or(0.0, |(_, part)| *part);
            Part {
                range: s.range,
                people: s.people.iter().map(|at| account.pool.people[*at].clone()).collect(),
                outside: s.turn.is_none(),
                load,
                capacity: part * heads,
                heads,
                share,
                missing: self.missing(account, segment, person, s.range.from),
            }
        });
        parts.collect()
    }

    /// Who of those that are listed has no part, and why; the person too, whether listed or not.
    fn missing(&self, account: &Account, segment: &Segment, person: usize, at: Instant) -> Vec<(Arc<str>, Reason)> {
        let sites = self.rotation.sites(&account.role).filter(|(term, _)| term.contains(at));
        let sites = sites.filter(|(_, s)| account.site.is_none() || s.name == account.site);
        let listed: Vec<&Member> = sites.flat_map(|(_, site)| &site.members).collect();
        let own = &account.pool.people[person];
        let there = |who: &str| segment.shares.iter().any(|(at, _)| *account.pool.people[*at] == *who);
        let mut missing: Vec<(Arc<str>, Reason)> = Vec::new();
        for who in std::iter::once(own).chain(listed.iter().map(|m| &m.person.value)) {
            if there(who) || missing.iter().any(|(known, _)| known == who) {
                continue;
            }
            let is_listed = listed.iter().any(|m| m.person.value == *who);
            let known = self.register.known(who);
            let reason = known.filter(|_| is_listed).and_then(|p| reason(p, local(self.zone(p), at).date()));
            missing.push((who.clone(), reason.unwrap_or(Reason::Unlisted)));
        }
        missing
    }

    fn zone(&self, person: &Person) -> chrono_tz::Tz {
        person.zone().or(self.rotation.zone).unwrap_or(chrono_tz::UTC)
    }
}

fn reason(person: &Person, day: NaiveDate) -> Option<Reason> {
    let joined = person.active_from.filter(|from| day < from.value).map(|from| Reason::Joined(from.value));
    let left = person.active_to.filter(|to| to.value < day).map(|to| Reason::Left(to.value));
    let off = person.time_off.iter().find(|off| off.from <= day && day <= off.to).map(|off| Reason::TimeOff(off.to));
    joined.or(left).or(off)
}

/// The shifts that a person had or gave away, each with what of it they carried.
fn carried(books: &Books, account: &Account, person: usize, line: &Line, roster: &Roster) -> Vec<Carried> {
    let given = |s: &Shift| {
        let by = s.by.map(|at| &books.rotation.overrides[at]);
        by.is_some_and(|o| o.replaces.as_ref().is_some_and(|who| who.value == line.person)) && s.person != line.person
    };
    let own = |s: &&Shift| s.role == account.role && s.site == account.site && (s.person == line.person || given(s));
    let shifts: Vec<&Shift> = roster.shifts.iter().filter(own).collect();
    let mut loads = vec![Amounts::default(); shifts.len()];
    let mut hours = vec![0.0; shifts.len()];
    for piece in account.pieces.iter().filter(|p| p.person == person) {
        // Shifts are in the order of their starts.
        let after = shifts.partition_point(|s| s.range.from <= piece.range.from);
        let has = |at: &usize| shifts[*at].person == line.person && shifts[*at].range.contains(piece.range.from);
        let Some(at) = (0..after).rfind(has) else { continue };
        loads[at] += piece.load;
        hours[at] += piece.range.hours();
    }
    let loads = rounded(&loads, Kind::ALL.map(|kind| line.of(kind).carried));
    let rounded = apportion(&hours, line.hours);
    let each = shifts.iter().enumerate().map(|(at, shift)| Carried {
        range: shift.range,
        by: shift.by,
        given: (shift.person != line.person).then(|| shift.person.clone()),
        away: shift.person == line.person && shift.range.hours() - hours[at] > 1e-6,
        hours: rounded[at],
        load: loads[at],
    });
    each.collect()
}

/// The pieces of the account, put together by turn and by who was there.
fn stretches(sheet: &Sheet, person: usize) -> Vec<Stretch> {
    let (account, turns) = (&sheet.tally.account, &sheet.tally.turns);
    let mut all: Vec<Stretch> = Vec::new();
    for piece in &account.pieces {
        let next = turns.partition_point(|turn| turn.range.to <= piece.range.from);
        let turn = turns.get(next).is_some_and(|turn| turn.range.contains(piece.range.from)).then_some(next);
        let segment = &account.pool.segments[piece.segment];
        let part = shares(segment, piece.person).into_iter().find(|(at, _)| *at == person);
        let share = piece.load.scaled(part.map_or(0.0, |(_, part)| part));
        // Where nobody was meant to be there, everyone who was has their own.
        let alone = segment.shares.is_empty();
        let same =
            |s: &&mut Stretch| s.turn == turn && s.segment == piece.segment && (!alone || s.people == [piece.person]);
        match all.iter_mut().rev().take(4).find(same) {
            Some(stretch) => {
                stretch.range.to = stretch.range.to.max(piece.range.to);
                stretch.load += piece.load.of(Kind::Total);
                stretch.share += share;
                if !stretch.people.contains(&piece.person) {
                    stretch.people.push(piece.person);
                }
            }
            None => all.push(Stretch {
                turn,
                segment: piece.segment,
                range: piece.range,
                people: vec![piece.person],
                load: piece.load.of(Kind::Total),
                share,
            }),
        }
    }
    all
}
