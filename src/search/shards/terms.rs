//! The dictionary's shards: spellings in order, and once more from their ends, so that a word with a typo in its
//! first half is found by the other half.

use serde::Serialize;

use super::code::{digit, number, signed};
use super::postings::Place;

/// A spelling and what the reader has to know to load its stem.
pub struct Entry<'a> {
    /// How it is sorted and written.
    pub key: String,
    pub spelling: &'a str,
    pub stem: &'a str,
    /// Of the stem's postings.
    pub place: &'a Place,
}

/// Some entries next to each other, as the reader wants them.
#[derive(Serialize, Default)]
pub struct Shard {
    spellings: String,
    stems: String,
    weights: String,
    shards: String,
    at: String,
}

/// Of a shard's text, in bytes; half of that once compressed. A word needs one entry of it.
const SIZE: usize = 5_000;

/// Entries as shards, each with the shortest text that no key before the shard reaches. The entries are sorted by
/// their keys, as the reader compares strings: by their UTF-16 units.
pub fn shards<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Vec<(String, Shard)> {
    let mut shards: Vec<(String, Shard)> = Vec::new();
    let mut before = String::new();
    let mut last_shard = 0;
    for entry in entries {
        let full = shards.last().is_none_or(|(_, s)| s.size() > SIZE);
        if full {
            let first = if shards.is_empty() { String::new() } else { parting(&before, &entry.key) };
            shards.push((first, Shard::default()));
            before.clear();
            last_shard = 0;
        }
        let (_, shard) = shards.last_mut().expect("invariant: a shard was begun");
        let shared = shared(&before, &entry.key);
        shard.spellings.push(digit(shared as u8));
        shard.spellings.push_str(&entry.key[shared_bytes(&entry.key, shared)..]);
        shard.spellings.push('\n');
        shard.stem(&entry);
        number(entry.place.rarity.into(), &mut shard.weights);
        signed(entry.place.shard as i32 - last_shard, &mut shard.shards);
        last_shard = entry.place.shard as i32;
        number(entry.place.at, &mut shard.at);
        before = entry.key;
    }
    shards
}

impl Shard {
    fn size(&self) -> usize {
        [&self.spellings, &self.stems, &self.weights, &self.shards, &self.at].iter().map(|column| column.len()).sum()
    }

    fn stem(&mut self, entry: &Entry) {
        if entry.stem != entry.spelling {
            let kept = shared(entry.spelling, entry.stem);
            let cut = entry.spelling.encode_utf16().count() - kept;
            self.stems.push(digit(cut as u8));
            self.stems.push_str(&entry.stem[shared_bytes(entry.stem, kept)..]);
        }
        self.stems.push('\n');
    }
}

/// How many UTF-16 units two words share at their beginnings: at most 63, and no further than the first
/// character outside the basic plane, so that none is cut in two.
fn shared(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b && a.len_utf16() == 1).take(63).count()
}

fn shared_bytes(text: &str, shared: usize) -> usize {
    text.char_indices().nth(shared).map_or(text.len(), |(i, _)| i)
}

/// The shortest beginning of `next` that `before` does not reach.
fn parting(before: &str, next: &str) -> String {
    let common = before.chars().zip(next.chars()).take_while(|(a, b)| a == b).count();
    next.chars().take(common + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_share_their_beginnings() {
        let [fourth, second] = [4, 2].map(|shard| Place { rarity: 3, shard, at: 1 });
        let entries = [("policies", "polici", &fourth), ("policy", "polici", &fourth), ("pool", "pool", &second)];
        let entries = entries.map(|(spelling, stem, place)| Entry { key: spelling.to_owned(), spelling, stem, place });
        let made = shards(entries.into_iter());
        let (key, shard) = &made[0];
        assert_eq!((made.len(), key.as_str()), (1, ""));
        assert_eq!(shard.spellings, "Apolicies\nFy\nCol\n");
        assert_eq!(shard.stems, "C\nBi\n\n");
        assert_eq!((shard.weights.as_str(), shard.shards.as_str(), shard.at.as_str()), ("DDD", "IAD", "BBB"));
    }

    #[test]
    fn a_key_parts_two_shards() {
        assert_eq!(parting("replica", "replication"), "replicat");
        assert_eq!(parting("a", "b"), "b");
        assert_eq!(shared("𠀀𠀁", "𠀀𠀂"), 0);
    }
}
