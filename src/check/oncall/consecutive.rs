//! Somebody has too many turns in a row.
//!
//! ## What it checks
//! `limits.max_consecutive` of a rotation: the time from the start of the first to the end of the last of a person's turns that have no turn off between them, in all roles of the rotation. A turn is the time from one handoff to the next. It is the turn of whoever is on call for half of its hours or more: an afternoon's cover makes no turn. A turn off is at least half as long as the shorter of the turns around it.
//!
//! Rows of turns that reach into the 13 weeks from today are judged, and followed back for as long. What is less than twelve hours over the limit, and less than half a turn, comes from handoffs at different hours and is let pass. It is an error, because a swap mends it.
//!
//! ## Why
//! The last week of three is the one with the mistakes. Being on call wears people down without a single page: no evening is free.
//!
//! ## Example
//! `members: [ana, tomas]` in `primary` and `members: [tomas, ana]` in `secondary`: both have one week after another without end.
//!
//! ## How to fix
//! Give one of the turns to somebody else with an override, or begin a version with the members in another order or with more of them. A single turn that is longer than the limit needs a shorter `handoff.every`.

use super::around;
use crate::check::prelude::*;
use crate::oncall::horizon;
use crate::oncall::rows::{Row, held, rows};

pub const RULE: Rule = Rule {
    name: "oncall/consecutive",
    level: Level::Error,
    manual: include_str!("consecutive.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let today = horizon(cx.handbook.today).from;
    for (_, rotation, schedule) in around(cx) {
        let Some(limit) = &rotation.limits.max_consecutive else { continue };
        let zone = rotation.zone.unwrap_or(chrono_tz::UTC);
        let mut by_place: BTreeMap<Span, Vec<Row>> = BTreeMap::new();
        for row in rows(held(rotation, schedule)).into_iter().filter(|row| row.range.to > today) {
            let Some(last_straw) = row.beyond(limit.value, zone).next().copied() else { continue };
            // What was changed by hand is to blame before the order of the list.
            let swap = row.turns.iter().find(|t| t.by.is_some() && t.range.to > today);
            by_place.entry(swap.unwrap_or(&last_straw).named).or_default().push(row);
        }
        for (place, rows) in by_place {
            let Some((row, first)) = rows.first().and_then(|row| Some((row, row.turns.first()?))) else { continue };
            let since = if row.range.from <= schedule.range.from { "from before" } else { "from" };
            let more = match rows.get(1..).and_then(|more| Some((more.len(), more.last()?))) {
                Some((1, last)) => format!(", and once more from {}", last.range.from.date_naive()),
                Some((n, last)) => format!(", and {n} times more until {}", last.range.to.date_naive()),
                None => String::new(),
            };
            let message = format!(
                "{} has {}, {since} {} to {} UTC{more}: {}, and {} is the most",
                cx.handbook.register.name(first.person),
                match row.turns.len() {
                    1 => "one turn".to_owned(),
                    n => format!("{n} turns in a row"),
                },
                row.range.from.max(schedule.range.from).format("%Y-%m-%d %H:%M"),
                row.range.to.format("%Y-%m-%d %H:%M"),
                days(row),
                limit.value
            );
            let help = match row.turns.len() {
                1 => "make the turns shorter, or raise the limit",
                _ => "give one of these turns to somebody else, or put the members into another order",
            };
            found.push(Diagnostic::new(RULE.name, place, message).help(help).related(limit.span, "the limit"));
        }
    }
}

/// Whole days, to the nearest: clocks that change take no day away.
fn days(row: &Row) -> String {
    let hours = row.range.elapsed().num_hours();
    counted(usize::try_from((hours + 12) / 24).unwrap_or(0), "day")
}
