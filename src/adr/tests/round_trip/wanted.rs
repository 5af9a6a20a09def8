//! Decisions that nobody took.

use chrono::NaiveDate;
use fastrand::Rng;

/// Another decision, by its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub number: u64,
    pub part: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub title: String,
    pub chosen: Option<bool>,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub number: u64,
    pub title: String,
    pub status: Option<String>,
    pub date: Option<NaiveDate>,
    pub deciders: Vec<String>,
    pub consulted: Vec<String>,
    pub informed: Vec<String>,
    pub supersedes: Vec<Named>,
    pub superseded_by: Vec<Named>,
    pub amends: Vec<Named>,
    pub amended_by: Vec<Named>,
    pub options: Vec<Choice>,
    pub context: String,
}

const WORDS: [&str; 26] = [
    "Use",
    "PostgreSQL",
    "C#",
    "for",
    "the",
    "accepted",
    "rejected",
    "superseded",
    "v2.0",
    "100 %",
    "Überfällig",
    "🚒",
    "(again)",
    "\"quoted\"",
    "it's",
    "a/b",
    "snake_case",
    "orders:",
    "& more",
    "—",
    "日本語",
    "#5",
    "date",
    "status",
    "e.g.",
    "2021",
];
const PEOPLE: [&str; 10] = [
    "Ana Sousa",
    "Tomas (DBA, on call)",
    "@wei",
    "ines@example.com",
    "Siobhán O'Neil",
    "José 🚒",
    "Platform team",
    "Dr. Wei",
    "dba",
    "Maya-Lee",
];
const REASONS: [&str; 8] = [
    "it is known here",
    "nobody runs it",
    "it costs 3 € a day",
    "restores take 40 minutes, not six hours",
    "of the licence",
    "it was rejected before",
    "the team (all of it) asked",
    "it needs v2.0 or later",
];

fn some<'a>(rng: &mut Rng, list: &[&'a str], most: usize) -> Vec<&'a str> {
    let mut all = list.to_vec();
    rng.shuffle(&mut all);
    all.truncate(rng.usize(0..=most));
    all
}

fn title(rng: &mut Rng) -> String {
    let mut words = some(rng, &WORDS, 5);
    // Every title has a word, and begins with one.
    words.insert(0, ["Keep", "Move to", "Überall", "Pool", "3 replicas of"][rng.usize(0..5)]);
    let title = words.join(" ");
    // What ends an item of a list is no part of its name.
    title.trim_end_matches([':', '—', ' ', '.']).to_owned()
}

fn others(rng: &mut Rng, base: u64, parts: bool) -> Vec<Named> {
    (0..rng.u64(0..=2))
        .map(|i| Named { number: base + i, part: (parts && rng.u8(0..3) == 0).then(|| "retention".to_owned()) })
        .collect()
}

impl Wanted {
    pub fn make_up(rng: &mut Rng) -> Self {
        let states = ["draft", "proposed", "accepted", "rejected", "deprecated", "superseded"];
        let superseded_by = others(rng, 900, false);
        let status = if superseded_by.is_empty() { states[rng.usize(0..5)] } else { "superseded" };
        let mut titles: Vec<String> = Vec::new();
        while titles.len() < 3 {
            let title = format!("{} {}", ["Alpha", "Beta", "Gamma"][titles.len()], title(rng));
            titles.push(title);
        }
        let won = rng.usize(0..3);
        let reason = |rng: &mut Rng| REASONS[rng.usize(0..REASONS.len())].to_owned();
        let options = titles.into_iter().enumerate().map(|(i, title)| Choice {
            title,
            chosen: Some(i == won),
            reason: (i == won || rng.bool()).then(|| reason(rng)),
        });
        let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        Self {
            options: options.collect(),
            number: rng.u64(1..800),
            title: title(rng),
            status: (rng.u8(0..8) > 0 || !superseded_by.is_empty()).then(|| status.to_owned()),
            date: (rng.u8(0..8) > 0)
                .then(|| NaiveDate::from_ymd_opt(rng.i32(2012..2027), rng.u32(1..13), rng.u32(1..29)).expect("a date")),
            deciders: owned(some(rng, &PEOPLE, 4)),
            consulted: owned(some(rng, &PEOPLE, 2)),
            informed: owned(some(rng, &PEOPLE, 2)),
            supersedes: others(rng, 910, true),
            amends: others(rng, 920, true),
            amended_by: others(rng, 930, false),
            superseded_by,
            context: format!("{}. Status: nobody knows. Superseded things stay.", title(rng)),
        }
    }
}
