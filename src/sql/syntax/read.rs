//! From squawk's tree to [`Statement`]s.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::squawk::{Tree, place_of};
use super::{Effect, Ident, Path, Statement, Table};

pub(super) fn statements(tree: &Tree, text: &str) -> Vec<Statement> {
    tree.file().stmts().map(|stmt| statement(&stmt, text)).collect()
}

fn statement(stmt: &ast::Stmt, text: &str) -> Statement {
    let place = place_of(stmt.syntax());
    let words: Vec<&str> = text[place.clone()].split_whitespace().take(2).collect();
    let effect = match stmt {
        ast::Stmt::CreateTable(create) => create_table(create),
        _ => None,
    };
    let objects = match &effect {
        Some(Effect::CreateTable(table)) => vec![table.name.clone()],
        _ => Vec::new(),
    };
    Statement {
        place,
        command: words.join(" ").to_uppercase(),
        objects,
        within: None,
        effect: effect.unwrap_or(Effect::Other),
        shapes: Vec::new(),
    }
}

fn create_table(create: &ast::CreateTable) -> Option<Effect> {
    let path = create.table_name()?.path()?;
    Some(Effect::CreateTable(Table {
        name: path_of(&path)?,
        if_not_exists: create.if_not_exists().is_some(),
        temporary: create.persistence().is_some(),
        columns: Vec::new(),
        constraints: Vec::new(),
        partition_of: None,
        is_open: false,
    }))
}

fn path_of(path: &ast::Path) -> Option<Path> {
    let segment = path.segment()?;
    Some(Path { schema: None, name: ident(segment.syntax()) })
}

fn ident(node: &SyntaxNode) -> Ident {
    Ident { value: ast::normalize_name_node(node), place: place_of(node) }
}
