//! What depends on the handbook's language: the stems of words, and the words that carry no meaning.

use std::fmt;

use tantivy::tokenizer::{Language as Snowball, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer};

use super::fold::is_unspaced;

/// Stems by Snowball, stop words by the lists that tantivy carries.
pub struct Language {
    stemmer: Option<TextAnalyzer>,
    stops: Option<TextAnalyzer>,
    name: &'static str,
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_tuple("Language").field(&self.name).finish()
    }
}

impl Language {
    /// `tag` is a language tag: `en`, `pt-BR`. A language without a stemmer is searched by its words as written.
    pub fn new(tag: &str) -> Self {
        let Some((name, language)) = snowball(tag) else {
            return Self { stemmer: None, stops: None, name: "none" };
        };
        let raw = RawTokenizer::default;
        Self {
            stemmer: Some(TextAnalyzer::builder(raw()).filter(Stemmer::new(language)).build()),
            stops: StopWordFilter::new(language).map(|f| TextAnalyzer::builder(raw()).filter(f).build()),
            name,
        }
    }

    /// The stemmer's name in the manifest that the browser reads.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Words of the same stem are one word to a search. Codes, identifiers and unspaced scripts are their own.
    pub fn stem(&mut self, spelling: &str) -> String {
        let plain = spelling.chars().all(|c| c.is_alphabetic() && !is_unspaced(c));
        match &mut self.stemmer {
            Some(stemmer) if plain => one(stemmer, spelling).unwrap_or_else(|| spelling.to_owned()),
            _ => spelling.to_owned(),
        }
    }

    /// Whether a word says too little to be looked for.
    pub fn is_stop(&mut self, spelling: &str) -> bool {
        self.stops.as_mut().is_some_and(|stops| one(stops, spelling).is_none())
    }

    /// The stop words that every handbook of the language has to know; of other languages those are known that
    /// the handbook itself has.
    pub fn stops(&self) -> &'static [&'static str] {
        if self.name == "english" { &ENGLISH } else { &[] }
    }

    /// Whether stems may begin otherwise than their words.
    pub fn cuts_beginnings(&self) -> bool {
        matches!(self.name, "arabic" | "tamil")
    }
}

/// Lucene's list, which is tantivy's.
const ENGLISH: [&str; 33] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of",
    "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with",
];

fn one(analyzer: &mut TextAnalyzer, word: &str) -> Option<String> {
    let mut stream = analyzer.token_stream(word);
    stream.next().map(|token| token.text.clone()).filter(|stem| !stem.is_empty())
}

fn snowball(tag: &str) -> Option<(&'static str, Snowball)> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    Some(match primary.as_str() {
        "ar" => ("arabic", Snowball::Arabic),
        "da" => ("danish", Snowball::Danish),
        "nl" => ("dutch", Snowball::Dutch),
        "en" => ("english", Snowball::English),
        "fi" => ("finnish", Snowball::Finnish),
        "fr" => ("french", Snowball::French),
        "de" => ("german", Snowball::German),
        "el" => ("greek", Snowball::Greek),
        "hu" => ("hungarian", Snowball::Hungarian),
        "it" => ("italian", Snowball::Italian),
        "no" | "nb" | "nn" => ("norwegian", Snowball::Norwegian),
        "pt" => ("portuguese", Snowball::Portuguese),
        "ro" => ("romanian", Snowball::Romanian),
        "ru" => ("russian", Snowball::Russian),
        "es" => ("spanish", Snowball::Spanish),
        "sv" => ("swedish", Snowball::Swedish),
        "ta" => ("tamil", Snowball::Tamil),
        "tr" => ("turkish", Snowball::Turkish),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn stems_and_stop_words_follow_the_language() {
        let mut english = Language::new("en-GB");
        assert_eq!(english.stem("replicating"), english.stem("replication"));
        assert_eq!(english.stem("pg_settings"), "pg_settings");
        assert_eq!(english.stem("42p01s"), "42p01s");
        assert!(english.is_stop("the") && !english.is_stop("too"));
        assert!(english.stops().to_vec().into_iter().all(|word| english.is_stop(word)));
        let mut german = Language::new("de");
        assert_eq!(german.stem("sicherungen"), german.stem("sicherung"));
        assert!(german.is_stop("und") && !german.is_stop("the"));
        let mut other = Language::new("ja");
        assert_eq!(other.stem("running"), "running");
        assert!(!other.is_stop("the"));
    }
}
