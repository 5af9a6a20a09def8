//! The spellings and stems of a handbook by number, so that pages hold numbers and counting costs little.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use super::language::Language;

/// Every spelling that was met, each once. Numbers are given in the order of meeting and never change.
#[derive(Debug)]
pub struct Vocabulary {
    language: Language,
    words: Vec<Word>,
    by_spelling: HashMap<Arc<str>, u32>,
    by_stem: HashMap<Arc<str>, u32>,
    orders: Orders,
}

#[derive(Debug)]
pub struct Word {
    pub spelling: Arc<str>,
    pub stem: Arc<str>,
    /// Of its stem.
    pub number: u32,
    /// It says too little to be looked for.
    pub is_stop: bool,
}

/// All words, by number.
#[derive(Debug, Default)]
pub struct Orders {
    /// By stem, then by spelling, both by their bytes.
    pub families: Vec<u32>,
    /// As the reader compares spellings.
    pub forward: Vec<u32>,
    /// The same, from their ends.
    pub backward: Vec<u32>,
}

impl Vocabulary {
    /// `language` is a language tag.
    pub fn new(language: &str) -> Self {
        Self {
            language: Language::new(language),
            words: Vec::new(),
            by_spelling: HashMap::new(),
            by_stem: HashMap::new(),
            orders: Orders::default(),
        }
    }

    pub fn language(&self) -> &Language {
        &self.language
    }

    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// How many stems there are.
    pub fn stems(&self) -> usize {
        self.by_stem.len()
    }

    /// The number of a spelling, which is given one if it has none.
    pub fn number(&mut self, spelling: &str) -> u32 {
        if let Some(&known) = self.by_spelling.get(spelling) {
            return known;
        }
        let spelling: Arc<str> = spelling.into();
        let stem = self.language.stem(&spelling);
        let stem: Arc<str> = if *stem == *spelling { Arc::clone(&spelling) } else { stem.into() };
        let next = self.by_stem.len() as u32;
        let number = *self.by_stem.entry(Arc::clone(&stem)).or_insert(next);
        let is_stop = self.language.is_stop(&spelling);
        let word = self.words.len() as u32;
        self.by_spelling.insert(Arc::clone(&spelling), word);
        self.words.push(Word { spelling, stem, number, is_stop });
        word
    }

    /// Brings new words into the orders. A few cost little: the others are sorted already.
    pub fn sort(&mut self) {
        let (words, orders) = (&self.words, &mut self.orders);
        let new = orders.families.len() as u32..words.len() as u32;
        if !new.is_empty() {
            let sort = |order: &mut Vec<u32>, compare: fn(&Word, &Word) -> Ordering| {
                order.extend(new.clone());
                order.sort_by(|a, b| compare(&words[*a as usize], &words[*b as usize]));
            };
            let Orders { families, forward, backward } = orders;
            rayon::join(
                || sort(backward, |a, b| units(a.spelling.chars().rev()).cmp(units(b.spelling.chars().rev()))),
                || {
                    sort(families, |a, b| (&a.stem, &a.spelling).cmp(&(&b.stem, &b.spelling)));
                    sort(forward, |a, b| a.spelling.encode_utf16().cmp(b.spelling.encode_utf16()));
                },
            );
        }
    }

    /// All words that were there when they were last sorted.
    pub fn orders(&self) -> &Orders {
        &self.orders
    }
}

/// The reader compares strings by their UTF-16 units.
fn units(chars: impl Iterator<Item = char>) -> impl Iterator<Item = u16> {
    chars.flat_map(|c| {
        let mut both = [0; 2];
        let length = c.encode_utf16(&mut both).len();
        both.into_iter().take(length)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_hold_when_words_come_later() {
        let mut words = Vocabulary::new("en");
        for spelling in ["pool", "policy", "\u{20000}", "\u{ff5e}"] {
            words.number(spelling);
        }
        words.sort();
        assert_eq!(words.number("policies"), 4);
        assert_eq!(words.number("pool"), 0);
        let shown = |order: &[u32], words: &Vocabulary| {
            order.iter().map(|w| words.words()[*w as usize].spelling.to_string()).collect::<Vec<_>>()
        };
        words.sort();
        assert_eq!(shown(&words.orders.forward, &words), ["policies", "policy", "pool", "\u{20000}", "\u{ff5e}"]);
        assert_eq!(shown(&words.orders.backward, &words), ["pool", "policies", "policy", "\u{20000}", "\u{ff5e}"]);
        assert_eq!(shown(&words.orders.families, &words), ["policies", "policy", "pool", "\u{ff5e}", "\u{20000}"]);
        assert_eq!((words.stems(), words.words()[1].number), (4, words.words()[4].number));
    }
}
