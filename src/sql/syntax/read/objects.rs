//! What a statement names: the table, the view, the role that it is about.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::names::{Words, first, ident, is_path, path_of};
use crate::sql::syntax::{Effect, Path, Verb};

pub(super) fn of(effect: &Effect, node: &SyntaxNode) -> Vec<Path> {
    match effect {
        Effect::CreateTable(table) => vec![table.name.clone()],
        Effect::Write { verb: Verb::Truncate, .. } => all(node),
        Effect::AlterTable { table, .. } | Effect::Write { table, .. } => vec![table.clone()],
        Effect::CreateIndex(index) => vec![index.table.clone()],
        Effect::DropTable(all) | Effect::DropIndex { indexes: all, .. } => all.clone(),
        _ => of_kind(node),
    }
}

fn of_kind(node: &SyntaxNode) -> Vec<Path> {
    let kind = format!("{:?}", node.kind());
    if let Some((verb, what)) = kind.split_once('_')
        && matches!(verb, "CREATE" | "ALTER" | "DROP")
    {
        return defined(node, verb == "DROP", what);
    }
    match node.kind() {
        SyntaxKind::LOCK | SyntaxKind::VACUUM | SyntaxKind::ANALYZE => all(node),
        SyntaxKind::GRANT | SyntaxKind::REVOKE => granted(node),
        SyntaxKind::COMMENT_ON | SyntaxKind::SECURITY_LABEL => {
            let object = node.children().find(|n| format!("{:?}", n.kind()).starts_with("OBJECT_"));
            object.and_then(|o| of_object(&o)).into_iter().collect()
        }
        SyntaxKind::SET
        | SyntaxKind::RESET
        | SyntaxKind::SHOW
        | SyntaxKind::CALL
        | SyntaxKind::REFRESH
        | SyntaxKind::CLUSTER
        // Of a schema or a database every index is meant, and it is not named for itself.
        | SyntaxKind::REINDEX => path_of(node).into_iter().collect(),
        // A query may have types and functions before its first table.
        _ => {
            let is_table =
                |n: &SyntaxNode| matches!(n.kind(), SyntaxKind::RELATION_NAME_REF | SyntaxKind::TABLE_NAME_REF);
            node.descendants().find(is_table).and_then(|n| path_of(&n)).into_iter().collect()
        }
    }
}

/// What `CREATE`, `ALTER` or `DROP` is about. Of what hangs on a table it is the table.
fn defined(node: &SyntaxNode, drops: bool, what: &str) -> Vec<Path> {
    match what {
        "TRIGGER" | "POLICY" | "RULE" => {
            let on = |n: &SyntaxNode| {
                matches!(n.kind(), SyntaxKind::ON_TABLE | SyntaxKind::ON_RELATION | SyntaxKind::RULE_ON)
            };
            node.children().find(on).and_then(|n| path_of(&n)).into_iter().collect()
        }
        // They have no name, or one that is no word.
        "CAST" | "TRANSFORM" | "OPERATOR" | "USER_MAPPING" | "SYSTEM" | "DEFAULT_PRIVILEGES" | "LARGE_OBJECT"
        | "OWNED" => Vec::new(),
        "STATISTICS" if first(node, SyntaxKind::STATISTICS_ON_CLAUSE).is_some() => {
            let from = first(node, SyntaxKind::FROM_TABLE);
            from.and_then(|n| path_of(&n)).into_iter().collect()
        }
        _ => {
            // How, and whether at all, stands before the name in nodes of its own.
            let says_how = |n: &SyntaxNode| {
                let kind = n.kind();
                kind == SyntaxKind::OR_REPLACE
                    || matches!(kind, SyntaxKind::IF_EXISTS | SyntaxKind::IF_NOT_EXISTS)
                    || matches!(kind, SyntaxKind::TEMP | SyntaxKind::UNLOGGED)
            };
            let mut names = node.children().skip_while(says_how);
            let Some(named) = names.next() else { return Vec::new() };
            let kind = format!("{:?}", named.kind());
            // `ALTER ROLE ALL SET ...`: what is done to it comes first, as it has no name.
            if kind.starts_with("SET_") || kind.starts_with("RESET_") || kind == "ALL_IN_TABLESPACE" {
                return Vec::new();
            }
            let of_list = |n: &SyntaxNode| format!("{:?}", n.kind()).ends_with("_SIG_LIST");
            let rest = names.take_while(|n| drops && n.kind() == named.kind());
            let all = [named.clone()].into_iter().chain(rest);
            let all = all.flat_map(|n| if of_list(&n) { n.children().collect() } else { vec![n] });
            all.filter_map(|n| name_of(&n)).collect()
        }
    }
}

/// What a privilege is on. Schemas of which everything is meant are not named for themselves.
fn granted(node: &SyntaxNode) -> Vec<Path> {
    let Some(on) = first(node, SyntaxKind::ON_PRIVILEGE_OBJECTS_CLAUSE) else { return Vec::new() };
    let Some(objects) = on.children().next() else { return Vec::new() };
    if format!("{:?}", objects.kind()).ends_with("_IN_SCHEMA") {
        return Vec::new();
    }
    let lists = objects.children().flat_map(|n| {
        let is_list = format!("{:?}", n.kind()).ends_with("_LIST");
        if is_list { n.children().collect() } else { vec![n] }
    });
    lists.filter_map(|n| name_of(&n)).collect()
}

/// The object of a comment or a label; of a column its table, and of what hangs on a table that.
fn of_object(object: &SyntaxNode) -> Option<Path> {
    let table = |n: &SyntaxNode| matches!(n.kind(), SyntaxKind::RELATION_NAME_REF | SyntaxKind::TABLE_NAME_REF);
    if object.kind() == SyntaxKind::OBJECT_COLUMN {
        let column = object.descendants().find(is_path)?;
        return path_of(&column.children().find(is_path)?);
    }
    object.descendants().find(table).and_then(|n| path_of(&n)).or_else(|| name_of(&object.children().next()?))
}

/// A name with its schema, or a word alone: roles, schemas and the like stand in none.
fn name_of(node: &SyntaxNode) -> Option<Path> {
    path_of(node).or_else(|| {
        let word = node.words().find(|t| !matches!(t.kind(), SyntaxKind::GROUP_KW | SyntaxKind::AUTHORIZATION_KW))?;
        let name = ident(&word.parent()?)?;
        Some(Path { schema: None, name })
    })
}

/// All names in a statement that is a list of them.
fn all(node: &SyntaxNode) -> Vec<Path> {
    let outermost = |n: &SyntaxNode| n.parent().is_none_or(|p| !is_path(&p));
    node.descendants().filter(|n| is_path(n) && outermost(n)).filter_map(|n| path_of(&n)).collect()
}
