//! `CREATE INDEX` and `ALTER INDEX`.

use squawk_syntax::SyntaxKind;
use squawk_syntax::ast::{self, AstNode};

use super::names::{self, ident, path_of};
use crate::sql::syntax::{Effect, Ident, Index, Key};

pub(super) fn create(create: &ast::CreateIndex) -> Option<Effect> {
    let keys = create.partition_item_list().map(|l| l.partition_items().map(|i| key(&i)).collect()).unwrap_or_default();
    let include = create.index_include_clause().and_then(|c| c.partition_item_list());
    let include: Vec<Ident> =
        include.map(|l| l.partition_items().filter_map(|i| column(&i)).collect()).unwrap_or_default();
    let method = create.using_method().and_then(|m| Some(ident(m.access_method_ref()?.syntax())?.value));
    Some(Effect::CreateIndex(Index {
        name: create.index().and_then(|i| path_of(i.syntax())).map(|p| p.name),
        table: path_of(create.table_relation_name()?.syntax())?,
        is_unique: create.unique_token().is_some(),
        concurrently: create.concurrently_token().is_some(),
        if_not_exists: create.if_not_exists().is_some(),
        method: method.unwrap_or_else(|| "btree".to_owned()),
        keys,
        include,
        predicate: create.where_clause().and_then(|w| w.expr()).map(|e| names::text(e.syntax())),
    }))
}

fn key(item: &ast::PartitionItem) -> Key {
    Key { column: column(item), text: names::text(item.syntax()) }
}

/// The column that a key is, if it is one alone: in parentheses too, and with a collation.
fn column(item: &ast::PartitionItem) -> Option<Ident> {
    names::column(item.expr()?.syntax())
}

pub(super) fn alter(alter: &ast::AlterIndex) -> Option<Effect> {
    let index = path_of(alter.index_ref()?.syntax())?;
    match alter.action()? {
        ast::AlterIndexAction::IndexRenameTo(to) => {
            let node = names::first(to.syntax(), SyntaxKind::INDEX)?;
            let to = path_of(&node).map(|p| p.name).or_else(|| ident(&node))?;
            Some(Effect::RenameIndex { index, to })
        }
        _ => None,
    }
}
