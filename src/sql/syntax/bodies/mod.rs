//! The bodies of functions, procedures and DO blocks: texts of SQL inside a text of SQL.

mod plpgsql;

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::patchwork::Patchwork;

use super::squawk::{Tree, place};

/// One body.
pub(super) struct Body {
    /// The statement it is of, by its number in the tree that holds it.
    pub of: usize,
    /// Its statements, as SQL. Of PL/pgSQL the SQL alone is here.
    pub tree: Tree,
    /// All of it as it is written, comments too.
    pub source: Patchwork,
    /// The tree has less than the source: what is not SQL was cut away.
    pub is_cut: bool,
    /// A DO block runs where it stands; a function runs some other day.
    pub is_run: bool,
}

#[derive(Clone, Copy)]
enum Language {
    Sql,
    Plpgsql,
}

/// Bodies in bodies deeper than this are not looked into.
const DEEPEST: usize = 6;

/// The bodies of a text's statements, in their order.
pub(super) fn find(file: &ast::SourceFile, text: &Patchwork, depth: usize) -> Vec<Body> {
    if depth >= DEEPEST {
        return Vec::new();
    }
    let statements = file.stmts().enumerate();
    statements.filter_map(|(of, statement)| body(of, &statement, text, depth)).collect()
}

fn body(of: usize, statement: &ast::Stmt, text: &Patchwork, depth: usize) -> Option<Body> {
    let (language, source) = match statement {
        ast::Stmt::Do(block) => of_do(block, text)?,
        ast::Stmt::CreateFunction(f) => of_routine(f.option_list(), f.body(), text)?,
        ast::Stmt::CreateProcedure(p) => of_routine(p.option_list(), p.body(), text)?,
        _ => return None,
    };
    let sql = match language {
        Language::Sql => source.clone(),
        Language::Plpgsql => plpgsql::sql(&source),
    };
    let is_run = matches!(statement, ast::Stmt::Do(_));
    Some(Body { of, tree: Tree::of(sql, depth + 1), source, is_cut: matches!(language, Language::Plpgsql), is_run })
}

fn of_do(block: &ast::Do, text: &Patchwork) -> Option<(Language, Patchwork)> {
    let language = block.do_language().map_or(Some(Language::Plpgsql), |l| language(l.language_name()?))?;
    Some((language, decoded(&block.body()?, text)?))
}

fn of_routine(
    options: Option<ast::FuncOptionList>,
    body: Option<ast::RoutineBody>,
    text: &Patchwork,
) -> Option<(Language, Patchwork)> {
    if let Some(body) = body {
        return Some((Language::Sql, standard(&body, text)));
    }
    let (mut spoken, mut literal) = (None, None);
    for option in options?.options() {
        match option {
            ast::FuncOption::LanguageFuncOption(option) => spoken = option.language_name().and_then(language),
            ast::FuncOption::AsFuncOption(option) => {
                if let Some(ast::AsFuncTarget::AsDefinition(definition)) = option.as_func_target() {
                    literal = definition.literal();
                }
            }
            _ => {}
        }
    }
    Some((spoken?, decoded(&literal?, text)?))
}

fn language(named: ast::LanguageName) -> Option<Language> {
    match named.name.to_ascii_lowercase().as_str() {
        "sql" => Some(Language::Sql),
        "plpgsql" => Some(Language::Plpgsql),
        _ => None,
    }
}

/// `BEGIN ATOMIC ... END` and `RETURN expression`, as statements.
fn standard(body: &ast::RoutineBody, text: &Patchwork) -> Patchwork {
    let mut source = Patchwork::default();
    let mut give = |node: Option<&SyntaxNode>, before: &str| {
        let Some(node) = node else { return };
        source.glue(before);
        source.push_part(text, place(node.text_range()));
        source.glue(";\n");
    };
    let mut give_statement = |statement: ast::RoutineBodyStmt| match statement {
        ast::RoutineBodyStmt::ReturnStmt(node) => give(node.expr().as_ref().map(AstNode::syntax), "SELECT "),
        ast::RoutineBodyStmt::Stmt(node) => give(Some(node.syntax()), ""),
    };
    match body {
        ast::RoutineBody::ReturnStmt(node) => give_statement(ast::RoutineBodyStmt::ReturnStmt(node.clone())),
        ast::RoutineBody::AtomicBody(block) => block.routine_body_stmts().for_each(give_statement),
    }
    source
}

/// What a literal says, character by character where it stands.
pub(super) fn decoded(literal: &ast::Literal, text: &Patchwork) -> Option<Patchwork> {
    let decoded = literal.decoded_value()?;
    let mut said = Patchwork::default();
    for (at, c) in decoded.text().char_indices() {
        let from: u32 = decoded.source_pos((at as u32).into()).into();
        let from = from as usize;
        let from = text.place(&(from..from + 1)).start;
        said.push(c.encode_utf8(&mut [0; 4]), from);
    }
    Some(said)
}

#[cfg(test)]
mod tests;
