//! Shards as files of a site.

use std::hash::Hasher;
use std::sync::Mutex;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::FOLDER;

/// Takes a file by its path in the site.
pub type Put<'a> = &'a (dyn Fn(&str, &[u8]) + Sync);

/// Writes shards, and remembers what they were for the stamp.
pub struct Writer<'a> {
    put: Put<'a>,
    /// A hash of each file, by its name.
    stamps: Mutex<Vec<(String, u64)>>,
}

/// The path of a shard in the site.
pub fn path(name: &str) -> String {
    format!("{FOLDER}{name}.js")
}

/// A shard's name, from its path in the site.
pub fn name(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_suffix(".js")
}

/// What a shard's file holds.
pub fn file(json: &str) -> String {
    format!("rutterShard({json})\n")
}

impl<'a> Writer<'a> {
    pub fn new(put: Put<'a>) -> Self {
        Self { put, stamps: Mutex::new(Vec::new()) }
    }

    pub fn write(&self, name: &str, json: &str) {
        let file = file(json);
        let mut hasher = SipHasher13::new();
        hasher.write(file.as_bytes());
        if let Ok(mut stamps) = self.stamps.lock() {
            stamps.push((name.to_owned(), hasher.finish128().h1));
        }
        (self.put)(&path(name), file.as_bytes());
    }

    /// A hash of every shard so far, whatever the order they were written in.
    pub fn stamp(&self) -> String {
        let mut stamps = self.stamps.lock().map(|s| s.clone()).unwrap_or_default();
        stamps.sort();
        let mut hasher = SipHasher13::new();
        for (name, stamp) in stamps {
            hasher.write(name.as_bytes());
            hasher.write_u64(stamp);
        }
        format!("{:016x}", hasher.finish128().h1)
    }
}
