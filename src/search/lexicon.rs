//! The words of an index: spellings as they were written, and the stems that gather them.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::index::SearchIndex;
use super::language::Language;
use super::schema::Text;
use super::weight;

/// Reads words and where they stand, for the command line. The browser's shards say the same of them.
pub struct Lexicon {
    fields: Vec<Field>,
    sections: u32,
}

struct Field {
    text: Text,
    inverted: Arc<InvertedIndexReader>,
    norms: FieldNormReader,
    mean_length: f64,
}

/// Where a stem occurs, by section in ascending order.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Occurrences {
    pub sections: Vec<u32>,
    /// `q` of the stem in each section.
    pub impacts: Vec<u8>,
    /// Where they were asked for: the positions of all sections, one after the other, and where each section's end.
    positions: Vec<u32>,
    ends: Vec<u32>,
}

/// One spelling in one field of a section.
struct Posting {
    section: u32,
    share: f64,
    /// Its positions among all that were read.
    positions: Range<u32>,
}

impl Lexicon {
    pub fn new(index: &SearchIndex) -> tantivy::Result<Self> {
        let sections = index.sections();
        let fields = Text::ALL.into_iter().map(|text| {
            let inverted = index.reader.inverted_index(index.fields.text(text))?;
            let norms = index.reader.get_fieldnorms_reader(index.fields.text(text))?;
            let mean_length = inverted.total_num_tokens() as f64 / f64::from(sections.max(1));
            Ok(Field { text, inverted, norms, mean_length })
        });
        Ok(Self { fields: fields.collect::<tantivy::Result<_>>()?, sections })
    }

    pub fn sections(&self) -> u32 {
        self.sections
    }

    /// Every spelling that starts with `prefix`, sorted by its bytes.
    pub fn spellings(&self, prefix: &str) -> io::Result<Vec<String>> {
        let mut all = Vec::new();
        for field in &self.fields {
            let mut stream = field.inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                all.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
            }
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    /// Spellings that one insertion, deletion, replacement or swap of neighbours turns a word into: those whose
    /// optimal string alignment with it is 1. Sorted by their bytes.
    pub fn one_typo_from(&self, word: &str) -> io::Result<Vec<String>> {
        let word: Vec<char> = word.chars().collect();
        let mut near = Vec::new();
        let mut other = Vec::new();
        for field in &self.fields {
            let mut stream = field.inverted.terms().stream()?;
            while stream.advance() {
                // A character has at most four bytes.
                let length = stream.key().len();
                if length + 1 < word.len() || length > 4 * (word.len() + 1) {
                    continue;
                }
                let Ok(spelling) = std::str::from_utf8(stream.key()) else { continue };
                other.clear();
                other.extend(spelling.chars());
                if is_one_typo(&word, &other) {
                    near.push(spelling.to_owned());
                }
            }
        }
        near.sort_unstable();
        near.dedup();
        Ok(near)
    }

    pub fn has(&self, spelling: &str) -> io::Result<bool> {
        for field in &self.fields {
            if field.inverted.terms().get(spelling)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The stems of all spellings that start with `prefix`, and their spellings, both in the order of their bytes.
    pub fn families(&self, prefix: &str, language: &mut Language) -> io::Result<BTreeMap<String, Vec<String>>> {
        let mut families: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for spelling in self.spellings(prefix)? {
            families.entry(language.stem(&spelling)).or_default().push(spelling);
        }
        Ok(families)
    }

    /// Where any of the spellings of one stem stands.
    pub fn occurrences(&self, spellings: &[String], with_positions: bool) -> io::Result<Occurrences> {
        let option =
            if with_positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        let (mut found, mut places) = (Vec::<Posting>::new(), Vec::new());
        let mut lists = 0;
        for spelling in spellings {
            for field in &self.fields {
                let Some(info) = field.inverted.terms().get(spelling)? else { continue };
                let mut postings = field.inverted.read_postings_from_terminfo(&info, option)?;
                lists += 1;
                let mut section = postings.doc();
                while section != TERMINATED {
                    let length = field.norms.fieldnorm(section);
                    let share = weight::share(field.text, postings.term_freq(), length, field.mean_length);
                    let start = places.len() as u32;
                    if with_positions {
                        postings.append_positions_with_offset(field.text.base(), &mut places);
                    }
                    found.push(Posting { section, share, positions: start..places.len() as u32 });
                    section = postings.advance();
                }
            }
        }
        if lists > 1 {
            // Stable: shares are always added in the same order.
            found.sort_by_key(|p| p.section);
        }
        let mut out = Occurrences::default();
        for same in found.chunk_by(|a, b| a.section == b.section) {
            out.sections.push(same[0].section);
            out.impacts.push(weight::impact(same.iter().map(|p| p.share).sum()));
            if with_positions {
                let start = out.positions.len();
                for p in same {
                    out.positions.extend_from_slice(&places[p.positions.start as usize..p.positions.end as usize]);
                }
                if same.len() > 1 {
                    let mut own = out.positions.split_off(start);
                    own.sort_unstable();
                    own.dedup();
                    out.positions.append(&mut own);
                }
                out.ends.push(out.positions.len() as u32);
            }
        }
        Ok(out)
    }
}

/// What is left of two words once their common beginning and end are taken away says it.
fn is_one_typo(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let ends = short[start..].iter().rev().zip(long[start..].iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    match (&short[start..short.len() - end], &long[start..long.len() - end]) {
        ([], [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

impl Occurrences {
    /// The positions in the section at `at`, ascending.
    pub fn positions(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.positions[start as usize..self.ends[at] as usize]
    }

    /// `idf` of the stem in an index of `all` sections.
    pub fn rarity(&self, all: u32) -> u8 {
        weight::rarity(u32::try_from(self.sections.len()).unwrap_or(u32::MAX), all)
    }
}

#[cfg(test)]
mod tests {
    use super::is_one_typo;

    #[test]
    fn one_typo_is_an_alignment_of_one() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut seen = [0; 2];
        for _ in 0..20_000 {
            let mut word = || (0..random.usize(0..7)).map(|_| random.char('a'..='c')).collect::<String>();
            let (a, b) = (word(), word());
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            let expected = strsim::osa_distance(&a, &b) == 1;
            seen[usize::from(expected)] += 1;
            assert_eq!(is_one_typo(&chars(&a), &chars(&b)), expected, "{a} {b}");
        }
        assert!(seen.iter().all(|n| *n > 500), "{seen:?}");
    }
}
