//! From the handbook to the files of its site.
//!
//! 1. [`theme`] loads templates and assets.
//! 2. [`plan`] says which files there are and what draws each; [`draw`] draws one, [`site()`] all, in parallel.
//! 3. [`page`] draws one document; [`lists`] the pages that list others, [`decisions`], [`oncall`] and [`standards`] among them; [`feeds`] what machines read.
//!
//! Architecture invariant: this room checks nothing. The health pages are drawn from findings made elsewhere.

mod decisions;
mod feeds;
mod lists;
mod oncall;
mod page;
pub mod plan;
mod site;
mod standards;
pub mod theme;
mod twin;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

pub use feeds::policy;
pub use plan::{Page, Plan};
pub use site::{draw, site};
pub use theme::Theme;

use crate::adr::Decisions;
use crate::diag::Findings;
use crate::markdown::Glossary;
use crate::model::{Handbook, Loaded};
use crate::oncall::OnCall;
use crate::sql::Sql;

/// Everything a site is drawn from.
pub struct Input<'a> {
    pub handbook: &'a Handbook,
    pub decisions: &'a Decisions,
    pub oncall: &'a OnCall,
    pub sql: &'a Sql,
    /// Calendar files by their path, written when one is asked for.
    pub calendars: &'a OnceLock<BTreeMap<String, String>>,
    pub loaded: &'a Loaded,
    pub findings: &'a Findings,
    pub theme: &'a Theme,
    /// Width and height in pixels of the images that pages show.
    pub image_sizes: &'a HashMap<String, (u32, u32)>,
    /// The first line of a rule's manual.
    pub rule_summary: &'a (dyn Fn(&str) -> String + Sync),
    pub glossary: Option<&'a Glossary>,
}

/// Where the files of a site go. Called from many threads, in any order.
pub trait Output: Sync {
    /// `path` is relative to the site, with forward slashes.
    fn put(&self, path: &str, bytes: &[u8]);
}

/// The file of a route: `a/b/` is `a/b/index.html`.
fn file(route: &str) -> String {
    format!("{route}index.html")
}
