//! From squawk's tree to [`Statement`]s.
//!
//! 1. [`command`] is what a statement is called.
//! 2. [`tables`], [`alter`] and [`indexes`] say what it does to the schema, this file what else it does.
//!    [`objects`] is what it names, [`settings`] what it sets.
//! 3. [`queries`] finds the shapes that rules ask for.
//! 4. [`names`] are the words that all of them read. [`relocate`] takes what stands in a body to its place in the file.

mod alter;
mod command;
mod indexes;
mod names;
mod objects;
mod queries;
mod relocate;
mod settings;
mod tables;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use self::names::{Words, path_of};
use super::squawk::{Tree, place_of};
use super::{Effect, Statement, Verb};

/// The statements of a file. Those of a body follow the one that it is of.
pub(super) fn statements(tree: &Tree) -> Vec<Statement> {
    let mut all = Vec::new();
    add(tree, None, &mut all);
    all
}

fn add(tree: &Tree, within: Option<usize>, all: &mut Vec<Statement>) {
    let mut bodies = tree.bodies().iter().peekable();
    for (number, stmt) in tree.file().stmts().enumerate() {
        let mut statement = statement(&stmt, tree.text());
        if within.is_some() {
            relocate::statement(&mut statement, &|place| tree.in_file(place));
            statement.within = within;
        }
        // A lone semicolon, or what glues a body together.
        if statement.command.is_empty() {
            continue;
        }
        let at = all.len();
        all.push(statement);
        while let Some(body) = bodies.next_if(|b| b.of == number) {
            // `BEGIN ATOMIC` has its statements in the same tree: their shapes are theirs.
            all[at].shapes.clear();
            add(&body.tree, Some(at), all);
        }
    }
}

fn statement(stmt: &ast::Stmt, text: &str) -> Statement {
    let node = stmt.syntax();
    let mut place = place_of(node);
    // The semicolon ends a statement and is no part of it.
    let own = text.get(place.clone()).unwrap_or_default();
    place.end = place.start + own.trim_end().trim_end_matches(';').trim_end().len();
    let effect = effect(stmt);
    Statement {
        command: command::of(node),
        objects: objects::of(&effect, node),
        within: None,
        shapes: queries::shapes(node),
        effect,
        place,
    }
}

fn effect(stmt: &ast::Stmt) -> Effect {
    let effect = match stmt {
        ast::Stmt::CreateTable(create) => tables::create(create),
        ast::Stmt::CreateTableAs(create) => tables::create_as(create.table_name(), create.syntax()),
        ast::Stmt::SelectInto(select) => tables::select_into(select),
        ast::Stmt::AlterTable(table) => alter::table(table),
        ast::Stmt::DropTable(drop) => {
            Some(Effect::DropTable(drop.table_name_refs().filter_map(|t| path_of(t.syntax())).collect()))
        }
        ast::Stmt::CreateIndex(create) => indexes::create(create),
        ast::Stmt::DropIndex(drop) => Some(Effect::DropIndex {
            indexes: drop.index_refs().filter_map(|i| path_of(i.syntax())).collect(),
            concurrently: drop.concurrently_token().is_some(),
        }),
        ast::Stmt::AlterIndex(index) => indexes::alter(index),
        ast::Stmt::CreateFunction(f) => f.name().and_then(|n| path_of(n.syntax())).map(Effect::CreateFunction),
        ast::Stmt::CreateProcedure(p) => p.name().and_then(|n| path_of(n.syntax())).map(Effect::CreateFunction),
        ast::Stmt::Set(set) => settings::set(set),
        ast::Stmt::Select(select) => settings::set_config(select.syntax()),
        ast::Stmt::Vacuum(vacuum) => Some(Effect::Vacuum { full: full(vacuum) }),
        ast::Stmt::Refresh(refresh) => refresh
            .view_ref()
            .and_then(|v| path_of(v.syntax()))
            .map(|view| Effect::RefreshView { view, concurrently: refresh.concurrently_token().is_some() }),
        ast::Stmt::Reindex(reindex) => Some(Effect::Reindex { concurrently: concurrently(reindex.syntax()) }),
        ast::Stmt::Cluster(_) => Some(Effect::Cluster),
        ast::Stmt::Update(update) => {
            write(Verb::Update, update.relation_name().map(|r| r.syntax().clone()), set_columns(update.syntax()))
        }
        ast::Stmt::Delete(delete) => {
            write(Verb::Delete, delete.relation_name().map(|r| r.syntax().clone()), Vec::new())
        }
        ast::Stmt::Insert(insert) => {
            let columns = insert.column_target_list().map(|l| names::idents(l.syntax())).unwrap_or_default();
            write(Verb::Insert, insert.relation_name_ref().map(|r| r.syntax().clone()), columns)
        }
        ast::Stmt::Merge(merge) => {
            write(Verb::Merge, merge.table_relation_name().map(|r| r.syntax().clone()), Vec::new())
        }
        ast::Stmt::Truncate(truncate) => {
            write(Verb::Truncate, truncate.table_list().map(|l| l.syntax().clone()), Vec::new())
        }
        ast::Stmt::Begin(_) => Some(Effect::Begin),
        ast::Stmt::Commit(ast::Commit::CommitTransaction(_)) => Some(Effect::Commit),
        ast::Stmt::Rollback(ast::Rollback::RollbackTransaction(_)) => Some(Effect::Rollback),
        ast::Stmt::Reset(reset) => settings::reset(reset),
        _ => None,
    };
    effect.unwrap_or(Effect::Other)
}

fn write(verb: Verb, table: Option<SyntaxNode>, columns: Vec<super::Ident>) -> Option<Effect> {
    Some(Effect::Write { verb, table: path_of(&names::first(&table?, SyntaxKind::PATH_REF)?)?, columns })
}

/// The columns of `SET a = 1, (b, c) = (2, 3)`.
fn set_columns(update: &SyntaxNode) -> Vec<super::Ident> {
    let list = update.children().find(|n| n.kind() == SyntaxKind::SET_CLAUSE);
    let targets = list.into_iter().flat_map(|l| l.descendants()).filter(|n| n.kind() == SyntaxKind::COLUMN_TARGET);
    targets.filter_map(|t| names::ident(&t)).collect()
}

/// Where `VACUUM FULL` or `VACUUM (FULL)` says so.
fn full(vacuum: &ast::Vacuum) -> Option<super::Place> {
    if let Some(word) = vacuum.full_token() {
        return Some(word.text_range().into());
    }
    let options = vacuum.syntax().descendants().filter(|n| n.kind() == SyntaxKind::VACUUM_OPTION);
    let set = options.filter(|o| is_on(o, "full")).last()?;
    Some(place_of(&set))
}

/// Whether `REINDEX` is told so, before its object or in parentheses.
fn concurrently(reindex: &SyntaxNode) -> bool {
    let mut options = reindex.descendants().filter(|n| n.kind() == SyntaxKind::REINDEX_OPTION_CONCURRENTLY);
    reindex.has(SyntaxKind::CONCURRENTLY_KW) && options.all(|o| is_on(&o, "concurrently"))
}

fn is_on(option: &SyntaxNode, name: &str) -> bool {
    let words: Vec<String> = option.words().map(|t| t.text().to_lowercase()).collect();
    let off = ["false", "off", "0", "'false'", "'off'"];
    words.first().is_some_and(|w| w == name) && words.get(1).is_none_or(|w| !off.contains(&w.as_str()))
}
