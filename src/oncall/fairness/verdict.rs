//! The verdict: whose balance is further from even than a rotation allows.
//!
//! A balance may be as large as `max_deviation` of the target, or as one turn of that kind if that is more: turns
//! cannot be cut, and three people cannot share 13 weeks better than five, four and four.

use std::sync::Arc;

use super::account::{Amounts, Kind};
use super::board::{Board, Choice};
use super::breaches::Watch;
use super::statement::{Statement, Tally};
use crate::oncall::time::Range;

/// A balance past what is allowed.
#[derive(Debug, Clone)]
pub struct Unfair {
    /// The place of the tally in the statement.
    pub tally: usize,
    /// The place of the share in the tally.
    pub share: usize,
    pub kind: Kind,
    pub balance: f64,
    pub allowed: f64,
    /// What would mend it, or be a first step; None where no exchange of turns that are still to come is.
    pub mend: Option<Exchange>,
}

/// Turns that change hands: one is given, and another may be given for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    pub gives: Arc<str>,
    pub takes: Arc<str>,
    pub turn: Range,
    /// The turn that comes back.
    pub back: Option<Range>,
    /// Nothing more is needed; else it is a step on the way.
    pub whole: bool,
}

/// The most that a balance may be; None where a kind was carried by nobody, so that nothing can be shared better.
pub fn allowed(tally: &Tally, target: f64, kind: Kind, max_deviation: f64) -> Option<f64> {
    (tally.account.load().of(kind) > 0.0).then(|| (max_deviation * target).max(tally.one_turn.of(kind)))
}

/// Everyone whose balance is past what is allowed.
pub fn unfair(statement: &Statement, max_deviation: f64) -> Vec<Unfair> {
    let mut found = Vec::new();
    for (at, tally) in statement.tallies.iter().enumerate() {
        for (share, of) in tally.shares.iter().enumerate() {
            for kind in Kind::ALL {
                let balance = of.balance(kind);
                let limit = allowed(tally, of.target.of(kind), kind, max_deviation);
                if let Some(allowed) = limit.filter(|allowed| balance.abs() > allowed + KEPT) {
                    found.push(Unfair { tally: at, share, kind, balance, allowed, mend: None });
                }
            }
        }
    }
    found
}

/// Hours that are nobody's business: sums of parts are not exact.
pub(super) const SLACK: f64 = 1e-6;

/// The same of balances: the ledger keeps hundredths of an hour, and each period that it closes may round another one.
const KEPT: f64 = 0.05;

/// Finds for each balance the exchange that mends it and leaves the rest of the group best off.
pub fn mend(found: &mut [Unfair], statement: &Statement, board: &Board, watch: &Watch, max_deviation: f64) {
    let now = board.as_it_is();
    for unfair in found {
        unfair.mend = best(unfair, statement, board, watch, &now, max_deviation);
    }
}

fn best(
    unfair: &Unfair,
    statement: &Statement,
    board: &Board,
    watch: &Watch,
    now: &Choice,
    max_deviation: f64,
) -> Option<Exchange> {
    let tally = &statement.tallies[unfair.tally];
    let past = |balances: &[Amounts]| {
        let pairs = tally.shares.iter().zip(balances).enumerate();
        let each = pairs.flat_map(|(at, (share, balance))| Kind::ALL.map(|kind| (at, share, kind, balance.of(kind))));
        let over = each.filter(|(_, share, kind, balance)| {
            let limit = allowed(tally, share.target.of(*kind), *kind, max_deviation);
            limit.is_some_and(|limit| balance.abs() > limit + KEPT)
        });
        over.map(|(at, _, kind, _)| (at, kind)).collect::<Vec<_>>()
    };
    let before = past(&board.balances(unfair.tally, now));
    let broken = watch.broken(now);
    let own = |at: &usize| board.turns[*at].group == unfair.tally;
    let turns: Vec<usize> = (0..board.turns.len()).filter(own).collect();
    let person = |choice: &Choice, at: usize| board.turns[at].takers[choice[at]].person;
    let now_worst = board.furthest(unfair.tally, &board.balances(unfair.tally, now)).0;
    // Whole ones first, then the one that leaves the furthest person nearest.
    let mut best: Option<(bool, f64, Exchange)> = None;
    let mut consider = |choice: Choice, first: usize, second: Option<usize>| {
        let balances = board.balances(unfair.tally, &choice);
        let after = past(&balances);
        let whole = !after.contains(&(unfair.share, unfair.kind)) && after.len() < before.len();
        let worst = board.furthest(unfair.tally, &balances).0;
        let nearer = balances[unfair.share].of(unfair.kind).abs() < unfair.balance.abs() - SLACK;
        let step = nearer && worst < now_worst - SLACK && after.len() <= before.len();
        let known =
            |(known, least, _): &(bool, f64, Exchange)| *known && !whole || *known == whole && *least <= worst + SLACK;
        if !(whole || step) || best.as_ref().is_some_and(known) {
            return;
        }
        if broken.less_than(watch.broken(&choice)) {
            return;
        }
        let exchange = Exchange {
            gives: board.taker(first, now[first]).clone(),
            takes: board.taker(first, choice[first]).clone(),
            turn: board.turns[first].range,
            back: second.map(|at| board.turns[at].range),
            whole,
        };
        best = Some((whole, worst, exchange));
    };
    for &first in &turns {
        for (taker, _) in board.turns[first].takers.iter().enumerate().filter(|(taker, _)| *taker != now[first]) {
            let mut choice = now.clone();
            choice[first] = taker;
            let (giver, receiver) = (person(now, first), person(&choice, first));
            if giver != unfair.share && receiver != unfair.share {
                continue;
            }
            consider(choice.clone(), first, None);
            for &second in turns.iter().filter(|at| person(now, **at) == receiver) {
                let back = board.turns[second].takers.iter().position(|t| t.person == giver);
                if let Some(back) = back {
                    let mut choice = choice.clone();
                    choice[second] = back;
                    consider(choice, first, Some(second));
                }
            }
        }
    }
    best.map(|(.., exchange)| exchange)
}
