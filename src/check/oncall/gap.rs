//! Nobody is on call when somebody has to be.
//!
//! ## What it checks
//! Every hour that a rotation's `coverage` asks for, 13 weeks ahead: somebody of that role is on call. A role without `windows` is asked for at all hours. Hours that coverage leaves out may be empty. Time off under a shift is said by `oncall/time-off`.
//!
//! ## Why
//! The alert of that hour reaches nobody. Sites that follow the sun are whole in winter and leak an hour a day in summer, because their clocks change on different days, or never: nobody notices until somebody needs help at that hour.
//!
//! ## Example
//! `hours: "08:00-16:00"` in Singapore, London and Los Angeles: 1 hour is uncovered on each day from 8 March to 31 October 2026.
//!
//! ## How to fix
//! Where the clocks make the gap, let one site's hours reach over the border by as much as the clocks part: an overlap in the other half of the year is a handover. Otherwise staff the hours, or leave them out of `coverage` if they may be empty.

use super::{ahead, clocks, elapsed, series, sides, with_hours};
use crate::check::prelude::*;
use crate::oncall::cover::Cause;

pub const RULE: Rule =
    Rule { name: "oncall/gap", level: Level::Error, manual: include_str!("gap.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (_, schedule) in ahead(cx) {
        // Time off is said where it is: by a rule of its own.
        let gaps = schedule.gaps.iter().filter(|g| g.cause != Cause::TimeOff);
        let keyed = gaps.map(|g| {
            // One finding for each two sites that part; what is not staffed is one thing.
            let border = sides(g.between.as_ref()).filter(|_| g.cause == Cause::Dst);
            ((&g.role, g.asked, g.cause, border), g.range, g)
        });
        for ((role, asked, cause, _), series, gap) in series(keyed) {
            let border = gap.between.as_ref();
            let why = border.filter(|_| cause == Cause::Dst).map_or(String::new(), |b| format!("; {}", clocks(b)));
            let finding = Diagnostic::new(RULE.name, asked, format!("nobody is {role} {}{why}", series.told()));
            let finding = finding.help(match cause {
                Cause::Dst => {
                    format!("let the hours of one side reach {} further over the border", elapsed(gap.range.elapsed()))
                }
                _ => "staff these hours, or leave them out of `coverage` if they may be empty".to_owned(),
            });
            found.push(with_hours(finding, border));
        }
    }
}
