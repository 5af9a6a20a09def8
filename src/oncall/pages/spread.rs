//! How long people waited: for somebody to answer, and for the end.

use super::Incident;
use crate::oncall::Instant;
use crate::stats::percentile;

/// Some durations, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// How many there are. The other three are None where there are none.
    pub count: usize,
    /// To the nearest second.
    pub mean: Option<i64>,
    /// By nearest rank, as is the 90th percentile.
    pub median: Option<i64>,
    pub p90: Option<i64>,
}

impl Spread {
    fn of(mut seconds: Vec<i64>) -> Self {
        seconds.sort_unstable();
        let count = i64::try_from(seconds.len()).unwrap_or(i64::MAX);
        // Twice the sum, so that the half rounds up; the times of 200,000 incidents are far from filling 64 bits.
        let mean = (2 * seconds.iter().sum::<i64>() + count).checked_div(2 * count);
        Self { count: seconds.len(), mean, median: percentile(&seconds, 50), p90: percentile(&seconds, 90) }
    }
}

/// Time to acknowledge and time to resolve; their means are what is called MTTA and MTTR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    pub pages: usize,
    /// From the page to its acknowledgement. A resolve without one counts as one; a page that nobody took is left out.
    pub acknowledge: Spread,
    /// From the page to its resolve. One that is still open is left out.
    pub resolve: Spread,
}

impl Answers {
    pub(super) fn of(incidents: &[&Incident]) -> Self {
        let seconds = |end: &dyn Fn(&Incident) -> Option<Instant>| {
            Spread::of(incidents.iter().filter_map(|i| Some((end(i)? - i.created).num_seconds())).collect())
        };
        Self { pages: incidents.len(), acknowledge: seconds(&Incident::answered), resolve: seconds(&|i| i.resolved) }
    }
}
