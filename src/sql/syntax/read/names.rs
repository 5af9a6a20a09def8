//! The words of a tree: names, as PostgreSQL folds them, and where they stand.

use squawk_syntax::ast;
use squawk_syntax::{SyntaxKind, SyntaxNode, SyntaxToken};

use crate::sql::syntax::{At, Ident, Path};

/// What a node is made of, without spaces and comments.
pub(super) trait Words {
    fn words(&self) -> impl Iterator<Item = SyntaxToken>;

    /// Whether one of its own words is of a kind, at any depth.
    fn has(&self, kind: SyntaxKind) -> bool {
        self.words().any(|t| t.kind() == kind)
    }
}

impl Words for SyntaxNode {
    fn words(&self) -> impl Iterator<Item = SyntaxToken> {
        self.descendants_with_tokens().filter_map(|e| e.into_token()).filter(|t| !t.kind().is_trivia())
    }
}

/// An identifier: quotes taken off, or folded to lower case.
pub(super) fn ident_of(token: &SyntaxToken) -> Ident {
    let escaped = token.text().get(..3).is_some_and(|t| t.eq_ignore_ascii_case("u&\""));
    let value = match token.parent() {
        Some(node) if escaped => ast::normalize_name_node(&node),
        _ => folded(token.text()),
    };
    At { value, place: token.text_range().into() }
}

fn folded(text: &str) -> String {
    match text.strip_prefix('"') {
        Some(_) => unquoted(text),
        // PostgreSQL folds no letters but these where a database is in UTF-8.
        None => text.to_ascii_lowercase(),
    }
}

/// A word without the quotes of a name.
pub(super) fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => text.to_owned(),
    }
}

/// The first word of a node as an identifier.
pub(super) fn ident(node: &SyntaxNode) -> Option<Ident> {
    node.words().next().map(|t| ident_of(&t))
}

/// The column that an expression is: in parentheses too, and with a collation.
pub(super) fn column(expr: &SyntaxNode) -> Option<Ident> {
    match expr.kind() {
        SyntaxKind::NAME_REF => ident(expr),
        SyntaxKind::PAREN_EXPR | SyntaxKind::COLLATE => column(&expr.children().next()?),
        _ => None,
    }
}

/// The identifiers of a list in parentheses: the first word between its commas.
pub(super) fn idents(list: &SyntaxNode) -> Vec<Ident> {
    list.children().filter_map(|n| ident(&n)).collect()
}

pub(super) fn is_path(node: &SyntaxNode) -> bool {
    matches!(node.kind(), SyntaxKind::PATH | SyntaxKind::PATH_REF)
}

/// The name that a node holds, or is: its words between dots.
pub(super) fn path_of(node: &SyntaxNode) -> Option<Path> {
    let path = node.descendants().find(is_path)?;
    let mut parts: Vec<Ident> = path.words().filter(|t| t.kind() != SyntaxKind::DOT).map(|t| ident_of(&t)).collect();
    let name = parts.pop()?;
    Some(Path { schema: parts.pop(), name })
}

/// The first node of a kind, at any depth.
pub(super) fn first(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.descendants().find(|n| n.kind() == kind)
}

/// The text of a node, spaces and comments made one space.
pub(super) fn text(node: &SyntaxNode) -> String {
    let mut out = String::new();
    let mut end = None;
    for token in node.words() {
        if end.is_some_and(|end| end != token.text_range().start()) {
            out.push(' ');
        }
        out.push_str(token.text());
        end = Some(token.text_range().end());
    }
    out
}
