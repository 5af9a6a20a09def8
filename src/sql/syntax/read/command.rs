//! What a statement is called: PostgreSQL's command tags. Source: `src/include/tcop/cmdtaglist.h`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::names::Words;

/// Words between a verb and its object that say how, not what.
const ADVERBS: [&str; 10] =
    ["OR", "REPLACE", "TEMP", "TEMPORARY", "LOCAL", "GLOBAL", "UNLOGGED", "UNIQUE", "RECURSIVE", "TRUSTED"];

/// Objects of two words and more.
const OBJECTS: [&[&str]; 22] = [
    &["MATERIALIZED", "VIEW"],
    &["FOREIGN", "TABLE"],
    &["FOREIGN", "DATA", "WRAPPER"],
    &["EVENT", "TRIGGER"],
    &["ACCESS", "METHOD"],
    &["OPERATOR", "CLASS"],
    &["OPERATOR", "FAMILY"],
    &["TEXT", "SEARCH", "CONFIGURATION"],
    &["TEXT", "SEARCH", "DICTIONARY"],
    &["TEXT", "SEARCH", "PARSER"],
    &["TEXT", "SEARCH", "TEMPLATE"],
    &["USER", "MAPPING"],
    &["DEFAULT", "PRIVILEGES"],
    &["LARGE", "OBJECT"],
    &["PROPERTY", "GRAPH"],
    &["PREPARED"],
    &["TRANSACTION"],
    &["CONSTRAINTS"],
    &["SESSION", "AUTHORIZATION"],
    &["ROLE"],
    &["OWNED"],
    &["LABEL"],
];

/// Verbs that take an object's kind with them.
const VERBS: [&str; 6] = ["CREATE", "ALTER", "DROP", "REFRESH", "SECURITY", "REASSIGN"];

pub(super) fn of(node: &SyntaxNode) -> String {
    let words: Vec<String> = node.words().take(12).map(|t| t.text().to_uppercase()).collect();
    let mut words = words.iter().map(String::as_str).filter(|w| w.bytes().all(|b| b.is_ascii_alphabetic()));
    let Some(verb) = words.next() else { return String::new() };
    let rest: Vec<&str> = words.collect();
    match verb {
        "WITH" | "TABLE" | "VALUES" => of_query(node),
        "LOCK" => "LOCK TABLE".to_owned(),
        "TRUNCATE" => "TRUNCATE TABLE".to_owned(),
        "START" => "BEGIN".to_owned(),
        "ANALYSE" => "ANALYZE".to_owned(),
        "DECLARE" => "DECLARE CURSOR".to_owned(),
        "IMPORT" => "IMPORT FOREIGN SCHEMA".to_owned(),
        "COMMIT" | "ROLLBACK" if rest.first() == Some(&"PREPARED") => format!("{verb} PREPARED"),
        "PREPARE" if node.kind() == SyntaxKind::PREPARE_TRANSACTION => "PREPARE TRANSACTION".to_owned(),
        "SET" if node.kind() == SyntaxKind::SET_CONSTRAINTS => "SET CONSTRAINTS".to_owned(),
        "SELECT" => of_query(node),
        "END" => "COMMIT".to_owned(),
        "ABORT" => "ROLLBACK".to_owned(),
        verb if VERBS.contains(&verb) => {
            let rest: Vec<&str> = rest.into_iter().skip_while(|w| ADVERBS.contains(w)).collect();
            let long = OBJECTS.iter().find(|o| rest.starts_with(o)).map(|o| o.join(" "));
            let object = long.or_else(|| rest.first().map(|w| (*w).to_owned())).unwrap_or_default();
            // `CREATE CONSTRAINT TRIGGER`, `CREATE PROCEDURAL LANGUAGE`: the kind is the second word.
            let object = match object.as_str() {
                "CONSTRAINT" | "PROCEDURAL" => rest.get(1).map(|w| (*w).to_owned()).unwrap_or(object),
                "USER" | "GROUP" => "ROLE".to_owned(),
                "TABLE" if node.kind() == SyntaxKind::CREATE_TABLE_AS => "TABLE AS".to_owned(),
                _ => object,
            };
            format!("{verb} {object}").trim_end().to_owned()
        }
        verb => verb.to_owned(),
    }
}

/// What reads, or writes, after its `WITH`.
fn of_query(node: &SyntaxNode) -> String {
    let tag = match node.kind() {
        SyntaxKind::INSERT => "INSERT",
        SyntaxKind::UPDATE => "UPDATE",
        SyntaxKind::DELETE => "DELETE",
        SyntaxKind::MERGE => "MERGE",
        SyntaxKind::SELECT_INTO => "SELECT INTO",
        _ => "SELECT",
    };
    tag.to_owned()
}
