//! From the words of a query to the stems of the index: as they are, as a prefix, and with one typo.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::rc::Rc;

use super::language::Language;
use super::lexicon::{Lexicon, Occurrences};
use super::query::{Clause, Prefix, Want};
use super::weight::{EXACT, LOOSE};

/// Stems that a prefix may stand for, and that a typo may: the commonest.
const PREFIXES: usize = 12;
const TYPOS: usize = 8;
/// In characters: shorter words are too near to too many others.
const SHORTEST_PREFIX: usize = 2;
const SHORTEST_TYPO: usize = 5;

/// How far from what was typed an answer may be. Later stages are asked only where the earlier ones found little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Exact,
    Prefix,
    Typo,
}

/// A stem that a word of the query may be, and where it occurs.
#[derive(Clone)]
pub struct Expansion {
    pub stem: Rc<Stem>,
    pub weight: u32,
}

pub struct Stem {
    pub name: String,
    pub rarity: u32,
    pub found: Occurrences,
}

/// A clause as stems.
pub enum Wanted {
    Word(Vec<Expansion>),
    /// For each word its stems and its distance from the first word.
    Phrase(Vec<(u32, Vec<Rc<Stem>>)>),
}

/// Looks stems up, each once in a query.
pub struct Expander<'a> {
    lexicon: &'a Lexicon,
    language: &'a mut Language,
    stems: HashMap<(String, bool), Option<Rc<Stem>>>,
    families: &'a mut Families,
}

/// The stems that begin with a character, each with its spellings; kept from query to query.
pub type Families = HashMap<String, BTreeMap<String, Vec<String>>>;

impl<'a> Expander<'a> {
    pub fn new(lexicon: &'a Lexicon, language: &'a mut Language, families: &'a mut Families) -> Self {
        Self { lexicon, language, stems: HashMap::new(), families }
    }

    /// Whether the word says too little to be looked for among others.
    pub fn is_stop(&mut self, token: &str) -> io::Result<bool> {
        let known = self.language.stops();
        Ok(known.contains(&token) || known.is_empty() && self.language.is_stop(token) && self.lexicon.has(token)?)
    }

    pub fn clause(&mut self, clause: &Clause, stage: Stage) -> io::Result<Wanted> {
        match &clause.want {
            Want::Word { token, quoted, prefix } => {
                let may_vary = !clause.excluded && !quoted;
                let by_prefix = match prefix {
                    Prefix::None => false,
                    Prefix::Asked => may_vary,
                    Prefix::Typing => may_vary && stage >= Stage::Prefix,
                };
                let by_typo = may_vary && stage >= Stage::Typo;
                self.word(token, by_prefix, by_typo).map(Wanted::Word)
            }
            Want::Phrase { tokens, typing } => {
                let open = *typing && !clause.excluded && stage >= Stage::Prefix;
                let last = tokens.len() - 1;
                let mut slots = Vec::with_capacity(tokens.len());
                for (i, (offset, token)) in tokens.iter().enumerate() {
                    let names = self.names(token, open && i == last, false)?;
                    let mut stems = Vec::new();
                    for (name, _) in names {
                        stems.extend(self.stem(&name, true)?);
                    }
                    slots.push((*offset, stems));
                }
                Ok(Wanted::Phrase(slots))
            }
        }
    }

    fn word(&mut self, token: &str, by_prefix: bool, by_typo: bool) -> io::Result<Vec<Expansion>> {
        let names = self.names(token, by_prefix, by_typo)?;
        let mut expansions = Vec::with_capacity(names.len());
        for (name, weight) in names {
            expansions.extend(self.stem(&name, false)?.map(|stem| Expansion { stem, weight }));
        }
        Ok(expansions)
    }

    /// The stems of a word, each once, with what they weigh.
    fn names(&mut self, token: &str, by_prefix: bool, by_typo: bool) -> io::Result<Vec<(String, u32)>> {
        let exact = self.exact(token)?;
        let mut names = vec![(exact, EXACT)];
        let length = token.chars().count();
        if by_prefix && length >= SHORTEST_PREFIX {
            let near = self.lexicon.spellings(token)?;
            self.add(&mut names, near, PREFIXES)?;
        }
        if by_typo && length >= SHORTEST_TYPO && token.chars().all(char::is_alphabetic) {
            let near = self.lexicon.one_typo_from(token)?;
            self.add(&mut names, near, TYPOS)?;
        }
        Ok(names)
    }

    fn exact(&mut self, token: &str) -> io::Result<String> {
        // Of other languages the browser knows the stems of the handbook's own words and no rules for more.
        let by_rule = self.language.name() == "english" || self.lexicon.has(token)?;
        Ok(if by_rule { self.language.stem(token) } else { token.to_owned() })
    }

    /// Adds the commonest stems of some spellings; equally common ones in the order of their spellings.
    fn add(&mut self, names: &mut Vec<(String, u32)>, mut spellings: Vec<String>, most: usize) -> io::Result<()> {
        spellings.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
        let mut near: Vec<(u32, String)> = Vec::new();
        for spelling in spellings {
            let stem = self.language.stem(&spelling);
            if names.iter().any(|(n, _)| *n == stem) || near.iter().any(|(_, n)| *n == stem) {
                continue;
            }
            if let Some(found) = self.stem(&stem, false)? {
                near.push((found.rarity, stem));
            }
        }
        near.sort_by_key(|(rarity, _)| *rarity);
        names.extend(near.into_iter().take(most).map(|(_, stem)| (stem, LOOSE)));
        Ok(())
    }

    /// Where a stem occurs; none if it does not.
    fn stem(&mut self, name: &str, with_positions: bool) -> io::Result<Option<Rc<Stem>>> {
        let key = (name.to_owned(), with_positions);
        if let Some(known) = self.stems.get(&key) {
            return Ok(known.clone());
        }
        let found = match self.family(name)? {
            Some(spellings) => self.lexicon.occurrences(&spellings, with_positions)?,
            None => Occurrences::default(),
        };
        let rarity = u32::from(found.rarity(self.lexicon.sections()));
        let stem = (!found.sections.is_empty()).then(|| Rc::new(Stem { name: name.to_owned(), rarity, found }));
        self.stems.insert(key, stem.clone());
        Ok(stem)
    }

    /// The spellings of a stem. Stemmers cut ends, so they begin as the stem does.
    fn family(&mut self, stem: &str) -> io::Result<Option<Vec<String>>> {
        let first: String = stem.chars().take(if self.language.cuts_beginnings() { 0 } else { 1 }).collect();
        if !self.families.contains_key(&first) {
            let families = self.lexicon.families(&first, self.language)?;
            self.families.insert(first.clone(), families);
        }
        Ok(self.families[&first].get(stem).cloned())
    }

    /// The nearest spelling, for a word that nothing has: at most two typos away, then the commonest.
    pub fn nearest(&mut self, token: &str) -> io::Result<Option<String>> {
        let length = token.chars().count();
        let mut best: Option<(usize, u32, String)> = None;
        for spelling in self.lexicon.spellings("")? {
            if spelling.chars().count().abs_diff(length) > 2 || length < 4 {
                continue;
            }
            let distance = strsim::osa_distance(&spelling, token);
            if !(1..=2).contains(&distance) || best.as_ref().is_some_and(|(d, ..)| *d < distance) {
                continue;
            }
            let stem = self.language.stem(&spelling);
            let rarity = self.stem(&stem, false)?.map_or(u32::MAX, |s| s.rarity);
            let candidate = (distance, rarity, spelling);
            if best.as_ref().is_none_or(|b| candidate < *b) {
                best = Some(candidate);
            }
        }
        Ok(best.map(|(.., spelling)| spelling))
    }
}
