//! The fields of the index. One tantivy document is one section.

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token as TantivyToken, TokenStream, Tokenizer};

use super::words::Words;

/// Of the index: another version is never read, but built anew.
pub const VERSION: u32 = 1;

/// The fields that hold words. Their order is the order of their bases in [`Text::base`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    Body,
    Heading,
    Title,
    /// What a page is filed under: tags, services, owner, kind, its path.
    Labels,
    /// What somebody pastes in an incident: error texts, codes, alerts, the document's id.
    Fingerprint,
}

impl Text {
    pub const ALL: [Self; 5] = [Self::Body, Self::Heading, Self::Title, Self::Labels, Self::Fingerprint];

    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Heading => "heading",
            Self::Title => "title",
            Self::Labels => "labels",
            Self::Fingerprint => "fingerprint",
        }
    }

    /// Positions of all fields lie on one line, each field's from its own base, so that a phrase is one test.
    pub fn base(self) -> u32 {
        (self as u32) << 20
    }
}

/// What a page can be filtered and counted by, in the order in which it is shown. `stale` is a matter of the day
/// and not of the index.
pub const FACETS: [&str; 7] = ["kind", "status", "owner", "service", "tag", "level", "audience"];
pub const STALE: &str = "stale";
/// All of them.
pub const ALL_FACETS: [&str; 8] = ["kind", "status", "owner", "service", "tag", "level", "audience", STALE];
/// Whose values people read under another name than they are written: `Runbook` for `runbook`, a team's name for
/// its id.
const NAMED: [&str; 3] = ["kind", "owner", "service"];

/// Every section has words, a page and a place; what is said of the page as a whole stands on its first section,
/// the lead.
#[derive(Clone)]
pub struct Fields {
    pub schema: Schema,
    pub text: [Field; 5],
    pub facets: [Field; 7],
    /// The values of facets as people read them, where that differs.
    pub labels: [Option<Field>; 7],
    /// The number of the section's page, from 0.
    pub page: Field,
    /// What the page's score is multiplied with while it is not stale: 16 for one that nothing speaks against.
    pub factor: Field,
    /// Why that is less: `superseded`.
    pub note: Field,
    /// The last day on which the page's review counts, in days since 1970-01-01; absent where it has no clock.
    pub due: Field,
    /// `YYYY-MM-DD`: of the decision or the incident, else of the last review.
    pub date: Field,
    /// The state on the day of the build.
    pub freshness: Field,
    pub path: Field,
    /// Of the section's heading in the file, from 1.
    pub line: Field,
    /// Relative to the site's root.
    pub route: Field,
    pub anchor: Field,
}

impl Default for Fields {
    fn default() -> Self {
        let mut builder = Schema::builder();
        let words = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = TextOptions::default().set_indexing_options(words) | STORED;
        Self {
            text: Text::ALL.map(|t| builder.add_text_field(t.name(), words.clone())),
            facets: FACETS.map(|name| builder.add_text_field(name, STRING | STORED)),
            labels: FACETS
                .map(|name| NAMED.contains(&name).then(|| builder.add_text_field(&format!("{name}_label"), STORED))),
            page: builder.add_u64_field("page", FAST),
            factor: builder.add_u64_field("factor", FAST),
            note: builder.add_text_field("note", STORED),
            due: builder.add_i64_field("due", FAST),
            date: builder.add_text_field("date", STRING | STORED),
            freshness: builder.add_text_field("freshness", STRING | STORED),
            path: builder.add_text_field("path", STRING | STORED),
            line: builder.add_u64_field("line", STORED),
            route: builder.add_text_field("route", STORED),
            anchor: builder.add_text_field("anchor", STORED),
            schema: builder.build(),
        }
    }
}

impl Fields {
    pub fn text(&self, text: Text) -> Field {
        self.text[text as usize]
    }
}

/// The name under which [`WordTokenizer`] is registered with an index.
pub const TOKENIZER: &str = "rutter_words";

/// [`Words`] as tantivy wants them. Spellings are indexed as they are; stems are a matter of the query.
#[derive(Clone, Default)]
pub struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { words: Words::new(text), token: TantivyToken::default() }
    }
}

pub struct WordStream<'t> {
    words: Words<'t>,
    token: TantivyToken,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(token) = self.words.token() else { return false };
        self.token.text.clear();
        self.token.text.push_str(token.text);
        self.token.position = token.position as usize;
        self.token.offset_from = token.range.start;
        self.token.offset_to = token.range.end;
        true
    }

    fn token(&self) -> &TantivyToken {
        &self.token
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        &mut self.token
    }
}
