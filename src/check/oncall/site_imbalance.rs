//! The sites of a role carry unequal loads for each head.
//!
//! ## What it checks
//! Weighted hours of the open period for each full share at a site, against those of the role as a whole: no site may be further from it than `fairness.max_deviation`. Part-time members and those who are away count for the part that they are there.
//!
//! ## Why
//! Turns may be dealt evenly at every site while the people of the smallest one carry twice as much as the others. A site of two beside sites of three carries more each: that is staffing and not scheduling, so no exchange of turns mends it.
//!
//! ## Example
//! Ten hours a day shared by six people in Lisbon, and eight by two in Singapore.
//!
//! ## How to fix
//! Move hours from one site to another, or people into the turns of the site that carries more. If it has to stay as it is, set the level of this rule in handbook.yaml, where everyone can read it.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "oncall/site-imbalance",
    level: Level::Warning,
    manual: include_str!("site_imbalance.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (rotation, judged) in super::judged(cx) {
        let limit = rotation.fairness.as_ref().and_then(|f| f.max_deviation);
        for uneven in &judged.uneven {
            let (Some(per_head), Some(part)) = (uneven.per_head, uneven.against_mean()) else { continue };
            let (site, part) = (&uneven.name, part * 100.0);
            let account = &judged.statement.tallies[uneven.tally].account;
            let period = judged.statement.period;
            let sites = rotation
                .sites(&account.role)
                .filter(|(term, s)| s.name == account.site && term.common(period.range).is_some());
            let Some(place) = sites.last().map(|(_, s)| s.span) else { continue };
            let message = format!(
                "{site} carries {:.0} h of {} for each head, {:.0} % {} than the sites together ({:.0} h), {} to {}",
                per_head,
                account.role,
                part.abs(),
                if part > 0.0 { "more" } else { "less" },
                uneven.mean,
                period.from,
                period.to
            );
            let help = match part > 0.0 {
                true => "give hours of this site to another, or people to this site: no exchange of turns mends it",
                false => "this site could take hours from those that carry more, or lend them people",
            };
            let finding = Diagnostic::new(RULE.name, place, message).help(help);
            found.push(match limit {
                Some(limit) => finding.related(limit.span, "the deviation that is allowed"),
                None => finding,
            });
        }
    }
}
