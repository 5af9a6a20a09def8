//! One person has too large a share of all hours.
//!
//! ## What it checks
//! `limits.max_share` of a rotation: the hours in which a person is on call in any of its roles, against all hours of the 13 weeks from today, day and night. Two roles at once count once. A warning, because a roster of few people passes it whatever the order of their turns.
//!
//! ## Why
//! Google's SRE book (chapter 11, "Being On-Call") asks for no more than 25 % of an engineer's time on call: what is left is the time in which the causes of pages are mended.
//!
//! ## Example
//! Two people share a role at all hours: each has 1092 of 2184 h, which is 50 %.
//!
//! ## How to fix
//! Add people to the site that the finding points at, or hand some of the turns over. If a larger share is agreed on, raise `max_share`.

use super::{ahead, elapsed};
use crate::check::prelude::*;
use crate::oncall::time::union;
use crate::oncall::{Range, Shift};

pub const RULE: Rule =
    Rule { name: "oncall/share", level: Level::Warning, manual: include_str!("share.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (rotation, schedule) in ahead(cx) {
        let Some(limit) = &rotation.limits.max_share else { continue };
        let mut shifts: BTreeMap<&str, Vec<&Shift>> = BTreeMap::new();
        for shift in &schedule.shifts {
            shifts.entry(&*shift.person).or_default().push(shift);
        }
        let all = schedule.range.elapsed();
        for (person, own) in shifts {
            let carried = union(own.iter().map(|s| s.range).collect()).into_iter().map(Range::elapsed).sum();
            let share = part(carried, all);
            if share <= limit.value {
                continue;
            }
            let Some(most) = where_most(&own) else { continue };
            let message = format!(
                "{} is on call for {} of the {} from {} to {}: {}, and {} is the most",
                cx.handbook.register.name(person),
                elapsed(carried),
                elapsed(all),
                schedule.range.from.date_naive(),
                schedule.range.to.date_naive(),
                percent(share),
                percent(limit.value)
            );
            found.push(
                Diagnostic::new(RULE.name, most, message)
                    .help("add people to this site, or let others have some of these turns")
                    .related(limit.span, "the limit"),
            );
        }
    }
}

fn part(some: chrono::TimeDelta, all: chrono::TimeDelta) -> f64 {
    some.num_seconds() as f64 / all.num_seconds().max(1) as f64
}

/// `25 %`, `33.3 %`.
fn percent(part: f64) -> String {
    let text = format!("{:.1}", part * 100.0);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}

/// The place that names somebody for most of their shifts.
fn where_most(shifts: &[&Shift]) -> Option<Span> {
    let mut places: BTreeMap<Span, i64> = BTreeMap::new();
    for shift in shifts {
        *places.entry(shift.named).or_default() += shift.range.elapsed().num_seconds();
    }
    places.into_iter().max_by_key(|(span, carried)| (*carried, std::cmp::Reverse(*span))).map(|(span, _)| span)
}
