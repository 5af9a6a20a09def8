//! Sanitising took something out of a page's raw HTML.
//!
//! ## What it checks
//! Elements, attributes and URL schemes that are not harmless: scripts, event handlers, frames, inline styles, `javascript:` links. `raw_html: allow` in handbook.yaml turns the sanitising off, `escape` shows HTML as text.
//!
//! ## Why
//! Whoever can edit one page could otherwise run code in the browser of everyone who reads the handbook.
//!
//! ## Example
//! `<a href="#" onclick="reveal()">more</a>`
//!
//! ## How to fix
//! Write it in Markdown; `<details>`, tables and images are let through.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/unsafe-html", level: Level::Warning, manual: include_str!("unsafe_html.rs"), check: None };
