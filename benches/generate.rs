//! A handbook of any size that nobody has to check in: the same documents for the same count and seed.
//!
//! What matters for a comparison is the shape, not the sense: folders of at most 100 documents as a team would keep
//! them, half of them runbooks; words on a Zipf curve over a fixed vocabulary, so that an index of them has a
//! realistic size; code, lists, tables and links between documents about as often as in a real handbook. Nothing
//! in it is wrong by rutter's rules, so that no time goes into printing findings.

use chrono::{Days, NaiveDate};
use fastrand::Rng;

/// What a document's kind decides: its folder, how many of a hundred documents are of it, and its fixed sections.
pub struct Kind {
    pub name: &'static str,
    folder: &'static str,
    percent: usize,
    sections: &'static [&'static str],
}

const KINDS: [Kind; 4] = [
    Kind { name: "runbook", folder: "runbooks", percent: 50, sections: &["Steps"] },
    Kind { name: "adr", folder: "adr", percent: 20, sections: &["Context", "Options", "Decision", "Consequences"] },
    Kind { name: "page", folder: "guides", percent: 20, sections: &[] },
    Kind { name: "standard", folder: "standards", percent: 10, sections: &[] },
];

pub const TEAMS: [&str; 5] = ["dre", "platform", "dba", "security", "apps"];

/// The day all dates are counted from; rutter is told that it is today.
pub const TODAY: &str = "2026-11-22";

const DOMAIN: &str = "postgres replica failover vacuum autovacuum bloat index migration lock timeout pgbouncer pool \
    latency checkpoint wal slot replication backup restore pitr primary standby switchover quorum patroni schema \
    constraint partition query plan statistics buffer cache shard tenant rollout canary rollback runbook incident \
    commander escalation rotation handover owner review decision context option consequence budget objective alert \
    dashboard metric trace ticket audit policy secret role grant extension upgrade maintenance window region";
const ONSET: &str = "b c d f g h j k l m n p r s t v w br cl cr dr fl gr pl pr sl sp st tr";
const NUCLEUS: &str = "a e i o u ai ea io ou";
const CODA: [&str; 12] = ["", "", "n", "r", "s", "t", "l", "m", "nd", "rt", "st", "x"];
const VOCABULARY: usize = 12_000;

pub struct Document {
    pub number: usize,
    pub kind: &'static Kind,
    /// Below the root of the documents, with slashes.
    pub path: String,
    pub title: String,
    pub owner: &'static str,
    pub reviewed: NaiveDate,
    pub tags: Vec<String>,
    pub blocks: Vec<Block>,
}

/// A top-level block; code is kept apart so that a handbook can be written without it.
pub enum Block {
    Text(String),
    Code { lang: &'static str, text: String },
}

/// Random text from a fixed vocabulary.
struct Writer {
    rng: Rng,
    words: Vec<String>,
    /// The running sums of the words' weights.
    sums: Vec<f64>,
}

impl Writer {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let (onset, nucleus): (Vec<&str>, Vec<&str>) = (ONSET.split(' ').collect(), NUCLEUS.split(' ').collect());
        let mut words: Vec<String> = DOMAIN.split_whitespace().map(str::to_owned).collect();
        let mut seen: std::collections::HashSet<String> = words.iter().cloned().collect();
        while words.len() < VOCABULARY {
            let mut word = String::new();
            for _ in 0..[1, 2, 2, 3][rng.usize(..4)] {
                word.push_str(onset[rng.usize(..onset.len())]);
                word.push_str(nucleus[rng.usize(..nucleus.len())]);
                word.push_str(CODA[rng.usize(..CODA.len())]);
            }
            if word.len() > 2 && seen.insert(word.clone()) {
                words.push(word);
            }
        }
        let weight = |rank: usize| 1.0 / (rank as f64 + 4.0);
        let sums = (0..words.len()).scan(0.0, |sum, rank| {
            *sum += weight(rank);
            Some(*sum)
        });
        Self { sums: sums.collect(), rng, words }
    }

    fn chance(&mut self, of: f64) -> bool {
        self.rng.f64() < of
    }

    fn word(&mut self) -> &str {
        let at = self.rng.f64() * self.sums[self.sums.len() - 1];
        let rank = self.sums.partition_point(|&sum| sum <= at);
        &self.words[rank.min(self.words.len() - 1)]
    }

    fn words(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.word().to_owned()).collect()
    }

    fn title(&mut self) -> String {
        let count = self.rng.usize(3..=6);
        capitalized(&self.words(count).join(" "))
    }

    fn sentence(&mut self) -> String {
        let count = self.rng.usize(8..=20);
        let mut words = self.words(count);
        if self.chance(0.15) {
            words[2] = format!("`{}`", words[2]);
        }
        if self.chance(0.1) {
            words[4] = format!("**{}**", words[4]);
        }
        capitalized(&words.join(" ")) + "."
    }

    fn paragraph(&mut self) -> String {
        let count = self.rng.usize(3..=6);
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    fn list(&mut self) -> String {
        let count = self.rng.usize(3..=6);
        (1..=count).map(|item| format!("{item}. {}", self.sentence())).collect::<Vec<_>>().join("\n")
    }

    fn table(&mut self) -> String {
        let rows: Vec<String> = (0..5).map(|_| format!("| {} |", self.words(3).join(" | "))).collect();
        format!("| a | b | c |\n|---|---|---|\n{}", rows.join("\n"))
    }

    fn code(&mut self) -> Block {
        let [a, b, c] = [0; 3].map(|_| self.word().to_owned());
        let (lang, text) = match self.rng.usize(..4) {
            0 => (
                "sql",
                format!(
                    "SELECT {a}, count(*) AS {b}\nFROM {c}\nWHERE created_at > now() - interval '7 days'\nGROUP BY {a}\nORDER BY {b} DESC\nLIMIT 20;"
                ),
            ),
            1 => (
                "bash",
                format!(
                    "set -euo pipefail\npsql -X -c \"select pg_switch_wal()\" {a}\nfor host in {b}-1 {b}-2; do\n  ssh \"$host\" systemctl status {c}\ndone"
                ),
            ),
            2 => ("yaml", format!("{a}:\n  {b}: 30s\n  {c}:\n    - name: primary\n      weight: 10")),
            _ => (
                "rust",
                format!(
                    "fn {a}(pool: &Pool) -> Result<u64> {{\n    let rows = pool.query(\"select 1\")?;\n    Ok(rows.len() as u64) // {b}\n}}"
                ),
            ),
        };
        Block::Code { lang, text }
    }

    /// Everything of a document but its blocks: links need to know all the others first.
    fn plan(&mut self, number: usize, today: NaiveDate) -> Document {
        let mut left = self.rng.usize(..100);
        let kind = KINDS.iter().find(|kind| {
            let found = left < kind.percent;
            left = left.saturating_sub(kind.percent);
            found
        });
        let kind = kind.unwrap_or(&KINDS[0]);
        let domain = DOMAIN.split_whitespace().count();
        let (folder, name) = (&self.words[domain + (number / 100) % 400], &self.words[(number * 7) % 5_000]);
        let path = format!("{}/{folder}/{number:05}-{name}.md", kind.folder);
        let tags = self.rng.choose_multiple(DOMAIN.split_whitespace(), 3).into_iter().map(str::to_owned).collect();
        let owner = TEAMS[self.rng.usize(..TEAMS.len())];
        Document {
            number,
            kind,
            path,
            title: self.title(),
            owner,
            reviewed: today - Days::new(self.rng.u64(..=60)),
            tags,
            blocks: Vec::new(),
        }
    }

    fn blocks(&mut self, kind: &Kind, all: &[Document]) -> Vec<Block> {
        let mut blocks = vec![Block::Text(self.paragraph())];
        for section in 0..self.rng.usize(4..=7) {
            let name = kind.sections.get(section).map_or_else(|| self.title(), |name| (*name).to_owned());
            blocks.push(Block::Text(format!("## {name}")));
            blocks.push(Block::Text(self.paragraph()));
            if self.chance(0.4) {
                blocks.push(self.code());
            }
            if self.chance(0.3) {
                blocks.push(Block::Text(self.list()));
            }
            if self.chance(0.2) {
                blocks.push(Block::Text(self.table()));
            }
            if self.chance(0.5) {
                // Every document is two folders deep, so this way leads to any other, and every tool can follow it.
                let target = &all[self.rng.usize(..all.len())];
                blocks.push(Block::Text(format!("See [{}](../../{}) for more.", target.title, target.path)));
            }
            if self.chance(0.1) {
                blocks.push(Block::Text(format!("> {}", self.sentence())));
            }
        }
        blocks
    }
}

fn capitalized(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_ascii_uppercase() + rest
}

/// The documents of a handbook.
pub fn documents(count: usize, seed: u64) -> Vec<Document> {
    let today = TODAY.parse().expect("the constant is a date");
    let mut writer = Writer::new(seed);
    let mut documents: Vec<Document> = (0..count).map(|number| writer.plan(number, today)).collect();
    for at in 0..documents.len() {
        documents[at].blocks = writer.blocks(documents[at].kind, &documents);
    }
    documents
}
