//! The log of a long past, kept in git's own folder between runs.
//!
//! What a commit did never changes: its part of the log is known by its hash. So whatever was kept is true, and
//! what is missing is asked for. A file that is damaged, or of another version, is as good as none.

use std::collections::HashMap;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use siphasher::sip128::{Hasher128, SipHasher13};

use super::log::BEGIN;
use crate::world::write_file;

/// From how many commits on that were not kept the log is kept anew.
const WORTH: usize = 500;

/// Where the log of a repository is kept. The name changes with the form of what is in it.
pub(super) fn file(git_dir: &Path) -> PathBuf {
    git_dir.join("rutter/log-1")
}

/// What was kept, if it is whole.
pub(super) fn load(file: &Path) -> Option<String> {
    let text = String::from_utf8(std::fs::read(file).ok()?).ok()?;
    let (sum, log) = text.split_once('\n')?;
    (sum == checksum(log)).then(|| log.to_owned())
}

/// Keeps a log, where enough of it is new. A folder that cannot be written to costs time and nothing else.
/// The log is made when it is kept: it has megabytes.
pub(super) fn store(file: &Path, log: impl FnOnce() -> String, new: usize) {
    if new >= WORTH {
        let log = log();
        let _ = write_file(file, format!("{}\n{log}", checksum(&log)).as_bytes());
    }
}

fn checksum(log: &str) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(log.as_bytes());
    format!("{:032x}", hasher.finish128().as_u128())
}

/// The part of each commit by its hash.
pub(super) fn parts(log: &str) -> HashMap<&str, &str> {
    log.split(BEGIN).skip(1).filter_map(|part| Some((part.split_once('\x02')?.0, part))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods)]

    use super::*;

    #[test]
    fn a_damaged_file_is_as_good_as_none() {
        let room = tempfile::tempdir().expect("a folder");
        let file = file(room.path());
        let log = "\x01aa\x02Ana\x03x\x01bb\x02Bo\x03y";
        store(&file, || unreachable!("it is not kept"), WORTH - 1);
        assert_eq!(load(&file), None, "little that is new is not worth a file");
        store(&file, || log.to_owned(), WORTH);
        assert_eq!(load(&file).as_deref(), Some(log));
        assert_eq!(parts(log).get("bb"), Some(&"bb\x02Bo\x03y"));
        let bytes = std::fs::read(&file).expect("a file");
        for damaged in [&bytes[..bytes.len() - 1], &bytes[1..], b"", b"\xff\n"] {
            std::fs::write(&file, damaged).expect("written");
            assert_eq!(load(&file), None);
        }
    }
}
