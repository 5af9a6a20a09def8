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
    /// The tool whose names and comments the files follow, by its name; told from each file where it is not said.
    pub layout: Option<String>,
    /// Whether the tool puts each file into a transaction; the tool's own way where it is not said.
    pub transaction: Option<bool>,
}

/// The names that `layout:` takes.
pub const LAYOUTS: [&str; 9] =
    ["plain", "flyway", "liquibase", "sqitch", "goose", "golang-migrate", "dbmate", "numbered", "folders"];

impl Migrations {
    /// A folder of which nothing else is said.
    pub fn of(path: Spanned<String>) -> Self {
        Self { path, postgres: None, layout: None, transaction: None }
    }
}

pub fn read(node: Option<&Node>) -> Vec<Migrations> {
    let entry = |entry: &Node| {
        let path = entry.get("path").and_then(Node::text).or_else(|| entry.text())?;
        let text = |key: &str| entry.get(key).and_then(Node::text).map(|v| v.value);
        Some(Migrations {
            path: path.map(|p| paths::join("", &p)),
            postgres: text("postgres"),
            layout: text("layout"),
            transaction: entry.get("transaction").and_then(Node::bool),
        })
    };
    match node.map(|n| (n, n.items())) {
        Some((node, [])) => entry(node).into_iter().collect(),
        Some((_, items)) => items.iter().filter_map(entry).collect(),
        None => Vec::new(),
    }
}
