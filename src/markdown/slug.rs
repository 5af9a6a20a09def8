//! Anchors of headings, as GitHub makes them.

use std::collections::{HashMap, HashSet};

/// GitHub's slug of a heading's text: lower case, spaces to hyphens, and nothing but letters, digits, marks,
/// `-` and `_`. Not yet unique: [`Anchors`] sees to that.
pub fn slug(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => out.push('-'),
            'a'..='z' | '0'..='9' | '-' | '_' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            c if c.is_ascii() => {}
            c if is_word(c) => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// GitHub counts letters, decimal digits, combining marks and connecting punctuation as parts of words, but
/// not other numbers (`²`, `½`, `①`). The standard library has no table of marks, so theirs are the blocks
/// that living scripts use beyond what already counts as a letter.
fn is_word(c: char) -> bool {
    let other_number = matches!(c,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{2070}'..='\u{2089}'
        | '\u{2150}'..='\u{215f}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}'
        | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}');
    let mark = matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}'
        | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}');
    let connector = matches!(c, '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}' | '\u{ff3f}');
    c.is_alphabetic() || (c.is_numeric() && !other_number) || mark || connector
}

/// The anchors of one page. What is taken gets `-1`, `-2`, … after it.
#[derive(Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
    /// How many suffixes each slug has been given, so that many equal headings do not take ever longer.
    counts: HashMap<String, usize>,
}

impl Anchors {
    /// An anchor that is this one, or as near to it as there is.
    pub fn claim(&mut self, wanted: String) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let count = self.counts.entry(wanted.clone()).or_default();
        loop {
            *count += 1;
            let next = format!("{wanted}-{count}");
            if self.taken.insert(next.clone()) {
                return next;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_githubs() {
        for (text, expected) in [
            ("Hello World", "hello-world"),
            ("  What's new?  ", "whats-new"),
            ("a & b", "a--b"),
            ("`pg_stat_activity` view", "pg_stat_activity-view"),
            ("Größe der Tabelle", "größe-der-tabelle"),
            ("数据库", "数据库"),
            ("x² and ½", "x-and-"),
            ("v1.2.3 – fast", "v123--fast"),
            ("🚀 Launch", "-launch"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn what_is_taken_gets_a_number() {
        let mut anchors = Anchors::default();
        let ids = ["a", "a", "a-1", "a"].map(|s| anchors.claim(s.to_owned()));
        assert_eq!(ids, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
