//! A piece of SQL is none that PostgreSQL would take.
//!
//! ## What it checks
//! The ```` ```sql ```` fences of all documents, and the files of `migrations:`. Of a slip that upsets the whole
//! statement only the first error is told. psql's commands and a template's variables are let through.
//!
//! ## Why
//! Somebody will paste it at three in the morning.
//!
//! ## Example
//! ```` ```sql ```` around `SELEC 1;`.
//!
//! ## How to fix
//! Correct the statement. If the fence is no PostgreSQL, name its language: ```` ```text ````, ```` ```mysql ````.

use crate::check::prelude::*;
use crate::sql::examples;

pub const RULE: Rule =
    Rule { name: "sql/parse", level: Level::Warning, manual: include_str!("parse.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for example in &cx.sql.examples {
        let block = &cx.handbook.document(example.doc).outline.code[example.code];
        for error in example.history.files.iter().flat_map(|f| &f.steps).flat_map(|s| &s.script.errors) {
            let span = examples::span(block, error.place.clone(), &cx.loaded.sources);
            found.push(Diagnostic::new(RULE.name, span, format!("this is no SQL: {}", error.message)));
        }
    }
    for file in cx.sql.histories.iter().flat_map(|h| &h.files) {
        for error in file.steps.iter().flat_map(|s| &s.script.errors) {
            if let Some(span) = super::span(file, &error.place) {
                found.push(
                    Diagnostic::new(RULE.name, span, format!("this is no SQL: {}", error.message)).weighs(Level::Error),
                );
            }
        }
    }
}
