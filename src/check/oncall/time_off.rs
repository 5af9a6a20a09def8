//! Somebody is on call and has time off.
//!
//! ## What it checks
//! Every shift, 13 weeks ahead, against the person's `time_off` in people.yaml. The last day is still off; days are those of the person's own zone. An override takes the shift off their hands.
//!
//! ## Why
//! A turn is never handed on in silence: whoever has time off keeps it until somebody else says yes. Until then nobody answers.
//!
//! ## Example
//! `time_off: [{from: 2026-12-21, to: 2026-12-31, kind: holiday}]`, and the week of 21 December is that person's.
//!
//! ## How to fix
//! The finding names a member of the same site who is free at that time, without a holiday if there is somebody, and with the fewest hours ahead. Ask, and add the override it gives.

use super::{ahead, series, take_over};
use crate::check::prelude::*;
use crate::oncall::Range;
use crate::oncall::cover_for::{Cover, cover_for};

pub const RULE: Rule =
    Rule { name: "oncall/time-off", level: Level::Error, manual: include_str!("time_off.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let register = &cx.handbook.register;
    for (rotation, schedule) in ahead(cx) {
        let keyed = schedule.away.iter().map(|a| {
            let shift = &schedule.shifts[a.shift];
            ((shift.named, a.span), a.range, (shift, a.kind.as_deref()))
        });
        for ((named, span), series, (shift, kind)) in series(keyed) {
            let parts: Vec<Range> = schedule
                .away
                .iter()
                .filter(|a| a.span == span && schedule.shifts[a.shift].named == named)
                .map(|a| a.range)
                .collect();
            let whole = Range { from: series.first.from, to: series.last.to };
            let help = match cover_for(cx.oncall, register, rotation, shift, &parts) {
                Some(Cover { person, .. }) => {
                    format!(
                        "{person} is free then; with a yes, add to `overrides`: {}",
                        take_over(shift, whole, person)
                    )
                }
                None => "nobody else there is free at that time: ask another site, and add an override".to_owned(),
            };
            let kind = kind.map_or(String::new(), |kind| format!(" ({kind})"));
            let message = format!(
                "{} is {} {}, and has time off{kind}",
                cx.handbook.register.name(&shift.person),
                shift.role,
                series.told()
            );
            found.push(Diagnostic::new(RULE.name, named, message).help(help).related(span, "the time off"));
        }
    }
}
