//! The postings' shards: where each stem occurs, and apart from that at which positions, which only phrases ask
//! for.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::super::forward::Leaf;
use super::super::weight;
use super::code::{digit, number, width};

/// Which stems are in which shard. The shards themselves are written when they are asked for.
pub struct Postings {
    /// The numbers of the stems in the order of their spellings.
    stems: Vec<u32>,
    /// Each shard's part of the stems.
    shards: Vec<Range<usize>>,
    /// In how many sections each stem is, by its number.
    counts: Vec<u32>,
    /// By field.
    mean_lengths: [f64; 5],
    inverted: OnceLock<Inverted>,
}

/// Some stems next to each other.
#[derive(Serialize)]
pub struct Shard {
    gaps: Vec<String>,
    impacts: Vec<String>,
}

/// A stem's way to its postings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    pub rarity: u8,
    pub shard: u32,
    pub at: u32,
}

/// All occurrences, by the number of their stem and then by section.
struct Inverted {
    starts: Vec<u32>,
    /// The page, and the place of the occurrence in its leaf.
    all: Vec<(u32, u32)>,
}

/// What a stem's postings come to.
#[derive(Clone, Copy, Default)]
struct Count {
    sections: u32,
    /// The first section that may be the next one.
    next: u32,
    /// Of the gaps' text, in bytes.
    gaps: u32,
}

/// Of a shard's text, in bytes; a common stem has a larger shard to itself.
const SIZE: usize = 8_000;

impl Postings {
    /// Gives each stem its place, by its number. `stems` are those that occur, in their order; `known` is how many
    /// have a number.
    pub fn new(leaves: &[Arc<Leaf>], starts: &[u32], stems: Vec<u32>, known: usize) -> (Self, Vec<Place>) {
        let mut counts = vec![Count::default(); known];
        let mut tokens = [0u64; 5];
        for (leaf, start) in leaves.iter().zip(starts) {
            tokens.iter_mut().zip(leaf.tokens).for_each(|(sum, tokens)| *sum += tokens);
            for occurrence in &leaf.occurrences {
                let count = &mut counts[occurrence.stem as usize];
                let section = start + occurrence.section;
                count.gaps += width(section - count.next);
                count.next = section + 1;
                count.sections += 1;
            }
        }
        let sections = starts[leaves.len()];
        let mut places = vec![Place::default(); known];
        let mut shards: Vec<Range<usize>> = Vec::new();
        let mut filled = 0;
        for (i, &stem) in stems.iter().enumerate() {
            let count = counts[stem as usize];
            // An impact is one character.
            let size = (count.gaps + count.sections) as usize;
            if shards.is_empty() || filled > 0 && filled + size > SIZE {
                shards.push(i..i);
                filled = 0;
            }
            filled += size;
            let shard = shards.len() - 1;
            places[stem as usize] = Place {
                rarity: weight::rarity(count.sections, sections),
                shard: shard as u32,
                at: (i - shards[shard].start) as u32,
            };
            shards[shard].end = i + 1;
        }
        let mean_lengths = tokens.map(|tokens| tokens as f64 / f64::from(sections.max(1)));
        let counts = counts.into_iter().map(|count| count.sections).collect();
        (Self { stems, shards, counts, mean_lengths, inverted: OnceLock::new() }, places)
    }

    /// How many shards there are.
    pub fn len(&self) -> usize {
        self.shards.len()
    }

    pub fn shard(&self, leaves: &[Arc<Leaf>], starts: &[u32], which: usize) -> Option<Shard> {
        let stems = &self.stems[self.shards.get(which)?.clone()];
        let mut shard = Shard { gaps: Vec::with_capacity(stems.len()), impacts: Vec::with_capacity(stems.len()) };
        for &stem in stems {
            let (mut gaps, mut impacts) = (String::new(), String::new());
            let mut next = 0;
            for &(page, at) in self.inverted(leaves).of(stem) {
                let leaf = &leaves[page as usize];
                let section = starts[page as usize] + leaf.occurrences[at as usize].section;
                number(section - next, &mut gaps);
                next = section + 1;
                impacts.push(digit(leaf.impact(at as usize, &self.mean_lengths)));
            }
            shard.gaps.push(gaps);
            shard.impacts.push(impacts);
        }
        Some(shard)
    }

    pub fn positions(&self, leaves: &[Arc<Leaf>], which: usize) -> Option<Vec<String>> {
        let stems = &self.stems[self.shards.get(which)?.clone()];
        let positions = |&(page, at): &(u32, u32)| leaves[page as usize].positions(at as usize);
        Some(stems.iter().map(|&stem| self.inverted(leaves).of(stem).iter().map(positions).collect()).collect())
    }

    fn inverted(&self, leaves: &[Arc<Leaf>]) -> &Inverted {
        self.inverted.get_or_init(|| Inverted::new(leaves, &self.counts))
    }
}

impl Inverted {
    fn new(leaves: &[Arc<Leaf>], counts: &[u32]) -> Self {
        let mut starts = vec![0];
        for count in counts {
            starts.push(starts[starts.len() - 1] + count);
        }
        let mut next = starts.clone();
        let mut all = vec![(0, 0); starts[counts.len()] as usize];
        for (page, leaf) in leaves.iter().enumerate() {
            for (at, occurrence) in leaf.occurrences.iter().enumerate() {
                let next = &mut next[occurrence.stem as usize];
                all[*next as usize] = (page as u32, at as u32);
                *next += 1;
            }
        }
        Self { starts, all }
    }

    fn of(&self, stem: u32) -> &[(u32, u32)] {
        &self.all[self.starts[stem as usize] as usize..self.starts[stem as usize + 1] as usize]
    }
}
