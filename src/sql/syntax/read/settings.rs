//! `SET`, `RESET` and `set_config`.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::names::{self, Words};
use crate::sql::Place;
use crate::sql::syntax::squawk::place_of;
use crate::sql::syntax::{Effect, Setting};

pub(super) fn set(set: &ast::Set) -> Option<Effect> {
    let ast::SetTarget::SetConfig(config) = set.set_target()? else { return None };
    let parameter = config.syntax().children().find(|n| n.kind() == SyntaxKind::CONFIG_PARAMETER_REF)?;
    // `SET x FROM CURRENT` has no value of its own.
    let given = config.syntax().children().find(|n| n.kind() == SyntaxKind::TO_CONFIG_VALUE);
    let is_default =
        given.as_ref().is_none_or(|v| v.words().nth(1).is_some_and(|t| t.kind() == SyntaxKind::DEFAULT_KW));
    Some(Effect::Set(Setting {
        name: name(&parameter),
        value: given.filter(|_| !is_default).map(|v| value(&v)),
        local: matches!(set.set_scope(), Some(ast::SetScope::LocalScope(_))),
        place: without_end(set.syntax()),
    }))
}

/// `RESET lock_timeout`, and `RESET ALL` as a setting `all`.
pub(super) fn reset(reset: &ast::Reset) -> Option<Effect> {
    let name = match reset.reset_target()? {
        ast::ResetTarget::All(_) => "all".to_owned(),
        ast::ResetTarget::ConfigParameterRef(parameter) => name(parameter.syntax()),
        _ => return None,
    };
    Some(Effect::Set(Setting { name, value: None, local: false, place: without_end(reset.syntax()) }))
}

/// `SELECT set_config('lock_timeout', '2s', true)`, where it is all that a query does.
pub(super) fn set_config(select: &SyntaxNode) -> Option<Effect> {
    let mut clauses = select.children();
    let targets = clauses.next().and_then(|clause| names::first(&clause, SyntaxKind::TARGET_LIST))?;
    let target = targets.children().next().filter(|_| targets.children().count() == 1 && clauses.next().is_none())?;
    let call = target.children().next().filter(|n| n.kind() == SyntaxKind::CALL_EXPR)?;
    let callee: String = call.children().next()?.words().map(|t| names::ident_of(&t).value).collect();
    if !matches!(callee.as_str(), "set_config" | "pg_catalog.set_config") {
        return None;
    }
    let arguments = call.children().find(|n| n.kind() == SyntaxKind::ARG_LIST)?;
    let arguments: Vec<SyntaxNode> = arguments.children().filter_map(|a| a.children().next()).collect();
    let [parameter, value, local] = arguments.as_slice() else { return None };
    let local = match local.kind() {
        SyntaxKind::LITERAL => text(local).unwrap_or_else(|| names::text(local)),
        _ => return None,
    };
    Some(Effect::Set(Setting {
        name: text(parameter)?.to_lowercase(),
        value: Some(text(value)?),
        local: matches!(local.to_lowercase().as_str(), "true" | "t" | "yes" | "y" | "on" | "1"),
        place: without_end(select),
    }))
}

/// What a string says; nothing for what is none. `'2s'::text` is one.
fn text(node: &SyntaxNode) -> Option<String> {
    let literal = if node.kind() == SyntaxKind::CAST_EXPR { node.children().next()? } else { node.clone() };
    let first = literal.words().next()?;
    let is_string = matches!(
        first.kind(),
        SyntaxKind::STRING | SyntaxKind::ESC_STRING | SyntaxKind::UNICODE_ESC_STRING | SyntaxKind::DOLLAR_QUOTED_STRING
    );
    ast::Literal::cast(literal).filter(|_| is_string)?.decoded_value().map(|d| d.text().to_owned())
}

/// Names of settings are the same in any case, quoted or not.
fn name(parameter: &SyntaxNode) -> String {
    parameter.words().map(|t| names::ident_of(&t).value.to_lowercase()).collect()
}

/// What follows `=` or `TO`, without the quotes of strings and names.
fn value(given: &SyntaxNode) -> String {
    let mut out = String::new();
    for element in given.children_with_tokens().skip(1) {
        if let Some(token) = element.as_token().filter(|t| !t.kind().is_trivia()) {
            out.push_str(token.text());
        }
        if let Some(node) = element.as_node() {
            match text(node) {
                Some(text) => out.push_str(&text),
                None => node.words().for_each(|t| out.push_str(&names::unquoted(t.text()))),
            }
        }
    }
    out
}

/// Where a statement is, up to its semicolon.
fn without_end(node: &SyntaxNode) -> Place {
    let start = place_of(node).start;
    let last = node.words().filter(|t| t.kind() != SyntaxKind::SEMICOLON).last();
    start..last.map_or(start, |t| t.text_range().end().into())
}
