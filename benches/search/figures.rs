//! What `search.mjs` measured, and how many figures become one.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Found {
    pub rutter: Tool,
    pub pagefind: Option<Tool>,
}

#[derive(Deserialize)]
pub struct Tool {
    /// Each query with an empty cache.
    pub cold: Vec<Query>,
    /// Each keystroke, several times.
    pub warm: Vec<Keystroke>,
    pub size: Size,
}

#[derive(Deserialize)]
pub struct Query {
    pub query: String,
    /// Of ten, how many results there were.
    pub shown: usize,
    /// Up to the first result.
    pub first: Sum,
    /// Up to ten results with their texts.
    pub ten: Sum,
    /// With all that came after.
    pub whole: Sum,
    /// Where the bytes went.
    #[serde(default)]
    pub folders: BTreeMap<String, Part>,
}

#[derive(Deserialize)]
pub struct Sum {
    /// From the key that opens the search, or the call.
    pub ms: Option<f64>,
    pub requests: f64,
    pub bytes: f64,
    /// What the answers' heads weighed, as HTTP/1.1 writes them.
    pub heads: f64,
    pub trips: f64,
}

#[derive(Deserialize, Clone, Copy)]
pub struct Part {
    pub files: f64,
    pub bytes: f64,
}

#[derive(Deserialize)]
pub struct Keystroke {
    pub kind: String,
    pub query: String,
    pub drawn: f64,
    /// Absent where nothing is drawn.
    pub painted: Option<f64>,
}

#[derive(Deserialize)]
pub struct Size {
    pub files: u64,
    pub disk: f64,
    pub sent: f64,
}

/// What is reported of many figures: half of them are no greater than `median`, nine of ten no greater than `p90`.
#[derive(Clone, Copy)]
pub struct Ranks {
    pub median: f64,
    pub p90: f64,
    pub max: f64,
}

impl Ranks {
    pub fn of(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = figures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().checked_sub(1)?;
        let at = |share: usize| sorted[((last + 1) * share).div_ceil(100) - 1];
        Some(Self { median: at(50), p90: at(90), max: sorted[last] })
    }
}

impl Tool {
    /// The times of one kind of keystroke, of each its least: what else the machine does can only add to them.
    pub fn keystrokes(&self, kind: &str, time: impl Fn(&Keystroke) -> Option<f64>) -> Option<Ranks> {
        let mut of_query: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for stroke in self.warm.iter().filter(|stroke| stroke.kind == kind) {
            of_query.entry(&stroke.query).or_default().extend(time(stroke));
        }
        Ranks::of(of_query.into_values().filter_map(|times| times.into_iter().reduce(f64::min)))
    }
}
