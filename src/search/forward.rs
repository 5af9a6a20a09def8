//! The words of each page: where its stems occur in its sections. What [`super::shards`] are made from.
//!
//! It holds nothing that depends on other pages, so it is used again for as long as the page says the same.

use std::collections::HashMap;
use std::hash::Hash;

use rayon::prelude::*;
use siphasher::sip128::{Hasher128, SipHasher13};
use tantivy::fieldnorm::FieldNormReader;

use super::record::{Page, joined};
use super::schema::Text;
use super::shards::code::number;
use super::vocabulary::Vocabulary;
use super::weight;
use super::words::Words;

/// A page without its text.
#[derive(Debug)]
pub struct Leaf {
    /// Of everything that the page's record says.
    pub hash: u128,
    pub facets: [Vec<(String, String)>; 7],
    pub factor: u64,
    pub due: Option<i64>,
    /// The numbers of its spellings.
    pub words: Vec<u32>,
    /// In all sections, by field.
    pub tokens: [u64; 5],
    /// By section, then by stem.
    pub occurrences: Vec<Occurrence>,
    /// Of each section and field: how many tokens there are, as coarse as the index keeps it.
    lengths: Vec<[u32; 5]>,
    postings: Vec<Posting>,
    /// Of all occurrences, as the reader reads them.
    positions: String,
}

/// One stem in one section of a page.
#[derive(Debug)]
pub struct Occurrence {
    pub stem: u32,
    pub section: u32,
    /// Where its postings end, and its positions; they begin where those of the occurrence before it end.
    postings: u32,
    positions: u32,
}

/// One spelling in one field of a section: the field in the lowest bits, how often above them. A large handbook has
/// millions of these.
#[derive(Debug, Clone, Copy)]
struct Posting(u32);

impl Posting {
    const FIELD_BITS: u32 = 3;

    fn new(field: Text, frequency: usize) -> Self {
        Self((frequency as u32) << Self::FIELD_BITS | field as u32)
    }

    fn field(self) -> Text {
        Text::ALL[(self.0 & ((1 << Self::FIELD_BITS) - 1)) as usize]
    }

    fn frequency(self) -> u32 {
        self.0 >> Self::FIELD_BITS
    }
}

/// The tokens of a page, before anything is known of other pages.
struct Tokens {
    /// Sorted by their bytes.
    spellings: Vec<String>,
    /// By section.
    all: Vec<Vec<Token>>,
    lengths: Vec<[u32; 5]>,
}

struct Token {
    /// Its place among the spellings.
    spelling: u32,
    field: Text,
    position: u32,
}

/// Reads the words of pages.
pub fn leaves(vocabulary: &mut Vocabulary, pages: &[&Page]) -> Vec<Leaf> {
    let tokens: Vec<Tokens> = pages.par_iter().map(|page| Tokens::new(page)).collect();
    let words: Vec<Vec<u32>> =
        tokens.iter().map(|t| t.spellings.iter().map(|s| vocabulary.number(s)).collect()).collect();
    let vocabulary = &*vocabulary;
    let parts = pages.par_iter().zip(tokens).zip(words);
    parts.map(|((page, tokens), words)| Leaf::new(page, tokens, words, vocabulary)).collect()
}

impl Tokens {
    fn new(page: &Page) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let (mut all, mut lengths) = (Vec::new(), Vec::new());
        let (labels, fingerprints) = (joined(&page.labels), joined(&page.fingerprints));
        for (i, section) in page.sections.iter().enumerate() {
            let (mut tokens, mut counts) = (Vec::new(), [0; 5]);
            let mut read = |field: Text, text: &str| {
                let mut words = Words::new(text);
                while let Some(token) = words.token() {
                    let next = numbers.len() as u32;
                    let spelling = match numbers.get(token.text) {
                        Some(&known) => known,
                        None => *numbers.entry(token.text.to_owned()).or_insert(next),
                    };
                    tokens.push(Token { spelling, field, position: token.position });
                    counts[field as usize] += 1;
                }
            };
            read(Text::Body, &section.text);
            if i > 0 {
                read(Text::Heading, &section.heading);
            } else {
                read(Text::Title, &page.title);
                read(Text::Labels, &labels);
                read(Text::Fingerprint, &fingerprints);
            }
            all.push(tokens);
            lengths.push(counts);
        }
        let mut spellings: Vec<(String, u32)> = numbers.into_iter().collect();
        spellings.sort_unstable();
        let mut places = vec![0; spellings.len()];
        spellings.iter().enumerate().for_each(|(place, (_, number))| places[*number as usize] = place as u32);
        all.iter_mut().flatten().for_each(|token| token.spelling = places[token.spelling as usize]);
        Self { spellings: spellings.into_iter().map(|(spelling, _)| spelling).collect(), all, lengths }
    }
}

impl Leaf {
    fn new(page: &Page, tokens: Tokens, words: Vec<u32>, vocabulary: &Vocabulary) -> Self {
        let stems: Vec<u32> = words.iter().map(|&word| vocabulary.words()[word as usize].number).collect();
        let coarse = |length: u32| FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(length));
        let mut hasher = SipHasher13::new();
        page.hash(&mut hasher);
        let mut leaf = Self {
            hash: hasher.finish128().as_u128(),
            facets: page.facets.clone(),
            factor: page.factor,
            due: page.due,
            words,
            tokens: [0; 5],
            occurrences: Vec::new(),
            lengths: tokens.lengths.iter().map(|lengths| lengths.map(coarse)).collect(),
            postings: Vec::new(),
            positions: String::new(),
        };
        for lengths in &tokens.lengths {
            leaf.tokens.iter_mut().zip(lengths).for_each(|(sum, length)| *sum += u64::from(*length));
        }
        let mut positions = Vec::new();
        for (section, mut tokens) in tokens.all.into_iter().enumerate() {
            // Stable: positions ascend within a posting.
            tokens.sort_by_key(|t| (stems[t.spelling as usize], t.spelling, t.field as u8));
            for of_stem in tokens.chunk_by(|a, b| stems[a.spelling as usize] == stems[b.spelling as usize]) {
                let before = leaf.postings.len();
                for posting in of_stem.chunk_by(|a, b| (a.spelling, a.field) == (b.spelling, b.field)) {
                    leaf.postings.push(Posting::new(posting[0].field, posting.len()));
                }
                positions.clear();
                positions.extend(of_stem.iter().map(|t| t.field.base() + t.position));
                if leaf.postings.len() - before > 1 {
                    positions.sort_unstable();
                    positions.dedup();
                }
                number(positions.len() as u32, &mut leaf.positions);
                let mut last = 0;
                for &position in &positions {
                    number(position - last, &mut leaf.positions);
                    last = position;
                }
                leaf.occurrences.push(Occurrence {
                    stem: stems[of_stem[0].spelling as usize],
                    section: section as u32,
                    postings: leaf.postings.len() as u32,
                    positions: leaf.positions.len() as u32,
                });
            }
        }
        leaf.occurrences.shrink_to_fit();
        leaf.postings.shrink_to_fit();
        leaf.positions.shrink_to_fit();
        leaf
    }

    /// How many sections the page has.
    pub fn sections(&self) -> u32 {
        self.lengths.len() as u32
    }

    /// `q` of the occurrence at a place, where the fields of all sections have these lengths on average.
    pub fn impact(&self, at: usize, mean_lengths: &[f64; 5]) -> u8 {
        let start = at.checked_sub(1).map_or(0, |before| self.occurrences[before].postings);
        let occurrence = &self.occurrences[at];
        let lengths = &self.lengths[occurrence.section as usize];
        let postings = &self.postings[start as usize..occurrence.postings as usize];
        let share = |p: &Posting| {
            let field = p.field() as usize;
            weight::share(p.field(), p.frequency(), lengths[field], mean_lengths[field])
        };
        weight::impact(postings.iter().map(share).sum())
    }

    /// The positions of the occurrence at a place, as the reader reads them.
    pub fn positions(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.occurrences[before].positions);
        &self.positions[start as usize..self.occurrences[at].positions as usize]
    }
}
