//! How many pages come at once: in any twelve hours, wherever they begin.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use chrono::TimeDelta;

use super::Page;
use crate::model::DocId;
use crate::oncall::{Instant, Range, Written};
use crate::source::Spanned;

/// A half-open stretch: the page that comes twelve hours after another is not in it.
const SPAN: TimeDelta = TimeDelta::hours(12);

/// Pages within twelve hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Burst {
    /// The place of the first of them.
    pub first: usize,
    pub count: usize,
}

/// For each time the burst that begins with it. Times are in order.
fn bursts(times: &[Instant]) -> impl Iterator<Item = Burst> {
    let mut end = 0;
    times.iter().enumerate().map(move |(first, from)| {
        end += times[end..].iter().take_while(|at| **at - *from < SPAN).count();
        Burst { first, count: end - first }
    })
}

/// The largest of them; of two alike, the earlier.
pub fn busiest(times: &[Instant]) -> Option<Burst> {
    bursts(times).reduce(|most, next| if next.count > most.count { next } else { most })
}

/// Somebody was paged more often in twelve hours than a rotation allows.
#[derive(Debug)]
pub struct Excess {
    pub person: Arc<str>,
    /// The rotation's `max_pages_per_12h`.
    pub limit: Spanned<i64>,
    /// The worst twelve hours; of two alike, the later. Places in the pages that were asked about.
    pub worst: Vec<usize>,
    /// When it happened at other times: the starts of bursts that do not overlap.
    pub others: Vec<Instant>,
}

/// Holds the pages of a range against the limits of their rotations: one excess for each person and limit, in the order
/// of people and rotations. All pages of a person count, whichever rotation they came from, against the lowest limit
/// among those rotations: nobody sleeps better for being called by two teams.
pub fn excesses(written: &Written, pages: &[Page], range: Range) -> Vec<Excess> {
    let limits: BTreeMap<DocId, Spanned<i64>> =
        written.rotations.iter().filter_map(|r| Some((r.doc, r.limits.max_pages_per_12h?))).collect();
    let mut by_person: BTreeMap<&Arc<str>, Vec<usize>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate().filter(|(_, p)| range.contains(p.at)) {
        if let Some(person) = &page.person {
            by_person.entry(person).or_default().push(at);
        }
    }
    let mut out = Vec::new();
    for (person, own) in by_person {
        let times: Vec<Instant> = own.iter().map(|at| pages[*at].at).collect();
        let limit_of = |at: &usize| pages[*at].rotation.and_then(|r| Some((limits.get(&r)?.value, r)));
        let held: Vec<Option<(i64, DocId)>> = own.iter().map(limit_of).collect();
        // How many pages of the burst each limit holds for: from one burst to the next, few come and one goes.
        let mut within: BTreeMap<(i64, DocId), usize> = BTreeMap::new();
        let mut end = 0;
        let mut by_limit: BTreeMap<DocId, Vec<Burst>> = BTreeMap::new();
        for burst in bursts(&times) {
            for key in held[end..burst.first + burst.count].iter().flatten() {
                *within.entry(*key).or_default() += 1;
            }
            end = burst.first + burst.count;
            let lowest = within.first_key_value().map(|(key, _)| *key);
            if let Some(Entry::Occupied(mut left)) = held[burst.first].map(|key| within.entry(key)) {
                *left.get_mut() -= 1;
                if *left.get() == 0 {
                    left.remove();
                }
            }
            let Some((limit, rotation)) = lowest else { continue };
            if i64::try_from(burst.count).is_ok_and(|count| count <= limit) {
                continue;
            }
            let known = by_limit.entry(rotation).or_default();
            match known.last_mut().filter(|last| burst.first < last.first + last.count) {
                // Of bursts that overlap, the largest speaks for all.
                Some(last) if burst.count > last.count => *last = burst,
                Some(_) => {}
                None => known.push(burst),
            }
        }
        for (rotation, bursts) in by_limit {
            let Some(worst) = bursts.iter().copied().max_by_key(|b| b.count) else { continue };
            out.push(Excess {
                person: person.clone(),
                limit: limits[&rotation],
                worst: own[worst.first..worst.first + worst.count].to_vec(),
                others: bursts.iter().filter(|b| **b != worst).map(|b| times[b.first]).collect(),
            });
        }
    }
    out
}
