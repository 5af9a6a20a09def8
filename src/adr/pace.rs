//! How long deciding takes.

use super::{Past, Status};

/// Days from the commit that proposed a decision to the one that accepted or rejected it. A decision that was
/// never committed as a proposal has its draft for a beginning; one that was first seen decided has none, and
/// nothing is known of it.
pub fn days_to_decide(past: &Past) -> Option<i64> {
    let steps: Vec<_> =
        past.steps.iter().filter_map(|s| Some((Status::of_state(&s.to)?, s.change.as_ref()?.date))).collect();
    let proposed = steps.iter().position(|(status, _)| *status == Status::Proposed);
    let start = proposed.or_else(|| steps.iter().position(|(status, _)| status.is_open()))?;
    let decided = |status: Status| matches!(status, Status::Accepted | Status::Rejected);
    let end = steps[start..].iter().find(|(status, _)| decided(*status))?;
    // Dates of commits may run backwards, time does not.
    Some((end.1 - steps[start].1).num_days().max(0))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::adr::past::Step;
    use crate::model::history::Change;

    fn past(steps: &[(&str, u32)]) -> Past {
        let step = |&(to, day): &(&str, u32)| Step {
            from: None,
            to: to.to_owned(),
            change: NaiveDate::from_ymd_opt(2026, 3, day).map(|date| Change {
                date,
                author: "Ana".to_owned(),
                commit: "0123456".to_owned(),
            }),
        };
        Past { steps: steps.iter().map(step).collect(), ..Past::default() }
    }

    #[test]
    fn from_the_proposal_to_the_first_verdict() {
        for (steps, want) in [
            (&[("draft", 1), ("proposed", 3), ("accepted", 10)][..], Some(7)),
            (&[("draft", 1), ("rejected", 5)], Some(4)),
            (&[("proposed", 1), ("rejected", 3), ("proposed", 4), ("accepted", 9)], Some(2)),
            (&[("proposed", 3), ("accepted", 3)], Some(0)),
            (&[("proposed", 9), ("accepted", 3)], Some(0)),
            (&[("proposed", 3), ("accepted", 0)], None), // not committed yet
            (&[("accepted", 3), ("superseded", 9)], None),
            (&[("proposed", 3)], None),
            (&[], None),
        ] {
            assert_eq!(days_to_decide(&past(steps)), want, "{steps:?}");
        }
    }
}
