//! Proposes who takes the turns of the weeks to come.
//!
//! 1. [`search`] begins twice: with the turns as they are dealt, repaired to the limits, and with each turn given to the
//!    person who is furthest behind. Both are improved by giving turns away and exchanging them.
//! 2. The better one is the proposal. It is never worse than the turns as they are dealt, repaired to the limits:
//!    limits first, then the kind furthest from even of every role and site, then the total.
//! 3. The limits are looked away from one by one, to say which of them costs most.
//!
//! Nothing is random: the same rotation, the same day and the same weeks give the same proposal.

pub mod search;

use std::sync::Arc;

use chrono::NaiveDate;

use super::fairness::account::{Amounts, Books, Kind};
use super::fairness::board::{Board, Choice};
use super::fairness::breaches::{Broken, Limit, Watch};
use super::fairness::period::{self, Period};
use super::fairness::{self, Ledger};
use super::pages::Page;
use super::schedule::Roster;
use super::time::{Instant, Range, days_after};
use crate::yaml::edit::scalar;
use search::{Score, improve, repaired, the_furthest_behind_goes_next};

/// What is proposed for some weeks.
#[derive(Debug)]
pub struct Proposal {
    /// From the start of the open period to the end of the weeks that are planned.
    pub period: Period,
    /// From when on turns change hands.
    pub range: Range,
    /// In the order of time.
    pub changes: Vec<Change>,
    /// By role and site.
    pub spreads: Vec<Spread>,
    /// How often limits are broken as the turns are dealt, and as they are proposed.
    pub broken: (Broken, Broken),
    /// What is still broken, by limit.
    pub left: Vec<(Limit, Broken)>,
    /// The limit that costs most: how far from even, in turns, the furthest kind is with it and without it.
    pub costly: Option<(Limit, f64, f64)>,
    /// Turns that were free to move.
    pub turns: usize,
}

/// A turn that changes hands.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub role: Arc<str>,
    pub site: Option<Arc<str>>,
    pub turn: Range,
    pub from: Arc<str>,
    pub to: Arc<str>,
}

/// How far apart the balances of a role at a site are: the largest less the smallest, before and after.
#[derive(Debug, Clone)]
pub struct Spread {
    pub role: Arc<str>,
    pub site: Option<Arc<str>>,
    pub before: Amounts,
    pub after: Amounts,
    /// Who has what balance, before and after.
    pub people: Vec<(Arc<str>, Amounts, Amounts)>,
}

impl Proposal {
    /// The changes as a rotation's `overrides` take them, a line each.
    pub fn overrides(&self) -> String {
        let instant = |at: Instant| at.format("%Y-%m-%dT%H:%MZ").to_string();
        let line = |change: &Change| {
            let site = change.site.as_ref().map_or_else(String::new, |site| format!(", site: {}", scalar(site)));
            format!(
                "  - {{role: {}{site}, start: {}, end: {}, person: {}, replaces: {}, kind: plan, reason: \"evens out the load\"}}\n",
                scalar(&change.role),
                instant(change.turn.from),
                instant(change.turn.to),
                scalar(&change.to),
                scalar(&change.from)
            )
        };
        self.changes.iter().map(line).collect()
    }
}

/// Plans some weeks from the end of today on. None where the rotation has no version.
pub fn plan(
    books: &Books,
    today: NaiveDate,
    weeks: u32,
    ledger: &Ledger,
    pages: &[Page],
    elsewhere: &dyn Fn(Range) -> Vec<Roster>,
) -> Option<Proposal> {
    let open = period::containing(books.rotation, books.fairness, today)?;
    let last = days_after(today, i64::from(weeks) * 7);
    let period = Period::new(open.from, last.max(open.from), books.rotation.zone.unwrap_or(chrono_tz::UTC));
    let statement = books.statement_over(period, ledger, pages);
    let from = fairness::open(today).max(period.range.from);
    let others = elsewhere(period.range);
    let board = Board::new(books, &statement, pages, from, &others);
    let zone = books.rotation.zone.unwrap_or(chrono_tz::UTC);
    let mut watch = Watch::new(&board, &books.rotation.limits, zone, Range::new(from, period.range.to));
    let dealt = board.as_it_is();
    let chosen = choose(&board, &watch);
    let broken = (watch.broken(&dealt), watch.broken(&chosen));
    let mut left: Vec<(Limit, Broken)> = Vec::new();
    watch.each(&chosen, |limit, _, more| match left.iter_mut().find(|(known, _)| *known == limit) {
        Some((_, sum)) => *sum = Broken { times: sum.times + more.times, hours: sum.hours + more.hours },
        None => left.push((limit, more)),
    });
    left.sort_by_key(|(limit, _)| *limit);
    let costly = costly(&board, &mut watch, &chosen);
    let change = |at: usize| Change {
        role: board.groups[board.turns[at].group].role.clone(),
        site: board.groups[board.turns[at].group].site.clone(),
        turn: board.turns[at].range,
        from: board.taker(at, dealt[at]).clone(),
        to: board.taker(at, chosen[at]).clone(),
    };
    let changes = (0..dealt.len()).filter(|at| dealt[*at] != chosen[*at]).map(change).collect();
    let spreads = (0..board.groups.len()).map(|group| spread(&board, group, &dealt, &chosen)).collect();
    let range = Range::new(from, period.range.to);
    Some(Proposal { period, range, changes, spreads, broken, left, costly, turns: board.turns.len() })
}

/// The better of the two ways to begin; where they come out alike, the one that leaves more turns where they are.
pub fn choose(board: &Board, watch: &Watch) -> Choice {
    let by_hand = improve(board, watch, repaired(board, watch));
    let by_need = improve(board, watch, the_furthest_behind_goes_next(board, watch));
    match Score::of(board, watch, &by_need).better_than(&Score::of(board, watch, &by_hand)) {
        true => by_need,
        false => by_hand,
    }
}

/// Looks away from each limit in turn. Only what makes a difference of a tenth of a turn is worth a word.
fn costly(board: &Board, watch: &mut Watch, chosen: &Choice) -> Option<(Limit, f64, f64)> {
    let furthest = |choice: &Choice| {
        let of = |group| board.furthest(group, &board.balances(group, choice)).0;
        (0..board.groups.len()).map(of).fold(0.0, f64::max)
    };
    let with = furthest(chosen);
    let mut most: Option<(Limit, f64, f64)> = None;
    for limit in Limit::ALL {
        watch.without = Some(limit);
        let without = furthest(&improve(board, watch, chosen.clone()));
        if with - without > 0.1 && most.is_none_or(|(.., known)| without < known - 1e-6) {
            most = Some((limit, with, without));
        }
    }
    watch.without = None;
    most
}

fn spread(board: &Board, group: usize, dealt: &Choice, chosen: &Choice) -> Spread {
    let of = &board.groups[group];
    let (before, after) = (board.balances(group, dealt), board.balances(group, chosen));
    let width = |balances: &[Amounts]| {
        let mut width = Amounts::default();
        for kind in Kind::ALL {
            let each = || balances.iter().map(|b| b.of(kind));
            let most = each().fold(f64::NEG_INFINITY, f64::max) - each().fold(f64::INFINITY, f64::min);
            width.set(kind, if most.is_finite() { most } else { 0.0 });
        }
        width
    };
    Spread {
        role: of.role.clone(),
        site: of.site.clone(),
        before: width(&before),
        after: width(&after),
        people: of
            .people
            .iter()
            .cloned()
            .zip(before)
            .zip(after)
            .map(|((who, before), after)| (who, before, after))
            .collect(),
    }
}
