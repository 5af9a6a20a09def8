//! The postings' shards: where each stem occurs, and apart from that at which positions, which only phrases ask
//! for.

use std::io;

use rayon::prelude::*;
use serde::Serialize;

use super::super::lexicon::{Lexicon, Occurrences};
use super::code::{digit, number};

/// Some stems next to each other.
#[derive(Serialize, Default)]
pub struct Shard {
    gaps: Vec<String>,
    impacts: Vec<String>,
    #[serde(skip)]
    pub positions: Vec<String>,
    #[serde(skip)]
    size: usize,
}

/// A stem's way to its postings.
pub struct Place {
    pub rarity: u8,
    pub shard: u32,
    pub at: u32,
}

struct Encoded {
    rarity: u8,
    gaps: String,
    impacts: String,
    positions: String,
}

/// Of a shard's text, in bytes; a common stem has a larger shard to itself.
const SIZE: usize = 8_000;

/// The postings of stems, each given by its spellings.
pub fn shards(lexicon: &Lexicon, stems: &[&Vec<String>]) -> io::Result<(Vec<Shard>, Vec<Place>)> {
    let encoded: Vec<Encoded> = stems
        .par_iter()
        .map(|spellings| Ok(encode(&lexicon.occurrences(spellings, true)?, lexicon.sections())))
        .collect::<io::Result<_>>()?;
    let mut shards: Vec<Shard> = Vec::new();
    let mut places = Vec::with_capacity(encoded.len());
    for stem in encoded {
        let size = stem.gaps.len() + stem.impacts.len();
        if shards.last().is_none_or(|s| s.size > 0 && s.size + size > SIZE) {
            shards.push(Shard::default());
        }
        let number = shards.len() - 1;
        let shard = &mut shards[number];
        places.push(Place { rarity: stem.rarity, shard: number as u32, at: shard.gaps.len() as u32 });
        shard.size += size;
        shard.gaps.push(stem.gaps);
        shard.impacts.push(stem.impacts);
        shard.positions.push(stem.positions);
    }
    Ok((shards, places))
}

fn encode(found: &Occurrences, sections: u32) -> Encoded {
    let mut encoded = Encoded {
        rarity: found.rarity(sections),
        gaps: String::with_capacity(found.sections.len()),
        impacts: String::with_capacity(found.sections.len()),
        positions: String::with_capacity(found.sections.len() * 3),
    };
    let mut next = 0;
    for (i, &section) in found.sections.iter().enumerate() {
        number(section - next, &mut encoded.gaps);
        next = section + 1;
        encoded.impacts.push(digit(found.impacts[i]));
        let positions = found.positions(i);
        number(positions.len() as u32, &mut encoded.positions);
        let mut before = 0;
        for &position in positions {
            number(position - before, &mut encoded.positions);
            before = position;
        }
    }
    encoded
}
