//! `rutter sql`: migrations held to the standards, and leave to break them.

mod except;
mod lint;

use std::path::Path;

use super::Outcome;
use super::args::{SqlArgs, SqlCommand};
use crate::world::{Named, OsWorld};

pub fn run(args: &SqlArgs) -> Outcome {
    match &args.command {
        SqlCommand::Lint(args) => lint::run(args),
        SqlCommand::Except(args) => except::run(args),
    }
}

/// A path as given from the current folder, or from the root of the handbook, as findings name it.
fn named(world: &OsWorld, path: &Path) -> Result<Named, String> {
    let in_handbook = world.root().join(path);
    let found = [path, &in_handbook].into_iter().find(|p| p.exists());
    let found = found.ok_or_else(|| format!("there is no {}", path.display()))?;
    world.named(found).map_err(|e| format!("{} cannot be read: {e}", path.display()))
}
