//! A template of the handbook cannot be drawn.
//!
//! ## What it checks
//! The files under `templates/` that take the place of the theme's: their syntax, and while pages are drawn, the fields they use. Templates are Tera's, and a field that does not exist is a mistake, not an empty place.
//!
//! ## Why
//! A page that comes out half drawn is worse than one that says what is wrong with it.
//!
//! ## Example
//! `{{ page.titel }}` in `templates/page.html`
//!
//! ## How to fix
//! Correct the place that is named. The message lists the fields that are known there.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "config/template", level: Level::Error, manual: include_str!("template.rs"), check: None };
