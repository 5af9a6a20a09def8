//! A piece of SQL is none that PostgreSQL would take.
//!
//! ## What it checks
//! The ```` ```sql ```` fences of all documents, and the files of `migrations:`. In a file, and in a plain fence of a
//! standard, it is an error; elsewhere it is a warning. Of a slip that upsets the whole statement only the first error
//! is told. psql's commands and a template's variables are let through, and fences marked `diff` are not read.
//!
//! ## Why
//! Somebody will paste it at three in the morning.
//!
//! ## Example
//! ```` ```sql ```` around `SELEC 1;`.
//!
//! ## How to fix
//! Correct the statement. If the fence is no PostgreSQL, name its language: ```` ```text ````, ```` ```mysql ````.

use super::block;
use crate::check::prelude::*;
use crate::sql::examples::{self, Verdict};

pub const RULE: Rule =
    Rule { name: "sql/parse", level: Level::Warning, manual: include_str!("parse.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for example in &cx.sql.examples {
        if example.standard.is_some() && example.verdict != Verdict::None {
            // `sql/example-parse` has these.
            continue;
        }
        for error in example.errors() {
            let span = examples::span(block(cx, example), error.place.clone());
            let finding = Diagnostic::new(RULE.name, span, format!("this is no SQL: {}", error.message));
            found.push(if example.standard.is_some() { finding.weighs(Level::Error) } else { finding });
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
