//! What a published index was made of: whether it can be read, and whether it still holds.

use std::hash::Hasher;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};

use super::schema::VERSION;
use crate::config::Config;
use crate::world::Entry;

/// The file of the stamp, beside the index's own.
pub const FILE: &str = "stamp.json";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    /// Of the index's form.
    pub version: u32,
    /// A hash of the names and sizes of the handbook's files.
    pub files: String,
    pub language: String,
    pub base_url: String,
    /// The date that handbook.yaml pins, `YYYY-MM-DD`.
    today: Option<String>,
}

impl Stamp {
    pub fn new(tree: &[Entry], config: &Config) -> Self {
        Self {
            version: VERSION,
            files: files(tree),
            language: config.language.clone(),
            base_url: config.base_url.clone(),
            today: config.today.map(|day| day.to_string()),
        }
    }

    pub fn today(&self) -> Option<NaiveDate> {
        self.today.as_ref()?.parse().ok()
    }

    pub fn to_json(&self) -> String {
        let json = serde_json::to_string(self).expect("invariant: a stamp is plain values");
        format!("{json}\n")
    }

    /// The stamp of an index of this version; none if it is of another one, or damaged.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|stamp: &Self| stamp.version == VERSION)
    }
}

/// A new, a renamed or a deleted file changes this without any file being read.
pub fn files(tree: &[Entry]) -> String {
    let mut hasher = SipHasher13::new();
    for entry in tree {
        hasher.write(entry.path.as_bytes());
        hasher.write_u8(0);
        hasher.write_u64(entry.size);
    }
    format!("{:016x}", hasher.finish128().h1)
}
