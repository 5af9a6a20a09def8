//! Somebody carries more than their share, or less, by more than the rotation allows.
//!
//! ## What it checks
//! The balances of the open period, what was carried over from closed ones included: what a person carried and is scheduled to carry, less their share of what everyone did. Weighted hours, nights, weekends, holidays and pages are balanced each apart, among those who share a site. A balance may be as large as `max_deviation` of the person's share, or as one turn of that kind if that is more: turns cannot be cut. Without `fairness.max_deviation` nothing is checked.
//!
//! A share is what of the load fell to a person in proportion to capacity, for every minute in which they could have carried it. Joining late, a part of a full share and time off are allowed for by that.
//!
//! ## Why
//! Who carries more than others for long burns out or leaves, and nobody notices from a calendar: turns look even when the nights and the holidays in them are not.
//!
//! ## Example
//! Ana has five weekends of thirteen, where three people share them and one turn has one.
//!
//! ## How to fix
//! Make the exchange that the finding names, as an override of `kind: swap`; `rutter oncall plan` proposes the next weeks as a whole. `rutter oncall fairness --explain PERSON` shows every hour of a balance. What no exchange can mend is carried over, if the rotation keeps a ledger (`fairness.carry`).

use super::{amount, member};
use crate::check::prelude::*;
use crate::oncall::fairness::verdict::{Exchange, Unfair};
use crate::oncall::fairness::{Kind, Tally};

pub const RULE: Rule =
    Rule { name: "oncall/unfair", level: Level::Error, manual: include_str!("unfair.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (rotation, judged) in super::judged(cx) {
        let period = judged.statement.period;
        for unfair in &judged.unfair {
            let tally = &judged.statement.tallies[unfair.tally];
            let person = &tally.shares[unfair.share].person;
            let more = if unfair.balance > 0.0 { "more" } else { "less" };
            let message = format!(
                "{} carries {} {more} than a fair share ({}, {} to {}): {} are allowed",
                cx.handbook.register.name(person),
                amount(unfair.balance.abs(), unfair.kind),
                tally.name(),
                period.from,
                period.to,
                allowed(unfair, tally)
            );
            let finding = Diagnostic::new(RULE.name, member(rotation, tally, person, period.range), message);
            let finding = finding.help(match &unfair.mend {
                Some(exchange) => mend(cx, exchange),
                None => "no exchange of turns that are still to come mends it: plan the next weeks with `rutter oncall plan`, or carry it over into the next period with `rutter oncall close`".to_owned(),
            });
            let limit = rotation.fairness.as_ref().and_then(|f| f.max_deviation);
            found.push(match limit {
                Some(limit) => finding.related(limit.span, "the deviation that is allowed"),
                None => finding,
            });
        }
    }
}

/// `64.0 h, one turn`, `12.0 h, 15 % of the share`.
fn allowed(unfair: &Unfair, tally: &Tally) -> String {
    let one_turn = tally.one_turn.of(unfair.kind);
    let limit = match unfair.kind {
        Kind::Pages => format!("{:.1}", unfair.allowed),
        _ => format!("{:.1} h", unfair.allowed),
    };
    match unfair.allowed > one_turn {
        true => format!(
            "{limit}, {:.0} % of the share,",
            unfair.allowed / tally.shares[unfair.share].target.of(unfair.kind) * 100.0
        ),
        false => format!("{limit}, as much as one turn,"),
    }
}

fn mend(cx: &Context, exchange: &Exchange) -> String {
    let (gives, takes) = (cx.handbook.register.name(&exchange.gives), cx.handbook.register.name(&exchange.takes));
    let day = |range: crate::oncall::Range| range.from.date_naive();
    let exchanged = match exchange.back {
        Some(back) => format!(
            "let {takes} take {gives}'s turn of {}, and {gives} that of {takes} of {}",
            day(exchange.turn),
            day(back)
        ),
        None => format!("let {takes} take {gives}'s turn of {}", day(exchange.turn)),
    };
    match exchange.whole {
        true => exchanged,
        false => format!("as a first step {exchanged}; `rutter oncall plan` proposes the rest"),
    }
}
