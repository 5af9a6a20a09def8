//! squawk: the tree of a text, and its own rules run on it.

use squawk_linter::{Linter, Rule, Version};
use squawk_syntax::ast;
use squawk_syntax::{Parse, SourceFile, SyntaxKind, SyntaxNode};

use super::{Dialect, Statement, SyntaxError};
use crate::sql::Place;

/// A parsed text.
pub(super) struct Tree {
    parse: Parse<SourceFile>,
    text: Box<str>,
}

/// One of squawk's rules is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// squawk's name.
    pub rule: String,
    pub place: Place,
    pub message: String,
    pub help: Option<String>,
}

/// The one spelling of a rule's name that squawk prints, if it knows the name.
pub fn name(written: &str) -> Option<String> {
    written.parse::<Rule>().ok().map(|r| r.to_string())
}

impl Tree {
    pub fn parse(text: &str) -> Self {
        Self { parse: SourceFile::parse(text), text: text.into() }
    }

    pub fn root(&self) -> SyntaxNode {
        self.parse.syntax_node()
    }

    pub fn file(&self) -> ast::SourceFile {
        self.parse.tree()
    }

    /// The errors, the first of each statement.
    pub fn errors(&self, statements: &[Statement]) -> Vec<SyntaxError> {
        let mut errors: Vec<SyntaxError> = Vec::new();
        let mut last = None;
        for error in self.parse.errors() {
            let place = place(error.range());
            let of = statements.iter().rposition(|s| s.within.is_none() && s.place.start <= place.start);
            if errors.is_empty() || of != last {
                errors.push(SyntaxError { place, message: error.message().to_owned() });
            }
            last = of;
        }
        errors
    }

    /// Comments and where they stand.
    pub fn comments(&self) -> impl Iterator<Item = (Place, String)> {
        self.root()
            .descendants_with_tokens()
            .filter_map(|e| e.into_token())
            .filter(|t| t.kind() == SyntaxKind::COMMENT)
            .map(|t| (place(t.text_range()), t.text().to_owned()))
    }

    pub fn lint(&self, rules: &[&'static str], dialect: &Dialect, in_transaction: bool) -> Vec<Breach> {
        let rules = rules.iter().filter_map(|r| r.parse::<Rule>().ok());
        let mut linter = Linter::from(rules);
        if let Ok(version) = dialect.postgres.parse::<Version>() {
            linter.settings.pg_version = version;
        }
        linter.settings.assume_in_transaction = in_transaction;
        let breaches = linter.lint(&self.parse, &self.text);
        breaches
            .into_iter()
            .map(|v| Breach { rule: v.code.to_string(), place: place(v.text_range), message: v.message, help: v.help })
            .collect()
    }
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").finish_non_exhaustive()
    }
}

/// A range of the tree as a place in the text.
pub(super) fn place(range: impl Into<std::ops::Range<usize>>) -> Place {
    range.into()
}

/// Where a node's own text is: without the comments and spaces before it.
pub(super) fn place_of(node: &SyntaxNode) -> Place {
    let range: Place = node.text_range().into();
    let start = node
        .descendants_with_tokens()
        .filter_map(|e| e.into_token())
        .find(|t| !matches!(t.kind(), SyntaxKind::COMMENT | SyntaxKind::WHITESPACE))
        .map_or(range.start, |t| t.text_range().start().into());
    start..range.end
}
