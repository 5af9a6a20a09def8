//! From text to tokens: the one analyser, for what is indexed and for what is asked.
//!
//! A *word* is a run of letters, digits and `_`. It stands at one position and gives one or more tokens there:
//! itself, and, so that a part of a name finds it, the parts of `pg_stat_statements` and of `KubePodCrashLooping`.
//! Scripts without spaces give overlapping pairs of characters. `assets/search/10-analyse.js` does the same.

use std::ops::Range;

use super::fold::{fold, is_mark, is_unspaced};

/// Tokens are cut here, in characters: nobody looks for the end of a certificate.
const LONGEST: usize = 64;
/// Between two values of one field, so that no phrase runs from one into the next.
pub const VALUE_GAP: u32 = 100;
/// Stands between values in a field's text.
pub const VALUE_END: char = '\u{1}';

/// Walks over the words of a text. Buffers are kept from word to word.
pub struct Words<'t> {
    text: &'t str,
    /// Where the next word is looked for.
    at: usize,
    /// Of the next word.
    position: u32,
    folded: String,
    /// Where camel case changes, as offsets into `folded`.
    bends: Vec<usize>,
    tokens: Vec<(u32, Range<usize>)>,
    next: usize,
    range: Range<usize>,
}

/// One token of a word.
#[derive(Debug, PartialEq, Eq)]
pub struct Token<'w> {
    pub text: &'w str,
    /// Of its word, from 0.
    pub position: u32,
    /// The bytes of the text that its word stands on.
    pub range: Range<usize>,
    /// The word as a whole, or a pair of an unspaced script: what a query asks for.
    pub whole: bool,
}

impl<'t> Words<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            position: 0,
            folded: String::new(),
            bends: Vec::new(),
            tokens: Vec::new(),
            next: 0,
            range: 0..0,
        }
    }

    /// The next token, or none at the end of the text.
    pub fn token(&mut self) -> Option<Token<'_>> {
        while self.next == self.tokens.len() {
            if !self.word() {
                return None;
            }
        }
        let first = self.next == 0;
        let (position, range) = self.tokens[self.next].clone();
        self.next += 1;
        let unspaced = self.folded.starts_with(is_unspaced);
        let text = &self.folded[range];
        let whole = if unspaced { text.chars().nth(1).is_some() || self.tokens.len() == 1 } else { first };
        Some(Token { text, position, range: self.range.clone(), whole })
    }

    /// Reads the next word into `folded` and its tokens; false at the end of the text.
    fn word(&mut self) -> bool {
        self.folded.clear();
        self.bends.clear();
        self.tokens.clear();
        self.next = 0;
        let Some(end) = self.scan() else { return false };
        self.at = end;
        if self.folded.starts_with(is_unspaced) {
            self.pairs()
        } else {
            self.parts()
        }
        true
    }

    /// Folds the next run of word characters and gives its end.
    fn scan(&mut self) -> Option<usize> {
        let mut start = None;
        // Where an apostrophe was left out, as an offset into `folded`.
        let mut apostrophe = None;
        let mut before_lower = false;
        let rest = &self.text[self.at..];
        let mut chars = rest.char_indices().peekable();
        let mut end = self.text.len();
        while let Some((offset, c)) = chars.next() {
            let here = self.at + offset;
            if c == VALUE_END {
                if start.is_some() {
                    end = here;
                    break;
                }
                self.position += VALUE_GAP;
                continue;
            }
            let length = self.folded.len();
            let is_word = c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii() && is_word(c);
            if is_word {
                if c.is_ascii() {
                    self.folded.push(c.to_ascii_lowercase());
                } else {
                    fold(c, |f| self.folded.push(f));
                }
                if start.is_some() {
                    // An unspaced script inside a word, or a word inside one: two words.
                    let run = self.folded[..length].starts_with(is_unspaced);
                    if !c.is_ascii() && self.folded[length..].starts_with(is_unspaced) != run || c.is_ascii() && run {
                        self.folded.truncate(length);
                        end = here;
                        break;
                    }
                    if before_lower && c.is_uppercase() {
                        self.bends.push(length);
                    }
                }
                start.get_or_insert(here);
                before_lower = c.is_lowercase();
            } else if start.is_some() {
                if is_mark(c) {
                    continue;
                }
                let joins = matches!(c, '\'' | '’')
                    && self.folded.chars().next_back().is_some_and(char::is_alphabetic)
                    && chars.peek().is_some_and(|(_, next)| next.is_alphabetic() && !is_unspaced(*next));
                if !joins {
                    end = here;
                    break;
                }
                apostrophe = Some(length);
                before_lower = false;
            }
        }
        let start = start?;
        if apostrophe.is_some_and(|at| &self.folded[at..] == "s") {
            self.folded.pop();
        }
        self.range = start..end;
        Some(end)
    }

    /// The word as a whole, then its parts.
    fn parts(&mut self) {
        let word = self.folded.trim_matches('_');
        if word.is_empty() {
            return;
        }
        let from = self.folded.len() - self.folded.trim_start_matches('_').len();
        let all = from..from + word.len();
        let position = self.position;
        self.position += 1;
        self.tokens.push((position, cut(&self.folded, all.clone())));
        let mut start = all.start;
        let mut part = |range: Range<usize>| {
            if self.folded[range.clone()].chars().nth(1).is_some() {
                self.tokens.push((position, cut(&self.folded, range)));
            }
        };
        if word.contains('_') {
            for piece in word.split('_') {
                part(start..start + piece.len());
                start += piece.len() + 1;
            }
        } else if !self.bends.is_empty() {
            for &bend in self.bends.iter().chain([&all.end]) {
                part(start..bend);
                start = bend;
            }
        }
    }

    fn pairs(&mut self) {
        let ends: Vec<usize> = self.folded.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
        let mut start = 0;
        for (i, &end) in ends.iter().enumerate() {
            if let Some(&next) = ends.get(i + 1) {
                self.tokens.push((self.position, start..next));
            }
            self.tokens.push((self.position, start..end));
            self.position += 1;
            start = end;
        }
    }
}

/// Whether a character belongs to a word. Folding is asked, because full-width forms become ASCII.
fn is_word(c: char) -> bool {
    let mut yes = false;
    fold(c, |f| yes |= f.is_alphanumeric() || f == '_');
    yes
}

fn cut(text: &str, range: Range<usize>) -> Range<usize> {
    let length = text[range.clone()].char_indices().nth(LONGEST).map_or(range.len(), |(i, _)| i);
    range.start..range.start + length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(u32, String)> {
        let mut words = Words::new(text);
        let mut out = Vec::new();
        while let Some(token) = words.token() {
            out.push((token.position, token.text.to_owned()));
        }
        out
    }

    fn shown(text: &str) -> String {
        tokens(text).into_iter().map(|(p, t)| format!("{p}:{t}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_and_their_parts() {
        let cases = [
            ("Too many clients", "0:too 1:many 2:clients"),
            ("pg_stat_statements is", "0:pg_stat_statements 0:pg 0:stat 0:statements 1:is"),
            ("__init__ _", "0:init"),
            (
                "PgBouncer, KubePodCrashLooping",
                "0:pgbouncer 0:pg 0:bouncer 1:kubepodcrashlooping 1:kube 1:pod 1:crash 1:looping",
            ),
            ("08P01 53300 v16.4", "0:08p01 1:53300 2:v16 3:4"),
            ("don't node's it’s ’quoted’", "0:dont 1:node 2:it 3:quoted"),
            ("follow-the-sun", "0:follow 1:the 2:sun"),
            ("数据库 db数据", "0:数据 0:数 1:据库 1:据 2:库 3:db 4:数据 4:数 5:据"),
            ("a\u{1}b", "0:a 101:b"),
            ("🙂 … --", ""),
            ("Cafe\u{301}s", "0:cafes"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_token_has_an_end_and_a_place() {
        let long = "x".repeat(5_000);
        assert_eq!(tokens(&long), [(0, "x".repeat(LONGEST))]);
        let mut words = Words::new("  Réplica's lag");
        let token = words.token().map(|t| (t.text.to_owned(), t.range)).unwrap_or_default();
        assert_eq!(token, ("replica".to_owned(), 2..12));
    }

    #[test]
    fn no_text_makes_it_panic() {
        let mut random = fastrand::Rng::with_seed(7);
        let pool: Vec<char> = "aZ0_'’-\u{301}ßŉİ数デ한🙂\u{1}\u{0}＿Ａ ſﬁ".chars().collect();
        for _ in 0..2_000 {
            let text: String = (0..random.usize(0..30)).map(|_| pool[random.usize(0..pool.len())]).collect();
            let mut words = Words::new(&text);
            while let Some(token) = words.token() {
                assert!(!token.text.is_empty() && token.range.end <= text.len());
                assert!(text.is_char_boundary(token.range.start) && text.is_char_boundary(token.range.end));
            }
        }
    }
}
