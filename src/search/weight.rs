//! The ranking formula, stated here and nowhere else.
//!
//! Okapi BM25 in its form for several fields, BM25F (Robertson and Zaragoza, "The Probabilistic Relevance
//! Framework: BM25 and Beyond", 2009, section 3.6). A section `s` is a document; a stem `t` occurs `tf(f)` times
//! in field `f` of it:
//!
//! ```text
//! tf~(t,s) = Σf  W(f) · tf(f) / (1 − B(f) + B(f) · length(f,s) / mean length(f))
//! q(t,s)   = round(63 · tf~ / (K1 + tf~))               1 to 63: how much of `s` is about `t`
//! idf(t)   = round(16 · ln(1 + (N − n + ½) / (n + ½)))  1 to 255: how rare `t` is, in n of N sections
//! ```
//!
//! Lengths are tantivy's field norms. Both are integers, made here once: the command line computes them from
//! the index, the browser finds them in its shards, and from there on there are only sums and products of
//! integers, so that no machine rounds otherwise than another:
//!
//! ```text
//! word:    w(c,s) = max over its expansions e of  weight(e) · idf(e) · q(e,s)     exact 2, prefix and typo 1
//! phrase:  w(c,s) = 2 · Σ idf(t) · min q(t,s)                      where its words stand side by side in a field
//! page:    W(s) = Σc w(c,s)
//!          score(p) = (2 · largest W(s) + second largest W(s) + Σc max over s of w(c,s)) · factor(p)
//! ```
//!
//! All words may stand anywhere on the page, but a section that has them all weighs most, and a page that comes
//! back to them more than one that mentions them; of a page with one section that one counts for both. `factor` is 16, more for runbooks and for what has a name, and
//! less for a page that is stale or superseded. Equal scores stand in the order of pages. Pages found only by a
//! prefix, and then those found only by a typo, stand below all that were found by the words themselves.
//! [`super::rank`] does this for the command line and `assets/search/50-rank.js` for the browser; a test holds
//! them against each other.

use super::schema::Text;

const K1: f64 = 1.2;

/// How much a word weighs in a field.
fn boost(field: Text) -> f64 {
    match field {
        Text::Body => 1.0,
        Text::Heading => 3.0,
        Text::Title | Text::Fingerprint => 6.0,
        Text::Labels => 1.0,
    }
}

/// How much a field's length counts against it. Titles and the like are short by nature.
fn slope(field: Text) -> f64 {
    match field {
        Text::Body => 0.6,
        Text::Heading | Text::Title | Text::Labels | Text::Fingerprint => 0.0,
    }
}

/// The share of one field in `tf~`.
pub fn share(field: Text, frequency: u32, length: u32, mean_length: f64) -> f64 {
    let b = slope(field);
    let relative = if b > 0.0 && mean_length > 0.0 { f64::from(length) / mean_length } else { 1.0 };
    boost(field) * f64::from(frequency) / (1.0 - b + b * relative)
}

/// `q` of a stem in a section, from its shares.
pub fn impact(shares: f64) -> u8 {
    (63.0 * shares / (K1 + shares)).round().clamp(1.0, 63.0) as u8
}

/// `idf` of a stem that occurs in `n` of `all` sections.
pub fn rarity(n: u32, all: u32) -> u8 {
    let (n, all) = (f64::from(n), f64::from(all));
    (16.0 * ((all - n + 0.5) / (n + 0.5)).ln_1p()).round().clamp(1.0, 255.0) as u8
}

pub const EXACT: u32 = 2;
pub const LOOSE: u32 = 1;

/// `score` without the page's factor: of its two best sections, and of the best of each clause anywhere on it.
pub fn page(best: u32, second: u32, anywhere: u32) -> u32 {
    2 * best + second + anywhere
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_outweigh_text_and_rare_words_common_ones() {
        let title = impact(share(Text::Title, 1, 3, 4.0));
        let body = impact(share(Text::Body, 3, 100, 100.0));
        assert!(title > body);
        assert!(impact(share(Text::Body, 1, 50, 100.0)) > impact(share(Text::Body, 1, 400, 100.0)));
        assert!(rarity(1, 1_000) > rarity(100, 1_000));
        assert_eq!(rarity(1_000, 1_000), 1);
        assert_eq!(impact(0.0), 1);
    }
}
