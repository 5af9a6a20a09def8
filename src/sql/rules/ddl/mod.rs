//! Changes of a schema that do not stop a service.

pub mod blocking;
pub mod sequence;
mod state;
pub mod timeouts;
pub mod validate_later;

use std::collections::HashSet;

use crate::sql::syntax::{Alter, Effect, Path, Script, Statement};

/// What a file has created so far: nobody else can see it, so no lock on it matters. Names alone are compared, since
/// the schema of a name without one is not known.
#[derive(Default)]
struct Made<'a>(HashSet<&'a str>);

impl<'a> Made<'a> {
    /// Takes in what a statement creates.
    fn add(&mut self, statement: &'a Statement) {
        match &statement.effect {
            Effect::CreateTable(table) => drop(self.0.insert(&table.name.name.value)),
            Effect::CreateIndex(index) if self.has(&index.table) => {
                self.0.extend(index.name.as_ref().map(|n| n.value.as_str()));
            }
            Effect::AlterTable { table, actions } if self.has(table) => {
                self.0.extend(actions.iter().filter_map(|a| match &a.value {
                    Alter::RenameTo(name) => Some(name.value.as_str()),
                    _ => None,
                }));
            }
            Effect::Other if MADE.contains(&statement.command.as_str()) => {
                self.0.extend(statement.objects.first().map(|o| o.name.value.as_str()));
            }
            _ => {}
        }
    }

    fn has(&self, path: &Path) -> bool {
        self.0.contains(path.name.value.as_str())
    }

    /// Whether all of these are new; not so where none is named.
    fn has_all(&self, paths: &[Path]) -> bool {
        !paths.is_empty() && paths.iter().all(|p| self.has(p))
    }
}

/// Commands that create what later ones of the same file may lock.
const MADE: [&str; 8] = [
    "CREATE DOMAIN",
    "CREATE FOREIGN TABLE",
    "CREATE MATERIALIZED VIEW",
    "CREATE SCHEMA",
    "CREATE SEQUENCE",
    "CREATE TABLE AS",
    "CREATE TYPE",
    "CREATE VIEW",
];

/// Whether a statement runs when its file does: the body of a function runs when somebody calls it.
fn runs(script: &Script, statement: &Statement) -> bool {
    let mut within = statement.within;
    while let Some(outer) = within.and_then(|at| script.statements.get(at)) {
        if matches!(outer.effect, Effect::CreateFunction(_)) {
            return false;
        }
        within = outer.within;
    }
    true
}
