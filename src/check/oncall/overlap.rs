//! Clocks that change on different days put two people on call at once.
//!
//! ## What it checks
//! Two people of one role on call at the same time, 13 weeks ahead, where the hours of their sites do not overlap all year. Hours that overlap on every day of the year are a handover, and an override that reaches beyond its site's hours says what it wants: neither is a finding.
//!
//! ## Why
//! Both are paged, and each takes it that the other one answers. It is also the other end of a gap: an hour that is doubled at one border is missing at another.
//!
//! ## Example
//! London hands over to Los Angeles at 16:00, which is 08:00 there; between 8 and 29 March it is 09:00.
//!
//! ## How to fix
//! Have the sites' hours overlap all year if you want a handover, or shift one of them in a version of its own for the weeks between.

use super::{ahead, clocks, series, sides, with_hours};
use crate::check::prelude::*;
use crate::oncall::overlap::Doubled;

pub const RULE: Rule =
    Rule { name: "oncall/overlap", level: Level::Warning, manual: include_str!("overlap.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (_, schedule) in ahead(cx) {
        let overlaps = schedule.overlaps.iter().filter(|o| o.cause == Doubled::Dst);
        let keyed =
            overlaps.filter_map(|o| Some(((&o.role, sides(o.between.as_ref())), o.range, (o, o.between.as_ref()?))));
        for ((role, _), series, (overlap, border)) in series(keyed) {
            let people: Vec<&str> = overlap.people.iter().map(|p| &**p).collect();
            let message = format!("{} are both {role} {}; {}", people.join(" and "), series.told(), clocks(border));
            let finding = Diagnostic::new(RULE.name, border.first.span, message)
                .help("let the hours overlap all year, or shift one site's in a version of its own");
            found.push(with_hours(finding, Some(border)));
        }
    }
}
