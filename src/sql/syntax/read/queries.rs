//! The shapes of queries that rules ask for, wherever in a statement they are.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::names::{self, Words, path_of};
use crate::sql::syntax::squawk::place_of;
use crate::sql::syntax::{At, Shape, Verb};

pub(super) fn shapes(statement: &SyntaxNode) -> Vec<At<Shape>> {
    let mut shapes: Vec<At<Shape>> = statement.descendants().filter_map(|node| shape(&node)).collect();
    shapes.extend(statement.descendants().filter(|n| n.kind() == SyntaxKind::FROM_CLAUSE).flat_map(|n| commas(&n)));
    shapes.sort_by_key(|s| (s.place.start, s.place.end));
    shapes
}

fn shape(node: &SyntaxNode) -> Option<At<Shape>> {
    let at = |value, node: &SyntaxNode| Some(At { value, place: place_of(node) });
    match node.kind() {
        SyntaxKind::TARGET => {
            let star = node.words().last().filter(|t| t.kind() == SyntaxKind::STAR)?;
            let is_star = node.words().count() == 1 || node.children().any(|n| n.kind() == SyntaxKind::FIELD_EXPR);
            let place = star.text_range().into();
            (is_star && is_target_of_select(node) && !in_exists(node)).then_some(At { value: Shape::Star, place })
        }
        SyntaxKind::BIN_EXPR => {
            let is_not_in = node.children().any(|n| n.kind() == SyntaxKind::NOT_IN);
            let right = node.children().last()?;
            let query = right.kind() == SyntaxKind::PAREN_EXPR && right.children().any(|n| is_query(n.kind()))
                || is_query(right.kind());
            if is_not_in && query { at(Shape::NotInSubquery, node) } else { None }
        }
        SyntaxKind::LIMIT_CLAUSE | SyntaxKind::FETCH_CLAUSE => {
            let query = node.parent()?;
            let free = is_query(query.kind())
                && limits(node)
                && !is_ordered(&query)
                && !in_exists(&query)
                && !is_one_row(&query);
            if free { at(Shape::UnorderedLimit, node) } else { None }
        }
        SyntaxKind::UPDATE | SyntaxKind::DELETE => {
            let filtered =
                node.children().any(|n| matches!(n.kind(), SyntaxKind::WHERE_CLAUSE | SyntaxKind::WHERE_CURRENT_OF));
            let verb = if node.kind() == SyntaxKind::UPDATE { Verb::Update } else { Verb::Delete };
            let table = path_of(&node.children().find(|n| n.kind() == SyntaxKind::RELATION_NAME)?)?;
            let word = node.words().find(|t| matches!(t.kind(), SyntaxKind::UPDATE_KW | SyntaxKind::DELETE_KW))?;
            let place = word.text_range().into();
            (!filtered).then_some(At { value: Shape::NoWhere { verb, table }, place })
        }
        _ => None,
    }
}

fn is_query(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::SELECT
            | SyntaxKind::SELECT_INTO
            | SyntaxKind::COMPOUND_SELECT
            | SyntaxKind::PAREN_SELECT
            | SyntaxKind::TABLE
    )
}

/// Whether a limit takes some rows and leaves others: not so `LIMIT ALL`, `LIMIT NULL` and `LIMIT 0`.
fn limits(clause: &SyntaxNode) -> bool {
    clause
        .words()
        .nth(1)
        .is_none_or(|t| !matches!(t.kind(), SyntaxKind::ALL_KW | SyntaxKind::NULL_KW) && t.text() != "0")
}

/// Whether a query says in which order its rows come. Parentheses make no other query: `(SELECT ... ORDER BY a) LIMIT 1`
/// is what it is without them, and so is `(SELECT ... LIMIT 1) ORDER BY a`. Source: `insertSelectOptions` in PostgreSQL's
/// `gram.y`.
fn is_ordered(query: &SyntaxNode) -> bool {
    let is_paren = |n: &SyntaxNode| n.kind() == SyntaxKind::PAREN_SELECT;
    let around = query.ancestors().skip(1).take_while(is_paren);
    let inner = std::iter::successors(Some(query.clone()), inside);
    inner.chain(around).any(|q| q.children().any(|n| n.kind() == SyntaxKind::ORDER_BY_CLAUSE))
}

/// The query that another one in parentheses is.
fn inside(query: &SyntaxNode) -> Option<SyntaxNode> {
    if query.kind() != SyntaxKind::PAREN_SELECT {
        return None;
    }
    query.children().find(|n| is_query(n.kind()))
}

/// Not of `RETURNING *`.
fn is_target_of_select(target: &SyntaxNode) -> bool {
    target.parent().and_then(|list| list.parent()).is_some_and(|n| n.kind() == SyntaxKind::SELECT_CLAUSE)
}

/// Whether the query that a node belongs to is asked only whether it has a row.
fn in_exists(node: &SyntaxNode) -> bool {
    let query = node.ancestors().find(|n| matches!(n.kind(), SyntaxKind::SELECT | SyntaxKind::COMPOUND_SELECT));
    query.is_some_and(|q| {
        let around = q.ancestors().skip(1).find(|n| {
            !matches!(n.kind(), SyntaxKind::PAREN_EXPR | SyntaxKind::PAREN_SELECT | SyntaxKind::COMPOUND_SELECT)
        });
        around.is_some_and(|n| {
            let before = q.first_token().and_then(|t| {
                std::iter::successors(t.prev_token(), |t| t.prev_token())
                    .find(|t| !t.kind().is_trivia() && t.kind() != SyntaxKind::L_PAREN)
            });
            n.kind() == SyntaxKind::EXISTS_FN || before.is_some_and(|t| t.kind() == SyntaxKind::EXISTS_KW)
        })
    })
}

/// PostgreSQL's aggregates, but for those that say so themselves by `WITHIN GROUP`. Source: its documentation, chapter
/// "Aggregate Functions".
const AGGREGATES: [&str; 42] = [
    "any_value",
    "array_agg",
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "corr",
    "count",
    "covar_pop",
    "covar_samp",
    "every",
    "json_agg",
    "json_agg_strict",
    "json_object_agg",
    "json_object_agg_unique",
    "jsonb_agg",
    "jsonb_agg_strict",
    "jsonb_object_agg",
    "jsonb_object_agg_unique",
    "max",
    "min",
    "range_agg",
    "range_intersect_agg",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "sum",
    "var_pop",
    "var_samp",
    "variance",
];

/// Whether one row at most comes out: there is an aggregate and no group, or no table at all.
fn is_one_row(query: &SyntaxNode) -> bool {
    if let Some(inner) = inside(query) {
        return is_one_row(&inner);
    }
    if !matches!(query.kind(), SyntaxKind::SELECT | SyntaxKind::SELECT_INTO) {
        return false;
    }
    let has = |kind| query.children().any(|n| n.kind() == kind);
    let targets = names::first(query, SyntaxKind::TARGET_LIST);
    let aggregates = targets.is_some_and(|targets| has_aggregate(&targets));
    aggregates && !has(SyntaxKind::GROUP_BY_CLAUSE) || !has(SyntaxKind::FROM_CLAUSE)
}

/// Whether an expression of a query has an aggregate; those of queries in it are theirs.
fn has_aggregate(node: &SyntaxNode) -> bool {
    let mine = node.children().filter(|n| !is_query(n.kind()));
    mine.into_iter().any(|n| is_aggregate(&n) || has_aggregate(&n))
}

fn is_aggregate(call: &SyntaxNode) -> bool {
    let has = |kind| call.children().any(|n| n.kind() == kind);
    let is_named = || names::ident(call).is_some_and(|name| AGGREGATES.contains(&name.value.as_str()));
    call.kind() == SyntaxKind::CALL_EXPR
        && !has(SyntaxKind::OVER_CLAUSE)
        && (has(SyntaxKind::WITHIN_CLAUSE) || has(SyntaxKind::FILTER_CLAUSE) || is_named())
}

/// The commas of `FROM a, b` between tables. A function, a list of values or what is LATERAL hangs on what stands
/// before it, and a comma is how that is written.
fn commas(from: &SyntaxNode) -> Vec<At<Shape>> {
    let items = ast::FromClause::cast(from.clone()).map(|f| f.items().collect::<Vec<_>>()).unwrap_or_default();
    let joins = |node: &SyntaxNode| {
        let lateral = node.words().next().is_some_and(|t| t.kind() == SyntaxKind::LATERAL_KW);
        let table = matches!(node.kind(), SyntaxKind::RELATION_FROM_ITEM | SyntaxKind::JOIN_EXPR);
        let query = node.kind() == SyntaxKind::PAREN_FROM_ITEM && !node.has(SyntaxKind::VALUES_KW);
        !lateral && (table || query)
    };
    items
        .iter()
        .skip(1)
        .filter(|item| joins(item.syntax()))
        .filter_map(|item| {
            let first = item.syntax().first_token()?;
            let comma = std::iter::successors(first.prev_token(), |t| t.prev_token())
                .find(|t| t.kind() == SyntaxKind::COMMA)?;
            Some(At { value: Shape::CommaJoin, place: comma.text_range().into() })
        })
        .collect()
}
