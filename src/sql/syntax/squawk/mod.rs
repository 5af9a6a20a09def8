//! squawk: the tree of a text, and its own rules run on it.
//!
//! Architecture invariant: squawk is young, and a text that it cannot bear must not end the program. Every call of its
//! parser and linter goes through [`guard`]: what is nested too deep for the stack is not parsed at all, and a panic
//! leaves a text without statements that has an error. The registry's other rules then see nothing, and say nothing.

mod errors;
mod guard;
mod lint;

use squawk_linter::Rule;
use squawk_syntax::ast;
use squawk_syntax::{Parse, SourceFile, SyntaxKind, SyntaxNode};

use super::SyntaxError;
use super::bodies::{self, Body};
use super::patchwork::Patchwork;
use crate::sql::Place;
pub use lint::Breach;

/// A parsed text.
pub(super) struct Tree {
    parse: Parse<SourceFile>,
    text: Patchwork,
    /// In the text.
    errors: Vec<SyntaxError>,
    bodies: Vec<Body>,
}

/// The one spelling of a rule's name that squawk prints, if it knows the name.
pub fn name(written: &str) -> Option<String> {
    written.parse::<Rule>().ok().map(|r| r.to_string())
}

/// Every name that squawk knows.
#[cfg(test)]
pub fn names() -> Vec<String> {
    // One of its rules is made by the linter alone, and can not be asked for.
    enum_iterator::all::<Rule>().map(|r| r.to_string()).filter(|n| name(n).is_some()).collect()
}

impl Tree {
    pub fn parse(text: &str) -> Self {
        Self::of(Patchwork::whole(text), 0)
    }

    /// A text that stands in a file, within `depth` bodies.
    pub fn of(text: Patchwork, depth: usize) -> Self {
        let (parse, errors) = guard::parse(text.text());
        let bodies = bodies::find(&parse.tree(), &text, depth);
        Self { parse, text, errors, bodies }
    }

    pub fn file(&self) -> ast::SourceFile {
        self.parse.tree()
    }

    /// What its places are places in. Of a body it is put together: see [`Tree::in_file`].
    pub fn text(&self) -> &str {
        self.text.text()
    }

    /// The bodies of its statements, in their order. Each has a tree with bodies of its own.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// Where a place of its text is in the file that was read.
    pub fn in_file(&self, place: &Place) -> Place {
        self.text.place(place)
    }

    /// Its text, and that of every body, as they are written.
    pub fn sources<'a>(&'a self, take: &mut impl FnMut(&'a Patchwork)) {
        take(&self.text);
        self.source_of_bodies(take);
    }

    fn source_of_bodies<'a>(&'a self, take: &mut impl FnMut(&'a Patchwork)) {
        for body in &self.bodies {
            take(&body.source);
            body.tree.source_of_bodies(take);
        }
    }

    /// What is no SQL, in the file: the first error of each statement.
    pub fn errors(&self) -> Vec<SyntaxError> {
        let mut errors = self.errors.clone();
        // Those of bodies in SQL are among the errors of the text that holds them.
        for body in self.bodies.iter().filter(|b| b.is_cut) {
            errors.extend(body.tree.errors());
        }
        for error in &mut errors[..self.errors.len()] {
            error.place = self.in_file(&error.place);
        }
        errors.sort_by_key(|e| (e.place.start, e.place.end));
        errors
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

#[cfg(test)]
mod tests;
