//! `migrations:`, the folders of SQL that the standards hold.

use crate::paths;
use crate::source::Spanned;
use crate::yaml::Node;

/// One folder, of one database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrations {
    /// Relative to the handbook, normalised; it may climb as far as the repository's root.
    pub path: Spanned<String>,
    /// The version of PostgreSQL that runs them.
    pub postgres: Option<String>,
}

pub fn read(node: Option<&Node>) -> Vec<Migrations> {
    let entry = |entry: &Node| {
        let path = entry.get("path").and_then(Node::text).or_else(|| entry.text())?;
        let postgres = entry.get("postgres").and_then(Node::text).map(|v| v.value);
        Some(Migrations { path: path.map(|p| paths::join("", &p)), postgres })
    };
    match node.map(|n| (n, n.items())) {
        Some((node, [])) => entry(node).into_iter().collect(),
        Some((_, items)) => items.iter().filter_map(entry).collect(),
        None => Vec::new(),
    }
}
