//! The piece of a text that shows why it was found.

use std::collections::BTreeSet;
use std::ops::Range;

use super::expand::{Stem, Wanted};
use super::language::Language;
use super::query::{Prefix, Query, Want};
use super::rank::Ranking;
use super::words::Words;

/// In characters.
const LENGTH: usize = 160;
/// How much stands before the first mark.
const BEFORE: usize = 40;

/// A piece of text; marked where a word of the query stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub mark: bool,
}

/// Knows the words of a query in a text.
pub struct Marker<'a> {
    language: &'a mut Language,
    /// The stems of each clause.
    stems: Vec<BTreeSet<String>>,
    /// Beginnings that count as well, by clause.
    prefixes: Vec<(usize, String)>,
}

impl<'a> Marker<'a> {
    pub fn new(query: &Query, ranking: &Ranking, language: &'a mut Language) -> Self {
        let name = |stem: &Stem| stem.name.clone();
        let mut stems = Vec::new();
        let mut prefixes = Vec::new();
        for (&clause, wanted) in ranking.counted.iter().zip(&ranking.wanted) {
            let clause = &query.clauses[clause];
            if clause.excluded {
                continue;
            }
            if let Want::Word { token, prefix, .. } = &clause.want
                && *prefix != Prefix::None
                && token.chars().count() > 1
            {
                prefixes.push((stems.len(), token.clone()));
            }
            stems.push(match wanted {
                Wanted::Word(expansions) => expansions.iter().map(|e| name(&e.stem)).collect(),
                Wanted::Phrase(slots) => slots.iter().flat_map(|(_, s)| s).map(|s| name(s)).collect(),
            });
        }
        Self { language, stems, prefixes }
    }

    /// Where words of the query stand in a text, each with the clause it belongs to.
    fn marks(&mut self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut marks: Vec<(Range<usize>, usize)> = Vec::new();
        let mut words = Words::new(text);
        while let Some(token) = words.token() {
            let stem = self.language.stem(token.text);
            let by_stem = self.stems.iter().position(|stems| stems.contains(&stem));
            let clause = by_stem.or_else(|| {
                let starts = |(_, p): &&(usize, String)| token.text.starts_with(p.as_str());
                self.prefixes.iter().find(starts).map(|(clause, _)| *clause)
            });
            // A word and its parts lie on the same bytes.
            if let Some(clause) = clause
                && marks.last().is_none_or(|(last, _)| last.end <= token.range.start)
            {
                marks.push((token.range, clause));
            }
        }
        marks
    }

    /// A short text, whole.
    pub fn whole(&mut self, text: &str) -> Vec<Piece> {
        let marks = self.marks(text);
        pieces(text, 0..text.len(), &marks)
    }

    /// About [`LENGTH`] characters around the place where most of the query's words stand together.
    /// The first of several texts in which most of them do is taken.
    pub fn snippet(&mut self, texts: &[&str]) -> Vec<Piece> {
        let (mut best, mut shown) = (0, Vec::new());
        for (i, text) in texts.iter().enumerate() {
            let (pieces, together) = self.of_text(text);
            if i == 0 || together > best {
                (best, shown) = (together, pieces);
            }
        }
        shown
    }

    /// And how many of the query's words it shows.
    fn of_text(&mut self, text: &str) -> (Vec<Piece>, usize) {
        let marks = self.marks(text);
        let end_of = |start: usize| text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(i, _)| start + i);
        let mut best = (0, 0);
        for (i, (range, _)) in marks.iter().enumerate() {
            let end = end_of(range.start);
            let together: BTreeSet<usize> =
                marks[i..].iter().take_while(|(r, _)| r.end <= end).map(|(_, clause)| *clause).collect();
            if together.len() > best.0 {
                best = (together.len(), range.start);
            }
        }
        let start = start_before(text, best.1);
        let mut end = end_of(start);
        if end < text.len() {
            // Words stay whole.
            end = text[start..end].rfind(char::is_whitespace).map_or(end, |i| start + i);
        }
        let mut out = pieces(text, start..end, &marks);
        if start > 0 {
            out.insert(0, Piece { text: "…".to_owned(), mark: false });
        }
        if end < text.trim_end().len() {
            out.push(Piece { text: "…".to_owned(), mark: false });
        }
        (out, best.0)
    }
}

/// The beginning of a word some way before `at`.
fn start_before(text: &str, at: usize) -> usize {
    let back = text[..at].char_indices().rev().take(BEFORE).last().map_or(at, |(i, _)| i);
    if back == 0 {
        return 0;
    }
    let space = text[back..at].char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(at, |(i, c)| back + i + c.len_utf8())
}

fn pieces(text: &str, range: Range<usize>, marks: &[(Range<usize>, usize)]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut at = range.start;
    let mut push = |text: &str, mark: bool| {
        if !text.is_empty() {
            out.push(Piece { text: text.split_whitespace().collect::<Vec<_>>().join(" "), mark });
            // Spaces at the seams are kept, so that words do not run together.
            let piece = out.last_mut().expect("invariant: a piece was pushed");
            if text.starts_with(char::is_whitespace) {
                piece.text.insert(0, ' ');
            }
            if text.ends_with(char::is_whitespace) && piece.text != " " {
                piece.text.push(' ');
            }
        }
    };
    for (mark, _) in marks.iter().filter(|(m, _)| m.start >= range.start && m.end <= range.end) {
        push(&text[at..mark.start], false);
        push(&text[mark.clone()], true);
        at = mark.end;
    }
    push(&text[at..range.end], false);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn shown(words: &[&str], text: &str) -> String {
        let mut language = Language::new("en");
        let stems: Vec<BTreeSet<String>> = words.iter().map(|w| BTreeSet::from([language.stem(w)])).collect();
        let mut marker = Marker { language: &mut language, stems, prefixes: Vec::new() };
        let pieces = marker.snippet(&[text]);
        pieces.into_iter().map(|p| if p.mark { format!("[{}]", p.text) } else { p.text }).collect()
    }

    #[test]
    fn a_snippet_shows_where_the_words_stand_together() {
        let far = "vacuum ".to_owned() + &"filler words ".repeat(40) + "then vacuum\u{a0}and  bloat\ncome together.";
        assert_eq!(shown(&["vacuum", "bloat"], "Bloat, vacuums."), "[Bloat], [vacuums].");
        let text = shown(&["vacuum", "bloat"], &far);
        assert!(text.starts_with('…') && text.ends_with("then [vacuum] and [bloat] come together."), "{text}");
        assert_eq!(shown(&["absent"], "Short text."), "Short text.");
        assert_eq!(shown(&["absent"], ""), "");
    }

    #[test]
    fn no_text_makes_it_panic() {
        let mut random = fastrand::Rng::with_seed(5);
        let pool: Vec<char> = "ab c\u{a0}\u{3000}\u{2028}\n数é🙂ŉ'’_-".chars().collect();
        for _ in 0..500 {
            let text: String = (0..random.usize(0..400)).map(|_| pool[random.usize(0..pool.len())]).collect();
            let plain = shown(&["ab", "c", "数"], &text);
            assert!(plain.chars().count() <= LENGTH + 300, "{plain}");
        }
    }
}
